"""Hears an answer put right though the next question has been asked: "sorry, only at weekends", "I meant no" (R12)."""

from __future__ import annotations

from dataclasses import replace

from bot import careful, engine
from bot.casework.opening import case_at_hand
from bot.hearing import CHANGES, is_no_answer
from bot.hearing_changes import SUMMARY, denies_anything, hear_instead, hear_put_right, says_own_name
from bot.page import known_at, offers, settled, uses
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import Scene
from bot.state import Mark, Means, State
from bot.story import ear
from bot.told_midway import tells_of_harm
from bot.turn import Reply, Turn
from bot.understanding.bare import is_bare
from bot.understanding.danger.denied import speaks_of_danger
from bot.understanding.fear import is_afraid
from bot.understanding.kinds.noise import find_noise_sort
from bot.understanding.second_thoughts import hear_second_thought, names_somebody
from dialogs import phrases
from dialogs.grammar import Ask, Choose
from dialogs.report import report

FACTS = ("often", "now", "noise_sort")  # of a report, which are told by words of their own
SUMMED_UP = ("told_us", "told_us_where", "told_us_what", SUMMARY)
MOST_WORDS_OF_FEAR = 6
MOST_WORDS_WHEN_TOLD = 8  # then nothing is being asked
MOST_WORDS = 4  # what is longer may be an answer of its own, such as who sees it "every night"


def put_right(scene: Scene, state: State, said: str) -> Turn | None:
    """The turn in which an earlier answer is changed, and the same question is put again; None where these words are
    no correction, or answer what is being asked."""
    thought, asked = hear_second_thought(said), engine.asked_line(scene.book, state)
    if state.top.dialog == report.name and state.top.asking not in CHANGES and denies_anything(said):
        instead = hear_instead(said, settled(report, state.top))
        if instead is not None:
            return engine.amend(scene.book, state, instead)
    if thought is None or not thought.said or asked is None or len(thought.said.split()) > MOST_WORDS:
        return None
    if isinstance(asked, Choose) and _hears(scene, state, asked, said):
        return None
    if is_bare(thought.said):
        return _last_one(scene, state, thought.said) if thought.takes_back else None
    return None if _may_answer(scene, state, asked, thought.said) else _fact(scene, state, thought.said)


def put_right_when_told(scene: Scene, state: State, said: str) -> Turn | None:
    """The turn in which a report that has been told to its end is put right, "actually my name is Ada Barker", and
    summed up again; None where these words are no correction, or nothing may be said of it here."""
    thought, names_self = hear_second_thought(said), says_own_name(said)
    if not (thought or names_self or denies_anything(said)) or scene.danger.urgent:
        return None
    if not is_of_case_at_hand(scene, state):
        return None
    if not names_self and not denies_anything(said):
        is_short = thought is not None and len(thought.said.split()) <= MOST_WORDS_WHEN_TOLD
        return _fact(scene, state, thought.said) if thought and is_short else None
    plain = said if names_self or thought is None else thought.said
    means = hear_put_right(plain, settled(report, state.top))
    if means is None or not means.also.keys() - {report.gathers}:
        return None
    return engine.amend(scene.book, state, replace(means, reopens=(*means.reopens, *SUMMED_UP)))


def is_of_case_at_hand(scene: Scene, state: State) -> bool:
    """Whether the report on top was summed up, and made the open case that may be spoken of here."""
    opened = state.top.marks.get("open_case")
    if state.top.dialog != report.name or opened is None or SUMMARY not in state.top.marks:
        return False
    case = case_at_hand(scene)
    return case is not None and case.reference == opened.gave["reference"]


