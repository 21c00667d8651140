"""Signing in, and proving once more who one is. Whatever is wrong, the answer is the same and costs the same."""

from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import JournalEntry, Person, RecoveryCode, StaffSession
from .. import throttle
from . import letters
from .factors import bare, code_right, find_code, has_factor
from .hashing import digest, matches
from .passkeys import Party, WrongPasskey, answered
from .sessions import invitation_of, open_session

# Away from localhost a password alone leads to the page that sets a factor up, only so long after an invitation was taken up.
ARRIVING = timedelta(hours=24)
_WINDOW = timedelta(minutes=15)
_TRIES_PERSON, _TRIES_ORIGIN, _TRIES_ALL = 10, 30, 500


class NotLetIn(Exception):
    """The address, the password, the code or the passkey is not right; which one is not told."""


class TooManyTries(Exception):
    """Too many tries by this address, from this place, or altogether. `wait` is how long until the next."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


def sign_in(session: Session, *, email: str, password: str, code: str, origin: str, at: datetime, local: bool, browser: str = "",
            now_in: StaffSession | None = None) -> str:  # fmt: skip
    """Check address, password and second factor; returns the token of a new session, in place of the browser's present one.

    Raises `NotLetIn` or `TooManyTries`; both are counted, and refusals journaled.
    """
    count_tries(session, email, origin, at=at)
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()).with_for_update())
    if person is not None and (not person.active or person.system):
        person = None
    strong = _proved(session, person, password, code, at, local=local)
    if person is None or strong is None:
        session.rollback()
        _refuse(session, "sign-in-refused", person, at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="sign-in", remark="password"))
    return open_session(session, person, at=at, strong=strong, browser=browser, instead_of=now_in)


def sign_in_by_passkey(session: Session, party: Party, *, credential: str, challenge: str, origin: str, at: datetime, browser: str = "",
                       now_in: StaffSession | None = None) -> str:  # fmt: skip
    """Check a passkey's answer; returns the token of a new session. Raises `NotLetIn` or `TooManyTries`."""
    count_tries(session, "", origin, at=at)
    try:
        person = answered(session, party, credential=credential, challenge=challenge, at=at).person
    except WrongPasskey:
        # The challenge stays spent.
        session.commit()
        _refuse(session, "sign-in-refused", None, at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="sign-in", remark="passkey"))
    return open_session(session, person, at=at, strong=True, browser=browser, instead_of=now_in)


def confirm(session: Session, now_in: StaffSession, *, password: str, code: str, origin: str, at: datetime, local: bool) -> str:
    """The same for whoever is in already; returns the token of the session that goes on from here."""
    person = now_in.person
    count_tries(session, person.email, origin, at=at)
    strong = _proved(session, person, password, code, at, local=local)
    if strong is None:
        session.rollback()
        _refuse(session, "prove-refused", person, at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="prove", remark="password"))
    return open_session(session, person, at=at, strong=strong or now_in.strong, browser=now_in.browser, instead_of=now_in, goes_on=True)


def confirm_by_passkey(session: Session, party: Party, now_in: StaffSession, *, credential: str, challenge: str, origin: str, at: datetime) -> str:
    """The same by a passkey, which must be one of the person's own."""
    count_tries(session, "", origin, at=at)
    try:
        found = answered(session, party, credential=credential, challenge=challenge, at=at)
        if found.person_id != now_in.person_id:
            raise WrongPasskey
    except WrongPasskey:
        session.commit()
        _refuse(session, "prove-refused", now_in.person, at)
    session.add(JournalEntry(recorded_at=at, person_id=found.person_id, verb="prove", remark="passkey"))
    return open_session(session, now_in.person, at=at, strong=True, browser=now_in.browser, instead_of=now_in, goes_on=True)


def _proved(session: Session, person: Person | None, password: str, code: str, at: datetime, *, local: bool) -> bool | None:
    """None where it is not the person; else whether a second factor was shown. Every answer does the same work."""
    right = matches(person.password if person else None, password)
    recovery: RecoveryCode | None = find_code(session, person, code) if bare(code) else None
    if person is None or not right:
        return None
    if recovery is not None:
        session.delete(recovery)
        session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="use-code"))
        letters.tell(session, person, "code", at=at)
        return True
    if has_factor(session, person):
        return code_right(person, code, at) or None
    arrived = invitation_of(session, person.id)
    return False if local or (arrived is not None and at - arrived <= ARRIVING) else None


def count_tries(session: Session, email: str, origin: str, *, at: datetime, what: str = "sign-in") -> None:
    """Counted in a transaction of its own: a refusal does not undo the count. Raises `TooManyTries`."""
    tries = [(f"{what}:origin:{origin}", _TRIES_ORIGIN), (what, _TRIES_ALL)]
    if email:
        tries.insert(0, (f"{what}:person:{digest(email.strip().lower())[:24]}", _TRIES_PERSON))
    for name, most in tries:
        wait = throttle.try_once(session, name, most=most, within=_WINDOW, at=at)
        if wait is not None:
            session.commit()
            raise TooManyTries(wait)
    session.commit()


def _refuse(session: Session, verb: str, person: Person | None, at: datetime) -> NoReturn:
    session.add(JournalEntry(recorded_at=at, person_id=person.id if person else None, verb=verb))
    session.commit()
    raise NotLetIn
