"""What stands around a document on its own page and paper: whoever copies the whole of one copies that too, and it changes nothing.

Taken from the page as it is drawn and from what the paper is drawn with, so that it can never be another than readers see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import g, render_template
from markupsafe import Markup

from ...languages import LANGUAGES, Language
from ...services import listing, visibility
from ...services.authenticity import finding
from ...services.authenticity.answering import codes_in, digests
from ...services.authenticity.extracting import page_pieces
from ...services.rendering import pdf
from ...services.shown import Public
from ...verify.surroundings import Furniture
from ...web.access import session, settings
from ...web.chrome import followed_by
from ...web.citations import shared
from ...web.documents import document_trail
from ...web.entries import address, entry, place, reading
from ...web.language import speaking
from ...web.occasions import occasions
from ...web.pages import beneath, page_trail
from ...web.papers import size
from ...web.plain import written

_LONGEST_TITLE, _MOST_LINES, _MOST_NAMED = 400, 400, 60


def furniture(document_id: int, tag: str, beside: Sequence[Public] = ()) -> Furniture:
    """What stands around the text of a document in a language; nothing for what is not public. `beside` are other texts that a copy of its page
    names, as it did on the day on which it was made."""
    document = visibility.by_id(session(), document_id)
    if document is None:
        return Furniture()
    sheet: list[str] = []
    paper: list[str] = []
    house = pdf.House(settings().base_url, settings().MISSION_OFFICIAL)
    if document.code:
        for edition in visibility.settled_editions(session(), document.id):
            if tag in edition.texts:
                on_sheets, once = pdf.furniture(edition, LANGUAGES[tag], house)
                sheet += on_sheets
                paper += once
    # Where a text does not exist in a language, its page there shows it in its own, among the words of that language.
    pages = (one for language in LANGUAGES.values() if document.text(language).language == tag for one in _of_the_page(document, language, beside))
    return Furniture(sheet, pages, [document.code or "", document.reference or "", *digests(session(), document.id)], settings().base_url, paper)


def named_in(text: str, links: Iterable[str]) -> tuple[Public, ...]:
    """Texts of ours that a copy of a page names: by their addresses, or by a line that is a title."""
    lines = {line for one in text.split("\n") if 0 < len(line := " ".join(one.split())) <= _LONGEST_TITLE}
    called = finding.titled(session(), sorted(lines)[:_MOST_LINES])
    return visibility.mentioned(session(), sorted(codes_in(links))[:_MOST_NAMED], called, _MOST_NAMED)


def _of_the_page(document: Public, language: Language, beside: Sequence[Public]) -> Iterable[str]:
    around = g._get_current_object().__dict__  # type: ignore[attr-defined]
    kept = dict(around)
    try:
        with speaking(language):
            place(document)
            # Without the text itself: who says a paragraph of it twice, or elsewhere, has changed it.
            drawn = _numbered(document) if document.code else _unnumbered(document)
            plain = written(_without_body(document), replace(reading(document), body=Markup())) if document.code else ""
            if beside:
                drawn += render_template("verify/_beside.html", entries=[entry(one) for one in beside])
            return [*page_pieces(drawn), *plain.split("\n"), settings().base_url + address(document, language)]
    finally:
        around.clear()
        around.update(kept)


def _numbered(document: Public) -> str:
    values = {
        "paper_size": size(document), "related": lambda: tuple(entry(one) for one in listing.related(session(), document)),
        "beside": lambda: tuple(one and entry(one) for one in listing.neighbours(session(), document)), "share": lambda: shared(document),
        "trail": lambda: document_trail(document),
    }  # fmt: skip
    drawn = render_template("documents/page.html", document=reading(document), alone=False, **values)
    if document.edition > 1:
        # As the address of an earlier edition shows it: another notice above, nothing beside.
        drawn += "".join(
            render_template("documents/page.html", document=reading(replace(one, withdrawal=document.withdrawal)), alone=True, newest=entry(document), **values)
            for one in visibility.settled_editions(session(), document.id)[-5:]
        )
    return drawn


def _unnumbered(document: Public) -> str:
    path = document.path or ""
    followed_by(document.section)
    return render_template(
        "pages/page.html", document=reading(document), trail=lambda: page_trail(document), **occasions(document.section, path, ""), **beneath(document)
    )


def _without_body(document: Public) -> Public:
    return replace(document, texts={tag: replace(text, body="") for tag, text in document.texts.items()})

