"""Properties: the landlord's register of homes, and its version."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.util import identity_key

from storage.reading import ask_for, fetch, select_whole
from storage.tables import Base, Identity, storable, table_of


class Property(Base):
    """One home (or block office, or shop) by its UPRN, the national number of every address."""

    __tablename__ = "properties"

    uprn: Mapped[str] = mapped_column(String(16), primary_key=True)
    address: Mapped[str]
    postcode: Mapped[str] = mapped_column(String(8))
    patch: Mapped[str]
    block: Mapped[str]
    tenure: Mapped[str] = mapped_column(String(16))


class RegisterVersion(Base):
    """One import of the register: whoever keeps the register in memory reads it again when the number has grown."""

    __tablename__ = "register_versions"

    id: Mapped[Identity]
    imported_at: Mapped[datetime]
    added: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]


@dataclass(frozen=True, slots=True)
class Home:
    """One row of the register as values."""

    uprn: str
    address: str
    postcode: str
    patch: str
    block: str
    tenure: str


class Imported(NamedTuple):
    """How many rows an import found new, different, and as they were."""

    added: int
    changed: int
    same: int


PROPERTIES = table_of(Property)
DETAILS = ("address", "postcode", "patch", "block", "tenure")


def import_properties(session: Session, rows: Iterable[Home], now: datetime) -> Imported:
    """Bring the register up to these rows, in one go; homes that are not among them stay as they are.

    When a UPRN comes twice the later row holds.
    """
    standing = {home.uprn: home for home in all_properties(session)}
    wanted = {home.uprn: home for home in map(_storable, rows)}
    new = [asdict(home) for uprn, home in wanted.items() if uprn not in standing]
    changed = [home for uprn, home in wanted.items() if uprn in standing and standing[uprn] != home]
    if new:
        session.execute(insert(PROPERTIES), new)
    _change(session, changed)
    counts = Imported(len(new), len(changed), len(wanted) - len(new) - len(changed))
    session.add(RegisterVersion(imported_at=now, **counts._asdict()))
    session.flush()
    return counts


def _storable(home: Home) -> Home:
    return Home(**{name: storable(value) for name, value in asdict(home).items()})


def _change(session: Session, homes: list[Home]) -> None:
    if not homes:
        return
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in DETAILS}
    statement = update(PROPERTIES).where(PROPERTIES.c.uprn == bindparam("new_uprn")).values(values)
    rows = [{f"new_{name}": value for name, value in asdict(home).items()} for home in homes]
    session.connection().execute(statement, rows)


_AT = select_whole(Property).where(Property.uprn == bindparam("uprn"))


def ask_for_property(session: Session, uprn: str) -> None:
    """Have the next journey bring the home with this UPRN, for `property_at` to find."""
    ask_for(session, _AT, {"uprn": uprn}, Property)


def property_at(session: Session, uprn: str) -> Property | None:
    """The home with this UPRN, or None."""
    if known := session.identity_map.get(identity_key(Property, uprn)):
        return known
    found = fetch(session, _AT, {"uprn": uprn}, Property)
    return found[0][0] if found else None


def all_properties(session: Session) -> list[Home]:
    """The whole register, by UPRN: 50,000 homes are a few megabytes, read once and kept by the matcher."""
    columns = (PROPERTIES.c.uprn, *(PROPERTIES.c[name] for name in DETAILS))
    return [Home(*row) for row in session.execute(select(*columns).order_by(PROPERTIES.c.uprn))]


def register_version(session: Session) -> int:
    """The number of the latest import, 0 before the first."""
    return session.scalars(select(func.coalesce(func.max(RegisterVersion.id), 0))).one()
