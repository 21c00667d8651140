"""Which requests may change something: those that a page of ours sent, by the browser's own word (fetch metadata)."""

from flask import Flask, abort, current_app, request

from ..config import Settings
from ..extensions import db

SAFE = ("GET", "HEAD", "OPTIONS")


def guard_crossings(app: Flask) -> None:
    """Refuse unsafe requests from elsewhere (403), and open the writing connection to the others alone."""

    @app.before_request
    def check() -> None:
        if request.method in SAFE:
            return
        if not sent_by_us():
            abort(403)
        db.session().info.update(writing=True, seal=current_app.config["SEAL"])


def sent_by_us() -> bool:
    """``Sec-Fetch-Site: same-origin``, or, from browsers that do not send it, an `Origin` that is ours; neither is a refusal.

    OWASP CSRF Prevention Cheat Sheet, "Fetch Metadata headers".
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    settings: Settings = current_app.config["SETTINGS"]
    return request.headers.get("Origin") in own_origins(settings)


def own_origins(settings: Settings) -> set[str]:
    """The origins under which this site is reached."""
    if settings.local:
        return {settings.base_url, f"http://127.0.0.1:{settings.PORT}", f"http://[::1]:{settings.PORT}"}
    return {settings.base_url}
