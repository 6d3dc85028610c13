"""What we will do, in an officer's plain words: read by the resident, who agrees or says what to change (C6)."""

from dialogs.grammar import All, Ask, Choose, Dialog, Do, Each, Effect, Is, Known, Line, Not, Option, Say, Under, _
from dialogs.parts import parts_named, said_in_parts

THERE_IS_ONE = Is("plan_now", "yes")
TAKEN = Not(Is("plan_taken", "no"))
NOTHING_NEW = _("There is nothing new to read here now. For news call {our_phone}, or write PERSON.")

plan_lines: tuple[Line | Under | Each, ...] = (
    Do("plan_look", Effect("look_for_plan", gives=("plan_now", "plan_case", "plan_at", *parts_named("plan")))),
    Say("plan_none", NOTHING_NEW, Not(THERE_IS_ONE)),
    Under(
        THERE_IS_ONE,
        (
            Say("plan_intro", _("We have written down what we will do:")),
            *said_in_parts("plan", THERE_IS_ONE),
            Choose(
                "plan_agree",
                _("Do you agree with this?"),
                (
                    Option("yes", _("Yes, I agree"), _("y, yes, yeah, yep, agree, agreed, that is fine")),
                    Option("no", _("I want something changed"), _("n, no, nope, change it, not right, disagree")),
                ),
                about=("plan_at",),
            ),
            Do(
                "plan_answer",
                Effect("take_plan_answer", ("plan_case", "plan_at", "plan_agree"), gives=("plan_taken",)),
            ),
            Ask(
                "plan_change",
                _("What shall we change? Tell us in your own words."),
                at_most=300,
                when=All((Is("plan_agree", "no"), TAKEN)),
                droppable=True,
            ),
            Do(
                "plan_wish",
                Effect("take_plan_change", ("plan_case", "plan_at", "plan_change")),
                Known("plan_change"),
            ),
            Say(
                "plan_agreed",
                _("Thank you. We have noted that you agree. Write PLAN to read it again."),
                All((Is("plan_agree", "yes"), TAKEN)),
            ),
            Say(
                "plan_to_change",
                _("Thank you. We will read that and come back to you."),
                All((Is("plan_agree", "no"), TAKEN)),
            ),
            Say("plan_is_new", _("The plan has changed since then. Write PLAN to read it now."), Not(TAKEN)),
        ),
    ),
)

plan = Dialog("plan", plan_lines)
