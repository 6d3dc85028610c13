"""What is put right of a report that has been summed up, and what is more of it, or nothing of the kind."""

import pytest

from bot.hearing import hear_in
from bot.state import Means, Values
from bot.turn import Heard
from bot.understanding.places.register import Register
from dialogs.grammar import Choose
from dialogs.report import report

KNOWN = {
    "group": "noise",
    "noise_sort": "music",
    "often": "daily",
    "now": "yes",
    "behalf": "self",
    "naming": "confidential",
    "name": "Ada",
}
OPTIONS = {option.value: option for option in report.named["change"].options}  # type: ignore[union-attr]


def hear(name: str, said: str, language: str = "en", known: Values = KNOWN) -> Heard:
    """What `said` means to that question of the report."""
    line = report.named[name]
    assert isinstance(line, Choose)
    return hear_in(language, Register(()))(line, line.options, said, known)


@pytest.mark.parametrize(
    ("said", "language", "option", "name", "value"),
    [
        ("no its shouting", "en", "what", "noise_sort", "voices"),
        ("no, it's shouting not music", "en", "what", "noise_sort", "voices"),
        ("no its not music its a dog", "en", "what", "noise_sort", "dog"),
        ("its not music its a dog", "en", "what", "noise_sort", "dog"),
        ("no its parking not noise", "en", "what", "group", "vehicles"),
        ("yes but only at weekends", "en", "often", "often", "weekly"),
        ("that's not right, it is only at weekends", "en", "often", "often", "weekly"),
        ("it was last tuesday", "en", "when", "when", "last tuesday"),
        ("no it was friday not last night", "en", "when", "when", "friday"),
        ("no it stopped an hour ago", "en", "when", "now", "no"),
        ("no its for my mum", "en", "whom", "behalf", "other"),
        ("no its not for me its for my mum", "en", "whom", "on_behalf_of", "my mum"),
        ("no my name is Sandra Khan", "en", "name", "name", "Sandra Khan"),
        ("na, gweiddi nid cerddoriaeth", "cy", "what", "noise_sort", "voices"),
        ("ie ond bob penwythnos", "cy", "often", "often", "weekly"),
        ("nie, to krzyki a nie muzyka", "pl", "what", "noise_sort", "voices"),
        ("nie, to dla mojej mamy", "pl", "whom", "behalf", "other"),
        ("nahi, music nahi cheekhna hai", "ur", "what", "noise_sort", "voices"),
        ("نہیں، موسیقی نہیں چیخنا ہے", "ur", "what", "noise_sort", "voices"),
        ("no its shouting and far too loud", "en", "what", "noise_sort", "voices"),
        ("nahi, yeh meri ammi ke liye hai", "ur", "whom", "behalf", "other"),
    ],
)
def test_what_is_not_right_is_changed_at_once(said: str, language: str, option: str, name: str, value: str) -> None:
    """Along with the no, or in place of it; all of it is kept in the words of the report too."""
    heard = hear("all_right", said, language)
    assert isinstance(heard, Means)
    assert (heard.value, heard.also[name][name]) == ("no", value)
    assert heard.also["words"] == {"words": said}
    naming = {"naming"} if option == "name" else set()  # they are named, only otherwise
    assert set(heard.reopens) == set(OPTIONS[option].reopens) - naming


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("no not every day", "en"),
        ("it's not every night", "en"),
        ("na ddim bob nos", "cy"),
        ("nie codziennie", "pl"),
        ("nahi har raat nahi", "ur"),
    ],
)
def test_what_is_only_denied_is_asked_again(said: str, language: str) -> None:
    """Nobody has said what holds instead."""
    kept = Means("no", also={"words": {"words": said}}, reopens=OPTIONS["often"].reopens)
    assert hear("all_right", said, language) == kept


@pytest.mark.parametrize("said", ["no the name is wrong its Joan Barker", "my surname is Parker not Baker"])
def test_a_name_is_asked_again_and_no_dog_is_heard_in_it(said: str) -> None:
    """Where it is not plainly given: how they are to be named stays as it was."""
    for asked in ("all_right", "change"):
        heard = hear(asked, said)
        assert isinstance(heard, Means)
        assert set(heard.also) == {"words"}
        assert set(heard.reopens) == {"name", "all_right"}


@pytest.mark.parametrize(
    "said", ["no the stairs", "no his name is Gary", "no its louder than that", "yes but it started last week"]
)
def test_what_is_not_understood_is_kept_and_asked_about(said: str) -> None:
    """It leads on to what shall be changed; when something began is not when it was last."""
    assert hear("all_right", said) == Means("no", also={"words": {"words": said}})


@pytest.mark.parametrize(
    "said",
    [
        "yes but also they smoke weed on the stairs",
        "No, its also drugs they are dealing from the flat",
        "yes but they smoke weed too",
        "yes but its also happening at 16 elm court",
        "Yes but can you not tell them it was me",
        "he is shouting now",
        "its every night",
        "and my mum is ill because of it and we cannot sleep since they came",
    ],
)
def test_more_of_the_report_is_no_correction(said: str) -> None:
    """What adds to it, what is known already and what is news is added as ever."""
    assert hear("all_right", said) is None


def test_a_yes_and_a_no_alone_are_what_they_are() -> None:
    """Whatever is known."""
    assert hear("all_right", "yes") == hear("all_right", "yes thats right") == Means("yes")
    assert hear("all_right", "no") == Means("no")


def test_a_name_given_by_whoever_had_none_is_theirs_to_be_named_by() -> None:
    """And one that is to be kept secret stays so."""
    secret = hear("all_right", "no my name is Sandra Khan")
    named = hear("all_right", "no my name is Sandra Khan", known={"naming": "anonymous"})
    assert isinstance(secret, Means)
    assert isinstance(named, Means)
    assert (secret.also["naming"], named.also["naming"]) == ({"naming": "confidential"}, {"naming": "named"})


@pytest.mark.parametrize(
    ("said", "option", "name", "value"),
    [
        ("its weekends not every night", "often", "often", "weekly"),
        ("its shouting", "what", "noise_sort", "voices"),
        ("they were dealing drugs", "what", "drugs_and_crime", "drugs"),
        ("it was saturday", "when", "when", "saturday"),
        ("its loud music", "what", "noise_sort", "music"),
    ],
)
def test_what_is_to_be_changed_may_be_said_right_away(said: str, option: str, name: str, value: str) -> None:
    """Nobody need find it in a list first; also where it is what we have."""
    heard = hear("change", said)
    assert isinstance(heard, Means)
    assert (heard.value, heard.also[name][name]) == (option, value)
