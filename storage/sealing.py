"""The keys that seal contact details, and the lookup that finds a contact without opening anything."""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_MASTER = 32
"""Bytes: the master key of AES-256 must hold at least as much chance as the keys derived from it."""

FORMAT = b"\x01"
NONCE = 12


class SealBroken(Exception):
    """A sealed value does not open: wrong key, wrong purpose, or it was altered."""


class Keys:
    """Keys derived from one master secret (HKDF-SHA256), which is kept outside the database.

    Raises ValueError when the master is shorter than 32 bytes. Shows nothing of itself when printed.
    """

    __slots__ = ("_index", "_seal")

    def __init__(self, master: bytes) -> None:
        if len(master) < SHORTEST_MASTER:
            raise ValueError("The master key is too short: write at least 32 random bytes.")
        self._seal = AESGCM(_derive(master, b"hearback seal 1"))
        self._index = _derive(master, b"hearback lookup 1")

    def __repr__(self) -> str:
        return "Keys(hidden)"

    def __reduce__(self) -> str:
        raise TypeError("Keys do not leave the process.")

    def seal(self, plain: str, purpose: str) -> bytes:
        """AES-256-GCM under a fresh nonce; opens again only with the same `purpose`."""
        nonce = secrets.token_bytes(NONCE)
        return FORMAT + nonce + self._seal.encrypt(nonce, plain.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """The words that were sealed. Raises SealBroken."""
        if sealed[:1] != FORMAT:
            raise SealBroken("sealed in a format that is not known")
        nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        try:
            return self._seal.decrypt(nonce, body, purpose.encode()).decode()
        except InvalidTag:
            raise SealBroken("does not open with this key") from None

    def lookup(self, channel: str, address: str) -> bytes:
        """32 bytes that are the same for the same address on the same channel, and say nothing else (HMAC-SHA256)."""
        return hmac.digest(self._index, f"{channel}\0{address}".encode(), sha256)


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(master)
