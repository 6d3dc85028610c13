"""What staff do in a case while a story is told: the risk is confirmed, a plan is written, closing is proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from bot.casework import closing, plans
from bot.casework.closing import Proposal
from bot.in_touch import taking_over
from bot.player import Player
from storage.cases import Case, amend_case
from storage.conversations import Conversation
from storage.messages import Message
from storage.reports import Report
from storage.staff import Staff, add_staff
from storage.visits import start_visit

SHORT_PLAN = "We visit on Friday. You write down what happens. We call you on Monday."
LONG_PLAN = (
    "We visit the flat this week and tell them what has to stop. We put up a sound meter in your home for two "
    "weeks, so that we can hear what you hear. You write down each time when it is loud, how long it goes on and "
    "what it does to you. Sunita calls you each Monday at ten. If it goes on after that, we write to them, and we "
    "ask the council to come along. If you feel in danger at any time, call 999 first and tell us afterwards."
)
NEW_PLAN = "We visit on Thursday in place of Friday."
LONG_REASON = (
    "We have visited three times and left the sound meter with you for two weeks. It has been quiet since the first "
    "of the month, and you told Sunita that you can sleep again. The council has been told as well and has seen "
    "nothing more. They have signed that they keep to it. You may come back to us at any time, day or night, "
    "without beginning again. We thank you for the care with which you have written everything down for us."
)
SHORT_REASON = "It has been quiet for two months."
Work = Callable[[Any, Case, int, int], object]


def at_work(player: Player, work: Work) -> None:
    """Have staff do this in the case told of in this conversation; whatever they send is read by nobody here."""

    def do(session: Any) -> None:
        bob, mina = (_employed(session, player, name) for name in ("Bob", "Mina"))
        told = select(Report.case_id).join(Conversation, Conversation.id == Report.conversation_id)
        own = select(Conversation.contact_id).where(Conversation.id == player.conversation_id).scalar_subquery()
        told = told.where(Conversation.contact_id == own, Report.case_id.is_not(None)).order_by(Report.id.desc())
        case = session.get_one(Case, session.scalars(told.limit(1)).one())
        if not case.facts.get("risk_confirmed_at"):
            confirmed = {"risk_confirmed_at": player.now.isoformat(), "risk_band": "standard"}
            amend_case(session, case, confirmed, f"staff:{bob}", player.now)
        work(session, case, bob, mina)

    player.house.database.write(do)
    player.catch_up()


def officer_writes(player: Player, own: str) -> list[Message]:
    """Bob answers in the conversation itself."""

    def write(session: Any) -> None:
        bob = _employed(session, player, "Bob")
        if player.channel == "web":  # which shows it to whoever has not left
            talk = session.get_one(Conversation, player.conversation_id)
            start_visit(session, f"{talk.id} {player.now}", talk.contact_id, player.now)
        taking_over.answer(player.house, session, player.conversation_id, bob, own, "en", player.now)

    player.house.database.write(write)
    return player.catch_up()


def officer_hands_back(player: Player) -> list[Message]:
    """Bob has finished."""

    def back(session: Any) -> None:
        bob = _employed(session, player, "Bob")
        taking_over.hand_back(player.house, session, player.conversation_id, bob, player.now)

    player.house.database.write(back)
    return player.catch_up()


def _employed(session: Any, player: Player, name: str) -> int:
    email = f"{name.lower()}@example.org"
    found = session.scalars(select(Staff).where(Staff.email == email)).first()
    role: Any = "manager" if name == "Mina" else "officer"
    return int((found or add_staff(session, email, name, role, player.now)).id)


def write_plan(player: Player, words: str, theirs: str = "") -> list[Any]:
    """An officer writes the plan."""
    at_work(player, lambda s, case, bob, _: plans.write_plan(player.house, s, case, words, theirs, bob, player.now))
    return []


def propose(player: Player, reason: str) -> list[Any]:
    """An officer proposes to close the case."""
    wish = Proposal("early_intervention", reason)
    at_work(player, lambda s, case, bob, _: closing.propose(player.house, s, case, wish, bob, player.now))
    return []


def take_back(player: Player) -> list[Any]:
    """The officer thinks better of it."""
    at_work(player, lambda s, case, bob, _: closing.withdraw(player.house, s, case, bob, player.now))
    return []


def sign_off(player: Player) -> list[Any]:
    """The case is reviewed once more, and a manager closes it."""

    def close(session: Any, case: Case, bob: int, mina: int) -> None:
        reviewed = {"clock_closing_review_done": player.now.isoformat()}
        amend_case(session, case, reviewed, f"staff:{bob}", player.now)
        closing.sign_off(player.house, session, case, "", mina, player.now)

    at_work(player, close)
    return []


WORK: dict[str, Callable[[Player], list[Any]]] = {
    "staff write the plan": lambda player: write_plan(player, SHORT_PLAN),
    "staff write a long plan": lambda player: write_plan(player, LONG_PLAN),
    "staff write another plan": lambda player: write_plan(player, NEW_PLAN),
    "staff write the plan in Polish too": lambda player: write_plan(
        player, SHORT_PLAN, "W piątek przyjdziemy. W poniedziałek zadzwonimy."
    ),
    "staff propose to close the case": lambda player: propose(player, SHORT_REASON),
    "staff propose to close the case, at length": lambda player: propose(player, LONG_REASON),
    "staff think better of it": take_back,
    "a manager closes the case": sign_off,
}
