"""Second factors besides passkeys: an authenticator's codes, and recovery codes for whoever has lost their device."""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ...models import JournalEntry, Passkey, Person, RecoveryCode
from .hashing import hashed, matches

CODES = 8
# Without letters that are taken for others. The mark finds the row; twelve further letters are sixty bits, hashed slowly.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_MARK, _LENGTH = 4, 16


def has_factor(session: Session, person: Person) -> bool:
    """Whether a person has a second factor at all."""
    return bool(person.totp_secret) or bool(session.scalar(select(func.count()).where(Passkey.person_id == person.id)))


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, among the present one and its neighbours (RFC 6238)."""
    totp = pyotp.TOTP(secret)
    given = "".join(code.split())
    for step in (totp.timecode(at) + drift for drift in (0, -1, 1)):
        if secrets.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            return step
    return None


def code_right(person: Person, code: str, at: datetime) -> bool:
    """An authenticator's code, one time step early or late at most, and each code once. Noted in the caller's transaction."""
    step = matching_step(person.totp_secret, code, at) if person.totp_secret else None
    if step is None or (person.totp_last is not None and step <= person.totp_last):
        return False
    person.totp_last = step
    return True


def bare(code: str) -> str:
    """A recovery code without what people type between its parts; empty where it is none."""
    letters = "".join(one for one in code.lower()[:64] if one.isalnum())
    return letters if len(letters) == _LENGTH else ""


def find_code(session: Session, person: Person | None, code: str) -> RecoveryCode | None:
    """The unused recovery code that was typed. For whom there is none the work is the same."""
    given = bare(code)
    if not given:
        return None
    wanted = (RecoveryCode.person_id == (person.id if person else 0), RecoveryCode.mark == given[:_MARK])
    found = session.scalar(select(RecoveryCode).where(*wanted).with_for_update())
    return found if matches(found.code_hash if found else None, given) else None


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


def remove_authenticator(session: Session, person_id: int, *, at: datetime) -> bool:
    """Forget an authenticator; says whether there was one."""
    person = session.get_one(Person, person_id)
    if not person.totp_secret:
        return False
    person.totp_secret = person.totp_last = None
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="remove-factor"))
    session.commit()
    return True


def make_codes(session: Session, person_id: int, *, at: datetime) -> tuple[str, ...]:
    """New recovery codes, to be shown once; earlier ones stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made: dict[str, str] = {}
    while len(made) < CODES:
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        made[code[:_MARK]] = code
    session.add_all(RecoveryCode(person_id=person_id, mark=mark, code_hash=hashed(code), made_at=at) for mark, code in made.items())
    session.add(JournalEntry(recorded_at=at, person_id=person_id, verb="make-codes"))
    session.commit()
    return tuple("-".join(code[start : start + _MARK] for start in range(0, _LENGTH, _MARK)) for code in made.values())


def codes_left(session: Session, person_id: int) -> int:
    """How many recovery codes a person has left."""
    return session.scalar(select(func.count()).where(RecoveryCode.person_id == person_id)) or 0


def drop_factors(session: Session, person: Person) -> None:
    """Forget every factor and the password, in the caller's transaction."""
    person.totp_secret = person.totp_last = person.password = None
    for table in (Passkey, RecoveryCode):
        session.execute(delete(table).where(table.person_id == person.id))
