"""Wishes that may come at any point: a person, another language, how we work, going back, leaving it for later."""

from __future__ import annotations

from bot import engine
from bot.asked_back import hear_question
from bot.beginning import with_story
from bot.careful import AS_WRITTEN, NAMES, THAT_HOME, is_asked_elsewhere
from bot.casework.quietly import file_silently
from bot.casework.status import page_asked_for
from bot.casework.withdrawing import hear_withdrawal
from bot.catalogues import languages
from bot.channels.contract import Inbound
from bot.hearing import is_no_answer, is_unclear
from bot.hearing_changes import adds
from bot.hearing_places import listed, other_home
from bot.in_touch.needs import take_up
from bot.in_touch.other_hours import put_hours_right
from bot.in_touch.safe_hours import put_safe_hours
from bot.in_vain import leave_place_open
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.putting_right import is_of_case_at_hand, put_right, put_right_when_told
from bot.scene import Scene
from bot.state import Frame, Mark, Means, State, Values
from bot.story import ear, told
from bot.surveys.answering import is_hesitating
from bot.turn import Reply, Turn
from bot.understanding import wishes
from bot.understanding.interpreters import hear_interpreter
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.kinds.noise import find_noise_sort
from bot.understanding.languages import find_language, find_language_request
from bot.understanding.names import hear_reserve, takes_name_off
from bot.understanding.places.corrections import (
    is_elsewhere,
    may_hold_number,
    said_besides,
    says_it_is_wrong,
    without_denied,
)
from bot.understanding.second_thoughts import hear_second_thought
from dialogs import phrases
from dialogs.grammar import Ask, Choose
from dialogs.report import report
from storage.messages import Message

ASKS_OF_DANGER = next(line.text.msgid for line in report.page if line.name == "danger" and isinstance(line, Choose))
ABOUT_PLACE = ("place", "right_place", "street_is_enough", "unlisted_place", "own_address", "right_beside")
WHERE = (*THAT_HOME, *AS_WRITTEN)
STANDS = ("hello", "danger")  # when a report is told anew
MOST_WORDS_ASIDE = 3  # "forget about it"
MOST_WORDS_OF_A_RESERVE = 10  # in a longer message it stands beside something told
AN_ADDRESS = 6  # words, at most, of a message that is an address and no more
MOST_MISSPELT = 1  # words of the address, in a longer one
PAGES = (
    (wishes.asks_who_answers, "who_answers"),
    (wishes.asks_why, "why_asked"),
    (wishes.wants_person, "person"),
    (wishes.asks_first_for_a_person, "person"),
    (wishes.wants_how_we_handle, "how_we_work"),
    (wishes.wants_privacy, "privacy"),
    (wishes.wants_status, "status"),
    (wishes.wants_contact, "agreement"),
    (wishes.wants_complaint, "complaint"),
    (wishes.wants_plan, "plan"),
    (wishes.wants_question, "closing"),
)
OF_THE_MATTER = ("how_we_work", "privacy", "who_answers", "why_asked")
"""Pages that say what we are for, and who we are."""
BESIDE_A_STORY = ("person", "privacy")
"""What is asked for in the same breath as a report is told."""


def settle_language(scene: Scene, said: str, state: State | None) -> None:
    """Go on in the language asked for at any time, or in the one the first message is in (L2)."""
    asked = find_language_request(said)
    found = asked or (None if _has_begun(state) else find_language(said))
    if not found:
        return
    if found in languages() and found in scene.house.landlord.languages:
        scene.conversation.language = found
        scene.notes["spoken"] = found
    elif found != "en":
        scene.notes["spoken"] = found
        scene.notes["needs_interpreter"] = found


def _waves_aside(scene: Scene, state: State | None, said: str) -> bool:
    """Whether "forget it" is said to one of the questions after a report, and not of the report."""
    return (
        is_asked_elsewhere(scene, state)
        and len(said.split()) <= MOST_WORDS_ASIDE
        and not {"case", "report"} & {*said.lower().split()}
    )


