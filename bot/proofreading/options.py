"""Finds answers that would be heard as another answer, or as a carrier's command, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.distance import OSA

from bot.catalogues import translate
from bot.hearing import hear_option, sayings
from bot.state import Means
from bot.turn import Heard, Perhaps
from bot.understanding.normal import normalise
from bot.understanding.wishes import carrier_word
from dialogs.grammar import Choose, Dialog, Option

TOO_ALIKE = 0.78  # from here on one misspelt label is taken for the other
SHORTEST = 4  # letters; shorter labels are never matched by likeness


def options_amiss(dialog: Dialog, language: str) -> Iterator[str]:
    """Flaws of the answers that a page offers, when they are typed in this language."""
    for line in dialog.page:
        if isinstance(line, Choose):
            for option in line.options:
                for word in (*ways_to_type(option, language), *sayings(line.name, option, language)):
                    yield from _word_amiss(line, option, word, language)
            if not line.exact:
                yield from _too_alike(line, language)


def ways_to_type(option: Option, language: str) -> tuple[str, ...]:
    """The label and the further words of an answer, in this language alone."""
    words = translate(option.words, language).split(",") if option.words.msgid else []
    return tuple(dict.fromkeys([translate(option.label, language), *(word.strip() for word in words)]))


def _word_amiss(line: Choose, option: Option, word: str, language: str) -> Iterator[str]:
    heard = hear_option(line, line.options, word, language)
    if not (isinstance(heard, Means) and heard.value == option.value):
        yield f"{line.name} ({language}): “{word}” should mean {option.value} but {_as_heard(heard)}"
    carrier = carrier_word(word)
    if carrier and word.casefold() != "yes":  # a yes stays a yes, except on a number that said STOP
        yield f"{line.name} ({language}): “{word}” never reaches us, as carriers take it for {carrier.upper()}"


def _as_heard(heard: Heard) -> str:
    match heard:
        case Means(value):
            return f"is heard as {value}"
        case Perhaps(each):
            return f"may also be {' or '.join(means.value for means in each)}"
        case _:
            return "is not understood"


def _too_alike(line: Choose, language: str) -> Iterator[str]:
    labels = [normalise(translate(option.label, language)) for option in line.options]
    for one, two in combinations(labels, 2):
        if min(len(one), len(two)) >= SHORTEST and OSA.normalized_similarity(one, two) >= TOO_ALIKE:
            yield f"{line.name} ({language}): “{one}” and “{two}” are hard to tell apart when typed"
