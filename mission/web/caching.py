"""Cache words, set in one place.

Every public answer expires at the next whole minute at the latest, always, also where nothing is waiting: caches turn over in time for a
release without a `max-age` that would tell of one. Unknown, embargoed and recalled addresses get the same words.
"""

from flask import Flask, Response, current_app, request


def set_caching(app: Flask) -> None:
    """Give each answer its cache words, unless its view has."""

    @app.after_request
    def add(response: Response) -> Response:
        if "Cache-Control" not in response.headers:
            private = request.path.startswith("/desk") or request.method not in ("GET", "HEAD") or response.status_code >= 500
            # Who asked too often is one reader: nobody else may be given that answer.
            private = private or response.status_code == 429
            response.headers["Cache-Control"] = "no-store" if private else public_words()
        return response


def public_words() -> str:
    """Cache words for a public answer at this moment."""
    return f"public, max-age={60 - current_app.config['CLOCK']().second}"
