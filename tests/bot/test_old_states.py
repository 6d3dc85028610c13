"""A talk outlives the release that wrote it: one that cannot be read on begins anew, and nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.casework.labels import stopped_at
from bot.house import House
from bot.player import Player
from storage.conversations import Conversation
from storage.reports import Report


@pytest.mark.parametrize(
    "stored",
    ['{"begun":1,"frames":[{"dialog":"gone","asking":"x","marks":{}}]}', '{"begun":1,"frames":[]}', "{}", "nonsense"],
)
def test_a_talk_on_a_page_that_is_no_more_begins_anew(house: House, stored: str) -> None:
    """The resident is answered as ever, what she told before stays, and staff are asked to look."""
    ada = Player(house)
    ada.write("loud music every night")
    with house.database.transaction() as session:
        session.scalars(select(Conversation)).one().state = stored
    assert "danger" in (ada.write("loud music every night")[-1].words or "")
    assert ada.write("no")
    with house.database.reading() as session:
        before, after = session.scalars(select(Conversation).order_by(Conversation.id))
        assert (before.is_open, before.needs_person, after.is_open, after.needs_person) == (False, True, True, False)
        assert len(list(session.scalars(select(Report)))) == 2


@pytest.mark.parametrize("stored", ["{}", "nonsense", '{"frames":[1],"begun":1}', "null"])
def test_staff_can_list_a_report_whose_talk_cannot_be_read_on(stored: str) -> None:
    """One such talk must not keep the whole worklist from opening."""
    assert stopped_at(stored, 1) is None
