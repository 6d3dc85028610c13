"""The arithmetic of a risk assessment: each answer counts what the landlord says, and the sum can be followed (C2)."""

from pathlib import Path

import pytest

from bot.book import book_of
from bot.configuration.landlord import EXAMPLE_LANDLORD, Nonsense, example_landlord, read_landlord
from bot.risk.weighing import told_in_report, weigh

MATRIX = example_landlord().risk
WORST = {
    "risk_harassing": "now",
    "risk_worse": "yes",
    "risk_often": "daily",
    "risk_affected": "extremely",
    "risk_health": "yes",
    "risk_friends": "alone",
    "risk_household": "yes",
    "risk_because": "yes",
    "risk_aimed": "me",
    "risk_known": "well",
    "risk_earlier": "yes",
    "risk_told": "no",
    "risk_others": "yes",
}


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The example landlord with some of its words changed."""
    text = EXAMPLE_LANDLORD.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "landlord.toml").write_text(text)
    return folder / "landlord.toml"


def test_the_example_counts_as_the_starting_matrix_does() -> None:
    """REQUIREMENTS section 8, line by line; the worst of everything is 39."""
    weighed = weigh(MATRIX, WORST, {})
    assert [one.points for one in weighed.counted] == [6, 2, 5, 5, 3, 3, 3, 3, 4, 2, 1, 1, 1]
    assert (weighed.total, weighed.band, weighed.missing) == (39, "high", ())
    assert sum(one.points for one in weighed.counted) == weighed.total


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ({"risk_often": "daily", "risk_affected": "extremely", "risk_aimed": "me"}, 14, "standard"),
        ({"risk_often": "daily", "risk_affected": "extremely", "risk_aimed": "me", "risk_told": "no"}, 15, "medium"),
        ({n: WORST[n] for n in ("risk_harassing", "risk_often", "risk_affected", "risk_aimed", "risk_known",
                                "risk_worse")}, 24, "medium"),
        ({n: WORST[n] for n in ("risk_harassing", "risk_often", "risk_affected", "risk_aimed", "risk_known",
                                "risk_worse", "risk_others")}, 25, "high"),
    ],
)  # fmt: skip
def test_a_band_begins_where_the_matrix_says(answers: dict[str, str], total: int, band: str) -> None:
    """Standard to 14, medium to 24, high from 25."""
    weighed = weigh(MATRIX, answers, {})
    assert (weighed.total, weighed.band) == (total, band)


@pytest.mark.parametrize("raising", ["hate", "violence", "threat", "weapon"])
def test_hate_violence_threats_and_weapons_raise_the_band_whatever_the_sum(raising: str) -> None:
    """It says what raised it, and what the sum alone would be."""
    weighed = weigh(MATRIX, {}, {}, ["noise", raising])
    assert (weighed.band, weighed.by_sum, weighed.raised_by, weighed.total) == ("high", "standard", (raising,), 0)
    assert weigh(MATRIX, WORST, {}, [raising]).raised_by == ()  # it is high by the sum


def test_what_is_missing_is_named_with_what_it_could_come_to() -> None:
    """A low sum of three answers is no low risk."""
    weighed = weigh(MATRIX, {"risk_affected": "none"}, {})
    assert len(weighed.missing) == 12
    assert (weighed.total, weighed.at_most, weighed.band, weighed.could_be) == (0, 34, "standard", "high")


def test_what_a_report_has_said_is_not_asked_again() -> None:
    """How often, hate, the police, repeated reports; harassment that goes on."""
    assert told_in_report({"often": "weekly", "others": "both", "repeat_victim": "yes"}, "harassment") == {
        "risk_often": "weekly",
        "risk_harassing": "now",
        "risk_told": "yes",
        "risk_earlier": "yes",
    }
    assert told_in_report({"often": "once", "others": "neither"}, "hate") == {
        "risk_often": "occasionally",
        "risk_because": "yes",
    }
    assert told_in_report({"others": "camera"}, "noise") == {}


def test_a_question_without_points_is_not_asked(tmp_path: Path) -> None:
    """Which questions are put is the landlord's choice; the page goes on without the others."""
    only = EXAMPLE_LANDLORD.read_text().split("[risk.points]\n")[1].split("\n\n")[0]
    few = (
        "often = { daily = 5, most_days = 4, weekly = 3, monthly = 2, occasionally = 1 }\nworse = { yes = 30, no = 0 }"
    )
    pages = book_of(read_landlord(written(tmp_path, (only, few))))
    put = [line.name for line in pages["risk"].page if line.name.startswith("risk_")]
    assert put == ["risk_begins", "risk_worse", "risk_often", "risk_ends"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("worse = { yes = 2,", "worst = { yes = 2,", 'points: there is no question "worst". Did you mean "worse"?'),
        ("worse = { yes = 2, no = 0 }", "worse = { yes = 2 }", "points.worse must say what each answer counts"),
        ("medium_from = 15", "medium_from = 30", "medium_from must be over 0, and high_from higher still"),
        ("high_from = 25", "high_from = 90", "high_from is 90, but all answers together count at most 39"),
        ('weapon = "high"', 'wepon = "high"', "at_least: wepon is none of hate, violence"),
        ("version = ", "versions = ", 'there is no setting called "versions"'),
    ],
)
def test_a_matrix_that_cannot_be_right_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """With what to write instead, before anybody is scored by it."""
    with pytest.raises(Nonsense, match="cannot be used") as refused:
        read_landlord(written(tmp_path, (old, new)))
    assert said in str(refused.value)
