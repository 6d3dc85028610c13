"""What one message means to the line that was asked."""

import pytest

from bot.hearing import hear_in, hear_story, is_answer, is_no_answer
from bot.state import Means
from bot.turn import Heard, Perhaps
from bot.understanding.places.register import Register
from dialogs.agreement import agreement
from dialogs.closing import closing
from dialogs.grammar import Ask, Choose, Dialog
from dialogs.plan import plan
from dialogs.report import report
from dialogs.risk import QUESTIONS

NOWHERE = Register(())
HEAR = hear_in("en", NOWHERE)


def line_called(name: str) -> Ask | Choose:
    """A question of the report."""
    line = report.named[name]
    assert isinstance(line, Ask | Choose)
    return line


def hear(name: str, said: str) -> Heard:
    """What `said` means to that question."""
    line = line_called(name)
    return HEAR(line, line.options if isinstance(line, Choose) else (), said, {})


@pytest.mark.parametrize("name", ["safe_here", "safe_to_text", "safe_to_say"])
@pytest.mark.parametrize("said", ["no my husband reads it", "not sure", "yes but only by day", "its a shared phone"])
def test_any_doubt_about_writing_here_is_a_no(name: str, said: str) -> None:
    """At all three lines that ask it."""
    assert hear(name, said) == Means("no")


def test_not_yet_is_neither_a_yes_nor_a_no_to_danger() -> None:
    """It may come: they are asked again; whether it happens now, it does not."""
    for said in ("not yet", "No, not yet", "jeszcze nie", "dim eto", "abhi tak nahi"):
        assert hear("danger", said) is None, said
    assert hear("now", "not yet") == Means("no")
    for said in ("no dear", "not really", "i dont think so", "No thank you dear"):
        assert hear("danger", said) == Means("no"), said


def test_nobody_is_not_the_first_answer() -> None:
    """ "No one" is no "number one"; "no 1" is."""
    assert hear("behalf", "no one") is None
    assert hear("behalf", "no 1") == Means("self")


def test_a_doubt_elsewhere_is_not_a_no() -> None:
    """ "Not sure" whether it is happening now is asked again."""
    assert hear("now", "not sure") is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("its stopped now", "no"),
        ("not any more", "no"),
        ("it was last night", "no"),
        ("not at this moment", "no"),
        ("yes still", "yes"),
        ("still going on", "yes"),
    ],
)
def test_whether_it_is_happening_now_is_heard_as_in_a_story(said: str, value: str) -> None:
    """No yes or no need be in it."""
    heard = hear("now", said)
    assert isinstance(heard, Means)
    assert heard.value == value


def test_when_it_was_is_not_asked_again() -> None:
    """Whoever says that it stopped an hour ago has said when."""
    assert hear("now", "it stopped about an hour ago") == Means("no", also={"when": {"when": "about an hour ago"}})
    assert hear("now", "yes all the time") == Means("yes", also={"often": {"often": "daily"}})
    assert hear("now", "saturday") == Means("no", also={"when": {"when": "saturday"}})
    assert hear("now", "no") == Means("no")
    assert hear("now", "no not tonight") == Means("no")


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("now", "now", "yes"),
        ("group", "smoking weed", "drugs_and_crime"),
        ("group", "hes threatening me", "people"),
        ("group", "barking", "noise"),
        ("noise_sort", "doors slamming", "living"),
        ("noise_sort", "loud tv", "music"),
        ("noise_sort", "bit of everything", "other"),
        ("noise_sort", "partying", "music"),
        ("often", "fri and sat", "weekly"),
        ("often", "constant", "daily"),
        ("others", "havent told anyone", "neither"),
        ("others", "police came last week", "police"),
        ("behalf", "just us", "self"),
        ("behalf", "me and the wife", "self"),
        ("behalf", "myself and my partner", "self"),
        ("behalf", "the old lady next door", "other"),
        ("authority", "he asked me to", "yes"),
        ("authority", "she doesnt know im texting", "no"),
        ("unsafe", "bit scared to be honest", "yes"),
        ("all_right", "spot on", "yes"),
        ("change", "its the wrong street", "place"),
        ("more_time", "sorry im at work", "no"),
        ("more_time", "go on then", "yes"),
    ],
)
def test_an_answer_may_be_said_as_people_say_it(name: str, said: str, value: str) -> None:
    """In words that no option shows, as a story would have told it, or as the lists of sayings have it."""
    heard = hear(name, said)
    assert isinstance(heard, Means), heard
    assert heard.value == value


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("risk_harassing", "used to but not now", "past"),
        ("risk_worse", "yeah its loads worse", "yes"),
        ("risk_worse", "about the same", "no"),
        ("risk_affected", "it's ruining my life tbh", "extremely"),
        ("risk_health", "my nerves", "yes"),
        ("risk_friends", "just me and my cat", "alone"),
        ("risk_aimed", "nobody in particular", "nobody"),
        ("risk_known", "just to say hello", "somewhat"),
        ("risk_told", "just you", "no"),
    ],
)
def test_how_worried_to_be_is_said_in_their_own_words(name: str, said: str, value: str) -> None:
    """At a scale it must be the whole answer: nothing is weighed by likeness."""
    line = next(question for question in QUESTIONS if question.name == name)
    assert HEAR(line, line.options, said, {}) == Means(value)


