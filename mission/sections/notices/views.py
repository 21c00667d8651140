"""The three pages that a public body owes its readers. They say what this installation does, by its settings."""

from datetime import date

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS
from ...web.access import settings
from ...web.chrome import Link, home_link, stands_at
from ...web.language import current_language, day
from ...web.responses import page
from ...web.wording import ROOMS

blueprint = Blueprint("notices", __name__)
# When the statement on accessibility was last held against the site.
ASSESSED = date(2026, 11, 24)


@blueprint.get("/<language:language>/<any(legal,privacy,accessibility):name>")
def show(name: str) -> BaseResponse:
    """One of the notices."""
    tag = current_language().tag
    stands_at({one: addresses.room(one, name) for one in TAGS})
    return page(
        f"notices/{name}.html",
        site=settings(),
        assessed=day(ASSESSED),
        contact=addresses.room(tag, "contact"),
        alerts=addresses.alert_link(tag),
        trail=(home_link(), Link(str(ROOMS[name]), "")),
    )
