"""The tree of pages as the desk sees it: what is public, what is under way, what was withdrawn or recalled."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from ..addresses import ROOMS
from ..models import Document, Edition, Kind, Recall, Settlement, Withdrawal


@dataclass(frozen=True)
class Node:
    """A page. `titles` go by language tag; `state` is ``public``, ``withdrawn``, ``recalled`` or ``new``; `under_way` is the state of the
    edition under way, if there is one; `first` and `last` say that nothing public stands before or after it beside its siblings."""

    document_id: int
    section: str
    path: str
    parent_id: int | None
    depth: int
    position: int
    titles: dict[str, str]
    state: str
    under_way: str = ""
    first: bool = False
    last: bool = False

    @property
    def movable(self) -> bool:
        """Whether it has a place among siblings that can be changed."""
        return self.state in ("public", "withdrawn") and self.parent_id is not None and self.under_way != "released"


def nodes(session: Session) -> tuple[Node, ...]:
    """Every page, each after the one above it, in the order in which they will stand once everything under way is public."""
    recalled = set(session.scalars(select(Recall.document_id)))
    withdrawn = set(session.scalars(select(Withdrawal.edition_id)))
    found: dict[int | None, list[Node]] = {}
    changing = _under_way(session)
    texts = selectinload(Document.current_edition).selectinload(Edition.translations)
    for document in session.scalars(select(Document).where(Document.kind == Kind.PAGE).options(texts)):
        under_way, current = changing.get(document.id), document.current_edition
        edition = current or under_way
        if edition is not None:
            state = "new" if current is None else "recalled" if document.id in recalled else "withdrawn" if current.id in withdrawn else "public"
            node = _node(document, edition, under_way, state)
            found.setdefault(node.parent_id, []).append(node)
    tops = sorted(found.get(None, ()), key=lambda one: (ROOMS.index(one.section) if one.section in ROOMS else len(ROOMS), one.position, one.document_id))
    made: list[Node] = []
    for top in tops:
        _walk(top, found, 0, made)
    return tuple(made)


def _under_way(session: Session) -> dict[int, Edition]:
    """What `unsettled_edition` says of every page at once, by its document."""
    any_edition = aliased(Edition)
    newest = select(func.max(any_edition.sequence)).where(any_edition.document_id == Edition.document_id).scalar_subquery()
    unsettled = (Edition.sequence == newest, ~exists().where(Settlement.edition_id == Edition.id))
    pages = select(Edition).join(Document, Document.id == Edition.document_id).where(Document.kind == Kind.PAGE, *unsettled)
    whole = (selectinload(Edition.translations), joinedload(Edition.release), joinedload(Edition.settlement))
    return {one.document_id: one for one in session.scalars(pages.options(*whole))}


def _node(document: Document, edition: Edition, under_way: Edition | None, state: str) -> Node:
    return Node(
        document.id, edition.section, document.path or edition.segment or "", edition.parent_id, 0, (under_way or edition).position,
        {tag: text.title for tag, text in edition.translations.items() if text.title}, state, under_way.state.value if under_way else "",
    )  # fmt: skip


def _walk(node: Node, found: dict[int | None, list[Node]], depth: int, made: list[Node], first: bool = True, last: bool = True) -> None:
    made.append(Node(**{**node.__dict__, "depth": depth, "first": first, "last": last}))
    below = sorted(found.get(node.document_id, ()), key=lambda one: (one.position, one.document_id))
    standing = [one.document_id for one in below if one.state in ("public", "withdrawn")]
    for one in below:
        _walk(one, found, depth + 1, made, one.document_id in standing[:1], one.document_id in standing[-1:])


def below(every: tuple[Node, ...], document_id: int) -> set[int]:
    """A page and everything below it."""
    found = {document_id}
    for one in every:
        if one.parent_id in found:
            found.add(one.document_id)
    return found
