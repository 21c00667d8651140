"""Errors, in the visitor's language, always as a page that helps to go on."""

import logging

from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable, TooManyRequests
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from ..services.listing import NotPrepared
from . import problems
from .access import settings
from .chrome import stands_at
from .language import current_language
from .limits import spend
from .lost import asked, found_again, nearest

log = logging.getLogger(__name__)


def sentences(code: int) -> tuple[str, str]:
    """The title and the sentence for a status."""
    known = {
        400: (_("This request cannot be read"), _("Something in the address or in what was sent is not as it should be.")),
        403: (_("This is not allowed"), _("The request came from another site, or you may not do this.")),
        404: (_("This page does not exist"), _("The address may be mistyped, or the page may have moved.")),
        405: (_("This address does not take that"), _("Go back, and use the links and buttons of the page.")),
        410: (_("This document was recalled"), _("It was published in error.")),
        413: (_("That is too much at once"), _("What was sent is larger than this form accepts. Please shorten it.")),
        422: (_("Some answers need another look"), _("Please go back and correct what is marked.")),
        429: (_("Too many requests"), _("Please wait a little, then try again.")),
        503: (_("The search is being prepared on this machine."), _("Please try again in a minute.")),
        500: (_("Something went wrong on our side"), _("It has been noted. Please try again in a few minutes.")),
    }
    return known.get(code, known[500] if code >= 500 else known[400])


def handle_errors(app: Flask) -> None:
    """Draw every error as a page; an unforeseen one is logged and says nothing of itself."""

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> BaseResponse:
        if isinstance(error, RequestRedirect):
            return error.get_response()  # type: ignore[return-value]
        try:
            return _refused(error)
        except SQLAlchemyError as broken:
            # What a lost address may have meant is asked of the database: where that is away, the answer is the one for that.
            return app.handle_user_exception(broken)  # type: ignore[return-value]

    @app.errorhandler(NotPrepared)
    def preparing(error: NotPrepared) -> Response:
        unavailable = ServiceUnavailable(retry_after=60)
        return problem(unavailable) if problems.asked_of_api() else error_page(503, unavailable)

    app.register_error_handler(Exception, unforeseen)


def _refused(error: HTTPException) -> BaseResponse:
    if problems.asked_of_api():
        return problem(_counted(error))
    if error.code == 404 and (elsewhere := found_again()) is not None:
        return elsewhere
    return error_page(error.code or 500, error)


def unforeseen(error: Exception) -> Response:
    """An error that nobody thought of: logged, and a page that says nothing of it."""
    log.error("unforeseen", exc_info=error)
    if problems.asked_of_api():
        return problem(InternalServerError())
    return error_page(500, InternalServerError())


def error_page(code: int, error: HTTPException, told: str = "") -> Response:
    """The page for an error; never indexed, never telling more than its status, or what is `told` in the place of that."""
    current_language()
    if not getattr(g, "page_addresses", None):
        stands_at({}, hidden=True)
    title, sentence = sentences(code)
    sentence = told or sentence
    if g.get("person") is not None and (request.blueprint or "desk").startswith("desk") and code < 500:
        if code == 403:
            sentence = _("Your roles at the desk do not include this, or the page that you sent it from was too old. An administrator can change your roles.")
        elif code == 404:
            sentence = _("It may have been discarded, or the address is mistyped.")
        elif code == 413:
            unread = _("Nothing of what was sent was read. The Back button of your browser leads to the form, with what you had typed.")
            sentence = f"{sentence} {unread}"
        body = render_template("errors/desk.html", title=title, sentence=sentence)
        return _with_headers(Response(body, code, content_type="text/html; charset=utf-8"), error)
    lost = code == 404 and not request.path.startswith("/desk")
    body = render_template(
        "errors/page.html", code=code, title=title, sentence=sentence, meant=nearest() if lost else (), asked=asked() if lost else None
    )
    return _with_headers(Response(body, code, content_type="text/html; charset=utf-8"), error)


def _counted(error: HTTPException) -> HTTPException:
    """An address that no view of the API answers is counted as one that does, and says what is left."""
    if g.get("allowance") is None and request.method != "OPTIONS":
        try:
            spend("api", settings().API_PER_MINUTE)
        except TooManyRequests as many:
            return many
    return error


def problem(error: HTTPException) -> Response:
    """The same for the API, as problem details."""
    return _with_headers(problems.answer(error), error)


def _with_headers(response: Response, error: HTTPException) -> Response:
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("allow", "retry-after", "content-range"):
            response.headers[name] = value
    return response


__all__ = ["error_page", "handle_errors", "sentences"]
