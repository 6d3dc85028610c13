"""Where this machine keeps a Chromium."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of the first that is installed; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
