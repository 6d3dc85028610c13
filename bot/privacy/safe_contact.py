"""Makes true what the page on safe contact asks: who else reads here, and who writes first (C5, C7)."""

from __future__ import annotations

from bot.privacy.speaking import is_secret
from bot.scene import Scene
from bot.state import Values
from storage import cases, promises, reports

THEY_WRITE = "they_write"
"""The note that they want to be the ones who write first, which outweighs what the report says of it."""


def look_at_phone(scene: Scene, values: Values) -> Values:
    """What the phone or computer is to be kept from; nothing is asked where it is not safe to write. On the web we
    never write first, and so do not ask whether we may; but the chat stays open in the browser for a while, and whoever
    sits down at it could ask for news."""
    contact, case = scene.contact, _case_told(scene)
    device = "web" if contact.channel == "web" else "phone"
    written_to = "yes" if contact.texting_is_safe == "yes" and device == "phone" else "no"
    if case is None or contact.texting_is_safe == "no":
        return {"phone": "none", "written_to": "no", "device": device}
    return {"phone": "secret" if is_secret(case) else "open", "written_to": written_to, "device": device}


def keep_shared(scene: Scene, values: Values) -> Values:
    """Whether others read here, on a phone or beside a browser: from now on nothing is said of the case without a code
    word. What is theirs alone after all needs none, unless the case does."""
    said = values.get("shared_phone") or values.get("shared_device")
    contact, case = scene.contact, _case_told(scene)
    if said == "yes":
        contact.shared = True
    elif said == "no":
        contact.shared = False
        contact.code_word = contact.code_word if case and is_secret(case) else None
    return {}


def keep_who_writes(scene: Scene, values: Values) -> Values:
    """Who contacts us themselves is not written to, and releases us from what we promised until they change it (R9)."""
    said, case = values.get("who_writes"), _case_told(scene)
    if said == "they":
        scene.contact.texting_is_safe, scene.notes[THEY_WRITE] = "unwanted", "yes"
    elif said == "we" and scene.notes.pop(THEY_WRITE, ""):
        scene.contact.texting_is_safe = "yes"
    if case and said:
        promises.release_promises(scene.session, case.id, scene.now if said == "they" else None)
    return {}


def _case_told(scene: Scene) -> cases.Case | None:
    """The case of what was reported here last, also one that is not spoken of: these questions name nothing of it."""
    told = reports.newest_report(scene.session, scene.conversation.id)
    return scene.session.get(cases.Case, told.case_id) if told and told.case_id else None
