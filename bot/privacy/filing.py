"""What of a message may be filed: all but how somebody can be reached, their code word, and who they are."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import object_session

from bot.casework.status import asks_for_news, is_code_awaited
from bot.catalogues import translate
from bot.channels.contract import Inbound
from bot.house import House
from bot.privacy import counting, sealed
from bot.privacy.code_words import (
    WRONG_A_DAY,
    Taken,
    asked_for_word,
    choose_word,
    count_wrong,
    settle_word,
    take_out_word,
)
from bot.scene import Counted, Scene
from bot.state import State
from bot.understanding import wishes
from bot.understanding.reach import Apart
from dialogs import phrases
from storage.contacts import Contact
from storage.conversations import Conversation

_log = logging.getLogger(__name__)


def keep_apart(
    house: House, contact: Contact, talk: Conversation, inbound: Inbound, now: datetime, *, to_officer: bool = False
) -> tuple[Inbound, Apart | None, Counted | None]:
    """The message as it may be filed, and what was taken out of it. A one-time code that we asked for is no part of a
    telephone number, whatever else is being asked. What is said to an officer answers no question of ours."""
    state = None if to_officer else sealed.state_of(talk)
    if state and is_code_awaited(state.notes, inbound.words, now):
        return inbound, None, None
    mark = translate(phrases.A_CODE_WORD.msgid, talk.language)
    try:
        taken = _take_word(house, contact, talk, state, inbound.words, mark, now)
    except Exception:  # a fault of ours must neither lose the message nor show the word
        _log.exception("A code word could not be taken out of a message; a single word is hidden.", exc_info=False)
        is_one = len(inbound.words.split()) == 1
        taken = Taken(mark, "", "") if is_one and asked_for_word(state) else None
    if taken is None and to_officer:
        return sealed.without_known(house, contact, talk, inbound), None, None
    if taken is None:
        inbound, counted = counting.take_out(house.book, talk, inbound)
        return *sealed.keep_apart(house, contact, talk, inbound), counted
    return replace(inbound, words=taken.filed), Apart(taken.filed, taken.rest, word=taken.part), None


def as_heard(inbound: Inbound, apart: Apart | None) -> Inbound:
    """What is to be understood of it: what was said beside the code word."""
    said = apart.rest if apart and apart.word == "said" else ""
    return replace(inbound, words=said) if said else inbound


def settle_given(scene: Scene, state: State) -> State:
    """The same talk where a page knows that what is kept apart was given."""
    return settle_word(scene, sealed.settle_given(scene, state))


def _take_word(
    house: House, contact: Contact, talk: Conversation, state: State | None, said: str, mark: str, now: datetime
) -> Taken | None:
    if asked_for_word(state):
        return choose_word(house.keys, contact, said, mark, now)
    if not contact.code_word:
        return None
    taken = take_out_word(house.keys, contact, said, mark)
    rest = taken.rest if taken and taken.part else " ".join(said.split()[1:])
    if _asks_for_what_is_kept(rest) or (not rest and (state is None or state.over)):
        _weigh(house, contact, talk, taken, said, now)
    return taken


def _asks_for_what_is_kept(said: str) -> bool:
    """Whether it asks for something that stays unsaid here without the code word."""
    return asks_for_news(said) or wishes.wants_plan(said) or wishes.wants_question(said) or wishes.wants_contact(said)


def _weigh(house: House, contact: Contact, talk: Conversation, taken: Taken | None, said: str, now: datetime) -> None:
    """The right word opens, for ten minutes; after too many wrong ones in a day it opens nothing, and a person looks
    into it."""
    session = object_session(contact)
    assert session
    right = taken is not None and taken.part == "said"
    wrong = count_wrong(house.keys, session, contact, "" if right else said, now)
    if right and wrong < WRONG_A_DAY:
        contact.code_word_at = now
    elif wrong >= WRONG_A_DAY:
        talk.needs_person = True
