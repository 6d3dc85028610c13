"""How yes and no are heard, in every language offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.yes_no import hear_yes_no

YES = [
    "yse", "yess", "yep pls", "yeh", "Yeh mate", "yeh, it is",
    "yes", "Yes", "YES!", "y", "yeah", "yea", "yep", "yup", "ye", "aye", "ok", "OK", "okay", "sure", "correct", "👍",
    "👍🏽", "✅",
    "yes please", "yes thank you", "yes it is", "yes they are", "yes I do", "yeah mate", "yes yes", "yesss",
    "of course",
    "Yes, he is outside", "yes they are still at it", "yes, there is a camera on the door", "that's right",
    "ok then yes",
    "ie", "oes", "ydw", "ydy", "ydyn", "iawn", "ie, plis", "wrth gwrs", "cywir", "ie diolch",
    "ia", "ydy mae'n saff", "ydw, dwi'n iawn", "oes, mae dyn yma", "oes plis",
    "tak", "Tak", "tak, proszę", "no tak", "oczywiście", "jasne", "dobrze", "zgadza się", "tak jest", "tak dziękuję",
    "haan", "han", "haan ji", "ji", "jee", "ji haan", "bilkul", "theek hai", "thik hai", "ہاں", "جی", "جی ہاں", "بالکل",
    "ٹھیک ہے", "ji bilkul", "haan plz", "da", "sim", "sí", "si", "sì", "evet", "oui", "نعم", "بله", "হ্যাঁ", "હા",
    "ਹਾਂ", "ਹਾਂ ਜੀ", "haa",
]  # fmt: skip
NO = [
    "nno", "noo", "NO FFS", "nope m8",
    "no", "No", "NO.", "n", "nah", "na", "nope", "nah mate", "no thanks", "no thank you", "no no", "noooo",
    "not at all", "👎", "❌",
    "no it isn't", "no it isnt", "no, it stopped an hour ago", "no im not safe", "no not now", "no one", "nobody",
    "never",
    "no they aren't", "not yet", "wrong", "nage", "nac oes", "nag oes", "nac ydw", "nac ydy", "naddo", "dim diolch",
    "na", "nadi", "nac ydy, mae o'n darllen fy ffôn", "nac oes, mae o wedi mynd",
    "nie", "Nie", "nie, dziękuję", "nie ma", "nigdy", "nie teraz", "wcale nie", "nikt",
    "nahi", "nahin", "nhi", "nai", "ji nahi", "bilkul nahi", "نہیں", "جی نہیں", "نہ", "بالکل نہیں", "nahi ji",
    "abhi nahi",
    "nu", "não", "nao", "hayır", "non", "لا", "خیر", "না", "ના", "ਨਹੀਂ", "maya", "no gracias",
]  # fmt: skip
NEITHER = [
    "yeh bas shor hai",
    "", " ", "?", "yes?", "no?", "yes but", "yes but only at night", "yes and no", "yes no", "no yes", "not sure",
    "no idea",
    "no problem", "maybe", "dont know", "I don't know", "i think so", "sort of", "kind of", "sometimes", "it depends",
    "yes unless he is asleep", "no but", "no it is", "yes it is not safe", "yes not now", "no he is still here",
    "yess but",
    "yes if you must", "I can smell gas", "I can't smell gas", "now", "noise", "know", "note", "nose", "yesterday",
    "14 elm court",
    "nie wiem", "nie jestem pewien", "chyba tak", "tak ale", "może", "raczej nie", "dim syniad", "efallai",
    "ddim yn siŵr",
    "y gŵr yn darllen fy ffôn", "y dyn dal yma", "ydy o'n gallu gweld hyn", "oes rhywun yn gweld hyn", "ydw i'n saff",
    "ydy, ond dim ond yn y dydd", "bydd o'n gweld", "do mnie przyszedł",
    "ie ond", "pata nahi", "maloom nahi", "shayad", "haan lekin", "پتہ نہیں", "معلوم نہیں", "شاید", "لیکن ہاں",
    "no se", "je ne sais pas",
    "ha ha", "😀", "\x00", "...", "👍👎", "no way of knowing", "yes officer came but he left", "ok computer says no",
]  # fmt: skip


@pytest.mark.parametrize("said", YES)
def test_a_yes_is_heard(said: str) -> None:
    """Plain yes words, and yes with an echo of the question."""
    assert hear_yes_no(said) is True


@pytest.mark.parametrize("said", NO)
def test_a_no_is_heard(said: str) -> None:
    """Plain no words, and no with an echo of the question."""
    assert hear_yes_no(said) is False


@pytest.mark.parametrize("said", NEITHER)
def test_a_hedge_is_not_guessed(said: str) -> None:
    """Whoever says "yes but" or "not sure" is asked again."""
    assert hear_yes_no(said) is None


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives is a yes, a no, or neither."""
    assert hear_yes_no(said) in {True, False, None}


@pytest.mark.parametrize("said", ["yes " * 3000, "👍" * 5000, "\x00yes\x00", "نعم yes", "\u202eyes"])
def test_strange_forms_of_yes_never_mean_no(said: str) -> None:
    """Length, null bytes and mixed directions do not turn a yes round."""
    assert hear_yes_no(said) is not False
