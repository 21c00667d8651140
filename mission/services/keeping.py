"""What follows from the public state, kept in this process for as long as that state stands.

Every public act adds a row to `public_change`; the last of these rows is the mark of a state. One query reads it, in the same
transaction as everything else that a request reads, so that what was made under a mark holds wherever the mark is the same, and
nothing has to be purged. Only connections that cannot write keep anything: what a writer sees may never come to be.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from ..extensions import engines

Made = TypeVar("Made")
# About thirty mebibytes of values and rendered entries at the most.
MOST = 10_000
# What names a state of the public site: the last public act, as its row stands.
Mark = tuple[Any, ...]
_ACTS = (
    "SELECT public_change.stamp, document_id, changed_at, document.kind FROM public_change LEFT JOIN document ON document.id = document_id "
    "WHERE public_change.stamp BETWEEN {} AND {} ORDER BY public_change.stamp"
)
_MOST_ACTS = 1000
_NOTHING: Any = object()
_LAST_ACT = "SELECT stamp, document_id, changed_at FROM public_change ORDER BY stamp DESC LIMIT 1"


class _Store:
    """So many values under their keys; the least recently used falls out."""

    def __init__(self, most: int) -> None:
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._most = most
        # While there is room for as much again, nobody asks what was used last.
        self._crowd = most // 2
        self._turn = threading.Lock()

    def peek(self, key: Hashable) -> Any:
        """What was made under `key`, or None."""
        found = self._made.get(key)
        if found is not None and len(self._made) > self._crowd:
            with self._turn, suppress(KeyError):
                self._made.move_to_end(key)
        return found

    def hold(self, key: Hashable, made: Any) -> None:
        """Keep what was made."""
        with self._turn:
            self._made[key] = made
            self._made.move_to_end(key)
            if len(self._made) > self._most:
                self._made.popitem(last=False)


class Lasting(_Store):
    """What tells of one document alone, or of none: acts on others leave it as it is, and it goes on from state to state."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__(most)
        # The last act on each document since the first of these states.
        self._touched: dict[int, int] = {}

    def touch(self, document_id: int, stamp: int) -> None:
        """Note an act on a document."""
        self._touched[document_id] = max(stamp, self._touched.get(document_id, 0))

    def at(self, stamp: int, key: Hashable) -> tuple[Any, int] | None:
        """What was made under `key` and the document of which it tells, where no act on that lies between its state and this one."""
        found: tuple[Any, int, int] | None = self.peek(key)
        if found is None or self._touched.get(found[1], 0) > min(found[2], stamp):
            return None
        return found[0], found[1]


class Keep(_Store):
    """What has been made under one mark."""

    def __init__(self, mark: Mark, most: int = MOST, lasting: Lasting | None = None) -> None:
        super().__init__(most)
        self.mark = mark
        self.lasting = lasting or Lasting(most)

    @property
    def stamp(self) -> int:
        """The number of the last public act; 0 before the first."""
        return int(self.mark[0]) if self.mark else 0

    def get(self, key: Hashable, make: Callable[[], Made], of: int | None = None) -> Made:
        """What was made under `key`, or what `make` makes now. Two threads may both make it: the same comes out. `of` as for `put`."""
        found = self.peek(key)
        if found is None:
            # It may be None that was made; or another thread has made it since that look.
            found = self._made.get(key, _NOTHING)
        if found is _NOTHING:
            found = make()
            self.put(key, found, of)
        return found  # type: ignore[no-any-return]

    def peek(self, key: Hashable) -> Any:
        """What was made under `key`, or None."""
        found = super().peek(key)
        if found is None and (lasting := self.lasting.at(self.stamp, key)) is not None:
            found = lasting[0]
            self.hold(key, found)
        return found

    def put(self, key: Hashable, made: Any, of: int | None = None) -> None:
        """Keep what was made. `of` is the document of which alone it tells, besides labels and pages; 0 where it tells of none."""
        self.hold(key, made)
        if of is not None:
            self.lasting.hold(key, (made, of, self.stamp))


