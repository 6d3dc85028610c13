"""Keeps to what must not be guessed: danger is over when somebody is clearly safe, and not before (R1); whether it is
safe to write is said by a clear yes or no to that question, and no more of the story is taken for one (C5, R12)."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot import engine
from bot.channels.contract import Inbound
from bot.hearing import is_answer
from bot.in_touch.other_hours import is_about_agreed_hours, is_about_hours
from bot.in_touch.safe_hours import DOUBTED, limits_writing, safe_within
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import SAFE, Scene
from bot.state import Frame, State
from bot.story import ear
from bot.surveys.answering import is_hesitating
from bot.surveys.reasons import is_what_we_asked
from bot.told_midway import go_quiet, says_it_is_read
from bot.turn import Reply, Turn
from bot.understanding import caution, wishes
from bot.understanding.danger.denied import denies_danger
from bot.understanding.danger.finding import Danger, find_danger, hints_at_danger, names_concern, without_faint_signs
from bot.understanding.fear import is_afraid
from bot.understanding.languages import find_language_request
from bot.understanding.names import hear_reserve, read_name
from bot.understanding.normal import words
from bot.understanding.out_of_danger import is_calm, is_mistaken
from bot.understanding.reading import read_report
from bot.understanding.wordlists import gather_plain
from dialogs import phrases
from dialogs.grammar import Ask, Choose

ASKS_OF_DANGER = "danger"  # the line of a report's page
IN_DOUBT = "doubt"
WHERE = "place"
ILLNESSES = ("needs_home", "risk_household")  # ask who at home is ill
NAMES = ("naming", "name")
THAT_HOME = ("right_place", "right_beside")  # ask whether it is a home of the register
IN_WORDS_TOO = frozenset(("needs", "plan", "closing", "equality"))
"""Pages that ask and take no report, as the formal ones, but take what is told beside an answer as well."""
IN_FEW_WORDS = frozenset(("agreement", "first_contact", "safe_contact", "risk"))
AS_WRITTEN = ("street_is_enough", "unlisted_place")  # ask whether what was written will do
WISHES = (
    wishes.wants_status,
    wishes.wants_person,
    wishes.wants_privacy,
    wishes.wants_how_we_handle,
    wishes.wants_complaint,
    wishes.wants_to_withdraw,
    wishes.find_need,
)
"""What a message asks for, that reads a little like danger only because people in danger ask for something too."""
_log = logging.getLogger(__name__)


def look_for_danger(words: str) -> Danger:
    """Danger in the message or, where even that fails, the sort that alerts whoever is on call: better too often."""
    try:
        return find_danger(words)
    except Exception:
        _log.exception("Danger could not be looked for; the person on call is told.", exc_info=False)
        return Danger(now="other", urgent=True, concern=None, child=False)


def is_in_danger(state: State | None) -> bool:
    """Whether the danger page lies on top, and nobody has said that they are safe."""
    return state is not None and not state.over and (state.top.dialog, state.top.asking) == ("danger", "safe_now")


def says_all_is_calm(state: State | None, said: str) -> bool:
    """Whether a question of ours is told of safety, and of nothing else, or the question whether anyone is in danger is
    told no: then it tells of no new danger ("no hes gone out now" is no ambulance)."""
    if state is None or state.over or not state.top.asking:
        return False
    return is_calm(said) or (state.top.asking == ASKS_OF_DANGER and denies_danger(said))


def doubt_faint_signs(scene: Scene, state: State | None, said: str) -> State | None:
    """The state in which somebody who said that nobody is in danger is asked once more before anything else, where what
    they answer to a question of ours bears but faint signs of it: "a man and his brother" does, and is no danger. What
    they wrote is taken as the answer that it is. Who asks how their case stands ("when is somebody coming out"), or for
    anything else that we grant, is given that; and who says no more than that somebody reads their phone is not sent
    what to do in danger, there to be read (C5): they are asked whether anybody is, and somebody is told tonight."""
    if state is not None and state.top.asking in ILLNESSES and says_what_we_asked(state, said, scene.danger):
        return state
    is_all_said = state is not None and state.over and scene.danger.faint
    if (is_in_danger(state) or is_all_said) and says_it_is_read(said):
        scene.danger = replace(scene.danger, now=None)  # the advice was given, and is not to be read by somebody else
    if scene.danger.faint and _says_why_not_here(state, said):
        scene.danger = without_faint_signs(said)
    is_asked = is_only_faint(scene, state)
    asks = scene.danger.faint and (any(wants(said) for wants in WISHES) or wishes.is_wholly_a_need(said))
    if scene.danger.urgent and is_about_hours(scene, state, said) and not names_concern(said):
        scene.danger = SAFE  # "not evenings, he is home then"
    if asks or (scene.danger.faint and not is_asked and caution.is_unsafe_after_all(said)):
        scene.danger = without_faint_signs(said)
    if state is not None and _answers_elsewhere(scene, state, said):
        is_faint = scene.danger.now is not None and scene.danger.faint
        scene.in_doubt = is_faint or (scene.danger.now is None and _asks_for_little(state) and hints_at_danger(said))
        if is_faint:
            scene.danger = without_faint_signs(said)
    is_safe_there = scene.contact.texting_is_safe != "no"  # elsewhere fear alone is filed, and somebody is flagged (C5)
    if state and is_safe_there and not scene.danger.urgent and _is_told_in_passing(state) and is_afraid(said):
        scene.in_doubt = True  # "I don't feel safe", "they know it was me"
    if state is not None and state.over and scene.danger.now and scene.danger.faint:
        scene.danger, scene.in_doubt = without_faint_signs(said), True
    if state is None or not is_only_faint(scene, state):
        return state
    scene.danger = without_faint_signs(said)
    marks = {name: mark for name, mark in state.top.marks.items() if name != ASKS_OF_DANGER}
    return state.with_top(replace(state.top, marks=marks))


def _is_told_in_passing(state: State) -> bool:
    """Whether it was written once all had been said, or where we agree how to keep in touch: there no answer tells of
    fear, and it answers no question of how they are."""
    return state.over or state.top.dialog in ("agreement", "first_contact", "safe_contact")


def _says_why_not_here(state: State | None, said: str) -> bool:
    """Whether we asked if it is safe to write, and it is not, since somebody reads it: nothing more is asked there."""
    is_asked = state is not None and not state.over and state.top.asking in SAFE_TO_WRITE
    return is_asked and caution.is_unsafe_after_all(said) and caution.hear_safety_answer(said) is False


def is_only_faint(scene: Scene, state: State | None) -> bool:
    """Whether what sounds of danger is so little that somebody who said that nobody is in danger is asked again."""
    return scene.danger.now is not None and scene.danger.faint and state is not None and has_said_no(state)


def is_asked_elsewhere(scene: Scene, state: State | None) -> bool:
    """Whether a question is asked on a page that takes no report: so much of what is answered there sounds of danger
    and is none, that whoever answered is asked."""
    if state is None or state.over or not state.top.asking or state.top.dialog == IN_DOUBT:
        return False
    return scene.book[state.top.dialog].formal or state.top.dialog in IN_WORDS_TOO


def _answers_elsewhere(scene: Scene, state: State, said: str) -> bool:
    """Whether it is answered in other words than those that we offer."""
    offered = engine.offered(scene.book, state)
    return is_asked_elsewhere(scene, state) and not is_answer(offered, said, scene.language)


def _asks_for_little(state: State) -> bool:
    """Whether a choice, a time or a number was asked for; how somebody lives may sound of danger and be none."""
    return state.top.dialog in IN_FEW_WORDS and not state.top.asking.startswith("needs_")


def ask_in_doubt(scene: Scene, turn: Turn) -> Turn:
    """The same turn where, before anything more is asked, somebody says whether anyone is in danger; what they answered
    was taken."""
    if not scene.in_doubt:
        return turn
    before_the_question = turn.replies[:-1] if turn.state.top.asking else turn.replies
    line = engine.asked_line(scene.book, turn.state)
    unsaid = (phrases.AGAIN, phrases.BACK, line.amiss if isinstance(line, Ask) else phrases.AGAIN)
    said = tuple(reply for reply in before_the_question if reply.text not in unsaid)
    asked = engine.begin(scene.book, IN_DOUBT, under=turn.state)
    return replace(asked, replies=(*said, *asked.replies), ended=turn.ended)


def has_said_no(state: State) -> bool:
    """Whether a report is being asked for of which somebody has said that nobody is in danger."""
    said = state.top.marks.get(ASKS_OF_DANGER)
    is_asked = state.top.dialog == "report" and state.top.asking not in ("", ASKS_OF_DANGER)
    return is_asked and said is not None and said.gave.get(ASKS_OF_DANGER) == "no"


def says_what_we_asked(state: State | None, said: str, danger: Danger) -> bool:
    """Whether somebody whom we asked about their health tells of an illness that lasts, or names who speaks for them,
    and nothing else: "I have asthma" is danger, and "my daughter Ama" a worry, where nobody asked. Or somebody whom we
    asked what would make them hesitate to report says what might follow.

    One word that is not known to be harmless is enough; beside who speaks for them a name may stand.
    """
    asking = state.top.asking if state else ""
    if asking in NAMES and danger.now is None and danger.concern != "suicidal":
        is_name = read_name(said) is not None  # "Ann Dyke" is no hate, nor "Mary Smith but dont tell them"
        return is_name or (hear_reserve(said) is not None and not names_concern(said))
    if is_hesitating(state):
        return is_what_we_asked(danger, said)
    if asking == "needs_speaker" and danger.now is None:
        return all(word[:1].isupper() or _is_harmless(word, "who") for word in said.split())
    return asking in ILLNESSES and all(_is_harmless(word, "words") or _is_yes_or_no(word) for word in said.split())


def _is_yes_or_no(written: str) -> bool:
    return words(written) in gather_plain("answers", "yes") | gather_plain("answers", "no")


def _is_harmless(written: str, listed: str) -> bool:
    return all(word.isdecimal() or (word,) in gather_plain("lasting", listed) for word in words(written))


def is_still_in_danger(scene: Scene, state: State | None, said: str) -> bool:
    """Whether this is anything but a clear answer to the danger page: then the advice is due again, and nothing else.

    Somebody who asks for their own language, or for an interpreter, is given what they ask for.
    """
    if state is None or not is_in_danger(state):
        return False
    if find_language_request(said):
        scene.notes.pop("advised_at", None)  # in words that they read
        return True
    if scene.notes.get("needs_interpreter") or wishes.wants_interpreter(said):
        return False
    if is_mistaken(said) and not _was_pressed(state):
        return True
    line = engine.asked_line(scene.book, state)
    return isinstance(line, Choose) and ear(scene)(line, line.options, said, {}) is None


def _was_pressed(state: State) -> bool:
    """Whether the danger page lies there because somebody answered that there is danger; one who told of it in words
    pressed no wrong button, and may not be the one who writes now."""
    return any(
        ASKS_OF_DANGER in f.marks and f.marks[ASKS_OF_DANGER].gave.get(ASKS_OF_DANGER) == "yes" for f in state.frames
    )


def advise_again(scene: Scene, inbound: Inbound, told: State) -> Turn:
    """On the danger page whatever is written is answered with what to do (R1); `told` has the words already."""
    if says_it_is_read(inbound.words) and (quiet := go_quiet(scene, told)):
        return quiet
    unseen = (Reply(phrases.ONLY_WORDS),) if inbound.beyond_words and not inbound.words.strip() else ()
    advice = engine.put_on_top(scene.book, "danger", under=told)
    if wishes.wants_person(inbound.words):
        return engine.begin(scene.book, "person", under=advice)
    return engine.walk(scene.book, advice, unseen)


def advise_low(scene: Scene, told: State) -> Turn:
    """Thoughts of suicide are answered with who listens, each time that they are told."""
    is_there = bool(told.frames) and told.top.dialog == "low"
    return engine.reopen(scene.book, told, "samaritans") if is_there else engine.begin(scene.book, "low", under=told)


def is_only_low(scene: Scene, said: str) -> bool:
    """Whether somebody tells of thoughts of suicide and of nothing that would be a report: then we ask what helps."""
    is_low = scene.danger.now == "suicide" or scene.danger.concern == "suicidal"
    return is_low and read_report(said).kind in (None, "not_asb")


def hear_about_safety(scene: Scene, state: State, said: str) -> Turn | None:
    """What is written while we ask whether it is safe to write, where it is no answer to be taken at once.

    Days later it answers nothing: the page is put again from the top. A doubt is asked about once more; said again, it
    is a no.
    """
    line = engine.asked_line(scene.book, state)
    if line is None or line.name not in SAFE_TO_WRITE:
        return None
    if scene.after_a_pause:
        return engine.walk(scene.book, _with_longer_story(scene, state, said))
    if within := safe_within(scene, state, said):
        return within
    doubted = f"{state.top.number} {line.name}"
    if scene.notes.get(DOUBTED) == doubted or not caution.doubts_safety(said):
        return None
    scene.notes[DOUBTED] = doubted
    return engine.walk(scene.book, _with_longer_story(scene, state, said), (Reply(phrases.ONLY_IF_SAFE),))


def _with_longer_story(scene: Scene, state: State, said: str) -> State:
    is_more = len(said.split()) >= engine.SENTENCE
    return (engine.tell_story(scene.book, state, said, ear(scene)) if is_more else None) or state


def is_safe_after_all(scene: Scene, state: State | None, said: str) -> Turn | None:
    """Whoever said that it is not safe to write, and says now that it is, is asked again; that alone lets us write."""
    if state is None or scene.contact.texting_is_safe != "no" or not caution.is_safe_after_all(said):
        return None
    unsafe = _answered(state.top, "no")
    return engine.reopen(scene.book, state, *unsafe) if unsafe and state.top.dialog == "report" else None


def heed_unsafe(scene: Scene, state: State | None, said: str, *, to_officer: bool = False) -> State | None:
    """The state in which whoever says that it is not safe to write here after all is asked that again. Until they say
    that it is, also where they never answer, they hear nothing that we start (C5). An officer, who says what they like,
    minds it also where we have not asked yet."""
    heeded = ("yes", None) if to_officer else ("yes",)
    if scene.contact.texting_is_safe not in heeded or not caution.is_unsafe_after_all(said):
        return state
    is_of_hours = is_about_agreed_hours(scene, state, said) or limits_writing(scene, state, said)
    if not to_officer and (is_of_hours or wishes.is_wholly_a_need(said, "call")):
        return state  # "don't text me after 6", "ring me, don't text": what they wish is kept, and no more is said
    scene.contact.texting_is_safe = "no"
    open_again = ((frame, _answered(frame, "yes")) for frame in state.frames) if state else ()
    frames = tuple(frame.reopened(*safe) if safe else frame for frame, safe in open_again)
    return replace(state, frames=frames) if state else None


def is_unsafe_after_all(scene: Scene, state: State | None, said: str) -> Turn | None:
    """They are asked at once, whatever was being asked, or where all had been said; what lies over the report, such as
    how to keep in touch, is left."""
    if state is None or state.top.asking in SAFE_TO_WRITE:
        return None
    open_again = [at for at, frame in enumerate(state.frames) if frame.dialog == "report" and _is_to_be_asked(frame)]
    if not open_again or not caution.is_unsafe_after_all(said):
        return None
    return engine.walk(scene.book, replace(state, frames=state.frames[: open_again[-1] + 1]))


def _is_to_be_asked(frame: Frame) -> bool:
    return any(name in frame.before and name not in frame.marks for name in SAFE_TO_WRITE)


def _answered(frame: Frame, value: str) -> list[str]:
    """Which of the questions whether it is safe to write were answered so."""
    return [name for name in SAFE_TO_WRITE if name in frame.marks and frame.marks[name].gave.get(name) == value]
