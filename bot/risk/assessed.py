"""No plan, no self-help and no closing before the risk is assessed (C2)."""

from __future__ import annotations

import re

from storage.cases import Case


class NotYet(Exception):
    """Something that cannot be done in a case as things stand; what it says is for the officer."""


def is_assessed(case: Case) -> bool:
    """Whether somebody has confirmed the risk of this case."""
    return bool(case.facts.get("risk_confirmed_at"))


def check_assessed(case: Case) -> None:
    """Raises NotYet where the case is closed, or its risk has not been assessed."""
    if case.state != "open":
        raise NotYet("This case is closed.")
    if not is_assessed(case):
        raise NotYet("The risk of this case has not been assessed yet. Do that first.")


_THEM = r"(?:(?:the|your)\s+)?(?:neighbou?rs?|them|him|her|people|person|household|family)"
_A_WORD = re.compile(
    rf"\b(?:(?:talk|speak|chat|reason)(?:ing)?|word)\s+(?:to|with)\s+{_THEM}\b"
    rf"|\b(?:ask|tell|approach|confront|visit)(?:ing)?\s+{_THEM}\b|\bknock(?:ing)?\s+(?:on|at)\b",
    re.IGNORECASE,
)
_ANYHOW = re.compile(
    r"\b(?:calm (?:word|moment)|good[- ]neighbou?r|self[- ]help|mediat\w+|ear ?plugs?|sort (?:it|this) out between)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(we|i|they|he|she|officers?|police|team|you|please|suggest|advise|try|could)\b", re.IGNORECASE)
_OTHERS = ("we", "i", "they", "he", "she", "officer", "officers", "police", "team")


def suggests_self_help(words: str) -> bool:
    """Whether these English words of ours ask somebody to settle it with the neighbour themselves.

    "We will speak to them" does not, and "you could speak to them" does: the last who is named before it tells.
    """
    return bool(_ANYHOW.search(words)) or any(_asks_for_a_word(one) for one in re.split(r"[.!?;\n]", words))


def _asks_for_a_word(sentence: str) -> bool:
    for found in _A_WORD.finditer(sentence):
        before = _WHO.findall(sentence[: found.start()])
        if not before or before[-1].lower() not in _OTHERS:
            return True
    return False
