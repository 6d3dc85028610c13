"""Owns whether abuse at home is told of by a neighbour who hears or sees it (REQUIREMENTS R1)."""

from collections.abc import Sequence
from typing import Final

from bot.understanding.normal import words

# Only what is certain: whoever is taken for a witness is not offered the words meant for the one who suffers it.
_NEARBY: Final = ("next door", "upstairs", "downstairs", "neighbour*", "neighbor*", "flat above", "flat below",
    "opposite", "across the road", "through the wall", "can hear", "couple", "drws nesaf", "cymydog*", "cymdog*",
    "lan lofft", "sasiad*", "obok", "z gory", "z dolu", "za sciana", "پڑوسی*", "ہمسای*", "padosi",
    "parosi")  # fmt: skip
_THEIRS: Final = ("his wife", "his girlfriend", "his partner", "his kids", "his children", "his son", "his daughter",
    "his mum", "his mother", "his missus", "her husband", "her boyfriend", "her partner", "her kids", "her children",
    "her son", "her daughter", "their kids", "their children", "hits her", "hitting her", "beats her", "beating her",
    "hurts her", "hurting her", "hits him", "hitting him", "the child next door", "the kids next door",
    "the baby next door", "child upstairs", "kids upstairs", "ei wraig", "ei gariad", "ei blant", "ei gwr", "ei phlant",
    "zone", "swoja zone", "swoje dzieci", "dziewczyne", "swojego meza", "اپنی بیوی", "اپنے بچوں", "apni biwi",
    "apne bachon")  # fmt: skip
_OURS: Final = ("me", "us", "my husband", "my wife", "my partner", "my ex", "my boyfriend", "my girlfriend", "my dad",
    "my father", "my stepdad", "my mum", "my mam", "my mother", "my son", "my daughter", "my brother", "my sister",
    "my kids", "my children", "my family", "my uncle", "my bf", "my gf", "hubby", "fy ngwr", "fy mhartner", "fy nhad",
    "fy ngwraig", "fy mam", "mnie", "mi", "moj*", "nas", "nam", "مجھے", "میرا", "میری", "میرے", "ہمیں", "mujhe",
    "mera", "meri", "mere", "hamein")  # fmt: skip

# In these nothing is done to "me".
_ASIDE: Final = frozenset(
    ("driving me", "drives me", "drive me", "keeps me", "keeping me", "kept me", "wakes me", "waking me", "woke me",
     "help me", "tell me", "told me", "let me", "ring me", "call me", "text me", "excuse me", "makes me", "worries me",
     "worrying me", "bothers me", "bothering me", "upsets me", "above me", "below me", "near me", "opposite me",
     "driving us", "keeps us", "keeping us", "wakes us", "waking us")
)  # fmt: skip


def is_witness(text: str) -> bool:
    """Say whether these words are of a home nearby and of those who live there, and not of the writer's own."""
    said = words(text)
    of_us = [word for at, word in enumerate(said) if " ".join(said[max(0, at - 1) : at + 1]) not in _ASIDE]
    return _tells(said, _NEARBY) and _tells(said, _THEIRS) and not _tells(of_us, _OURS)


def is_done_by_neighbours(text: str) -> bool:
    """Say whether a home nearby is named, and then somebody of the writer's own: "the man upstairs punched my son"."""
    said = words(text)
    near, ours = (min((_place(said, one) for one in phrases), default=len(said)) for phrases in (_NEARBY, _OURS))
    return near < ours < len(said)


def _tells(said: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(_stands_in(said, phrase) for phrase in phrases)


def _stands_in(said: Sequence[str], phrase: str) -> bool:
    return _place(said, phrase) < len(said)


def _place(said: Sequence[str], phrase: str) -> int:
    """Where the phrase stands first; the length of all where it does not."""
    looked_for = words(phrase.rstrip("*"))
    if phrase.endswith("*"):
        return next((n for n, one in enumerate(said) if one.startswith(looked_for[0])), len(said))
    starts = (n for n in range(len(said)) if tuple(said[n : n + len(looked_for)]) == looked_for)
    return next(starts, len(said))
