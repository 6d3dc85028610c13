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
    who_answers,
    why_asked,
    withdrawal,
)
from dialogs.closing import closing
from dialogs.danger import danger, doubt, low
from dialogs.equality import equality_page
from dialogs.first_contact import first_contact
from dialogs.grammar import Dialog
from dialogs.needs import needs_page
from dialogs.plan import plan
from dialogs.report import report
from dialogs.risk import risk
from dialogs.safe_contact import safe_contact
from dialogs.status import code, status
from dialogs.surveys import confidence, end_of_case, visit
from dialogs.surveys import follow_up as some_months_on

_PAGES = (
    report,
    follow_up,
    danger,
    doubt,
    low,
    person,
    who_answers,
    why_asked,
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
    plan,
    closing,
    needs_page,
    equality_page,
    risk,
    end_of_case,
    confidence,
    visit,
    some_months_on,
)

BOOK: dict[str, Dialog] = {page.name: page for page in _PAGES}
