"""An officer and a resident write to each other in real browsers: neither has to look for what is new."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.house import House
from tests.webhooks.browsers import send, start
from tests.webhooks.staff_story import BOB, PASSWORD, employ, tell, tell_of_elm_court
from tests.webhooks.web_resident import NOISE

pytestmark = pytest.mark.usefixtures("elms")
HELLO = "Hello, Bob here. Is it loud now?"


def open_worklist(page: Page, house: House, served: str) -> Page:
    """Bob signs in."""
    employ(house, BOB)
    page.goto(f"{served}/staff/sign-in")
    page.locator("input[name=email]").fill(BOB)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    return page


def test_they_write_to_each_other(browse: Callable[..., Page], house: House, served: str) -> None:
    """What Bob is writing stays in his box when Ada's words come; her buttons go while he has the conversation, and
    come back with the question."""
    ada = start(browse())
    ada.get_by_role("button", name="No", exact=True).click()
    expect(ada.get_by_text("Tell us in your own words")).to_be_visible()
    send(ada, NOISE)
    expect(ada.get_by_text("Is it at 14 Elm Court")).to_be_visible()
    send(ada, "can I speak to somebody")
    expect(ada.get_by_text("We have asked our team to contact you")).to_be_visible()

    bob = open_worklist(browse(), house, served)
    bob.get_by_role("link", name="Web chat, English").first.click()
    bob.get_by_role("link", name="Answer them in their conversation").click()
    bob.get_by_label("Answer them").fill(HELLO)
    bob.get_by_role("button", name="Send").click()
    expect(ada.get_by_text(HELLO)).to_be_visible()
    expect(ada.get_by_text("An officer at Riverbridge Homes")).to_be_visible()
    expect(ada.locator(".hb-choices")).to_have_count(0)

    bob.get_by_label("Answer them").fill("I come by at")
    send(ada, "yes it is")
    expect(bob.get_by_text("yes it is")).to_be_visible()
    expect(bob.get_by_text("Something new was said.")).to_be_visible()
    expect(bob.get_by_label("Answer them")).to_have_value("I come by at")

    bob.get_by_role("button", name="I have finished").click()
    expect(ada.get_by_text("From here a computer answers again")).to_be_visible()
    ada.get_by_role("button", name="Yes", exact=True).click()
    expect(ada.get_by_text("Your reference is")).to_be_visible()


def test_who_waits_stands_in_the_title_of_any_page(browse: Callable[..., Page], house: House, served: str) -> None:
    """So that Bob sees it whatever he is doing, in a tab that he does not look at too; and it goes when he answers."""
    bob = open_worklist(browse(), house, served)
    bob.get_by_role("link", name="Results", exact=True).click()
    expect(bob).to_have_title("Results: How it went - Riverbridge Homes staff console")
    expect(bob.locator("#waiting")).to_have_attribute("data-before", "0")
    talk = tell(house, NOISE, "no", "PERSON", ago=0.04)
    look_again(bob)
    expect(bob).to_have_title("(1) Results: How it went - Riverbridge Homes staff console")
    expect(bob.get_by_role("link", name="Worklist 1 waiting")).to_be_visible()
    bob.get_by_role("link", name="Something new waits for somebody").click()
    expect(bob).to_have_title("(1) Worklist - Riverbridge Homes staff console")

    bob.goto(f"{served}/staff/conversations/{talk}")
    bob.get_by_label("Answer them").fill(HELLO)
    bob.get_by_role("button", name="Send").click()
    expect(bob).to_have_title(re.compile(r"^(?!\(1\)).* staff console"))
    expect(bob.locator("#waiting")).to_be_hidden()


def test_who_writes_for_long_says_that_they_are_there(browse: Callable[..., Page], house: House, served: str) -> None:
    """Every five minutes of writing, so that nobody is signed out in the middle of a sentence."""
    bob = open_worklist(browse(), house, served)
    bob.clock.install()
    bob.goto(f"{served}/staff/people")
    bob.get_by_label("Name, phone number").press_sequentially("Ad")
    bob.clock.fast_forward("05:01")
    with bob.expect_response("**/staff/here") as told:
        bob.get_by_label("Name, phone number").press_sequentially("a")
    assert told.value.status == 204


def test_what_was_looked_at_is_not_sent_once_it_is_changed(
    browse: Callable[..., Page], house: House, served: str
) -> None:
    """Nobody takes what stands in the box for what would leave."""
    case = tell_of_elm_court(house, "yes")
    bob = open_worklist(browse(), house, served)
    bob.goto(f"{served}/staff/cases/{case.reference}/update")
    bob.get_by_label("My own words", exact=True).fill("We did the first step.")
    bob.get_by_role("button", name="Show me how it leaves").click()
    expect(bob.get_by_role("button", name="Send it")).to_be_visible()
    expect(bob.locator("#waiting")).to_have_attribute("data-before", "0")  # its script has run
    bob.get_by_label("My own words", exact=True).fill("We did nothing yet.")
    expect(bob.get_by_role("button", name="Send it")).to_be_hidden()
    expect(bob.get_by_text("You have changed it: look again at how it leaves.")).to_be_visible()


def look_again(page: Page) -> None:
    """The page asks every half a minute, and when somebody comes back to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
