"""Lets an officer open the case of a report that stopped before it had a reference, so that somebody acts on it (R12).

Nothing is said to whoever told it: whether it is safe to write to them was not asked. If they go on, they go on where
they stopped, and hear the reference then.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.casework.opening import keep_report, open_with
from bot.going_on import read_state
from bot.house import House
from bot.page import known_at, settled, uses
from bot.scene import Scene
from bot.state import Frame, Mark, State, dump
from dialogs.grammar import Do
from dialogs.report import report
from storage.cases import Case
from storage.contacts import Contact
from storage.conversations import Conversation

OPENS = "open_case"


class NothingToOpen(Exception):
    """No report stands here that stopped before it had a reference."""


def may_be_opened(house: House, talk: Conversation, page: int) -> bool:
    """Whether the report told on this page of the conversation is still being told, and has no case."""
    state, _ = read_state(house.book, talk)
    return state is not None and _stopped(state, page) is not None


def open_for(house: House, session: Session, talk: Conversation, page: int, officer_id: int, now: datetime) -> Case:
    """Open the case of the report told on this page, with what is known so far.

    The conversation must be held. Raises NothingToOpen where the report has a case, or is no longer being told.
    """
    state, _ = read_state(house.book, talk)
    frame = _stopped(state, page) if state else None
    if state is None or frame is None:
        raise NothingToOpen
    contact = session.get_one(Contact, talk.contact_id)
    scene = Scene(house, session, talk, contact, house.registers.current(session, now), now)
    scene.notes, scene.frame = dict(state.remembered), frame
    case = open_with(scene, settled(report, frame), f"staff:{officer_id}")
    opens = report.named[OPENS]
    assert isinstance(opens, Do)
    assert case.first_contact_due
    gave = {"reference": case.reference, "reply_by": case.first_contact_due.isoformat()}
    with_case = frame.with_marks({OPENS: Mark(gave, uses(opens, known_at(report, frame, opens)))})
    keep_report(scene, with_case, settled(report, with_case), ended=False)
    frames = tuple(with_case if one.number == page else one for one in state.frames)
    talk.state = dump(State(frames, state.begun, state.notes))
    return case


def _stopped(state: State, page: int) -> Frame | None:
    told = (frame for frame in state.frames if frame.number == page and frame.dialog == report.name)
    return next((one for one in told if OPENS not in one.marks and report.gathers in settled(report, one)), None)
