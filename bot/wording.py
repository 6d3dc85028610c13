"""Puts what the engine says into a resident's language and into the shape of their channel. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal
from unicodedata import combining, normalize

import smsutil

from bot.catalogues import SOURCE, translate
from bot.configuration.hours import WEEKDAY_HOURS
from bot.page import Shown
from bot.timetable import day_and_time, hours_in_words
from bot.turn import Offer, Reply
from dialogs.grammar import Text

Channel = Literal["sms", "telegram", "web", "email"]
Our = Mapping[str, str]
MOST_SEGMENTS = 2
ARABIC_COMMA = ("ur", "ar", "fa")
PLAIN_BY_TEXT = ("en", "cy", "pl")  # languages that are readable without accents, and half as dear (L3)
_PLAIN = str.maketrans("łŁ’‘“”–—…\u00a0\u202f", "lL''\"\"--. " + " ")


@dataclass(frozen=True)
class Words:
    """One message ready to leave: in the resident's language, in English for staff, and its buttons."""

    said: str
    english: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


def compose(replies: Sequence[Reply], language: str, channel: Channel, our: Our) -> tuple[Words, ...]:
    """The messages of one turn: by text as few as fit two segments each, on screens one a sentence, with buttons."""
    pieces = [_piece(reply, language, channel, our) for reply in replies]
    if channel == "sms":
        return _join(pieces, "\n", lambda said: segments(said) <= MOST_SEGMENTS)
    if channel == "telegram":
        return _join(pieces, "\n\n", lambda said: len(said) <= 4000)
    return tuple(pieces)


def _piece(reply: Reply, language: str, channel: Channel, our: Our) -> Words:
    said = write(reply, language, our)
    english = write(reply, "en", our) if language != "en" else None
    choices = tuple((offer.value, label(offer, language)) for offer in reply.options)
    if channel != "sms":
        return Words(said, english, choices)
    said = plain(with_numbers(said, [text for _, text in choices]), language)
    if english is not None:
        english = with_numbers(english, [label(offer, "en") for offer in reply.options])
    return Words(said, english, ())


def with_numbers(said: str, labels: Sequence[str]) -> str:
    """A question with its answers under it, as a text message shows them."""
    return "\n".join([said, *(f"{n} {text}" for n, text in enumerate(labels, 1))])


def _join(pieces: Sequence[Words], glue: str, fits: Callable[[str], bool]) -> tuple[Words, ...]:
    """Neighbours become one message while they fit; buttons go with the last."""
    joined: list[Words] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and not before.choices and fits(before.said + glue + piece.said):
            english = f"{before.english}{glue}{piece.english}" if piece.english else None
            joined[-1] = Words(before.said + glue + piece.said, english, piece.choices)
        else:
            joined.append(piece)
    return tuple(joined)


def our_in(language: str, our: Our) -> Our:
    """The landlord's words where they differ by language: somebody who no longer reads English is shown the way back,
    in place of the languages they might have chosen, where these are named at all."""
    return our if language == SOURCE or not our.get("our_languages") else {**our, "our_languages": "English? EN."}


def write(reply: Reply, language: str, our: Our) -> str:
    """A sentence with its placeholders filled in."""
    values = {field: _value(field, shown, language) for field, shown in reply.values.items()}
    return translate(reply.text, language).format_map(_Known({**our_in(language, our), **values})).strip()


class _Known(dict[str, str]):
    def __missing__(self, field: str) -> str:
        return "..."  # proof-reading keeps this from happening; a resident still gets the rest of the sentence


def label(offer: Offer, language: str) -> str:
    return translate(offer.label, language) if isinstance(offer.label, Text) else offer.label


def _value(field: str, shown: Shown, language: str) -> str:
    if isinstance(shown, Text):
        return _in_sentence(translate(shown, language))
    if isinstance(shown, tuple):
        comma = "، " if language in ARABIC_COMMA else ", "
        return comma.join(_in_sentence(translate(one, language)) for one in shown)
    if field.endswith("_by"):
        return day_and_time(datetime.fromisoformat(shown), language)
    return hours_in_words(shown, language) if WEEKDAY_HOURS.fullmatch(shown) else shown


def _in_sentence(words: str) -> str:
    """A label in the middle of a sentence begins small, unless it is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@lru_cache(4096)
def plain(said: str, language: str) -> str:
    """Without the accents and quotation marks that would make a text twice as dear, where it reads well without."""
    if language not in PLAIN_BY_TEXT or smsutil.is_valid_gsm(said):
        return said
    said = said.translate(_PLAIN)
    return "".join(c for c in normalize("NFD", said) if not combining(c)) if not smsutil.is_valid_gsm(said) else said


@lru_cache(4096)
def segments(said: str) -> int:
    """How many text message segments it takes (GSM-7 160/153, UCS-2 70/67)."""
    return max(1, len(smsutil.split(said).parts))
