"""What a few letters in a search box may become: titles, bodies and themes, for our own boxes as a list and for a browser's as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Response, current_app, make_response, render_template
from flask_babel import gettext as _

from ...services.filtering import Filter
from ...services.search import offering
from ...web.access import labels, session, settings
from ...web.entries import entry, named
from ...web.language import current_language
from .filters import address_of


@dataclass(frozen=True)
class Offer:
    """One line: what it leads to, its words, what kind of thing it is, and the language and direction of its words."""

    href: str
    label: str
    kind: str
    tag: str
    direction: str


def offers(wanted: Filter) -> Response:
    """The fragment of offers for the words of `wanted`, empty where there is none. A body or a theme becomes one more filter in the place of
    the words; a title leads to its text, one of the list that the filters leave."""
    response = make_response(render_template("communiques/_offers.html", offers=[*_names(wanted), *_titles(wanted)]))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def suggestions(wanted: Filter) -> Response:
    """The same for a browser's own search box (OpenSearch Suggestions 1.1): the words, completions, what each is, where each leads."""
    made, origin = [*_names(wanted), *_titles(wanted)], settings().base_url
    answer = [wanted.q, [one.label for one in made], [one.kind for one in made], [origin + one.href for one in made]]
    response = Response(current_app.json.dumps(answer), content_type="application/x-suggestions+json; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _names(wanted: Filter) -> Iterator[Offer]:
    language, names = current_language(), labels()
    kinds = {"body": (_("Organization"), names.names), "theme": (_("Theme"), names.themes)}
    for kind, key in offering.names(session(), wanted.q, language.tag)[: offering.MOST_NAMES]:
        chosen: dict[str, tuple[str, ...]] = {kind: tuple({*getattr(wanted, kind), key})}
        href = address_of(replace(wanted, q="", sort="", **chosen))  # type: ignore[arg-type]
        yield Offer(href, named(kinds[kind][1][key], language), kinds[kind][0], language.tag, language.direction)


def _titles(wanted: Filter) -> Iterator[Offer]:
    for one in map(entry, offering.titles(session(), wanted, current_language().tag)):
        yield Offer(one.href, one.title, one.kind_label, one.language.tag, one.language.direction)


__all__ = ["Offer", "offers", "suggestions"]
