"""The verdict on a store after a rough time: it passes a sound one, and finds every fault that is planted."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.contract import Inbound
from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.conversation import receive
from bot.house import House
from storage import deliveries, messages, outbox
from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Message
from storage.outbox import Outgoing
from storage.sealing import Keys
from tests.conftest import MakeStore
from tests.rough_time import KNIFE, Burst, settle
from tests.running import Running, until
from tests.standins.twilio_cloud import Text
from tests.verdict import Seen, doubles, judge

ADA, BEA = "+447700900123", "+447700900124"
LINES = ("the bins are full of rats", "no", "I do not know")


@pytest.fixture
def house(new_sqlite: MakeStore, keys: Keys, tmp_path: Path) -> Iterator[House]:
    """A house where Ada has told of rats, Bea of a knife, and all that was said to them has left."""
    database = Database(new_sqlite(), keys)
    house = House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), database)
    began = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    for number, (who, words) in enumerate([*((ADA, words) for words in LINES), (BEA, KNIFE)]):
        receive(house, Inbound("sms", who, f"SM{number}", words), began + timedelta(minutes=number))
    database.write(lambda session: remind(session, began))
    database.write(lambda session: send_all(session, began))
    yield house
    database.close()


def remind(session: Session, now: datetime) -> None:
    """Something is said that nobody asked for, which must not come twice."""
    talk = session.scalars(select(Conversation).order_by(Conversation.id)).first()
    assert talk
    outbox.queue(session, talk, messages.append(session, talk, "reminder", "Still there?", now), "reminder", now)


def send_all(session: Session, now: datetime) -> None:
    """Everything in the outbox has gone to Twilio."""
    for row in session.scalars(select(Outgoing)).all():
        outbox.mark_done(session, row.message_id, now, f"out{row.message_id}")
        deliveries.record_delivery(session, row.message_id, "sent", now, provider_id=f"out{row.message_id}")


def arrived(message_id: int) -> Text:
    return Text(f"out{message_id}", ADA, "+447700900999", "…", f"http://x/sms/status?message={message_id}", None)


def seen_of(house: House) -> Seen:
    """What would have been seen from outside had nothing gone wrong."""
    with house.database.reading() as session:
        sent = session.scalars(select(Outgoing.message_id).order_by(Outgoing.message_id)).all()
    ids = frozenset(f"SM{number}" for number in range(4))
    return Seen(ids, ids, [arrived(message_id) for message_id in sent])


def ids_of(house: House, kind: str) -> list[int]:
    with house.database.reading() as session:
        return list(session.scalars(select(Message.id).where(Message.kind == kind).order_by(Message.id)))


def without(seen: Seen, *lost: int) -> Seen:
    return Seen(seen.brought, seen.acknowledged, [t for t in seen.texts if t not in map(arrived, lost)], seen.at_once)


def test_a_sound_store_passes(house: House) -> None:
    """Also with an answer that came twice, and danger advice that was given in the webhook's own answer."""
    seen, [advice, *_], [reply, *_] = seen_of(house), ids_of(house, "danger"), ids_of(house, "reply")
    assert judge(house.database, seen) == []
    twice = Seen(seen.brought, seen.acknowledged, [*seen.texts, arrived(reply)])
    assert judge(house.database, twice) == []
    assert judge(house.database, without(seen, advice)) == [f"Message {advice} did not arrive, and nothing says why."]
    at_once = Seen(seen.brought, seen.acknowledged, without(seen, advice).texts, frozenset([advice]))
    assert judge(house.database, at_once) == []


