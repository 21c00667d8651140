"""`python -m tests.browser.later`: web and worker as `flask mission serve` runs them, by a clock that a test may put forward.

What a minute brings is seen at once, and nobody waits for it.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from mission import create_app
from mission.clocks import utc_now
from mission.serve import serve

AHEAD = "ahead"


def now(instance: Path) -> datetime:
    """The time at a site of this folder; every process of it asks each time."""
    ahead = instance / AHEAD
    return utc_now() + timedelta(seconds=float(ahead.read_text()) if ahead.exists() else 0)


def put_forward(instance: Path, to: datetime) -> None:
    """Let it be this time (aware) there."""
    fresh = instance / f"{AHEAD}.new"
    fresh.write_text(str((to - utc_now()).total_seconds()))
    # In one step: no process reads half a number.
    fresh.replace(instance / AHEAD)


if __name__ == "__main__":
    folder = Path(os.environ["MISSION_INSTANCE"])
    sys.exit(serve(create_app(os.environ, clock=lambda: now(folder))))
