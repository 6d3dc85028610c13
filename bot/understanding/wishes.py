"""Owns what a resident may ask for at any time: a person, the status, to start again, and the words carriers act on."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from bot.understanding.normal import words
from bot.understanding.wordlists import Phrases, gather, gather_plain, is_made_up_of

# The words that networks act on themselves (REQUIREMENTS C9). None of them may ever be a command of ours.
CARRIER_WORDS: dict[str, Literal["stop", "start", "help"]] = {
    **dict.fromkeys(("stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel", "arret"), "stop"),
    **dict.fromkeys(("start", "yes", "unstop"), "start"),
    **dict.fromkeys(("help", "info"), "help"),
}  # fmt: skip
# In a longer message than this, "talk to someone" is part of a story.
_LONGEST_WISH = 16
_MOST_BEFORE = 3  # words, where a message begins with a wish: "can I please speak to somebody about"
_TRIED = frozenset(
    ["tried", "try", "trying", "went", "used", "asked", "wanted", "told", "tells", "said", "says", "refused", "refuses",
     "never", "didnt", "doesnt", "wouldnt"]
)  # fmt: skip


_THANKING_SIGNS = frozenset("🙏👍👌✅❤😊🙂😀😃😁🥰💯")


def carrier_word(text: str) -> Literal["stop", "start", "help"] | None:
    """Return what a carrier does on this message, when one of its words is the whole message (REQUIREMENTS C9).

    "yes" is a start only on a number that said STOP before: the caller knows, and otherwise it stays a "yes".
    """
    said = words(text[:40])
    return CARRIER_WORDS.get(said[0]) if len(said) == 1 and len(text.split()) == 1 else None


def asks_to_stop(text: str) -> bool:
    """Say whether the whole message asks us to write no more, in any language, also where no carrier acts on it."""
    return carrier_word(text) == "stop" or _is_whole(text, "wishes", "stop")


def asks_for_help(text: str) -> bool:
    """Say whether the whole message is HELP or INFO, in any language: what to do, and how to go on."""
    return carrier_word(text) == "help" or _is_whole(text, "wishes", "help")


def is_start(text: str) -> bool:
    """Say whether the whole message is a START that can be nothing else, as a YES can."""
    return carrier_word(text) == "start" and words(text[:40]) != ("yes",)


def is_dont_know(text: str) -> bool:
    """Say whether the whole message is "I don't know" or "not sure"."""
    return "🤷" in text[:20] or _is_whole(text, "answers", "dont_know")


def is_skip(text: str) -> bool:
    """Say whether the resident wants to leave this question out."""
    return _is_whole(text, "answers", "skip")


def is_later(text: str) -> bool:
    """Say whether the resident wants to go on another time."""
    return _is_whole(text, "answers", "later")


def is_greeting(text: str) -> bool:
    """Say whether the message only greets, or only asks for help without saying with what.

    So is a START on a number that never said STOP.
    """
    return is_start(text) or "👋" in text[:20] or _is_whole(text, "wishes", "greeting") or _is_wish_after_greeting(text)


def asks_back(text: str) -> bool:
    """Say whether the whole message only asks what we mean: "where?", "what do you mean", "I don't understand"."""
    return _is_whole(text, "wishes", "asks_back")


def is_thanks(text: str) -> bool:
    """Say whether the message only thanks, takes note ("ok", a thumb) or says goodbye.

    "Ok" may also answer a question: where one is asked that it answers, ask `bot.hearing.is_answer` first.
    """
    said = text.strip()
    if said[:1] in _THANKING_SIGNS and not words(said[:200]):
        return True
    spoken = words(said[:200])
    return spoken in gather_plain("wishes", "thanks") or drop_polite_words(spoken) in gather_plain("wishes", "thanks")


def wants_person(text: str) -> bool:
    """Say whether the resident asks for a human being (REQUIREMENTS R14)."""
    return _wishes(text, "person")


def asks_first_for_a_person(text: str) -> bool:
    """Say whether a message begins so, though a long story follows, which says more than that."""
    said = words(text[:200])
    before = (said[: match.start] for match in _within("person").find(said))
    return any(len(one) <= _MOST_BEFORE and _TRIED.isdisjoint(one) for one in before)


def asks_who_answers(text: str) -> bool:
    """Say whether the whole message asks if a person or a machine answers."""
    return _is_whole(text, "wishes", "who_answers")


def asks_why(text: str) -> bool:
    """Say whether the whole message asks what a question of ours is for."""
    return _is_whole(text, "wishes", "why_asked")


def wants_interpreter(text: str) -> bool:
    """Say whether the resident asks for an interpreter, or says that they have no English (REQUIREMENTS L2)."""
    return _wishes(text, "interpreter")


def wants_status(text: str) -> bool:
    """Say whether the resident asks how their case stands (REQUIREMENTS C7)."""
    return _wishes(text, "status")


def wants_contact(text: str) -> bool:
    """Say whether the resident wants to agree, or change, how and when they hear from us (REQUIREMENTS C4)."""
    return _wishes(text, "contact")


def wants_restart(text: str) -> bool:
    """Say whether the resident wants to begin again from the top."""
    return _wishes(text, "restart")


def wants_to_withdraw(text: str) -> bool:
    """Say whether the resident wants to take their report back: "forget it", "can you withdraw my report"."""
    opens = gather_plain("second_thoughts", "opens") | gather_plain("answers", "polite")
    return _wishes(text, "withdraw") or is_made_up_of(words(text[:200]), gather_plain("wishes", "withdraw"), opens)


def wants_new_report(text: str) -> bool:
    """Say whether the resident says that they want to report something, without saying what."""
    return _wishes(text, "new_report")


def wants_back(text: str) -> bool:
    """Say whether the resident wants the question before this one again."""
    return _wishes(text, "back")


def wants_change(text: str) -> bool:
    """Say whether the resident wants to correct an answer (REQUIREMENTS R12)."""
    return _wishes(text, "change")


def wants_to_go_on(text: str) -> bool:
    """Say whether the resident wants to go on where they left off (REQUIREMENTS R12)."""
    return _wishes(text, "resume")


def wants_how_we_handle(text: str) -> bool:
    """Say whether the resident asks how we handle anti-social behaviour (REQUIREMENTS R15)."""
    return _wishes(text, "how_we_handle")


def wants_privacy(text: str) -> bool:
    """Say whether the resident asks who will see this and what becomes of their data (REQUIREMENTS R15)."""
    return _wishes(text, "privacy")


def wants_complaint(text: str) -> bool:
    """Say whether the resident wants to complain about us or our staff, not about a neighbour."""
    return _wishes(text, "complaint")


def wants_plan(text: str) -> bool:
    """Say whether the whole message asks to read the plan that an officer has written (REQUIREMENTS C6)."""
    return _is_whole(text, "wishes", "plan")


def wants_question(text: str) -> bool:
    """Say whether the whole message asks to read what we want to ask, or why we have finished (REQUIREMENTS C13)."""
    return _is_whole(text, "wishes", "question")


NEEDS = ("call", "sign", "print", "deaf", "speaker")


def find_need(text: str) -> str | None:
    """Return what residents say would help them, or that they are deaf; None where they say nothing of the kind.

    It is the whole message, or "I need large print" within a short one: that a neighbour is deaf is a story.
    """
    return next((need for need in NEEDS if _wishes(text, f"needs_{need}")), None)


def is_wholly_a_need(text: str, *among: str) -> bool:
    """Say whether the message is such a need and nothing besides: "ring me, don't text", and not why."""
    return any(_is_wholly(text, f"needs_{need}") for need in among or NEEDS)


@lru_cache(256)  # one message is looked at for every wish
def drop_polite_words(said: tuple[str, ...]) -> tuple[str, ...]:
    """Return `said` without "please", "thanks" and the like at both ends, never leaving nothing."""
    polite, start, end = gather_plain("answers", "polite"), 0, len(said)
    while start < end and (size := _polite_size(said[start:end], polite)):
        start += size
    while start < end and (size := _polite_size(said[start:end][::-1], _reversed("answers", "polite"))):
        end -= size
    return said[start:end] or said


def _polite_size(said: tuple[str, ...], polite: frozenset[tuple[str, ...]]) -> int:
    return next((size for size in (4, 3, 2, 1) if len(said) >= size and said[:size] in polite), 0)


@cache
def _reversed(*path: str) -> frozenset[tuple[str, ...]]:
    return frozenset(phrase[::-1] for phrase in gather_plain(*path))


@cache
def _within(wish: str) -> Phrases:
    return Phrases({wish: gather("wishes", f"{wish}_within")})


def _is_whole(text: str, *path: str) -> bool:
    return _is_one_of(words(text[:200]), gather_plain(*path))


def _is_one_of(said: tuple[str, ...], phrases: frozenset[tuple[str, ...]]) -> bool:
    return said in phrases or drop_polite_words(said) in phrases


@lru_cache(256)
def _pieces(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(words(piece) for piece in re.split(r"[,.!;\n]+\s*", text.strip(" ,.!;\n")))


def _is_wish_after_greeting(text: str) -> bool:
    said = words(text[:80])
    return any(said[:cut] in gather_plain("wishes", "greeting") and said[cut:] in gather_plain("wishes", "greeting")
               for cut in range(1, len(said)))  # fmt: skip


def _wishes(text: str, wish: str) -> bool:
    """Say whether the whole message, or a phrase within a short one, is this wish, and not a tale of having tried."""
    said = words(text[:200])
    if _is_wholly(text, wish):
        return True
    return len(said) <= _LONGEST_WISH and any(
        _TRIED.isdisjoint(said[max(0, match.start - 3) : match.start]) for match in _within(wish).find(said)
    )


def _is_wholly(text: str, wish: str) -> bool:
    said, phrases = words(text[:200]), gather_plain("wishes", wish)
    return _is_one_of(said, phrases) or all(_is_one_of(piece, phrases) for piece in _pieces(text[:200]))


def is_unknown_command(text: str) -> bool:
    """Say whether the whole message is a command such as "/foo", which no channel has made plain words of."""
    return re.fullmatch(r"\s*/\w{1,32}(?:@\w+)?\s*", text) is not None


def is_command(text: str) -> bool:
    """Say whether these words are something that we can be asked for at any time."""
    asked = (is_skip, is_later, is_greeting, is_thanks, wants_new_report, wants_restart)
    said = words(text[:80])
    return said in every_wish_word() or carrier_word(text) in ("help", "stop") or any(is_one(text) for is_one in asked)


def every_wish_word() -> Iterable[tuple[str, ...]]:
    """Return all whole-message commands of ours, for the rule that none is a carrier's word."""
    lists = ("person", "interpreter", "status", "restart", "new_report", "back", "change", "resume", "how_we_handle",
             "complaint", "withdraw", "contact", "plan", "question", "who_answers", "why_asked",
             *(f"needs_{need}" for need in NEEDS))  # fmt: skip
    return frozenset().union(
        *(gather_plain("wishes", name) for name in (*lists, "privacy")), gather_plain("answers", "skip")
    )