def _has_begun(state: State | None) -> bool:
    """Whether anything has been told yet; until then its language may still be another."""
    return state is not None and any("words" in frame.marks for frame in state.frames)


def hear_wish(scene: Scene, state: State | None, inbound: Inbound) -> Turn | None:
    """The turn that grants a wish which is the whole message, or None when there is none."""
    said = inbound.words
    if state and not state.over and not inbound.pressed and is_unclear(said, scene.language):
        return engine.walk(scene.book, state, (Reply(phrases.AGAIN),))
    if scene.notes.pop("needs_interpreter", ""):
        heard = None if find_language_request(said) else told(said, scene)
        return engine.begin(scene.book, "interpreter", under=_in_a_report(scene, state, heard))
    if other := put_hours_right(scene, state, said) or put_safe_hours(scene, state, said):
        return other
    if need := _need_in(state, said):
        return take_up(scene.book, _resting(state), need, said)
    if (wanted := hear_interpreter(said)) is not None:
        if wanted:
            scene.notes["spoken"] = wanted
        return engine.begin(scene.book, "interpreter", under=_resting(state))
    if find_language_request(said) and not (state and state.top.dialog == "interpreter"):
        story = _in_a_report(scene, state)
        again = ("hello",) if story.top.asking == "danger" else ()  # what was said first, in words they read
        return engine.reopen(scene.book, story, *again)
    if inbound.opted == "help" or wishes.asks_for_help(said) or wishes.is_unknown_command(said):
        return engine.begin(scene.book, "help", under=_resting(state))
    if (
        wishes.wants_to_withdraw(said)
        and not _waves_aside(scene, state, said)
        and (taken_back := hear_withdrawal(scene, state))
    ):
        return taken_back
    if is_hesitating(state) and len(said.split()) >= engine.SENTENCE:
        return None  # "they would know it was me" is what we asked for, and asks for nothing
    if page := page_asked_for(scene, said, state.top.asking if state else ""):
        return engine.begin(scene.book, page, under=_resting(state))
    for wants, page in PAGES:
        if wants(said):
            if page in OF_THE_MATTER and scene.contact.texting_is_safe == "no":
                return _say_nothing(scene, state, said)
            under = _with_what_is_told(scene, state, said) if page in BESIDE_A_STORY else _resting(state)
            return engine.begin(scene.book, page, under=under)
    if state is None or scene.gives_apart:
        return None
    if state.over:
        return put_right_when_told(scene, state, said) or _hear_place_when_told(scene, state, said)
    about = _hear_about_the_page(scene, state, inbound) or _hear_other_address(scene, state, said)
    return about or hear_question(scene, state, said)


def _say_nothing(scene: Scene, state: State | None, said: str) -> Turn:
    """Where it is not safe to write, how we work says what it is about: no more is said than that it is noted (C5), and
    a person is flagged, as nobody else answers it."""
    file_silently(scene, said)
    if state is None or state.over:
        return Turn(state or State((Frame("report"),)), (Reply(phrases.NOTED),), over=True)
    return engine.walk(scene.book, state, (Reply(phrases.NOTED),))


def _need_in(state: State | None, said: str) -> str | None:
    """What would help them; in danger, "I am deaf" asks for other advice (R1)."""
    in_danger = state is not None and state.top.dialog in ("danger", "low")
    return None if in_danger else wishes.find_need(said)


def hear_old_button(scene: Scene, state: State, inbound: Inbound) -> Turn | None:
    """A button of another question than the one being asked means nothing any more, unless it says "in danger".

    A whole sentence written beside an earlier question is part of the story as ever.
    """
    if not inbound.answers or str(inbound.answers) == scene.notes.get("asked"):
        return None
    old, said = scene.session.get(Message, inbound.answers), inbound.words
    if old is None or old.conversation_id != scene.conversation.id:
        return engine.walk(scene.book, state, (Reply(phrases.OLD_BUTTON),))
    if said == "yes" and (old.english or old.words or "").endswith(ASKS_OF_DANGER):
        return engine.begin(scene.book, "danger", under=_in_a_report(scene, state))
    tells_more = len(said.split()) >= engine.SENTENCE and not any(said == value for value, _ in old.choices or ())
    return None if tells_more else engine.walk(scene.book, state, (Reply(phrases.OLD_BUTTON),))


