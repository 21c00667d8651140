"""Invitations: made, sent, withdrawn, taken up."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ...models import Errand, Invitation, JournalEntry, Person, Role, RoleName
from . import letters
from .factors import drop_factors
from .hashing import digest, hashed
from .passkeys import Party, add_passkey
from .sessions import end_sessions

INVITATION_LIFE = timedelta(days=7)


class InvitationOver(Exception):
    """The link of an invitation is unknown, used, withdrawn, or too old."""


@dataclass(frozen=True)
class Arrival:
    """Who has taken an invitation up; `strong` where it was by a passkey."""

    person: Person
    strong: bool


def invite(session: Session, email: str, roles: tuple[RoleName, ...], *, at: datetime, life: timedelta = INVITATION_LIFE) -> str:
    """From a prompt: invite a person (made where there is none yet, let in again where disabled) and return the token of the link.

    Earlier links of theirs stop working.
    """
    person = session.scalar(select(Person).where(Person.email == email)) or Person(email=email, created_at=at)
    session.add(person)
    person.active = True
    give_roles(session, person, (*(RoleName(one.name) for one in person.roles), *roles))
    token = new_link(session, person, Errand.INVITATION, life, at=at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="invite"))
    session.commit()
    return token


def give_roles(session: Session, person: Person, roles: tuple[RoleName, ...]) -> None:
    """Set a person's roles, in the caller's transaction."""
    wanted = {role.value for role in roles}
    there = {role.name: role for role in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    person.roles = [there.get(name) or Role(name=name) for name in sorted(wanted)]
    session.flush()


def new_link(session: Session, person: Person, errand: Errand, life: timedelta, *, at: datetime) -> str:
    """A new link, in the caller's transaction; earlier ones for the same errand stop working."""
    drop_links(session, person, errand)
    token = secrets.token_urlsafe(32)
    session.add(Invitation(person_id=person.id, errand=errand, token_digest=digest(token), made_at=at, expires_at=at + life))
    return token


def drop_links(session: Session, person: Person, *errands: Errand) -> None:
    """Unused links of a person stop working, in the caller's transaction."""
    mine = (Invitation.person_id == person.id, Invitation.used_at.is_(None), Invitation.errand.in_(errands or tuple(Errand)))
    session.execute(delete(Invitation).where(*mine))


def invited(session: Session, token: str, *, at: datetime) -> Person:
    """The person whom a link invites; raises `InvitationOver`."""
    return link(session, token, Errand.INVITATION, at).person


def link(session: Session, token: str, errand: Errand, at: datetime, *, use: bool = False) -> Invitation:
    """The unused link with this token; locked where it is going to be used. Raises `InvitationOver`."""
    wanted = select(Invitation).where(Invitation.token_digest == digest(token))
    found = session.scalar(wanted.with_for_update().execution_options(populate_existing=True) if use else wanted)
    if found is None or found.errand is not errand or found.used_at is not None or found.expires_at < at:
        raise InvitationOver
    if not found.person.active or found.person.system:
        raise InvitationOver
    return found


def accept(session: Session, token: str, *, name: str, language: str, at: datetime, password: str = "", party: Party | None = None,
           credential: str = "", challenge: str = "") -> Arrival:  # fmt: skip
    """Come in by an invitation, which is then used: with a passkey where `credential` holds one, else with a password.

    Whatever the person signed in with before is forgotten, and every session of theirs ends. Raises `InvitationOver`, `WrongPasskey`.
    """
    taken = link(session, token, Errand.INVITATION, at, use=True)
    person = taken.person
    drop_factors(session, person)
    introduce(session, person, name, language, at=at)
    strong = bool(credential and party)
    if strong and party:
        add_passkey(session, party, person, credential=credential, challenge=challenge, name="", at=at)
    else:
        person.password = hashed(password)
    taken.used_at = at
    letters.forget(session, person, token)
    end_sessions(session, person.id, at=at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="accept-invitation", remark="passkey" if strong else "password"))
    session.commit()
    return Arrival(person, strong)


def introduce(session: Session, person: Person, name: str, language: str, *, at: datetime) -> None:
    """Set what a person is called and in which language they work, in the caller's transaction. The journal shows everybody under their present
    name, and so keeps when that was another one."""
    name = " ".join(name.split())
    if person.name not in ("", name):
        session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="change-name", remark=f"{person.name} → {name}"))
    person.name, person.language = name, language


def withdraw_invitation(session: Session, actor: Person, person: Person, *, at: datetime) -> None:
    """Take an invitation back: its link stops working."""
    drop_links(session, person, Errand.INVITATION)
    session.add(JournalEntry(recorded_at=at, person_id=actor.id, verb="withdraw-invitation", remark=f"#{person.id}"))
    session.commit()
