"""Files what is written with a case of which nothing may be said where it was written (C5, C7)."""

from __future__ import annotations

from bot.casework.opening import cases_to_speak_of, hurried
from bot.scene import Scene
from bot.understanding import wishes
from bot.understanding.bare import is_bare
from bot.understanding.danger.finding import find_danger
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.reading import read_report
from bot.understanding.witness import is_witness
from storage import cases, reports
from storage.trained import OF_ABUSE, is_of_abuse

WITHOUT_A_PAGE = 0  # pages are numbered from 1
NOT_OF_ABUSE = frozenset(("noise", "animals", "vehicles", "rubbish", "garden", "communal", "hate"))
"""What somebody who told of abuse at home tells of as another matter."""


def file_silently(scene: Scene, words: str) -> bool:
    """Where it is not safe to write, file these words with the open case and flag them for a person; whether it was
    done. The answer to them must be one that says nothing of a case (C5)."""
    standing = cases.open_cases_of(scene.session, scene.contact.id)
    if scene.contact.texting_is_safe != "no" or not standing:
        return False
    _file(scene, standing[0], words, "unsafe")
    return True


def file_with_abuse(scene: Scene, words: str) -> bool:
    """File with their case of abuse at home what is told of it afterwards, and flag it for a person; whether it was
    done. Where it may be spoken of they are asked whether it is about that; here nobody learns that there is a case,
    as the phone may be in other hands, and whoever tells of something else begins a report as ever."""
    standing = [case for case in cases.open_cases_of(scene.session, scene.contact.id) if is_of_abuse(case)]
    if not standing or cases_to_speak_of(scene.session, scene.contact.id, scene.now):
        return False
    if is_bare(words) or wishes.wants_new_report(words) or _is_something_else(scene, standing[0], words):
        return False
    _file(scene, standing[0], words, "same_matter")
    return True


def _is_something_else(scene: Scene, case: cases.Case, words: str) -> bool:
    home = scene.register.mentions(words).home
    is_elsewhere = home is not None and case.uprn is not None and home.address.uprn != case.uprn
    return is_elsewhere or read_report(words).kind in NOT_OF_ABUSE or find_listed_kind(words) == "not_asb"


def _file(scene: Scene, case: cases.Case, words: str, why: str) -> None:
    before = reports.report_of(scene.session, scene.conversation.id, WITHOUT_A_PAGE)
    reports.save_report(
        scene.session,
        scene.conversation,
        WITHOUT_A_PAGE,
        scene.now,
        state="joined",
        words=f"{before.words}\n{words}" if before else words,
        answers={},
        urgent=scene.is_urgent or bool(before and before.urgent),
        danger=scene.danger.now or scene.notes.get("danger"),
        case_id=case.id,
    )
    scene.conversation.needs_person = True
    scene.notes.setdefault("person", why)  # who asked for a person still does
    heed_concern(scene, case, _concern_in(scene, words))
    hurried(scene, case)


def _concern_in(scene: Scene, words: str) -> str:
    said = find_danger(words).concern or ("domestic_abuse" if scene.danger.now == "abuse" else "")
    return "abuse_seen" if said == "domestic_abuse" and is_witness(words) else said


def heed_concern(scene: Scene, case: cases.Case, concern: str) -> None:
    """Why it may be urgent, told after the report: then the case is so and, where it is of abuse at home, from now on
    for trained staff alone, whatever is told later."""
    if not concern:
        return
    stays = is_of_abuse(case) and concern not in OF_ABUSE
    said = {"urgent": True} if stays else {"concern": concern, "urgent": True}
    cases.amend_case(scene.session, case, said, "resident", scene.now)
