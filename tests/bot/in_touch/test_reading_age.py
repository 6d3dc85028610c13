"""Staff are told how old somebody must be to read what they write."""

from bot.in_touch.reading_age import EASY, reading_age


def test_plain_words_are_read_at_eleven_and_officialese_is_not() -> None:
    """No words at all are easy; nothing is older than eighteen."""
    assert reading_age("We visit on Friday. You write down what happens. We call you on Monday.") <= EASY
    hard = "Notwithstanding the aforementioned considerations, complainants should substantiate their allegations."
    assert reading_age(hard) == 18
    assert reading_age("") == 5
