"""What a landlord decides about surveys: which questions in which order, when, and whom to leave alone (S1 to S4)."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.configuration.nonsense import did_you_mean
from dialogs.surveys import QUESTIONS, SCALES, USUAL

Days = Annotated[int, Field(strict=True, ge=1, le=400)]
Few = Annotated[str, Field(min_length=1, max_length=140)]
ORDERS = {frozenset(option.value for option in options): name for name, options in SCALES.items()}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class OwnQuestion(_Section):
    """A question of the landlord's own. `answers` are those of a scale that ships, best first; none: own words."""

    text: Few
    answers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        scale = ORDERS.get(frozenset(self.answers))
        if self.answers and scale is None:
            known = "; ".join(", ".join(option.value for option in options) for options in SCALES.values())
            raise ValueError(f"answers are those of no scale. The scales are: {known}")
        if scale and self.answers != (order := tuple(option.value for option in SCALES[scale])):
            raise ValueError(f"the scale is in the wrong order; write {list(order)}")
        return self

    @property
    def scale(self) -> str:
        return ORDERS[frozenset(self.answers)] if self.answers else ""


class Survey(_Section):
    """One survey, in one version. `ask` is put in a conversation, and by web page and telephone `also` as well."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    ask: tuple[str, ...]
    also: tuple[str, ...] = ()


class AfterClosing(Survey):
    """A survey that is sent so many days after a case has closed, to so many in a hundred."""

    wait_days: Days
    sample_percent: Annotated[int, Field(strict=True, ge=0, le=100)] = 100


class Surveys(_Section):
    """All of them, and the rules that hold for each."""

    answer_within_days: Days = 21
    remind_after_days: Days = 5
    again_after_days: Days = 60
    changed: Annotated[str, Field(max_length=140)] = ""
    segment_pence: Annotated[float, Field(ge=0, le=100)] = 0
    end_of_case: AfterClosing = AfterClosing(
        version="example-1",
        ask=USUAL["end_of_case"],
        also=("speed", "advice", "support", "improve"),
        wait_days=5,
    )
    follow_up: AfterClosing = AfterClosing(version="example-1", ask=USUAL["follow_up"], wait_days=91)
    confidence: Survey = Survey(version="bury-2026", ask=USUAL["confidence"])
    visit: Survey = Survey(version="bury-2026", ask=USUAL["visit"])
    questions: dict[Annotated[str, Field(pattern="^[a-z_]{2,30}$")], OwnQuestion] = {}

    def named(self, name: str) -> Survey:
        """The survey of this name. Raises KeyError where there is none."""
        if name not in USUAL:
            raise KeyError(name)
        found: Survey = getattr(self, name)
        return found

    @property
    def after_closing(self) -> dict[str, AfterClosing]:
        """Those about a case, by name; the others are of all residents."""
        return {"end_of_case": self.end_of_case, "follow_up": self.follow_up}

    @model_validator(mode="before")
    @classmethod
    def _own_names_are_new(cls, raw: Any) -> Any:
        own = raw.get("questions") if isinstance(raw, dict) else None
        for name in own if isinstance(own, dict) else ():
            if name in QUESTIONS:
                raise ValueError(f"questions.{name}: there is a question of this name; give yours another one")
        return raw

    @model_validator(mode="after")
    def _asks_what_there_is(self) -> Self:
        for survey in USUAL:
            names = (*self.named(survey).ask, *self.named(survey).also)
            if not self.named(survey).ask:
                raise ValueError(f"{survey}.ask is empty; name the questions, or leave the section out")
            for name in names:
                if name not in QUESTIONS and name not in self.questions:
                    near = did_you_mean(name, (*QUESTIONS, *self.questions))
                    raise ValueError(f'{survey}: there is no question "{name}". {near}'.strip())
            if len(set(names)) < len(names):
                raise ValueError(f"{survey} asks the same question twice")
        if self.remind_after_days >= self.answer_within_days:
            raise ValueError("remind_after_days must be less than answer_within_days")
        return self


def scale_of(surveys: Surveys, question: str) -> str:
    """The scale on which a question is answered; empty for one that is answered in own words."""
    if question in surveys.questions:
        return surveys.questions[question].scale
    options = QUESTIONS[question].options
    return next((name for name, scale in SCALES.items() if scale == options), "")
