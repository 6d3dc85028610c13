"""The words of other languages: gettext catalogues, read with Babel as they stand in `locales/`. Pure."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from dialogs.grammar import Text

LOCALES = Path(__file__).resolve().parent.parent / "locales"
SOURCE = "en"


def catalogue_file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "hearback.po"


@cache
def languages() -> tuple[str, ...]:
    """The languages that the dialogs can be held in: English, and each with a catalogue."""
    return (SOURCE, *sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/hearback.po")))


@cache
def catalogue(language: str) -> dict[str, str]:
    """msgid -> msgstr of one language; what is not translated is left out. Empty for English."""
    if language == SOURCE or not catalogue_file(language).exists():
        return {}
    with catalogue_file(language).open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id and m.string}


@cache
def is_reviewed(language: str) -> bool:
    """Whether a speaker has reviewed the catalogue, as its header says (L2)."""
    if language == SOURCE or not catalogue_file(language).exists():
        return True
    return '"X-Reviewed: no\\n"' not in catalogue_file(language).read_text("utf-8")


def translate(said: Text | str, language: str) -> str:
    """The sentence in this language, or in English where nobody has translated it."""
    if isinstance(said, str):
        return catalogue(language).get(said, said)
    for code, words in said.own:
        if code == language:
            return words
    return catalogue(language).get(said.msgid, said.msgid)


def is_translated(text: Text, language: str) -> bool:
    """Whether there are words of this language for it; English needs none."""
    return language == SOURCE or language in dict(text.own) or text.msgid in catalogue(language)
