"""Lists in stretches that hold while the list changes: what was seen is not seen again, and nothing is jumped over.

Plain lists go by a key that each document carries; a search, whose order only the search knows, goes by the last document seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, tuple_
from sqlalchemy.orm import Session

from ..models import Document, Edition, Settlement, Withdrawal
from . import listing
from .filtering import PAGE_SIZE, Filter
from .keeping import kept
from .shown import Public
from .visibility import assemble, numbered

# By the date of the event, newest first; by the last public act, oldest first: whoever keeps a copy goes on where they stopped.
ORDERS = ("newest", "changed")
# So many pages to both sides are looked through for the last document seen.
_FAR = 5
Key = tuple[Any, ...]


class Displaced(ValueError):
    """A place that cannot be one of this list."""


@dataclass(frozen=True)
class Stretch:
    """Some documents without bodies of text; `end` is the place of the last of them, and `more` whether others follow."""

    documents: tuple[Public, ...]
    end: Key | None
    more: bool


@dataclass(frozen=True)
class Found(Stretch):
    """A stretch of what a search found, with how many there are in all, the counts per facet and value, and whether the last word was taken for
    the beginning of one."""

    total: int
    counts: Mapping[str, Mapping[str, int]]
    begun: bool


def stretch(session: Session, order: str, limit: int, after: Key | None) -> Stretch:
    """At most `limit` numbered documents of the whole list that follow the place `after`, in one of `ORDERS`."""
    statement = _changed(after) if order == "changed" else _newest(after)
    rows = session.connection().execute(statement.limit(limit + 1)).all()
    shown, more = rows[:limit], len(rows) > limit
    end = after if not shown else (shown[-1].place,) if order == "changed" else (shown[-1].dated_start.isoformat(), shown[-1].id)
    return Stretch(assemble(session, shown), end, more)


def keyed(keys: Sequence[str], limit: int, after: Key | None) -> tuple[tuple[str, ...], Key | None, bool]:
    """At most `limit` of the keys that follow the place `after`, the place of the last of them, and whether others follow."""
    try:
        start = 0 if after is None else keys.index(after[0]) + 1
    except (IndexError, ValueError) as error:
        raise Displaced from error
    shown = tuple(keys[start : start + limit])
    return shown, (shown[-1],) if shown else after, start + len(shown) < len(keys)


def _newest(after: Key | None) -> Select[*tuple[Any, ...]]:
    found = numbered().add_columns(Edition.dated_start, Document.id).where(Edition.dated_start.is_not(None))
    if after is not None:
        try:
            start, identifier = date.fromisoformat(after[0]), int(after[1])
        except (TypeError, ValueError, IndexError) as error:
            raise Displaced from error
        found = found.where(tuple_(Edition.dated_start, Document.id) < (start, identifier))
    return found.order_by(Edition.dated_start.desc(), Document.id.desc())


def _changed(after: Key | None) -> Select[*tuple[Any, ...]]:
    # A withdrawal is of the edition that stands, and so always later than its settling.
    place = func.coalesce(Withdrawal.register_sequence, Settlement.register_sequence)
    found = numbered().outerjoin(Withdrawal, Withdrawal.edition_id == Edition.id).add_columns(place.label("place"))
    if after is not None:
        try:
            found = found.where(place > int(after[0]))
        except (TypeError, ValueError, IndexError) as error:
            raise Displaced from error
    return found.order_by(place)


def found(session: Session, wanted: Filter, limit: int, after: Key | None) -> Found:
    """At most `limit` documents that `wanted` asks for and that follow the place `after`, in its own order. Raises `NotPrepared`."""
    start = _start(session, wanted, after) if after is not None else 0
    documents: list[Public] = []
    number, skipped = divmod(start, PAGE_SIZE)
    while True:
        listed = listing.find(session, replace(wanted, page=number + 1))
        if not listed.prepared:
            raise listing.NotPrepared
        documents += listed.documents[skipped:]
        number, skipped = number + 1, 0
        if len(documents) >= limit or number >= listed.last_page:
            break
    shown = tuple(documents[:limit])
    position = start + len(shown)
    end = (kept(session).stamp, position, shown[-1].id) if shown else after
    return Found(shown, end, bool(shown) and position < listed.total, listed.total, listed.counts, wanted.begun or listed.begun)


def _start(session: Session, wanted: Filter, after: Key) -> int:
    """Where to go on: right after the last document seen, wherever public acts have moved it since."""
    try:
        stamp, position, last = (int(one) for one in after)
    except (TypeError, ValueError) as error:
        raise Displaced from error
    if stamp == kept(session).stamp or position < 1:
        return max(0, position)
    here = (position - 1) // PAGE_SIZE
    for number in sorted(range(max(0, here - _FAR), here + _FAR + 1), key=lambda one: abs(one - here)):
        documents = listing.find(session, replace(wanted, page=number + 1)).documents
        for place, one in enumerate(documents):
            if one.id == last:
                return number * PAGE_SIZE + place + 1
    # It is not in the list any more: what followed it has moved up by one.
    return position - 1
