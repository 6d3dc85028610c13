"""What is heard when we ask where it is happening."""

import pytest

from bot.example import read_example_register
from bot.hearing import hear_in, hear_story
from bot.hearing_places import other_home
from bot.state import Means, Values
from bot.turn import Heard, Perhaps
from bot.understanding.places.register import Register
from dialogs.grammar import Ask, Choose
from dialogs.report import report

REGISTER = Register(read_example_register())
HEAR = hear_in("en", REGISTER)
FOURTEEN = "14 Elm Court, Riverbridge, XR1 2AA"


def hear(line_name: str, said: str, known: Values | None = None) -> Heard:
    """What `said` means to one line of the report."""
    line = report.named[line_name]
    assert isinstance(line, Ask | Choose)
    return HEAR(line, line.options if isinstance(line, Choose) else (), said, known or {})


def value_of(heard: Heard) -> str | None:
    """The value alone, None where nothing was understood."""
    return heard.value if isinstance(heard, Means) else None


@pytest.mark.parametrize("said", ["14", "number 14", "no 14", "its number 14", "No. 14"])
def test_a_number_completes_the_street_named_before(said: str) -> None:
    """Ada wrote "elm court", and then its number (R12)."""
    assert value_of(hear("place", said, {"place_before": "elm court"})) == FOURTEEN


def test_another_number_corrects_the_home_named_before() -> None:
    """The number of the home that was wrong is left out."""
    assert value_of(hear("place", "14", {"place_before": "16 Elm Court, Riverbridge, XR1 2AA"})) == FOURTEEN


def test_a_number_that_the_street_has_not_is_kept_with_its_street() -> None:
    """Numbers are never guessed (R6)."""
    assert hear("place", "99", {"place_before": "elm court"}) == Means("99 Elm Court", {"uprn": "unlisted"})


@pytest.mark.parametrize("said", ["14", "nobody is in danger", "no one is in danger its just noise"])
def test_a_number_alone_or_what_is_no_danger_is_no_place(said: str) -> None:
    """Nobody could find "14"."""
    assert hear("place", said) is None


@pytest.mark.parametrize("said", ["14", "number 14", "no 14", "no, 14", "its 14"])
def test_the_number_is_heard_where_we_ask_whether_the_street_is_enough(said: str) -> None:
    """It says no, and which home."""
    heard = hear("street_is_enough", said, {"place": "elm court", "uprn": "street"})
    assert isinstance(heard, Means)
    assert (heard.value, heard.also["place"]["place"]) == ("no", FOURTEEN)


@pytest.mark.parametrize(("said", "value"), [("1", "yes"), ("2", "no"), ("yes", "yes"), ("no", "no")])
def test_the_answers_on_offer_come_before_house_numbers(said: str, value: str) -> None:
    """ "2" is the second answer, not a door."""
    assert value_of(hear("street_is_enough", said, {"place": "elm court"})) == value


def test_a_sentence_that_names_the_place_is_also_told_to_the_story() -> None:
    """Not a word of it may be lost (R2)."""
    said = "the man at 14 elm court plays music all night and swears at me"
    heard = hear("place", said)
    assert isinstance(heard, Means)
    assert heard.value == FOURTEEN
    assert heard.also["words"] == {"words": said}


def test_what_the_sentence_answers_is_not_asked_again() -> None:
    """The street, the kind and how often, in one answer (R3)."""
    heard = hear("place", "elm court the lads there smoke weed every night")
    assert isinstance(heard, Means)
    assert heard.value == "Elm Court"
    assert heard.also["drugs_and_crime"] == {"drugs_and_crime": "drugs"}
    assert heard.also["often"] == {"often": "daily"}


@pytest.mark.parametrize("said", ["14 elm court", "its at 14 elm court please", "14, Elm Court, XR1 2AA"])
def test_an_address_alone_adds_nothing_to_the_story(said: str) -> None:
    """The story is not filled with addresses."""
    assert hear("place", said) == Means(FOURTEEN, {"uprn": "990000000064"})


