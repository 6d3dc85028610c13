"""Campaigns: a list is imported, looked over, begun, watched and stopped (S2)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot.configuration.csv_file import WrongColumns
from bot.configuration.hours import to_local
from bot.surveys.campaign_list import read_list
from bot.surveys.campaigns import (
    MOST_DAYS,
    NotBegun,
    Plan,
    begin,
    drop,
    first_words,
    go_on,
    our_addresses,
    pause,
    stop,
    take_list,
)
from bot.surveys.survey_labels import TITLES, WHY_NOT
from bot.wording import segments
from dialogs.surveys import OF_ALL
from storage import campaign_people as people
from storage.campaigns import Campaign, campaigns_in
from storage.staff import Staff, log_look
from webhooks.console.gate import MANAGING, OVERSEEING, me, open_to
from webhooks.console.surveys import TOLD_BY
from webhooks.console.transcripts import language_in_words
from webhooks.place import now, the_house

pages = Blueprint("campaigns", __name__)

LEFT_OUT_SHOWN = 100
STATES = {
    "draft": ("Draft", "yellow"),
    "running": ("Running", "blue"),
    "paused": ("Paused", "orange"),
    "stopped": ("Stopped", "grey"),
    "finished": ("Finished", "green"),
}
DONE = {
    "pause": "Paused. Nobody more is asked until you go on; answers are still taken.",
    "go-on": "It goes on. Whoever is left is asked at the pace that was planned.",
    "stop": "Stopped. Nobody more is asked; who was asked may still answer.",
    "drop": "The draft is gone, and its list is being deleted.",
}


@dataclass(frozen=True)
class Preview:
    """The first message in one language, and what it takes by text to send it to all who are listed in it."""

    language: str
    channel: str
    words: str
    people: int
    segments: int


@pages.get("/campaigns")
@open_to(*OVERSEEING)
def show_all() -> ResponseReturnValue:
    """Every campaign, and the form for a new list."""
    return _list_page()


@pages.post("/campaigns")
@open_to(*MANAGING)
def add() -> ResponseReturnValue:
    """Take in a list. The file itself is not kept."""
    title, survey = " ".join(request.form.get("title", "").split())[:100], request.form.get("survey", "")
    file = request.files.get("list")
    if not title or survey not in OF_ALL or file is None or not file.filename:
        return _list_page("Give it a name, choose the questions, and choose the list (a CSV file)."), 422
    try:
        found = read_list(file.read(), the_house().landlord.languages, our_addresses(the_house()))
    except WrongColumns as why:
        return _list_page(str(why)), 422
    campaign_id = take_list(the_house(), title, survey, found, me().id, now())
    flash(f"The list was read: {_people(len(found.rows))}. Nobody is asked before you begin.")
    return redirect(url_for("staff.campaigns.show", campaign_id=campaign_id))


def _list_page(trouble: str = "") -> str:
    with the_house().database.reading() as store:
        found = campaigns_in(store, tuple(STATES))  # type: ignore[arg-type]
        return render_template(
            "staff_campaigns.html",
            campaigns=[(one, STATES[one.state], TITLES[one.survey]) for one in found],
            surveys={name: f"{TITLES[name]}: {_length(name)}" for name in OF_ALL},
            languages=the_house().landlord.languages,
            may_manage=me().role in MANAGING,
            trouble=trouble,
            given=request.form,
        )


def _length(survey: str) -> str:
    number = len(the_house().landlord.surveys.named(survey).ask)
    return "one question" if number == 1 else f"{number} questions"


@pages.get("/campaigns/<int:campaign_id>")
@open_to(*OVERSEEING)
def show(campaign_id: int) -> ResponseReturnValue:
    """One campaign: what is on its list and what would be sent, or how far it has come."""
    the_house().database.write(lambda store: log_look(store, me().id, "campaign", campaign_id, now()))
    return _page(campaign_id)


@pages.post("/campaigns/<int:campaign_id>/begin")
@open_to(*MANAGING)
def start(campaign_id: int) -> ResponseReturnValue:
    """Draw, and begin."""
    form = request.form
    whom, size, days = form.get("whom"), _whole(form.get("size", "")), _whole(form.get("days", ""))
    if whom not in ("all", "sample") or (whom == "sample" and not size) or not days:
        return _page(campaign_id, "Say whom to ask, how many if not everybody, and over how many working days."), 422
    plan = Plan(size if whom == "sample" else None, form.get("by_patch") == "1", days)
    try:
        drawn = begin(the_house(), campaign_id, plan, now())
    except NotBegun as why:
        return _page(campaign_id, str(why)), 422
    the_house().database.write(lambda store: log_look(store, me().id, "campaign_begun", campaign_id, now()))
    flash(f"It has begun: {_people(drawn)} will be asked.")
    return redirect(url_for("staff.campaigns.show", campaign_id=campaign_id))


@pages.post("/campaigns/<int:campaign_id>/<step>")
@open_to(*MANAGING)
def change(campaign_id: int, step: str) -> ResponseReturnValue:
    """Pause it, go on, stop it for good, or delete a draft."""
    if step not in DONE:
        abort(404)

    def take(store: Session) -> None:
        _do(store, step, campaign_id)
        log_look(store, me().id, f"campaign_{step}", campaign_id, now())

    try:
        the_house().database.write(take)
    except NotBegun as why:
        return _page(campaign_id, str(why)), 422
    flash(DONE[step])
    if step == "drop":
        return redirect(url_for("staff.campaigns.show_all"))
    return redirect(url_for("staff.campaigns.show", campaign_id=campaign_id))


def _do(store: Session, step: str, campaign_id: int) -> None:
    if step == "pause":
        pause(store, campaign_id)
    elif step == "go-on":
        go_on(the_house(), store, campaign_id, now())
    elif step == "stop":
        stop(store, campaign_id, now())
    else:
        drop(store, campaign_id, now())


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _whole(said: str) -> int | None:
    plain = said.replace(",", "").strip()
    return int(plain) if plain.isdecimal() and plain.isascii() and len(plain) < 8 else None


def _page(campaign_id: int, trouble: str = "") -> str:
    with the_house().database.reading() as store:
        campaign = store.get(Campaign, campaign_id)
        if campaign is None or campaign.state not in STATES:
            abort(404)
        previews = _previews(store, campaign)
        return render_template(
            "staff_campaign.html",
            campaign=campaign,
            state=STATES[campaign.state],
            title=TITLES[campaign.survey],
            by=store.get_one(Staff, campaign.created_by).name,
            counts=people.counts_of(store, campaign, "state"),
            patches=sorted(people.counts_of(store, campaign, "patch").items()),
            not_asked=_not_asked(store, campaign),
            answered=people.answered_in(store, campaign),
            asked=people.asked_in(store, campaign),
            next_at=people.next_time(store, campaign),
            previews=previews,
            pence=the_house().landlord.surveys.segment_pence,
            left_out=campaign.left_out[:LEFT_OUT_SHOWN],
            most_days=MOST_DAYS,
            again_after=the_house().landlord.surveys.again_after_days,
            may_manage=me().role in MANAGING,
            trouble=trouble,
            given=request.form,
            results=_results(campaign),
        )


def _results(campaign: Campaign) -> str:
    begun = to_local(campaign.begun_at or campaign.created_at)
    return url_for("staff.results.show", survey=campaign.survey, campaign=campaign.id, since=f"{begun:%Y-%m}")


def _not_asked(store: Session, campaign: Campaign) -> list[tuple[str, int]]:
    counted = people.counts_of(store, campaign, "why_not")
    return [(WHY_NOT.get(why, why), number) for why, number in counted.most_common() if why]


def _previews(store: Session, campaign: Campaign) -> list[Preview]:
    listed = people.count_together(store, campaign, "language", "channel")
    found = []
    for (language, channel), number in sorted(listed.items()):
        words = first_words(the_house(), campaign.survey, language, channel)
        parts = segments(words) if channel == "sms" else 0
        found.append(Preview(language_in_words(language), TOLD_BY.get(channel, channel), words, number, parts))
    return found
