"""What was found of a word is found once, and nobody fills our memory with long words."""

from bot.understanding.kept import LONGEST, keep


def test_short_words_are_looked_up_once_and_long_ones_each_time() -> None:
    """Both are found."""
    asked: list[str] = []

    def find(word: str) -> int:
        asked.append(word)
        return len(word)

    find_kept = keep(find)
    short, long = "neighbour", "h" * (LONGEST + 1)
    assert [find_kept(word) for word in (short, short, long, long)] == [9, 9, LONGEST + 1, LONGEST + 1]
    assert asked == [short, long, long]
