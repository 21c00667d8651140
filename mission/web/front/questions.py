"""Addresses as the application reads them: without the parameters that no view knows, the others sorted.

Whoever adds a parameter to a view names it here; the view never sees another.
"""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from flask import Flask
from werkzeug import urls as _errors  # noqa: F401 - registers the handling of what is no UTF-8
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ...services.filtering import FACETS
from ..pages import LISTING_SECTIONS

FILTER = frozenset((*FACETS, "q", "begun", "from", "to", "sort", "page"))
# Of the contact form: what is typed there is never in an address.
_CHOSEN = frozenset(("subject",))
_PAGED = frozenset(("page",))
# By the name of a view; `part` is known to all of them.
KNOWN = {
    **{f"{section}.{view}": _PAGED for section in LISTING_SECTIONS for view in ("show", "feed")},
    "communiques.index": FILTER, "communiques.feed": FILTER, "communiques.suggested": FILTER, "alerts.show": FILTER | {"section", "occasion"},
    "alerts.manage": frozenset(("done",)), "sitemap.index": frozenset(("open", "at")), "register.show": frozenset(("q", "act", "page")),
    "contact.show": _CHOSEN, "contact.press": _CHOSEN, "verify.show": frozenset(("reference",)),
    "speeches.show": frozenset(("page", "occasion", "from", "to")), "speeches.feed": frozenset(("page", "occasion", "from", "to")),
}  # fmt: skip
# A view may read this many of them; whoever sends more is answered by the application itself.
_MOST = 300
Normalised = Callable[[str, str], str | None]


def normaliser(app: Flask) -> Normalised:
    """What gives the normalised query for a path and a query as WSGI has them; None for an address that no view answers."""
    adapter = app.url_map.bind("front")

    @lru_cache(2048)
    def normalised(path: str, query: str) -> str | None:
        try:
            endpoint, _ = adapter.match(path.encode("latin-1").decode(errors="replace"), method="GET")
            # As Werkzeug reads it: what is no UTF-8 stays as it is written.
            asked = query.encode("latin-1").decode(errors="replace")
            pairs = parse_qsl(asked, keep_blank_values=True, max_num_fields=_MOST, errors="werkzeug.url_quote")
        except (RequestRedirect, HTTPException, ValueError):
            return None
        known = KNOWN.get(endpoint, frozenset())
        return urlencode(sorted((one for one in pairs if one[0] == "part" or (one[1] and one[0] in known)), key=lambda one: one[0]))

    return lambda path, query: normalised(path, query) if query else ""


__all__ = ["KNOWN", "Normalised", "normaliser"]
