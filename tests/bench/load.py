"""Plays residents against one web server, in a process of its own: eight connections, one conversation after another.

It is told what to play on its command line and writes what it saw as JSON. The requests are ready before the clock
starts, and an answer is read no further than it must be, so that the machine's time goes to the server.
"""

from __future__ import annotations

import argparse
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from tests.bench.played import requests_of

CLIENTS = 8


def main() -> None:
    """Play, and print `{"seconds": …, "times": [seconds of each turn]}`."""
    parser = argparse.ArgumentParser()
    for name in ("--port", "--conversations", "--first"):
        parser.add_argument(name, type=int, required=True)
    given = parser.parse_args()
    last = given.first + given.conversations
    plans = [
        [
            request
            for resident in range(given.first + client, last, CLIENTS)
            for request in requests_of(resident, given.port)
        ]
        for client in range(CLIENTS)
    ]
    with ThreadPoolExecutor(CLIENTS) as clients:
        started = perf_counter()
        times = list(clients.map(lambda plan: play(given.port, plan), plans))
        seconds = perf_counter() - started
    print(json.dumps({"seconds": seconds, "times": [time for client in times for time in client]}))


def play(port: int, plan: list[bytes]) -> list[float]:
    """Send one request after the other over one connection; returns the seconds until each was answered."""
    times = []
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in plan:
            started = perf_counter()
            line.sendall(request)
            read_answer(line)
            times.append(perf_counter() - started)
    return times


def read_answer(line: socket.socket) -> None:
    """Read one whole answer. Raises RuntimeError when it is not 200."""
    answer = b""
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _more(line, answer)
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(answer.decode("utf-8", "replace"))
    missing = end + 4 + _length(answer[:end]) - len(answer)
    while missing > 0:
        missing -= len(_more(line, answer))


def _more(line: socket.socket, so_far: bytes) -> bytes:
    part = line.recv(65536)
    if not part:
        raise RuntimeError(f"The server hung up after {so_far!r}")
    return part


def _length(head: bytes) -> int:
    return int(next(row for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")).split(b":")[1])


if __name__ == "__main__":
    main()
