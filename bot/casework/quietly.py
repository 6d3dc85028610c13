"""Files what is written with a case of which nothing may be said where it was written (C5, C7)."""

from __future__ import annotations

from bot.casework.concerns import concern_in, danger_in, heed_concern
from bot.casework.opening import cases_to_speak_of, hurried
from bot.scene import Scene
from bot.understanding import wishes
from bot.understanding.bare import is_bare
from bot.understanding.kinds.listed import find_listed_kind
from bot.understanding.normal import words
from bot.understanding.reading import read_report
from bot.understanding.wordlists import gather_plain
from storage import cases, reports
from storage.trained import is_of_abuse

WITHOUT_A_PAGE = 0  # pages are numbered from 1
OF_THE_SAME = frozenset((None, "not_asb", "domestic_abuse", "violence", "harassment"))
"""The kinds of what somebody who told of abuse at home tells of it afterwards."""
OF_THEM = frozenset(("drugs", "alcohol", "vandalism", "other_crime", "sexual"))
"""The same, where it is told of whoever does it: "he smashed my phone", but not "somebody smashed my window"."""


def file_silently(scene: Scene, said: str) -> bool:
    """Where it is not safe to write, file these words with the open case and flag them for a person; whether it was
    done. The answer to them must be one that says nothing of a case (C5)."""
    standing = cases.open_cases_of(scene.session, scene.contact.id)
    if scene.contact.texting_is_safe != "no" or not standing:
        return False
    _file(scene, standing[0], said, "unsafe")
    return True


def file_with_abuse(scene: Scene, said: str) -> bool:
    """File with their case of abuse at home what is told of it afterwards, and flag it for a person; whether it was
    done. Where it may be spoken of they are asked whether it is about that; here nobody learns that there is a case,
    as the phone may be in other hands, and whoever tells of something else begins a report as ever."""
    standing = [case for case in cases.open_cases_of(scene.session, scene.contact.id) if is_of_abuse(case)]
    if not standing or cases_to_speak_of(scene.session, scene.contact.id, scene.now):
        return False
    if is_bare(said) or wishes.wants_new_report(said) or _is_something_else(scene, standing[0], said):
        return False
    _file(scene, standing[0], said, "same_matter")
    return True


def _is_something_else(scene: Scene, case: cases.Case, said: str) -> bool:
    home = scene.register.mentions(said).home
    is_elsewhere = home is not None and case.uprn is not None and home.address.uprn != case.uprn
    if is_elsewhere or find_listed_kind(said) == "not_asb":
        return True
    kind = read_report(said).kind
    is_theirs = kind in OF_THEM and case.facts.get("concern") != "abuse_seen" and _speaks_of_them(said)
    return not (kind in OF_THE_SAME or is_theirs)


def _speaks_of_them(said: str) -> bool:
    them = gather_plain("who_it_is", "them") | gather_plain("safety", "somebody")
    return any((word,) in them for word in words(said))


def _file(scene: Scene, case: cases.Case, said: str, why: str) -> None:
    before = reports.report_of(scene.session, scene.conversation.id, WITHOUT_A_PAGE)
    reports.save_report(
        scene.session,
        scene.conversation,
        WITHOUT_A_PAGE,
        scene.now,
        state="joined",
        words=f"{before.words}\n{said}" if before else said,
        answers={},
        urgent=scene.is_urgent or bool(before and before.urgent),
        danger=scene.danger.now or scene.notes.get("danger"),
        case_id=case.id,
    )
    scene.conversation.needs_person = True
    scene.notes.setdefault("person", why)  # who asked for a person still does
    heed_concern(scene, case, concern_in(said, danger_in(said)))
    hurried(scene, case)
