"""A moment by the four clocks of the desk, and how long it is until then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.lists import format_list
from babel.units import format_unit
from flask_babel import lazy_gettext as _

from ...clocks import CLOCKS
from ...web.language import current_language, day

CITIES = {"geneva": _("Geneva"), "rabat": _("Rabat"), "new-york": _("New York"), "utc": _("UTC")}


@dataclass(frozen=True)
class Face:
    """One clock: its city, the day and the hour that it shows, and how far it is from UTC."""

    city: str
    day: str
    hour: str
    offset: str
    iso: str


def faces(moment: datetime) -> tuple[Face, ...]:
    """What the four clocks show at a moment (aware)."""
    found = []
    for name, zone in CLOCKS.items():
        there = moment.astimezone(zone)
        found.append(Face(str(CITIES[name]), day(there.date()), f"{there:%H:%M}", offset(there), there.isoformat(timespec="minutes")))
    return tuple(found)


def offset(there: datetime) -> str:
    """How far a local time is from UTC: ``UTC+1``, ``UTC−5``, ``UTC+5:30``."""
    minutes = round((there.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def time_left(moment: datetime, now: datetime) -> str:
    """How long it is until a moment, in whole minutes, begun ones counted; empty once it has come."""
    minutes = -(-int((moment - now).total_seconds()) // 60)
    if moment <= now:
        return ""
    days, rest = divmod(max(minutes, 1), 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    locale = current_language().locale
    return format_list([format_unit(count, f"duration-{unit}", locale=locale) for count, unit in parts if count], style="standard", locale=locale)
