"""What the environment may set, what is made where it sets nothing, and what is never shown."""

import base64
import multiprocessing
import stat
from pathlib import Path

import pytest

from bot.configuration.nonsense import Nonsense
from bot.configuration.settings import EXAMPLE_LANDLORD, Settings, read_settings

KEY = base64.b64encode(bytes(range(32))).decode()
SECRETS = {
    "HEARBACK_KEY": KEY,
    "HEARBACK_SECRET_KEY": "a-secret-of-more-than-32-characters",
    "DATABASE_URL": "postgresql://ada:hush-database@localhost/hearback",
    "TWILIO_AUTH_TOKEN": "hush-twilio",
    "TELEGRAM_TOKEN": "123:hush-telegram",
    "TELEGRAM_SECRET": "hush-header",
    "SMTP_URL": "smtp://ada:hush-mail@localhost",
}
TWILIO = {"TWILIO_ACCOUNT_SID": "AC123", "TWILIO_AUTH_TOKEN": "hush-twilio", "TWILIO_FROM": "+447700900000"}


def settings(folder: Path, **environ: str) -> Settings:
    """The settings of an environment whose data folder is this."""
    return read_settings({"HEARBACK_DATA": str(folder / "data"), **environ})


def test_nothing_need_be_set_to_begin(tmp_path: Path) -> None:
    """SQLite in the data folder, the example landlord, no account anywhere; what is empty counts as absent."""
    found = settings(tmp_path, TWILIO_FROM="", DATABASE_URL=" ", HEARBACK_PORT="")
    assert found.database_url == f"sqlite:///{tmp_path}/data/hearback.db"
    assert (found.port, found.public_url, found.behind_proxies) == (8000, "http://127.0.0.1:8000", 0)
    assert (found.twilio, found.telegram, found.smtp_url) == (None, None, None)
    assert found.landlord_file == EXAMPLE_LANDLORD


