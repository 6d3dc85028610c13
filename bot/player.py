"""Holds a conversation in a terminal or a test: the real thing, on a store in memory that dies with it."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from bot.catalogues import languages
from bot.channels.contract import Inbound
from bot.configuration.landlord import EXAMPLE_LANDLORD, Landlord, example_landlord
from bot.configuration.settings import Settings
from bot.conversation import begin_page, receive
from bot.example import example_register, read_example_register
from bot.house import House, Registers
from bot.understanding.places.register import Register
from bot.wording import segments
from storage.database import Database
from storage.messages import Message, transcript
from storage.properties import Home, import_properties
from storage.sealing import Keys

Channel = Literal["sms", "telegram", "web"]
OPENING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday morning with the office open
BETWEEN = timedelta(minutes=1)
ADDRESSES: dict[Channel, str] = {"sms": "+447700900123", "telegram": "700900123", "web": "visit-1"}


def example_house(landlord: Landlord | None = None) -> House:
    """The example landlord's house, or another's, with the example's homes, on a new store in memory; no account and no
    file is touched."""
    whole = landlord or example_landlord()
    return House(whole, _settings(), _example_store().copied(), Registers(_register(), 1), random.Random(1))


@cache
def _example_store() -> Database:
    """Made once, as that takes much longer than a copy of it."""
    database = Database("sqlite://", Keys(os.urandom(32)))
    database.migrate()
    homes = [Home(a.uprn, a.address, a.postcode, a.patch, a.block, a.tenure) for a in read_example_register()]
    database.write(lambda session: import_properties(session, homes, OPENING))
    return database


@cache
def _register() -> Register:
    return example_register()


def _settings() -> Settings:
    return Settings(
        data=Path(),
        database_url="sqlite://",
        contact_key=os.urandom(32),
        secret_key=os.urandom(32),
        public_url="http://127.0.0.1:8000",
        port=8000,
        behind_proxies=0,
        landlord_file=EXAMPLE_LANDLORD,
        twilio=None,
        telegram=None,
        smtp_url=None,
    )


@dataclass
class Player:
    """One resident at their channel, and the clock that both sides go by; a minute passes before each message."""

    house: House
    channel: Channel = "sms"
    address: str = ADDRESSES["sms"]
    now: datetime = OPENING
    conversation_id: int = 0
    read_up_to: int = 0
    written: int = field(default=0)

    def open(self, dialog: str, language: str) -> list[Message]:
        """Take up a page without a word from the resident; a report is left for their first message to begin."""
        page = None if dialog == "report" else dialog
        received = begin_page(self.house, self.channel, self.address, page, language, self.now)
        return self._read(received.conversation_id)

    def write(self, words: str, answers: int | None = None, beyond_words: str = "") -> list[Message]:
        """Send one message and return everything that is said to it."""
        self.now += BETWEEN
        self.written += 1
        name = f"{self.address}-{self.written}-{self.now.timestamp()}"
        inbound = Inbound(self.channel, self.address, name, words, beyond_words=beyond_words, answers=answers)
        return self._read(receive(self.house, inbound, self.now).conversation_id)

    def wait(self, for_so_long: timedelta) -> None:
        self.now += for_so_long

    def catch_up(self) -> list[Message]:
        """Read whatever was sent since, without a word from the resident."""
        return self._read(self.conversation_id)

    def _read(self, conversation_id: int) -> list[Message]:
        if conversation_id != self.conversation_id:
            self.read_up_to = 0
        with self.house.database.reading() as session:
            said = [m for m in transcript(session, conversation_id) if m.position > self.read_up_to]
        self.conversation_id = conversation_id
        self.read_up_to = said[-1].position if said else self.read_up_to
        return [message for message in said if message.direction == "out"]


def play(
    dialog: str = "report",
    channel: Channel = "sms",
    language: str = "en",
    script_lines: Iterable[str] | None = None,
    landlord: Landlord | None = None,
) -> int:
    """Hold a conversation on the terminal, or with a script's lines, one message each; 0 when it has been held."""
    house = example_house(landlord=landlord)
    if dialog not in house.book:
        print(f"There is no dialog {dialog}. There are: {', '.join(house.book)}.", file=sys.stderr)
        return 1
    if language not in languages():
        print(f"There is no language {language}. There are: {', '.join(languages())}.", file=sys.stderr)
        return 1
    player = Player(house, channel, ADDRESSES[channel])
    _show(player.open(dialog, language), script_lines is None)
    for words in _typed() if script_lines is None else script_lines:
        if script_lines is not None:
            print(f"> {words}")
        _show(player.write(words), script_lines is None)
    return 0


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("> ")
        except EOFError:
            print()
            return


def _show(said: Sequence[Message], typed: bool) -> None:
    for message in said:
        print("\n".join(lines_of(message)))
        if typed and message.channel == "sms":
            count = segments(message.words or "")
            print(f"  ({count} text{'s' if count > 1 else ''}, {len(message.words or '')} characters)")
    sys.stdout.flush()


def lines_of(message: Message) -> list[str]:
    """What a resident sees of one message, line by line; buttons are numbered as they are by text."""
    buttons = [f"{number} {label}" for number, (_, label) in enumerate(message.choices or (), 1)]
    return [*(message.words or "").split("\n"), *buttons]


def with_chance(house: House, seed: str) -> House:
    """The same house whose references come out the same for the same seed."""
    return replace(house, chance=random.Random(seed))
