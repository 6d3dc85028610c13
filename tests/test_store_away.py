"""PostgreSQL is away for a while, and the web process dies meanwhile: nothing is lost, and danger is answered."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

import requests
from sqlalchemy import select

from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Message
from tests.conftest import MakeStore
from tests.outages import away
from tests.running import Running, until
from tests.standins.twilio_cloud import inbound, sign_and_post

ADA, BEA = "+447700900123", "+447700900124"
KNIFE = "help he has a knife and is breaking down my door now"
SAID = ("loud music at 14 elm court every night", "no", "yes")
ON_CALL = re.compile(r"\+44770090010[1-4]")


def bring(hearback: Running, sender: str, words: str) -> str:
    answer = sign_and_post(hearback.twilio.webhook, inbound(sender, words))
    answer.raise_for_status()
    return answer.text


def said_by_residents(store: Database) -> list[str | None]:
    with store.reading() as session:
        rows = select(Message.words).join(Conversation).where(Message.direction == "in")
        return list(session.scalars(rows.order_by(Message.id)))


def test_what_comes_while_the_store_is_away_is_answered_once_it_is_back(
    tmp_path: Path, new_postgresql: MakeStore
) -> None:
    """Twilio has its answer and will not ask again, so what it brought must outlive the process that took it."""
    url = new_postgresql()
    with Running(tmp_path, DATABASE_URL=url) as hearback, ExitStack() as outage:
        outage.enter_context(away(url))
        assert "<Message" not in bring(hearback, ADA, SAID[0])
        assert "Call 999 now" in bring(hearback, BEA, KNIFE)
        until(lambda: requests.get(f"{hearback.url}/health", timeout=15).status_code == 503)
        hearback.kill("web_worker")
        until(hearback.web_worker)
        for words in SAID[1:]:
            bring(hearback, ADA, words)
        assert hearback.twilio.texts == []
        outage.close()

        store = hearback.store()
        until(lambda: len(said_by_residents(store)) == len(SAID) + 1)
        until(lambda: any("Your reference is" in text.body for text in hearback.twilio.texts if text.to == ADA))
        until(lambda: any(ON_CALL.fullmatch(text.to) for text in hearback.twilio.texts))
        assert [words for words in said_by_residents(store) if words != KNIFE] == list(SAID)
        store.close()
        assert "knife" not in hearback.logged()
        assert ADA not in hearback.logged()


def test_a_journal_that_forgets_is_found_out(tmp_path: Path, new_postgresql: MakeStore) -> None:
    """Planted in the real process: it says yes to Twilio, and keeps nothing."""
    url = new_postgresql()
    with Running(tmp_path, "tests.planted", DATABASE_URL=url, PLANTED="forgets_journal") as hearback:
        with away(url):
            bring(hearback, ADA, SAID[0])
        until(lambda: requests.get(f"{hearback.url}/health", timeout=15).ok)
        bring(hearback, ADA, SAID[1])
        store = hearback.store()
        assert said_by_residents(store) == [SAID[1]]
        store.close()
