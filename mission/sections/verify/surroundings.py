"""What stands around a document on its own page and paper: whoever copies the whole of one copies that too, and it changes nothing.

Taken from the page as it is drawn and from what the paper is drawn with, so that it can never be another than readers see.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import g, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from ...languages import LANGUAGES, Language
from ...services import references, visibility
from ...services.authenticity import finding, recalls
from ...services.authenticity.extracting import page_pieces
from ...services.authenticity.finding import Around
from ...services.authenticity.verdicts import Answer
from ...services.beside import neighbours, related
from ...services.filtering import Filter
from ...services.rendering import pdf
from ...services.rendering.wording import wording
from ...services.shown import Public
from ...verify.surroundings import Furniture, Lines
from ...verify.words import keys, words
from ...web.access import session, settings
from ...web.chrome import followed_by
from ...web.citations import shared
from ...web.documents import document_trail
from ...web.entries import address, entry
from ...web.language import speaking
from ...web.occasions import occasions
from ...web.pages import beneath, page_trail
from ...web.papers import size
from ...web.plain import written
from ...web.readings import place, reading

# What programs read of the one Arabic word on a page of another language that a browser has printed: its last letter apart, or half of it.
_ARABIC = LANGUAGES["ar"].name
_AS_PRINTED = (f"{_ARABIC[:-1]} {_ARABIC[-1]}", f"{_ARABIC[-1]} {_ARABIC[:-1]}", f"{_ARABIC[-1]}{_ARABIC[:-1]}", _ARABIC[:4])
# Where links away from the site lead, which a browser prints after each.
_LED = re.compile(r'<a href="(https?://[^"]+)"')
_LONGEST_TITLE, _MOST_LINES, _MOST_NAMED = 400, 400, 60


def furniture(document_id: int, tag: str, beside: Sequence[Public] = (), *, page: bool = True) -> Furniture:
    """What stands around the text of a document in a language; of a recalled one, on its paper alone. `beside` are other texts that a copy of its page
    names, as it did on the day on which it was made. Without its `page`, only what stands on its paper."""
    document = visibility.by_id(session(), document_id)
    if document is None:
        return recalls.on_paper(session(), document_id, tag, settings().base_url)
    sheet: list[str] = []
    paper: list[str] = []
    house = pdf.House(settings().base_url, settings().MISSION_OFFICIAL)
    if document.code:
        for edition in visibility.settled_editions(session(), document.id):
            if tag in edition.texts:
                on_sheets, once = pdf.furniture(edition, LANGUAGES[tag], house)
                sheet += on_sheets
                paper += once
    # As browsers print it above each sheet of a page.
    sheet += [f"{document.texts[tag].title} – {wording(tag).mission}"] if tag in document.texts else []
    # Where a text does not exist in a language, its page there shows it in its own, among the words of that language.
    pages = (one for language in LANGUAGES.values() if document.text(language).language == tag for one in _of_the_page(document, language, beside))
    own = recalls.own_names(session(), document.id)
    return Furniture(sheet, pages if page else (), own, settings().base_url, paper)


def named_in(text: str, links: Iterable[str]) -> tuple[Public, ...]:
    """Texts of ours that a copy of a page names: by their addresses, or by a line that is a title."""
    lines = {line for one in text.split("\n") if 0 < len(line := " ".join(one.split())) <= _LONGEST_TITLE}
    called = finding.titled(session(), sorted(lines)[:_MOST_LINES])
    return visibility.mentioned(session(), sorted(references.codes(links))[:_MOST_NAMED], called, _MOST_NAMED)


def cites(referred: Answer, text: str, around: Around) -> bool:
    """Whether a line is to its last word what the pages of the text that it refers to say of it: a citation, as they offer it."""
    held = [around(referred.document.id, tag) for tag in referred.document.texts] if referred.document else []
    taken = words(text)
    return any(not Lines(text, taken).without_furniture(range(len(taken)), one.around, False, one, ()) for one in held)


def headed_otherwise(answer: Answer, text: str) -> bool:
    """Whether a copy lacks the title of the text that it is of, and a line around that text is the title of another: it has taken its place."""
    if answer.document is None or answer.comparison is None or not answer.comparison.aside:
        return False
    own = answer.document.text(LANGUAGES[answer.language]).title
    return not _stands_in(own, text) and any(
        _stands_in(title, line) for called in visibility.mentioned(session(), (), finding.titled(session(), answer.comparison.aside), _MOST_NAMED)
        for title in (one.title for one in called.texts.values()) for line in answer.comparison.aside
    )  # fmt: skip


def _stands_in(title: str, text: str) -> bool:
    return f" {' '.join(keys(title))} " in f" {' '.join(keys(text))} "


def _of_the_page(document: Public, language: Language, beside: Sequence[Public]) -> Iterable[str]:
    around = g._get_current_object().__dict__  # type: ignore[attr-defined]
    kept = dict(around)
    try:
        with speaking(language):
            place(document)
            # Without the text itself: who says a paragraph of it twice, or elsewhere, has changed it.
            drawn = _numbered(document) if document.code else _unnumbered(document)
            plain = written(_without_body(document), replace(reading(document), body=Markup())) if document.code else ""
            if beside or not document.code:
                others = [entry(one) for one in beside]
                # Whoever saved the page before one of them was withdrawn has no mark beside it.
                drawn += render_template("verify/_beside.html", entries=[*others, *(replace(one, withdrawn=False) for one in others if one.withdrawn)])
            pieces = [*page_pieces(drawn), *_LED.findall(drawn), *plain.split("\n"), *_in_letters()]
            return [*pieces, settings().base_url + address(document, language), *_AS_PRINTED]
    finally:
        around.clear()
        around.update(kept)


def _in_letters() -> tuple[str, ...]:
    """What our own letters say around a text (`templates/mail/news.txt`), besides what its page says."""
    return (
        _("This text has been corrected."), _("This text now exists in another language."), _("This text does not exist in the language of this letter."),
        _("The signed head of the register when this letter was written, as it was published:"),
        _("This address follows the list %(list)s.", list=""), _("End this alert"), _("See or change my alerts"),
    )  # fmt: skip


def _numbered(document: Public) -> str:
    values = {
        "paper_size": size(document), "related": lambda: tuple(entry(one) for one in related(session(), document)),
        "beside": lambda: tuple(one and entry(one) for one in neighbours(session(), document)), "share": lambda: shared(document),
        "trail": lambda: document_trail(document),
    }  # fmt: skip
    drawn = render_template("documents/page.html", document=reading(document), alone=False, **values)
    if document.edition > 1:
        # As the address of an earlier edition shows it: another notice above, nothing beside.
        for one in visibility.settled_editions(session(), document.id)[-5:]:
            values["paper_size"] = size(one)
            drawn += render_template(
                "documents/page.html", document=reading(replace(one, withdrawal=document.withdrawal)), alone=True, newest=entry(document), **values,
            )  # fmt: skip
    return drawn


def _unnumbered(document: Public) -> str:
    path = document.path or ""
    followed_by(document.section)
    return render_template(
        "pages/page.html", document=reading(document), trail=lambda: page_trail(document),
        **occasions(Filter(section=document.section), path), **beneath(document),
    )  # fmt: skip


def _without_body(document: Public) -> Public:
    return replace(document, texts={tag: replace(text, body="") for tag, text in document.texts.items()})

