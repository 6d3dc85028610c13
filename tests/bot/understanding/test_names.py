"""What is taken for a name, and what keeps one secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.names import asks_for_no_name, hear_reserve, read_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Tom", "Tom"), ("tom smith", "tom smith"), ("my name is Ada Lovelace", "Ada Lovelace"), ("its Tom", "Tom"),
        ("im gwen", "gwen"), ("Will", "Will"), ("Mrs O'Brien", "Mrs O'Brien"), ("Man Singh", "Man Singh"),
        ("Joan Barker", "Joan Barker"), ("Jean-Luc Picard", "Jean-Luc Picard"), ("A. Khan", "A. Khan"),
        ("میرا نام عمر ہے", "عمر"),
        ("mera naam Omar hai", "Omar"), ("fy enw i yw Gwen", "Gwen"), ("nazywam się Anna Nowak", "Anna Nowak"),
    ],
)  # fmt: skip
def test_a_name_is_read(said: str, name: str) -> None:
    """With or without "my name is", in four languages."""
    assert read_name(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "", "what is this for", "why do you need it", "no thanks", "yes", "ok", "tak", "nie", "ie", "loud music", "14",
        "i dont want to", "he is banging again", "the man next door", "who is asking", "hello", "none", "why?", "Why",
        "please dont tell them it was me", "he is at it again every night with the music",
    ],
)  # fmt: skip
def test_a_sentence_or_a_question_is_no_name(said: str) -> None:
    """Nor is a yes, a no or a number."""
    assert read_name(said) is None


@pytest.mark.parametrize(
    ("said", "reserve"),
    [
        ("please dont tell them it was me", "confidential"), ("keep it secret", "confidential"),
        ("yes but dont let him know", "confidential"), ("peidiwch â dweud wrth neb", "confidential"),
        ("proszę nie mówić sąsiadowi", "confidential"), ("kisi ko mat batana", "confidential"),
        ("id rather not say", "anonymous"), ("i want to stay anonymous", "anonymous"),
        ("wolę nie podawać", "anonymous"), ("naam nahi batana", "anonymous"), ("Tom", None), ("yes", None),
    ],
)  # fmt: skip
def test_a_reserve_is_heard(said: str, reserve: str | None) -> None:
    """Staff only, or no name at all."""
    assert hear_reserve(said) == reserve


@given(st.text(max_size=200))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives is a name or none."""
    assert read_name(said) is None or read_name(said)
    assert hear_reserve(said) in {"confidential", "anonymous", None}


@pytest.mark.parametrize(
    ("said", "wished"),
    [
        ("music all night. I'd like to stay anonymous.", True),
        ("I want to report this anonymously: drugs at 14 elm court", True),
        ("nie chcę podawać nazwiska", True),
        ("i dont want to be anonymous", False),
        ("nie chcę być anonimowa", False),
        ("ddim eisiau bod yn ddienw", False),
        ("he sends anonymous letters", False),
    ],
)
def test_who_wants_to_give_no_name_is_heard_in_a_story(said: str, wished: bool) -> None:
    """So that nobody asks for it (R3); who says the opposite is asked as ever."""
    assert asks_for_no_name(said) == wished
