"""Fits likeness of danger, worry and naming to the practice messages: `python -m tests.corpus.fit_likeness`.

Logistic regression, one pass after another in an order drawn from a fixed seed, so that the same messages make the
same files. It knows nothing of the held-out messages.
"""

from __future__ import annotations

from array import array
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path
from random import Random

from bot.understanding.danger import gather
from bot.understanding.danger_likeness import BUCKETS, FILE, WORRY_BUCKETS, WORRY_FILE, features, sign_features
from bot.understanding.danger_naming import FILE as NAMING_FILE
from bot.understanding.danger_naming import NAMES, PLACES
from bot.understanding.danger_words import load_lexicon
from bot.understanding.normal import normalise, split
from tests.corpus.danger_score import Row, read_rows

PASSES = 15
RATE = 20.0
SHRINK = 1e-5
HALF_HEARD = 0.3  # what counts as urgent but not as danger now is near both, so it teaches less

Rows = list[tuple[bool, float, str]]


def practice_rows() -> Rows:
    """(danger now, how much it counts, message) of every practice message, in a fixed order."""
    return [learn(row) for row in read_rows("practice")]


def learn(row: Row) -> tuple[bool, float, str]:
    """What one message teaches about danger now, and how much it counts."""
    return row.kind == "now", HALF_HEARD if row.kind == "urgent" else 1.0, row.message


def worrying_rows() -> Rows:
    """(urgent, how much it counts, message) of the practice messages that are not danger now."""
    return [(row.kind == "urgent", 1.0, row.message) for row in read_rows("practice") if row.kind != "now"]


def fingerprint() -> str:
    """Of the messages that the models were fitted to, kept in their files."""
    return sha256(repr([tuple(row) for row in read_rows("practice")]).encode()).hexdigest()[:16]


def fit(rows: Rows) -> tuple[list[float], float]:
    """One weight a bucket, and the bias, of the likeness of danger."""
    return _fit([(real, worth, [*features(split(normalise(message)))]) for real, worth, message in rows], BUCKETS)


def fit_worry(rows: Rows) -> tuple[list[float], float]:
    """One weight a bucket, and the bias, of worry; it depends on the word lists too."""
    return _fit([(real, worth, _seen_in(message)) for real, worth, message in rows], WORRY_BUCKETS)


def fit_naming() -> list[tuple[list[float], float]]:
    """The same for every name; the concern of an urgent message is the one that the word lists see in it."""
    known = []
    for row in read_rows("practice"):
        concerns = gather(load_lexicon(), row.message).concerns if row.kind == "urgent" else {row.now}
        if len(concerns) == 1 and row.kind != "harmless":
            known.append((*concerns, _seen_in(row.message)))
    return [_fit([(name == truth, 1.0, seen) for truth, seen in known], PLACES) for name in NAMES]


def _seen_in(message: str) -> list[int]:
    signs = gather(load_lexicon(), message).signs
    return [*features(split(normalise(message))), *sign_features(signs)]


def _fit(rows: list[tuple[bool, float, list[int]]], buckets: int) -> tuple[list[float], float]:
    """Steps that grow smaller, and weights that shrink a little with each (kept as one number, `size`)."""
    examples = [(real, worth, sorted({number % buckets for number in numbers})) for real, worth, numbers in rows]
    examples = [example for example in examples if example[2]]
    half = sum(worth for _, worth, _ in examples) / 2
    reals = sum(worth for real, worth, _ in examples if real)
    balance = {True: half / reals, False: half / (2 * half - reals)}
    chance, weights, size, bias, taken = Random(1), [0.0] * buckets, 1.0, 0.0, 0
    for _ in range(PASSES):
        chance.shuffle(examples)
        for real, worth, found in examples:
            taken += 1
            step = RATE / (1 + RATE * SHRINK * taken)
            score = bias + size * sum([weights[place] for place in found]) / sqrt(len(found))
            slope = step * worth * balance[real] * (1 / (1 + exp(-max(-30.0, min(30.0, score)))) - real)
            size *= 1 - step * SHRINK
            bias -= 0.02 * slope
            change = slope / sqrt(len(found)) / size
            for place in found:
                weights[place] -= change
    return [weight * size for weight in weights], bias


def _write(file: Path, models: list[tuple[list[float], float]]) -> None:
    head, body = "", b""
    for weights, bias in models:
        scale = max(map(abs, weights)) / 127
        head += f"{bias:.6f} {scale:.8f} "
        body += array("b", (round(weight / scale) for weight in weights)).tobytes()
    file.write_bytes(f"{head}{fingerprint()}\n".encode() + body)


def main() -> None:
    """Fit the models and write their files."""
    _write(FILE, [fit(practice_rows())])
    _write(WORRY_FILE, [fit_worry(worrying_rows())])
    _write(NAMING_FILE, fit_naming())
    print(f"fitted to {len(practice_rows())} messages")


if __name__ == "__main__":
    main()
