"""What the search of the desk finds beside the texts themselves: names, descriptions and captions of files, and words that stand only in an
earlier edition.

None of it stands in an index. The database looks for the longest word asked for, give or take its ending and its accents; the newest of what
it finds are then read as every other text is. A name in another language finds nothing here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from ..models import Document, Edition, EditionFile, Recall, Settlement, Translation
from .markup import readable
from .search import finding
from .search.matching import Texts, answers
from .search.names import Names
from .search.query import pieces

# So many files and so many languages of earlier editions are read, those added or settled last.
_READ = 100
_WORD = re.compile(r"[^\W_]+")
# What is written with or without an accent, a hamza or two points.
_ACCENTED = re.compile(r"[aceinouy]|[^\x00-\x7f\u0621-\u064a]|[\u0621-\u0627\u0629\u0647\u0649\u064a]", re.IGNORECASE)
_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=.{3})")
# So much of a word may be its ending.
_ENDING, _LEAST = 3, 4


@dataclass(frozen=True)
class Beside:
    """An edition in which something beside its public text was found: in a ``file``, or in that it is an ``earlier`` edition."""

    edition: Edition
    where: str


def beside(session: Session, names: Names, written: str, writes: bool) -> Iterator[Beside]:
    """Where what is asked for stands beside the texts that everybody searches, for whoever `writes` in what is not public too."""
    pattern = _pattern(written)
    if not pattern:
        return
    recalled = select(Recall.document_id).where(Recall.document_id == Document.id).exists()
    newest, unsettled = Document.current_edition_id == Edition.id, Settlement.edition_id.is_(None)
    standing = or_(newest, unsettled) if writes else newest & ~recalled
    past = ~newest & ~unsettled if writes else ~newest & ~unsettled & ~recalled
    # Past editions are few beside all texts: they are chosen first, so that no other text is read through.
    chosen = select(Edition.id).join(Document, Document.id == Edition.document_id).outerjoin(Settlement, Settlement.edition_id == Edition.id)
    files = select(EditionFile).where(
        _like(pattern, EditionFile.name, EditionFile.alternative, EditionFile.caption), EditionFile.edition_id.in_(chosen.where(standing))
    )
    earlier = select(Translation).where(
        _like(pattern, Translation.title, Translation.summary, Translation.body), Translation.edition_id.in_(chosen.where(past))
    )
    for found, where in (
        (session.scalars(files.order_by(EditionFile.edition_id.desc()).limit(_READ)).all(), "file"),
        (session.scalars(earlier.order_by(Translation.edition_id.desc()).limit(_READ)).all(), "earlier"),
    ):
        questions = finding.put_to(session, written, map(_said, found))
        hits = {one.edition_id for one in found if answers(questions, _said(one), names)}
        held = select(Edition).where(Edition.id.in_(hits)).options(selectinload(Edition.translations), selectinload(Edition.document))
        yield from (Beside(one, where) for one in session.scalars(held.order_by(Edition.id.desc())))


def _said(one: EditionFile | Translation) -> Texts:
    if isinstance(one, Translation):
        parts = (one.title, one.summary, readable(one.body)[0])
    else:
        parts = (" ".join(_WORD.findall(one.name)), one.alternative, one.caption)
    return {one.language: parts}


def _pattern(written: str) -> str:
    """The longest word asked for as the database looks for it; empty where none is."""
    words = [word for one in pieces(written) if not one.excluded for word in _WORD.findall(one.text)]
    longest = _ARTICLE.sub("", max(words, key=len, default=""))
    begun = longest[: max(_LEAST, len(longest) - _ENDING)]
    return f"%{_ACCENTED.sub('_', begun)}%" if begun else ""


def _like(pattern: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(one.ilike(pattern) for one in columns))
