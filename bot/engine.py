"""Takes a conversation one turn forward. Pure: no database, network, clock or chance.

One rule: at every turn the page is read from the top, and the first line that applies and is not settled is the next.
"""

from __future__ import annotations

from dataclasses import replace

from bot.offered import from_offered, is_none_of_these
from bot.page import answers_another, known_at, offers, read, settled, shown_in, uses
from bot.state import Frame, Mark, Means, State, Values
from bot.turn import Amiss, Book, Hear, Offer, Perhaps, Reply, Turn, Wish
from dialogs import phrases
from dialogs.grammar import Ask, Choose, Dialog, Do, Line, Option, Say

SENTENCE = 4  # words: from here on, what answers no question is taken as more of the story


class NotGiven(Exception):
    """An effect did not make known what its line on the page says that it gives."""


def walk(book: Book, state: State, replies: tuple[Reply, ...] = (), ended: tuple[Frame, ...] = ()) -> Turn:
    """Say what is to be said, until there is a question, an effect or nothing left."""
    return _walk_on(book, Turn(state, replies, ended=ended))


def _walk_on(book: Book, turn: Turn) -> Turn:
    while True:
        frame = turn.state.top
        dialog = book[frame.dialog]
        line, known, lapsed = read(dialog, frame.marks)
        if line is None:
            turn = _end_page(book, turn)
            if turn.over:
                return turn
            continue
        used = uses(line, known)
        if isinstance(line, Do):
            old = frame.marks.get(line.name)
            return replace(turn, wish=Wish(line.name, line.effect, used, old.used if old else None, lapsed))
        may_be = frame.offered if turn.back and frame.asking == line.name else ()
        if turn.back:
            said = (reply for reply in turn.replies if reply.text != phrases.BACK)  # once, where two pages end
            turn = replace(turn, replies=(*said, Reply(phrases.BACK)), back=False)
        if may_be and not isinstance(line, Say):  # "how long will it take", asked where two homes may be meant
            again = _did_you_mean(turn.state, line, may_be)
            return replace(again, replies=(*turn.replies, *again.replies), ended=turn.ended)
        if not isinstance(line, Say):
            return _put(dialog, turn, line, known)
        replies = (*turn.replies, Reply(line.text, shown_in(dialog, line.text, used)))
        turn = replace(turn, replies=replies, state=turn.state.with_top(frame.settled(line.name, Mark(used=used))))


def _end_page(book: Book, turn: Turn) -> Turn:
    """The page on top has been read to its end: back to the one beneath, or all is said."""
    state, ended = turn.state, (*turn.ended, turn.state.top)
    if len(state.frames) > 1:
        uncovered = _without_top(book, state)
        return replace(turn, state=uncovered, ended=ended, back=bool(uncovered.top.asking))
    return Turn(state.with_top(state.top.at_rest), turn.replies or (Reply(phrases.NOTED),), over=True, ended=ended)


def _without_top(book: Book, state: State) -> State:
    """The page on top has been read to its end: what was told there settles lines beneath, by name."""
    top = state.top
    marks = {name: replace(mark, how="told") for name, mark in top.marks.items() if name in _spoken(book[top.dialog])}
    marks |= {name: Mark({name: value}, how="told") for name, value in book[top.dialog].settles}
    beneath = [f.with_marks(_of_page(book[f.dialog], f, marks)) for f in state.frames[:-1]]
    return replace(state, frames=tuple(beneath))


def _of_page(dialog: Dialog, frame: Frame, marks: dict[str, Mark]) -> dict[str, Mark]:
    """Those of a page's own lines; a story that was told there stands, and is not another one."""
    told = frame.marks.get(dialog.gathers)
    story = dialog.gathers if told is not None and told.how != "begun" else ""
    return {name: mark for name, mark in marks.items() if name in _spoken(dialog) and name != story}


def _spoken(dialog: Dialog) -> frozenset[str]:
    return frozenset(name for name, line in dialog.named.items() if not isinstance(line, Do))


