"""Danger now, danger to pass on tonight, and neither, as residents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.danger.finding import find_danger, gather
from bot.understanding.danger.words import LANGUAGES, Lexicon, compile_lexicon, load_lexicon, read_lists

NOW = [
    ("he has a knife and hes at my door", "violence"),
    ("theyre kicking a boy on the floor outside", "violence"),
    ("someone just been stabbed", "violence"),
    ("theres a fire in the bin store", "fire"),
    ("FIRE", "fire"),
    ("i can smell gas", "gas"),
    ("my mum isnt breathing", "medical"),
    ("he wont wake up hes gone blue", "medical"),
    ("ive taken all my tablets", "suicide"),
    ("im going to kill myself tonight", "suicide"),
    ("my husband is hitting me", "abuse"),
    ("someone is breaking into my flat", "other"),
    ("my neighbour upstairs is banging on my door shouting hes going to kill me", "violence"),
    ("my partner is controlling and i am scared of him", "abuse"),
    ("he is stabbing my brother", "violence"),
    ("knife", "violence"),
    ("pożar", "fire"),
    ("he has a knife in his hand", "violence"),
    ("on ma nóż w ręce", "violence"),
    ("he has a blade at her neck", "violence"),
    ("he cut my arm with a knife", "violence"),
    ("i have a razor to my wrists", "suicide"),
    ("كيضربني راجلي", "abuse"),
    ("el sha2a wal3et", "fire"),
]


@pytest.mark.parametrize(("message", "sort"), NOW)
def test_danger_happening_now_is_named(message: str, sort: str) -> None:
    """Ada's phone gets the advice that fits what she wrote."""
    danger = find_danger(message)
    assert danger.now == sort
    assert danger.urgent


@pytest.mark.parametrize(
    "message",
    [
        "they had a fight on sunday",
        "bins were set on fire last night",
        "they threatened my son!! we are scared",
        "Sąsiad codziennie krzyczy i wali w ściany",
        "bójka",
        "złodziej",
        "przemoc domowa",
        "help",
        "HELP",
        "no",
        "at the door",
        "right now",
        "14 elm court",
        "Mo Gunn",
        "fire alarm",
        "the man upstairs",
        "the music is killing me",
        "kid was waving a toy gun about last tuesday",
        "bikes in the hallway are a fire risk",
        "I could murder him",
        "how do i pay my gas bill",
        "I can't smell gas",
        "nobody is hurt",
        "no 14 elm court plays loud music every night till 3",
        "yes",
        "2",
        "",
        "?",
    ],
)
def test_what_is_over_meant_otherwise_or_ordinary_is_not_danger(message: str) -> None:
    """Advising 999 for a toy gun last Tuesday would teach Ada to ignore the advice."""
    assert find_danger(message).now is None


@pytest.mark.parametrize(
    "message",
    [
        "they had a fight on sunday and now he is back with a knife",
        "the music is killing me and someone is being stabbed outside",
        "no fire but i can smell gas",
        "it was a toy gun last week, tonight he has a knife",
        "he threatened to kill me last month and hes outside my door",
    ],
)
def test_a_harmless_remark_never_hides_a_danger_beside_it(message: str) -> None:
    """What takes a word back reaches no further than its own part of the sentence."""
    assert find_danger(message).now is not None


@pytest.mark.parametrize(
    "message",
    ["he has a nife", "someone stabed him", "he isnt brething", "im going to comit suiside tonight", "i cant breath",
     "i can smel gas", "theres a fyre", "hes unconsious", "call an ambulence he collasped"],
)  # fmt: skip
def test_the_words_that_matter_are_found_misspelt(message: str) -> None:
    """Nobody spells well with shaking hands."""
    assert find_danger(message).now is not None


@pytest.mark.parametrize(
    "message",
    ["on ma noz", "ktoś się włamuje", "mae rhywun yn torri mewn i'r ty", "mae o efo cyllell", "اس کے پاس چاقو ہے",
     "mera shohar mujhe maar raha hai", "are un cutit", "ਅੱਗ ਲੱਗ ਗਈ", "agg lag gayi", "আগুন লেগেছে", "agun lagse",
     "هناك حريق", "dab ayaa kacay", "hay un incendio", "ele tem uma faca", "આગ લાગી છે", "c'è un incendio",
     "yangın var", "آتیش گرفته", "il a un couteau"],
)  # fmt: skip
def test_every_language_is_heard_whatever_the_conversation_is_in(message: str) -> None:
    """Omar may begin in English and cry for help in Urdu."""
    assert find_danger(message).now is not None


@pytest.mark.parametrize(
    ("message", "concern"),
    [
        ("my husband hits me and the children", "domestic_abuse"),
        ("my husband hit me on saturday. he is at work till six so i can text", "domestic_abuse"),
        ("he said he would kill me if I reported him again", "threat"),
        ("they threatened my son!! we are scared", "threat"),
        ("they call me paki every time i go past", "hate"),
        ("i feel suicidal with it but i wont do anything, i have my kids", "suicidal"),
        ("the little girl downstairs has bruises all up her arms, different ones every week", "child"),
    ],
)
def test_what_somebody_must_hear_tonight_is_urgent_and_says_why(message: str, concern: str) -> None:
    """The person on call is told although nothing is happening this minute."""
    danger = find_danger(message)
    assert danger.urgent
    assert danger.concern == concern


def test_a_child_who_writes_is_noticed() -> None:
    """So that Childline is named."""
    assert find_danger("my dad is hitting my mum im 9").child
    assert not find_danger("my neighbour is hitting her husband").child


