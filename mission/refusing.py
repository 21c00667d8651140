"""What the server itself says of a request that no page ever sees: it cannot be read, is too long, or does not come to its end.

Nobody knows the language of whoever sent it, so each sentence stands in all four, with the headers of every other answer; of what was wrong with
the request it says no more than its status. Programs that ask the API get what it says elsewhere: problem details, in English.
"""

import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from email.utils import formatdate
from html import escape
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _

from . import addresses
from .languages import LANGUAGES
from .logs import request_id
from .web import problems

# How soon it is worth trying again, in seconds.
_SOON = {408: 1, 503: 10}
# By status, what kind of problem it is for a program. What is too much at once is none of the search being prepared.
_KINDS = {400: "request", 403: "request", 408: "request", 414: "address", 417: "request", 431: "fields", 500: "failure", 501: "request", 503: "failure"}
# How the request begins that a thread reads: enough to tell whether it asks the API.
BEGUN = 256
begun: ContextVar[bytes] = ContextVar("begun", default=b"")
_OF_API = re.compile(rb"\s*[^\s/]+ +(?:https?://[^\s/?#]*)?%s(?=[/?#\s])" % re.escape(addresses.API).encode())


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
        self._problems: dict[int, bytes] = {}
        if self._fields:
            with application.test_request_context():
                self._pages = {status: _page(status) for status in (400, 408, 414, 500, 503)}
                self._problems = {status: _problem(status) for status in _KINDS}
            self._pages[431] = self._pages[414]

    def answer(self, status: int, asked: bytes = b"") -> bytes:
        """The answer with this status, after which the connection is closed; `asked` is how the request begins, as far as it has come."""
        of_api = _OF_API.match(asked)
        made = self._problems if of_api else self._pages
        page = made.get(status, made.get(400, b""))
        fields = {"Date": formatdate(usegmt=True), "Connection": "close", "Content-Length": str(len(page)), "Cache-Control": "no-store", **self._fields}
        if page:
            fields |= {"Content-Type": "text/html; charset=utf-8", "X-Request-ID": request_id.get() or named()}
        if of_api:
            fields |= {"Content-Type": "application/problem+json", "Content-Language": "en", **problems.SHARED}
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


def _problem(status: int) -> bytes:
    """The same for a program."""
    kind = _KINDS[status]
    with force_locale(LANGUAGES["en"].locale):
        detail = _sentence(status) if status in _SOON else str(problems.PROBLEMS[kind][1])
        return problems.answer(problems.Problem(status, detail, kind=kind)).data
