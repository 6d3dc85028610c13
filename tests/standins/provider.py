"""What stands in for a provider: a real local HTTP server that notes what it was asked and misbehaves on command."""

from __future__ import annotations

import json
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, urlsplit

Fault = Literal["busy", "error", "unavailable", "html", "close", "take_and_close", "take_and_hang"]
"""Ways to go wrong: 429, 500, 503, a web page, hang up, take it and hang up, take it and never answer."""
TAKES = ("take_and_close", "take_and_hang")
COMMANDS = "/_standin"


@dataclass(frozen=True)
class Asked:
    """One request to the stand-in, with its query and body as one form."""

    method: str
    path: str
    form: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """An answer: status, body, and what it is."""

    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(status: int, value: Any, **headers: str) -> Reply:
    """A reply in JSON."""
    return Reply(status, json.dumps(value).encode(), headers=headers)


WEB_PAGE = Reply(200, b"<!doctype html><title>Sorry</title><p>Back soon.", "text/html")


class Server(ThreadingHTTPServer):
    """Says nothing of those who hang up on it: their processes are killed in these tests."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Anything else is said."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class StandIn:
    """Serves on 127.0.0.1 in threads until closed; a provider overrides `reply` and `fail`.

    `asked` is every request in order, `complaints` what of it the provider's published rules do not allow. `mood` says
    for each request whether it goes wrong, beside what `misbehave` commands.
    """

    def __init__(self, port: int = 0) -> None:
        self.asked: list[Asked] = []
        self.complaints: list[str] = []
        self.mood: Callable[[], Fault | None] = lambda: None
        self._faults: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._let_go = threading.Event()
        self._server = Server(("127.0.0.1", port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def misbehave(self, *faults: Fault) -> None:
        """Go wrong so on the next requests, one after the other."""
        self._faults.extend(faults)

    def let_go(self) -> None:
        """Let those that hang hang up."""
        self._let_go.set()

    def close(self) -> None:
        """Stop serving."""
        self.let_go()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reply(self, asked: Asked) -> Reply:
        """What the provider answers."""
        raise LookupError(asked.path)

    def fail(self, fault: Fault) -> Reply:
        """What the provider answers when it is busy, in error or away."""
        return Reply({"busy": 429, "error": 500, "unavailable": 503}[fault], b"")

    def command(self, asked: Asked) -> Reply:
        """Commands from another process: `/_standin/misbehave?fault=busy`, and `/_standin/asked` to see what was."""
        if asked.path == f"{COMMANDS}/misbehave":
            self.misbehave(*asked.form["fault"].split(","))  # type: ignore[arg-type]  # a wrong one fails at its use
        elif asked.path == f"{COMMANDS}/let-go":
            self.let_go()
        noted = [{"method": one.method, "path": one.path, "form": dict(one.form)} for one in self.asked]
        return as_json(200, {"asked": noted, "complaints": self.complaints})

    def answer(self, asked: Asked) -> Reply | None:
        """The reply to a request, or None to hang up."""
        if asked.path.startswith(COMMANDS):
            return self.command(asked)
        with self._lock:
            self.asked.append(asked)
            fault = self._faults.popleft() if self._faults else self.mood()
        if fault is None:
            return self.reply(asked)
        if fault in TAKES:
            self.reply(asked)
        if fault == "take_and_hang":
            self._let_go.wait(60)
        if fault in (*TAKES, "close"):
            return None
        return WEB_PAGE if fault == "html" else self.fail(fault)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer: Callable[[Asked], Reply | None] = self.answer

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else every answer waits 40 ms for the acknowledgement of its head

            def do_POST(self) -> None:
                reply = answer(self._read())
                if reply is None:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST

            def _read(self) -> Asked:
                url = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                form = dict(parse_qsl(url.query, keep_blank_values=True))
                form |= _read_form(body, self.headers.get("Content-Type") or "")
                return Asked(self.command, url.path, form, dict(self.headers))

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _read_form(body: str, kind: str) -> dict[str, str]:
    if kind.startswith("application/json") and body:
        values = json.loads(body).items()
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values}
    return dict(parse_qsl(body, keep_blank_values=True))
