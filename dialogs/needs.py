"""What helps somebody to talk with us, and what we should know of their health or home (C3); all may be left out."""

from dialogs.grammar import All, Any, Ask, Choose, Dialog, Do, Effect, Is, Known, Not, OneOf, Option, Say, Under, _

HELPS = (
    Option("nothing", _("Nothing"), _("no, none, n, nope, no thanks, nothing needed")),
    Option("call", _("Call, don't text"), _("call me, call, ring me, phone me, don't text, calls only")),
    Option("interpreter", _("Interpreter or BSL"), _("interpreter, bsl, sign language, translator, translation")),
    Option("print", _("Large print or other"), _("large print, other, something else, easy read, braille, audio")),
    Option("speaker", _("Somebody speaks for me"), _("someone speaks for me, speaker, carer, advocate")),
)

BY_NAME = OneOf("needs_talk", ("call", "interpreter"))
TOLD_US = Any((OneOf("needs_talk", ("print", "speaker")), Known("needs_home")))

_asked = (
    Choose("needs_talk", _("What would help us talk with you?"), HELPS, droppable=True),
    Ask(
        "needs_language",
        _("Which language do you need? For sign language write BSL."),
        at_most=40,
        when=Is("needs_talk", "interpreter"),
        droppable=True,
    ),
    Ask(
        "needs_other",
        _("What would help? Tell us in your own words."),
        at_most=120,
        when=Is("needs_talk", "print"),
        droppable=True,
    ),
    Ask(
        "needs_speaker",
        _("Who speaks for you? Tell us their name and who they are to you."),
        at_most=80,
        when=Is("needs_talk", "speaker"),
        droppable=True,
    ),
    Do("needs_weigh", Effect("weigh_speaker", wants=("needs_speaker",), gives=("needs_child",))),
    Ask(
        "needs_home",
        _("Is there anything about your health or home that we should know? Tell us, or write SKIP."),
        at_most=200,
        droppable=True,
    ),
    Do(
        "needs_keep",
        Effect(
            "keep_needs",
            wants=("needs_talk", "needs_language", "needs_other", "needs_speaker", "needs_child", "needs_home"),
        ),
    ),
    Say(
        "needs_no_child",
        _("A child should not have to speak for you. We will talk with you about somebody else."),
        Is("needs_child", "yes"),
    ),
    Say(
        "needs_call",
        _("Thank you. Our team will see that you want a call, not a text."),
        Is("needs_talk", "call"),
    ),
    Say(
        "needs_interpreter",
        _("Thank you. We have told our team that you need an interpreter."),
        Is("needs_talk", "interpreter"),
    ),
    Say(
        "needs_noted",
        _("Thank you. Our team will see this before they talk with you."),
        All((TOLD_US, Not(BY_NAME))),
    ),
    Say(
        "needs_none",
        _("That is fine. If something would help you later, tell us here at any time."),
        Not(Any((TOLD_US, BY_NAME))),
    ),
)

needs = (
    Do("needs_look", Effect("look_for_needs", gives=("needs_known",))),
    Under(Not(Is("needs_known", "yes")), _asked),
)
"""Asked of whoever has not told us yet."""

needs_page = Dialog("needs", _asked)
"""Told at any time, also by those who told us before."""