def _put(dialog: Dialog, turn: Turn, line: Ask | Choose, known: Values) -> Turn:
    top = turn.state.top
    choices = offers(line, known) if isinstance(line, Choose) else ()
    used = uses(line, known)
    misses = top.misses if top.asking == line.name else 0
    frame = replace(top, asking=line.name, shown=used, offered=(), misses=misses)
    reply = Reply(line.text, shown_in(dialog, line.text, used), tuple(Offer(o.value, o.label) for o in choices))
    return replace(turn, state=turn.state.with_top(frame), replies=(*turn.replies, reply))


def begin(book: Book, dialog: str, heard: Means | None = None, under: State | None = None) -> Turn:
    """A page taken up, above those it interrupts; the same page interrupted by itself starts afresh.

    `heard` is what its story line was told before it was asked.
    """
    return walk(book, put_on_top(book, dialog, heard, under))


def put_on_top(book: Book, dialog: str, heard: Means | None = None, under: State | None = None) -> State:
    """The page lies on top, not yet read."""
    below = tuple(f for f in under.frames if f.dialog != dialog) if under else ()
    number = under.begun + 1 if under else 1
    frame = Frame(dialog, number=number)
    if heard:
        frame = add_to_story(book[dialog], frame, heard)
    return State((*below, frame), number, under.notes if under else {})


def done(book: Book, turn: Turn, gave: Values) -> Turn:
    """The wish has been made true, or taken back; the page is read on.

    Raises NotGiven where it makes less known than the page says, as the line would never be settled."""
    wish, top = turn.wish, turn.state.top
    assert wish
    if not wish.undo and not wish.effect.once and not gave.keys() >= set(wish.effect.gives):
        raise NotGiven(f"{wish.effect.verb} made known {sorted(gave)}, and not {sorted(wish.effect.gives)}")
    frame = top.reopened(wish.line) if wish.undo else top.settled(wish.line, Mark(gave, wish.values))
    return _walk_on(book, replace(turn, state=turn.state.with_top(frame), wish=None))


def reopen(book: Book, state: State, *names: str) -> Turn:
    return walk(book, state.with_top(state.top.reopened(*names)))


def go_back(book: Book, state: State) -> Turn:
    """The question answered last is put again; at the first one, that one."""
    named = book[state.top.dialog].named
    asked = [n for n, m in state.top.marks.items() if m.how != "told" and isinstance(named.get(n), Ask | Choose)]
    return reopen(book, state, *asked[-1:])


def refresh(book: Book, state: State) -> State:
    """Picked up after a long while: what may have changed since is to be asked again."""
    page = book[state.top.dialog].page
    fresh = (line.name for line in page if isinstance(line, Ask | Choose) and line.fresh)
    return state.with_top(state.top.reopened(*fresh))


def amend(book: Book, state: State, means: Means) -> Turn:
    """The answers that it takes back are open again, with what it tells instead, which is said to be changed."""
    dialog = book[state.top.dialog]
    changed = (Reply(phrases.CHANGED),) if means.also.keys() > {dialog.gathers} else ()
    return walk(book, state.with_top(_with_also(dialog, state.top.reopened(*means.reopens), means)), changed)


def skip(book: Book, state: State, replies: tuple[Reply, ...] = ()) -> Turn:
    """The question is left out, if it may be."""
    line = asked_line(book, state)
    if not isinstance(line, Ask | Choose) or not line.droppable:
        return walk(book, state.with_top(replace(state.top, misses=state.top.misses + 1)), (Reply(phrases.NEEDED),))
    return walk(book, state.with_top(state.top.settled(line.name, Mark(used=state.top.shown, how="skipped"))), replies)


def asked_line(book: Book, state: State) -> Line | None:
    """The line being asked, under its present name; None when it is no longer on the page."""
    dialog = book[state.top.dialog]
    return dialog.named.get(dialog.renamed.get(state.top.asking, state.top.asking))


