"""What a turn of a conversation is made of: how an answer was heard, what is said, what is wished of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.page import Shown
from bot.state import Frame, Means, State, Values
from dialogs.grammar import Ask, Choose, Dialog, Effect, Option, Text


@dataclass(frozen=True)
class Perhaps:
    """An answer that could mean several things; the resident is asked which."""

    each: tuple[Means, ...]


@dataclass(frozen=True)
class Amiss:
    """It was meant as an answer to this question, and is none; the resident is told what to write instead."""


Heard = Means | Perhaps | Amiss | None
Hear = Callable[[Ask | Choose, tuple[Option, ...], str, Values], Heard]  # `place_before`: a place being corrected
Book = Mapping[str, Dialog]


@dataclass(frozen=True)
class Offer:
    """One answer put before the resident: its value, and its label (a Text, or their own words such as an address)."""

    value: str
    label: Text | str


@dataclass(frozen=True)
class Reply:
    """Something to say: the sentence, what stands in its placeholders, and the answers offered with it."""

    text: Text
    values: dict[str, Shown] = field(default_factory=dict)
    options: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Wish:
    """An effect to make true. `before` is what it used last time; `undo` takes it back."""

    line: str
    effect: Effect
    values: Values
    before: Values | None = None
    undo: bool = False


@dataclass(frozen=True)
class Turn:
    """The state after it, what is said, an effect still to be made true (then call `done`), whether all is read, and
    the pages that were read to their end on the way."""

    state: State
    replies: tuple[Reply, ...] = ()
    wish: Wish | None = None
    over: bool = False
    ended: tuple[Frame, ...] = ()
    back: bool = False
