"""What tests of the doors share: a house over a store of its own, and a browser before it."""

import os
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from werkzeug.serving import make_server

from bot.configuration.landlord import example_landlord
from bot.configuration.register_file import read_register
from bot.configuration.settings import read_settings
from bot.example import __file__ as EXAMPLE
from bot.house import House
from bot.staff import passwords
from storage.database import Database
from storage.properties import Home, import_properties
from storage.sealing import Keys
from tests.conftest import MakeStore
from tests.webhooks.browsers import Outside, find_chromium
from tests.webhooks.staff_story import QUICK
from tests.webhooks.web_resident import Clock, WebResident
from webhooks.app import create_app


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where there is none, and say so; in CI its absence is a failure."""
    if find_chromium() or os.environ.get("CI") == "true":
        return
    seen = [item for item in items if item.path.name.endswith("_in_browser.py")]
    if seen:
        items[:] = [item for item in items if item not in seen]
        config.hook.pytest_deselected(items=seen)
        warnings.warn(f"{len(seen)} tests were left out: install chromium to look at the pages too.", stacklevel=1)


@pytest.fixture
def house(new_sqlite: MakeStore, keys: Keys, tmp_path: Path) -> Iterator[House]:
    """The example landlord's house, over a fresh SQLite store."""
    database = Database(new_sqlite(), keys)
    yield House(example_landlord(), read_settings({"HEARBACK_DATA": str(tmp_path)}), database)
    database.close()


@pytest.fixture(scope="session")
def elm_homes() -> list[Home]:
    """The homes of the example register that are called Elm, 14 Elm Court among them."""
    listed = read_register(Path(EXAMPLE).with_name("properties.csv").read_bytes()).rows
    return [Home(r.uprn, r.address, r.postcode, r.patch, r.block, r.tenure) for r in listed if "Elm" in r.address]


@pytest.fixture
def elms(house: House, elm_homes: list[Home], now: datetime) -> None:
    """Those homes are on the landlord's register."""
    house.database.write(lambda session: import_properties(session, elm_homes, now))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time at the chat's door."""
    clock = Clock()
    monkeypatch.setattr("webhooks.chat.now", clock)
    return clock


@pytest.fixture
def omar(client: FlaskClient) -> WebResident:
    """Omar, at the web chat."""
    return WebResident(client)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The templates, which each application would otherwise read anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(house: House, templates: FileSystemBytecodeCache, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application, for forms without a token; the tests of forged ones switch the tokens on again."""
    for work in (passwords.fits, passwords.is_dated, passwords.keep):
        monkeypatch.setattr(work, "__defaults__", (QUICK,))
    app = create_app(house)
    app.jinja_env.bytecode_cache = templates
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that knows nothing yet."""
    return app.test_client()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "There is no Chromium to look at the pages with: install the package chromium."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address of the running application, forms guarded as they are in earnest."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
def browse(chromium: Browser, served: str, outside: Outside) -> Iterator[Callable[..., Page]]:
    """Opens the start page in a browser of its own; nothing but loopback is reached from it."""
    contexts: list[BrowserContext] = []

    def answer(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            outside.asked.append(route.request.url)
            route.fulfill(body="<title>Weather</title><h1>Rain later</h1>", content_type="text/html")

    def open_start(javascript: bool = True, viewport: dict[str, int] | None = None) -> Page:
        size = viewport or {"width": 1280, "height": 800}
        context = chromium.new_context(java_script_enabled=javascript, viewport=size)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        context.route("**/*", answer)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: outside.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: outside.complaints.append(str(error)))
        page.goto(served)
        return page

    yield open_start
    for context in contexts:
        context.close()
