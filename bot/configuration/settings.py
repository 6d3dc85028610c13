"""What the place we run in decides: secrets, addresses and ports, read once from the environment."""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.configuration.nonsense import Nonsense, did_you_mean

EXAMPLE_LANDLORD = Path(__file__).parents[1] / "example" / "landlord.toml"

_KNOWN = (
    "HEARBACK_DATA DATABASE_URL HEARBACK_KEY HEARBACK_SECRET_KEY HEARBACK_PUBLIC_URL HEARBACK_LANDLORD HEARBACK_PORT "
    "HEARBACK_BEHIND_PROXIES TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN TWILIO_FROM TWILIO_BASE_URL TWILIO_PER_SECOND "
    "TELEGRAM_TOKEN "
    "TELEGRAM_SECRET TELEGRAM_BASE_URL SMTP_URL HEARBACK_METRICS_TOKEN"
)
_MAKE_A_KEY = 'python3 -c "import base64, os; print(base64.b64encode(os.urandom(32)).decode())"'


@dataclass(frozen=True)
class Twilio:
    """An account that texts; `sender` is a number as +44… or a messaging service's id, `base_url` None for Twilio's;
    `per_second` is how many texts it may be given a second, by all workers together."""

    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    base_url: str | None
    per_second: int = 80


@dataclass(frozen=True)
class Telegram:
    """A bot; without a secret only polling is possible, `base_url` None for Telegram's own."""

    token: str = field(repr=False)
    secret: str | None = field(repr=False)
    base_url: str | None


