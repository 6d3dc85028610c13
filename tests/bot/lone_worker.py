"""A worker in a process of its own, as `hearback work` starts it, for tests that kill it.

With the argument FILE it notes each tick there, one second apart. PLANTED names a fault of `tests.planted`. With
CAMPAIGN it asks whoever is due each second, and not each minute.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.house import open_house
from bot.post import worker
from bot.surveys.inviting import ask_how_it_went
from tests.planted import FAULTS


def main() -> None:
    """Work until told to stop."""
    house = open_house(os.environ)
    ticks: list[worker.Tick] = []
    if os.environ.get("CAMPAIGN"):
        worker.TICK = timedelta(seconds=1)
        ticks.append(lambda now: ask_how_it_went(house, now.replace(second=0, microsecond=0)))
    if len(sys.argv) > 1:
        worker.TICK = timedelta(seconds=1)

        def note(now: datetime) -> None:
            with Path(sys.argv[1]).open("a") as file:
                file.write(f"{now.isoformat()}\n")

        ticks.append(note)
    if planted := os.environ.get("PLANTED"):
        FAULTS[planted]()
    sys.exit(worker.work(house, ticks=ticks))


if __name__ == "__main__":
    main()
