"""Stands in for Twilio: takes texts as its Messages API documents, and brings us texts and receipts, signed.

Run it alone with `python -m tests.standins.twilio_cloud --port 9001 --webhook http://127.0.0.1:8000/sms`, then type
`+447700900123 My neighbour shouts all night` to text as that number.
"""

from __future__ import annotations

import argparse
import base64
import re
import secrets
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import requests
from twilio.request_validator import RequestValidator

from tests.standins.provider import Asked, Fault, Reply, StandIn, as_json

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "a-token-for-tests"
OUR_NUMBER = "+447700900999"
CREATE = re.compile(r"/2010-04-01/Accounts/(\w+)/Messages\.json")

# https://www.twilio.com/docs/messaging/api/message-resource#create-a-message
DOCUMENTED = frozenset([
    "To", "StatusCallback", "ApplicationSid", "MaxPrice", "ProvideFeedback", "Attempt", "ValidityPeriod",
    "ForceDelivery", "ContentRetention", "AddressRetention", "SmartEncoded", "PersistentAction", "TrafficType",
    "ShortenUrls", "ScheduleType", "SendAt", "SendAsMms", "ContentVariables", "RiskCheck", "From",
    "MessagingServiceSid", "Body", "MediaUrl", "ContentSid", "FallbackFrom", "MessageIntent",
])  # fmt: skip
# https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
LISTED_BY = frozenset(["To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"])
E164 = re.compile(r"\+[1-9]\d{7,14}")
STATUSES = {20003: 401, 20429: 429, 20500: 500, 20503: 503}
"""HTTP status by error code; every other one is a 400."""


@dataclass
class Text:
    """One text that was taken."""

    sid: str
    to: str
    sender: str
    body: str = field(repr=False)
    callback: str | None
    validity: int | None


class TwilioCloud(StandIn):
    """`texts` is what was taken, in order; `opted_out` the numbers that said STOP; `refused` codes by number; `heard`
    what residents texted, as (form, when).

    `webhook` and `token` say where texts to our number are brought, and with what they are signed; `delivers` that
    every text is reported sent and delivered by itself; with `untidy` twice at times, and out of order.
    """

    def __init__(self, port: int = 0, token: str = TOKEN, webhook: str = "", *, delivers: bool = False) -> None:
        self.texts: list[Text] = []
        self.heard: list[tuple[dict[str, str], datetime]] = []
        self.opted_out: set[str] = set()
        self.refused: dict[str, int] = {}
        self.token, self.webhook, self.delivers = token, webhook, delivers
        self.untidy: Random | None = None
        self.receipts_lost = 0
        self.largest_page = 1000
        super().__init__(port)

    def reply(self, asked: Asked) -> Reply:
        """Take a text, or say with Twilio's code why not."""
        found = CREATE.fullmatch(asked.path)
        if found is None:
            return _error(20404, 404)
        if asked.headers.get("Authorization") != _basic(found[1], self.token):
            return _error(20003)
        return self._create(asked, found[1]) if asked.method == "POST" else self._list(asked, found[1])

    def _create(self, asked: Asked, account: str) -> Reply:
        self.complaints += [f"Twilio documents no {name}" for name in sorted(asked.form.keys() - DOCUMENTED)]
        code = _fault_in(asked.form) or self._objection(asked.form["To"])
        if code is not None:
            return _error(code)
        text = self._take(asked.form)
        if self.delivers:
            threading.Thread(target=self._deliver, args=(text,), daemon=True).start()
        return as_json(201, _described(text, account))

    def _list(self, asked: Asked, account: str) -> Reply:
        """What residents texted, newest first; our own texts are left out, as nobody here asks for them."""
        self.complaints += [f"Twilio documents no {name} to list by" for name in sorted(asked.form.keys() - LISTED_BY)]
        day = asked.form.get("DateSent>", "")
        if day and not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            self.complaints.append("Twilio documents days, as YYYY-MM-DD, to list by")
        meant = [
            (form, at)
            for form, at in self.heard
            if asked.form.get("To", form["To"]) == form["To"] and at.date().isoformat() >= day
        ]
        size, number = min(int(asked.form.get("PageSize", "50")), self.largest_page), int(asked.form.get("Page", "0"))
        described = [_heard(form, at, account) for form, at in meant[::-1][number * size : (number + 1) * size]]
        again = urlencode({**asked.form, "Page": str(number + 1), "PageToken": "PASM0"})
        more = f"{asked.path}?{again}" if (number + 1) * size < len(meant) else None
        return as_json(200, {"messages": described, "next_page_uri": more, "page": number, "page_size": size})

    def fail(self, fault: Fault) -> Reply:
        """Twilio's errors are JSON too."""
        return _error({"busy": 20429, "error": 20500, "unavailable": 20503}[fault])

    def report(self, text: Text, status: str, error_code: int | None = None) -> requests.Response:
        """Bring the receipt that this became of a text."""
        form = {"MessageSid": text.sid, "MessageStatus": status, "SmsSid": text.sid, "SmsStatus": status}
        form |= {"AccountSid": ACCOUNT, "From": text.sender, "To": text.to, "ApiVersion": "2010-04-01"}
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        assert text.callback, "no receipt was asked for"
        return sign_and_post(text.callback, form, self.token)

    def text(self, sender: str, body: str, **more: str) -> list[str]:
        """Text our number as `sender`, and return what the webhook's own answer says back."""
        response = sign_and_post(self.webhook, self.take(sender, body, None, **more), self.token)
        response.raise_for_status()
        return [said.text or "" for said in ElementTree.fromstring(response.content).iter("Message")]

    def take(self, sender: str, body: str, at: datetime | None = None, **more: str) -> dict[str, str]:
        """Take a text for our number, at a time that may have passed, and return the form that brings it to us."""
        form = inbound(sender, body, **more)
        self.heard.append((form, at or datetime.now(UTC)))
        return form

    def _objection(self, number: str) -> int | None:
        return 21610 if number in self.opted_out else self.refused.get(number)

    def _take(self, form: Mapping[str, str]) -> Text:
        validity = int(form["ValidityPeriod"]) if "ValidityPeriod" in form else None
        sender = form.get("From") or form["MessagingServiceSid"]
        sid = "SM" + secrets.token_hex(16)
        text = Text(sid, form["To"], sender, form["Body"], form.get("StatusCallback"), validity)
        self.texts.append(text)
        return text

    def _receipts(self) -> list[str]:
        """In order and once each; where untidy, sometimes twice and in any order."""
        statuses = ["sent", "delivered"]
        if self.untidy is not None:
            statuses += self.untidy.choices(statuses, k=self.untidy.choice((0, 0, 1, 2)))
            self.untidy.shuffle(statuses)
        return statuses

    def _deliver(self, text: Text) -> None:
        for status in self._receipts():
            try:
                self.report(text, status)
            except requests.RequestException:
                self.receipts_lost += 1  # Twilio does not bring one again


