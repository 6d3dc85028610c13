"""Stores that only the tests of the store need."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.sealing import Keys
from tests.storage.story import MakeStore


@pytest.fixture
def postgres_store(new_postgresql: MakeStore, keys: Keys) -> Iterator[Database]:
    """A store whose writers do not queue."""
    store = Database(new_postgresql(), keys)
    yield store
    store.close()
