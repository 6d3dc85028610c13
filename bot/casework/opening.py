"""Makes a report a case: opens it, joins it to one that is open, and brings it up to what is known (R10, R11)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy.orm import Session

from bot.casework.hurrying import hurry
from bot.casework.questions import give_to_officer
from bot.casework.references import new_reference
from bot.casework.standing import without_what_stands
from bot.page import settled
from bot.privacy.safe_contact import THEY_WRITE
from bot.privacy.speaking import SAFE_TO_WRITE, may_speak_of
from bot.risk.assessing import heed_raising, is_raised, owe_first
from bot.scene import Scene
from bot.state import Frame, Values
from bot.timetable import working_days_after
from bot.understanding.places.sighting import Street
from dialogs.report import report
from storage import cases, promises, reporters, reports
from storage.contacts import Contact
from storage.properties import ask_for_property, property_at
from storage.reading import bring
from storage.taking_up import draw_for_case
from storage.ways import owners_of

ASKED = report.named.keys()
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
UNANSWERED = ("words", "name", "channel", "gist", "gist_told", "reach")
A_YEAR = timedelta(days=365)
PLACED = ("place", "uprn")
APART = (
    "words",
    "name",
    "naming",
    "behalf",
    "reference",
    "reply_by",
    "open_case",
    "gist",
    "gist_told",
    "guess",
    "channel",
    "kind",
    "all_right",
    "change",
    "more_time",
    "reach",
    "own_address",
    "right_beside",
)
"""What is not a fact of the case: it has a place of its own, or is only for talking."""
NO_REPORT_YET = ("low", "follow_up")
GOES_ON = {"what_helps": "report", "about": "new"}  # the answer by which what was told there becomes a report
ADDED, QUIETLY = "add", "quietly"  # the lines by which it is with a case


def cases_to_speak_of(session: Session, contact_id: int, now: datetime | None = None) -> list[cases.Case]:
    """The open cases of this contact that may be spoken of there at this moment (C5, C7)."""
    contact = session.get_one(Contact, contact_id)
    return [case for case in cases.open_cases_of(session, contact_id) if may_speak_of(contact, case, now)]


def foresee_opening(scene: Scene, uprn: str) -> None:
    """Have the next journey bring what a case is opened with, as most who are asked where it is are about to open one:
    where the store is another machine, each journey is felt."""
    draw_for_case(scene.session)
    scene.earlier = cases.ask_for_cases_since(scene.session, scene.contact.id, scene.now - A_YEAR)
    if uprn.isdigit():
        ask_for_property(scene.session, uprn)


def case_at_hand(scene: Scene) -> cases.Case | None:
    """The open case that this conversation is about: that of what was reported in it last, else the latest that this
    contact has reported; None where there is none, or where nothing may be said of it here."""
    shown = cases_to_speak_of(scene.session, scene.contact.id, scene.now)
    told = reports.newest_report(scene.session, scene.conversation.id)
    return next((case for case in shown if told and case.id == told.case_id), shown[0] if shown else None)


def closed_cases_to_speak_of(
    session: Session, contact_id: int, since: datetime, now: datetime | None = None
) -> list[cases.Case]:
    """The same of cases that were closed since then, the one closed last first."""
    contact = session.get_one(Contact, contact_id)
    return [case for case in cases.closed_cases_of(session, contact_id, since) if may_speak_of(contact, case, now)]


def reporting(scene: Scene, case: cases.Case) -> Contact:
    """The contact who reported the case: the one who writes or, where that is another way to somebody, that one."""
    if reporters.reporter_of(scene.session, case.id, scene.contact.id) is None:
        for owner_id in owners_of(scene.session, scene.contact.id):
            if reporters.reporter_of(scene.session, case.id, owner_id) is not None:
                return scene.session.get_one(Contact, owner_id)
    return scene.contact


def open_or_join(scene: Scene, known: Values) -> cases.Case:
    """The case for this report: the one it joins, the one it opened before, or a new one with its promise."""
    if known.get("same_matter") == "yes":
        joined = cases.case_by_reference(scene.session, known["open_case"])
        assert joined
        return hurried(scene, _with_reporter(scene, joined))
    opened = scene.frame.marks.get("open_case")
    if opened is None or _has_joined(scene.frame):  # what it joined before is another matter after all
        return open_with(scene, known)
    standing = cases.case_by_reference(scene.session, opened.gave["reference"])
    assert standing
    return hurried(scene, standing)


def open_with(scene: Scene, known: Values, opened_by: str = "resident") -> cases.Case:
    """A new case of the report on top, with its promise and its reporter; an officer may open it as well."""
    if scene.earlier is None:
        foresee_opening(scene, known.get("uprn", ""))
    landlord = scene.house.landlord
    told = settled(report, scene.frame)
    urgent = scene.is_urgent or is_raised(landlord.risk, {_kind(told), told.get("concern")}, known["words"])
    days = landlord.promises.urgent_contact_days if urgent else landlord.promises.ordinary_contact_days
    due = working_days_after(landlord, scene.now, days)
    values = columns_of(scene, known) | {"language": scene.language, "first_contact_due": due, "urgent": urgent}
    bring(scene.session)
    if scene.earlier:
        values["repeat_victim"] = "yes"  # two reports in 12 months (Bury 2026 2.2)
    case = cases.open_case(
        scene.session, new_reference(scene.house.chance), values, "resident", scene.now, opened_by=opened_by
    )
    promises.make_promise(scene.session, case.id, "first_contact", due, scene.now)
    owe_first(scene.house, scene.session, case, scene.now)
    reporters.begin_part(scene.session, case.id, scene.contact.id, scene.now)
    return case


def hurried(scene: Scene, case: cases.Case) -> cases.Case:
    """A case that turns out to be urgent is promised the earlier day."""
    landlord = scene.house.landlord
    due = working_days_after(landlord, scene.now, landlord.promises.urgent_contact_days)
    if scene.is_urgent and case.first_contact_due and due < case.first_contact_due:
        hurry(scene.house, scene.session, case, "resident", scene.now)
    return case


def promised_sooner(scene: Scene, case: cases.Case, told_by: str) -> str:
    """The day on which we are in touch by now, where it is earlier than the one that was told; else nothing (R11)."""
    due = hurried(scene, case).first_contact_due
    return due.isoformat() if due and told_by and due < datetime.fromisoformat(told_by) else ""


def _with_reporter(scene: Scene, case: cases.Case) -> cases.Case:
    if reporters.reporter_of(scene.session, case.id, scene.contact.id) is None:
        reporters.begin_part(scene.session, case.id, scene.contact.id, scene.now)
    return case


def columns_of(scene: Scene, known: Mapping[str, str], placed: str | None = None) -> dict[str, Any]:
    """What is known, as columns and facts of a case; where it is only when that is not where it is `placed` already."""
    values: dict[str, Any] = {name: value for name, value in known.items() if name not in APART + PLACED and value}
    if kind := _kind(known):
        values["kind"] = kind
    values["urgent"] = scene.is_urgent
    if known.get("place", placed) != placed:
        values |= _where(scene, known["place"], known.get("uprn", ""))
    if known.get("naming"):
        values["naming"] = known["naming"]
    if known.get("behalf"):
        values["on_behalf"] = known["behalf"]
    if known.get("behalf") or kind == "not_asb":
        values["needs_review"] = known.get("behalf") == "staff" or kind == "not_asb"
    return values


def _kind(known: Mapping[str, str]) -> str:
    """The kind that the resident chose or, until then, the one their words sound like."""
    sounds_like = known.get("guess", "")
    return known.get("kind") or ("" if sounds_like == "not_asb" else sounds_like)


def _where(scene: Scene, place: str, uprn: str) -> dict[str, Any]:
    home = property_at(scene.session, uprn) if uprn.isdigit() else None
    if home:
        return {"place": place, "uprn": home.uprn, "patch": home.patch, "block": home.block or None}
    street = scene.register.block_or_street(place) or _by_postcode(scene, place)
    patch, block = (street.patch or None, street.name) if street else (None, None)
    return {"place": place, "uprn": None, "patch": patch, "block": block}


def _by_postcode(scene: Scene, place: str) -> Street | None:
    return scene.register.look(place).street if POSTCODE.search(place) else None


def keep_report(scene: Scene, frame: Frame, known: Values, ended: bool) -> None:
    """Keep what has been said so far, finished or not, and bring the case up to it: nothing waits for the end (R12)."""
    if "words" not in known:
        return
    case, said = _case_of(scene, frame), _said_anyway(frame, known)
    reports.save_report(
        scene.session,
        scene.conversation,
        frame.number,
        scene.now,
        state=_state(known, ended, case),
        words=known["words"],
        answers={n: v for n, v in (said | known).items() if n not in UNANSWERED},
        urgent=scene.is_urgent or bool(case and case.urgent),
        danger=scene.notes.get("danger"),
        case_id=case.id if case else None,
    )
    if case and _is_of_report(frame, case):
        taken_back = _taken_back(case, said | known) if ended else {}
        values: dict[str, Any] = {n: v for n, v in said.items() if n not in (*APART, *PLACED)}
        values |= columns_of(scene, known, case.place) | taken_back
        values["urgent"] = case.urgent or scene.is_urgent  # only staff may say that it is not
        may_change = without_what_stands(scene.session, case, values)
        if scene.danger.urgent:  # said just now: that is new to whoever said that it was not urgent
            may_change["urgent"] = True
        cases.amend_case(scene.session, case, may_change, "resident", scene.now)
    if case:
        give_to_officer(scene, frame.number, case)
        heed_raising(scene.house, scene.session, case, known["words"], scene.conversation.id, scene.now)
        _keep_wishes(scene, frame, known)
        if "may_update" in frame.marks:  # it was asked: what was answered last holds, and so does a name given since
            unwanted = known.get("may_update") == "no" and known.get("may_reach") != "yes"
            promises.release_promises(scene.session, case.id, scene.now if unwanted else None)
        if known.get("naming") or (known.get("behalf") and not _has_joined(frame)):
            _note_reporter(scene, case, known)


def keep_words(scene: Scene, frame: Frame) -> None:
    """Keep what was told on a page that is no report yet, for staff to see also where it is never answered: by somebody
    who has thoughts of suicide, or to somebody who has a case. Once it is in a report or with a case, that has it."""
    told = frame.marks.get("words")
    if told is None or ADDED in frame.marks:
        return
    went_on = any(frame.marks[line].gave.get(line) == goes for line, goes in GOES_ON.items() if line in frame.marks)
    reports.save_report(
        scene.session,
        scene.conversation,
        frame.number,
        scene.now,
        state="joined" if went_on or QUIETLY in frame.marks else "unfinished",
        words=told.gave["words"],
        answers={},
        urgent=frame.dialog == "low" or scene.is_urgent,
        danger=scene.notes.get("danger"),
    )


def _case_of(scene: Scene, frame: Frame) -> cases.Case | None:
    """The case that this report made or joined, also while danger keeps the page from being read on."""
    opened = frame.marks.get("open_case")
    case = cases.case_by_reference(scene.session, opened.gave["reference"]) if opened else None
    return hurried(scene, case) if case else None


def _has_joined(frame: Frame) -> bool:
    """Whether the case of this report is one that was open before it, whose facts are not this report's to change."""
    opened = frame.marks.get("open_case")
    return opened is not None and opened.used.get("same_matter") == "yes"


