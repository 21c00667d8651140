"""The initial content: written, approved and released by two system persons who cannot sign in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import (
    Change,
    Document,
    Edition,
    Job,
    JournalEntry,
    Kind,
    LegacyAddress,
    Person,
    Precision,
    Role,
    RoleName,
    Settlement,
    State,
    TranslationStatus,
)  # fmt: skip
from . import publishing, taxonomy
from .enquiries import TIDY_JOB
from .markup import canonical, tidied
from .publishing import EditionContent, TranslationContent
from .publishing.settling import settle_one
from .taxonomy import Entry

CONTENT = Path(__file__).parent.parent / "content"
WRITER = "initial-content-writer@system.invalid"
APPROVER = "initial-content-approver@system.invalid"
_PRECISION = {10: "%Y-%m-%d", 7: "%Y-%m", 4: "%Y"}


def seed(session: Session, *, at: datetime, prefix: str, demonstration: bool, folder: Path = CONTENT) -> int:
    """Bring the database to the content files in `folder`; returns how many editions were made public.

    New files become documents. A changed file becomes an amendment, but only where the newest edition is still the initial one.
    Running it again with nothing changed does nothing; where it was broken off, it goes on.
    """
    writer, approver = _system_persons(session, at)
    taxonomy.bring(session, writer, taxonomy_entries(folder / "taxonomy"), at)
    _first_jobs(session, at)
    session.commit()
    made = 0
    for key, kind, raw in _files(folder):
        content = _content(session, key, kind, raw)
        edition = _edition(session, writer, key, kind, content, at)
        if edition is not None:
            _publish(session, writer, approver, edition, at, prefix, demonstration)
            made += 1
    _earlier_addresses(session, folder / "addresses.yaml", at)
    return made


def read(text: str) -> Any:
    """YAML that is nothing but data, by the reader written in C where there is one: the content is read ten times as fast."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def _earlier_addresses(session: Session, path: Path, at: datetime) -> None:
    """The addresses of the earlier site that come with the content; what somebody took out of the table at the desk stays out."""
    for one in read(path.read_text()) if path.exists() else ():
        document = session.scalar(select(Document.id).where(Document.content_key == one["page"]))
        taken_out = select(JournalEntry.id).where(JournalEntry.verb == "unmap address", JournalEntry.remark == one["path"])
        if document is None or session.get(LegacyAddress, one["path"]) is not None or session.scalar(taken_out.limit(1)) is not None:
            continue
        session.add(LegacyAddress(path=one["path"], language="fr", document_id=document, room=None, added_at=at))
    session.commit()


def _files(folder: Path) -> Iterator[tuple[str, Kind, dict[str, Any]]]:
    """Pages first, parents before children; then milestones in the order of their dates, which is that of their numbers."""
    pages = sorted((folder / "pages").rglob("*.yaml"), key=lambda path: (len(path.parts), path.as_posix()))
    for path in pages:
        yield path.relative_to(folder).with_suffix("").as_posix(), Kind.PAGE, read(path.read_text())
    milestones = [(path, read(path.read_text())) for path in (folder / "milestones").glob("*.yaml")]
    for path, raw in sorted(milestones, key=lambda one: (one[1]["dated"]["start"], one[0].name)):
        yield path.relative_to(folder).with_suffix("").as_posix(), Kind.MILESTONE, raw


def _content(session: Session, key: str, kind: Kind, raw: dict[str, Any]) -> EditionContent:
    dated = raw.get("dated") or {}
    place = _place(session, key) if kind is Kind.PAGE else {"section": raw["section"]}
    return EditionContent(
        **place,
        position=raw.get("order", 0),
        dated_start=_date(dated.get("start")),
        dated_end=_date(dated.get("end")),
        precision=Precision(dated["precision"]) if dated else None,
        occasion=raw.get("occasion"),
        venue=raw.get("venue"),
        themes=tuple(raw.get("themes") or ()),
        bodies=tuple(raw.get("bodies") or ()),
        sources=tuple({name: str(value) for name, value in one.items()} for one in raw.get("sources") or ()),
        translations={
            tag: TranslationContent(
                status=TranslationStatus(text["status"]), title=text["title"], label=text.get("label") or "",
                summary=text["summary"], body=text["body"],
            )
            for tag, text in raw["translations"].items()
        },
    )  # fmt: skip


def _place(session: Session, key: str) -> dict[str, Any]:
    """Section, parent and segment of ``pages/themes/migration/iom``."""
    section, *segments = key.split("/")[1:]
    if not segments:
        return {"section": section}
    parent = session.scalar(select(Document.id).where(Document.content_key == "/".join(key.split("/")[:-1])))
    if parent is None:
        raise ValueError(f"{key} has no page above it")
    return {"section": section, "parent_id": parent, "segment": segments[-1]}


