"""Changes: everything that ever happened to a case, append-only and chained like its messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.chain import START, digest_content, fresh_salt, link
from storage.reading import fetch
from storage.statements import add_rows
from storage.tables import JSONS, Base, Identity, table_of

End = tuple[int, bytes]
"""How far a chain goes: the position and the digest of its last entry."""

STAFF = "staff:"
SET_BY_STAFF = "set_by_staff"
"""Where a session keeps what it has learnt of that."""

CHAINED = ("case_id", "position", "at", "by", "what")
ERASABLE = ("before", "after", "salt")


class Change(Base):
    """One value of a case that changed: `by` is 'resident', 'hearback' or 'staff:ID'; `what` a column or a fact.

    `before` and `after` are JSON and can be erased (with `salt`) like a message's words.
    """

    __tablename__ = "case_changes"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[Identity]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]
    what: Mapped[str]
    before: Mapped[Any] = mapped_column(JSONS, nullable=True)
    after: Mapped[Any] = mapped_column(JSONS, nullable=True)
    salt: Mapped[bytes | None]
    content: Mapped[bytes]
    digest: Mapped[bytes]


CHANGES = table_of(Change)


def record_changes(
    session: Session, case_id: int, end: End, by: str, changes: Mapping[str, tuple[Any, Any]], now: datetime
) -> End:
    """Add these changes, what -> (before, after), behind the `end` of the chain, and return the new end."""
    rows = []
    for what, (before, after) in changes.items():
        row = {"case_id": case_id, "position": end[0] + 1, "at": now, "by": by, "what": what}
        salt = fresh_salt()
        content = digest_content(salt, [before, after])
        end = (end[0] + 1, link(end[1], row, content))
        rows.append(row | {"before": before, "after": after, "salt": salt, "content": content, "digest": end[1]})
    add_rows(session, CHANGES, rows)
    if by.startswith(STAFF):
        session.info.get(SET_BY_STAFF, {}).pop(case_id, None)
    return end


def changes_of(session: Session, case_id: int) -> list[Change]:
    """The history of one case, in order."""
    return list(session.scalars(select(Change).where(Change.case_id == case_id).order_by(Change.position)))


_BY_STAFF = (
    select(CHANGES.c.what, CHANGES.c.by)
    .where(CHANGES.c.case_id == bindparam("case_id"), CHANGES.c.by.startswith(STAFF))
    .order_by(CHANGES.c.position)
)


def set_by_staff(session: Session, case_id: int, names: Sequence[str]) -> dict[str, str]:
    """Those of these columns and facts of a case that staff have ever set: name -> who did so last."""
    held: dict[int, dict[str, str]] = session.info.get(SET_BY_STAFF, {})
    if case_id not in held:
        note_set_by_staff(session, case_id, dict(fetch(session, _BY_STAFF, {"case_id": case_id})))
        held = session.info[SET_BY_STAFF]
    return {what: by for what, by in held[case_id].items() if what in names}


def note_set_by_staff(session: Session, case_id: int, held: Mapping[str, str]) -> None:
    """Say what staff have set in this case, name -> who did so last, so that the session need not ask for it; whoever
    sets more meanwhile makes a newer version of the case."""
    session.info.setdefault(SET_BY_STAFF, {})[case_id] = held


def erase_changes(session: Session, change_ids: Sequence[int]) -> None:
    """Erase what the values were; that they changed, when and by whom, stays verifiable."""
    session.execute(update(CHANGES).where(CHANGES.c.id.in_(change_ids)).values(dict.fromkeys(ERASABLE)))


def faults_in(changes: Sequence[Change]) -> list[str]:
    """What is wrong with a history read in order, in plain words."""
    faults, head = [], START
    for position, change in enumerate(changes, start=1):
        metadata = {name: getattr(change, name) for name in CHAINED}
        if change.position != position or link(head, metadata, change.content) != change.digest:
            faults.append(f"Change {position} does not fit the one before it: one was altered or is missing.")
        if not _values_fit(change):
            faults.append(f"Change {position} has other values than were filed.")
        head = change.digest
    return faults


def _values_fit(change: Change) -> bool:
    if change.salt is None:
        return change.before is None and change.after is None
    return digest_content(change.salt, [change.before, change.after]) == change.content
