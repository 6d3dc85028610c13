"""How an interpreter is asked for, and for which language."""

import pytest

from bot.understanding.interpreters import find_language_named, hear_interpreter


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("i need interpreter please polish", "pl"), ("can i get an interpreter, somali", "so"),
        ("polish interpreter", "pl"), ("do you have someone who speaks tigrinya", "ti"), ("tłumacz", "pl"),
        ("potrzebuję tłumacza", "pl"), ("interpreter", ""), ("i need a translator", ""), ("an interpreter please", ""),
        ("can i get an interpreter in english", ""), ("dwi angen cyfieithydd", "cy"), ("lithuanian translator", "lt"),
    ],
)  # fmt: skip
def test_the_language_comes_with_the_wish_or_not_at_all(said: str, language: str) -> None:
    """In any order, and in any language of the world (L2)."""
    assert hear_interpreter(said) == language


@pytest.mark.parametrize(
    "said",
    ["the interpreter lives next door", "polish neighbours play music", "they do not speak english and they shout", ""],
)
def test_a_story_asks_for_no_interpreter(said: str) -> None:
    """Whatever languages its people speak."""
    assert hear_interpreter(said) is None


@pytest.mark.parametrize(
    ("said", "code"), [("Tigrinya please", "ti"), ("so", None), ("it is french", "fr"), ("no", None)]
)
def test_a_language_is_found_by_its_name(said: str, code: str | None) -> None:
    """Its code would be a word of other languages."""
    assert find_language_named(said) == code
