"""An answer in the reader's language: its sentence, and what he can see for himself."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ... import addresses
from ...clocks import GENEVA
from ...languages import LANGUAGES, Language, choose
from ...services.authenticity.answering import Answer, Verdict
from ...verify.comparison import Difference
from ...web.access import settings
from ...web.entries import address, languages_of
from ...web.language import current_language, day

_MOST_DIFFERENCES = 60
_MOST_ASIDE = 20


@dataclass(frozen=True)
class Shown:
    """What the page says. `tone` is ``good``, ``wait`` or ``grave``; `sentence` is one of the six answers."""

    verdict: str
    tone: str
    sentence: str
    explanation: str
    name: str
    title: str
    title_language: Language
    href: str
    newest_href: str
    edition: int
    issued: str
    languages: tuple[Language, ...]
    language: Language | None
    notice: str
    notice_language: Language
    differences: tuple[Difference, ...]
    more: int
    aside: tuple[str, ...]
    part: str
    entry: str
    demonstration: bool
    warning: str


def shown(answer: Answer) -> Shown:
    """The answer for the page."""
    language, document, compared = current_language(), answer.document, answer.comparison
    spoken = LANGUAGES[answer.language] if answer.language else None
    text = document.text(spoken or language) if document else None
    noticed = choose(language, tuple(answer.notice.texts)) if answer.notice else None
    altered = answer.verdict is Verdict.ALTERED and compared is not None
    return Shown(
        verdict=answer.verdict.value, tone=_TONES[answer.verdict], sentence=_sentence(answer), explanation=_explanation(answer),
        name=answer.name if document is None or document.code else "", title=text.title if text else "",
        title_language=LANGUAGES[text.language] if text else language, href=_original(answer, spoken or language) if document else "",
        newest_href=address(document, spoken or language) if document and answer.edition != answer.newest else "", edition=answer.edition,
        issued=_day(answer.settled_at), languages=languages_of(document) if document else (), language=spoken,
        notice=answer.notice.texts[noticed.tag] if answer.notice and noticed else "", notice_language=noticed or language,
        differences=compared.differences[:_MOST_DIFFERENCES] if altered and compared else (),
        more=max(0, len(compared.differences) - _MOST_DIFFERENCES) if altered and compared else 0,
        aside=compared.aside[:_MOST_ASIDE] if compared and document else (), part=_part(answer),
        entry=addresses.register_entry(language.tag, answer.sequence) if answer.sequence else "", demonstration=not settings().MISSION_OFFICIAL,
        warning=_warning(answer),
    )  # fmt: skip


_TONES = {
    Verdict.ISSUED: "good", Verdict.ALTERED: "grave", Verdict.SUPERSEDED: "wait", Verdict.WITHDRAWN: "wait", Verdict.RECALLED: "grave",
    Verdict.UNKNOWN: "grave", Verdict.UNREADABLE: "wait",
}  # fmt: skip


def _sentence(answer: Answer) -> str:
    official = settings().MISSION_OFFICIAL
    issued, dated = _day(answer.settled_at), _day(answer.notice.at) if answer.notice else ""
    if answer.verdict is Verdict.ISSUED:
        return _("Issued by the Mission on %(day)s", day=issued) if official else _("Issued by this demonstration on %(day)s", day=issued)
    return {
        Verdict.ALTERED: _("Issued, but altered here"),
        Verdict.SUPERSEDED: _("Superseded by a correction"),
        Verdict.WITHDRAWN: _("Withdrawn on %(day)s", day=dated),
        Verdict.RECALLED: _("Recalled on %(day)s", day=dated),
        Verdict.UNKNOWN: _("Not known to us"),
        Verdict.UNREADABLE: _("We could not read this"),
    }[answer.verdict]


def _explanation(answer: Answer) -> str:
    if answer.what in ("pdf", "card") and answer.verdict is Verdict.ISSUED:
        return _("This is the very file that this site has drawn and kept, byte for byte.")
    if answer.what == "entry" and answer.verdict is Verdict.ISSUED:
        return _("This digest is that of an entry of the register, about the text below.")
    if answer.of_file and answer.verdict is Verdict.ISSUED:
        return _("This very file stands below the text below: not one byte of it differs.")
    if answer.of_file and answer.verdict is Verdict.SUPERSEDED:
        return _("This very file was published. A later edition of the text has another one in its place, or none.")
    if answer.verdict is Verdict.ISSUED and answer.comparison is None:
        return _("This reference was given to the text below. Whether the words that you have are its words, only the text itself can show: paste it.")
    return {
        Verdict.ISSUED: _("Every word that you gave is as it was published, in the same order."),
        Verdict.ALTERED: _("The text was published, but not in these words. The places where yours differs are below."),
        Verdict.SUPERSEDED: _("These words were published, and a later edition has changed them. Use the newest one."),
        Verdict.WITHDRAWN: _("These words were published and have since been withdrawn."),
        Verdict.RECALLED: _("This was published in error and recalled. It must not be used."),
        Verdict.UNKNOWN: _(
            "Nothing that this site has published matches. It may be false, or older than this register. Ask the Mission before you use it."
        ),
        Verdict.UNREADABLE: _("It is no reference, no digest and no address of a text on this site. A reference looks like MPM/C/2026/014."),
    }[answer.verdict]


def _warning(answer: Answer) -> str:
    """What has to be said besides: another text's reference, a text that no longer stands."""
    if answer.disagrees:
        return _("The reference that you gave belongs to another text than these words.")
    differs = answer.comparison is not None and not answer.comparison.same
    if answer.verdict is Verdict.RECALLED and differs:
        return _("What you gave resembles a recalled text, and is not the same.")
    if answer.verdict is Verdict.ALTERED and answer.notice:
        return _("The text that yours resembles has been withdrawn.")
    if answer.verdict is Verdict.ALTERED and answer.edition != answer.newest:
        return _("The edition that yours resembles has been superseded.")
    return ""


def _original(answer: Answer, language: Language) -> str:
    document = answer.document
    assert document is not None
    if answer.edition == answer.newest:
        return address(document, language)
    if document.code:
        return addresses.edition(language.tag, document.section, document.code, answer.edition)
    return addresses.register_entry(language.tag, answer.sequence)


def _part(answer: Answer) -> str:
    """Whether only a part was given, so that nobody takes a half for the whole."""
    compared = answer.comparison
    if compared is None or answer.document is None:
        return ""
    if compared.missing_before and compared.missing_after:
        return _("You gave a part of the text: words before and after it are missing.")
    if compared.missing_after:
        return _("You gave the beginning of the text: its end is missing.")
    if compared.missing_before:
        return _("You gave the end of the text: its beginning is missing.")
    return ""


def _day(moment: datetime | None) -> str:
    return day(moment.astimezone(GENEVA).date()) if moment else ""


