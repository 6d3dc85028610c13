"""One message in, one answer out: nothing lost, nothing twice, danger first."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import careful, conversation
from bot.channels.contract import Inbound
from bot.conversation import Received, receive
from bot.house import House
from bot.player import OPENING, Player, example_house
from bot.post.receipts import record_answered
from storage import alerts, deliveries, messages, outbox, reports
from storage.cases import Case
from storage.conversations import Conversation
from storage.database import Database

ADA = "+447700900123"
NIGHT = OPENING.replace(day=24, hour=2)


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house, "sms", ADA, NIGHT)


def text(words: str, name: str = "SM1", *, edited: bool = False) -> Inbound:
    return Inbound("sms", ADA, name, words, edited=edited)


def said_in(house: House, conversation_id: int) -> list[tuple[str, str]]:
    """(direction, words) of everything, in order."""
    with house.database.reading() as session:
        return [(m.direction, m.words or "") for m in messages.transcript(session, conversation_id)]


def waiting_alerts(house: House) -> list[tuple[str, str]]:
    with house.database.reading() as session:
        return [(alert.level, alert.sort) for alert in alerts.unacknowledged(session)]


def asks_for_person(house: House, conversation_id: int) -> bool:
    with house.database.reading() as session:
        return session.get_one(Conversation, conversation_id).needs_person


def test_a_text_sent_twice_is_answered_once(house: House) -> None:
    """The provider's repeat of a message changes nothing."""
    first = receive(house, text("hello"), NIGHT)
    again = receive(house, text("hello"), NIGHT)
    assert again.repeated
    assert [direction for direction, _ in said_in(house, first.conversation_id)] == ["in", "out"]


def test_danger_advice_is_given_again_when_the_provider_asks_again(house: House) -> None:
    """An answer that never arrived must not be the one that mattered."""
    first = receive(house, text("he has a knife and he is at my door"), NIGHT)
    again = receive(house, text("he has a knife and he is at my door"), NIGHT)
    assert "Call 999" in first.at_once[0][1].said
    assert [words.said for _, words in again.at_once] == [words.said for _, words in first.at_once]
    assert len(waiting_alerts(house)) == 1


def test_danger_advice_waits_for_the_worker_only_when_the_answer_did_not_leave(house: House) -> None:
    """What the webhook said is settled; a process killed before that leaves it to the worker, seconds later."""
    received = receive(house, text("help there is a fire in my kitchen"), NIGHT)
    ids = [message_id for message_id, _ in received.at_once]
    later = NIGHT + conversation.ANSWERED_WITHIN
    with house.database.reading() as session:
        assert not {row.message_id for row in outbox.due(session, NIGHT, 50)} & set(ids)
        assert set(ids) <= {row.message_id for row in outbox.due(session, later, 50)}
    record_answered(house, ids, NIGHT)
    with house.database.reading() as session:
        assert not {row.message_id for row in outbox.due(session, later, 50)} & set(ids)
        assert {delivery.state for delivery in deliveries.state_of(session, ids).values()} == {"answered"}


