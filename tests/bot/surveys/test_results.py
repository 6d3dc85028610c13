"""What answers add up to, with nobody to be picked out of it (S6)."""

from bot.surveys.results import SMALL, UNNAMED, Asked, Share, by_group, response_rate, shares

ORDER = ("yes", "no", "unsure")


def answered(number: int, patch: str, answer: str = "yes") -> list[Asked]:
    return [Asked(one, True, True, {"patch": patch}, {"again": answer}) for one in range(number)]


def test_the_base_is_those_who_answered_this_question() -> None:
    """An answer of a question that has changed since, and no answer, are in no base."""
    assert shares(["yes", "yes", "no", "gone"], ORDER) == (
        3,
        (Share("yes", 2, 66.7), Share("no", 1, 33.3), Share("unsure", 0, 0.0)),
    )
    assert shares([], ORDER)[0] == 0


def test_a_small_group_is_not_shown_nor_what_it_could_be_told_from() -> None:
    """With one group hidden alone, the total less the others would show it: the next smallest goes with it."""
    asked = [*answered(40, "Elms"), *answered(SMALL + 2, "Oaks"), *answered(SMALL - 1, "Weir", "no")]
    shown = {group.name: group.base for group in by_group(asked, "again", ORDER, "patch")}
    assert shown == {"Elms": 40, "Oaks": None, "Weir": None}


def test_two_small_groups_hide_each_other() -> None:
    """So the others may be shown."""
    asked = [*answered(40, "Elms"), *answered(6, "Oaks"), *answered(4, "Weir")]
    shown = {group.name: group.base for group in by_group(asked, "again", ORDER, "patch")}
    assert shown == {"Elms": 40, "Oaks": None, "Weir": None}
    named = {group.name: group.base for group in by_group(asked, "again", ORDER, "patch", names_hidden=True)}
    assert named == {"Elms": 40, UNNAMED: None}


def test_two_that_are_small_also_together_hide_a_third() -> None:
    """What is missing from the whole would be both of them, and two people are no group."""
    asked = [*answered(40, "Elms"), *answered(1, "Oaks"), *answered(1, "Weir"), *answered(12, "Yews")]
    shown = {group.name: group.base for group in by_group(asked, "again", ORDER, "patch")}
    assert shown == {"Elms": 40, "Oaks": None, "Weir": None, "Yews": None}


def test_groups_that_are_large_enough_are_shown() -> None:
    """All of them."""
    asked = [*answered(SMALL, "Elms"), *answered(SMALL, "Oaks")]
    assert [group.base for group in by_group(asked, "again", ORDER, "patch")] == [SMALL, SMALL]


def test_the_response_rate_is_of_those_who_were_asked() -> None:
    """Whoever was not asked is no silence."""
    nobody = Asked(1, False, False, {}, {})
    silent = Asked(2, True, False, {}, {})
    assert response_rate([nobody, silent, silent, *answered(1, "Elms")]) == (3, 1, 33.3)
    assert response_rate([]) == (0, 0, 0.0)