@pytest.mark.parametrize("said", ["no I meant 16", "sorry 16", "thats where i live, the noise is from 16"])
@pytest.mark.parametrize("line", ["right_place", "place"])
def test_a_number_put_right_belongs_to_the_same_street(line: str, said: str) -> None:
    """She gave 14, and meant 16 (R12)."""
    heard = hear(line, said, {"place": FOURTEEN, "place_before": FOURTEEN})
    assert isinstance(heard, Means)
    assert (heard.value if line == "place" else heard.also["place"]["place"]) == "16 Elm Court, Riverbridge, XR1 2AA"


@pytest.mark.parametrize("said", ["its flat 4", "no I meant 4", "4"])
def test_a_flat_put_right_belongs_to_the_same_building(said: str) -> None:
    """Rowan House has flats, and no house numbers."""
    heard = hear("right_place", said, {"place": "Flat 3, Rowan House, Elm Road, Riverbridge, XR1 6FA"})
    assert isinstance(heard, Means)
    assert heard.also["place"]["place"].startswith("Flat 4, Rowan House, ")


def test_a_flat_belongs_to_the_house_that_was_named() -> None:
    """12 Oak Road is two flats."""
    heard = hear("right_place", "no its flat b", {"place": "Flat A, 12 Oak Road, Riverbridge, XR2 4BA"})
    assert isinstance(heard, Means)
    assert heard.also["place"]["place"].startswith("Flat B, 12 Oak Road, ")


def test_a_number_put_right_that_the_street_has_not_is_asked_about() -> None:
    """It is kept only if they say so."""
    heard = hear("right_place", "no I meant 99", {"place": FOURTEEN})
    assert heard == Means("no", also={"place": {"place": "99 Elm Court", "uprn": "unlisted"}})


@pytest.mark.parametrize("said", ["I meant 2", "its 16", "number 2", "no its number 16"])
def test_elsewhere_a_number_is_an_answer_unless_it_is_called_a_slip(said: str) -> None:
    """ "I meant 2" may be the second answer, "number 16" may be who is doing it (R3)."""
    assert other_home(said, REGISTER, FOURTEEN) is None


@pytest.mark.parametrize("said", ["no I meant 16", "16 not 14", "not 14, 2"])
def test_a_slip_is_put_right_at_any_question(said: str) -> None:
    """Also when we ask whether it is safe to write: it is no answer to that."""
    assert other_home(said, REGISTER, FOURTEEN)


@pytest.mark.parametrize(
    ("said", "gave"),
    [
        ("kids on bikes in the car park behind Elm Court every weekend", {"place": "Elm Court", "uprn": "street"}),
        ("its about 14 elm court", {"place": FOURTEEN, "uprn": "990000000064"}),
        ("music at about 2 on Elm Court", {"place": "Elm Court", "uprn": "street"}),
    ],
)
def test_the_place_is_found_in_a_first_message(said: str, gave: Values) -> None:
    """It is not asked for again (R3)."""
    assert hear_story(said, REGISTER).also["place"] == gave


@pytest.mark.parametrize("said", ["elm court and oak road both", "loud music"])
def test_two_streets_are_asked_about(said: str) -> None:
    """Nothing is guessed (R6)."""
    assert "place" not in hear_story(said, REGISTER).also


def test_a_number_that_is_not_there_is_said_at_once() -> None:
    """It is no home of the register (R6), and they are asked whether to keep it as they wrote it, not where it is."""
    assert hear_story("99 elm court plays music", REGISTER).also["place"] == {
        "place": "99 Elm Court",
        "uprn": "unlisted",
    }


def test_a_number_that_is_not_there_is_taken_out_of_a_sentence() -> None:
    """Where they were asked, too."""
    heard = hear("place", "music from 99 elm court every night")
    assert isinstance(heard, Means)
    assert (heard.value, heard.gives["uprn"]) == ("99 Elm Court", "unlisted")


