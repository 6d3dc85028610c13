"""What a resident writes while an officer has the conversation: it is filed for the officer, and the chat asks nothing.

Danger is answered as ever, and ends it (R1); so does an officer who has been gone for a while, or has finished. What
was being asked is put again then, as no answer to an officer may be taken for one to us.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import careful, engine
from bot.channels.contract import Inbound
from bot.engine import Book, Reply, Turn
from bot.scene import Scene
from bot.state import Frame, State
from bot.understanding import caution, wishes
from dialogs import phrases
from dialogs.asides import HELP
from storage.conversations import Conversation

HANDED_BACK = "handed_back"
"""The note of a talk in which an officer has finished, and nothing could be said any more."""
STILL_THERE = timedelta(minutes=30)
"""How long after their last word an officer is taken to be there."""


def is_with_officer(talk: Conversation, now: datetime) -> bool:
    """Whether an officer has this conversation at the moment."""
    return talk.taken_by is not None and talk.last_said_at is not None and now - talk.last_said_at <= STILL_THERE


def is_meant(talk: Conversation, state: State | None) -> bool:
    """Whether the next message may be meant for an officer: one has the conversation or, since the last of theirs,
    nothing could be said."""
    return talk.taken_by is not None or (state is not None and HANDED_BACK in state.notes)


def leaves_to_chat(scene: Scene, state: State | None, inbound: Inbound) -> bool:
    """Whether a message that may be meant for an officer is answered as ever, which ends that an officer has the talk:
    danger comes first (R1), and where nothing is being asked nothing can be taken for an answer."""
    if scene.contact.texting_is_safe is None and caution.is_unsafe_after_all(inbound.words):
        scene.contact.texting_is_safe = "no"  # before we have asked: an officer minds it from their next word on (C5)
    alarming = scene.danger.now and not careful.is_only_faint(scene, state)
    if careful.is_in_danger(state):
        as_ever = caution.is_calm(inbound.words)
    else:
        as_ever = not is_with_officer(scene.conversation, scene.now) and (state is None or state.over)
    leaves = bool(alarming) or scene.danger.concern == "suicidal" or as_ever
    if leaves:
        scene.conversation.taken_by = None
        scene.conversation.needs_person = scene.conversation.needs_person or not wishes.is_thanks(inbound.words)
    return leaves


def hear(scene: Scene, state: State | None, inbound: Inbound, *, handed_back: bool) -> Turn:
    """What is said to a message that is an officer's to answer."""
    talk, is_thanks = scene.conversation, wishes.is_thanks(inbound.words)
    if not is_thanks:
        talk.needs_person = True
        scene.notes.setdefault("person", "unanswered")
    if state and careful.is_in_danger(state):
        talk.taken_by = None
        return careful.advise_again(scene, inbound, state)
    if is_with_officer(talk, scene.now):
        return Turn(standing_of(state), _at_once(inbound))
    talk.taken_by = None
    unread = phrases.KEPT if handed_back else phrases.NOBODY_FREE
    return going_on(scene.book, state, Reply(phrases.NOTED if is_thanks else unread))


def _at_once(inbound: Inbound) -> tuple[Reply, ...]:
    """What cannot wait for the officer, or an officer could not say: they see no picture either."""
    if inbound.opted == "help" or wishes.asks_for_help(inbound.words):
        return (Reply(HELP),)
    if inbound.beyond_words:
        return (Reply(phrases.ONLY_THE_WORDS if inbound.words.strip() else phrases.ONLY_WORDS),)
    return ()


def going_on(book: Book, state: State | None, reply: Reply) -> Turn:
    """Say this, and put the question again that was being asked before the officer came."""
    if state is None or state.over:
        return Turn(standing_of(state), (reply,), over=True)
    return engine.walk(book, state, (reply,))


def standing_of(state: State | None) -> State:
    return state or State((Frame("report"),))
