"""The web chat in a real Chromium: with JavaScript and without, by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from bot.house import House
from storage.conversations import Conversation
from storage.messages import Message, append
from tests.webhooks.browsers import Outside, arrive, send, start
from tests.webhooks.web_resident import KNIFE, NOISE

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}  # 1280 pixels at 400 %, WCAG 1.4.10

pytestmark = pytest.mark.usefixtures("elms")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_can_be_made_by_clicking(browse: Callable[..., Page], outside: Outside, javascript: bool) -> None:
    """With JavaScript or without: the same questions, the same reference, and nothing asked of anybody else."""
    page = start(browse(javascript))
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Tell us in your own words")).to_be_visible()
    send(page, NOISE)
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Your reference is")).to_be_visible()
    assert outside.asked == []
    assert outside.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_number_is_given_and_shown_no_more(browse: Callable[..., Page], javascript: bool) -> None:
    """Whoever looks over his shoulder later, or at the page's source, does not find it; the promise names a day."""
    page = start(browse(javascript, PHONE))
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Tell us in your own words")).to_be_visible()
    send(page, NOISE)
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("How can we reach you?")).to_be_visible()
    send(page, "07700 90033")
    expect(page.get_by_text("Write the whole number")).to_be_visible()
    send(page, "07700 900331 after six")
    expect(page.get_by_text("[a telephone number, kept apart] after six")).to_be_visible()
    expect(page.locator("#words")).to_have_value("")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("We will contact you there by")).to_be_visible()
    assert "90033" not in page.content()


def test_with_javascript_the_page_stays_and_the_box_keeps_the_focus(browse: Callable[..., Page]) -> None:
    """Somebody who types never has to look for the box again."""
    page = start(browse())
    page.evaluate("window.stayed = true")
    send(page, "no")
    expect(page.get_by_text("Tell us in your own words")).to_be_in_viewport()
    expect(page.locator("#words")).to_be_focused()
    expect(page.locator("#words")).to_have_value("")
    assert page.evaluate("window.stayed") is True


def test_enter_sends_and_shift_enter_begins_a_line(browse: Callable[..., Page]) -> None:
    """As in every chat."""
    page = start(browse())
    page.locator("#words").fill("no")
    page.locator("#words").press("Enter")
    expect(page.get_by_text("Tell us in your own words")).to_be_visible()
    page.locator("#words").press_sequentially("first")
    page.locator("#words").press("Shift+Enter")
    page.locator("#words").press_sequentially("second")
    expect(page.locator("#words")).to_have_value("first\nsecond")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_double_click_is_one_answer(browse: Callable[..., Page], house: House, javascript: bool) -> None:
    """An impatient finger changes nothing."""
    page = start(browse(javascript))
    page.get_by_role("button", name="No", exact=True).dblclick()
    expect(page.get_by_text("Tell us in your own words")).to_be_visible()
    with house.database.reading() as session:
        heard = select(func.count()).select_from(Message).where(Message.direction == "in", Message.words == "no")
        assert session.scalar(heard) == 1


def test_what_an_officer_writes_appears_by_itself(browse: Callable[..., Page], house: House) -> None:
    """Bob answers while Omar is typing; what Omar has typed stays."""
    page = start(browse())
    page.locator("#words").fill("I was just writ")

    def write(session: object) -> None:
        talk = session.scalars(select(Conversation)).one()  # type: ignore[attr-defined]
        append(session, talk, "officer", "Hello, this is Bob.", datetime.now(UTC), author="officer")  # type: ignore[arg-type]

    house.database.write(write)
    expect(page.get_by_text("Hello, this is Bob.")).to_be_visible()
    expect(page.locator("#words")).to_have_value("I was just writ")