def test_a_fault_of_ours_loses_no_message(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks in a turn, the message is filed, answered shortly, and a person is asked for."""

    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(conversation, "_turn", broken)
    received = receive(house, text("loud music every night"), NIGHT)
    (_, heard), (_, said) = said_in(house, received.conversation_id)
    assert (heard, said[:43]) == ("loud music every night", "Thank you. We have kept what you wrote, and")
    assert asks_for_person(house, received.conversation_id)


def test_a_fault_of_ours_does_not_keep_back_danger_advice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """999 is said and the person on call is told, even when the dialog cannot be read."""

    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(conversation, "_turn", broken)
    received = receive(house, text("a man is stabbing somebody in the street"), NIGHT)
    assert received.at_once[0][1].said.startswith("Call 999")
    assert waiting_alerts(house) == [("now", "violence")]


def test_stop_is_final_and_not_answered(house: House, ada: Player) -> None:
    """The carrier acknowledges STOP; we say nothing, keep filing, and tell staff."""
    ada.write("hi")
    assert ada.write("STOP") == []
    assert ada.write("loud music again") == []
    assert said_in(house, ada.conversation_id)[-1] == ("in", "loud music again")
    assert asks_for_person(house, ada.conversation_id)
    assert ada.write("START") == []
    assert ada.write("hello")


def test_danger_from_a_stopped_number_alerts_the_person_on_call(house: House, ada: Player) -> None:
    """She cannot be answered by text, so whoever is on call must know."""
    ada.write("STOP")
    assert ada.write("he is breaking my door down with a hammer") == []
    with house.database.reading() as session:
        (alert,) = alerts.unacknowledged(session)
        assert (alert.level, alert.note) == ("now", "cannot be answered by text")


def test_yes_answers_a_question_and_starts_nothing(house: House, ada: Player) -> None:
    """YES is a carrier's word only on a number that was stopped."""
    ada.write("no 14 elm court plays loud music every night till 3")
    ada.write("no")
    (said,) = ada.write("YES")
    assert "Your reference is" in (said.words or "")


def test_past_the_days_limit_messages_are_kept_but_not_answered(house: House) -> None:
    """One word of why, then silence; danger is answered whatever the count."""
    limits = house.landlord.limits.model_copy(update={"texts_per_number_a_day": 5})
    capped = replace(house, landlord=house.landlord.model_copy(update={"limits": limits}))
    ada = Player(capped, "sms", ADA, NIGHT)
    said = [ada.write(f"hmm well {n}") for n in range(8)]
    assert "kept them all" in (said[5][0].words or "")
    assert said[6] == said[7] == []
    assert "Call 999" in (ada.write("he is at my door with a knife")[0].words or "")


def test_a_new_talk_begins_when_everything_was_said_long_ago(house: House, ada: Player) -> None:
    """The next matter is a conversation of its own, and keeps the language."""
    ada.write("my boiler is broken")
    ada.write("no")
    ada.write("yes")
    before = ada.conversation_id
    ada.wait(timedelta(days=3))
    ada.write("loud music at 9 elm close")
    assert ada.conversation_id != before


def test_an_unfinished_talk_goes_on_after_days(house: House, ada: Player) -> None:
    """They pick up where they left off; whether anybody is in danger is asked afresh."""
    ada.write("no 14 elm court plays loud music every night till 3")
    ada.write("no")
    before = ada.conversation_id
    ada.wait(timedelta(days=2))
    said = ada.write("yes")
    assert ada.conversation_id == before
    assert "in danger right now" in (said[-1].words or "")


def test_an_edited_message_is_kept_beside_the_first(house: House) -> None:
    """Telegram's corrections answer no question; both versions are kept."""
    first = receive(house, text("loud music at 14 elm court"), NIGHT)
    receive(house, text("loud music at 15 elm court", "SM2", edited=True), NIGHT)
    said = said_in(house, first.conversation_id)
    assert [words for direction, words in said if direction == "in"] == [
        "loud music at 14 elm court",
        "loud music at 15 elm court",
    ]
    assert "We have kept both" in said[-1][1]


@pytest.mark.parametrize("words", ["", "   ", "\x00", "😀😀😀", "x" * 10_000, "\u202eabc\u202c שלום", "a\ud800b"])
def test_any_message_is_kept_and_answered(house: House, words: str) -> None:
    """Nothing that can be typed is lost, and a turn never ends in silence."""
    received = receive(house, text(words), NIGHT)
    (heard, kept), *answers = said_in(house, received.conversation_id)
    assert heard == "in"
    assert kept == words or "\x00" in words or "\ud800" in words
    assert answers


def test_two_messages_at_the_same_moment_are_both_filed_and_answered_once_each(store: Database) -> None:
    """On both databases: whoever comes second takes the whole turn again."""
    house = replace(example_house(), database=store)
    receive(house, text("hello", "SM0"), NIGHT)
    done: list[Received] = []
    crowd = [
        threading.Thread(target=lambda n=n: done.append(receive(house, text(f"hmm well {n}", f"SM{n}"), NIGHT)))
        for n in range(1, 7)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    said = said_in(house, done[0].conversation_id)
    assert sorted(words for direction, words in said if direction == "in") == [
        "hello",
        *(f"hmm well {n}" for n in range(1, 7)),
    ]
    assert [direction for direction, _ in said] == ["in", "out"] * 7
    with store.reading() as session:
        assert messages.verify(session, done[0].conversation_id) == []


def test_danger_after_the_reference_makes_the_case_urgent_at_once(house: House, ada: Player) -> None:
    """The officer sees one case with every word, due tomorrow, although Ada has not read on."""
    for words in ("no 14 elm court plays loud music every night till 3", "no", "yes"):
        ada.write(words)
    before = case_of(house)
    ada.write("he is at my door with a knife")
    after = case_of(house)
    assert (after.reference, after.urgent) == (before.reference, True)
    assert after.first_contact_due
    assert before.first_contact_due
    assert after.first_contact_due < before.first_contact_due
    with house.database.reading() as session:
        (report,) = reports.reports_of_case(session, after.id)
    assert report.words == "no 14 elm court plays loud music every night till 3\nhe is at my door with a knife"


def case_of(house: House) -> Case:
    with house.database.reading() as session:
        case: Case = session.scalars(select(Case)).one()
    return case


def test_danger_that_cannot_even_be_looked_for_is_taken_for_danger(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken word list must end in an alert too many, not in silence."""

    def broken(_: str) -> None:
        raise ValueError("a fault")

    for room in (conversation, careful):
        monkeypatch.setattr(room, "find_danger", broken)
    received = receive(house, text("he is at my door with a knife"), NIGHT)
    assert received.at_once[0][1].said.startswith("Call 999")
    assert waiting_alerts(house) == [("now", "other")]


def test_an_address_given_later_corrects_the_case(house: House, ada: Player) -> None:
    """A mistake about where is mended by saying where, at any point, and confirmed."""
    for words in ("no 14 elm court plays loud music every night till 3", "no", "yes", "yes"):
        ada.write(words)
    said = ada.write("actually its 16 elm court")
    assert "Is it at 16 Elm Court" in (said[-1].words or "")
    ada.write("yes")
    assert (case_of(house).place or "").startswith("16 Elm Court")


def test_a_few_words_that_answer_another_question_are_kept_for_it(house: House, ada: Player) -> None:
    """ "Every day" to "Is it happening now?" is no yes: that is asked again, and how often it is never is."""
    for words in ("a dog barks at 14 elm court", "no", "yes", "yes"):
        ada.write(words)
    said = ada.write("every day")[-1].words or ""
    assert said.startswith("Thank you. We have added that to your report.\nIs it happening now?")
    after = "\n".join(message.words or "" for words in ("yes", "skip") for message in ada.write(words))
    assert "How often" not in after
    assert case_of(house).facts["often"] == "daily"


def test_where_writing_is_not_safe_more_words_reach_the_case_and_nothing_is_said_of_it(
    house: House, ada: Player
) -> None:
    """Whoever holds the phone now learns nothing; the officer reads every word (C5)."""
    for words in ("no 14 elm court plays loud music every night till 3", "no", "yes", "no"):
        ada.write(words)
    ada.wait(timedelta(days=1))
    (said,) = ada.write("they did it again last night")
    assert said.words == "Thank you. We have noted that."
    case_id = case_of(house).id
    with house.database.reading() as session:
        told = [report.words for report in reports.reports_of_case(session, case_id)]
    assert "they did it again last night" in told


@pytest.mark.parametrize(("kind", "named"), [("photo", "A picture"), ("voice", "A voice message"), ("x", "Something")])
def test_what_came_besides_words_is_noted_for_staff(house: House, kind: str, named: str) -> None:
    """Nobody learns of it otherwise, and whoever sent it is told that we have the words alone."""
    heard = replace(text("they dumped rubbish at 14 elm court"), beyond_words=kind)
    talk = receive(house, heard, NIGHT).conversation_id
    (_, words), (kept, note), (_, said), *_ = said_in(house, talk)
    assert (words, kept) == ("they dumped rubbish at 14 elm court", "note")
    assert note.startswith(f"{named} ")
    assert said.startswith("We have your words. We cannot see the picture")


def test_a_picture_holds_up_no_danger_advice(house: House) -> None:
    """What to do comes first."""
    received = receive(house, replace(text("he is kicking my door in now"), beyond_words="photo"), NIGHT)
    assert received.at_once[0][1].said.startswith("Call 999")


@pytest.mark.parametrize("said", ["1", "2", "ok", "no", "👍"])
def test_an_answer_to_nothing_begins_no_report(ada: Player, said: str) -> None:
    """All had been asked; a slip of the finger is noted."""
    for line in ("my boiler is broken", "no", "yes"):
        ada.write(line)
    assert [one.words for one in ada.write(said)] == ["Thank you. We have noted that."]


@pytest.mark.parametrize("said", ["what?", "i dont understand"])
def test_a_question_to_us_when_all_is_said_is_not_just_noted(ada: Player, said: str) -> None:
    """It begins where a greeting does."""
    for line in ("my boiler is broken", "no", "yes"):
        ada.write(line)
    assert "Is anyone in danger right now?" in (ada.write(said)[0].words or "")
