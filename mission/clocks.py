"""The zones that the house speaks of, and the time itself."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The clocks by which releases are set and told: by the name under which they are chosen.
CLOCKS = {"geneva": ZoneInfo("Europe/Zurich"), "rabat": ZoneInfo("Africa/Casablanca"), "new-york": ZoneInfo("America/New_York"), "utc": ZoneInfo("UTC")}
# Where the Mission's meetings are held.
ZONES = (
    "Europe/Zurich", "Africa/Casablanca", "America/New_York", "Europe/Paris", "Europe/Brussels", "Europe/Vienna", "Africa/Addis_Ababa",
    "Africa/Nairobi", "Africa/Cairo", "Africa/Dakar", "Africa/Johannesburg", "Africa/Lagos", "Africa/Tunis", "Europe/London", "Europe/Madrid",
    "Europe/Lisbon", "Europe/Rome", "Europe/Berlin", "Europe/Istanbul", "Asia/Riyadh", "Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Jakarta",
    "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "America/Toronto", "America/Mexico_City", "America/Panama", "America/Caracas",
    "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "UTC",
)  # fmt: skip
# Where the Mission is: references carry the year of release here, and staff give their times in it.
GENEVA = ZoneInfo("Europe/Zurich")


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def geneva(moment: datetime) -> date:
    """The day of a moment (aware) in Geneva: the only day that a page, a letter or a delay knows."""
    return moment.astimezone(GENEVA).date()


def moments(civil: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments (aware, UTC) at which clocks in `zone` show `civil` (naive): none where they skip it, two where it comes twice."""
    early, late = (civil.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(zone).replace(tzinfo=None) != civil:
        return ()
    return (early,) if early == late else (early, late)