@pytest.mark.parametrize("javascript", [True, False])
def test_danger_advice_is_in_sight_at_once(browse: Callable[..., Page], javascript: bool) -> None:
    """On a telephone, without scrolling, with 999 to tap."""
    page = start(browse(javascript, PHONE))
    send(page, KNIFE)
    expect(page.get_by_text("What to do now")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Call 999")).to_have_attribute("href", "tel:999")
    if javascript:
        expect(page.get_by_role("alert")).to_contain_text("Call 999")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_empty_answer_is_explained(browse: Callable[..., Page], javascript: bool) -> None:
    """The summary has the focus, its link leads to the box, and the next answer clears it away."""
    page = start(browse(javascript))
    page.get_by_role("button", name="Send").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Write a message, or choose an answer")
    if javascript:
        expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.locator("#words")).to_be_in_viewport()
    send(page, "no")
    expect(page.get_by_text("Tell us in your own words")).to_be_visible()
    expect(page.get_by_text("There is a problem")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_typed_survives_a_lost_cookie(browse: Callable[..., Page], javascript: bool) -> None:
    """The browser forgot its cookies; the words come back, and are sent when the chat begins anew."""
    page = start(browse(javascript))
    page.context.clear_cookies()
    send(page, "rubbish in the stairwell of 14 Elm Court every week")
    expect(page.locator("#words")).to_have_value("rubbish in the stairwell of 14 Elm Court every week")
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_text("rubbish in the stairwell")).to_be_visible()


def test_danger_written_in_place_of_words_that_seemed_lost_is_heard(browse: Callable[..., Page]) -> None:
    """The server has the first message, the line is cut before its answer; what replaces it in the box is another."""
    page = start(browse())

    def cut(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat/talk", cut, times=1)
    send(page, "loud music at 14 elm court")
    expect(page.get_by_text("We could not send that")).to_be_visible()
    send(page, "now he has a gun and is shooting")
    expect(page.locator(".hb-bubble--danger").first).to_be_visible()
    expect(page.get_by_text("loud music at 14 elm court", exact=True)).to_have_count(1)


def test_what_is_written_while_a_message_is_on_its_way_stays_in_the_box(browse: Callable[..., Page]) -> None:
    """The line is slow; her next words are not wiped away with those that have gone."""
    page = start(browse())

    def dawdle(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/chat/talk", dawdle, times=1)
    send(page, "loud music at 14 elm court")
    page.locator("#words").fill("he has a knife")
    expect(page.get_by_text("loud music at 14 elm court", exact=True)).to_be_visible()
    expect(page.locator("#words")).to_have_value("he has a knife")


def test_a_report_can_be_made_with_the_keyboard_alone(browse: Callable[..., Page]) -> None:
    """Tab, Enter and letters; after a button the focus is before the next answers, not at the top of the page."""
    page = browse()
    tab_to(page, "Start now")
    page.keyboard.press("Enter")
    arrive(page)
    tab_to(page, "No")
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type(NOISE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Is it at 14 Elm Court")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Yes"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your reference is")).to_be_visible()
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("07700 900331")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Is it safe for us to call or write to you there?")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We will contact you there by")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") in ("answer", "words")


def test_the_first_two_stops_of_the_keyboard_are_skip_and_exit(browse: Callable[..., Page]) -> None:
    """Nobody must walk through the page to leave it."""
    page = start(browse())
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.goto(page.url.split("#")[0])
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Tab")
    assert focused(page) == "Exit this page"


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || ''")).strip()


@pytest.mark.parametrize("where", ["/", "/chat/ended", "/nowhere", "/chat/talk"])
def test_every_page_reads_well_on_a_narrow_screen_and_aloud(
    browse: Callable[..., Page], served: str, where: str
) -> None:
    """No sideways scrolling at 320 pixels; a language, a title, one main heading, and a name for all one can touch."""
    page = start(browse(viewport=NARROW))
    page.goto(served + where)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title().endswith("Riverbridge Homes")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TOO_SMALL) == []


NAMELESS = """[...document.querySelectorAll('input:not([type=hidden]), textarea, button, a[href], select')]
    .filter(one => !(one.labels?.length || one.innerText?.trim() || one.getAttribute('aria-label')))
    .map(one => one.outerHTML)"""
TOO_SMALL = """[...document.querySelectorAll('input:not([type=hidden]), textarea, button')]
    .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
    .filter(box => box.width < 24 || box.height < 24).length ? ['smaller than WCAG 2.5.8 asks'] : []"""
