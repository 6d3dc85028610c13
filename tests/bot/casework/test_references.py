"""What a case reference forgives, what it never lets through, and what it is not mistaken for (R10)."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.references import (
    ALPHABET,
    check_letter,
    find_reference,
    may_be_ours,
    new_reference,
    read_reference,
)

OTHERS = {letter: [other for other in ALPHABET if other != letter] for letter in ALPHABET}
SEEDS = st.integers(0, 2**32)


def sound_with(fixed: dict[int, str], chance: random.Random) -> str:
    """Eight letters that read as a reference and hold these letters at these places."""
    while True:
        letters = [fixed.get(place, chance.choice(ALPHABET)) for place in range(7)]
        letters.append(check_letter("".join(letters)))
        if letters[7] == fixed.get(7, letters[7]):
            return "".join(letters)


def test_every_single_wrong_letter_is_caught() -> None:
    """At each of the eight places, for each right letter and each wrong one."""
    chance = random.Random(1)
    for place, right in itertools.product(range(8), ALPHABET):
        sound = sound_with({place: right}, chance)
        assert read_reference(sound)
        for wrong in OTHERS[right]:
            assert read_reference(sound[:place] + wrong + sound[place + 1 :]) is None


def test_every_swap_of_neighbours_is_caught() -> None:
    """At each of the seven pairs of places, the one across the hyphen too, for each pair of different letters."""
    chance = random.Random(2)
    for place in range(7):
        for left, right in itertools.permutations(ALPHABET, 2):
            sound = sound_with({place: left, place + 1: right}, chance)
            assert read_reference(sound)
            assert read_reference(sound[:place] + right + left + sound[place + 2 :]) is None


def test_every_swap_of_letters_further_apart_is_caught_as_well() -> None:
    """All eight weights differ, so this costs nothing more."""
    sound = "7K2M9AB"
    sound += check_letter(sound)
    for first, second in itertools.combinations(range(8), 2):
        swapped = list(sound)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        if sound[first] != sound[second]:
            assert read_reference("".join(swapped)) is None


@settings(deadline=None)
@given(SEEDS)
def test_a_reference_reads_back_as_itself(seed: int) -> None:
    """Alone, in lower case, without its hyphen, with too many gaps, and inside a sentence."""
    reference = new_reference(random.Random(seed))
    bare = reference.replace("-", "")
    for typed in (reference, reference.lower(), bare, " ".join(bare), f"  {bare[:2]}-{bare[2:6]} - {bare[6:]}\n"):
        assert read_reference(typed) == reference
    for said in (f"my ref is {reference.lower()} thanks", f"{bare[:4]} {bare[4:]}.", f"Hi,{bare.lower()}!any news"):
        assert find_reference(said) == reference


@settings(deadline=None)
@given(SEEDS)
def test_look_alikes_are_read_as_digits(seed: int) -> None:
    """i and l for 1, o for 0, in either case."""
    reference = new_reference(random.Random(seed))
    for one, nought in (("i", "o"), ("l", "O"), ("I", "o"), ("L", "O")):
        typed = reference.replace("1", one).replace("0", nought)
        assert read_reference(typed) == reference
        assert find_reference(f"about {typed} please") == reference


@pytest.mark.parametrize(
    "dash", ["\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "_", " - ", "\u00a0", "\u200e-\u200f", "\t"]
)
def test_whatever_a_phone_makes_of_the_hyphen_is_read(dash: str) -> None:
    """Keyboards put in long dashes, hard spaces and marks of direction."""
    check = check_letter("7K2M9AB")
    assert read_reference(f"7k2m{dash}9ab{check}") == f"7K2M-9AB{check}"
    assert find_reference(f"ref: 7k2m{dash}9ab{check}.") == f"7K2M-9AB{check}"


def test_digits_of_another_keyboard_are_read() -> None:
    """Omar's keyboard writes Urdu digits; another writes full-width letters."""
    check = check_letter("7K2M9AB")
    assert read_reference(f"۷K۲M-۹AB{check}") == f"7K2M-9AB{check}"
    assert find_reference(f"میرا حوالہ ۷K۲M-۹AB{check} ہے") == f"7K2M-9AB{check}"
    assert read_reference(f"７Ｋ２Ｍ－９ＡＢ{check}") == f"7K2M-9AB{check}"


@pytest.mark.parametrize(
    "nonsense", ["", " ", "-", "\x00", "7K2M", "7K2M-9AB", "7K2M-9ABQQ", "UUUU-UUUU", "😀" * 8, "ßßßßßßßß"]
)
def test_what_is_not_a_reference_is_none(nonsense: str) -> None:
    """Too short, too long, letters outside the alphabet, or nothing at all."""
    assert read_reference(nonsense) is None
    assert find_reference(nonsense) is None


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    """Reading never raises, and what it gives reads back as itself."""
    for read in (read_reference(text), find_reference(text)):
        assert read is None or read_reference(read) == read


def test_talk_is_not_taken_for_a_reference() -> None:
    """Words, hours, years, postcodes, phone numbers and registrations, whatever the check letter would say."""
    phrases = "my number is 07700 900123 or 0770 0900 123 or 01632960001, MK12 5AB, M11 1AB, car AB12 CDE or AB12CDE"
    assert find_reference(phrases) is None
    talk = (
        "noise from 2200 till 2am since last year 2024-2025 in flat 1204 and flat 14b2 part-time long-term well-made "
        "they shout 10pm-11pm and 11pm-12am 10pm 11pm from 22nd-23rd 10th 11th over 60db-70db 20min-30min "
        "ask neighbor daughter breaking thankyou goodness 3bedroom 15minute 12midday Covid19x"
    )
    words = talk.split()
    for first, second in itertools.product(words, words):
        assert find_reference(f"{first} {second}") is None
        assert find_reference(f"{first}-{second}") is None


def test_the_first_sound_reference_is_found_among_others() -> None:
    """A mistyped one is passed over, and so is a longer number that merely holds one."""
    sound = new_reference(random.Random(3))
    mistyped = sound[:-1] + OTHERS[sound[-1]][0]
    assert find_reference(f"was it {mistyped} or {sound}?") == sound
    assert find_reference(f"X{sound.replace('-', '')}") is None
    assert find_reference(f"{sound.replace('-', '')}9") is None


def test_what_is_given_out_is_fit_to_read_aloud() -> None:
    """No rude or frightening word, in plain letters or in digits that stand for them, and always as we find it."""
    for seed in range(20_000):
        reference = new_reference(random.Random(seed))
        undone = reference.replace("-", "").translate(str.maketrans("0134578", "OIEASTB"))
        assert not any(word in undone for word in ("ARSE", "SEX", "KILL", "DEAD", "RAPE", "SCUM", "NAZI", "SHIT"))
        assert find_reference(reference) == reference


def test_references_are_spread_over_all_letters_and_places() -> None:
    """Nobody can guess the next one: all letters come up at all places, and 20,000 never repeat."""
    chance = random.Random(4)
    given_out = {new_reference(chance) for _ in range(20_000)}
    assert len(given_out) == 20_000
    for place in (0, 1, 2, 3, 5, 6, 7, 8):
        assert {reference[place] for reference in given_out} == set(ALPHABET)


def test_words_that_add_up_are_none_of_ours() -> None:
    """One in 32 of eight letters adds up to a sound reference; ours have a digit and a letter of their own in each
    half."""
    for said in ("im scared", "Nobody is", "Samantha", "pata nahi"):
        sound = read_reference(said)
        assert sound
        assert not may_be_ours(sound)
    assert all(may_be_ours(new_reference(random.Random(seed))) for seed in range(500))
