"""Only the site's own host names are answered, by every door."""

from flask import Flask, request
from werkzeug.exceptions import SecurityError


def check_hosts(app: Flask) -> None:
    """Refuse a foreign Host header, or none at all (400), before anything else happens, errors and health included."""

    @app.before_request
    def check() -> None:
        if not request.environ.get("HTTP_HOST") and request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
            # Where nobody was named it would be the address on which the server listens (RFC 9112, 3.2; before 1.1 nobody had to be named).
            raise SecurityError("no Host")
        # Flask checks it against TRUSTED_HOSTS when the host is read; a handler that never reads it would not.
        request.host  # noqa: B018
