"""Signed-in browsers: opened, found again, listed, ended."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ...models import Errand, Invitation, JournalEntry, Person, StaffSession
from .. import throttle
from .hashing import digest

# More sessions than a mission opens in two days.
_LOOKED_THROUGH = 500
# Another site can have a browser send as much as it likes: the journal is not its to fill.
_MOST_FOREIGN, _FOLDED = 3, timedelta(minutes=15)


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: without a request, and in any case; and how long its proof is fresh."""

    idle: timedelta
    absolute: timedelta
    fresh: timedelta = timedelta(minutes=5)


@dataclass(frozen=True)
class Standing:
    """What a browser's token stands for. `person` is None where it stands for nothing any more; `row` then says whose it was."""

    row: StaffSession
    person: Person | None
    fresh: bool
    stale: bool

    @property
    def strong(self) -> bool:
        """Whether a second factor was shown."""
        return self.row.strong


def standing(session: Session, token: str, *, at: datetime, limits: Limits) -> Standing | None:
    """What `token` stands for; None where it was never given, or long ago."""
    row = session.get(StaffSession, digest(token), populate_existing=True) if token else None
    if row is None:
        return None
    over = at - row.seen_at > limits.idle or at - row.created_at > limits.absolute
    alive = row.ended_at is None and row.person.active and not over
    return Standing(row, row.person if alive else None, at - row.fresh_at <= limits.fresh, at - row.seen_at > timedelta(minutes=1))


def open_session(session: Session, person: Person, *, at: datetime, strong: bool = False, browser: str = "",
                 instead_of: StaffSession | None = None, goes_on: bool = False) -> str:  # fmt: skip
    """A new session for a person; returns its token, which is kept nowhere. `instead_of` ends; where the person `goes_on` after a
    proof, it lends its forms and its beginning."""
    token = secrets.token_urlsafe(32)
    made = StaffSession(
        token_digest=digest(token), person_id=person.id, created_at=at, seen_at=at, fresh_at=at, strong=strong, browser=browser,
        seal=secrets.token_urlsafe(16),
    )  # fmt: skip
    if instead_of is not None:
        if goes_on:
            made.seal, made.created_at = instead_of.seal, instead_of.created_at
        instead_of.ended_at = instead_of.ended_at or at
    session.add(made)
    session.commit()
    return token


def open_again(session: Session, opened: str, *, at: datetime) -> str | None:
    """The token of a session in the place of the one with the digest `opened`: for a browser that has sent the same form twice, and has never read
    the answer that brought the first. None where that one is over."""
    row = session.get(StaffSession, opened, with_for_update=True, populate_existing=True)
    if row is None or row.ended_at is not None or not row.person.active:
        return None
    return open_session(session, row.person, at=at, strong=row.strong, browser=row.browser, instead_of=row, goes_on=True)


def standing_of(session: Session, token: str) -> int:
    """Whose session a token just opened."""
    return session.get_one(StaffSession, digest(token)).person_id


def touch(session: Session, row: StaffSession, *, at: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(StaffSession).where(StaffSession.token_digest == row.token_digest).values(seen_at=at))
    session.commit()


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """End a session: its token is dead at once, copies of it too."""
    found = session.get(StaffSession, digest(token))
    if found is not None and found.ended_at is None:
        session.add(JournalEntry(recorded_at=at, person_id=found.person_id, verb="sign-out"))
        found.ended_at = at
        session.commit()


def own_sessions(session: Session, person_id: int, *, at: datetime, limits: Limits) -> tuple[StaffSession, ...]:
    """A person's living sessions, the last used first."""
    found = select(StaffSession).where(
        StaffSession.person_id == person_id, StaffSession.ended_at.is_(None),
        StaffSession.seen_at >= at - limits.idle, StaffSession.created_at >= at - limits.absolute,
    )  # fmt: skip
    return tuple(session.scalars(found.order_by(StaffSession.seen_at.desc())))


def end_sessions(session: Session, person_id: int, *, at: datetime, but: str = "", only: str = "", by: int | None = None) -> int:
    """End a person's sessions, in the caller's transaction: all, all `but` the one with this digest, or `only` the one whose digest
    begins so. Returns how many."""
    ending = update(StaffSession).where(StaffSession.person_id == person_id, StaffSession.ended_at.is_(None), StaffSession.token_digest != but)
    if only:
        ending = ending.where(StaffSession.token_digest.startswith(only, autoescape=True))
    count = session.execute(ending.values(ended_at=at)).rowcount  # type: ignore[attr-defined]
    if count and by is not None:
        session.add(JournalEntry(recorded_at=at, person_id=by, verb="end-sessions", remark=f"#{person_id} {count}"))
    return int(count)


def was_theirs(session: Session, person_id: int) -> tuple[str, ...]:
    """The seals of a person's sessions, ended ones too: whose form a posted form may have been."""
    found = select(StaffSession.seal).where(StaffSession.person_id == person_id)
    return tuple(session.scalars(found.order_by(StaffSession.created_at.desc()).limit(40)))


def sent_from(session: Session, sealed: Callable[[str], bool], *, since: datetime) -> StaffSession | None:
    """The session begun `since` whose page has sent a form, where `sealed` knows its seal; for a browser that names none any more."""
    found = select(StaffSession).where(StaffSession.created_at > since).order_by(StaffSession.created_at.desc()).limit(_LOOKED_THROUGH)
    return next((row for row in session.scalars(found) if sealed(row.seal)), None)


def invitation_of(session: Session, person_id: int) -> datetime | None:
    """When a person last came in by an invitation."""
    used = select(func.max(Invitation.used_at)).where(Invitation.person_id == person_id, Invitation.errand == Errand.INVITATION)
    return session.scalar(used)


def refused(session: Session, person_id: int, what: str, *, at: datetime, verb: str = "refused") -> None:
    """Note that somebody asked for what they may not, or (``unfit``) sent a form that is not as it has to be."""
    session.add(JournalEntry(recorded_at=at, person_id=person_id, verb=verb, remark=what))
    session.commit()


def refused_foreign(session: Session, person_id: int, what: str, *, at: datetime) -> None:
    """Note that a form in somebody's name came from elsewhere, or not from a page of their session; of many at a time, the first few."""
    if throttle.try_once(session, f"foreign:{person_id}", most=_MOST_FOREIGN, within=_FOLDED, at=at) is None:
        session.add(JournalEntry(recorded_at=at, person_id=person_id, verb="foreign", remark=what))
    session.commit()
