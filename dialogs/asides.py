"""Short pages that may interrupt any other: a person, how we work, an interpreter, help, and something more to add."""

from dialogs.details import AT_RISK, SOONER
from dialogs.grammar import All, Ask, Choose, Dialog, Do, Effect, Is, Not, OneOf, Option, Say, Under, _
from dialogs.phrases import WE_DO_NOT_SAY
from dialogs.reaching import SAFE

OFFICE_OPEN = _("We have asked our team to contact you. You can also call {our_phone} now.")
OFFICE_CLOSED = _("Our office is closed. We have asked our team to contact you. We are open again {person_by}.")

person = Dialog(
    "person",
    (
        Do("office", Effect("ask_for_person", gives=("office", "person_by"), once=True)),
        Say("open", OFFICE_OPEN, Is("office", "open")),
        Say("closed", OFFICE_CLOSED, Is("office", "closed")),
    ),
)

who_answers = Dialog(
    "who_answers",
    (
        Say(
            "computer",
            _(
                "This is {our_name}. A computer answers, and keeps what you write for our officers."
                " To speak to one, write PERSON."
            ),
        ),
    ),
)

why_asked = Dialog(
    "why_asked",
    (Say("why", _("We ask so that an officer knows what to do. Most questions can be left out: write SKIP.")),),
)

how_we_work = Dialog(
    "how_we_work",
    (
        Say(
            "first",
            _("You get a reference at once. We contact you in {our_days} working days, or sooner if it is urgent."),
        ),
        Say("risk", _("We ask how it affects you, to see how much risk there is. Higher risk means we act sooner.")),
        Say("updates", _("We agree with you how and when we tell you the news. Cases close only after we ask you.")),
        Say(
            "is_asb",
            _("We can act on threats, hate, drugs, damage, loud noise at night. Often not on sounds of daily life."),
        ),
        Say("privacy", _("Only staff who need it see what you write. Read more: {our_privacy}")),
    ),
)

complaint = Dialog(
    "complaint",
    (
        Do("office", Effect("ask_for_person", gives=("office", "person_by"), once=True)),
        Say("sorry", _("We are sorry. We have asked our team to contact you about your complaint.")),
        Say("call", _("You can also call {our_phone}.")),
    ),
)

privacy = Dialog(
    "privacy",
    (
        Say("not_said", WE_DO_NOT_SAY),
        Say("privacy", _("Only staff who need it see what you write. Read more: {our_privacy}")),
    ),
)

interpreter = Dialog(
    "interpreter",
    (
        Do("flag", Effect("ask_for_interpreter", gives=("language",), once=True)),
        Ask("which", _("Which language do you need?"), at_most=40, when=Is("language", ""), droppable=True),
        Do("name_it", Effect("name_language", wants=("which", "language"), gives=("spoken",))),
        Say(
            "call",
            _("We have asked for a call with an interpreter ({spoken}). In danger? Call 999 and say your language."),
            Not(Is("spoken", "")),
        ),
        Say(
            "call_anyhow",
            _("We have asked for a call with an interpreter. In danger? Call 999 and say your language."),
            Is("spoken", ""),
        ),
    ),
)

withdrawal = Dialog(
    "withdrawal",
    (
        Do("take_back", Effect("take_back", gives=("withdrawal",), once=True)),
        Say(
            "withdrawn",
            _("That is fine. We will not open a case. We keep what you wrote. Write to us at any time."),
            Is("withdrawal", "withdrawn"),
        ),
        Say(
            "wish_passed_on",
            _("We have told our team that you take it back. We keep what you wrote. They may still contact you."),
            Is("withdrawal", "passed_on"),
        ),
        Say(
            "not_withdrawn",
            _("One of us will still read what you wrote, to keep people safe. In danger now? Call 999."),
            Is("withdrawal", "kept"),
        ),
    ),
)

HELP = _("In danger now? Call 999. {our_name}: tell us what is happening. For a person, write PERSON.")

help_page = Dialog("help", (Say("help", HELP),))

follow_up = Dialog(
    "follow_up",
    (
        Ask("words", _("What would you like to add?"), "story", at_most=1000),
        Do("weigh", Effect("weigh_concern", ("words",), gives=("concern",))),
        Choose("safe_here", _("Is it safe for us to write to you here?"), SAFE, OneOf("concern", AT_RISK)),
        Say(
            "abuse_helpline",
            _("Abuse at home is never your fault. Talk to {our_abuse_line}, free, day and night."),
            All((Is("concern", "domestic_abuse"), Not(Is("safe_here", "no")))),
        ),
        Do("quietly", Effect("file_quietly", ("words",), once=True), Is("safe_here", "no")),
        Say(
            "not_here",
            _("We will not write to you here. Call us on {our_phone} when it is safe."),
            Is("safe_here", "no"),
        ),
        Under(
            Not(Is("safe_here", "no")),
            (
                Do("look", Effect("look_for_open_case", wants=("words",), gives=("open_case",))),
                Choose(
                    "about",
                    _("Is this about your case {open_case}?"),
                    (
                        Option("yes", _("Yes, add it"), _("y, yeah, yep, add")),
                        Option("new", _("No, something new"), _("n, no, nope, new"), opens="report"),
                    ),
                    Not(Is("open_case", "")),
                ),
                Do(
                    "add",
                    Effect("add_to_case", ("words", "open_case"), ("concern",), ("sooner_by",)),
                    Is("about", "yes"),
                ),
                Say(
                    "added", _("Thank you. We have added it to your case. In danger now? Call 999."), Is("about", "yes")
                ),
                Say("sooner", SOONER, All((Is("about", "yes"), Not(Is("sooner_by", ""))))),
                Say(
                    "closed",
                    _("Your case with us is closed now. Write to us here to tell us about something new."),
                    Is("open_case", ""),
                ),
            ),
        ),
    ),
    gathers="words",
)
