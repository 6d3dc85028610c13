"""What a landlord decides: name, lines, hours, nation, promises, rota and limits, read once from `landlord.toml`."""

import re
import tomllib
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.configuration.helplines import Helplines, Nation, usual_helplines
from bot.configuration.hours import ALL_DAY, WEEK, Day, Hours, read_hours, to_local
from bot.configuration.nonsense import Nonsense as Nonsense
from bot.configuration.nonsense import explain
from bot.configuration.settings import EXAMPLE_LANDLORD as EXAMPLE_LANDLORD
from bot.configuration.settings import Settings as Settings
from bot.configuration.settings import read_settings as read_settings
from bot.risk.matrix import Matrix
from bot.surveys.choices import Surveys

# The languages of REQUIREMENTS L2; which of them are offered is the landlord's choice.
Language = Literal[
    "en", "cy", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "so", "tr", "fa", "fr"
]  # fmt: skip


Characteristic = Literal["age", "sex", "gender", "disability", "ethnicity", "religion", "orientation"]


def _check_phone(written: str) -> str:
    if not re.fullmatch(r"(\+44|0)\d{9,10}|\d{3,6}", written.replace(" ", "")):
        raise ValueError("this is not a telephone number of the United Kingdom")
    return written


def _check_mobile(written: str) -> str:
    """As +447700900123; a text to a landline may be read aloud to anybody, so only mobiles will do."""
    found = re.fullmatch(r"(?:\+44|0)(7\d{9})", re.sub(r"[ ()-]", "", written))
    if not found:
        raise ValueError("this is not a mobile number of the United Kingdom")
    return f"+44{found[1]}"


