"""Hears what one message means to the line that was asked. Pure: the register and the language are given."""

from __future__ import annotations

from functools import lru_cache

from bot.catalogues import translate
from bot.hearing_changes import CHANGE, SUMMARY, hear_change, hear_put_right
from bot.hearing_places import beside_home, hear_other_place, hear_place, listed, seen_from_home, without_such_number
from bot.hearing_told import denies, hear_told, nearest, told_when
from bot.prefilling import lines_answered
from bot.state import Means, Values
from bot.turn import Hear, Heard, Perhaps
from bot.understanding import answers
from bot.understanding.behalf import Behalf, find_behalf, hear_behalf
from bot.understanding.caution import (
    hear_danger_answer,
    hear_safety_answer,
    hear_willing,
    is_thumb,
)
from bot.understanding.danger.denied import denies_danger, may_come
from bot.understanding.danger.finding import find_danger
from bot.understanding.evidence import hear_evidence
from bot.understanding.household import tells_of_more_at_risk
from bot.understanding.interpreters import find_language_named
from bot.understanding.names import asks_for_no_name, asks_to_be_withheld, hear_reserve, read_name, tells_of_another
from bot.understanding.normal import normalise, split, words
from bot.understanding.out_of_danger import hear_safe_now
from bot.understanding.places.register import Register
from bot.understanding.reach_refused import will_not_be_reached
from bot.understanding.reading import read_report
from bot.understanding.second_thoughts import names_somebody
from bot.understanding.times import find_how_often, find_when
from bot.understanding.told_besides import find_crime_reference, find_own_name
from bot.understanding.wishes import drop_polite_words, is_dont_know
from bot.understanding.wordlists import gather_from, gather_plain
from bot.understanding.yes_no import hear_yes_no, spell_signs, yes_no_words
from dialogs.grammar import Ask, Choose, Option
from dialogs.report import report

__all__ = [
    "hear_in",
    "hear_option",
    "hear_story",
    "is_answer",
    "is_no_answer",
    "is_saying",
    "lines_answered",
    "sayings",
    "ways_to_say",
]
HEARD_WITH_CAUTION = {
    "danger": hear_danger_answer,
    "safe_now": hear_safe_now,
    "safe_here": hear_safety_answer,
    "safe_to_text": hear_safety_answer,
    "safe_to_say": hear_safety_answer,
    "safe_to_reach": hear_safety_answer,
    "safe_to_reach_still": hear_safety_answer,
    "willing": hear_willing,
    "closing_agree": hear_willing,
    "plan_agree": hear_willing,
}
"""Questions at which a wrong yes may cost somebody dear."""
CHANGES = {SUMMARY: hear_put_right, CHANGE: hear_change}
WHY_NOT = {"closing_agree": "closing_objection", "plan_agree": "plan_change"}
"""Where a whole sentence that is no clear yes, such as "he still does it every night", is a no and says why."""
NOTHING_TO_TELL = frozenset(("when", "known", "camera", "crime_reference", "name", "on_behalf_of", "reach",
                             "code_word", "needs_home"))  # fmt: skip
MOST_WORDS_OF_NOTHING = 5
MOST_WORDS_OF_A_LANGUAGE = 3
MOST_WORDS_OF_A_NO = 3
MOST_WORDS_OF_A_PERSON = 10
SHORTEST_NUMBER = 3  # digits: "2" answers a question with options, "4471" may be a reference


def hear_in(language: str, register: Register) -> Hear:
    """The ear of one conversation: everything is heard in its language and in English."""

    def hear(line: Ask | Choose, options: tuple[Option, ...], said: str, known: Values) -> Heard:
        if isinstance(line, Choose):
            heard = hear_option(line, options, said, language)
            denied = heard == Means("no") and len(said.split()) > 1  # "no, 14"
            place = hear_other_place(options, said, register, known) if denied or heard is None else None
            return place or _hear_change(line, options, said, known, language) or heard
        if not said.strip():
            return None
        if line.kind == "story":
            return hear_story(said, register)
        if line.kind == "place":
            heard = hear_place(said, register, known)
            return seen_from_home(heard, known) if line.name == "own_address" else heard
        return hear_own_words(line, said)

    return hear


def is_answer(options: tuple[Option, ...], said: str, language: str) -> bool:
    """Whether the whole message is one of these answers, word for word: then it is no wish, whatever else it means.

    "Don't tell them, he has a knife" is more than an answer to "May we have your name?".
    """
    if is_unclear(said, language):
        return False
    plain = normalise(said).strip(" .!")
    if any(plain in (option.value, *map(normalise, ways_to_say(option, language))) for option in options):
        return True
    values = {option.value for option in options}
    if {"yes", "no"} <= values and yes_no_words().is_single(split(spell_signs(said[:80]))):
        return True
    asked_for_name = {"confidential", "anonymous"} <= values
    return asked_for_name and hear_reserve(said) is not None and find_danger(said).now is None


