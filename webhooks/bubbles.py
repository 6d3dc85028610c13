"""A conversation as it stands on a page: who said what and when, and the answers that can be chosen now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from babel import Locale
from markupsafe import Markup, escape

from bot.configuration.hours import to_local
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


_LINK = re.compile(r"(?P<web>https?://[^\s<>\"']*[\w/])|\b0\d[\d ]{7,12}\d\b|\b116 123\b")
_LATIN = re.compile(r"[A-Za-z0-9][\w@:/+.,'&-]*(?: [A-Za-z0-9][\w@:/+.,'&-]*)*", re.ASCII)


def mark_up(words: str, language: str) -> Markup:
    """Our own words with numbers to ring and pages to open as links.

    From right to left "01632 960100" would be read as "960100 01632", so that there every stretch of Latin letters
    and digits keeps its own direction.
    """
    parts, end, mirrored = [], 0, direction(language) == "rtl"
    for found in _LINK.finditer(words):
        parts += [_write(words[end : found.start()], mirrored), _link(found)]
        end = found.end()
    return Markup("").join([*parts, _write(words[end:], mirrored)])


def _link(found: re.Match[str]) -> Markup:
    said = found[0]
    address = said if found["web"] else f"tel:{said.replace(' ', '')}"
    look = "govuk-link" if found["web"] else "govuk-link hb-ring"
    return Markup('<a class="{}" dir="ltr" rel="noreferrer" href="{}">{}</a>').format(look, address, said)


def _write(words: str, mirrored: bool) -> Markup:
    if not mirrored:
        return escape(words)
    parts, end = [], 0
    for found in _LATIN.finditer(words):
        parts += [escape(words[end : found.start()]), Markup('<bdi dir="ltr">{}</bdi>').format(found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(words[end:])])
