"""The plain form of a message is the same however the resident's keyboard wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normal import normalise, split, words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Can’t BREATHE", "can't breathe"),
        ("can`t can´t", "can't can't"),
        ("łódź", "lodz"),
        ("İstanbul ışık", "istanbul isik"),
        ("ș ț ă", "s t a"),
        ("heeelp", "help"),
        ("fi\u200bre", "fire"),
        ("\u202bfire\u202c", "fire"),
        ("Ｆｉｒｅ", "fire"),
        ("1000", "1000"),
        ("١٢٣ ۱۲۳ ১২৩", "123 123 123"),
    ],
)
def test_the_same_words_typed_differently_become_the_same(typed: str, plain: str) -> None:
    """Ada's phone writes curly quotes, Gwen's accents and Omar's bidi marks; none of it may hide a word."""
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [("گئي", "گئی"), ("مدد کریں", "مدد كرين"), ("أنقذوني", "انقذوني"), ("النَّار", "النار"), ("ہے", "هے")],
)
def test_arabic_letters_typed_on_different_keyboards_are_one(one: str, other: str) -> None:
    """Omar's Urdu keyboard and an Arabic one send different code points for one letter."""
    assert normalise(one) == normalise(other)


def test_the_vowel_signs_of_indian_scripts_stay_inside_their_word() -> None:
    """Python's own idea of a word would cut Priya's Panjabi at every vowel sign."""
    assert words("ਮੈਨੂੰ ਬਚਾਓ।") == ("ਮੈਨੂੰ", "ਬਚਾਓ")


def test_an_apostrophe_left_out_makes_no_difference() -> None:
    """Half of all texts say "cant", the other half "can't"."""
    assert words("I can't, don't") == words("i cant dont") == ("i", "cant", "dont")


def test_french_and_italian_elisions_are_taken_apart() -> None:
    """The fire in "l'incendie" must be found."""
    assert words("l'incendie dell'uomo") == ("l", "incendie", "dell", "uomo")


@given(st.text())
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    """Normalising twice changes nothing more, so recognisers may share one normalised text."""
    assert split(normalise(text)) == words(text)
    assert words(normalise(text)) == words(text)
