"""A resident at the web chat: follows its pages as a browser without JavaScript does, hidden fields and all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bot.house import House
from storage.conversations import Conversation
from storage.messages import Message, transcript

NOISE = "My neighbour plays loud music at 14 Elm Court every night and I cannot sleep"
KNIFE = "Help he has a knife and is breaking down my door now"

BUBBLE = re.compile(r'<li class="hb-bubble hb-bubble--(\w+)( hb-bubble--danger)?".*?</li>', re.DOTALL)
LINE = re.compile(r'<p class="hb-bubble__line".*?>\s*(.*?)\s*</p>', re.DOTALL)


@dataclass
class WebResident:
    """`page` is what the browser shows now."""

    client: FlaskClient
    page: str = ""
    last: TestResponse = field(init=False)

    def start(self, **chosen: str) -> WebResident:
        self._show(self.client.get("/chat"))
        return self._show(self.client.post("/chat/start", data=self.fields() | chosen, follow_redirects=True))

    def say(self, words: str, **also: str) -> WebResident:
        """Write in the box and press Send."""
        return self.send({"words": words} | also)

    def press(self, answer: str) -> WebResident:
        """Press one of the buttons by its value, which must be on the page."""
        assert f'name="answer" value="{answer}"' in self.page, f"there is no button {answer}"
        return self.send({"answer": answer})

    def send(self, filled: dict[str, str]) -> WebResident:
        return self._show(self.client.post("/chat/talk", data=self.fields() | filled, follow_redirects=True))

    def fields(self) -> dict[str, str]:
        """The hidden fields of the form on the page."""
        found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', self.page)
        return {name: unescape(value) for name, value in found}

    def heard(self) -> list[str]:
        """What the page shows that we said, in order."""
        return [line for who, lines in self._bubbles() if who == "ours" for line in lines]

    def said(self) -> list[str]:
        """What the page shows that the resident said, in order."""
        return [line for who, lines in self._bubbles() if who == "resident" for line in lines]

    def sees_danger_advice(self) -> bool:
        return "hb-bubble--danger" in self.page

    def _bubbles(self) -> list[tuple[str, list[str]]]:
        return [(found[1], [_plain(line) for line in LINE.findall(found[0])]) for found in BUBBLE.finditer(self.page)]

    def _show(self, answer: TestResponse) -> WebResident:
        self.last, self.page = answer, answer.get_data(as_text=True)
        return self


def _plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", markup))


class Clock:
    """The time at the door: a Monday morning, until a test lets time pass."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


def count(house: House, noun: Any) -> int:
    """How many rows of it are stored."""
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(noun)) or 0


def the_messages(house: House) -> list[Message]:
    """All that is stored as said, in order."""
    with house.database.reading() as session:
        talks = session.scalars(select(Conversation.id).order_by(Conversation.id)).all()
        return [message for talk in talks for message in transcript(session, talk)]


def heard_by(house: House) -> list[str]:
    """What was filed as said by residents, without the blank first turn."""
    return [message.words for message in the_messages(house) if message.direction == "in" and message.words]
