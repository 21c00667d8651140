"""Approval: an edition is submitted, returned with a remark, or approved by somebody who did not write it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Edition, Person, Role, RoleName, Stage, State
from .completeness import check
from .errors import OwnWork
from .verbs import authors, load, record, verb

Required = dict[str, tuple[str, ...]]


@verb
def submit(session: Session, actor: Person, edition_id: int, *, version: int, required: Required, at: datetime) -> Edition:
    """Hand a draft to whoever approves. `required` names the languages per kind. Raises what `completeness.check` raises."""
    edition = load(session, edition_id, version, "submit", State.DRAFT)
    check(session, edition, required)
    edition.stage = Stage.SUBMITTED
    edition.version += 1
    record(session, actor, "submit", at, edition=edition)
    return edition


@verb
def send_back(session: Session, actor: Person, edition_id: int, *, version: int, remark: str, at: datetime) -> Edition:
    """Return a submitted edition to its writer, with a remark."""
    edition = load(session, edition_id, version, "send_back", State.SUBMITTED)
    edition.stage = Stage.DRAFT
    edition.version += 1
    record(session, actor, "send_back", at, edition=edition, remark=remark)
    return edition


@verb
def approve(session: Session, actor: Person, edition_id: int, *, version: int, at: datetime, override: bool = False) -> Edition:
    """Approve a submitted edition. Whoever wrote it does not (`OwnWork`), once a second approver exists; `override` does it
    all the same, and leaves a flag until another person confirms it."""
    edition = load(session, edition_id, version, "approve", State.SUBMITTED)
    _approve(session, actor, edition, at, override)
    return edition


@verb
def confirm(session: Session, actor: Person, edition_id: int, *, at: datetime) -> Edition:
    """Confirm an approval that overrode the rule of two persons; only by somebody else than who wrote (`OwnWork`)."""
    edition = load(session, edition_id, None, "confirm", State.APPROVED)
    if not edition.approval_overrides or actor.id in authors(session, edition):
        raise OwnWork
    edition.approval_overrides = False
    edition.version += 1
    record(session, actor, "confirm", at, edition=edition)
    return edition


def _approve(session: Session, actor: Person, edition: Edition, at: datetime, override: bool) -> None:
    own = actor.id in authors(session, edition)
    if own and other_approvers(session, actor) and not override:
        raise OwnWork
    edition.stage = Stage.APPROVED
    edition.approved_by_id = actor.id
    edition.approved_at = at
    edition.approval_overrides = own and other_approvers(session, actor)
    edition.version += 1
    record(session, actor, "approve", at, edition=edition, remark="override" if edition.approval_overrides else "")


def other_approvers(session: Session, actor: Person) -> bool:
    """Whether somebody else who can sign in may approve. System persons approve each other's work and nobody else's."""
    others = (
        select(Person.id)
        .join(Person.roles)
        .where(Role.name == RoleName.APPROVER, Person.active, Person.id != actor.id, Person.system == actor.system)
        .limit(1)
    )
    return session.scalar(others) is not None
