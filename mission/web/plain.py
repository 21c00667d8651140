"""A document as plain text: for a newsroom that pastes it."""

from flask import Response, render_template

from .. import addresses
from ..services.markup import readable
from ..services.shown import Public
from .access import settings
from .language import current_language
from .readings import Reading, reading


def as_text(found: Public) -> Response:
    """The text of a document in the reader's language, or the nearest one, with what identifies it."""
    document = reading(found)
    response = Response(written(found, document), content_type="text/plain; charset=utf-8")
    response.headers["Content-Language"] = document.language.tag
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def written(found: Public, document: Reading) -> str:
    """The same as a string; `document` is `found` as it is read in the request's language."""
    body, links = readable(found.text(current_language()).body)
    text = render_template(
        "documents/plain.txt", document=document, body=body, site=settings(), links=[_absolute(one) for one in links],
        address=settings().base_url + (addresses.short(found.code) if found.code else document.href),
    )  # fmt: skip
    return text.strip() + "\n"


def _absolute(href: str) -> str:
    return settings().base_url + href if href.startswith("/") else href
