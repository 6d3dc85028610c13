"""A worker in a process of its own, as `hearback work` starts it, for tests that kill it.

With the argument FILE it notes each tick there, one second apart. PLANTED names a fault of `tests.planted`.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.house import open_house
from bot.post import worker
from tests.planted import FAULTS


def main() -> None:
    """Work until told to stop."""
    ticks = []
    if len(sys.argv) > 1:
        worker.TICK = timedelta(seconds=1)

        def note(now: datetime) -> None:
            with Path(sys.argv[1]).open("a") as file:
                file.write(f"{now.isoformat()}\n")

        ticks.append(note)
    if planted := os.environ.get("PLANTED"):
        FAULTS[planted]()
    sys.exit(worker.work(open_house(os.environ), ticks=ticks))


if __name__ == "__main__":
    main()
