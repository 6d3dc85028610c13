"""Fits likeness of danger, worry and naming to the practice messages: `python -m tests.corpus.fit_likeness`.

Logistic regression, one pass after another in an order drawn by chance, and this several times from fixed seeds, so
that the same messages make the same files. It knows nothing of the held-out messages.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path
from random import Random
from zlib import compress

from bot.understanding.danger.finding import gather
from bot.understanding.danger.likeness import BUCKETS, FILE, ORDINARY_FILE, WORRY_FILE
from bot.understanding.danger.naming import FILE as NAMING_FILE
from bot.understanding.danger.naming import NAMES, PLACES
from bot.understanding.danger.words import load_lexicon
from bot.understanding.features import features, sign_features
from bot.understanding.normal import normalise, split
from tests.corpus.danger_score import Row, read_rows

PASSES = 15
COMMON = 3  # messages
LEAST_STEPS = 4  # of the 127 of the heaviest: what weighs less changes nothing, and would make the files twice as large
ORDINARY_LEAST_STEPS = 6  # the messages it is fitted to are the most
AVERAGED = 10  # of the last passes
ORDERS = 5  # the weights are averages over them, or a few messages more would change what many others are taken for
RATE, SHRINK = 20.0, 5e-6
ORDINARY_RATE, ORDINARY_SHRINK = 10.0, 5e-6
WORRY_RATE, WORRY_SHRINK = 5.0, 3e-6
ORDINARY_COUNTS = 6.0  # times: of what an ordinary report is like, a danger missed for it teaches as much as it must
NEWEST_COUNT = 3.0  # times, for the same: harmless messages of which most were written to sound like danger
REPORTS_WORRY = 0.5  # of what somebody must hear tonight; there are so many of them
HALF_HEARD = 0.3  # what counts as urgent but not as danger now is near both, so it teaches less

Rows = list[tuple[bool, float, str]]


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
    counts = dict.fromkeys((row.message for row in read_rows("practice_new")), NEWEST_COUNT)
    counts |= dict.fromkeys((row.message for row in read_rows("practice_reports")), ORDINARY_COUNTS)
    rows = [*practice_rows(), *map(learn, read_rows("practice_reports"))]
    return [
        (real, worth * (1.0 if real or worth < 1.0 else counts.get(message, 1.0)), message)
        for real, worth, message in rows
    ]


def learn(row: Row) -> tuple[bool, float, str]:
    """What one message teaches about danger now, and how much it counts."""
    return row.kind == "now", HALF_HEARD if row.kind == "urgent" else 1.0, row.message


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

    The older messages are read by turns with and without what the word lists see: the lists were mended by them, and
    see more in them than they will in a message nobody has read.
    """
    return _fit(_readings(rows), BUCKETS)


def fit_ordinary(rows: Rows) -> tuple[list[float], float]:
    """The same, of how much more a message reads like danger than like an ordinary report."""
    return _fit(_readings(rows), BUCKETS, ORDINARY_RATE, ORDINARY_SHRINK)


def _readings(rows: Rows) -> list[tuple[bool, float, list[list[int]]]]:
    fresh = {row.message for name in ("practice_new", "practice_reports") for row in read_rows(name)}
    return [
        (real, worth, [_seen_in(message)] if message in fresh else [_seen_in(message), _words_in(message)])
        for real, worth, message in rows
    ]


def fit_worry(rows: Rows) -> tuple[list[float], float]:
    """One weight a bucket, and the bias, of worry."""
    return _fit(
        [(real, worth, [_seen_in(message)]) for real, worth, message in rows], BUCKETS, WORRY_RATE, WORRY_SHRINK
    )


def fit_naming() -> list[tuple[list[float], float]]:
    """The same for every name; the concern of an urgent message is the one that the word lists see in it. Not fitted to
    the ordinary reports, of which most that is urgent is hate or abuse at home."""
    known = []
    for row in messages():
        concerns = gather(load_lexicon(), row.message).concerns if row.kind == "urgent" else {row.now}
        if len(concerns) == 1 and row.kind != "harmless":
            known.append((*concerns, _seen_in(row.message)))
    return [_fit([(name == truth, 1.0, [seen]) for truth, seen in known], PLACES) for name in NAMES]


