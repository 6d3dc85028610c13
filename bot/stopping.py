"""STOP and START, and too much: when a message is filed but not answered (C9). Danger is never held back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.contract import Inbound
from bot.engine import Reply
from bot.rota import tell
from bot.scene import Scene
from bot.understanding import wishes
from dialogs import phrases
from storage.alerts import Level
from storage.contacts import Contact
from storage.messages import heard_since

DAY = timedelta(days=1)


def heed_carrier(contact: Contact, inbound: Inbound, now: datetime) -> bool:
    """Take in STOP and START, on which the carrier has acted already; True for a START that ends a STOP.

    On other channels whoever writes has not blocked us, or does so no longer.
    """
    carrier = inbound.opted or wishes.carrier_word(inbound.words) if inbound.channel == "sms" else "start"
    restarts = carrier == "start" and contact.stopped_at is not None
    if restarts:
        contact.stopped_at = None
    elif carrier == "stop":
        contact.stopped_at = now
    return restarts and inbound.channel == "sms"


def is_silenced(scene: Scene, inbound: Inbound) -> bool:
    """STOP is final at once, and the carrier acknowledges it, not we; whatever comes from there is for a person to
    read, and danger still alerts."""
    if heed_carrier(scene.contact, inbound, scene.now):
        return inbound.words.strip().casefold() != "yes"
    if scene.contact.stopped_at is None:
        return False
    scene.conversation.needs_person = True
    if sort := scene.danger.now or scene.danger.concern:
        level: Level = "now" if scene.danger.now else "urgent"
        tell(scene.house, scene.session, scene.conversation.id, level, sort, scene.now, "cannot be answered by text")
    return True


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
