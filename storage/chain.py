"""The chain: how each entry of a record is bound to the one before, so that it can be verified offline."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

START = bytes(32)
"""What the first entry is bound to."""

SALT = 16


def fresh_salt() -> bytes:
    """16 random bytes; without them the digest of words says nothing about the words."""
    return secrets.token_bytes(SALT)


def canonical(value: Any) -> bytes:
    """JSON with sorted names, no spaces, in UTF-8: one way of writing one value."""
    return _WRITER.encode(value).encode()


def digest_content(salt: bytes, content: Any) -> bytes:
    """SHA-256(salt then content); the entry keeps it, so that erasing salt and content leaves the chain whole."""
    return sha256(salt + canonical(content)).digest()


def link(previous: bytes, metadata: Mapping[str, Any], content_digest: bytes) -> bytes:
    """SHA-256(previous digest, canonical metadata, content digest): the digest of one entry."""
    return sha256(previous + canonical(metadata) + content_digest).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} cannot be part of a chained record")


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain)
