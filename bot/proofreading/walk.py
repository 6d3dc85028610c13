"""Reads a page as every resident could: all the ways its conditions can turn out, none sampled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from bot.page import offers
from bot.proofreading.names import asked_about, conditions, gives, texts
from bot.state import Values
from bot.turn import Book
from dialogs.grammar import OURS, Ask, Choose, Dialog, Do, Line, Say

Way = frozenset[tuple[str, str]]  # what still matters further down, and how it turned out
Tested = Mapping[str, frozenset[str]]  # name -> the values that lines further down look for
Outcome = tuple[Values, Values]  # what lines below can tell of it, and an example
ANYTHING = "(anything)"
Said = tuple[()] | tuple["Said", Values]  # an example, the last answers last: put together only where it is told
OWED = "(a word)"  # since the last question nothing has been said


def walked_amiss(dialog: Dialog, book: Book) -> Iterator[str]:
    """Lines that no answers reach, that nothing settles, or that use what may be missing; and a page that can end
    without a closing word. Exact: ways that differ only in what no line below looks at are one, of which one example
    is kept."""
    ways: dict[Way, Said] = {frozenset(): ()}
    for at, line in enumerate(dialog.page):
        below = dialog.page[at + 1 :]
        tested = _tested(below)
        live = frozenset(tested) | {name for one in below for name in needed(one)} | {OWED}
        turns = _Turns(dialog, line, tested, live, book)
        reached = False
        after: dict[Way, Said] = {}
        for way, example in ways.items():
            known = dict(way)
            each = turns.out(known)
            if each is None:
                after.setdefault(_kept(way, live), example)
                continue
            reached = True
            if turns.needs - known.keys():
                yield from _missing(dialog, line, known, example)
            if not each:
                yield f"{line.name}: nothing settles it when {_told(example, [line])}"
            for given, outcomes in each.items():
                rest = _kept(way, live - given)
                for pairs, said in outcomes:
                    if (led_to := rest | pairs) not in after:
                        after[led_to] = (example, said)
        if not reached:
            yield f"{line.name}: no answers lead here"
        ways = after
    for way in ways:
        if (OWED, "yes") in way and not dialog.settles:  # a page that settles lines beneath it leaves the word to them
            yield "the page can end without a closing word"


Turns = dict[frozenset[str], list[tuple[Way, Values]]]
"""The ways in which a line may turn out, each with an example, by the names that it then gives."""


class _Turns:
    """How one line turns out; worked out once for all ways that are the same to it."""

    def __init__(self, dialog: Dialog, line: Line, tested: Tested, live: frozenset[str], book: Book) -> None:
        self.needs = needed(line)
        self._dialog, self._line, self._tested, self._live, self._book = dialog, line, tested, live, book
        self._looks_at = sorted({name for condition in conditions(line) for name, _ in asked_about(condition)})
        self._worked_out: dict[tuple[str | None, ...], Turns | None] = {}

    def out(self, known: Values) -> Turns | None:
        """What comes of it; None where the line does not apply."""
        same = tuple(map(known.get, self._looks_at))
        if same not in self._worked_out:
            self._worked_out[same] = self._work_out(known) if self._line.when.holds(known) else None
        return self._worked_out[same]

    def _work_out(self, known: Values) -> Turns:
        each: Turns = {}
        for new, said in turn_out(self._dialog, self._line, known, self._tested, self._book):
            each.setdefault(frozenset(new), []).append((_kept(new.items(), self._live), said))
        return each


def needed(line: Line) -> frozenset[str]:
    """What must be known for the line to be whole; what it only wants, or is only about, may be missing."""
    if isinstance(line, Do):
        return frozenset(line.effect.needs)
    return frozenset(name for text in texts(line) for name in text.fields.values() if not name.startswith(OURS))


def turn_out(dialog: Dialog, line: Line, known: Values, tested: Tested, book: Book) -> list[Outcome]:
    """Each way in which a line that applies may be settled, as far as lines below can tell, with an example of it."""
    match line:
        case Say():
            return [({OWED: ""}, {})]
        case Do(effect=effect):
            return _any_of({name: _values(name, tested) for name in effect.gives})
        case Ask(gives=also):
            said = _any_of({name: _values(name, tested) for name in (line.name, *also)})
        case Choose():
            said = _chosen(dialog, line, known, tested)
    told = [{line.name: value} for page in book.values() for name, value in page.settles if name == line.name]
    said += [(one, one) for one in told]
    if line.droppable:
        said.append(({}, {line.name: "left out"}))
    return [({OWED: "yes"} | one, example) for one, example in said]


def _chosen(dialog: Dialog, line: Choose, known: Values, tested: Tested) -> list[Outcome]:
    """An option that reopens lines above, or begins this page afresh, settles nothing; a page that it opens speaks."""
    said: list[Outcome] = []
    for option in offers(line, known):
        if option.reopens or option.opens == dialog.name:
            continue
        value = option.value if option.value in tested.get(line.name, ()) else ANYTHING
        said.append(({line.name: value} | ({OWED: ""} if option.opens else {}), {line.name: option.value}))
    return said


def _values(name: str, tested: Tested) -> tuple[str, ...]:
    return (ANYTHING, *sorted(tested.get(name, ())))


def _any_of(each: Mapping[str, tuple[str, ...]]) -> list[Outcome]:
    ways = [dict(zip(each, values, strict=True)) for values in product(*each.values())]
    return [(way, {name: value for name, value in way.items() if value != ANYTHING}) for way in ways]


def _tested(lines: tuple[Line, ...]) -> dict[str, frozenset[str]]:
    tested: dict[str, frozenset[str]] = {}
    for line in lines:
        for condition in conditions(line):
            for name, values in asked_about(condition):
                tested[name] = tested.get(name, frozenset()) | values
    return tested


def _kept(known: Iterable[tuple[str, str]], live: frozenset[str]) -> Way:
    return frozenset([pair for pair in known if pair[0] in live])


def _missing(dialog: Dialog, line: Line, known: Values, example: Said) -> Iterator[str]:
    for name in sorted(needed(line) - known.keys()):
        givers = [one for one in dialog.page if name in gives(one)]
        yield f"{line.name}: uses {name}, which is not known when {_told(example, [line, *givers])}"


def _told(example: Said, lines: list[Line]) -> str:
    """Of the example, what the conditions of these lines look at, and whether one of them was left out."""
    answers = _answers(example)
    names = {name for line in lines for condition in conditions(line) for name, _ in asked_about(condition)}
    names |= {line.name for line in lines if answers.get(line.name) == "left out"}
    said = [f"{name} is “{value}”" for name, value in answers.items() if name in names]
    return ", ".join(said) or "nothing special was said"


def _answers(example: Said) -> Values:
    each: list[Values] = []
    while example:
        example, said = example
        each.append(said)
    return {name: value for said in reversed(each) for name, value in said.items()}
