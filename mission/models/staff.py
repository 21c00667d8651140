"""Who works at the desk: persons, their roles, invitations and sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model, db
from .types import Instant, Key, Moment


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

    `totp_last` is the time step of the last code accepted: a code works once (RFC 6238, section 5.2).
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

    roles: Mapped[list[Role]] = relationship(secondary=person_role)

    def may(self, *roles: RoleName) -> bool:
        """Whether the person holds one of `roles`."""
        return any(role.name in roles for role in self.roles)

    def __repr__(self) -> str:
        return f"<Person {self.id}>"


class Invitation(Model):
    """A link by which a person comes in for the first time, or again after losing every factor. Only its hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class StaffSession(Model):
    """A signed-in browser. The cookie holds a random token, the table its hash: whoever reads the table cannot sign in."""

    __tablename__ = "staff_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    person: Mapped[Person] = relationship()
