"""Gathers the sentences to translate into `hearback.pot`, and brings every catalogue up to them: `make catalogues`.

A catalogue keeps its header, which says whether a speaker has reviewed it; a sentence that is new or was changed is
left empty, because a translation that is nearly right is worse than the English.
"""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SOURCES = (
    ("dialogs", "*.py", "python"),
    ("webhooks", "*.py", "python"),
    ("webhooks/templates", "*.html", "jinja2.ext:babel_extract"),
)
HEADER = "# Hearback: everything that is said and asked, to be translated."
NOISE = ("Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Generated-By")
"""Header lines that change with the clock or point nowhere."""


def gather() -> Catalog:
    """Every sentence of the dialogs and of the pages, with the files it stands in."""
    found = Catalog(header_comment=HEADER, fuzzy=False)
    for folder, pattern, method in SOURCES:
        for path in sorted((ROOT / folder).glob(pattern)):
            for _line, message, _comments, _context in extract_from_file(method, path, keywords={"_": None}):
                found.add(message, None, [(str(path.relative_to(ROOT)), 0)])
    return found


def bring_up(path: Path, template: Catalog) -> None:
    """Add what is new to one catalogue and drop what is said no more."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.parent.name)
    reviewed = dict(catalogue.mime_headers).get("X-Reviewed") or _reviewed(path)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(path, catalogue, ("Project-Id-Version: Hearback", "Last-Translator: Hearback", f"X-Reviewed: {reviewed}"))


def _reviewed(path: Path) -> str:
    """Who has reviewed it, or "no"."""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith('"X-Reviewed: '):
            return line.removeprefix('"X-Reviewed: ').removesuffix('\\n"')
    return "no"


def write(path: Path, catalogue: Catalog, fixed: tuple[str, ...] = ()) -> None:
    """The catalogue as a file that stays the same when nothing in it changed."""
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_by_file=True, include_lineno=False)
    replaced = tuple(f'"{one.split(":")[0]}:' for one in (*NOISE, *fixed))
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith(replaced)]
    at = lines.index('msgstr ""') + 1
    lines[at:at] = [f'"{one}\\n"' for one in fixed]
    path.write_text("\n".join(lines).rstrip("\n") + "\n", "utf-8")


def main() -> None:
    template = gather()
    write(HERE / "hearback.pot", template, ("Project-Id-Version: Hearback", "Last-Translator: -", "Language-Team: -"))
    for path in sorted(HERE.glob("*/LC_MESSAGES/hearback.po")):
        bring_up(path, template)


if __name__ == "__main__":
    main()
