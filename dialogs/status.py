"""How a case stands: told where it was reported from and, by a one-time code, once anywhere else (C7)."""

from dialogs.grammar import All, Any, Dialog, Do, Effect, Is, Not, Say, _

STANDING = ("standing", "news_of", "news_from", "news_phone", "late_by", "status_by")
OPEN = Is("standing", "open")

news = (
    Say("news_open", _("Case {news_of} is open. Your contact is {news_from}, {news_phone}."), OPEN),
    Say(
        "news_late",
        _("We said that you would hear from us by {late_by}. We are sorry that you have not. Our team know."),
        All((OPEN, Not(Is("late_by", "")))),
    ),
    Say(
        "news_due",
        _("We will contact you by {status_by}. To hear sooner, write PERSON."),
        All((OPEN, Not(Is("status_by", "")))),
    ),
    Say(
        "ask_us",
        _("For news call {our_phone}, or write PERSON and we contact you."),
        Any((Is("standing", ""), All((OPEN, Is("status_by", ""))))),
    ),
    Say(
        "news_closed",
        _("Case {news_of} is closed. Questions? Call {our_phone}. Something new? Tell us here."),
        Is("standing", "closed"),
    ),
)

status = Dialog(
    "status",
    (
        Do("stand", Effect("look_for_status", gives=STANDING)),
        *news,
        Say(
            "write_code",
            _(
                "If that is our case and it is safe, we send a code to where it was reported from. "
                "Write the code here. No code? Call {our_phone}."
            ),
            Is("standing", "hidden"),
        ),
        Say(
            "mistyped",
            _("Sorry, that is not one of our case numbers. Please look again. It has 8 letters and numbers."),
            Is("standing", "mistyped"),
        ),
    ),
)
"""From anybody but who reported it, and where somebody else may read it, the answer is the same whether or not there is
such a case."""

code = Dialog(
    "code",
    (
        Do("stand", Effect("look_by_code", gives=STANDING, once=True)),
        *news,
        Say(
            "wrong_code",
            _("That code is wrong or too old. Write it again, or write your case number for a new one."),
            Is("standing", "hidden"),
        ),
    ),
)
"""Six digits, written where a code was asked for."""
