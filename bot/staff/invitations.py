"""Lets people into the console for the first time: a one-time link, a name and a password of their own."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from storage.staff import (
    Role,
    Staff,
    add_sign_in_link,
    add_staff,
    end_sign_in_links,
    staff_by_email,
    staff_by_link,
    use_sign_in_link,
)
from storage.staff_sessions import end_sessions_of

LINK_LASTS = timedelta(hours=48)
NOT_CHOSEN = ""
"""The e-mail address of the first administrator until they have given theirs; nobody can sign in with it."""


class AlreadyThere(ValueError):
    """Somebody has an account with this e-mail address already, or had one that an administrator can open again. Use
    another address, or sign in with this one."""

    def __init__(self) -> None:
        super().__init__(" ".join(str(type(self).__doc__).split()))


def first_link_needed(session: Session) -> bool:
    """Whether no administrator can sign in yet."""
    able = exists().where(Staff.role == "administrator", Staff.active, Staff.password_hash.is_not(None))
    return not session.scalar(select(able))


def invite(session: Session, email: str, name: str, role: Role, now: datetime, *, trained: bool = False) -> str:
    """A new member of staff, and the token of the link (`/staff/first/TOKEN`, 48 hours, once) that lets them in.

    Invited again before they have chosen a password, they get a new link, and the earlier one works no longer.
    Raises AlreadyThere when somebody signs in with this address, or has been stopped from doing so, and ValueError for
    what cannot be an address.
    """
    if email != NOT_CHOSEN:
        _check_email(email)
    member = staff_by_email(session, email)
    if member is None:
        member = add_staff(session, email, name.strip(), role, now)
    elif member.password_hash is not None or not member.active:
        raise AlreadyThere
    member.name, member.role, member.trained_in_abuse = name.strip(), role, trained
    return new_link(session, member, now)


def invite_first(session: Session, now: datetime) -> str:
    """The token of a link for the first administrator, who gives name and e-mail address there."""
    return invite(session, NOT_CHOSEN, "", "administrator", now)


def new_link(session: Session, member: Staff, now: datetime) -> str:
    """The token of a fresh link for somebody who has none, or has forgotten their password; earlier ones end."""
    end_sign_in_links(session, member.id, now)
    token = secrets.token_urlsafe(32)
    add_sign_in_link(session, member.id, token, now + LINK_LASTS)
    return token


def guest(session: Session, token: str, now: datetime) -> Staff | None:
    """Whom a link would let in, without using it up; None for one that does not work (any more)."""
    return staff_by_link(session, token, now)


def accept(session: Session, token: str, email: str, name: str, kept: str, now: datetime) -> Staff | None:
    """Use the link: take the name, the e-mail address where none was given before, and the hash of the password.

    None for a link that does not work. Raises AlreadyThere, and ValueError for what cannot be an e-mail address.
    """
    member = use_sign_in_link(session, token, now)
    if member is None:
        return None
    if member.email == NOT_CHOSEN:
        _take_email(session, member, email)
    member.name, member.password_hash = name.strip(), kept
    member.failed_count, member.locked_until = 0, None
    end_sign_in_links(session, member.id, now)
    end_sessions_of(session, member.id, now)
    session.flush()
    return member


def end_account(session: Session, member: Staff, now: datetime) -> None:
    """Let somebody in no more: they are signed out wherever they are, and no link of theirs works."""
    member.active = False
    end_sign_in_links(session, member.id, now)
    end_sessions_of(session, member.id, now)
    session.flush()


def begin_again(session: Session, member: Staff, now: datetime) -> str:
    """Open an account that was ended, with what it may do: the token of a link by which they choose a new password."""
    member.active, member.password_hash = True, None
    return new_link(session, member, now)


def _check_email(email: str) -> None:
    if len(email) > 200 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email.strip()):
        raise ValueError("Enter an e-mail address in the right form, such as name@example.org.")


def _take_email(session: Session, member: Staff, email: str) -> None:
    _check_email(email)
    if staff_by_email(session, email):
        raise AlreadyThere
    member.email = email.strip().lower()
