"""Messages: every word that was said, in order, append-only and chained."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.chain import START, digest_content, fresh_salt, link
from storage.contacts import Channel
from storage.conversations import Conversation
from storage.reading import fetch
from storage.statements import add_numbered, is_held
from storage.tables import Base, Identity, storable, table_of

Direction = Literal["in", "out", "note"]
Author = Literal["resident", "hearback", "officer", "on_call"]
Kind = Literal[
    "message", "danger", "reply", "alert", "reminder", "update", "notice", "officer", "note", "goodbye", "code",
    "survey",
]  # fmt: skip
Choices = Sequence[tuple[str, str]]
"""The buttons offered, as (value, label)."""


class Repeated(Exception):
    """The provider has given us this message before; it was filed as `message_id` and changes nothing now."""

    def __init__(self, message_id: int) -> None:
        super().__init__(f"filed before as message {message_id}")
        self.message_id = message_id


class Message(Base):
    """One thing said. Only erasing `words`, `english`, `choices` and `salt` together is ever allowed afterwards.

    `english` is the English of what we said in another language. `content` is SHA-256(salt, words, english,
    choices); `digest` binds it and all the rest to the message before.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "position"),
        UniqueConstraint("channel", "provider_id"),
    )

    id: Mapped[Identity]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    position: Mapped[int]
    direction: Mapped[Direction] = mapped_column(String(8))
    author: Mapped[Author] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    channel: Mapped[Channel] = mapped_column(String(16))
    provider_id: Mapped[str | None]
    kind: Mapped[Kind] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None]
    english: Mapped[str | None]
    choices: Mapped[list[Any] | None]
    salt: Mapped[bytes | None]
    content: Mapped[bytes]
    digest: Mapped[bytes]
    at: Mapped[datetime]


MESSAGES = table_of(Message)
ERASABLE = ("words", "english", "choices", "salt")
CHAINED = ("conversation_id", "position", "direction", "author", "staff_id", "channel", "provider_id", "kind",
           "language", "at")  # fmt: skip


FILED = select(MESSAGES.c.id).where(
    MESSAGES.c.channel == bindparam("channel"), MESSAGES.c.provider_id == bindparam("provider_id")
)


def filed_before(session: Session, channel: Channel, provider_id: str) -> int | None:
    """The id under which this message of the provider was filed, or None."""
    found = fetch(session, FILED, {"channel": channel, "provider_id": provider_id})
    return found[0][0] if found else None


def file_inbound(
    session: Session,
    conversation: Conversation,
    provider_id: str,
    words: str,
    now: datetime,
    author: Author = "resident",
    *,
    is_new: bool = False,
) -> int:
    """File what was heard and return the message's id.

    `provider_id` is the provider's own name for the message and must hold no address (for Telegram the update's
    id, not the chat's). Raises Repeated when it was filed before: let it end the transaction. `is_new` says that it was
    looked for already; whoever files it at the same moment ends in IntegrityError, and the work is taken again.
    """
    filed = None if is_new else filed_before(session, conversation.channel, provider_id)
    if filed is not None:
        raise Repeated(filed)
    entry = {"direction": "in", "author": author, "kind": "message", "provider_id": provider_id}
    conversation.last_heard_at = now
    return _append(session, conversation, entry, [storable(words), None, None], now)


def append(
    session: Session,
    conversation: Conversation,
    kind: Kind,
    words: str,
    now: datetime,
    *,
    english: str | None = None,
    choices: Choices | None = None,
    language: str | None = None,
    direction: Direction = "out",
    author: Author = "hearback",
    staff_id: int | None = None,
) -> int:
    """Add what is said, or an officer's note, to the end of the conversation, and return the message's id."""
    entry: dict[str, Any] = {"direction": direction, "author": author, "kind": kind, "staff_id": staff_id}
    if language is not None:
        entry["language"] = language
    if direction == "out":
        conversation.last_said_at = now
    offered = None if choices is None else [[storable(value), storable(label)] for value, label in choices]
    content = [storable(words), None if english is None else storable(english), offered]
    return _append(session, conversation, entry, content, now)