def _hear_about_the_page(scene: Scene, state: State, inbound: Inbound) -> Turn | None:
    """Going back, correcting, skipping, leaving off: wishes about the page that is being read."""
    said = inbound.words
    if inbound.beyond_words and not said.strip():
        return engine.walk(scene.book, state, (Reply(phrases.ONLY_WORDS),))
    if wishes.is_later(said) or wishes.asks_to_stop(said):
        return Turn(state, (Reply(phrases.LATER),))
    if wishes.wants_restart(said):
        return _start_again(scene, state)
    if wishes.wants_back(said) or wishes.wants_change(said):
        return engine.go_back(scene.book, state)
    if state.top.asking == "name" and (reopened := _not_named_after_all(scene, state, said)):
        return reopened
    if taken_off := _name_taken_off(scene, state, said):
        return taken_off
    if righted := put_right(scene, state, said):
        return righted
    if state.top.asking in WHERE and (wishes.is_skip(said) or wishes.is_dont_know(said)):
        return leave_place_open(scene, state)
    if wishes.is_skip(said) or _leaves_it_out(scene, state, said):
        return engine.skip(scene.book, state)
    if wishes.wants_to_go_on(said) or wishes.is_greeting(said) or wishes.is_thanks(said):
        return engine.walk(scene.book, state)
    if state.top.asking == "words" and wishes.wants_new_report(said):  # that they do is known, and not what
        return engine.walk(scene.book, state)
    return None


def _start_again(scene: Scene, state: State) -> Turn:
    """The report is told anew, all but what was said of danger. Once there is a case, or somebody is at risk, only the
    question is put again: what is filed is corrected line by line, and a danger is not unsaid."""
    marks = state.top.marks
    at_risk = state.notes.get("concern") or state.notes.get("danger")
    if state.top.dialog != "report" or "open_case" in marks or at_risk:
        return engine.walk(scene.book, state)
    return engine.reopen(scene.book, state, *(name for name in marks if name not in STANDS))


def _hear_other_address(scene: Scene, state: State, said: str) -> Turn | None:
    """ "Actually its 16 elm court", "no I meant 16": another address than we have, and hardly a word besides (R12)."""
    place = state.top.marks.get("place")
    if place is None or state.top.asking in ABOUT_PLACE or adds(said):
        return None
    if says_it_is_wrong(said):
        return engine.reopen(scene.book, state, *ABOUT_PLACE)
    summing_up, before = state.top.asking == "all_right", place.gave.get("place", "")
    rest = without_denied(said, before)
    gave = _other_address(scene, rest, place.gave.get("uprn") == "street") or other_home(
        said, scene.register, before, summing_up=summing_up, after_no=state.top.asking in SAFE_TO_WRITE
    )
    if gave is None or gave["uprn"] == place.gave.get("uprn"):
        return None
    longer = engine.tell_story(scene.book, state, said, ear(scene)) if not _is_an_address(said, gave["place"]) else None
    frame = (longer or state).top.reopened(*ABOUT_PLACE).with_marks({"place": Mark(gave, how="heard")})
    return engine.walk(scene.book, (longer or state).with_top(frame), (Reply(phrases.ADDED),) if longer else ())


def _hear_place_when_told(scene: Scene, state: State, said: str) -> Turn | None:
    """ "Sorry it is number 18": the same, once all has been said. Only what takes something back is no new matter."""
    thought = hear_second_thought(said)
    if thought is None or not is_of_case_at_hand(scene, state) or scene.danger.urgent:
        return None
    return _hear_other_address(scene, state, said)


