"""Owns which messages only answer or decline, and tell nothing that belongs into a report: "no thanks", "2", "skip"."""

from bot.understanding import wishes
from bot.understanding.normal import words
from bot.understanding.numbers import drop_number_signs, read_number
from bot.understanding.yes_no import hear_yes_no, yes_no_words

_LONGEST_ANSWER = 4  # words of a yes or no


def is_bare(text: str) -> bool:
    """Say whether there is no word in `text` beyond a yes, a no, a number, a letter, thanks, or leaving it out."""
    rest = wishes.drop_polite_words(words(text[:200]))
    telling = [word for word in drop_number_signs(rest) if read_number(word) is None and _is_word(word)]
    declines = (wishes.is_skip, wishes.is_dont_know, wishes.is_later, wishes.is_thanks, wishes.is_greeting,
                wishes.asks_back)  # fmt: skip
    return not telling or _only_answers(rest) or any(is_one(text) for is_one in declines)


def says_nothing(text: str) -> bool:
    """Say whether a whole message is for nobody's report: thanks, a yes, a no or a number to nothing, an emoji, a wish
    that we stop."""
    begins = wishes.is_greeting(text) or wishes.asks_back(text)
    answers = (is_bare(text) and not begins) or wishes.asks_to_stop(text)
    return answers or wishes.is_thanks(text) or hear_yes_no(text) is not None or not any(map(str.isalnum, text))


def _is_word(word: str) -> bool:
    return len(word) > 1 or not word.isascii()


def _only_answers(spoken: tuple[str, ...]) -> bool:
    """Say whether this is a yes or no, perhaps twice over or echoed ("yes it is"), or a mere "perhaps"."""
    vocabulary = yes_no_words()
    after = (*vocabulary.echoes, vocabulary.yes, vocabulary.no)
    if vocabulary.is_single(spoken) or spoken in vocabulary.hedges:
        return True
    return any(vocabulary.is_single(spoken[:size]) and any(spoken[size:] in phrases for phrases in after)
               for size in range(1, _LONGEST_ANSWER))  # fmt: skip
