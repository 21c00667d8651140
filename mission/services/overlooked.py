"""What the search of the desk finds beside the texts themselves: names, descriptions and captions of files, words that stand only in an
earlier edition or a file of one, notes of corrections, and notices.

None of it stands in an index. The database looks for the longest word asked for, give or take its ending and its accents; the newest of what
it finds are then read as every other text is; so are the newest notices, which are few. A name in another language finds nothing here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from ..models import Change, Document, Edition, EditionFile, Recall, Settlement, Translation, Withdrawal
from .markup import readable
from .search import finding
from .search.matching import Texts, answers
from .search.names import Names
from .search.query import pieces

# So many files, languages of earlier editions, notes and notices are read, those added or settled last.
_READ = 100
_WORD = re.compile(r"[^\W_]+")
# What is written with or without an accent, a hamza or two points.
_ACCENTED = re.compile(r"[aceinouy]|[^\x00-\x7f\u0621-\u064a]|[\u0621-\u0627\u0629\u0647\u0649\u064a]", re.IGNORECASE)
_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=.{3})")
# So much of a word may be its ending.
_ENDING, _LEAST = 3, 4


@dataclass(frozen=True)
class Beside:
    """An edition in which something beside its public text was found: in a ``file`` or an ``earlier-file``, in that it is an ``earlier`` edition,
    in the ``note`` of a correction, or in the notice of a ``withdrawal`` or a ``recall``."""

    edition: Edition
    where: str

    @property
    def is_past(self) -> bool:
        """Whether it is found in an earlier edition."""
        return self.where in ("earlier", "earlier-file")


def beside(session: Session, names: Names, written: str, writes: bool) -> Iterator[Beside]:
    """Where what is asked for stands beside the texts that everybody searches, for whoever `writes` in what is not public too."""
    pattern = _pattern(written)
    if not pattern:
        return
    recalled = select(Recall.document_id).where(Recall.document_id == Document.id).exists()
    newest, unsettled = Document.current_edition_id == Edition.id, Settlement.edition_id.is_(None)
    standing = or_(newest, unsettled) if writes else newest & ~recalled
    past = ~newest & ~unsettled if writes else ~newest & ~unsettled & ~recalled
    told = or_(standing, past) if writes else ~unsettled & ~recalled & (Edition.change == Change.CORRECTION)
    # Past editions are few beside all texts: they are chosen first, so that no other text is read through.
    chosen = select(Edition.id).join(Document, Document.id == Edition.document_id).outerjoin(Settlement, Settlement.edition_id == Edition.id)

    def within(model: type[EditionFile | Translation], which: ColumnElement[bool], *columns: InstrumentedAttribute[str]) -> Select[Any]:
        return select(model).where(_like(pattern, *columns), model.edition_id.in_(chosen.where(which))).order_by(model.edition_id.desc())

    of_file, of_text = (EditionFile.name, EditionFile.alternative, EditionFile.caption), (Translation.title, Translation.summary, Translation.body)
    withdrawn = select(Withdrawal) if writes else select(Withdrawal).where(Withdrawal.edition_id.in_(chosen.where(~recalled)))
    for where, statement, said in (
        ("file", within(EditionFile, standing, *of_file), _of_file),
        ("earlier-file", within(EditionFile, past, *of_file), _of_file),
        ("earlier", within(Translation, past, *of_text), _of_text),
        ("note", within(Translation, told, Translation.change_note), _of_note),
        # Into notices, as they are kept, no database looks.
        ("withdrawal", withdrawn.order_by(Withdrawal.withdrawn_at.desc()), _of_notice),
        ("recall", select(Recall).order_by(Recall.recalled_at.desc()), _of_notice),
    ):
        found: Sequence[Any] = session.scalars(statement.limit(_READ)).all()
        questions = finding.put_to(session, written, map(said, found))
        hits = {_edition(session, one) for one in found if answers(questions, said(one), names)}
        held = select(Edition).where(Edition.id.in_(hits)).options(selectinload(Edition.translations), selectinload(Edition.document))
        yield from (Beside(one, where) for one in session.scalars(held.order_by(Edition.id.desc())))


def _edition(session: Session, one: EditionFile | Translation | Withdrawal | Recall) -> int | None:
    return session.get_one(Document, one.document_id).current_edition_id if isinstance(one, Recall) else one.edition_id


def _of_file(one: EditionFile) -> Texts:
    return {one.language: (" ".join(_WORD.findall(one.name)), one.alternative if one.is_picture else "", one.caption)}


def _of_text(one: Translation) -> Texts:
    return {one.language: (one.title, one.summary, readable(one.body)[0])}


def _of_note(one: Translation) -> Texts:
    return {one.language: (one.change_note,)}


def _of_notice(one: Withdrawal | Recall) -> Texts:
    return {tag: (words,) for tag, words in one.notices.items()}


def _pattern(written: str) -> str:
    """The longest word asked for as the database looks for it; empty where none is."""
    words = [word for one in pieces(written) if not one.excluded for word in _WORD.findall(one.text)]
    longest = _ARTICLE.sub("", max(words, key=len, default=""))
    begun = longest[: max(_LEAST, len(longest) - _ENDING)]
    return f"%{_ACCENTED.sub('_', begun)}%" if begun else ""


def _like(pattern: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(one.ilike(pattern) for one in columns))
