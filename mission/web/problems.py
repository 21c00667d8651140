"""What the API says where it cannot do what was asked: problem details (RFC 9457), in English unless the client asks for another language."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException

from .. import addresses
from ..languages import LANGUAGES, TAGS
from .access import settings

# Kinds of problems: the status of each, and what it means; each has an anchor of its own on the documentation page.
PROBLEMS = {
    "parameter": (400, _("A parameter is unknown or not as it should be; the member errors names each.")),
    "cursor": (400, _("The cursor was not given by this list. Begin again without it.")),
    "unknown": (404, _("There is nothing at this address.")),
    "method": (405, _("The API is only read: GET, HEAD and OPTIONS.")),
    "recalled": (410, _("The document was published in error and recalled; the member recalled holds the notice.")),
    "limit": (429, _("Too many requests from one address in a minute; the header Retry-After says in how many seconds to come back.")),
    "request": (400, _("The request cannot be read.")),
    "address": (414, _("The address is longer than the server reads.")),
    "fields": (431, _("The header fields are longer than the server reads.")),
    "preparing": (503, _("The search is being prepared on this machine.")),
    "failure": (500, _("Something went wrong on our side.")),
}
# Any page anywhere may read the API, and nothing else of the site.
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_BY_STATUS = {404: "unknown", 405: "method", 410: "recalled", 414: "address", 429: "limit", 431: "fields", 503: "preparing"}


class Problem(HTTPException):
    """A refusal of the API; `errors` name parameters, `more` are members of its own."""

    def __init__(self, status: int, detail: str, *, kind: str = "", errors: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(detail)
        self.code = status
        self.kind = kind or _BY_STATUS.get(status, "parameter")
        self.detail = detail
        self.errors = errors
        self.more = more


def asked_of_api() -> bool:
    """Whether this request is one to the API."""
    return request.path == addresses.API or request.path.startswith(f"{addresses.API}/")


def speak_to_machines() -> None:
    """Set the request's language: what the client asks for among ours, and English where it asks for none."""
    g.language = LANGUAGES[request.accept_languages.best_match(TAGS) or "en"]


def answer(error: HTTPException) -> Response:
    """The answer for `error`: it says what kind of problem it is, and nothing that the status would not."""
    speak_to_machines()
    status = error.code or 500
    kind = error.kind if isinstance(error, Problem) else _BY_STATUS.get(status, "failure" if status >= 500 else "request")
    told: dict[str, Any] = {
        "type": f"{settings().base_url}{addresses.room('en', 'api')}#problem-{kind}", "title": HTTPStatus(status).phrase, "status": status,
        "detail": error.detail if isinstance(error, Problem) else str(PROBLEMS[kind][1]),
    }  # fmt: skip
    if isinstance(error, Problem):
        if error.errors:
            told["errors"] = [{"parameter": name, "detail": detail} for name, detail in error.errors]
        told |= error.more
    response = Response(json.dumps(told, ensure_ascii=False) + "\n", status, content_type="application/problem+json")
    response.headers["Content-Language"] = g.language.tag
    response.vary.add("Accept-Language")
    return response


__all__ = ["PROBLEMS", "SHARED", "Problem", "answer", "asked_of_api", "speak_to_machines"]
