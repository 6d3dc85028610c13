"""Fear and distress in later messages are found in every language offered; nothing depends on one word alone (C2)."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from bot.understanding import fear
from bot.understanding.fear import is_afraid, names_weapon
from bot.understanding.wordlists import Phrases, gather_from, listed_languages

UNSEEN = Path(__file__).parents[2] / "corpus" / "fear" / "unseen.tsv"
FOUND_AT_LEAST, NEEDLESS_AT_MOST = 0.8, 0.1


def shares() -> dict[str, tuple[float, float]]:
    """By language: how much of the fear is found, and how much of the rest is taken for it. Shows no message."""
    counted: Counter[tuple[str, str, bool]] = Counter()
    with UNSEEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            counted[row["language"], row["afraid"], is_afraid(row["message"])] += 1
    languages = {language for language, _, _ in counted}
    return {one: (_share(counted, one, "yes"), _share(counted, one, "no")) for one in sorted(languages)}


def _share(counted: Counter[tuple[str, str, bool]], language: str, label: str) -> float:
    found, missed = counted[language, label, True], counted[language, label, False]
    return found / (found + missed)


def below_the_bar() -> list[str]:
    return [one for one, (found, needless) in shares().items() if found < FOUND_AT_LEAST or needless > NEEDLESS_AT_MOST]


def test_fear_is_found_in_messages_that_the_lists_were_not_made_from() -> None:
    """In each language that the example landlord offers: four of five at least, one needless look in ten at most."""
    assert set(shares()) == {"en", "cy", "pl", "ur"}
    assert below_the_bar() == []


def test_a_list_that_is_lost_falls_below_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: one language's list of fear is gone, or anything at all is taken for fear."""
    without_polish = {
        name: [one for code in listed_languages() if code != "pl" for one in gather_from(code, "fear", name)]
        for name in ("afraid", "distress", "nothing")
    }
    monkeypatch.setattr(fear, "_fears", lambda: Phrases(without_polish))
    assert below_the_bar() == ["pl"]
    monkeypatch.setattr(fear, "_fears", lambda: Phrases({"afraid": ["the", "is", "i"]}))
    assert "en" in below_the_bar()


@pytest.mark.parametrize("code", listed_languages())
def test_every_language_has_its_words(code: str) -> None:
    """A resident who writes Somali is as frightened as one who writes English."""
    assert all(len(gather_from(code, "fear", name)) >= 5 for name in ("afraid", "distress", "weapon"))


def test_a_weapon_is_one_in_any_language_and_a_nail_gun_is_none() -> None:
    """What raises the band whatever the sum must not be raised by somebody's DIY."""
    assert all(map(names_weapon, ("he had a knife", "ma nóż", "uske paas chaku tha", "roedd ganddo gyllell")))
    assert not any(map(names_weapon, ("he uses a nail gun all day", "the community hub", "kids with a bat and ball")))
