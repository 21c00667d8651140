"""An answer in the reader's language: its sentence, and what he can see for himself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from ... import addresses
from ...clocks import geneva
from ...languages import LANGUAGES, Language, choose
from ...services import visibility
from ...services.authenticity.verdicts import Answer, Verdict, gravest_of
from ...services.shown import Public
from ...verify.comparison import Difference
from ...web.access import session, settings
from ...web.entries import address, address_of, languages_of
from ...web.language import current_language, day
from .wording import EXPLANATIONS, NAMED, TONES, UNREAD

_MOST_DIFFERENCES = 60


@dataclass(frozen=True)
class All:
    """The answers for what was given, one or several; of several `sentence` says how many, `verdict` and `tone` are the gravest of them, and
    `first` is what that one says, where it is not well."""

    verdict: str
    tone: str
    sentence: str
    first: str
    demonstration: bool
    each: "tuple[Shown, ...]"


def shown(answers: Sequence[Answer]) -> All:
    """The answers for the page."""
    each = [_shown(one) for one in answers]
    place = answers.index(gravest_of(answers))
    worst = each[place]
    first = _("Look first at number %(number)s: %(sentence)s", number=place + 1, sentence=worst.sentence) if len(each) > 1 and worst.tone != "good" else ""
    return All(worst.verdict, worst.tone, _several(each) if len(each) > 1 else worst.sentence, first, not settings().MISSION_OFFICIAL, tuple(each))


def _several(each: "Sequence[Shown]") -> str:
    """What was given, in a sentence: several texts, or one in several languages, of which halves put together are no whole."""
    if len({one.name for one in each}) > 1 or not each[0].name:
        return ngettext("%(num)s text of ours stands in what you gave", "%(num)s texts of ours stand in what you gave", len(each))
    if any(one.part for one in each):
        return _("Parts of one text of ours in several languages, put together")
    return _("One text of ours stands in what you gave, in several languages")


@dataclass(frozen=True)
class Shown:
    """What the page says. `tone` is ``good``, ``near``, ``wait`` or ``grave``; `sentence` is the answer."""

    verdict: str
    tone: str
    sentence: str
    explanation: str
    name: str
    title: str
    title_language: Language
    # It is a milestone, which is no communiqué of its day.
    retrospective: bool
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
    named = _named(answer)
    text = named.text(spoken or language) if named else None
    noticed = choose(language, tuple(answer.notice.texts)) if answer.notice else None
    differs = document is not None and compared is not None
    return Shown(
        verdict=answer.verdict.value, sentence=_sentence(answer),
        explanation=_explanation(answer), tone=_tone(answer),
        name=answer.name if document is None or document.code else "", title=text.title if text else "",
        retrospective=document is not None and document.kind == "milestone",
        title_language=LANGUAGES[text.language] if text else language,
        href=address_of(document, answer.edition, answer.sequence, spoken or language) if document else "",
        newest_href=address(document, spoken or language) if document and answer.edition != answer.newest and not answer.uncounted_since else "",
        edition=answer.edition,
        issued=_day(answer.settled_at), languages=languages_of(document) if document else (), language=spoken,
        notice=answer.notice.texts[noticed.tag] if answer.notice and noticed else "", notice_language=noticed or language,
        differences=compared.differences[:_MOST_DIFFERENCES] if differs and compared else (),
        more=max(0, len(compared.differences) - _MOST_DIFFERENCES) if differs and compared else 0,
        aside=_counted(compared.aside) if compared and document else (), letter=_counted(compared.letter) if compared and document else (),
        unread=tuple(str(UNREAD[one]) for one in answer.unread if one in UNREAD) if document else (), copied=_copied(answer) if document else "",
        attached=answer.attached, part=_part(answer),
        entry=addresses.register_entry(language.tag, answer.sequence) if answer.sequence else "",
        warnings=tuple(_warnings(answer)),
    )  # fmt: skip


def _named(answer: Answer) -> Public | None:
    """The edition that an answer names: its title may be another than the newest one's."""
    document = answer.document
    if document is None or answer.edition in (0, document.edition):
        return document
    return visibility.settled_edition(session(), document.id, answer.edition) or document


