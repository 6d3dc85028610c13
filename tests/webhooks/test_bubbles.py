"""How our words stand on a page: numbers to ring, and direction."""

from webhooks.bubbles import direction, mark_up


def test_a_telephone_number_can_be_rung_from_the_page() -> None:
    """On a phone one tap is quicker than copying eleven digits."""
    assert 'href="tel:01632960100"' in mark_up("Call us on 01632 960100.", "en")


def test_a_web_address_is_a_link_without_its_full_stop() -> None:
    """The sentence's end is not part of the address."""
    assert 'href="https://www.riverbridge.example/privacy"' in mark_up(
        "Read more: https://www.riverbridge.example/privacy.", "en"
    )


def test_a_house_number_is_not_a_telephone_number() -> None:
    """Only what can be rung is a link."""
    assert "<a" not in mark_up("Is it at 14 Elm Court, Riverbridge, XR1 2AA?", "en")


def test_from_right_to_left_numbers_keep_their_order() -> None:
    """In Urdu "01632 960100" would otherwise be read as "960100 01632"."""
    marked = mark_up("ہمیں 01632 960100 پر کال کریں، حوالہ HB-7K2M", "ur")
    assert 'href="tel:01632960100">01632 960100</a>' in marked
    assert '<bdi dir="ltr">HB-7K2M</bdi>' in marked


def test_markup_in_our_words_is_shown_as_written() -> None:
    """A resident's own words come back in ours ("Is it at …?") and stay words."""
    marked = mark_up("Is it at <img src=x> & 5?", "en")
    assert "<img" not in marked
    assert "&lt;" in marked


def test_urdu_and_arabic_are_read_from_right_to_left() -> None:
    """The direction comes with the language."""
    assert [direction(code) for code in ("en", "cy", "ur", "ar", "fa")] == ["ltr", "ltr", "rtl", "rtl", "rtl"]
