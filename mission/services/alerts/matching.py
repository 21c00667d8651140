"""Whether a document belongs to a list that somebody follows: by the text itself, so that no letter waits for an index."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ...models import Document
from .. import listing, visibility
from ..filtering import Filter
from ..markup import plain
from ..narrowing import narrow
from ..search import finding, matching
from ..search.query import wordless
from ..shown import Public
from ..visibility import numbered


def among(session: Session, wanted: Filter, ids: Collection[int]) -> set[int]:
    """Those of the documents `ids` that are public and that `wanted` asks for. By words that are none nobody follows everything."""
    if not ids or wordless(wanted.q):
        return set()
    rows = session.execute(narrow(numbered(), wanted).where(Document.id.in_(ids))).all()
    documents = visibility.unkept(session, rows)
    if wanted.q.strip():
        documents = _answering(session, wanted, documents)
    return {one.id for one in documents}


def _answering(session: Session, wanted: Filter, documents: Sequence[Public]) -> tuple[Public, ...]:
    """Those that hold the words. Nobody may have written a word of theirs, nor one that begins so, when the list was asked for: the first text that
    does makes the last word the beginning of one here as it does on the page."""
    if not documents or not listing.nowhere_whole(session, wanted):
        return tuple(one for one in documents if _answers(session, wanted, one))
    return tuple(one for one in documents if _answers(session, replace(wanted, begun=True), one))


def _answers(session: Session, wanted: Filter, one: Public) -> bool:
    texts = _texts(one)
    question = finding.understood(session, wanted.q, texts, begun=wanted.begun)
    return matching.matches(question, texts, finding.names(session), (one.code, one.reference), one.dated)


def _texts(one: Public) -> matching.Texts:
    return {tag: (text.title, text.summary, plain(text.body)) for tag, text in one.texts.items()}
