"""The people of the desk, as an administrator sees and changes them. Each act is one transaction, and stands in the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Errand, Invitation, JournalEntry, Passkey, Person, Role, RoleName, StaffSession
from . import letters
from .arriving import drop_links, give_roles, new_link
from .factors import drop_factors
from .sessions import end_sessions

# So long the same invitation sent once more by the same person is a second click.
_SAME_WISH = timedelta(minutes=5)


class PeopleRefusal(Exception):
    """What cannot be done to a person; `reason` is a word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Lodger:
    """A person in the list. `state` is here, invited, over (the link is), or disabled."""

    id: int
    email: str
    name: str
    language: str
    roles: tuple[RoleName, ...]
    state: str
    invited_until: datetime | None
    seen_at: datetime | None
    factors: tuple[str, ...]


def people(session: Session, *, at: datetime, only: int | None = None) -> tuple[Lodger, ...]:
    """Everybody who works here or is invited, by name; `only` one of them. System persons are nobody."""
    found = select(Person).where(Person.system.is_(False)).order_by(Person.active.desc(), Person.name, Person.email)
    if only is not None:
        found = found.where(Person.id == only)
    open_links = select(Invitation.person_id, func.max(Invitation.expires_at)).where(
        Invitation.used_at.is_(None), Invitation.errand == Errand.INVITATION
    )  # fmt: skip
    until = {person: moment for person, moment in session.execute(open_links.group_by(Invitation.person_id)).all()}
    last = select(StaffSession.person_id, func.max(StaffSession.seen_at)).group_by(StaffSession.person_id)
    seen = {person: moment for person, moment in session.execute(last).all()}
    keyed = set(session.scalars(select(Passkey.person_id)))
    return tuple(_lodger(one, until.get(one.id), seen.get(one.id), one.id in keyed, at) for one in session.scalars(found))


def _lodger(person: Person, until: datetime | None, seen: datetime | None, keyed: bool, at: datetime) -> Lodger:
    factors = tuple(name for name, there in (("passkey", keyed), ("authenticator", person.totp_secret), ("password", person.password)) if there)
    if not person.active:
        state = "disabled"
    elif until is not None:
        state = "invited" if until >= at else "over"
    else:
        state = "here" if factors else "over"
    roles = tuple(role for role in RoleName if role.value in {one.name for one in person.roles})
    return Lodger(person.id, person.email, person.name, person.language, roles, state, until, seen, factors)


def found(session: Session, person_id: int) -> Person:
    """A person who can be changed; raises `PeopleRefusal` (unknown)."""
    person = session.get(Person, person_id, populate_existing=True)
    if person is None or person.system:
        raise PeopleRefusal("unknown")
    return person


def invite_to_desk(session: Session, actor: Person, email: str, roles: tuple[RoleName, ...], language: str, settings: Settings, *,
                   at: datetime) -> Person:  # fmt: skip
    """Invite somebody by letter, in their language. Whoever is known already is not invited (`PeopleRefusal`: known); the same invitation
    by the same person a moment later is the one that went out."""
    if not roles:
        raise PeopleRefusal("no-role")
    known = session.scalar(select(Person).where(Person.email == email))
    if known is None:
        person = Person(email=email, language=language, created_at=at)
        session.add(person)
        try:
            session.flush()
        except IntegrityError:
            # Sent twice at the same time: the other one has invited.
            session.rollback()
            known = session.scalars(select(Person).where(Person.email == email)).one()
        else:
            give_roles(session, person, roles)
            _send(session, actor, person, settings, "invite", at)
            return person
    if (known.language, {one.name for one in known.roles}) == (language, {one.value for one in roles}) and _just_invited(session, actor, known, at):
        return known
    raise PeopleRefusal("known")


def _just_invited(session: Session, actor: Person, person: Person, at: datetime) -> bool:
    """Whether the last thing done to a person was that `actor` invited them, a moment ago."""
    about = or_(JournalEntry.remark == f"#{person.id}", JournalEntry.remark.startswith(f"#{person.id} "))
    lines = select(JournalEntry).where(about, JournalEntry.recorded_at > at - _SAME_WISH)
    last = session.scalar(lines.order_by(JournalEntry.id.desc()).limit(1))
    return last is not None and (last.verb, last.person_id) == ("invite", actor.id)


