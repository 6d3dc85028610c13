"""Staff's own words to a resident, said in as many pieces as they take; what is not needed of the pieces is empty."""

from dialogs.grammar import All, Condition, Is, Not, Say, Text, _

PART = _("{part}")
MOST_PARTS = 4
LONGEST_PART = 130
"""Characters: two text messages in the dearest alphabet."""


def parts_named(what: str) -> tuple[str, ...]:
    """What the pieces are called in which an effect makes these words known."""
    return tuple(f"{what}_part_{number}" for number in range(1, MOST_PARTS + 1))


def said_in_parts(what: str, when: Condition) -> tuple[Say, ...]:
    """The lines that say them one after the other."""
    return tuple(
        Say(f"{what}_said_{number}", Text(PART.msgid, (("part", part),)), All((when, Not(Is(part, "")))))
        for number, part in enumerate(parts_named(what), 1)
    )
