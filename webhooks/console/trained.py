"""What is told of abuse at home is opened by trained staff alone; others see only that there is more (C5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from bot.privacy.trained import may_read_of_abuse
from storage.cases import Case
from storage.trained import is_of_abuse, talks_of_abuse
from webhooks.console.gate import me
from webhooks.place import now, the_house

Row = TypeVar("Row")


class ForTrained(Forbidden):
    """This case is for staff who are trained for it. Ask a manager."""


def may_read() -> bool:
    """Whether whoever is signed in reads, at this moment, what is told of abuse at home."""
    officer = me()
    return may_read_of_abuse(the_house().landlord, officer.role, officer.email, officer.trained, now())


def check_case(case: Case) -> None:
    """Stop here, with a page that says nothing of the case, where it is not for them."""
    if is_of_abuse(case) and not may_read():
        raise ForTrained


def check_talk(store: Session, conversation_id: int) -> None:
    """The same of a conversation."""
    if not may_read() and talks_of_abuse(store, [conversation_id]):
        raise ForTrained


@dataclass
class Sight:
    """What whoever is signed in sees of the lists, and how many entries were left out for them."""

    store: Session
    may_read: bool = field(default_factory=may_read)
    left_out: int = 0

    def cases(self, rows: Iterable[Row], case_of: Callable[[Row], Case]) -> list[Row]:
        """Those rows whose case they may read."""
        every = list(rows)
        return self._without(every, [not self.may_read and is_of_abuse(case_of(row)) for row in every])

    def talks(self, rows: Iterable[Row], talk_of: Callable[[Row], int]) -> list[Row]:
        """Those rows whose conversation they may read."""
        every = list(rows)
        shut = self.shut([talk_of(row) for row in every])
        return self._without(every, [talk_of(row) in shut for row in every])

    def shut(self, conversation_ids: Sequence[int]) -> set[int]:
        """Those of the conversations that they may not read."""
        return set() if self.may_read else talks_of_abuse(self.store, conversation_ids)

    def _without(self, every: list[Row], hidden: list[bool]) -> list[Row]:
        self.left_out += sum(hidden)
        return [row for row, is_hidden in zip(every, hidden, strict=True) if not is_hidden]
