"""Fits which kind a message reads like to the practice messages: `python -m tests.corpus.fit_kinds` (about a minute).

Logistic regression over all kinds at once, to its end, by scikit-learn, so that the same messages make the same file.
It knows nothing of the held-out messages. `--judge` writes nothing: it fits to four fifths of the practice messages and
counts on the fifth, five times, which is what the thresholds are chosen by.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import compress

from sklearn.linear_model import LogisticRegression

from bot.understanding.features import numbers, sign_features
from bot.understanding.kinds.choosing import decide
from bot.understanding.kinds.likeness import FILE, LABELS, NONE, PLACES, all_signs, places_of
from bot.understanding.kinds.listed import look_up
from bot.understanding.normal import words
from tests.bot.understanding.told import read_told
from tests.corpus.fit_likeness import common_to, matrix_of

FOLDER = Path(__file__).parent / "kinds"
FREEDOM = 18.0
"""How little the weights are held towards nothing (C of scikit-learn)."""
MOST_STEPS = 1000
TOLD_COUNT = 4.0
"""How much each of the messages counts by which the word lists are tested: they are as plain as can be."""
OURS, OURS_COUNT = ("cy", "pl", "ur"), 1.5
"""Languages that we speak, of which there are fewer messages than of English, and how much each of these counts."""
FOLDS = 5


class Row(NamedTuple):
    """A message and its label, a code of R4 or NONE."""

    language: str
    label: str
    message: str


class Fitted(NamedTuple):
    """The weights of every label at each place, and the bias of every label."""

    weights: list[list[float]]
    biases: list[float]


def practice_rows() -> list[Row]:
    """Every message to learn from, in a fixed order: also those by which the word lists are tested."""
    told = [Row(told.language, told.kind or NONE, told.message) for told in read_told()]
    return [*read_rows("practice"), *told]


def read_rows(name: str) -> list[Row]:
    """Every message of `practice`, `unseen` or `eleventh`, in a fixed order."""
    return [row for path in sorted(FOLDER.glob(f"{name}_*.tsv")) for row in _rows_of(path)]


def _rows_of(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, kind, message = line.split("\t")
            yield Row(language, NONE if kind == "-" else kind, message)


def fingerprint() -> str:
    """Of the messages that the model was fitted to, kept in its file."""
    return sha256(repr([tuple(row) for row in practice_rows()]).encode()).hexdigest()[:16]


def seen_in(message: str) -> list[int]:
    """The places of what is in a message, and of what the word lists see in it."""
    return sorted(places_of(message, look_up(words(message)).signs))


@cache
def numbers_of(message: str) -> frozenset[int]:
    """The same before they are given a place, where what is rare is told from what is common."""
    signs = all_signs(message, look_up(words(message)).signs)
    found = (number for stretch in numbers(message) for part in stretch for number in part)
    return frozenset((*found, *sign_features(signs)))


def fit(rows: Sequence[Row]) -> Fitted:
    """The weights of every label, held together towards nothing. A label that no message has weighs nothing."""
    common = common_to([numbers_of(row.message) for row in rows])
    known = [(row, sorted({number % PLACES for number in numbers_of(row.message) & common})) for row in rows]
    known = [(row, found) for row, found in known if found]
    seen = matrix_of([((1.0, tuple(found)),) for _, found in known], PLACES)
    told = {one.message for one in read_told()}
    counts = [TOLD_COUNT if row.message in told else OURS_COUNT if row.language in OURS else 1.0 for row, _ in known]
    labels = [row.label for row, _ in known]
    model = LogisticRegression(C=FREEDOM, max_iter=MOST_STEPS).fit(seen, labels, counts)
    weights, biases = [[0.0] * PLACES for _ in LABELS], [0.0] * len(LABELS)
    for label, mine, bias in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        weights[LABELS.index(label)], biases[LABELS.index(label)] = mine.tolist(), float(bias)
    return Fitted(weights, biases)


def _shares(model: Fitted, found: Sequence[int]) -> list[float]:
    """How likely each label is."""
    worth = 1 / sqrt(len(found) or 1)
    scores = [bias + worth * sum([mine[place] for place in found])
              for mine, bias in zip(model.weights, model.biases, strict=True)]  # fmt: skip
    best = max(scores)
    raised = [exp(score - best) for score in scores]
    return [one / sum(raised) for one in raised]


def judge(rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
    """Every message, what the lists choose, and what is chosen with a model that has not seen it."""
    mixed = list(rows)
    Random(2).shuffle(mixed)
    for fold in range(FOLDS):
        model = fit([row for at, row in enumerate(mixed) if at % FOLDS != fold])
        for row in mixed[fold::FOLDS]:
            said, shares = words(row.message), _shares(model, seen_in(row.message))
            listed, best = look_up(said), max(shares)
            yield row, listed.kind or NONE, decide(said, listed, LABELS[shares.index(best)], best) or NONE


def _write(model: Fitted) -> None:
    scale = max(abs(one) for mine in model.weights for one in mine) / 127
    head = " ".join([f"{scale:.8f}", *(f"{bias:.6f}" for bias in model.biases), fingerprint()])
    by_place = zip(*model.weights, strict=True)
    body = array("b", (round(one / scale) for row in by_place for one in row)).tobytes()
    FILE.write_bytes(f"{head}\n".encode() + compress(body, 9))


def _print_judgement(rows: Sequence[Row]) -> None:
    judged = list(judge(rows))
    for language in sorted({row.language for row in rows}):
        of_it = [one for one in judged if one[0].language == language]
        for name, at in (("the lists", 1), ("chosen", 2)):
            right = sum(one[at] == one[0].label for one in of_it) / len(of_it)
            wrong = sum(one[at] not in (NONE, one[0].label) for one in of_it) / len(of_it)
            print(f"{language} {name:9} right {right:.1%}, said wrongly {wrong:.1%} of {len(of_it)}")


def main() -> None:
    """Fit the model and write its file, or judge the way it is fitted."""
    rows = practice_rows()
    if "--judge" in sys.argv:
        _print_judgement(rows)
        return
    _write(fit(rows))
    print(f"fitted to {len(rows)} messages")


if __name__ == "__main__":
    main()
