"""How often it happens, whether it is happening now, and the words that say when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.times import HOW_OFTEN, find_how_often, find_now, find_when
from tests.bot.understanding.told import Told, read_told

OFTEN: dict[str, list[str]] = {
    "daily": [
        "every night till 3", "every day", "everyday", "nonstop for weeks", "non stop", "24/7", "all the time",
        "constantly", "most nights",
        "day and night", "twice a day", "each and every night", "nearly every night", "seven nights a week",
        "every single night",
        "bob nos", "bob dydd", "bron bob nos", "drwy'r amser", "y rhan fwyaf o nosweithiau", "codziennie", "co noc",
        "każdej nocy", "cały czas",
        "dzień w dzień", "prawie codziennie", "har raat", "rozana", "roz", "din raat", "ہر رات", "روزانہ", "دن رات",
        "مسلسل",
        "first it was twice a month and now it is every night",
    ],
    "weekly": [
        "most weekends", "3 times a week", "three times a week", "once a week", "every saturday", "fridays mostly",
        "every other day",
        "a couple of times a week", "every friday and saturday night", "at weekends", "every few days",
        "2 or 3 times a week", "weekly",
        "bob penwythnos", "unwaith yr wythnos", "bob nos Sadwrn", "dwywaith yr wythnos", "tair gwaith yr wythnos",
        "co tydzień", "w każdy piątek",
        "trzy razy w tygodniu", "w weekendy", "co drugi dzień", "har hafte", "hafte mein do baar", "har itwar",
        "ہر ہفتے", "ہفتے میں تین بار",
    ],
    "monthly": [
        "twice a month", "once a month", "every month", "most months", "every fortnight", "every couple of weeks",
        "every other weekend",
        "bob mis", "unwaith y mis", "bob pythefnos", "co miesiąc", "raz w miesiącu", "co dwa tygodnie", "har mahine",
        "mahine mein ek baar",
        "مہینے میں دو بار", "ہر مہینے",
    ],
    "occasionally": [
        "now and again", "every now and then", "sometimes", "once in a while", "on and off", "from time to time",
        "a few times a year",
        "not every night", "weithiau", "o bryd i'w gilydd", "bob hyn a hyn", "czasami", "od czasu do czasu",
        "co jakiś czas", "rzadko",
        "kabhi kabhi", "kabhi kabhar", "کبھی کبھی", "کبھی کبھار", "بعض اوقات",
    ],
    "once": [
        "first time", "just once", "only happened once", "a one off", "this has never happened before", "once",
        "y tro cyntaf", "dim ond unwaith",
        "pierwszy raz", "tylko raz", "pehli baar", "sirf ek dafa", "پہلی بار", "صرف ایک بار",
    ],
}  # fmt: skip
NOT_OFTEN = [
    "",
    "last night",
    "once again he shouted",
    "it used to be every day",
    "kiedyś było codziennie",
    "hello",
    "14 elm court",
    "for weeks now",
    "in the day room",
    "nos da",
    "dobranoc",
    "w niedzielę",
]

NOW = [
    "right now", "he is shouting outside my door right now", "they're banging on the walls",
    "still going as I write", "it's happening now",
    "there is a party going on right now", "they are playing music", "she's screaming", "someone is kicking my door",
    "at it again",
    "the alarm is going off", "it's 3am and the music is on", "Now!", "it started last night and is still going",
    "at the moment",
    "maen nhw wrthi nawr", "ar hyn o bryd", "mae'n digwydd rŵan", "mae'n dal i fynd", "właśnie teraz",
    "w tej chwili", "nadal krzyczą", "teraz",
    "dzieje się to teraz", "abhi", "is waqt ho raha hai", "shor macha raha hai", "ابھی", "اس وقت", "شور مچا رہا ہے",
    "abhi bhi chal raha hai",
]  # fmt: skip
PAST = [
    "last night", "yesterday", "on Sunday", "earlier today it stopped", "they had a fight on Sunday",
    "it has stopped now", "two weeks ago",
    "not right now", "this morning", "last Tuesday about 3am", "the other night", "it's quiet now", "he left",
    "at the weekend", "not now",
    "neithiwr", "ddoe", "nos Sul", "wythnos diwethaf", "mae wedi stopio", "wczoraj", "w niedzielę",
    "w zeszłym tygodniu", "już przestali",
    "dwa dni temu", "nie teraz", "kal raat", "pichle hafte", "itwar ko", "ruk gaya", "abhi nahi", "کل رات",
    "پچھلے ہفتے", "رک گیا", "اتوار کو",
]  # fmt: skip
NEITHER = [
    "", "every night till 3", "he plays music", "for weeks now", "now and again", "every Friday and Saturday night",
    "since Sunday it is worse",
    "they play loud music", "he is dealing drugs every night", "I have had enough now", "bob nos",
    "ers wythnosau nawr", "codziennie",
    "od niedzieli", "od kilku tygodni", "har raat", "ہر رات", "do hafte se shor kar raha hai",
    "they keep parking in my space",
    "he is going to kill me one day", "nawr ac yn y man", "they are playing music every night",
]  # fmt: skip

WHEN = [
    ("no 14 elm court plays loud music every night till 3", "every night till 3"),
    ("It happened last Tuesday about 3am at flat 3", "last Tuesday about 3am"),
    ("last night at 14 elm court they smashed the window", "last night"),
    ("flat 3 last night", "last night"),
    ("They start at 11 every Friday and Saturday night, right through", "at 11 every Friday and Saturday night"),
    ("yesterday between 10pm and 2am they were at it", "yesterday between 10pm and 2am"),
    ("2 weeks ago he came round", "2 weeks ago"),
    ("about three times a week", "about three times a week"),
    ("mae'n digwydd bob nos tan 3 y bore yn rhif 14", "bob nos tan 3 y bore"),
    ("neithiwr tua 11", "neithiwr tua 11"),
    ("Sąsiad hałasuje w każdy piątek wieczorem.", "w każdy piątek wieczorem"),
    ("wczoraj o 22 było głośno", "wczoraj o 22"),
    ("padosi har raat 3 baje tak music bajata hai", "har raat 3 baje tak"),
    ("پڑوسی ہر رات 3 بجے تک شور کرتے ہیں", "ہر رات 3 بجے تک"),
    ("کل رات لڑائی ہوئی", "کل رات"),
    ("LAST NIGHT!!", "LAST NIGHT"),
    ("not right now but i am scared", None),
    ("i am 84 and it was last night", "last night"),
    ("last night about 3 am", "last night about 3 am"),
    ("they are loud", None),
    ("14 elm court", None),
    ("flat 12 at 14 the grove", None),
    ("", None),
]


@pytest.mark.parametrize(("often", "said"), [(often, said) for often, rows in OFTEN.items() for said in rows])
def test_how_often_is_read(often: str, said: str) -> None:
    """In four languages; where two are said, the most frequent counts."""
    assert find_how_often(said) == often


@pytest.mark.parametrize("said", NOT_OFTEN)
def test_a_single_time_does_not_say_how_often(said: str) -> None:
    """ "Last night" is when, not how often; "once again" is not once, and what used to be is no more."""
    assert find_how_often(said) is None


def test_how_often_it_used_to_be_does_not_count_beside_how_often_it_is() -> None:
    """Where several are said the most frequent counts, but not one that is over."""
    assert find_how_often("used to be every night, now its weekends") == "weekly"


@pytest.mark.parametrize("said", NOW)
def test_what_is_happening_now_is_heard(said: str) -> None:
    """It decides whether a noise can still be witnessed tonight (R7)."""
    assert find_now(said) is True


@pytest.mark.parametrize("said", PAST)
def test_what_is_over_is_not_now(said: str) -> None:
    """Past times, and "it has stopped"."""
    assert find_now(said) is False


@pytest.mark.parametrize("said", NEITHER)
def test_a_habit_leaves_now_open(said: str) -> None:
    """ "Every night" says nothing about this minute, so it is asked."""
    assert find_now(said) is None


@pytest.mark.parametrize(("said", "when"), WHEN)
def test_the_words_that_say_when_are_quoted_exactly(said: str, when: str | None) -> None:
    """They are read back to the resident and shown to staff as they were written (R2)."""
    assert find_when(said) == when


@pytest.mark.parametrize("told", read_told(), ids=lambda told: f"{told.language}: {told.message[:40]}")
def test_times_are_read_from_a_residents_own_words(told: Told) -> None:
    """Every row of the tables, in four languages."""
    assert (find_how_often(told.message), find_now(told.message)) == (told.how_often, told.now)


@given(st.text(max_size=500))
def test_no_text_makes_it_fall_and_when_is_always_a_quotation(said: str) -> None:
    """Whatever arrives; and the words that say when stand in the message."""
    assert find_how_often(said) in {None, *HOW_OFTEN}
    assert find_now(said) in {None, True, False}
    when = find_when(said)
    assert when is None or when in said


@pytest.mark.parametrize(
    "said", ["last night " * 1000, "every " * 2000 + "night", "😀" * 3000, "\x00" * 100, "كل " * 2000]
)
def test_long_and_strange_messages_are_read(said: str) -> None:
    """Ten thousand characters are read as far as is sensible."""
    when = find_when(said)
    assert when is None or (when in said and len(when) < 200)


@pytest.mark.parametrize(
    ("said", "how_often", "now"),
    [
        ("drum and bass every blessed night from 11 till gone 3", "daily", None),
        ("every bloody single day they block the drive", "daily", None),
        ("sat nights without fail flat 4 has a party", "weekly", None),
        ("couple of evenings a week the teenagers fight by the shops", "weekly", None),
        ("third time this week hes woken us", "weekly", None),
        ("lead off the porch roofs again, that's the second time this month", "monthly", None),
        ("once in a blue moon she knocks on everyones door", "occasionally", None),
        ("bins set alight, only the once though", "once", None),
        ("purse was nicked out my bag on the landing friday", None, False),
        ("tyres slashed overnight, both of them", None, False),
        ("two three nights a week. Quiet since he got a girlfriend", "weekly", False),
        ("they were dumping garden waste most Sundays. nowt since ive put the trellis up", "weekly", False),
        ("he has cut it back now but its left marks", None, False),
        ("group drinking on the wall at the minute", None, True),
        ("cockerel, 4.30 every morning, its going off now", "daily", True),
        ("i need it back before friday", None, None),
        ("the band practises till friday", None, None),
        ("ma nhw'n gweiddi petha rhyw deirgwaith yr wsos", "weekly", None),
        ("Ci 25 oak rd yn cyfarth pob diwrnod", "daily", None),
        ("Codzienie worki zostawiaja na klatce", "daily", None),
        ("pare razy w tyg. husky przeskakuje plot", "weekly", None),
        ("ہفتے میں دو تین بار شور کرتے ہیں", "weekly", None),
        ("mahine me aik do dafa pee kar aata hai", "monthly", None),
    ],
)
def test_how_often_and_whether_now_as_people_put_it(said: str, how_often: str | None, now: bool | None) -> None:
    """What an examination by somebody who knew no list showed to be missing."""
    assert (find_how_often(said), find_now(said)) == (how_often, now)
