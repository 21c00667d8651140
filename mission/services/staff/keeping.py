"""What was typed and could not be done: kept encrypted for the person who typed it, until they are in again, and no longer than a day."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ...models import KeptForm, Parting, StaffSession

# Never kept: what signs in, and what belonged to the ended session.
SECRET = frozenset({"token", "password", "code", "present", "secret", "credential", "challenge", "kept_form"})
_MOST = 20
# At the end of a path: no form that could be sent, but words of this person that somebody else wrote over.
OVERWRITTEN = "#overwritten"


@dataclass(frozen=True)
class Kept:
    """A posted form: where it was going, and what stood in it, in the order of its fields."""

    id: int
    why: Parting
    path: str
    fields: tuple[tuple[str, str], ...]
    made_at: datetime


def keep_form(session: Session, person_id: int, why: Parting, path: str, fields: Sequence[tuple[str, str]], keys: tuple[str, ...], *,
              at: datetime) -> int:  # fmt: skip
    """Keep a posted form; returns its number. The same form is kept once, and at most some twenty for one person.

    Of one window (`key`), and of what was to be done to one thing, the newest alone is kept.
    """
    wanted = [[name, value] for name, value in fields if name not in SECRET]
    for one in kept_forms(session, person_id, keys, at=at, hours=24 * 7):
        if one.path == path and [list(pair) for pair in one.fields] == wanted and one.why is why:
            return one.id
        if one.why is why and _same(one, path, dict(fields).get("key", "")):
            session.execute(delete(KeptForm).where(KeptForm.id == one.id))
    made = KeptForm(person_id=person_id, why=why, sealed=_box(keys).encrypt(json.dumps([path, wanted]).encode()), made_at=at)
    session.add(made)
    session.flush()
    surplus = select(KeptForm.id).where(KeptForm.person_id == person_id).order_by(KeptForm.id.desc()).offset(_MOST)
    session.execute(delete(KeptForm).where(KeptForm.id.in_(list(session.scalars(surplus)))))
    session.commit()
    return made.id


def _same(one: Kept, path: str, key: str) -> bool:
    if path.endswith(OVERWRITTEN) or one.path.endswith(OVERWRITTEN):
        return False
    theirs = dict(one.fields).get("key", "")
    return key == theirs if key or theirs else one.path == path and re.search(r"/\d+(/|$)", path) is not None


def keeps_forms(session: Session, person_id: int, *, at: datetime, hours: int) -> bool:
    """Whether anything is kept for a person."""
    return session.scalar(select(KeptForm.id).where(KeptForm.person_id == person_id, KeptForm.made_at > at - timedelta(hours=hours)).limit(1)) is not None


def unseen_forms(session: Session, person_id: int, *, at: datetime, hours: int) -> bool:
    """Whether something was kept since the person's last session began, before the one that has just been opened."""
    began = session.scalars(select(StaffSession.created_at).where(StaffSession.person_id == person_id).order_by(StaffSession.created_at.desc()).limit(2)).all()
    since = max(began[1] if len(began) > 1 else at - timedelta(hours=hours), at - timedelta(hours=hours))
    return session.scalar(select(KeptForm.id).where(KeptForm.person_id == person_id, KeptForm.made_at > since).limit(1)) is not None


def forget_done(session: Session, person_id: int, path: str, keys: tuple[str, ...], *, at: datetime) -> None:
    """What was kept of a form is over once that form has been done."""
    for one in kept_forms(session, person_id, keys, at=at, hours=24 * 7):
        if one.path == path:
            session.execute(delete(KeptForm).where(KeptForm.id == one.id))
    session.commit()


def kept_forms(session: Session, person_id: int, keys: tuple[str, ...], *, at: datetime, hours: int) -> tuple[Kept, ...]:
    """What is kept for a person, the newest first."""
    mine = select(KeptForm).where(KeptForm.person_id == person_id, KeptForm.made_at > at - timedelta(hours=hours))
    opened = (_opened(one, keys) for one in session.scalars(mine.order_by(KeptForm.id.desc())))
    return tuple(one for one in opened if one is not None)


def kept_of(session: Session, person_id: int, kept_id: int, keys: tuple[str, ...], *, at: datetime, hours: int) -> Kept | None:
    """One of them, if it is theirs."""
    return next((one for one in kept_forms(session, person_id, keys, at=at, hours=hours) if one.id == kept_id), None)


def forget_kept(session: Session, person_id: int, kept_id: int) -> None:
    """It was done, or is not wanted."""
    session.execute(delete(KeptForm).where(KeptForm.id == kept_id, KeptForm.person_id == person_id))
    session.commit()


def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"kept form:{key}".encode()).digest())) for key in keys])


def _opened(row: KeptForm, keys: tuple[str, ...]) -> Kept | None:
    try:
        path, fields = json.loads(_box(keys).decrypt(row.sealed))
    except InvalidToken:
        # Its key is gone; so is what was kept.
        return None
    return Kept(row.id, row.why, path, tuple((name, value) for name, value in fields), row.made_at)
