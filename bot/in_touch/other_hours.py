"""Hears that the hours which were agreed are no longer right: "only text me in the mornings", "sorry I meant mornings",
"not evenings, he is home then" (C5, C8, R12)."""

from __future__ import annotations

from dataclasses import replace

from bot import engine
from bot.casework.opening import case_at_hand, reporting
from bot.configuration.hours import Hours, WeekdayHours, read_own_hours
from bot.hearing_hours import OWN, offered_words, part_of_day
from bot.in_touch.agreements import TIMES
from bot.scene import Scene
from bot.state import JUST_AGREED, Mark, Means, State, Values
from bot.story import ear
from bot.turn import Reply, Turn
from bot.understanding.hours_said import (
    excepts,
    names_days,
    says_no_more,
    speaks_of_writing,
    without_days,
    without_reasons,
)
from bot.understanding.reading import read_report
from bot.understanding.second_thoughts import hear_second_thought
from dialogs import phrases
from dialogs.agreement import agreement
from dialogs.grammar import Choose
from storage.agreements import Agreement, agreement_with

ASKED_FOR = ("time_of_day", "own_hours")
SAID = ("agreed", "agreed_hours")
MOST_BEFORE = 4  # words, in which a part of the day is taken out
MOST_WORDS = 12  # in a longer message something is told besides
_AN_HOUR = 60  # minutes: in less, a message may never find its moment

Marks = dict[str, Mark]


def put_hours_right(scene: Scene, state: State | None, said: str) -> Turn | None:
    """The turn in which other hours are agreed, or asked for where these words do not say which; None where they are
    not about that, or nothing has been agreed."""
    if state and state.top.asking in ASKED_FOR and goes_by_day(scene, said):
        return engine.walk(scene.book, state, (Reply(phrases.NOT_BY_DAY),))
    if not _is_of_hours(scene, state, said) or scene.contact.texting_is_safe == "no":
        return None
    if state and _is_being_agreed(state):
        frame = state.top.reopened(*ASKED_FOR, *SAID)
        heard = _answered(answers_of_hours(scene, said, _agreed_on(state)))
        return engine.walk(scene.book, state.with_top(frame.with_marks(heard)))
    standing = _standing(scene)
    if standing is None:
        return None
    under = State((), state.begun, state.notes) if state and state.over else state
    page = engine.put_on_top(scene.book, agreement.name, under=under)
    marks = _settled(standing) | _answered(answers_of_hours(scene, said, standing.hours))
    return engine.walk(scene.book, page.with_top(page.top.with_marks(marks)))


def goes_by_day(scene: Scene, said: str) -> bool:
    """Whether it says on which days of the week, and at what time of them, and no more: "Saturday mornings"."""
    return names_days(said) and says_no_more(without_days(without_reasons(said)), offered_words(scene.language))


def is_about_agreed_hours(scene: Scene, state: State | None, said: str) -> bool:
    """Whether somebody with whom hours were agreed, or are being, speaks of those and of nothing else: "don't text me
    after 6". "He reads my phone" beside it is something else."""
    if not is_about_writing(scene, said) or not _is_of_hours(scene, state, said):
        return False
    return (state is not None and _is_being_agreed(state)) or _standing(scene) is not None


def is_about_writing(scene: Scene, said: str) -> bool:
    """Whether it is about our writing to them, and when, and nothing else."""
    return speaks_of_writing(said) and says_no_more(without_reasons(said), offered_words(scene.language))


def _is_being_agreed(state: State) -> bool:
    return not state.over and (state.top.asking in ASKED_FOR or "agree" in state.top.marks)


def is_about_hours(scene: Scene, state: State | None, said: str) -> bool:
    """Whether it is about our writing to them, or begins with a part of the day that is taken out: "not evenings, he is
    home then". Where danger is heard in it only the first is enough: nobody's "not breathing" is hours."""
    begins = " ".join(said.split()[:MOST_BEFORE])
    takes_out = len(said.split()) <= MOST_WORDS and excepts(begins) and part_of_day(scene.language, begins) is not None
    if is_about_writing(scene, said):
        return True
    return scene.danger.now is None and (takes_out or _is_of_hours(scene, state, said))


