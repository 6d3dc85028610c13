"""The landlord's risk matrix as `landlord.toml` has it: which questions, what each answer counts, bands (C2)."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.configuration.nonsense import did_you_mean
from dialogs.risk import QUESTIONS

Band = Literal["standard", "medium", "high"]
BANDS: tuple[Band, ...] = ("standard", "medium", "high")
Points = Annotated[int, Field(strict=True, ge=0, le=100)]
RAISING = ("hate", "violence", "threat", "weapon", "harassment", "drugs", "sexual", "other_crime", "child", "adult",
           "suicidal")  # fmt: skip
"""What may raise a band whatever the sum: a kind of ASB, a concern that was heard, or a weapon that was named."""
ANSWERS = {question.name.removeprefix("risk_"): [o.value for o in question.options] for question in QUESTIONS}


class Matrix(BaseModel):
    """A version of the matrix. An assessment keeps the version that it was made by, with its arithmetic."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: Annotated[str, Field(min_length=1, max_length=40, examples=["2026-1"])]
    due_days: Annotated[int, Field(strict=True, ge=1, le=20)] = 2
    refresh_weeks: Annotated[int, Field(strict=True, ge=1, le=26)] = 4
    medium_from: Points
    high_from: Points
    points: dict[str, dict[str, Points]]
    at_least: dict[str, Literal["medium", "high"]] = {}

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the questions that are put, in the order in which they are."""
        return tuple(question.name for question in QUESTIONS if question.name.removeprefix("risk_") in self.points)

    def points_of(self, name: str, answer: str) -> int:
        """What an answer counts; nothing where the matrix no longer has it."""
        return self.points.get(name.removeprefix("risk_"), {}).get(answer, 0)

    def most_for(self, name: str) -> int:
        """The most that any answer to a question counts."""
        return max(self.points.get(name.removeprefix("risk_"), {}).values(), default=0)

    def band_of(self, total: int) -> Band:
        return "high" if total >= self.high_from else "medium" if total >= self.medium_from else "standard"

    @model_validator(mode="before")
    @classmethod
    def _knows_its_questions(cls, raw: Any) -> Any:
        for name, answers in raw.get("points", {}).items() if isinstance(raw.get("points"), dict) else ():
            if name not in ANSWERS:
                raise ValueError(f'points: there is no question "{name}". {did_you_mean(name, ANSWERS)}'.strip())
            if not isinstance(answers, dict) or set(answers) != set(ANSWERS[name]):
                wanted = ", ".join(f"{answer} = 0" for answer in ANSWERS[name])
                raise ValueError(f"points.{name} must say what each answer counts: {{ {wanted} }}")
        for name in raw.get("at_least", {}) if isinstance(raw.get("at_least"), dict) else ():
            if name not in RAISING:
                raise ValueError(f"at_least: {name} is none of {', '.join(RAISING)}")
        return raw

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if not self.points:
            raise ValueError("points is empty; give at least one question its points")
        if not 0 < self.medium_from < self.high_from:
            raise ValueError("medium_from must be over 0, and high_from higher still")
        if self.high_from > (most := sum(self.most_for(name) for name in self.asked)):
            raise ValueError(f"high_from is {self.high_from}, but all answers together count at most {most}")
        return self
