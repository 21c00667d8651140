"""When the worker's daily backup is due: what is in the folder says so, and nothing else is remembered."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from ...clocks import GENEVA, geneva
from . import folders


def due(folder: Path, hour: int, at: datetime, *, official: bool) -> bool:
    """Whether no backup of this site (the `official` one, or its demonstration) was begun since `hour` (of Geneva) last struck.

    One that a standstill prevented is due at once.
    """
    day = geneva(at)
    struck = datetime.combine(day, time(hour), GENEVA).astimezone(UTC)
    if struck > at:
        struck = datetime.combine(day - timedelta(days=1), time(hour), GENEVA).astimezone(UTC)
    last = folders.newest(folder, official, at)
    return last is None or last.at < struck
