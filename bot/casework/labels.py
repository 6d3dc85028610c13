"""Says in plain English, for staff, what the store keeps as codes: kinds, answers, dangers, and where a report stopped.

Pure. The words of the answers come from the dialogs themselves, so that staff read what residents chose from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from bot.casework.work_labels import TASKS, is_of_staff, work_name, work_value
from bot.configuration.hours import WeekdayHours, read_own_hours
from bot.page import Shown, settled, show, shown_in
from bot.state import Frame, Unreadable, load
from bot.timetable import day_and_time
from dialogs.book import BOOK
from dialogs.grammar import Ask, Choose, Dialog, Do, Text

KINDS = {
    "noise": "Noise",
    "harassment": "Threats or harassment",
    "hate": "Hate",
    "vandalism": "Vandalism or damage",
    "animals": "Animals",
    "vehicles": "Vehicles",
    "drugs": "Drugs",
    "alcohol": "Alcohol",
    "domestic_abuse": "Domestic abuse",
    "violence": "Violence",
    "rubbish": "Rubbish or fly-tipping",
    "garden": "Garden",
    "communal": "Shared areas or loitering",
    "sexual": "Prostitution or sexual acts",
    "other_crime": "Other crime",
    "not_asb": "Not ASB",
}
"""The kinds of REQUIREMENTS R4, as they stand in the landlord's own lists."""

SORTS = {
    "violence": "Violence",
    "fire": "Fire",
    "gas": "Gas",
    "medical": "Medical emergency",
    "suicide": "Suicide",
    "suicidal": "Thoughts of suicide",
    "abuse": "Abuse at home",
    "domestic_abuse": "Domestic abuse",
    "abuse_seen": "Abuse in somebody else's home",
    "threat": "Threat to kill or burn",
    "hate": "Hate",
    "child": "A child at risk",
    "adult": "An adult at risk",
    "other": "Danger",
    "high_risk": "High risk",
}
NAMES = {
    "danger": "In danger when asked",
    "concern": "Concern heard",
    "ordinary_service": "A repair, rent or other service",
    "safe_here": "Safe to write here",
    "safe_to_text": "Safe to write here",
    "safe_to_say": "Safe to speak of it here",
    "reach_note": "Said about reaching them",
    "safe_to_reach": "Safe to call or write to them",
    "safe_to_reach_still": "Safe to speak of abuse there",
    "may_reach": "Staff may see how to reach them",
    "young": "Sounds like a child",
    "service": "Which other service",
    "questions": "They asked",
    "place": "Where",
    "own_address": "Their own address",
    "street_is_enough": "Only the street is known",
    "unlisted_place": "Not in the register, kept as written",
    "same_matter": "Same matter as an open case",
    "kind": "Kind",
    "noise_sort": "Sort of noise",
    "unsafe": "Feels unsafe, or it is on purpose",
    "willing": "Would try a calm word first",
    "now": "Happening when asked",
    "when": "Last happened",
    "often": "How often",
    "known": "Who is doing it, who saw it",
    "others": "Camera or police",
    "camera": "Which camera, what time",
    "crime_reference": "Police crime reference",
    "behalf": "Reported for",
    "on_behalf": "Reported for",
    "on_behalf_of": "Who it happens to",
    "authority": "They have agreed to the report",
    "naming": "Naming",
    "may_update": "May be sent news here",
    "all_right": "Summary was right",
    "reference": "Reference",
    "state": "State",
    "urgent": "Urgent",
    "patch": "Patch",
    "uprn": "Property number (UPRN)",
    "block": "Block",
    "language": "Language",
    "needs_review": "A manager reviews it",
    "first_contact_due": "First contact due",
    "first_contact_made": "First contact made",
    "update_sent": "Update sent",
    "told_another_way": "Told another way",
    "closed_at": "Closed",
    "number_shown": "Withheld number shown",
    "number_shown_reviewed": "Showing the number reviewed",
    "needs_recorded": "What helps them was recorded",
    "risk_harassing": "Harasses or threatens them",
    "risk_worse": "Getting worse or more often",
    "risk_often": "How often, other than now",
    "risk_affected": "How much it affects them",
    "risk_health": "Harmed their health",
    "risk_friends": "Support around them",
    "risk_household": "Somebody at home more at risk",
    "risk_because": "Because of who they are",
    "risk_aimed": "Whom it is aimed at",
    "risk_known": "How well they know who does it",
    "risk_earlier": "Linked to earlier trouble",
    "risk_told": "Others who can help were told",
    "risk_others": "Other people affected",
    "risk_band": "Risk",
    "risk_reason": "Why this risk",
    "risk_confirmed_at": "Risk confirmed",
    "risk_look_again": "Risk to be looked at again",
    "wish_to_withdraw": "Wants to take the report back",
    "guess": "Sounded like",
    "group": "Kind, first menu",
    "people": "Kind, second menu",
    "drugs_and_crime": "Kind, second menu",
    "things": "Kind, second menu",
}
WITHIN = frozenset(["hello", "group", "people", "drugs_and_crime", "things", "right_place", "right_beside",
                    "open_case", "reply_by", "channel", "change", "more_time", "words", "name", "reach"])  # fmt: skip
