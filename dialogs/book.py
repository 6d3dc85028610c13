"""All pages, by name."""

from dialogs.agreement import agreement
from dialogs.asides import (
    complaint,
    follow_up,
    help_page,
    how_we_work,
    interpreter,
    person,
    privacy,
    withdrawal,
)
from dialogs.danger import danger, low
from dialogs.first_contact import first_contact
from dialogs.grammar import Dialog
from dialogs.report import report
from dialogs.safe_contact import safe_contact
from dialogs.status import code, status

_PAGES = (
    report,
    follow_up,
    danger,
    low,
    person,
    how_we_work,
    privacy,
    status,
    code,
    safe_contact,
    complaint,
    interpreter,
    help_page,
    withdrawal,
    agreement,
    first_contact,
)

BOOK: dict[str, Dialog] = {page.name: page for page in _PAGES}
