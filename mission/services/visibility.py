"""The gate: the only query by which anything public reads.

It knows one rule: each document's newest settled edition, unless the document is recalled. Time does not come into it: what is
released but not settled is simply not there. It hands out frozen values, never models; a preview builds the same values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from ..languages import Language, choose
from ..models import (
    Body,
    Document,
    Edition,
    EditionBody,
    EditionTheme,
    Kind,
    PageAddress,
    PublicChange,
    Recall,
    Release,
    Settlement,
    Theme,
    Translation,
    Withdrawal,
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One language of an edition; `body` is canonical HTML, empty where the document was read for a list."""

    language: str
    status: str
    title: str
    label: str
    summary: str
    body: str
    change_note: str


@dataclass(frozen=True)
class Dated:
    """A civil date: of the event or the delivery, not of the release."""

    start: date
    end: date | None
    precision: str


@dataclass(frozen=True)
class Notice:
    """What the public is told of a withdrawal or a recall: when, and one text per language tag."""

    at: datetime
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Public:
    """A document as its readers see it: its newest settled edition."""

    id: int
    kind: str
    code: str | None
    reference: str | None
    section: str
    path: str | None
    parent_id: int | None
    position: int
    dated: Dated | None
    occasion: str | None
    session: str | None
    agenda_item: str | None
    speaker: str | None
    venue: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    venue_zone: str | None
    sources: tuple[Mapping[str, str], ...]
    themes: tuple[str, ...]
    bodies: tuple[str, ...]
    texts: Mapping[str, Text]
    edition: int
    change: str
    released_at: datetime | None
    settled_at: datetime | None
    withdrawal: Notice | None

    def text(self, language: Language) -> Text:
        """The text for a reader of `language`, in another one where it does not exist in this."""
        chosen = choose(language, tuple(self.texts))
        assert chosen is not None, "a public document has at least its original"
        return self.texts[chosen.tag]


@dataclass(frozen=True)
class Recalled:
    """All that is left in public of a recalled document."""

    kind: str
    code: str | None
    reference: str | None
    section: str
    notice: Notice


def public_documents() -> Select[*tuple[Any, ...]]:
    """The gate's own statement: (Document, Edition, Settlement) of everything public. Lists and counts build on it."""
    return (
        select(Document, Edition, Settlement)
        .join(Edition, Document.current_edition_id == Edition.id)
        .join(Settlement, Settlement.edition_id == Edition.id)
        .where(~select(Recall.document_id).where(Recall.document_id == Document.id).exists())
    )


def stamp(session: Session) -> int:
    """The counter of public acts."""
    return session.scalar(select(func.max(PublicChange.stamp))) or 0


def by_code(session: Session, code: str) -> Public | None:
    """The numbered document with this code, whole."""
    return _one(session, public_documents().where(Document.code == code))


def by_id(session: Session, document_id: int) -> Public | None:
    """The document with this identifier, whole."""
    return _one(session, public_documents().where(Document.id == document_id))


def page_at(session: Session, section: str, path: str) -> Public | None:
    """The page that has, or once had, this address; compare its `path` to know whether it has moved."""
    held = select(PageAddress.document_id).where(PageAddress.section == section, PageAddress.path == path)
    return _one(session, public_documents().where(Document.id == held.scalar_subquery(), Document.kind == Kind.PAGE))


def children(session: Session, parent_id: int) -> tuple[Public, ...]:
    """The pages below a page, in their order, without bodies of text."""
    below = public_documents().where(Edition.parent_id == parent_id, Document.kind == Kind.PAGE)
    return _several(session, below.order_by(Edition.position, Document.id))


def pages(session: Session, section: str | None = None) -> tuple[Public, ...]:
    """Every page, or those of a section, without bodies of text."""
    found = public_documents().where(Document.kind == Kind.PAGE)
    if section is not None:
        found = found.where(Edition.section == section)
    return _several(session, found.order_by(Edition.position, Document.id))


def recalled(session: Session, code: str) -> Recalled | None:
    """The notice that stands in the place of a recalled document."""
    row = session.execute(
        select(Document, Edition.section, Recall)
        .join(Recall, Recall.document_id == Document.id)
        .join(Edition, Document.current_edition_id == Edition.id)
        .where(Document.code == code)
    ).first()
    return _recalled(row)


def recalled_page(session: Session, section: str, path: str) -> Recalled | None:
    """The notice that stands in the place of a recalled page."""
    row = session.execute(
        select(Document, Edition.section, Recall)
        .join(Recall, Recall.document_id == Document.id)
        .join(Edition, Document.current_edition_id == Edition.id)
        .join(PageAddress, PageAddress.document_id == Document.id)
        .where(PageAddress.section == section, PageAddress.path == path)
    ).first()
    return _recalled(row)


def _recalled(row: Row[*tuple[Any, ...]] | None) -> Recalled | None:
    if row is None:
        return None
    document, section, recall = row
    return Recalled(document.kind.value, document.code, document.reference, section, Notice(recall.recalled_at, dict(recall.notices)))


def public_edition(session: Session, code: str, number: int) -> Public | None:
    """A settled edition of a numbered document that is not recalled, by its public number."""
    row = session.execute(
        select(Document, Edition, Settlement)
        .join(Edition, Edition.document_id == Document.id)
        .join(Settlement, Settlement.edition_id == Edition.id)
        .where(Document.code == code, Settlement.public_number == number)
        .where(~select(Recall.document_id).where(Recall.document_id == Document.id).exists())
    ).first()
    return _assemble(session, [row], whole=True)[0] if row else None


