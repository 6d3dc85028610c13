"""What officers do in a simulated year: twice each working day they go through the worklist, and sometimes forget."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from bot.casework import closing, plans
from bot.casework.clocks import RISK
from bot.casework.clockwork import note_done
from bot.casework.closing import Proposal
from bot.casework.joining import join, why_not_join
from bot.configuration.hours import LONDON
from bot.house import House
from bot.in_touch.hearers import hearers
from bot.in_touch.updates import (
    EVENTS,
    READY,
    Draft,
    NotSent,
    note_told,
    promise_first_update,
    record_event,
    send_update,
)
from bot.risk import assessing
from bot.risk.assessed import NotYet, is_assessed
from bot.timetable import is_working_day
from storage.cases import Case, amend_case, open_cases_of
from storage.conversations import hold_conversation
from storage.promises import keep_promise, owed_in
from storage.reporters import reporters_of
from storage.staff import add_staff
from storage.worklist import latest_case_of
from tests.year_verdict import Verdict

ROUNDS = (time(9, 30), time(16, 45))
LATE_AT_NIGHT = time(22, 40)
FORGOTTEN = 0.25
"""How often somebody passes over what stands before them on the list."""
QUIET = Proposal("early_intervention", "It is quiet now.")
WHY = "We went through the questions with them."
PLAN = "We visit on Friday. You write down what happens. We call you on Monday."


class Life(Protocol):
    """The year that officers live in."""

    now: datetime
    ends: datetime
    house: House
    verdict: Verdict
    counts: Counter[str]

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Have something happen at a moment."""


