"""Owns how one answer to a question with options is heard: by number, letter, the words, or a near word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from string import ascii_lowercase

from rapidfuzz.distance import OSA

from bot.understanding.normal import normalise, split
from bot.understanding.numbers import drop_number_signs, is_list_of_numbers, read_number
from bot.understanding.wishes import drop_polite_words
from bot.understanding.wordlists import gather_plain
from bot.understanding.yes_no import hear_yes_no, spell_signs, yes_no_words

# A near word must be this alike (0 to 1), and this much more alike than the runner-up.
NEAR, MARGIN, DOUBTFUL = 0.78, 0.12, 0.62
# Shorter words are too alike by chance ("now", "not", "no").
SHORTEST_NEAR = 4
# A message this many words longer than what was recognised in it is a story, not an answer.
MOST_OTHER_WORDS = 6
MOST_IN_DOUBT = 3
_OPPOSITES = ("un", "in", "im", "dis", "non", "nie", "an", "na", "be")
_MINUS = re.compile(r"\s*-\d")
_ONE_LETTER_HELD_DOWN = re.compile(r"\W*([^\W\d_])\1+\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """One option on offer: its value, and every label and synonym in the resident's language and in English.

    `sayings` are what people say for it besides; they are heard as they stand, and never by likeness or a part.
    """

    value: str
    words: tuple[str, ...]
    sayings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Means:
    """The resident means this value."""

    value: str


@dataclass(frozen=True)
class Perhaps:
    """The resident may mean one of these one to three values, likeliest first: to be asked "Did you mean …?".

    `alike`: by the look of their words alone, as "partying" is like "party" and "barking".
    """

    values: tuple[str, ...]
    alike: bool = field(default=False, compare=False)


Heard = Means | Perhaps | None


def hear_choice(said: str, choices: Sequence[Choice], *, exact: bool = False) -> Heard:
    """Hear which of `choices` the resident picked (REQUIREMENTS L1); None means ask again, nothing is guessed.

    A number or letter counts from 1 or "a" in the order of `choices`; one that was not offered is None (R3), and so
    are two numbers in one answer. With `exact` (scales) only a number, a letter or the whole words decide.
    """
    plain = spell_signs(said)
    asked = split(plain)
    offered = _lay_out(tuple(choices))
    if not asked or not offered.values or _MINUS.match(plain):
        return None
    heard = offered.same(asked) or offered.same(drop_polite_words(asked))
    if heard:
        return _decide(heard)
    numbered, known = (None, False) if _ONE_LETTER_HELD_DOWN.fullmatch(said) else _hear_position(plain, asked, offered)
    if known:
        return numbered
    agreed = hear_yes_no(said)
    if agreed is not None:
        return _decide(offered.agreeing(agreed))
    return _hear_words(drop_polite_words(asked), offered, exact)


def hear_exactly(said: str, choices: Sequence[Choice]) -> str | None:
    """Hear a number, a letter or the whole words of one of `choices`, and nothing by likeness; None for all else."""
    plain = spell_signs(said)
    asked = split(plain)
    offered = _lay_out(tuple(choices))
    if not asked or not offered.values or _MINUS.match(plain):
        return None
    same = offered.same(asked) or offered.same(drop_polite_words(asked))
    held_down = _ONE_LETTER_HELD_DOWN.fullmatch(said) is not None
    position = None if same or held_down else _hear_position(plain, asked, offered)[0]
    return same[0] if len(same) == 1 else position.value if isinstance(position, Means) else None


@dataclass(frozen=True)
class _Offered:
    values: tuple[str, ...]
    phrases: tuple[tuple[tuple[str, ...], int], ...]
    alone: dict[str, frozenset[int]]
    openings: frozenset[tuple[tuple[str, ...], int]]  # "no" of "No, try again"; the "y" of Welsh "y ci" is none
    sayings: tuple[tuple[tuple[str, ...], int], ...] = ()

    def same(self, spoken: tuple[str, ...]) -> tuple[str, ...]:
        for known in (self.phrases, self.sayings):
            if places := {place for phrase, place in known if phrase == spoken}:
                return self.name(places)
        return ()

    def agreeing(self, answer: bool) -> tuple[str, ...]:
        """Return the values that a plain yes (or no) picks: the one called so, else those whose label begins so."""
        called = "yes" if answer else "no"
        if called in self.values:
            return (called,)
        kinds = yes_no_words().yes if answer else yes_no_words().no
        return self.name({place for opening, place in self.openings if opening in kinds})

    def words_of(self, place: int) -> tuple[str, ...]:
        return tuple(word for phrase, owner in self.phrases if owner == place for word in phrase)

    def name(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.values[place] for place in sorted(places)))


@lru_cache(maxsize=512)
def _lay_out(choices: tuple[Choice, ...]) -> _Offered:
    phrases: dict[tuple[tuple[str, ...], int], None] = {}
    alone: dict[str, set[int]] = {}
    openings: set[tuple[tuple[str, ...], int]] = set()
    for place, choice in enumerate(choices):
        for label in choice.words:
            parts = [part for piece in re.split(r"[,;/()]| - ", normalise(label)) if (part := split(piece))]
            openings.update((part, place) for part in parts[:1] if yes_no_words().is_single(part))
            for phrase in (split(normalise(label)), *(part for part in parts if not yes_no_words().is_single(part))):
                phrases[(phrase, place)] = None
            for word in {word for phrase in parts for word in phrase}:
                alone.setdefault(word, set()).add(place)
    kept = tuple(pair for pair in phrases if pair[0])
    owners = {word: frozenset(places) for word, places in alone.items()}
    said = tuple((split(normalise(each)), place) for place, choice in enumerate(choices) for each in choice.sayings)
    return _Offered(tuple(choice.value for choice in choices), kept, owners, frozenset(openings), said)


def _decide(values: tuple[str, ...]) -> Heard:
    if not values:
        return None
    return Means(values[0]) if len(values) == 1 else Perhaps(values) if len(values) <= MOST_IN_DOUBT else None


def _hear_position(plain: str, spoken: tuple[str, ...], offered: _Offered) -> tuple[Heard, bool]:
    """Hear a number or letter of the list, with whether this settles what was heard ("7" of three: None, True)."""
    rest = drop_number_signs(drop_polite_words(spoken))
    if not rest:
        return None, False
    number = read_number(rest[0])
    if number is None:
        letter = ascii_lowercase.find(rest[0]) if len(rest) == len(rest[0]) == 1 else -1
        if 0 <= letter < max(len(offered.values), 2):
            return _pick(letter, offered), True
        return None, False
    if len(rest) == 1:
        return _pick(number - 1, offered), True
    if any(read_number(word) is not None for word in rest[1:]):
        return None, is_list_of_numbers(rest)
    return _pick_and_compare(number - 1, rest[1:], offered, plain)


def _pick(place: int, offered: _Offered) -> Heard:
    return Means(offered.values[place]) if 0 <= place < len(offered.values) else None


def _pick_and_compare(place: int, tail: tuple[str, ...], offered: _Offered, plain: str) -> tuple[Heard, bool]:
    """Hear "2 noise": settled where number and words agree, asked about where they do not, else no list number."""
    told = offered.same(tail) or offered.name(_places_of(tail, offered))
    picked = _pick(place, offered)
    if not told:
        return None, False
    if isinstance(picked, Means) and told != (picked.value,):
        return _decide(tuple(dict.fromkeys((picked.value, *told)))), True
    return picked, True


def _places_of(spoken: tuple[str, ...], offered: _Offered) -> frozenset[int]:
    """Return the options whose labels hold all of the words `spoken`."""
    held = [offered.alone.get(word, frozenset()) for word in spoken]
    return frozenset.intersection(*held) if held else frozenset()


def _hear_words(spoken: tuple[str, ...], offered: _Offered, exact: bool) -> Heard:
    if not spoken or yes_no_words().is_single(spoken) or len(spoken) > MOST_OTHER_WORDS + 6:
        return None
    places = _places_of(spoken, offered)
    if exact:
        return _hear_scale(spoken, places, offered)
    if places and max(map(len, spoken)) >= SHORTEST_NEAR - 1:
        return _decide(offered.name(places))
    held = _held_in(spoken, offered)
    if held:
        return _decide(held) if _says_little_else(spoken, held, offered) else Perhaps(held[:MOST_IN_DOUBT])
    return _hear_near(spoken, offered)


def _hear_scale(spoken: tuple[str, ...], places: frozenset[int], offered: _Offered) -> Perhaps | None:
    """Ask back about a part of a scale word, or a misspelt one; "satisfied" is not "very satisfied"."""
    if len(places) > 1:
        return Perhaps(offered.name(places)[:MOST_IN_DOUBT])
    text = " ".join(spoken)
    alike = {place: _likeness(text, " ".join(phrase)) for phrase, place in offered.phrases}
    near = offered.name(place for place, score in alike.items() if score >= NEAR)
    return Perhaps(near) if 0 < len(near) <= MOST_IN_DOUBT else None


def _denies(spoken: Sequence[str], phrase: Sequence[str] = ()) -> bool:
    negations = yes_no_words().negations
    return any(word in negations for word in spoken) and not any(word in negations for word in phrase)


def _held_in(spoken: tuple[str, ...], offered: _Offered) -> tuple[str, ...]:
    """Return the options whose whole label, or a word that only they have, stands in a short message."""
    found: dict[int, int] = {}
    for phrase, place in offered.phrases + offered.sayings:
        other = len(spoken) - len(phrase)
        if 0 < other <= MOST_OTHER_WORDS and _stands_in(phrase, spoken) and _telling(phrase):
            if _denies(spoken, phrase):
                return ()
            found[place] = max(found.get(place, 0), len(phrase))
    longest = max(found.values(), default=0)
    return offered.name(place for place, size in found.items() if size == longest or (len(found) > 1 and size > 1))


def _says_little_else(spoken: tuple[str, ...], held: tuple[str, ...], offered: _Offered) -> bool:
    """Say whether nothing weighty stands around the option's words: "I hate my neighbour" need not mean "Hate"."""
    places = {offered.values.index(value) for value in held}
    other = [word for word in spoken if word not in _words_around() and places.isdisjoint(offered.alone.get(word, ()))]
    return len(other) <= 1 or any(len(phrase) > 1 and place in places and _stands_in(phrase, spoken)
                                  for phrase, place in offered.phrases + offered.sayings)  # fmt: skip


