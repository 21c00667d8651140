"""What an edition needs before it can go further than a draft."""

from sqlalchemy.orm import Session

from ...models import Change, Edition, Kind
from ..filing.carrying import said_of
from . import content as contents
from .errors import AlternativesMissing, FilesWithoutText, Incomplete, LanguagesMissing, NotAddition
from .places import check_place


def check(session: Session, edition: Edition, required: dict[str, tuple[str, ...]]) -> None:
    """Raise the first reason why `edition` cannot be submitted: `Incomplete`, `LanguagesMissing`, `PlaceTaken`, `CannotMove`, `NotAddition`,
    `FilesWithoutText`, `AlternativesMissing`."""
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
    if edition.change is Change.CORRECTION and not original.change_note:
        raise Incomplete("note")
    if edition.change is Change.TRANSLATION:
        _check_addition(edition)
    _check_files(edition)


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
    for name in (*contents.PLAIN_FIELDS, "themes", "bodies", "sources"):
        if getattr(old, name) != getattr(new, name):
            raise NotAddition(name)
    for tag, text in old.translations.items():
        added = new.translations.get(tag)
        kept = [name for name in contents.TEXT_FIELDS if name != "change_note"]
        if added is None or any(getattr(text, name) != getattr(added, name) for name in kept) or said_of(before, tag) != said_of(edition, tag):
            raise NotAddition(tag)
    if set(old.translations) == set(new.translations):
        raise NotAddition("")
