"""Who is visiting the web chat: the cookie, the session on the server that it names, and how many may begin."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import Response, current_app, request
from sqlalchemy.orm import Session

from bot.house import House
from storage.caps import count_up, counted, forget_counts
from storage.contacts import address_of, contact_for
from storage.conversations import conversations_of
from storage.visits import end_visit, note_seen, start_visit, visit_with

COOKIE = "chat"
CAP = "chats"
KEPT = timedelta(days=1)  # that a connection wrote to us is nobody's business for longer than its cap needs
SEEN_LATELY = timedelta(minutes=1)  # noting every single request would cost a write each


@dataclass(frozen=True)
class Visitor:
    """Somebody in a web chat that has not ended. `address` is where their contact is known: a random id."""

    visit_id: int
    address: str = field(repr=False)
    conversation_id: int | None
    language: str


def find_visitor(house: House, now: datetime, noting: bool = True) -> Visitor | None:
    """The visitor whose cookie came with this request; None without one, or when the visit has ended or gone idle.

    `noting` puts off the idle end: not for what a page asks by itself every two seconds.
    """
    token = request.cookies.get(COOKIE, "")
    with house.database.reading() as session:
        visit = visit_with(session, token, idle_since(house, now)) if token else None
        if visit is None:
            return None
        talks = conversations_of(session, visit.contact_id)
        address = address_of(session, house.keys, visit.contact_id)
        latest = talks[0] if talks else None
    if noting and now - visit.last_seen_at > SEEN_LATELY:
        house.database.write(lambda session: _note_seen(house, session, token, now))
    return Visitor(visit.id, address, latest.id if latest else None, latest.language if latest else "en")


def idle_since(house: House, now: datetime) -> datetime:
    """Whoever was last seen before this has left."""
    return now - timedelta(minutes=house.landlord.chat.idle_minutes)


def _note_seen(house: House, session: Session, token: str, now: datetime) -> None:
    visit = visit_with(session, token, idle_since(house, now))
    if visit:
        note_seen(session, visit, now)


def begin_visit(house: House, token: str, now: datetime, capped: bool = True) -> Visitor | None:
    """A new visit under this token; None when this address has begun as many in this hour as one may.

    Danger is never capped (DESIGN, Web chat).
    """
    address = secrets.token_hex(16)
    origin = house.keys.lookup("chats", _origin(request.remote_addr or ""))
    hour = now.replace(minute=0, second=0, microsecond=0)
    most = house.landlord.limits.chats_per_address_an_hour

    def begin(session: Session) -> int | None:
        if capped and counted(session, CAP, origin, hour) >= most:
            return None
        forget_counts(session, hour - KEPT)
        count_up(session, CAP, origin, hour)
        contact = contact_for(session, house.keys, "web", address, now)
        return start_visit(session, token, contact.id, now).id

    visit_id = house.database.write(begin)
    return None if visit_id is None else Visitor(visit_id, address, None, "en")


def _origin(remote: str) -> str:
    """What counts as one address: of IPv6 the first half, because whoever has one has them all."""
    try:
        address = ip_address(remote)
    except ValueError:
        return remote
    return remote if address.version == 4 else str(ip_network((address, 64), strict=False))


def leave(house: House, now: datetime) -> None:
    """End the visit of this cookie, if there is one, for good."""
    token = request.cookies.get(COOKIE, "")

    def end(session: Session) -> None:
        visit = visit_with(session, token, idle_since(house, now))
        if visit:
            end_visit(session, visit, now)

    if token:
        house.database.write(end)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def give_cookie(response: Response, token: str) -> Response:
    """For as long as the browser stays open; out of reach of scripts and of other sites."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=secure)
    return response


def take_cookie_back(response: Response) -> Response:
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return response
