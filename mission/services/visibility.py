"""The gate: the only query by which anything public reads.

It knows one rule: each document's newest settled edition, unless the document is recalled. Time does not come into it: what is
released but not settled is simply not there. It hands out frozen values, never models; a preview builds the same values.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session, object_session

from ..models import Change, Document, Edition, Kind, PageAddress, PublicChange, Recall, Settlement, Translation
from . import assembling
from .correcting import corrections
from .filing.reading import as_value
from .keeping import kept
from .markup import plain
from .shown import Correction, Labels, Notice, Public, Recalled

_NOT_RECALLED = ~select(Recall.document_id).where(Recall.document_id == Document.id).exists()


@cache
def public_documents() -> Select[*tuple[Any, ...]]:
    """The gate's own statement: the newest settled edition of everything public. Lists and counts build on it."""
    return (
        select(Edition.id.label("edition_id"))
        .select_from(Document)
        .join(Edition, Document.current_edition_id == Edition.id)
        .join(Settlement, Settlement.edition_id == Edition.id)
        .where(_NOT_RECALLED)
    )


@cache
def numbered() -> Select[*tuple[Any, ...]]:
    """The gate's statement for everything public that carries a reference."""
    return public_documents().where(Document.kind != Kind.PAGE)


def stamp(session: Session) -> int:
    """The counter of public acts."""
    return kept(session).stamp


def last_act(session: Session) -> datetime | None:
    """When the last public act was; None before the first."""
    statement = select(PublicChange.changed_at).order_by(PublicChange.stamp.desc()).limit(1)
    return kept(session).get("last act", lambda: session.scalar(statement))


def by_code(session: Session, code: str) -> Public | None:
    """The numbered document with this code, whole."""
    return _one(session, _BY_CODE, {"code": code})


def by_id(session: Session, document_id: int) -> Public | None:
    """The document with this identifier, whole."""
    return _one(session, _BY_ID, {"id": document_id})


def page_at(session: Session, section: str, path: str) -> Public | None:
    """The page that has, or once had, this address; compare its `path` to know whether it has moved."""
    return _one(session, _BY_ADDRESS, {"section": section, "path": path})


def children(session: Session, parent_id: int) -> tuple[Public, ...]:
    """The pages below a page, in their order, without bodies of text."""
    return tuple(one for one in pages(session) if one.parent_id == parent_id)


def pages(session: Session, section: str | None = None) -> tuple[Public, ...]:
    """Every page, or those of a section, without bodies of text."""
    every = kept(session).get("pages", lambda: assemble(session, session.connection().execute(_PAGES).all()), of=0)
    return every if section is None else tuple(one for one in every if one.section == section)


def recalled(session: Session, code: str) -> Recalled | None:
    """The notice that stands in the place of a recalled document."""
    return _recalled(session.execute(_RECALLS.where(Document.code == code)).first())


def recalled_by_id(session: Session, document_id: int) -> Recalled | None:
    """The same, of a document or a page by its identifier."""
    return _recalled(session.execute(_RECALLS.where(Document.id == document_id)).first())


def recalled_documents() -> Select[*tuple[Any, ...]]:
    """The newest settled edition of every recalled document: to tell of the recall, never to show the text."""
    return select(Edition.id.label("edition_id")).select_from(Recall).join(Document, Document.id == Recall.document_id).join(
        Edition, Document.current_edition_id == Edition.id)  # fmt: skip


def recalled_page(session: Session, section: str, path: str) -> Recalled | None:
    """The notice that stands in the place of a recalled page."""
    at = _RECALLS.join(PageAddress, PageAddress.document_id == Document.id).where(PageAddress.section == section, PageAddress.path == path)
    return _recalled(session.execute(at).first())


def recalled_by_entry(session: Session, sequence: int) -> Recalled | None:
    """The notice that stands in the place of a page one edition of which this entry of the register made public."""
    by = _RECALLS.join(Settlement, Settlement.document_id == Document.id).where(Settlement.register_sequence == sequence, Document.kind == Kind.PAGE)
    return _recalled(session.execute(by).first())


