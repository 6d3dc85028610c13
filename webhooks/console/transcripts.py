"""One conversation as it is shown: every message in order, exactly as said, and what became of those we sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.catalogues import is_reviewed
from bot.privacy.codes import hide_code
from storage.cases import Case
from storage.conversations import Conversation
from storage.deliveries import state_of
from storage.messages import Message, transcript, verify
from storage.outbox import Outgoing
from storage.staff import Staff
from webhooks.bubbles import START
from webhooks.console.delivery_words import Fate, fate_of
from webhooks.console.nameless import left_out, reports_shown
from webhooks.moments import day
from webhooks.place import now

CHANNELS = {"sms": "Text message", "telegram": "Telegram", "web": "Web chat", "email": "E-mail"}
WHO = {"resident": "Resident", "hearback": "Hearback", "on_call": "On call"}
KINDS = {
    "danger": "Danger advice",
    "alert": "Alert",
    "reminder": "Reminder",
    "update": "Update",
    "notice": "Notice",
    "code": "One-time code, not shown here",
}


@dataclass(frozen=True)
class Said:
    """One message with what is to be shown beside it. `side` is in, out or note; `pressed` the label of a button."""

    message: Message
    who: str
    side: str
    sort: str
    fate: Fate | None
    pressed: str

    @property
    def words(self) -> str:
        """As it was said, but for a one-time code: it may still open something, and it is for them alone."""
        return self._hidden(self.message.words)

    @property
    def english(self) -> str:
        """The English of it; empty where it was said in English."""
        return self._hidden(self.message.english)

    def _hidden(self, words: str | None) -> str:
        return hide_code(words or "") if self.message.kind == "code" else words or ""


@dataclass(frozen=True)
class Transcript:
    """One conversation, by days. `faults` is empty when the record stands up. `apart` messages are not shown: another
    report in it was made without a name, or this one was."""

    conversation: Conversation
    days: list[tuple[str, list[Said]]]
    length: int
    faults: list[str]
    apart: int = 0

    @property
    def channel(self) -> str:
        return CHANNELS[self.conversation.channel]

    @property
    def language(self) -> str:
        return language_in_words(self.conversation.language)

    @property
    def is_reviewed(self) -> bool:
        """Whether a speaker has reviewed what we say in this language (L2)."""
        return is_reviewed(self.conversation.language)


def read_transcript(session: Session, conversation: Conversation, case: Case | None = None) -> Transcript:
    """Everything said and noted in one conversation, as far as it may stand beside this case or what was told last."""
    every = transcript(session, conversation.id)
    apart = left_out(session, conversation, reports_shown(session, conversation, case), every)
    messages = [message for message in every if message.id not in apart]
    fates = _fates(session, conversation, messages)
    names = _names(session, messages)
    pressed = _pressed(messages)
    said = [_said(message, names, fates.get(message.id), pressed.get(message.id, "")) for message in messages]
    days = [(title, list(each)) for title, each in groupby(said, lambda one: day(one.message.at))]
    return Transcript(conversation, days, len(every), verify(session, conversation.id), len(apart))


def language_in_words(code: str) -> str:
    """As "Polish"; the people it is spoken by in this country call pa Panjabi (Census 2021)."""
    if code == "pa":
        return "Panjabi"
    return str(Locale.parse(code).get_display_name("en"))


def _pressed(messages: Sequence[Message]) -> dict[int, str]:
    """What stood on the button, where a resident's words are what a button sends."""
    labels: dict[str, str] = {}
    pressed = {}
    for message in messages:
        if message.direction == "in" and message.words in labels:
            pressed[message.id] = labels[message.words]
        elif message.direction == "out":
            labels = dict(message.choices or ())
    return pressed


def _said(message: Message, names: dict[int, str], fate: Fate | None, pressed: str) -> Said:
    who = names.get(message.staff_id or 0, "Officer") if message.author == "officer" else WHO[message.author]
    opens = message.direction == "in" and (message.provider_id or "").endswith(f"-{START}")
    sort = "Opened the chat" if opens else KINDS.get(message.kind, "")
    return Said(message, who, message.direction, sort, fate, pressed)


def _fates(session: Session, conversation: Conversation, messages: Sequence[Message]) -> dict[int, Fate]:
    sent = [message for message in messages if message.direction == "out"]
    known = state_of(session, [message.id for message in sent])
    leaving = select(Outgoing).where(Outgoing.conversation_id == conversation.id, Outgoing.state != "done")
    waiting = {row.message_id: row for row in session.scalars(leaving)}
    return {message.id: fate_of(message, known.get(message.id), waiting.get(message.id), now()) for message in sent}


def _names(session: Session, messages: Sequence[Message]) -> dict[int, str]:
    wanted = {message.staff_id for message in messages if message.staff_id}
    rows = session.scalars(select(Staff).where(Staff.id.in_(wanted))) if wanted else ()
    return {member.id: member.name for member in rows}
