"""Finds pages that look at what is kept apart: of a sealed answer they may know that it was given, and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.proofreading.names import asked_about, conditions, texts
from bot.turn import Book
from dialogs.grammar import Ask, Choose, Dialog, Do, Line


def sealed_amiss(dialog: Dialog, book: Book) -> Iterator[str]:
    """Flaws in the order of the page; to be `about` a sealed answer, which is to ask again when it changes, is none."""
    sealed = dialog.sealed | dialog.secret
    if dialog.gathers in sealed:
        yield f"{dialog.gathers}: the page gathers stories there, but its answer is kept apart"
    for line in dialog.page:
        yield from _shown(line, sealed)
        yield from _looked_at(line, sealed)
        yield from _shown(line, dialog.counted)
        yield from _looked_at(line, dialog.counted)
        if line.name in sealed:
            yield from _open_elsewhere(line, dialog, book)
        if isinstance(line, Choose) and line.counted:
            yield from _counted_amiss(line, dialog, book)


def _shown(line: Line, sealed: Collection[str]) -> Iterator[str]:
    for text in texts(line):
        for name in sorted(set(text.fields.values()) & {*sealed}):
            yield f"{line.name}: shows {name}, which is kept apart"
    if isinstance(line, Do):
        for name in (*line.effect.needs, *line.effect.wants):
            if name in sealed:
                yield f"{line.name}: uses {name}, which is kept apart"


def _looked_at(line: Line, sealed: Collection[str]) -> Iterator[str]:
    for condition in conditions(line):
        for name, values in asked_about(condition):
            if name in sealed and values:
                yield f"{line.name}: looks at what {name} is, which is kept apart; it may ask whether it is known"


def _open_elsewhere(line: Line, dialog: Dialog, book: Book) -> Iterator[str]:
    """What is told on another page to a line of this name settles it here, and would not be kept apart there."""
    for page in book.values():
        other = page.named.get(line.name) if page != dialog else None
        if isinstance(other, Ask) and other.kind not in ("sealed", "secret"):
            yield f"{line.name}: it is kept apart here, but not on page {page.name}"


def _counted_amiss(line: Choose, dialog: Dialog, book: Book) -> Iterator[str]:
    """Who somebody is may be left unsaid, is never guessed, and is counted wherever it is asked (C3)."""
    if not line.droppable or not line.exact or all(option.value != "not_said" for option in line.options):
        yield f"{line.name}: it is counted, so it must be droppable, exact, and offer “not_said”"
    for page in book.values():
        if page != dialog and line.name in page.named and line.name not in page.counted:
            yield f"{line.name}: it is counted here, but not on page {page.name}"