def _recalled(row: Row[*tuple[Any, ...]] | None) -> Recalled | None:
    if row is None:
        return None
    document, section, recall = row
    return Recalled(document.kind.value, document.code, document.reference, section, Notice(recall.recalled_at, dict(recall.notices)))


def public_edition(session: Session, code: str, number: int) -> Public | None:
    """A settled edition of a numbered document that is not recalled, by its public number."""
    return _one(session, _BY_NUMBER, {"code": code, "number": number})


def settled(session: Session, edition_id: int) -> Public | None:
    """A settled edition of a document that is not recalled, by its identifier: for what is made from it after it settled."""
    return _one(session, _BY_EDITION, {"edition_id": edition_id})


def page_edition(session: Session, sequence: int) -> Public | None:
    """The edition of a page that is not recalled which this entry of the register made public."""
    return _one(session, _BY_ENTRY, {"sequence": sequence})


def settled_edition(session: Session, document_id: int, number: int) -> Public | None:
    """A settled edition of any document that is not recalled, by its public number."""
    return _one(session, _BY_DOCUMENT_AND_NUMBER, {"id": document_id, "number": number})


def settled_editions(session: Session, document_id: int) -> tuple[Public, ...]:
    """Every settled edition of a document that is not recalled, oldest first, whole."""
    return whole(session, session.connection().execute(_ALL_OF, {"id": document_id}).all())


def preview(edition: Edition) -> Public:
    """An edition as it will be, built from a model: the same value that the gate hands out."""
    notes = {tag: text.change_note for tag, text in edition.translations.items() if text.change_note}
    told = (Correction(0, None, notes),) if edition.change is Change.CORRECTION and notes else ()
    before = object_session(edition)
    return assembling.as_public(
        edition.document, edition, corrections=(*told, *(corrections(before, [edition.document_id]).get(edition.document_id, ()) if before else ())),
        texts={tag: assembling.as_text(text, whole=True) for tag, text in edition.translations.items()},
        themes=tuple(one.theme.key for one in edition.themes),
        bodies=tuple(one.body.key for one in edition.bodies),
        files=tuple(as_value(one, one.renditions) for one in edition.files if one.language in edition.translations),
        draft=edition.id,
    )  # fmt: skip


def labels(session: Session) -> Labels:
    """The taxonomy's live labels."""
    return kept(session).get("labels", lambda: assembling.labels(session), of=0)


