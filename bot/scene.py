"""What one turn is taken in: the open transaction, who writes, when, and what was recognised in their message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.house import House
from bot.state import Frame
from bot.understanding.danger.finding import Danger
from bot.understanding.places.register import Register
from bot.understanding.reach import Apart
from dialogs.grammar import Dialog
from storage.contacts import Contact
from storage.conversations import Conversation

SAFE = Danger(now=None, urgent=False, concern=None, child=False)


@dataclass(frozen=True)
class Counted:
    """What was taken out of a message: the question that it answers and, where it could be heard, the answer; no
    question where it is not being asked."""

    line: str = ""
    answer: str = ""


@dataclass
class Scene:
    """`notes` are facts of the conversation that outlive the turn (State.notes); effects may add to them. `reserved`:
    this message asks not to be named, `in_doubt`: it may tell of danger, and whoever wrote it is to be asked (R1)."""

    house: House
    session: Session
    conversation: Conversation
    contact: Contact
    register: Register
    now: datetime
    danger: Danger = SAFE
    reserved: bool = False
    in_doubt: bool = False
    after_a_pause: bool = False
    notes: dict[str, str] = field(default_factory=dict)
    frame: Frame = field(default_factory=lambda: Frame("report"))
    apart: Apart | None = None  # how to reach them, where the message told us and was filed without it
    earlier: Sequence[object] | None = None  # what they reported within a year, where a case is about to be opened
    counted: Counted | None = None  # who they are, where the message told us and was filed without it

    @property
    def book(self) -> Mapping[str, Dialog]:
        return self.house.book

    @property
    def language(self) -> str:
        return self.conversation.language

    @property
    def gives_reach(self) -> bool:
        """Whether the message says how they can be reached, in answer to our asking."""
        return self.apart is not None and bool(self.apart.ways)

    @property
    def word(self) -> str:
        """What the message did with a code word: "chosen", "amiss", "said", or nothing."""
        return self.apart.word if self.apart else ""

    @property
    def gives_apart(self) -> bool:
        """Whether the message answers a question whose answer is kept apart."""
        return self.gives_reach or self.word == "chosen"

    @property
    def is_urgent(self) -> bool:
        """Whether anything said so far in this conversation must be looked at within a working day (R11)."""
        return bool(self.danger.now or self.notes.get("concern") or self.notes.get("danger"))
