"""Asking for a list by mail, or for the link to one's alerts: nothing begins before the mailbox itself has answered.

Whoever asks learns nothing of the address: what follows is the same to see whether it is known, unknown, or has been written to often
enough today.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Alert, Follower, Frequency
from .. import throttle
from ..filtering import Filter
from ..shown import Labels
from ..throttle import TooMany
from . import letters, queries, tokens

# Alerts of one address; more is somebody else's list of addresses.
MOST = 50
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def ask(session: Session, *, email: str, language: str, wanted: Filter, frequency: Frequency, names: Labels, origin: str, at: datetime,
        settings: Settings) -> None:  # fmt: skip
    """Send the letter that asks to confirm; where the list is followed already, the one with the link to change it. Commits once.

    Raises `TooMany` where too much comes from one place, or altogether.
    """
    try:
        if _counted(session, email, origin, at, settings):
            follower = _follower(session, email, at)
            alert = _alert(session, follower, language, wanted, frequency, at)
            if alert.confirmed_at is not None or _confirmed(session, follower) >= MOST:
                letters.way_in(follower, language, settings, at).post(session, follower, at)
            else:
                alert.frequency, alert.asked_at = frequency, at
                letters.confirmation(alert, names, settings, at).post(session, follower, at)
        session.commit()
    except BaseException:
        session.rollback()
        raise


def ask_link(session: Session, *, email: str, language: str, origin: str, at: datetime, settings: Settings) -> None:
    """Send the link to the alerts of an address; to one that follows nothing, nothing. Commits once; raises `TooMany`."""
    try:
        if _counted(session, email, origin, at, settings):
            # The letter is written for anybody, and taken back: otherwise the time that it takes would tell whose address is known.
            with session.begin_nested() as written:
                follower = _follower(session, email, at)
                letters.way_in(follower, language, settings, at).post(session, follower, at)
                session.flush()
                if not _confirmed(session, follower):
                    written.rollback()
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _counted(session: Session, email: str, origin: str, at: datetime, settings: Settings) -> bool:
    """Whether the address may be written to once more today. Raises `TooMany` for place and total."""
    for name, most in ((f"alerts:{origin}", settings.ALERT_PER_HOUR), ("alerts", settings.ALERT_PER_HOUR_ALL)):
        wait = throttle.try_once(session, name, most=most, within=_HOUR, at=at)
        if wait is not None:
            raise TooMany(wait)
    mailbox = throttle.hidden(email.lower(), settings.secret_key())
    return throttle.try_once(session, f"alerts-to:{mailbox}", most=settings.ALERT_PER_DAY, within=_DAY, at=at) is None


def _follower(session: Session, email: str, at: datetime) -> Follower:
    values = {"name": email.lower(), "email": email, "seal": tokens.seal(), "since": at}
    _put(session, Follower, values)
    return session.scalars(select(Follower).where(Follower.name == email.lower()).with_for_update()).one()


def _alert(session: Session, follower: Follower, language: str, wanted: Filter, frequency: Frequency, at: datetime) -> Alert:
    address = queries.asked_at("", wanted)
    values = {
        "follower_id": follower.id, "language": language, "address": address, "query": queries.packed(wanted), "frequency": frequency,
        "seal": tokens.seal(), "asked_at": at,
    }  # fmt: skip
    _put(session, Alert, values)
    same = select(Alert).where(Alert.follower_id == follower.id, Alert.language == language, Alert.address == address)
    return session.scalars(same).one()


def _put(session: Session, table: type[Follower] | type[Alert], values: dict[str, object]) -> None:
    """Insert unless the same is there: two who ask at once are one."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())


def _confirmed(session: Session, follower: Follower) -> int:
    return session.scalar(select(func.count(Alert.id)).where(Alert.follower_id == follower.id, Alert.confirmed_at.is_not(None))) or 0


__all__ = ["MOST", "TooMany", "ask", "ask_link"]