"""Steps on the way to another answer, or shown in a place of their own."""
WISHES = {
    "person": "Asked to speak to a person",
    "low": "Thoughts of suicide, asked to speak to a person",
    "complaint": "Wants to complain",
    "status": "Asked for news that is late",
    "unanswered": "Was writing with an officer, who has not handed back or not answered",
    "interpreter": "Asked for an interpreter",
    "needs": "Needs an interpreter, BSL, or a grown-up to speak for them",
}
"""Pages on which a person is asked for."""
EVENTS = {
    "visit_made": "A visit was made",
    "action_taken": "Action was taken",
    "officer_named": "Their contact has changed",
}
"""What happens in a case of which those who reported it hear."""
UNASKED = {
    "unsafe": "Wrote where it is not safe for us to answer",
    "same_matter": "Told more of a case of abuse, of which we say nothing there",
}
UNSAID = {"young": "no"}
"""What goes without saying."""
MOMENTS = frozenset([*EVENTS, "first_contact_due", "first_contact_made", "update_sent", "told_another_way", "closed_at",
                     "risk_confirmed_at", "needs_recorded"])  # fmt: skip
"""Facts that are a time."""
CODES = {
    "distress": "Fear or distress was heard",
    "escalation": "It has become more serious",
    "joining": "A case was joined to it, or taken apart",
    "high": "High",
    "medium": "Medium",
    "standard": "Standard",
    "yes": "Yes",
    "no": "No",
    "true": "Yes",
    "false": "No",
    "open": "Open",
    "closed": "Closed",
    "joined": "Joined to another",
}
NAMINGS = {"named": "Gave their name", "confidential": "Name to be kept secret", "anonymous": "Anonymous"}


def spaced_number(number: str) -> str:
    """+447700900123 as 07700 900123."""
    return f"0{number[3:7]} {number[7:]}" if number.startswith("+44") and len(number) == 13 else number


def kind_in_words(kind: str | None) -> str:
    return "Kind not known yet" if kind is None else KINDS.get(kind, kind)


def sort_in_words(sort: str) -> str:
    """What an alert is about."""
    return SORTS.get(sort, sort.replace("_", " ").capitalize())


def name_in_words(name: str) -> str:
    """What a line, a column or a fact is called."""
    return NAMES.get(name) or work_name(name) or name.replace("_", " ").replace(".", " ").capitalize()


def value_in_words(name: str, value: Any) -> str:
    """One answer as it was offered, a moment as it is read out, anything else as it is; nothing is "not known"."""
    if value is None or value == "":
        return "Not known"
    if is_of_staff(name) and (worked := work_value(name, value)):
        return worked
    said = str(value).lower() if isinstance(value, bool) else str(value)
    if (name, said) == ("danger", "told"):
        return "Yes, told before or after we asked"
    if name in ("kind", "guess"):
        return kind_in_words(said)
    if name == "concern":
        return sort_in_words(said)
    if name == "agreement":
        return agreement_in_words(*said.partition(" ")[::2])
    if name == "event":
        return EVENTS.get(said, said)
    if name == "naming":
        return NAMINGS.get(said, said)
    if name in MOMENTS:
        return day_and_time(datetime.fromisoformat(said), "en")
    return _as_offered("behalf" if name == "on_behalf" else name, said)


