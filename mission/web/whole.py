"""The whole text of a document as a feed carries it away from its page: with what the page says around it."""

from flask_babel import gettext as _

from ..languages import LANGUAGES
from ..services.particulars import Particular, particulars
from ..services.shown import Public, Text
from .access import settings
from .language import speaking
from .markup import escape, safe_body
from .sources import Source, named_sources


def whole(document: Public, text: Text) -> str:
    """The body between when and where it was, with what makes a milestone none of its day, and where its statements can be checked: all in the
    language of the text."""
    with speaking(LANGUAGES[text.language]):
        told = retrospective(document)
        facts = "".join(_particular(one) for one in particulars(document, LANGUAGES[text.language], _))
        sources = "".join(_source(one) for one in named_sources(document.sources, text.language))
        before = _("%(name)s:", name=_("Sources"))
    body = str(safe_body(text.body)).replace('href="/', f'href="{settings().base_url}/')
    head = (f"<p><em>{escape(told)}</em></p>" if told else "") + facts
    return head + body + (f"<p>{escape(before)}</p><ul>{sources}</ul>" if sources else "")


def retrospective(document: Public) -> str:
    """What every surface says of a milestone; empty for all that is of its day."""
    return _("A milestone: written now, from public sources, about an earlier event.") if document.kind == "milestone" else ""


def _particular(one: Particular) -> str:
    return f"<p>{escape(_('%(name)s:', name=one.label))} {' · '.join(f'<bdi>{escape(value)}</bdi>' for value in one.values)}</p>"


def _source(one: Source) -> str:
    name = f"<bdi>{escape(one.label)}</bdi>" if one.label else ""
    linked = f'<a href="{escape(one.href)}">{name}</a>' if one.href else name
    return f"<li>{' '.join(part for part in (linked, f'<bdi>{escape(one.symbol)}</bdi>' if one.symbol else '') if part)}</li>"


__all__ = ["retrospective", "whole"]
