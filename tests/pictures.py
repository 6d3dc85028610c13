"""Takes the README's pictures anew, of the running product: `make pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from tests.running import Running
from tests.test_main_job import PASSWORD, report_by_text
from tests.webhooks.browsers import find_chromium

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
ADA = "+447700900123"
AFTER_THE_REFERENCE = (
    "yes", "yes", "the bloke called Kev", "the police know", "4712345/26", "me", "yes", "Ada Lowe", "yes",
)  # fmt: skip


def take_chat(hearback: Running, chromium: Chromium) -> None:
    """Ada's phone, with the reference that she has just been given."""
    page = chromium.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=1.5)
    page.goto(hearback.url)
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_text("Tell us in your own words").wait_for()
    page.get_by_label("rite your answer").fill("no 14 elm court plays loud music every night till 3")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_text("Your reference is").wait_for()
    page.screenshot(path=PICTURES / "chat.png")


def take_transcript(hearback: Running, chromium: Chromium) -> None:
    """The case of a report by text, as Bob reads it in the console."""
    page = chromium.new_page(viewport={"width": 1180, "height": 1100})
    page.goto(hearback.first_link())
    about = {"name": "Bob Ford", "email": "bob@example.org", "password": PASSWORD, "again": PASSWORD}
    for name, value in about.items():
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="Save and go on").click()
    reference = report_by_text(hearback, ADA, *AFTER_THE_REFERENCE)
    page.goto(f"{hearback.url}/staff/cases/{reference}")
    page.screenshot(path=PICTURES / "transcript.png")


def main() -> None:
    """Start everything on an empty store, play a report at two doors, and look."""
    with tempfile.TemporaryDirectory() as folder, Running(Path(folder)) as hearback, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        take_chat(hearback, chromium)
        take_transcript(hearback, chromium)
        chromium.close()


if __name__ == "__main__":
    main()
