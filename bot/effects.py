"""Makes true what a dialog asks of the world: one function for each verb a page may use."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale

from bot.advising import alert_on_call, how_low, which_danger
from bot.casework.closing_talk import look_for_closing, take_closing_answer, take_closing_objection
from bot.casework.concerns import concern_in, danger_in, heed_concern
from bot.casework.opening import cases_to_speak_of, foresee_opening, open_or_join, promised_sooner
from bot.casework.plans import look_for_plan, take_plan_answer, take_plan_change
from bot.casework.quietly import file_silently
from bot.casework.status import look_by_code, look_for_status
from bot.casework.withdrawing import take_back
from bot.hearing import lines_answered
from bot.in_touch.keeping_in_touch import (
    add_way_given,
    agree_contact,
    end_ways_given,
    keep_safe_to_write,
    look_at_contact,
    send_code_there,
)
from bot.in_touch.needs import keep_told, look_for_needs, weigh_speaker
from bot.privacy.equality import look_for_equality, note_asked
from bot.privacy.safe_contact import keep_shared, keep_who_writes, look_at_phone
from bot.risk.asked import keep_risk, look_at_risk
from bot.rota import tell
from bot.scene import Scene
from bot.state import Values
from bot.surveys.answering import end_survey, keep_survey_answer, take_survey
from bot.timetable import next_opening, office_open
from bot.turn import Wish
from bot.understanding.interpreters import find_language_named
from bot.understanding.reading import read_report
from storage import cases, reports
from storage.trained import OF_ABUSE

MENUS = {name: name for name in ("people", "drugs_and_crime", "things")} | {"none": "service"}
NEARER = ("people", "drugs_and_crime", "things", "noise_sort")  # what these answer says more than the group does
URGENT = ("domestic_abuse", "hate")
REFERENCE_TOLD = frozenset(("reference", "reference_on_the_web", "quiet_reference"))
Verb = Callable[[Scene, Values], Values]


def make_true(scene: Scene, wish: Wish) -> Values:
    """Do what the wish says, or take it back, and return what that makes known. Raises KeyError for an unknown verb."""
    if wish.undo:
        return {}
    return VERBS[wish.effect.verb](scene, wish.values)


def notice(scene: Scene, values: Values) -> Values:
    """What the report says besides its words: what to say back, the kind it seems, why it may be urgent.

    The first telling says what it is about; what is added to it later never makes another matter of it, unless it is
    abuse at home after all.
    """
    words, danger = values["words"], danger_in(values["words"])
    first = _noticed_before(scene, words)
    concern = concern_in(words, danger, _concern_heard(scene))
    if first.get("concern") == "abuse_seen" and concern != "domestic_abuse":
        concern = "abuse_seen"  # whoever adds that they want no part in it is a neighbour still
    guess = "" if concern == "domestic_abuse" else first.get("guess")
    return {
        "gist": first.get("gist") or _gist(words),
        "young": "yes" if danger.child else "no",
        "guess": guess or ("domestic_abuse" if concern in OF_ABUSE else _kind_of(scene, words)),
        "concern": concern,
        "channel": scene.conversation.channel,
    }


def _kind_of(scene: Scene, words: str) -> str:
    """What it seems to be; a smell of gas is a repair to be sure, but who was in danger is not sent elsewhere."""
    kind = read_report(words).kind or ""
    return "" if kind == "not_asb" and scene.notes.get("danger") else kind


def _gist(words: str) -> str:
    reading = read_report(words)
    return _in_short({name: gave[name] for name, gave in lines_answered(reading).items()}) if reading.kind else ""


def _concern_heard(scene: Scene) -> str:
    """What was heard in other messages; what was chosen from the menu is answered there."""
    chosen, heard = scene.frame.marks.get("classify"), scene.notes.get("concern", "")
    return "" if chosen and chosen.gave.get("kind") == heard else heard


def _noticed_before(scene: Scene, words: str) -> Values:
    """What the report was found to be about, when these words only add to it."""
    before = scene.frame.marks.get("notice")
    goes_on = before is not None and words.startswith(before.used.get("words", words))
    return before.gave if before and goes_on and before.gave.get("guess", "") not in ("", "not_asb") else {}


def classify(scene: Scene, values: Values) -> Values:
    """The kind of ASB from the short menus (R4); empty where the resident skipped them or found none that fits.

    Abuse at home and hate are urgent also when they are only chosen: somebody is told tonight (R1).
    """
    kind = kind_chosen(values)
    if kind in URGENT:
        _tell_of(scene, kind)
    return {"kind": kind}


def kind_chosen(values: Values) -> str:
    group = values.get("group", "")
    kind = values.get(MENUS[group], "") if group in MENUS else group
    return "" if kind == "behaviour" else kind


def _tell_of(scene: Scene, kind: str) -> None:
    """The person on call is told once, unless the words said the same and they were told then."""
    told = scene.notes.get("told", "").split()
    if kind in (*told, scene.notes.get("concern")):
        return
    scene.notes |= {"told": " ".join([*told, kind]), "concern": scene.notes.get("concern") or kind}
    tell(scene.house, scene.session, scene.conversation.id, "urgent", kind, scene.now)


def sum_up(scene: Scene, values: Values) -> Values:
    """What the resident has told us so far, to be said back."""
    return {"gist_told": _in_short(values)}


def _in_short(told: Values) -> str:
    """The nearest answers to what it is and how often, as `line=answer`, which are said as their labels."""
    nearest = next((name for name in NEARER if told.get(name, "other") != "other"), "group")
    return " ".join(f"{name}={told[name]}" for name in (nearest, "often") if name in told)


def look_for_open_case(scene: Scene, values: Values) -> Values:
    """The reference of a case that this contact has open with us, at this place where one is known; else nothing.

    The case that this very report has opened is not another one.
    """
    place, opened = values.get("place"), scene.frame.marks.get("open_case")
    own = opened.gave["reference"] if opened and opened.used.get("same_matter") != "yes" else None
    if opened is None and "uprn" in values:
        foresee_opening(scene, values["uprn"])
    shown = [case for case in cases_to_speak_of(scene.session, scene.contact.id, scene.now) if case.reference != own]
    return {"open_case": next((case.reference for case in shown if place in (None, case.place)), "")}


def open_case(scene: Scene, values: Values) -> Values:
    """The case and, unless the day is over before they hear of it, by when we are in touch: an officer may have opened
    it for somebody who had stopped, and comes back later."""
    case = open_or_join(scene, values)
    due, is_told = case.first_contact_due, not REFERENCE_TOLD.isdisjoint(scene.frame.marks)
    assert due
    return {"reference": case.reference, "reply_by": due.isoformat() if is_told or due > scene.now else ""}


def weigh_concern(scene: Scene, values: Values) -> Values:
    """Why what is added to a case may be urgent."""
    return {"concern": concern_in(values["words"], danger_in(values["words"]), _concern_heard(scene))}


def file_quietly(scene: Scene, values: Values) -> Values:
    """More words for an open case from a phone that we are not to write to from now on."""
    scene.contact.texting_is_safe = "no"
    file_silently(scene, values["words"])
    return {}


def look_for_sooner_promise(scene: Scene, values: Values) -> Values:
    """The day on which we are in touch, where the case has turned urgent since the resident was told of one."""
    case = cases.case_by_reference(scene.session, values["reference"])
    return {"sooner_by": promised_sooner(scene, case, values["reply_by"]) if case else ""}


def add_to_case(scene: Scene, values: Values) -> Values:
    """More words for an open case, which staff see with it; what is urgent in them makes the case so."""
    case = cases.case_by_reference(scene.session, values["open_case"])
    assert case
    told_by = case.first_contact_due.isoformat() if case.first_contact_due else ""
    heed_concern(scene, case, values.get("concern", ""))
    reports.save_report(
        scene.session,
        scene.conversation,
        scene.frame.number,
        scene.now,
        state="joined",
        words=values["words"],
        answers={},
        urgent=scene.is_urgent,
        case_id=case.id,
    )
    return {"sooner_by": promised_sooner(scene, case, told_by)}


def ask_for_person(scene: Scene, values: Values) -> Values:
    """Flag that a human being is asked for, and say when somebody will be there (R14)."""
    _flag_for_person(scene)
    is_open = office_open(scene.house.landlord, scene.now)
    opens = next_opening(scene.house.landlord, scene.now)
    return {"office": "open" if is_open else "closed", "person_by": opens.isoformat()}


def _flag_for_person(scene: Scene) -> None:
    """The page on which it is asked tells staff what for."""
    scene.conversation.needs_person = True
    scene.notes["person"] = scene.frame.dialog


def ask_for_interpreter(scene: Scene, values: Values) -> Values:
    """Flag that an interpreter is asked for, and which language we know of, if any."""
    _flag_for_person(scene)
    spoken = scene.notes.get("spoken", scene.language)
    return {"language": "" if spoken == "en" else spoken}


def name_language(scene: Scene, values: Values) -> Values:
    """The language in English, which every channel can show; one that we do not know stays as it was written."""
    said = values.get("which", "")
    code = values["language"] or find_language_named(said)
    return {"spoken": str(Locale.parse(code).get_display_name("en")) if code else said}


VERBS: dict[str, Verb] = {
    "take_survey": take_survey,
    "keep_survey_answer": keep_survey_answer,
    "end_survey": end_survey,
    "look_for_status": look_for_status,
    "look_by_code": look_by_code,
    "look_at_phone": look_at_phone,
    "keep_shared": keep_shared,
    "keep_who_writes": keep_who_writes,
    "notice": notice,
    "classify": classify,
    "sum_up": sum_up,
    "look_for_open_case": look_for_open_case,
    "open_case": open_case,
    "add_to_case": add_to_case,
    "weigh_concern": weigh_concern,
    "file_quietly": file_quietly,
    "look_for_sooner_promise": look_for_sooner_promise,
    "which_danger": which_danger,
    "how_low": how_low,
    "alert_on_call": alert_on_call,
    "ask_for_person": ask_for_person,
    "ask_for_interpreter": ask_for_interpreter,
    "name_language": name_language,
    "take_back": take_back,
    "look_at_risk": look_at_risk,
    "keep_risk": keep_risk,
    "look_at_contact": look_at_contact,
    "keep_safe_to_write": keep_safe_to_write,
    "agree": agree_contact,
    "send_code": send_code_there,
    "add_way": add_way_given,
    "end_ways": end_ways_given,
    "look_for_plan": look_for_plan,
    "take_plan_answer": take_plan_answer,
    "take_plan_change": take_plan_change,
    "look_for_closing": look_for_closing,
    "take_closing_answer": take_closing_answer,
    "take_closing_objection": take_closing_objection,
    "look_for_needs": look_for_needs,
    "weigh_speaker": weigh_speaker,
    "keep_needs": keep_told,
    "look_for_equality": look_for_equality,
    "note_equality_asked": note_asked,
}
