"""Every story in tests/transcripts/ goes as it is written down, on every channel."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogues import languages, translate
from bot.player import Channel
from bot.wording import plain, segments
from dialogs.book import BOOK
from dialogs.grammar import ALWAYS, Ask, Choose, Say
from tests.stories import NOT_BY_TEXT, NOT_ON_THE_WEB, STORIES, Story, asked_by_text, play_story, read_story, seen

EACH = [(path, channel) for path in STORIES for channel in read_story(path).channels]
LANGUAGES = re.compile(r"(?: \w+\? [A-Z]{2}\.)+$")
NOBODY_WRITES = "Then we do not contact you."  # follows on a question that is not asked on the web
NAMES = [f"{path.stem}-{channel}" for path, channel in EACH]


@pytest.mark.parametrize(("path", "channel"), EACH, ids=NAMES)
def test_a_story_goes_as_it_is_written(path: Path, channel: Channel, request: pytest.FixtureRequest) -> None:
    """By the first channel named, to the letter; on the others the same words in the shape of that channel."""
    story, played = read_story(path), play_story(path, channel)
    assert played.problems == []
    if channel == story.channels[0] and request.config.getoption("--rewrite"):
        for step, said in zip(story.steps, played.said, strict=True):
            step.said = ["\n".join(seen((message,))) for message in said]
        path.write_text(story.written_out(), "utf-8")
        story = read_story(path)
    wanted = _wanted_on_the_web(story, path) if channel == "web" else [_lines(step.said) for step in story.steps]
    heard = [_plain([_as_by_text(line, story) for line in seen(said)], story) for said in played.said]
    elsewhere = _not_said_at_first(story.channels[0], channel)
    heard = [[line for line in lines if not line.startswith(elsewhere)] for lines in heard]
    assert [line for lines in heard for line in lines] == [line for lines in wanted for line in _plain(lines, story)]
    if channel == story.channels[0]:
        assert heard == [_plain(lines, story) for lines in wanted]


def _lines(said: list[str]) -> list[str]:
    return [line for message in said for line in message.split("\n") if line]


def _plain(lines: list[str], story: Story) -> list[str]:
    language = story.heads.get("language", "en")
    return [plain(line, language) for line in lines]


def _not_said_at_first(first: Channel, channel: Channel) -> tuple[str, ...]:
    """How the sentences begin, in each language, that are said on this channel and not on the one a story is written
    for: by text we have a number, and on the web alone we cannot write first."""
    names = [*["come_back"] * (first != "web" == channel), *[NOT_BY_TEXT] * (first == "sms" != channel)]
    lines = [BOOK["report"].named[name] for name in names]
    texts = [line.text.msgid for line in lines if isinstance(line, Say | Ask)]
    each = [(code, re.split("[.۔?؟]", translate(text, code))[0]) for code in languages() for text in texts]
    return tuple(begins for _, begins in each) + tuple(plain(begins, code) for code, begins in each)


def _as_by_text(line: str, story: Story) -> str:
    """On the web we only want to be in touch by then, until we know how: the sentence as it would be said by text."""
    for language in () if story.channels[0] == "web" else languages():
        on_the_web, by_text = (_sentence(name, language) for name in ("reference_on_the_web", "reference"))
        shape = re.escape(on_the_web).replace(r"\{", "{").replace(r"\}", "}")
        if found := re.fullmatch(shape.format(reference="(?P<reference>.+)", reply_by="(?P<reply_by>.+)"), line):
            return by_text.format(**found.groupdict())
    return line


def _sentence(name: str, language: str) -> str:
    line = BOOK["report"].named[name]
    assert isinstance(line, Say)
    return translate(line.text, language)


def _wanted_on_the_web(story: Story, path: Path) -> list[list[str]]:
    """What the file says, less the questions that are not asked on the web, and the languages, which it shows."""
    wanted = [[LANGUAGES.sub("", line) for line in _lines(step.said)] for step in story.steps]
    for number, asked in enumerate(asked_by_text(path)):
        if asked in NOT_ON_THE_WEB and story.steps[number].sort == ">":
            before = next(n for n in reversed(range(number)) if wanted[n])
            wanted[before] = wanted[before][:-3]
            wanted[number] = [line for line in wanted[number] if not line.startswith(NOBODY_WRITES)]
    return wanted


def test_every_line_and_every_answer_of_every_page_is_walked_by_a_story() -> None:
    """A branch that no story walks is one that nobody has read aloud; a line that two pages share is one branch."""
    lines: set[tuple[str, str]] = set()
    answers: set[tuple[str, str, str]] = set()
    for path, channel in EACH:
        walked = play_story(path, channel).walked
        lines |= walked.lines
        answers |= walked.answers
    shared = {replace(line, when=ALWAYS): page.name for page in BOOK.values() for line in page.page}
    pages = {(page.name, line.name): shared[replace(line, when=ALWAYS)] for page in BOOK.values() for line in page.page}
    lines = {(pages.get(walked, walked[0]), walked[1]) for walked in lines}
    answers = {(pages.get((page, line), page), line, value) for page, line, value in answers}
    wanted_lines = {(page.name, line.name) for page in BOOK.values() for line in page.page}
    wanted_answers = {
        (pages[page.name, line.name], line.name, option.value)
        for page in BOOK.values()
        for line in page.page
        if isinstance(line, Choose)
        for option in line.options
    }
    assert sorted({(pages[wanted], wanted[1]) for wanted in wanted_lines} - lines) == []
    assert sorted(wanted_answers - answers) == []


def _sent(name: str) -> list[tuple[int, str]]:
    """The texts of a story, each with the number of the resident's message it answers."""
    path = next(path for path in STORIES if path.stem == name)
    heard, sent = 0, []
    for step, said in zip(read_story(path).steps, play_story(path, "sms").said, strict=True):
        heard += step.sort == ">"
        sent += [(heard, message.words or "") for message in said]
    return sent


