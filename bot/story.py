"""Judges whether a report has been told or only begun: a greeting, or the first word of many, is no report yet (R3)."""

from __future__ import annotations

from dataclasses import replace

from bot.engine import SENTENCE
from bot.hearing import hear_in, hear_story, is_answer
from bot.hearing_hours import OWN, hear_own_hours, hear_part_of_day
from bot.in_touch.keeping_in_touch import is_code_given
from bot.privacy.sealed import hear_none
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import Scene
from bot.state import Means, Values
from bot.told_midway import HARM
from bot.turn import Amiss, Hear, Heard
from bot.understanding.bare import is_bare
from bot.understanding.danger.finding import find_danger
from bot.understanding.reading import read_report
from bot.understanding.wishes import is_dont_know
from dialogs.grammar import Ask, Choose, Option, written_out
from dialogs.report import before_the_reference, report

BEFORE_THE_REFERENCE = frozenset(
    line.name for line in written_out(before_the_reference) if isinstance(line, Choose) and not line.droppable
)
STORY = "words"  # what every page calls the line that is told a report
PLENTY = 12  # words: so long a message is a report, whether or not we can tell what of


def ear(scene: Scene) -> Hear:
    """The ear of this conversation, which knows a story that has only begun."""
    hear_answer = hear_in(scene.language, scene.register)

    def hear(line: Ask | Choose, options: tuple[Option, ...], said: str, known: Values) -> Heard:
        if isinstance(line, Choose) and line.counted:
            return None  # an answer to it was taken out of the message before that was filed
        if isinstance(line, Choose):
            if any(option.value == OWN for option in options):
                return hear_part_of_day(scene, line, said, hear_answer(line, options, said, known))
            return beside(line, options, said, hear_answer(line, options, said, known))
        if line.kind == "sealed":
            return hear_none(scene)
        if line.kind == "secret":
            return Amiss() if scene.word == "amiss" else None
        if line.kind == "hours":
            return hear_own_hours(scene, said)
        if line.kind == "code":
            return _hear_code(scene, said)
        if line.kind != "story":
            return hear_answer(line, options, said, known)
        if any(map(str.isalnum, said)) and is_bare(said) and not (known and is_dont_know(said)):
            return None  # a yes, a number or "skip" is no story, and nothing to keep; "don't know" may be all we get
        heard = hear_answer(line, options, said, known)
        return weigh(heard) if isinstance(heard, Means) and not known.get(line.name) else heard

    def hear_more(line: Ask | Choose, options: tuple[Option, ...], said: str, known: Values) -> Heard:
        heard = hear(line, options, said, known)
        more = isinstance(heard, Means) and _tells_more(scene, line, options, said)
        return _with_words(line, heard, said) if isinstance(heard, Means) and more else heard

    def beside(line: Choose, options: tuple[Option, ...], said: str, heard: Heard) -> Heard:
        """What is told beside an answer that we need ("no, he is at work") is not lost (R2)."""
        if not isinstance(heard, Means) or line.name not in BEFORE_THE_REFERENCE or "place" in heard.also:
            return heard
        if is_bare(said) or is_answer(options, said, scene.language):
            return heard
        story = told(said, scene)
        words = {report.gathers: {report.gathers: said}}
        return replace(heard, also=story.also | words | heard.also, thin=story.thin)

    return hear_more


def _hear_code(scene: Scene, said: str) -> Heard:
    """The code that we sent, which is kept nowhere; other digits are none, and a sentence is something else."""
    if is_code_given(scene, said):
        return Means("given")
    return Amiss() if any(map(str.isdigit, said)) or len(said.split()) < SENTENCE else None


def _tells_more(scene: Scene, line: Ask | Choose, options: tuple[Option, ...], said: str) -> bool:
    """Whether an answer gives cause for concern, or tells that somebody was hurt, and so belongs to the report too:
    "it's my husband, he hits me"."""
    is_grave = scene.danger.concern is not None or (isinstance(line, Ask) and read_report(said).kind in HARM)
    if line.name == STORY or not is_grave:
        return False
    return isinstance(line, Ask) or (len(said.split()) >= SENTENCE and not is_answer(options, said, scene.language))


def _with_words(line: Ask | Choose, heard: Means, said: str) -> Means:
    """The answer, as more of the story too. Whoever says that it is not safe to write, and why ("he checks my phone"),
    is not asked the same again because of the reason."""
    unsafe = {"safe_here": {"safe_here": "no"}} if line.name in SAFE_TO_WRITE and heard.value == "no" else {}
    return replace(heard, also=heard.also | unsafe | {STORY: {STORY: said}})


def told(said: str, scene: Scene) -> Means:
    """What a first message says."""
    return weigh(hear_story(said, scene.register))


def weigh(heard: Means) -> Means:
    """The same, known to be thin where neither what, where nor when is in it."""
    said = heard.value
    enough = heard.also or len(said.split()) >= PLENTY or read_report(said).kind or find_danger(said).urgent
    return heard if enough else replace(heard, thin=True)
