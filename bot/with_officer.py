"""What a resident writes while an officer has the conversation: it is filed for the officer, and the chat asks nothing.

Danger is answered as ever, and ends it (R1); so does an officer who has been gone for a while, or has finished. What
was being asked is put again then, as no answer to an officer may be taken for one to us.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import careful, engine
from bot.channels.contract import Inbound
from bot.scene import Scene
from bot.state import HANDED_BACK, Frame, State
from bot.turn import Book, Reply, Turn
from bot.understanding import wishes
from bot.understanding.out_of_danger import is_calm
from dialogs import phrases
from dialogs.asides import HELP
from storage.conversations import Conversation

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
    """Whether a message that may be meant for an officer is answered as ever: danger comes first (R1), and where
    nothing is being asked nothing can be taken for an answer."""
    alarming = scene.danger.now is not None and not careful.is_only_faint(scene, state)
    if alarming or scene.danger.concern == "suicidal":
        return True
    if careful.is_in_danger(state):
        return is_calm(inbound.words)
    return not is_with_officer(scene.conversation, scene.now) and (state is None or state.over)


def hear(scene: Scene, state: State | None, inbound: Inbound) -> Turn:
    """What is said to a message that is an officer's to answer."""
    talk = scene.conversation
    if state and careful.is_in_danger(state):
        talk.taken_by = None
        return careful.advise_again(scene, inbound, state)
    if is_with_officer(talk, scene.now):
        return Turn(standing_of(state), _at_once(inbound))
    unread = phrases.KEPT if talk.taken_by is None else phrases.NOBODY_FREE
    talk.taken_by = None
    return going_on(scene.book, state, Reply(phrases.NOTED if wishes.is_thanks(inbound.words) else unread))


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
