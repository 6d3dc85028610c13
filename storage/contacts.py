"""Contacts: the only table that holds how a person is reached, sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.reading import fetch, select_whole
from storage.sealing import Keys, SealBroken
from storage.statements import add
from storage.tables import Base, Identity

Channel = Literal["sms", "telegram", "web", "email"]
SafeToText = Literal["yes", "no"]
MayWrite = Literal["yes", "no", "unwanted"]
STRANGERS = "strangers"
"""Where a session keeps whom it added, as long as they have nothing to do with any case."""
LOOKED_AT = 20
"""Contacts at either end of the table that are tried with our key."""


class Contact(Base):
    """One address on one channel. A contact is not a person: a phone may be shared (REQUIREMENTS C7).

    `texting_is_safe` is "unwanted" where it is safe and they want to hear from us only when they write (R9).

    `hours` are the only ones in which they want to be written to first, on the clock in London, as "09:00-12:00" or,
    from Monday to Friday alone, "1-5 09:00-12:00" (C8).

    `reach` is what somebody whom we cannot write to first, as on the web, gave for us to reach them by. It is never a
    contact of its own: who types a number has not shown that it is theirs. `reach_is_safe` says whether they told us
    that it may be used, `reach_is_open` whether staff may see it although they keep their name to themselves.

    `shared`: somebody else uses this phone or computer, or sees these messages. `code_word` is a slow hash of the word
    that shows that it is they who write, `code_word_at` when they wrote it last (bot.privacy.code_words).
    `needs` is what helps them (`storage.needs`); with `calls_only` they want to be called and not written to first.
    `equality_asked` says that they were asked who they are (C3), and nothing of what they answered.
    `forgotten_at` is when the address was forgotten: neither it nor anything else leads to them any more.
    """

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("channel", "lookup"),)

    id: Mapped[Identity]
    channel: Mapped[Channel] = mapped_column(String(16))
    lookup: Mapped[bytes]
    sealed: Mapped[bytes]
    withheld: Mapped[bool] = mapped_column(default=False)
    texting_is_safe: Mapped[MayWrite | None] = mapped_column(String(8))
    stopped_at: Mapped[datetime | None]
    hours: Mapped[str | None] = mapped_column(String(16))
    reach: Mapped[bytes | None]
    reach_is_safe: Mapped[SafeToText | None] = mapped_column(String(8))
    reach_is_open: Mapped[SafeToText | None] = mapped_column(String(8))
    shared: Mapped[bool | None]
    code_word: Mapped[str | None] = mapped_column(String(200))
    code_word_at: Mapped[datetime | None]
    needs: Mapped[bytes | None]
    calls_only: Mapped[bool | None]
    equality_asked: Mapped[bool | None]
    created_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]

    def __repr__(self) -> str:
        return f"Contact({self.id}, {self.channel})"


AT_ADDRESS = select_whole(Contact).where(Contact.channel == bindparam("channel"), Contact.lookup == bindparam("lookup"))


def find_contact(session: Session, keys: Keys, channel: Channel, address: str) -> Contact | None:
    """The contact with this address on this channel, if we have heard of it before."""
    at = {"channel": channel, "lookup": keys.lookup(channel, address)}
    found = fetch(session, AT_ADDRESS, at, Contact)
    return found[0][0] if found else None


def contact_for(session: Session, keys: Keys, channel: Channel, address: str, now: datetime) -> Contact:
    """The contact with this address on this channel, added when it is new."""
    known = find_contact(session, keys, channel, address)
    return known if known is not None else add_contact(session, keys, channel, address, now)


def add_contact(session: Session, keys: Keys, channel: Channel, address: str, now: datetime) -> Contact:
    """A contact whom we have not heard of before."""
    contact = Contact(
        channel=channel,
        lookup=keys.lookup(channel, address),
        sealed=keys.seal(address, f"contact:{channel}"),
        withheld=False,
        created_at=now,
    )
    add(session, contact)
    session.info.setdefault(STRANGERS, set()).add(contact.id)
    return contact


def is_stranger(session: Session, contact_id: int) -> bool:
    """Whether this session added them, and nothing since has made a case theirs: then none need be looked for."""
    return contact_id in session.info.get(STRANGERS, ())


def is_in_a_case(session: Session, contact_id: int) -> None:
    """Note that there is one from now on that may be theirs."""
    session.info.get(STRANGERS, set()).discard(contact_id)


def address_of(session: Session, keys: Keys, contact_id: int) -> str:
    """The address itself, for the channel about to send. Raises NoResultFound for a contact that is not there."""
    row = session.execute(select(Contact.channel, Contact.sealed).where(Contact.id == contact_id)).one()
    return keys.open(row.sealed, f"contact:{row.channel}")


def does_key_open(session: Session, keys: Keys) -> bool:
    """Whether this key opens any of the first and the latest contacts; True where there are none yet."""
    ends = [select(Contact).order_by(order).limit(LOOKED_AT) for order in (Contact.id, Contact.id.desc())]
    found = [contact for chosen in ends for contact in session.scalars(chosen)]
    return not found or any(_opens(keys, contact) for contact in found)


def _opens(keys: Keys, contact: Contact) -> bool:
    try:
        keys.open(contact.sealed, f"contact:{contact.channel}")
    except SealBroken:
        return False
    return True


def keep_reach(keys: Keys, contact: Contact, ways: Sequence[str]) -> None:
    """Seal these numbers and e-mail addresses with the contact who gave them; none of them forgets all."""
    contact.reach = keys.seal("\n".join(ways), f"reach:{contact.id}") if ways else None
    contact.reach_is_safe = None  # what was said of others does not hold for these


def reach_of(keys: Keys, contact: Contact) -> tuple[str, ...]:
    """The numbers (+44...) and e-mail addresses that the contact gave. Raises SealBroken."""
    return tuple(keys.open(contact.reach, f"reach:{contact.id}").split("\n")) if contact.reach else ()
