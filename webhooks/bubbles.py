"""A conversation as it stands on a page: who said what and when, and the answers that can be chosen now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from babel import Locale
from markupsafe import Markup, escape

from bot.hours import to_local
from storage.messages import Message

START = "start"  # ends the provider_id of what the start page says for the resident, which is no bubble
ASKING = ("reply", "danger")


@dataclass(frozen=True)
class Line:
    """One message, by its id, ready to be read."""

    id: int
    words: str | None


@dataclass(frozen=True)
class Bubble:
    """What one side said in one go. `who`: "resident", "hearback" or "officer"; `at` is local time."""

    who: str
    danger: bool
    at: datetime
    language: str
    lines: tuple[Line, ...]

    @property
    def id(self) -> int:
        return self.lines[0].id

    @property
    def last(self) -> int:
        return self.lines[-1].id


@dataclass(frozen=True)
class Talk:
    """`asked` is our last question's id, which an answer carries back; `choices` are (value, label)."""

    bubbles: tuple[Bubble, ...]
    asked: int | None
    choices: tuple[tuple[str, str], ...]

    @property
    def last(self) -> int:
        return self.bubbles[-1].last if self.bubbles else 0


def lay_out(messages: Iterable[Message]) -> Talk:
    """The conversation as its resident may see it: no officer's note, and the label of a button for what it sent."""
    seen = [m for m in messages if m.direction != "note" and not (m.provider_id or "").endswith(f"-{START}")]
    labels: dict[str, str] = {}
    lines: list[tuple[Message, Line]] = []
    for message in seen:
        words = message.words
        if message.direction == "in":
            words = labels.get(words or "", words)
        elif message.kind in ASKING:
            labels = dict(message.choices or ())
        lines.append((message, Line(message.id, words)))
    ours = [m for m in seen if m.direction == "out" and m.kind in ASKING]
    return Talk(_gather(lines), ours[-1].id if ours else None, _open_choices(seen))


def _gather(lines: Sequence[tuple[Message, Line]]) -> tuple[Bubble, ...]:
    """Neighbours become one bubble: one turn of ours is often several sentences."""
    bubbles = []
    for (who, danger, language), both in groupby(lines, key=lambda one: _sort(one[0])):
        several = list(both)
        bubbles.append(Bubble(who, danger, to_local(several[0][0].at), language, tuple(line for _, line in several)))
    return tuple(bubbles)


def _sort(message: Message) -> tuple[str, bool, str]:
    return message.author, message.kind == "danger", message.language


def _open_choices(seen: Sequence[Message]) -> tuple[tuple[str, str], ...]:
    for message in reversed(seen):
        if message.direction == "in":
            return ()
        if message.kind in ASKING:
            return tuple((value, label) for value, label in message.choices or ())
    return ()


def direction(language: str) -> str:
    """ "ltr" or "rtl"."""
    return str(Locale.parse(language).text_direction)


_PHONE = r"\b0\d[\d ]{7,12}\d\b|\b116 123\b"
_WEB = r"https?://[^\s<>\"']*[\w/]"
_LATIN = r"[A-Za-z0-9][\w@:/+.,'&-]*(?: [A-Za-z0-9][\w@:/+.,'&-]*)*"
_OF_NOTE = re.compile(f"(?P<web>{_WEB})|(?P<phone>{_PHONE})|(?P<latin>{_LATIN})")


def mark_up(words: str, language: str) -> Markup:
    """Our own words with numbers to ring and pages to open as links.

    From right to left "01632 960100" would be read as "960100 01632", so that there every stretch of Latin letters
    and digits keeps its own direction.
    """
    parts, end, mirrored = [], 0, direction(language) == "rtl"
    for found in _OF_NOTE.finditer(words):
        before, end = words[end : found.start()], found.end()
        parts += [escape(before), *_mark(found, mirrored)]
    return Markup("").join([*parts, escape(words[end:])])


def _mark(found: re.Match[str], mirrored: bool) -> list[Markup]:
    said = found[0]
    if found["web"]:
        link = '<a class="govuk-link" dir="ltr" rel="noreferrer" href="{0}">{0}</a>'
        return [Markup(link).format(said)]
    if found["phone"]:
        return [_ring(said)]
    parts, end = [], 0
    for phone in re.finditer(_PHONE, said):  # "call 01632 960100" is one stretch of Latin
        parts += [escape(said[end : phone.start()]), _ring(phone[0])]
        end = phone.end()
    stretch = Markup("").join([*parts, escape(said[end:])])
    return [Markup('<bdi dir="ltr">{}</bdi>').format(stretch) if mirrored else stretch]


def _ring(number: str) -> Markup:
    return Markup('<a class="govuk-link hb-ring" dir="ltr" href="tel:{}">{}</a>').format(number.replace(" ", ""), number)
