"""How one answer to one question with options is heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.answers import Choice, Heard, Means, Perhaps, hear_choice, hear_exactly

KINDS = (
    Choice("noise", ("Noise", "Hałas", "Sŵn", "شور", "shor")),
    Choice("harassment", ("Threats or harassment", "Bygythiadau", "Groźby lub nękanie", "دھمکیاں")),
    Choice("hate", ("Hate", "Nienawiść")),
    Choice("vandalism", ("Damage", "vandalism", "Wandalizm", "Difrod")),
    Choice("animals", ("Animals", "pets", "Zwierzęta", "Anifeiliaid", "جانور")),
    Choice("rubbish", ("Rubbish", "litter", "Śmieci", "Sbwriel", "کچرا")),
)
SCALE = tuple(
    Choice(words.replace(" ", "_").lower(), (words,))
    for words in ("Very satisfied", "Fairly satisfied", "Neither", "Fairly dissatisfied", "Very dissatisfied")
)
RIGHT_PLACE = (
    Choice("yes", ("Yes", "Ie", "Tak", "ہاں")),
    Choice("no", ("No, try again", "Na", "Nie", "نہیں")),
    Choice("unlisted", ("It has no address", "nie ma adresu")),
)
OFTEN = (
    Choice("daily", ("Every day", "daily", "every night", "Codziennie", "Bob dydd", "روزانہ")),
    Choice("weekly", ("Most weeks", "weekly", "Co tydzień", "Bob wythnos")),
    Choice("monthly", ("Most months", "monthly", "Co miesiąc", "Bob mis")),
    Choice("once", ("Just this once", "once", "Tylko raz", "Unwaith")),
)

BY_POSITION = [
    "2", "2.", "2)", "(2)", " 2 ", "#2", "no 2", "No. 2", "number 2", "nr 2", "option 2", "Option two", "two", "TWO",
    "second", "2nd", "the second", "2 please", "2 thanks", "its 2", "۲", "٢", "২", "2️⃣", "②", "b", "B", "(b)", "b.",
    "option b", "letter b", "dau", "rhif 2", "rhif dau", "dwa", "dwójka", "numer 2", "opcja 2", "druga", "دو", "نمبر 2",
    "نمبر ۲", "doosra", "nambar 2", "2!", "2 - threats", "2 harassment", "I think 2", "2 pls", "2 proszę",
]  # fmt: skip
NEVER_GUESSED = [
    "", " ", "7", "0", "99", "-1", "1.5", "z", "g", "1 and 3", "1,3", "1 & 3", "2 or 3", "3 3", "1 i 3", "1 2 3",
    "2 weeks ago", "14 elm court", "flat 2 elm court", "not noise", "nie hałas", "dim sŵn", "none", "not sure",
    "dont know", "I don't know which", "🤷", "😀😀", "\x00", "yes", "no", "tak", "ہاں", "yes but", "what?",
    "my neighbour plays noise every night and i cannot sleep because of him and his dog", "xyzzy", "100000000000000000",
]  # fmt: skip
BY_WORD = [
    ("noise", "noise"), ("NOISE", "noise"), ("Noise please", "noise"), ("noise.", "noise"), ("halas", "noise"),
    ("Hałas", "noise"), ("swn", "noise"), ("sŵn", "noise"), ("شور", "noise"), ("shor", "noise"),
    ("threats", "harassment"), ("harassment", "harassment"), ("nękanie", "harassment"), ("grozby", "harassment"),
    ("pets", "animals"), ("litter", "rubbish"), ("śmieci", "rubbish"), ("کچرا", "rubbish"), ("جانور", "animals"),
    ("its mostly noise", "noise"), ("noise I think", "noise"), ("it is noise mainly", "noise"), ("to hałas", "noise"),
    ("its the rubbish", "rubbish"), ("damage", "vandalism"), ("mae'n sŵn", "noise"), ("yeh shor hai", "noise"),
]  # fmt: skip
BY_NEAR_WORD = [
    ("noize", "noise"), ("niose", "noise"), ("nosie", "noise"), ("harasment", "harassment"),
    ("harrassment", "harassment"),
    ("haressment", "harassment"), ("threts", "harassment"), ("vandlism", "vandalism"), ("vandalisim", "vandalism"),
    ("damige", "vandalism"), ("anmals", "animals"), ("animels", "animals"), ("rubish", "rubbish"),
    ("rubbsh", "rubbish"),
    ("smeci", "rubbish"), ("zwierzeta", "animals"), ("zwirzeta", "animals"), ("bygythiad", "harassment"),
    ("anifeilaid", "animals"), ("wandalism", "vandalism"), ("its the rubish", "rubbish"), ("دھمکیا", "harassment"),
]  # fmt: skip


@pytest.mark.parametrize("said", BY_POSITION)
def test_a_number_or_letter_of_the_list_is_that_option(said: str) -> None:
    """However Ada, Gwen or Omar write the second option, the second option is heard."""
    assert hear_choice(said, KINDS) == Means("harassment")


@pytest.mark.parametrize("said", NEVER_GUESSED)
def test_what_was_not_offered_is_asked_about_and_never_guessed(said: str) -> None:
    """A number outside the list, two numbers, a story or a plain yes picks nothing (R3)."""
    assert hear_choice(said, KINDS) is None


@pytest.mark.parametrize(("said", "value"), BY_WORD)
def test_the_words_of_an_option_are_that_option(said: str, value: str) -> None:
    """A label, a synonym, or a word that only one label has, with or without accents."""
    assert hear_choice(said, KINDS) == Means(value)


@pytest.mark.parametrize(("said", "value"), BY_NEAR_WORD)
def test_a_misspelt_word_is_its_nearest_option(said: str, value: str) -> None:
    """Spelling does not matter where one option is clearly nearer than the others."""
    assert hear_choice(said, KINDS) == Means(value)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("noise and rubbish", Perhaps(("noise", "rubbish"))),
        ("rubbish or animals", Perhaps(("animals", "rubbish"))),
        ("2 noise", Perhaps(("harassment", "noise"))),
        ("1 rubbish", Perhaps(("noise", "rubbish"))),
        ("I hate my neighbour", Perhaps(("hate",))),
        ("haet", Perhaps(("hate",))),
    ],
)
def test_two_likely_options_are_asked_back(said: str, heard: Heard) -> None:
    """Where two are meant, or words speak against the number, the resident is asked "Did you mean"."""
    assert hear_choice(said, KINDS) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("satisfied", Perhaps(("very_satisfied", "fairly_satisfied"))),
        ("dissatisfied", Perhaps(("fairly_dissatisfied", "very_dissatisfied"))),
        ("very", Perhaps(("very_satisfied", "very_dissatisfied"))),
        ("very satisfied", Means("very_satisfied")),
        ("Very satisfied, thanks!", Means("very_satisfied")),
        ("very satisfyed", Perhaps(("very_satisfied",))),
        ("neither", Means("neither")),
        ("1", Means("very_satisfied")),
        ("5", Means("very_dissatisfied")),
        ("6", None),
        ("not satisfied", None),
        ("I was very satisfied until the officer left", None),
    ],
)
def test_scale_words_are_only_heard_exactly(said: str, heard: Heard) -> None:
    """A "satisfied" that became "very satisfied" would falsify what residents said."""
    assert hear_choice(said, SCALE, exact=True) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("yes", Means("yes")), ("Yeah", Means("yes")), ("yep thats it", Means("yes")), ("y", Means("yes")),
        ("tak", Means("yes")), ("ie", Means("yes")), ("haan ji", Means("yes")), ("👍", Means("yes")),
        ("1", Means("yes")),
        ("no", Means("no")), ("nope", Means("no")), ("nie", Means("no")), ("na", Means("no")), ("n", Means("no")),
        ("nahi", Means("no")), ("try again", Means("no")), ("no, try again", Means("no")), ("👎", Means("no")),
        ("no adress", Means("unlisted")), ("it has no address", Means("unlisted")), ("3", Means("unlisted")),
        ("yes but it is the back door", None), ("not sure", None), ("no idea", None), ("yes no", None),
        ("yse", Means("yes")), ("nno", Means("no")), ("yws", None), ("np", None), ("nos", None), ("4", None),
    ],
)  # fmt: skip
def test_yes_and_no_among_the_options_are_never_heard_by_likeness(said: str, heard: Heard) -> None:
    """Only listed yes and no words and slips count, even where the other options may be misspelt."""
    assert hear_choice(said, RIGHT_PLACE) == heard


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("every day", "daily"), ("evry day", "daily"), ("daily", "daily"), ("every night", "daily"),
        ("codziennie", "daily"), ("bob dydd", "daily"), ("روزانہ", "daily"), ("most weeks", "weekly"),
        ("weekley", "weekly"), ("co tydzien", "weekly"), ("monthly", "monthly"), ("once", "once"),
        ("just once", "once"), ("tylko raz", "once"), ("unwaith", "once"), ("every day really", "daily"),
    ],
)  # fmt: skip
def test_labels_of_several_words_are_heard(said: str, value: str) -> None:
    """How often, in words, in four languages."""
    assert hear_choice(said, OFTEN) == Means(value)


@pytest.mark.parametrize("said", ["unsafe", "not safe", "isnt safe"])
def test_the_opposite_of_an_option_is_not_that_option(said: str) -> None:
    """ "unsafe" differs from "safe" by two letters and by everything else."""
    assert hear_choice(said, (Choice("safe", ("Safe",)), Choice("ask", ("Ask me again",)))) is None


def test_the_first_word_of_a_label_is_enough_when_only_it_begins_so() -> None:
    """ "Threats" picks "Threats or harassment"; a word that two labels have is asked back."""
    named = (Choice("named", ("You may know my name",)), Choice("confidential", ("Only staff may know",)))
    assert hear_choice("only staff", named) == Means("confidential")
    assert hear_choice("know", named) == Perhaps(("named", "confidential"))


def test_nothing_on_offer_hears_nothing() -> None:
    """An open question has no options, so no option is heard."""
    assert hear_choice("1", ()) is None


@pytest.mark.parametrize("said", ["tu", "de", "ab", "HI", "stu"])
def test_a_short_word_whose_letters_follow_each_other_is_no_letter_of_the_list(said: str) -> None:
    """ "Tu" is Polish for "here": only one letter alone may pick an answer."""
    assert hear_choice(said, KINDS) is None


@pytest.mark.parametrize("said", ["aaaa", "a" * 10_000, "BBB", "bb!"])
def test_one_letter_held_down_is_no_letter_of_the_list(said: str) -> None:
    """A phone in a pocket is no yes to "Is anyone in danger?"."""
    assert hear_choice(said, KINDS) is None
    assert hear_exactly(said, KINDS) is None


@given(st.text(max_size=300))
def test_whatever_is_written_something_offered_or_nothing_is_heard(said: str) -> None:
    """No input raises, and no value appears that was not offered."""
    values = {choice.value for choice in KINDS}
    match hear_choice(said, KINDS):
        case Means(value):
            assert value in values
        case Perhaps(several):
            assert set(several) <= values
            assert 1 <= len(several) <= 3
        case None:
            pass


@given(st.integers(min_value=-50, max_value=10**12))
def test_every_number_is_its_option_or_nothing(number: int) -> None:
    """Numbers are never rounded, wrapped or guessed."""
    expected = Means(KINDS[number - 1].value) if 1 <= number <= len(KINDS) else None
    assert hear_choice(str(number), KINDS) == expected