def invite_again(session: Session, actor: Person, person_id: int, settings: Settings, *, at: datetime) -> None:
    """Send an invitation again; the earlier link stops working. Who is here already needs none (`PeopleRefusal`: here)."""
    person = found(session, person_id)
    if not person.active:
        raise PeopleRefusal("disabled")
    if can_come_in(session, person):
        raise PeopleRefusal("here")
    _send(session, actor, person, settings, "invite-again", at)


def reset_factors(session: Session, actor: Person, person_id: int, settings: Settings, *, at: datetime) -> None:
    """For whoever has lost their factors: all are forgotten, password included, sessions end, and a letter invites them anew.

    Another administrator does it (`PeopleRefusal`: oneself), who knows the person; the last administrator is let in by the prompt.
    """
    person = found(session, person_id)
    if person.id == actor.id:
        raise PeopleRefusal("oneself")
    if not person.active:
        raise PeopleRefusal("disabled")
    _keep_an_administrator(session, person)
    drop_factors(session, person)
    end_sessions(session, person.id, at=at)
    _send(session, actor, person, settings, "reset-factors", at)


def change_roles(session: Session, actor: Person, person_id: int, roles: tuple[RoleName, ...], *, at: datetime) -> None:
    """Give and take roles; it holds from the person's next request on. The last administrator stays one (`PeopleRefusal`: last)."""
    person = found(session, person_id)
    before = {role.name for role in person.roles}
    after = {role.value for role in roles}
    if not after:
        raise PeopleRefusal("no-role")
    if before == after:
        return
    if RoleName.ADMINISTRATOR not in roles:
        _keep_an_administrator(session, person)
    give_roles(session, person, roles)
    changes = [f"+{name}" for name in sorted(after - before)] + [f"-{name}" for name in sorted(before - after)]
    _note(session, actor, person, "change-roles", at, *changes)
    session.commit()


def disable(session: Session, actor: Person, person_id: int, *, at: datetime) -> None:
    """Let a person in no more: sessions end at once, links stop working. Not oneself, and not the last administrator."""
    person = found(session, person_id)
    if person.id == actor.id:
        raise PeopleRefusal("oneself")
    _keep_an_administrator(session, person)
    person.active = False
    drop_links(session, person)
    end_sessions(session, person.id, at=at)
    _note(session, actor, person, "disable", at)
    session.commit()


def enable(session: Session, actor: Person, person_id: int, *, at: datetime) -> None:
    """Let a person in again, with what they signed in with before."""
    person = found(session, person_id)
    person.active = True
    _note(session, actor, person, "enable", at)
    session.commit()


def can_come_in(session: Session, person: Person) -> bool:
    """Whether a person has anything to sign in with."""
    return bool(person.password) or session.scalar(select(Passkey.id).where(Passkey.person_id == person.id).limit(1)) is not None


def _keep_an_administrator(session: Session, person: Person) -> None:
    """Raise `PeopleRefusal` (last) where nobody else could look after the people any more. The role's row is the lock of this question."""
    role = session.scalar(select(Role).where(Role.name == RoleName.ADMINISTRATOR.value).with_for_update())
    if role not in person.roles:
        return
    keyed = select(Passkey.person_id)
    others = select(func.count()).select_from(Person).where(
        Person.id != person.id, Person.active, Person.system.is_(False), Person.roles.any(Role.name == RoleName.ADMINISTRATOR.value),
        or_(Person.password.is_not(None), Person.id.in_(keyed)),
    )  # fmt: skip
    if not session.scalar(others):
        raise PeopleRefusal("last")


def _send(session: Session, actor: Person, person: Person, settings: Settings, verb: str, at: datetime) -> None:
    token = new_link(session, person, Errand.INVITATION, letters.life(settings), at=at)
    letters.invitation(session, person, token, settings, at=at)
    _note(session, actor, person, verb, at)
    session.commit()


def _note(session: Session, actor: Person, person: Person, verb: str, at: datetime, *more: str) -> None:
    session.add(JournalEntry(recorded_at=at, person_id=actor.id, verb=verb, remark=" ".join((f"#{person.id}", *more))))
