"""Why somebody would hesitate to report: what they wrote, as one of a few reasons that can be counted (S2). Pure.

English is heard by patterns, the other languages by the phrases in their lists; what is not heard waits for staff, who
may correct each.
"""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.danger.finding import Danger, find_danger
from bot.understanding.fear import is_afraid
from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather, gather_plain

REASONS = {
    "repercussions": "Afraid of what would follow",
    "nothing_happens": "Nothing would happen",
    "not_known_how": "Did not know how",
    "other": "Something else",
    "none": "Nothing would make them hesitate",
}
"""Why somebody would hesitate to report, the four of S2, and that they would not."""
LONGEST = 400  # characters that are looked through
HEARD = re.IGNORECASE | re.VERBOSE
FOLLOWS = re.compile(
    r"""repercussion | repr[iy]sal | retaliat | reveng | vendetta | backlash | \bgrass(?:ed|ing)?\b | \bsnitch
    | (?:get|got|come|came|go|take\sit\sout)\b .{0,12} \b(?:back\sat|after|on)\s(?:me|us|my)
    | (?:know|knew|find|found|finding|guess)\b .{0,16} \bit\s(?:was|is|were)\s(?:me|us)
    | make\s(?:it|things)\sworse
    | \b(?:they|he|she|people|neighbours?)(?:'?d|\s(?:would|might|could))\s(?:\w+ly\s|just\s)?
      (?:smash|break|burn|attack|hurt|hit|beat|kick|punch|spit|target|threaten)""",
    HEARD,
)
NOTHING_HAPPENS = re.compile(
    r"""(?:nothing|nowt)\s(?:\w+\s){0,3}?(?:happen|done|chang)
    | (?:never|no\s?(?:body|one)|don'?t|do\snot|won'?t|wouldn'?t|didn'?t)\s(?:ever\s)?
      (?:do|does|did|listen|care|act|come|believe|respond|reply|help)
    | no\spoint | pointless | waste\sof\stime | ignored?\b | no\s(?:action|response|reply)
    | takes?\s(?:too\slong|ages|forever)""",
    HEARD,
)
NOT_KNOWN_HOW = re.compile(
    r"""(?:not|don'?t|didn'?t|wouldn'?t|never|no\sidea|not\ssure|unsure)\b .{0,14}
    \b(?:how|who\sto|where\sto|which\snumber|who\si)""",
    HEARD,
)
NONE = re.compile(
    r"""\W*(?:no+ | nothing(?:\s(?:really|would))? | none | nowt | not?\s?(?:really|at\sall|thing) | n/?a
    | nothing\swould\s(?:make|stop)\b.*)\W*""",
    HEARD,
)
SUPPOSED = re.compile(r"\b(?:would|might|could|may|in case|(?:afraid|scared|worried) that)\b", re.IGNORECASE)
TOLD = re.compile(
    r"""\b(?:said|says|saying|told|tells|threat\w*|last|already|again|yesterday|today|tonight|now|every|since|when
    |has|have|had|is|are|was)\b""",
    HEARD,
)


HAPPENED = re.compile(
    r"""\b(?:they|he|she|somebody|someone|neighbours?|kids|lads|who)\s(?:\w+ly\s)?(?:put|spat|shouted|smashed|hit|hurt|did|beat
    |broke|threw|kicked|punched|came|called|burne?[dt]|attacked|followed|targeted|spray\w*|set)\b""",
    HEARD,
)
"""What was done, said of somebody: "would" or "might" between the two would be there."""
NOT_AFRAID = re.compile(r"\bnot\s(?:\w+\s)?(?:afraid|scared|worried|frightened)\b", re.IGNORECASE)


def reason_in(said: str) -> str | None:
    """The code of the reason that somebody gave; None where it is not heard."""
    heard = _heard_elsewhere(said)
    if NONE.fullmatch(said) or "none" in heard:
        return "none"
    if (FOLLOWS.search(said) or "follows" in heard) and not NOT_AFRAID.search(said):
        return "repercussions"
    if NOTHING_HAPPENS.search(said) or "nothing_happens" in heard:
        return "nothing_happens"
    if (is_afraid(said) and not NOT_AFRAID.search(said)) or find_danger(said).urgent:
        return "repercussions"
    return "not_known_how" if NOT_KNOWN_HOW.search(said) or "not_known_how" in heard else None


def _heard_elsewhere(said: str) -> set[str]:
    """What is heard of it in the other languages; that nothing would is the whole of what they say."""
    found = {match.label for match in _phrases().find(words(said[:LONGEST]))}
    return found | ({"none"} if words(said) in gather_plain("reasons", "none") else set())


@cache
def _phrases() -> Phrases:
    return Phrases({label: gather("reasons", label) for label in ("follows", "nothing_happens", "not_known_how")})


def is_what_we_asked(danger: Danger, said: str) -> bool:
    """Whether this tells of no danger but of what neighbours might do if it came out, which is what we asked for. Abuse
    at home, a child, and whoever might harm themselves are heard as ever, however it is put."""
    of_neighbours = danger.now is None and not danger.child and danger.concern in (None, "threat", "hate")
    return of_neighbours and is_only_supposed(said)


def is_only_supposed(said: str) -> bool:
    """Whether it says what might follow, and nothing of what has happened: "they would smash my windows"."""
    if HAPPENED.search(said):
        return False
    return SUPPOSED.search(said) is not None and TOLD.search(re.sub(r"\bit (?:was|is) (?:me|us)\b", "", said)) is None
