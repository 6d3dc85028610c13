"""Which language a message is written in, and which one a resident asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.languages import find_language, find_language_request
from bot.understanding.wordlists import listed_languages
from tests.bot.understanding.told import read_told

WRITTEN: dict[str, list[str]] = {
    "en": [
        "no 14 elm court plays loud music every night till 3",
        "my neighbour is loud",
        "help me please",
        "the dog next door barks",
    ],
    "cy": ["mae'r cymydog yn chwarae cerddoriaeth bob nos", "dwi'n methu cysgu achos y sŵn", "beth sy'n digwydd nesaf"],
    "pl": [
        "sąsiad głośno gra muzykę",
        "sasiad glosno gra muzyke w nocy",
        "nie śpię",
        "psy szczekają całą noc i nie mogę spać",
    ],
    "ur": [
        "padosi har raat shor karta hai",
        "پڑوسی ہر رات شور کرتا ہے",
        "mujhe madad chahiye please",
        "ye log bohat tang karte hain",
    ],
    "pa": ["ਗੁਆਂਢੀ ਹਰ ਰਾਤ ਰੌਲਾ ਪਾਉਂਦਾ ਹੈ"],
    "bn": ["প্রতিবেশী প্রতি রাতে শব্দ করে"],
    "gu": ["પાડોશી દરરોજ રાત્રે અવાજ કરે છે"],
    "ar": ["جاري يصرخ كل ليلة", "الجيران يشغلون موسيقى عالية كل يوم ولا أستطيع النوم", "شخص يهددني عند الباب"],
    "fa": ["همسایه من هر شب سر و صدا می‌کند", "همسایه بالا موسیقی بلند پخش می کند و ما نمی توانیم بخوابیم"],
    "ro": ["vecinul meu face zgomot în fiecare noapte", "vecina de sus da muzica tare si nu putem dormi"],
    "pt": ["o meu vizinho faz barulho toda a noite", "não consigo dormir por causa da música alta"],
    "es": ["mi vecino hace ruido todas las noches", "no puedo dormir porque la música está muy alta"],
    "it": ["il mio vicino fa rumore tutta la notte", "non riesco a dormire perché la musica è troppo alta ogni notte"],
    "so": ["deriskaygu habeen kasta ayuu buuq sameeyaa", "waxaan ka cabanayaa sawaxan aad u badan habeenkii"],
    "tr": ["komşum her gece gürültü yapıyor", "üst kattaki komşu çok yüksek sesle müzik çalıyor uyuyamıyorum"],
    "fr": ["mon voisin fait du bruit toutes les nuits", "je ne peux pas dormir à cause de la musique"],
}
TOO_SHORT = [
    "",
    "yes",
    "no",
    "ok",
    "14 elm court",
    "Elm Court 14",
    "noise",
    "2",
    "😀",
    "?",
    "M4 5TT",
    "\x00",
    "STOP",
    "Flat 6 Rowan House",
    "tak",
    "na",
]
ASKED = [
    ("PL", "pl"), ("Polski", "pl"), ("polski?", "pl"), ("polish please", "pl"), ("in Polish please", "pl"),
    ("po polsku proszę", "pl"),
    ("can we speak Polish please", "pl"), ("اردو", "ur"), ("Urdu", "ur"), ("UR", "ur"),
    ("urdu mein baat karein", "ur"), ("اردو میں", "ur"),
    ("Cymraeg", "cy"), ("yn Gymraeg os gwelwch yn dda", "cy"), ("welsh", "cy"), ("CY", "cy"), ("English", "en"),
    ("english please", "en"),
    ("PA", "pa"), ("ਪੰਜਾਬੀ", "pa"), ("Punjabi", "pa"), ("বাংলা", "bn"), ("bengali please", "bn"), ("العربية", "ar"),
    ("عربي", "ar"),
    ("română", "ro"), ("romanian", "ro"), ("português", "pt"), ("español", "es"), ("ગુજરાતી", "gu"),
    ("italiano", "it"), ("Soomaali", "so"),
    ("Türkçe", "tr"), ("turkce", "tr"), ("فارسی", "fa"), ("français", "fr"), ("I only speak Polish", "pl"),
]  # fmt: skip
NOT_ASKED = [
    "", "please", "I am polish and my neighbour hates me", "the polish man next door", "no", "yes",
    "my welsh neighbour shouts", "hello",
    "I want to change", "language",
]  # fmt: skip


@pytest.mark.parametrize(("code", "said"), [(code, said) for code, rows in WRITTEN.items() for said in rows])
def test_the_language_of_a_report_is_known(code: str, said: str) -> None:
    """By its script, its letters and its common words."""
    assert find_language(said) == code


@pytest.mark.parametrize("said", TOO_SHORT)
def test_a_short_answer_has_no_language(said: str) -> None:
    """An address or a "yes" must not switch the conversation over."""
    assert find_language(said) is None


def test_no_report_is_taken_for_another_language() -> None:
    """Of the tables of reports, none is taken for another language, and nine in ten are known."""
    rows = read_told()
    known = [(told, find_language(told.message)) for told in rows]
    assert [told.message for told, code in known if code not in {None, told.language}] == []
    assert sum(code is not None for _, code in known) >= 0.9 * len(rows)


@pytest.mark.parametrize(("said", "code"), ASKED)
def test_a_language_is_asked_for_by_its_name(said: str, code: str) -> None:
    """In itself, in English, or by its letters (L2)."""
    assert find_language_request(said) == code


@pytest.mark.parametrize("said", NOT_ASKED)
def test_a_language_in_a_story_is_not_asked_for(said: str) -> None:
    """ "The Polish man next door" is no wish for Polish."""
    assert find_language_request(said) is None


def test_all_sixteen_languages_can_be_asked_for() -> None:
    """The languages of L2 each have a word list with their own name."""
    assert set(listed_languages()) == {*WRITTEN}
    assert all(find_language_request(code) == code for code in WRITTEN)


@given(st.text(max_size=500))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives, one of the languages or none."""
    assert find_language(said) in {None, *WRITTEN}
    assert find_language_request(said) in {None, *WRITTEN}