def is_unclear(said: str, language: str) -> bool:
    """Whether this is an English answer that means something else to whoever speaks this language."""
    return words(said[:40]) in map(words, gather_from(language, "answers", "unclear"))


def hear_option(line: Choose, options: tuple[Option, ...], said: str, language: str) -> Heard:
    choices = _choices(line.name, options, language)
    if any(said == option.value for option in options):  # a button
        return Means(said)
    if line.name in HEARD_WITH_CAUTION:
        return _hear_with_caution(line, choices, said)
    if (
        line.name == "behalf"
        and (told := hear_behalf(said))
        and (told.who or told.group or not is_answer(options, said, language))
    ):
        return Means(told.sort, also=_told_of_them(told, said))
    if line.name == "others" and (evidence := hear_evidence(said)):
        return Means(evidence)
    if line.name == "naming" and (named := _hear_naming(choices, said)):
        return named
    match answers.hear_choice(said, choices, exact=line.exact):
        case answers.Means(value):
            return Means(value, also=told_when(line, value, said))
        case _ if line.name == "risk_household" and tells_of_more_at_risk(said):
            return Means("yes")
        case likely:
            return _hear_likely(likely, hear_told(line, options, said)) or _hear_besides(line, said)


def _hear_likely(likely: answers.Perhaps | None, told: Means | None) -> Heard:
    """What a story would have said goes before what only looks alike, and settles what one option may have meant."""
    if likely is None or (told and (likely.alike or likely.values == (told.value,))):
        return told
    return Perhaps(tuple(Means(value) for value in likely.values))


def _hear_besides(line: Choose, said: str) -> Heard:
    """How often we can send news, where an answer is none of what we offer."""
    return nearest(said) if line.name == "how_often" and not denies(said) else None


def _hear_change(line: Choose, options: tuple[Option, ...], said: str, known: Values, language: str) -> Means | None:
    """What is put right of the report in more words than we offer: where it is summed up, or we ask what to change."""
    if line.name not in CHANGES or answers.hear_exactly(said, _choices(line.name, options, language)):
        return None
    return CHANGES[line.name](said, known)


def _told_of_them(told: Behalf, said: str) -> dict[str, Values]:
    """Whom it happens to; a group is told of in the story, where an officer reads of it (R13)."""
    if told.group:
        return {report.gathers: {report.gathers: said}}
    return {"on_behalf_of": {"on_behalf_of": told.who}} if told.who else {}


def _hear_with_caution(line: Choose, choices: tuple[answers.Choice, ...], said: str) -> Means | None:
    if line.name == "danger" and may_come(said):
        return None
    exactly = answers.hear_exactly(said, choices)
    if exactly is not None and not (line.name == "safe_now" and is_thumb(said)):  # it may only take note of the advice
        return Means(exactly)
    if line.name in WHY_NOT and _is_undecided(said):
        return None
    heard = HEARD_WITH_CAUTION[line.name](said)
    if heard is None and line.name == "danger" and denies_danger(said):
        return Means("no")
    if not heard and line.name in WHY_NOT and len(said.split()) > MOST_WORDS_OF_A_NO:
        return Means("no", also={WHY_NOT[line.name]: {WHY_NOT[line.name]: said.strip()}})
    return None if heard is None else Means("yes" if heard else "no")


def _is_undecided(said: str) -> bool:
    """Whether "dunno" or "maybe" is all they say: nobody agrees or disagrees by that, and they are asked again."""
    spoken = words(said[:200])
    hedged = len(spoken) <= MOST_WORDS_OF_A_NO and hear_yes_no(said) is None and yes_no_words().hedges_in(spoken)
    return is_dont_know(said) or hedged


def _hear_naming(choices: tuple[answers.Choice, ...], said: str) -> Means | None:
    """A name in place of a yes, or a reserve in words of their own; None where an option's own words are heard."""
    if reserve := hear_reserve(said):
        before, _, after = said.partition(" but ")
        name = read_name(before) if after and reserve == "confidential" else None
        return Means(reserve, also=_named(name))
    if isinstance(answers.hear_choice(said, choices), answers.Means):
        return None
    name = None if tells_of_another(said) else read_name(said)
    return Means("named", also=_named(name)) if name else None


