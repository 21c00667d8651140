"""Who may enter the desk: invitations, passwords, second factors and sessions."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..models import Invitation, JournalEntry, Person, Role, RoleName, StaffSession
from . import throttle

INVITATION_LIFE = timedelta(days=7)
LEAST_PASSWORD, MOST_PASSWORD = 12, 256
_WINDOW = timedelta(minutes=15)
_TRIES_PERSON, _TRIES_ORIGIN, _TRIES_ALL = 10, 30, 500
_hasher = PasswordHasher()
# Checked where no such person exists, so that both answers cost the same.
_NOBODY = _hasher.hash(secrets.token_hex(16))


class NotLetIn(Exception):
    """The address, the password or the code is not right; which one is not told."""


class TooManyTries(Exception):
    """Too many tries by this address, from this place, or altogether. `wait` is how long until the next."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


class InvitationOver(Exception):
    """The link of an invitation is unknown, used, or too old."""


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: without a request, and in any case."""

    idle: timedelta
    absolute: timedelta


def digest(token: str) -> str:
    """What the tables keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(session: Session, email: str, roles: tuple[RoleName, ...], *, at: datetime) -> str:
    """Invite a person (made where there is none yet) and return the token of the link. Earlier links of theirs stop working."""
    person = session.scalar(select(Person).where(Person.email == email))
    if person is None:
        person = Person(email=email, created_at=at)
        session.add(person)
    for role in roles:
        kept = session.scalar(select(Role).where(Role.name == role.value)) or Role(name=role.value)
        if kept not in person.roles:
            person.roles.append(kept)
    session.flush()
    session.execute(delete(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(Invitation(person_id=person.id, token_digest=digest(token), made_at=at, expires_at=at + INVITATION_LIFE))
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="invite"))
    session.commit()
    return token


def invited(session: Session, token: str, *, at: datetime) -> Person:
    """The person whom a link invites; raises `InvitationOver`."""
    return _invitation(session, token, at).person


def _invitation(session: Session, token: str, at: datetime) -> Invitation:
    found = session.scalar(select(Invitation).where(Invitation.token_digest == digest(token)))
    if found is None or found.used_at is not None or found.expires_at < at or not found.person.active:
        raise InvitationOver
    return found


def accept(session: Session, token: str, *, name: str, language: str, password: str, at: datetime) -> Person:
    """Set name, language and password by an invitation, which is then used. Every session of the person ends."""
    invitation = _invitation(session, token, at)
    person = invitation.person
    person.name, person.language = " ".join(name.split()), language
    person.password = _hasher.hash(password)
    invitation.used_at = at
    session.execute(delete(StaffSession).where(StaffSession.person_id == person.id))
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="accept-invitation"))
    session.commit()
    return person


def sign_in(session: Session, *, email: str, password: str, code: str, origin: str, at: datetime) -> str:
    """Check address, password and, where there is one, the second factor; returns the token of a new session.

    Raises `NotLetIn` or `TooManyTries`; both are counted and journaled.
    """
    _count_tries(session, email, origin, at)
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    known = person is not None and person.active and not person.system and bool(person.password)
    right = _matches(person.password if known and person else _NOBODY, password)
    if not (known and person and right and _code_right(person, code, at)):
        session.add(JournalEntry(recorded_at=at, person_id=person.id if person else None, verb="sign-in-refused"))
        session.commit()
        raise NotLetIn
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="sign-in"))
    return open_session(session, person, at=at)


def _count_tries(session: Session, email: str, origin: str, at: datetime) -> None:
    """Counted in a transaction of its own: a refusal does not undo the count."""
    tries = (
        (f"sign-in:person:{digest(email.strip().lower())[:24]}", _TRIES_PERSON),
        (f"sign-in:origin:{origin}", _TRIES_ORIGIN),
        ("sign-in", _TRIES_ALL),
    )
    for name, most in tries:
        wait = throttle.try_once(session, name, most=most, within=_WINDOW, at=at)
        if wait is not None:
            session.commit()
            raise TooManyTries(wait)
    session.commit()


def _matches(kept: str | None, password: str) -> bool:
    # An over-long password costs nothing: it is refused before it is hashed.
    if not kept or len(password) > MOST_PASSWORD:
        return False
    try:
        return _hasher.verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


def _code_right(person: Person, code: str, at: datetime) -> bool:
    """The second factor, one time step early or late at most, and each code once."""
    if not person.totp_secret:
        return True
    step = matching_step(person.totp_secret, code, at)
    if step is None or (person.totp_last is not None and step <= person.totp_last):
        return False
    person.totp_last = step
    return True


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, among the present one and its neighbours (RFC 6238)."""
    totp = pyotp.TOTP(secret)
    given = "".join(code.split())
    for step in (totp.timecode(at) + drift for drift in (0, -1, 1)):
        if secrets.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            return step
    return None


def set_factor(session: Session, person_id: int, secret: str, code: str, *, at: datetime) -> bool:
    """Keep an authenticator's secret, where `code` shows that the person has it."""
    step = matching_step(secret, code, at)
    if step is None:
        return False
    person = session.get_one(Person, person_id)
    person.totp_secret, person.totp_last = secret, step
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="set-factor"))
    session.commit()
    return True


def open_session(session: Session, person: Person, *, at: datetime) -> str:
    """A new session for a person; returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(token_digest=digest(token), person_id=person.id, created_at=at, seen_at=at))
    session.commit()
    return token


def who(session: Session, token: str, *, at: datetime, limits: Limits) -> Person | None:
    """The person of a session that is neither ended nor over its limits."""
    found = session.get(StaffSession, digest(token))
    if found is None or not found.person.active:
        return None
    if at - found.seen_at > limits.idle or at - found.created_at > limits.absolute:
        return None
    return found.person


def is_stale(session: Session, token: str, *, at: datetime) -> bool:
    """Whether a session's last use is worth noting again; at most once a minute, so that reading stays reading."""
    found = session.get(StaffSession, digest(token))
    return found is not None and at - found.seen_at > timedelta(minutes=1)


def touch(session: Session, token: str, *, at: datetime) -> None:
    """Note that a session is in use."""
    found = session.get(StaffSession, digest(token))
    if found is not None:
        found.seen_at = at
        session.commit()


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """End a session: its token is dead at once, copies of it too."""
    found = session.get(StaffSession, digest(token))
    if found is not None:
        session.add(JournalEntry(recorded_at=at, person_id=found.person_id, verb="sign-out"))
        session.delete(found)
        session.commit()
