"""What a message says about a place: homes, streets and blocks of the landlord's register."""

from __future__ import annotations

from dataclasses import dataclass

from bot.understanding.places.number_match import Wants

#: How far the best home must lead before it is *the* home.
LEAD = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """One home of the register; `postcode` as "AB1 2CD", `tenure` as the register has it."""

    uprn: str
    address: str
    postcode: str
    patch: str
    block: str
    tenure: str


@dataclass(frozen=True, slots=True)
class Found:
    """A home and how sure the match is, 0..100."""

    address: Address
    score: float


@dataclass(frozen=True, slots=True)
class Street:
    """A street or block of the register; `patch` is empty where it lies in several; `homes` counts its addresses."""

    name: str
    patch: str
    homes: int
    score: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a message says about a place; empty when it says nothing.

    `homes`: at most 5, best first; several when it may be any of them. `streets`: only without homes, at most 5,
    best first. `wants`: what to ask for next, the "number" in the street or the "flat" in the building.
    `missing`: the number said that the street has not ("41", "flat 9, 12"): say that it cannot be found. `own`: the
    writer's own home, where all that is said of the place is that it is `beside` it ("flat above me"); it is no home
    where something happens, and counts as nothing seen.
    """

    homes: tuple[Found, ...] = ()
    streets: tuple[Street, ...] = ()
    wants: Wants = ""
    missing: str = ""
    own: Found | None = None
    beside: str = ""

    def __bool__(self) -> bool:
        return bool(self.homes or self.streets)

    @property
    def home(self) -> Found | None:
        """The one home meant, or None when there is none or the runner-up is nearly as likely."""
        if len(self.homes) > 1 and self.homes[0].score - self.homes[1].score < LEAD:
            return None
        return self.homes[0] if self.homes else None

    @property
    def street(self) -> Street | None:
        """The one street or block meant, or None."""
        if len(self.streets) > 1 and self.streets[0].score - self.streets[1].score < LEAD:
            return None
        return self.streets[0] if self.streets else None