def offered(book: Book, state: State) -> tuple[Option, ...]:
    """The answers that the question being asked offers; none where it is asked in the resident's own words."""
    line = asked_line(book, state)
    if not isinstance(line, Choose):
        return ()
    return offers(line, {} if line.offers_all else known_at(book[state.top.dialog], state.top, line))


def answer(book: Book, state: State, said: str, hear: Hear) -> Turn:
    """One message from the resident, to the line that was asked."""
    frame = state.top
    line = asked_line(book, state)
    if not isinstance(line, Ask | Choose):
        return _gather(book, state, said, hear) or walk(book, state, (Reply(phrases.LOST),))
    options = offered(book, state)
    if frame.offered and is_none_of_these(frame.offered, said):
        return walk(book, state.with_top(replace(frame, offered=())), (Reply(phrases.OTHER_WORDS),))
    match from_offered(frame.offered, said) or hear(line, options, said, _known(book, frame)):
        case None:
            return _gather(book, state, said, hear) or _missed(book, state, line)
        case Amiss():
            return _missed(book, state, line)
        case Perhaps(each):
            return _did_you_mean(state, line, each)
        case Means() as means:
            return _take(book, state, line, options, means, hear)


def _take(book: Book, state: State, line: Ask | Choose, options: tuple[Option, ...], means: Means, hear: Hear) -> Turn:
    frame, dialog = state.top, book[state.top.dialog]
    chosen = next((o for o in options if o.value == means.value), None)
    if means.reopens:
        return amend(book, state, means)
    if chosen and chosen.reopens:
        return walk(book, state.with_top(_with_also(dialog, frame.reopened(*chosen.reopens), means)))
    frame = replace(_with_also(dialog, frame, means), misses=0, offered=())
    if line.name == dialog.gathers:
        return walk(book, state.with_top(_told_when_asked(frame, line, means)))
    state = state.with_top(frame.settled(line.name, Mark({line.name: means.value} | means.gives, frame.shown)))
    if not chosen or not chosen.opens:
        return walk(book, state)
    above = put_on_top(book, chosen.opens, under=state)
    if chosen.opens == frame.dialog:
        return walk(book, above)  # the same page afresh: what was answered on it is asked again
    told = {n: replace(m, how="heard") for n, m in state.top.marks.items() if n in _spoken(book[chosen.opens])}
    story = told.pop(book[chosen.opens].gathers, None)  # what it says of place and time is heard again on its page
    longer = tell_story(book, above, story.gave[book[chosen.opens].gathers], hear) if story else None
    return walk(book, (longer or above).with_top((longer or above).top.with_marks(told)))


def _with_also(dialog: Dialog, frame: Frame, means: Means) -> Frame:
    """What an answer said of other lines settles those that nothing has settled yet; what it said of the story is
    added to it."""
    also = {name: Mark(gave, how="heard") for name, gave in means.also.items() if name not in frame.marks}
    story = means.also.get(dialog.gathers)
    if story and dialog.gathers in frame.marks:
        before = frame.marks[dialog.gathers]
        also[dialog.gathers] = replace(before, gave=_longer(before, dialog.gathers, story[dialog.gathers]))
        return replace(frame, marks=frame.marks | also)
    if story and means.thin:
        also[dialog.gathers] = replace(also[dialog.gathers], how="begun")
    return replace(frame, marks=also | frame.marks)


def _longer(before: Mark, story: str, said: str) -> Values:
    return before.gave | {story: f"{before.gave[story]}\n{said}" if before.gave.get(story) else said}


def _told_when_asked(frame: Frame, story: Ask | Choose, means: Means) -> Frame:
    """The story, with what of it was told before it was asked for."""
    before = frame.marks.get(story.name, Mark())
    return frame.settled(story.name, Mark(_longer(before, story.name, means.value) | means.gives, frame.shown))


def _known(book: Book, frame: Frame) -> Values:
    """Everything known on the page, and what answers that are being corrected were."""
    return settled(book[frame.dialog], frame) | {f"{name}_before": value for name, value in frame.before.items()}


