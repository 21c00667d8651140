"""Places of pages in the tree: where a page will stand, whether it may, and how it takes its place."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ...addresses import CODE, SEGMENT
from ...models import Document, Edition, Kind, PageAddress, Recall, Release, Settlement
from .errors import CannotMove, Incomplete, PlaceTaken, Refusal
from .verbs import lock_public_acts


def page_path(session: Session, edition: Edition) -> str:
    """The path of a page below its section, from its parent's settled place and its own segment."""
    if edition.parent_id is None:
        return edition.segment or ""
    parent = session.get(Document, edition.parent_id)
    if parent is None or parent.path is None or session.get(Recall, parent.id) is not None:
        raise Incomplete("place")
    return f"{parent.path}/{edition.segment}" if parent.path else edition.segment or ""


def lock_places(session: Session, edition_id: int) -> None:
    """Before a page is released: until the transaction ends no other page is promised a place, or takes one. Two that are released to the same
    place at the same moment would else each find it free."""
    if session.scalar(select(Document.kind).join(Edition, Edition.document_id == Document.id).where(Edition.id == edition_id)) is Kind.PAGE:
        lock_public_acts(session)


def hindrance(session: Session, edition: Edition) -> Refusal | None:
    """Why a page that was released cannot take its place now, where it cannot: the tree has changed since."""
    if edition.document.kind is not Kind.PAGE:
        return None
    try:
        _check_free(session, edition)
    except Refusal as refusal:
        return refusal
    return None


def check_place(session: Session, edition: Edition) -> None:
    """Raise why the page cannot stand where its edition says: `Incomplete`, `CannotMove`, `PlaceTaken`."""
    if _is_promised(session, edition):
        raise PlaceTaken
    _check_free(session, edition)


def _check_free(session: Session, edition: Edition) -> str:
    segment = edition.segment or ""
    if not SEGMENT.match(segment) or CODE.match(segment) if segment else edition.parent_id is not None:
        raise Incomplete("segment")
    path = page_path(session, edition)
    _check_above(session, edition)
    if _held_by_another(session, edition.section, path, edition.document_id):
        raise PlaceTaken
    for document_id, below in below_at(session, edition.document_id, path):
        if _held_by_another(session, edition.section, below, document_id):
            raise PlaceTaken
    return path


def _check_above(session: Session, edition: Edition) -> None:
    """A page stands neither below itself nor in another section than what is above and below it."""
    above = edition.parent_id
    while above is not None:
        if above == edition.document_id:
            raise CannotMove("below")
        document = session.get(Document, above)
        current = document.current_edition if document else None
        if current is None or current.section != edition.section:
            raise CannotMove("section")
        above = current.parent_id
    before = edition.document.current_edition
    if before is not None and before.section != edition.section and has_pages_below(session, edition.document_id):
        raise CannotMove("section")


def _is_promised(session: Session, edition: Edition) -> bool:
    """Whether another page is released to this very place and only waits for its minute."""
    waiting = (
        select(Edition.id).join(Document, Document.id == Edition.document_id).join(Release, Release.edition_id == Edition.id)
        .outerjoin(Settlement, Settlement.edition_id == Edition.id)
        .where(
            Settlement.edition_id.is_(None), Document.kind == Kind.PAGE, Edition.document_id != edition.document_id,
            Edition.section == edition.section, Edition.segment == edition.segment, Edition.parent_id == edition.parent_id,
        )
    )  # fmt: skip
    return session.scalar(waiting.limit(1)) is not None


def _held_by_another(session: Session, section: str, path: str, document_id: int) -> bool:
    taken = select(PageAddress.document_id).where(PageAddress.section == section, PageAddress.path == path)
    return session.scalar(taken) not in (None, document_id)


def below_at(session: Session, document_id: int, path: str) -> Iterator[tuple[int, str]]:
    """Every public page below a page, with the path that it has once the page stands at `path`."""
    for child, segment in session.execute(_children(document_id)).all():
        there = f"{path}/{segment}" if path else segment or ""
        yield child.id, there
        yield from below_at(session, child.id, there)


def has_pages_below(session: Session, document_id: int) -> bool:
    """Whether public pages stand directly below a page."""
    return session.execute(_children(document_id).limit(1)).first() is not None


def _children(document_id: int) -> Select[Document, str | None]:
    return select(Document, Edition.segment).join(Edition, Document.current_edition_id == Edition.id).where(
        Edition.parent_id == document_id, Document.kind == Kind.PAGE, ~select(Recall.document_id).where(Recall.document_id == Document.id).exists()
    )  # fmt: skip


def take_place(session: Session, document: Document, edition: Edition, at: datetime) -> str:
    """The page's place in the tree, for itself and for all below it; earlier addresses stay theirs and redirect. Returns its name.

    Raises what `check_place` raises where the tree has changed since the release.
    """
    path = _check_free(session, edition)
    _occupy(session, document, edition.section, path, at)
    for child_id, below in list(below_at(session, document.id, path)):
        _occupy(session, session.get_one(Document, child_id), edition.section, below, at)
    return f"{edition.section}/{document.path}" if document.path else edition.section


def _occupy(session: Session, document: Document, section: str, path: str, at: datetime) -> None:
    document.path = path
    held = session.get(PageAddress, (section, path))
    if held is None:
        session.add(PageAddress(section=section, path=path, document_id=document.id, since=at))
    elif held.document_id != document.id:
        raise PlaceTaken
    session.flush()
