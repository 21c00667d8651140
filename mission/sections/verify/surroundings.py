"""The words that stand on a document's own page: whoever copies a whole page copies them too, and they change nothing."""

from dataclasses import replace

from flask import g, render_template
from markupsafe import Markup

from ...languages import LANGUAGES
from ...services import listing
from ...services.authenticity.extracting import page_text
from ...services.shown import Public
from ...web.access import session, settings
from ...web.citations import shared
from ...web.entries import address, entry, reading
from ...web.language import current_language
from ...web.pages import beneath, page_trail
from ...web.plain import written
from ...web.wording import ROOMS


def page_words(document: Public | None, tag: str) -> str:
    """The words of the page of `document` in a language, with all that stands around its text; nothing for what is not public."""
    if document is None:
        return ""
    asked, g.language = current_language(), LANGUAGES[tag]
    try:
        # Without the text itself: who says a paragraph of it twice, or elsewhere, has changed it.
        shown = replace(reading(document), body=Markup())
        # Drawn apart from the pages themselves, whose pieces are kept.
        plain = written(without_body(document), shown) if document.code else ""
        above = () if document.code else (link.label for link in page_trail(document))
        return f"{plain}\n" + page_text(
            render_template(
                "verify/_around.html", document=shown, alone=True, share=lambda: shared(document),
                names=[*(str(name) for name in ROOMS.values()), *(one.name for one in LANGUAGES.values()), *above],
                address=settings().base_url + address(document, LANGUAGES[tag]),
                related=lambda: tuple(entry(one) for one in listing.related(session(), document)) if document.code else (),
                beside=lambda: tuple(one and entry(one) for one in listing.neighbours(session(), document)) if document.code else (None, None),
                **({"today": 0} if document.code else beneath(document)),
            )
        )  # fmt: skip
    finally:
        g.language = asked


def without_body(document: Public) -> Public:
    """The document as if nothing stood below its summaries."""
    return replace(document, texts={tag: replace(text, body="") for tag, text in document.texts.items()})
