"""Finds sentences that are not translated, that lose a placeholder or a command, or that take too many texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from string import Formatter

import smsutil

from bot.catalogues import is_translated, translate
from bot.timetable import day_and_time
from bot.understanding import wishes
from bot.wording import MOST_SEGMENTS, PLAIN_BY_TEXT, our_in, plain, segments, with_numbers
from dialogs import phrases
from dialogs.grammar import OURS, Ask, Choose, Dialog, Do, Option, Text
from dialogs.parts import LONGEST_PART, parts_named

COMMAND = re.compile(r"\b[A-Z]{4,}\b")
WISHES = (
    wishes.wants_person,
    wishes.is_later,
    wishes.wants_back,
    wishes.is_skip,
    wishes.wants_new_report,
    wishes.is_start,
    wishes.asks_to_stop,
    wishes.wants_contact,
    wishes.wants_plan,
    wishes.wants_question,
    wishes.wants_complaint,
)
IN_PARTS = dict.fromkeys((*parts_named("plan"), *parts_named("closing")), LONGEST_PART)
BY_EFFECT = {
    "reference": 9,
    "open_case": 9,
    "spoken": 12,
    "named_contact": 36,
    **IN_PARTS,
}  # the longest that an effect gives, in characters
UNKNOWN = 24


def words_amiss(dialog: Dialog, language: str, our: Mapping[str, str]) -> Iterator[str]:
    """Flaws of a page's sentences and answers in one language."""
    for line in dialog.page:
        if isinstance(line, Do):
            continue
        options = line.options if isinstance(line, Choose) else ()
        amiss = (line.amiss,) if isinstance(line, Ask) and line.amiss.msgid else ()
        for text in (
            line.text,
            *amiss,
            *(one for option in options for one in (option.label, option.words) if one.msgid),
        ):
            for flaw in text_amiss(text, language):
                yield f"{line.name} ({language}): {flaw}"
        for flaw in _too_dear(_longest_message(dialog, line.text, options, language, our_in(language, our)), language):
            yield f"{line.name} ({language}): {flaw}"


def phrases_amiss(language: str, our: Mapping[str, str]) -> Iterator[str]:
    """Flaws of what is said between the lines of any page."""
    for name, text in vars(phrases).items():
        if isinstance(text, Text):
            said = text.msgid and translate(text, language).format_map(_Any(our))
            for flaw in (*text_amiss(text, language), *_too_dear(said, language)):
                yield f"{name} ({language}): {flaw}"


class _Any(dict[str, str]):
    def __missing__(self, field: str) -> str:
        return "x" * UNKNOWN


def text_amiss(text: Text, language: str) -> Iterator[str]:
    """What is wrong with one sentence in one language, apart from its length."""
    said = translate(text, language)
    if not is_translated(text, language):
        yield f"“{text.msgid}” is not translated"
        return
    if missing := _fields(text.msgid) ^ _fields(said):
        yield f"“{said}” and “{text.msgid}” differ in {', '.join(sorted(missing))}"
    if said != said.strip() or said.count("\n") != text.msgid.count("\n"):
        yield f"“{said}” begins, ends or breaks its lines differently from “{text.msgid}”"
    if lost := _commands(text.msgid) - _commands(said):
        yield f"“{said}” does not say how to ask for: {', '.join(sorted(lost))}"
    for word in COMMAND.findall(said):
        if not any(wish(word) for wish in WISHES):
            yield f"“{word}” is not a command that we understand"


def _fields(said: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(said) if field}


def _commands(said: str) -> set[str]:
    """What the words in capitals are understood as."""
    return {wish.__name__ for word in COMMAND.findall(said) for wish in WISHES if wish(word)}


def _too_dear(said: str, language: str) -> Iterator[str]:
    said = plain(said, language)
    if language in PLAIN_BY_TEXT and not smsutil.is_valid_gsm(said):
        odd = "".join(sorted({letter for letter in said if not smsutil.is_valid_gsm(letter)}))
        yield f"{odd} makes every text of it twice as dear"
    if (count := segments(said)) > MOST_SEGMENTS:
        yield f"{count} text messages at the longest answer ({len(said)} characters)"


def _longest_message(
    dialog: Dialog, text: Text, options: tuple[Option, ...], language: str, our: Mapping[str, str]
) -> str:
    """The line as one text message, with the longest answers in its placeholders."""
    values = {field: _longest(dialog, name, language, our) for field, name in text.fields.items()}
    labels = [translate(option.label, language) for option in options]
    said = translate(text, language)
    for field, value in values.items():
        said = said.replace(f"{{{field}}}", value)
    return with_numbers(said, labels)


def _longest(dialog: Dialog, name: str, language: str, our: Mapping[str, str]) -> str:
    """The longest that may stand in a placeholder; the resident's own words count as plain letters."""
    if name.startswith(OURS):
        return our.get(name, "x" * UNKNOWN)
    if name.startswith("gist"):
        return _longest_gist(dialog, name, language)
    line = dialog.named.get(name)
    if isinstance(line, Ask):
        return "x" * line.at_most
    if isinstance(line, Choose):
        return max((translate(option.label, language) for option in line.options), key=len)
    return _longest_moment(language) if name.endswith("_by") else "x" * BY_EFFECT.get(name, UNKNOWN)


@cache
def _longest_moment(language: str) -> str:
    """The longest day and time in a year, at half past twelve."""
    noon = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
    return max((day_and_time(noon + timedelta(days=day), language) for day in range(366)), key=len)


def _longest_gist(dialog: Dialog, name: str, language: str) -> str:
    """The labels of the answers it sums up: of a menu and the menu that one of its answers leads to, the longer."""
    summed = _summed_up(dialog, name)
    under = {line.name for line in summed for other in summed if other != line and _leads_to(other, line)}
    chosen = []
    for line in (line for line in summed if line.name not in under):
        below = [other for other in summed if _leads_to(line, other)]
        labels = [translate(option.label, language) for one in (line, *below) for option in one.options]
        chosen.append(max(labels, key=len))
    return ", ".join(chosen)


def _summed_up(dialog: Dialog, name: str) -> list[Choose]:
    """The menus that an effect of this name sums up; where it reads them in a story, those of any other gist."""
    effects = [line.effect for line in dialog.page if isinstance(line, Do)]
    sums = [effect for effect in effects if any(given.startswith("gist") for given in effect.gives)]
    wanted = next((e.wants for e in sums if name in e.gives and e.wants), ()) or [n for e in sums for n in e.wants]
    return [line for line in map(dialog.named.__getitem__, dict.fromkeys(wanted)) if isinstance(line, Choose)]


def _leads_to(menu: Choose, line: Choose) -> bool:
    return f"name='{menu.name}'" in repr(line.when)
