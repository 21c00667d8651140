"""The one door by which stored HTML reaches a template unescaped: sanitised at save, and once more on the way out."""

import re

from markupsafe import Markup, escape

from ..services.markup import canonical


def safe_body(body: str) -> Markup:
    """A canonical text as markup for a template; what somebody slipped past the save is cleaned here."""
    return Markup(canonical(body))  # noqa: S704 - canonical() is the sanitiser


def in_parts(named: str) -> Markup:
    """A reference or an address that may go on in the next line after one of its strokes, those of ``https://`` apart, where a narrow place has
    no room for all of it."""
    return Markup("/<wbr>").join(re.split(r"(?<=[^/:])/", named))


__all__ = ["Markup", "escape", "in_parts", "safe_body"]