def _one(session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> Public | None:
    keep, key = kept(session), (statement, *values.values())
    edition_id = keep.peek(key)
    if edition_id is None:
        edition_id = session.connection().execute(statement, values).scalar()
        if edition_id is None:
            return None
    (found,) = _editions(session, [edition_id], whole=True)
    keep.put(key, edition_id, of=found.id)
    return found


def assemble(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Public, ...]:
    """Values for the rows of a statement made from `public_documents`, without bodies of text."""
    return tuple(_editions(session, [row.edition_id for row in rows], whole=False))


def whole(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Public, ...]:
    """Values for the rows of a statement made from `public_documents`, with their texts."""
    return tuple(_editions(session, [row.edition_id for row in rows], whole=True))


def unkept(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Public, ...]:
    """As `whole`, for whoever goes through everything: nothing of it is kept in this process."""
    ids = [row.edition_id for row in rows]
    read = assembling.read(session, ids, whole=True)
    return tuple(read[one] for one in ids)


def _editions(session: Session, ids: list[int], *, whole: bool) -> list[Public]:
    """Settled editions in the order of `ids`; those that are not kept yet are read together."""
    keep = kept(session)
    found = {one: keep.peek(("edition", one, whole)) for one in ids}
    missing = [one for one, public in found.items() if public is None]
    if missing:
        for edition_id, public in assembling.read(session, missing, whole=whole).items():
            # What is drawn of a picture may come after it.
            keep.put(("edition", edition_id, whole), public, of=None if public.files else public.id)
            found[edition_id] = public
    return [found[one] for one in ids]


def numbered_of(session: Session, ids: Iterable[int]) -> tuple[Public, ...]:
    """What of these documents is public and has a reference, in their order and without bodies of text."""
    keep, wanted = kept(session), list(ids)
    found = {one: keep.peek(("numbered", one)) for one in wanted}
    missing = [one for one, public in found.items() if public is None]
    if missing:
        for public in assembling.made(session, session.connection().execute(_NUMBERED, {"ids": missing}).all(), whole=False).values():
            keep.put(("numbered", public.id), public, of=public.id)
            found[public.id] = public
    return tuple(public for one in wanted if (public := found[one]) is not None)


def first_entries(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """By identifier the entry of the register by which each of these documents first became public: the order in which they did."""
    first = select(Settlement.document_id, Settlement.register_sequence).where(Settlement.document_id.in_(list(ids)), Settlement.public_number == 1)
    return {row.document_id: row.register_sequence for row in session.execute(first)}


def first_settled(session: Session, document_id: int) -> datetime | None:
    """When a document first became public."""
    return session.scalar(select(Settlement.settled_at).where(Settlement.document_id == document_id, Settlement.public_number == 1))


def mentioned(session: Session, codes: Iterable[str], editions: Iterable[int], most: int) -> tuple[Public, ...]:
    """What is public and has a reference, and one of these codes or one of these editions for its newest: so many at most, without bodies of text."""
    of = (Document.code.in_(list(codes)), Edition.id.in_(list(editions)))
    return assemble(session, [row for wanted in of for row in session.execute(numbered().where(wanted).limit(most)).all()][:most])


def plain_bodies(session: Session, ids: Iterable[int], tag: str) -> dict[int, str]:
    """By identifier the text of one language, without markup, of those of these documents that are public, have a reference and this language."""
    keep = kept(session)
    found = {one: keep.peek(("plain", one, tag)) for one in ids}
    missing = [one for one, text in found.items() if text is None]
    if missing:
        for one, body in session.connection().execute(_BODIES_IN, {"ids": missing, "language": tag}):
            found[one] = plain(body)
            keep.put(("plain", one, tag), found[one], of=one)
    return {one: text for one, text in found.items() if text is not None}


# Built once: to build a statement costs more than to run it.
# Read and let through in one query: what a list of results costs most is the number of its questions.
_NUMBERED = assembling.EVERY_EDITION.where(Edition.id.in_(numbered().where(Document.id.in_(assembling.IDS))))
_BODIES_IN = (
    numbered().join(Translation, Translation.edition_id == Edition.id).with_only_columns(Document.id, Translation.body)
    .where(Document.id.in_(assembling.IDS), Translation.language == bindparam("language"))
)  # fmt: skip
_BY_CODE = public_documents().where(Document.code == bindparam("code"))
_BY_ID = public_documents().where(Document.id == bindparam("id"))
_BY_ADDRESS = (
    public_documents().join(PageAddress, PageAddress.document_id == Document.id)
    .where(PageAddress.section == bindparam("section"), PageAddress.path == bindparam("path"), Document.kind == Kind.PAGE)
)  # fmt: skip
_PAGES = public_documents().where(Document.kind == Kind.PAGE).order_by(Edition.position, Document.id)
# Earlier editions too.
_SETTLED = (
    select(Edition.id.label("edition_id")).select_from(Edition).join(Document, Document.id == Edition.document_id)
    .join(Settlement, Settlement.edition_id == Edition.id).where(_NOT_RECALLED)
)  # fmt: skip
_ALL_OF = _SETTLED.where(Document.id == bindparam("id")).order_by(Settlement.public_number)
_BY_DOCUMENT_AND_NUMBER = _SETTLED.where(Document.id == bindparam("id"), Settlement.public_number == bindparam("number"))
_BY_NUMBER = _SETTLED.where(Document.code == bindparam("code"), Settlement.public_number == bindparam("number"))
_BY_EDITION = _SETTLED.where(Edition.id == bindparam("edition_id"))
_BY_ENTRY = _SETTLED.where(Settlement.register_sequence == bindparam("sequence"), Document.kind == Kind.PAGE)
_RECALLS = select(Document, Edition.section, Recall).join(Recall, Recall.document_id == Document.id).join(
    Edition, Document.current_edition_id == Edition.id)  # fmt: skip