def test_above_me_is_no_other_address() -> None:
    """What we took for the place is where they live."""
    known = {"place": "14 Elm Court", "uprn": "1"}
    heard = hear("right_place", "no its above me", known)
    assert isinstance(heard, Means)
    assert heard.also["place"] == {"place": "above me (14 Elm Court)", "uprn": "beside"}


@pytest.mark.parametrize("said", ["not at 14, next door", "its not 14", "no its not 14"])
def test_where_it_is_not_is_a_no(said: str) -> None:
    """And where it is, is asked: "next door" to which side?"""
    assert hear("right_place", said, {"place": FOURTEEN, "uprn": "1"}) == Means("no")


def test_an_address_after_a_no_is_heard_where_we_ask_for_the_place() -> None:
    """He says no once more, and where it is."""
    assert value_of(hear("place", "no, 14 elm court")) == FOURTEEN
    assert isinstance(hear("place", "no, 14 oak court"), Perhaps)
    assert hear("place", "no") is None


def test_upstairs_is_noted_from_their_own_home() -> None:
    """And their own home is found by its address."""
    assert hear("place", "upstairs") == Means("upstairs", {"uprn": "near"})
    beside = {"place": f"upstairs ({FOURTEEN})", "uprn": "beside"}
    assert hear("own_address", "14 elm court", {"place": "upstairs", "uprn": "near"}) == Means(FOURTEEN, beside)
    own = {"place": FOURTEEN, "uprn": "990000000064"}
    assert hear("own_address", "14 elm court", {"place": "my flat", "uprn": "own"}) == Means(FOURTEEN, own)
    assert hear("own_address", "my flat", {"place": "my flat", "uprn": "own"}) is None


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("a dog barks all day in the flat above me, 14 Elm Court", "flat above me"),
        ("loud music from upstairs every night, i live at 14 elm court", "upstairs"),
        ("next door shout all night. im at 14 elm court", "next door"),
    ],
)
def test_what_is_beside_their_own_home_is_told_in_one_message(said: str, where: str) -> None:
    """Nobody is asked for an address that they wrote (R3), neither in a report nor in answer to "where?"."""
    beside = {"place": f"{where} ({FOURTEEN})", "uprn": "beside"}
    assert hear_story(said, REGISTER).also["place"] == beside
    answered = hear("place", said)
    assert isinstance(answered, Means)
    assert {"place": answered.value, **answered.gives} == beside


@pytest.mark.parametrize("said", ["where?", "What do you mean?", "which address", "gdzie?", "ble?", "kahan", "کہاں؟"])
def test_a_question_to_us_is_no_place(said: str) -> None:
    """ "Where?" is not where it is happening."""
    assert hear("place", said) is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no, 14 acacia avenue", "14 acacia avenue"),
        ("14 rose lane", "14 rose lane"),
        ("flat 3, 14 acacia avenue", "flat 3, 14 acacia avenue"),
        ("no its 14", "14 acacia avenue"),
    ],
)
def test_another_address_that_we_do_not_know_is_taken_too(said: str, kept: str) -> None:
    """It says no, and where it is (R12)."""
    heard = hear("unlisted_place", said, {"place": "12 acacia avenue", "uprn": "unlisted"})
    assert isinstance(heard, Means)
    assert (heard.value, heard.also["place"]) == ("no", {"place": kept, "uprn": "unlisted"})


def test_the_same_address_once_more_says_that_it_is_right() -> None:
    """They answer the question by what they are asked to keep."""
    heard = hear("unlisted_place", "12 Acacia Avenue", {"place": "12 acacia avenue", "uprn": "unlisted"})
    assert heard == Means("yes")


@pytest.mark.parametrize("said", ["3 times a week", "14 avenue kids every night", "2 lads from the estate"])
def test_a_number_in_a_story_is_no_other_address(said: str) -> None:
    """It is more of the story."""
    heard = hear("unlisted_place", said, {"place": "12 acacia avenue", "uprn": "unlisted"})
    assert not isinstance(heard, Means) or "place" not in heard.also