def danger_after_all(scene: Scene, state: State | None, said: str) -> Turn | None:
    """The turn in which somebody is advised who takes back that nobody is in danger ("sorry I meant yes"), or is asked
    again, who speaks of danger or is afraid; else None. Nothing of it is a place, a name or a time (R1)."""
    if state is None or state.over or not careful.has_said_no(state):
        return None
    is_last = _asked(scene, state)[-1:] == [careful.ASKS_OF_DANGER]
    thought = hear_second_thought(said) if is_last else None
    answers_now = isinstance(engine.asked_line(scene.book, state), Choose)  # "sorry yes" may be about the place
    if thought and (thought.takes_back or not answers_now):
        again = engine.reopen(scene.book, state, careful.ASKS_OF_DANGER).state
        line = engine.asked_line(scene.book, again)
        heard = _hears(scene, again, line, thought.said) if isinstance(line, Choose) else None
        if heard and heard.value == "yes":
            return engine.answer(scene.book, again, thought.said, ear(scene))
    is_early = state.top.asking in (careful.WHERE, *careful.THAT_HOME, *careful.AS_WRITTEN)
    is_afraid_now = is_early and len(said.split()) <= MOST_WORDS_OF_FEAR and is_afraid(said)
    is_hurt = not scene.danger.urgent and tells_of_harm(scene, state, said)
    if not is_afraid_now and not is_hurt and not speaks_of_danger(said):
        return None
    if not is_early:
        scene.in_doubt = True  # they are asked once their answer is taken, and no word of it is lost
        return None
    longer = engine.tell_story(scene.book, state, said, ear(scene)) or state
    return engine.begin(scene.book, careful.IN_DOUBT, under=longer)


def _asked(scene: Scene, state: State) -> list[str]:
    """The questions that have been asked and answered, in order."""
    named, marks = scene.book[state.top.dialog].named, state.top.marks
    return [name for name in marks if marks[name].how == "asked" and isinstance(named.get(name), Ask | Choose)]


def _last_one(scene: Scene, state: State, said: str) -> Turn | None:
    """A mere "no" or "2" is about the question before; that it is safe to write after all is asked and not taken."""
    asked = _asked(scene, state)
    again = engine.reopen(scene.book, state, *asked[-1:]).state
    line = engine.asked_line(scene.book, again)
    if not isinstance(line, Choose) or line.name not in asked[-1:] or line.counted or not line.droppable:
        return None
    heard, is_safety = _hears(scene, again, line, said), line.name in SAFE_TO_WRITE
    if heard is None:
        return None
    if is_safety and heard.value == "yes":
        return engine.walk(scene.book, again)
    done = engine.answer(scene.book, again, said, ear(scene))
    return done if is_safety else replace(done, replies=(Reply(phrases.CHANGED), *done.replies))


def _may_answer(scene: Scene, state: State, asked: object, said: str) -> bool:
    """Whether it is an answer to what is being asked, or that there is none to give."""
    if isinstance(asked, Choose):
        return _hears(scene, state, asked, said) is not None
    return isinstance(asked, Ask) and (is_no_answer(asked, said) or names_somebody(said))


def _fact(scene: Scene, state: State, said: str) -> Turn | None:
    named, marks = scene.book[state.top.dialog].named, state.top.marks
    for name in FACTS:
        line = named.get(name)
        if name == "noise_sort" and not find_noise_sort(said):  # "to bother you again" is none
            continue
        means = _hears(scene, state, line, said) if isinstance(line, Choose) and name in marks else None
        if means and isinstance(line, Choose) and means.value != marks[name].gave.get(name):
            known = known_at(scene.book[state.top.dialog], state.top, line)
            mark = Mark({name: means.value} | means.gives, uses(line, known))
            righted = state.with_top(state.top.settled(name, mark))
            return engine.walk(scene.book, righted, (Reply(phrases.CHANGED),))
    return None


def _hears(scene: Scene, state: State, line: Choose, said: str) -> Means | None:
    """What these words answer to this question, for certain."""
    known = known_at(scene.book[state.top.dialog], state.top, line)
    heard = ear(scene)(line, offers(line, known), said, known)
    return heard if isinstance(heard, Means) else None
