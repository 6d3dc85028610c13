"""E-mail: what a real mail server receives, and what its refusals mean."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from bot.channels.contract import Outgoing, Refused, Sending, Sent, TryLater
from bot.channels.email import EmailSender

MINA = "mina@example.org"


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP to take mail (RFC 5321); `answers` replaces its answer to a command, None hangs up."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.mail: list[EmailMessage] = []
        self.answers: dict[str, str | None] = {}
        self.commands: list[str] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is what some tests are about."""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Exchange(socketserver.StreamRequestHandler):
    """One connection."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.example.org")  # a client that wants TLS has enough of us here
        while line := self.rfile.readline().decode(errors="replace").strip():
            verb = line.split()[0].upper()
            self.server.commands.append(verb)
            if not self._obey(verb):
                return

    def _obey(self, verb: str) -> bool:
        usual = {"DATA": "354 go on", "EHLO": "250 mail.example.org", "QUIT": "221 bye"}.get(verb, "250 ok")
        answer = self.server.answers.get(verb, usual)
        if answer is None:
            return False
        self._say(answer)
        if answer.startswith("354"):
            lines = list(iter(self.rfile.readline, b".\r\n"))
            if (taken := self.server.answers.get("MAIL TAKEN", "250 taken")) is None:
                return False
            self.server.mail.append(message_from_bytes(b"".join(lines), policy=default))
            self._say(taken)
        return verb != "QUIT"

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server
        server.shutdown()


def words_to(address: str = MINA, words: str = "Hearback alert 7: danger now.\nRead it: …") -> Outgoing:
    return Outgoing(7, address, words, language="en")


def test_a_mail_arrives_with_its_words(server: MailServer) -> None:
    """The first line is the subject, as far as a subject goes; no holiday notice answers it."""
    words = "Hearback alert 7: danger now (fire).\nRead it: https://reports.example.org/staff/7 — Mrs O'Brien, tŷ 4"

    outcome = EmailSender(f"smtp://{server.address}").send(words_to(words=words))

    [mail] = server.mail
    assert mail.get_content().splitlines() == words.splitlines()
    assert mail["Subject"].startswith("Hearback alert 7: danger now (fire). Read it:")
    assert (mail["To"], mail["From"], mail["Auto-Submitted"]) == (
        MINA,
        "Hearback <hearback@127.0.0.1>",
        "auto-generated",
    )
    assert outcome == Sent(mail["Message-ID"])


def test_a_resident_sees_who_writes_and_a_subject_of_whole_words(server: MailServer) -> None:
    """Somebody who has never heard of Hearback would throw it away, or fear it."""
    words = "Riverbridge Homes: we met today and know what comes next. I will call you on Monday. We will write again."
    EmailSender(f"smtp://{server.address}", "Riverbridge Homes").send(words_to(words=words))
    [mail] = server.mail
    assert mail["From"] == "Riverbridge Homes <hearback@127.0.0.1>"
    assert mail["Subject"] == "Riverbridge Homes: we met today and know what comes next. I will ..."


def test_no_words_can_add_a_header(server: MailServer) -> None:
    """What a resident wrote may stand in an alert."""
    EmailSender(f"smtp://{server.address}").send(words_to(words="Alert\r\nBcc: charlie@example.org\r\n\r\nhello"))

    assert server.mail[0]["Bcc"] is None


@pytest.mark.parametrize("address", ["", "mina", "mina@", "a@b@c", "mina@example.org\r\nBcc: charlie@example.org"])
def test_an_address_that_is_none_is_refused(server: MailServer, address: str) -> None:
    """Nobody is asked about it."""
    assert EmailSender(f"smtp://{server.address}").send(words_to(address)) == Refused("no_such_address")
    assert server.commands == []


@pytest.mark.parametrize(
    ("verb", "answer", "outcome"),
    [
        ("RCPT", "550 no such user mina@example.org", Refused("no_such_address")),
        ("RCPT", "552 full", Refused("mailbox_full")),
        ("RCPT", "451 greylisted", TryLater("busy")),
        ("MAIL", "530 authentication required", TryLater("account")),
        ("MAIL", "521 closed for good", Refused("smtp_521")),
        ("MAIL TAKEN", "554 looks like spam", Refused("filtered")),
        ("MAIL TAKEN", None, TryLater("no_answer", doubt=True)),
        ("EHLO", None, TryLater("no_connection")),
    ],
)
def test_the_servers_answers_mean_what_the_table_says(
    server: MailServer, verb: str, answer: str | None, outcome: Sending
) -> None:
    """Never with the server's own words, which quote the address."""
    server.answers[verb] = answer

    assert EmailSender(f"smtp://{server.address}").send(words_to()) == outcome


def test_a_password_never_goes_out_in_the_clear(server: MailServer) -> None:
    """A server that cannot encrypt does not get it."""
    sender = EmailSender(f"smtp://hearback%40example.org:secret@{server.address}")

    assert sender.send(words_to()) == TryLater("not_encrypted")
    assert "AUTH" not in server.commands


def test_a_server_that_does_not_speak_tls_is_not_spoken_to(server: MailServer) -> None:
    """smtps:// means encrypted from the first byte."""
    outcome = EmailSender(f"smtps://{server.address}").send(words_to())

    assert (outcome, server.mail) == (TryLater("not_encrypted"), [])


def test_a_server_that_is_away_is_tried_later() -> None:
    """Nothing listens there."""
    with MailServer() as server:
        address = server.address
        server.shutdown()

    assert EmailSender(f"smtp://{address}").send(words_to()) == TryLater("no_connection")
