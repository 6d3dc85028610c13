"""The book of one landlord: the pages that ship, and those that are written from what the landlord decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.landlord import Landlord
from dialogs.book import BOOK
from dialogs.grammar import Dialog, Text

Builder = Callable[[Landlord], Iterable[Dialog]]
BUILDERS: tuple[Builder, ...] = ()
"""Each writes pages from the landlord's file; one that has a shipped page's name takes its place."""


def book_of(landlord: Landlord) -> dict[str, Dialog]:
    """All pages of this landlord, by name."""
    return BOOK | {page.name: page for build in BUILDERS for page in build(landlord)}


def our_text(landlord: Landlord, english: str) -> Text:
    """A sentence of the landlord's own, and what [translations] says it is in the other languages."""
    own = ((code, said[english]) for code, said in landlord.translations.items() if english in said)
    return Text(english, own=tuple(own))
