"""The case reference: how one is made, read back however it was typed, and found inside a longer message (R10).

`XXXX-XXXX` in 32 letters that are hard to confuse. The eighth is a check letter: read as numbers of GF(32), the eight
weighed by eight different powers of one element add up to nothing. A wrong letter leaves its own weight behind, and a
swap the difference of two weights, so every single wrong letter and every swap is caught, not just most of them. Pure.
"""

import random
import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_FIELD = 0b100101  # x^5 + x^2 + 1, under which x has 31 different powers

# Nobody who reports hate or abuse should be handed one of these to read out. Look-alikes are undone before comparing.
_RUDE = re.compile(
    "ANAL|ANUS|ARSE|ASS|BASTAR|BITCH|BOOB|BUM|CHAV|CHINK|COCK|COON|CRAP|CUNT|CVM|CVNT|DAMN|DEAD|DEATH|DICK|"
    "DIE|DYKE|FAG|FANNY|FAT|FCK|FEK|FUK|FVCK|GAY|GIMP|GIT|GYPO|HATE|HELL|HOMO|IDIOT|JAP|JERK|JEW|KIKE|KILL|"
    "KKK|KNOB|KYS|LESB|LIAR|MONG|MUFF|NAZI|NIG|NONCE|PAKI|PERV|PIG|PIKEY|PISS|POO|PRICK|PUKE|QUEER|RAPE|"
    "RAPIST|SCAB|SCUM|SEX|SHAG|SHIT|SHT|SLAG|SLAP|SLVT|SPAZ|SPIC|STAB|SVCK|TART|TERROR|THICK|TIT|TOSS|TRANNY|"
    "TVRD|TWAT|VAGI|WANK|WEED|WNK|WOG|XXX|YID"
)
_LOOKS_LIKE = str.maketrans("0134578", "OIEASTB")

# Every half that we give out holds a digit of its own and a letter of its own (one that is not a look-alike), so
# ordinary words, years and prices are never taken for a reference; nor is a half ever an hour, a date or a length.
_OWN_DIGIT = re.compile(r"[2-9]")
_OWN_LETTER = re.compile(r"[A-HJKMNP-TV-Z]")
_AMOUNT = re.compile(r"\d+(AM|PM|ST|ND|RD|TH|H|HR|HRS|MIN|M|X|DB|K|P|FT|KG|MPH)")

# Half, then a hyphen of any kind or spaces or nothing, then half; letters on either side would make it a longer word.
_WRITTEN = re.compile(r"(?<![^\W_])([0-9A-Z]{4})[ -]{0,3}([0-9A-Z]{4})(?![^\W_])")


def new_reference(chance: random.Random) -> str:
    """A fresh reference such as `7K2M-9ABQ`; about 33 bits that cannot be guessed when `chance` is a SystemRandom."""
    while True:
        letters = "".join(chance.choices(ALPHABET, k=7))
        letters += check_letter(letters)
        if _fit_to_give_out(letters):
            return _write(letters)


def read_reference(text: str) -> str | None:
    """The reference that `text` as a whole is, as `XXXX-XXXX`, or None where it is not one or was mistyped.

    Lower case, i and l for 1, o for 0, and missing or extra hyphens and spaces are all read.
    """
    letters = re.sub(r"[ -]", "", _plain(text))
    if len(letters) != 8 or any(letter not in _VALUES for letter in letters):
        return None
    return _write(letters) if _remainder(letters) == 0 else None


def find_reference(text: str) -> str | None:
    """The first reference said somewhere in a longer message ("my ref is 7k2m 9abq thanks"), or None.

    Stricter than `read_reference`: both halves must look as those we give out do, so that talk is not taken for one.
    """
    plain = _plain(text)
    start = 0
    while found := _WRITTEN.search(plain, start):
        reference = read_reference("".join(found.groups()))
        if reference and may_be_ours(reference):
            return reference
        start = found.start() + 1
    return None


def may_be_ours(reference: str) -> bool:
    """Whether a sound reference has the look of those that we give out: "im scared" and "Samantha" have not."""
    return all(_is_own(half) for half in reference.split("-"))


def check_letter(letters: str) -> str:
    """The eighth letter that belongs to these seven."""
    return ALPHABET[_times_x(_remainder(letters))]


def _remainder(letters: str) -> int:
    """The weighed sum in GF(32), each letter weighing x times the one after it; 0 for a sound reference."""
    total = 0
    for letter in letters:
        total = _times_x(total) ^ _VALUES[letter]
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled


def _write(letters: str) -> str:
    plain = "".join(ALPHABET[_VALUES[letter]] for letter in letters)
    return f"{plain[:4]}-{plain[4:]}"


def _plain(text: str) -> str:
    """Upper case, digits of any script as 0-9, every dash a hyphen, every gap a space, unseen marks gone."""
    return "".join(_plain_character(character) for character in unicodedata.normalize("NFKC", text)).upper().strip()


def _plain_character(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind == "Pd" or character in "_\N{MINUS SIGN}":
        return "-"
    if kind in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    return "" if kind == "Cf" else character


def _is_own(half: str) -> bool:
    return bool(_OWN_DIGIT.search(half) and _OWN_LETTER.search(half)) and not _AMOUNT.fullmatch(half)


def _fit_to_give_out(letters: str) -> bool:
    undone = letters.translate(_LOOKS_LIKE)
    rude = _RUDE.search(letters) or _RUDE.search(undone)
    return not rude and may_be_ours(_write(letters))
