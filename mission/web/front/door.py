"""The door: a WSGI application that stands before the site's own."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.http import parse_date
from werkzeug.sansio.utils import host_is_trusted

from ...config import Settings
from ...extensions import engines
from ...services.keeping import Mark, StateMoved, newest_mark
from ..access import TRUSTED
from .codings import taken
from .questions import normaliser
from .shelf import Answer, Fields, Shelf
from .tags import Tags, day, minute, named
from .ticket import PASSING, RENEWED, Ticket, cache_words, environment

Environ = dict[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]
# What is counted, guarded, asked by machines about this one, or served from disk goes on untouched.
APART = ("/desk", "/static/", "/api/", "/healthz", "/readyz", "/metrics")
_MOST_HOSTS = 1000


def stand(app: Flask) -> None:
    """Put the front before `app`."""
    app.extensions["front"] = Front(app, app.wsgi_app)
    app.wsgi_app = app.extensions["front"]  # type: ignore[method-assign]


class Front:
    """See the package. `inner` is what stands behind it; `look` is called before each answer, for releases that are overdue."""

    def __init__(self, app: Flask, inner: Wsgi) -> None:
        self._settings: Settings = app.config["SETTINGS"]
        self._clock: Callable[[], datetime] = app.config["CLOCK"]
        self._look: Callable[[], None] = app.extensions["overdue"]
        self._inner = inner
        self._tags = Tags(self._settings, app.config["SECRET_KEY"])
        self._normalised = normaliser(app)
        self._general: Fields = [*app.config["SECURITY_HEADERS"].items(), ("Vary", "Accept-Encoding")]
        self._hosts: dict[str, bool] = {}
        self.shelf = Shelf(self._settings.PAGE_CACHE_MEBIBYTES * 1024 * 1024)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path, query = environ.get("PATH_INFO", ""), self._query(environ)
        if query is None:
            return self._inner(environ, start)
        self._look()
        try:
            mark = newest_mark()
        except engines.failures:
            # Whoever can say it in the reader's language says it.
            return self._inner(environ, start)
        at = self._clock()
        state, key = (mark, day(at)), (path, query)
        if "HTTP_IF_NONE_MATCH" in environ and (had := self._unchanged(environ, mark, at, key)):
            start("304 NOT MODIFIED", [*self._general, *cache_words(self._settings, at, queried=bool(query)), ("ETag", f'W/"{had}"')])
            return ()
        answer = self.shelf.get(state, key, minute(at))
        if answer is None:
            return self._asked(environ, start, key, Ticket(mark, self._tags.of(mark, state[1], path, query), bool(query)))
        return self._given(environ, start, answer, key, state)

    def _unchanged(self, environ: Environ, mark: Mark, at: datetime, key: tuple[str, str]) -> str | None:
        """The tag that the reader has, where it is one of this very state."""
        had = named(environ["HTTP_IF_NONE_MATCH"])
        coding = taken(environ.get("HTTP_ACCEPT_ENCODING", ""))
        tags = (self._tags.of(mark, span, *key) for span in (day(at), minute(at))) if had else ()
        return next((whole for one in tags for whole in (f"{one}-{coding}", one) if whole in had), None)

    def _query(self, environ: Environ) -> str | None:
        """The normalised query; None for a request that goes on untouched."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("SCRIPT_NAME") or "HTTP_RANGE" in environ or "HTTP_AUTHORIZATION" in environ:
            return None
        path = environ.get("PATH_INFO", "")
        if path.startswith(APART) or not self._ours(environ.get("HTTP_HOST", "")):
            return None
        return self._normalised(path, environ.get("QUERY_STRING", ""))

    def _ours(self, host: str) -> bool:
        known = self._hosts.get(host)
        if known is None:
            if len(self._hosts) >= _MOST_HOSTS:
                self._hosts.clear()
            known = self._hosts[host] = host_is_trusted(host, self._settings.trusted_hosts)
        return known

    def _asked(self, environ: Environ, start: Start, key: tuple[str, str], ticket: Ticket) -> Iterable[bytes]:
        """The application's answer, finished here where it is everybody's."""
        told: list[Any] = []

        def note(status: str, fields: Fields, failure: object = None) -> Callable[[bytes], object]:
            told[:] = [status, fields, failure]
            return _unwritten

        given = environment(environ, ticket, key[1])
        try:
            body = self._inner(given, note)
        except StateMoved:
            # An act fell between the front's query and the page's own: it is made again, from what there is now.
            body = self._inner({name: value for name, value in given.items() if name != TRUSTED}, note)
        if not ticket.taken:
            start(*(told if told[2] else told[:2]))
            if environ["REQUEST_METHOD"] == "HEAD":
                _close(body)
                return ()
            return body
        try:
            whole = b"".join(body)
        finally:
            _close(body)
        at = self._clock()
        state = (ticket.mark, day(at))
        fields, own = self._sorted(told[1])
        answer = Answer(fields, whole, minute(at) if ticket.minutely else None, once=not ticket.kept)
        answer.tag = self._tags.of(ticket.mark, answer.minute or state[1], *key)
        return self._given(environ, start, answer, key, state if ticket.kept else None, own)

    def _sorted(self, told: Fields) -> tuple[Fields, Fields]:
        """The fields of an answer that everybody gets, and those of one request alone."""
        staying: Fields = list(self._general)
        passing: Fields = []
        for field in told:
            name = field[0].lower()
            if name not in RENEWED:
                (passing if name in PASSING else staying).append(field)
        return staying, passing

    def _given(
        self, environ: Environ, start: Start, answer: Answer, key: tuple[str, str], state: tuple[Any, ...] | None, own: Sequence[tuple[str, str]] = ()
    ) -> Iterable[bytes]:
        """An answer in the coding that its reader takes, or 304 where it is had already; kept where there is a `state` of which it is."""
        at, coding = self._clock(), answer.coding(taken(environ.get("HTTP_ACCEPT_ENCODING", "")))
        etag = f"{answer.tag}-{coding}" if coding else answer.tag
        words = cache_words(self._settings, at, queried=bool(key[1]))
        if _had(environ, etag, answer):
            status, body, fields = "304 NOT MODIFIED", b"", [*answer.of_unchanged, ("ETag", f'W/"{etag}"')]
        else:
            status, (body, fields) = "200 OK", answer.finished(coding, etag)
        if state is not None and answer.size != answer.weighed:
            self.shelf.put(state, key, answer)
        start(status, [*fields, *words, *own])
        return (body,) if body and environ["REQUEST_METHOD"] == "GET" else ()


def _had(environ: Environ, etag: str, answer: Answer) -> bool:
    """Whether the reader has this very answer (RFC 9110, 13.2.2)."""
    had = environ.get("HTTP_IF_NONE_MATCH")
    if had is not None:
        return had.strip() == "*" or etag in named(had)
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE")) if answer.changed else None
    return since is not None and answer.changed is not None and answer.changed <= since


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _unwritten(data: bytes) -> object:
    raise RuntimeError("the application answers by what it returns")


__all__ = ["Front", "stand"]
