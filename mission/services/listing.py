"""Lists of numbered documents that a filter asks for: by the index where there is one in step, else by the database alone."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, case
from sqlalchemy.orm import Session

from ..models import Document, Edition, Precision, Settlement, Withdrawal
from .filtering import PAGE_SIZE, Filter
from .keeping import Passing, kept, passing
from .narrowing import counted, narrow, narrowed, ordered
from .search import finding
from .search.engine import Engine
from .search.index import shelf
from .search.query import Question
from .search.query import wordless as wordless
from .search.written import as_written
from .shown import Public
from .visibility import assemble, numbered, numbered_of, whole

Made = TypeVar("Made")
_AT_ONCE = 500


@dataclass(frozen=True)
class Listed:
    """One page of a list: its documents, how many there are in all, and the counts per facet and value (years and months too).

    `prepared` is False where words could not be looked for because there is no index yet, and the list is the whole one; `begun` where the last
    word was taken for the beginning of one.
    """

    documents: tuple[Public, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    question: Question | None = None
    prepared: bool = True
    begun: bool = False
    # The last public act that the index knew; 0 where the database answered alone. What is kept of an answer is known by it.
    known: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether words were looked for that only begin with the last one."""
        return self.question is not None and any(group.begun or group.opened for groups in self.question.wanted.values() for group in groups)

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


class NotPrepared(Exception):
    """Words cannot be looked for: there is no index yet on this machine."""


def find(session: Session, wanted: Filter) -> Listed:
    """The documents that `wanted` asks for, with counts; a page beyond the last one is empty. Without words the answer is the database's
    own where the index is behind it, or does not hold what is asked for."""
    held = finding.engine(session, Passing.NEVER if wanted.q else Passing.LASTING)
    if held is None or wanted.apart or not (wanted.q or finding.in_step(session, held)):
        return kept(session).get(("list", wanted), lambda: _listed(session, wanted))
    found = unless_damaged(session, lambda: kept(session).get(("list", held.stamp, wanted), lambda: _found(session, held, wanted)))
    return found or _listed(session, wanted)


def unless_damaged(session: Session, ask: Callable[[], Made], how: Passing = Passing.NEVER) -> Made | None:
    """What is asked of the index; None where that turns out to be damaged. `how` is how long what is made without it may be kept: whoever asks
    again may find it whole."""
    try:
        return ask()
    except ValueError as error:
        shelf.damaged(error)
        passing(session, how)
        return None


def as_found(session: Session, wanted: Filter) -> Filter:
    """`wanted` as its list takes it: with its last word for the beginning of one where no text holds it as a whole and some hold such words, whatever
    the filters beside it. By this one rule a query is the same list on its page, in feeds and tables, and by mail."""
    held = finding.engine(session) if wanted.q.strip() and not wanted.begun else None
    if held is None:
        return wanted
    return replace(wanted, begun=True) if unless_damaged(session, lambda: finding.goes_on(session, held, wanted)) else wanted


def nowhere_whole(session: Session, wanted: Filter) -> bool:
    """Whether no text that the index knows holds the last word as a whole: the first that holds words that begin so makes it the beginning of one."""
    held = finding.engine(session) if wanted.q.strip() and not wanted.begun else None
    return held is not None and bool(unless_damaged(session, lambda: finding.nowhere_whole(session, held, wanted)))


def _found(session: Session, held: Engine, wanted: Filter) -> Listed:
    """The list as the index gives it; raises ValueError where that is damaged."""
    found = finding.find(session, held, wanted)
    documents = by_ids(session, found.ids)
    return Listed(documents, found.total, found.counts, found.question, begun=found.begun, known=held.stamp)


def of_the_year_alone(session: Session, wanted: Filter) -> int:
    """How many of the documents that `wanted` asks for are known to the year alone; 0 where words cannot be looked for."""
    listed = find(session, replace(wanted, precision=Precision.YEAR.value, page=1))
    return listed.total if listed.prepared else 0


def left_out(session: Session, wanted: Filter) -> int:
    """How many documents known to the year alone are in none of the months that `wanted` asks for, while the whole of those years holds them."""
    return of_the_year_alone(session, wanted.by_whole_years()) - of_the_year_alone(session, wanted) if wanted.cuts_years else 0


def near(session: Session, wanted: Filter, limit: int) -> Listed:
    """The first documents that hold most of the words that are asked for, where none holds all of them."""
    held = finding.engine(session)
    found = unless_damaged(session, lambda: finding.near(session, held, wanted, limit)) if held and wanted.q else None
    return Listed(by_ids(session, found.ids), found.total, {}, found.question, known=held.stamp) if held and found else Listed((), 0, {})


def meant(session: Session, wanted: Filter, reader: str) -> str:
    """Another spelling of words that nothing holds, as texts write it, where that finds something. `reader` is the tag of the reader's language."""
    held = finding.engine(session)
    return (unless_damaged(session, lambda: _meant(session, held, wanted, reader)) if held else None) or ""


def _meant(session: Session, held: Engine, wanted: Filter, reader: str) -> str:
    otherwise = finding.meant(session, held, wanted, reader)
    if not otherwise:
        return ""
    written = as_written(held, wanted.q, otherwise, reader, lambda ids: whole_by_ids(session, ids))
    return written if finding.holds(session, held, replace(wanted, q=written)) else ""