@dataclass(frozen=True)
class Settings:
    """Where we run and with which keys; nothing secret shows when it is printed."""

    data: Path
    database_url: str = field(repr=False)
    contact_key: bytes = field(repr=False)
    secret_key: bytes = field(repr=False)
    public_url: str
    port: int
    behind_proxies: int
    landlord_file: Path
    twilio: Twilio | None
    telegram: Telegram | None
    smtp_url: str | None = field(repr=False)
    metrics_token: str | None = field(default=None, repr=False)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in this environment, empty ones counting as absent.

    Makes the data folder, and in it any key that the environment does not give, so that nothing need be set to begin.
    Raises Nonsense, with a sentence for each thing that cannot be right; it never repeats what was set.
    """
    reader = _Reader({name: value.strip() for name, value in environ.items() if value.strip()})
    reader.look_for_slips()
    port = reader.number("HEARBACK_PORT", 8000, 1, 65535)
    data = Path(reader.environ.get("HEARBACK_DATA", "data")).absolute()
    found = {
        "data": data,
        "database_url": reader.database_url(data),
        "public_url": reader.address("HEARBACK_PUBLIC_URL") or f"http://127.0.0.1:{port}",
        "port": port,
        "behind_proxies": reader.number("HEARBACK_BEHIND_PROXIES", 0, 0, 10),
        "landlord_file": landlord_file(environ),
        "twilio": reader.twilio(),
        "telegram": reader.telegram(),
        "smtp_url": reader.smtp_url(),
        "metrics_token": reader.metrics_token(),
        "contact_key": reader.key("HEARBACK_KEY", _read_key, data / "contact.key"),
        "secret_key": reader.key("HEARBACK_SECRET_KEY", _read_secret, data / "session.key"),
    }
    if reader.problems:
        raise Nonsense("The environment", reader.problems)
    return Settings(**found)  # type: ignore[arg-type]  # each reader gives the type of its field, or a problem


def landlord_file(environ: Mapping[str, str]) -> Path:
    """Where the landlord's decisions stand: in the file that the environment names, else in the example's."""
    return Path(environ.get("HEARBACK_LANDLORD", "").strip() or EXAMPLE_LANDLORD)


class _Reader:
    """Reads one setting after another, and collects what is wrong so that everything is said at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def look_for_slips(self) -> None:
        known = _KNOWN.split()
        for name in sorted(self.environ):
            ours = name.startswith(("HEARBACK_", "TWILIO_", "TELEGRAM_", "SMTP_")) and name not in known
            if ours and (meant := did_you_mean(name, known, 0.85)):
                self.problems.append(f"{name} is not a setting. {meant}")

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        written = self.environ.get(name, str(usual))
        if re.fullmatch(r"\d{1,6}", written) and least <= int(written) <= most:
            return int(written)
        self.problems.append(f"{name} must be a whole number from {least} to {most}, such as {usual}.")
        return usual

    def address(self, name: str) -> str | None:
        written = self.environ.get(name)
        if written and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", written):
            self.problems.append(f"{name} must be a whole web address, such as https://reports.example.org.")
        return written.rstrip("/") if written else None

    def database_url(self, data: Path) -> str:
        written = self.environ.get("DATABASE_URL") or f"sqlite:///{data / 'hearback.db'}"
        if not re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://)", written):
            self.problems.append(
                "DATABASE_URL must begin with sqlite:/// or postgresql://, such as postgresql://user@host/hearback. "
                "Leave it out to keep everything in the data folder."
            )
        return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", written)

    def smtp_url(self) -> str | None:
        written = self.environ.get("SMTP_URL")
        if written and not re.fullmatch(r"smtps?://[^\s/]+/?", written):
            self.problems.append(
                "SMTP_URL must be smtp:// or smtps://, such as smtps://user:password@mail.example.org."
            )
        return written

    def metrics_token(self) -> str | None:
        written = self.environ.get("HEARBACK_METRICS_TOKEN")
        if written and not re.fullmatch(r"[!-~]{16,}", written):
            self.problems.append(
                "HEARBACK_METRICS_TOKEN must be at least 16 letters, digits and signs without spaces. "
                f"Make one with: {_MAKE_A_KEY}"
            )
        return written

    def twilio(self) -> Twilio | None:
        names = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM")
        base_url, per_second = self.address("TWILIO_BASE_URL"), self.number("TWILIO_PER_SECOND", 80, 1, 1000)
        if not self._all_or_none(names):
            return None
        account_sid, auth_token, sender = (self.environ[name] for name in names)
        if not account_sid.startswith("AC"):
            self.problems.append("TWILIO_ACCOUNT_SID must begin with AC; copy it from the Twilio console.")
        if not re.fullmatch(r"\+\d{8,15}|\d{5,6}|MG\w+", sender):
            self.problems.append(
                "TWILIO_FROM must be a number such as +447700900000 or a messaging service beginning with MG. "
                "A name will not do, because residents could not answer it."
            )
        return Twilio(account_sid, auth_token, sender, base_url, per_second)

    def telegram(self) -> Telegram | None:
        token, secret = self.environ.get("TELEGRAM_TOKEN"), self.environ.get("TELEGRAM_SECRET")
        base_url = self.address("TELEGRAM_BASE_URL")
        if secret and not token:
            self.problems.append("TELEGRAM_TOKEN is missing, although TELEGRAM_SECRET is set. Set both, or neither.")
        if token and not re.fullmatch(r"\d+:[\w-]+", token):
            self.problems.append("TELEGRAM_TOKEN must be as BotFather gave it: digits, a colon, then letters.")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            self.problems.append("TELEGRAM_SECRET may hold only letters, digits, _ and -, at most 256 of them.")
        return Telegram(token, secret, base_url) if token else None

    def key(self, name: str, read: Callable[[str], bytes], kept_in: Path) -> bytes:
        try:
            return read(self.environ[name] if name in self.environ else _keep_key(kept_in))
        except OSError as error:
            self.problems.append(f"{kept_in} cannot be kept ({error.strerror}). Set HEARBACK_DATA to a folder of ours.")
        except ValueError as error:
            kept = f"{kept_in} is damaged. Bring it back from your backup, as what it locked cannot be read without it."
            self.problems.append(f"{name} {error}" if name in self.environ else kept)
        return b""

    def _all_or_none(self, names: tuple[str, ...]) -> bool:
        missing = [name for name in names if name not in self.environ]
        if missing and len(missing) < len(names):
            self.problems.append(
                f"{' and '.join(missing)} must be set as well, as {' and '.join(names)} go together. Set all, or none."
            )
        return not missing


def _read_key(written: str) -> bytes:
    try:
        key = base64.b64decode(written.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise ValueError(f"must be 32 bytes in base64. Make one with: {_MAKE_A_KEY}")
    return key


def _read_secret(written: str) -> bytes:
    if len(written) < 32:
        raise ValueError(f"must be at least 32 characters that nobody can guess. Make one with: {_MAKE_A_KEY}")
    return written.encode()


def _keep_key(path: Path) -> str:
    """The key in this file, made first where there is none; processes that start together agree on one.

    It is written whole beside its place and then linked into it, which only the first can do.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first, and its key is the one
        finally:
            draft.unlink()
    return path.read_text().strip()
