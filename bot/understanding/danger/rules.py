"""Owns what the marks of one stretch of a message amount to: findings, how sure they are, and what takes them back."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from bot.understanding.danger.scan import Mark, Stretch

SURE: Final = 3  # said in the present: yesterday in the same breath does not take it back
LIKELY: Final = 2  # danger unless it is dated, usual, imagined or over
PERHAPS: Final = 1  # danger only beside "now", "help" or the like

_LEVELS: Final = {"surely": SURE, "likely": LIKELY, "perhaps": PERHAPS}


class Finding(NamedTuple):
    """Something dangerous that a stretch says: the sort, how sure (1-3), in which languages, at which tokens."""

    sort: str
    level: int
    languages: int
    tokens: tuple[int, ...]
    heads: tuple[int, ...]
    tails: tuple[int, ...]


class Rule(NamedTuple):
    """Lists whose words stand together (in any order, at most `reach` tokens from the first) and what that means."""

    sort: str
    level: int
    reach: int
    lists: tuple[str, ...]


RULES: Final = (
    # A weapon in somebody's hand, or used.
    Rule("violence", LIKELY, 5, ("weapon", "armed")),
    Rule("violence", SURE, 6, ("weapon", "brandish")),
    Rule("violence", SURE, 6, ("tool", "brandish")),
    Rule("violence", LIKELY, 6, ("weapon", "someone", "now")),
    Rule("violence", LIKELY, 6, ("weapon", "someone", "here")),
    Rule("violence", LIKELY, 5, ("weapon", "attacked")),
    Rule("violence", LIKELY, 8, ("weapon", "help")),
    # Somebody doing it to somebody.
    Rule("violence", SURE, 4, ("attack", "victim")),
    Rule("violence", LIKELY, 4, ("attacked", "victim")),
    Rule("violence", SURE, 7, ("attack", "weapon")),
    Rule("violence", LIKELY, 6, ("attack", "help")),
    Rule("violence", LIKELY, 6, ("attack", "now")),
    Rule("abuse", SURE, 8, ("attack", "victim", "partner")),
    Rule("abuse", SURE, 5, ("attack", "partner")),
    Rule("abuse", LIKELY, 6, ("attacked", "victim", "partner", "now")),
    Rule("abuse", LIKELY, 8, ("attacked", "partner", "help")),
    Rule("abuse", SURE, 8, ("strikes", "partner", "now")),
    Rule("abuse", SURE, 8, ("strikes", "partner", "help")),
    Rule("abuse", SURE, 6, ("threat", "partner")),
    # Fights.
    Rule("violence", LIKELY, 6, ("fight", "now")),
    Rule("violence", LIKELY, 6, ("fight", "weapon")),
    Rule("violence", LIKELY, 6, ("fight", "blood")),
    Rule("violence", LIKELY, 8, ("fight", "help")),
    Rule("violence", LIKELY, 8, ("scream", "help")),
    Rule("violence", LIKELY, 5, ("blood", "now")),
    Rule("violence", LIKELY, 5, ("blood", "here")),
    # Threats that are happening.
    Rule("violence", SURE, 6, ("threat", "now")),
    Rule("violence", SURE, 6, ("threat", "here")),
    Rule("violence", SURE, 8, ("threat", "weapon")),
    Rule("violence", SURE, 8, ("threat", "help")),
    Rule("violence", SURE, 8, ("threat", "hiding")),
    Rule("violence", SURE, 8, ("threatening", "now")),
    Rule("violence", SURE, 8, ("threatening", "help")),
    # Getting in, following, hiding.
    Rule("violence", LIKELY, 6, ("intrude", "now")),
    Rule("violence", LIKELY, 6, ("intrude", "home")),
    Rule("violence", LIKELY, 8, ("intrude", "help")),
    Rule("violence", LIKELY, 8, ("hiding", "help")),
    Rule("violence", LIKELY, 8, ("hiding", "someone")),
    Rule("abuse", SURE, 8, ("hiding", "partner")),
    # Fire and gas.
    Rule("fire", LIKELY, 4, ("fire", "home")),
    Rule("fire", LIKELY, 5, ("fire", "here")),
    Rule("fire", LIKELY, 5, ("fire", "now")),
    Rule("fire", LIKELY, 6, ("fire", "help")),
    Rule("fire", LIKELY, 4, ("smoke", "home")),
    Rule("fire", LIKELY, 6, ("smoke", "help")),
    Rule("fire", SURE, 6, ("smoke", "fire")),
    Rule("gas", SURE, 4, ("gas", "smell")),
    Rule("gas", LIKELY, 4, ("gas", "leak")),
    Rule("gas", LIKELY, 6, ("gas", "help")),
    # Bodies.
    Rule("medical", LIKELY, 5, ("person", "collapsed")),
    Rule("medical", LIKELY, 6, ("collapsed", "help")),
    Rule("medical", LIKELY, 5, ("person", "bleeding")),
    Rule("medical", LIKELY, 5, ("bleeding", "now")),
    Rule("medical", LIKELY, 8, ("bleeding", "help")),
    Rule("suicide", SURE, 6, ("dying_wish", "means")),
    Rule("suicide", LIKELY, 6, ("dying_wish", "now")),
)

_CLEARED_BY: Final = {
    LIKELY: ("past", "recent", "habit", "unreal", "over"),
    PERHAPS: ("past", "recent", "habit", "unreal", "over"),
    SURE: (),
}
_AGAINST: Final = (
    "cancel.past", "cancel.recent", "cancel.habit", "cancel.unreal", "cancel.over", "cancel.idiom", "calm.words",
)  # fmt: skip
_STILL_GOING: Final = frozenset({"medical", "suicide"})  # what was swallowed an hour ago is still killing


def find_all(stretch: Stretch) -> Iterator[Finding]:
    """Yield everything dangerous that the stretch says, before anything is taken back."""
    marks = stretch.marks
    for label, found in marks.items():
        section, _, sort = label.partition(".")
        level = _LEVELS.get(section)
        if level:
            for mark in found:
                yield Finding(sort, level, mark.languages, mark.tokens, (mark.start,), (mark.end,))
    if sum(label.startswith("words.") for label in marks) > 1:
        for rule in RULES:
            lists = [marks.get("words." + name) for name in rule.lists]
            if all(lists):
                yield from _combine(rule, [found for found in lists if found])


def _combine(rule: Rule, lists: list[list[Mark]]) -> Iterator[Finding]:
    for first in lists[0]:
        languages, chosen = first.languages, [first]
        for others in lists[1:]:
            near = _nearest(chosen, others, languages, rule.reach)
            if near is None:
                break
            languages &= near.languages
            chosen.append(near)
        else:
            tokens = tuple(sorted(token for mark in chosen for token in mark.tokens))
            heads, tails = tuple(mark.start for mark in chosen), tuple(mark.end for mark in chosen)
            yield Finding(rule.sort, rule.level, languages, tokens, heads, tails)


def _nearest(chosen: list[Mark], others: list[Mark], languages: int, reach: int) -> Mark | None:
    taken = {token for mark in chosen for token in mark.tokens}
    best, best_distance = None, reach + 1
    for mark in others:
        if mark.languages & languages and taken.isdisjoint(mark.tokens):
            distance = min(max(mark.start - one.end, one.start - mark.end) for one in chosen)
            if distance < best_distance:
                best, best_distance = mark, distance
    return best


class Reader:
    """Judges the findings of one stretch: what is negated, an idiom, imagined, dated, usual or over."""

    def __init__(self, stretch: Stretch, carried: int = 0) -> None:
        """`carried` holds the languages (bits) in which an earlier sentence set the scene in the past."""
        self.stretch = stretch
        self.carried = carried
        self.home = self._find_home()
        self.now = self._all("words.now")
        covered = {token for mark in self.now if len(mark.tokens) > 1 for token in mark.tokens}
        self.idioms = self._all("cancel.idiom")
        self.cuts = sorted({mark.start for mark in (*self.now, *self._all("grammar.break"))})
        self.clears = {
            name: [mark for mark in self._all("cancel." + name) if covered.isdisjoint(mark.tokens)]
            for name in ("past", "recent", "habit", "unreal", "over")
        }
        self.nots = self._all("grammar.not")
        self.nots_after = self._all("grammar.not_after")
        self.ifs = self._all("grammar.if")
        self.small = {token for mark in self._all("grammar.small") for token in mark.tokens}
        self.was = self._all("grammar.was")
        self.did = self._all("grammar.did")

    def _all(self, label: str) -> list[Mark]:
        return self.stretch.marks.get(label, [])

    def _speaks_to(self, mark: Mark, finding: Finding) -> bool:
        """A word takes back only what was found in its own language, or anything when it is the message's language.

        Otherwise "incendio" in Spanish, which the Italian list finds too, could not be taken back in Spanish.
        """
        return bool(mark.languages & (finding.languages | self.home))

    def _find_home(self) -> int:
        """Return the language (bit) that recognises most words of the stretch; several when equal."""
        known: dict[int, set[int]] = {}
        for found in self.stretch.marks.values():
            for mark in found:
                known.setdefault(mark.languages, set()).update(mark.tokens)
        most = max(map(len, known.values()), default=0)
        home = 0
        for languages, tokens in known.items():
            if len(tokens) == most:
                home |= languages
        return home

    def stands(self, finding: Finding) -> bool:
        """Say whether nothing takes the finding back and, when it is only PERHAPS, something says "now"."""
        return self.is_meant(finding) and not self._is_cleared(finding)

    def is_meant(self, finding: Finding) -> bool:
        """Say whether the finding is meant literally: no idiom, no "not", no "if"."""
        return not (self._is_idiom(finding) or self.is_denied(finding) or self._is_conditional(finding))

    def _is_idiom(self, finding: Finding) -> bool:
        """An idiom takes a finding back when it covers at least half of its words."""
        own = set(finding.tokens)
        return any(
            self._speaks_to(mark, finding) and 2 * len(own.intersection(mark.tokens)) >= len(own)
            for mark in self.idioms
        )

    def is_denied(self, finding: Finding) -> bool:
        """Say whether a "not" or "nobody" stands at the finding, or inside a gap of it, small words apart."""
        if not (self.nots or self.nots_after):
            return False
        own = set(finding.tokens)
        before = {token for head in finding.heads for token in self._steps_from(head, -1)}
        after = {token for tail in finding.tails for token in self._steps_from(tail, 1)}
        if len(finding.heads) == 1:
            after.update(range(finding.tokens[0], finding.tokens[-1]))
        return any(
            self._speaks_to(mark, finding) and own.isdisjoint(mark.tokens) and mark.end in before for mark in self.nots
        ) or any(
            self._speaks_to(mark, finding) and own.isdisjoint(mark.tokens) and mark.start in after
            for mark in self.nots_after
        )

    def _steps_from(self, token: int, step: int) -> Iterator[int]:
        """Yield the neighbour token, and those beyond as long as only small words stand between, within the clause."""
        while 0 <= token + step < len(self.stretch.words):
            if (token if step < 0 else token + 1) in self.stretch.commas:
                return
            token += step
            yield token
            if token not in self.small:
                return

    def _is_conditional(self, finding: Finding) -> bool:
        start = finding.tokens[0]
        return any(
            self._speaks_to(mark, finding)
            and mark.end < start <= mark.end + 4
            and not any(mark.end < comma <= start for comma in self.stretch.commas)
            for mark in self.ifs
        )

    def _is_cleared(self, finding: Finding) -> bool:
        level = finding.level
        if level == SURE and self._is_told_in_the_past(finding):
            level = LIKELY
        if any(self._clears(name, finding) for name in _CLEARED_BY[level]):
            return True
        if level == LIKELY and self.carried & (finding.languages | self.home) and self.was:
            return True
        return level == PERHAPS and not any(self._speaks_to(mark, finding) for mark in self._urgencies())

    def _is_told_in_the_past(self, finding: Finding) -> bool:
        if not self._all("cancel.past") and not self._all("cancel.recent"):
            return False
        if any(mark.start in finding.tokens and self._speaks_to(mark, finding) for mark in self.did):
            return True
        before = {token for head in finding.heads for token in self._steps_from(head, -1)}
        return any(mark.end in before and self._speaks_to(mark, finding) for mark in self.was)

    def _urgencies(self) -> Iterable[Mark]:
        return (*self.now, *self._all("words.help"))

    def _clears(self, name: str, finding: Finding) -> bool:
        if name == "recent" and finding.sort in _STILL_GOING:
            return False
        part = self._part(finding.tokens[-1])
        return any(self._speaks_to(mark, finding) and self._part(mark.start) == part for mark in self.clears[name])

    def _part(self, token: int) -> int:
        """Return which part of the stretch a token is in; "now" and "but" begin a new part."""
        return sum(cut <= token for cut in self.cuts)

    def weigh_hints(self) -> int:
        """Return how many faint signs the stretch holds, strong ones twice, less what is calm, dated or imagined."""
        signs = {mark.start for mark in self._at_home("hints.strong") if self._is_a_sign(mark)}
        faint = {mark.start for mark in (*self._at_home("hints.some"), *self.now) if self._is_a_sign(mark)} - signs
        against = {mark.start for mark in self._at_home("calm.words")}
        against |= {mark.start for name in self.clears for mark in self.clears[name]}
        against |= {mark.start for mark in (*self.ifs, *self.idioms)}
        return 2 * len(signs) + len(faint) - 3 * len(against)

    def _is_a_sign(self, mark: Mark) -> bool:
        return self.is_meant(Finding("other", PERHAPS, mark.languages, mark.tokens, (mark.start,), (mark.end,)))

    def _at_home(self, label: str) -> list[Mark]:
        """Return the marks of a list in the language of the stretch; faint signs of other languages mean nothing."""
        return [mark for mark in self._all(label) if mark.languages & self.home]

    def count(self, label: str) -> int:
        """Return at how many places a list speaks in the language of the stretch."""
        return len({mark.end for mark in self._at_home(label)})

    def is_native(self, finding: Finding) -> bool:
        """Say whether a finding is in the language of its stretch ("mat" is death in Arabic, a doormat in English)."""
        return bool(finding.languages & self.home)

    def is_beyond_doubt(self, finding: Finding) -> bool:
        """Say whether a standing finding is said in the present, or with "now" or "help", and nothing speaks against.

        Only its own part of the stretch counts: "toy gun last week, tonight he has a knife" is beyond doubt. Nor does a
        danger take itself back: "fire out" in "can't put the fire out".
        """
        parts = {self._part(token) for token in finding.tokens}
        against = (m for label in _AGAINST for m in self._at_home(label) if not {*m.tokens} <= {*finding.tokens})
        if not self.is_native(finding) or any(self._part(mark.start) in parts for mark in against):
            return False
        if finding.level == SURE:
            return True
        return finding.level == LIKELY and any(self._part(mark.start) in parts for mark in self._urgencies())

    def past_left(self) -> int:
        """Return the languages (bits) in which the stretch ends in the past, to carry into the next sentence."""
        last = self.cuts[-1] if self.cuts else -1
        past = 0
        for mark in (*self.clears["past"], *self.clears["recent"]):
            if mark.start > last:
                past |= mark.languages
        return past
