"""What a few letters in the search box may become, as a list of its own: titles, bodies and themes."""

from dataclasses import dataclass

from flask import Response, make_response, render_template
from flask_babel import gettext as _

from ... import addresses
from ...services.search import offering
from ...services.search.query import LONGEST
from ...web.access import labels, session
from ...web.entries import entry, named
from ...web.language import current_language


@dataclass(frozen=True)
class Offer:
    """One line: what it leads to, its words, what kind of thing it is, and the language and direction of its words."""

    href: str
    label: str
    kind: str
    tag: str
    direction: str


def offers(q: str) -> Response:
    """The fragment of offers for `q`; empty where there is none."""
    q, language = " ".join(q.replace("\x00", "").split())[:LONGEST], current_language()
    names = labels()
    made = [
        Offer(
            addresses.listing(language.tag, "communiques", {kind: key}),
            named((names.names if kind == "body" else names.themes)[key], language),
            _("Organization") if kind == "body" else _("Theme"), language.tag, language.direction,
        )
        for kind, key in offering.names(session(), q, language.tag)[: offering.MOST_NAMES]
    ]  # fmt: skip
    for one in map(entry, offering.titles(session(), q, language.tag)):
        made.append(Offer(one.href, one.title, one.kind_label, one.language.tag, one.language.direction))
    response = make_response(render_template("communiques/_offers.html", offers=made))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


__all__ = ["Offer", "offers"]