@cache
def _seen_in(message: str) -> list[int]:
    signs = gather(load_lexicon(), message).signs
    return [*_words_in(message), *sign_features(signs)]


@cache
def _words_in(message: str) -> list[int]:
    return list(features(split(normalise(message))))


def _fit(
    rows: list[tuple[bool, float, list[list[int]]]], buckets: int, rate: float = RATE, shrink: float = SHRINK
) -> tuple[list[float], float]:
    """Steps that grow smaller, and weights that shrink a little with each (kept as one number, `size`).

    Where a message can be read in several ways, each pass takes one of them.
    """
    common = common_to({number for numbers in ways for number in numbers} for _, _, ways in rows)
    examples = [
        (real, worth, [_fold([number for number in numbers if number in common], buckets) for numbers in ways])
        for real, worth, ways in rows
    ]
    examples = [example for example in examples if all(example[2])]
    half = sum(worth for _, worth, _ in examples) / 2
    reals = sum(worth for real, worth, _ in examples if real)
    balance = {True: half / reals, False: half / (2 * half - reals)}
    total, total_bias = [0.0] * buckets, 0.0
    for seed in range(ORDERS):
        for weights, bias in _passes(examples, balance, Random(seed), buckets, rate, shrink):
            total = [so_far + weight for so_far, weight in zip(total, weights, strict=True)]
            total_bias += bias
    return [weight / AVERAGED / ORDERS for weight in total], total_bias / AVERAGED / ORDERS


def _passes(
    examples: list[tuple[bool, float, list[list[int]]]],
    balance: dict[bool, float],
    chance: Random,
    buckets: int,
    rate: float,
    shrink: float,
) -> Iterator[tuple[list[float], float]]:
    """The weights and the bias after each of the last passes."""
    examples = examples[:]
    weights, size, bias, taken = [0.0] * buckets, 1.0, 0.0, 0
    for number in range(PASSES):
        chance.shuffle(examples)
        for real, worth, ways in examples:
            taken += 1
            found = ways[int(chance.random() * len(ways))] if len(ways) > 1 else ways[0]
            step = rate / (1 + rate * shrink * taken)
            score = bias + size * sum([weights[place] for place in found]) / sqrt(len(found))
            slope = step * worth * balance[real] * (1 / (1 + exp(-max(-30.0, min(30.0, score)))) - real)
            size *= 1 - step * shrink
            bias -= 0.02 * slope
            change = slope / sqrt(len(found)) / size
            for place in found:
                weights[place] -= change
        if number >= PASSES - AVERAGED:
            yield [weight * size for weight in weights], bias


def common_to(messages: Iterable[Collection[int]]) -> set[int]:
    """What stands in a few of these messages at least: of a run of letters that stood in one or two nothing can be
    learned, and it would take the place of another."""
    seen = Counter(number for numbers in messages for number in numbers)
    return {number for number, times in seen.items() if times >= COMMON}


def _fold(numbers: list[int], buckets: int) -> list[int]:
    return sorted({number % buckets for number in numbers})


def _write(file: Path, models: list[tuple[list[float], float]], least: int = LEAST_STEPS) -> None:
    head, body = "", b""
    for weights, bias in models:
        scale = max(map(abs, weights)) / 127
        head += f"{bias:.6f} {scale:.8f} "
        steps = (round(weight / scale) for weight in weights)
        body += array("b", (step if abs(step) >= least else 0 for step in steps)).tobytes()
    file.write_bytes(f"{head}{fingerprint()}\n".encode() + compress(body, 9))


def main() -> None:
    """Fit the models and write their files."""
    with ProcessPoolExecutor() as beside:
        ordinary = beside.submit(fit_ordinary, ordinary_rows())  # takes longest
        likeness = beside.submit(fit, practice_rows())
        worry = beside.submit(fit_worry, worrying_rows())
        naming = beside.submit(fit_naming)
    _write(FILE, [likeness.result()])
    _write(ORDINARY_FILE, [ordinary.result()], ORDINARY_LEAST_STEPS)
    _write(WORRY_FILE, [worry.result()])
    _write(NAMING_FILE, naming.result())
    print(f"fitted to {len(ordinary_rows())} messages")


if __name__ == "__main__":
    main()
