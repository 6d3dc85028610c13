"""Takes in what a provider brings: it is filed or, while the store is away, kept in the journal until it can be."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from bot.catalogues import languages
from bot.channels.contract import Blocked, Inbound, Receipt
from bot.conversation import STORE_IS_AWAY, Received, receive
from bot.house import House
from bot.post.receipts import record_blocked, record_receipt
from bot.turn import Reply
from bot.understanding.danger.finding import find_danger
from bot.understanding.languages import find_language
from bot.wording import Words, compose
from dialogs import phrases
from storage.journal import NOBODY, NotAnEntry

Brought = Inbound | Receipt | Blocked
SHAPES: Final[Mapping[str, type[Brought]]] = {kind.__name__: kind for kind in (Inbound, Receipt, Blocked)}
LOOK_AGAIN = 2.0
"""Seconds between tries to file what waits."""
LETTERS = 24
"""Of a sender's word: few enough for a file's name, and 96 bits that nobody else shares."""
_log = logging.getLogger(__name__)
_emptying = threading.Lock()


def take_in(house: House, brought: Brought, now: datetime) -> Received:
    """File it. What somebody sends while what they sent before waits in the journal waits behind it.

    Everybody else is served as soon as the store is back, however long it takes to file what came meanwhile. Raises
    OSError, for the provider to bring it again, where neither the store nor the disk takes it.
    """
    sender = _sender(house, brought)
    if house.journal.takes_all() or (sender != NOBODY and house.journal.waits_for(sender)):
        return _put_by(house, brought, now, sender)
    try:
        return _file(house, brought, now)
    except STORE_IS_AWAY as trouble:
        _log.error("The store is away (%s): what comes is kept in the journal.", type(trouble).__name__)
        house.journal.take_all_for(LOOK_AGAIN)
        return _put_by(house, brought, now, sender)


def _sender(house: House, brought: Brought) -> str:
    """Who sent it, in a word that says nobody's address; receipts come in any order, and wait for nothing."""
    if isinstance(brought, Receipt):
        return NOBODY
    return house.keys.lookup(brought.channel, brought.address).hex()[:LETTERS]


def _file(house: House, brought: Brought, now: datetime) -> Received:
    if isinstance(brought, Inbound):
        return receive(house, brought, now)
    if isinstance(brought, Receipt):
        record_receipt(house, brought, now)
    else:
        record_blocked(house, brought, now)
    return Received(0)


def _put_by(house: House, brought: Brought, now: datetime, sender: str) -> Received:
    entry = json.dumps({"is": type(brought).__name__, "at": now.isoformat(), "says": asdict(brought)})
    house.journal.keep(entry, sender)
    empty_in_background(house)
    return Received(0, advice=_advice(house, brought))


def _advice(house: House, brought: Brought) -> tuple[Words, ...]:
    """What to do in danger waits for no store; the same is said once more, and the rota called, when it is filed."""
    if not isinstance(brought, Inbound) or find_danger(brought.words).now is None:
        return ()
    found = find_language(brought.words)
    language = found if found in languages() and found in house.landlord.languages else "en"
    return tuple(compose((Reply(phrases.IN_DANGER),), language, brought.channel, house.our))


def file_waiting(house: House) -> int:
    """File what waits in the journal, as of when it came, and say how much it was. Raises while the store is away."""

    def file(entry: str) -> None:
        brought, at = _read(entry)
        try:
            _file(house, brought, at)
        except STORE_IS_AWAY:
            raise
        except Exception as fault:  # of ours; one that can never be filed must not hold up what comes after it
            raise NotAnEntry(type(fault).__name__) from None

    return house.journal.empty(file)


def _read(entry: str) -> tuple[Brought, datetime]:
    try:
        kept: dict[str, Any] = json.loads(entry)
        return SHAPES[kept["is"]](**kept["says"]), datetime.fromisoformat(kept["at"])
    except (ValueError, LookupError, TypeError) as trouble:
        raise NotAnEntry(type(trouble).__name__) from None


def empty_in_background(house: House) -> None:
    """See to it that a thread of this process files what waits; it ends when nothing does."""
    if house.journal.waits() and _emptying.acquire(blocking=False):
        threading.Thread(target=_empty, args=(house,), daemon=True, name="journal").start()


def _empty(house: House) -> None:
    patience = threading.Event()
    try:
        while house.journal.waits():
            if not _try_to_file(house):
                patience.wait(LOOK_AGAIN)
    finally:
        _emptying.release()
    empty_in_background(house)  # something may have been kept between the last look and the release


def _try_to_file(house: House) -> int:
    """How much was filed; nothing while the store is away, or while another process is at it."""
    try:
        done = file_waiting(house)
    except STORE_IS_AWAY:
        return 0
    except Exception as trouble:
        _log.error("The journal could not be filed: %s", type(trouble).__name__)
        return 0
    if done:
        _log.warning("The store is back: %d entries of the journal are filed.", done)
    return done
