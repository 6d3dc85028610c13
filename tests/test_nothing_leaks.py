"""After a rough run no file and no log line holds a number, a chat's id, or anything that a resident wrote."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.configuration.landlord import example_landlord
from bot.configuration.settings import read_settings
from bot.example import read_example_register
from bot.house import House
from storage.cases import open_case
from storage.database import Database
from storage.messages import Message
from storage.sealing import Keys
from storage.tables import Base
from storage.updates import log_update
from tests.conftest import MakeStore
from tests.running import Running, until
from tests.standins import telegram_cloud
from tests.standins.provider import Fault
from tests.standins.telegram_cloud import press, written
from tests.standins.twilio_cloud import inbound, sign_and_post
from tests.storage.story import turn
from tests.storage.test_plain_numbers import Files, content_of
from tests.test_main_job import Browser
from tests.webhooks.web_resident import WebResident
from webhooks.app import create_app

ADA, BEA, CEM, DEE = "+447700900851", "+447700900852", "+441632960968", "+447700900856"
FORGER, SOLD = "+447700900857", "+15005550006"
PRIYA, QUIN, ROSE = 7312345678901, 7312345678902, 7312345678903
NUMBERS = (ADA, BEA, CEM, DEE, FORGER, SOLD)
OMAR, TYPED, WRONG, ADDRESS = "+447700900841", "07700 900841", "07700 90084", "omar.aziz@example.org"
"""A number and an address that are typed in the web chat when we ask for them."""
PLANTED = "07700 900742"
"""Another. No other test has any of these: all of them share the journal of one PostgreSQL, which is searched too."""
GIVEN = [TYPED.encode(), b"0770090084", TYPED.replace(" ", "-").encode(), WRONG.encode(), ADDRESS[:9].encode()]
SECRET = "Kittiwake"
"""Omar's code word, of which only a slow hash is kept."""
MOST_QUESTIONS = 60
ANSWERS = {
    "Is that right?": "yes",
    "five more minutes": "yes",
    "Is it still right": "yes",
    "How often": "1",
    "time to": "4",
}
"""What is not left out, on the way to the question about the computer."""
WORDS = ("nightingale", "xylophone", "marzipan", "zeppelin", "knife")
ON_THE_WAY: tuple[Fault, ...] = ("html", "take_and_close", "error")


def traces_of(numbers: Iterable[str], chats: Iterable[int]) -> list[bytes]:
    """What would give a person away, as text and as the bytes of a whole number."""
    digits = [number.lstrip("+") for number in numbers]
    whole = [*map(int, digits), *chats]
    bytewise = [order(one) for one in whole for order in (_big_end_first, _little_end_first)]
    return [*(one[-10:].encode() for one in digits), *(str(chat).encode() for chat in chats), *bytewise]


def _big_end_first(number: int) -> bytes:
    return number.to_bytes(6, "big")


def _little_end_first(number: int) -> bytes:
    return number.to_bytes(6, "little")


def files_with(folder: Path, traces: Iterable[bytes]) -> list[str]:
    """The names of the files in a folder that hold one of these."""
    traces = list(traces)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if _holds_any(path, traces))


def _holds_any(path: Path, traces: list[bytes]) -> bool:
    content = content_of(path)
    return any(trace in content for trace in traces)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """Nothing to set for SQLite; a server's address for PostgreSQL."""
    if request.param == "sqlite":
        return {}
    return {"DATABASE_URL": request.getfixturevalue("unused_postgresql")}


