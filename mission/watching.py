"""The outermost layer: each request gets an identifier and is counted, and only what is not personal is written down of it."""

import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from .config import Settings
from .logs import FIELDS, request_id

# Under this name a request carries what is noted of it: one thing for all layers, however often its environment is copied.
NOTES = "mission.notes"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger(__name__)
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def name_routes(app: Flask) -> None:
    """Tell the outermost layer which route was taken: by its name, never by its address, which holds codes, words and tokens."""

    @app.before_request
    def name_route() -> None:
        request.environ.get(NOTES, {})["route"] = request.endpoint or ""


def watch(app: Flask) -> None:
    """Put the layer around everything that answers."""
    settings: Settings = app.config["SETTINGS"]
    counting = None
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ and settings.METRICS_PORT:
        from .metrics import Requests

        counting = Requests().count
    app.wsgi_app = Watched(app.wsgi_app, settings, counting)  # type: ignore[method-assign]


class Watched:
    """An application whose requests have an identifier: the proxy's where there is one to believe, else one of our own.

    It is answered as ``X-Request-ID`` and stands in every line that is logged meanwhile.
    """

    def __init__(self, application: Application, settings: Settings, count: Callable[[str, str, float], None] | None = None) -> None:
        self._application = application
        self._count = count
        self._believed = settings.PROXY_HOPS > 0
        self._lines = settings.LOG_REQUESTS

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._believed else ""
        asked = given if given and _GIVEN.fullmatch(given) else os.urandom(8).hex()
        before = request_id.set(asked)
        notes: dict[str, str] = {}
        environ[NOTES] = notes
        answered = ["500"]

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answered[0] = status[:3]
            headers.append(("X-Request-ID", asked))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        try:
            answer = self._application(environ, start)
            self._note(environ, notes.get("route"), answered[0], time.perf_counter() - began)
        finally:
            request_id.reset(before)
        return answer

    def _note(self, environ: Environ, route: str | None, status: str, seconds: float) -> None:
        if route is None:
            # What answered stands before the application: the files, or what was kept of an earlier answer.
            route = "static" if environ["PATH_INFO"].startswith("/static/") else "kept"
        if self._count is not None:
            self._count(route or "none", status, seconds)
        if self._lines:
            fields = {"method": environ["REQUEST_METHOD"], "route": route, "status": int(status), "ms": round(seconds * 1000, 1)}
            log.info("answered", extra={FIELDS: fields})
