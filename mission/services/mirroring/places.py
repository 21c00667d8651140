"""Which addresses a mirror holds, and in which file each stands.

A page stands in a folder of its own (``…/index.html``), everything else under its own name. A plain server knows no query: the lists and branches
that pages lead to get an address of their own, ``/fr/communiques/_/page/2/``; whatever else a query asks for is led to the list without it.
"""

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ...languages import TAGS

# A narrowing of a list that other pages lead to, alone or with a page number.
_NARROWING = ("body", "occasion", "theme")
_TAG = "|".join(TAGS)
_LISTED = re.compile(rf"^/(?:{_TAG})/(?:communiques|speeches|seminars|candidacy|autonomy|integrity|register)$")
_MAP = re.compile(rf"^/(?:{_TAG})/sitemap$")
# What needs the application, at this address or with what can be asked of it.
_LIVE = re.compile(
    rf"^/(?:desk(?:/|$)|api/(?!v1/openapi\.json$)|healthz$|readyz$|metrics$|opensearch\.xml$|(?:{_TAG})/(?:alerts/.+|contact/received/.+|opensearch\.xml$))|\.zip$|/suggestions\.json$"
)
_VALUE = re.compile(r"^[\w:-]+(?:/[\w-]+)*$")
_ENDING = re.compile(r"\.(?:[a-z0-9]{1,12})$")
_DRAWN = re.compile(r"(/files/[^/]+)/([^/]+)$")
_HEAD = re.compile(r"^/register/checkpoint/(\d+)$")
INDEX = "index.html"


def asked(link: str, opened: frozenset[str] = frozenset()) -> str | None:
    """The address, with what is left of its query, that `link` on a page means to a mirror; None for what only the site itself can answer.

    `opened` are the branches that the page shows open, where it is a site map.
    """
    parts = urlsplit(link)
    path = unquote(parts.path)
    if not path.startswith("/") or _LIVE.search(path):
        return None
    if not parts.query:
        return path
    query = parse_qsl(parts.query)
    if _MAP.match(path):
        branch = _deepest({value for name, value in query if name == "open"}, opened)
        return f"{path}?open={branch}" if branch else path
    if not _LISTED.match(path):
        # A feed or a table of a narrower list is another one than that of all of it.
        return None if _ENDING.search(path) else path
    kept = {name: value for name, value in query if name in (*_NARROWING, "page") and _VALUE.match(value)}
    if len(kept) != len(query) or len(kept.keys() & set(_NARROWING)) > 1:
        return path
    return f"{path}?" + "&".join(f"{name}={quote(value)}" for name, value in sorted(kept.items()))


def branches(address: str) -> frozenset[str]:
    """The branches that the site map at this address of the mirror shows open, with all above them."""
    query = urlsplit(address).query
    branch = dict(parse_qsl(query)).get("open", "") if "/sitemap?" in address else ""
    return frozenset(_above(branch)) if branch else frozenset()


def _above(branch: str) -> list[str]:
    """A branch and every one above it: ``themes/migration`` is below ``themes``, ``communiques:2026`` below ``communiques``."""
    steps = re.split(r"(?=[/:])", branch)
    return ["".join(steps[: number + 1]) for number in range(len(steps))]


def _deepest(wanted: set[str], opened: frozenset[str]) -> str:
    """Of the branches that a link opens, the one it is about: the deepest that is not open yet, else the deepest that stays open."""
    leaves = {one for one in wanted if _VALUE.match(one) and not any(one != other and one in _above(other) for other in wanted)}
    return max(leaves - opened or leaves, key=lambda one: (len(_above(one)), one), default="")


def file_of(address: str, *, page: bool) -> str:
    """The file, below the folder of the mirror, in which the answer of this address stands."""
    parts = urlsplit(address)
    path = _HEAD.sub(r"/register/checkpoint-\1", _DRAWN.sub(r"\1.\2", unquote(parts.path))).strip("/")
    for name, value in sorted(parse_qsl(parts.query)):
        path += ("" if "/_/" in path else "/_") + f"/{name}/{value.replace(':', '-')}"
    if not page or _ENDING.search(path) and path.endswith((".htm", ".html")):
        return path
    return f"{path}/{INDEX}" if path else INDEX


def link_to(file: str) -> str:
    """How pages of the mirror refer to one of its files."""
    return "/" + quote(file.removesuffix(INDEX) if file == INDEX or file.endswith("/" + INDEX) else file, safe="/-._~!$&'()*+,;=:@")
