"""Who works at the desk: persons, their roles, invitations, factors and sessions."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model, db
from .types import Instant, Key, Moment, choice


class RoleName(StrEnum):
    """What a person may do at the desk."""

    WRITER = "writer"
    TRANSLATOR = "translator"
    APPROVER = "approver"
    PRESS_OFFICER = "press-officer"
    ADMINISTRATOR = "administrator"


person_role = Table(
    "person_role",
    db.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Model):
    """A role, named by one of `RoleName`."""

    __tablename__ = "role"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)


class Person(Model):
    """Somebody who works at the desk. A system person (`system`) writes the initial content and cannot sign in.

    `totp_last` is the time step of the last code accepted: a code works once (RFC 6238, section 5.2). `handle` is what a passkey
    knows its person by, and says nothing about them.
    """

    __tablename__ = "person"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    system: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Moment]
    password: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_last: Mapped[int | None]
    handle: Mapped[str | None] = mapped_column(unique=True, index=True, default=lambda: secrets.token_urlsafe(24))

    roles: Mapped[list[Role]] = relationship(secondary=person_role)

    def may(self, *roles: RoleName) -> bool:
        """Whether the person holds one of `roles`."""
        return any(role.name in roles for role in self.roles)

    def __repr__(self) -> str:
        return f"<Person {self.id}>"


class Errand(StrEnum):
    """What the link of a letter is for."""

    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret


class Invitation(Model):
    """A link by which a person comes in for the first time, or again after losing every factor, or sets a new password.

    Only its hash is kept. It is for once, and ends by itself.
    """

    __tablename__ = "invitation"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    errand: Mapped[Errand] = mapped_column(choice(Errand), default=Errand.INVITATION)
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class StaffSession(Model):
    """A signed-in browser. The cookie holds a random token, the table its hash: whoever reads the table cannot sign in.

    `strong`: a second factor was shown. `fresh_at`: when the person last proved who they are. `seal` binds the forms of the desk and
    stays when the token changes. An ended session is kept for some days, so that a form posted from it can be given back.
    """

    __tablename__ = "staff_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    fresh_at: Mapped[Moment]
    strong: Mapped[bool]
    browser: Mapped[str] = mapped_column(default="")
    seal: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class Passkey(Model):
    """A key pair whose private half never leaves the person's device (WebAuthn). It verifies its owner: it is two factors in one."""

    __tablename__ = "passkey"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    uses: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(default="")
    made_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class RecoveryCode(Model):
    """A code for whoever has lost their device: for once. `mark` is its first part, by which it is found; the whole is kept hashed."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str]
    code_hash: Mapped[str]
    made_at: Mapped[Moment]


class SpentChallenge(Model):
    """A challenge that a passkey has answered: the same answer does not count twice."""

    __tablename__ = "spent_challenge"

    digest: Mapped[str] = mapped_column(primary_key=True)
    spent_at: Mapped[Moment]


class Parting(StrEnum):
    """Why a posted form was kept instead of done."""

    ENDED = "ended"
    CONFIRM = "confirm"


class KeptForm(Model):
    """What a person had typed when the door was closed to them (their session had ended, their roles had been changed, they were let in no more),
    or when they had to confirm who they are. Encrypted; shown to them alone."""

    __tablename__ = "kept_form"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    why: Mapped[Parting] = mapped_column(choice(Parting))
    sealed: Mapped[bytes]
    made_at: Mapped[Moment]
