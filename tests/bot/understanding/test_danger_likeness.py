"""The likeness of danger, of worry and of each name: fitted to the present practice messages, small, and not blind."""

from pathlib import Path

import pytest

from bot.understanding.danger.finding import find_danger, gather
from bot.understanding.danger.likeness import FILE, ORDINARY_FILE, WORRY_FILE, beyond_ordinary, likeness, worry
from bot.understanding.danger.naming import FILE as NAMING_FILE
from bot.understanding.danger.naming import NAMES, name_likeliest
from bot.understanding.danger.words import load_lexicon
from tests.corpus.fit_likeness import COMMON, fingerprint, fit


def look(message: str) -> float:
    """The likeness of a message, with what the word lists see in it."""
    return likeness(message, gather(load_lexicon(), message).signs)


@pytest.mark.parametrize("file", [FILE, ORDINARY_FILE, WORRY_FILE, NAMING_FILE], ids=lambda file: file.name)
def test_the_fitted_files_belong_to_the_present_practice_messages(file: Path) -> None:
    """Whoever changes a practice message runs `python -m tests.corpus.fit_likeness`; each file stays small."""
    raw = file.read_bytes()
    assert raw.split(b"\n", 1)[0].split()[-1].decode() == fingerprint()
    assert len(raw) <= 128 * 1024


def test_fitting_the_same_messages_gives_the_same_weights() -> None:
    """So that a file can be checked by making it again."""
    few = [(True, 1.0, "he has a knife"), (False, 1.0, "the bins are full"), (True, 1.0, "help he is hitting me")]
    rows = few * COMMON  # what is rarer teaches nothing
    weights, bias = fit(rows)
    assert any(weights)
    assert (weights, bias) == fit(rows)


def test_an_ordinary_report_reads_less_like_danger_than_like_one_of_its_kind() -> None:
    """Whatever alarming word stands in it, and however long it is."""

    def beyond(message: str) -> float:
        return beyond_ordinary(message, gather(load_lexicon(), message).signs)

    assert beyond("he is kicking her on the floor please hurry") > 0.8
    assert beyond("sick of picking up mcdonalds wrappers every single morning outside the block") < 0.1
    assert beyond("brambles from number 7 are through my fence, you would need a machete to get down the path") < 0.25
    assert beyond_ordinary("", ()) == 0.0


def test_danger_reads_more_like_danger_than_the_bins_do() -> None:
    """From 0 to 1, and a message of nothing is nothing."""
    assert look("he is kicking her on the floor please hurry") > 0.8
    assert look("when are the bins collected") < 0.2
    assert likeness("", ()) == worry("", ()) == 0.0


def test_a_danger_at_the_end_of_a_long_tale_still_reads_as_one() -> None:
    """A long message is read in stretches, of which the most alarming decides."""
    tale = "the bins are full again and nobody has been to collect them since the bank holiday "
    assert look(tale * 20 + "he is kicking her on the floor please hurry") > 0.8


def test_how_often_somebody_heard_it_makes_it_no_more_alarming() -> None:
    """Each number was a word of its own: one in twenty made this a thought of suicide, and woke whoever is on call."""
    assert not [times for times in range(2, 999) if find_danger(f"Flat 12 I think, I heard it {times} times").urgent]


def test_nobody_is_sent_to_samaritans_by_likeness_alone() -> None:
    """It read like an overdose; where a word of despair stands beside it, less likeness is enough."""
    assert find_danger("started ten minutes ago and its still going").now != "suicide"
    assert find_danger("i took the tablets ten minutes ago and i want to die").now == "suicide"


def test_a_name_is_only_ever_one_of_those_asked_about() -> None:
    """What the word lists found is not overruled by what a message merely resembles."""
    message = "there is smoke coming out of the flat below"
    assert name_likeliest(message, {"words.smoke"}, NAMES[:7]) == "fire"
    assert name_likeliest(message, {"words.smoke"}, {"gas"}) == "gas"