def newest_mark() -> Mark:
    """The mark of the newest public state, by the shortest way there is: one query on a connection that this thread keeps. Raises one of
    `engines.failures`."""
    return tuple(engines.first(_LAST_ACT) or ())


class Passing(IntEnum):
    """How long what was made from a session's reading holds: until the next public act, until the minute ends, or not at all."""

    LASTING = 0
    MINUTE = 1
    NEVER = 2


def passing(session: Session, how: Passing) -> None:
    """Tell that what this session has read does not follow from the public state alone: an index that is behind, a paper not drawn yet."""
    session.info["passing"] = max(how, passes(session))


@contextmanager
def apart(session: Session) -> Iterator[Callable[[], Passing]]:
    """For a part of what is made: tells how long that part may be kept. The whole may not be kept longer than its parts."""
    before, session.info["passing"] = passes(session), Passing.LASTING
    try:
        yield lambda: passes(session)
    finally:
        passing(session, before)


def passes(session: Session) -> Passing:
    """How long what is made from what this session has read may be kept."""
    return session.info.get("passing", Passing.LASTING)  # type: ignore[no-any-return]


_newest: WeakKeyDictionary[Engine, Keep] = WeakKeyDictionary()


def forget(engine: Engine) -> None:
    """Keep nothing any longer of what was read through this engine (for measuring)."""
    _newest.pop(engine, None)


def kept(session: Session) -> Keep:
    """What is kept for the public state that this session's transaction sees; an empty one of its own where it may write."""
    held = session.info.get("kept")
    if held is not None and held[0] is session.get_transaction():
        return held[1]  # type: ignore[no-any-return]
    connection = session.connection()
    keep = _at(connection.engine, tuple(connection.exec_driver_sql(_LAST_ACT).first() or ()), connection.get_execution_options())
    session.info["kept"] = (session.get_transaction(), keep)
    return keep


class StateMoved(BaseException):
    """The public state is not the one that a session was told to trust. No error, and caught by nobody but who told it: everything has to be made
    again from the state that there is."""


def trust(session: Session, mark: Mark) -> None:
    """Let a session that only reads, and has read nothing yet, take `mark` for its state: where all that it asks for is kept, it asks the
    database nothing. When it does ask, its transaction is held against the mark first (`StateMoved`)."""
    session.info["trusted"] = mark
    session.info["kept"] = (None, _at(engines.reader, mark, {"only_reads": True}))


@event.listens_for(Session, "after_begin")
def _held_against(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    trusted = session.info.pop("trusted", None)
    if trusted is not None:
        if tuple(connection.exec_driver_sql(_LAST_ACT).first() or ()) != trusted:
            raise StateMoved
        session.info["kept"] = (session.get_transaction(), session.info["kept"][1])


def _at(engine: Engine, mark: Mark, options: Any) -> Keep:
    if not options.get("only_reads"):
        return Keep(mark)
    newest = _newest.get(engine)
    if newest is not None and newest.mark == mark:
        return newest
    keep = Keep(mark, lasting=_going_on(newest, mark))
    # A transaction that began before the last act keeps its own and is soon over; the newest state is everybody's.
    if newest is None or keep.stamp > newest.stamp or (keep.stamp == newest.stamp and mark != newest.mark):
        _newest[engine] = keep
    return keep


def _going_on(before: Keep | None, mark: Mark) -> Lasting | None:
    """What goes on from one state to a later one: nothing where labels or pages have changed in between, which stand on any page, or where the
    later one does not follow from the earlier (a restored database)."""
    if before is None or not before.mark or not mark or mark[0] <= before.stamp:
        return None
    try:
        acts = engines.every(_ACTS.format(int(before.stamp), int(mark[0])))
    except engines.failures:
        return None
    if not acts or tuple(acts[0][:3]) != before.mark or len(acts) > _MOST_ACTS or any(kind in (None, "page") for *_, kind in acts[1:]):
        return None
    for stamp, document_id, *_ in acts[1:]:
        before.lasting.touch(document_id, stamp)
    return before.lasting
