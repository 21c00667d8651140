"""How an address is asked: of the application itself, by whoever has it, or of a site over the network."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urlsplit

from ..pacing import patiently
from ..safekeeping.errors import NotDone

_SECONDS = 60
_MOST = 300 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What an address answered; `location` is the address of ours to which it leads, where it leads elsewhere."""

    status: int
    media_type: str
    content: bytes
    location: str = ""


Fetch = Callable[[str], Answer]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: object, **more: object) -> None:
        return None


def over_http(origin: str) -> Fetch:
    """Ask the site at `origin` (``https://mission.example``), as fast as it lets anybody ask; raises `NotDone` where it does not answer."""
    opener = urllib.request.build_opener(_Stay)

    def ask(address: str) -> tuple[int, Message, Answer]:
        request = urllib.request.Request(origin.rstrip("/") + encoded(address), headers={"User-Agent": "mission-mirror"})  # noqa: S310 - checked by the command
        try:
            with opener.open(request, timeout=_SECONDS) as answer:
                return answer.status, answer.headers, Answer(answer.status, answer.headers.get_content_type(), answer.read(_MOST))
        except urllib.error.HTTPError as error:
            with error:
                location = own(error.headers.get("Location", ""), origin)
                return error.code, error.headers, Answer(error.code, error.headers.get_content_type(), error.read(_MOST), location)
        except (OSError, http.client.HTTPException) as error:
            raise NotDone(f"{origin} does not answer: {getattr(error, 'reason', None) or error or type(error).__name__}.") from None

    return lambda address: patiently(lambda: ask(address))[1]


def encoded(address: str) -> str:
    """An address as it is sent."""
    path, mark, query = address.partition("?")
    return quote(path, safe="/-._~!$&'()*+,;=:@") + mark + query


def own(location: str, origin: str) -> str:
    """The path to which a redirect of ours leads; empty where it leads elsewhere."""
    if location.startswith("/"):
        return location
    here, there = urlsplit(origin), urlsplit(location)
    return location.partition(there.netloc)[2] if there.netloc and there.netloc == here.netloc else ""
