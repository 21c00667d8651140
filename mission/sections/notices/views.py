"""The three pages that a public body owes its readers. They say what this installation does, by its settings."""

from datetime import date

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...config import Settings
from ...languages import TAGS
from ...web.access import settings
from ...web.chrome import Link, home_link, stands_at
from ...web.language import current_language, day
from ...web.responses import page
from ...web.wording import ROOMS

blueprint = Blueprint("notices", __name__)
# When the statement on accessibility was last held against the site.
ASSESSED = date(2026, 11, 26)


@blueprint.get("/<language:language>/<any(legal,privacy,accessibility):name>")
def show(name: str) -> BaseResponse:
    """One of the notices."""
    tag = current_language().tag
    stands_at({one: addresses.room(one, name) for one in TAGS})
    return page(
        f"notices/{name}.html",
        site=settings(),
        assessed=day(ASSESSED),
        backups=_days_of_backups(settings()),
        contact=addresses.room(tag, "contact"),
        alerts=addresses.alert_link(tag),
        trail=(home_link(), Link(str(ROOMS[name]), "")),
    )


def _days_of_backups(made: Settings) -> int:
    """How many days the last of the site's own backups outlives what it holds; 0 where it makes none."""
    return max(made.BACKUP_DAILY, made.BACKUP_WEEKLY * 7, made.BACKUP_MONTHLY * 31) if made.BACKUP_FOLDER else 0