def test_keys_that_are_not_given_are_made_and_kept(tmp_path: Path) -> None:
    """Readable by nobody else, and the same at the next start."""
    found = settings(tmp_path)
    assert len(found.contact_key) == 32
    assert settings(tmp_path) == found
    kept = sorted((tmp_path / "data").iterdir())
    assert [path.name for path in kept] == ["contact.key", "session.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert settings(tmp_path / "elsewhere").contact_key != found.contact_key


def _key_of(folder: Path) -> bytes:
    return settings(folder).contact_key


def test_processes_that_start_together_agree_on_the_keys(tmp_path: Path) -> None:
    """The server and the worker start at the same moment and must read each other's rows."""
    with multiprocessing.get_context("fork").Pool(4) as pool:
        for number in range(10):
            folder = tmp_path / str(number)
            assert len(set(pool.map(_key_of, [folder] * 8, chunksize=1))) == 1
            assert len(list((folder / "data").iterdir())) == 2


def test_a_damaged_key_is_never_replaced(tmp_path: Path) -> None:
    """With another key every contact would be lost for good."""
    settings(tmp_path)
    (tmp_path / "data" / "contact.key").write_text("half of it")
    with pytest.raises(Nonsense, match=r"damaged\. Bring it back from your backup"):
        settings(tmp_path)
    assert (tmp_path / "data" / "contact.key").read_text() == "half of it"


def test_given_keys_are_used_and_nothing_is_kept(tmp_path: Path) -> None:
    """Base64 of either alphabet; the folder is left alone."""
    found = settings(tmp_path, **SECRETS, TWILIO_ACCOUNT_SID="AC123", TWILIO_FROM="MG123")
    assert found.contact_key == bytes(range(32))
    assert found.secret_key == b"a-secret-of-more-than-32-characters"
    assert not (tmp_path / "data").exists()
    odd = bytes([255] * 32)
    assert settings(tmp_path, HEARBACK_KEY=base64.urlsafe_b64encode(odd).decode()).contact_key == odd


def test_nothing_secret_shows_when_settings_are_printed(tmp_path: Path) -> None:
    """A traceback or a log may print them."""
    found = settings(tmp_path, **SECRETS, TWILIO_ACCOUNT_SID="AC123", TWILIO_FROM="+447700900000")
    shown = f"{found} {found!r} {found.twilio} {found.telegram}"
    assert found.twilio is not None
    assert found.twilio.auth_token == "hush-twilio"
    for secret in ("hush", KEY, "a-secret", repr(found.contact_key)):
        assert secret not in shown


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_usual_address_of_postgresql_names_our_driver(tmp_path: Path, scheme: str) -> None:
    """Hosts give out three spellings of it."""
    found = settings(tmp_path, DATABASE_URL=f"{scheme}://localhost/hearback")
    assert found.database_url == "postgresql+psycopg://localhost/hearback"


def test_addresses_lose_their_last_slash(tmp_path: Path) -> None:
    """So that paths can be put behind them, and Twilio's signature is over the very same address."""
    found = settings(
        tmp_path, HEARBACK_PUBLIC_URL="https://a.example/", **TWILIO, TWILIO_BASE_URL="http://127.0.0.1:9/"
    )
    assert found.public_url == "https://a.example"
    assert found.twilio is not None
    assert found.twilio.base_url == "http://127.0.0.1:9"


@pytest.mark.parametrize("missing", sorted(TWILIO))
def test_twilio_half_set_up_is_refused(tmp_path: Path, missing: str) -> None:
    """Better at start than at the first text."""
    half = {name: value for name, value in TWILIO.items() if name != missing}
    with pytest.raises(Nonsense, match=f"{missing} must be set as well"):
        settings(tmp_path, **half)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HEARBACK_PORT", "eighty", "must be a whole number from 1 to 65535, such as 8000"),
        ("HEARBACK_PORT", "0", "must be a whole number from 1 to 65535"),
        ("HEARBACK_BEHIND_PROXIES", "yes", "must be a whole number from 0 to 10"),
        ("HEARBACK_PUBLIC_URL", "reports.example", "must be a whole web address"),
        ("HEARBACK_PUBLIC_URL", "https://reports.example?x=1", "must be a whole web address"),
        ("HEARBACK_KEY", "hush", "must be 32 bytes in base64"),
        ("HEARBACK_KEY", "hush!" * 9, "must be 32 bytes in base64"),
        ("HEARBACK_SECRET_KEY", "hush", "must be at least 32 characters"),
        ("DATABASE_URL", "mysql://hush", "must begin with sqlite:/// or postgresql://"),
        ("SMTP_URL", "hush", "must be smtp:// or smtps://"),
        ("TELEGRAM_TOKEN", "hush", "must be as BotFather gave it"),
        ("TELEGRAM_SECRET", "hush", "TELEGRAM_TOKEN is missing"),
        ("HEARBACK_PUBLICURL", "hush", 'is not a setting. Did you mean "HEARBACK_PUBLIC_URL"?'),
    ],
)
def test_nonsense_is_refused_and_never_repeated(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    """The sentence names the setting and what to write, but not what was written."""
    with pytest.raises(Nonsense) as refused:
        settings(tmp_path, **{name: value})
    assert sentence in str(refused.value)
    assert name in str(refused.value)
    assert "hush" not in str(refused.value)


def test_a_name_for_a_sender_is_refused(tmp_path: Path) -> None:
    """Residents could not answer it."""
    with pytest.raises(Nonsense, match="A name will not do"):
        settings(tmp_path, **TWILIO | {"TWILIO_FROM": "Riverbridge"})


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("")
    with pytest.raises(Nonsense, match="Set HEARBACK_DATA"):
        settings(tmp_path)


def test_settings_of_others_are_left_alone(tmp_path: Path) -> None:
    """The environment holds much that is not ours."""
    assert settings(tmp_path, HEARBACK_SOMETHING_ELSE_ALTOGETHER="1", TWILIO_EDGE="dublin", PATH="/bin")
