"""An answer as the page shows it: what is said, and what a reader can see for himself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import addresses
from ...languages import LANGUAGES, Language, choose
from ...services import visibility
from ...services.authenticity.verdicts import Answer, Verdict, gravest_of
from ...services.shown import Public
from ...verify.comparison import Difference
from ...web.access import session, settings
from ...web.entries import address, address_of, languages_of
from ...web.language import current_language
from .sentences import copied, explanation, on_day, part, sentence, warnings
from .wording import TONES, UNREAD

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
class Resembling:
    """A text that stands and resembles what was recalled."""

    name: str
    title: str
    language: Language
    href: str


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
    # Of a recalled text another that stands and resembles it: its reference, its title and where it is.
    resembling: "Resembling | None"


def _shown(answer: Answer) -> Shown:
    language, document, compared = current_language(), answer.document, answer.comparison
    spoken = LANGUAGES[answer.language] if answer.language else None
    named = _named(answer)
    text = named.text(spoken or language) if named else None
    noticed = choose(language, tuple(answer.notice.texts)) if answer.notice else None
    places = (*compared.differences, *compared.parted) if document is not None and compared is not None else ()
    return Shown(
        verdict=answer.verdict.value, sentence=sentence(answer),
        explanation=explanation(answer), tone=_tone(answer),
        name=answer.name if document is None or document.code else "", title=text.title if text else "",
        retrospective=document is not None and document.kind == "milestone",
        title_language=LANGUAGES[text.language] if text else language,
        href=address_of(document, answer.edition, answer.sequence, spoken or language) if document else "",
        newest_href=address(document, spoken or language) if document and answer.edition != answer.newest and not answer.uncounted_since else "",
        edition=answer.edition,
        issued=on_day(answer.settled_at), languages=languages_of(document) if document else (), language=spoken,
        notice=answer.notice.texts[noticed.tag] if answer.notice and noticed else "", notice_language=noticed or language,
        differences=places[:_MOST_DIFFERENCES], more=max(0, len(places) - _MOST_DIFFERENCES),
        aside=_counted(compared.aside) if compared and document else (), letter=_counted(compared.letter) if compared and document else (),
        unread=tuple(str(UNREAD[one]) for one in answer.unread if one in UNREAD) if document else (), copied=copied(answer) if document else "",
        attached=answer.attached, part=part(answer),
        entry=addresses.register_entry(language.tag, answer.sequence) if answer.sequence else "",
        warnings=tuple(warnings(answer)), resembling=_resembling(answer.resembling),
    )  # fmt: skip


def _resembling(document: Public | None) -> Resembling | None:
    if document is None:
        return None
    text = document.text(current_language())
    return Resembling(document.reference or "", text.title, LANGUAGES[text.language], address(document, LANGUAGES[text.language]))


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
    return "near" if answer.verdict is Verdict.ISSUED and part(answer) else TONES[answer.verdict]


def _counted(lines: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(" ".join(one.split()) for one in lines).items())
