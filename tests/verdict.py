"""Judges a store after a rough time: is everything filed that was acknowledged, and did every answer arrive?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.post.posting import SENT_AGAIN
from storage.alerts import Alert, calls_of
from storage.cases import Case, verify_case
from storage.conversations import Conversation
from storage.database import Database
from storage.deliveries import Delivery, state_of
from storage.messages import Message, transcript, verify
from storage.outbox import Outgoing
from tests.standins.twilio_cloud import Text

NAMED = re.compile(r"[?&]message=(\d+)")


@dataclass(frozen=True)
class Seen:
    """What was seen from outside: ids that were brought and acknowledged, texts that arrived, which messages of ours
    were said in the webhook's own answers, and Telegram's names of those that it took."""

    brought: frozenset[str]
    acknowledged: frozenset[str]
    texts: Sequence[Text]
    at_once: frozenset[int] = frozenset()
    in_chats: frozenset[str] = frozenset()

    @property
    def arrived(self) -> list[int]:
        """Our ids of the texts that arrived, in order, doubles among them."""
        return [id for text in self.texts if (id := message_in(text.callback)) is not None]


def message_in(address: str | None) -> int | None:
    """Our id of the message whose receipts go to this address."""
    found = NAMED.search(address or "")
    return int(found[1]) if found else None


def doubles(seen: Seen) -> int:
    """How many texts came once more than they should have."""
    return len(seen.arrived) - len(set(seen.arrived))


def judge(store: Database, seen: Seen) -> list[str]:
    """What is wrong, one sentence each; empty when nothing was lost, doubled without need, or altered."""
    with store.reading() as session:
        talks = list(session.scalars(select(Conversation).order_by(Conversation.id)))
        said = [message for talk in talks for message in transcript(session, talk.id)]
        return [
            *_filing(said, seen),
            *_unanswered(talks, said),
            *_sending(session, [message for message in said if message.direction == "out"], seen),
            *_order(said, seen),
            *_chat_order(session, said),
            *_alerts(session, seen),
            *_chains(session, talks),
        ]


def _filing(said: Iterable[Message], seen: Seen) -> Iterator[str]:
    filed = Counter(message.provider_id for message in said if message.direction == "in")
    yield from (f"{id} was acknowledged, and is filed {filed[id]} times." for id in seen.acknowledged if filed[id] != 1)
    yield from (f"{id} is filed {number} times." for id, number in filed.items() if number > 1)
    yield from (f"{id} was never brought." for id in filed.keys() - seen.brought)


def _unanswered(talks: Iterable[Conversation], said: Sequence[Message]) -> Iterator[str]:
    """Everything that these residents say has an answer, filed in the same breath."""
    residents = {talk.id for talk in talks if talk.audience == "resident"}
    for message, later in zip_longest(said, said[1:]):
        heard = message.direction == "in" and message.conversation_id in residents
        if heard and not (later and later.conversation_id == message.conversation_id and later.direction == "out"):
            yield f"Message {message.id} has no answer."


def _sending(session: Session, said: Sequence[Message], seen: Seen) -> Iterator[str]:
    rows = {row.message_id: row for row in session.scalars(select(Outgoing))}
    known = state_of(session, [message.id for message in said])
    times = Counter(seen.arrived)
    for message in said:
        came = times[message.id] + (message.id in seen.at_once)
        if message.channel == "telegram":
            came = _came_to_chat(rows.get(message.id), known.get(message.id), seen)
        yield from _one(message, rows.get(message.id), known.get(message.id), came)
    yield from (f"Message {id} arrived, and stands nowhere." for id in times.keys() - {message.id for message in said})


def _came_to_chat(row: Outgoing | None, known: Delivery | None, seen: Seen) -> int:
    """Telegram gives no receipts: what it called a message of ours is what it must have."""
    answered = known is not None and known.state == "answered"
    return int(answered or (row is not None and row.provider_id in seen.in_chats))


def _one(message: Message, row: Outgoing | None, known: Delivery | None, times: int) -> Iterator[str]:
    if row is None:
        yield f"Message {message.id} is not in the outbox."
    elif row.state != "done":
        yield f"Message {message.id} is still {row.state}."
    if times > 1 and message.kind not in SENT_AGAIN:
        yield f"Message {message.id} ({message.kind}) arrived {times} times."
    if times:
        return
    if known is None or not known.reason:
        yield f"Message {message.id} did not arrive, and nothing says why."


def _order(said: Iterable[Message], seen: Seen) -> Iterator[str]:
    """What one resident reads comes in the order in which it was said; danger advice may overtake."""
    talk_of = {message.id: message.conversation_id for message in said if message.kind == "reply"}
    arrived: defaultdict[int, list[int]] = defaultdict(list)
    for id in dict.fromkeys(seen.arrived):
        if id in talk_of:
            arrived[talk_of[id]].append(id)
    yield from (
        f"Conversation {talk} was answered out of order." for talk, ids in arrived.items() if ids != sorted(ids)
    )


def _chat_order(session: Session, said: Iterable[Message]) -> Iterator[str]:
    """Telegram numbers its messages as it takes them."""
    replies = [message for message in said if message.channel == "telegram" and message.kind == "reply"]
    rows = {row.message_id: row for row in session.scalars(select(Outgoing).where(Outgoing.channel == "telegram"))}
    named: defaultdict[int, list[int]] = defaultdict(list)
    for message in replies:
        row = rows.get(message.id)
        if row is not None and row.provider_id:
            named[message.conversation_id].append(int(row.provider_id))
    yield from (f"Chat {talk} was answered out of order." for talk, ids in named.items() if ids != sorted(ids))


def _alerts(session: Session, seen: Seen) -> Iterator[str]:
    arrived = set(seen.arrived)
    for alert in session.scalars(select(Alert)):
        if not any(call.message_id in arrived for call in calls_of(session, alert.id)):
            yield f"Nobody was told of alert {alert.id}."


def _chains(session: Session, talks: Iterable[Conversation]) -> Iterator[str]:
    for talk in talks:
        yield from (f"Conversation {talk.id}: {fault}" for fault in verify(session, talk.id))
    for case in session.scalars(select(Case)):
        yield from (f"Case {case.id}: {fault}" for fault in verify_case(session, case.id))
