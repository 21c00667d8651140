"""Pieces of pages that are drawn once for a state of the public site: the menus, the foot, an item of a list, the facets."""

from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from sqlalchemy.exc import SQLAlchemyError

from ..services.keeping import Keep, Passing, apart, passing
from .access import keep, now, session
from .language import current_language
from .markup import Markup, in_parts


def keep_pieces(app: Flask) -> None:
    """Give templates `piece`, and what they break long references with."""
    app.jinja_env.globals["piece"] = piece
    app.jinja_env.filters["in_parts"] = in_parts


@pass_context
def piece(context: Context, template: str, *key: Hashable, **values: Any) -> Markup:
    """The partial `template`, drawn with the page's own values and `values`, and kept under `key` in the reader's language.

    `key` has to name everything that the partial shows beyond the public state and the settings: the moment, for one, never.
    Where a part of it is None (a preview), nothing is kept.
    """

    def draw() -> Markup:
        drawn = context.environment.get_template(template).render({**context.get_all(), **values})
        return Markup(drawn)  # noqa: S704 - drawn by a template that escapes

    if None in key:
        return draw()
    try:
        held = keep()
    except SQLAlchemyError:
        # The page that says so has menus too.
        return draw()
    whole = (template, current_language().tag, key)
    found = held.peek(whole)
    if found is None:
        found, how = _for_this_minute(held, whole, draw)
        passing(session(), how)
    return found


def _for_this_minute(held: Keep, whole: Hashable, draw: Callable[[], Markup]) -> tuple[Markup, Passing]:
    """A piece drawn now, or earlier in this minute when not everything was there, and how long it holds."""
    minute = (whole, now().replace(second=0, microsecond=0))
    found: tuple[Markup, Passing] | None = held.peek(minute)
    if found is None:
        with apart(session()) as how:
            found = draw(), how()
        held.put(minute if found[1] else whole, found if found[1] else found[0])
    return found
