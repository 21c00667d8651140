"""How often something may be tried: counted in a table of the database, so that it survives a restart and holds for every process.

It fails closed: where the table cannot be written, the act that it guards does not happen either.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..models import Throttle
from .origins import hidden, origin


class TooMany(Exception):
    """Too many of something from one place, or altogether. `wait` is how long until the next one is taken."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


def try_once(session: Session, name: str, *, most: int, within: timedelta, at: datetime) -> timedelta | None:
    """Count one try of `name` in the caller's transaction. None where it is allowed (at most `most` in each stretch of `within`),
    else how long to wait."""
    since = datetime.fromtimestamp(at.timestamp() // within.total_seconds() * within.total_seconds(), UTC)
    row = session.get(Throttle, (name, since), with_for_update=True)
    if row is None:
        session.execute(delete(Throttle).where(Throttle.since < at - timedelta(days=1)))
        # Of two first tries in the same instant each finds no row: the second one's then falls away, and both count in the first one's.
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(Throttle).values(name=name, since=since, tries=0).on_conflict_do_nothing())
        row = session.get_one(Throttle, (name, since), with_for_update=True)
    if row.tries >= most:
        return since + within - at
    row.tries += 1
    session.flush()
    return None


__all__ = ["TooMany", "hidden", "origin", "try_once"]
