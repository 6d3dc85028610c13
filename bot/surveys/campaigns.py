"""Campaigns: residents of a list are asked whether they would report, some or all of them, over some days (S2).

Each step is one that can be taken again after a crash: nobody is asked before the campaign runs, and whoever is asked
is asked through the same door as after a case, where it is looked at again whether that is kind and safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from sqlalchemy.orm import Session

from bot import engine
from bot.house import House
from bot.post.jobs import PER_SECOND
from bot.state import State
from bot.surveys.campaign_list import List, Row
from bot.surveys.drawing import MOST_A_MINUTE, days_needed, draw, spread
from bot.timetable import office_hours_from
from bot.turn import Reply
from bot.wording import compose
from dialogs.surveys import link_to, page_name
from storage import campaign_people as people
from storage.campaigns import STATES, Campaign, add_campaign, campaigns_in, hold_campaign

BATCH = 2000
"""People written in one transaction: nobody who writes to us waits longer for it than for a long report."""
LET_GO_AT_A_TIME = 500
DRAFTS_KEPT = timedelta(days=14)
"""A list that nobody uses is personal data without a purpose."""
MOST_LEFT_OUT = 1000
"""Lines that are named; of more there is something wrong with the whole."""
MOST_DAYS = 60


class NotBegun(Exception):
    """Why a campaign cannot begin, or go on, as a sentence that says what to do."""


@dataclass(frozen=True)
class Plan:
    """How many are asked (none: everybody), from each patch alike or not, and over how many working days."""

    size: int | None
    by_patch: bool
    days: int


def our_addresses(house: House) -> frozenset[str]:
    """Whoever is on call answers alerts there, and no questions; nor do we ourselves."""
    rota = house.landlord.on_call.people
    sender = {house.settings.twilio.sender} if house.settings.twilio else set()
    return frozenset({*(one.mobile for one in rota), *(one.email.casefold() for one in rota), *sender})


def take_list(house: House, title: str, survey: str, found: List, staff_id: int, now: datetime) -> int:
    """Keep a list as a draft, and return the campaign's id."""
    left_out = [[bad.line, bad.why] for bad in found.bad[:MOST_LEFT_OUT]]
    if more := len(found.bad) - len(left_out):
        left_out.append([0, f"and {more:,} more lines"])
    draft = Campaign(
        title=title,
        survey=survey,
        state="draft",
        people=len(found.rows),
        left_out=left_out,
        seed=house.chance.randrange(1, 1_000_000),
        by_patch=False,
        created_by=staff_id,
        created_at=now,
    )
    campaign_id = house.database.write(lambda session: _added(session, draft))
    edition = house.landlord.surveys.named(survey).version
    for at in range(0, len(found.rows), BATCH):
        some = [_listed(row) for row in found.rows[at : at + BATCH]]

        def keep(session: Session, some: Sequence[people.Listed] = some) -> None:
            people.list_people(session, house.keys, session.get_one(Campaign, campaign_id), some, edition)

        house.database.write(keep)
    return campaign_id


def _added(session: Session, draft: Campaign) -> int:
    campaign = add_campaign(session, draft)
    session.flush()
    return campaign.id


def _listed(row: Row) -> people.Listed:
    return people.Listed(row.person, row.channel, row.address, row.language, row.patch, row.traits)  # type: ignore[arg-type]


def begin(house: House, campaign_id: int, plan: Plan, now: datetime) -> int:
    """Draw the people of a draft, give each a time, and begin; returns how many will be asked. Raises NotBegun."""
    drawn = house.database.write(lambda session: _draw(house, session, campaign_id, plan, now))
    times = list(zip(drawn, spread(len(drawn), office_hours_from(house.landlord, now), plan.days), strict=True))
    for at in range(0, len(times), BATCH):
        some = times[at : at + BATCH]

        def set_some(session: Session, some: Sequence[tuple[int, datetime]] = some) -> None:
            _still_mine(session, campaign_id, now)
            people.set_times(session, some)

        house.database.write(set_some)
    house.database.write(lambda session: _run(session, campaign_id, now))
    return len(drawn)


def _still_mine(session: Session, campaign_id: int, now: datetime) -> Campaign:
    """The draft that was drawn from at this moment, and by nobody else since."""
    campaign = hold_campaign(session, campaign_id)
    if campaign is None or campaign.state != "draft" or campaign.begun_at != now:
        raise NotBegun("Somebody else changed it at the same moment. Look at it as it stands now.")
    return campaign


def _run(session: Session, campaign_id: int, now: datetime) -> None:
    _still_mine(session, campaign_id, now).state = "running"


