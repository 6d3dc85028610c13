"""Recognises danger in a message in every language at once: what is happening now, and what somebody must hear tonight.

Words are found generously, misspellings included; what takes a word back ("last week", "toy", "killing time") must be
spelt out and stand in the same part of the same sentence, so that one harmless remark never hides a danger (R1).
"""

from dataclasses import dataclass
from typing import Final, Literal, cast

from bot.understanding.danger_rules import PERHAPS, Finding, Reader, find_all
from bot.understanding.danger_scan import Stretch, scan
from bot.understanding.danger_words import Lexicon, load_lexicon
from bot.understanding.normal import normalise

Sort = Literal["violence", "fire", "gas", "medical", "suicide", "abuse", "other"]
Concern = Literal["threat", "domestic_abuse", "child", "adult", "hate", "suicidal"]

# So many faint signs in one sentence are taken for danger; chosen on the practice corpora.
ENOUGH_HINTS: Final = 3

# Which advice comes first when a message says several things with the same certainty.
_FIRST: Final[tuple[Sort, ...]] = ("suicide", "gas", "fire", "abuse", "violence", "medical", "other")
_CONCERNS: Final[tuple[Concern, ...]] = ("suicidal", "child", "domestic_abuse", "threat", "adult", "hate")
_CONCERN_OF: Final[dict[str, Concern]] = {"abuse": "domestic_abuse", "suicide": "suicidal"}


@dataclass(frozen=True)
class Danger:
    """What a message says: danger happening now, whether to tell the person on call tonight and why (R1)."""

    now: Sort | None
    urgent: bool
    concern: Concern | None
    child: bool


def find_danger(text: str) -> Danger:
    """Return the danger in a resident's words, whatever language or alphabet they are in."""
    return find_danger_with(load_lexicon(), text)


def find_danger_with(lexicon: Lexicon, text: str) -> Danger:
    """Return the danger that the given word lists see in `text`."""
    found: list[Finding] = []
    concerns: set[Concern] = set()
    child, carried, past_attack, is_back, hinted = False, 0, False, False, False
    for stretch in scan(normalise(text), lexicon):
        reader = Reader(stretch, carried)
        standing, dropped = _judge(stretch, reader)
        found += standing
        concerns |= _concerns(stretch, reader, [*standing, *dropped])
        child = child or "reporter.child" in stretch.marks
        past_attack = past_attack or any(finding.sort in ("violence", "abuse") for finding in dropped)
        is_back = is_back or "words.back" in stretch.marks
        hinted = hinted or reader.weigh_hints() >= ENOUGH_HINTS
        carried = reader.past_left()
    now = _worst(found) or ("violence" if is_back and (past_attack or "threat" in concerns) else None)
    now = now or ("other" if hinted else None)
    concern = next((concern for concern in _CONCERNS if concern in concerns), None)
    return Danger(now, now is not None or concern is not None, concern, child)


def _judge(stretch: Stretch, reader: Reader) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand, and those that were meant but are over, usual or imagined."""
    meant = [finding for finding in find_all(stretch) if reader.is_meant(finding)]
    standing = [finding for finding in meant if reader.stands(finding)]
    return standing, [finding for finding in meant if finding.level > PERHAPS and finding not in standing]


def _concerns(stretch: Stretch, reader: Reader, findings: list[Finding]) -> set[Concern]:
    concerns = {_CONCERN_OF[finding.sort] for finding in findings if finding.sort in _CONCERN_OF}
    for label, marks in stretch.marks.items():
        section, _, name = label.partition(".")
        if section == "urgent":
            meant = (Finding(name, 1, mark.languages, mark.tokens, (mark.start,), (mark.end,)) for mark in marks)
            if any(reader.is_meant(finding) for finding in meant):
                concerns.add(cast(Concern, name))
    for finding in findings:
        if finding.sort in _CONCERNS:
            concerns.add(cast(Concern, finding.sort))
    return concerns


def _worst(found: list[Finding]) -> Sort | None:
    if not found:
        return None
    level = max(finding.level for finding in found)
    sorts = {finding.sort for finding in found if finding.level == level}
    return next(sort for sort in _FIRST if sort in sorts)
