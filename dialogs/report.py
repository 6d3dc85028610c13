"""A resident tells us about anti-social behaviour, has a reference early, and says more if they wish (R1 to R11)."""

from dialogs.details import AT_RISK, abuse_after_all, details, sooner, what_it_is
from dialogs.grammar import (
    All,
    Any,
    Ask,
    Choose,
    Dialog,
    Do,
    Effect,
    Is,
    Known,
    Not,
    OneOf,
    Option,
    Say,
    Under,
    _,
)
from dialogs.reaching import ON_THE_WEB, SAFE, UNSAFE_HERE, how_to_reach_you

BEHAVIOUR = Not(Is("ordinary_service", "yes"))
AT_RISK_FROM_SOMEBODY = OneOf("concern", AT_RISK)
ABUSE_AT_HOME = Any((Is("concern", "domestic_abuse"), Is("kind", "domestic_abuse")))
DAY_IS_OVER = Is("reply_by", "")  # an officer opened the case for somebody who had stopped, and comes back later
QUIETLY = Any((Is("safe_here", "no"), Is("concern", "domestic_abuse")))
NEARBY = ("own", "near")  # "my flat", "upstairs": only known from where they live
SO_IT_IS = Option(
    "yes", _("Yes"), _("y, yeah, yep, yes please, correct, that is right, i think so, i believe so, probably")
)
LISTED = All((Known("uprn"), Not(OneOf("uprn", ("street", "unlisted", "unknown", "beside", *NEARBY)))))

before_the_reference = (
    Say("hello", _("{our_name}. We are not an emergency service. In danger? Call 999. {our_languages}")),
    Choose(
        "danger",
        _("Is anyone in danger right now?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yes now, danger"), opens="danger"),
            Option("no", _("No"), _("n, nope, nah, not now, nobody, no one")),
        ),
        fresh=True,
    ),
    Ask("words", _("Tell us in your own words what is happening, where, and how often."), "story", at_most=1000),
    Do("notice", Effect("notice", ("words",), gives=("gist", "guess", "concern", "young", "channel"))),
    Choose(
        "ordinary_service",
        _("This sounds like a repair, rent or another service. Is that right?"),
        (
            Option("yes", _("Yes"), _("y, yeah, yep, a repair, rent")),
            Option("no", _("No, it is about how somebody behaves"), _("n, nope, behaviour, neighbours")),
        ),
        Is("guess", "not_asb"),
    ),
    Say(
        "where_to_go",
        _("For repairs call {our_repairs}. For rent and other services call {our_phone}. We have kept what you wrote."),
        Is("ordinary_service", "yes"),
    ),
    Under(
        BEHAVIOUR,
        (
            Choose("safe_here", _("Is it safe for us to write to you here?"), SAFE, AT_RISK_FROM_SOMEBODY, fresh=True),
            Under(
                Not(Is("safe_here", "no")),
                (
                    Say(
                        "abuse_helpline",
                        _("Abuse at home is never your fault. Talk to {our_abuse_line}, free, day and night."),
                        Is("concern", "domestic_abuse"),
                    ),
                    Say(
                        "childline",
                        _("Are you under 19? Childline listens, free, at any time: {our_childline}."),
                        Is("young", "yes"),
                    ),
                    Say("gist", _("You told us about: {gist}."), Not(Is("gist", ""))),
                    Ask(
                        "place",
                        _("Where is it happening? Give the number and street, or say what is near."),
                        "place",
                        at_most=60,
                        gives=("uprn",),
                    ),
                    Ask(
                        "own_address",
                        _("What is your own address? We note that it is: {place}. You may write SKIP."),
                        "place",
                        at_most=60,
                        gives=("place", "uprn"),
                        when=OneOf("uprn", NEARBY),
                        droppable=True,
                    ),
                    Choose(
                        "right_beside",
                        _("Is it here: {place}?"),
                        (
                            SO_IT_IS,
                            Option(
                                "no", _("No, somewhere else"), _("n, nope, wrong"), reopens=("place", "own_address")
                            ),
                        ),
                        Is("uprn", "beside"),
                    ),
                    Choose(
                        "right_place",
                        _("Is it at {place}?"),
                        (SO_IT_IS, Option("no", _("No, somewhere else"), _("n, nope, wrong"), reopens=("place",))),
                        LISTED,
                    ),
                    Choose(
                        "street_is_enough",
                        _("We know {place}, but not which home. Is that enough?"),
                        (
                            Option("yes", _("Yes"), _("y, yeah, yep, enough")),
                            Option("no", _("No, I will add it"), _("n, nope, add the number"), reopens=("place",)),
                        ),
                        Is("uprn", "street"),
                    ),
                    Choose(
                        "unlisted_place",
                        _("{place} is not on our list. Keep it as you wrote it?"),
                        (
                            Option("yes", _("Yes"), _("y, yeah, yep, keep it")),
                            Option("no", _("No, try again"), _("n, nope, again"), reopens=("place",)),
                        ),
                        OneOf("uprn", ("unlisted", *NEARBY)),
                    ),
                    Do("look", Effect("look_for_open_case", ("uprn",), ("place",), ("open_case",)), Known("uprn")),
                    Choose(
                        "same_matter",
                        _("You have an open case, {open_case}. Is this about the same thing?"),
                        (
                            Option("yes", _("Yes, add it"), _("y, yeah, same, same thing")),
                            Option("no", _("No, something new"), _("n, nope, different")),
                        ),
                        All((Known("open_case"), Not(Is("open_case", "")))),
                    ),
                ),
            ),
        ),
    ),
)