def _tone(answer: Answer) -> str:
    if answer.verdict is Verdict.ISSUED and (answer.disagrees or answer.beside or answer.corrected_at or answer.unsigned or answer.uncounted_since):
        return "wait"
    # A part is no whole: what was left out may turn what is there round.
    return "near" if answer.verdict is Verdict.ISSUED and _part(answer) else TONES[answer.verdict]


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
    if answer.verdict is Verdict.ISSUED and _part(answer):
        if official:
            return _("Part of a text issued by the Mission on %(day)s", day=issued)
        return _("Part of a text issued by this demonstration on %(day)s", day=issued)
    if answer.verdict is Verdict.ISSUED:
        return _("Issued by the Mission on %(day)s", day=issued) if official else _("Issued by this demonstration on %(day)s", day=issued)
    if answer.verdict is Verdict.COPY:
        if official:
            return _("The words are those published on %(day)s, but this file is not the file that the Mission published", day=issued)
        return _("The words are those published on %(day)s, but this file is not the file that this demonstration published", day=issued)
    if answer.verdict is Verdict.QUOTED:
        return _("These few words stand in a text published on %(day)s", day=issued)
    if answer.verdict is Verdict.SURROUNDED:
        if official:
            return _("Issued by the Mission on %(day)s, unchanged; other words stand around it here", day=issued)
        return _("Issued by this demonstration on %(day)s, unchanged; other words stand around it here", day=issued)
    return {
        Verdict.ALTERED: _("Issued, but altered here"),
        Verdict.BARE: _("The words are those published on %(day)s, without their accents", day=issued),
        Verdict.PROOF: _("This is no text: it is a proof that this site gives out"),
        Verdict.REVOKED: _("Signed with a key that no longer counts") if answer.what == "spent" else _("Entered with a key that no longer counts"),
        Verdict.SUPERSEDED: _superseded(answer, issued),
        Verdict.WITHDRAWN: _("Withdrawn on %(day)s", day=dated),
        Verdict.RECALLED: _("Recalled on %(day)s", day=dated),
        Verdict.UNKNOWN: _("Not known to us"),
        Verdict.UNREADABLE: _("We could not read this"),
    }[answer.verdict]


def _superseded(answer: Answer, issued: str) -> str:
    if answer.uncounted_since:
        return _("Published on %(day)s; a later edition was entered with a key that no longer counts", day=issued)
    return _("Superseded by a newer edition") if answer.amended else _("Superseded by a correction")


def _explanation(answer: Answer) -> str:
    if answer.what in NAMED:
        return str(NAMED[answer.what])
    if answer.verdict is Verdict.SUPERSEDED and answer.uncounted_since:
        return _(
            "This edition was published. The key that signed a later one was revoked: nothing shows that the later one is the Mission’s. Ask the Mission "
            "which of them stands."
        )
    return _of_file(answer) or _of_words(answer)


def _of_file(answer: Answer) -> str:
    """What is said of a file or a digest; empty where it was none."""
    if answer.beside == "letter" and answer.verdict is Verdict.ISSUED:
        return _("A file attached to this e-mail is the very file that this site has published, byte for byte. What the e-mail says itself is not known to us.")
    if answer.what in ("pdf", "card") and answer.verdict is Verdict.ISSUED:
        return _("This is the very file that this site has drawn and kept, byte for byte.")
    if answer.verdict is Verdict.ISSUED and (said := _of_digest(answer.what)):
        return said
    if answer.of_file and answer.verdict is Verdict.ISSUED:
        return _("This very file stands below the text below: not one byte of it differs.")
    if answer.of_file and answer.verdict is Verdict.SUPERSEDED:
        return _("This very file was published. A later edition of the text has another one in its place, or none.")
    return ""


