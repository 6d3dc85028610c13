"""What is too long to be taken at once: what of it is heard now, and what goes back into the box to be sent next."""

from __future__ import annotations

from typing import IO
from urllib.parse import parse_qsl

from flask import request

from bot.understanding.danger.finding import find_danger

LONGEST = 100_000  # characters kept as one message: several nights' diary, many times over
WORD = 200  # characters: a cut falls between two words where there are two
WITHIN_REACH = 1_000_000  # bytes of a form that is larger than we take
DRAINED = 50_000_000  # bytes read and forgotten, so that the browser reads our answer; then the connection is cut
CHUNK = 65_536


def parts(words: str) -> tuple[list[str], str]:
    """What is taken now, and the rest: one part, and after it every next one that tells of danger now, which must not
    wait for another press of the button (R1)."""
    kept, rest = _cut(words)
    taken = [kept]
    while rest:
        part, after = _cut(rest)
        if find_danger(part).now is None:
            break
        taken.append(part)
        rest = after
    return taken, rest


def _cut(words: str) -> tuple[str, str]:
    if len(words) <= LONGEST:
        return words, ""
    at = max(words.rfind(space, LONGEST - WORD, LONGEST) for space in " \n")
    at = at if at > 0 else LONGEST
    return words[:at].rstrip(), words[at:].lstrip()


def read_what_fits() -> dict[str, str]:
    """The fields of a form that is too large to be read: of its beginning, where the words stand last."""
    stream: IO[bytes] = request.environ["wsgi.input"]
    raw = stream.read(WITHIN_REACH)
    drained = len(raw)
    while drained < DRAINED and (more := stream.read(CHUNK)):
        drained += len(more)
    whole = raw.rpartition(b"%")[0] if b"%" in raw[-2:] else raw
    return dict(parse_qsl(whole.decode("ascii", "ignore"), keep_blank_values=True, errors="ignore"))
