"""A number is withheld as soon as anybody asks not to be named (R9)."""

import pytest

from bot.house import House
from bot.player import Player
from bot.privacy.withholding import Why, why_withheld
from bot.understanding.names import asks_to_be_withheld
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.promises import Promise
from storage.reporters import Reporter

TOLD = "no 14 elm court plays loud music every night till 3"
PROMISED = "We do not say who told us."
TO_THE_NAME = (TOLD, "no", "yes", "yes", "yes", "skip", "skip", "skip")


@pytest.fixture
def ada(house: House) -> Player:
    return Player(house, "sms", "+447700900123")


def tell(ada: Player, *lines: str) -> str:
    """What was said to the last of these lines."""
    return " ".join(one.words or "" for one in [ada.write(line) for line in lines][-1])


def why(ada: Player) -> Why | None:
    """Why staff do not see Ada's number, after what she has said so far."""
    with ada.house.database.reading() as session:
        talk = session.get_one(Conversation, ada.conversation_id)
        parts = session.query(Reporter).filter(Reporter.contact_id == talk.contact_id)
        contact = session.get_one(Contact, talk.contact_id)
        return why_withheld(contact, [part.naming for part in parts])


RESERVES = [
    "I want to stay anonymous", "dont tell them it was me", "no names please", "don't use my name please",
    "dwi eisiau aros yn ddienw", "peidiwch â dweud wrth neb", "dim enwau",
    "chcę zostać anonimowa", "nie mówcie im", "anonimowo proszę",
    "گمنام", "کسی کو نہ بتائیں", "kisi ko na batayen", "naam nahi batana",
]  # fmt: skip


@pytest.mark.parametrize("reserve", RESERVES)
def test_a_reserve_in_the_first_words_withholds_the_number_at_once(ada: Player, reserve: str) -> None:
    """In every language that we speak, and before anything has been asked."""
    tell(ada, f"{TOLD}. {reserve}")
    assert why(ada) == "reserved"


@pytest.mark.parametrize("reserve", RESERVES)
def test_a_reserve_in_the_middle_withholds_the_number_at_once(ada: Player, reserve: str) -> None:
    """Whatever was asked at that moment."""
    tell(ada, TOLD, "no", reserve)
    assert why(ada) == "reserved"


def test_a_reserve_at_the_end_of_a_long_story_is_heard(ada: Player) -> None:
    """What matters most to somebody may stand last."""
    tell(ada, f"{'they bang on my wall. ' * 40} please dont tell them it was me")
    assert why(ada) == "reserved"


def test_who_stops_before_the_name_is_asked_for_can_be_contacted_as_promised(ada: Player) -> None:
    """They were told by when we contact them, and asked for nothing else."""
    for line in TO_THE_NAME:
        said = tell(ada, line)
        assert why(ada) is None
    assert "May we have your name?" in said


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("yes", None), ("Yes, but keep it secret", None), ("2", None), ("no name", "anonymous"),
        ("no thanks, anonymous please", "anonymous"), ("dont tell them it was me", "reserved"), ("skip", None),
    ],
)  # fmt: skip
def test_the_answer_decides(ada: Player, answer: str, then: Why | None) -> None:
    """Who chooses to be named to us alone may be rung; who asks it in their own words is taken at their word."""
    tell(ada, *TO_THE_NAME, answer)
    assert why(ada) == then


def test_a_reserve_hides_no_danger(ada: Player) -> None:
    """Fear of being named and danger now may stand in one message, also where the name is asked for."""
    said = tell(ada, *TO_THE_NAME, "please dont tell them it was me he is at my door with a knife")
    assert "999" in said
    assert PROMISED not in said
    assert why(ada) == "reserved"


@pytest.mark.parametrize("lines", [(f"{TOLD}. dont tell them it was me",), (*TO_THE_NAME, "dont tell them my name")])
def test_who_asks_not_to_be_named_is_told_that_they_are_not(ada: Player, lines: tuple[str, ...]) -> None:
    """Before anything more is asked; who fears that hears no more if we go on as if nothing had been said."""
    assert f"{PROMISED}\n" in tell(ada, *lines)
    assert PROMISED not in tell(ada, "skip")


def test_the_promise_is_not_made_twice_in_one_answer(ada: Player) -> None:
    """With the reference everybody is told so."""
    assert tell(ada, TOLD, "no", "yes but dont tell them it was me").count(PROMISED) == 1


