"""Which talk goes on with a message, where it stands, and what of it does not outlast a long pause."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import engine
from bot.house import House
from bot.scene import Scene
from bot.state import State, Unreadable, load
from bot.turn import Book
from storage.conversations import Audience, Conversation, close_conversation, open_conversation

OF_THE_MOMENT = ("danger", "low")  # pages that do not outlast a long pause: danger is asked about afresh
LONG_PAUSE = timedelta(hours=6)
NEW_TALK_AFTER = timedelta(hours=12)  # once everything has been said


def go_on_with(
    house: House, session: Session, found: Conversation, audience: Audience, now: datetime
) -> tuple[Conversation, State | None]:
    """The same talk, and where it stands; a new one where all had been said long ago, or where nobody can read where it
    stood: then staff see what was said so far."""
    state, readable = read_state(house.book, found)
    heard_at = found.last_heard_at
    if readable and not (state and state.over and heard_at is not None and now - heard_at >= NEW_TALK_AFTER):
        return found, state
    found.needs_person = found.needs_person or not readable
    close_conversation(session, found, now)
    return open_conversation(session, found.channel, found.contact_id, audience, now, found.language), None


def read_state(book: Book, talk: Conversation) -> tuple[State | None, bool]:
    """Where it stands, and whether this release still knows every page that was being read."""
    try:
        state = load(talk.state) if talk.state else None
    except Unreadable:
        return None, False
    return state, state is None or (bool(state.frames) and all(frame.dialog in book for frame in state.frames))


def notes_of(scene: Scene, state: State | None, *, to_officer: bool) -> dict[str, str]:
    """What was noted before, with why a person is needed where one is."""
    notes = dict(state.remembered) if state else {}
    if not scene.conversation.needs_person:
        notes.pop("person", None)
    elif to_officer:
        notes.setdefault("person", "unanswered")
    return notes


def refreshed(book: Book, state: State | None, before: datetime | None, now: datetime) -> State | None:
    """After a long pause, what may have changed since is to be asked again."""
    if state is None or state.over or before is None or now - before < LONG_PAUSE:
        return state
    frames = tuple(frame for frame in state.frames if frame.dialog not in OF_THE_MOMENT)
    return engine.refresh(book, replace(state, frames=frames or state.frames))
