"""Makes true what the page on keeping in touch asks: whether we may write, another way, and what is agreed (C4, C5)."""

from __future__ import annotations

from typing import cast

from bot.casework.opening import case_at_hand, reporting
from bot.channels.sms import why_not_textable
from bot.configuration.landlord import named_contact
from bot.in_touch.agreements import Terms, agree, hours_of_day
from bot.post.starting import withdraw_from
from bot.privacy.codes import TooManyCodes, check_code, issue_code, send_code
from bot.privacy.safe_contact import THEY_WRITE
from bot.scene import Scene
from bot.state import JUST_AGREED, Values
from storage import promises
from storage.agreements import Frequency
from storage.cases import case_by_reference
from storage.contacts import Channel, Contact, MayWrite, contact_for, keep_reach, reach_of
from storage.ways import add_way, end_ways, ways_of

PURPOSE = "another way"


def look_at_contact(scene: Scene, values: Values) -> Values:
    """The case that is spoken of, whether we may write here first, and whether another way is known."""
    case = case_at_hand(scene)
    if case is None:
        return {"of_case": "", "writing": "", "another": ""}
    reporter = reporting(scene, case)
    safe = scene.contact.texting_is_safe
    writing = "never" if scene.contact.channel == "web" else safe or "unasked"
    if ways_of(scene.session, reporter.id):
        return {"of_case": case.reference, "writing": writing, "another": "proven"}
    another = "given" if reporter.reach is not None and reporter.reach_is_safe == "yes" else "none"
    return {"of_case": case.reference, "writing": writing, "another": another}


def keep_safe_to_write(scene: Scene, values: Values) -> Values:
    """What they say now holds; who wants news after all is owed again what they had released us from (R9)."""
    safe, wanted = values.get("safe_to_text"), values.get("may_write")
    if safe in ("yes", "no"):
        scene.contact.texting_is_safe = cast(MayWrite, safe)
    if wanted == "yes":
        scene.contact.texting_is_safe = "yes"
        scene.notes.pop(THEY_WRITE, None)
        case = case_at_hand(scene)
        if case:
            promises.release_promises(scene.session, case.id, None)
    return {}


def agree_contact(scene: Scene, values: Values) -> Values:
    """Keep how often and when they hear from us, and say by when they do and who their contact is."""
    case = case_by_reference(scene.session, values["of_case"])
    assert case
    hours = hours_of_day(scene.house.landlord, values["time_of_day"], values.get("own_hours", ""))
    terms = Terms(cast(Frequency, values["how_often"]), hours)
    scene.notes[JUST_AGREED] = "yes"
    due = agree(scene.house, scene.session, case, reporting(scene, case), terms, "resident", scene.now)
    officer = named_contact(scene.house.landlord, case.patch)
    return {"news_by": due.isoformat(), "named_contact": f"{officer.name}, {officer.phone}"}


def send_code_there(scene: Scene, values: Values) -> Values:
    """Send a code to the number or address that they gave, which shows that it is theirs once it comes back (C4)."""
    place = _place_given(scene)
    if place is None:
        return {"code_sent": "no"}
    try:
        code = issue_code(scene.house, scene.session, PURPOSE, _subject(scene, place), scene.contact.id, scene.now)
    except TooManyCodes:
        return {"code_sent": "no"}
    sent = send_code(scene.house, scene.session, place.id, code, scene.now)
    return {"code_sent": "yes" if sent else "no"}


def is_code_given(scene: Scene, said: str) -> bool:
    """Whether this is the code that was sent to the number or address that they gave."""
    place = _place_given(scene)
    return place is not None and check_code(
        scene.house, scene.session, PURPOSE, _subject(scene, place), said, scene.now
    )


def add_way_given(scene: Scene, values: Values) -> Values:
    """The code has come back: what cannot reach them here goes there from now on."""
    place, case = _place_given(scene), case_at_hand(scene)
    if place is None or case is None:
        return {"way": ""}
    reporter = reporting(scene, case)
    place.texting_is_safe, place.hours = "yes", reporter.hours
    add_way(scene.session, reporter.id, place.id, scene.now)
    return {"way": "proven"}


def end_ways_given(scene: Scene, values: Values) -> Values:
    """What they had given is not used any more, and is forgotten where it was kept apart (C5)."""
    case = case_at_hand(scene)
    if case:
        reporter = reporting(scene, case)
        places = ways_of(scene.session, reporter.id)
        if withdraw_from(scene.session, reporter.id, places, scene.now):
            scene.conversation.needs_person = True  # what was on its way there has not been told
        end_ways(scene.session, reporter.id, scene.now)
        keep_reach(scene.house.keys, reporter, ())
    return {}


def _subject(scene: Scene, place: Contact) -> str:
    return f"contact {place.id} for contact {scene.contact.id}"


def _place_given(scene: Scene) -> Contact | None:
    """The first of what they gave to which we can write; None where that is nothing, or where somebody there has told
    us not to write."""
    given = reach_of(scene.house.keys, scene.contact) if scene.contact.reach_is_safe != "no" else ()
    for way in given:
        channel: Channel | None = "email" if "@" in way else None if why_not_textable(way) else "sms"
        if channel is None or (channel == "email" and not scene.house.settings.smtp_url):
            continue
        place = contact_for(scene.session, scene.house.keys, channel, way, scene.now)
        if (
            place.id != scene.contact.id
            and place.stopped_at is None
            and place.texting_is_safe not in ("no", "unwanted")
        ):
            return place
    return None