def test_nothing_is_promised_where_others_read_it(ada: Player) -> None:
    """It would tell them that somebody told us something (C5)."""
    assert PROMISED not in tell(ada, TOLD, "no", "yes", "no", "dont tell them it was me")


def test_nothing_is_promised_before_we_know_who_reads_it_where_abuse_at_home_is_told_of(ada: Player) -> None:
    """Whether it is safe to write is asked first."""
    said = tell(ada, "my husband controls everything i do, dont tell him it was me")
    assert PROMISED not in said
    assert why(ada) == "reserved"


def test_who_gives_their_name_after_all_may_be_rung(ada: Player) -> None:
    """The later word holds."""
    tell(ada, f"{TOLD}. dont tell them it was me", *TO_THE_NAME[1:], "yes")
    assert why(ada) is None


@pytest.mark.parametrize(
    "wish", ["i want to stay anonymous", "dwi eisiau aros yn ddienw", "chcę zostać anonimowa", "گمنام رہنا چاہتی ہوں"]
)
def test_who_says_at_once_that_they_give_no_name_is_not_asked_for_it(ada: Player, wish: str) -> None:
    """What has been said is not asked (R3)."""
    said = tell(ada, f"{TOLD}. {wish}", *TO_THE_NAME[1:])
    assert said.startswith("We look into it without a name too.")
    assert why(ada) == "anonymous"


@pytest.mark.parametrize("said", ["i dont want to be anonymous", "he has no name on his door"])
def test_who_minds_no_name_is_asked_for_it(ada: Player, said: str) -> None:
    """The word alone is no wish."""
    assert tell(ada, f"{TOLD}. {said}", *TO_THE_NAME[1:]).startswith("May we have your name?")


def test_who_gave_no_name_may_give_it_when_we_sum_up(ada: Player) -> None:
    """The later word holds here too."""
    tell(ada, f"{TOLD}. i want to stay anonymous", *TO_THE_NAME[1:], "yes", "no", "my name", "yes", "Ada Lowe")
    assert why(ada) is None


def test_who_wants_no_news_is_told_so_and_owed_no_contact(ada: Player) -> None:
    """Staff see that nobody is to write to them, and no promise of it stays open (R9)."""
    said = tell(ada, *TO_THE_NAME, "no name", "no")
    assert said.startswith("Then we do not contact you.")
    with ada.house.database.reading() as session:
        assert session.query(Contact.texting_is_safe).filter(Contact.channel == "sms").scalar() == "unwanted"
        (promise,) = session.query(Promise)
        assert promise.released_at is not None
    assert "We will contact you" not in tell(ada, "yes", "what is happening with my case")


def test_who_wants_news_after_all_is_owed_contact_again(ada: Player) -> None:
    """They go back and say yes."""
    tell(ada, *TO_THE_NAME, "no name", "no", "back", "yes")
    with ada.house.database.reading() as session:
        assert session.query(Contact.texting_is_safe).filter(Contact.channel == "sms").scalar() == "yes"
        (promise,) = session.query(Promise)
        assert promise.released_at is None


def test_a_reserve_after_the_name_holds(ada: Player) -> None:
    """The name given before does not bring the number back with the next message."""
    tell(ada, *TO_THE_NAME, "yes", "Ada")
    assert why(ada) is None
    tell(ada, "please dont tell them it was me", "yes")
    assert why(ada) == "reserved"


def test_who_asks_for_a_person_can_be_rung_unless_they_asked_not_to_be_named(ada: Player) -> None:
    """We have told them that somebody will contact them."""
    assert "asked our team to contact you" in tell(ada, TOLD, "PERSON")
    assert why(ada) is None
    tell(ada, "no names please")
    assert why(ada) == "reserved"


@pytest.mark.parametrize(
    "said",
    ["they play loud music", "the neighbours have no shame", "my name is Ada", "no", "dim problem", "nie", "نہیں"],
)
def test_what_is_no_reserve_withholds_nothing(said: str) -> None:
    """Else the word would mean nothing to staff."""
    assert not asks_to_be_withheld(said)


def test_who_gives_their_name_after_all_is_owed_contact_again(ada: Player) -> None:
    """They wanted no news without a name; with one they are not asked about it, and are told as ever."""
    tell(ada, *TO_THE_NAME, "no name", "no", "no", "my name", "yes", "Ada Lowe")
    with ada.house.database.reading() as session:
        assert session.query(Contact.texting_is_safe).filter(Contact.channel == "sms").scalar() == "yes"
        (promise,) = session.query(Promise)
        assert promise.released_at is None
