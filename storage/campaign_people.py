"""The people of campaigns: listed, drawn or let go, many at a time."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from storage.campaigns import Campaign
from storage.contacts import Channel, Contact
from storage.conversations import Conversation
from storage.sealing import Keys
from storage.surveys import Survey, SurveyAnswer
from storage.tables import table_of
from storage.ways import Way

SURVEYS, CONTACTS = table_of(Survey), table_of(Contact)
AT_A_TIME = 500


@dataclass(frozen=True)
class Listed:
    """One person of a list, where they are asked, and what sets them apart."""

    person: str
    channel: Channel
    address: str = field(repr=False)
    language: str
    patch: str | None
    traits: Mapping[str, str]


def digest_of_person(keys: Keys, person: str) -> str:
    """What is kept of what a list calls somebody: enough to know them again, and no more."""
    return keys.lookup("person", " ".join(person.split()).casefold()).hex()


def list_people(session: Session, keys: Keys, campaign: Campaign, people: Sequence[Listed], edition: str) -> None:
    """Put these people on the list of a draft. Addresses that are new to us become contacts."""
    for some in _some(people):
        contacts = _contacts_at(session, keys, [(one.channel, one.address) for one in some], campaign.created_at)
        rows = [
            {
                "name": campaign.survey,
                "edition": edition,
                "campaign_id": campaign.id,
                "person": digest_of_person(keys, one.person),
                "contact_id": contacts[one.channel, keys.lookup(one.channel, one.address)],
                "state": "listed",
                "due_at": campaign.created_at,
                "channel": one.channel,
                "language": one.language,
                "patch": one.patch,
                "traits": dict(one.traits) or None,
                "created_at": campaign.created_at,
            }
            for one in some
        ]
        session.execute(insert(SURVEYS), rows)


def _some(whole: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    return (whole[at : at + AT_A_TIME] for at in range(0, len(whole), AT_A_TIME))


def _contacts_at(
    session: Session, keys: Keys, places: Sequence[tuple[Channel, str]], now: datetime
) -> dict[tuple[str, bytes], int]:
    """The contacts at these addresses, added where they are new."""
    wanted = {(channel, keys.lookup(channel, address)): (channel, address) for channel, address in places}
    known = _known(session, wanted)
    new = [
        {
            "channel": channel,
            "lookup": at[1],
            "sealed": keys.seal(address, f"contact:{channel}"),
            "withheld": False,
            "created_at": now,
        }
        for at, (channel, address) in wanted.items()
        if at not in known
    ]
    if new:
        session.execute(insert(CONTACTS), new)
        known = _known(session, wanted)
    return known


def _known(session: Session, wanted: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
    chosen = select(CONTACTS.c.channel, CONTACTS.c.lookup, CONTACTS.c.id)
    rows = session.execute(chosen.where(CONTACTS.c.lookup.in_([lookup for _, lookup in wanted])))
    return {(channel, bytes(lookup)): id for channel, lookup, id in rows}


def leave_out_unasked(session: Session, campaign: Campaign, since: datetime) -> None:
    """Before anybody is drawn: whoever may not be asked now is no part of it, and the reason stays."""
    declined = select(Survey.contact_id).where(Survey.name == campaign.survey, Survey.state == "declined")
    lately = Survey.asked_at >= since
    reasons = (
        ("stopped", _is_contact(CONTACTS.c.stopped_at.is_not(None))),
        ("not_safe", _is_contact(CONTACTS.c.texting_is_safe == "no")),
        ("unwanted", _is_contact(CONTACTS.c.texting_is_safe == "unwanted")),
        ("shared", _is_contact(CONTACTS.c.shared.is_(True))),
        ("declined", SURVEYS.c.contact_id.in_(declined)),
        ("asked_lately", SURVEYS.c.contact_id.in_(select(Survey.contact_id).where(lately))),
        ("asked_lately", SURVEYS.c.person.in_(select(Survey.person).where(lately, Survey.person.is_not(None)))),
    )
    for why_not, holds in reasons:
        left_out = {"state": "not_sent", "why_not": why_not, "ended_at": campaign.begun_at}
        session.execute(update(SURVEYS).where(_on_list_of(campaign), holds).values(left_out))


def _on_list_of(campaign: Campaign) -> ColumnElement[bool]:
    return and_(SURVEYS.c.campaign_id == campaign.id, SURVEYS.c.state == "listed")


def _is_contact(what: ColumnElement[bool]) -> ColumnElement[bool]:
    return SURVEYS.c.contact_id.in_(select(CONTACTS.c.id).where(what))


def take_back(session: Session, campaign: Campaign) -> None:
    """Everybody of a draft is on its list again, whatever a beginning that broke off had made of them."""
    chosen = update(SURVEYS).where(SURVEYS.c.campaign_id == campaign.id, SURVEYS.c.state != "listed")
    session.execute(chosen.values(state="listed", why_not=None, ended_at=None))


def to_be_drawn(session: Session, campaign: Campaign) -> list[tuple[int, str]]:
    """Whoever is on the list, each with their patch, in the order of the list."""
    chosen = select(SURVEYS.c.id, func.coalesce(SURVEYS.c.patch, "")).where(_on_list_of(campaign))
    return [(id, patch) for id, patch in session.execute(chosen.order_by(SURVEYS.c.id))]


def waiting_in(session: Session, campaign: Campaign) -> list[int]:
    """Whoever is still to be asked, the next first."""
    chosen = select(SURVEYS.c.id).where(SURVEYS.c.campaign_id == campaign.id, SURVEYS.c.state == "waiting")
    return list(session.scalars(chosen.order_by(SURVEYS.c.due_at, SURVEYS.c.id)))


def set_times(session: Session, times: Sequence[tuple[int, datetime]]) -> None:
    """Have these people asked, each at their time."""
    still = (SURVEYS.c.id == bindparam("this"), or_(SURVEYS.c.state == "listed", SURVEYS.c.state == "waiting"))
    statement = update(SURVEYS).where(*still).values(state="waiting", due_at=bindparam("at"))
    if times:
        session.connection().execute(statement, [{"this": id, "at": at} for id, at in times])


def call_off(session: Session, campaign: Campaign, now: datetime) -> None:
    """Whoever was not asked yet is not asked."""
    chosen = update(SURVEYS).where(SURVEYS.c.campaign_id == campaign.id, SURVEYS.c.state == "waiting")
    session.execute(chosen.values(state="not_sent", why_not="called_off", ended_at=now))


def is_under_way(session: Session, campaign: Campaign) -> bool:
    """Whether anybody is still to be asked, or may still answer."""
    chosen = select(SURVEYS.c.id).where(SURVEYS.c.campaign_id == campaign.id)
    return (
        session.scalars(chosen.where(SURVEYS.c.state.in_(("waiting", "asked", "answering"))).limit(1)).first()
        is not None
    )


def asked_in(session: Session, campaign: Campaign) -> int:
    """How many have been asked."""
    chosen = select(func.count()).select_from(SURVEYS).where(SURVEYS.c.campaign_id == campaign.id)
    return session.scalars(chosen.where(SURVEYS.c.asked_at.is_not(None))).one()


def has_listed(session: Session, campaign: Campaign) -> bool:
    """Whether anybody is on its list who was not drawn."""
    return session.scalars(select(SURVEYS.c.id).where(_on_list_of(campaign)).limit(1)).first() is not None


def let_go_of_listed(session: Session, campaign: Campaign, at_most: int) -> int:
    """Delete whoever is on the list and was not drawn, and contacts that came with it and have done nothing since;
    returns how many people went."""
    chosen = select(SURVEYS.c.id, SURVEYS.c.contact_id).where(_on_list_of(campaign)).limit(at_most)
    rows = session.execute(chosen).all()
    if not rows:
        return 0
    session.execute(delete(SURVEYS).where(SURVEYS.c.id.in_([row.id for row in rows])))
    unused = and_(
        CONTACTS.c.id.in_([row.contact_id for row in rows]),
        CONTACTS.c.created_at == campaign.created_at,
        ~exists().where(SURVEYS.c.contact_id == CONTACTS.c.id),
        ~exists().where(Conversation.contact_id == CONTACTS.c.id),
        ~exists().where(Way.way_id == CONTACTS.c.id),
    )
    session.execute(delete(CONTACTS).where(unused))
    return len(rows)


def counts_of(session: Session, campaign: Campaign, column: str) -> Counter[str]:
    """How many people of the campaign there are by state, why_not, patch, language or channel."""
    what = SURVEYS.c[column]
    rows = session.execute(select(what, func.count()).where(SURVEYS.c.campaign_id == campaign.id).group_by(what))
    return Counter({value or "": number for value, number in rows})


def answered_in(session: Session, campaign: Campaign) -> int:
    """How many of those who were asked have answered anything."""
    given = exists().where(SurveyAnswer.survey_id == SURVEYS.c.id)
    return session.scalars(
        select(func.count()).select_from(SURVEYS).where(SURVEYS.c.campaign_id == campaign.id, given)
    ).one()


def count_together(session: Session, campaign: Campaign, *columns: str) -> Counter[tuple[str, ...]]:
    """The same by several columns at once, of those who are listed or still to be asked."""
    what = [SURVEYS.c[column] for column in columns]
    chosen = select(*what, func.count()).where(
        SURVEYS.c.campaign_id == campaign.id, SURVEYS.c.state.in_(("listed", "waiting"))
    )
    return Counter(
        {tuple(value or "" for value in row[:-1]): row[-1] for row in session.execute(chosen.group_by(*what))}
    )


def next_time(session: Session, campaign: Campaign) -> datetime | None:
    """When the next of them is asked."""
    chosen = select(func.min(Survey.due_at)).where(Survey.campaign_id == campaign.id, Survey.state == "waiting")
    return session.scalars(chosen).one()
