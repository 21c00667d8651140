"""The counts beside the list without words and filters, carried over a public act: what it changed is taken off as it was and added as it is.

To count everything anew takes as long as there are documents, and it is the first thing that a reader asks for after an act.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import PublicChange
from .. import visibility
from .engine import Engine
from .queries import Narrowing

# Of documents that have changed meanwhile.
MOST = 200
Counts = dict[str, dict[str, int]]


class _Counted(NamedTuple):
    held: Engine
    counts: Counts


class Tally:
    """What this process has counted last, and of which state of the index."""

    def __init__(self) -> None:
        self._last: _Counted | None = None

    def counts(self, session: Session, held: Engine, fields: tuple[str, ...]) -> Counts:
        """How many documents have each value of each field."""
        last, in_step = self._last, held.stamp == visibility.stamp(session)
        counts = self._carried(session, last, held, fields) if last and in_step else None
        if counts is None:
            counts = held.count(held.queries.question(None, Narrowing(facets={})), fields)
        if in_step:
            # Of an index that knows more than this session, nobody could tell what it knew.
            self._last = _Counted(held, counts)
        return counts

    def _carried(self, session: Session, last: _Counted, held: Engine, fields: tuple[str, ...]) -> Counts | None:
        if last.held.name != held.name or last.held.stamp > held.stamp or set(fields) != set(last.counts):
            return None
        if last.held.stamp == held.stamp:
            return last.counts
        ids = changed(session, last.held.stamp, held.stamp)
        if None in ids or len(ids) > MOST:
            return None
        asked = Narrowing(facets={}, ids=tuple(one for one in ids if one is not None))
        before, after = (one.count(one.queries.question(None, asked), fields) for one in (last.held, held))
        return {name: _moved(last.counts[name], before[name], after[name]) for name in fields}


def changed(session: Session, after: int, until: int) -> list[int | None]:
    """The documents of the public acts after one of them and until another; None stands for any that are there no longer."""
    return list(session.scalars(select(PublicChange.document_id).where(PublicChange.stamp > after, PublicChange.stamp <= until).distinct()))


def _moved(counts: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    moved = {one: counts.get(one, 0) - before.get(one, 0) + after.get(one, 0) for one in {*counts, *before, *after}}
    return {one: number for one, number in moved.items() if number}


TALLY = Tally()
