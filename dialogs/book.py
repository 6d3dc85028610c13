"""All pages, by name."""

from dialogs.asides import follow_up, help_page, how_we_work, interpreter, person, privacy
from dialogs.danger import danger, low
from dialogs.grammar import Dialog
from dialogs.report import report

BOOK: dict[str, Dialog] = {
    page.name: page for page in (report, follow_up, danger, low, person, how_we_work, privacy, interpreter, help_page)
}
