"""Passwords of staff: how they are kept (argon2id), compared, and which ones are refused. Pure."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 6
COMMON = (
    "password", "passwort", "passw0rd", "letmein", "welcome", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "administrator", "admin", "changeme", "iloveyou", "football", "liverpool", "arsenal", "manchester", "chelsea",
    "sunshine", "princess", "dragon", "monkey", "superman", "batman", "charlie", "trustno", "secret", "housing",
    "hearback", "landlord", "correcthorsebatterystaple", "default", "computer", "internet", "summer", "winter",
    "spring", "autumn", "january", "december", "monday", "friday",
)  # fmt: skip
"""What the most common passwords of 12 characters and more are made of: one of these, and digits or signs around it."""
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789", "1q2w3e4r5t6y7u8i9o0p")

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def keep(password: str, hasher: PasswordHasher = HASHER) -> str:
    """The argon2id hash to store."""
    return hasher.hash(_same(password))


def fits(password: str, kept: str | None, hasher: PasswordHasher = HASHER) -> bool:
    """Whether this is the password. Without a stored hash it takes just as long, and is not."""
    try:
        hasher.verify(kept or _nobody(hasher), _same(password[:LONGEST]))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str, hasher: PasswordHasher = HASHER) -> bool:
    """Whether the hash was made with other parameters than today's, and is to be made anew."""
    return hasher.check_needs_rehash(kept)


def find_fault(password: str, email: str) -> str | None:
    """Why a new password will not do, as a sentence that says what to do; None when it will."""
    plain = _same(password).casefold()
    if len(plain) < SHORTEST:
        return f"Your password must be {SHORTEST} characters or more. Three words that do not belong together are good."
    if len(password) > LONGEST:
        return f"Your password must be {LONGEST} characters or fewer."
    if email and plain in (email.casefold(), email.casefold().split("@")[0]):
        return "Your password must not be your e-mail address. Three words that do not belong together are good."
    if _is_common(plain):
        return "That password is easy to guess. Three words that do not belong together are good."
    return None


def _is_common(plain: str) -> bool:
    heart = re.sub(r"[\W\d_]+", "", plain)
    few = len(set(plain)) < FEWEST_DIFFERENT
    in_a_row = any(plain in row * 2 or plain[::-1] in row * 2 for row in ROWS)
    return few or in_a_row or _is_said_again(plain) or any(heart in (word, word * 2) for word in COMMON)


def _is_said_again(plain: str) -> bool:
    """One short piece over and over: found in the middle of itself written twice."""
    return 0 < (plain + plain).find(plain, 1) < len(plain)


def _same(password: str) -> str:
    """One way of writing what different keyboards write differently."""
    return normalize("NFKC", password)


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """A hash that no password fits, so that an unknown address costs as much time as a known one."""
    return keep("", hasher)
