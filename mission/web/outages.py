"""What is said while the database takes nothing (its disk is full or read-only, its server is away): reading goes on where it can, and whatever
was typed comes back with the words that say so, never a bare error."""

import logging
from contextlib import suppress

from flask import Flask, Response, render_template, request
from flask_babel import gettext as _
from markupsafe import escape
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as BaseResponse

from . import problems
from .access import session
from .chrome import stands_at
from .errors import unforeseen
from .language import current_language

RETRY_SECONDS = 60
# Not for a page, where somebody else may read it from the screen or the browser's memory.
SECRET = ("password", "code", "credential", "challenge")
# What a form says for itself: sent again as it was, and not shown as somebody's words. The rest may have been typed, and is.
_OF_THE_FORM = frozenset({
    "token", "started", "key", "was", "version", "draft", "kept", "kept_form", "next", "over", "edition", "alert", "username", "secret", "email_again",
})  # fmt: skip
log = logging.getLogger(__name__)


def handle_outages(app: Flask) -> None:
    """Answer 503 where the database refuses to work, as against refusing one row."""

    @app.errorhandler(OperationalError)
    @app.errorhandler(InternalError)
    # A connection that broke in the middle, and one that nobody gave back in time.
    @app.errorhandler(InterfaceError)
    @app.errorhandler(PendingRollbackError)
    @app.errorhandler(NoConnection)
    def out(error: SQLAlchemyError) -> BaseResponse:
        if getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_ERROR":
            # The database works: it is the statement that it does not understand, which is a fault of ours and not of the hour.
            return unforeseen(error)
        log.error("the database does not work: %s", type(getattr(error, "orig", error)).__name__)
        with suppress(SQLAlchemyError):
            session().rollback()
        answer = _problem() if problems.asked_of_api() else _page()
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _problem() -> Response:
    return problems.answer(ServiceUnavailable(retry_after=RETRY_SECONDS))


def _page() -> Response:
    language = current_language()
    posted = request.method not in ("GET", "HEAD")
    if posted:
        title = _("This cannot be kept at the moment")
        sentence = _("What you sent has not been kept. Nothing of it is lost: it stands below. Please send it again in a few minutes, or keep a copy of it.")
    else:
        title = _("This page cannot be shown at the moment")
        sentence = _("Please try again in a few minutes.")
    try:
        stands_at({}, hidden=True)
        body = render_template(
            "errors/outage.html", title=title, sentence=sentence, typed=_typed() if posted else (), carried=_carried() if posted else (),
            action=request.full_path.rstrip("?"),
        )  # fmt: skip
    except SQLAlchemyError:
        # Not even the menus can be read.
        with suppress(SQLAlchemyError):
            session().rollback()
        typed = "".join(f"<pre>{escape(value)}</pre>" for _name, value in (_typed() if posted else ()))
        body = (
            f'<!doctype html>\n<html lang="{language.tag}" dir="{language.direction}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
            f"<body><h1>{escape(title)}</h1><p>{escape(sentence)}</p>{typed}</body></html>"
        )
    return Response(body, 503, content_type="text/html; charset=utf-8")


def _typed() -> tuple[tuple[str, str], ...]:
    """What somebody may have typed, field by field, without secrets and files."""
    return tuple((name, value) for name, value in _sent() if not _is_of_the_form(name))


def _carried() -> tuple[tuple[str, str], ...]:
    """What the form sent of its own."""
    return tuple((name, value) for name, value in _sent() if _is_of_the_form(name))


def _is_of_the_form(name: str) -> bool:
    return name in _OF_THE_FORM or name.endswith("-told")


def _sent() -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in request.form.items(multi=True) if value and not any(one in name for one in SECRET))


__all__ = ["handle_outages"]
