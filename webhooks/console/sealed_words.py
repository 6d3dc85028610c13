"""What an officer looks for, sealed for an address: then no name or number stands in a log or a history (R9)."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from storage.sealing import SealBroken
from webhooks.console.gate import LONGEST_DAY, me
from webhooks.place import now, the_house

LONGEST = 200


def seal(written: str) -> str | None:
    """For whoever is signed in, and for a day: somebody who comes by the address reads nothing from it. None where
    nothing was written."""
    written = written.replace("\0", "").strip()[:LONGEST]
    told = f"{now().isoformat()} {written}"
    return urlsafe_b64encode(the_house().keys.seal(told, _purpose())).decode() if written else None


def unseal(token: str) -> str:
    """The words; none in an address that was cut off, made up, somebody else's, or of yesterday."""
    try:
        at, _, written = the_house().keys.open(urlsafe_b64decode(token), _purpose()).partition(" ")
    except (SealBroken, ValueError):
        return ""
    return written if now() - datetime.fromisoformat(at) < LONGEST_DAY else ""


def _purpose() -> str:
    return f"search:{me().id}"
