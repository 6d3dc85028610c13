"""How we can reach somebody to whom we cannot write first, as on the web, and whether it is safe to do so (R9, C5)."""

from dialogs.grammar import NO, YES, All, Any, Ask, Choose, Is, Known, Not, OneOf, Option, Say, Under, _

SAFE = (
    Option("yes", _("Yes"), _("y, yeah, yep, safe, it is safe")),
    Option("no", _("No"), _("n, nope, not safe, unsafe, it is not safe")),
)
UNSAFE_HERE = Any((Is("safe_here", "no"), Is("safe_to_text", "no")))
ON_THE_WEB = Is("channel", "web")
REACHED = Is("safe_to_reach", "yes")
CAN_CONTACT = Any((Not(ON_THE_WEB), REACHED))

how_to_reach_you = Under(
    All((Not(Is("channel", "sms")), Not(UNSAFE_HERE))),
    (
        Ask(
            "reach",
            _("How can we reach you? Give a mobile number or an e-mail that is safe to use, or write SKIP."),
            "sealed",
            gives=("reach_note",),
            droppable=True,
            amiss=_("Sorry, we could not read that. Write the whole number, or an e-mail like name@example.org."),
        ),
        Choose(
            "safe_to_reach",
            _("Is it safe for us to call or write to you there? Say no if somebody else may see it."),
            SAFE,
            Known("reach"),
            about=("reach", "concern"),
            droppable=True,
        ),
        Say(
            "reached",
            _("Thank you. We keep it apart from your report. We will contact you there by {reply_by}."),
            REACHED,
        ),
        Say(
            "not_reached",
            _("Then we do not use it. Call us on {our_phone} with your reference when it is safe."),
            All((Known("reach"), Not(REACHED))),
        ),
        Say(
            "come_back",
            _("We cannot write to you outside this chat. Come back here, or call {our_phone} with your reference."),
            All((ON_THE_WEB, Not(Known("reach")))),
        ),
    ),
)

still_safe_to_reach = Under(
    All((REACHED, Not(Is("safe_to_say", "no")))),
    (
        Choose(
            "safe_to_reach_still",
            _("You told us how to reach you. Is it safe for us to call or write to you there about this?"),
            SAFE,
        ),
        Say(
            "not_reached_after_all",
            _("Then we do not use it. Call us on {our_phone} with your reference when it is safe."),
            Is("safe_to_reach_still", "no"),
        ),
    ),
)

KEPT_FROM_STAFF = All((OneOf("naming", ("confidential", "anonymous")), REACHED))

whether_staff_may_contact = (
    Choose(
        "may_update",
        _("We look into it without a name too. May we send you news here? Without it we cannot tell you how it goes."),
        (YES, NO),
        All((Is("naming", "anonymous"), Not(ON_THE_WEB))),
        droppable=True,
    ),
    Choose(
        "may_reach",
        _("Our staff do not see how to reach you now. May they, only to contact you about this?"),
        (YES, NO),
        KEPT_FROM_STAFF,
        droppable=True,
    ),
    Say(
        "nobody_calls",
        _("Then we do not contact you. For news call {our_phone} with your reference."),
        All((Any((Is("may_update", "no"), All((ON_THE_WEB, KEPT_FROM_STAFF)))), Not(Is("may_reach", "yes")))),
    ),
)
