"""Refusing a setting that cannot be right, in sentences that say where it stands and what to write instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

# What pydantic calls it, and what we say; {name} and {written} are the setting and what stands there, the rest is
# pydantic's own context.
_SENTENCES = {
    "missing": "{name} is missing.",
    "literal_error": "{name} cannot be {written}; it is one of {expected}.",
    "greater_than_equal": "{name} cannot be {written}; it is at least {ge}.",
    "less_than_equal": "{name} cannot be {written}; it is at most {le}.",
    "string_too_long": "{name} is too long; it is at most {max_length} characters.",
    "string_too_short": "{name} is empty.",
    "too_short": "{name} is empty; it needs at least {min_length}.",
    "int_type": "{name} cannot be {written}; it is a whole number, without quotation marks.",
    "string_type": "{name} cannot be {written}; it is text in quotation marks.",
    "tuple_type": "{name} cannot be {written}; it is a list in square brackets.",
    "model_type": "{name} cannot be {written}; it is a section of its own.",
    "dict_type": "{name} cannot be {written}; it is a section of its own.",
    "string_pattern_mismatch": "{name} cannot be {written}.",
    "date_type": "{name} cannot be {written}; it is a date such as 2026-12-24, without quotation marks.",
    "date_from_datetime_parsing": "{name} cannot be {written}; it is a date such as 2026-12-24.",
    "date_from_datetime_inexact": "{name} cannot be {written}; it is a date such as 2026-12-24, without a time.",
    "value_error": "{name}: {error}.",
}


class Nonsense(Exception):
    """The settings cannot be used as they are; each problem is a sentence that says what to write instead."""

    def __init__(self, where: str, problems: Iterable[str]) -> None:
        self.where = where
        self.problems = tuple(problems)
        super().__init__("\n- ".join([f"{where} cannot be used as it is:", *self.problems]))


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One sentence for each thing that pydantic found wrong, in the order of the file."""
    return [_sentence(found, model) for found in error.errors(include_url=False)]


def did_you_mean(written: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """ "Did you mean ...?" where one of `known` is near enough, otherwise nothing."""
    from difflib import get_close_matches  # costs more than it is worth when nothing is wrong

    near = get_close_matches(written, list(known), n=1, cutoff=likeness)
    return f'Did you mean "{near[0]}"?' if near else ""


def _sentence(found: ErrorDetails, model: type[BaseModel]) -> str:
    loc, kind, context = found["loc"], found["type"], found.get("ctx", {})
    if kind == "value_error" and _model_at(loc, model):
        return f"{_section(loc)}{context['error']}."
    place, name = _place(loc)
    if kind == "extra_forbidden":
        return f'{place}there is no setting called "{name}". {_known_near(loc, model)}'.strip()
    if kind == "missing" and _model_at(loc, model):
        return f"the section [{name}] is missing; copy it from the example landlord and change it."
    field = _field(loc, model)
    said = _SENTENCES.get(kind, "{name} cannot be {written}.").format(
        name=name, written=_written(found["input"], field), **context
    )
    return f"{place}{said}{_instead(loc, field)}"


def _place(loc: Sequence[int | str]) -> tuple[str, str]:
    """The section as it stands in the file, and the setting in it: `[[on_call.people]] number 2, ` and `mobile`."""
    *path, last = loc
    if isinstance(last, int):
        *path, name = path
        return _section(path), f"{name}, entry {last + 1},"
    return _section(path), last


def _section(path: Sequence[int | str]) -> str:
    names = ".".join(str(step) for step in path if isinstance(step, str))
    numbers = [step + 1 for step in path if isinstance(step, int)]
    if numbers:
        return f"[[{names}]] number {numbers[-1]}, "
    return f"[{names}] " if names else ""


def _written(value: object, field: FieldInfo | None) -> str:
    """What stands there, unless it could be somebody's number or address."""
    private = field is not None and field.json_schema_extra == {"private": True}
    return (
        "this" if private or not isinstance(value, (str, int, float, bool)) else json.dumps(value, ensure_ascii=False)
    )


def _instead(loc: Sequence[int | str], field: FieldInfo | None) -> str:
    if field is None or not field.examples:
        return ""
    name = [step for step in loc if isinstance(step, str)][-1]
    return f" Write instead: {name} = {json.dumps(field.examples[0])}"


def _known_near(loc: Sequence[int | str], model: type[BaseModel]) -> str:
    home = _model_at(loc[:-1], model)
    return did_you_mean(str(loc[-1]), home.model_fields) if home else ""


def _field(loc: Sequence[int | str], model: type[BaseModel]) -> FieldInfo | None:
    names = [step for step in loc if isinstance(step, str)]
    home = _model_at(names[:-1], model)
    return home.model_fields.get(names[-1]) if home and names else None


def _model_at(loc: Sequence[int | str], model: type[BaseModel]) -> type[BaseModel] | None:
    here: type[BaseModel] | None = model
    for name in (step for step in loc if isinstance(step, str)):
        field = here.model_fields.get(name) if here else None
        here = _first_model(field.annotation) if field else None
    return here


def _first_model(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, be it one, a tuple of them or none at all."""
    if hasattr(annotation, "model_fields"):
        return annotation  # type: ignore[no-any-return]
    return next((model for inner in get_args(annotation) if (model := _first_model(inner))), None)
