"""Fits the likeness of danger to the practice messages: `python -m tests.corpus.fit_likeness`.

Logistic regression, one pass after another in an order drawn from a fixed seed, so that the same messages make the
same file. It knows nothing of the held-out messages.
"""

from __future__ import annotations

from array import array
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path
from random import Random

from bot.understanding.danger_likeness import BUCKETS, FILE, features
from bot.understanding.normal import normalise, split

CORPUS = Path(__file__).parent / "danger"
PASSES = 25
RATE = 0.6
SHRINK = 2e-5


def practice_rows() -> list[tuple[bool, str]]:
    """(danger now, message) of every practice message, in a fixed order."""
    rows = []
    for file in sorted(CORPUS.glob("practice_*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                _language, danger, _urgent, message = line.split("\t", 3)
                rows.append((danger != "-", message))
    return rows


def fingerprint() -> str:
    """Of the messages that a model was fitted to, kept in its file."""
    return sha256(repr(practice_rows()).encode()).hexdigest()[:16]


def fit(rows: list[tuple[bool, str]]) -> tuple[list[float], float]:
    """One weight a bucket, and the bias."""
    chance = Random(1)
    examples = [(real, sorted(set(features(split(normalise(message)))))) for real, message in rows]
    examples = [(real, found) for real, found in examples if found]
    reals = sum(real for real, _ in examples)
    worth = {True: len(examples) / 2 / reals, False: len(examples) / 2 / (len(examples) - reals)}
    weights, seen, bias = [0.0] * BUCKETS, [1e-6] * BUCKETS, 0.0
    for _ in range(PASSES):
        chance.shuffle(examples)
        for real, found in examples:
            norm = 1 / sqrt(len(found))
            score = bias + norm * sum(weights[place] for place in found)
            slope = (1 / (1 + exp(-max(-30.0, min(30.0, score)))) - real) * worth[real]
            bias -= 0.02 * slope
            step = slope * norm
            for place in found:
                seen[place] += step * step
                weights[place] -= RATE * (step + SHRINK * weights[place]) / sqrt(seen[place])
    return weights, bias


def main() -> None:
    weights, bias = fit(practice_rows())
    scale = max(map(abs, weights)) / 127
    body = array("b", (round(weight / scale) for weight in weights))
    FILE.write_bytes(f"{bias:.6f} {scale:.8f} {fingerprint()}\n".encode() + body.tobytes())
    print(f"{FILE.name}: fitted to {len(practice_rows())} messages")


if __name__ == "__main__":
    main()
