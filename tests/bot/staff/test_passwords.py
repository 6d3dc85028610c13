"""Passwords are kept so that nobody can read them, and easy ones are refused."""

import pytest
from argon2 import PasswordHasher

from bot.staff.passwords import find_fault, fits, is_dated, keep

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
GOOD = "three odd words"


def test_only_the_same_password_fits() -> None:
    """And the hash says nothing of it."""
    kept = keep(GOOD, QUICK)
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert fits(GOOD, kept, QUICK)
    assert not fits("three odd birds", kept, QUICK)
    assert not fits(GOOD, "no hash at all", QUICK)


def test_nothing_fits_where_no_password_is_kept() -> None:
    """Somebody invited who has not chosen one, or nobody at all."""
    assert not fits("", None, QUICK)
    assert not fits(GOOD, None, QUICK)


def test_the_same_letters_from_another_keyboard_fit() -> None:
    """An é may be one sign or two."""
    assert fits("caf\u00e9 odd words", keep("cafe\u0301 odd words", QUICK), QUICK)


def test_a_hash_of_other_parameters_is_dated() -> None:
    """So that it is made anew at the next sign-in."""
    assert is_dated(keep(GOOD, QUICK))
    assert not is_dated(keep(GOOD))


@pytest.mark.parametrize(
    "password", [GOOD, "mae'r ci yn canu", "ایک دو تین چار پانچ", "x7!kQ-92mmPd", "a" * 3 + "correct staple"]
)
def test_a_good_password_is_taken(password: str) -> None:
    """Of any letters, with spaces."""
    assert find_fault(password, "bob@example.org") is None


@pytest.mark.parametrize(
    "password",
    [
        "", "short", "elevenchars", "password1234", "PASSWORD!!!!2026", "Passw0rdPassw0rd", "123456789012",
        "210987654321", "qwertyuiopas", "abcdefghijkl", "aaaaaaaaaaaa", "odd!odd!odd!odd!", "liverpool2026",
        "Administrator1", "x" * 201, "bob.ford@example.org", "letmeinletmein",
    ],
)  # fmt: skip
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    """With a sentence that says what to do."""
    fault = find_fault(password, "bob.ford@example.org")
    assert fault is not None
    assert fault.endswith(".")


def test_the_part_before_the_at_sign_is_refused_too() -> None:
    """It is what people take first."""
    assert find_fault("bob.the.officer", "Bob.The.Officer@example.org")
