"""Five more minutes after a report: how we keep somebody safe and informed; all of it may be left for later (C1)."""

from dialogs.agreement import agreement_lines
from dialogs.equality import equality
from dialogs.grammar import Dialog, Say, _
from dialogs.needs import needs
from dialogs.risk import risk_lines
from dialogs.safe_contact import safe_contact_lines

first_contact = Dialog(
    "first_contact",
    (
        *agreement_lines,
        *risk_lines,
        *needs,
        *equality,
        *safe_contact_lines,
        Say("done", _("Thank you. That is all for now. Write to us here at any time.")),
    ),
    formal=True,
)
