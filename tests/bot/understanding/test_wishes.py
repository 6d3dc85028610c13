"""What a resident may ask for at any time, and what only sounds like it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import wishes
from bot.understanding.wishes import CARRIER_WORDS, carrier_word, every_wish_word

ASKED: dict[str, list[str]] = {
    "wants_person": [
        "i dont want to talk to a robot", "please ring me", "call me back please", "proszę oddzwonić",
        "person", "human", "someone real", "Can I talk to a person please", "I want to speak to someone", "call me",
        "can somebody ring me back", "are you a robot?", "let me talk to a real person", "put me through to staff",
        "rhywun go iawn", "Ga i siarad â rhywun?", "swyddog", "człowiek", "chcę porozmawiać z człowiekiem",
        "proszę do mnie zadzwonić", "insaan", "kisi se baat karni hai", "مجھے کسی سے بات کرنی ہے", "انسان",
        "mujhe call karein",
        "persona", "je veux parler à quelqu'un", "موظف", "housing officer please", "I need a human not a bot",
    ],
    "wants_status": [
        "what was my reference number", "any update", "jaki był mój numer", "beth oedd fy nghyfeirnod",
        "mera reference number kya hai", "status", "any news?", "any update", "what's happening with my case",
        "what is happening with my report?",
        "Can I have an update on my case please", "statws", "oes unrhyw newyddion", "co z moją sprawą?",
        "jakieś wieści?",
        "mere case ka kya bana", "میرے کیس کا کیا بنا", "koi update", "I'd like an update on my complaint", "progress?",
    ],
    "wants_restart": [
        "start again", "start over", "restart", "from the beginning", "Start again please", "dechrau eto",
        "o'r dechrau",
        "od nowa", "od początku", "dobara shuru karo", "دوبارہ شروع کریں", "شروع سے",
    ],
    "wants_back": [
        "back", "go back", "previous question", "nôl", "yn ôl", "wstecz", "cofnij", "wapas", "واپس", "back please",
    ],
    "wants_change": [
        "change", "change my answer", "I made a mistake", "can I change my answer to the last one", "newid fy ateb",
        "newid",
        "zmień", "pomyliłam się", "ghalti ho gayi", "جواب بدلنا ہے", "I put the wrong address", "that's wrong",
        "correction",
    ],
    "wants_to_go_on": [
        "continue", "carry on", "where were we", "parhau", "kontynuuj", "جاری رکھیں", "continue karo", "I'm back",
    ],
    "wants_how_we_handle": [
        "how does it work", "what happens next?", "what happens when I report something", "how do you handle ASB",
        "what is antisocial behaviour", "beth sy'n digwydd nesaf", "co będzie dalej?", "jak to działa", "aage kya hoga",
        "آگے کیا ہوگا", "How?", "what counts as asb", "Sut mae'n gweithio?",
    ],
    "wants_privacy": [
        "what happens to my data", "are you gdpr", "delete everything you have about me", "do i have to give my name",
        "will my neighbour know it was me", "oes rhaid i mi roi fy enw", "czy muszę podać imię",
        "kya naam batana zaroori hai", "privacy", "is this confidential?", "will they know it was me",
        "who will see this", "preifatrwydd",
        "czy to poufne?", "czy sąsiad się dowie", "kya un ko pata chalega", "کیا یہ خفیہ ہے",
        "what do you do with my data",
    ],
    "wants_interpreter": [
        "interpreter", "I don't speak English", "no english", "I need an interpreter please", "cyfieithydd",
        "tłumacz proszę",
        "nie mówię po angielsku", "مترجم", "mujhe english nahi aati", "tercüman", "nu vorbesc engleza", "turjubaan",
    ],
    "wants_new_report": [
        "new report", "I want to report something", "need to report something", "adroddiad newydd",
        "chcę coś zgłosić", "nayi report",
    ],
    "is_dont_know": [
        "don't know", "I dont know", "dunno", "idk", "no idea", "not sure", "🤷", "dim syniad", "dwi ddim yn gwybod",
        "nie wiem", "nie mam pojęcia", "pata nahi", "mujhe nahi pata", "پتہ نہیں", "معلوم نہیں", "no sé", "nu știu",
    ],
    "is_skip": [
        "skip", "pass", "next", "prefer not to say", "I'd rather not say", "hepgor", "pomiń", "chhoro", "اگلا سوال",
        "n/a",
    ],
    "wants_complaint": [
        "i want to make a complaint", "complain about staff", "I want to complain about my housing officer",
        "complaint", "dwi eisiau gwneud cwyn", "chcę złożyć skargę", "staff ki shikayat karni hai", "عملے کی شکایت",
    ],
    "is_later": [
        "stop asking me questions", "thats enough", "no more", "i have to go", "im done", "dyna ddigon", "wystarczy",
        "mujhe jana hai", "later", "not now", "nes ymlaen", "później", "baad mein", "بعد میں",
        "I'll do it later", "más tarde",
    ],
    "is_greeting": [
        "hi", "Hello", "hello?", "hiya", "good morning", "is anyone there?", "Hi can you help me", "helo", "bore da",
        "shwmae",
        "cześć", "dzień dobry", "salam", "السلام علیکم", "assalamu alaikum", "👋", "hello good evening", "bonjour",
        "hola",
    ],
    "is_thanks": [
        "ok", "ok thanks", "great thanks", "👍", "cheers", "lovely", "will do", "theek hai", "iawn", "dobrze",
        "thanks", "Thank you very much", "ta", "diolch yn fawr", "dziękuję", "shukriya", "شکریہ", "🙏", "gracias",
    ],
}  # fmt: skip

NOT_ASKED: dict[str, list[str]] = {
    "wants_complaint": [
        "I want to complain about my neighbour",
        "there was a complaint about his dog",
        "he complains about everything",
        "I made a complaint about noise last year",
        "chcę złożyć skargę na sąsiada",
    ],
    "wants_person": [
        "a person is shouting at me",
        "I tried to speak to someone next door about it",
        "someone broke my window",
        "the man next door is threatening me",
        "there is a person in the bin store",
        "I went to talk to someone at number 4",
        "rhywun yn gweiddi tu allan i'r ty bob nos",
        "człowiek z naprzeciwka krzyczy",
        "officer came but nothing happened",
        "they never call me back",
    ],
    "wants_status": [
        "his status in the gang",
        "nothing has happened",
        "my case was stolen from the hall",
        "what happened was he hit me",
    ],
    "wants_restart": ["they start again every night", "when will it start", "start", "the noise starts again at ten"],
    "wants_back": ["they came back", "in the back garden", "he hit my back", "back door was kicked in"],
    "wants_change": [
        "he needs to change his ways",
        "please change the lock",
        "nothing will change",
        "spare change asked for by men",
    ],
    "wants_how_we_handle": ["how can people live like this", "how loud", "I don't know how they do it"],
    "wants_privacy": ["I have no privacy with them staring in", "they look over the fence, there is no privacy at all"],
    "is_dont_know": [
        "I don't know who it is but he has a dog",
        "not sure if it is the same man",
        "nie wiem kto to jest ale krzyczy",
    ],
    "is_skip": [
        "the skip outside is full of rubbish",
        "they skip over the fence",
        "next door",
        "pass me the phone he said",
    ],
    "is_later": [
        "later that night he came back",
        "it got worse later",
        "they are done up",
        "enough is enough with him",
    ],
    "is_greeting": [
        "hello my neighbour is playing music",
        "hi there is a man shouting",
        "good morning he was at it again",
        "",
    ],
    "is_thanks": ["thanks to him I cannot sleep", "no", "ok but he is back", "👍 he is back"],
    "wants_interpreter": ["the interpreter lives next door", ""],
    "wants_to_go_on": ["they carry on all night", "I can't go on like this any more"],
    "wants_new_report": ["the new tenant is loud", "there was a report of a fight"],
}

STOPS = [
    "STOP", "stop", " Stop ", "Stop.", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL",
    "ARRET", "arrêt",
]  # fmt: skip
NO_STOPS = [
    "stop it", "please stop", "make it stop", "the end", "help me", "start again", "no", "", "stop\u200b stop",
    "stop stop",
    "cancel it", "yes please",
]  # fmt: skip


def _rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, said) for name, rows in table.items() for said in rows]


def _recogniser(name: str) -> Callable[[str], bool]:
    return getattr(wishes, name)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("name", "said"), _rows(ASKED))
def test_what_is_asked_for_is_heard(name: str, said: str) -> None:
    """In the four languages, and its plainest form in the others."""
    assert _recogniser(name)(said) is True


@pytest.mark.parametrize(("name", "said"), _rows(NOT_ASKED))
def test_a_story_with_the_same_words_asks_for_nothing(name: str, said: str) -> None:
    """A report that mentions a person, a change or the back door stays a report."""
    assert _recogniser(name)(said) is False


@pytest.mark.parametrize(
    "said", [*STOPS, "zatrzymaj", "Nie piszcie więcej", "stopio", "بند کریں", "please stop texting me"]
)
def test_a_stop_is_heard_in_every_language(said: str) -> None:
    """Also where no carrier acts on it."""
    assert wishes.asks_to_stop(said)


@pytest.mark.parametrize("said", [*NO_STOPS, "make them stop", "przestań", "mae'n stopio weithiau", "I want it to end"])
def test_who_wants_it_to_stop_does_not_stop_us(said: str) -> None:
    """What a report says of a neighbour is a report."""
    assert not wishes.asks_to_stop(said)


@pytest.mark.parametrize("said", ["HELP", "info", "pomoc", "Cymorth", "مدد"])
def test_a_call_for_help_alone_is_heard_in_every_language(said: str) -> None:
    """It is answered with 999 and how to go on."""
    assert wishes.asks_for_help(said)


@pytest.mark.parametrize("said", STOPS)
def test_a_carriers_stop_word_alone_is_a_stop(said: str) -> None:
    """STOP, the whole message, is final at once (C9)."""
    assert carrier_word(said) == "stop"


@pytest.mark.parametrize(
    ("said", "word"),
    [("START", "start"), ("unstop", "start"), ("Yes", "start"), ("HELP", "help"), ("info", "help"), ("Help!", "help")],
)
def test_a_carriers_start_and_help_words_are_known(said: str, word: str) -> None:
    """Whether YES resumes or answers is for the caller, who knows whether the number had stopped."""
    assert carrier_word(said) == word


@pytest.mark.parametrize("said", NO_STOPS)
def test_a_carriers_word_within_a_message_is_just_a_word(said: str) -> None:
    """ "make it stop" is a plea to us, not to the network."""
    assert carrier_word(said) is None


def test_none_of_our_commands_is_a_carriers_word() -> None:
    """A resident who types a command of ours must not be cut off by the network (C9)."""
    assert [command for command in every_wish_word() if len(command) == 1 and command[0] in CARRIER_WORDS] == []


@pytest.mark.parametrize("name", sorted(ASKED))
@given(said=st.text(max_size=200))
def test_no_text_makes_it_fall(name: str, said: str) -> None:
    """Whatever arrives is asked for or not."""
    assert _recogniser(name)(said) in {True, False}
    assert carrier_word(said) in {"stop", "start", "help", None}


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("forget it, I want to take it back", True),
        ("Never mind. Forget it!", True),
        ("actually forget it i dont want to report", True),
        ("rehne dein report nahi karni", True),
        ("dont want to report it he will kill me", False),
        ("forget it, they are smashing my windows", False),
        ("never mind the noise, it is the smell", False),
        (", . !", False),
    ],
)
def test_a_wish_said_twice_in_one_message_is_that_wish(said: str, is_so: bool) -> None:
    """And one beside a tale is not."""
    assert wishes.wants_to_withdraw(said) is is_so


@pytest.mark.parametrize(
    "said", ["nobody has rung me", "sorry can i have my ref again", "u said someone would ring and nobody has"]
)
def test_who_has_heard_nothing_asks_how_it_stands(said: str) -> None:
    """It is no hate, and nothing to add."""
    assert wishes.wants_status(said)


def test_what_is_sorted_is_to_be_closed() -> None:
    """In one breath."""
    assert wishes.wants_to_withdraw("can u close my case its sorted")
