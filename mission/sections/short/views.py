"""``/d/c2026-014``: to the document, in the reader's language."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as BaseResponse

from ...services import visibility
from ...web.access import session
from ...web.documents import missing
from ...web.entries import address
from ...web.language import preferred

blueprint = Blueprint("short", __name__)


@blueprint.get("/d/<code:code>")
def document(code: str) -> BaseResponse:
    """To where the document is."""
    found = visibility.by_code(session(), code)
    if found is None:
        return missing(code)
    response = redirect(address(found, preferred()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response
