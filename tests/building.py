"""Plain functions that make persons and documents with sensible defaults, by the same verbs as everybody."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission.models import Edition, Kind, Person, Precision, Role, RoleName, TranslationStatus
from mission.services import publishing
from mission.services.publishing import Description, EditionContent, TranslationContent

from .files import handed, picture


def person(session: Session, email: str, at: datetime, *roles: RoleName) -> Person:
    """A person who may do everything, or what `roles` say."""
    made = Person(email=email, name=email.split("@")[0], created_at=at)
    made.roles = list(session.scalars(select(Role).where(Role.name.in_([role.value for role in roles or tuple(RoleName)]))))
    session.add(made)
    session.commit()
    return made


def text(title: str = "Un titre d’essai", status: str = "original", body: str = "<p>Un texte d’essai.</p>", **more: str) -> TranslationContent:
    return TranslationContent(status=TranslationStatus(status), title=title, summary=more.pop("summary", "Un résumé d’essai."), body=body, **more)


def content(**changes: Any) -> EditionContent:
    values: dict[str, Any] = {
        "section": "communiques", "dated_start": date(2026, 11, 24), "precision": Precision.DAY, "themes": ("migration",),
        "bodies": ("iom",), "translations": {"fr": text()},
    }  # fmt: skip
    return EditionContent(**(values | changes))


def draft(session: Session, writer: Person, at: datetime, /, *, kind: Kind = Kind.COMMUNIQUE, **changes: Any) -> Edition:
    return publishing.draft(session, writer, kind, content(**changes), at=at)


def with_files(session: Session, writer: Person, edition: Edition, at: datetime) -> Edition:
    """A draft with a text and a picture below its French, described."""
    handed_in = [handed("note.txt", b"Bonjour"), handed("photo.png", picture("PNG"))]
    edition = publishing.add_files(session, writer, edition.id, "fr", handed_in, at=at)
    said = {one.id: Description("", "Un essai.") for one in edition.files}
    return publishing.describe_files(session, writer, edition.id, said, version=edition.version, at=at)


def released(session: Session, writer: Person, approver: Person, at: datetime, /, release_at: datetime | None = None, **changes: Any) -> Edition:
    """A document on its way: written by one, approved and released by another."""
    edition = draft(session, writer, at, **changes)
    return release(session, edition, writer, approver, at, release_at)


def release(session: Session, edition: Edition, writer: Person, approver: Person, at: datetime, release_at: datetime | None = None) -> Edition:
    edition = publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=at)
    edition = publishing.approve(session, approver, edition.id, version=edition.version, at=at)
    return publishing.release(session, approver, edition.id, version=edition.version, at=at, required={}, release_at=release_at)
