"""The door for whoever watches over us: are we alive, and can we reach the store."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from webhooks.place import the_house

door = Blueprint("health", __name__)


@door.get("/health")
def health() -> ResponseReturnValue:
    """200 when messages can be filed, else 503."""
    alive = the_house().database.alive()
    return jsonify(status="ok" if alive else "the store cannot be reached"), 200 if alive else 503