def _draw(house: House, session: Session, campaign_id: int, plan: Plan, now: datetime) -> list[int]:
    campaign = hold_campaign(session, campaign_id)
    if campaign is None or campaign.state != "draft":
        raise NotBegun("It has begun already, or was deleted. Look at it as it stands now.")
    people.take_back(session, campaign)
    if sum(people.counts_of(session, campaign, "state").values()) != campaign.people:
        raise NotBegun("The list was not read to its end. Delete this draft, and import the list again.")
    if not 1 <= plan.days <= MOST_DAYS:
        raise NotBegun(f"Spread it over 1 to {MOST_DAYS} working days.")
    campaign.begun_at = now
    since = now - timedelta(days=house.landlord.surveys.again_after_days)
    people.leave_out_unasked(session, campaign, since)
    drawn = draw(people.to_be_drawn(session, campaign), plan.size, plan.by_patch, campaign.seed)
    if not drawn:
        raise NotBegun("Nobody on this list may be asked now: each has said STOP, or was asked not long ago.")
    least = days_needed(len(drawn), office_hours_from(house.landlord, now), a_minute(house))
    if plan.days < least:
        raise NotBegun(f"So many cannot be asked in that time. Spread it over {least} working days or more.")
    campaign.size, campaign.by_patch, campaign.days = plan.size, plan.by_patch, plan.days
    return drawn


def a_minute(house: House) -> float:
    """How many invitations may leave in a minute: half of what the sender may, as whoever is in danger writes too."""
    twilio = house.settings.twilio
    return min(MOST_A_MINUTE, 30 * (twilio.per_second if twilio else PER_SECOND["sms"]))


def pause(session: Session, campaign_id: int) -> None:
    """Ask nobody more for now. Raises NotBegun."""
    _held(session, campaign_id, "running").state = "paused"


def go_on(house: House, session: Session, campaign_id: int, now: datetime) -> None:
    """Ask whoever is left, at the pace that was planned. Raises NotBegun."""
    campaign = _held(session, campaign_id, "paused")
    left = people.waiting_in(session, campaign)
    everybody = len(left) + people.asked_in(session, campaign)
    days = max(1, ceil((campaign.days or 1) * len(left) / max(1, everybody)))
    least = days_needed(len(left), office_hours_from(house.landlord, now), a_minute(house)) if left else 1
    times = spread(len(left), office_hours_from(house.landlord, now), max(days, least))
    people.set_times(session, list(zip(left, times, strict=True)))
    campaign.state = "running"


def stop(session: Session, campaign_id: int, now: datetime) -> None:
    """Ask nobody more; who was asked may still answer. Raises NotBegun."""
    campaign = _held(session, campaign_id, "running", "paused")
    people.call_off(session, campaign, now)
    campaign.state, campaign.ended_at = "stopped", now


def drop(session: Session, campaign_id: int, now: datetime) -> None:
    """A draft is not wanted; its list is deleted. Raises NotBegun."""
    campaign = _held(session, campaign_id, "draft")
    people.take_back(session, campaign)
    campaign.state, campaign.ended_at = "dropped", now


def _held(session: Session, campaign_id: int, *states: str) -> Campaign:
    campaign = hold_campaign(session, campaign_id)
    if campaign is None or campaign.state not in states:
        raise NotBegun("Nothing was changed. Look at it as it stands now.")
    return campaign


def tidy_campaigns(house: House, now: datetime) -> None:
    """Once a minute: end what is done, drop drafts that nobody used, and delete whoever was listed and not drawn."""
    if now.second:
        return
    with house.database.reading() as session:
        every = campaigns_in(session, STATES)
        drafts = [one.id for one in every if one.state == "draft" and one.created_at < now - DRAFTS_KEPT]
        done = [one.id for one in every if one.state == "running" and not people.is_under_way(session, one)]
        untidy = [one.id for one in every if one.state != "draft" and people.has_listed(session, one)]
    for campaign_id in drafts:
        house.database.write(partial(drop, campaign_id=campaign_id, now=now))
    for campaign_id in done:
        house.database.write(partial(_finish, campaign_id=campaign_id, now=now))
    for campaign_id in untidy:
        house.database.write(partial(_let_go, campaign_id=campaign_id))


def _finish(session: Session, campaign_id: int, now: datetime) -> None:
    campaign = hold_campaign(session, campaign_id)
    if campaign is not None and campaign.state == "running" and not people.is_under_way(session, campaign):
        campaign.state, campaign.ended_at = "finished", now


def _let_go(session: Session, campaign_id: int) -> int:
    return people.let_go_of_listed(session, session.get_one(Campaign, campaign_id), LET_GO_AT_A_TIME)


def first_words(house: House, survey: str, language: str, channel: str) -> str:
    """What somebody hears first, as it would leave."""
    if channel == "email":
        replies: tuple[Reply, ...] = (Reply(link_to(survey), {"link": f"{house.settings.public_url}/survey/..."}),)
        (words,) = compose(replies, language, "email", house.our)
        return words.said
    turn = engine.begin(house.book, page_name(survey), under=State((), 0))
    (words,) = compose(turn.replies, language, "sms", house.our_on("sms"))
    return words.said
