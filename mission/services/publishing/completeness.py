"""What an edition needs before it can go further than a draft."""

from sqlalchemy.orm import Session

from ...models import Change, Document, Edition, Kind, Recall, State
from ..filing.carrying import said_of
from . import content as contents
from .errors import AlternativesMissing, FilesWithoutText, Incomplete, LanguagesMissing, NotAddition, NotesAstray, NotesMissing, ReturnsOpenly
from .places import check_place


def check(session: Session, edition: Edition, required: dict[str, tuple[str, ...]]) -> None:
    """Raise the first reason why `edition` cannot be submitted: `Incomplete`, `LanguagesMissing`, `PlaceTaken`, `CannotMove`, `NotAddition`,
    `NotesMissing`, `NotesAstray`, `ReturnsOpenly`, `FilesWithoutText`, `AlternativesMissing`."""
    original = edition.original
    if original is None:
        raise Incomplete("original")
    wanted = set(required.get(edition.document.kind, ())) | set(edition.translations)
    lacking = sorted(tag for tag in wanted if not _whole(edition, tag))
    if lacking:
        raise LanguagesMissing(tuple(lacking))
    if edition.document.kind is Kind.PAGE:
        check_place(session, edition)
    elif edition.dated_start is None:
        raise Incomplete("dated")
    if edition.change is Change.CORRECTION:
        _check_notes(edition)
    elif is_withdrawn(edition.document):
        raise ReturnsOpenly
    if edition.change is Change.TRANSLATION:
        _check_addition(edition)
    _check_files(edition)


def is_withdrawn(document: Document) -> bool:
    """Whether its public edition stands under a notice of withdrawal."""
    return document.current_edition is not None and document.current_edition.withdrawal is not None


def leads_nowhere(session: Session, edition: Edition) -> bool:
    """Whether an edition under way can never be released: its document is recalled, or is withdrawn and this is no correction."""
    if edition.state not in (State.DRAFT, State.SUBMITTED, State.APPROVED):
        return False
    return session.get(Recall, edition.document_id) is not None or (is_withdrawn(edition.document) and edition.change is not Change.CORRECTION)


def noted(edition: Edition) -> tuple[str, ...]:
    """The languages in which a correction has something to tell: those in which readers see something else. What was withdrawn comes back
    in all of them; where nothing differs yet, there are none."""
    before = edition.document.current_edition
    assert before is not None
    if is_withdrawn(edition.document):
        return tuple(sorted(edition.translations))
    changed = set(contents.changed_languages(contents.read(before), contents.read(edition)))
    return tuple(sorted(changed | {tag for tag in edition.translations if said_of(before, tag) != said_of(edition, tag)}))


def _check_notes(edition: Edition) -> None:
    changed = noted(edition)
    original = tuple(tag for tag, text in edition.translations.items() if text is edition.original)
    if lacking := tuple(tag for tag in changed or original if not edition.translations[tag].change_note):
        raise NotesMissing(lacking, unchanged=not changed)
    if changed and (astray := tuple(sorted(tag for tag, text in edition.translations.items() if text.change_note and tag not in changed))):
        raise NotesAstray(astray)


def _check_files(edition: Edition) -> None:
    """Pictures say in words what they show (WCAG 1.1.1), and no file stands in a language that has no text."""
    if astray := {one.language for one in edition.files} - set(edition.translations):
        raise FilesWithoutText(tuple(sorted(astray)))
    if silent := tuple(one.name for one in edition.files if one.is_picture and not one.alternative):
        raise AlternativesMissing(silent)


def _whole(edition: Edition, tag: str) -> bool:
    text = edition.translations.get(tag)
    return text is not None and bool(text.title) and bool(text.body)


def _check_addition(edition: Edition) -> None:
    """An edition that adds a language leaves everything else byte-equal (HOUSE: "no correction notice")."""
    before = edition.document.current_edition
    assert before is not None
    old, new = contents.read(before), contents.read(edition)
    names = contents.changed_besides(old, new)
    names += tuple(f"{tag}.files" for tag in old.translations if said_of(before, tag) != said_of(edition, tag))
    if names or set(old.translations) == set(new.translations):
        raise NotAddition(names)
