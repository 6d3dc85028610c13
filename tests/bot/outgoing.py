"""What the tests of sending share: messages put in the outbox, and a look at what became of them."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from bot.configuration.landlord import EXAMPLE_LANDLORD
from storage import deliveries, messages, outbox
from storage.contacts import Channel, contact_for
from storage.conversations import open_conversation
from storage.database import Database
from storage.messages import Kind

ADA = "+447700900123"
PRIYA = "5550123"


def queue(
    database: Database,
    now: datetime,
    words: Sequence[str] = ("We have your report.",),
    *,
    channel: Channel = "sms",
    address: str = ADA,
    kind: Kind = "reply",
    expires_in: timedelta | None = None,
    choices: messages.Choices | None = None,
) -> list[int]:
    """Say these words to this address, and return the messages' ids."""

    end = None if expires_in is None else now + expires_in
    with database.transaction() as session:
        contact = contact_for(session, database.keys, channel, address, now)
        talk = open_conversation(session, channel, contact.id, "resident", now)
        said = [messages.append(session, talk, kind, line, now, choices=choices) for line in words]
        for message_id in said:
            outbox.queue(session, talk, message_id, kind, now, expires_at=end)
        return said


def row_of(database: Database, message_id: int) -> outbox.Outgoing:
    """The message's row in the outbox."""
    with database.reading() as session:
        return session.get_one(outbox.Outgoing, message_id)


def end_of(database: Database, message_id: int) -> tuple[str, str | None]:
    """What counts as having become of the message, and why."""
    with database.reading() as session:
        delivery = deliveries.state_of(session, [message_id])[message_id]
        return delivery.state, delivery.reason


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until this is true; fails when it does not become true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def age(store: Database) -> None:
    """As if nothing had been heard of any message for two minutes."""
    then = datetime.now(UTC) - timedelta(minutes=2)
    store.write(lambda session: session.execute(update(outbox.Outgoing).values(updated_at=then)))


def awake(folder: Path) -> Path:
    """The example landlord's file with quiet hours that are not now: a process has a clock of its own."""
    other_half = (datetime.now(UTC) + timedelta(hours=12)).strftime("%H")
    quiet = f'quiet_hours = "{other_half}:00-{other_half}:30"'
    path = folder / "landlord.toml"
    path.write_text(EXAMPLE_LANDLORD.read_text().replace('quiet_hours = "21:00-08:00"', quiet))
    return path
