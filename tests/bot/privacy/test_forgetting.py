"""A withheld number is forgotten for good when its cases have been closed long enough, and not a day earlier (R9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.house import House
from bot.player import Player, example_house
from bot.privacy.forgetting import EVERY, Forgetter
from bot.privacy.unsealing import review, unseal
from storage.cases import Case
from storage.contacts import Contact, address_of, contact_for, find_contact
from storage.conversations import Conversation
from storage.staff import add_staff
from storage.unsealings import Unsealing
from storage.ways import Way, add_way

ADA, EMAIL = "+447700900123", "ada@example.org"
ANONYMOUS = (
    "no 14 elm court plays loud music every night till 3", "no", "yes", "yes", "yes", "skip", "skip", "skip", "no name",
    "no", "yes",
)  # fmt: skip
DAY = timedelta(days=1)


@pytest.fixture
def house() -> Iterator[House]:
    made = example_house()
    yield made
    made.database.close()


@pytest.fixture
def ada(house: House) -> Player:
    """Who has reported without her name."""
    player = Player(house, "sms", ADA)
    for line in ANONYMOUS:
        player.write(line)
    return player


def close(ada: Player) -> None:
    """Her case is closed now."""
    shut = update(Case).values(state="closed", closed_at=ada.now)
    ada.house.database.write(lambda session: session.execute(shut))


def look(ada: Player, days: float) -> Contact:
    """The worker looks so many days later; Ada's contact after that."""
    Forgetter(ada.house).tick(ada.now + days * DAY)
    with ada.house.database.reading() as session:
        return session.get_one(Contact, session.get_one(Conversation, ada.conversation_id).contact_id)


def test_it_is_forgotten_on_the_day_that_the_landlord_set(house: House, ada: Player) -> None:
    """Neither found by the number nor opened, and whoever writes from it again is somebody new."""
    close(ada)
    days = house.landlord.withheld.forget_after_days
    assert look(ada, days - 1).forgotten_at is None
    gone = look(ada, days + 1)
    assert gone.forgotten_at is not None
    assert (gone.withheld, gone.texting_is_safe) == (True, None)
    with house.database.reading() as session:
        assert find_contact(session, house.keys, "sms", ADA) is None
        assert address_of(session, house.keys, gone.id) == ""
    ada.now += (days + 2) * DAY
    ada.write("hello")
    with house.database.reading() as session:
        again = find_contact(session, house.keys, "sms", ADA)
        assert again is not None
        assert again.id != gone.id


def test_a_case_that_is_open_keeps_it(ada: Player) -> None:
    """However old it is."""
    assert look(ada, 2000).forgotten_at is None


def test_a_number_that_is_not_withheld_is_not_forgotten_here(house: House, ada: Player) -> None:
    """How long those are kept is another question."""
    close(ada)
    house.database.write(lambda session: session.execute(update(Contact).values(withheld=False)))
    assert look(ada, 2000).forgotten_at is None


def test_whoever_has_written_since_is_kept(house: House, ada: Player) -> None:
    """They may be in need of an answer."""
    close(ada)
    ada.now += 100 * DAY
    ada.write("thank you")
    assert look(ada, house.landlord.withheld.forget_after_days - 50).forgotten_at is None


def test_a_number_that_was_shown_is_kept_until_that_is_reviewed(house: House, ada: Player) -> None:
    """Else a manager would have nothing to review."""
    close(ada)

    with house.database.reading() as session:
        case = session.scalars(select(Case.id)).one()

    def show(session: Session) -> None:
        mina = add_staff(session, "mina@example.org", "Mina Shah", "manager", ada.now)
        unseal(house, session, mina, ada.conversation_id, case, "A life was at risk that night.", ada.now)

    house.database.write(show)
    assert look(ada, 2000).forgotten_at is None

    def find(session: Session) -> None:
        sara = add_staff(session, "sara@example.org", "Sara Hill", "manager", ada.now)
        review(session, sara, session.scalars(select(Unsealing)).one(), "It was right to show it then.", ada.now)

    house.database.write(find)
    assert look(ada, 2000).forgotten_at is not None


def test_the_other_way_goes_with_it(house: House, ada: Player) -> None:
    """The e-mail address was theirs alone."""
    close(ada)
    mine = look(ada, 0).id

    def prove(session: Session) -> None:
        add_way(session, mine, contact_for(session, house.keys, "email", EMAIL, ada.now).id, ada.now)

    house.database.write(prove)
    look(ada, 400)
    with house.database.reading() as session:
        assert find_contact(session, house.keys, "email", EMAIL) is None
        assert session.scalars(select(Way.ended_at)).one() is not None


def test_it_looks_once_an_hour(house: House, ada: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not at each tick of the worker."""
    looked: list[datetime] = []

    def note(session: Session, before: datetime, at_most: int) -> list[Contact]:
        looked.append(before)
        return []

    monkeypatch.setattr("bot.privacy.forgetting.due_to_be_forgotten", note)
    forgetter = Forgetter(house)
    for seconds in (0, 10, EVERY.total_seconds() - 1, EVERY.total_seconds() + 1):
        forgetter.tick(ada.now + timedelta(seconds=seconds))
    assert len(looked) == 2
