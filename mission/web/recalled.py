"""The answers for a document that is not there: it never was, or it was recalled."""

from flask import Response, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..clocks import geneva
from ..languages import choose
from ..services import visibility
from ..services.shown import Recalled
from .access import session
from .chrome import Link, stands_at
from .language import current_language, day
from .wording import ROOMS


def missing(code: str) -> BaseResponse:
    """The answer for a code that shows nothing: the notice of a recall (410), or what never existed (404)."""
    recalled = visibility.recalled(session(), code)
    if recalled is None:
        abort(404)
    return gone(recalled)


def gone(recalled: Recalled) -> Response:
    """The answer in the place of a recalled document, whatever was asked of it: 410, the notice, and nothing of the text."""
    stands_at({}, hidden=True)
    chosen = choose(current_language(), tuple(recalled.notice.texts))
    assert chosen is not None
    body = render_template(
        "errors/recalled.html", reference=recalled.reference, dated=day(geneva(recalled.notice.at)),
        notice=recalled.notice.texts[chosen.tag], notice_language=chosen, onward=_onward(recalled),
    )  # fmt: skip
    return Response(body, 410, content_type="text/html; charset=utf-8")


def _onward(recalled: Recalled) -> Link:
    """Where to go from here: to all texts, or from a page to its section; where that is the page itself, to the site map."""
    tag, section = current_language().tag, recalled.section
    if recalled.kind != "page":
        return Link(_("All communiqués"), addresses.room(tag, "communiques"))
    if request.path == addresses.room(tag, section):
        section = "sitemap"
    return Link(str(ROOMS[section]), addresses.room(tag, section))
