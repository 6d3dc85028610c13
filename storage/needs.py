"""Needs: what helps a contact to talk with us, and what they want us to know of their health or home, sealed (C3).

They belong to the person, so they hold for every case of the contact. What is sealed may identify somebody, and tells
of their health; that they want calls and no texts stands in clear, because whoever is about to write must find it.
"""

import json
from dataclasses import asdict, dataclass, replace

from storage.contacts import Contact
from storage.sealing import Keys

CALLS = "call"


@dataclass(frozen=True)
class Needs:
    """`helps` are codes: call, interpreter, print (or anything else that is written), speaker. The others are in their
    own words: the language, what else helps, who speaks for them, and what we should know."""

    helps: tuple[str, ...] = ()
    language: str = ""
    other: str = ""
    speaker: str = ""
    home: str = ""

    def joined_by(self, more: "Needs") -> "Needs":
        """These and more; the later words hold."""
        said = {name: value for name, value in asdict(more).items() if value}
        return replace(self, **said | {"helps": tuple(dict.fromkeys((*self.helps, *more.helps)))})


def keep_needs(keys: Keys, contact: Contact, needs: Needs) -> None:
    """Seal them with the contact, in place of what was kept before."""
    contact.needs = keys.seal(json.dumps(asdict(needs), ensure_ascii=False), f"needs:{contact.id}")
    contact.calls_only = CALLS in needs.helps


def needs_of(keys: Keys, contact: Contact) -> Needs | None:
    """What helps the contact, None where it is not known. Raises SealBroken."""
    if contact.needs is None:
        return None
    found = json.loads(keys.open(contact.needs, f"needs:{contact.id}"))
    return Needs(**found | {"helps": tuple(found["helps"])})
