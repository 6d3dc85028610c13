"""Takes a conversation one turn forward. Pure: no database, network, clock or chance.

One rule: at every turn the page is read from the top, and the first line that applies and is not settled is the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from bot.state import Frame, Mark, Means, State, Values
from dialogs import phrases
from dialogs.grammar import (
    All,
    Any,
    Ask,
    Choose,
    Condition,
    Dialog,
    Do,
    Effect,
    Is,
    Known,
    Line,
    Not,
    OneOf,
    Option,
    Say,
    Text,
    shows,
)

SENTENCE = 4  # words: from here on, what answers no question is taken as more of the story


@dataclass(frozen=True)
class Perhaps:
    """An answer that could mean several things; the resident is asked which."""

    each: tuple[Means, ...]


Heard = Means | Perhaps | None
Hear = Callable[[Ask | Choose, tuple[Option, ...], str], Heard]
Book = Mapping[str, Dialog]
Shown = str | Text | tuple[Text, ...]


@dataclass(frozen=True)
class Offer:
    """One answer put before the resident: its value, and its label (a Text, or words of their own such as an address)."""

    value: str
    label: Text | str


@dataclass(frozen=True)
class Reply:
    """Something to say: the sentence, what stands in its placeholders, and the answers offered with it."""

    text: Text
    values: dict[str, Shown] = field(default_factory=dict)
    options: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Wish:
    """An effect to make true. `before` is what it used last time; `undo` takes it back."""

    line: str
    effect: Effect
    values: Values
    before: Values | None = None
    undo: bool = False


@dataclass(frozen=True)
class Turn:
    """The state after it, what is said, an effect still to be made true (then call `done`), and whether all is read."""

    state: State
    replies: tuple[Reply, ...] = ()
    wish: Wish | None = None
    over: bool = False


def holds(condition: Condition, known: Mapping[str, str]) -> bool:
    match condition:
        case Is(name, value):
            return known.get(name) == value
        case OneOf(name, values):
            return known.get(name) in values
        case Known(name):
            return name in known
        case Not(one):
            return not holds(one, known)
        case All(each):
            return all(holds(one, known) for one in each)
        case Any(each):
            return any(holds(one, known) for one in each)
        case _:
            assert_never(condition)


def uses(line: Line, known: Mapping[str, str]) -> Values:
    return {name: known[name] for name in sorted(shows(line)) if name in known}


def offers(line: Choose, known: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(option for option in line.options if holds(option.when, known))


def stands(line: Line, mark: Mark, known: Mapping[str, str]) -> bool:
    """Whether what settled the line still does."""
    match line:
        case Do(effect=effect) if effect.once:
            return True
        case Do(effect=effect) if not mark.gave.keys() >= set(effect.gives):
            return False
        case Choose() if mark.how in ("asked", "heard"):
            if mark.gave.get(line.name) not in {o.value for o in offers(line, known)}:
                return False
    return mark.how == "told" or mark.used == uses(line, known)


def read(dialog: Dialog, marks: Mapping[str, Mark]) -> tuple[Line | None, Values, bool]:
    """The first line that applies and is not settled, what is known there, and whether it is an effect that was made
    true and applies no longer."""
    known: Values = {}
    for line in dialog.page:
        mark = marks.get(line.name)
        if not holds(line.when, known):
            if mark and isinstance(line, Do) and not line.effect.once:
                return line, known, True
            continue
        if mark is None or not stands(line, mark, known):
            return line, known, False
        known |= mark.gave
    return None, known, False


def settled(dialog: Dialog, frame: Frame) -> Values:
    """Everything known on a page, also below a line that is still open."""
    known: Values = {}
    for line in dialog.page:
        mark = frame.marks.get(line.name)
        if mark and holds(line.when, known) and stands(line, mark, known):
            known |= mark.gave
    return known


def known_at(dialog: Dialog, frame: Frame, line: Line) -> Values:
    """Everything settled above a line, whether or not a line newly put above it is still open."""
    above = dialog.page[: dialog.page.index(line)]
    return settled(replace(dialog, lines=above), frame)


def walk(book: Book, state: State, replies: tuple[Reply, ...] = (), back: bool = False) -> Turn:
    """Say what is to be said, until there is a question, an effect or nothing left. `back`: a page on top has ended."""
    while True:
        frame = state.top
        dialog = book[frame.dialog]
        line, known, lapsed = read(dialog, frame.marks)
        if line is None:
            if len(state.frames) == 1:
                ended = replace(frame, asking="", shown={}, offered=(), misses=0)
                return Turn(state.with_top(ended), replies or (Reply(phrases.NOTED),), over=True)
            state, back = _without_top(book, state), True
            continue
        used = uses(line, known)
        if back and not isinstance(line, Do):
            replies, back = (*replies, Reply(phrases.BACK)), False
        match line:
            case Say():
                replies = (*replies, Reply(line.text, _shown(dialog, line.text, used)))
                state = state.with_top(frame.settled(line.name, Mark(used=used)))
            case Do(effect=effect):
                old = frame.marks.get(line.name)
                return Turn(state, replies, Wish(line.name, effect, used, old.used if old else None, lapsed))
            case Ask() | Choose():
                return _put(dialog, state, line, known, replies)


def _without_top(book: Book, state: State) -> State:
    """The page on top has been read to its end: what was told there settles lines beneath."""
    told = dict(book[state.top.dialog].settles)
    beneath = []
    for frame in state.frames[:-1]:
        for name in told.keys() & book[frame.dialog].named.keys():
            frame = frame.settled(name, Mark({name: told[name]}, how="told"))
        beneath.append(frame)
    return replace(state, frames=tuple(beneath))


def _put(dialog: Dialog, state: State, line: Ask | Choose, known: Values, replies: tuple[Reply, ...]) -> Turn:
    choices = offers(line, known) if isinstance(line, Choose) else ()
    used = uses(line, known)
    misses = state.top.misses if state.top.asking == line.name else 0
    frame = replace(state.top, asking=line.name, shown=used, offered=(), misses=misses)
    options = tuple(Offer(o.value, o.label) for o in choices)
    return Turn(state.with_top(frame), (*replies, Reply(line.text, _shown(dialog, line.text, used), options)))


def _shown(dialog: Dialog, text: Text, known: Values) -> dict[str, Shown]:
    """What stands in a sentence's placeholders: the label of an option where the value is one."""
    return {field: show(dialog, name, known[name]) for field, name in text.fields.items() if name in known}


