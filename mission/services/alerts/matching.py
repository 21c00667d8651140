"""Whether a document belongs to a list that somebody follows: by the text itself, so that no letter waits for an index."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from ...models import Document
from .. import listing, visibility
from ..filtering import Filter
from ..markup import plain
from ..search import finding, matching
from ..search.query import wordless
from ..shown import Public
from ..visibility import numbered


def among(session: Session, wanted: Filter, ids: Collection[int]) -> set[int]:
    """Those of the documents `ids` that are public and that `wanted` asks for. By words that are none nobody follows everything."""
    if not ids or wordless(wanted.q):
        return set()
    rows = session.execute(listing.narrow(numbered(), wanted).where(Document.id.in_(ids))).all()
    documents = visibility.unkept(session, rows)
    if wanted.q.strip():
        question, names = finding.understood(session, wanted.q), finding.names(session)
        documents = tuple(
            one for one in documents
            if matching.matches(question, _texts(one), names, (one.code, one.reference), one.dated)
        )  # fmt: skip
    return {one.id for one in documents}


def _texts(one: Public) -> matching.Texts:
    return {tag: (text.title, text.summary, plain(text.body)) for tag, text in one.texts.items()}