def preview(edition: Edition) -> Public:
    """An edition as it will be, built from a model: the same value that the gate hands out."""
    document = edition.document
    return _public(
        document, edition, None, None, None,
        texts={tag: _text(text, whole=True) for tag, text in edition.translations.items()},
        themes=tuple(one.theme.key for one in edition.themes),
        bodies=tuple(one.body.key for one in edition.bodies),
    )  # fmt: skip


def labels(session: Session) -> "Labels":
    """The taxonomy's live labels."""
    themes = session.scalars(select(Theme).order_by(Theme.position, Theme.id)).all()
    bodies = session.scalars(select(Body).order_by(Body.position, Body.id)).all()
    return Labels(
        themes={one.key: dict(one.labels) for one in themes},
        acronyms={one.key: dict(one.acronyms) for one in bodies},
        names={one.key: dict(one.names) for one in bodies},
    )


@dataclass(frozen=True)
class Labels:
    """Names of themes, and acronyms and names of bodies: by key, then by language tag."""

    themes: Mapping[str, Mapping[str, str]]
    acronyms: Mapping[str, Mapping[str, str]]
    names: Mapping[str, Mapping[str, str]]


def _one(session: Session, statement: Select[*tuple[Any, ...]]) -> Public | None:
    row = session.execute(statement).first()
    return _assemble(session, [row], whole=True)[0] if row else None


def _several(session: Session, statement: Select[*tuple[Any, ...]]) -> tuple[Public, ...]:
    return tuple(_assemble(session, session.execute(statement).all(), whole=False))


def assemble(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Public, ...]:
    """Values for the rows of a statement made from `public_documents`, without bodies of text."""
    return tuple(_assemble(session, list(rows), whole=False))


def _assemble(session: Session, rows: "list[Row[*tuple[Any, ...]]] | Any", *, whole: bool) -> list[Public]:
    """Four queries for any number of rows: texts, themes, bodies, and what was withdrawn or released when."""
    ids = [row[1].id for row in rows]
    if not ids:
        return []
    texts: dict[int, dict[str, Text]] = {one: {} for one in ids}
    columns = [Translation.edition_id, *(getattr(Translation, name) for name in ("language", "status", "title", "label", "summary"))]
    columns += [Translation.body, Translation.change_note] if whole else []
    for one in session.execute(select(*columns).where(Translation.edition_id.in_(ids))):
        texts[one.edition_id][one.language] = _text(one, whole=whole)
    themes = _keys(session, select(EditionTheme.edition_id, Theme.key).join(Theme).where(
        EditionTheme.edition_id.in_(ids)).order_by(EditionTheme.position), ids)  # fmt: skip
    bodies = _keys(session, select(EditionBody.edition_id, Body.key).join(Body).where(
        EditionBody.edition_id.in_(ids)).order_by(EditionBody.position), ids)  # fmt: skip
    acts = select(Release.edition_id, Release.release_at, Withdrawal.withdrawn_at, Withdrawal.notices).outerjoin(
        Withdrawal, Withdrawal.edition_id == Release.edition_id).where(Release.edition_id.in_(ids))  # fmt: skip
    dates = {one.edition_id: one for one in session.execute(acts)}
    return [
        _public(
            document, edition, settlement, dates[edition.id].release_at, _withdrawn(dates[edition.id]),
            texts=texts[edition.id], themes=themes[edition.id], bodies=bodies[edition.id],
        )
        for document, edition, settlement in rows
    ]  # fmt: skip


def _withdrawn(row: Any) -> Notice | None:
    return Notice(row.withdrawn_at, dict(row.notices)) if row.withdrawn_at else None


def _keys(session: Session, statement: Select[*tuple[Any, ...]], ids: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = dict.fromkeys(ids, ())
    for edition_id, key in session.execute(statement):
        found[edition_id] += (key,)
    return found


def _text(row: Any, *, whole: bool) -> Text:
    return Text(
        row.language, row.status.value, row.title, row.label, row.summary,
        row.body if whole else "", row.change_note if whole else "",
    )  # fmt: skip


def _public(document: Document, edition: Edition, settlement: Settlement | None, released_at: datetime | None,
            withdrawal: Notice | None, *, texts: Mapping[str, Text], themes: tuple[str, ...],
            bodies: tuple[str, ...]) -> Public:  # fmt: skip
    dated = Dated(edition.dated_start, edition.dated_end, edition.precision.value) if edition.dated_start and edition.precision else None
    return Public(
        id=document.id, kind=document.kind.value, code=document.code, reference=document.reference,
        section=edition.section, path=document.path, parent_id=edition.parent_id, position=edition.position,
        dated=dated, occasion=edition.occasion, session=edition.session, agenda_item=edition.agenda_item,
        speaker=edition.speaker, venue=edition.venue, starts_at=edition.starts_at, ends_at=edition.ends_at,
        venue_zone=edition.venue_zone, sources=tuple(dict(one) for one in edition.sources), themes=themes,
        bodies=bodies, texts=texts, edition=settlement.public_number if settlement else 0, change=edition.change.value,
        released_at=released_at, settled_at=settlement.settled_at if settlement else None, withdrawal=withdrawal,
    )  # fmt: skip
