"""Owns telephone numbers and e-mail addresses as residents write them: finds them, and takes them out of a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import decimal

import phonenumbers
from phonenumbers import PhoneNumberType

Sort = Literal["phone", "email", "unclear"]
Mark = Callable[[Sort], str]
"""What stands in a message in place of what was taken out of it."""

UK_MOBILE = re.compile(r"\+447[1-57-9]\d{8}")
"""Ofcom's mobile ranges, among them those for fiction (07700 900xxx), which phonenumbers calls invalid."""
INVENTED = re.compile(r"\+441632960\d{3}")
"""Ofcom's landlines for fiction."""
CALLED = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.FIXED_LINE,
          PhoneNumberType.VOIP)  # fmt: skip
"""Sorts of number that a person has; not those that cost whoever rings them."""

DIGITS = re.compile(r"\+?\d(?:[^\w\n@+]{0,4}\d)*")
GROUP = re.compile(r"\d+")
BEGINS = ("+", "00", "01", "02", "03", "05", "07", "44", "7")  # not a date, and not a number that costs much
ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}")
LIKE_ADDRESS = re.compile(r"(?<!\S)\S+@\s?\S*|(?<!\S)\S+\s@\s\S+|@\S*")
SPELT_ADDRESS = re.compile(
    r"(?<!\S)\S+ ?[\[(]?\bat\b[\])]? ?(?:\S{1,63} ?[\[(]?\bdot\b[\])]? ?){1,8}\S+|(?<!\S)\S+[\[(]at[\])]\S+",
    re.IGNORECASE,
)
SPELT_NUMBER = re.compile(
    r"\b(?:(?:zero|o|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|treble)\b[\s,-]*){6,}",
    re.IGNORECASE,
)
MOMENT = re.compile(r"\b(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:20)?\d\d\b|\b\d{1,2}[:.]\d\d\b")
MAY_HOLD = re.compile(r"\d(?:[^\w\n@]{0,4}[\doOlI]){4}|@|＠|\bdot\b|[\[(]at[\])]|(?:zero|oh|seven)\b", re.IGNORECASE)
MISTYPED = re.compile(r"\b[\doOlI]{3,}\b")
LETTERS = str.maketrans("oOlI", "0011")
MOST_LOOKED_AT = 2000  # characters: an answer is short, and each group of digits costs a look
FEWEST, MOST = 9, 15  # digits of a number, the least in this country and the most anywhere (ITU E.164)
LIKE_NUMBER = 5  # digits: fewer may be a time, a house, or a year
BESIDE_ONE = 7  # digits, where a number was found already: fewer may be a day and an hour
MOST_GROUPS = 16
"""Groups of digits that one number is written in: "0 7 7 0 0 ..."."""


@dataclass(frozen=True)
class Apart:
    """A message with every way to reach somebody taken out: `words` is what is left of it, with marks, `rest` without
    them; `ways` are the numbers (+44...) and e-mail addresses, never printed. `tried`: something like one was there;
    `is_new`: they are not those that we had. `word`: what became of a code word in it (bot.privacy.code_words).
    """

    words: str
    rest: str
    ways: tuple[str, ...] = field(default=(), repr=False)
    tried: bool = False
    is_new: bool = True
    word: Literal["", "chosen", "amiss", "said"] = ""

    @property
    def besides(self) -> int:
        """How many words there are besides."""
        return len(re.findall(r"[^\W\d_]+", self.rest))


@dataclass(frozen=True)
class _Found:
    """From where to where, of what sort, and the way itself."""

    start: int
    end: int
    sort: Sort
    way: str = ""


def may_hold_way(said: str) -> bool:
    """Whether a closer look is worth its while."""
    return MAY_HOLD.search(said) is not None


def take_apart(said: str, mark: Mark) -> Apart:
    """A message in which we asked for a number or an address, without it, and without anything that is like one."""
    plain = _plain(said)
    found = [*_addresses(plain), *_numbers(plain[:MOST_LOOKED_AT])]
    taken = _apart(found)
    rest = [one for one in _unclear(plain, BESIDE_ONE if found else LIKE_NUMBER) if not _overlaps(one, taken)]
    taken = sorted([*taken, *_apart(rest)], key=lambda one: one.start)
    ways = dict.fromkeys(one.way for one in taken if one.way)
    return Apart(_marked(said, taken, mark), _marked(said, taken, lambda sort: " "), tuple(ways), bool(taken))