def test_what_a_story_would_have_told_leads_to_the_kind_itself() -> None:
    """Nobody is asked "Which is closest?" after "weed"."""
    assert hear("group", "weed") == Means("drugs_and_crime", also={"drugs_and_crime": {"drugs_and_crime": "drugs"}})


def test_a_name_may_come_with_a_reserve() -> None:
    """It is not asked for again."""
    kept = Means("confidential", also={"name": {"name": "mary smith"}})
    assert hear("naming", "mary smith but dont tell them") == kept
    assert hear("naming", "ok but dont tell them") == Means("confidential")


def test_two_sorts_are_asked_back() -> None:
    """Nothing is guessed where both were said."""
    assert hear("noise_sort", "music and shouting") == Perhaps((Means("music"), Means("voices")))


def news(said: str, language: str = "en") -> Heard:
    """What `said` means to "How often shall we send you news?"."""
    line = agreement.named["how_often"]
    assert isinstance(line, Choose)
    return hear_in(language, NOWHERE)(line, line.options, said, {})


@pytest.mark.parametrize(
    ("said", "language", "value"),
    [
        ("every fortnight", "en", "fortnightly"),
        ("once a week is fine", "en", "weekly"),
        ("up to you", "en", "ten_days"),
        ("no idea", "en", "ten_days"),
        ("only when theres news", "en", "on_news"),
        ("bob pythefnos", "cy", "fortnightly"),
        ("wszystko jedno", "pl", "ten_days"),
        ("har do hafte", "ur", "fortnightly"),
        ("every fortnight", "pl", "fortnightly"),
    ],
)
def test_how_often_we_write_is_heard_as_people_say_it(said: str, language: str, value: str) -> None:
    """Whoever leaves it to us hears what landlords usually promise, and is told so."""
    assert news(said, language) == Means(value)


def test_what_we_do_not_offer_is_asked_back_as_what_comes_nearest() -> None:
    """Nobody is told that they agreed to what they did not say."""
    assert news("every day") == Perhaps((Means("weekly"),))
    assert news("not every week") is None
    assert news("once a month") == Perhaps((Means("fortnightly"), Means("on_news")))


@pytest.mark.parametrize("said", ["dunno", "maybe", "not sure", "I don't know", "perhaps", "nie wiem"])
@pytest.mark.parametrize(("page", "name"), [(plan, "plan_agree"), (closing, "closing_agree")])
def test_whoever_is_undecided_neither_agrees_nor_disagrees(page: Dialog, name: str, said: str) -> None:
    """Staff would read an objection that nobody made; the question is put again."""
    line = page.named[name]
    assert isinstance(line, Choose)
    assert hear_in("pl", NOWHERE)(line, line.options, said, {}) is None


@pytest.mark.parametrize("said", ["no", "not really", "i dont agree", "2", "maybe but he still does it every night"])
def test_a_no_to_closing_stays_a_no(said: str) -> None:
    """Also where it is said with a doubt and a reason."""
    line = closing.named["closing_agree"]
    assert isinstance(line, Choose)
    heard = HEAR(line, line.options, said, {})
    assert isinstance(heard, Means)
    assert heard.value == "no"


@pytest.mark.parametrize("said", ["ok", "sure", "fine", "yea ok", "yse"])
def test_only_a_clear_yes_means_danger(said: str) -> None:
    """Else the question is put again."""
    assert hear("danger", said) is None


@pytest.mark.parametrize(("said", "value"), [("yes", "yes"), ("1", "yes"), ("help", "yes"), ("no", "no"), ("2", "no")])
def test_danger_is_answered_plainly(said: str, value: str) -> None:
    """By word, by number, or by a cry for help."""
    assert hear("danger", said) == Means(value)


