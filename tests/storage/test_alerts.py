"""An alert stays open until the first person takes it on."""

from datetime import datetime, timedelta

from storage.alerts import Alert, acknowledge, alerts_of, calls_of, raise_alert, record_call, unacknowledged
from storage.database import Database
from storage.tables import table_of
from tests.storage.story import talk


def test_the_first_to_acknowledge_has_the_alert(store: Database, now: datetime) -> None:
    """The second is told that somebody had it already."""
    later = now + timedelta(minutes=2)
    with store.transaction() as session:
        conversation = talk(session, store.keys, now)
        alert = raise_alert(session, conversation.id, "now", "fire", now, note="cannot be answered by text")
        assert unacknowledged(session) == [alert]
        assert acknowledge(session, alert.id, "Mina", "sms", now)
        assert not acknowledge(session, alert.id, "Bob", "console", later)
        assert unacknowledged(session) == []
        assert (alert.acknowledged_by, alert.via, alert.acknowledged_at) == ("Mina", "sms", now)
        assert alert.note == "cannot be answered by text"
        assert alerts_of(session, conversation.id) == [alert]


def test_every_call_on_the_rota_is_kept(store: Database, now: datetime) -> None:
    """Who was told, in which round."""
    with store.transaction() as session:
        alert = raise_alert(session, talk(session, store.keys, now).id, "urgent", "hate", now)
        for turn, person in enumerate(["Mina", "Bob"]):
            record_call(session, alert.id, person, turn, now)
        assert [(call.person, call.turn) for call in calls_of(session, alert.id)] == [("Mina", 0), ("Bob", 1)]


def test_who_took_it_meanwhile_is_seen_although_we_had_looked_before(store: Database, now: datetime) -> None:
    """Both saw it waiting; whoever came second is not told that it is theirs."""
    with store.transaction() as session:
        alert = raise_alert(session, talk(session, store.keys, now).id, "now", "fire", now)
        taken = table_of(Alert).update().values(acknowledged_at=now, acknowledged_by="Mina")
        session.connection().execute(taken)
        assert not acknowledge(session, alert.id, "Bob", "console", now)
        assert alert.acknowledged_by == "Mina"
