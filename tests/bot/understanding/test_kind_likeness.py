"""Which kind a message reads like: fitted to the present practice messages, and better than the lists alone."""

import pytest

from bot.understanding.kinds.choosing import find_kind
from bot.understanding.kinds.likeness import FILE, LABELS, likeliest
from bot.understanding.kinds.listed import KINDS
from tests.corpus.fit_kinds import Row, fingerprint, fit, read_rows
from tests.corpus.fit_likeness import COMMON
from tests.corpus.understanding_score import count_kinds

SIXTEEN = ("ar", "bn", "cy", "en", "es", "fa", "fr", "gu", "it", "pa", "pl", "pt", "ro", "so", "tr", "ur")
# What was reached on the held-out messages; less is a step back.
LEAST_RIGHT = {"en": 0.77, "cy": 0.65, "pl": 0.68, "ur": 0.7}
MOST_WRONG = {"en": 0.1, "cy": 0.1, "pl": 0.09, "ur": 0.11}
JUDGING = ("unseen", "eleventh")


def test_the_fitted_file_belongs_to_the_present_practice_messages() -> None:
    """Whoever changes a practice message runs `python -m tests.corpus.fit_kinds`."""
    raw = FILE.read_bytes()
    assert raw.split(b"\n", 1)[0].split()[-1].decode() == fingerprint()
    assert len(raw) <= 600 * 1024


def test_fitting_the_same_messages_gives_the_same_weights() -> None:
    """So that the file can be checked by making it again."""
    few = [Row("en", "noise", "loud music"), Row("en", "rubbish", "bags by the bins"), Row("en", "", "good morning")]
    rows = few * COMMON  # what is rarer teaches nothing
    assert fit(rows) == fit(rows)


def test_every_kind_and_every_language_is_practised() -> None:
    """A kind that is never practised would never be told from the others."""
    rows = read_rows("practice")
    assert {row.label for row in rows} == set(LABELS) == {*KINDS, ""}
    assert {row.language for row in rows} == set(SIXTEEN)


def test_no_message_is_both_learnt_from_and_judged_by() -> None:
    """A message that was learnt by heart says nothing about one that nobody has read."""
    learnt = {row.message.casefold() for row in read_rows("practice")}
    assert not [row for judge in JUDGING for row in read_rows(judge) if row.message.casefold() in learnt]


@pytest.mark.parametrize("language", sorted(LEAST_RIGHT))
def test_messages_nobody_tuned_for_are_told_apart(language: str) -> None:
    """Told sideways, with a word that misleads, two matters in one: what is left open costs a question."""
    score = count_kinds()[language]
    assert score.right >= LEAST_RIGHT[language] * score.asked
    assert score.wrong <= MOST_WRONG[language] * score.asked


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("someone has weed in the lift again, its not a toilet", "communal"),
        ("two lads on a bike took my phone out of my hand outside the block", "other_crime"),
        ("i pulled up every weed on the path and now hes smoking his stuff on my step all evening", "drugs"),
        ("tags all over the underpass and now on my front door", "vandalism"),
        ("they were at it again till 4 with the bass, i get up at 5", "noise"),
        ("he breeds bully dogs in a two bed flat", "animals"),
    ],
)
def test_a_word_that_misleads_does_not_decide(said: str, kind: str) -> None:
    """The lists took the first for drugs and the second for abuse at home."""
    assert find_kind(said) == kind


@pytest.mark.parametrize(
    "said", ["", "hello", "yes", "14 Elm Court", "Ada Example", "it has started again", "\x00", "😀"]
)
def test_where_nothing_is_told_of_no_kind_is_chosen(said: str) -> None:
    """A greeting, an answer, a name and an address are asked what it is about."""
    assert find_kind(said) is None


def test_how_likely_a_label_is_lies_between_nothing_and_certain() -> None:
    """Also of ten thousand characters, where the sums are largest."""
    for said in ("loud music", "music rubbish dogs " * 500, ""):
        label, chance = likeliest(said, ())
        assert label in LABELS
        assert 1 / len(LABELS) <= chance <= 1