@pytest.mark.parametrize(("name", "messages", "texts"), [("told_all_at_once", 3, 4), ("told_nothing", 5, 7)])
def test_the_reference_comes_early(name: str, messages: int, texts: int) -> None:
    """By the third message and in four texts when told all at once, by the fifth and in seven when told nothing."""
    sent = _sent(name)
    at = next(n for n, (_, words) in enumerate(sent) if "Your reference is" in words)
    assert sent[at][0] <= messages
    assert sum(segments(words) for _, words in sent[: at + 1]) <= texts


@pytest.mark.parametrize("name", ["told_all_at_once", "told_nothing"])
def test_a_whole_report_takes_at_most_twenty_texts(name: str) -> None:
    """Whatever is asked: the landlord pays for each segment, and the resident has to read it."""
    assert sum(segments(words) for _, words in _sent(name)) <= 20


def test_a_whole_survey_takes_at_most_eight_texts() -> None:
    """With the question whether we may ask, and the thanks (S1)."""
    sent = _sent("survey_answered")
    begins = next(n for n, (_, words) in enumerate(sent) if "a few short questions" in words)
    assert sum(segments(words) for _, words in sent[begins:]) <= 8


@pytest.mark.parametrize("path", [path for path in STORIES if "sms" in read_story(path).channels])
def test_a_text_of_ours_takes_at_most_two_segments_and_is_never_made_dear_by_our_own_words(path: Path) -> None:
    """In English, Welsh and Polish every text is in the plain alphabet, unless it quotes a resident who is not."""
    story, played = read_story(path), play_story(path, "sms")
    for said in played.said:
        for message in said:
            assert segments(message.words or "") <= 2
            if message.language in ("en", "cy", "pl") and "quotes" not in story.heads:
                assert segments(message.words or "") == segments("x" * _septets(message.words or ""))


def _septets(words: str) -> int:
    return len(words) + sum(words.count(letter) for letter in "^{}\\[~]|€")
