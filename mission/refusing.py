"""What the server itself says of a request that no page ever sees: it cannot be read, is too long, or does not come to its end.

Nobody knows the language of whoever sent it, so each sentence stands in all four, with the headers of every other answer; of what was wrong with
the request it says no more than its status.
"""

import os
from collections.abc import Mapping
from email.utils import formatdate
from html import escape
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _

from .languages import LANGUAGES
from .logs import request_id

# How soon it is worth trying again, in seconds.
_SOON = {408: 1, 503: 10}


def _sentence(status: int) -> str:
    if status in (414, 431):
        return _("The address is too long, or what the browser sends along with it.")
    if status == 408:
        return _("The request did not come to its end in time. Please try again.")
    if status == 503:
        return _("Too much is asked at once. Please try again in a moment.")
    if status == 500:
        return _("Something went wrong on our side")
    return _("This request cannot be read")


class Refusals:
    """The whole answers, head and page, made once for the application that this server serves; for another one they are empty."""

    def __init__(self, application: Any) -> None:
        self._fields: Mapping[str, str] = application.config.get("SECURITY_HEADERS", {}) if isinstance(application, Flask) else {}
        self._pages: dict[int, bytes] = {}
        if self._fields:
            with application.test_request_context():
                self._pages = {status: _page(status) for status in (400, 408, 414, 500, 503)}
            self._pages[431] = self._pages[414]

    def answer(self, status: int) -> bytes:
        """The answer with this status, after which the connection is closed."""
        page = self._pages.get(status, self._pages.get(400, b""))
        fields = {"Date": formatdate(usegmt=True), "Connection": "close", "Content-Length": str(len(page)), "Cache-Control": "no-store", **self._fields}
        if page:
            fields |= {"Content-Type": "text/html; charset=utf-8", "X-Request-ID": request_id.get() or named()}
        if status in _SOON:
            fields["Retry-After"] = str(_SOON[status])
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        return "\r\n".join(lines).encode("latin-1") + page


def named() -> str:
    """A name for a request that no page sees."""
    return os.urandom(8).hex()


def _page(status: int) -> bytes:
    said = []
    for language in LANGUAGES.values():
        with force_locale(language.locale):
            said.append(f'<p lang="{language.tag}" dir="{language.direction}">{escape(_sentence(status), quote=False)}</p>')
    head = f'<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width"><title>{status}</title>'
    return f'{head}{"".join(said)}<p><a href="/">↩</a></p></html>\n'.encode()
