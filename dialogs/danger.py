"""Somebody is in danger now: what to do at once, said before anything else is done with the message (R1)."""

from dialogs.asides import OFFICE_CLOSED, OFFICE_OPEN
from dialogs.grammar import All, Ask, Choose, Dialog, Do, Effect, Is, Not, OneOf, Option, Say, Under, _
from dialogs.phrases import NOTED, PERSON
from dialogs.reaching import SAFE

PEOPLE = ("violence", "abuse", "other")

danger = Dialog(
    "danger",
    (
        Do("which", Effect("which_danger", gives=("sort", "advice", "young", "quiet"))),
        Under(
            Is("advice", "full"),
            (
                Say(
                    "call",
                    _("Call 999 now if anyone is in danger. We are not an emergency service."),
                    OneOf("sort", PEOPLE),
                ),
                Say(
                    "silent",
                    _("Cannot speak? Call 999, listen, then cough or tap. On a mobile, press 55 when asked."),
                    OneOf("sort", PEOPLE),
                ),
                Say(
                    "fire",
                    _("Get out now, stay out and call 999. Do not go back in. Wake others only if safe."),
                    Is("sort", "fire"),
                ),
                Say(
                    "gas",
                    _("Go outside now. No flames, no switches. Then call gas emergencies: {our_gas}. Anyone ill: 999."),
                    Is("sort", "gas"),
                ),
                Say(
                    "medical",
                    _("Call 999 now and say ambulance. They tell you what to do until help comes."),
                    Is("sort", "medical"),
                ),
                Say(
                    "suicide",
                    _("Please call 999 now, or go to A&E. Samaritans listen free, day and night: {our_samaritans}."),
                    Is("sort", "suicide"),
                ),
                Say(
                    "other_ways",
                    _("Deaf, or cannot call? 999 BSL, Relay UK 18000, or text 999 if you signed up to emergencySMS."),
                ),
            ),
        ),
        Under(
            OneOf("advice", ("short", "unable")),
            (
                Say(
                    "nobody_comes",
                    _("Call 999 now. Nobody is coming from us: only 999 can send help."),
                    Not(OneOf("sort", ("gas", "suicide"))),
                ),
                Say(
                    "nobody_comes_gas",
                    _("Stay outside and call {our_gas}. Nobody is coming from us. Anyone ill: call 999."),
                    Is("sort", "gas"),
                ),
                Say(
                    "nobody_comes_suicide",
                    _(
                        "Please call 999 or Samaritans, {our_samaritans}."
                        " Nobody is coming from us: only 999 can send help."
                    ),
                    Is("sort", "suicide"),
                ),
            ),
        ),
        Say(
            "called",
            _("Thank you for telling us. If no help has come, call 999 again. Nobody is coming from us."),
            Is("advice", "called"),
        ),
        Say(
            "quieter",
            _("Thank you for telling us. If it starts again, or anyone is hurt, call 999."),
            Is("advice", "quieter"),
        ),
        Say(
            "cannot_call",
            _(
                "Cannot speak? Call 999, then press 55 on a mobile."
                " Text 999 if you signed up to emergencySMS. Relay UK: 18000."
            ),
            Is("advice", "unable"),
        ),
        Say(
            "childline",
            _("Are you under 19? Childline listens, free, at any time: {our_childline}."),
            Is("young", "yes"),
        ),
        Do("alert", Effect("alert_on_call", ("sort",), once=True)),
        Choose(
            "safe_now",
            _("Are you safe now? When you are, we go on. We keep what you write."),
            (
                Option("yes", _("I am safe now"), _("yes, safe, i am safe, safe now")),
                Option("no", _("Not safe"), _("no, not yet, not safe"), opens="danger"),
                Option(
                    "nobody",
                    _("Nobody is in danger"),
                    _("nobody, no one, no danger, no one is in danger, mistake, false alarm"),
                ),
            ),
        ),
        Say("glad", _("We are glad that you are safe."), Is("safe_now", "yes")),
        Choose(
            "safe_here",
            _("Is it safe for us to write to you here?"),
            SAFE,
            All((Is("sort", "abuse"), Is("quiet", "no"))),
        ),
        Say(
            "abuse_helpline",
            _("Abuse at home is never your fault. Talk to {our_abuse_line}, free, day and night."),
            Is("safe_here", "yes"),
        ),
    ),
    settles=(("hello", "told"), ("danger", "told")),
)

doubt = Dialog(
    "doubt",
    (
        Choose(
            "danger",
            _("Is anyone in danger right now? If so, call 999."),
            (
                Option("yes", _("Yes"), _("y, yeah, yes now, danger"), opens="danger"),
                Option("no", _("No"), _("n, nope, nah, not now, nobody, no one")),
            ),
            droppable=True,
        ),
        Say("noted", NOTED),
    ),
    formal=True,
)
"""Put on top of any page of questions where an answer bears but faint signs of danger: "two lads and a girl" does."""

low = Dialog(
    "low",
    (
        Do("who", Effect("how_low", gives=("young", "telling"))),
        Say(
            "samaritans",
            _("You are not alone. Samaritans listen free, day and night: {our_samaritans}. In danger? Call 999."),
        ),
        Say(
            "childline",
            _("Are you under 19? Childline listens, free, at any time: {our_childline}."),
            Is("young", "yes"),
        ),
        Say("person", PERSON),
        Under(
            Is("telling", "no"),
            (
                Ask("words", _("What is happening? Tell us in your own words."), "story", at_most=1000),
                Choose(
                    "what_helps",
                    _("Thank you for telling us. What would help now?"),
                    (
                        Option("person", _("To speak to one of us"), _("person, speak, talk, call me, somebody, yes")),
                        Option(
                            "report",
                            _("To report how somebody behaves"),
                            _("report, noise, neighbour, neighbours, antisocial behaviour"),
                            opens="report",
                        ),
                        Option("nothing", _("Nothing now"), _("no, none, nothing, no thanks, do not know")),
                    ),
                    droppable=True,
                ),
                Do(
                    "office",
                    Effect("ask_for_person", gives=("office", "person_by"), once=True),
                    Is("what_helps", "person"),
                ),
                Say("open", OFFICE_OPEN, Is("office", "open")),
                Say("closed", OFFICE_CLOSED, All((Is("what_helps", "person"), Not(Is("office", "open"))))),
                Say(
                    "always",
                    _("Write to us here at any time. We have kept what you wrote."),
                    Not(OneOf("what_helps", ("person", "report"))),
                ),
            ),
        ),
    ),
    gathers="words",
)