def _gather(book: Book, state: State, said: str, hear: Hear) -> Turn | None:
    """What answers nothing we asked is more of the story: it is added, never lost. Few words will do while the story
    is still to be told, while a page that interrupted it lies on top, or where they tell something; what may be an
    answer gone wrong is asked again, and kept all the same at a question that cannot be left out."""
    told, heard = _with_story(book, state, said, hear) if any(map(str.isalnum, said)) else (None, None)
    if told is None or heard is None:
        return None
    line, few = asked_line(book, state), len(said.split()) < SENTENCE
    needed = isinstance(line, Ask | Choose) and not line.droppable
    formal = book[state.top.dialog].formal
    unclear = formal or ((heard.thin or not needed) and not answers_another(book[state.top.dialog], state.top, heard))
    if len(said.split()) < _enough(book, state) and unclear:
        return _missed(book, told, line) if needed and isinstance(line, Ask | Choose) else None
    misses = state.top.misses + 1
    if misses > 2 and isinstance(line, Ask | Choose) and line.droppable:  # more of the story twice in a row: we go on
        return skip(book, told, (Reply(phrases.ADDED),))
    offer = (Reply(phrases.PERSON),) if misses >= 2 and few else ()
    return walk(book, told.with_top(replace(told.top, misses=misses)), (Reply(phrases.ADDED), *offer))


def _enough(book: Book, state: State) -> int:
    """How many words it takes to be more of the story rather than an answer gone wrong."""
    dialog = book[state.top.dialog]
    told = state.top.marks.get(dialog.gathers)
    is_told = told is not None and told.how != "begun"
    return SENTENCE if dialog.formal or is_told else 1


def tell_story(book: Book, state: State, said: str, hear: Hear) -> State | None:
    """The same conversation with one more message in the topmost story that is being told; None where none is."""
    return _with_story(book, state, said, hear)[0]


def _with_story(book: Book, state: State, said: str, hear: Hear) -> tuple[State, Means] | tuple[None, None]:
    for depth in reversed(range(len(state.frames))):
        frame = state.frames[depth]
        story = book[frame.dialog].named.get(book[frame.dialog].gathers)
        if isinstance(story, Ask) and isinstance(heard := hear(story, (), said, {}), Means):
            told = add_to_story(book[frame.dialog], frame, heard)
            frames = (*state.frames[:depth], told, *state.frames[depth + 1 :])
            return replace(state, frames=frames), heard
    return None, None


def add_to_story(dialog: Dialog, frame: Frame, heard: Means) -> Frame:
    """The report with one more message in it, and with whatever else that message made known."""
    story = dialog.gathers
    before = frame.marks.get(story, Mark(how="begun"))
    how = before.how if heard.thin or before.how != "begun" else "heard"
    told = replace(before, gave=_longer(before, story, heard.value) | heard.gives, how=how)
    return _with_also(dialog, frame, heard).with_marks({story: told})


def _did_you_mean(state: State, line: Ask | Choose, each: tuple[Means, ...]) -> Turn:
    labels = {o.value: o.label for o in line.options} if isinstance(line, Choose) else {}
    options = tuple(Offer(m.value, labels.get(m.value, m.value)) for m in each)
    none = Offer("none", phrases.NONE_OF_THESE)
    return Turn(state.with_top(replace(state.top, offered=each)), (Reply(phrases.PERHAPS, {}, (*options, none)),))


def _missed(book: Book, state: State, line: Ask | Choose) -> Turn:
    """Say so and ask again; what may be left out is not asked a third time."""
    misses = state.top.misses + 1
    if misses > 1 and line.droppable:
        return skip(book, state, (Reply(phrases.LEFT),))
    again = Reply(line.amiss if isinstance(line, Ask) and line.amiss.msgid else phrases.AGAIN)
    sorry = (again, Reply(phrases.PERSON)) if misses >= 2 else (again,)
    return walk(book, state.with_top(replace(state.top, misses=misses)), sorry)