def live_through_it(hearback: Running) -> WebResident:
    """Reports by text and Telegram, danger, forgery, nonsense, trouble at the providers, and a killing."""
    twilio, telegram = hearback.twilio, hearback.telegram
    twilio.misbehave(*ON_THE_WAY)
    telegram.misbehave("error")
    twilio.refused[BEA] = 21614
    telegram.blocked.add(QUIN)
    for number in (ADA, BEA, CEM, DEE):
        twilio.text(number, "no 14 elm court plays the xylophone every night")
    twilio.text(SOLD, "marzipan \0 offers " * 600)
    twilio.text(DEE, "help he has a knife and is breaking down my door now")
    for chat in (PRIYA, QUIN):
        telegram.bring(written(chat, "the nightingale of 14 Elm Court shouts every night"))
        telegram.bring(press(chat, "999999:yes"))
    telegram.bring({"message": {"chat": {"id": PRIYA, "type": "private"}, "text": ["zeppelin"], "date": "x"}})
    omar = tell_how_to_be_reached(hearback)
    forge(hearback)
    until(lambda: DEE in {text.to for text in twilio.texts})
    hearback.kill("worker")
    hearback.kill("web_worker")
    twilio.text(ADA, "no")
    until(lambda: ADA in {text.to for text in twilio.texts})
    until(lambda: PRIYA in {message["chat"]["id"] for message in telegram.messages})
    return omar


def tell_how_to_be_reached(hearback: Running) -> WebResident:
    """Omar, in the web chat: a wrong number, the right one in a form that comes three times, and an address beside
    other words; and Priya the same by Telegram, who then changes her message."""
    omar = WebResident(cast(FlaskClient, Browser(hearback.url)))
    omar.start().say("the xylophone of 14 elm court plays every night").press("no").press("yes")
    assert "How can we reach you?" in omar.heard()[-1]
    omar.say(WRONG)
    form = omar.fields() | {"words": f"{TYPED} after six"}
    for _ in range(3):
        omar.client.post("/chat/talk", data=form)
    omar.client.post("/chat/talk", data=form | {"form": "another-form"})
    omar.say(f"or write to {ADDRESS}, or ring {TYPED.replace(' ', '-')}").press("yes")
    assert "We will contact you there" in " ".join(omar.heard())
    omar.say(f"last night, and I rang you from {TYPED}")
    assert "kept apart" in " ".join(omar.said())
    for words in ("the nightingale of 14 Elm Court shouts every night", "no", "yes", "yes", TYPED, ADDRESS):
        hearback.telegram.bring(written(ROSE, words))
    return omar


def prove_and_keep_secret(omar: WebResident, store: Database) -> str:
    """Omar proves his number with the code that went there, and chooses a code word, as others use the computer.
    Returns the code."""
    omar.say("contact")
    assert "We have sent you a code there." in omar.heard()[-1]
    with store.reading() as session:
        sent = session.scalars(select(Message.words).where(Message.kind == "code")).one()
    code = str(re.search(r"\b\d{6}\b", sent or "")[0])  # type: ignore[index]  # a code message has its code
    for words in (code, "1", "4"):
        omar.say(words)
    for _ in range(MOST_QUESTIONS):
        asked = omar.heard()[-1]
        if "use this computer or phone" in asked:
            break
        omar.say(next((answer for question, answer in ANSWERS.items() if question in asked), "skip"))
    omar.press("yes").say(SECRET)
    assert "We keep it secret." in " ".join(omar.heard())
    return code


def columns_with(store: Database, trace: str) -> set[str]:
    """Where in the store these characters stand, as table.column; bytes are read as such."""
    found = set()
    with store.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                found |= {f"{table.name}.{name}" for name, value in row.items() if _stands_in(trace, value)}
    return found


def _stands_in(trace: str, value: object) -> bool:
    if isinstance(value, bytes):
        return trace.encode() in value
    return not isinstance(value, datetime) and trace in str(value)


def by_chance(code: str) -> set[str]:
    """Where a code stands anyway: among 2,000 long property numbers one in some seventy does."""
    return {"properties.uprn"} if any(code in home.uprn for home in read_example_register()) else set()


def forge(hearback: Running) -> None:
    """Somebody pretends to be a provider, or sends what no provider would."""
    form = inbound(FORGER, "zeppelin")
    assert sign_and_post(f"{hearback.url}/sms", form, token="another").status_code == 403
    assert requests.post(f"{hearback.url}/sms", data=form, timeout=15).status_code == 403
    assert requests.post(f"{hearback.url}/sms/status", data=form, timeout=15).status_code == 403
    update = json.dumps(written(PRIYA, "zeppelin"))
    assert requests.post(f"{hearback.url}/telegram", data=update, timeout=15).status_code == 403
    secret = {"X-Telegram-Bot-Api-Secret-Token": telegram_cloud.SECRET}
    for body in (update[:-9], "[" * 5000, "null", "\0"):
        assert requests.post(f"{hearback.url}/telegram", data=body, headers=secret, timeout=15).status_code == 200


