"""What our processes say while they run: a line of JSON each for machines, a plain line where somebody looks on.

No line holds a name, a number or words of anybody: errors are named by their kind, never by what they say.
"""

from __future__ import annotations

import logging
import sys
import time

from pythonjsonlogger.json import JsonFormatter

OURS = ("bot", "webhooks", "storage")
FIELDS = {"asctime": "time", "levelname": "level", "name": "where", "process": "process", "message": "message"}


def set_up_logs() -> None:
    """Have everything logged go to the standard error of this process and of those that it starts."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_plain() if sys.stderr.isatty() else _structured())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)


def _plain() -> logging.Formatter:
    return logging.Formatter("%(levelname)s %(message)s")


def _structured() -> logging.Formatter:
    """Times are in UTC, as everywhere in the store."""
    fields = " ".join(f"%({name})s" for name in FIELDS)
    formatter = JsonFormatter(fields, rename_fields=FIELDS, datefmt="%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    return formatter
