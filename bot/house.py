"""The house: everything one process works with, put together once at the door."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from bot.book import book_of
from bot.configuration.landlord import Landlord, read_landlord
from bot.configuration.settings import Settings, read_settings
from bot.understanding.places.register import Register
from bot.understanding.places.sighting import Address
from dialogs.grammar import Dialog
from storage.database import Database
from storage.journal import Journal
from storage.properties import all_properties, register_version
from storage.sealing import Keys

LOOK_AGAIN = timedelta(seconds=20)


class Registers:
    """The property register as an index in memory, built when first needed and again after an import."""

    def __init__(self, register: Register | None = None, version: int = -1) -> None:
        """Begin with an index that is known to be that of this version."""
        self._lock = threading.Lock()
        self._register = register or Register(())
        self._version = version
        self._look_again: datetime | None = None

    def current(self, session: Session, now: datetime) -> Register:
        """The register as it was at most 20 seconds ago."""
        with self._lock:
            if self._look_again is None or now >= self._look_again:
                version = register_version(session)
                if version != self._version:
                    self._register, self._version = Register(map(_address, all_properties(session))), version
                self._look_again = now + LOOK_AGAIN
            return self._register


def _address(row: object) -> Address:
    return Address(*(str(getattr(row, name)) for name in ("uprn", "address", "postcode", "patch", "block", "tenure")))


@dataclass(frozen=True)
class House:
    """One landlord's installation: what they decided, the store, the keys, and a source of chance."""

    landlord: Landlord
    settings: Settings
    database: Database
    registers: Registers = field(default_factory=Registers)
    chance: random.Random = field(default_factory=random.SystemRandom, repr=False)

    @property
    def keys(self) -> Keys:
        return self.database.keys

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.settings.data / "journal", self.keys)

    @cached_property
    def book(self) -> Mapping[str, Dialog]:
        """All pages by name: those that ship, and those written from what the landlord decides."""
        return book_of(self.landlord)

    @cached_property
    def our(self) -> dict[str, str]:
        return ours(self.landlord)

    def our_on(self, channel: str) -> dict[str, str]:
        """What stands in our placeholders on this channel; where languages are buttons they need no codes."""
        return self.our | {"our_languages": ""} if channel == "web" else self.our


def ours(landlord: Landlord) -> dict[str, str]:
    """What stands in a sentence's `{our_...}` placeholders."""
    lines, helplines, days = landlord.lines, landlord.helplines, landlord.promises
    return {
        "our_name": landlord.name,
        "our_phone": lines.main,
        "our_repairs": lines.repairs,
        "our_privacy": lines.privacy,
        "our_gas": helplines.gas,
        "our_samaritans": helplines.samaritans,
        "our_childline": helplines.childline,
        "our_abuse_line": f"{helplines.domestic_abuse_name} {helplines.domestic_abuse}",
        "our_victim_support": helplines.victim_support,
        "our_urgent_days": str(days.urgent_contact_days),
        "our_days": str(days.ordinary_contact_days),
        "our_languages": " ".join(f"{NAMES[code]}? {code.upper()}." for code in landlord.languages if code in NAMES),
    }


NAMES = {"cy": "Cymraeg", "pl": "Polski", "ur": "Urdu"}  # by text in plain letters (L2)


def open_house(environ: Mapping[str, str]) -> House:
    """The house that the environment describes. Raises Nonsense where it, or the landlord's file, cannot be right."""
    settings = read_settings(environ)
    landlord = read_landlord(settings.landlord_file)
    return House(landlord, settings, Database(settings.database_url, Keys(settings.contact_key)))