def show(dialog: Dialog, name: str, value: str) -> Shown:
    """A value as a resident reads it. A gist, `kind=noise often=daily`, is the labels of those options."""
    line = dialog.named.get(name)
    if isinstance(line, Choose):
        return next((o.label for o in line.options if o.value == value), value)
    if name == "gist":
        pairs = [pair.split("=") for pair in value.split()]
        return tuple(label for n, v in pairs if isinstance(label := show(dialog, n, v), Text))
    return value


def begin(book: Book, dialog: str, heard: Values | None = None, under: State | None = None) -> Turn:
    """A page taken up, above those it interrupts; the same page interrupted by itself starts afresh."""
    below = tuple(f for f in under.frames if f.dialog != dialog) if under else ()
    number = under.begun + 1 if under else 1
    marks = {name: Mark({name: value}, how="heard") for name, value in (heard or {}).items()}
    return walk(book, State((*below, Frame(dialog, marks, number=number)), number))


def done(book: Book, turn: Turn, gave: Values) -> Turn:
    """The wish has been made true, or taken back. A page that ended on an effect comes back to where it was."""
    assert turn.wish
    if turn.wish.undo:
        return walk(book, turn.state.with_top(turn.state.top.reopened(turn.wish.line)), turn.replies)
    return walk(
        book, turn.state.with_top(turn.state.top.settled(turn.wish.line, Mark(gave, turn.wish.values))), turn.replies
    )


def reopen(book: Book, state: State, *names: str) -> Turn:
    return walk(book, state.with_top(state.top.reopened(*names)))


def go_back(book: Book, state: State) -> Turn:
    """The question answered last is put again; at the first one, that one."""
    named = book[state.top.dialog].named
    asked = [n for n, m in state.top.marks.items() if m.how != "told" and isinstance(named.get(n), Ask | Choose)]
    return reopen(book, state, *asked[-1:])


def resume(book: Book, state: State) -> Turn:
    """Picked up after a long while: what may have changed since is asked again."""
    page = book[state.top.dialog].page
    return reopen(book, state, *(line.name for line in page if isinstance(line, Ask | Choose) and line.fresh))


