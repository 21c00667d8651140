"""Writing: a draft begins, is saved, or is discarded."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ...models import Change, Document, Edition, JournalEntry, Kind, LegacyAddress, Person, Stage, State
from ..filing.carrying import carry
from . import content as contents
from .completeness import leads_nowhere
from .content import EditionContent
from .errors import EditionUnderWay, NeverPublic, ReturnsOpenly, WrongState
from .verbs import load, record, refuse_moved_on, refuse_recalled, verb

UNFROZEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)


@verb
def draft(session: Session, actor: Person, kind: Kind, content: EditionContent, *, at: datetime,
          content_key: str | None = None) -> Edition:  # fmt: skip
    """Begin a new document with its first edition, a draft. `content_key` names the file of the initial content."""
    document = Document(id=_unused(session, Document.id, JournalEntry.document_id), kind=kind, created_at=at, content_key=content_key)
    session.add(document)
    session.flush()
    return _begin(session, actor, document, Change.FIRST, content, at)


@verb
def begin(session: Session, actor: Person, document_id: int, change: Change, *, at: datetime, seen: int | None = None) -> Edition:
    """Begin the next edition of a public document, with what its newest settled edition says; `seen` is the public edition that the
    person had before them.

    Raises `NeverPublic`, `Gone`, `EditionUnderWay` where an unsettled edition exists, `StaleEdition` where another one is public by now,
    `ReturnsOpenly` where the document is withdrawn and the change is no correction.
    """
    document = session.get(Document, document_id, with_for_update=True)
    if document is None or document.current_edition is None:
        raise NeverPublic
    refuse_recalled(session, document_id)
    if unsettled := unsettled_edition(session, document_id):
        raise EditionUnderWay(unsettled.id)
    refuse_moved_on(document, seen)
    if change is not Change.CORRECTION and document.current_edition.withdrawal is not None:
        raise ReturnsOpenly
    content = contents.read(document.current_edition)
    fresh = {tag: replace(text, change_note="") for tag, text in content.translations.items()}
    edition = _begin(session, actor, document, change, replace(content, translations=fresh), at)
    carry(document.current_edition, edition)
    session.flush()
    return edition


def _begin(session: Session, actor: Person, document: Document, change: Change, content: EditionContent,
           at: datetime) -> Edition:  # fmt: skip
    last = session.scalar(select(func.max(Edition.sequence)).where(Edition.document_id == document.id)) or 0
    edition = Edition(
        id=_unused(session, Edition.id, JournalEntry.edition_id), document=document, sequence=last + 1, version=1, stage=Stage.DRAFT, change=change,
        section=content.section, created_at=at, saved_at=at,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    contents.write(session, edition, content)
    record(session, actor, "draft", at, edition=edition)
    session.flush()
    return edition


def _unused(session: Session, key: InstrumentedAttribute[int], noted: InstrumentedAttribute[int | None]) -> int | None:
    """SQLite would give the number of a discarded draft again: a page that was open would then save into another text or approve it, and
    the history of the one would be the other's. PostgreSQL counts on."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    last = session.scalar(select(func.max(key))) or 0
    return (session.scalar(select(func.max(noted)).where(noted > last, JournalEntry.verb == "discard")) or last) + 1


@verb
def save(session: Session, actor: Person, edition_id: int, content: EditionContent, *, version: int, at: datetime,
         change: Change | None = None, noted: bool = True, kind: Kind | None = None, remark: str = "") -> Edition:  # fmt: skip
    """Write `content` into an edition that is not frozen; what was submitted or approved becomes a draft again.

    `noted=False` leaves the journal alone: for one save of many in a few minutes, whose first was noted. `kind` changes the kind of what
    never was public: it holds no number yet. `remark` stands in the journal.
    """
    edition = load(session, edition_id, version, "save", *UNFROZEN)
    contents.write(session, edition, content)
    if change is not None and edition.change is not Change.FIRST:
        edition.change = change
    if kind is not None and edition.document.current_edition_id is None:
        edition.document.kind = kind
    reopen(edition, at)
    if noted:
        record(session, actor, "save", at, edition=edition, remark=remark)
    return edition


def reopen(edition: Edition, at: datetime) -> None:
    """Whatever was agreed about an edition was about what stood in it before this save."""
    edition.stage = Stage.DRAFT
    edition.approved_by_id = edition.approved_at = None
    edition.approval_overrides = False
    edition.version += 1
    edition.saved_at = at


@verb
def discard(session: Session, actor: Person, edition_id: int, *, version: int, at: datetime) -> None:
    """Drop a draft, or what leads nowhere any more; a document that never had anything else goes with it. The journal keeps that it was."""
    edition = load(session, edition_id, version, "discard", *UNFROZEN, gone_too=True)
    if edition.state is not State.DRAFT and not leads_nowhere(session, edition):
        raise WrongState("discard", edition.state.value)
    document = edition.document
    record(session, actor, "discard", at, edition=edition)
    session.delete(edition)
    session.flush()
    if document.current_edition_id is None and not session.scalar(
        select(Edition.id).where(Edition.document_id == document.id).limit(1)
    ):
        # An address of an earlier site that should lead to it leads nowhere now.
        session.execute(delete(LegacyAddress).where(LegacyAddress.document_id == document.id))
        session.expire(document)
        session.delete(document)


def unsettled_edition(session: Session, document_id: int) -> Edition | None:
    """The edition of a document that is under way, if there is one."""
    newest = select(Edition).where(Edition.document_id == document_id).order_by(Edition.sequence.desc()).limit(1)
    edition = session.scalar(newest)
    return edition if edition is not None and edition.state is not State.SETTLED else None
