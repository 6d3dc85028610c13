"""Small pieces that the tests of the console tell again and again: who works here, and who writes to us."""

from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.channels.contract import Channel, Inbound
from bot.conversation import receive
from bot.house import House
from bot.staff import passwords
from storage.cases import Case
from storage.properties import Home, import_properties
from storage.staff import Role, add_staff

PASSWORD = "three odd words"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Compares a password in no time, where comparing is not what is tested."""
KEPT = passwords.keep(PASSWORD, QUICK)
BOB, MINA, IDA, ROSA = "bob@example.org", "mina@example.org", "ida@example.org", "rosa@example.org"
NAMES: dict[str, tuple[str, Role]] = {
    BOB: ("Bob Ford", "officer"),
    MINA: ("Mina Shah", "manager"),
    IDA: ("Ida Holt", "auditor"),
    ROSA: ("Rosa King", "administrator"),
}
ADA = "+447700900123"
ELM_COURT = Home("990000000064", "14 Elm Court, Riverbridge", "XR1 2AA", "Elms", "Elm Court", "general")


def employ(house: House, email: str) -> int:
    """One of the cast gets an account; returns its id."""
    name, role = NAMES[email]
    return house.database.write(lambda session: add_staff(session, email, name, role, hours_ago(48), KEPT).id)


def sign_in(client: FlaskClient, house: House, email: str = BOB) -> int:
    """One of the cast gets an account, and signs in."""
    staff_id = employ(house, email)
    answer = client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 302
    return staff_id


def tell(house: House, *lines: str, channel: Channel = "sms", address: str = ADA, ago: float = 2) -> int:
    """Somebody writes these lines, a minute apart, beginning so many hours ago; returns the conversation's id."""
    house.database.write(lambda session: import_properties(session, [ELM_COURT], hours_ago(72)))
    began = hours_ago(ago)
    for number, words in enumerate(lines):
        name = f"{channel}-{address[-5:]}-{ago}-{number}"
        heard = Inbound(channel=channel, address=address, provider_id=name, words=words)
        talk = receive(house, heard, began + timedelta(minutes=number)).conversation_id
    return talk


def tell_of_elm_court(house: House, *more: str, address: str = ADA, ago: float = 2) -> Case:
    """Ada reports loud music and has a reference; `more` answers what is asked after it."""
    tell(house, "no 14 elm court plays  loud music every night till 3", "no", "yes", *more, address=address, ago=ago)
    with house.database.reading() as session:
        return session.scalars(select(Case).order_by(Case.id.desc())).all()[0]


def hours_ago(hours: float) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


def page(client: FlaskClient, address: str) -> str:
    """The text of a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text
