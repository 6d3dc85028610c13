"""Writes a page down as a housing officer reads it: numbered lines, and in plain words when each is said or asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.catalogues import translate
from bot.wording import Our
from dialogs.grammar import (
    ALWAYS,
    OURS,
    All,
    Any,
    Ask,
    Choose,
    Condition,
    Dialog,
    Do,
    Each,
    Effect,
    Is,
    Known,
    Line,
    Not,
    OneOf,
    Option,
    Say,
    Text,
    Under,
)

EFFECTS = {
    "take_survey": "note whether we may ask, and see whether these questions are still open",
    "keep_survey_answer": "keep the answer at once",
    "end_survey": "note that all has been asked, tell a manager of what went wrong, and see whether it goes on",
    "notice": "read the report for its kind, how often, and whether somebody is at risk",
    "look_for_open_case": "look for a case that this resident has open with us",
    "look_for_status": "look how the case stands; if it was not reported from here, send a code to where it was",
    "look_by_code": "see whether the code is right and, if so, look how the case stands",
    "look_at_phone": "look whether others must not read of this case here, and who writes first",
    "keep_shared": "keep whether others read here",
    "keep_who_writes": "keep who writes first",
    "open_case": "open the case, or join the open one, with its reference and the date we promise",
    "classify": "settle the kind of ASB from these answers",
    "sum_up": "put together what we were told, to say it back",
    "which_danger": "see which danger it is, and whether full advice was given in the last 10 minutes",
    "alert_on_call": "alert the person on call",
    "weigh_concern": "weigh what this message gives cause for",
    "how_low": "look at what was said, and whether a report was being told",
    "file_quietly": "file it with their case without a word about it here",
    "look_for_sooner_promise": "see whether we now contact the resident sooner than was said",
    "ask_for_person": "ask our team to contact the resident, and see when the office is open",
    "ask_for_interpreter": "ask for a call with an interpreter",
    "take_back": "take back the report that has no case yet, or tell our team of the wish; danger is never taken back",
    "name_language": "see which language was named",
    "look_at_risk": "see which case it is about, and what the report has answered already",
    "keep_risk": "keep the answer for our team, and alert the person on call where the risk is high",
    "add_to_case": "add the words to the open case",
    "look_for_plan": "look for the plan that an officer has written for this resident's case",
    "take_plan_answer": "note whether the resident agrees with the plan, if it is still the same one",
    "take_plan_change": "keep what the resident wants changed, and tell the officer",
    "look_for_closing": "look whether we have asked to close this resident's case, or have closed it, and why",
    "take_closing_answer": "note whether the resident agrees, and tell a manager",
    "take_closing_objection": "keep why the resident does not agree",
    "look_at_contact": "see which case it is about, whether we may write here first, and whether another way is known",
    "keep_safe_to_write": "keep whether we may write here first",
    "agree": "keep how often and when they hear from us, and see by when they do and who their contact is",
    "send_code": "send a one-time code to the number or address that was given",
    "end_ways": "use no other way any more, and forget it",
    "add_way": "keep the number or address as another way, as the code has come back",
    "look_for_needs": "see whether they have told us before what helps them",
    "weigh_speaker": "see whether a child is to speak for them",
    "keep_needs": "keep what helps them, for every case of theirs",
    "look_for_equality": "see which of these questions the landlord asks, and whether they were asked before",
    "note_equality_asked": "note that they were asked, and nothing of what they said",
}


def read_aloud(dialog: Dialog, language: str, our: Our) -> str:
    """The page from the top, one paragraph a line; sentences in this language, the rest in English."""
    head = f"{dialog.name}: read from the top; the first line that applies and is not settled comes next."
    reader = _Reader(dialog, language, our)
    return "\n\n".join([head, *reader.paragraphs(dialog.lines, ""), *_after(dialog)]) + "\n"


@dataclass
class _Reader:
    dialog: Dialog
    language: str
    our: Our
    number: int = 0

    def paragraphs(self, lines: tuple[Line | Under | Each, ...], indent: str) -> Iterator[str]:
        """Lines that share a condition stand indented under it."""
        for line in lines:
            if isinstance(line, Under):
                yield f"{indent}Only if {in_words(line.when, self.dialog)}:"
                yield from self.paragraphs(line.lines, indent + "   ")
            elif isinstance(line, Each):
                yield from self.paragraphs(tuple(line.written_out()), indent)
            else:
                self.number += 1
                yield "\n".join(indent + part for part in self._line(line))

    def _line(self, line: Line) -> Iterator[str]:
        yield f"{self.number}. {_spoken(line.name)}{self._only_if(line.when)}"
        if isinstance(line, Do):
            yield f"   We {_effect(line.effect)}."
            return
        yield f"   {'Say' if isinstance(line, Say) else 'Ask'}: “{self._sentence(line.text)}”"
        if isinstance(line, Choose):
            for place, option in enumerate(line.options, 1):
                yield f"      {place} {self._sentence(option.label)}{self._leads(option)}"
        if isinstance(line, Ask | Choose):
            yield from (f"   ({note})" for note in _notes(self.dialog, line))

    def _sentence(self, text: Text) -> str:
        """With the landlord's own words in place, and [what] the resident said marked where it will stand."""
        said = translate(text, self.language)
        for field, name in text.fields.items():
            value = self.our.get(name, name) if name.startswith(OURS) else f"[{_spoken(name)}]"
            said = said.replace(f"{{{field}}}", value)
        return said.replace("\n", " / ")

    def _leads(self, option: Option) -> str:
        if option.reopens:
            return f" (then we ask again: {', '.join(map(_spoken, option.reopens))})"
        if option.opens:
            return f" (then the page “{_spoken(option.opens)}”)"
        return self._only_if(option.when)

    def _only_if(self, condition: Condition) -> str:
        return "" if condition == ALWAYS else f", only if {in_words(condition, self.dialog)}"


