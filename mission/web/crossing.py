"""Which requests may change something: those that a page of ours sent, by the browser's own word (fetch metadata)."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, request

from ..config import Settings
from ..extensions import db
from .problems import asked_of_api

SAFE = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., object])


def bears_its_token(view: View) -> View:
    """Mark a view whose address carries the proof itself, and that mail programs post to without any word of a browser (RFC 8058)."""
    view.bears_its_token = True  # type: ignore[attr-defined]
    return view


def guard_crossings(app: Flask) -> None:
    """Refuse unsafe requests from elsewhere (403), and open the writing connection to the others alone."""

    @app.before_request
    def check() -> None:
        if request.method in SAFE or asked_of_api():
            # The API is read from everywhere and takes nothing: whatever else is sent there meets a 405, without a writing connection.
            return
        if not sent_by_us() and not _proved_by_token():
            abort(403)
        db.session().info.update(writing=True, seal=current_app.config["SEAL"], purges=bool(current_app.config["SETTINGS"].PURGE_URL))


def sent_by_us() -> bool:
    """``Sec-Fetch-Site: same-origin``, or, from browsers that do not send it, an `Origin` that is ours; neither is a refusal.

    OWASP CSRF Prevention Cheat Sheet, "Fetch Metadata headers".
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    settings: Settings = current_app.config["SETTINGS"]
    return request.headers.get("Origin") in own_origins(settings)


def _proved_by_token() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "bears_its_token", False))


def own_origins(settings: Settings) -> set[str]:
    """The origins under which this site is reached."""
    if settings.local:
        return {settings.base_url, f"http://127.0.0.1:{settings.PORT}", f"http://[::1]:{settings.PORT}"}
    return {settings.base_url}
