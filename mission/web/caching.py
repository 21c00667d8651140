"""Cache words, set in one place.

Every public answer expires at the next whole minute at the latest, always, also where nothing is waiting: caches turn over in time for a
release without a `max-age` that would tell of one. Unknown, embargoed and recalled addresses get the same words.
"""

from datetime import datetime

from flask import Response, current_app, g, request

from ..services.keeping import Passing, passes

# A release of this minute is public by then, also where the worker is dead (`punctuality`).
_SETTLING = 3
_WHILE_ASKING = 60
_WHILE_SILENT = 24 * 60 * 60


def with_cache_words(response: Response) -> Response:
    """The answer with its cache words, unless its view has given it some."""
    if "Cache-Control" not in response.headers:
        private = request.path.startswith("/desk") or request.method not in ("GET", "HEAD") or response.status_code >= 500
        # Who asked too often is one reader: nobody else may be given that answer.
        private = private or response.status_code == 429
        # What was made while something was missing is told once, and kept by nobody.
        private = private or (g.get("session") is not None and passes(g.session) is Passing.NEVER)
        response.headers["Cache-Control"] = "no-store" if private else public_words()
    return response


def public_words() -> str:
    """Cache words for a public answer at this moment."""
    return public_until_the_minute(current_app.config["CLOCK"]())


def public_until_the_minute(at: datetime) -> str:
    """Cache words for a public answer given at `at`."""
    return f"public, max-age={_lasting(at)}"


def for_networks(at: datetime) -> str:
    """The same for a delivery network that can be purged, and may therefore go on with what it has while it asks, or while nothing answers."""
    return f"public, max-age={_lasting(at)}, stale-while-revalidate={_WHILE_ASKING}, stale-if-error={_WHILE_SILENT}"


def _lasting(at: datetime) -> int:
    """Seconds to the next whole minute; in its first instants, when what was due then may still be settling, to the end of these."""
    return _SETTLING - at.second if at.second < _SETTLING else 60 - at.second
