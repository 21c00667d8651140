"""Addresses that nothing answers: led where they mean to go in one step, or met with suggestions."""

from urllib.parse import quote

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..languages import LANGUAGES
from ..services import legacy, suggesting, visibility
from .access import session
from .entries import Entry, address, entry
from .language import preferred
from .responses import moved

_MOST_WORDS = 6


def found_again() -> BaseResponse | None:
    """One redirect to where an address of the earlier site, or one with another or no language, leads today; None for all others."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(("/desk", "/static/")):
        return None
    mapped = legacy.find(session(), request.path)
    if mapped is not None:
        return _mapped(mapped)
    meant = suggesting.in_language(request.path)
    if meant is None:
        return None
    tag, rest = meant
    target = f"/{tag or preferred().tag}/{quote(rest)}"
    if target == request.path or not _routable(f"/{tag or preferred().tag}/{rest}"):
        return None
    query = request.query_string.decode("latin-1")
    response = moved(target + (f"?{query}" if query else ""))
    if not tag:
        # Another reader is led to another language.
        response.status_code = 302
        response.headers["Vary"] = "Accept-Language"
    return response


def _mapped(mapped: legacy.Target) -> BaseResponse | None:
    language = LANGUAGES[mapped.language]
    if mapped.document_id is None:
        return moved(addresses.room(language.tag, mapped.room) if mapped.room else addresses.home(language.tag))
    found = visibility.by_id(session(), mapped.document_id)
    # What is not public any more, or not again, is as unknown as ever.
    return moved(address(found, language)) if found else None


def _routable(path: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True


def nearest() -> tuple[Entry, ...]:
    """What the lost address may have meant."""
    return tuple(entry(one) for one in suggesting.suggestions(session(), request.path))


def asked() -> str:
    """The words of the lost address, to be searched for."""
    return " ".join(suggesting.words_of(request.path)[-_MOST_WORDS:])
