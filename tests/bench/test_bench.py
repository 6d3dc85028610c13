"""The benchmark runs; how fast anything was is for whoever reads its table."""

import pytest

from tests.bench.__main__ import PARTS, main
from tests.bench.load import play
from tests.bench.servers import free_port

SEEN = {
    "http": "HTTP, 8 clients, SQLite: turns per second",
    "inprocess": "In process, SQLite: a turn, p99",
    "scale": "A turn with 80 cases stored, SQLite, p50",
    "places": "Address found in a resident's answer, 2,000 homes, p50",
    "start": "Start to first answered message",
    "campaign": "A campaign of 100 queued, SQLite",
    "sending": "A turn with and without the outbox, SQLite, p50",
}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_benchmark_runs(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A few messages each, and the figures stand in the table."""
    main(["--quick", "--only", part])
    rows = [row.split(" | ") for row in capsys.readouterr().out.splitlines()]
    found = {row[0].removeprefix("| "): row[1] for row in rows}
    assert float(found[SEEN[part]].split()[0].replace(",", "")) > 0


def test_a_server_that_is_away_is_no_measurement() -> None:
    """Nobody answers at a free port."""
    with pytest.raises(ConnectionRefusedError):
        play(free_port(), [b"POST /sms HTTP/1.1\r\n\r\n"])