def _is_of_report(frame: Frame, case: cases.Case) -> bool:
    """Whether it is the case that this report made, and not another that the report, or its case, was joined to."""
    opened = frame.marks.get("open_case")
    return opened is not None and opened.gave["reference"] == case.reference and not _has_joined(frame)


def _said_anyway(frame: Frame, known: Values) -> Values:
    """Everything that was said: what is known, and what the page asks no more because it is not safe to go on, or
    because it is abuse at home after all: nobody took that back."""
    unsafe = {name for name in SAFE_TO_WRITE if name in frame.marks and frame.marks[name].gave.get(name) == "no"}
    marks = {name: mark for name, mark in frame.marks.items() if name not in unsafe}
    for name in ("notice", "classify"):
        if name in marks:
            gave = marks[name].gave
            marks[name] = replace(marks[name], gave=gave | {said: "" for said in ("concern", "kind") if gave.get(said)})
    told = known if marks == frame.marks else settled(report, replace(frame, marks=marks))
    return {name: value for name, value in told.items() if name in ASKED}


def _taken_back(case: cases.Case, known: Values) -> dict[str, None]:
    """Answers that a later correction has made void."""
    return {name: None for name, value in case.facts.items() if value is not None and name in ASKED - known.keys()}


def _state(known: Values, ended: bool, case: cases.Case | None) -> reports.State:
    if known.get("same_matter") == "yes" or known.get("about") == "yes":
        return "joined" if ended else "unfinished"
    if not ended:
        return "unfinished"
    return "filed" if case else "not_asb"


