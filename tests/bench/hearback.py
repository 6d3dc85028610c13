"""Hearback as it is measured: its environment, a prepared store, and one conversation played into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import func, select

from bot.channels.contract import Inbound
from bot.conversation import receive
from bot.house import House, open_house
from storage.cases import Case
from storage.database import Database
from storage.tables import Base
from tests.bench.figures import Burst
from tests.bench.floor import Rows, Turns
from tests.bench.played import ACCOUNT, OUR_NUMBER, REPORTS, TOKEN, number, provider_id, report_of
from webhooks.serving import prepare_store

UNREACHABLE = "http://127.0.0.1:9"
"""The discard port, where nobody listens: no text leaves this machine."""


def environment_of(url: str, data: Path, port: int = 8000) -> dict[str, str]:
    """The settings with which Hearback serves this store."""
    return {
        "HEARBACK_DATA": str(data),
        "HEARBACK_PORT": str(port),
        "DATABASE_URL": url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": OUR_NUMBER,
        "TWILIO_BASE_URL": UNREACHABLE,
    }


def prepared_house(environ: Mapping[str, str]) -> House:
    """The house with its tables and the example landlord's register."""
    house = open_house(environ)
    prepare_store(house)
    return house


def play_into(house: House, resident: int) -> list[float]:
    """One resident's whole report, without HTTP; returns the seconds of each turn."""
    times = []
    for message, words in enumerate(report_of(resident)):
        inbound = Inbound("sms", number(resident), provider_id(resident, message), words)
        started = perf_counter()
        receive(house, inbound, datetime.now(UTC))
        times.append(perf_counter() - started)
    return times


def play_all(house: House, residents: range) -> Burst:
    """These residents, one after the other."""
    started = perf_counter()
    times = [time for resident in residents for time in play_into(house, resident)]
    return Burst(perf_counter() - started, times)


def rows_of_turns(house: House, residents: range) -> Turns:
    """How many rows each turn of each report adds over all tables, and how many it changes that were there: the median
    of those who tell it so. On SQLite, which counts what is written."""
    seen = [
        [_rows_of(house, resident, message) for message in range(len(report_of(resident)))] for resident in residents
    ]
    check_reports(house.database, len(residents))
    alike = [seen[report :: len(REPORTS)] for report in range(len(REPORTS))]
    return [
        [Rows(*(round(median(numbers)) for numbers in zip(*rows, strict=True))) for rows in zip(*told, strict=True)]
        for told in alike
    ]


def _rows_of(house: House, resident: int, message: int) -> Rows:
    added, written = _rows(house.database), _written(house.database)
    inbound = Inbound("sms", number(resident), provider_id(resident, message), report_of(resident)[message])
    receive(house, inbound, datetime.now(UTC))
    added, written = _rows(house.database) - added, _written(house.database) - written
    return Rows(added, written - added)


def _rows(database: Database) -> int:
    with database.reading() as session:
        return sum(
            session.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables
        )


def _written(database: Database) -> int:
    """By the one connection that a single thread uses."""
    with database.reading() as session:
        return int(session.connection().connection.driver_connection.total_changes)  # type: ignore[union-attr]


def check_reports(database: Database, played: int) -> None:
    """Raises RuntimeError when not every report that was played has become a case: then nothing worth measuring ran."""
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(Case))
    if found != played:
        raise RuntimeError(f"{played} reports were played, and {found} cases were opened.")
