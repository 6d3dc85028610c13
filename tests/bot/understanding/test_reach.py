"""Numbers and addresses are found however they are written, and taken out; all else stays as it was said."""

import time

import pytest

from bot.hearing import is_no_answer
from bot.understanding.reach import Sort, hide, may_hold_way, take_apart, take_out
from dialogs.grammar import Ask
from dialogs.report import report

ADA, FLAT, ADDRESS = "+447700900123", "+441614960123", "ada@example.org"


def mark(sort: Sort) -> str:
    return f"[{sort}]"


@pytest.mark.parametrize(
    ("said", "words", "ways"),
    [
        ("07700 900123", "[phone]", (ADA,)),
        ("07700 900123 after 6pm please", "[phone] after 6pm please", (ADA,)),
        ("07700 900123 6pm", "[phone] 6pm", (ADA,)),
        ("+44 (0)7700 900123", "[phone]", (ADA,)),
        ("0044 7700 900 123.", "[phone].", (ADA,)),
        ("447700900123", "[phone]", (ADA,)),
        ("7700 900123", "[phone]", (ADA,)),
        ("07700/900-123", "[phone]", (ADA,)),
        ("tel:+447700900123", "tel:[phone]", (ADA,)),
        ("O77OO 9OO123", "[phone]", (ADA,)),
        ("0 7 7 0 0 9 0 0 1 2 3", "[phone]", (ADA,)),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "[phone]", (ADA,)),
        ("۰۷۷۰۰ ۹۰۰۱۲۳ چھ بجے کے بعد", "[phone] چھ بجے کے بعد", (ADA,)),
        ("07700\u200b900\u200b123", "[phone]", (ADA,)),
        ("(0161) 496 0123", "[phone]", (FLAT,)),
        ("(01632) 960123", "[phone]", ("+441632960123",)),
        ("+48 600 123 456", "[phone]", ("+48600123456",)),
        ("Ada@Example.org thanks", "[email] thanks", (ADDRESS,)),
        ("<ada@example.org>", "<[email]>", (ADDRESS,)),
        ("ada＠example.org", "[email]", (ADDRESS,)),
        ("07700 900123, 0161 496 0123; ada@example.org", "[phone], [phone]; [email]", (ADA, FLAT, ADDRESS)),
        ("07700 900123 07700 900123", "[phone] [phone]", (ADA,)),
        ("07700 900123/ada@example.org", "[phone]/[email]", (ADA, ADDRESS)),
        ("07700 900123 not before 12/07/2026 18:00", "[phone] not before 12/07/2026 18:00", (ADA,)),
    ],
)
def test_a_way_to_be_reached_is_taken_out_and_the_rest_is_kept(said: str, words: str, ways: tuple[str, ...]) -> None:
    """Numbers in one form, addresses in small letters; what was written beside them to the letter."""
    apart = take_apart(said, mark)
    assert may_hold_way(said)
    assert (apart.words, apart.ways, apart.tried) == (words, ways, True)


@pytest.mark.parametrize(
    "said",
    [
        "07700 9001",
        "0770090012",
        "077009001234",
        "09001234567",
        "496012",
        "@ada",
        "ada@example",
        "ada at example dot org",
        "ada (at) example (dot) org",
        "ada[at]example.org",
        "oh seven seven double oh nine double oh one two three",
    ],
)
def test_what_is_only_like_one_is_taken_out_too(said: str) -> None:
    """A wrong number is somebody's number, or nearly hers."""
    apart = take_apart(f"write {said}", mark)
    assert may_hold_way(said)
    assert (apart.words, apart.ways, apart.tried) == ("write [unclear]", (), True)


@pytest.mark.parametrize(
    "said", ["no", "after 6pm", "I am at 14 Elm Court, XR1 2AA", "what for?", "at home", "", "999"]
)
def test_other_words_are_left_alone(said: str) -> None:
    """Times, houses and questions."""
    apart = take_apart(said, mark)
    assert (apart.words, apart.ways, apart.tried) == (said, (), False)


def test_only_what_is_known_is_taken_out_of_a_story() -> None:
    """Her own number however she writes it; the neighbour's is part of what happened."""
    said = "ring 0044 7700 900 123 or ADA@example.ORG, his is 07700 900456, +44(0)7700900123"
    assert take_out(said, (ADA, ADDRESS), mark) == "ring [phone] or [email], his is 07700 900456, [phone]"
    assert take_out("+48 600-123-456", ("+48600123456",), mark) == "[phone]"


def test_when_all_else_fails_every_digit_is_hidden() -> None:
    """Better too much than one in clear."""
    assert hide("call 07 or ada@example.org") == "call ** or *"


@pytest.mark.parametrize("said", ["0 ", "1", "07700 900123 ", "a@", " @", "x", "seven ", "a at b dot ", "x at "])
def test_an_endless_message_is_soon_looked_through(said: str) -> None:
    """Nobody can keep us busy with one."""
    began = time.process_time()
    take_apart((said * 20_000)[:20_000], mark)
    take_out((said * 20_000)[:20_000], (ADA, ADDRESS), mark)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "said",
    ["i dont want to give it", "i'd prefer not to", "I have no phone or email", "please don't call me", "no", "nahi",
     "nie mam telefonu", "nie chcę podawać", "dim ffôn gen i", "میرے پاس فون نہیں ہے", "he checks my phone"],
)  # fmt: skip
def test_nobody_is_pressed(said: str) -> None:
    """Whoever has no telephone, or does not want us to know it, has answered."""
    line = report.named["reach"]
    assert isinstance(line, Ask)
    assert is_no_answer(line, said)
    assert not is_no_answer(line, "why do you need it")
