"""Where this machine keeps a Chromium, and how a resident goes about in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of the first that is installed; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Outside:
    """What the pages asked of anybody but us, and what the browser complained of."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def start(page: Page) -> Page:
    page.get_by_role("button", name="Start now").click()
    return arrive(page)


def arrive(page: Page) -> Page:
    """Wait for the talk's page, its scripts too."""
    expect(page.get_by_text("Is anyone in danger right now?")).to_be_visible()
    page.wait_for_load_state()
    return page


def send(page: Page, words: str) -> None:
    page.get_by_label("rite your answer").fill(words)
    page.get_by_role("button", name="Send").click()
