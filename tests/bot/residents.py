"""A resident who has told us something already, and what they are told."""

from __future__ import annotations

from bot.house import House
from bot.player import Player


def told(house: House, *messages: str) -> Player:
    """Somebody who has texted these messages."""
    player = Player(house)
    said(player, *messages)
    return player


def said(player: Player, *messages: str) -> str:
    """Everything said to these messages."""
    return "\n".join(one.words or "" for words in messages for one in player.write(words))
