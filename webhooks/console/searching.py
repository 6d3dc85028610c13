"""What staff look for in the list of cases, as it stands in the address; nonsense in it is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from bot.casework.labels import KINDS
from storage.worklist import WITHOUT_CASE, Wanted
from webhooks.console.sealed_words import LONGEST, seal, unseal
from webhooks.console.trained import may_read

ON_A_PAGE = 50
FARTHEST = 1_000_000


@dataclass(frozen=True)
class Search:
    """What was asked of the list, as it came with the address; nonsense in it is left out."""

    state: str
    patch: str
    kind: str
    urgent: bool
    high: bool
    words: str
    page: int
    abuse: bool
    """Whether what is for trained staff is among it."""

    @property
    def wanted(self) -> Wanted:
        state = "closed" if self.state == "closed" else "open"
        return Wanted(state, self.patch, self.kind, self.urgent, self.words, self.abuse, self.high)  # type: ignore[arg-type]

    @property
    def is_plain(self) -> bool:
        """Whether nothing was asked for: the list as it opens in the morning."""
        asked_for = self.patch or self.kind or self.urgent or self.high or self.words or self.page > 1
        return not asked_for and self.state == "open"

    @property
    def offset(self) -> int:
        return (self.page - 1) * ON_A_PAGE

    def turned_to(self, page: int) -> str:
        """The address of another page of the same search."""
        asked: dict[str, Any] = {"state": self.state, "patch": self.patch, "kind": self.kind, "of": seal(self.words)}
        asked |= {"urgent": "1" if self.urgent else "", "high": "1" if self.high else "", "page": str(page)}
        return url_for("staff.worklist.show", **{name: value for name, value in asked.items() if value})


def read_search() -> Search:
    """What the address of this request asks for, or its form."""
    asked = request.values
    state = asked.get("state", "open")
    written = asked.get("page", "1")
    return Search(
        state=state if state in ("open", "closed", *WITHOUT_CASE) else "open",
        patch=asked.get("patch", "")[:100],
        kind=asked.get("kind", "") if asked.get("kind") in KINDS else "",
        urgent=asked.get("urgent") == "1",
        high=asked.get("high") == "1",
        words=unseal(asked.get("of", "")) or asked.get("q", "").replace("\0", "").strip()[:LONGEST],
        abuse=may_read(),
        page=max(1, min(int(written[:18]), FARTHEST)) if re.fullmatch("[0-9]+", written) else 1,
    )
