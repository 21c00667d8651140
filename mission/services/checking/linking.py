"""Links of a text: those that lead nowhere, by the site's own addresses or by how they are written."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlsplit

_HOST = re.compile(r"^(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*$|^\[[0-9a-f:]+\]$|^\d{1,3}(?:\.\d{1,3}){3}$", re.IGNORECASE)
# Names under these are kept for examples and tests for ever (RFC 2606).
_NOWHERE = frozenset(("invalid", "test", "example", "localhost"))
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Links(HTMLParser):
    """Collects the links of a canonical text, each with its words, and the order of its headings."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.headings: list[str] = []
        self._open: list[str] | None = None
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._open = dict(attrs).get("href") or "", []
        elif tag in ("h2", "h3"):
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.found.append((self._href, " ".join("".join(self._open).split())))
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)


def collected(body: str) -> Links:
    """The links and headings of a canonical text."""
    links = Links()
    links.feed(body)
    return links


def outside(body: str, base_url: str) -> tuple[tuple[str, str], ...]:
    """The links of a text that lead to other sites, each address once, with its words: somebody has to open them."""
    found: dict[str, str] = {}
    for href, words in collected(body).found:
        if _is_outside(href, base_url):
            found.setdefault(href, words)
    return tuple(found.items())


def _is_outside(href: str, base_url: str) -> bool:
    return href.startswith(("http://", "https://")) and href != base_url and not href.startswith(base_url + "/") and not dead(href, base_url, bool)


def dead(href: str, base_url: str, opens: Callable[[str], bool]) -> bool:
    """Whether a link surely leads nowhere. `opens` knows whether a path of ours is read by the public; nothing outside is asked."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return True
    if parts.scheme == "mailto":
        return not _MAIL.match(parts.path)
    if href.startswith("/") or href.startswith(base_url + "/") or href == base_url:
        return not opens(parts.path or "/")
    return parts.scheme not in ("http", "https") or not _HOST.match(host) or host.rpartition(".")[2].lower() in _NOWHERE