def take_out(said: str, ways: Sequence[str], mark: Mark) -> str:
    """The same words without these numbers and addresses, however they are written; all else stays."""
    plain = _plain(said)
    found = [_Found(*match.span(), _sort(way), way) for way in ways for match in _written(way).finditer(plain)]
    return _marked(said, _apart(found), mark)


def hide(said: str) -> str:
    """The same words with every digit and everything around an @ hidden: for when nothing else can be relied upon."""
    return re.sub(r"\S*[@＠]\S*|\d", "*", said)


def _plain(said: str) -> str:
    """As long as what was said: digits of every script as 0-9, and letters typed for digits."""
    plain = said.replace("＠", "@")
    if not plain.isascii():
        plain = "".join(str(decimal(one)) if one.isdecimal() else one for one in plain)
    return MISTYPED.sub(_as_digits, plain)


def _as_digits(match: re.Match[str]) -> str:
    return match[0].translate(LETTERS) if sum(map(str.isdigit, match[0])) >= 2 else match[0]


def _addresses(plain: str) -> Iterator[_Found]:
    for match in ADDRESS.finditer(plain):
        yield _Found(*match.span(), "email", match[0].strip("'.-").casefold())


def _numbers(plain: str) -> Iterator[_Found]:
    """Every number that somebody can be called on, the longest that can be read from each place on."""
    for run in DIGITS.finditer(plain):
        groups, at = [group.span() for group in GROUP.finditer(plain, *run.span())], 0
        while at < len(groups):
            start = run.start() if at == 0 else groups[at][0]
            ends = [end for _, end in groups[at : at + MOST_GROUPS]]
            found = next((f for end in reversed(ends) if (f := _number(plain, start, end))), None)
            if found:
                yield found
            at += ends.index(found.end) + 1 if found else 1


def _number(plain: str, start: int, end: int) -> _Found | None:
    """The number written there, with the bracket before it that ends in it."""
    digits = "".join(filter(str.isdigit, plain[start:end]))
    begins = plain[start] + digits if plain[start] == "+" else digits
    if not FEWEST <= len(digits) <= MOST + 2 or not begins.startswith(BEGINS):  # "0044 ..." has two more
        return None
    try:
        number = phonenumbers.parse(plain[start:end], "GB")
    except phonenumbers.NumberParseException:
        return None
    way = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    real = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in CALLED
    if number.extension or not (real or UK_MOBILE.fullmatch(way) or INVENTED.fullmatch(way)):
        return None
    opens = plain[start - 1 : start] == "(" and ")" in plain[start:end]
    return _Found(start - opens, end, "phone", way)


def _unclear(plain: str, fewest: int) -> Iterator[_Found]:
    """What is like a number or an address, and is none that we can use."""
    for match in DIGITS.finditer(MOMENT.sub(lambda moment: "x" * len(moment[0]), plain)):
        if sum(map(str.isdigit, match[0])) >= fewest:
            yield _Found(*match.span(), "unclear")
    for like in (LIKE_ADDRESS, SPELT_ADDRESS, SPELT_NUMBER):
        for match in like.finditer(plain):
            end = match.start() + len(match[0].rstrip())
            yield _Found(match.start() + len(match[0]) - len(match[0].lstrip()), end, "unclear")


def _apart(found: Sequence[_Found]) -> list[_Found]:
    """In order, and of those that overlap the first."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not _overlaps(one, kept[-1:]):
            kept.append(one)
    return kept


def _overlaps(one: _Found, others: Sequence[_Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _marked(said: str, taken: Sequence[_Found], mark: Mark) -> str:
    parts, at = [], 0
    for one in taken:
        parts += [said[at : one.start], mark(one.sort)]
        at = one.end
    return "".join([*parts, said[at:]])


def _sort(way: str) -> Sort:
    return "email" if "@" in way else "phone"


def _written(way: str) -> re.Pattern[str]:
    """However somebody may write it again: with 0, 44 or 0044 in front, and grouped in any way."""
    if "@" in way:
        return re.compile(re.escape(way), re.IGNORECASE)
    code = f"{phonenumbers.parse(way).country_code}"
    own = r"[^\w\n]{0,4}".join(way.removeprefix(f"+{code}"))
    return re.compile(rf"(?:\+?(?:00)?{code}[^\w\n]{{0,4}})?(?:0[^\w\n]{{0,4}})?{own}")
