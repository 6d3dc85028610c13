"""The words a dialog is written in: a page of named lines, all data, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from string import Formatter

OURS = "our_"  # a placeholder that begins so is the landlord's configuration, not something a resident said


@dataclass(frozen=True)
class Text:
    """A sentence not yet in anyone's language. Inside a list `{who}` is `witness.2.who`; the msgid stays the same."""

    msgid: str
    item: tuple[tuple[str, str], ...] = ()
    own: tuple[tuple[str, str], ...] = ()  # (language, words): of a landlord's own sentence, which no catalogue has

    @cached_property
    def fields(self) -> dict[str, str]:
        """Placeholder -> the name of the line or effect that gives its value."""
        moved = dict(self.item)
        return {f: moved.get(f, f) for _, f, _, _ in Formatter().parse(self.msgid) if f}

    @cached_property
    def shows(self) -> frozenset[str]:
        return frozenset(name for name in self.fields.values() if not name.startswith(OURS))


def _(msgid: str) -> Text:
    return Text(msgid)


NOTHING = Text("")


Values = Mapping[str, str]
"""What is known: the value of a line or effect, by its name."""


@dataclass(frozen=True)
class Is:
    name: str
    value: str

    def holds(self, known: Values) -> bool:
        return known.get(self.name) == self.value


@dataclass(frozen=True)
class OneOf:
    name: str
    values: tuple[str, ...]

    def holds(self, known: Values) -> bool:
        return known.get(self.name) in self.values


@dataclass(frozen=True)
class Known:
    name: str

    def holds(self, known: Values) -> bool:
        return self.name in known


@dataclass(frozen=True)
class Not:
    """True when `one` is false, and so also when what it looks at is unknown."""

    one: Condition

    def holds(self, known: Values) -> bool:
        return not self.one.holds(known)


@dataclass(frozen=True)
class All:
    each: tuple[Condition, ...] = ()

    def holds(self, known: Values) -> bool:
        for one in self.each:  # noqa: SIM110 - asked hundreds of times a turn, and all() takes twice as long
            if not one.holds(known):
                return False
        return True


@dataclass(frozen=True)
class Any:
    each: tuple[Condition, ...]

    def holds(self, known: Values) -> bool:
        for one in self.each:  # noqa: SIM110 - as above
            if one.holds(known):
                return True
        return False


Condition = Is | OneOf | Known | Not | All | Any
ALWAYS = All()


@dataclass(frozen=True)
class Option:
    """One answer that is offered.

    `words` are further ways to say it, separated by commas and translated with the label. `reopens` names the lines
    whose answers choosing it takes back; `opens` names the page that choosing it puts on top of this one.
    """

    value: str
    label: Text
    words: Text = NOTHING
    reopens: tuple[str, ...] = ()
    opens: str = ""
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Effect:
    """Something asked of the world. Redone when what it needs has changed, taken back when it no longer applies;
    `once` for what cannot be taken back (an alert, a text already sent)."""

    verb: str
    needs: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    once: bool = False


@dataclass(frozen=True)
class Say:
    name: str
    text: Text
    when: Condition = ALWAYS
    about: tuple[str, ...] = ()

    @cached_property
    def shows(self) -> tuple[str, ...]:
        return tuple(sorted(self.text.shows.union(self.about)))


@dataclass(frozen=True)
class Ask:
    """A question answered in the resident's own words; `kind` says how the answer is heard (words, place, name, hours,
    code, sealed, secret) and `gives` what else that makes known. A `droppable` question may be skipped. `amiss` is said
    where the answer is none, in place of "we did not understand". The answer to a `sealed` one, how somebody can be
    reached, and to a `secret` one, a code word, never comes to a page: it is taken out of the message before that is
    filed, and all that is known here is that it was given, and when.
    """

    name: str
    text: Text
    kind: str = "words"
    at_most: int = 300
    gives: tuple[str, ...] = ()
    when: Condition = ALWAYS
    about: tuple[str, ...] = ()
    fresh: bool = False
    droppable: bool = False
    amiss: Text = NOTHING

    @cached_property
    def shows(self) -> tuple[str, ...]:
        return tuple(sorted(self.text.shows.union(self.about)))


@dataclass(frozen=True)
class Choose:
    """A question with a fixed set of answers. `exact`: a scale, whose words are never matched by likeness.

    The answer to a `counted` question, about who somebody is, never comes to a page: it is taken out of the message
    before that is filed and added to a count, and all that is known here is that it was given.
    """

    name: str
    text: Text
    options: tuple[Option, ...]
    when: Condition = ALWAYS
    about: tuple[str, ...] = ()
    fresh: bool = False
    droppable: bool = False
    exact: bool = False
    counted: bool = False

    @cached_property
    def shows(self) -> tuple[str, ...]:
        return tuple(sorted(self.text.shows.union(self.about, *(option.label.shows for option in self.options))))

    @cached_property
    def offers_all(self) -> bool:
        """Whether it offers the same, whatever is known."""
        return all(option.when == ALWAYS for option in self.options)


