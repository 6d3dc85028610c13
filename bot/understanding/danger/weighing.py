"""Owns the weighing of everything a message shows for and against danger now, when it is not said plainly.

The weights are fitted to the practice messages by `python -m tests.corpus.fit_weights`; they are few and have names, so
that each can be questioned. A danger said plainly, with nothing beside it that could take it back, is never weighed.
"""

from dataclasses import dataclass, field
from math import log
from typing import Final

from bot.understanding.danger.rules import LIKELY, PERHAPS, SURE, Finding, Reader
from bot.understanding.danger.scan import Stretch

# Lists whose words are counted, each at most three times.
COUNTED: Final = {
    "past": "cancel.past", "recent": "cancel.recent", "habit": "cancel.habit", "unreal": "cancel.unreal",
    "over": "cancel.over", "idiom": "cancel.idiom", "calm": "calm.words", "now": "words.now", "help": "words.help",
    "not": "grammar.not", "if": "grammar.if", "back": "words.back",
}  # fmt: skip
WEIGHTS: Final[dict[str, float]] = {
    "always": -0.64, "likeness": 3.41, "sure": -0.51, "sure words": 0.92, "sure findings": 0.36, "likely": 0.29,
    "likely words": 0.23, "perhaps": 0.04, "hints": 1.03, "length": 1.44, "very short": -0.67, "foreign": -0.63,
    "not meant": 0.87, "taken back": -0.28, "past": -0.17, "recent": -0.02, "habit": -0.22, "unreal": -0.10,
    "over": -0.21, "idiom": -0.45, "calm": -0.63, "now": 0.23, "help": 0.52, "not": 0.15, "if": 0.16, "back": -0.22,
}  # fmt: skip

# Chosen so that fewer than one harmless message in ten is raised, and of danger as much is heard as that allows (R1).
# Weights fitted to messages by which the lists were mended trust the lists too much: refit them with new messages only.
ENOUGH: Final = -1.46

# Where nothing that the lists know stands, so much is still faint. Whoever has said that nobody is in danger and then
# answers a question of ours so ("a man and his brother") is asked once more, and not told to call 999.
FAINT: Final = 1.63

# However much speaks for it, what reads like an ordinary report is no danger now: of such reports, which often name
# knives, fires, children and blood, more than a third had been answered with 999. What is said plainly is held to less.
BEYOND_ORDINARY: Final = 0.191
BEYOND_ORDINARY_IF_PLAIN: Final = 0.157

# From which worry on somebody is told tonight: when only the whole message tells, and when the lists name the cause.
WORRIED: Final = 0.235
WORRIED_OF_AN_ORDINARY_MATTER: Final = 0.5  # a dog that barks since somebody goes to work read like hate
TOO_FEW_FOR_WORRY: Final = 6  # words, "my husband sleeps in the mornings": alone they answer what we asked
WORRIED_BESIDE_WORDS: Final = 0.09

# So few words ("at the door", "Mo Gunn") are mostly an answer or a name, so they must say more ("come quick").
FEW_WORDS: Final = 3
ENOUGH_IN_FEW_WORDS: Final = 0.4
CRY: Final = 2
_DANGERS: Final = frozenset({
    "words.weapon", "words.attack", "words.fire", "words.smoke", "words.gas", "words.bleeding", "words.collapsed",
    "words.dying_wish",
})  # fmt: skip
SHORT: Final = 6  # words of a message that can be nothing but a denial


@dataclass
class Evidence:
    """What the stretches of a message have shown: findings by certainty, faint signs, and words by list."""

    standing: dict[int, set[tuple[int, ...]]] = field(
        default_factory=lambda: {SURE: set(), LIKELY: set(), PERHAPS: set()}
    )
    is_plain: bool = False  # said in the present, and nothing beside it could take it back
    dropped: int = 0
    doubted: int = 0
    denied: bool = False
    foreign: int = 0
    hints: int = 0
    words: int = 0
    names_danger: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def add(
        self,
        stretch: Stretch,
        reader: Reader,
        standing: list[Finding],
        dropped: list[Finding],
        doubted: list[Finding],
    ) -> None:
        """Take in one stretch and what was found in it."""
        self.foreign += sum(not reader.is_native(finding) for finding in standing)
        for finding in filter(reader.is_native, standing):
            self.standing[finding.level].add(tuple(self.words + token for token in finding.tokens))
            self.is_plain = self.is_plain or reader.is_beyond_doubt(finding)
        self.dropped += len(dropped)
        self.denied = self.denied or any(map(reader.is_denied, doubted))
        self.doubted += sum(reader.is_native(finding) for finding in doubted)
        self.hints = max(self.hints, reader.weigh_hints())
        self.words += len(stretch.words)
        self.names_danger = self.names_danger or not _DANGERS.isdisjoint(stretch.marks)
        for name, label in COUNTED.items():
            if label in stretch.marks:
                self.counts[name] += reader.count(label)

    def is_denial(self) -> bool:
        """Say whether the message is nothing but a short denial: "I can't smell gas"."""
        return self.denied and not self.dropped and not any(self.standing.values()) and self.words <= SHORT

    def is_cry(self) -> bool:
        """Say whether the message is nothing but a danger named outright and not taken back: "FIRE"."""
        stands = self.standing[SURE] or self.standing[LIKELY]
        return self.words <= CRY and self.names_danger and bool(stands) and not self.foreign

    def is_short(self) -> bool:
        """Say whether the message is a word or three that name no danger for certain."""
        return self.words <= FEW_WORDS and not self.standing[SURE] and not self.names_danger

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
            "foreign": min(self.foreign, 3) / 2,
            "not meant": min(self.doubted, 3) / 2,
            "taken back": min(self.dropped, 3) / 2,
            **{name: min(count, 3) / 2 for name, count in self.counts.items()},
        }


def weigh(evidence: dict[str, float]) -> float:
    """Return how much the evidence speaks for danger; above `ENOUGH` it is taken for danger."""
    return sum(WEIGHTS.get(name, 0.0) * amount for name, amount in evidence.items())
