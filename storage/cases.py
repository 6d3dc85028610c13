"""Cases: what is being done about, with a reference, kept apart from who reported it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.chain import START
from storage.changes import changes_of, faults_in, note_set_by_staff, record_changes
from storage.contacts import is_stranger
from storage.reading import ask_for, fetch, select_whole
from storage.reporters import Naming, OnBehalf, Reporter
from storage.statements import add
from storage.tables import Base, Identity, storable, table_of
from storage.ways import EVER_SAME_PEOPLE, SAME_PEOPLE

State = Literal["open", "closed", "joined"]
"""One that is `joined` turned out to be about the matter of another, in which all of it goes on."""


class Case(Base):
    """One matter. `facts` holds every settled answer that has no column of its own, by line name.

    Cases about one thing share a `matter`, the reference of one of them (R13). `joined_to` is the reference of the case
    in which one that was joined goes on, which is itself joined to none.
    `naming` and `on_behalf` are those of the first report; each reporter's own are kept with the reporter.
    `length` and `head` are the end of the case's chain of changes; `version` is checked by every update.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("reference"),
        Index(None, "state", "first_contact_due"),
        Index(None, "uprn"),
        Index(None, "patch"),
        Index(None, "block"),
        Index(None, "matter"),
        Index(
            "ix_cases_joined_to",
            "joined_to",
            sqlite_where=text("joined_to IS NOT NULL"),
            postgresql_where=text("joined_to IS NOT NULL"),
        ),
    )

    id: Mapped[Identity]
    reference: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str | None]
    state: Mapped[State] = mapped_column(String(8))
    urgent: Mapped[bool] = mapped_column(default=False)
    patch: Mapped[str | None]
    uprn: Mapped[str | None] = mapped_column(ForeignKey("properties.uprn"))
    place: Mapped[str | None]
    block: Mapped[str | None]
    matter: Mapped[str | None] = mapped_column(String(16))
    joined_to: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    naming: Mapped[Naming | None] = mapped_column(String(16))
    on_behalf: Mapped[OnBehalf | None] = mapped_column(String(16))
    needs_review: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime]
    first_contact_due: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[bytes] = mapped_column(default=START)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it stands


AMENDABLE = frozenset(
    ["kind", "state", "urgent", "patch", "uprn", "place", "block", "matter", "language", "naming", "on_behalf",
     "needs_review", "first_contact_due", "closed_at", "joined_to"]
)  # fmt: skip
"""Columns that change through `amend_case`; any other name there is a fact."""
FIXED = frozenset(table_of(Case).columns.keys()) - AMENDABLE


def open_case(
    session: Session, reference: str, known: Mapping[str, Any], by: str, now: datetime, *, opened_by: str = ""
) -> Case:
    """A new open case under this reference, with what is `known` about it, by column or fact name; `by` told it, and
    opened it unless that was somebody else.

    A reference that is taken ends in IntegrityError: draw another and take the work again.
    """
    case = Case(reference=reference, state="open", language="en", facts={}, opened_at=now)
    add(session, case)
    note_set_by_staff(session, case.id, {})
    record_all(session, case, {"reference": (None, reference)}, opened_by or by, now)
    amend_case(session, case, known, by, now)
    return case


