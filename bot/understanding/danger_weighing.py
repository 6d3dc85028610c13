"""Owns the weighing of everything a message shows for and against danger now, when it is not said plainly.

The weights are fitted to the practice messages by `python -m tests.corpus.fit_weights`; they are few and have names, so
that each can be questioned. A danger said plainly, with nothing beside it that could take it back, is never weighed.
"""

from dataclasses import dataclass, field
from math import log
from typing import Final

from bot.understanding.danger_rules import LIKELY, PERHAPS, SURE, Finding, Reader
from bot.understanding.danger_scan import Stretch

# Lists whose words are counted, each at most three times.
COUNTED: Final = {
    "past": "cancel.past", "recent": "cancel.recent", "habit": "cancel.habit", "unreal": "cancel.unreal",
    "over": "cancel.over", "idiom": "cancel.idiom", "calm": "calm.words", "now": "words.now", "help": "words.help",
    "not": "grammar.not", "if": "grammar.if", "back": "words.back",
}  # fmt: skip
WEIGHTS: Final[dict[str, float]] = {
    "always": -1.76, "likeness": 1.42, "sure": 0.82, "sure words": 1.43, "sure findings": 1.13, "likely": 0.34,
    "likely words": 0.51, "perhaps": 0.74, "hints": 0.92, "length": 1.99, "very short": 0.04, "taken back": -1.63,
    "urgent": 0.05, "past": -2.33, "recent": 0.78, "habit": -1.91, "unreal": -1.48, "over": -2.15, "idiom": -2.05,
    "calm": -1.74, "now": 0.15, "help": 0.65, "not": -0.01, "if": -1.42, "back": 0.57,
}  # fmt: skip

# Chosen on the practice messages: missing a real danger is far worse than advising needlessly (R1).
ENOUGH: Final = -0.8


@dataclass
class Evidence:
    """What the stretches of a message have shown: findings by certainty, faint signs, and words by list."""

    standing: dict[int, set[tuple[int, ...]]] = field(
        default_factory=lambda: {SURE: set(), LIKELY: set(), PERHAPS: set()}
    )
    is_plain: bool = False  # said in the present, and nothing beside it could take it back
    dropped: int = 0
    hints: int = 0
    words: int = 0
    concerned: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def add(self, stretch: Stretch, reader: Reader, standing: list[Finding], dropped: list[Finding]) -> None:
        """Take in one stretch and what was found in it."""
        for finding in standing:
            self.standing[finding.level].add(tuple(self.words + token for token in finding.tokens))
            self.is_plain = self.is_plain or reader.is_beyond_doubt(finding)
        self.dropped += len(dropped)
        self.hints = max(self.hints, reader.weigh_hints())
        self.words += len(stretch.words)
        self.concerned = self.concerned or any(label.startswith("urgent.") for label in stretch.marks)
        for name, label in COUNTED.items():
            if label in stretch.marks:
                self.counts[name] += reader.count(label)

    def describe(self, likeness: float) -> dict[str, float]:
        """Return the evidence as numbers of about the same size, by the names of the weights."""
        sure, likely = self.standing[SURE], self.standing[LIKELY]
        return {
            "always": 1.0,
            "likeness": log(max(likeness, 0.001) / max(1 - likeness, 0.001)) / 3,
            "sure": float(bool(sure)),
            "sure words": min(len({token for tokens in sure for token in tokens}), 8) / 4,
            "sure findings": min(len(sure), 6) / 3,
            "likely": float(bool(likely)),
            "likely words": min(len({token for tokens in likely for token in tokens}), 6) / 3,
            "perhaps": float(bool(self.standing[PERHAPS])),
            "hints": max(-6, min(8, self.hints)) / 4,
            "length": min(self.words, 40) / 20,
            "very short": float(self.words <= 4),
            "taken back": min(self.dropped, 3) / 2,
            "urgent": float(self.concerned),
            **{name: min(count, 3) / 2 for name, count in self.counts.items()},
        }


def weigh(evidence: dict[str, float]) -> float:
    """Return how much the evidence speaks for danger; above `ENOUGH` it is taken for danger."""
    return sum(WEIGHTS.get(name, 0.0) * amount for name, amount in evidence.items())
