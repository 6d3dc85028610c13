"""First come, first served, on PostgreSQL; nobody waits long for others, and a place that was had is given back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from storage.database import Database
from storage.in_turn import InTurn

SOON = 5.0


@contextmanager
def somebody_inside(places: InTurn) -> Iterator[None]:
    """A place is taken for as long as the block lasts."""
    inside, done = threading.Event(), threading.Event()

    def stay() -> None:
        with places.turn():
            inside.set()
            done.wait(SOON)

    one = threading.Thread(target=stay)
    one.start()
    assert inside.wait(SOON)
    yield
    done.set()
    one.join(SOON)


def waits_for(places: InTurn, number: int) -> None:
    """Until so many wait."""
    begun = monotonic()
    while len(places._waiting) < number and monotonic() - begun < SOON:
        sleep(0.001)
    assert len(places._waiting) == number


def test_whoever_came_first_goes_first() -> None:
    """Eight wait for one place, and have it in the order in which they came."""
    places, came = InTurn(1, SOON), list[int]()

    def go(number: int) -> None:
        with places.turn():
            came.append(number)

    with somebody_inside(places):
        threads = [threading.Thread(target=go, args=(number,)) for number in range(8)]
        for number, thread in enumerate(threads, 1):
            thread.start()
            waits_for(places, number)
    for thread in threads:
        thread.join(SOON)
    assert came == list(range(8))


def test_no_more_than_so_many_at_once() -> None:
    """A fourth waits until one of three is done."""
    places = InTurn(3, SOON)
    with somebody_inside(places), somebody_inside(places):
        with somebody_inside(places):
            fourth = threading.Thread(target=lambda: places.turn().__enter__())
            fourth.start()
            waits_for(places, 1)
        fourth.join(SOON)
        assert not fourth.is_alive()


def test_nobody_waits_for_those_who_find_out_that_the_store_is_away() -> None:
    """After a moment they go on without a place, and take none from whoever comes after them."""
    places = InTurn(1, 0.01)
    with somebody_inside(places), places.turn():
        waits_for(places, 0)
        assert places._free == 0
    assert places._free == 1


def test_a_place_is_given_back_when_the_work_fails() -> None:
    """Else three faults would be the last that anybody heard of us."""
    places = InTurn(1)
    with pytest.raises(ZeroDivisionError), places.turn():
        print(1 / 0)
    assert places._free == 1


def test_work_on_postgresql_is_taken_in_turn(postgres_store: Database) -> None:
    """And every place is free again afterwards, also after work that failed."""
    places = postgres_store._in_turn
    postgres_store.write(lambda session: pytest.fail("no place was taken") if places._free == 3 else None)
    with pytest.raises(ZeroDivisionError):
        postgres_store.write(lambda session: 1 / 0)
    assert places._free == 3
