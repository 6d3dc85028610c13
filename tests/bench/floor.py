"""The floor: a bare Flask and SQLAlchemy ORM application that at each turn adds and changes as many rows as Hearback at
the same one, and commits.

What it does not do is understand, decide, translate, prove or check a signature. It is what such a service costs at
the least when it is written in the ordinary way.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import Flask, Response, request
from sqlalchemy import ForeignKey, String, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from tests.bench.played import turn_of

ANSWER = "Thank you. We have noted that. Is anyone in danger right now?\n1 Yes\n2 No"
STATE = "x" * 600  # characters, about what a conversation's state takes


class Rows(NamedTuple):
    """How many rows a turn writes: those that it adds, and those that were there and are changed."""

    added: int
    changed: int


Turns = Sequence[Sequence[Rows]]
"""The same for each report that is played, message by message: a turn that opens a case writes several times as much as
one that hears a yes."""


class Base(DeclarativeBase):
    pass


class Talk(Base):
    __tablename__ = "talks"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str]
    turns: Mapped[int]
    reports: Mapped[list[Report]] = relationship(lazy="joined")


class Report(Base):
    """Stands for what a turn changes besides the talk: a report, a case."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(ForeignKey("talks.id"), index=True)
    answers: Mapped[str]
    at: Mapped[datetime]


class Row(Base):
    """Stands for a message, an outbox row, a change of a case: so many a turn."""

    __tablename__ = "rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(ForeignKey("talks.id"), index=True)
    provider_id: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str]
    digest: Mapped[bytes]
    at: Mapped[datetime]


class Floor:
    """One store of the floor's."""

    def __init__(self, url: str, turns: Turns) -> None:
        self.engine = create_engine(url)
        self.turns = turns
        self.reports = max(rows.changed for report in turns for rows in report) - 1
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _as_durable_as_ours)
        Base.metadata.create_all(self.engine)

    def hear(self, number: str, provider_id: str, words: str) -> None:
        """One turn: look the talk up, change what it says, add the rows, commit."""
        now = datetime.now(UTC)
        report, message = turn_of(provider_id)
        added, changed = self.turns[report][message]
        with Session(self.engine) as session:
            talk = session.scalars(select(Talk).where(Talk.number == number)).unique().first()
            if talk is None:
                reports = [Report(answers="", at=now) for _ in range(self.reports)]
                talk = Talk(number=number, state="", turns=0, reports=reports)
                session.add(talk)
                session.flush()
                added -= 1 + self.reports
            talk.turns += 1
            talk.state = STATE
            for one in talk.reports[: changed - 1]:
                one.answers, one.at = STATE, now
            session.add_all(_rows(talk, provider_id, words, added, now))
            session.commit()


def _rows(talk: Talk, provider_id: str, words: str, count: int, now: datetime) -> list[Row]:
    heard = Row(talk_id=talk.id, provider_id=provider_id, kind="in", words=words, digest=os.urandom(32), at=now)
    said = [Row(talk_id=talk.id, kind="out", words=ANSWER, digest=os.urandom(32), at=now) for _ in range(count - 1)]
    return [heard, *said]


def _as_durable_as_ours(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def create_floor(floor: Floor) -> Flask:
    """The application, with the one door that Hearback has for texts."""
    app = Flask(__name__)

    @app.post("/sms")
    def hear() -> Response:
        floor.hear(request.form["From"], request.form["MessageSid"], request.form["Body"])
        return Response("<Response/>", mimetype="text/xml")

    return app


def app() -> Flask:
    """For gunicorn: `tests.bench.floor:app()`."""
    turns = [[Rows(*rows) for rows in report] for report in json.loads(os.environ["ROWS"])]
    return create_floor(Floor(os.environ["DATABASE_URL"], turns))


def environment_of(url: str, turns: Turns) -> dict[str, str]:
    """What `app` reads."""
    return {"DATABASE_URL": url, "ROWS": json.dumps(turns)}
