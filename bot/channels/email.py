"""E-mail, outgoing only: to people on call, and to residents who chose it."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from textwrap import shorten
from urllib.parse import unquote, urlsplit

from bot.channels.contract import Outgoing, Refused, Sending, Sent, TryLater

TIMEOUT = 15.0
"""Seconds for each exchange with the mail server."""
PORTS = {"smtp": 25, "smtps": 465}
LONGEST_SUBJECT = 69
"""Characters: with "Subject: " before them 78 (RFC 5322, 2.1.1)."""

# What a mail server's answers mean to us (RFC 5321, 4.2.3); any other 4xx is for later, any other 5xx is for good.
ANSWERS = {550: "no_such_address", 551: "no_such_address", 553: "no_such_address", 552: "mailbox_full", 554: "filtered"}
SET_UP = (530, 534, 535, 538)
"""Ours to put right, so the message is kept and tried again."""


class EmailSender:
    """Gives mail to the server of a URL such as smtps://user:password@mail.example.org.

    smtps:// is encrypted from the start; with smtp:// it is as soon as the server can (STARTTLS), and a password
    never goes out otherwise. Mail comes from the user where that is an address, else from hearback@ the server; its
    reader sees `name`, which is the landlord's: residents have never heard of Hearback.
    """

    def __init__(self, smtp_url: str, name: str = "Hearback") -> None:
        parts = urlsplit(smtp_url)
        self._secure = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        sender = self._user if "@" in self._user else f"hearback@{self._host}"
        self._from = Address(name, addr_spec=sender)

    def send(self, outgoing: Outgoing) -> Sending:
        """Hand one message to the mail server, and say what came of it; raises nothing."""
        try:
            mail = self._write(outgoing)
        except (ValueError, IndexError, MessageError):  # what the library raises for an address that is none
            return Refused("no_such_address")
        handing_over = False
        try:
            with self._connect() as server:
                handing_over = True
                server.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            return _judge(error, in_doubt=handing_over)
        return Sent(str(mail["Message-ID"]))

    def _write(self, outgoing: Outgoing) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._from
        mail["To"] = Address(addr_spec=outgoing.address)
        mail["Subject"] = shorten(outgoing.words, LONGEST_SUBJECT, placeholder=" ...")
        mail["Message-ID"] = make_msgid(str(outgoing.message_id), domain=self._host)
        mail["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday notice answers it (RFC 3834)
        mail["Content-Language"] = outgoing.language
        mail.set_content(outgoing.words)
        return mail

    def _connect(self) -> smtplib.SMTP:
        if self._secure:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        try:
            self._introduce(server)
        except BaseException:
            server.close()
            raise
        return server

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self._secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if self._password:
            if not (self._secure or isinstance(server.sock, ssl.SSLSocket)):
                raise smtplib.SMTPNotSupportedError("the password would be readable on its way")
            server.login(self._user, self._password)


def _judge(error: Exception, *, in_doubt: bool) -> Sending:
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return TryLater("not_encrypted")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _judge_code(next(iter(error.recipients.values()))[0])
    if isinstance(error, smtplib.SMTPResponseException):
        return _judge_code(error.smtp_code)
    return TryLater("no_answer" if in_doubt else "no_connection", doubt=in_doubt)


def _judge_code(code: int) -> Sending:
    if code in SET_UP:
        return TryLater("account")
    if code >= 500:
        return Refused(ANSWERS.get(code, f"smtp_{code}"))
    return TryLater("busy")
