"""The door from the command line: `hearback` and its commands."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.configuration.nonsense import Nonsense

if TYPE_CHECKING:
    from bot.configuration.landlord import Landlord
    from bot.configuration.register_file import RegisterFile
    from bot.house import House

Command = Callable[[argparse.Namespace], int]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when it could not, 2 when it was not understood."""
    given = _parser().parse_args(words)
    command: Command = given.command
    try:
        return command(given)
    except Nonsense as nonsense:
        return _complain(str(nonsense))
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("hearback", description="The reporting channel of a social landlord.")
    add = parser.add_subparsers(title="commands", required=True, metavar="COMMAND").add_parser
    _command(add("serve", help="serve everything: web chat, console, webhooks and worker"), serve)
    _command(add("work", help="run one worker, which sends what waits and calls whoever is on call"), work)
    _command(add("poll", help="fetch Telegram's updates, where there is no public address"), poll)
    _command(add("migrate", help="bring the store's tables up to date"), migrate)
    person = _command(add("add-staff", help="make a one-time link for a new member of staff"), add_staff)
    person.add_argument("email")
    person.add_argument("--name", required=True)
    person.add_argument("--role", choices=("officer", "manager", "auditor", "administrator"), default="officer")
    person.add_argument("--trained", action="store_true", help="they read what is told of abuse at home")
    homes = _command(add("import-properties", help="read a property register from a CSV file"), import_properties)
    homes.add_argument("file", type=Path, metavar="FILE.csv")
    _talking(add)
    return parser


def _talking(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that touch no store."""
    player = _command(add("play", help="hold a conversation in the terminal; nothing is stored"), play)
    player.add_argument("--dialog", default="report", metavar="NAME")
    player.add_argument("--channel", choices=("sms", "web", "telegram"), default="sms")
    player.add_argument("--language", default="en", metavar="CODE")
    player.add_argument("--script", type=Path, metavar="FILE", help="one resident's message per line")
    page = _command(add("show", help="a dialog as a housing officer reads it"), show)
    page.add_argument("dialog")
    page.add_argument("--language", default="en", metavar="CODE")
    _command(add("check", help="proof-read every dialog in every language, with what the landlord has written"), check)
    ear = _command(add("understand", help="what is understood of each line of standard input, as JSON"), understand)
    ear.add_argument("--register", type=Path, metavar="FILE.csv")


def _command(parser: argparse.ArgumentParser, command: Command) -> argparse.ArgumentParser:
    parser.set_defaults(command=command)
    return parser


def serve(given: argparse.Namespace) -> int:
    gc.disable()  # until all is read (`serve_everything`): it stays, and would be looked through again and again
    from webhooks.logs import set_up_logs
    from webhooks.serving import serve_everything

    set_up_logs()
    return serve_everything(os.environ)


def work(given: argparse.Namespace) -> int:
    from webhooks.logs import set_up_logs
    from webhooks.serving import run_worker

    set_up_logs()
    return run_worker(os.environ)


def poll(given: argparse.Namespace) -> int:
    from webhooks.logs import set_up_logs
    from webhooks.serving import poll_telegram

    set_up_logs()
    return poll_telegram(os.environ)


def migrate(given: argparse.Namespace) -> int:
    _house()
    return _say("The store is up to date.")


def add_staff(given: argparse.Namespace) -> int:
    from bot.staff.invitations import AlreadyThere, invite

    house = _house()
    try:
        token = house.database.write(
            lambda s: invite(s, given.email, given.name, given.role, datetime.now(UTC), trained=given.trained)
        )
    except (AlreadyThere, ValueError) as problem:
        return _complain(str(problem))
    return _say(f"Send {given.name} this link. It works once: {house.settings.public_url}/staff/first/{token}")


def import_properties(given: argparse.Namespace) -> int:
    from dataclasses import asdict

    from storage.properties import Home
    from storage.properties import import_properties as store

    file = _read_register(given.file)
    rows = [Home(**asdict(row)) for row in file.rows]
    done = _house().database.write(lambda session: store(session, rows, datetime.now(UTC)))
    for bad in file.bad:
        print(f"{given.file}, line {bad.line}: {bad.why}", file=sys.stderr)
    _say(f"{done.added} added, {done.changed} changed, {done.same} as they were, {len(file.bad)} rows left out.")
    return 0 if rows else _complain("No row could be used, so nothing was changed.")


def play(given: argparse.Namespace) -> int:
    from bot.player import play as hold_conversation

    lines = None if given.script is None else _read(given.script).decode("utf-8-sig", "replace").splitlines()
    return hold_conversation(given.dialog, given.channel, given.language, lines, _landlord())


def show(given: argparse.Namespace) -> int:
    from bot.book import book_of
    from bot.catalogues import languages
    from bot.house import ours
    from bot.proofreading.reading_aloud import read_aloud

    landlord = _landlord()
    book = book_of(landlord)
    if given.dialog not in book:
        return _complain(f"There is no dialog {given.dialog}. There are: {', '.join(book)}.")
    if given.language not in languages():
        return _complain(f"There is no language {given.language}. There are: {', '.join(languages())}.")
    return _say(read_aloud(book[given.dialog], given.language, ours(landlord)))


def check(given: argparse.Namespace) -> int:
    from bot.book import book_of
    from bot.effects import VERBS
    from bot.house import ours
    from bot.proofreading.proof import proof_read_all

    landlord = _landlord()
    problems = proof_read_all(VERBS, ours(landlord), book=book_of(landlord), offered=landlord.languages)
    return _complain("\n".join(problems)) if problems else _say("Every dialog reads well in every language.")


def understand(given: argparse.Namespace) -> int:
    import json

    from bot.example import example_register
    from bot.understanding.everything import understand as understand_all
    from bot.understanding.places.register import Register

    homes = example_register() if given.register is None else Register(_read_register(given.register).rows)
    for line in sys.stdin.buffer:
        message = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r").lstrip("\ufeff")
        print(json.dumps(understand_all(message, homes), ensure_ascii=False), flush=True)
    return 0


def _landlord() -> Landlord:
    """Whoever the environment names, else the example; nothing else in it need be right."""
    from bot.configuration.landlord import read_landlord
    from bot.configuration.settings import landlord_file

    return read_landlord(landlord_file(os.environ))


def _house() -> House:
    from bot.house import open_house
    from webhooks.serving import prepare_store

    house = open_house(os.environ)
    prepare_store(house)
    return house


def _read_register(path: Path) -> RegisterFile:
    from bot.configuration.csv_file import WrongColumns
    from bot.configuration.register_file import read_register

    try:
        return read_register(_read(path))
    except WrongColumns as wrong:
        raise Nonsense(str(path), [str(wrong)]) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Nonsense(str(path), [f"it cannot be read ({error.strerror}). Give the path of a file."]) from None


def _say(words: str) -> int:
    print(words)
    return 0


def _complain(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
