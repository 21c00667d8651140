"""How often something may be tried: counted in a table of the database, so that it survives a restart and holds for every process.

It fails closed: where the table cannot be written, the act that it guards does not happen either.
"""

import hashlib
import ipaddress
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ..models import Throttle


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
        row = Throttle(name=name, since=since, tries=0)
        session.add(row)
    if row.tries >= most:
        return since + within - at
    row.tries += 1
    session.flush()
    return None


def origin(address: str | None, secret: str) -> str:
    """A name for where a request comes from, without keeping the address: IPv6 by /64, since one connection has them all."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    network = ipaddress.ip_network(f"{parsed}/64", strict=False) if parsed.version == 6 else parsed
    return hidden(str(network), secret)


def hidden(value: str, secret: str) -> str:
    """A name for something of a person's from which it cannot be read back."""
    return hashlib.blake2b(value.encode(), key=secret.encode()[:64], digest_size=12).hexdigest()
