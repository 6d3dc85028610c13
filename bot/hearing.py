"""Hears what one message means to the line that was asked. Pure: the register and the language are given."""

from __future__ import annotations

from functools import lru_cache

from bot.catalogues import translate
from bot.engine import Hear, Heard, Perhaps
from bot.state import Means, Values
from bot.understanding import answers, wishes
from bot.understanding.caution import hear_danger_answer, hear_safety_answer
from bot.understanding.normal import normalise
from bot.understanding.places import Register, Sighting
from bot.understanding.reading import Reading, read_report
from bot.understanding.yes_no import hear_yes_no
from dialogs.grammar import Ask, Choose, Option
from dialogs.report import report

MOST_TO_CHOOSE_FROM = 4
HEARD_WITH_CAUTION = {
    "danger": hear_danger_answer,
    "safe_here": hear_safety_answer,
    "safe_to_text": hear_safety_answer,
    "safe_to_say": hear_safety_answer,
}
"""Questions at which a wrong yes may cost somebody dear."""
MOST_WORDS_OF_A_PLACE = 6


def hear_in(language: str, register: Register) -> Hear:
    """The ear of one conversation: everything is heard in its language and in English."""

    def hear(line: Ask | Choose, options: tuple[Option, ...], said: str, known: Values) -> Heard:
        if isinstance(line, Choose):
            return hear_option(line, options, said, language) or hear_other_place(options, said, register)
        if not said.strip():
            return None
        if line.kind == "story":
            return hear_story(said, register)
        if line.kind == "place":
            return hear_place(said, register)
        return Means(said.strip())

    return hear


def is_answer(options: tuple[Option, ...], said: str, language: str) -> bool:
    """Whether the whole message is one of these answers, word for word: then it is no wish, whatever else it means."""
    plain = normalise(said).strip(" .!")
    return any(plain in (option.value, *map(normalise, _ways_to_say(option, language))) for option in options)


def hear_option(line: Choose, options: tuple[Option, ...], said: str, language: str) -> Heard:
    choices = _choices(options, language)
    if any(said == option.value for option in options):  # a button
        return Means(said)
    if line.name in HEARD_WITH_CAUTION:
        return _hear_with_caution(line, choices, said)
    match answers.hear_choice(said, choices, exact=line.exact):
        case answers.Means(value):
            return Means(value)
        case answers.Perhaps(values):
            return Perhaps(tuple(Means(value) for value in values))
        case _:
            return _hear_how_often(options, said)


def _hear_with_caution(line: Choose, choices: tuple[answers.Choice, ...], said: str) -> Means | None:
    if (exactly := answers.hear_exactly(said, choices)) is not None:
        return Means(exactly)
    heard = HEARD_WITH_CAUTION[line.name](said)
    return None if heard is None else Means("yes" if heard else "no")


def _hear_how_often(options: tuple[Option, ...], said: str) -> Heard:
    """ "Twice a week" is no label of ours, but says how often as it would in a story."""
    often = read_report(said).how_often
    return Means(often) if often and any(option.value == often for option in options) else None


def hear_other_place(options: tuple[Option, ...], said: str, register: Register) -> Means | None:
    """Another address in answer to "Is it at …?" says no and where it is, in one message (R12)."""
    no = next((option for option in options if "place" in option.reopens), None)
    home = register.look(said).home if no else None
    if no is None or home is None:
        return None
    found = home.address
    return Means(no.value, also={"place": listed(found.address, found.postcode, found.uprn)})


@lru_cache(1024)
def _choices(options: tuple[Option, ...], language: str) -> tuple[answers.Choice, ...]:
    return tuple(answers.Choice(o.value, _ways_to_say(o, language)) for o in options)


def _ways_to_say(option: Option, language: str) -> tuple[str, ...]:
    ways: list[str] = []
    for code in dict.fromkeys((language, "en")):
        ways += [translate(option.label.msgid, code)]
        ways += (
            [w.strip() for w in translate(option.words.msgid, code).split(",") if w.strip()]
            if option.words.msgid
            else []
        )
    return tuple(dict.fromkeys(ways))


def hear_story(said: str, register: Register) -> Means:
    """The report itself, with every answer to a later question that it already gives (R3)."""
    also = lines_answered(read_report(said))
    if home := register.mentions(said).home:
        also["place"] = listed(home.address.address, home.address.postcode, home.address.uprn)
    return Means(said, also=also)


def lines_answered(reading: Reading) -> dict[str, Values]:
    """The questions of the report that a story has answered before they are put (R3)."""
    also: dict[str, Values] = {}
    if reading.kind and reading.kind != "not_asb":
        also |= lines_for_kind(reading.kind)
    if reading.kind == "noise" and reading.noise_sort:
        also["noise_sort"] = {"noise_sort": NOISE.get(reading.noise_sort, "other")}
    if reading.how_often:
        also["often"] = {"often": reading.how_often}
    if reading.now is not None:
        also["now"] = {"now": "yes" if reading.now else "no"}
    if reading.when and reading.now is False:
        also["when"] = {"when": reading.when}
    return also


NOISE = {sort: sort for sort in ("music", "voices", "living", "dog", "diy", "other")} | {"alarm": "other"}


def lines_for_kind(kind: str) -> dict[str, Values]:
    """The answers to the questions of the report that lead to this kind of ASB (R4)."""
    for name in ("people", "drugs_and_crime", "things"):
        line = report.named[name]
        if isinstance(line, Choose) and any(option.value == kind for option in line.options):
            return {"group": {"group": name}, name: {name: kind}}
    return {"group": {"group": kind}}


def hear_place(said: str, register: Register) -> Heard:
    """A home of the register, one of a few, a street, or a place that only the resident can name (R6)."""
    if hear_yes_no(said) is not None:
        return None
    if wishes.is_dont_know(said):
        return Means(said.strip(), {"uprn": "unknown"})
    seen = register.look(said)
    if not seen and _tells_more(said):
        return None
    if seen.home:
        found = seen.home.address
        return _place(listed(found.address, found.postcode, found.uprn))
    if seen.homes:
        near = [listed(f.address.address, f.address.postcode, f.address.uprn) for f in seen.homes[:MOST_TO_CHOOSE_FROM]]
        return Perhaps(tuple(_place(one) for one in near))
    return Means(said.strip(), {"uprn": "street" if _knows_street(seen) else "unlisted"})


def _tells_more(said: str) -> bool:
    """Whether this is more of the story, sent while we were asking where it is."""
    reading = read_report(said)
    return bool(reading.how_often or reading.when or (reading.kind and len(said.split()) > MOST_WORDS_OF_A_PLACE))


def _knows_street(seen: Sighting) -> bool:
    return bool(seen.street) and not seen.missing


def listed(address: str, postcode: str, uprn: str) -> Values:
    return {"place": f"{address}, {postcode}", "uprn": uprn}


def _place(gave: Values) -> Means:
    return Means(gave["place"], {"uprn": gave["uprn"]})