def test_a_name_in_answer_to_may_we_have_it_is_the_name() -> None:
    """Then the name is not asked for again."""
    assert hear("naming", "Dave Smith") == Means("named", also={"name": {"name": "Dave Smith"}})


@pytest.mark.parametrize(
    ("said", "value"),
    [("please dont tell them it was me", "confidential"), ("id rather not say", "anonymous"), ("yes", "named")],
)
def test_a_reserve_about_the_name_is_heard(said: str, value: str) -> None:
    """And it is an answer, not a wish to skip."""
    assert hear("naming", said) == Means(value)
    line = line_called("naming")
    assert isinstance(line, Choose)
    assert is_answer(line.options, said, "en")


def test_whom_it_happens_to_is_heard_with_who_reports() -> None:
    """Both in one answer (R8)."""
    assert hear("behalf", "my dad, Tom") == Means("other", also={"on_behalf_of": {"on_behalf_of": "my dad, Tom"}})


def test_a_story_told_for_somebody_says_so() -> None:
    """Then neither is asked."""
    also = hear_story("reporting for my mum, loud music every night", NOWHERE).also
    assert also["behalf"] == {"behalf": "other"}
    assert also["on_behalf_of"] == {"on_behalf_of": "my mum"}


@pytest.mark.parametrize("said", ["my husband", "i dont know who but dont tell them it was me"])
def test_what_says_who_or_asks_for_silence_is_no_time(said: str) -> None:
    """It was taken for when it last happened; "when my husband came home" says when."""
    assert hear("when", said) is None
    often = {"often": {"often": "daily"}}
    assert hear("when", "every morning bar sunday") == Means("every morning bar sunday", also=often)
    assert hear("when", "when my husband came home") == Means("when my husband came home")


@pytest.mark.parametrize("name", ["when", "known", "camera", "crime_reference", "name"])
@pytest.mark.parametrize("said", ["yes", "no", "2", "ok"])
def test_an_answer_to_some_other_question_is_not_taken(name: str, said: str) -> None:
    """A yes tells nothing of when or who."""
    assert hear(name, said) is None


@pytest.mark.parametrize("said", ["what is it for", "he is at it again every night with the music", "why"])
def test_a_question_or_a_sentence_is_no_name(said: str) -> None:
    """The name is asked again."""
    assert hear("name", said) is None


@pytest.mark.parametrize("said", ["no", "none", "nobody", "i dont have one", "dont know", "nie ma", "koi nahi", "neb"])
def test_nothing_to_tell_skips_the_question(said: str) -> None:
    """At the questions that may have no answer."""
    assert is_no_answer(line_called("crime_reference"), said)
    assert not is_no_answer(line_called("now"), said)


@pytest.mark.parametrize("said", ["06/12345/26", "4471", "no but my neighbour saw it"])
def test_a_reference_or_a_sentence_is_kept(said: str) -> None:
    """As it was written."""
    assert hear("crime_reference", said) == Means(said)
    assert not is_no_answer(line_called("crime_reference"), said)


@pytest.mark.parametrize("said", ["not now", "ok", "yes", "👍"])
def test_a_plain_yes_or_no_answers_before_it_is_a_wish(said: str) -> None:
    """ "Not now" is no wish to go on later where we ask whether it is happening now."""
    line = line_called("now")
    assert isinstance(line, Choose)
    assert is_answer(line.options, said, "en")


@pytest.mark.parametrize(("language", "said"), [("cy", "oes"), ("cy", "nac oes"), ("en", "no"), ("pl", "no")])
def test_a_yes_or_no_to_a_list_of_kinds_is_none_of_them(language: str, said: str) -> None:
    """The "y" of "y ci" is no yes, nor is the "non" of "non stop" a no."""
    for name in ("group", "noise_sort", "often"):
        line = line_called(name)
        assert isinstance(line, Choose)
        assert hear_in(language, NOWHERE)(line, line.options, said, {}) is None


def test_who_is_more_at_risk_at_home_is_told_in_words_of_their_own() -> None:
    """And how much it affects them, and who is there for them (C2)."""
    asked = {question.name: question for question in QUESTIONS}
    hear = hear_in("en", Register(()))

    def heard(name: str, said: str) -> object:
        return hear(asked[name], asked[name].options, said, {})

    assert heard("risk_household", "my partner is disabled") == Means("yes")
    assert heard("risk_household", "they play music") is None
    assert heard("risk_affected", "loads") == Means("lot")
    assert heard("risk_friends", "my sister") == Means("few")
    assert heard("risk_friends", "i live alone") == Means("alone")
