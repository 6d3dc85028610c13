"""Begins a page with what somebody tells us, or adds it to the one being read; it is filed without one where it is not
safe to write."""

from __future__ import annotations

from dataclasses import replace

from bot import careful, engine
from bot.casework.opening import cases_to_speak_of
from bot.casework.quietly import file_silently, file_with_abuse
from bot.scene import Scene
from bot.state import State
from bot.story import ear, told
from bot.turn import Reply, Turn
from bot.understanding import wishes
from bot.understanding.bare import is_bare, says_nothing
from dialogs import phrases


def new_page(scene: Scene, state: State | None, said: str) -> State:
    """The page on which it is told: a report, more about the case that is open, or who listens to dark thoughts."""
    empty = is_bare(said) or says_nothing(said) or wishes.wants_new_report(said)
    heard = None if empty else told(said, scene)
    fresh = State((), state.begun) if state else None
    if heard and careful.is_only_low(scene, said):
        return engine.put_on_top(scene.book, "low", replace(heard, thin=True), under=fresh)
    page = "follow_up" if has_open_case(scene) else "report"
    if heard and page == "follow_up" and len(said.split()) > 1:
        heard = replace(heard, thin=False)  # "its happening again" says enough where we know of what
    return engine.put_on_top(scene.book, page, heard, under=fresh)


def with_story(scene: Scene, state: State | None, said: str) -> State:
    """What is said of danger is part of a report, which is saved whatever happens (R1); where it is not safe to write
    it is filed without a page that would speak of it afterwards (C5)."""
    if state is None or state.over:
        begun = state.begun if state else 0
        is_filed = file_silently(scene, said) or file_with_abuse(scene, said)
        return State((), begun) if is_filed else new_page(scene, state, said)
    if not scene.danger.urgent and len(said.split()) < engine.SENTENCE and says_nothing(said):
        return state
    longer = engine.tell_story(scene.book, state, said, ear(scene))
    if longer is None:
        file_silently(scene, said)
    return longer or state


def more_of_abuse(scene: Scene, state: State | None, said: str) -> Turn | None:
    """What is told after a report of abuse at home is with its case, and nothing of that is said; as of any report, we
    ask whether anybody is in danger. None where it is told of something else, or they have no such case."""
    if not said.strip() or not file_with_abuse(scene, said):
        return None
    asked = engine.begin(scene.book, careful.IN_DOUBT, under=state)
    return replace(asked, replies=(Reply(phrases.NOTED), *asked.replies))


def has_open_case(scene: Scene) -> bool:
    return bool(cases_to_speak_of(scene.session, scene.contact.id, scene.now))