FROM_OUTSIDE: dict[str, tuple[Callable[[House, Seen], Seen], str]] = {
    "acknowledged and not filed": (
        lambda _, seen: Seen(seen.brought | {"SM9"}, seen.acknowledged | {"SM9"}, seen.texts),
        "SM9 was acknowledged, and is filed 0 times.",
    ),
    "filed out of nowhere": (
        lambda _, seen: Seen(seen.brought - {"SM0"}, seen.acknowledged - {"SM0"}, seen.texts),
        "SM0 was never brought.",
    ),
    "a reply that did not arrive": (
        lambda house, seen: without(seen, ids_of(house, "reply")[0]),
        "did not arrive, and nothing says why.",
    ),
    "an alert that did not arrive": (
        lambda house, seen: without(seen, *ids_of(house, "alert")),
        "Nobody was told of alert 1.",
    ),
    "a reminder that came twice": (
        lambda house, seen: Seen(seen.brought, seen.acknowledged, [*seen.texts, arrived(ids_of(house, "reminder")[0])]),
        "(reminder) arrived 2 times.",
    ),
    "answers out of order": (
        lambda _, seen: Seen(seen.brought, seen.acknowledged, list(reversed(seen.texts))),
        "Conversation 1 was answered out of order.",
    ),
    "a text that we never said": (
        lambda _, seen: Seen(seen.brought, seen.acknowledged, [*seen.texts, arrived(9999)]),
        "Message 9999 arrived, and stands nowhere.",
    ),
}
FROM_INSIDE: dict[str, tuple[str, str]] = {
    "a row that a worker forgot": ("UPDATE outbox SET state = 'handed' WHERE message_id = 2", "2 is still handed."),
    "a row that is gone": ("DELETE FROM outbox WHERE message_id = 2", "2 is not in the outbox."),
    "other words": ("UPDATE messages SET words = 'mice' WHERE id = 1", "Message 1 has other words than were filed."),
    "an answer that is gone": ("DELETE FROM messages WHERE id = 2", "Message 1 has no answer."),
    "the end of a talk that is gone": (
        "DELETE FROM messages WHERE id = (SELECT max(id) FROM messages WHERE conversation_id = 1)",
        "The end is cut or altered",
    ),
}


@pytest.mark.parametrize("fault", FROM_OUTSIDE)
def test_what_did_not_happen_outside_is_found(house: House, fault: str) -> None:
    """Each by a sentence of its own."""
    change, sentence = FROM_OUTSIDE[fault]
    assert any(sentence in problem for problem in judge(house.database, change(house, seen_of(house))))


@pytest.mark.parametrize("fault", FROM_INSIDE)
def test_what_was_altered_inside_is_found(house: House, fault: str) -> None:
    """Past the guards of the tables, as somebody with the database in their hands would."""
    change, sentence = FROM_INSIDE[fault]
    seen = seen_of(house)
    with closing(sqlite3.connect(str(house.database.url.database))) as plain:  # which looks at no foreign keys
        for (guard,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            plain.execute(f"DROP TRIGGER {guard}")
        plain.execute(change)
        plain.commit()
    assert any(sentence in problem for problem in judge(house.database, seen))


def test_a_server_that_acknowledges_before_it_files_is_found_out(tmp_path: Path) -> None:
    """Planted in the real processes: killed in between, what was acknowledged is gone."""
    with Running(tmp_path, "tests.planted", PLANTED="acknowledges_first") as hearback:
        burst, store = Burst(hearback, 3), hearback.store()
        burst.run(residents=8, pause=0.2)
        hearback.kill("web_worker")
        settle(hearback, store)
        problems = judge(store, burst.seen())
        store.close()
    assert any("was acknowledged, and is filed 0 times." in problem for problem in problems)


def test_a_worker_that_drops_what_it_was_handed_is_found_out(tmp_path: Path) -> None:
    """Planted in the real processes: nobody is killed, and yet answers are missing."""
    with Running(tmp_path, "tests.planted", PLANTED="drops_handed") as hearback:
        burst, store = Burst(hearback, 3), hearback.store()
        burst.run(residents=3, pause=0.3)
        until(lambda: len(hearback.twilio.texts) >= 8)
        settle(hearback, store)
        problems = judge(store, burst.seen())
        store.close()
    assert any("is not in the outbox." in problem for problem in problems)


def test_a_worker_that_sends_twice_is_found_out(tmp_path: Path) -> None:
    """Planted in the real processes: nobody is killed and no provider is in doubt, so nothing may come twice."""
    with Running(tmp_path, "tests.planted", PLANTED="sends_twice") as hearback:
        burst, store = Burst(hearback, 3), hearback.store()
        burst.run(residents=2, pause=0.2)
        settle(hearback, store)
        seen = burst.seen()
        store.close()
    assert doubles(seen) > 0