def test_nothing_personal_is_in_any_file_or_log_line(tmp_path: Path, settings: dict[str, str]) -> None:
    """Searched while it runs, journals and all, and again when it has ended."""
    traces = [*traces_of((*NUMBERS, OMAR), (PRIYA, QUIN, ROSE)), *GIVEN, SECRET[1:].encode()]
    with Running(tmp_path, **settings) as hearback:
        store = hearback.store()
        tables = Files(store)
        code = prove_and_keep_secret(live_through_it(hearback), store)
        assert tables.holding(b"xylophone")
        named = {"messages.words", "messages.english"}
        assert columns_with(store, code) <= named | by_chance(code), "docs/store.md names only these"
        assert [trace for trace in traces if tables.holding(trace)] == []
        assert files_with(tmp_path, traces) == []
        store.close()
        assert hearback.stop() == 0
        logged = hearback.logged()
    assert files_with(tmp_path, traces) == []
    assert [name for name in files_with(tmp_path, [code.encode()]) if not name.startswith("hearback.db")] == []
    assert code not in logged
    assert "A request to /sms was not signed by Twilio and was turned away." in logged
    assert "A request to /telegram came without Telegram's secret and was turned away." in logged
    assert [word for word in (*WORDS, "elm court") if word in logged.lower()] == []
    assert "Traceback" not in logged


def test_a_number_that_is_not_kept_apart_is_found(tmp_path: Path, settings: dict[str, str]) -> None:
    """The planted fault: messages are filed as they come."""
    with Running(tmp_path, "tests.planted", PLANTED="files_whole", **settings) as hearback:
        store = hearback.store()
        tables = Files(store)
        omar = WebResident(cast(FlaskClient, Browser(hearback.url)))
        omar.start().say("the xylophone of 14 elm court plays every night").press("no").press("yes")
        omar.say(PLANTED)
        assert tables.holding(PLANTED.encode())
        store.close()


def test_the_search_of_the_store_sees_a_code_and_a_word(store: Database, keys: Keys, now: datetime) -> None:
    """Planted: a code in what an officer noted, a word in what a resident wrote."""
    with store.transaction() as session:
        case = open_case(session, "AB2D-EF3G", {}, "resident", now)
        log_update(session, case.id, now, note="The code was 482913.")
        turn(session, keys, now, "SM1", "my word is guillemot")
    assert columns_with(store, "482913") == {"updates.note"}
    assert columns_with(store, "uillemot") == {"messages.words"}


def test_a_fault_of_ours_is_logged_without_what_it_quotes(
    new_sqlite: MakeStore, keys: Keys, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where it happened is enough to mend it; an exception's own words may be a resident's."""
    house = House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), Database(new_sqlite(), keys))
    app = create_app(house)

    @app.get("/fault/<whose>")
    def fail(whose: str) -> str:
        raise ValueError(f"cannot be read: {whose}")

    assert app.test_client().get(f"/fault/{ADA}").status_code == 500
    house.database.close()
    assert "ValueError" in caplog.text
    assert "test_nothing_leaks.py" in caplog.text
    assert ADA[3:] not in caplog.text


def test_the_search_sees_what_is_there(tmp_path: Path) -> None:
    """Planted: as text in a log, as a whole number in a table."""
    (tmp_path / "log").write_text("sent to 07700 900851 (447700900851)")
    (tmp_path / "db").write_bytes(b"\6" + (7312345678901).to_bytes(6, "big"))
    (tmp_path / "fine").write_text("sent to contact 7")
    assert files_with(tmp_path, traces_of([ADA], [PRIYA])) == ["db", "log"]
