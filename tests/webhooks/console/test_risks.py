"""The risk of a case in the console: the arithmetic to follow, a band to confirm, and nothing of it for residents."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from bot.conversation import begin_page
from bot.house import House
from storage.cases import Case
from storage.risks import risks_of
from tests.webhooks.staff_story import ADA, IDA, hours_ago, page, sign_in, tell, tell_of_elm_court

WORST = ("yes, these days", "yes", "extremely", "yes", "nobody", "yes", "yes", "me", "well", "yes", "no", "yes")
REASON = "They moved out last week and she says that it is quiet now."


def ask_of_risk(house: House, *answers: str) -> Case:
    """Ada has a reference, is asked how safe she is, and answers."""
    case = tell_of_elm_court(house)
    begin_page(house, "sms", ADA, "risk", "en", hours_ago(1.5))
    tell(house, *answers, ago=1)
    return case


def panel(client: FlaskClient, case: Case) -> str:
    """The risk section of the case's page, in words."""
    found = re.search(r'<section aria-label="Risk".*?</section>', page(client, f"/staff/cases/{case.reference}"), re.S)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def clocks_of_page(client: FlaskClient, case: Case) -> str:
    """The clocks on the case's page, in words."""
    found = re.search(
        r'<section aria-label="Clocks".*?</section>', page(client, f"/staff/cases/{case.reference}"), re.S
    )
    assert found
    return words_of(found[0])


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def press(client: FlaskClient, case: Case, what: str, **fields: str) -> str:
    """Post one of its forms, with what the page has; what the panel says then."""
    seen = re.search(r'name="seen" value="([^"]*)"', page(client, f"/staff/cases/{case.reference}"))
    given = {"seen": unescape(seen[1]) if seen else "", **fields}
    answer = client.post(f"/staff/cases/{case.reference}/risk/{what}", data=given, follow_redirects=True)
    assert answer.status_code == (422 if "There is a problem" in answer.text else 200)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_case_at_high_risk_shows_in_the_list_and_is_found(client: FlaskClient, house: House) -> None:
    """It is urgent as soon as the answers come to that, and marked once an officer has confirmed it."""
    case = ask_of_risk(house, *WORST)
    sign_in(client, house)
    shown = words_of(page(client, "/staff"))
    assert "Urgent only (1) High risk only (0)" in shown
    assert f"{case.reference} Noise Urgent 14 Elm Court" in shown
    assert "No case fits this search" in page(client, "/staff?high=1")
    press(client, case, "confirm", band="high", reason=REASON)
    for address in ("/staff", "/staff?high=1"):
        shown = words_of(page(client, address))
        assert "High risk only (1)" in shown
        assert f"{case.reference} Noise Urgent High risk 14 Elm Court" in shown
    assert "Urgent High risk Open" in words_of(page(client, f"/staff/cases/{case.reference}"))


def test_the_sum_can_be_followed_line_by_line(client: FlaskClient, house: House) -> None:
    """Who says so, what it counts, what is missing, and what that could come to."""
    case = ask_of_risk(house, *WORST[:3])
    sign_in(client, house)
    shown = panel(client, case)
    assert "No officer has confirmed the risk yet" in shown
    assert "18 points, Medium" in shown
    assert "Do they, or their friends, harass or threaten you? Yes, these days the resident 6" in shown
    assert "Other than now, how often are there problems? Every day from the report 5" in shown
    assert "Sum 18" in shown
    assert "Not answered (9): Harmed their health; " in shown
    assert "the sum could reach 39, which is high" in shown
    assert "risk" not in page(client, f"/staff/cases/{case.reference}").split("What they told us")[1].split("</dl>")[0]


def test_an_officer_confirms_or_sets_another_band_with_a_reason(client: FlaskClient, house: House) -> None:
    """Without a reason nothing is kept; the worklist has it until then, and the checklist says done after."""
    case = ask_of_risk(house, *WORST)
    bob = sign_in(client, house)
    assert "A risk is to be assessed" in page(client, "/staff")
    assert "at least a sentence" in press(client, case, "confirm", band="standard", reason="fine")
    assert "No officer has confirmed the risk yet" in panel(client, case)
    assert "The risk is standard." in press(client, case, "confirm", band="standard", reason=REASON)
    shown = panel(client, case)
    assert "Standard confirmed by Bob Ford" in shown
    assert REASON in shown
    assert "The answers gave high" in shown
    assert "Sum 39" in shown
    assert "A risk is to be assessed" not in page(client, "/staff")
    assert 'Risk assessed<span class="govuk-visually-hidden">: done' in page(client, f"/staff/cases/{case.reference}")
    with house.database.reading() as session:
        assert risks_of(session, case.id)[0].confirmed_by == f"staff:{bob}"


