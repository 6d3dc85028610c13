"""What somebody else who reads the phone could learn from a message that we start: it must be nothing (C5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.privacy.named import CALENDAR, SENTENCE, names_in, names_told
from bot.understanding.danger.finding import gather as gather_danger
from bot.understanding.danger.words import load_lexicon
from bot.understanding.kinds.listed import KINDS
from bot.understanding.normal import words
from bot.understanding.places.address_tokens import cut
from bot.understanding.places.address_words import CANONICAL, TYPES
from bot.understanding.places.register import Register
from bot.understanding.wordlists import Phrases, gather

# "Kevin said", "Kevin has": after the first word of a sentence these tell that it was a name, but for the words below.
OF_SOMEBODY = frozenset(
    ("has", "is", "was", "said", "says", "will", "wants", "told", "did", "and", "agreed", "does", "had", "can",
     "cannot", "could", "came", "rang", "phoned", "called", "moved", "left", "wrote")
)  # fmt: skip
NOBODYS = frozenset(
    ("we", "you", "they", "i", "it", "this", "that", "there", "he", "she", "nobody", "somebody", "someone", "everybody",
     "everyone", "nothing", "something", "everything", "work", "progress", "news", "what", "who", "one", "our", "today",
     "all", "here", "as", "whatsapp")
)  # fmt: skip
# "Zoe, we will call you": what else stands before a comma at the beginning, but for words in -ly.
OPENS = frozenset(
    ("hello", "hi", "dear", "sorry", "thanks", "please", "yes", "no", "however", "also", "now", "then", "so", "well",
     "as", "good", "first", "next", "meanwhile", "afterwards", "tomorrow", "yesterday", "tonight", "again", "still",
     "ok")
)  # fmt: skip
REFERENCE = re.compile(r"\b[0-9A-Za-z]{4}-[0-9A-Za-z]{4}\b")


def what_gives_away(
    said: str, register: Register, place: str | None, our_name: str, told: Iterable[str] = ()
) -> list[str]:
    """What in these words of an officer's is not neutral, in words for the officer; empty where all of it is.

    `place` is where the matter is, and `told` what those wrote who reported it, with the names that they named.
    `our_name`, the landlord's, may stand there: every message begins with it.
    """
    named = [*_names(said, our_name), *names_in(said, names_told(told) - frozenset(words(our_name)))]
    found = [
        *_of_the_matter(said),
        *_of_a_place(re.sub(re.escape(our_name), "", said, flags=re.IGNORECASE), register, place),
        *(f"the name “{name}”" for name in named),
    ]
    if REFERENCE.search(said):
        found.append("a case reference")
    return list(dict.fromkeys(found))


def _of_the_matter(said: str) -> Iterator[str]:
    spoken = words(said)
    for match in _telling().find(spoken):
        if match.label == "tells":
            yield f"“{' '.join(spoken[match.start : match.end])}”"
    reading = gather_danger(load_lexicon(), said)
    if reading.standing or reading.concerns:
        yield "words of danger"


def _of_a_place(said: str, register: Register, place: str | None) -> Iterator[str]:
    spoken, where = set(words(said)), words(place or "")
    street = {word for word in where if word.isalpha() and len(word) > 3 and CANONICAL.get(word, word) not in TYPES}
    has_postcode = any(piece.kind == "postcode" for piece in cut(said))
    if register.mentions(said) or has_postcode or street & spoken:
        yield "a place"


def _names(said: str, our_name: str) -> Iterator[str]:
    """Words with a capital inside a sentence, but for days, months and our own: names of people, mostly."""
    known = CALENDAR | frozenset(words(our_name)) | {"i", "new", "whatsapp"}
    for sentence in SENTENCE.split(said):
        spoken = re.findall(r"[^\W\d_][\w'-]*", sentence)
        if len(spoken) > 1 and _is_name_in_front(sentence, spoken, known):
            yield spoken[0]
        for word in spoken[1:]:
            if word[0].isupper() and not word.isupper() and words(word)[0] not in known:
                yield word


def _is_name_in_front(sentence: str, spoken: list[str], known: frozenset[str]) -> bool:
    """Whether the first word, which has a capital anyhow, is a name by what follows it."""
    first = words(spoken[0])[0]
    if not spoken[0][0].isupper() or first in known | NOBODYS | OPENS:
        return False
    called = sentence.lstrip().startswith(f"{spoken[0]},") and not first.endswith("ly")
    return called or spoken[1] in OF_SOMEBODY


@cache
def _telling() -> Phrases:
    """The words of each kind that settle it, and what else gives a matter away; "weed killer" is no drug here too."""
    kinds = [phrase for kind in KINDS if kind != "not_asb" for phrase in gather("kinds", kind, "sure")]
    return Phrases({"tells": [*gather("neutral", "tells"), *kinds], "ignore": gather("kinds", "ignore", "sure")})
