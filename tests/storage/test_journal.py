"""The journal keeps what came while the store was away, sealed and in order, until it is filed."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.journal import Journal, NotAnEntry
from storage.sealing import Keys

WORDS = "the nightingale at number 14"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def journal(folder: Path, keys: Keys) -> Journal:
    return Journal(folder, keys)


def test_what_is_kept_is_filed_once_and_in_order(journal: Journal) -> None:
    """However quickly one entry follows the other."""
    said = [f"{WORDS} {number}" for number in range(50)]
    for words in said:
        journal.keep(words)
    filed: list[str] = []
    assert journal.waits() == len(said)
    assert journal.empty(filed.append) == len(said)
    assert (filed, journal.waits(), journal.empty(filed.append)) == (said, 0, 0)


def test_another_process_finds_it_all(journal: Journal, folder: Path, keys: Keys) -> None:
    """The one that wrote it may have been killed."""
    journal.keep("first")
    Journal(folder, keys).keep("second")
    filed: list[str] = []
    Journal(folder, keys).empty(filed.append)
    assert filed == ["first", "second"]


def test_nobody_reads_it_without_the_key(journal: Journal, folder: Path) -> None:
    """It holds numbers and words, so it is sealed like the store's contact details, and its owner's alone."""
    journal.keep(WORDS)
    (entry,) = folder.glob("*.entry")
    assert b"nightingale" not in entry.read_bytes()
    assert (entry.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_an_entry_that_cannot_be_filed_yet_stays_with_all_that_follow(journal: Journal) -> None:
    """The store went away again in the middle."""
    for words in ("first", "second", "third"):
        journal.keep(words)
    filed: list[str] = []

    def file(words: str) -> None:
        if words == "second":
            raise ConnectionError
        filed.append(words)

    with pytest.raises(ConnectionError):
        journal.empty(file)
    assert (filed, journal.waits()) == (["first"], 2)
    journal.empty(filed.append)
    assert filed == ["first", "second", "third"]


def test_what_nobody_can_read_is_put_aside_and_in_nobodys_way(journal: Journal, folder: Path) -> None:
    """Sealed with another key, or of a release that we do not know; it is kept for whoever can read it."""
    Journal(folder, Keys(b"another key of 32 bytes, at least")).keep("theirs")
    journal.keep("strange")
    journal.keep("ours")
    filed: list[str] = []

    def file(words: str) -> None:
        if words == "strange":
            raise NotAnEntry
        filed.append(words)

    assert journal.empty(file) == 1
    assert (filed, journal.waits(), journal.unreadable()) == (["ours"], 0, 2)


def test_one_at_a_time_empties_it(journal: Journal, folder: Path, keys: Keys) -> None:
    """Else two processes would file one message each in whatever order."""
    journal.keep("first")
    filed: list[int] = []
    journal.empty(lambda _: filed.append(Journal(folder, keys).empty(print)))
    assert filed == [0]


def test_a_draft_that_was_never_finished_is_no_entry(journal: Journal, folder: Path) -> None:
    """Killed while writing: the provider had no answer yet, and brings it again."""
    journal.keep("first")
    (folder / "00000000000000000001-1.draft").write_bytes(b"half")
    filed: list[str] = []
    assert (journal.waits(), journal.empty(filed.append)) == (1, 1)


def test_where_nothing_was_ever_kept_nothing_waits(journal: Journal, folder: Path) -> None:
    """And no folder is made by looking."""
    assert (journal.waits(), journal.unreadable(), journal.empty(print), folder.exists()) == (0, 0, 0, False)


def test_it_knows_whose_entries_wait(journal: Journal) -> None:
    """So that nobody overtakes themselves, and everybody else is served."""
    journal.keep("first", "ada")
    journal.keep("second")
    assert [journal.waits_for(sender) for sender in ("ada", "priya")] == [True, False]
    journal.empty(lambda _: None)
    assert not journal.waits_for("ada")


def test_it_takes_all_for_a_while_and_only_while_something_waits(journal: Journal) -> None:
    """Nobody waits in vain for a store that could not be reached a moment ago."""
    journal.take_all_for(60)
    assert not journal.takes_all()
    journal.keep("first")
    assert journal.takes_all()
    journal.take_all_for(0)
    assert not journal.takes_all()
