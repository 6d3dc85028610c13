"""Where a conversation stands: the pages being read, what settled each of their lines, and the same as JSON. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Values = dict[str, str]
How = Literal["asked", "heard", "told", "skipped", "begun"]


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Unreadable(Exception):
    """What is stored is not a state of a conversation."""


@dataclass(frozen=True)
class Mark:
    """A line is settled: what it gave, and what it used at that moment.

    `how`: asked (answered when put), heard (said before it was asked), told (in a page that interrupted), skipped,
    begun (a story of which too little was told: it is still asked for).
    """

    gave: Values = field(default_factory=dict)
    used: Values = field(default_factory=dict)
    how: How = "asked"


@dataclass(frozen=True)
class Means:
    """An answer understood: its value, what else it says of the same line, and what it says of other lines (line
    name -> what that line gives). `thin`: too little for a story to be told by it. `reopens`: lines whose answers it
    takes back, as the option of a question may."""

    value: str
    gives: Values = field(default_factory=dict)
    also: dict[str, Values] = field(default_factory=dict)
    thin: bool = False
    reopens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """One page being read. `offered` are the meanings put by the last "Did you mean"; `before` is what answers that
    are being corrected were."""

    dialog: str
    marks: dict[str, Mark] = field(default_factory=dict)
    asking: str = ""
    shown: Values = field(default_factory=dict)
    offered: tuple[Means, ...] = ()
    misses: int = 0
    number: int = 0
    before: Values = field(default_factory=dict)

    def settled(self, name: str, mark: Mark) -> Frame:
        """The line settled last stands last, so that going back finds it."""
        marks = {n: m for n, m in self.marks.items() if n != name}
        return replace(self, marks=marks | {name: mark})

    @property
    def at_rest(self) -> Frame:
        """The same page with no question put."""
        return replace(self, asking="", shown={}, offered=(), misses=0)

    def with_marks(self, marks: dict[str, Mark]) -> Frame:
        return replace(self, marks=self.marks | marks)

    def reopened(self, *names: str) -> Frame:
        """These lines are open again; what they gave is remembered while they are corrected."""
        before = {n: m.gave[n] for n, m in self.marks.items() if n in names and n in m.gave}
        marks = {n: m for n, m in self.marks.items() if n not in names}
        return replace(self, marks=marks, misses=0, offered=(), before=self.before | before)


HANDED_BACK = "handed_back"
"""The note that an officer has finished in a talk when nothing could be said any more: it is about the next message."""
JUST_AGREED = "just_agreed"
"""The note that hours to write in were agreed a moment ago: few words are enough to put that right."""
OF_ONE_MATTER = ("concern", "danger", "told")
"""Notes of what was dangerous or urgent, and of who was told of it."""


@dataclass(frozen=True)
class State:
    """The page being read last; under it the pages it interrupted. `begun` counts the pages begun so far; `notes`
    are facts of the whole conversation, such as when danger advice was last given."""

    frames: tuple[Frame, ...]
    begun: int = 1
    notes: Values = field(default_factory=dict)

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    @property
    def over(self) -> bool:
        """Whether every page has been read to its end."""
        return len(self.frames) == 1 and not self.top.asking

    @property
    def remembered(self) -> Values:
        """The notes that go on: a new matter does not inherit the danger of one that is settled, nor that somebody was
        told of it, and whatever is said next is no longer the first thing after an officer, or after an agreement."""
        left = (HANDED_BACK, JUST_AGREED, *(OF_ONE_MATTER if self.over else ()))
        return {name: note for name, note in self.notes.items() if name not in left}

    def noted(self, **notes: str) -> State:
        return replace(self, notes=self.notes | notes)

    def with_top(self, frame: Frame) -> State:
        return replace(self, frames=(*self.frames[:-1], frame))


def dump(state: State) -> str:
    """The state as compact JSON."""
    return _WRITER.encode({"begun": state.begun, "frames": [_frame_out(f) for f in state.frames], "notes": state.notes})


def load(raw: str) -> State:
    """The state that `dump` wrote; unknown fields of a newer version are left alone. Raises Unreadable."""
    try:
        found = json.loads(raw)
        return State(tuple(_frame_in(f) for f in found["frames"]), found["begun"], found.get("notes", {}))
    except (ValueError, LookupError, TypeError, AttributeError):  # no cause goes along: it quotes what was said
        raise Unreadable("not a state that this release can read") from None


def _frame_out(frame: Frame) -> dict[str, Any]:
    out: dict[str, Any] = {"dialog": frame.dialog, "number": frame.number, "asking": frame.asking}
    out["marks"] = {name: [mark.gave, mark.used, mark.how] for name, mark in frame.marks.items()}
    if frame.shown:
        out["shown"] = frame.shown
    if frame.offered:
        out["offered"] = [[m.value, m.gives, m.also] for m in frame.offered]
    if frame.misses:
        out["misses"] = frame.misses
    if frame.before:
        out["before"] = frame.before
    return out


def _frame_in(found: dict[str, Any]) -> Frame:
    return Frame(
        dialog=found["dialog"],
        marks={name: Mark(*mark) for name, mark in found["marks"].items()},
        asking=found["asking"],
        shown=found.get("shown", {}),
        offered=tuple(Means(*m) for m in found.get("offered", ())),
        misses=found.get("misses", 0),
        number=found.get("number", 0),
        before=found.get("before", {}),
    )