def _keep_wishes(scene: Scene, frame: Frame, known: Values) -> None:
    """Whether whoever reports may be written to, and is withheld from staff (R9, R12).

    How they want to be named is taken as they answer it: what they ask in words after that holds.
    """
    naming, answered = known.get("naming", ""), f"naming_{frame.number}"
    if safe := known.get("safe_to_say") or known.get("safe_here") or known.get("safe_to_text"):
        scene.contact.texting_is_safe = cast("Any", safe)
    if (known.get("may_update") == "no" or scene.notes.get(THEY_WRITE)) and scene.contact.texting_is_safe == "yes":
        scene.contact.texting_is_safe = "unwanted"  # never against their wish (R9)
    if naming and naming != scene.notes.get(answered):
        scene.contact.withheld = naming == "anonymous" or scene.reserved
    scene.notes[answered] = naming


def _note_reporter(scene: Scene, case: cases.Case, known: Values) -> None:
    """Who reports and how they want to be named: the later word holds, but silence takes back nothing said earlier."""
    reporters.add_reporter(
        scene.session,
        scene.house.keys,
        case.id,
        scene.contact.id,
        scene.now,
        name=known.get("name"),
        naming=cast("Any", known.get("naming")),
        on_behalf=cast("Any", known.get("behalf")),
    )