def _named(name: str | None) -> dict[str, Values]:
    return {"name": {"name": name}} if name else {}


@lru_cache(1024)
def _choices(asked: str, options: tuple[Option, ...], language: str) -> tuple[answers.Choice, ...]:
    return tuple(
        answers.Choice(o.value, ways_to_say(o, language), sayings(asked, o, language) + sayings(asked, o, "en"))
        for o in options
    )


def sayings(asked: str, option: Option, language: str) -> tuple[str, ...]:
    """What people of this language say for an option of this question besides the words that it shows."""
    return gather_from(language, "options", asked, option.value)


def is_saying(line: Choose, said: str, language: str) -> bool:
    """Whether the whole message is what people say for one of its options, word for word."""
    spoken = words(said)
    every = (saying for code in (language, "en") for o in line.options for saying in sayings(line.name, o, code))
    return any(spoken == words(saying) for saying in every)


def ways_to_say(option: Option, language: str) -> tuple[str, ...]:
    """The label of an answer and its further words, in this language and in English."""
    ways: list[str] = []
    for code in dict.fromkeys((language, "en")):
        ways += [translate(option.label, code)]
        ways += [w.strip() for w in translate(option.words, code).split(",") if w.strip()] if option.words.msgid else []
    return tuple(dict.fromkeys(ways))


def hear_story(said: str, register: Register) -> Means:
    """The report itself, with every answer to a later question that it already gives (R3)."""
    also = lines_answered(read_report(said))
    if place := _place_told(said, register):
        also["place"] = place
    if (name := find_own_name(said)) and not register.look(name):
        also["name"] = {"name": name}
    if asks_for_no_name(said):
        also["naming"] = {"naming": "anonymous"}
    if reference := find_crime_reference(said):
        also["crime_reference"] = {"crime_reference": reference}
    if told := find_behalf(said):
        also["behalf"] = {"behalf": told.sort}
        if told.who:
            also["on_behalf_of"] = {"on_behalf_of": told.who}
    return Means(said, also=also)


def _place_told(said: str, register: Register) -> Values | None:
    """The home that a report names, what is beside the own one, or the only street or block that it names."""
    seen = register.mentions(said)
    if gave := beside_home(seen):
        return gave
    if seen.home:
        return listed(seen.home.address.address, seen.home.address.postcode, seen.home.address.uprn)
    if lacking := without_such_number(seen):
        return lacking
    return {"place": seen.street.name, "uprn": "street"} if seen.street and seen.wants else None


def hear_own_words(line: Ask, said: str) -> Means | None:
    """An answer in the resident's own words; None for one that answers some other question ("yes", "2", "why?")."""
    if line.name == "name":
        name = None if tells_of_another(said) else read_name(said)
        return Means(name) if name else None
    if line.name == "which" and find_language_named(said) is None and len(said.split()) > MOST_WORDS_OF_A_LANGUAGE:
        return None
    if hear_yes_no(said) is not None and yes_no_words().is_single(drop_polite_words(words(said))):
        return None
    if is_no_answer(line, said) or (said.strip().isdecimal() and len(said.strip()) < SHORTEST_NUMBER):
        return None
    if line.name == "known" and len(said.split()) <= MOST_WORDS_OF_NOTHING and find_how_often(said):
        return None  # "most days" is not who it is
    if line.name == "when" and find_when(said) is None and (_is_who(said) or asks_to_be_withheld(said)):
        return None
    if line.kind == "name" and (said.strip().endswith("?") or len(said.split()) > MOST_WORDS_OF_A_PERSON):
        return None
    often = find_how_often(said) if line.name == "when" else None
    return Means(said.strip(), also={"often": {"often": often}} if often else {})


def _is_who(said: str) -> bool:
    """Whether it is no more than somebody: "my husband" is no time."""
    return len(said.split()) <= MOST_WORDS_OF_A_NO and names_somebody(said)


def is_no_answer(line: Ask | Choose, said: str) -> bool:
    """Whether "no", "none" or "nobody" says that there is nothing to tell at this question: it is to be skipped."""
    if not isinstance(line, Ask) or line.name not in NOTHING_TO_TELL:
        return False
    spoken = drop_polite_words(words(said[:200]))
    if line.kind == "sealed" and will_not_be_reached(said):
        return True
    has_number = any(map(str.isdecimal, said))  # "nie, to 18 elm court", in Polish, puts the place right
    nothing = spoken in gather_plain("answers", "nothing") or (hear_yes_no(said) is False and not has_number)
    return (nothing and (len(spoken) <= MOST_WORDS_OF_NOTHING)) or is_dont_know(said)
