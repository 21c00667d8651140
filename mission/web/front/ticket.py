"""What the front and the application tell each other about one request."""

from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from ...config import Settings
from ...extensions import compress
from ...services.keeping import Mark, Passing, kept, passes
from ..access import TRUSTED
from ..caching import for_networks, public_until_the_minute

PLACE = "mission.ticket"
# Header fields of an answer that hold for whoever asks for it, and those that the front writes anew for each. A field that is in neither is
# somebody's own: an answer that has one is handed on, and not kept.
STAYING = frozenset((
    "content-type", "content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "vary", "link",
    "cross-origin-resource-policy", "permissions-policy", "x-frame-options", "strict-transport-security", "x-robots-tag", "hx-push-url",
    "content-language", "content-disposition", "last-modified", "speculation-rules",
))  # fmt: skip
RENEWED = frozenset(("content-length", "cache-control", "cdn-cache-control", "etag", "content-encoding"))
# Of one request alone: told to who asked first, and to nobody after.
PASSING = frozenset(("date", "server", "server-timing", "x-request-id", "request-id", "traceparent"))


class Ticket:
    """Goes with a request into the application. `taken` says that the front finishes the answer: its ETag, its compression, 304. `kept`, that
    the answer holds for everybody in the state `mark`; `minutely`, that it does so for this minute."""

    def __init__(self, mark: Mark, tag: str, queried: bool) -> None:
        self.mark = mark
        self.tag = tag
        self.queried = queried
        self.taken = self.kept = self.minutely = False


def let_through(app: Flask) -> None:
    """Compress what leaves the application, unless the front takes it. Registered first, so that it looks at the finished answer."""

    @app.after_request
    def leave(response: Response) -> Response:
        ticket: Ticket | None = request.environ.get(PLACE)
        if ticket is not None and _everybodys(response):
            # In the same transaction as all that the answer was made from: on a replica that lags it is the earlier state.
            session: Session | None = g.get("session")
            mark = ticket.mark if session is None else kept(session).mark
            if response.is_streamed:
                if mark == ticket.mark and (session is None or passes(session) is Passing.LASTING):
                    # What is sent while it is made is not kept; but a reader who has it need not take it again.
                    response.set_etag(ticket.tag, weak=True)
            else:
                ticket.mark, ticket.taken, ticket.kept = mark, True, not g.get("drawn_anew", False)
                ticket.minutely = session is not None and passes(session) is Passing.MINUTE
                response.headers["Vary"] = "Accept-Encoding"
                return response
        return compress.after_request(response)


def _everybodys(response: Response) -> bool:
    """Whether an answer follows from the public state and its address alone, and is no error."""
    session: Session | None = g.get("session")
    names = {name.lower() for name, _ in response.headers}
    return (
        response.status_code == 200
        and response.headers.get("Cache-Control", "").startswith("public")
        and names <= STAYING | RENEWED | PASSING
        and not names & {"etag", "content-encoding"}
        and response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        and response.headers.get("Content-Security-Policy") == current_app.config["SECURITY_HEADERS"]["Content-Security-Policy"]
        and g.get("allowance") is None
        and not (session is not None and (passes(session) is Passing.NEVER or session.info.get("writing")))
    )


def drawn_anew() -> None:
    """Tell that the answer being made carries the moment at which it was drawn: nobody else is given it, although it means the same."""
    g.drawn_anew = True


def cache_words(settings: Settings, at: datetime, *, queried: bool) -> list[tuple[str, str]]:
    """The fields that say how long an answer holds."""
    words: list[tuple[str, str]] = [("Cache-Control", public_until_the_minute(at))]
    if settings.PURGE_URL and not queried:
        # Only what an act purges: addresses with a query cannot be counted.
        words.append(("CDN-Cache-Control", for_networks(at)))
    return words


def environment(environ: dict[str, Any], ticket: Ticket, query: str) -> dict[str, Any]:
    """The request as the application sees it: the normalised query, and GET for HEAD, so that both have the same fields."""
    return {**environ, PLACE: ticket, TRUSTED: ticket.mark, "QUERY_STRING": query, "REQUEST_METHOD": "GET"}
