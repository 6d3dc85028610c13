"""The conversation in a terminal: the real one, on a store that nobody else sees."""

from pathlib import Path

import pytest

from bot.player import play
from dialogs.book import BOOK


def test_a_script_is_played_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Every message of the resident is shown, and all that is said."""
    assert play("report", "sms", "en", ["no 14 elm court plays loud music every night till 3", "no", "yes"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "> no 14 elm court plays loud music every night till 3"
    assert shown[shown.index("> no") + 2] == "Is it at 14 Elm Court, Riverbridge, XR1 2AA?"
    assert shown[shown.index("> yes") + 1].startswith("Your reference is ")


def test_the_same_script_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Even the reference: a script is a test that others write."""
    script = ["loud music", "no", "14 elm court", "yes"]
    play("report", "telegram", "en", script)
    first = capsys.readouterr().out
    play("report", "telegram", "en", script)
    assert capsys.readouterr().out == first


@pytest.mark.parametrize("page", sorted(BOOK))
def test_any_page_can_be_begun(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is taken up without a word from the resident, but a report waits for their first."""
    assert play(page, "web", "en", []) == 0
    assert bool(capsys.readouterr().out) == (page != "report")


def test_a_page_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With those that are."""
    assert play("rapport", "sms", "en", []) == 1
    assert "There is no dialog rapport. There are: report, " in capsys.readouterr().err


def test_a_language_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """As for a page that is read aloud."""
    assert play("report", "sms", "xx", ["hello"]) == 1
    said = capsys.readouterr()
    assert said.err == "There is no language xx. There are: en, cy, pl, ur.\n"
    assert not said.out


def test_typed_words_are_answered_until_the_end_of_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what each text takes, and a new line at Ctrl-D."""
    typed = iter(["hello"])

    def type_one(prompt: str) -> str:
        for words in typed:
            return words
        raise EOFError

    monkeypatch.setattr("builtins.input", type_one)
    assert play("report", "sms") == 0
    assert "  (1 text, " in capsys.readouterr().out


def test_nothing_is_written_to_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the configured store nor a data folder is touched."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEARBACK_DATA", str(tmp_path / "data"))
    play("report", "sms", "en", ["hello", "no"])
    assert list(tmp_path.iterdir()) == []