class Officers:
    """Bob, and Mina, his manager."""

    def __init__(self, year: Life, chance: random.Random) -> None:
        self.year, self.chance = year, chance
        self.house = year.house
        self.bob, self.mina = self.house.database.write(self._employ)
        day = year.now.astimezone(LONDON).date()
        while (first := datetime.combine(day, ROUNDS[0], LONDON)) < year.ends:
            if is_working_day(self.house.landlord, day):
                for clock in ROUNDS:
                    year.at(first.replace(hour=clock.hour, minute=clock.minute), self.go_through)
                if chance.random() < 0.3:
                    year.at(first.replace(hour=LATE_AT_NIGHT.hour, minute=LATE_AT_NIGHT.minute), self.go_through)
            day += timedelta(days=1)

    def _employ(self, session: Session) -> tuple[int, int]:
        bob = add_staff(session, "bob@example.org", "Bob", "officer", self.year.now)
        return bob.id, add_staff(session, "mina@example.org", "Mina", "manager", self.year.now).id

    def go_through(self) -> None:
        """Look at the worklist, and do most of what stands there. The verdict looks first."""
        lists = self.year.verdict.look_over(self.year.now)
        steps: list[Callable[[Session], object]] = [
            *(lambda session, case=case: self.speak(session, case) for case in lists.first_contact),
            *(
                lambda session, case=case: self.tell(session, case)
                for case in dict.fromkeys(case for _, case in lists.updates)
            ),
            *(lambda session, talk=talk: self.answer(session, talk) for talk in lists.waiting),
            *(lambda session, case=case, names=names: self.stop(session, case, names) for case, names in lists.clocks),
            *(lambda session, case=case: self.go_on(session, case) for case in lists.open_cases),
        ]
        for step in steps:
            if self.chance.random() >= FORGOTTEN:
                self.house.database.write(step)

    def speak(self, session: Session, case_id: int) -> None:
        """First contact, as the button in the console notes it."""
        case, now = session.get_one(Case, case_id), self.year.now
        for promise in owed_in(session, case.id):
            if promise.what == "first_contact":
                keep_promise(session, promise, now)
                amend_case(session, case, {"first_contact_made": now.isoformat()}, f"staff:{self.bob}", now)
                promise_first_update(self.house, session, case, now)
        self.year.counts["first contacts"] += 1

    def tell(self, session: Session, case_id: int) -> None:
        """An update in ready words or, where nobody may be written to, a call."""
        case, now = session.get_one(Case, case_id), self.year.now
        try:
            if any(hearer.calls_only for hearer in hearers(session, case)):
                raise NotSent("They want to be called.")
            self.year.counts["updates"] += send_update(
                self.house, session, case, Draft(self.chance.choice(list(READY)), ""), self.bob, now
            )
        except NotSent:
            note_told(self.house, session, case, self.bob, now, "Called them.")
            self.year.counts["told by telephone"] += 1

    def answer(self, session: Session, talk_id: int) -> None:
        """Somebody who waits for a person is called, and the case noted as told."""
        hold_conversation(session, talk_id).needs_person = False
        case = latest_case_of(session, [talk_id]).get(talk_id)
        if case is not None and case.state == "open":
            note_told(self.house, session, case, self.bob, self.year.now, "Called them.")
        self.year.counts["called"] += 1

    def stop(self, session: Session, case_id: int, names: list[str]) -> None:
        """What the clocks of a case ask for is done."""
        case, now = session.get_one(Case, case_id), self.year.now
        for name in names:
            try:
                if name in RISK:
                    self.assess(session, case)
                elif name == "plan":
                    plans.write_plan(self.house, session, case, PLAN, "", self.bob, now)
                    plans.note_plan_told(self.house, session, case, "yes", "", self.bob, now)
                else:
                    note_done(self.house, session, case, name, "Done.", self.bob, now)
                self.year.counts["clocks stopped"] += 1
            except NotYet:
                self.year.counts["not yet"] += 1

    def assess(self, session: Session, case: Case) -> None:
        """An officer sets the risk, as the form in the console does."""
        now, matrix = self.year.now, self.house.landlord.risk
        risk = assessing.owed_in(self.house, session, case, now)
        seen = assessing.as_seen(risk, assessing.weigh_case(matrix, session, case, risk))
        band = self.chance.choice(("standard", "medium"))
        assessing.confirm(self.house, session, case, band, WHY, seen, self.bob, now)
        self.year.counts["risks assessed"] += 1

    def go_on(self, session: Session, case_id: int) -> None:
        """Its risk is assessed; now and then something happens in a case, or it comes to its end."""
        case, now = session.get_one(Case, case_id), self.year.now
        if case.state != "open":
            return  # it was joined to another on this round
        if not is_assessed(case):
            self.assess(session, case)
        elif (other := self._told_before(session, case)) and self.chance.random() < 0.3:
            join(self.house, session, case, other, self.bob, now, WHY)
            self.year.counts["joined"] += 1
        elif self.chance.random() < (0.02 if any(case.facts.get(event) for event in EVENTS) else 0.3):
            record_event(self.house, session, case, self.chance.choice(EVENTS), self.bob, now)
            self.year.counts["events"] += 1
        elif now - case.opened_at > timedelta(weeks=5) and self.chance.random() < 0.1:
            self._close(session, case)

    def _told_before(self, session: Session, case: Case) -> Case | None:
        """An earlier case of the same people, to which this one may be joined."""
        people = [reporter.contact_id for reporter in reporters_of(session, case.id)]
        earlier = [one for who in people for one in open_cases_of(session, who) if one.id < case.id]
        return next((one for one in earlier if not why_not_join(session, case, one)), None)

    def _close(self, session: Session, case: Case) -> None:
        now = self.year.now
        try:
            if not closing.stage_of(case):
                closing.propose(self.house, session, case, QUIET, self.bob, now)
            elif closing.stage_of(case) == "asked":
                answer = self.chance.choice(("yes", "yes", "yes", "no"))
                closing.note_answer(self.house, session, case, answer, "Called them.", self.bob, now)
            else:
                closing.sign_off(self.house, session, case, "It is quiet now.", self.mina, now)
                self.year.counts["closed"] += 1
        except NotYet:
            self.year.counts["not yet"] += 1