def _append(
    session: Session, conversation: Conversation, entry: Mapping[str, Any], content: list[Any], now: datetime
) -> int:
    row = {
        "conversation_id": conversation.id,
        "position": conversation.length + 1,
        "channel": conversation.channel,
        "language": conversation.language,
        "provider_id": None,
        "staff_id": None,
        "at": now,
        **entry,
    }
    salt = fresh_salt()
    sealed = digest_content(salt, content)
    digest = link(conversation.head, {name: row[name] for name in CHAINED}, sealed)
    row |= {"words": content[0], "english": content[1], "choices": content[2]}
    row |= {"salt": salt, "content": sealed, "digest": digest}
    # in any other talk than the one that is held somebody may have written since the ids were drawn
    message_id = add_numbered(session, MESSAGES, row, may_be_drawn=is_held(session, conversation))
    conversation.length, conversation.head = row["position"], digest
    return message_id


def transcript(session: Session, conversation_id: int) -> list[Message]:
    """Everything said and noted in one conversation, in order."""
    chosen = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.position)
    return list(session.scalars(chosen))


_LAST_HEARD = (
    select(MESSAGES.c.words)
    .where(MESSAGES.c.conversation_id == bindparam("conversation_id"), MESSAGES.c.direction == "in")
    .order_by(MESSAGES.c.position.desc())
    .limit(1)
)


def last_heard(session: Session, conversation_id: int) -> str:
    """What was written last by whoever writes to us; empty when nothing was, or when it has been erased."""
    found = fetch(session, _LAST_HEARD, {"conversation_id": conversation_id})
    return found[0][0] or "" if found else ""


def heard_since(session: Session, conversation_id: int, since: datetime) -> int:
    """How many messages somebody has sent in one conversation since then."""
    chosen = select(func.count()).where(
        MESSAGES.c.conversation_id == conversation_id, MESSAGES.c.direction == "in", MESSAGES.c.at > since
    )
    return session.execute(chosen).scalar_one()


def heard_after(session: Session, said: Message) -> list[str]:
    """The words of whatever that contact wrote on that channel after this message of ours, erased ones left out."""
    contact_id = session.get_one(Conversation, said.conversation_id).contact_id
    talks = select(Conversation.id).where(Conversation.contact_id == contact_id)
    chosen = select(Message.words).where(Message.conversation_id.in_(talks), Message.id > said.id)
    return [words for words in session.scalars(chosen.where(Message.direction == "in")) if words]


def last_said(session: Session, contact_id: int) -> Message | None:
    """The last thing that we wrote to this contact, if we ever did."""
    talks = select(Conversation.id).where(Conversation.contact_id == contact_id)
    chosen = select(Message).where(Message.conversation_id.in_(talks), Message.direction == "out")
    return session.scalars(chosen.order_by(Message.id.desc()).limit(1)).first()


def answers_to(session: Session, heard: Message) -> list[Message]:
    """What we said to this message: all that stands after it until somebody wrote again."""
    later = select(Message).where(Message.conversation_id == heard.conversation_id, Message.position > heard.position)
    answers: list[Message] = []
    for message in session.scalars(later.order_by(Message.position)):
        if message.direction == "in":
            break
        answers.append(message)
    return answers


def erase_words(session: Session, message_ids: Sequence[int]) -> None:
    """Erase what was said, for good; that something was said, when and by whom, stays verifiable."""
    chosen = update(MESSAGES).where(MESSAGES.c.id.in_(message_ids))
    session.execute(chosen.values(dict.fromkeys(ERASABLE)))


def verify(session: Session, conversation_id: int) -> list[str]:
    """What is wrong with one conversation's record, in plain words; an empty list when it stands up."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        return [f"There is no conversation {conversation_id}."]
    messages = transcript(session, conversation_id)
    problems, head = [], START
    for position, message in enumerate(messages, start=1):
        problems += [f"Message {position} {problem}" for problem in _faults(message, position, head)]
        head = message.digest
    if len(messages) != conversation.length or head != conversation.head:
        problems.append(f"The end is cut or altered: {conversation.length} messages were filed, {len(messages)} stand.")
    return problems


def _faults(message: Message, position: int, previous: bytes) -> list[str]:
    faults = []
    if message.position != position:
        faults.append(f"is missing: the next one says it is number {message.position}.")
    if link(previous, {name: getattr(message, name) for name in CHAINED}, message.content) != message.digest:
        faults.append("does not fit the one before it: it, or who said it, when and how, was altered.")
    if not _words_fit(message):
        faults.append("has other words than were filed.")
    return faults


def _words_fit(message: Message) -> bool:
    content = [message.words, message.english, message.choices]
    if message.salt is None:
        return content == [None, None, None]
    return digest_content(message.salt, content) == message.content
