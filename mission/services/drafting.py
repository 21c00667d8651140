"""Writing at a form: a draft begins once, however often its form is sent; an unchanged text is no save; what is typed is kept as it goes."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..models import Change, Edition, JournalEntry, Kind, Person, Sitting, State, TranslationStatus
from . import merging, publishing
from .markup import canonical, tidied
from .publishing import Agreed, EditionContent, NotAddition, StaleEdition
from .publishing.content import changed_besides
from .publishing.verbs import load, verb
from .publishing.writing import UNFROZEN

_FORGOTTEN = timedelta(days=7)
# So long the saves of one person, one after the other, are one line of the journal.
_ONE_SITTING = timedelta(minutes=15)


def begun(session: Session, actor: Person, key: str) -> Edition | None:
    """The draft that this window has begun, or writes in."""
    found = session.get(Sitting, _digest(actor, key), populate_existing=True)
    return session.get(Edition, found.edition_id, populate_existing=True) if found else None


def begin(session: Session, actor: Person, kind: Kind, content: EditionContent, *, key: str, at: datetime, by_itself: bool = False) -> Edition:
    """A new document with its first draft; the one that there is, where the same form was sent a moment ago.

    Raises `StaleEdition` where that form said something else.
    """
    try:
        edition = _begin(session, actor, kind, content, key=key, at=at, by_itself=by_itself)
    except IntegrityError:
        # Sent twice at the same time: the other one has begun it.
        edition = None
        if begun(session, actor, key) is None:
            raise
    if edition is None and (edition := begun(session, actor, key)):
        return keep(session, actor, edition.id, content, version=0, key=key, at=at, by_itself=by_itself)
    assert edition is not None
    return edition


@verb
def _begin(session: Session, actor: Person, kind: Kind, content: EditionContent, *, key: str, at: datetime, by_itself: bool) -> Edition | None:
    if begun(session, actor, key):
        return None
    session.execute(delete(Sitting).where(Sitting.saved_at < at - _FORGOTTEN))
    edition: Edition = publishing.draft.__wrapped__(session, actor, kind, content, at=at)  # type: ignore[attr-defined]
    # Put in, never over another: of two at the same time the second waits here for the first, and then finds its draft.
    session.add(_sitting(_digest(actor, key), edition, at, by_itself))
    session.flush()
    return edition


@verb
def keep(session: Session, actor: Person, edition_id: int, content: EditionContent, *, version: int, key: str, at: datetime,
         by_itself: bool = False, kind: Kind | None = None, was: Mapping[str, str] | None = None, change: Change | None = None,
         as_draft: bool = False) -> Edition:  # fmt: skip
    """Save, unless nothing differs from what is kept: a second click, or a second tab with the same text, does nothing.

    `key` is that of the window; `by_itself`: the form saved on its own. It touches drafts alone, and the journal has one line for a sitting.
    `was` are the prints of the fields as the form was opened: what was not touched since stays as it is kept now, whoever wrote it.
    `kind` changes the kind of what was never public. Raises `StaleEdition` where another window has changed the same field, or, without
    `was`, anything, since `version`; `NotAddition` where a draft that adds a language says anything else otherwise than what is public.
    `change` makes it another kind of draft: a correction, where more than a language is to be changed.
    `as_draft`: the window shows a draft. Raises `Agreed` where it has been submitted or approved since: nobody takes that back unawares.
    """
    edition = load(session, edition_id, None, "save", *((State.DRAFT,) if by_itself else UNFROZEN))
    kept, content = publishing.read(edition), normal(content)
    if edition.document.current_edition_id is not None or (was and was.get("kind") == (kind and kind.value)):
        kind = None
    mine = session.get(Sitting, _digest(actor, key))
    own = mine is not None and (mine.edition_id, mine.version) == (edition.id, edition.version)
    alone = edition.version == version or own
    if was:
        # Also of the newest version a window may show a field as it was before: another's change was put together with its own, and is kept, not shown.
        # Only where the answer to its own last save was lost, its prints are older than what it has saved itself.
        alone = (own and edition.version != version) or not merging.collisions(content, kept, was)
        content = _one_original(merging.merged(content, kept, was), kept) if alone else content
    if content == kept and kind in (None, edition.document.kind) and change in (None, edition.change):
        return edition
    if as_draft and edition.state is not State.DRAFT:
        raise Agreed(edition.version)
    if not alone:
        raise StaleEdition(edition.version)
    if (change or edition.change) is Change.TRANSLATION and (names := besides(edition, content)):
        raise NotAddition(names)
    noted = not (by_itself and _sits(session, actor, edition, at))
    saved: Edition = publishing.save.__wrapped__(  # type: ignore[attr-defined]
        session, actor, edition_id, content, version=edition.version, at=at, noted=noted, kind=kind, change=change
    )
    _sit(session, _digest(actor, key), saved, at, by_itself)
    return saved


def besides(edition: Edition, content: EditionContent) -> tuple[str, ...]:
    """What `content` says otherwise than what is public of the document, apart from languages that it adds."""
    public = edition.document.current_edition
    return changed_besides(normal(publishing.read(public)), normal(content)) if public is not None else ()


def _sit(session: Session, key: str, edition: Edition, at: datetime, by_itself: bool) -> None:
    session.flush()
    session.merge(_sitting(key, edition, at, by_itself))
    session.flush()


def _sitting(key: str, edition: Edition, at: datetime, by_itself: bool) -> Sitting:
    return Sitting(key=key, edition_id=edition.id, version=edition.version if by_itself else 0, saved_at=at)


def _digest(actor: Person, key: str) -> str:
    return hashlib.sha256(f"{actor.id}:{key}".encode()).hexdigest()


def _sits(session: Session, actor: Person, edition: Edition, at: datetime) -> bool:
    last = session.scalar(select(JournalEntry).where(JournalEntry.edition_id == edition.id).order_by(JournalEntry.id.desc()).limit(1))
    return last is not None and last.person_id == actor.id and last.verb in ("draft", "save") and last.recorded_at > at - _ONE_SITTING


def _one_original(content: EditionContent, kept: EditionContent) -> EditionContent:
    """Where two persons have each named another original, the one that was kept first stays it."""
    originals = [tag for tag, text in content.translations.items() if text.status is TranslationStatus.ORIGINAL]
    if len(originals) < 2:
        return content
    before = next((tag for tag in originals if tag in kept.translations and kept.translations[tag].status is TranslationStatus.ORIGINAL), originals[0])
    texts = {
        tag: replace(text, status=TranslationStatus.COURTESY) if tag in originals and tag != before else text for tag, text in content.translations.items()
    }
    return replace(content, translations=texts)


def normal(content: EditionContent) -> EditionContent:
    """`content` as it would be read again."""
    texts = {
        tag: replace(
            text, title=tidied(text.title), label=tidied(text.label), summary=tidied(text.summary), body=canonical(text.body),
            change_note=tidied(text.change_note),
        )
        for tag, text in content.translations.items()
    }  # fmt: skip
    return replace(content, translations=texts, themes=tuple(dict.fromkeys(content.themes)), bodies=tuple(dict.fromkeys(content.bodies)))
