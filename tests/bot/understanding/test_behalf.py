"""For whom somebody reports, as an answer and within a story."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.behalf import Behalf, find_behalf, hear_behalf


@pytest.mark.parametrize(
    ("said", "behalf"),
    [
        ("just me", Behalf("self")), ("its for me", Behalf("self")), ("for myself", Behalf("self")),
        ("me obviously", Behalf("self")),
        ("me and my family", Behalf("self")), ("me and my husband", Behalf("self")),
        ("my dad", Behalf("other", "my dad")),
        ("my dad, Tom", Behalf("other", "my dad, Tom")),
        ("its for my mum who is 84", Behalf("other", "my mum who is 84")),
        ("for my mother in law", Behalf("other", "my mother in law")), ("im his support worker", Behalf("other")),
        ("I work here", Behalf("staff")), ("fy mam", Behalf("other")), ("dla siebie", Behalf("self")),
        ("moja mama", Behalf("other")), ("meri ammi", Behalf("other")), ("apne liye", Behalf("self")),
        ("my child", Behalf("other", "my child")), ("my kids", Behalf("other", "my kids")),
        ("everyone in the block", Behalf("self", group=True)), ("all of us", Behalf("self", group=True)),
        ("my neighbour and me", Behalf("self", group=True)), ("cały blok", Behalf("self", group=True)),
        ("pawb yn y bloc", Behalf("self", group=True)), ("poora block", Behalf("self", group=True)),
        ("my neighbour plays music", None), ("not sure", None), ("why?", None), ("", None),
    ],
)  # fmt: skip
def test_for_whom_somebody_reports_is_heard(said: str, behalf: Behalf | None) -> None:
    """In the words that people have for their mothers and carers (R8)."""
    assert hear_behalf(said) == behalf


@pytest.mark.parametrize(
    ("said", "behalf"),
    [
        ("reporting for my mum at 14 elm court, loud music", Behalf("other", "my mum")),
        ("on behalf of my mother in law", Behalf("other", "my mother in law")),
        ("I am his support worker and he is scared", Behalf("other")),
        ("this is Dave the caretaker, graffiti in the bin store", Behalf("staff")),
        ("I work for you and saw a fight", Behalf("staff")),
        ("w imieniu mojej mamy", Behalf("other")),
        ("the caretaker shouts at us", None), ("I have been reporting for years", None), ("My mum is scared", None),
        ("i am reporting for me", None), ("I cant report for fear of him", None), ("", None),
    ],
)  # fmt: skip
def test_a_story_tells_for_whom_it_is(said: str, behalf: Behalf | None) -> None:
    """Then it is not asked again (R3); a mother who is only told of reports nothing."""
    assert find_behalf(said) == behalf


@given(st.text(max_size=200))
def test_no_text_makes_it_fall(said: str) -> None:
    """Whatever arrives tells of somebody or of nobody."""
    assert isinstance(hear_behalf(said), Behalf | None)
    assert isinstance(find_behalf(said), Behalf | None)