def agreement_in_words(frequency: str, hours: str | None) -> str:
    """How often and when somebody hears from us."""
    return f"{_as_offered('how_often', frequency)}, {hours_for_staff(hours) if hours else 'at any time of day'}"


def hours_for_staff(hours: str) -> str:
    """A resident's own hours, as they are stored, in words."""
    own = read_own_hours(hours)
    days = ", Monday to Friday" if isinstance(own, WeekdayHours) else ""
    return f"between {own.opens:%H:%M} and {own.closes:%H:%M}{days}"


def task_in_words(what: str) -> str:
    """What is to be decided or done."""
    return TASKS.get(what, what.replace("_", " ").capitalize())


def answers_in_words(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every settled answer as (what was asked, what was said), in the order of the page.

    What an effect noted for the talk alone is left out, as is why a home has no number; what a page asked that is no
    more is kept.
    """
    places = _order()
    named = [name for name in answers if not _is_in_passing(name) and answers[name] not in (None, "", UNSAID.get(name))]
    named = [name for name in named if not is_of_staff(name) and not (name == "uprn" and not answers[name].isdigit())]
    named.sort(key=lambda name: places.get(name, len(places)))
    return [(name_in_words(name), value_in_words(name, answers[name])) for name in named]


def stopped_at(state: str | None, page: int, book: Mapping[str, Dialog] = BOOK) -> str | None:
    """The question at which this page of a conversation waits, or that of a page that interrupted it; None when it
    waits at none, is over, or was written by a release that wrote otherwise."""
    try:
        frames = load(state).frames if state else ()
    except Unreadable:
        return None
    if not any(frame.number == page for frame in frames):
        return None
    return next((asked for frame in reversed(frames) if (asked := _question(frame, book))), None)


def asked_for_person(state: str | None) -> bool:
    """Whether a resident asked for a person, where one is needed."""
    return _why(state) in WISHES


def why_a_person(state: str | None) -> str:
    """Why a conversation needs a person: what the resident wished for, or what kept us from answering."""
    why = _why(state)
    return WISHES.get(why) or UNASKED.get(why) or "We could not answer them, or a message of ours did not arrive"


def _why(state: str | None) -> str:
    try:
        return load(state).notes.get("person", "") if state else ""
    except Unreadable:
        return ""


def _question(frame: Frame, book: Mapping[str, Dialog]) -> str | None:
    dialog = book.get(frame.dialog)
    line = dialog.named.get(frame.asking) if dialog else None
    if not dialog or not isinstance(line, Ask | Choose):
        return None
    shown = shown_in(dialog, line.text, settled(dialog, frame))
    values = _Filled({field: _english(value) for field, value in shown.items()})
    return line.text.msgid.format_map(values).split("\n")[-1]


class _Filled(dict[str, str]):
    def __missing__(self, field: str) -> str:
        return "…"


def _as_offered(name: str, value: str) -> str:
    """The label of an option, and what we write ourselves in words; what a resident wrote stays as it is."""
    page = next((BOOK[page] for page in ("report", "follow_up", "agreement", "risk") if name in BOOK[page].named), None)
    if page and isinstance(page.named[name], Ask):
        return value
    shown = _english(show(page, name, value)) if page else value
    return CODES.get(shown, shown)


def _english(shown: Shown) -> str:
    if isinstance(shown, Text):
        return shown.msgid
    return shown if isinstance(shown, str) else ", ".join(text.msgid for text in shown)


def _is_in_passing(name: str) -> bool:
    line = BOOK["report"].page[_order()[name]] if name in _order() else None
    return name in WITHIN or (isinstance(line, Do) and name not in NAMES)


@cache
def _order() -> dict[str, int]:
    """Where on the page each answer stands, and what each effect makes known."""
    places: dict[str, int] = {}
    for number, line in enumerate(BOOK["report"].page):
        for name in (line.name, *(line.effect.gives if isinstance(line, Do) else ())):
            places.setdefault(name, number)
    return places
