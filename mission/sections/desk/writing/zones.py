"""By whose clock the hours of a seminar go, and a moment given by such a clock."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import gettext
from wtforms import Field
from wtforms.validators import ValidationError

from ....clocks import ZONES
from ....services.dates import as_minute
from ....web.fields import must_be_near
from ....web.language import current_language

FORM = "%Y-%m-%dT%H:%M"


def offered(also: str | None = None) -> list[tuple[str, str]]:
    """The zones by the names of their cities, in the request's language; one that a text has already is offered besides."""
    return [(zone, city(zone)) for zone in dict.fromkeys((*ZONES, *((also,) if also else ())))]


def city(zone: str) -> str:
    if zone == "Europe/Zurich":
        return gettext("Geneva")
    if zone == "Africa/Casablanca":
        return gettext("Rabat")
    return "UTC" if zone == "UTC" else str(get_timezone_location(ZoneInfo(zone), current_language().locale, return_city=True))


class Hour:
    """A day and minute that exists, once, by the clock of the form's zone; the moment goes into the form's `moments`."""

    def __call__(self, form: Any, field: Field) -> None:
        value = (field.data or "").strip()
        if not value:
            return
        try:
            civil = datetime.strptime(as_minute(value)[:16], FORM)  # noqa: DTZ007 - the zone comes next
            zone = ZoneInfo(form.venue_zone.data or "Europe/Zurich")
        except (ValueError, KeyError, OSError) as error:
            raise ValidationError(gettext("Enter the day and the hour, for example 4 December 2026 at 14:00.")) from error
        must_be_near(civil)
        early, late = civil.replace(tzinfo=zone), civil.replace(tzinfo=zone, fold=1)
        if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != civil:
            raise ValidationError(gettext("The clocks go forward that night: this hour does not exist there."))
        if early.utcoffset() != late.utcoffset():
            raise ValidationError(gettext("The clocks go back that night: this hour comes twice there. Choose another one."))
        form.moments[field.short_name] = early.astimezone(UTC)


def shown(moment: datetime | None, zone: str | None) -> str:
    """A moment as the field has it."""
    return moment.astimezone(ZoneInfo(zone or "Europe/Zurich")).strftime(FORM) if moment else ""
