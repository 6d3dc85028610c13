"""Transcripts as plain text files: what a resident writes, what we say, and what happens in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from bot import conversation, engine
from bot.configuration.hours import LONDON
from bot.house import House, Registers
from bot.in_touch.taking_over import look_who_waits
from bot.player import Channel, Player, example_house, lines_of, with_chance
from bot.privacy import counting, equality
from bot.state import State, dump, load
from bot.surveys import campaigns
from bot.surveys.campaign_list import List, Row
from bot.surveys.inviting import ask_how_it_went
from dialogs.book import BOOK
from storage import alerts, cases
from storage.contacts import find_contact
from storage.conversations import Conversation, find_open_conversation
from storage.messages import Message, transcript, verify
from storage.staff import add_staff
from tests.staff_at_work import WORK, officer_hands_back, officer_writes

STORIES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
EVERYWHERE = "sms, telegram, web"
NOT_ON_THE_WEB = ("safe_to_text", "may_update")  # asked only where we could write first
NOT_BY_TEXT = "reach"  # asked only where we have no number; a story told by text leaves it out elsewhere
OFFICER_WRITES = "an officer writes: "
LATER = re.compile(r"(\d+) (minute|hour|day)s? later")


@dataclass
class Step:
    """One thing that happens: a message from the resident ('>') or an event in brackets ('['), and what we say."""

    sort: str
    words: str
    said: list[str] = field(default_factory=list)


@dataclass
class Story:
    """One file: its title, where and when it plays, and its steps."""

    title: list[str]
    heads: dict[str, str]
    steps: list[Step]

    @property
    def channels(self) -> list[Channel]:
        return [channel for name in self.heads["channels"].split(",") if (channel := _channel(name.strip()))]

    @property
    def begins(self) -> datetime:
        local = datetime.strptime(self.heads["clock"], "%A %d %B %Y, %H:%M").replace(tzinfo=LONDON)
        return local.astimezone(UTC)

    def written_out(self) -> str:
        lines = [*self.title, *(f"{name}: {value}" for name, value in self.heads.items())]
        for step in self.steps:
            lines.append("")
            lines += [f"[{step.words}]"] if step.sort == "[" else _marked("> ", step.words)
            for said in step.said:
                lines += _marked("< ", said)
        return "\n".join(lines) + "\n"


def _channel(name: str) -> Channel:
    assert name in ("sms", "telegram", "web"), name
    return name  # type: ignore[return-value]  # just asserted


def _marked(mark: str, words: str) -> list[str]:
    first, *rest = words.split("\n")
    return [f"{mark}{first}".rstrip(), *(f"  {line}".rstrip() for line in rest)]


def read_story(path: Path) -> Story:
    """The story in a file: lines that begin with "# ", then "name: value", then steps with empty lines between."""
    head, *steps = path.read_text("utf-8").rstrip("\n").split("\n\n")
    lines = head.split("\n")
    title = [line for line in lines if line.startswith("#")]
    heads = dict(line.split(": ", 1) for line in lines if not line.startswith("#"))
    return Story(title, {"channels": EVERYWHERE, "clock": "Monday 23 November 2026, 10:00"} | heads,
                 [step for block in steps for step in _steps(block)])  # fmt: skip


def _steps(block: str) -> Iterator[Step]:
    step: Step | None = None
    for line in block.split("\n"):
        if line.startswith("["):
            step = Step("[", line[1:-1])
            yield step
        elif line.startswith(">"):
            step = Step(">", line[2:])
            yield step
        elif line.startswith("<"):
            assert step, f"something is said before anything happens: {line}"
            step.said.append(line[2:])
        else:
            assert step, line
            assert line.startswith("  "), f"neither a message, an event nor the rest of one: {line!r}"
            if step.said:
                step.said[-1] += f"\n{line[2:]}"
            else:
                step.words += f"\n{line[2:]}"


@dataclass(frozen=True)
class Walked:
    """What one playing of a story walked: (page, line) and (page, line, answer)."""

    lines: set[tuple[str, str]]
    answers: set[tuple[str, str, str]]


@dataclass(frozen=True)
class Played:
    """A story as it went on one channel: what was said at each step, and the question that each step answered."""

    said: tuple[tuple[Message, ...], ...]
    asked: tuple[str, ...]
    walked: Walked
    problems: list[str]


@cache
def the_house(channel: Channel) -> House:
    """One store for each channel, so that the references come out the same on all."""
    return example_house()


@cache
def play_story(path: Path, channel: Channel) -> Played:
    """Play a story from its beginning; on the web without the steps that answer what is not asked there."""
    story, walked = read_story(path), Walked(set(), set())
    player = Player(with_chance(the_house(channel), path.name), channel, f"{channel}-{path.stem}", story.begins)
    player.open(story.heads.get("page", "report"), story.heads.get("language", "en"))
    skipped = asked_by_text(path) if channel == "web" else ()
    said: list[tuple[Message, ...]] = []
    asked: list[str] = []
    with _watching(walked):
        for number, step in enumerate(story.steps):
            asked.append(_asking(player))
            if number < len(skipped) and skipped[number] in NOT_ON_THE_WEB and step.sort == ">":
                player.wait(timedelta(minutes=1))
                said.append(())
            else:
                said.append((*_take(player, step), *_leave_out(player, story)))
            _write_out_and_read_back(player)
    with player.house.database.reading() as session:
        problems = verify(session, player.conversation_id)
    return Played(tuple(said), tuple(asked), walked, problems)


def _leave_out(player: Player, story: Story) -> list[Message]:
    """What is asked here alone, and that the story knows nothing of, is skipped."""
    is_asked_here_alone = story.channels[0] == "sms" != player.channel and _asking(player) == NOT_BY_TEXT
    return player.write("skip") if is_asked_here_alone else []


def asked_by_text(path: Path) -> tuple[str, ...]:
    """The question that stood when each step came, on the channel that the file is written for."""
    first = read_story(path).channels[0]
    return play_story(path, first).asked if first != "web" else ()


def _take(player: Player, step: Step) -> list[Message]:
    if step.sort == ">":
        return player.write(step.words)
    if found := LATER.fullmatch(step.words):
        player.wait(timedelta(**{f"{found[2]}s": int(found[1])}))
        return []
    if step.words.startswith(OFFICER_WRITES):
        return officer_writes(player, step.words.removeprefix(OFFICER_WRITES))
    if step.words.startswith("an old button: "):
        return player.write(step.words.removeprefix("an old button: "), answers=_first_said(player))
    if step.words.endswith(" characters"):
        return player.write(("They shout and bang doors. " * 400)[: int(step.words.split()[0].replace(",", ""))])
    return EVENTS[step.words](player)


def _first_said(player: Player) -> int:
    with player.house.database.reading() as session:
        return next(m.id for m in transcript(session, player.conversation_id) if m.direction == "out")


def _kill(player: Player) -> list[Message]:
    """A new process would find the store, and nothing else."""
    player.house = replace(player.house, registers=Registers())
    return []


def _take_alert(player: Player) -> list[Message]:
    def take(session: Any) -> None:
        waiting = [a for a in alerts.alerts_of(session, player.conversation_id) if a.acknowledged_at is None]
        assert waiting, "no alert waits"
        for alert in waiting:
            alerts.acknowledge(session, alert.id, "Bob Carter", "console", player.now)

    player.house.database.write(take)
    return []


def _look_who_waits(player: Player) -> list[Message]:
    """Whoever has waited too long for an officer who has the conversation is told so."""
    look_who_waits(player.house, player.now)
    return player.catch_up()


def _ask_of_risk(player: Player) -> list[Message]:
    """The page on which we ask how safe they are."""
    with player.house.database.reading() as session:
        talk = session.get_one(Conversation, player.conversation_id)
    return player.open("risk", talk.language)


def _close_case(player: Player) -> list[Message]:
    def close(session: Any) -> None:
        contact_id = session.get(Conversation, player.conversation_id).contact_id
        for case in cases.open_cases_of(session, contact_id):
            cases.close_case(session, case, "Bob Carter", player.now)

    player.house.database.write(close)
    return []


def _write_code(player: Player) -> list[Message]:
    """The code that came last, wherever it came to."""
    with player.house.database.reading() as session:
        last = session.scalars(select(Message).where(Message.kind == "code").order_by(Message.id.desc())).first()
    assert last is not None, "no code was sent"
    assert last.words
    return player.write(next(word for word in re.findall(r"\d{6}", last.words)))


def _gwen_reports(player: Player) -> list[Message]:
    """Somebody else, by text, to whom it is safe to write."""
    gwen = Player(player.house, "sms", "+447700900888", player.now)
    for words in ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes"):
        gwen.write(words)
    return []


def _ask_about_phone(player: Player) -> list[Message]:
    """The page on safe contact is taken up."""
    return player.open("safe_contact", "en")


def _ask_how_it_went(player: Player) -> list[Message]:
    """Whoever is due is asked; nothing is said where they are not."""
    ask_how_it_went(player.house, player.now)
    return player.catch_up()


def _campaign(survey: str) -> Callable[[Player], list[Message]]:
    """They are on the list of a campaign, which begins now."""

    def begin(player: Player) -> list[Message]:
        house, at = player.house, player.now
        by = house.database.write(lambda session: add_staff(session, player.address, "Mina", "manager", at, "x").id)
        row = Row(player.address, player.channel, player.address, "en", None, {})
        campaign_id = campaigns.take_list(house, "Autumn", survey, List((row,), ()), by, at)
        campaigns.begin(house, campaign_id, campaigns.Plan(None, False, 1), at)
        ask_how_it_went(house, at)
        with house.database.reading() as session:
            contact = find_contact(session, house.keys, player.channel, player.address)
            talk = find_open_conversation(session, player.channel, contact.id) if contact else None
        player.conversation_id = talk.id if talk else 0
        return player.catch_up()

    return begin


EVENTS: dict[str, Callable[[Player], list[Message]]] = {
    "kill and reload": _kill,
    "staff take the alert": _take_alert,
    "staff close the case": _close_case,
    "the officer hands back": officer_hands_back,
    "the worker looks who waits": _look_who_waits,
    "we ask how safe they are": _ask_of_risk,
    "they write the code that came there": _write_code,
    "Gwen reports something by text": _gwen_reports,
    "we ask about the phone": _ask_about_phone,
    "we ask how it went": _ask_how_it_went,
    "a campaign asks about reporting": _campaign("confidence"),
    "a campaign asks as on a visit": _campaign("visit"),
    "a picture comes": lambda player: player.write("", beyond_words="photo"),
    "a picture comes, under it: at 14 elm court": lambda player: player.write("at 14 elm court", beyond_words="photo"),
    **WORK,
}


def _state(player: Player) -> str | None:
    with player.house.database.reading() as session:
        talk = session.get(Conversation, player.conversation_id)
        return talk.state if talk else None


def _asking(player: Player) -> str:
    state = _state(player)
    return load(state).top.asking if state else ""


def _write_out_and_read_back(player: Player) -> None:
    state = _state(player)
    assert state is None or dump(load(state)) == state


def _watching(walked: Walked) -> Any:
    """Notes every line that is settled and every answer that is taken."""
    take, conclude, count = engine._take, conversation._conclude, equality.count

    def note_answer(book: Any, state: State, line: Any, options: Any, means: Any, hear: Any) -> Any:
        walked.answers.add((state.top.dialog, line.name, means.value))
        return take(book, state, line, options, means, hear)

    def note_counted(scene: Any, line: str, answer: str) -> None:
        walked.answers.update((page, line, answer) for page, dialog in BOOK.items() if line in dialog.counted)
        count(scene, line, answer)

    def note_lines(scene: Any, turn: Any) -> Any:
        for frame in (*turn.ended, *turn.state.frames):
            for name, mark in frame.marks.items():
                walked.lines.add((frame.dialog, name))
                walked.answers.add((frame.dialog, name, mark.gave.get(name, "")))
        return conclude(scene, turn)

    return _All(
        patch.multiple(engine, _take=note_answer),
        patch.multiple(conversation, _conclude=note_lines),
        patch.multiple(counting, count=note_counted),
    )


class _All:
    def __init__(self, *each: Any) -> None:
        self.each = each

    def __enter__(self) -> None:
        for one in self.each:
            one.start()

    def __exit__(self, *_: object) -> None:
        for one in self.each:
            one.stop()


def seen(messages: tuple[Message, ...]) -> list[str]:
    """Every line of some messages as a resident sees it, buttons numbered, without empty lines."""
    return [line for message in messages for line in lines_of(message) if line]
