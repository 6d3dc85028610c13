"""Equality: how many people gave which answer about themselves, sealed, and never who they were or when (C3, S6).

There is no row for anybody: an answer is added to four counts of its month, one for each way of looking at them. A
sealed count says nothing to whoever reads the store, and nothing links one answer of somebody's to the next.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, cast

from sqlalchemy import ColumnElement, String, and_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.sealing import Keys
from storage.statements import put_row
from storage.tables import Base, table_of

By = Literal["all", "channel", "kind", "patch", "survey"]
WAYS: Sequence[By] = ("all", "channel", "kind", "patch")
"""The ways of looking, always gone through in this order, so that two turns never wait for each other."""
Cells = dict[tuple[str, str], int]
"""How many, by (value, answer): `("Elms", "female")`."""
Shown = dict[str, dict[str, dict[str, int | None]]]
"""How many, by question, value and answer; None for what is hidden."""

Key = tuple[str, By, str]
KEY = ("month", "by", "value")

FEWEST = 10
"""Groups of fewer people are not shown (S6), nor is a group that is none."""
ROUNDED = 5
"""What is shown is the nearest multiple of it, so that comparing two days' figures tells of nobody."""
ALIKE = 4096
"""Characters of every sealed count: its length tells nothing either."""


class EqualityCount(Base):
    """The counts of one month for one value of one way of looking: `{"sex": {"female": 3}}`, sealed.

    The key is what it counts, and no number in order: rows say nothing of when in the month they were made.
    """

    __tablename__ = "equality_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    by: Mapped[By] = mapped_column(String(8), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes | None]


COUNTS = table_of(EqualityCount)


def count_answer(session: Session, keys: Keys, month: str, about: Mapping[By, str], question: str, answer: str) -> None:
    """Add one answer to the counts of this month (2026-11); `about` gives the channel, kind and patch."""
    for by in WAYS:
        _add_to(session, keys, (month, by, about.get(by, "")), {question: answer})


def count_survey(session: Session, keys: Keys, month: str, said: Iterable[str], about: Mapping[str, str]) -> None:
    """Add to each of these answers to a survey, such as `end_of_case.overall.well`, who it was that gave it: one answer
    by question. Which answers of a survey came together is not kept."""
    for value in sorted(said):
        _add_to(session, keys, (month, "survey", value), about)


def _add_to(session: Session, keys: Keys, key: Key, about: Mapping[str, str]) -> None:
    counted = _opened(keys, key, _held(session, key))
    for question, answer in about.items():
        answers = counted.setdefault(question, {})
        answers[answer] = answers.get(answer, 0) + 1
    sealed = keys.seal(json.dumps(counted).ljust(ALIKE), _purpose(key))
    session.execute(update(COUNTS).where(_is_at(key)).values(sealed=sealed))


def _held(session: Session, key: Key) -> bytes | None:
    """What is sealed there, the row being made when it is new, and nobody else's until the transaction ends."""
    row = dict(zip(KEY, key, strict=True)) | {"sealed": None}
    put_row(session, COUNTS, row, KEY, renew=("month",))
    chosen = select(COUNTS.c.sealed).where(_is_at(key)).with_for_update()
    return cast("bytes | None", session.execute(chosen).scalar_one())


def _is_at(key: Key) -> ColumnElement[bool]:
    return and_(*(COUNTS.c[name] == value for name, value in zip(KEY, key, strict=True)))


def _opened(keys: Keys, key: Key, sealed: bytes | None) -> dict[str, dict[str, int]]:
    return {} if sealed is None else cast("dict[str, dict[str, int]]", json.loads(keys.open(sealed, _purpose(key))))


def _purpose(key: Key) -> str:
    return f"equality:{':'.join(key)}"


def count_groups(
    session: Session,
    keys: Keys,
    asked: Mapping[str, Sequence[str]],
    year: int,
    before: str,
    by: By | Literal["month"] = "all",
    under: str = "",
) -> Shown:
    """How many gave which answer in the months of a year that are over `before` this one (2026-11), safe to show.

    `asked` are the answers of each question: one that nobody gave is hidden like one that few gave. A month that is
    not over would tell, from one day to the next, what the one person answered who came between. `under` is how the
    values begin that are looked at, as of one question of a survey. Raises SealBroken.
    """
    looked_at: By = "all" if by == "month" else by
    chosen = select(COUNTS).where(COUNTS.c.by == looked_at, COUNTS.c.month.startswith(f"{year}-"))
    chosen = chosen.where(COUNTS.c.value.startswith(under, autoescape=True)) if under else chosen
    cells: dict[str, Cells] = {question: {} for question in asked}
    for month, _, value, sealed in session.execute(
        chosen.where(COUNTS.c.month < before).order_by(*(COUNTS.c[name] for name in KEY))
    ):
        counted = _opened(keys, (month, looked_at, value), sealed)
        for question, answers in asked.items():
            _add(cells[question], month if by == "month" else value, answers, counted.get(question, {}))
    return {question: _safe_to_show(counts) for question, counts in cells.items()}


def _add(cells: Cells, value: str, answers: Sequence[str], counted: Mapping[str, int]) -> None:
    for answer in answers:
        cells[value, answer] = cells.get((value, answer), 0) + counted.get(answer, 0)


def _safe_to_show(cells: Cells) -> dict[str, dict[str, int | None]]:
    hidden = hide_small(cells)
    shown: dict[str, dict[str, int | None]] = {}
    for value, answer in cells:
        at = (value, answer)
        shown.setdefault(value, {})[answer] = None if at in hidden else _rounded(cells[at])
    return shown


def _rounded(number: int) -> int:
    return (number + ROUNDED // 2) // ROUNDED * ROUNDED


def hide_small(cells: Cells) -> set[tuple[str, str]]:
    """The cells not to show: each group that is too small, and as many more, the smallest first, as it takes that no
    row or column of known sum gives one away: what is hidden of it is two groups at least, and together not small."""
    hidden = {at for at, number in cells.items() if number < FEWEST}
    lines = [{at for at in cells if at[side] == name} for side in (0, 1) for name in {at[side] for at in cells}]
    while more := {at for line in lines for at in _next_to_hide(cells, line, hidden)}:
        hidden |= more
    return hidden


def _next_to_hide(cells: Cells, line: set[tuple[str, str]], hidden: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    gone = line & hidden
    told = bool(gone) and (len(gone) == 1 or sum(cells[at] for at in gone) < FEWEST)
    return sorted(line - hidden, key=lambda at: (cells[at], at))[:1] if told else ()
