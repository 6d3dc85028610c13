"""A page read aloud: what a housing officer needs to see what we ask, and when."""

import pytest

from bot.configuration.landlord import example_landlord
from bot.house import ours
from bot.proofreading.reading_aloud import EFFECTS, in_words, read_aloud
from dialogs.book import BOOK
from dialogs.grammar import (
    NO,
    YES,
    All,
    Any,
    Choose,
    Condition,
    Dialog,
    Do,
    Each,
    Is,
    Known,
    Not,
    OneOf,
    Option,
    Say,
    Under,
    _,
)

OUR = ours(example_landlord())
KIND = Choose("kind", _("Which?"), (Option("noise", _("Noise")), Option("hate", _("Hate"))))


@pytest.mark.parametrize("page", BOOK.values(), ids=BOOK)
def test_every_line_of_a_page_is_read_in_order_with_every_answer(page: Dialog) -> None:
    """Nothing that a resident may read is left out."""
    aloud = read_aloud(page, "en", OUR)
    for number, line in enumerate(page.page, 1):
        assert f"\n{number}. " in aloud.replace("   ", "")
        if isinstance(line, Choose):
            for place, option in enumerate(line.options, 1):
                assert f" {place} {option.label.msgid}" in aloud
    assert "{" not in aloud


def test_every_effect_is_put_in_plain_words() -> None:
    """No verb of the program is read out to an officer."""
    assert {line.effect.verb for page in BOOK.values() for line in page.page if isinstance(line, Do)} == set(EFFECTS)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Is("kind", "noise"), "kind is “Noise”"),
        (Not(Is("kind", "noise")), "kind is not “Noise”"),
        (Is("gist", ""), "there is no summary"),
        (Not(Is("open_case", "")), "there is an open case"),
        (OneOf("kind", ("noise", "hate")), "kind is “Noise” or “Hate”"),
        (Not(OneOf("kind", ("noise", "hate"))), "kind is neither “Noise” nor “Hate”"),
        (Known("place"), "place is known"),
        (Not(Known("place")), "place is not known"),
        (Not(All((Known("place"), Not(Known("name"))))), "place is not known or name is known"),
        (
            All((Any((Is("kind", "hate"), Known("place"))), Known("name"))),
            "(kind is “Hate” or place is known) and name is known",
        ),
        (Not(Any((Known("place"), Known("name")))), "place is not known and name is not known"),
    ],
)
def test_a_condition_is_read_in_plain_words(condition: Condition, words: str) -> None:
    """With answers by their labels, and brackets where "and" and "or" would run together."""
    assert in_words(condition, Dialog("page", (KIND,))) == words


def test_lines_that_share_a_condition_stand_under_it() -> None:
    """The officer reads the condition once."""
    page = Dialog("page", (KIND, Under(Is("kind", "hate"), (Say("sorry", _("We are sorry.")), Say("end", _("Bye."))))))
    assert read_aloud(page, "en", OUR).split("\n\n")[2:] == [
        "Only if kind is “Hate”:",
        "   2. sorry\n      Say: “We are sorry.”",
        "   3. end\n      Say: “Bye.”\n",
    ]


def test_what_an_answer_leads_to_is_said() -> None:
    """Going back, and going to another page."""
    options = (Option("no", _("No"), reopens=("kind",)), Option("help", _("Danger"), opens="danger"), YES)
    aloud = read_aloud(Dialog("page", (KIND, Choose("right", _("Right?"), options))), "en", OUR)
    assert "1 No (then we ask again: kind)" in aloud
    assert "2 Danger (then the page “danger”)" in aloud
    assert aloud.endswith("3 Yes\n")


def test_items_of_a_list_are_written_out() -> None:
    """As residents are asked them."""
    aloud = read_aloud(Dialog("page", (Each("item", (Say("one", _("One.")),), _("More?"), 2),)), "en", OUR)
    assert [line for line in aloud.split("\n") if line[:1].isdigit()] == [
        "1. item 1 one",
        "2. item 1 another",
        "3. item 2 one, only if item 1 another is “Yes”",
    ]
    assert NO.label.msgid in aloud
