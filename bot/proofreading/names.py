"""Finds names that lead nowhere (lines, values, pages, verbs, placeholders) and answers that nobody uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from bot.turn import Book
from dialogs.grammar import (
    OURS,
    All,
    Any,
    Ask,
    Choose,
    Condition,
    Dialog,
    Do,
    Is,
    Known,
    Line,
    Not,
    OneOf,
    Option,
    Say,
    Text,
)


def names_amiss(
    dialog: Dialog, book: Book, verbs: Collection[str] | None, our: Mapping[str, str], kept: bool
) -> Iterator[str]:
    """Flaws of names, in the order of the page; `kept` where every answer is stored whether or not the page uses it."""
    yield from _lines_amiss(dialog, book, verbs, our)
    yield from _links_amiss(dialog, book)
    if not kept:
        yield from _unused(dialog, book)


def asked_about(condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    """The names that a condition looks at, each with the values it looks for (none for Known)."""
    match condition:
        case Is(name, value):
            yield name, frozenset({value})
        case OneOf(name, values):
            yield name, frozenset(values)
        case Known(name):
            yield name, frozenset()
        case Not(one):
            yield from asked_about(one)
        case All(each) | Any(each):
            for one in each:
                yield from asked_about(one)


def conditions(line: Line) -> Iterator[Condition]:
    yield line.when
    if isinstance(line, Choose):
        yield from (option.when for option in line.options)


def texts(line: Line) -> Iterator[Text]:
    """Every sentence and label of a line, as a resident may read it."""
    if not isinstance(line, Do):
        yield line.text
    if isinstance(line, Choose):
        yield from (option.label for option in line.options)
    if isinstance(line, Ask) and line.amiss.msgid:
        yield line.amiss


def gives(line: Line) -> frozenset[str]:
    """The names that a line makes known."""
    match line:
        case Ask(gives=also):
            return frozenset({line.name, *also})
        case Choose():
            return frozenset({line.name})
        case Do(effect=effect):
            return frozenset(effect.gives)
        case Say():
            return frozenset()


def values_of(line: Choose, book: Book) -> frozenset[str]:
    """The values this line may have: its options', and what another page settles it with."""
    settled = {value for page in book.values() for name, value in page.settles if name == line.name}
    return frozenset(option.value for option in line.options) | settled


def _lines_amiss(dialog: Dialog, book: Book, verbs: Collection[str] | None, our: Mapping[str, str]) -> Iterator[str]:
    above: set[str] = set()
    chosen: dict[str, frozenset[str]] = {}
    for line in dialog.page:
        if isinstance(line, Choose):
            chosen[line.name] = values_of(line, book)
        for condition in conditions(line):
            yield from _condition_amiss(line, condition, above, chosen)
        for text in texts(line):
            yield from _placeholders_amiss(line, text, above, our)
        if isinstance(line, Do):
            yield from _effect_amiss(line, above, verbs)
        above |= gives(line)
    yield from _doubled(dialog)


def _condition_amiss(
    line: Line, condition: Condition, above: Collection[str], chosen: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    for name, values in asked_about(condition):
        if name not in above:
            yield f"{line.name}: asks about {name}, which no line above gives"
        for value in sorted(values - chosen.get(name, values)):
            yield f"{line.name}: {name} is never “{value}”"


def _placeholders_amiss(line: Line, text: Text, above: Collection[str], our: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(text.fields.values()):
        if name.startswith(OURS):
            if our and name not in our:
                yield f"{line.name}: {{{name}}} is not among what the landlord decides"
        elif name not in above:
            yield f"{line.name}: {{{name}}} is not known, as no line above gives it"


def _effect_amiss(line: Do, above: Collection[str], verbs: Collection[str] | None) -> Iterator[str]:
    effect = line.effect
    if verbs is not None and effect.verb not in verbs:
        yield f"{line.name}: nobody knows how to “{effect.verb}”"
    for name in effect.needs + effect.wants:
        if name not in above:
            yield f"{line.name}: uses {name}, which no line above gives"


def _doubled(dialog: Dialog) -> Iterator[str]:
    for name, count in Counter(line.name for line in dialog.page).items():
        same = [line for line in dialog.page if line.name == name]
        if count > 1 and not (all(isinstance(line, Say) for line in same) and len({*map(_said, same)}) == 1):
            yield f"{name}: {count} lines have this name"


def _said(line: Line) -> str:
    return line.text.msgid if isinstance(line, Say) else line.name


def _links_amiss(dialog: Dialog, book: Book) -> Iterator[str]:
    """Links from one line or page to another."""
    at = {line.name: place for place, line in enumerate(dialog.page)}
    for line in dialog.page:
        if isinstance(line, Choose):
            for option in line.options:
                yield from _option_links_amiss(line, option, at, book)
    if dialog.gathers and not isinstance(dialog.named.get(dialog.gathers), Ask):
        yield f"{dialog.gathers}: the page gathers stories there, but there is no question of that name"
    for name, _ in dialog.settles:
        if not any(name in page.named for page in book.values() if page != dialog):
            yield f"{name}: the page settles it, but no other page has it"
    for old, new in dialog.renamed.items():
        if new not in at or old in at:
            yield f"{old}: it was renamed to {new}, which {'is not on the page' if new not in at else 'is still here'}"
    yield from _carried_amiss(dialog, book)


def _option_links_amiss(line: Choose, option: Option, at: Mapping[str, int], book: Book) -> Iterator[str]:
    for back in option.reopens:
        if at.get(back, len(at)) > at[line.name]:
            yield f"{line.name}: “{option.label.msgid}” reopens {back}, which is not a line above"
    if option.opens and option.opens not in book:
        yield f"{line.name}: “{option.label.msgid}” opens {option.opens}, which is no page"


def _carried_amiss(dialog: Dialog, book: Book) -> Iterator[str]:
    """What is told to a line of this name on another page settles it here, so the values must be the same."""
    for page in book.values():
        for line in dialog.page:
            other = page.named.get(line.name) if page != dialog else None
            if other is None or isinstance(line, Do) or isinstance(other, Do):
                continue
            if type(other) is not type(line):
                yield f"{line.name}: on page {page.name} a line of another sort has this name, and would settle it"
            elif isinstance(line, Choose) and isinstance(other, Choose):
                for value in sorted({o.value for o in other.options} - values_of(line, book)):
                    yield f"{line.name}: page {page.name} may settle it with “{value}”, which is no answer here"


def _unused(dialog: Dialog, book: Book) -> Iterator[str]:
    """An answer that nothing looks at was asked for nothing."""
    used = {name for line in dialog.page for one in conditions(line) for name, _ in asked_about(one)}
    used |= {name for line in dialog.page for name in line.shows}
    used |= {name for page in book.values() if page != dialog for name in page.named}
    for line in dialog.page:
        if isinstance(line, Ask | Choose) and line.name not in used and not _leads_on(line):
            yield f"{line.name}: nobody uses the answer"


def _leads_on(line: Ask | Choose) -> bool:
    return isinstance(line, Choose) and (line.counted or any(option.opens or option.reopens for option in line.options))
