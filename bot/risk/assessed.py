"""No plan, no self-help and no closing before the risk is assessed (C2)."""

from __future__ import annotations

from storage.cases import Case


class NotYet(Exception):
    """Something that cannot be done in a case as things stand; what it says is for the officer."""


def is_assessed(case: Case) -> bool:
    """Whether somebody has confirmed the risk of this case."""
    return bool(case.facts.get("risk_confirmed_at"))


def check_assessed(case: Case) -> None:
    """Raises NotYet where the case is closed, or its risk has not been assessed."""
    if case.state != "open":
        raise NotYet("This case is closed.")
    if not is_assessed(case):
        raise NotYet("The risk of this case has not been assessed yet. Do that first.")