def _date(value: str | None) -> date | None:
    return datetime.strptime(value, _PRECISION[len(value)]).date() if value else None  # noqa: DTZ007 - a civil date


def _edition(session: Session, writer: Person, key: str, kind: Kind, content: EditionContent, at: datetime) -> Edition | None:
    """The draft that a file calls for: a first edition, an amendment, or none."""
    document = session.scalar(select(Document).where(Document.content_key == key))
    if document is None:
        return publishing.draft(session, writer, kind, content, at=at, content_key=key)
    current = document.current_edition
    # What the desk has withdrawn does not come back by itself.
    if current is not None and (current.withdrawal is not None or not _is_initial(session, current, writer)):
        return None
    if begun := publishing.unsettled_edition(session, document.id):
        if not _is_initial(session, begun, writer):
            return None
        # A start was broken off between two of its steps: it goes on here.
        released = begun.state is State.RELEASED
        return begun if released else publishing.save(session, writer, begun.id, content, version=begun.version, at=at)
    if current is None:
        return None
    probe = publishing.read(current)
    if _comparable(probe) == _comparable(content):
        return None
    edition = publishing.begin(session, writer, document.id, Change.AMENDMENT, at=at)
    return publishing.save(session, writer, edition.id, content, version=edition.version, at=at)


def _comparable(content: EditionContent) -> EditionContent:
    def tidy(text: TranslationContent) -> TranslationContent:
        return replace(
            text, title=tidied(text.title), summary=tidied(text.summary), body=canonical(text.body), change_note=""
        )

    return replace(content, translations={tag: tidy(text) for tag, text in sorted(content.translations.items())})


def _is_initial(session: Session, edition: Edition, writer: Person) -> bool:
    """Whether nobody but the initial content's writer has written in this edition."""
    others = select(JournalEntry.id).where(
        JournalEntry.edition_id == edition.id, JournalEntry.verb.in_(("draft", "save")), JournalEntry.person_id != writer.id
    )
    return session.scalar(others.limit(1)) is None


def _publish(session: Session, writer: Person, approver: Person, edition: Edition, at: datetime, prefix: str, demonstration: bool) -> None:
    if edition.state is not State.RELEASED:
        edition = publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=at)
        edition = publishing.approve(session, approver, edition.id, version=edition.version, at=at)
        publishing.release(session, approver, edition.id, version=edition.version, at=at, required={})
    settle_one(session, edition.id, at, prefix, demonstration)
    if session.get(Settlement, edition.id) is None:
        raise RuntimeError(f"{edition} did not settle")


def _system_persons(session: Session, at: datetime) -> tuple[Person, Person]:
    """The two persons of the initial content; they have no password and are not active for signing in."""
    for name in RoleName:
        if session.scalar(select(Role).where(Role.name == name.value)) is None:
            session.add(Role(name=name.value))
    session.flush()
    return system_person(session, WRITER, RoleName.WRITER, at), system_person(session, APPROVER, RoleName.APPROVER, at)


def system_person(session: Session, email: str, role: RoleName, at: datetime) -> Person:
    """Somebody who is no person and cannot sign in, made where they are missing."""
    person = session.scalar(select(Person).where(Person.email == email))
    if person is None:
        person = Person(email=email, name="", system=True, active=False, created_at=at)
        person.roles = [session.scalars(select(Role).where(Role.name == role.value)).one()]
        session.add(person)
        session.flush()
    return person


def taxonomy_entries(folder: Path) -> list[Entry]:
    """The themes and bodies of the files in `folder`."""
    return [
        _entry(kind, raw) for kind, name in (("theme", "themes"), ("body", "bodies"))
        for raw in read((folder / f"{name}.yaml").read_text())
    ]  # fmt: skip


def _entry(kind: str, raw: dict[str, Any]) -> Entry:
    return Entry(
        kind=kind, key=raw["key"], position=raw.get("order", 0), names=raw["labels" if kind == "theme" else "names"],
        acronyms=raw.get("acronyms", {}), aliases={tag: tuple(names) for tag, names in raw.get("aliases", {}).items()},
    )  # fmt: skip


def _first_jobs(session: Session, at: datetime) -> None:
    if session.scalar(select(Job.id).where(Job.name == TIDY_JOB, Job.done_at.is_(None)).limit(1)) is None:
        session.add(Job(name=TIDY_JOB, details={}, created_at=at, due_at=at))
