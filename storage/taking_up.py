"""Taking up a talk: what nearly every turn begins with, asked of the store in one journey."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from storage.cases import Case
from storage.contacts import Channel, Contact, contact_for
from storage.conversations import Audience, Conversation, open_conversation
from storage.journeys import is_far
from storage.messages import MESSAGES, Repeated, filed_before
from storage.reading import ask_for, bring, select_whole
from storage.reports import Report
from storage.sealing import Keys
from storage.statements import connection_of, draw_ahead, hold
from storage.tables import table_of

A_TURN_ADDS = 2
"""Messages: what is heard, and the answer. Where there are more, each further one is a journey of its own."""

_THEIR_TALK = (
    (Contact.channel == bindparam("channel"))
    & (Contact.lookup == bindparam("lookup"))
    & (Conversation.channel == bindparam("channel"))
    & Conversation.closed_at.is_(None)
)
_FILED = (
    select(MESSAGES.c.id)
    .where(MESSAGES.c.channel == bindparam("channel"), MESSAGES.c.provider_id == bindparam("provider_id"))
    .scalar_subquery()
)
_HOLD_TALK = (
    select_whole(Contact, Conversation)
    .add_columns(_FILED)
    .join(Conversation, Conversation.contact_id == Contact.id)
    .where(_THEIR_TALK)
    .with_for_update(of=Conversation)
)
_CASE_SPOKEN_OF = (
    select_whole(Case)
    .select_from(Contact)
    .join(Conversation, Conversation.contact_id == Contact.id)
    .join(Report, Report.conversation_id == Conversation.id)
    .join(Case, Case.id == Report.case_id)
    .where(_THEIR_TALK)
    .order_by(table_of(Report).c.page.desc())
    .limit(1)
)


def hold_talk_with(
    session: Session,
    keys: Keys,
    channel: Channel,
    address: str,
    audience: Audience,
    now: datetime,
    provider_id: str | None = None,
) -> tuple[Contact, Conversation]:
    """The contact and the open conversation with them, held until the transaction ends; either is added when it is new.

    Raises Repeated when the provider's message was filed before. From another machine the case that is spoken of comes
    along, and the ids of the next messages.
    """
    is_first = not session.identity_map  # what was read before comes as it stands, and may be older than what is held
    at = {"channel": channel, "lookup": keys.lookup(channel, address)}
    found = ask_for(session, _HOLD_TALK, at | {"provider_id": provider_id}, Contact, Conversation)
    if is_far(connection_of(session)):
        ask_for(session, _CASE_SPOKEN_OF, at, Case)
        draw_ahead(session, MESSAGES, A_TURN_ADDS)
    bring(session)
    if found:
        contact, talk, filed = found[0]
        if is_first:
            hold(session, talk)
    else:
        filed = filed_before(session, channel, provider_id) if provider_id else None
    if filed is not None:
        raise Repeated(filed)
    if found:
        return contact, talk
    contact = contact_for(session, keys, channel, address, now)
    return contact, open_conversation(session, channel, contact.id, audience, now)
