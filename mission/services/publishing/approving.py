"""Approval: an edition is submitted, returned with a remark, or approved by somebody who did not write it."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from ...models import Edition, JournalEntry, Person, Recall, Role, RoleName, Stage, State
from ..markup import tidied
from .completeness import check
from .errors import Incomplete, OwnWork, WrongState
from .verbs import authors, load, move_on, record, verb

Required = dict[str, tuple[str, ...]]


@verb
def submit(session: Session, actor: Person, edition_id: int, *, version: int, required: Required, at: datetime) -> Edition:
    """Hand a draft to whoever approves. `required` names the languages per kind. Raises what `completeness.check` raises."""
    edition = load(session, edition_id, version, "submit", State.DRAFT)
    check(session, edition, required)
    edition.stage = Stage.SUBMITTED
    move_on(session, edition)
    record(session, actor, "submit", at, edition=edition)
    return edition


@verb
def send_back(session: Session, actor: Person, edition_id: int, *, version: int, remark: str, at: datetime) -> Edition:
    """Return a submitted edition to its writer, with a remark (without one: `Incomplete`)."""
    edition = load(session, edition_id, version, "send_back", State.SUBMITTED)
    if not remark.strip():
        raise Incomplete("remark")
    edition.stage = Stage.DRAFT
    move_on(session, edition)
    record(session, actor, "send_back", at, edition=edition, remark=remark)
    return edition


@verb
def approve(session: Session, actor: Person, edition_id: int, *, version: int, at: datetime, override: bool = False,
            reason: str = "") -> Edition:  # fmt: skip
    """Approve a submitted edition. Whoever wrote it does not (`OwnWork`), once a second approver exists; `override` does it
    all the same for a `reason` (else `Incomplete`), and leaves a flag until another person confirms it."""
    edition = load(session, edition_id, version, "approve", State.SUBMITTED)
    _approve(session, actor, edition, at, override, reason)
    return edition


@verb
def confirm(session: Session, actor: Person, edition_id: int, *, at: datetime) -> Edition:
    """Confirm an approval that overrode the rule of two persons, also after it became public; only by somebody else than who wrote
    or approved (`OwnWork`). A frozen edition keeps its flag: the journal says that it was confirmed."""
    edition = load(session, edition_id, None, "confirm", State.APPROVED, State.RELEASED, State.SETTLED)
    if not is_flagged(session, edition):
        raise WrongState("confirm", edition.state.value)
    if actor.id in authors(session, edition) | {edition.approved_by_id}:
        raise OwnWork
    if edition.state is State.APPROVED:
        edition.approval_overrides = False
        move_on(session, edition)
    record(session, actor, "confirm", at, edition=edition)
    return edition


def is_flagged(session: Session, edition: Edition) -> bool:
    """Whether the edition's approval overrode the rule of two persons, and nobody has confirmed it."""
    return session.scalar(flagged().where(Edition.id == edition.id)) is not None


def flagged() -> Select[int]:
    """The statement for every edition approved against the rule of two persons and not confirmed since, but of a recalled text, which nobody can confirm."""
    approval, confirmation = aliased(JournalEntry), aliased(JournalEntry)
    approved = select(func.max(approval.id)).where(approval.edition_id == Edition.id, approval.verb == "approve").correlate(Edition)
    confirmed = select(confirmation.id).where(
        confirmation.edition_id == Edition.id, confirmation.verb == "confirm", confirmation.id > approved.scalar_subquery()
    )
    recalled = select(Recall.document_id).where(Recall.document_id == Edition.document_id)
    return select(Edition.id).where(Edition.approval_overrides, ~confirmed.exists(), ~recalled.exists())


def _approve(session: Session, actor: Person, edition: Edition, at: datetime, override: bool, reason: str = "") -> None:
    overriding = actor.id in authors(session, edition) and other_approvers(session, actor)
    if overriding and not override:
        raise OwnWork
    if overriding and not reason.strip():
        raise Incomplete("reason")
    edition.stage = Stage.APPROVED
    edition.approved_by_id = actor.id
    edition.approved_at = at
    edition.approval_overrides = overriding
    move_on(session, edition)
    record(session, actor, "approve", at, edition=edition, remark=tidied(reason) if overriding else "")


def other_approvers(session: Session, actor: Person) -> bool:
    """Whether somebody else who has come in may approve. System persons approve each other's work and nobody else's."""
    others = (
        select(Person.id)
        .join(Person.roles)
        # Who has come in has given a name; who is only invited could not be asked.
        .where(Role.name == RoleName.APPROVER, Person.active, Person.name != "", Person.id != actor.id, Person.system == actor.system)
        .limit(1)
    )
    return session.scalar(others) is not None
