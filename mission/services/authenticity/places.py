"""Where pages stand: every settling is gone through again in its order, and must lead to the places that the site has now."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Document, Edition, Kind, PageAddress, RegisterEntry, Settlement
from ...verify.register import Fault


@dataclass
class _Tree:
    """The pages as they stood after each act; `ever` is every address that one has had, and whose it is."""

    paths: dict[int, str] = field(default_factory=dict)
    editions: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    ever: dict[tuple[str, str], int] = field(default_factory=dict)

    def occupy(self, document_id: int, section: str, path: str) -> None:
        """A page takes its place, and all below it follow."""
        self.paths[document_id] = path
        self.ever.setdefault((section, path), document_id)
        for child, (parent, segment) in list(self.editions.items()):
            below = f"{path}/{segment}" if path else segment
            if parent == document_id and child != document_id and self.paths.get(child) != below:
                self.occupy(child, section, below)


def places(session: Session) -> Iterator[Fault]:
    """Every page is where its editions put it, and every address is the page's that had it first."""
    tree = _Tree()
    rows = (
        select(Settlement.register_sequence, Edition.document_id, Edition.section, Edition.parent_id, Edition.segment, RegisterEntry.name)
        .join(Edition, Edition.id == Settlement.edition_id).join(Document, Document.id == Edition.document_id)
        .join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
        .where(Document.kind == Kind.PAGE).order_by(Settlement.register_sequence)
    )  # fmt: skip
    for sequence, document_id, section, parent_id, segment, name in session.execute(rows):
        above = tree.paths.get(parent_id, None) if parent_id is not None else ""
        if above is None:
            yield Fault(sequence, "the page stands below one that was not public: its place was changed")
            above = ""
        path = f"{above}/{segment}" if above else segment or ""
        tree.occupy(document_id, section, path)
        tree.editions[document_id] = parent_id, segment or ""
        if (here := f"{section}/{path}" if path else section) != name:
            yield Fault(sequence, f"the page stands at {here}, and was entered at {name}: its place was changed")
    yield from _now(session, tree)


def _now(session: Session, tree: _Tree) -> Iterator[Fault]:
    for document_id, path in session.execute(select(Document.id, Document.path).where(Document.path.is_not(None) | (Document.kind == Kind.PAGE))):
        if path != tree.paths.get(document_id):
            yield Fault(0, f"document {document_id} says that it stands at “{path}”, and its editions put it at “{tree.paths.get(document_id)}”")
    held = {(section, path): owner for section, path, owner in session.execute(select(PageAddress.section, PageAddress.path, PageAddress.document_id))}
    for place in sorted({*held, *tree.ever}):
        if held.get(place) != tree.ever.get(place):
            yield Fault(0, f"the address {'/'.join(one for one in place if one)} is not the page’s that had it: it was changed")
