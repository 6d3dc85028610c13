"""The book of one landlord: the pages that ship, and those that are written from what the landlord decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot.configuration.landlord import Landlord
from bot.surveys.pages import survey_pages
from dialogs.book import BOOK
from dialogs.grammar import Dialog
from dialogs.risk import NAMES

Builder = Callable[[Landlord], Iterable[Dialog]]


def without_unasked(landlord: Landlord) -> Iterator[Dialog]:
    """The pages with risk questions, less those that are not in the landlord's matrix (C2)."""
    unasked = set(NAMES) - set(landlord.risk.asked)
    left_out = unasked | {f"keep_{name}" for name in unasked}
    for page in BOOK.values():
        if not left_out.isdisjoint(page.named):
            yield replace(page, lines=tuple(line for line in page.page if line.name not in left_out))


BUILDERS: tuple[Builder, ...] = (without_unasked, survey_pages)
"""Each writes pages from the landlord's file; one that has a shipped page's name takes its place."""


def book_of(landlord: Landlord) -> dict[str, Dialog]:
    """All pages of this landlord, by name."""
    return BOOK | {page.name: page for build in BUILDERS for page in build(landlord)}
