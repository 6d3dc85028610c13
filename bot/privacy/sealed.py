"""Keeps apart how somebody can be reached: out of the message before it is filed, sealed with their contact.

What a sealed question asks for stands nowhere else: not in the record, the state of the talk, the report or the case.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from bot.catalogues import translate
from bot.channels.contract import Inbound
from bot.engine import asked_line
from bot.house import House
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import Scene
from bot.state import Frame, Mark, State, Unreadable, Values, load
from bot.turn import Amiss, Book, Reply
from bot.understanding import reach
from bot.understanding.reach import Apart, Sort, hide, may_hold_way, take_apart, take_out
from bot.understanding.reach_refused import is_not_to_be_used
from dialogs import phrases
from dialogs.grammar import Ask, Dialog
from storage.contacts import Contact, SafeToText, keep_reach, reach_of
from storage.conversations import Conversation
from storage.sealing import Keys, SealBroken

_log = logging.getLogger(__name__)
MARKS = {"phone": phrases.A_NUMBER, "email": phrases.AN_ADDRESS, "unclear": phrases.NOT_READ}
HARDLY_A_WORD = 3
NOTE = "reach_note"
HIDDEN = ("anonymous", "confidential")  # namings that keep from staff how somebody is reached, until they allow it


def keep_apart(house: House, contact: Contact, talk: Conversation, inbound: Inbound) -> tuple[Inbound, Apart | None]:
    """The message as it may be filed and, where it answers a sealed question, what was in it: that is sealed already.

    Numbers of other people, told as part of what happened, are the resident's own words and stay (R2).
    """
    if not may_hold_way(inbound.words):
        return inbound, None
    try:
        return _keep_apart(house, contact, talk, inbound)
    except Exception:  # a fault of ours must neither lose the message nor leave a number in it
        _log.exception("A message could not be taken apart; every digit in it is hidden.", exc_info=False)
        return replace(inbound, words=hide(inbound.words)), None


def without_known(house: House, contact: Contact, talk: Conversation, inbound: Inbound) -> Inbound:
    """The message without the ways to reach them that we keep already, whatever is being asked."""
    before = _given_before(house.keys, contact)
    return replace(inbound, words=take_out(inbound.words, before, _marking(talk.language))) if before else inbound


def _keep_apart(house: House, contact: Contact, talk: Conversation, inbound: Inbound) -> tuple[Inbound, Apart | None]:
    state, before = state_of(talk), _given_before(house.keys, contact)
    apart = take_apart(inbound.words, _marking(talk.language))
    if talk.channel == "sms" and not (state and any(_asks_of_sealed(house.book, frame) for frame in state.frames)):
        return inbound, None  # by text we have their number, and ask for another only there
    if state is None or not _answers_sealed(house.book, state, apart, inbound):
        return replace(inbound, words=take_out(inbound.words, before, _marking(talk.language))), None
    if apart.ways and is_not_to_be_used(apart.rest):
        return replace(inbound, words=apart.words), replace(apart, ways=(), is_new=False)
    if apart.ways and apart.ways != before:
        keep_reach(house.keys, contact, apart.ways)
    return replace(inbound, words=apart.words), replace(apart, is_new=apart.ways != before)


def state_of(talk: Conversation) -> State | None:
    """Where the talk stands; None where it has not begun, or nobody can read it."""
    try:
        return load(talk.state) if talk.state else None
    except Unreadable:
        return None


def _given_before(keys: Keys, contact: Contact) -> tuple[str, ...]:
    try:
        return reach_of(keys, contact)
    except SealBroken:
        return ()


def _marking(language: str) -> reach.Mark:
    def mark(sort: Sort) -> str:
        return translate(MARKS[sort], language)

    return mark


def _answers_sealed(book: Book, state: State, apart: Apart, inbound: Inbound) -> bool:
    """Whether a message answers a sealed question: one that is being asked, or whose answer is being asked about; or,
    before or after that, is a number or an address and no more, where no words of their own are asked for."""
    if any(_asks_of_sealed(book, frame) for frame in state.frames):
        return True
    in_own_words = isinstance(asked_line(book, state), Ask) and not inbound.edited
    is_bare = bool(apart.ways) and apart.besides <= HARDLY_A_WORD
    return is_bare and not in_own_words and any(_sealed_on(book, state))


def _asks_of_sealed(book: Book, frame: Frame) -> bool:
    dialog = book[frame.dialog]
    asking = dialog.renamed.get(frame.asking, frame.asking)
    line = dialog.named.get(asking)
    return asking in dialog.sealed or (line is not None and not dialog.sealed.isdisjoint(line.shows))


def _sealed_on(book: Book, state: State) -> Iterator[tuple[int, str]]:
    """The sealed questions of the pages that are being read, the topmost first: how deep it lies, and their names."""
    for depth in reversed(range(len(state.frames))):
        yield from ((depth, name) for name in sorted(book[state.frames[depth].dialog].sealed))


def settle_given(scene: Scene, state: State) -> State:
    """The same talk where a page knows that the answer was given, and when; what it was it never learns."""
    asked = next(_sealed_on(scene.book, state), None)
    if asked is None or not scene.gives_reach:
        return state
    depth, name = asked
    frame = state.frames[depth]
    mark = frame.marks.get(name)
    if not _is_new(scene) and mark is not None and mark.how != "skipped":
        return state
    given = replace(frame.settled(name, Mark({name: scene.now.isoformat()} | _beside(scene))), misses=0)
    return replace(state, frames=(*state.frames[:depth], given, *state.frames[depth + 1 :]))


def _is_new(scene: Scene) -> bool:
    return scene.apart is not None and scene.apart.is_new


def _beside(scene: Scene) -> Values:
    """What was written beside it, such as "after six": staff should know."""
    return {NOTE: scene.apart.words} if scene.apart and scene.apart.besides > 1 else {}


def thanks(scene: Scene, state: State) -> tuple[Reply, ...]:
    """A word for an answer that comes while something else is asked."""
    dialog = scene.book[state.top.dialog]
    return () if state.top.asking in dialog.sealed | dialog.secret else (Reply(phrases.NOTED),)


def hear_none(scene: Scene) -> Amiss | None:
    """What a message means to a sealed question that it does not answer: meant as one, or something else."""
    return Amiss() if scene.apart and scene.apart.tried else None


def keep_wishes(scene: Scene, frame: Frame, known: Values) -> None:
    """Whether we may use what they gave, and whether staff may see it; it is forgotten when taken back (C5, R9)."""
    contact, dialog = scene.contact, scene.book[frame.dialog]
    if _is_taken_back(frame, dialog):
        keep_reach(scene.house.keys, contact, ())
    elif any(known.get(asked) == "no" for asked in SAFE_TO_WRITE):
        contact.reach_is_safe = "no"
    elif dialog.sealed & known.keys():
        contact.reach_is_safe = _said_safe(known)
    if known.get("naming"):
        contact.reach_is_open = _yes_no(known.get("may_reach")) if known["naming"] in HIDDEN else None


def _is_taken_back(frame: Frame, dialog: Dialog) -> bool:
    """They went back to the question, and left it out this time."""
    marks = [frame.marks[name] for name in dialog.sealed & frame.marks.keys() & frame.before.keys()]
    return any(mark.how == "skipped" for mark in marks)


def _said_safe(known: Values) -> SafeToText | None:
    """What they said last of it: where it is abuse at home after all, they are asked once more."""
    after_all = known.get("kind") == "domestic_abuse" and known.get("concern") != "abuse_seen"
    return _yes_no(known.get("safe_to_reach_still" if after_all else "safe_to_reach"))


def _yes_no(said: str | None) -> SafeToText | None:
    return "yes" if said == "yes" else "no" if said == "no" else None
