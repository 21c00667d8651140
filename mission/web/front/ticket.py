"""What the front and the application tell each other about one request."""

from datetime import datetime
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from ...config import Settings
from ...extensions import compress
from ...services.keeping import Mark, Passing, kept, passes
from ..access import TRUSTED
from ..caching import for_networks, public_until_the_minute, with_cache_words
from ..headers import with_headers

PLACE = "mission.ticket"
# Header fields of an answer that hold for whoever asks for it, and those that the front writes anew for each. A field that is in neither is
# somebody's own (another policy than the house's, for one): an answer that has one is handed on, and not kept.
STAYING = frozenset(("content-type", "link", "x-robots-tag", "hx-push-url", "content-language", "content-disposition", "last-modified", "speculation-rules"))
RENEWED = frozenset(("content-length", "cache-control", "cdn-cache-control", "etag", "content-encoding", "vary"))
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
    """Finish what leaves the application, with its cache words, the headers of every answer and its coding, unless the front takes it and does all
    that. Registered first, so that it looks at the answer last."""

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
                return response
        return compress.after_request(with_headers(with_cache_words(response)))


def _everybodys(response: Response) -> bool:
    """Whether an answer follows from the public state and its address alone, and is no error."""
    session: Session | None = g.get("session")
    names = {name.lower() for name, _ in response.headers}
    return (
        response.status_code == 200
        and response.headers.get("Cache-Control", "public").startswith("public")
        and names <= STAYING | RENEWED | PASSING
        and not names & {"etag", "content-encoding"}
        and response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
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