def _fault_in(form: Mapping[str, str]) -> int | None:
    """The code of the first thing that Twilio would refuse in these fields, or None."""
    sender, callback = form.get("From") or form.get("MessagingServiceSid") or "", form.get("StatusCallback")
    checks = (
        (21604, not form.get("To")),
        (21211, not E164.fullmatch(form.get("To", ""))),
        (21603, not sender),
        (21212, not (E164.fullmatch(sender) or re.fullmatch(r"MG\w+|\d{5,6}", sender))),
        (21602, not form.get("Body", "").strip()),
        (21617, len(form.get("Body", "")) > 1600),
        (20001, not _whole(form.get("ValidityPeriod", "1"), 1, 36_000)),
        (21609, callback is not None and not _is_web_address(callback)),
    )
    return next((code for code, wrong in checks if wrong), None)


def _whole(written: str, least: int, most: int) -> bool:
    return written.isascii() and written.isdigit() and least <= int(written) <= most


def _is_web_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "_" not in str(parts.hostname)


def _error(code: int, status: int | None = None) -> Reply:
    status = status or STATUSES.get(code, 400)
    more = f"https://www.twilio.com/docs/errors/{code}"
    return as_json(status, {"code": code, "message": f"Error {code}", "more_info": more, "status": status})


def _described(text: Text, account: str) -> dict[str, Any]:
    return {
        "sid": text.sid,
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": "Mon, 02 Mar 2026 09:00:00 +0000",
        "date_sent": None,
        "date_updated": "Mon, 02 Mar 2026 09:00:00 +0000",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": text.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "GBP",
        "status": "queued",
        "subresource_uris": {},
        "to": text.to,
        "uri": f"/2010-04-01/Accounts/{account}/Messages/{text.sid}.json",
    }


def _heard(form: Mapping[str, str], at: datetime, account: str) -> dict[str, Any]:
    text = Text(form["MessageSid"], form["To"], form["From"], form["Body"], None, None)
    said = {"direction": "inbound", "status": "received", "num_media": form["NumMedia"]}
    when = dict.fromkeys(("date_created", "date_sent", "date_updated"), format_datetime(at))
    return _described(text, account) | said | when | {"messaging_service_sid": form.get("MessagingServiceSid")}


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def inbound(sender: str, body: str, **more: str) -> dict[str, str]:
    """The form Twilio posts when `sender` texts our number; `more` overrides or adds fields."""
    sid = "SM" + secrets.token_hex(16)
    form = {"ToCountry": "GB", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": ""}
    form |= {"SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": body}
    form |= {"FromCountry": "GB", "To": OUR_NUMBER, "ToZip": "", "NumSegments": "1", "MessageSid": sid}
    return form | {"AccountSid": ACCOUNT, "From": sender, "ApiVersion": "2010-04-01"} | more


def sign(url: str, form: Mapping[str, str], token: str = TOKEN) -> str:
    """The X-Twilio-Signature of this form posted to this public address."""
    return str(RequestValidator(token).compute_signature(url, form))


def sign_and_post(
    url: str, form: Mapping[str, str], token: str = TOKEN, public_url: str | None = None
) -> requests.Response:
    """Post a webhook as Twilio would; `public_url` is what is signed when a proxy stands between."""
    return requests.post(
        url, data=dict(form), headers={"X-Twilio-Signature": sign(public_url or url, form, token)}, timeout=15
    )


def main() -> None:
    """Serve, show every text that is taken, and text as whoever is typed."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--port", type=int, default=9001)
    reader.add_argument("--token", default=TOKEN)
    reader.add_argument("--webhook", default="http://127.0.0.1:8000/sms")
    options = reader.parse_args()
    cloud = _Showing(options.port, options.token, options.webhook, delivers=True)
    print(f"Twilio's stand-in: {cloud.url}", flush=True)
    for line in sys.stdin:
        sender, _, body = line.rstrip("\n").partition(" ")
        for said in cloud.text(sender, body):
            print(f"{sender} < (at once) {said}", flush=True)
    threading.Event().wait()


class _Showing(TwilioCloud):
    def _take(self, form: Mapping[str, str]) -> Text:
        text = super()._take(form)
        print(f"{text.to} < {text.body}", flush=True)
        return text


if __name__ == "__main__":
    main()