def whole_by_ids(session: Session, ids: Sequence[int]) -> tuple[Public, ...]:
    """As `by_ids`, with the texts."""
    rows = {row.id: row for row in session.connection().execute(_BY_IDS, {"ids": list(ids)})} if ids else {}
    return whole(session, [rows[one] for one in ids if one in rows])


def by_ids(session: Session, ids: Sequence[int]) -> tuple[Public, ...]:
    """What of these documents is public, in their order and without bodies of text: an index proposes, the gate decides."""
    return numbered_of(session, ids)


def answering(session: Session, listed: Listed) -> Mapping[int, tuple[str, ...]]:
    """By document of a list, the languages of which the text holds all that is asked for."""
    held, question = finding.engine(session), listed.question
    if held is None or question is None:
        return {}
    return unless_damaged(session, lambda: held.answering(question, [one.id for one in listed.documents])) or {}


def _listed(session: Session, wanted: Filter) -> Listed:
    """The list by the database alone, for as long as there is no index in step with it. Words it cannot look for."""
    prepared = not wanted.q.strip()
    wanted = replace(wanted, q="")
    keep = kept(session)
    alike = replace(wanted, page=1, sort="")
    total, counts = keep.get(("counted", alike), lambda: counted(session, alike))
    offset = (wanted.page - 1) * PAGE_SIZE
    if offset >= total:
        return Listed((), total, counts, prepared=prepared)
    rows = keep.get(
        ("listed", wanted),
        lambda: session.connection().execute(ordered(narrowed(wanted), wanted.order).limit(PAGE_SIZE).offset(offset)).all(),
    )
    return Listed(assemble(session, rows), total, counts, prepared=prepared)


def followed(session: Session, wanted: Filter, limit: int) -> list[tuple[datetime, int]]:
    """The first `limit` documents that `wanted` asks for, those with the last act first: when that was, and their identifiers. Settling and
    withdrawing are acts. Raises `NotPrepared`."""
    acted = case((Withdrawal.withdrawn_at > Settlement.settled_at, Withdrawal.withdrawn_at), else_=Settlement.settled_at)
    every = numbered().outerjoin(Withdrawal, Withdrawal.edition_id == Edition.id).with_only_columns(acted, Document.id)
    if not wanted.q.strip():
        return [(at, one) for at, one in session.execute(narrow(every, wanted).order_by(acted.desc(), Document.id.desc()).limit(limit))]
    ids = _worded(session, wanted, "settled", limit)
    found = [row for begun in range(0, len(ids), _AT_ONCE) for row in session.execute(every.where(Document.id.in_(ids[begun : begun + _AT_ONCE])))]
    return sorted(((at, one) for at, one in found), reverse=True)


def taken(session: Session, wanted: Filter, limit: int) -> tuple[Public, ...]:
    """The first `limit` documents that `wanted` asks for, in its order and without bodies of text: what somebody takes away. Raises
    `NotPrepared`."""
    if wanted.q.strip():
        ids = _worded(session, wanted, wanted.order, limit)
        return tuple(one for begun in range(0, len(ids), _AT_ONCE) for one in by_ids(session, ids[begun : begun + _AT_ONCE]))
    return assemble(session, session.connection().execute(ordered(narrowed(wanted), wanted.order).limit(limit)).all())


def _worded(session: Session, wanted: Filter, order: str, limit: int) -> list[int]:
    held = finding.engine(session)
    ids = unless_damaged(session, lambda: finding.ids(session, held, wanted, order, limit)) if held else None
    if ids is None:
        raise NotPrepared
    return ids


def newest(session: Session, limit: int, *, section: str = "", theme: str = "", body: str = "", apart: tuple[int, ...] = ()) -> tuple[Public, ...]:
    """The newest few numbered documents of a section, a theme or a body, without those `apart`."""
    wanted = Filter(section=section, theme=(theme,) if theme else (), body=(body,) if body else (), apart=apart)
    return few(session, ("newest", wanted, limit), lambda: _newest(wanted), {"limit": limit})


@lru_cache(256)
def _newest(wanted: Filter) -> Select[*tuple[Any, ...]]:
    return ordered(narrowed(wanted), "newest").limit(bindparam("limit"))


def beginning_on(session: Session, dates: Collection[str]) -> tuple[Public, ...]:
    """The numbered documents that begin on these days, or in these months or years: ``2014-03-04``, ``2014-03``, ``2014``."""
    days = sorted({date.fromisoformat(f"{one}-01-01"[:10]) for one in dates})
    return few(session, ("beginning", tuple(days)), lambda: numbered().where(Edition.dated_start.in_(days)).order_by(Document.id)) if days else ()


def few(
    session: Session, key: Hashable, statement: Callable[[], Select[*tuple[Any, ...]]], values: Mapping[str, Any] | None = None, about: Public | None = None
) -> tuple[Public, ...]:
    """The documents of a statement that is built only where its answer is not kept; `about` one that may be a preview."""
    return assemble(session, asked(session, about, key, lambda: session.connection().execute(statement(), values).all()))


def asked(session: Session, about: Public | None, key: Hashable, ask: Callable[[], Any]) -> Any:
    """What `ask` gives, kept under `key`; of a preview nothing is: it changes, and nobody outside shall see what it is about."""
    return ask() if about is not None and about.draft else kept(session).get(key, ask)


# Built once: to build a statement costs more than to run it.
_BY_IDS = numbered().add_columns(Document.id).where(Document.id.in_(bindparam("ids", expanding=True)))
