"""Counts how much of the held-out messages is understood, by language and column; it never shows a message.

Run `python tests/corpus/understanding_score.py`. `kinds` are the held-out messages about the kind alone, the hardest of
all. The messages are for judging only: nobody who changes the word lists reads them, so this prints numbers and
nothing else. "said wrongly" are answers given that differ from the label, the harmful half of the mistakes; the others
were left open and cost the resident one question.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.understanding.kinds.likeness import NONE
from bot.understanding.reading import read_report
from tests.corpus.fit_kinds import read_rows as read_kinds

FOLDER = Path(__file__).parent / "understanding"
COLUMNS = ("kind", "how_often", "now", "language")
_EMPTY = {"": None, "-": None, "none": None, "null": None, "None": None}
_TRUTH: dict[str, bool | None] = {"yes": True, "true": True, "True": True, "no": False, "false": False, "False": False}


class Score(NamedTuple):
    """How many of `asked` labels were met, and how many were answered with something else."""

    right: int
    wrong: int
    asked: int


def read_rows(folder: Path) -> Iterator[tuple[str, tuple[object, ...], str]]:
    """Return each row as its language, its labels in the order of COLUMNS, and the message."""
    for path in sorted(folder.glob("unseen_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 5 and not line.startswith(("#", "language\t")):
                language, kind, how_often, now, message = cells
                labels = (_EMPTY.get(kind, kind), _EMPTY.get(how_often, how_often), _TRUTH.get(now), language)
                yield language, labels, message


def count_scores(folder: Path = FOLDER) -> dict[tuple[str, str], Score]:
    """Return the score of every language and column, and under the language "all" of all together."""
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for language, labels, message in read_rows(folder):
        reading = read_report(message)
        answers = (reading.kind, reading.how_often, reading.now, reading.language)
        for column, label, answer in zip(COLUMNS, labels, answers, strict=True):
            for group in (language, "all"):
                asked[group, column] += 1
                right[group, column] += answer == label
                wrong[group, column] += answer is not None and answer != label
    return {key: Score(right[key], wrong[key], asked[key]) for key in asked}


def count_kinds() -> dict[str, Score]:
    """Return how many kinds are met of the messages that are about the kind alone, by language."""
    by_language: dict[str, list[bool | None]] = {}
    for row in read_kinds("unseen"):
        kind = read_report(row.message).kind or NONE
        met = kind == row.label or (None if kind == NONE else False)
        by_language.setdefault(row.language, []).append(met)
    return {language: Score(met.count(True), met.count(False), len(met)) for language, met in by_language.items()}


if __name__ == "__main__":
    kinds = {(language, "kinds"): score for language, score in count_kinds().items()}
    for (group, measured), score in sorted({**count_scores(), **kinds}.items()):
        share = score.right / score.asked
        print(f"{group:4} {measured:10} {score.right:4} of {score.asked:4} ({share:.0%}), said wrongly {score.wrong}")
