"""Why what is told may be urgent, and for whom it then is: of a report, and of what is told after it (R1, C5)."""

from __future__ import annotations

from dataclasses import replace

from bot.scene import Scene
from bot.understanding.danger.finding import Danger, find_danger, names_concern, without_faint_signs
from bot.understanding.reading import read_report
from bot.understanding.witness import is_witness
from storage.cases import Case, amend_case
from storage.trained import OF_ABUSE, is_of_abuse


def danger_in(story: str) -> Danger:
    """What the whole of a story says. Of its parts each was heard for itself: what none of them said, nor any word, is
    not in their sum either, however it reads."""
    danger, parts = find_danger(story), story.split("\n")
    if danger.faint:
        danger = without_faint_signs(story)
    if danger.now or len(parts) == 1 or names_concern(story) or any(find_danger(part).concern for part in parts):
        return danger
    return replace(danger, urgent=False, concern=None)


def concern_in(words: str, danger: Danger, heard: str = "") -> str:
    """Why these words may be urgent, or what was `heard` in others; abuse at home that a neighbour tells of is no
    danger to them."""
    concern = danger.concern or ("domestic_abuse" if danger.now == "abuse" else heard)
    may_be = concern in ("threat", "adult")
    is_abuse = concern == "domestic_abuse" or (may_be and read_report(words).kind == "domestic_abuse")
    return "abuse_seen" if is_abuse and is_witness(words) else concern


def heed_concern(scene: Scene, case: Case, concern: str) -> None:
    """Why it may be urgent, told after the report: then the case is so and, where it is of abuse at home, from now on
    for trained staff alone, whatever is told later."""
    if not concern:
        return
    stays = is_of_abuse(case) and concern not in OF_ABUSE
    said = {"urgent": True} if stays else {"concern": concern, "urgent": True}
    amend_case(scene.session, case, said, "resident", scene.now)
