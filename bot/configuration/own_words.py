"""Sentences that a landlord writes, with their words in the other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.grammar import Text

if TYPE_CHECKING:
    from bot.configuration.landlord import Landlord


def our_text(landlord: Landlord, english: str) -> Text:
    """A sentence of the landlord's own, and what [translations] says it is in the other languages."""
    own = ((code, said[english]) for code, said in landlord.translations.items() if english in said)
    return Text(english, own=tuple(own))
