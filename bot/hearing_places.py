"""Hears where it is happening: a home, one of a few, a street, or a place that only the resident can name (R6)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.prefilling import lines_answered
from bot.state import Means, Values
from bot.turn import Heard, Perhaps
from bot.understanding import wishes
from bot.understanding.danger.denied import denies_danger
from bot.understanding.normal import words
from bot.understanding.out_of_danger import has_called
from bot.understanding.places.address_words import CANONICAL, PLACING, TYPES
from bot.understanding.places.corrections import Number, hear_right_number
from bot.understanding.places.nearby import find_nearby
from bot.understanding.places.register import Register
from bot.understanding.places.sighting import Address, Sighting
from bot.understanding.reading import read_report
from bot.understanding.yes_no import hear_yes_no, yes_no_words
from dialogs.grammar import Option
from dialogs.report import report

MOST_TO_CHOOSE_FROM = 4
MOST_WORDS_OF_A_PLACE = 6
MOST_WORDS_BESIDE_ONE = 2  # "its at 14 Elm Court mate" tells no more than the address
MOST_WORDS_OF_A_NUMBER = 4
MOST_ON_A_LIST = 8  # answers that a question of ours may offer
_LEADING_NUMBER: Final = re.compile(r"^\W*(?:(?:no\.?|number)\s*)?\d+\w?\W+", re.IGNORECASE)
_LEADING_IT: Final = re.compile(r"^\W*(?:(?:it'?s|it is|that'?s|they'?re|he'?s|she'?s|it comes)\s+)+", re.IGNORECASE)
_LEADING_FLAT: Final = re.compile(r"^\s*flat \w+,\s*", re.IGNORECASE)
BESIDE_A_NUMBER = frozenset(
    ("no", "number", "num", "nr", "flat", "flt", "apt", "house", "its", "it", "is", "the", "and", "a", "b", "c", "d")
)
_AROUND = frozenset(
    ("its", "it", "is", "at", "the", "my", "our", "a", "of", "no", "number", "please", "hi", "hello", "thanks", "i",
     "live")
)  # fmt: skip


def hear_place(said: str, register: Register, known: Values) -> Heard:
    """The place meant; with `place_before` known, "14" or "flat 3" completes the street given before.

    Whatever a long answer tells besides the address is carried to the story, `also` under the story's own name.
    """
    if hear_yes_no(said) is not None and not _is_a_number(said):
        rest = _after_a_no(said)
        return hear_place(rest, register, known) if rest else None
    if wishes.is_dont_know(said):
        return Means(said.strip(), {"uprn": "unknown"})
    if wishes.asks_back(said) or has_called(said):
        return None
    whole, seen = _look(said, register, known.get("place_before", ""))
    if gave := beside_home(seen):
        return _place(gave, _told_besides(said, seen))
    if not seen and (nearby := find_nearby(said)):
        return Means(said.strip(), {"uprn": nearby})
    if not seen and denies_danger(said):
        return None
    if not seen and (_tells_more(said) or (whole == said.strip() and _is_a_number(said))):
        return None
    also = _told_besides(said, seen)
    if seen.home:
        return _place(_listed(seen.home.address), also)
    if seen.homes:
        return Perhaps(tuple(_place(_listed(found.address), also) for found in seen.homes[:MOST_TO_CHOOSE_FROM]))
    if _knows_street(seen):
        street = seen.street.name if also and seen.street else whole
        return Means(street, {"uprn": "street"}, also)
    lacking = without_such_number(seen)
    return _place(lacking, also) if lacking else Means(whole, {"uprn": "unlisted"}, also)


def _after_a_no(said: str) -> str:
    """The address in "no, 14 oak court"; "" where nothing with a number follows."""
    first, _, rest = said.strip().partition(" ")
    return rest.strip() if hear_yes_no(first) is False and any(map(str.isdecimal, rest)) else ""


def seen_from_home(heard: Heard, known: Values) -> Heard:
    """The place that was told as "upstairs" or "my flat", now that their own address is known."""
    if isinstance(heard, Perhaps):
        return Perhaps(tuple(_from_home(means, known) for means in heard.each))
    if not isinstance(heard, Means) or heard.gives.get("uprn") in ("own", "near"):
        return None
    return _from_home(heard, known)


def _from_home(own: Means, known: Values) -> Means:
    if known.get("uprn") == "own":
        return replace(own, gives={"place": own.value} | own.gives)
    return replace(own, gives=_beside(known.get("place", ""), own.value))


def hear_other_place(options: tuple[Option, ...], said: str, register: Register, known: Values) -> Means | None:
    """Another address, or the number that was missing, in answer to "Is it at …?" says no and where it is (R12)."""
    no = next((option for option in options if "place" in option.reopens), None)
    whole, seen = _look(said, register, known.get("place", "")) if no else ("", Sighting())
    if no is None:
        return None
    if near := _nearby_after_a_no(said):
        return Means(no.value, also={"place": _beside(near, known["place"])}) if known.get("place") else None
    if _is_not_there(said, known.get("place", "")):
        return Means(no.value)
    if seen.home is None and (other := _other_unlisted(no, options, said, known.get("place", ""))):
        return other
    if seen.home is None and whole == said.strip():
        lacking = without_such_number(seen)
        return Means(no.value, also={"place": lacking} | _told_besides(said, seen)) if lacking else None
    gave = _listed(seen.home.address) if seen.home else {"place": whole, "uprn": "unlisted"}
    return Means(no.value, also={"place": gave} | _told_besides(said, seen))


def _is_not_there(said: str, place: str) -> bool:
    """Whether it is only said where it is not: "not at 16, next door"."""
    spoken = words(said)
    numbers = {word for word in spoken if word[0].isdecimal()}
    return bool(numbers) and numbers <= {*words(place)} and not yes_no_words().negations.isdisjoint(spoken[:2])


def without_such_number(seen: Sighting) -> Values | None:
    """A street or block that we know, with a number that it has not: they are told so at once."""
    if not seen.street or not seen.missing:
        return None
    return {"place": f"{seen.missing} {seen.street.name}", "uprn": "unlisted"}


def _nearby_after_a_no(said: str) -> str:
    """ "Above me" in "no its above me": what we have is their own home; "" where nothing of the sort is said."""
    first, _, rest = said.strip().partition(" ")
    near = _LEADING_IT.sub("", rest if hear_yes_no(first) is False else said.strip())
    return near if find_nearby(near) == "near" else ""


def _other_unlisted(no: Option, options: tuple[Option, ...], said: str, before: str) -> Means | None:
    """An address in full that no register knows, as "no, 14 acacia avenue"; the one we have says that it is right."""
    address = (_after_a_no(said) or said).strip()
    spoken, ours = words(address), words(before)
    if spoken == ours:
        return next((Means(option.value) for option in options if not option.reopens), None)
    names_street = {*spoken[1:]} & {*ours} or any(CANONICAL.get(word, word) in TYPES for word in spoken[1:])
    whole = _LEADING_NUMBER.match(address) or _LEADING_FLAT.match(address)
    if not whole or not names_street or len(spoken) > MOST_WORDS_OF_A_PLACE or _tells_more(address):
        return None
    if {*spoken} & {"the", *PLACING}:  # "2 lads from the estate"
        return None
    return Means(no.value, also={"place": {"place": address, "uprn": "unlisted"}})


def other_home(
    said: str, register: Register, before: str, *, summing_up: bool = False, after_no: bool = False
) -> Values | None:
    """The home at the number that a whole message puts in place of the one in `before`, at whatever question it comes;
    a number that a list of answers might have is only heard beside the wrong one or a word such as "flat" (R3).

    `after_no` where a "no" before it would end the talk, and so may be about the number alone: "no its 16".
    """
    number = hear_right_number(said, before)
    slips = number is not None and (number.slip or (after_no and tuple(words(said)[:1]) in yes_no_words().no))
    if number is None or not (summing_up or (number.alone and slips)):
        return None
    beside = set(words(said)) & {*words(before), "flat", "door", "house"}
    if not beside and number.said.isdecimal() and int(number.said) <= MOST_ON_A_LIST:
        return None
    home = register.look(_completed(number, register, before)).home
    return _listed(home.address) if home else None


def _look(said: str, register: Register, before: str) -> tuple[str, Sighting]:
    """The place in words and as seen; a bare number, or one put right, belongs to the street that was named before."""
    seen = register.look(said)
    number = None if seen or not before else hear_right_number(said, before)
    if number:
        whole = _completed(number, register, before)
    elif before and not seen and _is_a_number(said):
        whole = f"{said.strip()} {_street_of(before, register)}"
    else:
        return said.strip(), seen
    return whole, register.look(whole)


def _completed(number: Number, register: Register, before: str) -> str:
    """A number with the street named before; a flat belongs to the building that was named."""
    building = _LEADING_FLAT.sub("", before)
    of_street = f"{number.said} {_street_of(before, register)}"
    if building != before and not building[:1].isdecimal():  # "Flat 3, Rowan House": its homes are all flats
        return f"{'' if number.flat_only else 'flat '}{number.said}, {building}"
    if number.flat_only and (building != before or number.adds or not register.look(of_street).home):
        return f"{number.said}, {building}"
    return of_street


def _street_of(before: str, register: Register) -> str:
    street = register.block_or_street(before)
    return street.name if street else _LEADING_NUMBER.sub("", before)


def _is_a_number(said: str) -> bool:
    """Whether this is a house or flat number and hardly a word more: "14", "number 14", "flat 3"."""
    spoken = words(said)
    numbers = [word for word in spoken if word[0].isdecimal()]
    return bool(numbers) and len(spoken) <= MOST_WORDS_OF_A_NUMBER and set(spoken) <= {*numbers, *BESIDE_A_NUMBER}


def _tells_more(said: str) -> bool:
    """Whether this is more of the story, sent while we were asking where it is."""
    reading = read_report(said)
    elsewhere = PLACING.isdisjoint(words(said)) or len(said.split()) > MOST_WORDS_OF_A_PLACE
    return bool(reading.how_often or reading.when or (reading.kind and elsewhere))


def _told_besides(said: str, seen: Sighting) -> dict[str, Values]:
    """What an answer tells besides the place: answers to later questions, and itself as more of the story."""
    if not seen and not seen.own:
        return {}
    homes = (*seen.homes, seen.own) if seen.own else seen.homes
    shown = (*(found.address.address for found in homes), *(street.name for street in seen.streets))
    named = {word for one in shown for word in words(one)} | _AROUND | PLACING
    besides = [word for word in words(said) if word not in named and not word[0].isdecimal()]
    if len(besides) <= MOST_WORDS_BESIDE_ONE and not _tells_more(said):
        return {}
    return lines_answered(read_report(said)) | {report.gathers: {report.gathers: said.strip()}}


def _knows_street(seen: Sighting) -> bool:
    return bool(seen.street) and not seen.missing


def beside_home(seen: Sighting) -> Values | None:
    """The place told as "the flat above me, I am at 14 Elm Court"; None where it is not told so."""
    return _beside(seen.beside, _listed(seen.own.address)["place"]) if seen.own else None


def _beside(where: str, home: str) -> Values:
    return {"place": f"{where} ({home})", "uprn": "beside"}


def _listed(found: Address) -> Values:
    return listed(found.address, found.postcode, found.uprn)


def listed(address: str, postcode: str, uprn: str) -> Values:
    """What the place line gives for a home of the register."""
    return {"place": f"{address}, {postcode}", "uprn": uprn}


def _place(gave: Values, also: dict[str, Values]) -> Means:
    return Means(gave["place"], {"uprn": gave["uprn"]}, also)
