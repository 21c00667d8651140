"""The home page: what is newest, what it is about, what is coming up."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS
from ...services import agenda, listing, visibility
from ...web.access import labels, now, session
from ...web.cards import theme_cards
from ...web.chrome import followed_by, stands_at
from ...web.entries import entry
from ...web.language import current_language, preferred
from ...web.responses import page

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def gate() -> BaseResponse:
    """To the language that the browser likes best."""
    response = redirect(addresses.home(preferred().tag), 302)
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/<language:language>/")
def home() -> BaseResponse:
    """The home page."""
    tag = current_language().tag
    stands_at({one: addresses.home(one) for one in TAGS})
    # Who gives a reader of feeds the address of the site means the newest texts.
    followed_by("communiques")
    # What is announced stands in the agenda: by its date it would stand above all that is said until then.
    upcoming = agenda.upcoming(session(), now())
    return page(
        "home/page.html",
        announced=tuple(one.id for one in upcoming),
        newest=lambda: [entry(one) for one in listing.newest(session(), 6, apart=tuple(one.id for one in upcoming))],
        themes=lambda: theme_cards(visibility.pages(session(), "themes"), labels()),
        seminars=[entry(one) for one in upcoming[:3]],
        seminars_href=addresses.room(tag, "seminars"),
        all_href=addresses.room(tag, "communiques"),
        themes_href=addresses.room(tag, "themes"),
        press_href=addresses.room(tag, "press"),
        contact_href=addresses.room(tag, "contact"),
    )