def _check_email(written: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", written):
        raise ValueError("this is not an e-mail address")
    return written


def _check_web(written: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", written):
        raise ValueError("this is not a web address beginning with https://")
    return written


def _check_plain(written: str) -> str:
    """Plain letters only: one curly quote would make every text we send twice as dear (L3)."""
    if not re.fullmatch(r"[A-Za-z0-9 &'.,()-]+", written):
        raise ValueError("use plain letters, digits and straight quotation marks only, as it begins every text")
    return written


def _read_office_day(written: object) -> Hours | None:
    hours = None if written in ("closed", None) else read_hours(written)
    if hours and hours.past_midnight:
        raise ValueError("the office closes before it opens")
    return hours


_PRIVATE: dict[str, Any] = {"json_schema_extra": {"private": True}}
Words = Annotated[str, Field(min_length=1)]
Whole = Annotated[int, Field(strict=True, ge=1)]
Phone = Annotated[str, AfterValidator(_check_phone), Field(examples=["01632 960100"], **_PRIVATE)]
Mobile = Annotated[str, AfterValidator(_check_mobile), Field(examples=["07700 900123"], **_PRIVATE)]
Email = Annotated[str, AfterValidator(_check_email), Field(examples=["name@example.org"], **_PRIVATE)]
Web = Annotated[str, AfterValidator(_check_web), Field(examples=["https://www.example.org/asb"])]
Span = Annotated[Hours, BeforeValidator(read_hours), Field(examples=["21:00-08:00"])]
OpenOrClosed = Annotated[Hours | None, BeforeValidator(_read_office_day), Field(examples=["09:00-17:00"])]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Lines(_Section):
    """Where a resident is told to ring, write or look, numbers as they are read out."""

    main: Phone
    repairs: Phone
    privacy: Web = Field(description="the privacy notice in full")


class OfficeHours(_Section):
    """When somebody is in, by day of the week, and the days when the office is closed besides bank holidays."""

    monday: OpenOrClosed
    tuesday: OpenOrClosed
    wednesday: OpenOrClosed
    thursday: OpenOrClosed
    friday: OpenOrClosed
    saturday: OpenOrClosed = None
    sunday: OpenOrClosed = None
    also_closed: tuple[date, ...] = ()

    def on(self, weekday: int) -> Hours | None:
        """The hours of a weekday (Monday is 0), None when closed."""
        hours: Hours | None = getattr(self, WEEK[weekday])
        return hours

    @model_validator(mode="after")
    def _opens_some_time(self) -> Self:
        if not any(self.on(day) for day in range(7)):
            raise ValueError("the office is never open; give at least one day its hours")
        return self


class Promises(_Section):
    """What a resident is told to expect (R11, R15); working days are those of the office."""

    urgent_contact_days: Annotated[Whole, Field(le=5)] = 1
    ordinary_contact_days: Annotated[Whole, Field(le=20)] = 5
    update_days: Annotated[Whole, Field(le=20)] = 10
    event_days: Annotated[Whole, Field(le=10)] = 2
    silence_days: Annotated[Whole, Field(le=40)] = 20


class Clocks(_Section):
    """By when staff are to have done what a case asks for (C11): days are working days, weeks those of the calendar."""

    plan_days: Annotated[Whole, Field(le=20)] = 5
    early_review_days: Annotated[Whole, Field(le=40)] = 10
    mediation_weeks: Annotated[Whole, Field(le=26)] = 4
    first_review_weeks: Annotated[Whole, Field(le=26)] = 4
    second_review_weeks: Annotated[Whole, Field(le=52)] = 8
    panel_weeks: Annotated[Whole, Field(le=52)] = 6
    closing_review_days: Annotated[Whole, Field(le=20)] = 5
    ask_again_days: Annotated[Whole, Field(le=20)] = 5

    @model_validator(mode="after")
    def _go_forward(self) -> Self:
        if self.second_review_weeks <= self.first_review_weeks:
            raise ValueError("the second review comes before the first; give second_review_weeks the larger number")
        return self


class Person(_Section):
    """Somebody on call: a name, a mobile as +447700900123, an e-mail address, and the hours they take."""

    name: Words
    mobile: Mobile
    email: Email
    days: tuple[Day, ...] = WEEK
    hours: Span = ALL_DAY

    def is_on_duty(self, weekday: int, clock: time) -> bool:
        """Whether they have taken this moment of the week (Monday is 0); a night belongs to the day it begins on."""
        return self.hours.cover({WEEK.index(day) for day in self.days}, weekday, clock)


class OnCall(_Section):
    """The rota: those on duty are told in the order of the file, the next when the one before has not answered."""

    next_after_minutes: Whole = 10
    people: tuple[Person, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _leaves_no_gap(self) -> Self:
        edges = {edge for person in self.people for edge in (person.hours.opens, person.hours.closes)}
        for weekday, day in enumerate(WEEK):
            for clock in sorted(edges):
                if not any(person.is_on_duty(weekday, clock) for person in self.people):
                    raise ValueError(
                        f"nobody is on call on {day.title()} from {clock:%H:%M}; give somebody those hours"
                    )
        return self


class Officer(_Section):
    """The named contact of some patches; without patches, of every patch that nobody else has."""

    name: Words
    phone: Phone
    email: Email
    patches: tuple[str, ...] = ()


class Texting(_Section):
    """How long a reply is a reply: one that could not leave by then is withdrawn (C8)."""

    reply_within_minutes: Annotated[Whole, Field(le=60)] = 15


class Limits(_Section):
    """Against floods and their cost. Danger is never held back by any of them."""

    texts_per_number_a_day: Whole = 120
    chats_per_address_an_hour: Whole = 20


class Chat(_Section):
    """The web chat."""

    idle_minutes: Annotated[Whole, Field(le=240)] = 30


class Withheld(_Section):
    """The numbers of those who asked not to be named (R9). Half a year outlasts how long the reason for closing can be
    read, and the time in which an ASB Case Review is asked for."""

    forget_after_days: Annotated[Whole, Field(le=2200)] = 183


class Equality(_Section):
    """What residents are asked about themselves, if they do not mind; nothing of it decides anything (C3)."""

    ask: tuple[Characteristic, ...] = get_args(Characteristic)


@cache
def usual_matrix() -> Matrix:
    """The matrix of the example landlord, for a file of before there was one: that must keep nobody from starting."""
    return Matrix.model_validate(tomllib.loads(EXAMPLE_LANDLORD.read_text("utf-8"))["risk"])


class Landlord(_Section):
    """Everything a landlord decides, checked."""

    name: Annotated[
        Words,
        Field(max_length=40, examples=["Riverbridge Homes"], description="begins texts"),
        AfterValidator(_check_plain),
    ]
    nation: Nation = Field(examples=["england"])
    languages: Annotated[tuple[Language, ...], Field(examples=[["en", "cy"]])] = ("en",)
    quiet_hours: Span = Field(default=Hours(time(21), time(8)), examples=["21:00-08:00"])
    lines: Lines
    office_hours: OfficeHours
    promises: Promises = Promises()
    clocks: Clocks = Clocks()
    on_call: OnCall
    officers: tuple[Officer, ...] = Field(min_length=1)
    helplines: Helplines
    risk: Matrix = Field(default_factory=usual_matrix)
    texting: Texting = Texting()
    limits: Limits = Limits()
    chat: Chat = Chat()
    withheld: Withheld = Withheld()
    equality: Equality = Equality()
    surveys: Surveys = Surveys()
    translations: dict[Language, dict[Words, Words]] = {}

    @model_validator(mode="before")
    @classmethod
    def _fill_in_helplines(cls, raw: Any) -> Any:
        own, nation = raw.get("helplines", {}), raw.get("nation")
        if not isinstance(own, dict):
            return raw
        known = get_args(Nation)  # a nation that is none is refused by its own field, so any will do meanwhile
        return raw | {"helplines": usual_helplines(nation if nation in known else known[0]) | own}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.quiet_hours.opens == self.quiet_hours.closes:
            raise ValueError(
                "quiet_hours last all day, so that nothing could ever leave; write 21:00-08:00 or the like"
            )
        if "en" not in self.languages:
            raise ValueError('languages must hold "en", as the other languages fall back on English')
        if all(officer.patches for officer in self.officers):
            raise ValueError("give one of the [[officers]] no patches, so that every place has a named contact")
        return self


def read_landlord(path: Path) -> Landlord:
    """The landlord in this file; raises Nonsense, with a sentence for each thing that cannot be right."""
    try:
        return Landlord.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except OSError as error:
        reason = f"it cannot be read ({error.strerror}). Set HEARBACK_LANDLORD to the file, or leave it out."
    except UnicodeDecodeError:
        reason = "it is not saved as UTF-8. Open it in your editor and save it with the encoding UTF-8."
    except tomllib.TOMLDecodeError as error:
        reason = f"it is not written as TOML: {error}. Look for a missing quotation mark or bracket there."
    except ValidationError as error:
        raise Nonsense(str(path), explain(error, Landlord)) from None
    raise Nonsense(str(path), [reason])


@cache
def example_landlord() -> Landlord:
    """The invented landlord that ships with the product, and serves where no other is set."""
    return read_landlord(EXAMPLE_LANDLORD)


def on_call(landlord: Landlord, now: datetime) -> tuple[Person, ...]:
    """Who is told of danger at this moment, first to last; never empty."""
    local = to_local(now)
    return tuple(person for person in landlord.on_call.people if person.is_on_duty(local.weekday(), local.time()))


def named_contact(landlord: Landlord, patch: str | None) -> Officer:
    """The officer of a patch; where nobody has it, or the place is unknown, the one who takes the rest."""
    wanted = (patch or "").casefold()
    for officer in landlord.officers:
        if wanted in {own.casefold() for own in officer.patches}:
            return officer
    return next(officer for officer in landlord.officers if not officer.patches)
