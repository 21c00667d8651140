"""Search at the desk, over everything that a person may see: what is public, by the index; what is not (yet), read here and now.

Whoever has no part in writing finds what every visitor may read, and no word more: one could ask an embargoed text for its words.
Nothing unsettled ever stands in the index: drafts, what waits for its minute, pages and what was recalled are few, and are read as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from ..models import Document, Edition, Enquiry, Kind, Person, Recall, RoleName, Settlement
from . import desk, inbox, listing, overlooked, publishing
from .desk import Row
from .filtering import Filter
from .markup import readable
from .search import finding
from .search.matching import Texts, answers
from .search.names import Names
from .shown import Dated

MOST = 30
_READ = 2000


@dataclass(frozen=True)
class Seen:
    """What was found: what is under way, waits or was recalled; what is public (the first `MOST`, of `public_total`); what none of these texts
    says, but a file of one, an earlier edition, the note of a correction or a notice (`remark` says which); enquiries; persons."""

    unsettled: tuple[Row, ...] = ()
    public: tuple[Row, ...] = ()
    public_total: int = 0
    beside: tuple[Row, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    persons: tuple[Person, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.unsettled or self.public or self.beside or self.enquiries or self.persons)


def look(session: Session, actor: Person, q: str, language: str = "") -> Seen:
    """Everything that holds what `q` asks for (the query language of the press search) and that `actor` may see; texts by their titles in
    `language`, where they have one."""
    written = " ".join(q.split())
    if not written:
        return Seen()
    names = finding.names(session)
    writes = actor.may(*publishing.WRITING)
    aside = _holding(session, names, tuple(_aside(session, writes)), written)
    pages = [one for one in aside if one.standing in ("settled", "withdrawn")]
    unsettled = tuple(desk.row(one, language=language) for one in aside if one not in pages)[:MOST]
    # Nothing that is a word holds everything, as a list without a filter does: nobody has asked for that.
    found, total = ((), 0) if finding.understood(session, written).empty else _public(session, written, language)
    public = (*(desk.row(one, one.settlement.settled_at if one.settlement else None, language=language) for one in pages), *found)
    enquiries = _enquiries(session, names, written) if actor.may(*inbox.READERS) else ()
    persons = _persons(session, written) if actor.may(RoleName.ADMINISTRATOR) else ()
    beside = _beside(session, names, written, writes, language, {one.document_id for one in (*unsettled, *public)})
    return Seen(unsettled, public, total + len(pages), beside, enquiries, persons)


def _beside(session: Session, names: Names, written: str, writes: bool, language: str, known: set[int]) -> tuple[Row, ...]:
    """What is found beside the texts, of documents whose text as it stands does not hold it."""
    # More than those that are shown.
    known |= _indexed(session, written)
    rows: dict[int, Row] = {}
    for one in overlooked.beside(session, names, written, writes):
        document = one.edition.document
        standing = document.current_edition if one.is_past else one.edition
        # Of what was recalled, visitors read the notice, and no word of the text.
        hidden = one.where == "recall" and not writes
        if document.id not in known and standing and (hidden or not _holding(session, names, (standing,), written)):
            row = replace(desk.row(one.edition, language=language), remark=one.where)
            rows.setdefault(document.id, replace(row, title="" if row.reference else _placed(one.edition), languages=()) if hidden else row)
            if len(rows) == MOST:
                break
    return tuple(rows.values())


def _placed(page: Edition) -> str:
    """What a recalled page is called where its title is not told: its place."""
    return f"{page.section}/{page.document.path}" if page.document.path else page.section


def _indexed(session: Session, written: str) -> set[int]:
    held = finding.engine(session)
    found = listing.unless_damaged(session, lambda: finding.ids(session, held, Filter(q=written), "", _READ)) if held else None
    return set(found or ())


def _aside(session: Session, writes: bool) -> Iterator[Edition]:
    """The editions that the index does not know, last saved first: those of pages and, for whoever `writes`, unsettled ones and those of
    recalled documents."""
    recalled = select(Recall.document_id).where(Recall.document_id == Document.id).exists()
    public = (Document.current_edition_id == Edition.id) & (Document.kind == Kind.PAGE) & ~recalled
    wanted = (
        select(Edition)
        .join(Document, Edition.document_id == Document.id)
        .outerjoin(Settlement, Settlement.edition_id == Edition.id)
        .where(or_(public, Settlement.edition_id.is_(None), (Document.current_edition_id == Edition.id) & recalled) if writes else public)
        .options(selectinload(Edition.translations))
        .order_by(Edition.saved_at.desc())
        .limit(_READ)
    )
    yield from session.scalars(wanted)


def _holding(session: Session, names: Names, editions: Sequence[Edition], written: str) -> list[Edition]:
    """Those of the editions, which no index knows, that hold what is asked for or bear it as their reference."""
    texts = {one.id: _texts(one) for one in editions}
    questions = finding.put_to(session, written, texts.values())

    def holds(one: Edition) -> bool:
        codes = one.document.code, one.document.reference
        return _called(one, written) or answers(questions, texts[one.id], names, codes, Dated.of(one))

    return [one for one in editions if holds(one)]


def _texts(edition: Edition) -> Texts:
    return {tag: (one.title, one.summary, readable(one.body)[0]) for tag, one in edition.translations.items()}


def _called(edition: Edition, written: str) -> bool:
    return bool(edition.document.reference) and (edition.document.reference or "").casefold() == written.casefold()


def _public(session: Session, written: str, language: str) -> tuple[tuple[Row, ...], int]:
    held = finding.engine(session)
    if held is None:
        return (), 0
    found = listing.unless_damaged(session, lambda: finding.find(session, held, Filter(q=written)))
    return (desk.rows(session, found.ids[:MOST], language), found.total) if found else ((), 0)


def _enquiries(session: Session, names: Names, written: str) -> tuple[Enquiry, ...]:
    newest = tuple(session.scalars(select(Enquiry).order_by(Enquiry.received_at.desc()).limit(_READ)))
    said = {one.id: _said(one) for one in newest}
    questions = finding.put_to(session, written, said.values())

    def is_meant(one: Enquiry) -> bool:
        return written.casefold() in (one.reference.casefold(), one.email.casefold()) or answers(questions, said[one.id], names)

    return tuple(one for one in newest if is_meant(one))[:MOST]


def _said(enquiry: Enquiry) -> Texts:
    return {enquiry.language: (enquiry.message, enquiry.name, enquiry.organisation, *(one.text for one in enquiry.answers))}


def _persons(session: Session, written: str) -> tuple[Person, ...]:
    everybody = session.scalars(select(Person).where(~Person.system).order_by(Person.name, Person.email))
    return tuple(one for one in everybody if written.casefold() in f"{one.name} {one.email}".casefold())[:MOST]
