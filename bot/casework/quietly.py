"""Files what is written with a case of which nothing may be said where it was written (C5, C7)."""

from __future__ import annotations

from bot.casework.opening import hurried
from bot.scene import Scene
from storage import cases, reports

WITHOUT_A_PAGE = 0  # pages are numbered from 1


def file_silently(scene: Scene, words: str) -> bool:
    """Where it is not safe to write, file these words with the open case and flag them for a person; whether it was
    done. The answer to them must be one that says nothing of a case (C5)."""
    standing = cases.open_cases_of(scene.session, scene.contact.id)
    if scene.contact.texting_is_safe != "no" or not standing:
        return False
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
        case_id=standing[0].id,
    )
    scene.conversation.needs_person = True
    scene.notes.setdefault("person", "unsafe")  # who asked for a person still does
    hurried(scene, standing[0])
    return True
