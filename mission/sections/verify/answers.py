"""An answer in the reader's language: its sentence, and what he can see for himself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from ... import addresses
from ...clocks import GENEVA
from ...languages import LANGUAGES, Language, choose
from ...services.authenticity import answering
from ...services.authenticity.answering import Answer, Verdict
from ...verify.comparison import Difference
from ...web.access import settings
from ...web.entries import address, languages_of
from ...web.language import current_language, day

_MOST_DIFFERENCES = 60


@dataclass(frozen=True)
class All:
    """The answers for what was given, one or several; of several `sentence` says how many, and `verdict` and `tone` are the gravest of them."""

    verdict: str
    tone: str
    sentence: str
    demonstration: bool
    each: "tuple[Shown, ...]"


def shown(answers: Sequence[Answer]) -> All:
    """The answers for the page."""
    each = [_shown(one) for one in answers]
    worst = each[answers.index(answering.gravest_of(answers))]
    several = ngettext("%(num)s text of ours stands in what you gave", "%(num)s texts of ours stand in what you gave", len(each))
    return All(worst.verdict, worst.tone, several if len(each) > 1 else worst.sentence, not settings().MISSION_OFFICIAL, tuple(each))


@dataclass(frozen=True)
class Shown:
    """What the page says. `tone` is ``good``, ``near``, ``wait`` or ``grave``; `sentence` is one of the six answers."""

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
    # Lines that were not compared, each once with how often: of our page or sheet, and of a letter that is not ours.
    aside: tuple[tuple[str, int], ...]
    letter: tuple[tuple[str, int], ...]
    unread: tuple[str, ...]
    copied: str
    attached: tuple[str, ...]
    part: str
    entry: str
    warnings: tuple[str, ...]


def _shown(answer: Answer) -> Shown:
    language, document, compared = current_language(), answer.document, answer.comparison
    spoken = LANGUAGES[answer.language] if answer.language else None
    text = document.text(spoken or language) if document else None
    noticed = choose(language, tuple(answer.notice.texts)) if answer.notice else None
    altered = answer.verdict is Verdict.ALTERED and compared is not None
    return Shown(
        verdict=answer.verdict.value, sentence=_sentence(answer),
        explanation=str(_PROOFS[answer.what]) if answer.verdict is Verdict.PROOF else _explanation(answer),
        tone="wait" if answer.verdict is Verdict.ISSUED and (answer.disagrees or answer.beside) else _TONES[answer.verdict],
        name=answer.name if document is None or document.code else "", title=text.title if text else "",
        title_language=LANGUAGES[text.language] if text else language, href=_original(answer, spoken or language) if document else "",
        newest_href=address(document, spoken or language) if document and answer.edition != answer.newest else "", edition=answer.edition,
        issued=_day(answer.settled_at), languages=languages_of(document) if document else (), language=spoken,
        notice=answer.notice.texts[noticed.tag] if answer.notice and noticed else "", notice_language=noticed or language,
        differences=compared.differences[:_MOST_DIFFERENCES] if altered and compared else (),
        more=max(0, len(compared.differences) - _MOST_DIFFERENCES) if altered and compared else 0,
        aside=_counted(compared.aside) if compared and document else (), letter=_counted(compared.letter) if compared and document else (),
        unread=tuple(str(_UNREAD[one]) for one in answer.unread if one in _UNREAD) if document else (), copied=_copied(answer) if document else "",
        attached=answer.attached, part=_part(answer),
        entry=addresses.register_entry(language.tag, answer.sequence) if answer.sequence else "",
        warnings=tuple(_warnings(answer)),
    )  # fmt: skip


_TONES = {
    Verdict.ISSUED: "good", Verdict.ALTERED: "grave", Verdict.SUPERSEDED: "wait", Verdict.WITHDRAWN: "wait", Verdict.RECALLED: "grave",
    Verdict.UNKNOWN: "grave", Verdict.UNREADABLE: "wait", Verdict.COPY: "near", Verdict.QUOTED: "near", Verdict.REVOKED: "grave",
    Verdict.BARE: "near", Verdict.PROOF: "near",
}  # fmt: skip
# What stands in a file and was not compared.
_UNREAD = {
    "pictures": lazy_gettext("Pictures stand in it."),
    "drawn": lazy_gettext("Drawings stand in it, which may cover words."),
    "notes": lazy_gettext("Notes or fields were laid over it."),
    "hidden": lazy_gettext("Words are hidden in it; they were left out."),
    "style": lazy_gettext("It brings its own style, which can hide words and put in others."),
    "script": lazy_gettext("It holds programs, which can change what it shows."),
    "signs": lazy_gettext("Some of its letters are signs of another font."),
    "attached": lazy_gettext("Files are attached to it."),
}


def _counted(lines: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(" ".join(one.split()) for one in lines).items())


def _copied(answer: Answer) -> str:
    """What has to be said of a file whose words alone were compared."""
    if not answer.copied:
        return ""
    return _(
        "Only its words were compared. Pictures, what covers its words and how it looks were not examined, and may show something else: read the original."
    )


def _sentence(answer: Answer) -> str:
    official = settings().MISSION_OFFICIAL
    issued, dated = _day(answer.settled_at), _day(answer.notice.at) if answer.notice else ""
    if answer.verdict is Verdict.ISSUED:
        return _("Issued by the Mission on %(day)s", day=issued) if official else _("Issued by this demonstration on %(day)s", day=issued)
    if answer.verdict is Verdict.COPY:
        if official:
            return _("The words are those published on %(day)s, but this file is not the file that the Mission published", day=issued)
        return _("The words are those published on %(day)s, but this file is not the file that this demonstration published", day=issued)
    if answer.verdict is Verdict.QUOTED:
        return _("These few words stand in a text published on %(day)s", day=issued)
    return {
        Verdict.ALTERED: _("Issued, but altered here"),
        Verdict.BARE: _("The words are those published on %(day)s, without their accents", day=issued),
        Verdict.PROOF: _("This is no text: it is a proof that this site gives out"),
        Verdict.REVOKED: _("Entered with a key that no longer counts"),
        Verdict.SUPERSEDED: _("Superseded by a newer edition") if answer.amended else _("Superseded by a correction"),
        Verdict.WITHDRAWN: _("Withdrawn on %(day)s", day=dated),
        Verdict.RECALLED: _("Recalled on %(day)s", day=dated),
        Verdict.UNKNOWN: _("Not known to us"),
        Verdict.UNREADABLE: _("We could not read this"),
    }[answer.verdict]


# What is given out to prove a text, and says nothing of another text that came with it.
_PROOFS = {
    "signature": lazy_gettext("It is the signature beside a PDF of the text below, by a key of the Mission. It proves that file and no other: give the file."),
    "json": lazy_gettext("It is the content of the text below in every language, as the register vouches for it: nothing in it differs."),
    "line": lazy_gettext("It is an entry of the register, as it was published, about the text below."),
    "register": lazy_gettext("These are entries of the register that follow each other, as they were published. Which texts they are about stands in each."),
    "head": lazy_gettext("It is a signed head of the register, as it was published."),
    "keys": lazy_gettext("These are the Mission’s public keys, as this site gives them out. Compare their fingerprint with what is printed elsewhere."),
}


def _explanation(answer: Answer) -> str:
    if answer.beside == "letter" and answer.verdict is Verdict.ISSUED:
        return _("A file attached to this e-mail is the very file that this site has published, byte for byte. What the e-mail says itself is not known to us.")
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
    if answer.verdict is Verdict.ALTERED and answer.comparison is not None and answer.comparison.only_added:
        return _("Words were added that were never published with this text. They are marked below; the words of the text itself are as they were published.")
    if answer.verdict is Verdict.ISSUED and answer.comparison is not None and (answer.comparison.letter or answer.comparison.aside):
        return _("Every word of the text is as it was published, in the same order. The lines around it that were not compared are shown below.")
    if answer.verdict in (Verdict.SUPERSEDED, Verdict.WITHDRAWN) and answer.comparison is None:
        return {
            Verdict.SUPERSEDED: _("This edition was published, and a later one has changed its words. Use the newest one."),
            Verdict.WITHDRAWN: _("This text was published and has since been withdrawn."),
        }[answer.verdict]
    return {
        Verdict.COPY: _("Every word that was read in your file is as it was published, in the same order."),
        Verdict.BARE: _(
            "Every accent is missing from what you gave, as from an old mail system or a telephone; all else is as it was published, in the same order. "
            "An accent can change what a word means: read the original."
        ),
        Verdict.QUOTED: _("They stand there in this order. So few words do not show what was said around them, and may stand in other texts too."),
        Verdict.REVOKED: _(
            "The key that signed its entry in the register was revoked. Nothing signed with it since then is shown to be the Mission’s. Ask the Mission."
        ),
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


def _warnings(answer: Answer) -> Iterator[str]:
    """What has to be said besides: another text's reference, a text that no longer stands."""
    if answer.disagrees == "another":
        yield _("The reference that you gave belongs to another text than these words.")
    if answer.disagrees == "unknown":
        yield _("The reference that you gave is none of ours: this text has another one.")
    if answer.beside == "bodies":
        yield _("This e-mail says one thing in one form and another in the other: mail programs show only one of them.")
    if answer.comparison is not None and answer.comparison.unaccented and answer.verdict is not Verdict.BARE and answer.document:
        yield _("Every accent is missing from what you gave; these are not counted as differences. An accent can change what a word means.")
    differs = answer.comparison is not None and not answer.comparison.same
    if answer.verdict is Verdict.RECALLED and differs:
        yield _("What you gave resembles a recalled text, and is not the same.")
    if answer.verdict is Verdict.ALTERED and answer.notice:
        yield _("The text that yours resembles has been withdrawn.")
    if answer.verdict is Verdict.ALTERED and answer.edition != answer.newest:
        yield _("The edition that yours resembles has been superseded.")


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