def test_what_an_officer_fills_in_with_the_resident_is_marked_so(client: FlaskClient, house: House) -> None:
    """Only what they changed is theirs; nonsense is left out."""
    case = ask_of_risk(house, *WORST[:2])
    sign_in(client, house)
    form = {"risk_harassing": "now", "risk_worse": "no", "risk_health": "yes", "risk_friends": "many", "risk_known": ""}
    assert "2 answers were kept" in press(client, case, "answers", **form)
    with house.database.reading() as session:
        risk = risks_of(session, case.id)[0]
        assert risk.answers == {"risk_harassing": "now", "risk_worse": "no", "risk_health": "yes"}
        assert [risk.sources[name][:5] for name in risk.answers] == ["resid", "staff", "staff"]
    assert "Has it harmed your health, in body or mind? Yes Bob Ford 3" in panel(client, case)


def test_what_was_not_seen_is_not_confirmed(client: FlaskClient, house: House) -> None:
    """She answers while the page is open."""
    case = ask_of_risk(house, *WORST[:2])
    sign_in(client, house)
    seen = re.search(r'name="seen" value="([^"]*)"', page(client, f"/staff/cases/{case.reference}"))
    assert seen
    tell(house, "extremely", ago=0.5)
    reason = "They have moved away, said their daughter"
    form = {"band": "standard", "reason": reason, "seen": unescape(seen[1])}
    shown = client.post(f"/staff/cases/{case.reference}/risk/confirm", data=form).text
    assert "Something was added" in shown
    assert f">{reason}</textarea>" in shown
    assert '<option value="standard" selected>' in shown


def test_an_auditor_reads_and_changes_nothing(client: FlaskClient, house: House) -> None:
    """Read only."""
    case = ask_of_risk(house, *WORST[:2])
    sign_in(client, house, IDA)
    shown = panel(client, case)
    assert "Sum" in shown
    assert "Confirm the risk" not in shown
    for what in ("confirm", "answers"):
        assert client.post(f"/staff/cases/{case.reference}/risk/{what}", data={"band": "high"}).status_code == 403


@pytest.mark.parametrize("what", ["confirm", "answers"])
def test_a_case_that_is_not_there_is_not_found(client: FlaskClient, house: House, what: str) -> None:
    """Nor one that was made up."""
    sign_in(client, house)
    assert client.post(f"/staff/cases/ABCD-EFGH/risk/{what}", data={}).status_code == 404


def test_fear_heard_later_stands_on_the_worklist(client: FlaskClient, house: House) -> None:
    """With its tag, and with a caution on the case, as soon as it is heard."""
    case = ask_of_risk(house, *WORST)
    sign_in(client, house)
    press(client, case, "confirm", band="high")
    tell(house, "they had music on again and i dread going home", ago=0.2)
    shown = page(client, "/staff")
    assert "A risk is to be assessed" in shown
    assert "Fear or distress" in shown
    assert "New fear or distress was heard. Look at the risk again." in panel(client, case)
    with house.database.reading() as session:
        owed = risks_of(session, case.id)[-1]
        assert owed.due_at - owed.owed_at < timedelta(days=7)


def test_its_clock_stands_among_the_others_with_when_it_is_due(client: FlaskClient, house: House) -> None:
    """Missed in the panel and on the worklist with a way to the assessment, until it is confirmed; no button (C11)."""
    case = tell_of_elm_court(house, ago=240)
    sign_in(client, house)
    clocks, listed = clocks_of_page(client, case), words_of(page(client, "/staff"))
    assert re.match(r"Clocks .*Risk assessed \S.* Missed Assess the risk Action plan sent", clocks)
    assert "Mediation offered" in clocks
    assert re.search(r"Running The risk is assessed first. First review", clocks)
    assert re.search(r"Clocks: due soon or missed .*Risk assessed, \S.* Missed", listed)
    assert press(client, case, "confirm", band="standard", reason=REASON)
    clocks, listed = clocks_of_page(client, case), words_of(page(client, "/staff"))
    assert re.search(
        r"Risk assessed Standard \S.* Done late .*Risk assessed again \S.* Running Assess the risk", clocks
    )
    assert ("Risk assessed, " in listed, "assessed first" in clocks) == (False, False)
    answer = client.post(f"/staff/cases/{case.reference}/clocks/risk_again", data={"note": "x"}, follow_redirects=True)
    assert "That clock does not run any more" in answer.text