def _is_of_hours(scene: Scene, state: State | None, said: str) -> bool:
    is_plain = is_about_writing(scene, said)
    is_just_agreed = state is not None and JUST_AGREED in state.notes and len(said.split()) <= MOST_WORDS
    is_just_agreed = is_just_agreed and not read_report(said).how_often  # "its not every night, only weekends"
    if not is_plain and not is_just_agreed:
        return False
    if excepts(said) and part_of_day(scene.language, said):
        return True
    return (is_plain or hear_second_thought(said) is not None) and _hear(scene, said) is not None


def answers_of_hours(scene: Scene, said: str, agreed: str | None) -> Values:
    """What these words answer where we ask for a time to write; nothing where that has to be asked."""
    said, before = without_reasons(said), _day(scene, agreed)
    if heard := _hear(scene, said):
        named = heard.also.get("own_hours", {}).get("own_hours") or "-".join(TIMES.get(heard.value, ()))
        return _as_answered(read_own_hours(named), before) if named else {"time_of_day": heard.value}
    part = part_of_day(scene.language, said) if excepts(said) else None
    left = (_without(part, before) or _without(part, _day(scene, None))) if part else None
    return _as_answered(left, before) if left else {}


def _as_answered(hours: Hours, before: Hours) -> Values:
    """What somebody answers who wants these hours: a part of the day where they are one. Who was not to be written to
    at weekends still is not."""
    written = str(WeekdayHours(hours.opens, hours.closes) if isinstance(before, WeekdayHours) else hours)
    parts = {"-".join(times): part for part, times in TIMES.items()}
    return {"time_of_day": parts[written]} if written in parts else {"time_of_day": OWN, "own_hours": written}


def _answered(gave: Values) -> Marks:
    return {name: Mark({name: gave[name]}, how="heard") for name in ASKED_FOR if name in gave}


def _hear(scene: Scene, said: str) -> Means | None:
    """The hours that are named in these words, or in what they put in place of others."""
    line, thought = agreement.named[ASKED_FOR[0]], hear_second_thought(said)
    assert isinstance(line, Choose)
    plain = thought.said if thought else said
    heard = ear(scene)(line, line.options, plain, {})
    if not isinstance(heard, Means) or plain.strip().isdecimal():
        return None
    return heard if heard.value != OWN or "own_hours" in heard.also else None  # "other hours", and not which


def _day(scene: Scene, agreed: str | None) -> Hours:
    quiet = scene.house.landlord.quiet_hours
    return read_own_hours(agreed) if agreed else Hours(quiet.closes, quiet.opens)


def _without(part: str, day: Hours) -> Hours | None:
    """What is left of these hours without a part of the day; None where that is less than an hour, or two stretches."""
    taken = read_own_hours("-".join(TIMES[part]))
    opens, closes = taken.opens, taken.closes
    if day.past_midnight:
        return None
    if closes <= day.opens or day.closes <= opens:
        return day
    left = [hours for hours in (replace(day, closes=opens), replace(day, opens=closes)) if _minutes(hours) >= _AN_HOUR]
    return left[0] if len(left) == 1 else None


def _minutes(hours: Hours) -> int:
    return (hours.closes.hour - hours.opens.hour) * 60 + hours.closes.minute - hours.opens.minute


def _agreed_on(state: State) -> str | None:
    """The hours that were answered on the page that is being read."""
    given = {name: state.top.marks[name].gave.get(name, "") for name in ASKED_FOR if name in state.top.marks}
    times = TIMES.get(given.get("time_of_day", ""))
    return "-".join(times) if times else given.get("own_hours")


def _standing(scene: Scene) -> Agreement | None:
    """What is agreed about the case that this conversation is about."""
    case = case_at_hand(scene)
    return agreement_with(scene.session, case.id, reporting(scene, case).id) if case else None


def _settled(standing: Agreement) -> Marks:
    """All but the hours is as it was."""
    return {
        "reach": Mark(how="skipped"),
        "keep_way": Mark({"keep_way": "yes"}, how="heard"),
        "send_code": Mark({"code_sent": ""}),
        "how_often": Mark({"how_often": standing.frequency}, how="heard"),
    }