the_reference = Under(
    BEHAVIOUR,
    (
        Do(
            "open_case",
            Effect(
                "open_case",
                ("words", "concern"),
                ("place", "uprn", "same_matter", "open_case"),
                ("reference", "reply_by"),
            ),
        ),
        Say(
            "reference",
            _("Your reference is {reference}. Please keep it. We will contact you by {reply_by}."),
            Not(Any((Is("safe_here", "no"), ON_THE_WEB, DAY_IS_OVER))),
        ),
        Say(
            "reference_on_the_web",
            _("Your reference is {reference}. Please keep it. We want to contact you by {reply_by}."),
            All((Not(Any((Is("safe_here", "no"), DAY_IS_OVER))), ON_THE_WEB)),
        ),
        Say(
            "quiet_reference",
            _("Thank you. Your number with us is {reference}."),
            Any((Is("safe_here", "no"), DAY_IS_OVER)),
        ),
        Under(
            Not(QUIETLY),
            (
                Say(
                    "next",
                    _("An officer will read this and ask what would help. We do not say who told us."),
                ),
                Say("more", _("A few more questions help us act. Write LATER to stop, BACK to change an answer.")),
            ),
        ),
        Choose(
            "safe_to_text",
            _("Is it safe for us to write to you here?"),
            SAFE,
            All((Not(AT_RISK_FROM_SOMEBODY), Not(Is("channel", "web")))),
            fresh=True,
            droppable=True,
        ),
        Say("not_here", _("We will not write to you here. Call us on {our_phone} when it is safe."), UNSAFE_HERE),
        how_to_reach_you,
    ),
)

report = Dialog(
    "report",
    (
        *before_the_reference,
        the_reference,
        Under(
            All((BEHAVIOUR, Not(UNSAFE_HERE))),
            (
                Under(Not(Is("concern", "domestic_abuse")), (*what_it_is, abuse_after_all, *sooner, *details)),
                Say(
                    "abuse_thanks",
                    _("Trained staff will read this. In danger? Call 999. Press 55 if you cannot speak."),
                    All((ABUSE_AT_HOME, Not(Is("safe_to_say", "no")))),
                ),
            ),
        ),
    ),
    gathers="words",
)
