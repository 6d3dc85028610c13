"""Pages that a landlord has written: held like any other, in each language, and refused where words are missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import book
from bot.channels.contract import Inbound
from bot.configuration.landlord import EXAMPLE_LANDLORD, Landlord, read_landlord
from bot.configuration.own_words import our_text
from bot.conversation import begin_page, receive
from bot.effects import VERBS
from bot.house import ours
from bot.player import OPENING, example_house
from bot.proofreading.proof import proof_read_all
from dialogs.book import BOOK
from dialogs.grammar import Choose, Dialog, Is, Option, Say, Text
from storage.messages import transcript
from webhooks.commands import main

WORDS = """
[translations.cy]
"Has it stopped?" = "Ydy e wedi stopio?"
"It has" = "Ydy"
"It has not" = "Nac ydy"
"Good." = "Da iawn."
"We will look again." = "Edrychwn ni eto."
"""


def build(landlord: Landlord) -> Iterator[Dialog]:
    """One question of the landlord's own, with an answer to each answer."""

    def _(english: str) -> Text:
        return our_text(landlord, english)

    options = (Option("yes", _("It has")), Option("no", _("It has not")))
    ends = (Say("good", _("Good."), Is("stopped", "yes")), Say("again", _("We will look again."), Is("stopped", "no")))
    yield Dialog("own", (Choose("stopped", _("Has it stopped?"), options, exact=True), *ends))


def written(folder: Path, words: str) -> Path:
    """The example landlord in English and Welsh, with these words of their own."""
    path = folder / "landlord.toml"
    example = EXAMPLE_LANDLORD.read_text().replace('"en", "cy", "pl", "ur"', '"en", "cy"')
    path.write_text(example + words)
    return path


def test_a_page_of_the_landlords_own_is_held_in_the_residents_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its words come from the landlord's file, and are heard as they are said; no catalogue has them."""
    monkeypatch.setattr(book, "BUILDERS", (build,))
    house = example_house(landlord=read_landlord(written(tmp_path, WORDS)))
    received = begin_page(house, "sms", "+447700900123", "own", "cy", OPENING)
    receive(house, Inbound("sms", "+447700900123", "m1", "nac ydy"), OPENING)
    with house.database.reading() as session:
        said = [(one.words, one.english) for one in transcript(session, received.conversation_id)]
    assert said[0] == ("Ydy e wedi stopio?\n1 Ydy\n2 Nac ydy", "Has it stopped?\n1 It has\n2 It has not")
    assert said[-1] == ("Edrychwn ni eto.", "We will look again.")


def test_a_sentence_without_its_words_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`hearback check` names it, in each language that is offered and no other."""
    monkeypatch.setattr(book, "BUILDERS", (build,))
    path = written(tmp_path, WORDS.replace('"Good." = "Da iawn."\n', ""))
    monkeypatch.setenv("HEARBACK_LANDLORD", str(path))
    assert main(["check"]) == 1
    assert capsys.readouterr().err == "own: good (cy): “Good.” is not translated\n"
    landlord = read_landlord(written(tmp_path, WORDS))
    whole = {"own": book.book_of(landlord)["own"]}
    assert proof_read_all(VERBS, ours(landlord), book=whole, offered=landlord.languages) == []


def test_the_pages_that_ship_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Danger is answered whatever a landlord writes."""
    monkeypatch.setattr(book, "BUILDERS", (build,))
    pages = example_house().book
    assert {*BOOK, "own"} == {*pages}
    assert pages["danger"] is BOOK["danger"]
