"""Proof-reads the dialogs: every flaw that can be found without a resident, each with an example of how it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bot.catalogues import languages as every_language
from bot.proofreading.names import names_amiss
from bot.proofreading.options import options_amiss
from bot.proofreading.sealed_pages import sealed_amiss
from bot.proofreading.walk import walked_amiss
from bot.proofreading.words import phrases_amiss, words_amiss
from bot.turn import Book
from dialogs.book import BOOK
from dialogs.grammar import Dialog

KEPT = ("report",)  # every answer on these pages is kept with the case (bot.casework.opening), and so is never lost


def proof_read(
    dialog: Dialog,
    book: Book = BOOK,
    languages: Collection[str] = ("en",),
    verbs: Collection[str] | None = None,
    our: Mapping[str, str] | None = None,
) -> list[str]:
    """What is wrong with one page, one sentence each, beginning with the line's name.

    `verbs` are those that effects may use and `our` the landlord's placeholders; without them neither is checked.
    """
    return list(dict.fromkeys(_amiss(dialog, book, languages, verbs, our or {})))


def _amiss(
    dialog: Dialog, book: Book, languages: Collection[str], verbs: Collection[str] | None, our: Mapping[str, str]
) -> Iterator[str]:
    yield from names_amiss(dialog, book, verbs, our, kept=dialog.name in KEPT)
    yield from sealed_amiss(dialog, book)
    yield from walked_amiss(dialog, book)
    for language in languages:
        yield from options_amiss(dialog, language)
        yield from words_amiss(dialog, language, our)


def proof_read_all(
    verbs: Collection[str] | None = None,
    our: Mapping[str, str] | None = None,
    languages: Collection[str] | None = None,
    book: Book = BOOK,
    offered: Collection[str] | None = None,
) -> list[str]:
    """What is wrong with any page of the book, each beginning with the page's name, in every language with words.

    `offered` are the languages of the landlord: they alone are asked of the pages that the landlord has written.
    """
    spoken = languages or every_language()
    found: list[str] = []
    for name, page in book.items():
        wanted = [code for code in spoken if name in BOOK or offered is None or code in offered]
        found += [f"{name}: {one}" for one in proof_read(page, book, wanted, verbs, our)]
    return found + [f"phrases: {one}" for language in spoken for one in phrases_amiss(language, our or {})]
