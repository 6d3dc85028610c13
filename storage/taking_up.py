"""Taking up a talk, or a matter: what many a turn begins with, asked of the store in one journey."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from storage.cases import Case
from storage.changes import CHANGES, STAFF, note_set_by_staff
from storage.contacts import AT_ADDRESS, Channel, Contact, add_contact
from storage.conversations import Audience, Conversation, begin_conversation, open_conversation
from storage.journeys import is_far
from storage.messages import FILED, MESSAGES, Repeated
from storage.promises import Promise
from storage.reading import ask_for, bring, select_whole
from storage.reporters import Reporter
from storage.reports import Report
from storage.risks import Risk
from storage.sealing import Keys
from storage.statements import Row, connection_of, draw_ahead, hold, keep_drawn, next_id
from storage.tables import table_of

A_TURN_ADDS = (MESSAGES, MESSAGES)
"""What is heard, and the answer. Where there are more, each further one is a journey of its own."""

_AT_ADDRESS = (Contact.channel == bindparam("channel")) & (Contact.lookup == bindparam("lookup"))
_THEIR_TALK = (
    _AT_ADDRESS
    & (Conversation.contact_id == select(Contact.id).where(_AT_ADDRESS).scalar_subquery())
    & (Conversation.channel == bindparam("channel"))
    & Conversation.closed_at.is_(None)
)
"""Who it is, is asked first: PostgreSQL, as long as it has not counted a new store's rows, chose to go through all open
talks of the channel, at every message of its first minutes."""
_HOLD_TALK = (
    select_whole(Contact, Conversation)
    .add_columns(FILED.scalar_subquery())
    .join(Conversation, Conversation.contact_id == Contact.id)
    .where(_THEIR_TALK)
    .with_for_update(of=Conversation)
)
_SET_BY_STAFF = (
    select(func.json_object_agg(CHANGES.c.what, aggregate_order_by(CHANGES.c.by, CHANGES.c.position)))
    .where(CHANGES.c.case_id == Case.id, CHANGES.c.by.startswith(STAFF))
    .correlate(Case)
    .scalar_subquery()
)
_SPOKEN_OF = (
    select_whole(Case, Reporter)
    .add_columns(_SET_BY_STAFF)
    .select_from(Contact)
    .join(Conversation, Conversation.contact_id == Contact.id)
    .join(Report, Report.conversation_id == Conversation.id)
    .join(Case, Case.id == Report.case_id)
    .join(Reporter, (Reporter.case_id == Case.id) & (Reporter.contact_id == Contact.id), isouter=True)
    .where(_THEIR_TALK)
    .order_by(table_of(Report).c.page.desc())
    .limit(1)
    .subquery()
)
_ALWAYS = select(literal_column("1").label("one")).subquery()
_CASE_SPOKEN_OF = select(_SPOKEN_OF, *(literal_column(next_id(table)) for table in A_TURN_ADDS)).select_from(
    _ALWAYS.outerjoin(_SPOKEN_OF, true())
)
"""The case, the part in it, and what staff have set, all None where no case is spoken of; and then the ids."""


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
    along with their part in it and what staff have set there, and the ids of the next messages.
    """
    is_first = not session.identity_map  # what was read before comes as it stands, and may be older than what is held
    at = {"channel": channel, "lookup": keys.lookup(channel, address), "provider_id": provider_id}
    found = ask_for(session, _HOLD_TALK, at, Contact, Conversation)
    spoken_of: list[tuple[Any, ...]] = []
    if is_far(connection_of(session)):
        spoken_of = ask_for(session, _CASE_SPOKEN_OF, at, Case, Reporter)
    bring(session)
    for case, _, held, *ids in spoken_of:
        keep_drawn(session, A_TURN_ADDS, ids)
        if case:
            note_set_by_staff(session, case.id, held or {})
    if found:
        contact, talk, filed = found[0]
        if filed is not None:
            raise Repeated(filed)
        if is_first:
            hold(session, talk)
        return contact, talk
    if known := _known(session, at):
        return known, open_conversation(session, channel, known.id, audience, now)
    contact = add_contact(session, keys, channel, address, now)
    return contact, begin_conversation(session, channel, contact.id, audience, now)


def _known(session: Session, at: Row) -> Contact | None:
    """Who has no open talk with us, if we know them; raises Repeated like the above."""
    filed, known = ask_for(session, FILED, at), ask_for(session, AT_ADDRESS, at, Contact)
    draw_ahead(session, table_of(Contact), table_of(Conversation))
    bring(session)
    if filed:
        raise Repeated(filed[0][0])
    return known[0][0] if known else None


def draw_for_case(session: Session) -> None:
    """Have the next journey bring the ids of a new case and of what it is opened with."""
    draw_ahead(session, *map(table_of, (Case, Promise, Risk, Reporter)))
