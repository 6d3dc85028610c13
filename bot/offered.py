"""Hears the answer to "Did you mean …?": one of the meanings that were put, or none of them. Pure."""

from __future__ import annotations

from bot.state import Means
from dialogs import phrases


def from_offered(offered: tuple[Means, ...], said: str) -> Means | None:
    """The meaning chosen, by its number or word, or by a yes where only one was put."""
    said = said.strip().rstrip(".").casefold()
    if len(offered) == 1 and said in ("yes", "y"):
        return offered[0]
    for n, means in enumerate(offered, 1):
        if said in (str(n), means.value.casefold()):
            return means
    return None


def is_none_of_these(offered: tuple[Means, ...], said: str) -> bool:
    """Whether it was none of them, by the number after the last or in words."""
    said = said.strip().rstrip(".").casefold()
    return said in ("none", "no", phrases.NONE_OF_THESE.msgid.casefold(), str(len(offered) + 1))
