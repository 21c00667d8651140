"""Release: an approved edition freezes, and a minute is set at which it settles."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from ...models import Edition, Person, Release, Stage, State
from .approving import Required, _approve
from .completeness import check
from .errors import OwnWork, TimePassed, WrongState
from .places import lock_places
from .verbs import authors, load, move_on, record, verb


@verb
def release(session: Session, actor: Person, edition_id: int, *, version: int, at: datetime, required: Required,
            release_at: datetime | None = None) -> Edition:  # fmt: skip
    """Freeze an approved edition: now, or at `release_at` (aware, a whole minute, not before now: else `TimePassed`)."""
    lock_places(session, edition_id)
    edition = load(session, edition_id, version, "release", State.APPROVED)
    check(session, edition, required)
    _release(session, actor, edition, at, release_at)
    return edition


@verb
def expedite(session: Session, actor: Person, edition_id: int, *, version: int, at: datetime, required: Required,
             release_at: datetime | None = None) -> Edition:  # fmt: skip
    """Submit, approve and release one's own draft in one act, where nobody else could approve it (else `OwnWork`).

    What somebody else wrote is submitted and approved first (else `WrongState`).
    """
    lock_places(session, edition_id)
    edition = load(session, edition_id, version, "release", State.DRAFT, State.SUBMITTED, State.APPROVED)
    check(session, edition, required)
    if edition.stage is not Stage.APPROVED:
        if actor.id not in authors(session, edition):
            raise WrongState("release", edition.state.value)
        _approve(session, actor, edition, at, override=False)
    _release(session, actor, edition, at, release_at)
    return edition


def _release(session: Session, actor: Person, edition: Edition, at: datetime, release_at: datetime | None) -> None:
    if release_at is not None and (release_at < at or release_at.second or release_at.microsecond):
        raise TimePassed
    if edition.approved_by_id is None:
        raise OwnWork
    move_on(session, edition)
    # Flushed first: from the release row on the guards refuse every change to the edition.
    session.flush()
    session.add(Release(edition_id=edition.id, release_at=release_at or at, released_at=at, released_by_id=actor.id))
    remark = (release_at or at).astimezone(UTC).isoformat(timespec="seconds")
    record(session, actor, "release", at, edition=edition, remark=remark)
    session.flush()
    session.refresh(edition, ["release"])


@verb
def unschedule(session: Session, actor: Person, edition_id: int, *, at: datetime, version: int | None = None) -> Edition:
    """Take a release back before it settles; the edition is approved again."""
    edition = load(session, edition_id, version, "unschedule", State.RELEASED)
    _unschedule(session, actor, edition, at)
    return edition


def _unschedule(session: Session, actor: Person, edition: Edition, at: datetime) -> None:
    session.delete(edition.release)
    session.flush()
    session.refresh(edition, ["release"])
    move_on(session, edition)
    record(session, actor, "unschedule", at, edition=edition)