def _notes(dialog: Dialog, line: Ask | Choose) -> Iterator[str]:
    if isinstance(line, Ask):
        yield "in the resident's own words"
    if line.droppable:
        yield "may be skipped"
    if line.fresh:
        yield "asked again after a long pause"
    if line.name == dialog.gathers:
        yield "whatever else the resident tells is added here"


def _effect(effect: Effect) -> str:
    said = EFFECTS.get(effect.verb, effect.verb.replace("_", " "))
    needs = [_spoken(name) for name in (*effect.needs, *effect.wants)]
    used = f", from: {', '.join(needs)}" if needs else ""
    return f"{said}{used}{' (once only)' if effect.once else ''}"


def _after(dialog: Dialog) -> list[str]:
    told = [f"{_spoken(name)} is “{value}”" for name, value in dialog.settles]
    return [f"At its end the page beneath knows that {' and '.join(told)}."] if told else []


def in_words(condition: Condition, dialog: Dialog, holds: bool = True) -> str:
    """A condition, or its contrary, as it is read out: "kind is “Noise” and noise sort is not known"."""
    match condition:
        case Is(name, ""):
            article = "an" if _spoken(name)[0] in "aeiou" else "a"
            return f"there is {'no' if holds else article} {_spoken(name)}"
        case Is(name, value):
            return f"{_spoken(name)} is {'' if holds else 'not '}{_answer(dialog, name, value)}"
        case OneOf(name, values):
            said = [_answer(dialog, name, value) for value in values]
            return f"{_spoken(name)} is {_either(said, 'or') if holds else 'neither ' + _either(said, 'nor')}"
        case Known(name):
            return f"{_spoken(name)} is {'' if holds else 'not '}known"
        case Not(one):
            return in_words(one, dialog, not holds)
        case All(each) | Any(each):
            word = " and " if isinstance(condition, All) == holds else " or "
            said = [in_words(one, dialog, holds) for one in each]
            return word.join(f"({one})" if {" and ", " or "} - {word} & _joints(one) else one for one in said)


def _joints(said: str) -> set[str]:
    """How the parts of a condition are joined, what stands in brackets or quotation marks left aside."""
    bare = re.sub(r"“[^”]*”|\([^()]*\)|(?<=,) or |” or “", "", said)
    return {word for word in (" and ", " or ") if word in bare}


def _answer(dialog: Dialog, name: str, value: str) -> str:
    """An answer by its label, where it is one that a question offers."""
    line = dialog.named.get(name)
    labels = {option.value: option.label.msgid for option in line.options} if isinstance(line, Choose) else {}
    return f"“{labels.get(value, _spoken(value))}”"


def _either(said: list[str], word: str) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"


NAMES: Mapping[str, str] = {"uprn": "place on our list", "gist": "summary", "gist_told": "summary"}


def _spoken(name: str) -> str:
    """A name as it is read out; the item of a list by its number."""
    return NAMES.get(name, name.replace("_", " ").replace(".", " "))
