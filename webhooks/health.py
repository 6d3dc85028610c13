"""The door for whoever watches over us: does this process live, and can it file what comes?"""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from webhooks.place import the_house

door = Blueprint("health", __name__)


@door.get("/health")
def is_ready() -> ResponseReturnValue:
    """200 when messages can be filed, else 503; and how many wait in this machine's journal until they can be."""
    house = the_house()
    ready = house.database.alive()
    status = "ok" if ready else "the store cannot be reached"
    journal = {"waiting": house.journal.waits(), "unreadable": house.journal.unreadable()}
    return jsonify(status=status, journal=journal), 200 if ready else 503


@door.get("/health/alive")
def is_alive() -> ResponseReturnValue:
    """200 as long as this process answers, whatever the store does: one that does not is to be started again."""
    return jsonify(status="alive")
