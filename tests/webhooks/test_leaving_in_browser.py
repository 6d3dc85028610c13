"""The way out of the web chat, in a real Chromium: at once, whatever is under way, and nothing stays behind (C5)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from bot.house import House
from storage.messages import Message
from storage.visits import Visit
from tests.running import until
from tests.webhooks.browsers import Outside, send, start

pytestmark = pytest.mark.usefixtures("elms")


def ended_at(house: House) -> datetime | None:
    """When the visit ended; what says so goes to the server beside the way out, and may arrive after it."""
    with house.database.reading() as session:
        return session.scalars(select(Visit.ended_at)).one()


def test_leaving_in_a_hurry_leaves_nothing_behind(browse: Callable[..., Page], house: House, outside: Outside) -> None:
    """One click: a weather page, no way back to the talk, and the visit ended on the server (C5)."""
    page = start(browse())
    send(page, "my secret")
    expect(page.get_by_text("my secret")).to_be_visible()
    page.get_by_role("button", name="Exit this page").click()
    expect(page.get_by_text("Rain later")).to_be_visible()
    assert outside.asked == ["https://www.bbc.co.uk/weather"]
    page.go_back()
    expect(page.get_by_text("my secret")).to_have_count(0)
    until(lambda: ended_at(house))


def test_the_way_out_is_taken_as_the_mouse_goes_down(browse: Callable[..., Page], house: House) -> None:
    """A page that scrolls to what was just said takes the button away from under a hand that is about to let go."""
    page = start(browse())
    box = page.get_by_role("button", name="Exit this page").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect(page.get_by_text("Rain later")).to_be_visible()
    page.mouse.up()
    until(lambda: ended_at(house))


def take_your_time(route: Route) -> None:
    time.sleep(3)
    route.fulfill(body="Rain later")


@pytest.mark.parametrize("sends", [False, True])
def test_nothing_brings_the_page_back_while_the_other_one_is_slow(
    browse: Callable[..., Page], house: House, sends: bool
) -> None:
    """Neither the look for news, which is told that the visit is over, nor the answer to what was just sent; and that
    is filed all the same."""
    page = start(browse())
    page.context.route("https://www.bbc.co.uk/**", take_your_time)
    press = "document.querySelector('.govuk-exit-this-page__button').click()"
    if sends:
        page.locator("#words").fill("my brother sells drugs")
        press = f"document.querySelector('.hb-send .govuk-button').click(); {press}"
    page.evaluate(press)
    expect(page.get_by_text("Rain later")).to_be_visible()
    page.wait_for_timeout(500)
    assert urlsplit(page.url).hostname == "www.bbc.co.uk"
    until(lambda: ended_at(house))
    with house.database.reading() as session:
        heard = [words for words in session.scalars(select(Message.words).where(Message.direction == "in")) if words]
    assert heard == (["my brother sells drugs"] if sends else [])


def test_when_the_talk_ends_nothing_of_it_stays_beside_a_word_half_written(
    browse: Callable[..., Page], house: House
) -> None:
    """What was said goes from the screen by itself; the word may still be sent."""
    page = start(browse())
    send(page, "my secret")
    expect(page.get_by_text("my secret")).to_be_visible()
    page.locator("#words").fill("and ano")
    with house.database.transaction() as session:
        session.scalars(select(Visit)).one().ended_at = datetime.now(UTC)
    expect(page.get_by_text("my secret")).to_have_count(0)
    expect(page.locator("#words")).to_have_value("and ano")


def test_three_times_shift_leaves_too(browse: Callable[..., Page], house: House) -> None:
    """Without looking for the button."""
    page = start(browse())
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_text("Rain later")).to_be_visible()
    until(lambda: ended_at(house))


def test_leaving_works_without_javascript(browse: Callable[..., Page], house: House) -> None:
    """The way out is a link."""
    page = start(browse(False))
    page.locator(".govuk-exit-this-page__button").click()
    expect(page.get_by_text("Rain later")).to_be_visible()
    until(lambda: ended_at(house))
