"""Writers at the same moment: every message is filed, each once, and every chain holds."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.contacts import Contact, find_contact
from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Repeated, transcript, verify
from tests.storage.story import ADA, turn

WRITERS = 8
TURNS = 6


def at_once(store: Database, now: datetime, names: list[list[str]]) -> int:
    """Let one thread for each list file its messages, all beginning together; returns how many were repeats."""
    gate = threading.Barrier(len(names))

    def write_all(mine: list[str]) -> int:
        gate.wait()
        repeats = 0
        for name in mine:
            try:
                store.write(partial(turn, keys=store.keys, now=now, provider_id=name))
            except Repeated:
                repeats += 1
        return repeats

    with ThreadPoolExecutor(len(names)) as pool:
        return sum(pool.map(write_all, names))


def test_every_simultaneous_message_is_filed_and_answered_once(store: Database, now: datetime) -> None:
    """All from one number, from the very first on: one contact, one conversation, one unbroken chain."""
    names = [[f"SM{writer}-{n}" for n in range(TURNS)] for writer in range(WRITERS)]
    assert at_once(store, now, names) == 0
    with store.reading() as session:
        assert len(session.scalars(select(Contact)).all()) == 1
        conversation = session.scalars(select(Conversation)).one()
        said = transcript(session, conversation.id)
        assert sorted(m.provider_id for m in said if m.provider_id) == sorted(name for mine in names for name in mine)
        assert [m.direction for m in said] == ["in", "out"] * (WRITERS * TURNS)
        assert verify(session, conversation.id) == []


def test_a_message_delivered_many_times_at_once_is_filed_once(store: Database, now: datetime) -> None:
    """All but one of the deliveries are repeats, and leave nothing."""
    assert at_once(store, now, [["SM1"]] * WRITERS) == WRITERS - 1
    with store.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert [m.provider_id for m in transcript(session, conversation.id)] == ["SM1", None]


class FirstMessage:
    """The first message of a number nobody has seen: the first two writers both look before either one adds."""

    def __init__(self, store: Database, now: datetime, looked: threading.Barrier, name: str) -> None:
        self.store, self.now, self.looked, self.name, self.taken = store, now, looked, name, 0

    def __call__(self, session: Session) -> None:
        self.taken += 1
        known = find_contact(session, self.store.keys, "sms", ADA)
        if self.taken == 1:
            self.looked.wait()
        if known is None:
            lookup = self.store.keys.lookup("sms", ADA)
            session.add(Contact(channel="sms", lookup=lookup, sealed=b"", created_at=self.now))
            session.flush()
        turn(session, self.store.keys, self.now, self.name)


def both_at_once(store: Database, now: datetime, do: Callable[[FirstMessage], None]) -> list[FirstMessage]:
    """Two first messages, each done in its own thread; raises what they raise."""
    looked = threading.Barrier(2)
    pair = [FirstMessage(store, now, looked, name) for name in ("SM1", "SM2")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(do, pair))
    return pair


def test_the_slower_of_two_first_messages_is_taken_again(postgres_store: Database, now: datetime) -> None:
    """And finds the contact and conversation that the quicker one made."""
    pair = both_at_once(postgres_store, now, postgres_store.write)
    assert sorted(work.taken for work in pair) == [1, 2]
    with postgres_store.reading() as session:
        assert sorted(m.provider_id or "" for m in transcript(session, 1)) == ["", "", "SM1", "SM2"]
        assert verify(session, 1) == []


def test_without_taking_work_again_the_slower_one_is_lost(postgres_store: Database, now: datetime) -> None:
    """The planted fault: the same two messages, each in a bare transaction."""

    def once(work: FirstMessage) -> None:
        with postgres_store.transaction() as session:
            work(session)

    with pytest.raises(IntegrityError):
        both_at_once(postgres_store, now, once)
