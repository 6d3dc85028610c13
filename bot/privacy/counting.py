"""Takes the answer to a counted question out of the message before it is filed; it is counted, and kept nowhere (C3).

The page learns that it was answered, and the record shows a mark. Danger, wishes and what tells of what happens are
filed as ever: those are no answers.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import cache

from bot import engine
from bot.catalogues import translate
from bot.channels.contract import Inbound
from bot.hearing import hear_option, is_answer
from bot.privacy.equality import count
from bot.scene import Counted, Scene
from bot.state import Mark, Means, State, Unreadable, load
from bot.turn import Book, Reply, Turn
from bot.understanding import wishes
from bot.understanding.bare import is_bare
from bot.understanding.danger.finding import find_danger
from bot.understanding.interpreters import hear_interpreter
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.languages import find_language_request
from bot.understanding.normal import words
from bot.understanding.reading import read_report
from bot.understanding.wordlists import Phrases, gather, gather_plain
from dialogs import phrases
from dialogs.book import BOOK
from dialogs.grammar import Ask, Choose, Option
from storage.conversations import Conversation

_log = logging.getLogger(__name__)
COUNTED = {
    name: line for page in BOOK.values() for name in page.counted if isinstance(line := page.named[name], Choose)
}
NOTE = "counted"  # of the conversation: it has been asked something that is only counted
AGE = re.compile(r"(?:i(?: a|')?m )?(\d{2,3})")
ORIGIN = re.compile(r"(?:i|im|i'm|i am|my \w+)\b[^.!?]* from [a-z ]+[.!]?", re.IGNORECASE)
"""Where they come from, which sounds like hate where it is told of others."""
NATION = 4  # letters of its shortest name; PL and CY are codes of languages
WISHES = (
    wishes.is_command,
    wishes.asks_to_stop,
    wishes.asks_for_help,
    wishes.is_unknown_command,
    wishes.wants_person,
    wishes.wants_how_we_handle,
    wishes.wants_privacy,
    wishes.wants_status,
    wishes.wants_complaint,
    wishes.wants_to_withdraw,
    wishes.wants_back,
    wishes.wants_change,
)


def take_out(book: Book, talk: Conversation, inbound: Inbound) -> tuple[Inbound, Counted | None]:
    """The message as it may be filed and, where it says who somebody is, what it answers.

    A fault of ours loses a short answer, and files what is long as it came: it may tell of danger.
    """
    if not _may_be_one(talk.state):
        return inbound, None
    try:
        return _take_out(book, talk, inbound)
    except Exception:  # the answer is in what it says
        _log.exception("An answer could not be taken out of a message.", exc_info=False)
        return (_without(talk, inbound), Counted()) if _is_short(inbound.words) else (inbound, None)


def _may_be_one(state: str | None) -> bool:
    """A look at what is stored, as nearly every message comes when nothing of the kind was asked."""
    asked = state or ""
    return f'"{NOTE}":' in asked or any(f'"asking":"{name}"' in asked for name in COUNTED)


def _take_out(book: Book, talk: Conversation, inbound: Inbound) -> tuple[Inbound, Counted | None]:
    try:
        state = load(talk.state or "")
    except Unreadable:
        return inbound, None
    line = engine.asked_line(book, state)
    if not isinstance(line, Choose) or not line.counted:
        return (_counted(talk, inbound), Counted()) if _comes_late(book, talk, state, inbound) else (inbound, None)
    options = engine.offered(book, state)
    answer = _answer_in(line, options, inbound.words, talk.language)
    if answer is None and _is_to_be_filed(inbound.words):
        return inbound, None
    if answer is None:
        return _without(talk, inbound), Counted(line.name)
    late = inbound.edited or _is_of_another(state, inbound)
    return _counted(talk, inbound), Counted() if late else Counted(line.name, answer)


def _is_of_another(state: State, inbound: Inbound) -> bool:
    """Whether it was written beside another question than the one that is asked, or is a button of it."""
    return inbound.answers is not None and str(inbound.answers) != state.notes.get("asked")


def _counted(talk: Conversation, inbound: Inbound) -> Inbound:
    return replace(inbound, words=translate(phrases.ONLY_COUNTED.msgid, talk.language))


def _without(talk: Conversation, inbound: Inbound) -> Inbound:
    return replace(inbound, words=translate(phrases.NOT_COUNTED.msgid, talk.language))


def _answer_in(line: Choose, options: tuple[Option, ...], said: str, language: str) -> str | None:
    """Which answer it is; None where it is none, or where it tells more than that."""
    if any(said == option.value for option in options):  # a button
        return said
    if line.name.endswith("_age") and (age := AGE.fullmatch(said.strip().lower())):
        return _band(int(age[1]), options)
    heard = hear_option(line, options, said, language)
    if not isinstance(heard, Means):
        return None
    whole = is_answer(options, said, language) or is_bare(said)
    return heard.value if whole or not _tells(said) else None


def _band(age: int, options: tuple[Option, ...]) -> str | None:
    """The band of an age in figures: they are named `25_to_44`, `65_or_over`, and what is younger stands first."""
    over = [one.value for one in options if one.value[:2].isdecimal() and int(one.value[:2]) <= age]
    return over[-1] if over else options[0].value


def _is_short(said: str) -> bool:
    return len(said.split()) < engine.SENTENCE


def _tells(said: str) -> bool:
    """Whether it tells of danger, or of what happens: that is never lost (R2)."""
    danger = find_danger(said)
    urgent = danger.urgent and not (danger.now is None and danger.concern == "hate" and ORIGIN.fullmatch(said.strip()))
    return urgent or find_listed_kind(said) is not None


def _is_to_be_filed(said: str) -> bool:
    """Whether it is a wish, or tells something other than who somebody is.

    All else is taken for an answer that we could not hear, however long ("I come from the hills"): it is not kept, and
    they are told so.
    """
    if _tells(said) or any(wish(said) for wish in WISHES) or wishes.find_need(said):
        return True
    if hear_interpreter(said) is not None or find_language_request(said):
        return len(said.split()) > 1 or len(said.strip()) < NATION  # "polish" may say who somebody is
    return read_report(said).how_often is not None or _tells_of_others(said)


def _tells_of_others(said: str) -> bool:
    """Whether it begins with "they" or the like, or speaks of neighbours."""
    spoken = words(said[:400])
    begins = any(spoken[:size] in gather_plain("others", "begins") for size in (1, 2))
    return begins or bool(_neighbours().find(spoken))


@cache
def _neighbours() -> Phrases:
    return Phrases({"others": gather("others", "within")})


def _comes_late(book: Book, talk: Conversation, state: State, inbound: Inbound) -> bool:
    """Whether it answers a counted question that is no longer asked, and cannot answer the one that is."""
    said, offered = inbound.words, engine.offered(book, state)
    if is_bare(said) or is_answer(offered, said, talk.language):
        return False
    if not _is_of_another(state, inbound) and isinstance(engine.asked_line(book, state), Ask):
        return False
    return any(is_answer(one.options, said, talk.language) for one in COUNTED.values())


def settle(scene: Scene, state: State) -> Turn:
    """The turn that an answer takes which was taken out: it is counted, and the page is read on."""
    counted = scene.counted or Counted()
    if state.over:
        return Turn(state, (Reply(phrases.NOTED),), over=True)
    if not counted.line:
        return engine.walk(scene.book, state, (Reply(phrases.OLD_BUTTON),))
    scene.notes[NOTE] = "yes"
    top = state.top
    if not counted.answer:
        if top.misses:
            return engine.skip(scene.book, state)
        return engine.walk(scene.book, state.with_top(replace(top, misses=1)), (Reply(phrases.CHOOSE_ONE),))
    count(scene, counted.line, counted.answer)
    given = top.settled(counted.line, Mark({counted.line: "given"}, top.shown, "told"))
    return engine.walk(scene.book, state.with_top(replace(given, misses=0)))
