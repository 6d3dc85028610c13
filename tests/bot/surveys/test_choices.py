"""What a landlord decides about surveys, and how nonsense in it is refused (S1)."""

from pathlib import Path

import pytest

from bot.book import book_of
from bot.configuration.landlord import EXAMPLE_LANDLORD, Landlord, Nonsense, read_landlord
from dialogs.surveys import USUAL
from webhooks.commands import main

EXAMPLE = EXAMPLE_LANDLORD.read_text()
OWN = """
[surveys.questions.lift]
text = "Was the lift clean?"
answers = ["yes", "no"]
"""


def written(folder: Path, words: str) -> Path:
    """The example landlord in English alone, with these words in place of what it says of surveys."""
    text = EXAMPLE[: EXAMPLE.index("[surveys]")].replace('"en", "cy", "pl", "ur"', '"en"')
    path = folder / "landlord.toml"
    path.write_text(text + words)
    return path


def read(folder: Path, words: str) -> Landlord:
    return read_landlord(written(folder, words))


def test_a_landlord_without_a_word_of_surveys_asks_the_usual_ones(tmp_path: Path) -> None:
    """An old file keeps nobody from starting."""
    assert read(tmp_path, "").surveys.end_of_case.ask == USUAL["end_of_case"]


def test_questions_are_put_in_the_landlords_order_with_their_own(tmp_path: Path) -> None:
    """And the page says what has changed because people answered."""
    ask = '[surveys.end_of_case]\nversion = "2"\nwait_days = 5\nask = ["again", "lift", "better"]\n'
    page = book_of(read(tmp_path, f'[surveys]\nchanged = "You said it was dark: we mended the lights."\n{ask}{OWN}'))[
        "survey_end_of_case"
    ]
    named = list(page.named)
    assert [name for name in named if name in ("asks_again", "asks_lift", "words")] == [
        "asks_again",
        "asks_lift",
        "words",
    ]
    assert named[-1] == "survey_changed"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (OWN.replace('["yes", "no"]', '["no", "yes"]'), "wrong order"),
        (OWN.replace('["yes", "no"]', '["good", "bad"]'), "no scale"),
        ('[surveys.end_of_case]\nversion = "2"\nwait_days = 5\nask = ["infromed"]\n', 'no question "infromed"'),
        ('[surveys.end_of_case]\nversion = "2"\nwait_days = 5\nask = ["again", "again"]\n', "twice"),
        ('[surveys.end_of_case]\nversion = "2"\nwait_days = 5\nask = []\n', "empty"),
        ("[surveys]\nremind_after_days = 21\n", "less than answer_within_days"),
        (OWN.replace("questions.lift", "questions.again"), "there is a question of this name"),
        ("[surveys]\nagain_after_days = 0\n", "again_after_days"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(tmp_path: Path, words: str, why: str) -> None:
    """At start, and by `hearback check`."""
    with pytest.raises(Nonsense, match=why):
        read(tmp_path, words)


def test_a_question_without_its_words_in_a_language_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In each language that is offered."""
    ask = '[surveys.end_of_case]\nversion = "2"\nwait_days = 5\nask = ["lift"]\n'
    path = written(tmp_path, ask + OWN)
    path.write_text(path.read_text().replace('["en"]', '["en", "cy"]'))
    monkeypatch.setenv("HEARBACK_LANDLORD", str(path))
    assert main(["check"]) == 1
    assert "survey_end_of_case: asks_lift (cy): “Was the lift clean?” is not translated" in capsys.readouterr().err
