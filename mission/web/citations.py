"""A document as others cite and pass it on: for reference managers, as a ready sentence, and by its addresses."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response
from flask_babel import gettext as _

from .. import addresses
from ..clocks import geneva
from ..languages import LANGUAGES, Language
from ..services import citing
from ..services.citing import Citation
from ..services.shown import Dated, Public
from .access import labels, settings
from .entries import named
from .language import comma, current_language, day, printed, speaking
from .markup import Markup, escape
from .whole import retrospective
from .wording import KINDS

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
NAMES = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}
# Links and nothing else: no script, picture or count of theirs is on the page, and they hear of a reader who follows one alone.
NETWORKS = {
    "WhatsApp": "https://wa.me/?text={title}%0A{url}", "Telegram": "https://t.me/share/url?url={url}&text={title}",
    "X": "https://x.com/intent/post?text={title}&url={url}", "LinkedIn": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    "Facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
}  # fmt: skip
# Their texts are of another day than what they tell of: whoever cites them cites the release.
_ABOUT_AN_EVENT = ("milestone", "seminar")


@dataclass(frozen=True)
class Shared:
    """What the card “Cite and share” shows; the letter is a ``mailto:`` address, and `elsewhere` are networks with the address of each where a
    reader passes the text on."""

    sentence: Markup
    forms: tuple[tuple[str, str, str], ...]
    permanent: str
    short: str
    letter: str
    elsewhere: tuple[tuple[str, str], ...]


def cite(document: Public) -> Citation:
    """The citation of the text of a numbered document that the reader sees, in the language of that text throughout."""
    with speaking(LANGUAGES[document.text(current_language()).language]):
        return _cite(document)


def _cite(document: Public) -> Citation:
    language, names = current_language(), labels()
    text = document.text(language)
    reference = document.reference or ""
    issued = _issued(document)
    event = document.dated if document.kind in _ABOUT_AN_EVENT else None
    return Citation(
        key=f"{reference.replace('/', '-')}-{text.language}", reference=reference, kind=document.kind, genre=str(KINDS[document.kind]),
        title=text.title, summary=text.summary, author=_("Permanent Mission of the Kingdom of Morocco in Geneva"), place=_("Geneva"),
        language=text.language, issued=_parts(issued), event=_span(event) if event else (), url=permanent(document, LANGUAGES[text.language]),
        keywords=(
            *(named(names.themes[key], language) for key in document.themes), *(named(names.acronyms[key], language) for key in document.bodies),
        ),
        edition=document.edition, meeting=comma().join(filter(None, (document.session, document.agenda_item))), note=_note(document), digest=document.digest,
    )  # fmt: skip


def _issued(document: Public) -> Dated:
    if document.dated and document.kind not in _ABOUT_AN_EVENT:
        return document.dated
    assert document.released_at is not None
    return Dated(geneva(document.released_at), None, "day")


def _parts(dated: Dated) -> tuple[int, ...]:
    return (dated.start.year, dated.start.month, dated.start.day)[: {"day": 3, "month": 2, "year": 1}[dated.precision]]


def _span(dated: Dated) -> tuple[tuple[int, ...], ...]:
    ends = (_parts(Dated(dated.end, None, dated.precision)),) if dated.end and dated.end != dated.start else ()
    return (_parts(dated), *ends)


def _note(document: Public) -> str:
    told = []
    if not settings().MISSION_OFFICIAL:
        told.append(_("Demonstration: this site is not the Mission’s official site."))
    if document.withdrawal is not None:
        told.append(_("Withdrawn on %(day)s", day=day(geneva(document.withdrawal.at))) + ".")
    told.append(retrospective(document))
    told += [f"{_('%(name)s:', name=_('Speaker'))} {document.speaker}."] if document.speaker else []
    return " ".join(part for part in told if part)


def permanent(document: Public, language: Language) -> str:
    """The absolute address of a numbered document in a language without its slug: short, ASCII, and the same for good."""
    return settings().base_url + addresses.document(language.tag, document.section, document.code or "")


def sentence(document: Public) -> Markup:
    """The ready sentence in the reader's language; parts in other letters are kept apart from it (``bdi``)."""
    cited, text = _cite(document), document.text(current_language())
    reference = _apart(cited.reference)
    if cited.edition > 1:
        reference += comma() + _("edition %(number)s", number=cited.edition)
    said = Markup(escape(_("%(author)s, “%(title)s” (%(kind)s %(reference)s), %(day)s. %(address)s"))) % {  # noqa: S704 - escaped, then filled
        "author": cited.author, "title": _apart(text.title, text.language), "kind": cited.genre, "reference": reference,
        "day": printed(_issued(document)), "address": _apart(settings().base_url + addresses.short(document.code or "")),
    }  # fmt: skip
    said += Markup(' <bdi class="digest">SHA-256 {}</bdi>').format(document.digest)
    return said if settings().MISSION_OFFICIAL else said + f" [{_('demonstration')}]"


def _apart(words: str, language: str = "") -> Markup:
    if language and language != current_language().tag:
        return Markup('<bdi lang="{}">{}</bdi>').format(language, words)
    return Markup("<bdi>{}</bdi>").format(words)


def shared(document: Public) -> Shared:
    """What the card of a numbered document shows."""
    language, code = current_language(), document.code or ""
    text = document.text(language)
    short, url = settings().base_url + addresses.short(code), permanent(document, language)
    body = f"{text.title}\r\n{document.reference}\r\n\r\n{url}\r\nSHA-256 {document.digest}\r\n"
    return Shared(
        sentence=sentence(document),
        forms=tuple(
            (NAMES[form], addresses.cited(language.tag, document.section, code, form), TYPES[form].partition(";")[0]) for form in addresses.CITATIONS
        ),
        permanent=url,
        short=short,
        elsewhere=tuple((name, form.format(title=quote(citing.flat(text.title), safe=""), url=quote(url, safe=""))) for name, form in NETWORKS.items()),
        letter=f"mailto:?subject={quote(citing.flat(text.title), safe='')}&body={quote(body, safe='')}",
    )  # fmt: skip


def written(citations: Iterable[Citation], form: str) -> str:
    """Citations in one of `addresses.CITATIONS`."""
    if form == "csl.json":
        return json.dumps(citing.csl(citations), ensure_ascii=False, indent=1) + "\n"
    return citing.bibtex(citations) if form == "bib" else citing.ris(citations)


def as_citation(document: Public, form: str) -> Response:
    """A document's citation as a file that reference managers open."""
    cited = cite(document)
    response = Response(written((cited,), form), content_type=TYPES[form])
    response.headers["Content-Disposition"] = f"attachment; filename={cited.key}.{form.replace('csl.', '')}"
    response.headers["Content-Language"] = cited.language
    response.headers["X-Robots-Tag"] = "noindex"
    return response


__all__ = ["Shared", "as_citation", "cite", "permanent", "sentence", "shared", "written"]
