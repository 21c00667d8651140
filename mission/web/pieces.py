"""Pieces of pages that are drawn once for a state of the public site: the menus, the foot, an item of a list, the facets.

They are kept as the bytes that they are sent as. A page is drawn around them: where a piece belongs there stands a mark, and only what is
between the pieces is joined and encoded anew.
"""

import secrets
from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask, current_app, g
from flask.globals import _cv_app
from jinja2 import pass_context
from jinja2.runtime import Context
from sqlalchemy.exc import SQLAlchemyError

from ..services.keeping import Keep, Passing, apart, passing
from .access import keep, now, session
from .language import current_language
from .markup import Markup, in_parts

# What no text can hold, since nobody knows it; behind it two digits say which piece.
_MARK = f"\x00{secrets.token_hex(8)}\x00"
_MARKS = tuple(Markup(f"{_MARK}{place:02}") for place in range(100))
_BYTES = _MARK.encode()


def keep_pieces(app: Flask) -> None:
    """Give templates `piece`, and what they break long references with."""
    app.jinja_env.globals["piece"] = piece
    app.jinja_env.filters["in_parts"] = in_parts


class _Drawing:
    """A page that is being drawn: what is kept for it, in which language, and the pieces that belong into it."""

    __slots__ = ("keep", "pieces", "tag")

    def __init__(self) -> None:
        self.keep, self.tag = _kept(), current_language().tag
        self.pieces: list[bytes] = []

    def placed(self, whole: bytes) -> Markup | None:
        """The mark of a piece that goes into the page; None where there are more pieces than marks."""
        if len(self.pieces) == len(_MARKS):
            return None
        self.pieces.append(whole)
        return _MARKS[len(self.pieces) - 1]

    def filled(self, text: bytes) -> bytes:
        """The page, each mark of which is a piece."""
        first, *rest = text.split(_BYTES)
        parts = [first]
        for one in rest:
            parts += (self.pieces[int(one[:2])], one[2:])
        return b"".join(parts)


def drawn(template: str, values: dict[str, Any]) -> bytes:
    """A template drawn as Flask's `render_template` does it, around the pieces that are kept."""
    current_app.update_template_context(values)
    held = _cv_app.get().g
    held.drawing = drawing = _Drawing()
    try:
        return drawing.filled(current_app.jinja_env.get_template(template).render(values).encode())
    finally:
        held.drawing = None


@pass_context
def piece(context: Context, template: str, *key: Hashable, of: int | None = None, **values: Any) -> Markup:
    """The partial `template`, drawn with the page's own values and `values`, and kept under `key` in the reader's language.

    `key` has to name everything that the partial shows beyond the public state and the settings: the moment, for one, never.
    Where a part of it is None (a preview), nothing is kept. `of` is the document of which alone it tells, 0 for none: it outlives acts on others.
    """
    drawing: _Drawing | None = _cv_app.get().g.get("drawing")
    held = drawing.keep if drawing is not None else _kept()

    def draw() -> str:
        # What a piece is drawn of is in it.
        g.drawing = None
        try:
            return context.environment.get_template(template).render({**context.get_all(), **values})
        finally:
            g.drawing = drawing

    if held is None or None in key:
        return Markup(draw())  # noqa: S704 - drawn by a template that escapes
    whole = (template, drawing.tag if drawing is not None else current_language().tag, key)
    found: bytes | None = held.peek(whole)
    if found is None:
        found, how = _for_this_minute(held, whole, lambda: draw().encode(), of)
        passing(session(), how)
    return drawing and drawing.placed(found) or Markup(found.decode())  # noqa: S704 - as above


def _kept() -> Keep | None:
    try:
        return keep()
    except SQLAlchemyError:
        # The page that says so has menus too.
        return None


def _for_this_minute(held: Keep, whole: Hashable, draw: Callable[[], bytes], of: int | None) -> tuple[bytes, Passing]:
    """A piece drawn now, or earlier in this minute when not everything was there, and how long it holds."""
    minute = (whole, now().replace(second=0, microsecond=0))
    found: tuple[bytes, Passing] | None = held.peek(minute)
    if found is None:
        with apart(session()) as how:
            found = draw(), how()
        if found[1]:
            held.put(minute, found)
        else:
            held.put(whole, found[0], of)
    return found