def skip(book: Book, state: State) -> Turn:
    """The question is left out, if it may be."""
    line = asked_line(book, state)
    if not isinstance(line, Ask | Choose) or not line.droppable:
        return walk(book, state, (Reply(phrases.NEEDED),))
    return walk(book, state.with_top(state.top.settled(line.name, Mark(used=state.top.shown, how="skipped"))))


def asked_line(book: Book, state: State) -> Line | None:
    """The line being asked, under its present name; None when it is no longer on the page."""
    dialog = book[state.top.dialog]
    return dialog.named.get(dialog.renamed.get(state.top.asking, state.top.asking))


def answer(book: Book, state: State, said: str, hear: Hear) -> Turn:
    """One message from the resident, to the line that was asked."""
    frame = state.top
    dialog = book[frame.dialog]
    line = asked_line(book, state)
    if not isinstance(line, Ask | Choose):
        return _gather(book, state, said, hear) or walk(book, state, (Reply(phrases.LOST),))
    options = offers(line, known_at(dialog, frame, line)) if isinstance(line, Choose) else ()
    match _from_offered(frame.offered, said) or hear(line, options, said):
        case None:
            return (isinstance(line, Choose) and _gather(book, state, said, hear)) or _missed(book, state)
        case Perhaps(each):
            return _did_you_mean(state, line, each)
        case Means() as means:
            return _take(book, state, line, options, means)


def _take(book: Book, state: State, line: Ask | Choose, options: tuple[Option, ...], means: Means) -> Turn:
    frame = state.top
    chosen = next((o for o in options if o.value == means.value), None)
    if chosen and chosen.reopens:
        return reopen(book, state, *chosen.reopens)
    also = {name: Mark({name: v}, how="heard") for name, v in means.also.items() if name not in frame.marks}
    frame = replace(frame, marks=also | frame.marks, misses=0, offered=())
    state = state.with_top(frame.settled(line.name, Mark({line.name: means.value} | means.gives, frame.shown)))
    if chosen and chosen.opens:
        return begin(book, chosen.opens, under=state)
    return walk(book, state)


def _gather(book: Book, state: State, said: str, hear: Hear) -> Turn | None:
    """A whole sentence that answers nothing we asked is more of the story: it is added, never lost."""
    frame = state.top
    story = book[frame.dialog].named.get(book[frame.dialog].gathers)
    if not isinstance(story, Ask) or len(said.split()) < SENTENCE:
        return None
    heard = hear(story, (), said)
    if not isinstance(heard, Means):
        return None
    return walk(book, state.with_top(add_to_story(frame, story, heard)), (Reply(phrases.ADDED),))


def add_to_story(frame: Frame, story: Ask, heard: Means) -> Frame:
    """The report with one more message in it, and with whatever else that message made known."""
    before = frame.marks.get(story.name)
    told = f"{before.gave[story.name]}\n{heard.value}" if before and before.gave else heard.value
    also = {name: Mark({name: v}, how="heard") for name, v in heard.also.items() if name not in frame.marks}
    return replace(
        frame, marks=also | frame.marks | {story.name: Mark({story.name: told}, before.used if before else {})}
    )


def _did_you_mean(state: State, line: Ask | Choose, each: tuple[Means, ...]) -> Turn:
    labels = {o.value: o.label for o in line.options} if isinstance(line, Choose) else {}
    options = tuple(Offer(m.value, labels.get(m.value, m.value)) for m in each)
    none = Offer("none", phrases.NONE_OF_THESE)
    frame = replace(state.top, offered=each)
    return Turn(state.with_top(frame), (Reply(phrases.PERHAPS, {}, (*options, none)),))


def _from_offered(offered: tuple[Means, ...], said: str) -> Means | None:
    said = said.strip().rstrip(".").casefold()
    for n, means in enumerate(offered, 1):
        if said in (str(n), means.value.casefold()):
            return means
    return None


def _missed(book: Book, state: State) -> Turn:
    if state.top.offered:  # "None of these": the question is put once more, and nobody is told off
        return walk(book, state.with_top(replace(state.top, offered=())), (Reply(phrases.OTHER_WORDS),))
    misses = state.top.misses + 1
    sorry = (Reply(phrases.AGAIN), Reply(phrases.PERSON)) if misses >= 2 else (Reply(phrases.AGAIN),)
    return walk(book, state.with_top(replace(state.top, misses=misses)), sorry)
