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


def hear(scene: Scene, state: State | None, inbound: Inbound) -> Turn | None:
    """What is said to a message that may be an officer's to answer; None where it is answered as ever."""
    talk, handed_back = scene.conversation, scene.notes.pop(HANDED_BACK, "")
    if talk.taken_by is None and not handed_back:
        return None
    is_thanks = wishes.is_thanks(inbound.words)
    if not is_thanks:
        talk.needs_person = True
        scene.notes.setdefault("person", "unanswered")
    if scene.contact.texting_is_safe is None and caution.is_unsafe_after_all(inbound.words):
        scene.contact.texting_is_safe = "no"  # before we have asked: an officer minds it from their next word on (C5)
    in_danger = scene.danger.now or scene.danger.concern == "suicidal" or careful.is_in_danger(state)
    if not in_danger and is_with_officer(talk, scene.now):
        asks_for_help = inbound.opted == "help" or wishes.asks_for_help(inbound.words)
        return Turn(standing_of(state), (Reply(HELP),) if asks_for_help else ())
    talk.taken_by = None
    if in_danger or state is None or state.over:  # there is no question for which an answer could be taken
        return None
    unread = phrases.KEPT if handed_back else phrases.NOBODY_FREE
    return going_on(scene.book, state, Reply(phrases.NOTED if is_thanks else unread))


def going_on(book: Book, state: State | None, reply: Reply) -> Turn:
    """Say this, and put the question again that was being asked before the officer came."""
    if state is None or state.over:
        return Turn(standing_of(state), (reply,), over=True)
    return engine.walk(book, state, (reply,))


def standing_of(state: State | None) -> State:
    return state or State((Frame("report"),))
