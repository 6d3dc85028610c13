"""Reads the tables of what residents told (`told_<language>.tsv`): kind, how often, now, message."""

from pathlib import Path
from typing import NamedTuple

NOW = {"yes": True, "no": False, "-": None}


class Told(NamedTuple):
    """One message with what is to be understood of it; None where it says nothing."""

    language: str
    kind: str | None
    how_often: str | None
    now: bool | None
    message: str


def read_told() -> list[Told]:
    """Return every row of every language's table."""
    rows: list[Told] = []
    for path in sorted(Path(__file__).parent.glob("told_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                kind, how_often, now, message = line.split("\t")
                language = path.stem.removeprefix("told_")
                rows.append(Told(language, _said(kind), _said(how_often), NOW[now], message))
    return rows


def _said(cell: str) -> str | None:
    return None if cell == "-" else cell