def _other_address(scene: Scene, said: str, only_street: bool) -> Values | None:
    """The home that a short message names; any message that names one, where only the street is known."""
    size = len(said.split())
    is_no_address = size > AN_ADDRESS and not only_street and not may_hold_number(said)
    if size < 2 or is_no_address or is_elsewhere(said):
        return None
    home = scene.register.mentions(said).home
    if home is None or not (only_street or _is_an_address(said, home.address.address)):
        return None
    return listed(home.address.address, home.address.postcode, home.address.uprn)


def _is_an_address(said: str, address: str) -> bool:
    return len(said.split()) <= AN_ADDRESS or said_besides(said, address) <= MOST_MISSPELT


def _not_named_after_all(scene: Scene, state: State, said: str) -> Turn | None:
    """Yes, we may have the name, and then none: how to be named is asked again, or heard ("keep it secret")."""
    naming, line = state.top.marks.get("naming"), engine.asked_line(scene.book, state)
    if naming is None or not isinstance(line, Ask) or naming.gave.get("naming") != "named":
        return None
    if reserve := hear_reserve(said):
        frame = state.top.reopened("naming").with_marks({"naming": Mark({"naming": reserve}, how="heard")})
        return engine.walk(scene.book, state.with_top(frame))
    gives_none = wishes.is_skip(said) or is_no_answer(line, said)
    return engine.reopen(scene.book, state, "naming") if gives_none else None


def _name_taken_off(scene: Scene, state: State, said: str) -> Turn | None:
    """The name that was given is taken off, at whatever question, or kept from everybody but us (R9). "Rather not" says
    so where a name is asked for; here it is about what is being asked."""
    naming, off = state.top.marks.get("naming"), takes_name_off(said)
    given = ("named", "confidential") if off else ("named",)
    if naming is None or naming.gave.get("naming") not in given or state.top.asking in NAMES:
        return None
    if not (off or hear_reserve(said) == "confidential") or len(said.split()) > MOST_WORDS_OF_A_RESERVE:
        return None
    kept, reopened = ("anonymous", ("naming", "name")) if off else ("confidential", ("naming",))
    frame = state.top.reopened(*reopened).with_marks({"naming": Mark({"naming": kept}, how="heard")})
    return engine.walk(scene.book, state.with_top(frame), (Reply(phrases.CHANGED),))


def _leaves_it_out(scene: Scene, state: State, said: str) -> bool:
    """Whether "don't know" or "nobody" is answer enough; where it is safe to write, it never is."""
    line = engine.asked_line(scene.book, state)
    if not isinstance(line, Ask | Choose) or not line.droppable or line.name.startswith("safe"):
        return False
    return wishes.is_dont_know(said) or (isinstance(line, Ask) and is_no_answer(line, said))


def _resting(state: State | None) -> State | None:
    """The pages that were interrupted; none where everything had been read to its end."""
    return State((), state.begun) if state and state.over else state


def _in_a_report(scene: Scene, state: State | None, heard: Means | None = None) -> State:
    return state if state and not state.over else engine.put_on_top(scene.book, "report", heard, under=_resting(state))


def _with_what_is_told(scene: Scene, state: State | None, said: str) -> State | None:
    """The pages that were interrupted, with what is told beside the wish for a person: "I want to talk to somebody, my
    neighbour is shouting" is a report as well, and is not told twice (R2)."""
    is_kept = scene.danger.concern is not None and state is not None and not state.over
    tells = find_listed_kind(said) not in (None, "not_asb") or find_noise_sort(said) or _names_a_place(scene, said)
    is_told = tells and len(said.split()) >= engine.SENTENCE
    return with_story(scene, state, said) if is_told and not is_kept else _resting(state)


def _names_a_place(scene: Scene, said: str) -> bool:
    return scene.register.mentions(said).home is not None
