"""One conversation with the bare engine: answers are given by value, effects are counted, state goes through JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from bot import engine
from bot.effects import kind_chosen, sum_up
from bot.page import Shown
from bot.scene import Scene
from bot.state import Frame, Means, State, Values, dump, load
from bot.turn import Heard, Perhaps, Turn
from dialogs.book import BOOK
from dialogs.grammar import Ask, Choose, Dialog, Effect, Option, Text

NOBODY = cast(Scene, None)  # the effects that only think need no scene


@dataclass
class Talk:
    """`did` are the effects in order, `case` what the case was opened or amended with."""

    book: Mapping[str, Dialog] = field(default_factory=lambda: BOOK)
    turn: Turn = field(default_factory=lambda: Turn(State((Frame("report"),))))
    did: list[str] = field(default_factory=list)
    case: Values = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    prefills: bool = True

    def begin(self, page: str = "report") -> Talk:
        under = self.state if self.turn.replies and not self.turn.over else None
        return self._go(engine.begin(self.book, page, under=under))

    def say(self, *answers: str) -> Talk:
        for one in answers:
            self._go(engine.answer(self.book, self.state, one, self._hear))
        return self

    def skip(self) -> Talk:
        return self._go(engine.skip(self.book, self.state))

    def back(self) -> Talk:
        return self._go(engine.go_back(self.book, self.state))

    def change(self, *names: str) -> Talk:
        return self._go(engine.reopen(self.book, self.state, *names))

    def resume(self) -> Talk:
        return self._go(engine.walk(self.book, engine.refresh(self.book, self.state)))

    @property
    def state(self) -> State:
        return self.turn.state

    @property
    def top(self) -> Frame:
        return self.state.top

    @property
    def asking(self) -> str:
        return self.top.asking

    @property
    def over(self) -> bool:
        return self.turn.over

    def _go(self, turn: Turn) -> Talk:
        while turn.wish:
            wish = turn.wish
            if wish.before is not None:
                self.did.append(f"{'undo' if wish.undo else 'again'} {wish.line}")
            else:
                self.did.append(wish.line)
            turn = engine.done(self.book, turn, {} if wish.undo else self._make_true(wish.effect, wish.values))
        self.turn = Turn(load(dump(turn.state)), turn.replies, over=turn.over, ended=turn.ended)
        self.said = [_written(reply.text, reply.values) for reply in turn.replies]
        assert self.said, "a turn never ends in silence"
        return self

    def _make_true(self, effect: Effect, values: Values) -> Values:
        match effect.verb:
            case "notice":
                concern = next((one for one in ("domestic_abuse", "hate") if one in values["words"]), "")
                guess = "not_asb" if "boiler" in values["words"] else ""
                return {"gist": "", "guess": guess, "concern": concern, "young": "no", "channel": "sms"}
            case "classify":
                return {"kind": kind_chosen(values)}
            case "sum_up":
                return sum_up(NOBODY, values)
            case "look_for_open_case":
                return {"open_case": "OPEN-CASE" if values.get("uprn") == "2" else ""}
            case "open_case":
                self.case = values
                return {"reference": "REF", "reply_by": "2026-11-30T17:00:00+00:00"}
            case "which_danger":
                return {"sort": "abuse", "advice": "full", "young": "no", "quiet": "no"}
            case "ask_for_person":
                return {"office": "open", "person_by": "2026-11-30T09:00:00+00:00"}
            case _:
                return dict.fromkeys(effect.gives, "")

    def _hear(self, line: Ask | Choose, options: tuple[Option, ...], said: str, known: Values) -> Heard:
        if isinstance(line, Choose):
            return Means(said) if any(option.value == said for option in options) else None
        if line.kind == "place":
            return Perhaps((Means("1 Elm", {"uprn": "1"}), Means("2 Elm", {"uprn": "2"}))) if said == "elm" else (
                Means(said, {"uprn": said.split()[0]}) if said.strip() else None)  # fmt: skip
        also = {"group": {"group": "noise"}, "often": {"often": "daily"}} if "music" in said and self.prefills else {}
        return Means(said, also=also) if said.strip() else None


def _written(text: Text, values: Mapping[str, Shown]) -> str:
    shown = {name: value.msgid if isinstance(value, Text) else str(value) for name, value in values.items()}
    return text.msgid.format_map(shown | {name: name for name in text.fields if name not in shown})
