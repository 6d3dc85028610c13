"""STOP and START, and too much: when a message is filed but not answered (C9). Danger is never held back."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.contract import Inbound
from bot.engine import Reply
from bot.rota import tell
from bot.scene import Scene
from bot.understanding import wishes
from dialogs import phrases
from storage.messages import heard_since

DAY = timedelta(days=1)


def is_silenced(scene: Scene, inbound: Inbound) -> bool:
    """STOP is final at once, and the carrier acknowledges it, not we; danger from there still alerts."""
    carrier = inbound.opted or (wishes.carrier_word(inbound.words) if inbound.channel == "sms" else None)
    if carrier == "start" and scene.contact.stopped_at:
        scene.contact.stopped_at = None
        return inbound.words.strip().casefold() != "yes"
    if carrier == "stop":
        scene.contact.stopped_at = scene.now
        scene.conversation.needs_person = True
    if scene.contact.stopped_at and scene.danger.now:
        note = "cannot be answered by text"
        tell(scene.house, scene.session, scene.conversation.id, "now", scene.danger.now, scene.now, note)
    return bool(scene.contact.stopped_at)


def too_many(scene: Scene) -> tuple[Reply, ...] | None:
    """None while this contact may be answered; past the day's limit one word of why, then nothing more."""
    most = scene.house.landlord.limits.texts_per_number_a_day
    if scene.danger.urgent or scene.conversation.length <= most:  # most talks are short: no need to count
        return None
    heard = heard_since(scene.session, scene.conversation.id, scene.now - DAY)
    if heard <= most:
        return None
    scene.conversation.needs_person = True
    return (Reply(phrases.ENOUGH),) if heard == most + 1 else ()
