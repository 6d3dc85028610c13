"""What becomes of a report: the case it opens or joins, and how it is kept up to what the resident says."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.casework.opening import cases_to_speak_of
from bot.house import House
from bot.player import Player, example_house
from storage.alerts import alerts_of
from storage.cases import Case, close_case, open_cases_of
from storage.conversations import Conversation, conversations_of
from storage.promises import promises_of
from storage.reporters import name_of, reporter_of
from storage.reports import Report

TOLD = "no 14 elm court plays loud music every night till 3"
TO_THE_SUMMARY = (TOLD, "no", "yes", "yes", "yes", "skip", "skip", "skip", "yes", "Ada")


@pytest.fixture(scope="module")
def house() -> House:
    return example_house()


@pytest.fixture
def ada(house: House, request: pytest.FixtureRequest) -> Player:
    """Ada, at a number of her own in each test."""
    return Player(house, address=f"ada-{request.node.name}")


def say(player: Player, *messages: str) -> str:
    """Everything said to the last of these messages."""
    said = [player.write(one) for one in messages][-1]
    return "\n".join(message.words or "" for message in said)


def skip_to_the_end(player: Player) -> None:
    """Leave out whatever may be left out; where something may not, the test ends."""
    for _ in range(12):
        if "at any time to add to it" in say(player, "skip"):
            return
    raise AssertionError("the report does not end")


def cases(player: Player) -> list[Case]:
    contact_id = contact_of(player)
    with player.house.database.reading() as session:
        return open_cases_of(session, contact_id)


def contact_of(player: Player) -> int:
    with player.house.database.reading() as session:
        return session.get_one(Conversation, player.conversation_id).contact_id


def named(player: Player, case: Case) -> tuple[str | None, str | None]:
    """How the reporter wants to be named, and the name they gave."""
    contact_id = contact_of(player)
    with player.house.database.reading() as session:
        reporter = reporter_of(session, case.id, contact_id)
        assert reporter is not None
        return reporter.naming, name_of(player.house.keys, reporter)


def reports(player: Player) -> list[Report]:
    contact_id = contact_of(player)
    with player.house.database.reading() as session:
        talks = [talk.id for talk in conversations_of(session, contact_id)]
        return list(session.scalars(select(Report).where(Report.conversation_id.in_(talks)).order_by(Report.id)))


def test_the_case_holds_what_was_said_as_it_was_said(ada: Player) -> None:
    """The words untouched, the kind, the home and its patch, and the name only with the reporter."""
    say(ada, *TO_THE_SUMMARY, "yes")
    (case,), (report,) = cases(ada), reports(ada)
    assert (report.words, report.state) == (TOLD, "filed")
    assert (case.kind, case.patch, case.place) == ("noise", "Elms", "14 Elm Court, Riverbridge, XR1 2AA")
    assert case.facts["often"] == "daily"
    assert "Ada" not in str(case.facts)
    assert named(ada, case) == ("named", "Ada")


def test_a_half_finished_report_is_kept_as_unfinished(ada: Player) -> None:
    """Staff see it, and its case has the kind that the words sound like."""
    say(ada, TOLD, "no", "yes")
    assert [report.state for report in reports(ada)] == ["unfinished"]
    assert [case.kind for case in cases(ada)] == ["noise"]


def test_thanks_leave_a_finished_report_finished(ada: Player) -> None:
    """And urgent what was urgent."""
    say(ada, "my neighbour at 14 elm court shouts racist names at me every day", "no", "yes", "yes")
    skip_to_the_end(ada)
    say(ada, "thank you")
    assert [(report.state, report.urgent) for report in reports(ada)] == [("filed", True)]
    assert [case.urgent for case in cases(ada)] == [True]


def test_an_answer_taken_back_leaves_the_case(ada: Player) -> None:
    """The sort of noise is no fact of a case about vehicles."""
    say(ada, *TO_THE_SUMMARY)
    assert cases(ada)[0].facts["noise_sort"] == "music"
    say(ada, "no", "what it is", "vehicles", "yes")
    (case,) = cases(ada)
    assert (case.kind, case.facts["noise_sort"]) == ("vehicles", None)


def test_a_name_taken_back_is_forgotten(ada: Player) -> None:
    """Somebody who gave their name may still stay anonymous."""
    say(ada, *TO_THE_SUMMARY)
    say(ada, "no", "my name", "no name", "yes", "yes")
    (case,) = cases(ada)
    assert named(ada, case) == ("anonymous", None)


def test_a_corrected_place_keeps_the_reference_and_is_not_taken_for_another_case(ada: Player) -> None:
    """There and back again."""
    say(ada, *TO_THE_SUMMARY)
    (before,) = cases(ada)
    assert "same thing" not in say(ada, "no", "where", "15 elm court", "yes")
    assert "same thing" not in say(ada, "no", "where", "14 elm court", "yes")
    (after,) = cases(ada)
    assert (after.reference, after.place) == (before.reference, before.place)


def test_what_turns_out_to_be_urgent_is_promised_sooner(ada: Player) -> None:
    """The earlier day is said at once, and owed."""
    say(ada, TOLD, "no", "yes")
    (before,) = cases(ada)
    say(ada, "last night he called me a dirty paki and said go home")
    (after,) = cases(ada)
    assert before.first_contact_due is not None
    assert after.first_contact_due is not None
    assert after.first_contact_due < before.first_contact_due
    assert after.urgent
    assert "We will contact you by Tuesday 24 November, 5pm." in say(ada, "yes")
    with ada.house.database.reading() as session:
        assert [promise.due_at for promise in promises_of(session, after.id)] == [after.first_contact_due]


def reported_before(player: Player) -> str:
    """She has a case about 14 Elm Court, and writes about the same home again."""
    say(player, *TO_THE_SUMMARY, "yes")
    player.wait(timedelta(days=2))
    say(player, "somebody dumps rubbish at 14 elm court every week", "no, something new", "no")
    return say(player, "yes")


def test_a_second_report_on_the_same_matter_joins_the_case(ada: Player) -> None:
    """One matter, one case: the national measure counts it once."""
    assert "Is this about the same thing?" in reported_before(ada)
    say(ada, "yes")
    assert len(cases(ada)) == 1
    assert [report.state for report in reports(ada)] == ["filed", "joined", "unfinished"]  # "something new", it was
    assert reports(ada)[0].case_id == reports(ada)[2].case_id


def test_a_second_report_says_nothing_about_her_name_until_she_does(ada: Player) -> None:
    """Whom she reports for is asked first; to stop there takes back neither her name nor what she wished for it."""
    reported_before(ada)
    (case,) = cases(ada)
    before = named(ada, case)
    say(ada, "yes")
    for _ in range(12):
        if "Who are you reporting for?" in say(ada, "skip"):
            break
        assert reports(ada)[-1].state != "joined"
    else:
        raise AssertionError("it is never asked")
    say(ada, "myself")
    assert named(ada, case) == before
    assert before[0] is not None


def test_a_report_that_joined_a_case_by_mistake_gets_one_of_its_own(ada: Player) -> None:
    """And leaves the other as it was."""
    reported_before(ada)
    say(ada, "yes")
    (joined,) = cases(ada)
    assert "Your reference is" in say(ada, "back", "no, something new")
    assert len(cases(ada)) == 2
    assert {case.kind for case in cases(ada)} == {"noise", "rubbish"}
    assert joined.reference in {case.reference for case in cases(ada)}


def test_after_closing_a_report_opens_a_new_case(ada: Player) -> None:
    """A later report on the same matter is counted anew."""
    say(ada, *TO_THE_SUMMARY, "yes")
    (first,) = cases(ada)
    ada.house.database.write(lambda session: close_case(session, session.merge(first), "staff:1", ada.now))
    say(ada, TOLD, "no", "yes")
    (second,) = cases(ada)
    assert second.reference != first.reference


def test_a_case_of_abuse_at_home_is_never_spoken_of(ada: Player) -> None:
    """The phone may be in other hands."""
    say(ada, "my partner hit me last month. i am at 14 elm court", "no", "yes", "yes")
    (case,) = cases(ada)
    assert case.kind == "domestic_abuse"
    assert case.reference not in say(ada, "hello", "no", "loud music every night at 14 elm court", "yes")


def test_a_case_of_somebody_for_whom_writing_is_not_safe_is_never_spoken_of(ada: Player) -> None:
    """Whoever writes from her phone days later gets the answer that a stranger gets."""
    say(ada, "my neighbour said he will burn my house down, 14 elm court", "no", "no")
    (case,) = cases(ada)
    ada.wait(timedelta(days=2))
    assert case.reference not in say(ada, "hello", "no", "did you do something about the fire threat", "14 elm court")


def test_a_new_matter_does_not_inherit_the_danger_of_the_last(ada: Player) -> None:
    """Else everything would be urgent for ever."""
    say(ada, "my neighbour at 14 elm court shouts racist names at me every day", "no", "yes", "yes")
    skip_to_the_end(ada)
    ada.wait(timedelta(days=1))
    say(ada, "rubbish is dumped at 15 elm court every week", "no, something new", "no", "yes")
    assert sorted(case.urgent for case in cases(ada)) == [False, True]


def test_no_case_is_spoken_of_where_one_was_told_not_to_write(ada: Player) -> None:
    """Not even one that was begun while writing was still safe."""
    say(ada, *TO_THE_SUMMARY, "yes")
    (case,) = cases(ada)
    ada.wait(timedelta(days=1))
    say(ada, "loud music every night at 15 elm court", "no, something new", "no", "yes", "no")
    ada.wait(timedelta(days=1))
    assert case.reference not in say(ada, "they did it again last night")


def test_to_be_unsafe_here_takes_nothing_back(ada: Player) -> None:
    """What the words said besides is kept, with the case and with the report."""
    say(ada, TOLD, "no", "yes", "no")
    (case,), (report,) = cases(ada), reports(ada)
    kept = {"group": "noise", "noise_sort": "music", "often": "daily"}
    assert case.facts.items() >= kept.items()
    assert report.answers.items() >= kept.items()


def test_abuse_at_home_from_the_menu_takes_nothing_back(ada: Player) -> None:
    """How often it happens was said before, and is asked no more."""
    say(ada, "trouble at 14 elm court every night", "no", "yes", "yes", "2", "4")
    (case,) = cases(ada)
    assert (case.kind, case.facts["often"]) == ("domestic_abuse", "daily")


def alerts(player: Player) -> list[tuple[str, str]]:
    with player.house.database.reading() as session:
        return [(alert.level, alert.sort) for alert in alerts_of(session, player.conversation_id)]


@pytest.mark.parametrize(("chosen", "kind"), [("4", "domestic_abuse"), ("2", "hate")])
def test_abuse_at_home_and_hate_chosen_from_the_menu_are_told_tonight(ada: Player, chosen: str, kind: str) -> None:
    """Once, and the promise is for tomorrow."""
    say(ada, "trouble at 12 elm road", "no", "yes", "yes", "2", chosen)
    say(ada, "back", chosen)
    (case,) = cases(ada)
    assert (case.kind, case.urgent) == (kind, True)
    assert case.first_contact_due is not None
    assert case.first_contact_due.day == 24
    assert alerts(ada) == [("urgent", kind)]


def test_what_is_told_of_hate_is_not_told_again_for_the_menu(ada: Player) -> None:
    """The words said it before the menu did."""
    say(ada, "my neighbour at 14 elm court shouts racist names at me every day", "no", "yes", "yes")
    assert alerts(ada) == [("urgent", "hate")]


def test_harassment_from_the_menu_is_no_threat_by_itself(ada: Player) -> None:
    """Nobody is called out of bed for it."""
    say(ada, "trouble at 12 elm road", "no", "yes", "yes", "2", "1")
    assert (cases(ada)[0].kind, cases(ada)[0].urgent, alerts(ada)) == ("harassment", False, [])


def test_a_later_remark_makes_no_other_matter_of_a_report(ada: Player) -> None:
    """Noise stays noise, with what was said of it."""
    say(ada, "loud music every night at 14 elm court", "no")
    said = say(ada, "and on top of that he always swears at my kids on the stairs")
    say(ada, "yes")
    assert "You told us about" not in said
    assert [case.kind for case in cases(ada)] == ["noise"]


def test_a_later_remark_may_make_a_report_urgent(ada: Player) -> None:
    """What it is about stays, and it is looked at sooner."""
    say(ada, "loud music every night at 14 elm court", "no", "yes")
    say(ada, "last night he called me a dirty paki and said go home")
    (case,) = cases(ada)
    assert (case.kind, case.urgent, case.facts["concern"]) == ("noise", True, "hate")


def test_thoughts_of_suicide_are_no_other_danger(ada: Player) -> None:
    """Advice on danger was not given, and is given in full when it must be."""
    say(ada, "the noise at 14 elm court never stops, some days i wish i was dead")
    (report,) = reports(ada)
    assert (report.danger, report.urgent) == (None, True)
    assert "Please call 999 now, or go to A&E" in say(ada, "i have taken all my pills to kill myself")


def test_a_neighbour_who_hears_abuse_is_asked_as_ever(ada: Player) -> None:
    """The words for the one who suffers it are not for them, and their case is still never spoken of."""
    said = [say(ada, one) for one in ("i can hear the man next door hitting his wife", "yes", "3 elm court", "yes")]
    said += [say(ada, one) for one in ("yes", "yes")]
    assert "never your fault" not in "\n".join(said)
    assert "Please do not step in yourself." in said[-2]
    assert "How often does it happen?" in said[-1]
    (case,) = cases(ada)
    assert (case.kind, case.urgent) == ("domestic_abuse", True)
    contact_id = contact_of(ada)
    with ada.house.database.reading() as session:
        assert cases_to_speak_of(session, contact_id) == []


def test_a_repair_after_all_is_looked_at_by_a_manager(ada: Player) -> None:
    """The case is open, and its promise is owed: both are said."""
    say(ada, "trouble at 12 elm road", "no", "yes", "yes", "7")
    assert "We read it and contact you by Monday 30 November, 5pm." in say(ada, "yes")
    assert [case.needs_review for case in cases(ada)] == [True]


def test_a_postcode_alone_says_whose_patch_it_is(ada: Player) -> None:
    """Staff of that patch see the case."""
    say(ada, "loud music", "no", "XR1 2AA", "yes")
    assert [(case.patch, case.uprn) for case in cases(ada)] == [("Elms", None)]
