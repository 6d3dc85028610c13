"""Hears in later messages that a risk is to be looked at again: new fear, distress, or worse behaviour (C2)."""

from __future__ import annotations

from bot.risk.assessing import look_again
from bot.scene import Scene
from bot.understanding.fear import is_afraid
from storage.cases import Case, open_cases_of
from storage.reports import newest_report
from storage.risks import Noticed


def heed_new_fear(scene: Scene, said: str) -> None:
    """Mark the open case; staff see it, and nothing is said of it to whoever writes."""
    noticed: Noticed | None = "escalation" if scene.danger.urgent else "distress" if is_afraid(said) else None
    case = _case_told_of(scene) if noticed else None
    if noticed and case:
        look_again(scene.house, scene.session, case, noticed, scene.now)


def _case_told_of(scene: Scene) -> Case | None:
    """The open case of this conversation, else the latest of this contact; also one of which we say nothing here."""
    standing = open_cases_of(scene.session, scene.contact.id)
    told = newest_report(scene.session, scene.conversation.id)
    return next((case for case in standing if told and case.id == told.case_id), standing[0] if standing else None)
