"""The proof-reader finds every fault that is planted, and none in the dialogs we ship."""

import re
import time
from dataclasses import replace
from typing import Any

import pytest
import textstat

from bot import catalogues
from bot.catalogues import languages
from bot.configuration.landlord import example_landlord
from bot.effects import VERBS
from bot.house import ours
from bot.proofreading.names import texts
from bot.proofreading.proof import proof_read, proof_read_all
from dialogs import phrases
from dialogs.book import BOOK
from dialogs.grammar import (
    NO,
    YES,
    All,
    Ask,
    Choose,
    Condition,
    Dialog,
    Do,
    Effect,
    Is,
    Known,
    Line,
    Not,
    Option,
    Say,
    Text,
    _,
)
from dialogs.surveys import OF_ALL, QUESTIONS, USUAL

OUR = ours(example_landlord())
END = Say("end", _("Thanks."))


def read(*lines: Line, **also: Any) -> list[str]:
    """What is found on a page of these lines, which any other page may open."""
    page = Dialog("page", (*lines, END), **also)
    return proof_read(page, {"page": page, "other": Dialog("other", (END,))}, ("en",), VERBS, OUR)


def test_the_dialogs_we_ship_have_no_flaw_in_any_language() -> None:
    """What `hearback check` says of them, and within seconds: what no line below looks at is forgotten."""
    began = time.process_time()
    assert proof_read_all(VERBS, OUR) == []
    assert time.process_time() - began < 40