@dataclass(frozen=True)
class Do:
    name: str
    effect: Effect
    when: Condition = ALWAYS

    @cached_property
    def shows(self) -> tuple[str, ...]:
        return tuple(sorted({*self.effect.needs, *self.effect.wants}))

    @cached_property
    def gives(self) -> frozenset[str]:
        return frozenset(self.effect.gives)


Line = Say | Ask | Choose | Do
"""`shows` are the names whose values a line uses: it stands only while these stay as they were."""


@dataclass(frozen=True)
class Under:
    """Shorthand: lines that share a condition."""

    when: Condition
    lines: tuple[Line | Under | Each, ...]

    def written_out(self) -> Iterator[Line]:
        for line in written_out(self.lines):
            yield replace(line, when=both(self.when, line.when))


@dataclass(frozen=True)
class Each:
    """Shorthand: its lines written out once per item, `witness.1.name`, `witness.2.name` and so on."""

    name: str
    lines: tuple[Line, ...]
    another: Text
    at_most: int = 4
    when: Condition = ALWAYS

    def written_out(self) -> Iterator[Line]:
        own = frozenset(line.name for line in self.lines)
        when: Condition = self.when
        for n in range(1, self.at_most + 1):
            at = f"{self.name}.{n}."
            for line in self.lines:
                yield moved(line, at, own, when)
            if n < self.at_most:
                yield Choose(f"{at}another", self.another, (YES, NO), when)
            when = Is(f"{at}another", "yes")


def written_out(lines: tuple[Line | Under | Each, ...]) -> Iterator[Line]:
    for line in lines:
        if isinstance(line, Under | Each):
            yield from line.written_out()
        else:
            yield line


def both(one: Condition, other: Condition) -> Condition:
    if one == ALWAYS or other == ALWAYS:
        return other if one == ALWAYS else one
    return All((*_each(one), *_each(other)))


def _each(condition: Condition) -> tuple[Condition, ...]:
    return condition.each if isinstance(condition, All) else (condition,)


def moved(line: Line, at: str, own: frozenset[str], also: Condition) -> Line:
    """The same line for one item of a list; shown and needed names of the item move with it."""

    def name(one: str) -> str:
        return at + one if one in own else one

    def condition(c: Condition) -> Condition:
        match c:
            case Is() | OneOf() | Known():
                return replace(c, name=name(c.name))
            case Not():
                return Not(condition(c.one))
            case All() | Any():
                return replace(c, each=tuple(map(condition, c.each)))

    def text(t: Text) -> Text:
        return replace(t, item=tuple((one, at + one) for one in sorted(t.shows & own)))

    def option(o: Option) -> Option:
        return replace(o, label=text(o.label), reopens=tuple(map(name, o.reopens)), when=condition(o.when))

    when = both(also, condition(line.when))
    match line:
        case Do(effect=e):
            return Do(
                at + line.name, replace(e, needs=tuple(map(name, e.needs)), wants=tuple(map(name, e.wants))), when
            )
        case Choose():
            about, options = tuple(map(name, line.about)), tuple(map(option, line.options))
            return replace(line, name=at + line.name, text=text(line.text), options=options, when=when, about=about)
        case Say() | Ask():
            return replace(
                line, name=at + line.name, text=text(line.text), when=when, about=tuple(map(name, line.about))
            )


@dataclass(frozen=True)
class Dialog:
    """A page, read from the top.

    `gathers` names the line to which a whole sentence is added that answers no question put. On a page that is `formal`
    fewer words are an answer gone wrong, and never more of a story that it interrupted. `settles` is what the
    pages beneath know when this one has been read to its end, so that nobody is asked twice. `renamed` leads from
    a line's earlier name to its present one.
    """

    name: str
    lines: tuple[Line | Under | Each, ...]
    gathers: str = ""
    formal: bool = False
    settles: tuple[tuple[str, str], ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def page(self) -> tuple[Line, ...]:
        return tuple(written_out(self.lines))

    @cached_property
    def named(self) -> dict[str, Line]:
        return {line.name: line for line in self.page}

    @cached_property
    def sealed(self) -> frozenset[str]:
        """The names of the questions whose answers are kept apart."""
        return frozenset(line.name for line in self.page if isinstance(line, Ask) and line.kind == "sealed")

    @cached_property
    def counted(self) -> frozenset[str]:
        """The names of the questions whose answers are only counted."""
        return frozenset(line.name for line in self.page if isinstance(line, Choose) and line.counted)

    @cached_property
    def secret(self) -> frozenset[str]:
        """The names of the questions that ask for a code word, kept as a hash."""
        return frozenset(line.name for line in self.page if isinstance(line, Ask) and line.kind == "secret")


YES = Option("yes", _("Yes"), _("y, yeah, yep, yes please, correct, that is right"))
NO = Option("no", _("No"), _("n, nope, nah, no thanks"))