def amend_case(session: Session, case: Case, values: Mapping[str, Any], by: str, now: datetime) -> list[str]:
    """Set columns and facts by name, write a change for each that differs, and return the names that did.

    `by` is 'resident', 'hearback' or 'staff:ID'. Raises ValueError for a column that never changes.
    """
    if fixed := sorted(FIXED & values.keys()):
        raise ValueError(f"These never change in a case: {', '.join(fixed)}.")
    changes = {name: (standing_in(case, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if _plain(pair[0]) != _plain(pair[1])}
    for name, (_, value) in changes.items():
        if name in AMENDABLE:
            setattr(case, name, value)
    facts = {name: _plain(value) for name, (_, value) in changes.items() if name not in AMENDABLE}
    if facts:
        case.facts = case.facts | facts
    record_all(session, case, changes, by, now)
    return list(changes)


def record_all(session: Session, case: Case, changes: Mapping[str, tuple[Any, Any]], by: str, now: datetime) -> None:
    """Write these changes to the case's history; the case itself is written when the transaction ends."""
    told = {what: (_plain(before), _plain(after)) for what, (before, after) in changes.items()}
    case.length, case.head = record_changes(session, case.id, (case.length, case.head), by, told, now)


def close_case(session: Session, case: Case, by: str, now: datetime) -> None:
    """Close the case; a later report on the same matter opens a new one (REQUIREMENTS R10)."""
    amend_case(session, case, {"state": "closed", "closed_at": now}, by, now)
    session.flush()


_REFERRED_TO = select_whole(Case).where(Case.reference == bindparam("reference"))


def case_by_reference(session: Session, reference: str) -> Case | None:
    """The case that this reference leads to, written as it is stored (XXXX-XXXX, capitals): the one that has it or,
    where that was joined to another, the one in which it goes on."""
    case = case_filed_under(session, reference)
    return goes_on_in(session, case) if case else None


def goes_on_in(session: Session, case: Case) -> Case:
    """The case in which this one goes on: itself, where it was joined to none."""
    found = case_filed_under(session, case.joined_to) if case.joined_to else None
    return found or case


def case_filed_under(session: Session, reference: str) -> Case | None:
    """The case that was given this reference, also where it goes on in another."""
    known = (noun for noun in session.identity_map.values() if isinstance(noun, Case) and noun.reference == reference)
    case = next(known, None)
    if case is None and (found := fetch(session, _REFERRED_TO, {"reference": reference}, Case)):
        case = found[0][0]
    return case


def hold_case(session: Session, case_id: int) -> Case:
    """The case as it is now, held until the transaction ends. Raises NoResultFound when there is none."""
    chosen = select(Case).where(Case.id == case_id).with_for_update()
    return session.scalars(chosen, execution_options={"populate_existing": True}).one()


def ids_in(session: Session, case: Case) -> list[int]:
    """The case, and those that go on in it."""
    joined = select(Case.id).where(Case.joined_to == case.reference).order_by(Case.id)
    return [case.id, *session.scalars(joined)]


_THEIRS = (
    select_whole(Case)
    .join(Reporter, Reporter.case_id == Case.id)
    .where(Reporter.contact_id.in_(SAME_PEOPLE))
    .order_by(Case.id.desc())
)
"""Whatever its state: asked for the open ones of a person, SQLite goes through all open ones there are."""


def open_cases_of(session: Session, contact_id: int) -> list[Case]:
    """The open cases reported by this contact, or by one to whom it is another way, the latest first."""
    if is_stranger(session, contact_id):
        return []
    return [case for case in _theirs(session, contact_id) if case.state == "open"]


def closed_cases_of(session: Session, contact_id: int, since: datetime) -> list[Case]:
    """Those of them that were closed since then, the one closed last first."""
    closed = [case for case in _theirs(session, contact_id) if case.state == "closed"]
    at = [(case.closed_at, case) for case in closed if case.closed_at and case.closed_at >= since]
    return [case for _, case in sorted(at, key=itemgetter(0), reverse=True)]


def _theirs(session: Session, contact_id: int) -> list[Case]:
    return [case for (case,) in fetch(session, _THEIRS, {"contact_id": contact_id}, Case)]


def cases_of(session: Session, contact_id: int) -> list[Case]:
    """All cases reported by this contact, or by one to whom it is or was another way, open or not, the first first."""
    theirs = Reporter.contact_id.in_(EVER_SAME_PEOPLE)
    chosen = select(Case).join(Reporter, Reporter.case_id == Case.id).where(theirs).order_by(Case.id)
    return list(session.scalars(chosen, {"contact_id": contact_id}))


def cases_of_matter(session: Session, case: Case) -> list[Case]:
    """The other open cases about the same thing, the first opened first."""
    if case.matter is None:
        return []
    chosen = select(Case).where(Case.matter == case.matter, Case.id != case.id, Case.state == "open")
    return list(session.scalars(chosen.order_by(Case.id)))


def cases_nearby(session: Session, case: Case, limit: int) -> list[Case]:
    """Other open cases at the same home or in the same block that are not linked to this one, the latest first."""
    same = [getattr(Case, name) == getattr(case, name) for name in ("uprn", "block") if getattr(case, name)]
    if not same:
        return []
    chosen = select(Case).where(or_(*same), Case.state == "open", Case.id != case.id)
    if case.matter:
        chosen = chosen.where(or_(Case.matter.is_(None), Case.matter != case.matter))
    return list(session.scalars(chosen.order_by(Case.id.desc()).limit(limit)))


_REPORTED_SINCE = (
    select_whole(Case)
    .join(Reporter, Reporter.case_id == Case.id)
    .where(Reporter.contact_id == bindparam("contact_id"), Case.opened_at >= bindparam("since"))
    .where(Reporter.on_behalf.is_(None) | (Reporter.on_behalf != "staff"), Case.state != "joined")
    .order_by(Case.id)
)


def ask_for_cases_since(session: Session, contact_id: int, since: datetime) -> list[tuple[Case]]:
    """Cases this contact reported for itself or another resident since then, which `bring` fills in: two in 12 months
    raise the repeat-victim flag (Bury 2026 2.2). Staff and contractors' concerns do not count."""
    return ask_for(session, _REPORTED_SINCE, {"contact_id": contact_id, "since": since}, Case)


def verify_case(session: Session, case_id: int) -> list[str]:
    """What is wrong with one case's history, in plain words; an empty list when it stands up."""
    case = session.get(Case, case_id)
    if case is None:
        return [f"There is no case {case_id}."]
    changes = changes_of(session, case_id)
    faults = faults_in(changes)
    head = changes[-1].digest if changes else START
    if len(changes) != case.length or head != case.head:
        faults.append(f"The end is cut or altered: {case.length} changes were filed, {len(changes)} stand.")
    return faults


def standing_in(case: Case, name: str) -> Any:
    """What a case has under this name, be it a column or a fact."""
    return getattr(case, name) if name in AMENDABLE else case.facts.get(name)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return storable(value) if isinstance(value, str) else value
