"""Fits likeness of danger, worry and naming to the practice messages: `python -m tests.corpus.fit_likeness`.

Logistic regression to its end, by scikit-learn, so that neither the order of the messages nor chance has a part in it
and the same messages make the same files. It knows nothing of the held-out messages.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zlib import compress

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.understanding.danger.finding import gather
from bot.understanding.danger.likeness import BUCKETS, FILE, ORDINARY_FILE, WORRY_FILE
from bot.understanding.danger.naming import FILE as NAMING_FILE
from bot.understanding.danger.naming import NAMES, PLACES
from bot.understanding.danger.words import load_lexicon
from bot.understanding.features import Weighed, features, norm_of, sign_features, weighed_signs, weighed_words
from bot.understanding.normal import normalise, split
from tests.corpus.danger_score import Row, read_rows

COMMON = 3  # messages
FREEDOM, ORDINARY_FREEDOM, WORRY_FREEDOM, NAMING_FREEDOM = 30.0, 30.0, 10.0, 30.0
"""How little each is held towards nothing (C of scikit-learn)."""
LEAST_STEPS = 5  # of the 127 of the heaviest: what weighs less changes nothing, and would make the files twice as large
ORDINARY_LEAST_STEPS = 6  # the messages it is fitted to are the most
ORDINARY_COUNTS = 9.0  # times: of what an ordinary report is like, a danger missed for it teaches as much as it must
NEWEST_COUNT = 2.0  # times, for the same: harmless messages of which most were written to sound like danger
REPORTS_WORRY = 0.5  # of what somebody must hear tonight; there are so many of them
HALF_HEARD = 0.3  # what counts as urgent but not as danger now is near both, so it teaches less
NAMES_COUNT = 0.04  # names, places and answers of a word or two: there are so many of them, and so little in each
SHORT_DANGERS_COUNT = 6.0  # times: of them there are few, and a word must do
SHORT, SHORTEST = 6, 3  # words

EVERY = 1 << 32  # numbers as they are, before they are given a place

Rows = list[tuple[bool, float, str]]


class Example(NamedTuple):
    """Whether it is real, how much it counts, and the ways in which it can be read."""

    real: bool
    worth: float
    ways: list[Weighed]


def practice_rows() -> Rows:
    """(danger now, how much it counts, message) of every practice message, in a fixed order, but the ordinary reports:
    fitted to these too, likeness heard fewer of the dangers that are told in a few words."""
    return [learn(row) for row in messages()]


def messages() -> list[Row]:
    """The practice messages but the ordinary reports."""
    reports = set(read_rows("practice_reports"))
    return [row for row in read_rows("practice") if row not in reports]


def ordinary_rows() -> Rows:
    """The same with the ordinary reports; what is harmless there and in the newest messages counts several times."""
    newest = ("practice_new", "practice_kinds")
    counts = dict.fromkeys((row.message for name in newest for row in read_rows(name)), NEWEST_COUNT)
    counts |= dict.fromkeys((row.message for row in read_rows("practice_reports")), ORDINARY_COUNTS)
    rows = [*practice_rows(), *map(learn, read_rows("practice_reports"))]
    return [
        (real, worth * (1.0 if real or worth < 1.0 else counts.get(message, 1.0)), message)
        for real, worth, message in rows
    ]


def learn(row: Row) -> tuple[bool, float, str]:
    """What one message teaches about danger now, and how much it counts."""
    if row.kind == "now":
        return True, SHORT_DANGERS_COUNT if len(row.message.split()) <= SHORT else 1.0, row.message
    return False, HALF_HEARD if row.kind == "urgent" else NAMES_COUNT if row in _names() else 1.0, row.message


@cache
def _names() -> frozenset[Row]:
    """Names, places and answers, and reports that are as short."""
    short = (row for row in read_rows("practice_kinds") if len(row.message.split()) <= SHORTEST)
    return frozenset((*read_rows("practice_names"), *short))


def worrying_rows() -> Rows:
    """(urgent, how much it counts, message) of the practice messages that are not danger now."""
    reports = set(read_rows("practice_reports"))
    return [
        (row.kind == "urgent", REPORTS_WORRY if row in reports else 1.0, row.message)
        for row in read_rows("practice")
        if row.kind != "now"
    ]


def fingerprint() -> str:
    """Of the messages that the models were fitted to, kept in their files."""
    return sha256(repr([tuple(row) for row in read_rows("practice")]).encode()).hexdigest()[:16]


def fit(rows: Rows) -> tuple[list[float], float]:
    """One weight a bucket, and the bias, of the likeness of danger; like the others it depends on the word lists too.

    The older messages are read twice, with and without what the word lists see: the lists were mended by them, and see
    more in them than they will in a message nobody has read.
    """
    return _fit(_readings(rows), BUCKETS, FREEDOM)


def fit_ordinary(rows: Rows) -> tuple[list[float], float]:
    """The same, of how much more a message reads like danger than like an ordinary report."""
    return _fit(_readings(rows), BUCKETS, ORDINARY_FREEDOM)


def _readings(rows: Rows) -> list[Example]:
    names = ("practice_new", "practice_kinds", "practice_names", "practice_reports")
    fresh = {row.message for name in names for row in read_rows(name)}
    return [
        Example(real, worth, [_seen_in(message)] if message in fresh else [_seen_in(message), _words_in(message)])
        for real, worth, message in rows
    ]


def fit_worry(rows: Rows) -> tuple[list[float], float]:
    """One weight a bucket, and the bias, of worry."""
    examples = [Example(real, worth, [_seen_in(message)]) for real, worth, message in rows]
    return _fit(examples, BUCKETS, WORRY_FREEDOM)


def fit_naming() -> list[tuple[list[float], float]]:
    """The same for every name, where everything counts alike; the concern of an urgent message is the one that the word
    lists see in it. Not fitted to the ordinary reports, of which most that is urgent is hate or abuse at home."""
    known = []
    for row in messages():
        concerns = gather(load_lexicon(), row.message).concerns if row.kind == "urgent" else {row.now}
        if len(concerns) == 1 and row.kind != "harmless":
            known.append((*concerns, _alike_in(row.message)))
    return [
        _fit([Example(name == truth, 1.0, [seen]) for truth, seen in known], PLACES, NAMING_FREEDOM) for name in NAMES
    ]


@cache
def _seen_in(message: str) -> Weighed:
    return _words_in(message) + weighed_signs(gather(load_lexicon(), message).signs, EVERY)


@cache
def _words_in(message: str) -> Weighed:
    return weighed_words(features(split(normalise(message))), EVERY)


def _alike_in(message: str) -> Weighed:
    signs = sign_features(gather(load_lexicon(), message).signs)
    numbers = [number for part in features(split(normalise(message))) for number in part]
    return ((1.0, tuple({*numbers, *signs})),)


def _fit(examples: list[Example], buckets: int, freedom: float) -> tuple[list[float], float]:
    """One weight a bucket, and the bias. What is real and what is not weigh the same in all; where a message can be
    read in several ways, each is as much as is left of its worth."""
    common = common_to({number for way in one.ways for _, numbers in way for number in numbers} for one in examples)
    read = [
        (one.real, one.worth / len(one.ways), folded)
        for one in examples
        for way in one.ways
        if norm_of(folded := _folded(way, common, buckets))
    ]
    real = numpy.array([is_real for is_real, _, _ in read])
    worth = numpy.array([counts for _, counts, _ in read])
    worth /= numpy.where(real, worth[real].sum(), worth[~real].sum()) * 2 / len(read)
    seen = matrix_of([way for _, _, way in read], buckets)
    used = numpy.unique(seen.indices)
    model = LogisticRegression(C=freedom, solver="liblinear", random_state=0).fit(seen[:, used], real, worth)
    weights = numpy.zeros(buckets)
    weights[used] = model.coef_[0]
    return weights.tolist(), float(model.intercept_[0])


def matrix_of(ways: list[Weighed], buckets: int) -> csr_matrix:
    """A row for each way of reading a message, as long as any other."""
    rows: list[int] = []
    places: list[int] = []
    amounts: list[float] = []
    for row, way in enumerate(ways):
        norm = norm_of(way)
        for counts, found in way:
            rows += [row] * len(found)
            places += found
            amounts += [counts / norm] * len(found)
    return csr_matrix((amounts, (rows, places)), shape=(len(ways), buckets))  # what falls in one place adds up


def common_to(messages: Iterable[Collection[int]]) -> set[int]:
    """What stands in a few of these messages at least: of a run of letters that stood in one or two nothing can be
    learned, and it would take the place of another."""
    seen = Counter(number for numbers in messages for number in numbers)
    return {number for number, times in seen.items() if times >= COMMON}


def _folded(way: Weighed, common: Collection[int], buckets: int) -> Weighed:
    return tuple(
        (counts, tuple(sorted({number % buckets for number in numbers if number in common}))) for counts, numbers in way
    )


def _write(file: Path, model: tuple[list[float], float], least: int = LEAST_STEPS) -> None:
    """How far it is from one place that holds something to the next, 0 for 255 more, and then what these hold: written
    place by place, a table of which nearly all is empty took a third more."""
    steps, head = _in_steps(*model)
    gaps, held, last = bytearray(), array("b"), -1
    for place, step in enumerate(steps):
        if abs(step) >= least:
            over, gap = divmod(place - last - 1, 255)
            gaps += bytes([*[0] * over, gap + 1])
            held.append(step)
            last = place
    head = f"{head} {len(held)} {fingerprint()}\n"
    file.write_bytes(head.encode() + compress(bytes(gaps) + held.tobytes(), 9))


def _write_naming(models: list[tuple[list[float], float]]) -> None:
    heads, body = [], b""
    for model in models:
        steps, head = _in_steps(*model)
        heads.append(head)
        body += array("b", (step if abs(step) >= LEAST_STEPS else 0 for step in steps)).tobytes()
    NAMING_FILE.write_bytes(f"{' '.join(heads)} {fingerprint()}\n".encode() + compress(body, 9))


def _in_steps(weights: list[float], bias: float) -> tuple[list[int], str]:
    scale = max(map(abs, weights)) / 127
    return [round(weight / scale) for weight in weights], f"{bias:.6f} {scale:.8f}"


def main() -> None:
    """Fit the models and write their files."""
    with ProcessPoolExecutor() as beside:
        ordinary = beside.submit(fit_ordinary, ordinary_rows())  # takes longest
        likeness = beside.submit(fit, practice_rows())
        worry = beside.submit(fit_worry, worrying_rows())
        naming = beside.submit(fit_naming)
    _write(FILE, likeness.result())
    _write(ORDINARY_FILE, ordinary.result(), ORDINARY_LEAST_STEPS)
    _write(WORRY_FILE, worry.result())
    _write_naming(naming.result())
    print(f"fitted to {len(ordinary_rows())} messages")


if __name__ == "__main__":
    main()
