"""What an officer does with a conversation that has no case: opens one, and notes what was done."""

from flask.testing import FlaskClient

from bot.house import House
from storage.cases import open_cases_of
from storage.conversations import Conversation
from tests.webhooks.staff_story import IDA, page, sign_in, tell
from webhooks.console.conversations import LONGEST_NOTE

KNIFE = "there is a man with a knife in the stairwell"
OPEN = "Open a case for this report"


def test_an_officer_opens_the_case_of_a_report_that_stopped(client: FlaskClient, house: House) -> None:
    """It leaves the unfinished ones, and the alert stands with it."""
    talk = tell(house, KNIFE)
    sign_in(client, house)
    assert OPEN in page(client, f"/staff/conversations/{talk}")
    answer = client.post(f"/staff/conversations/{talk}/open/1", follow_redirects=True)
    assert (answer.status_code, "Nothing was said to whoever reported it" in answer.text) == (200, True)
    assert (
        KNIFE in answer.text,
        "I am dealing with it" in answer.text,
        "was opened from what was told" in answer.text,
    ) == (
        True,
        True,
        True,
    )
    assert KNIFE not in page(client, "/staff?state=unfinished")
    again = client.post(f"/staff/conversations/{talk}/open/1", follow_redirects=True)
    assert "No case was opened" in again.text
    with house.database.reading() as session:
        assert len(open_cases_of(session, session.get_one(Conversation, talk).contact_id)) == 1


def test_a_report_with_its_reference_offers_no_case(client: FlaskClient, house: House) -> None:
    """Nor does a talk in which nothing was told."""
    done = tell(house, "14 elm court plays loud music every night", "no", "yes")
    empty = tell(house, "hello", address="+447700900124")
    sign_in(client, house)
    assert OPEN not in page(client, f"/staff/conversations/{done}") + page(client, f"/staff/conversations/{empty}")
    assert "No case was opened" in client.post(f"/staff/conversations/{empty}/open/1", follow_redirects=True).text


def test_what_was_done_is_noted_for_the_record(client: FlaskClient, house: House) -> None:
    """It stands in the transcript as written, and goes to nobody."""
    talk = tell(house, KNIFE)
    sign_in(client, house)
    noted = client.post(
        f"/staff/conversations/{talk}/note", data={"note": "Rang 999, <b>police</b> attended"}, follow_redirects=True
    )
    assert "Rang 999, &lt;b&gt;police&lt;/b&gt; attended" in noted.text
    assert "Residents never see it" in noted.text


def test_a_note_that_cannot_be_kept_says_why_and_is_not_lost(client: FlaskClient, house: House) -> None:
    """Empty, or too long: what was typed stands in the box."""
    talk = tell(house, KNIFE)
    sign_in(client, house)
    empty = client.post(f"/staff/conversations/{talk}/note", data={"note": "  "})
    assert (empty.status_code, "Write your note." in empty.text) == (400, True)
    long = client.post(f"/staff/conversations/{talk}/note", data={"note": "x" * (LONGEST_NOTE + 1)})
    assert (long.status_code, "Make it shorter" in long.text, "x" * (LONGEST_NOTE + 1) in long.text) == (
        400,
        True,
        True,
    )


def test_who_only_reads_opens_and_notes_nothing(client: FlaskClient, house: House) -> None:
    """Ida sees neither button, and is refused."""
    talk = tell(house, KNIFE)
    sign_in(client, house, IDA)
    shown = page(client, f"/staff/conversations/{talk}")
    assert (OPEN in shown, "Note for the record" in shown) == (False, False)
    for address in (f"/staff/conversations/{talk}/open/1", f"/staff/conversations/{talk}/note"):
        assert client.post(address, data={"note": "x"}).status_code == 403
    assert client.post("/staff/conversations/999/note", data={"note": "x"}).status_code == 403
