"""STOP and START, and too much: when a message is filed but not answered (C9). Danger is never held back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.contract import Inbound
from bot.rota import tell
from bot.scene import Scene
from bot.turn import Reply
from bot.understanding import wishes
from bot.wording import compose
from dialogs import phrases
from storage import outbox
from storage.alerts import Level
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.messages import append, heard_since, last_said
from storage.reports import has_reported

DAY = timedelta(days=1)
CANNOT_BE_ANSWERED = "cannot be answered by text"


def heed_carrier(contact: Contact, inbound: Inbound, now: datetime) -> bool:
    """Take in STOP and START, on which the carrier has acted already; True for a START that ends a STOP, which the
    carrier acknowledges; a YES may be an answer to us as well.

    On other channels whoever writes has not blocked us, or does so no longer.
    """
    carrier = inbound.opted or wishes.carrier_word(inbound.words) if inbound.channel == "sms" else "start"
    restarts = carrier == "start" and contact.stopped_at is not None
    if restarts:
        contact.stopped_at = None
    elif carrier == "stop":
        contact.stopped_at = contact.stopped_at or now
    return restarts and inbound.channel == "sms" and inbound.words.strip(" .!\n").casefold() != "yes"


def is_silenced(scene: Scene, inbound: Inbound) -> bool:
    """STOP is final at once, and the carrier acknowledges it, not we; whatever comes from there is for a person to
    read, and danger still alerts. Where no carrier acts on it, we say once that we stop, and nothing after that."""
    if heed_carrier(scene.contact, inbound, scene.now):
        return not _said_goodbye(scene)
    if scene.contact.stopped_at is None:
        return _stops_us(scene, inbound)
    scene.conversation.taken_by = None  # nothing that an officer wrote would leave
    if not _leaves_a_survey(scene, inbound):
        scene.conversation.needs_person = True
    if sort := scene.danger.now or scene.danger.concern:
        level: Level = "now" if scene.danger.now else "urgent"
        tell(scene.house, scene.session, scene.conversation.id, level, sort, scene.now, CANNOT_BE_ANSWERED)
    return True


def _leaves_a_survey(scene: Scene, inbound: Inbound) -> bool:
    """Whether this is a mere STOP of somebody who never told us of anything: we asked, they would rather not, and there
    is nothing that they have not been told."""
    is_stop = inbound.opted == "stop" or wishes.carrier_word(inbound.words) == "stop"
    mere = is_stop or wishes.asks_to_stop(inbound.words)
    return mere and not has_reported(scene.session, scene.contact.id)


def _stops_us(scene: Scene, inbound: Inbound) -> bool:
    """Whether somebody asks us to stop where no carrier does it: by Telegram, or by text in words of their own. The
    web chat writes to nobody who has left it."""
    talk = scene.conversation
    if talk.channel == "web" or inbound.pressed or not wishes.asks_to_stop(inbound.words):
        return False
    scene.contact.stopped_at, talk.taken_by = scene.now, None
    talk.needs_person = talk.needs_person or not _leaves_a_survey(scene, inbound)
    said = phrases.STOPPED_TEXTS if talk.channel == "sms" else phrases.STOPPED
    (words,) = compose((Reply(said),), scene.language, talk.channel, scene.house.our)
    message_id = append(scene.session, talk, "goodbye", words.said, scene.now, english=words.english)
    within = timedelta(minutes=scene.house.landlord.texting.reply_within_minutes)
    outbox.queue(scene.session, talk, message_id, "goodbye", scene.now, expires_at=scene.now + within)
    return True


def _said_goodbye(scene: Scene) -> bool:
    """Whether it was we who acknowledged the STOP: no carrier knows of it, nor acknowledges the START."""
    last = last_said(scene.session, scene.contact.id)
    return last is not None and last.kind == "goodbye"


def hear_stop_on_call(contact: Contact, conversation: Conversation, inbound: Inbound, now: datetime) -> bool:
    """Whether somebody on call is not to be answered: they said STOP, of which staff are told, or just START."""
    if heed_carrier(contact, inbound, now):
        return True
    if contact.stopped_at is not None:
        conversation.needs_person = True
    return contact.stopped_at is not None


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
