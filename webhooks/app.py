"""The application: every door of the house, put together for one process."""

from __future__ import annotations

import os

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from bot.house import House, open_house
from webhooks import chat, errors, health, metrics, pages, security, sms, survey_page, telegram
from webhooks.console import staff

LARGEST_LIST = 8_000_000  # bytes: fifty thousand people with what sets them apart
LARGEST_REQUEST = 1_000_000  # bytes: the longest message of the chat, in letters of six bytes each
LARGEST_NUMBER = 2**63 - 1  # that a row of the store can have


class RowNumber(IntegerConverter):
    """The number of a row in an address; one that no row can have leads to no page."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_NUMBER)


class Sessions(SecureCookieSessionInterface):
    """Flask's own. Providers send no cookie, and nothing is made ready to read one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if "HTTP_COOKIE" in request.environ else self.session_class()


def create_app(house: House | None = None) -> Flask:
    """A Flask application for this house; without one, the house that the environment describes.

    Raises Nonsense where the environment or the landlord's configuration cannot be right.
    """
    house = house or open_house(os.environ)
    app = Flask(__name__)
    app.extensions["house"] = house
    app.session_interface = Sessions()
    app.url_map.converters["int"] = RowNumber
    app.config.update(
        SECRET_KEY=house.settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=house.settings.public_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
    )
    _find_templates(app)
    if house.settings.behind_proxies:
        trusted = house.settings.behind_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]
    app.before_request(_expect_lists)
    csrf = CSRFProtect(app)
    for door in (sms, telegram):  # providers prove themselves by their own signatures, not by a form of ours
        csrf.exempt(door.door)
    for door in (sms, telegram, chat, survey_page, staff, health, metrics):
        app.register_blueprint(door.door)
    staff.set_up_sign_in(app)
    metrics.set_up(app, house)
    pages.set_up(app)
    errors.set_up(app)
    security.harden(app)
    return app


def _expect_lists() -> None:
    """The one page that takes a file; said before anything reads the form."""
    if request.endpoint == "staff.campaigns.add":
        request.max_content_length = LARGEST_LIST


def _find_templates(app: Flask) -> None:
    """GOV.UK Frontend's templates stand beside ours, under the name its macros call each other by."""
    ours = app.jinja_loader
    assert ours
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_env.loader = ChoiceLoader([ours, govuk])
