"""Five more minutes after a report: how we keep somebody safe and informed; all of it may be left for later (C1)."""

from dialogs.agreement import agreement_lines
from dialogs.grammar import Dialog, Say, _

first_contact = Dialog(
    "first_contact",
    (
        *agreement_lines,
        Say("done", _("Thank you. That is all for now. Write to us here at any time.")),
    ),
    formal=True,
)