def _of_words(answer: Answer) -> str:
    """What is said of a text or a reference."""
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
    return str(EXPLANATIONS[answer.verdict])


def _of_digest(what: str) -> str:
    """What a digest that was given is of."""
    if what == "entry":
        return _("This digest is that of an entry of the register, about the text below.")
    if what == "content":
        return _(
            "This digest is that of the text below, in every language, as the register holds it. Whether the words that you have are its words, only the "
            "text itself can show: paste it."
        )
    if what == "file":
        return _("This digest is that of a file that was published with the text below: any file with this digest is that one, byte for byte.")
    return ""


def _warnings(answer: Answer) -> Iterator[str]:
    """What has to be said besides: another text's reference, a text that no longer stands."""
    yield from _of_what_vouches(answer)
    if answer.poorly and answer.verdict in (Verdict.UNKNOWN, Verdict.ALTERED):
        yield _(
            "Programs read Arabic badly out of a PDF that was printed or saved again: give the file as it was published, or copy the text from where "
            "you read it."
        )
    if answer.grown[0]:
        yield _(
            "Its first %(first)s bytes are the file that was published, and %(more)s bytes were put to its end: they can show something else in its place.",
            first=format_decimal(answer.grown[0]), more=format_decimal(answer.grown[1]),
        )  # fmt: skip
    if answer.beside == "bodies":
        yield _("This e-mail says one thing in one form and another in the other: mail programs show only one of them.")
    if answer.comparison is not None and answer.comparison.unaccented and answer.verdict is not Verdict.BARE and answer.document:
        yield _("Every accent is missing from what you gave; these are not counted as differences. An accent can change what a word means.")
    differs = answer.comparison is not None and not answer.comparison.same
    if answer.verdict is Verdict.RECALLED and differs:
        yield _("What you gave resembles a recalled text, and is not the same.")
    if answer.verdict is Verdict.ALTERED and answer.notice:
        yield _("The text that yours resembles has been withdrawn.")
    if answer.verdict is Verdict.ALTERED and answer.edition != answer.newest and not answer.uncounted_since:
        yield _("The edition that yours resembles has been superseded.")
    if answer.verdict is Verdict.ALTERED and answer.uncounted:
        yield _("The text that yours resembles was entered with a key that no longer counts: nothing shows that it is the Mission’s.")


def _of_what_vouches(answer: Answer) -> Iterator[str]:
    """What has to be said of the reference that was given, or of the signature beside the file."""
    if answer.unsigned:
        yield _(
            "The signature beside this file is by a key that was revoked for that time: it proves nothing. Away from this site nothing shows that the "
            "file is the Mission’s."
        )
    if answer.uncounted_since and answer.verdict is not Verdict.SUPERSEDED:
        yield _("The key that signed a later edition of this text was revoked: nothing shows that the later one is the Mission’s.")
    if answer.corrected_at:
        yield _("This text was corrected on %(day)s. Copies of it from before that bear the same reference, and are superseded.", day=_day(answer.corrected_at))
    if answer.disagrees == "another":
        yield _("The reference that you gave belongs to another text than these words.")
    if answer.disagrees == "unknown":
        yield _("The reference that you gave is none of ours: this text has another one.")


def _part(answer: Answer) -> str:
    """Whether only a part was given, so that nobody takes a half for the whole."""
    compared = answer.comparison
    if compared is None or answer.document is None or not compared.part:
        return ""
    if compared.missing_before and compared.missing_after:
        said = _("You gave a part of the text: words before and after it are missing.")
    elif compared.missing_after:
        said = _("You gave the beginning of the text: its end is missing.")
    else:
        said = _("You gave the end of the text: its beginning is missing.")
    torn = _("It is cut inside a paragraph: what was left out there may change what it says.")
    return f"{said} {torn}" if compared.torn else said


def _day(moment: datetime | None) -> str:
    return day(geneva(moment)) if moment else ""
