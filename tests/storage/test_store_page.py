"""The page about the store names every table and column there is, and no other."""

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import storage
from storage.database import Database
from storage.messages import transcript
from storage.tables import Base
from tests.storage.story import turn

assert storage

PAGE = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")


def described() -> dict[str, list[str]]:
    """The columns of each table, as the page has them."""
    sections = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    tables = {}
    for section in sections:
        rows = re.findall(r"^\| ([a-z_, ]+) \|", section, flags=re.MULTILINE)
        tables[section.split("\n")[0]] = sorted(name for row in rows if row != "column" for name in row.split(", "))
    return tables


def test_every_table_and_column_is_described() -> None:
    """Other programs read the store by this page."""
    assert described() == {table.name: sorted(table.columns.keys()) for table in Base.metadata.sorted_tables}


def test_the_picture_joins_only_tables_that_there_are() -> None:
    """And leaves out those that stand alone."""
    joined = set(re.findall(r"^    (\w+) [|}]|[|{] (\w+) :", PAGE, flags=re.MULTILINE))
    names = {name for pair in joined for name in pair if name}
    assert names == set(Base.metadata.tables) - {"caps", "codes", "equality_counts", "register_versions", "sweeps"}


def written(value: Any) -> bytes:
    """JSON as the page says it is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_a_record_is_verified_by_the_recipe_on_the_page(store: Database, now: datetime) -> None:
    """With nothing of ours but the rows: what an expert in court would do."""
    recipe = re.search(r"object of `([a-z_, ]+)`", PAGE)
    assert recipe is not None
    store.write(lambda session: turn(session, store.keys, now, "SM1", "sŵn – شور"))
    with store.reading() as session:
        head = bytes(32)
        for message in transcript(session, 1):
            content = [message.words, message.english, message.choices]
            assert sha256((message.salt or b"") + written(content)).digest() == message.content
            rest = {name: getattr(message, name) for name in recipe[1].split(", ")}
            rest["at"] = rest["at"].strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
            head = sha256(head + written(rest) + message.content).digest()
            assert head == message.digest
