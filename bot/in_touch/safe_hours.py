"""Keeps in which hours it is safe to write, where somebody says so before anything is agreed: when we ask whether it is
safe at all ("yes, between 9 and 4"), or on their own ("don't text after 6, my husband is home then", C5, C8)."""

from __future__ import annotations

from dataclasses import replace

from bot import engine
from bot.configuration.hours import Hours, read_own_hours
from bot.hearing_hours import hear_own_hours, offered_words, part_of_day
from bot.in_touch.agreements import hours_of_day, keep_hours
from bot.in_touch.other_hours import ASKED_FOR, answers_of_hours, goes_by_day, is_about_writing
from bot.privacy.speaking import SAFE_TO_WRITE
from bot.scene import Scene
from bot.state import Means, State
from bot.story import ear
from bot.turn import Reply, Turn
from bot.understanding.caution import list_of
from bot.understanding.hours_said import (
    excepts,
    says_no_more,
    without_answer,
    without_reasons,
)
from bot.understanding.normal import split, words
from bot.understanding.wishes import drop_polite_words
from bot.understanding.yes_no import spell_signs
from dialogs import phrases

AN_HOUR = 60  # minutes: in less, a message may never find its moment
WEB = "web"
"""There we never write first."""
DOUBTED = "doubted"
"""The note of the question that was put again, as its answer left a doubt: said again, that is a no."""


def safe_within(scene: Scene, state: State, said: str) -> Turn | None:
    """The turn of an answer to "Is it safe for us to write to you here?" that names hours: with a yes, or as the only
    ones, they are safe; where some are taken out ("not evenings"), we keep to that, and ask once more, as where days
    are named, which we cannot keep to. None where none are named, or that was asked before: then it is a no like any
    other."""
    if state.top.asking not in SAFE_TO_WRITE or scene.conversation.channel == WEB:
        return None
    hours = _hours_meant(scene, said)
    is_by_day = goes_by_day(scene, said)
    if hours and _is_safe_then(said):
        turn = engine.answer(scene.book, state, "yes", ear(scene))
        return replace(turn, replies=(_kept(scene, hours), *turn.replies))
    doubted, before = f"{state.top.number} {state.top.asking}", scene.notes.get(DOUBTED, "")
    if before == doubted or not (hours or (is_by_day and not before.startswith(doubted))):
        return None
    scene.notes[DOUBTED] = doubted if hours else f"{doubted} by day"  # after that hours may still be named
    said_of_it = _kept(scene, hours) if hours else Reply(phrases.NOT_BY_DAY)
    return engine.walk(scene.book, state, (said_of_it, Reply(phrases.ONLY_IF_SAFE)))


def _is_safe_then(said: str) -> bool:
    polite = drop_polite_words(split(spell_signs(said)))
    if polite[:1] in list_of("answers", "no"):
        return False
    return polite[:1] in list_of("answers", "yes") or not excepts(said)


def put_safe_hours(scene: Scene, state: State | None, said: str) -> Turn | None:
    """The turn in which hours that are named are kept, where none have been agreed yet; None where these words are
    about anything else."""
    if state is None or not limits_writing(scene, state, said) or scene.contact.texting_is_safe == "no":
        return None
    hours = _hours_meant(scene, said)
    assert hours
    reply = _kept(scene, hours)
    return Turn(state, (reply,), over=True) if state.over else engine.walk(scene.book, state, (reply,))


def limits_writing(scene: Scene, state: State | None, said: str) -> bool:
    """Whether these words say in which hours we may write to them, and no more; once all has been said, also without a
    word of writing: "not evenings, he is home then"."""
    if state is None or scene.conversation.channel == WEB:
        return False
    takes_out = state.over and excepts(said) and says_no_more(without_reasons(said), offered_words(scene.language))
    return (takes_out or is_about_writing(scene, said)) and _hours_meant(scene, said) is not None


def _kept(scene: Scene, hours: str) -> Reply:
    keep_hours(scene.session, scene.contact, hours)
    return Reply(phrases.WITHIN_HOURS, {"own_hours": hours})


def _hours_meant(scene: Scene, said: str) -> str | None:
    """The hours that are named, or left of those that stand where some are taken out; None for none, or any time."""
    plain = without_answer(without_reasons(said))
    part, own = (answers_of_hours(scene, plain, scene.contact.hours).get(name, "") for name in ASKED_FOR)
    is_named = part == part_of_day(scene.language, plain) or isinstance(hear_own_hours(scene, plain), Means)
    if not own and not is_named:  # "1 yes", as the first of the answers
        return None
    hours = hours_of_day(scene.house.landlord, part, own)
    return str(_within(scene.contact.hours, hours)) if hours and _is_one_limit(plain) else hours


def _is_one_limit(said: str) -> bool:
    """Whether only one end is named, or something is taken out: "not after 4" says nothing of the morning."""
    return excepts(said) or sum(any(map(str.isdecimal, word)) for word in words(said)) == 1


def _within(before: str | None, hours: str) -> Hours:
    """These hours as far as they lie in those that were said to be safe before; they alone, where next to none do."""
    new, kept = read_own_hours(hours), read_own_hours(before or hours)
    opens, closes = max(kept.opens, new.opens), min(kept.closes, new.closes)
    is_enough = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute >= AN_HOUR
    return replace(new, opens=opens, closes=closes) if is_enough and not new.past_midnight else new
