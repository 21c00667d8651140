"""Only the site's own host names are answered, by every door."""

from flask import Flask, request


def check_hosts(app: Flask) -> None:
    """Refuse a foreign Host header (400) before anything else happens, errors and health included."""

    @app.before_request
    def check() -> None:
        # Flask checks it against TRUSTED_HOSTS when the host is read; a handler that never reads it would not.
        request.host  # noqa: B018
