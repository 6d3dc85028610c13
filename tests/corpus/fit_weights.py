"""Fits the weights of `danger.weighing` to the practice messages: `python -m tests.corpus.fit_weights` prints them.

Only to the newest of them, `practice_new_*`: by the others the word lists were mended, so that they speak too well of
the lists. The likeness of a message is taken from a model that was fitted without it, in five parts, because a model
that has seen a message is far too sure of it. It knows nothing of the held-out messages.
"""

from math import exp
from random import Random

from bot.understanding.danger.finding import gather
from bot.understanding.danger.likeness import BUCKETS
from bot.understanding.danger.words import load_lexicon
from bot.understanding.features import norm_of, weighed_places
from tests.corpus.danger_score import Row, read_rows
from tests.corpus.fit_likeness import fit, learn, messages

PARTS = 5
PASSES = 800
HELD = 1e-3

Example = tuple[dict[str, float], bool]


def newest_rows() -> list[Row]:
    """The practice messages that no list was mended by, shuffled the same way every time."""
    rows = list(dict.fromkeys(read_rows("practice_new")))
    Random(5).shuffle(rows)
    return rows


def sigmoid(score: float) -> float:
    """From any number to one between 0 and 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def judge(message: str, weights: list[float], bias: float) -> float:
    """The likeness of a message by a model given as its weights."""
    best = 0.0
    for found in weighed_places(message, frozenset(gather(load_lexicon(), message).signs), BUCKETS):
        if norm := norm_of(found):
            total = sum(counts * sum(weights[place] for place in places) for counts, places in found)
            best = max(best, sigmoid(bias + total / norm))
    return best


def held_out_likeness(rows: list[Row]) -> dict[Row, float]:
    """Each message's likeness by a model fitted to the other four parts, and to every older message."""
    older = [learn(row) for row in dict.fromkeys(messages()) if row not in set(rows)]
    likeness = {}
    for part in range(PARTS):
        others = [learn(row) for at, row in enumerate(rows) if at % PARTS != part]
        weights, bias = fit(older + others)
        likeness.update({row: judge(row.message, weights, bias) for row in rows[part::PARTS]})
    return likeness


def examples() -> list[Example]:
    """The evidence and the truth of every one of the newest messages that is danger now or harmless."""
    rows = newest_rows()
    likeness = held_out_likeness(rows)
    lexicon = load_lexicon()
    return [
        (gather(lexicon, row.message).evidence.describe(likeness[row]), row.kind == "now")
        for row in rows
        if row.kind != "urgent"
    ]


def fit_weights(known: list[Example]) -> dict[str, float]:
    """Logistic regression by small steps over all messages at once, each weight held a little towards nothing."""
    weights = dict.fromkeys((name for evidence, _ in known for name in evidence), 0.0)
    for _ in range(PASSES):
        slopes = {name: HELD * weight for name, weight in weights.items()}
        for evidence, real in known:
            miss = sigmoid(sum(weights[name] * amount for name, amount in evidence.items())) - real
            for name, amount in evidence.items():
                slopes[name] += miss * amount / len(known)
        weights = {name: weight - slopes[name] for name, weight in weights.items()}
    return weights


def main() -> None:
    """Print the weights as they stand in the module."""
    for name, weight in fit_weights(examples()).items():
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