def _stands_in(phrase: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    return f" {' '.join(phrase)} " in f" {' '.join(spoken)} "


@cache
def _words_around() -> frozenset[str]:
    return frozenset(word for phrase in gather_plain("answers", "around") for word in phrase)


def _telling(phrase: tuple[str, ...]) -> bool:
    return not yes_no_words().is_single(phrase) and max(map(len, phrase)) >= SHORTEST_NEAR - 1


def _hear_near(spoken: tuple[str, ...], offered: _Offered) -> Heard:
    """Hear a misspelt word, when it is clearly nearer to one option than to the next."""
    if any(word.isdecimal() for word in spoken) or len(spoken) > MOST_OTHER_WORDS + 1:
        return None
    scores = sorted(((score, place) for place, score in _score(spoken, offered).items()), reverse=True)
    close = [place for score, place in scores if score >= DOUBTFUL]
    if not close:
        return None
    best, runner_up = scores[0][0], scores[1][0] if len(scores) > 1 else 0.0
    if best >= NEAR and best - runner_up >= MARGIN:
        return Means(offered.values[close[0]])
    values = tuple(dict.fromkeys(offered.values[place] for place in close))[:MOST_IN_DOUBT]
    return Perhaps(values, alike=True) if len(values) > 1 or best >= DOUBTFUL + 0.06 else None


def _score(spoken: tuple[str, ...], offered: _Offered) -> dict[int, float]:
    """Return per option how alike its nearest label, or the nearest word that only it has, is (0 to 1)."""
    text, best = " ".join(spoken), dict.fromkeys(range(len(offered.values)), 0.0)
    denied = _denies(spoken)
    for phrase, place in offered.phrases:
        if not yes_no_words().is_single(phrase) and not (denied and _denies(spoken, phrase)):
            best[place] = max(best[place], _likeness(text, " ".join(phrase)))
    for label, places in offered.alone.items():
        (place, *others) = places
        if not others and len(label) > SHORTEST_NEAR and not (denied and _denies(spoken, offered.words_of(place))):
            best[place] = max(best[place], *(_likeness(word, label) for word in spoken))
    return best


def _likeness(said: str, label: str) -> float:
    shorter, longer = sorted((len(said), len(label)))
    if shorter < SHORTEST_NEAR or shorter < DOUBTFUL * longer or _is_opposite(said, label):
        return 0.0
    return OSA.normalized_similarity(said, label, score_cutoff=DOUBTFUL)


def _is_opposite(said: str, label: str) -> bool:
    longer, shorter = (said, label) if len(said) > len(label) else (label, said)
    return longer.endswith(shorter) and longer[: -len(shorter)] in _OPPOSITES
