"""Writes the pages of a landlord's surveys: their choice and order of questions, and those of their own (S1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.configuration.own_words import our_text
from dialogs.grammar import Dialog, Is, Not, Say, Text
from dialogs.surveys import QUESTIONS, SCALES, USUAL, Question, survey_page

if TYPE_CHECKING:
    from bot.configuration.landlord import Landlord


def survey_pages(landlord: Landlord) -> Iterator[Dialog]:
    """A page for each survey, as this landlord asks it."""
    for name in USUAL:
        page = survey_page(name, questions_of(landlord, landlord.surveys.named(name).ask))
        yield with_what_changed(page, landlord) if landlord.surveys.changed else page


def questions_of(landlord: Landlord, names: Iterable[str]) -> list[Question]:
    """The questions of these names, the landlord's own in the languages of [translations]."""
    return [_own(landlord, name) if name in landlord.surveys.questions else QUESTIONS[name] for name in names]


def _own(landlord: Landlord, name: str) -> Question:
    own = landlord.surveys.questions[name]
    return Question(name, our_text(landlord, own.text), SCALES.get(own.scale, ()))


def asked_by_page(landlord: Landlord, name: str) -> list[Question]:
    """What a web page and a telephone call ask: the same, and what there is time for besides; own words come last."""
    survey = landlord.surveys.named(name)
    return sorted(questions_of(landlord, (*survey.ask, *survey.also)), key=lambda one: not one.options)


def with_what_changed(page: Dialog, landlord: Landlord) -> Dialog:
    """The same page, which ends with what has changed because people answered."""
    said: Text = our_text(landlord, landlord.surveys.changed)
    last = Say("survey_changed", said, Not(Is("survey_mood", "sorry")))
    return replace(page, lines=(*page.lines, last))
