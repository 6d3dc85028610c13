"""Owns how yes and no are heard, in all languages at once and never by likeness."""

import re
from dataclasses import dataclass
from functools import cache

from bot.understanding.normal import normalise, split
from bot.understanding.wishes import drop_polite_words
from bot.understanding.wordlists import gather_plain

_SIGNS = {"👍": " yes ", "👌": " yes ", "✅": " yes ", "✔": " yes "} | dict.fromkeys("👎❌✖🚫", " no ")
_SIGN = re.compile("|".join(_SIGNS))
# What may follow a yes or no in words, without and with a comma in between.
_MOST_AFTER, _MOST_AFTER_COMMA = 6, 12


def spell_signs(said: str) -> str:
    """Return the beginning of a message in plain form, thumbs and ticks spelled out as "yes" and "no"."""
    return normalise(_SIGN.sub(lambda sign: _SIGNS[sign.group()], said[:400]))


def hear_yes_no(said: str) -> bool | None:
    """Hear yes (True) or no (False) in any language; None for anything else, above all for "yes but" and "not sure".

    Never fuzzy: "I can't smell gas" and "I can smell gas" are as alike as any two sentences.
    """
    plain = spell_signs(said)
    spoken = split(plain)
    if not spoken or "?" in plain:
        return None
    polite = drop_polite_words(spoken)
    vocabulary = yes_no_words()
    for one in (spoken, polite):
        if one in vocabulary.yes or one in vocabulary.no:
            return one in vocabulary.yes and one not in vocabulary.no
    return None if vocabulary.hedges_in(polite) else _hear_opening(polite, vocabulary, plain)


@dataclass(frozen=True)
class YesNoWords:
    """Yes and no in every language, with what goes along with them and what takes them back."""

    yes: frozenset[tuple[str, ...]]
    no: frozenset[tuple[str, ...]]
    echoes: tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]
    negations: frozenset[str]
    hedges: frozenset[tuple[str, ...]]
    begins_more: frozenset[tuple[str, ...]]  # "ydy o'n gweld hyn" asks whether he sees this, "y gŵr" is the husband

    def hedges_in(self, spoken: tuple[str, ...]) -> bool:
        """Say whether a hedge ("but", "not sure") stands anywhere in `spoken`."""
        pieces = (spoken[at : at + size] for size in (1, 2, 3, 4) for at in range(len(spoken) - size + 1))
        return any(piece in self.hedges for piece in pieces)

    def is_echo(self, phrase: tuple[str, ...]) -> bool:
        """Say whether `phrase` only answers when it stands alone: "it is", but not "it is noise"."""
        return len(phrase) > 1 and (phrase in self.echoes[0] or phrase in self.echoes[1])

    def is_single(self, phrase: tuple[str, ...]) -> bool:
        """Say whether `phrase` is a yes or a no and nothing else."""
        return phrase in self.yes or phrase in self.no


@cache
def yes_no_words() -> YesNoWords:
    """Return the yes and no words of all languages, read once."""
    no = gather_plain("answers", "no") | gather_plain("answers", "slips_no")
    return YesNoWords(
        yes=(gather_plain("answers", "yes") | gather_plain("answers", "slips_yes")) - no,
        no=no,
        echoes=(gather_plain("answers", "echo_no"), gather_plain("answers", "echo_yes")),
        negations=frozenset(word for phrase in gather_plain("answers", "not") for word in phrase),
        hedges=gather_plain("answers", "hedges") | gather_plain("answers", "dont_know"),
        begins_more=gather_plain("answers", "begins_more"),
    )


def _hear_opening(spoken: tuple[str, ...], vocabulary: YesNoWords, plain: str) -> bool | None:
    """Hear a yes or no that something follows: "yes it is", "no, it stopped an hour ago"."""
    for size in (3, 2, 1):
        opening, rest = spoken[:size], spoken[size:]
        if len(opening) == size and vocabulary.is_single(opening) and not (rest and vocabulary.is_echo(opening)):
            answer = opening in vocabulary.yes
            if not rest or rest in vocabulary.echoes[answer] or vocabulary.is_single(rest):
                same = not vocabulary.is_single(rest) or (rest in vocabulary.yes) == answer
                return answer if same or rest in vocabulary.echoes[answer] else None
            apart = _is_set_apart(size, plain)
            if opening in vocabulary.begins_more and not apart:
                return None
            return answer if _goes_along(answer, rest, vocabulary, apart) else None
    return None


_STILL_SO = frozenset(
    ["is", "are", "am", "has", "have", "do", "does", "still", "now", "hes", "shes", "theyre", "im", "its", "was"]
)


def _is_set_apart(size: int, plain: str) -> bool:
    """Say whether a comma or full stop follows the first `size` words: "nac ydy, mae'n gweld fy ffôn"."""
    return re.match(rf"[^\W_]+(?:\s[^\W_]+){{{size - 1}}}(?: ji)?\s*[,.!;:-]", plain) is not None


def _goes_along(answer: bool, rest: tuple[str, ...], vocabulary: YesNoWords, apart: bool) -> bool:
    """Say whether the words after a yes or no leave it standing; a comma or full stop must set longer ones apart."""
    denies = not vocabulary.negations.isdisjoint(rest)
    if len(rest) > (_MOST_AFTER_COMMA if apart else _MOST_AFTER):
        return False
    if answer:
        return not denies
    return denies or (apart and _STILL_SO.isdisjoint(rest))
