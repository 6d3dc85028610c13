"""The register takes a landlord's file again and again."""

from dataclasses import replace
from datetime import datetime

from storage.database import Database
from storage.properties import Home, Imported, all_properties, import_properties, register_version

ELM = Home("100000000014", "14 Elm Court, Elm Road", "BL9 0AA", "North", "Elm Court", "general")
OAK = Home("100000000002", "2 Oak House, Oak Street", "BL9 0BB", "South", "Oak House", "sheltered")


def test_an_import_adds_changes_and_leaves_alone(store: Database, now: datetime) -> None:
    """And says how many of each; homes that are not in a later file stay."""
    ash = Home("300000000003", "3 Ash Lane", "BL9 0CC", "South", "", "other")
    moved = replace(OAK, patch="North")
    assert store.write(lambda session: import_properties(session, [ELM, OAK], now)) == Imported(2, 0, 0)
    assert store.write(lambda session: import_properties(session, [moved, ash, ELM], now)) == Imported(1, 1, 1)
    assert store.write(lambda session: import_properties(session, [ash], now)) == Imported(0, 0, 1)
    with store.reading() as session:
        assert all_properties(session) == [moved, ELM, ash]


def test_every_import_raises_the_version(store: Database, now: datetime) -> None:
    """So that whoever keeps the register in memory knows to read it again."""
    with store.transaction() as session:
        versions = [register_version(session)]
        for _ in range(2):
            import_properties(session, [ELM], now)
            versions.append(register_version(session))
    assert versions == [0, 1, 2]


def test_the_later_of_two_rows_with_one_uprn_holds(store: Database, now: datetime) -> None:
    """As a spreadsheet's last line would."""
    store.write(lambda session: import_properties(session, [ELM, replace(ELM, patch="West")], now))
    with store.reading() as session:
        assert all_properties(session) == [replace(ELM, patch="West")]


def test_ten_thousand_homes_go_in_at_once(store: Database, now: datetime) -> None:
    """And half of them again, changed."""
    homes = [Home(f"{n:012}", f"{n} Long Road", "BL9 0AA", "North", "", "general") for n in range(10_000)]
    changed = [replace(home, tenure="leasehold") for home in homes[:5_000]]
    assert store.write(lambda session: import_properties(session, homes, now)).added == 10_000
    assert store.write(lambda session: import_properties(session, changed, now)) == Imported(0, 5_000, 0)
    with store.reading() as session:
        assert sum(home.tenure == "leasehold" for home in all_properties(session)) == 5_000