WHO = Choose("who", _("Who?"), (Option("me", _("Myself")), Option("you", _("Somebody"))))
CAN = Ask("can", _("What?"), when=Is("who", "me"))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((Say("early", _("Hello {name}.")),), "early: {name} is not known, as no line above gives it"),
        ((Say("odd", _("Call {our_fax}.")),), "odd: {our_fax} is not among what the landlord decides"),
        ((WHO, CAN, Say("told", _("You said {can}."))), "told: uses can, which is not known when who is “you”"),
        ((WHO, CAN, Do("do", Effect("notice", ("can",)))), "do: uses can, which is not known when who is “you”"),
        ((Do("do", Effect("notice", ("can",))),), "do: uses can, which no line above gives"),
        ((Do("do", Effect("dance")),), "do: nobody knows how to “dance”"),
        ((WHO, replace(CAN, when=All((Is("who", "me"), Is("who", "you"))))), "can: no answers lead here"),
        ((WHO, replace(CAN, when=Is("who", "her"))), "can: who is never “her”"),
        ((CAN, WHO), "can: asks about who, which no line above gives"),
        ((WHO, WHO), "who: 2 lines have this name"),
        (
            (WHO, Choose("sure", _("Sure?"), (replace(YES, when=Is("who", "me")), replace(NO, reopens=("who",))))),
            "sure: nothing settles it when who is “you”",
        ),
        ((Choose("back", _("Back?"), (YES, replace(NO, reopens=("end",)))),), "back: “No” reopens end, which is not"),
        ((Choose("on", _("On?"), (YES, replace(NO, opens="nowhere"))),), "on: “No” opens nowhere, which is no page"),
        ((WHO,), "who: nobody uses the answer"),
        (
            (Choose("heat", _("Heat?"), (Option("on", _("Heating on")), Option("of", _("Heating of")))),),
            "heat (en): “heating on” and “heating of” are hard to tell apart",
        ),
        (
            (Choose("two", _("Two?"), (Option("a", _("First"), _("dog")), Option("b", _("Second"), _("dog")))),),
            "two (en): “dog” should mean a but may also be",
        ),
        (
            (Choose("halt", _("Go on?"), (Option("yes", _("Go on")), Option("no", _("Stop")))),),
            "halt (en): “Stop” never reaches us, as carriers take it for STOP",
        ),
        ((Say("long", _("x" * 307)),), "long (en): 3 text messages at the longest answer (307 characters)"),
        ((Ask("who", _("Who?"), at_most=310), Say("long", _("So {who}."))), "long (en): 3 text messages"),
        ((Say("dear", _("Hello ✓")),), "dear (en): ✓ makes every text of it twice as dear"),
        ((Say("odd", _("Write FINISH to end.")),), "odd (en): “FINISH” is not a command that we understand"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_planted_fault_is_found(lines: tuple[Line, ...], found: str) -> None:
    """Each family of flaw, shown once to be seen."""
    assert any(one.startswith(found) for one in read(*lines)), read(*lines)


def test_a_page_that_ends_in_silence_is_found() -> None:
    """Somebody who has answered the last question must hear something."""
    page = Dialog("page", (WHO, Say("bye", _("Bye."), Is("who", "me"))))
    assert proof_read(page, {"page": page}) == ["the page can end without a closing word"]


@pytest.mark.parametrize(
    ("also", "found"),
    [
        ({"gathers": "end"}, "end: the page gathers stories there, but there is no question of that name"),
        ({"settles": (("nothing", "told"),)}, "nothing: the page settles it, but no other page has it"),
        ({"renamed": {"old": "gone"}}, "old: it was renamed to gone, which is not on the page"),
        ({"renamed": {"end": "end"}}, "end: it was renamed to end, which is still here"),
    ],
)
def test_a_page_that_leads_nowhere_is_found(also: dict[str, Any], found: str) -> None:
    """Links between pages, and from a line's earlier name."""
    assert found in read(**also)


def test_an_answer_that_another_page_gives_must_be_one_here() -> None:
    """What is told to a line of the same name settles it here too."""
    here = Dialog("here", (Choose("safe", _("Safe?"), (YES, NO)), Say("end", _("Bye."), Is("safe", "yes"))))
    there = Dialog("there", (Choose("safe", _("Safe?"), (YES, Option("perhaps", _("Perhaps")))), END))
    found = proof_read(here, {"here": here, "there": there})
    assert found[0] == "safe: page there may settle it with “perhaps”, which is no answer here"


def test_a_translation_that_is_missing_or_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence without its number, or without the word that stops, would be worse than English."""
    words = {
        "Call {our_phone}.": "Ffoniwch {our_fon}.",
        "Write LATER to stop.": "Ysgrifennwch rywbeth i stopio.",
        "Two\nlines": "Un llinell",
    }
    monkeypatch.setattr("bot.catalogues.catalogue", lambda language: words if language == "cy" else {})
    lines = tuple(Say(f"line_{n}", _(said)) for n, said in enumerate([*words, "Untold."]))
    found = proof_read(Dialog("page", lines), {}, ("cy",))
    assert [one.split(" (cy): ")[1] for one in found] == [
        "“Ffoniwch {our_fon}.” and “Call {our_phone}.” differ in our_fon, our_phone",
        "“Ysgrifennwch rywbeth i stopio.” does not say how to ask for: is_later",
        "“Un llinell” begins, ends or breaks its lines differently from “Two\nlines”",
        "“Untold.” is not translated",
    ]


def test_likeness_is_no_fault_where_words_must_be_exact() -> None:
    """A scale ("satisfied", "unsatisfied") is heard by the whole word only."""
    scale = Choose("how", _("How?"), (Option("a", _("satisfied")), Option("b", _("unsatisfied"))))
    assert any("hard to tell apart" in one for one in read(scale))
    assert not any("hard to tell apart" in one for one in read(replace(scale, exact=True)))


def test_a_condition_that_always_holds_changes_nothing() -> None:
    """The walk is exact: a line behind what must be known is not flagged, whatever came before."""
    sure: Condition = Not(Known("nothing"))
    assert read(Ask("one", _("One?")), Say("two", _("{one}"), All((Known("one"),)))) == []
    assert read(replace(END, name="a", when=sure)) == ["a: asks about nothing, which no line above gives"]


# A reading age of 9 to 11 (REQUIREMENTS L3) is US grade 4 to 6. The Automated Readability Index counts letters, and
# needs no dictionary from the network as textstat's other measures do. A line of one short sentence jumps about, so
# the grade is that of a whole page, with a line let go two years beyond it; no sentence may have over 20 words.
GRADE_OF_A_PAGE, GRADE_OF_A_LINE, LONGEST_SENTENCE = 6, 8, 20
NAMES = re.compile(r"\{\w+\}|\b\d[\d ]*\b|emergencySMS|Relay UK|BSL|A&E|Childline|Samaritans|Victim Support")


def _english(*lines: Text) -> str:
    """The sentences as they are read, with proper names and numbers, which nobody can put more simply, left out."""
    return " ".join(NAMES.sub("it", text.msgid) for text in lines)


def _said(page: Dialog) -> list[Text]:
    return [text for line in page.page for text in list(texts(line))[:1]]


GIVEN = [QUESTIONS[name] for survey in OF_ALL for name in USUAL[survey]]
"""Their exact words are given (REQUIREMENTS S2), so that they can be compared with other landlords'."""


def _ours(page: Dialog) -> list[Text]:
    given = {text for one in GIVEN for text in (one.text, one.spoken)}
    return [text for text in _said(page) if text not in given]


@pytest.mark.parametrize("page", BOOK.values(), ids=BOOK)
def test_a_page_is_read_easily_at_eleven(page: Dialog) -> None:
    """Plain English for everybody (L3)."""
    assert textstat.automated_readability_index(_english(*_ours(page))) <= GRADE_OF_A_PAGE
    for text in _ours(page):
        assert textstat.automated_readability_index(_english(text)) <= GRADE_OF_A_LINE, text.msgid


def test_no_sentence_has_more_than_twenty_words() -> None:
    """Nobody reads a long sentence in distress."""
    between = [text for text in vars(phrases).values() if isinstance(text, Text)]
    for text in [*between, *(text for page in BOOK.values() for text in _said(page))]:
        for sentence in re.split(r"[.?!:]\s", text.msgid):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_a_hard_sentence_is_above_the_reading_age() -> None:
    """The measure itself, shown once to fail."""
    hard = "Notwithstanding the aforementioned considerations, complainants should substantiate their allegations."
    assert textstat.automated_readability_index(hard) > GRADE_OF_A_LINE


def test_every_catalogue_is_read() -> None:
    """English comes first, and each language with a catalogue once."""
    assert languages()[0] == catalogues.SOURCE
    assert len(set(languages())) == len(languages())
