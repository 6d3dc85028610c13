"""What a resident writes while an officer has the conversation: it is filed for the officer, and the chat asks nothing.

Danger is answered as ever, and ends it (R1); so does an officer who has been gone for a while. What was being asked is
put again then, as no answer to an officer may be taken for one to us.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import engine
from bot.channels.contract import Inbound
from bot.engine import Reply, Turn
from bot.scene import Scene
from bot.state import Frame, State
from bot.understanding import caution, wishes
from dialogs import phrases
from dialogs.asides import HELP
from storage.conversations import Conversation

STILL_THERE = timedelta(minutes=30)
"""How long after their last word an officer is taken to be there."""


def is_with_officer(talk: Conversation, now: datetime) -> bool:
    """Whether an officer has this conversation at the moment."""
    return talk.taken_by is not None and talk.last_said_at is not None and now - talk.last_said_at <= STILL_THERE


def hear(scene: Scene, state: State | None, inbound: Inbound) -> Turn | None:
    """What is said to a message that may be an officer's to answer; None where it is answered as ever."""
    talk = scene.conversation
    if talk.taken_by is None:
        return None
    if not wishes.is_thanks(inbound.words):
        talk.needs_person = True
        scene.notes.setdefault("person", "unanswered")
    if scene.contact.texting_is_safe is None and caution.is_unsafe_after_all(inbound.words):
        scene.contact.texting_is_safe = "no"  # before we have asked: an officer minds it from their next word on (C5)
    if scene.danger.now or scene.danger.concern == "suicidal":
        talk.taken_by = None
        return None
    if not is_with_officer(talk, scene.now):
        talk.taken_by = None
        quiet = wishes.is_thanks(inbound.words)
        return going_on(scene, state, Reply(phrases.NOTED if quiet else phrases.NOBODY_FREE))
    asks_for_help = inbound.opted == "help" or wishes.asks_for_help(inbound.words)
    return Turn(_standing(state), (Reply(HELP),) if asks_for_help else ())


def going_on(scene: Scene, state: State | None, reply: Reply) -> Turn:
    """Say this, and put the question again that was being asked before the officer came."""
    if state is None or state.over:
        return Turn(_standing(state), (reply,), over=True)
    return engine.walk(scene.book, state, (reply,))


def _standing(state: State | None) -> State:
    return state or State((Frame("report"),))