@pytest.mark.parametrize(
    "message",
    ["the meter's hissing", "my lodger's hitting me", "the kitchen's on fire", "grandad's collapsed",
     "the charger's melting"],
)  # fmt: skip
def test_a_danger_is_heard_behind_an_apostrophe(message: str) -> None:
    """ "The meter's hissing" says that it is hissing, whether or not a list has "meters"."""
    assert find_danger(message).now is not None


@pytest.mark.parametrize("message", ["come quick", "help us", "send help now", "im in danger", "police please"])
def test_a_bare_cry_is_heard_although_it_names_no_danger(message: str) -> None:
    """Two words of somebody who has no time for more; "help" alone stays the carriers' word."""
    assert find_danger(message).now is not None


@pytest.mark.parametrize(
    "message",
    [
        "someone's at the door selling dusters",
        "he won't move his van",
        "the lift is dead again",
        "cant breathe in this heat",
        "conifers are suffocating my lawn",
        "e bike chained to the banister",
        "the fire's out and the brigade has left",
        "he's in custody",
        "intruder alarm goes off all night",
    ],
)
def test_alarming_words_in_ordinary_matters_are_let_be(message: str) -> None:
    """Trades at the door, parked vans, dead lifts, plants and what is over."""
    assert find_danger(message).now is None


@given(st.text(max_size=300))
def test_no_message_can_trip_the_recogniser_up(message: str) -> None:
    """Charlie may send anything at all; danger now is always urgent."""
    danger = find_danger(message)
    assert danger.urgent or danger.now is None


@pytest.mark.parametrize("piece", ["he has the knife and is hitting me now ", "a", "fire ", "(((", "' ' ", "ھ"])
def test_the_longest_message_is_read_to_its_end(piece: str) -> None:
    """A danger after ten thousand letters of anything is still found."""
    long = (piece * 10_000)[:10_000] + ". help he has a knife and he is stabbing my brother"
    assert find_danger(long).now is not None


def test_every_language_has_lists_that_can_be_read() -> None:
    """A slip in a list would silence a language; compiling says which phrase it is."""
    sources = read_lists()
    assert tuple(sources) == LANGUAGES
    for code, source in sources.items():
        assert "Not yet reviewed by a speaker." in source or code == "en"
        assert compile_lexicon({code: source}).whole


def test_brackets_inside_brackets_are_refused_with_the_phrase() -> None:
    """Bob, who adds a word, is told which phrase he cannot write so."""
    with pytest.raises(ValueError, match=r"smell .* gas"):
        compile_lexicon({"en": "[surely]\ngas = '''smell (of (a|the)) gas'''"})


def test_what_is_said_plainly_rests_on_the_word_lists() -> None:
    """Emptied lists leave nothing standing (test of the tests above)."""
    message = "he has a knife and hes at my door"
    assert gather(load_lexicon(), message).evidence.is_plain
    assert not gather(Lexicon(), message).evidence.is_plain


@pytest.mark.parametrize(
    "said",
    ["music from Hill Road every night", "Hilary upstairs plays the piano", "I want a transfer to another flat",
     "he pedals his bike on the landing", "my pedal bin is full"],
)  # fmt: skip
def test_an_english_word_is_no_hate_in_another_language(said: str) -> None:
    """Every list is matched in every conversation: a short stem must not begin what people say every day."""
    assert find_danger(said).concern is None


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("the one with the blue door", "the one with the red door he has a knife"),
        ("its not safe to text me here", "not safe to text me here he has a knife"),
        ("krew mnie zalewa przez te dzieci", "krew mnie zalewa, on ma nóż"),
        ("tylko jak dzieci spia", "dzieci spia a on wywaza drzwi"),
        ("6 tan 8", "mae o yma tan 8 ac mae gynno fo gyllell"),
        ("sar phat raha hai shor se", "sar phat raha hai aur us ke paas chaku hai"),
    ],
)
def test_a_turn_of_speech_is_no_danger_and_hides_none(said: str, beside: str) -> None:
    """Until eight in Welsh is not fire; what is told beside it is heard."""
    assert find_danger(said).now is None
    assert find_danger(beside).now is not None


def test_what_a_neighbour_did_is_no_abuse_at_home() -> None:
    """Its words are those of abuse, and whoever did it lives upstairs: nobody is sent to a helpline for it."""
    told = find_danger("man upstairs threw a bottle at me on monday")
    assert (told.now, told.urgent, told.concern == "domestic_abuse") == (None, True, False)


@pytest.mark.parametrize(
    "said",
    [
        "dla mamy, ona nie mowi po angielsku",
        "Dyw mam ddim yn siarad Saesneg",
        "Sąsiad strzela drzwiami całą noc",
        "Mae'r plant yn saethu peli at y ffenest",
        "میں تھک کر مر گیا ہوں",
        "the kids are shooting nerf guns at my windows",
        "my neighbour is stabbing cardboard into the communal bins so they dont shut",
        "my boiler is broken and I have no hot water",
    ],
)
def test_what_residents_were_alarmed_for_is_let_be(said: str) -> None:
    """Who speaks no English needs no ambulance; found by playing residents."""
    assert find_danger(said).now is None


@pytest.mark.parametrize("said", ["Mae'n fy nhagu", "water is pouring through my ceiling onto the electrics"])
def test_what_was_not_heard_is(said: str) -> None:
    """The same, the other way round."""
    assert find_danger(said).now is not None
