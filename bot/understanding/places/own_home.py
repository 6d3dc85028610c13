"""Hears that an address in a report is the writer's own home, and whether the trouble is said to be somewhere else.

"Next door to me, I'm at 9 Station Road" names 9 Station Road, and yet it is not where the trouble is (R6).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.understanding.places.address_tokens import Token
from bot.understanding.places.address_words import BLOCK_CUES, FLAT_CUES, NUMBER_CUES


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.strip().split(","))


# Said right before one's own address; as `address_tokens.cut` leaves words, without apostrophes.
_BEFORE: Final = _phrases(
    "i live at, i live in, i live on, we live at, we live in, we live on, im at, im in, im living at, im living in,"
    "i am at, i am in, i am living at, i am living in, we are at, we are in, ive lived at, ive lived in, we lived at,"
    "i have lived at, i have lived in, my address is, our address is, my address, our address, my home is, my house is,"
    "our house is, my flat is, my home address is, i am the tenant at, im the tenant at, im the tenant of, tenant at,"
    "i am the tenant of, i rent, i own, i stay at, i stay in, here at, me at, me in, us at, us in, from me, to me,"
    "below me, above me, writing from, texting from, messaging from, mieszkam, mieszkam w, mieszkam na, mieszkam pod,"
    "mieszkam przy, mieszkamy w, mieszkamy na, mieszkamy pod, mieszkamy przy, moj adres to, moim adresem jest,"
    "dwin byw yn, rwyn byw yn, in byw yn, nin byw yn, dwin byw ar, rwyn byw ar, in byw ar, fy nghyfeiriad yw"
)
_AFTER: Final = _phrases(
    "is me, is mine, is my home, is my house, is my flat, is my address, is where i live, is where we live, is ours,"
    "is our home, is our house, thats me, thats mine, thats where i live, that is me, that is mine"
)
# Somewhere else than at home.
_ELSEWHERE: Final = _phrases(
    "next door, nextdoor, next doors, neighbour, neighbours, neighbor, neighbors, upstairs, downstairs, above, below,"
    "underneath, beneath, opposite, across, over the road, other side, drws nesaf, cymydog, gymydog, cymdogion,"
    "uwchben, gymdogion, sasiad, sasiada, sasiadka, sasiadzi, sasiedzi, sasiadow, obok, naprzeciwko, nade mna,"
    "pode mna, za sciana, پڑوسی, پڑوسیوں, ہمسایہ, ہمسائے"
)
# Done at home, whoever does it: "I'm at 6 Priory Road, my neighbour is kicking my front door in".
_AT_HOME: Final = _phrases(
    "my front door, my back door, my door, my window, my windows, my letterbox, my letter box, my gate, our front door,"
    "our back door, our door, our window, our windows, our letterbox, our gate, fy nrws, ein drws, moje drzwi,"
    "moich drzwi, w moje okno, میرے دروازے, ہمارے دروازے"
)
_HOMES: Final = frozenset(("flat", "flats", "house", "floor"))
_OF_US: Final = frozenset(("me", "us", "mine", "ours"))
_CUES: Final = FLAT_CUES | BLOCK_CUES | NUMBER_CUES


def is_own(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words around the address whose name is `tokens[start:end]` say that the writer lives there."""
    place = start
    while place and _is_of_a_number(tokens[place - 1]):
        place -= 1
    before = _texts(tokens[max(0, place - 5) : place])
    after = _texts([token for token in tokens[end : end + 6] if token.kind == "word"])
    return any(before[-len(one) :] == one for one in _BEFORE) or any(after[: len(one)] == one for one in _AFTER)


def _is_of_a_number(token: Token) -> bool:
    """Whether this may stand between "I live at" and the street: the "flat", "b" and "50" of "flat b, 50 Oak Road"."""
    return token.kind in ("number", "pause") or token.text in _CUES or len(token.text) == 1


def elsewhere(tokens: Sequence[Token]) -> str:
    """Where the message says that it is, seen from a home: "next door", "flat above me"; "" if it says nothing so."""
    said = _texts(tokens)
    if any(said[at : at + len(one)] == one for at in range(len(said)) for one in _AT_HOME):
        return ""
    for at in range(len(said)):
        for one in _ELSEWHERE:
            end = at + len(one)
            if said[at:end] == one:
                start = at - 1 if at and said[at - 1] in _HOMES else at
                return " ".join(said[start : end + 1] if end < len(said) and said[end] in _OF_US else said[start:end])
    return ""


def other_number(tokens: Sequence[Token], own: str) -> str:
    """The one number in "I live at 12 and number 16 bangs on the wall" that is not the own; "" if none or several."""
    numbers = {
        token.text
        for cue, token in pairwise(tokens)
        if token.kind == "number" and cue.text in _CUES and token.text != own
    }
    return numbers.pop() if len(numbers) == 1 else ""


def _texts(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens)
