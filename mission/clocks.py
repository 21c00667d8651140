"""The zones that the house speaks of, and the time itself."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# Where the Mission is: references carry the year of release here, and staff give their times in it.
GENEVA = ZoneInfo("Europe/Zurich")


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)
