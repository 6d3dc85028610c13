"""Hears what is told in the middle of something else: harm, in answer to a question of a report ("yesterday he hit me",
and then "its my boyfriend", which say together what neither says alone, R1); in danger, that somebody reads it (C5).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot import engine
from bot.hearing import is_answer
from bot.page import settled
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import Scene
from bot.state import Mark, State
from bot.turn import Turn
from bot.understanding.caution import is_unsafe_after_all, read_by
from bot.understanding.danger.finding import Danger, find_danger, see
from bot.understanding.hours_said import without_reasons
from bot.understanding.normal import words
from bot.understanding.reading import read_report
from bot.understanding.wordlists import gather_plain, is_made_up_of
from dialogs.grammar import Ask, Choose
from dialogs.report import report

HARM = ("violence", "domestic_abuse")
ABUSE: Final = "domestic_abuse"
LEFT_UNSAID = ("gist", "abuse_helpline", "childline", "next", "more")
"""Of a report, what would tell whoever reads it what it is about, or that more is to come."""
MOST_WORDS_OF_READING = 9  # a longer message tells more


def tells_of_harm(scene: Scene, state: State, said: str) -> bool:
    """Whether an answer to a question of a report tells in words of their own that somebody was hurt; what is told when
    we ask what happens, or where, is weighed as the report itself."""
    line = report.named.get(state.top.asking)
    if state.top.dialog != report.name or not isinstance(line, Ask | Choose):
        return False
    if isinstance(line, Ask):
        is_answer_elsewhere = line.kind in ("story", "place")
    else:
        is_answer_elsewhere = line.counted or is_answer(line.options, said, scene.language)
    told = without_reasons(said) if line.name in SAFE_TO_WRITE else said  # "9 to 3, when he is at work" tells of none
    return not is_answer_elsewhere and read_report(told).kind in HARM


def with_who_it_is(scene: Scene, state: State | None, said: str) -> Danger:
    """The danger in a message that names somebody close, or says that they are home, with what was told of them: it is
    in neither alone."""
    danger = scene.danger
    if state is not None and state.notes.get("concern") == ABUSE and _says_who_comes(said):
        return replace(danger, now="abuse", urgent=True, concern=ABUSE, faint=False)
    if state is None or state.over or danger.concern or state.top.dialog != report.name:
        return danger
    if not _is_somebody_close(said):
        return danger
    told = settled(report, state.top).get(report.gathers, "").split("\n")
    harm = next((line for line in reversed(told) if read_report(line).kind in HARM), "")
    if not harm or find_danger(f"{harm}. {said}").concern != ABUSE:
        return danger
    return replace(danger, concern=ABUSE, urgent=True)


def says_it_is_read(said: str) -> bool:
    """Whether a few words say that somebody reads what we write, or that we must not, and name no danger besides: "my
    husband is here" says more, and is advised on."""
    spoken = words(said)
    names_it = gather_plain("safety", "names_it") - gather_plain("safety", "safe")
    is_of_writing = any((word,) in names_it for word in spoken) or read_by().find(spoken)
    if not is_of_writing or len(spoken) > MOST_WORDS_OF_READING or not is_unsafe_after_all(said):
        return False
    return not see(said).standing


def go_quiet(scene: Scene, told: State) -> Turn | None:
    """Whoever says in danger that somebody reads what we write hears no more of it there, and no question: what they
    told is filed as it is, and the person on call knows. None where there is no report to file."""
    below = tuple(frame for frame in told.frames if frame.dialog != "danger")
    if not below or below[-1].dialog != report.name:
        return None
    scene.contact.texting_is_safe = "no"
    given = dict(scene.book["danger"].settles) | dict.fromkeys(SAFE_TO_WRITE, "no")
    marks = {name: Mark({name: value}, how="told") for name, value in given.items()}
    marks |= dict.fromkeys(LEFT_UNSAID, Mark(how="told"))
    if "open_case" not in below[-1].marks:  # nobody has confirmed where it is
        place = below[-1].marks.get("place", Mark({"place": ""}))
        marks["place"] = replace(place, gave=place.gave | {"uprn": "unknown"})
    return engine.walk(scene.book, replace(told, frames=(*below[:-1], below[-1].with_marks(marks))))


def _says_who_comes(said: str) -> bool:
    """Whether it says that somebody is home, or back, and no more: of abuse at home that is danger (R1)."""
    comes, beside = (gather_plain("who_it_is", name) for name in ("comes", "comes_beside"))
    return is_made_up_of(words(said), comes, beside)


def _is_somebody_close(said: str) -> bool:
    """Whether it says who it is, and no more: "it was my husband", but not "my husband saw it"."""
    spoken = {(word,) for word in words(said)}
    close = spoken & gather_plain("safety", "somebody")
    return bool(close) and spoken <= close | gather_plain("who_it_is", "beside")
