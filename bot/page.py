"""Reads a page from the top: which lines apply, which are settled, and what is known. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.state import Frame, Mark, Means, Values
from dialogs.grammar import Ask, Choose, Dialog, Do, Line, Option, Text

Shown = str | Text | tuple[Text, ...]


def uses(line: Line, known: Mapping[str, str]) -> Values:
    return {name: known[name] for name in line.shows if name in known}


def offers(line: Choose, known: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(option for option in line.options if option.when.holds(known))


def stands(line: Line, mark: Mark, known: Mapping[str, str]) -> bool:
    """Whether what settled the line still does."""
    if mark.how == "begun":
        return False
    if isinstance(line, Do):
        if line.effect.once:
            return True
        if not mark.gave.keys() >= line.gives:
            return False
    elif isinstance(line, Choose) and mark.how in ("asked", "heard") and not _is_offered(line, mark, known):
        return False
    if mark.how == "told" or not (line.shows or mark.used):
        return True
    return mark.used == uses(line, known)


def _is_offered(line: Choose, mark: Mark, known: Mapping[str, str]) -> bool:
    value = mark.gave.get(line.name)
    for option in line.options:  # noqa: SIM110 - asked of every line that is answered, and any() takes twice as long
        if option.value == value and option.when.holds(known):
            return True
    return False


def read(dialog: Dialog, marks: Mapping[str, Mark]) -> tuple[Line | None, Values, bool]:
    """The first line that applies and is not settled, what is known there, and whether it is an effect that was made
    true and applies no longer."""
    known: Values = {}
    for line in dialog.page:
        mark = marks.get(line.name)
        if not line.when.holds(known):
            if mark and isinstance(line, Do) and not line.effect.once:
                return line, known, True
            continue
        if mark is None or not stands(line, mark, known):
            return line, known, False
        known |= mark.gave
    return None, known, False


def settled(dialog: Dialog, frame: Frame, above: str = "") -> Values:
    """Everything known on a page, or only `above` the line of this name, also below a line that is still open."""
    known: Values = {}
    for line in dialog.page:
        if line.name == above:
            break
        mark = frame.marks.get(line.name)
        if mark and line.when.holds(known) and stands(line, mark, known):
            known |= mark.gave
    return known


def answers_another(dialog: Dialog, frame: Frame, heard: Means) -> bool:
    """Whether it tells what another line of the page still asks: "every day" is no answer to "Is it happening now?"."""
    return any(name in dialog.named and name not in frame.marks and name != dialog.gathers for name in heard.also)


def known_at(dialog: Dialog, frame: Frame, line: Line) -> Values:
    """Everything settled above a line, whether or not a line newly put above it is still open."""
    return settled(dialog, frame, above=line.name)


def shown_in(dialog: Dialog, text: Text, known: Values) -> dict[str, Shown]:
    """What stands in a sentence's placeholders: the label of an option where the value is one."""
    return {placeholder: show(dialog, name, known[name]) for placeholder, name in text.fields.items() if name in known}


def show(dialog: Dialog, name: str, value: str) -> Shown:
    """A value as a resident reads it. A gist, `kind=noise often=daily`, is the labels of those options."""
    line = dialog.named.get(name)
    if isinstance(line, Choose):
        return next((o.label for o in line.options if o.value == value), value)
    if isinstance(line, Ask) and len(value) > line.at_most:
        return value[: line.at_most - 3].rstrip() + "..."
    if name.startswith("gist"):
        pairs = [pair.split("=") for pair in value.split()]
        return tuple(label for n, v in pairs if isinstance(label := show(dialog, n, v), Text))
    return value
