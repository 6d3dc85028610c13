"""How a case stands, told by its reference: here where it was reported from, elsewhere once by a one-time code (C7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.casework.opening import cases_to_speak_of
from bot.casework.references import find_reference, may_be_ours, read_reference
from bot.configuration.landlord import named_contact
from bot.privacy.codes import VALID, TooManyCodes, check_code, issue_code, read_code, send_code, take_back_code
from bot.privacy.speaking import may_be_sent_code, may_speak_of
from bot.scene import Scene
from bot.state import Values
from bot.timetable import next_working_day_ends
from bot.understanding.normal import words
from bot.understanding.wishes import wants_status
from dialogs.status import STANDING
from storage import cases, promises
from storage.contacts import Contact
from storage.messages import last_heard
from storage.reporters import reporter_of, reporters_of
from storage.ways import owners_of

ASKED = "code_asked"
"""The note of a reference that a code was asked for here, and when."""
PURPOSE = "status"
FEW = (1, 2, 3)  # words of asking for news after a word that may be a code word, right or wrong
SHORTEST_WORD = 4  # letters of a code word
MOST_BESIDES = 3  # words beside a reference; in more than that something is told, unless it is news that they ask for
ALMOST = re.compile(r"\W*(?=\w*\d)(?=[\w-]*[A-Za-z])\w{4}-\w{4}\W*", re.ASCII)
NOTHING: Values = dict.fromkeys(STANDING, "")


def page_asked_for(scene: Scene, said: str, asking: str) -> str:
    """The page that a message asks for, where it is a reference or a code that was asked for here; else nothing.

    Where the reference that the police gave is asked for, eight letters are the answer.
    """
    if scene.danger.urgent:
        return ""
    if asking != "code" and is_code_awaited(scene.notes, said, scene.now):
        return "code"
    if scene.word == "said" and not said_beside(scene) and not asking:
        return "status"  # their code word, and no more
    first, _, rest = said.strip().partition(" ")
    after_a_word = len(words(rest)) in FEW and wants_status(rest) and first.isalnum() and len(first) >= SHORTEST_WORD
    return "status" if asking != "crime_reference" and (_asks_of_reference(said) or after_a_word) else ""


def said_beside(scene: Scene) -> str:
    """What was said beside a code word."""
    return scene.apart.rest if scene.apart else ""


def asks_for_news(said: str) -> bool:
    """Whether a message asks how a case stands, by its reference or without."""
    return _asks_of_reference(said) or wants_status(said)


def is_code_awaited(notes: Mapping[str, str], said: str, now: datetime) -> bool:
    """Whether these are six digits, written within ten minutes of asking for a code."""
    _, _, asked_at = notes.get(ASKED, "").partition(" ")
    return bool(asked_at) and read_code(said) is not None and now - datetime.fromisoformat(asked_at) <= VALID


def look_for_status(scene: Scene, values: Values) -> Values:
    """How the case stands that they ask about, where it may be spoken of here; for any other a code is asked for,
    whether or not there is one."""
    said = last_heard(scene.session, scene.conversation.id)
    if not _asks_of_reference(said):
        return _latest(scene)
    reference = _reference_in(said)
    if reference is None:
        return NOTHING | {"standing": "mistyped"}
    case = cases.case_by_reference(scene.session, reference)
    if case and _is_theirs(scene, case) and may_speak_of(scene.contact, case, scene.now):
        return _news(scene, case)
    _ask_for_code(scene, reference, case)
    return NOTHING | {"standing": "hidden"}


def look_by_code(scene: Scene, values: Values) -> Values:
    """The same for whoever writes the code that was sent to those who reported it: once, and none of what was said."""
    reference, _, _ = scene.notes.get(ASKED, "").partition(" ")
    typed = last_heard(scene.session, scene.conversation.id)
    fits = check_code(scene.house, scene.session, PURPOSE, _subject(scene, reference), typed, scene.now)
    case = cases.case_by_reference(scene.session, reference)
    if not fits or case is None or not _sent_to(scene, case):
        return NOTHING | {"standing": "hidden"}
    del scene.notes[ASKED]
    return _news(scene, case)


def _latest(scene: Scene) -> Values:
    """Of what may be spoken of here, the case in which something has been due for longest or is due first, else the
    latest."""
    spoken_of = cases_to_speak_of(scene.session, scene.contact.id, scene.now)
    owed = [promise for case in spoken_of for promise in promises.owed_in(scene.session, case.id)]
    first = min(owed, key=lambda promise: promise.due_at).case_id if owed else None
    case = next((case for case in spoken_of if first in (None, case.id)), None)
    return _news(scene, case) if case else NOTHING


def _news(scene: Scene, case: cases.Case) -> Values:
    """Whether it is open, who the named contact is, and when we said that we would be in touch."""
    officer = named_contact(scene.house.landlord, case.patch)
    late_by, due_by = _owed(scene, case) if case.state == "open" else ("", "")
    return dict(zip(STANDING, (case.state, case.reference, officer.name, officer.phone, late_by, due_by), strict=True))


def _owed(scene: Scene, case: cases.Case) -> tuple[str, str]:
    """What is late and what is due next. What is late is said to be so, and a person is asked for, who answers by the
    end of the next working day: that is promised anew (C6)."""
    owed = promises.owed_in(scene.session, case.id)
    late = next((promise.due_at for promise in owed if promise.due_at <= scene.now), None)
    coming = next((promise.due_at for promise in owed if promise.due_at > scene.now), None)
    if late is not None:
        scene.conversation.needs_person, scene.notes["person"] = True, "status"
        soon = next_working_day_ends(scene.house.landlord, scene.now)
        if coming is None or coming > soon:
            promises.make_promise(scene.session, case.id, "news", soon, scene.now)
            coming = soon
    return late.isoformat() if late else "", coming.isoformat() if coming else ""


def _ask_for_code(scene: Scene, reference: str, case: cases.Case | None) -> None:
    """A code leaves only for where it is safe. All else is the same for every reference, so that nobody learns from our
    answer, nor from how long it takes, whether there is such a case. What was sent to nobody opens nothing."""
    scene.notes[ASKED] = f"{reference} {scene.now.isoformat()}"
    house, session, subject = scene.house, scene.session, _subject(scene, reference)
    try:
        code = issue_code(house, session, PURPOSE, subject, scene.contact.id, scene.now)
    except TooManyCodes:
        return
    to = _sent_to(scene, case) if case else []
    if not sum(send_code(house, session, contact.id, code, scene.now) for contact in to):
        take_back_code(house, session, PURPOSE, subject, scene.now)


def _sent_to(scene: Scene, case: cases.Case) -> list[Contact]:
    """Those who reported it, but not who is asking, where a code may be sent."""
    ids = [reporter.contact_id for reporter in reporters_of(scene.session, case.id)]
    others = [scene.session.get_one(Contact, one) for one in ids if one != scene.contact.id]
    return [contact for contact in others if may_be_sent_code(contact, case)]


def _is_theirs(scene: Scene, case: cases.Case) -> bool:
    """Whether it was reported from here, or from somewhere to which this is another way."""
    here = (scene.contact.id, *owners_of(scene.session, scene.contact.id))
    return any(reporter_of(scene.session, case.id, one) for one in here)


def _subject(scene: Scene, reference: str) -> str:
    return f"{reference} for contact {scene.contact.id}"


def _asks_of_reference(said: str) -> bool:
    """Whether a message is a reference, or asks for news of one, and tells nothing of its own."""
    said = re.sub(r"\[[^\]]*\]", "", said).strip()  # the mark of a code word that was taken out
    if not _reference_in(said):
        return ALMOST.fullmatch(said[:40]) is not None
    return len(words(said[:200])) <= MOST_BESIDES + 2 or wants_status(said)


def _reference_in(said: str) -> str | None:
    """A reference of the form that we give out, wherever it stands or, however it is spaced, as the whole message."""
    whole = read_reference(said[:40])
    return find_reference(said) or (whole if whole and may_be_ours(whole) else None)
