"""Closing in agreement: why we would like to close the case, and whether the resident agrees (C13)."""

from dialogs.grammar import (
    All,
    Ask,
    Choose,
    Dialog,
    Do,
    Each,
    Effect,
    Is,
    Known,
    Line,
    Not,
    OneOf,
    Option,
    Say,
    Under,
    _,
)
from dialogs.parts import parts_named, said_in_parts
from dialogs.plan import NOTHING_NEW

ASKED = Is("closing_now", "asked")
CLOSED = Is("closing_now", "closed")
TAKEN = Not(Is("closing_taken", "no"))
WHICH = ("closing_case", "closing_at")
A_REASON = OneOf("closing_now", ("asked", "closed"))

closing_lines: tuple[Line | Under | Each, ...] = (
    Do(
        "closing_look",
        Effect("look_for_closing", gives=("closing_now", "closing_case", "closing_at", *parts_named("closing"))),
    ),
    Say("closing_none", NOTHING_NEW, Not(A_REASON)),
    Say("closing_intro", _("We would like to close your case. This is why:"), ASKED),
    Say("closed_intro", _("We have closed your case. This is why:"), CLOSED),
    *said_in_parts("closing", A_REASON),
    Under(
        ASKED,
        (
            Choose(
                "closing_agree",
                _("Do you agree that we close it?"),
                (
                    Option("yes", _("Yes, close it"), _("y, yes, yeah, yep, agree, agreed, you can close it")),
                    Option("no", _("No, keep it open"), _("n, no, nope, disagree, not yet, do not close it")),
                ),
                about=("closing_at",),
            ),
            Do(
                "closing_answer",
                Effect("take_closing_answer", (*WHICH, "closing_agree"), gives=("closing_taken",)),
            ),
            Ask(
                "closing_objection",
                _("What is still wrong, or what should we do first? Tell us in your own words, or write SKIP."),
                at_most=300,
                when=All((Is("closing_agree", "no"), TAKEN)),
                droppable=True,
            ),
            Do(
                "closing_objects",
                Effect("take_closing_objection", (*WHICH, "closing_objection")),
                Known("closing_objection"),
            ),
            Say(
                "closing_agreed",
                _("Thank you. One of our managers looks at it now. Then you hear from us."),
                All((Is("closing_agree", "yes"), TAKEN)),
            ),
            Say(
                "closing_refused",
                _("Thank you. Your case stays open for now. One of our managers reads this first."),
                All((Is("closing_agree", "no"), TAKEN)),
            ),
            Say("closing_is_new", _("This has changed since then. Write ASK to read it now."), Not(TAKEN)),
        ),
    ),
    Say(
        "closed_review",
        _("Not happy with this? Write COMPLAINT, or call {our_phone} and ask us to look at it again."),
        CLOSED,
    ),
    Say("closed_again", _("Is it happening again? Tell us here, at any time."), CLOSED),
)

closing = Dialog("closing", closing_lines)
