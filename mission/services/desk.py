"""What the desk looks at: what waits for its minute, what was released, what was done and by whom; and how a text stands in its lists."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session, selectinload

from ..clocks import GENEVA, geneva
from ..models import Document, Edition, JournalEntry, Kind, Person, Recall, Release, Settlement, Translation
from .publishing.verbs import begun


@dataclass(frozen=True)
class Row:
    """An edition in a list of the desk. `remark` is what somebody said about it (why it came back, why a rule was overridden),
    or where in it a search found something."""

    edition_id: int
    document_id: int
    title: str
    language: str
    kind: str
    state: str
    reference: str | None
    at: datetime
    languages: tuple[str, ...]
    remark: str = ""


def is_recalled() -> ColumnElement[bool]:
    """Whether the document of `editions` is recalled."""
    return select(Recall.document_id).where(Recall.document_id == Document.id).exists()


def scheduled(session: Session, *, language: str) -> tuple[Row, ...]:
    """Released editions that wait for their minute, the next one first."""
    found = editions().where(Release.edition_id.is_not(None), Settlement.edition_id.is_(None)).order_by(Release.release_at)
    return tuple(row(edition, edition.release.release_at, language=language) for edition in session.scalars(found) if edition.release)


def released(session: Session, limit: int, *, language: str, recalled: bool) -> tuple[Row, ...]:
    """What settled last, without the initial content; with what was `recalled` since, or without it."""
    found = editions().where(Settlement.edition_id.is_not(None), ~_by_system()).order_by(Settlement.settled_at.desc(), Edition.id.desc())
    found = found if recalled else found.where(~is_recalled())
    return tuple(row(edition, edition.settlement.settled_at, language=language) for edition in session.scalars(found.limit(limit)) if edition.settlement)


def releases_by_month(session: Session, at: datetime, months: int) -> tuple[tuple[date, Counter[str]], ...]:
    """For each of the last `months` civil months of Geneva, oldest first: how many texts were released in each language, each counted once,
    when it first became public in that language; without the initial content and without pages."""
    here = at.astimezone(GENEVA)
    firsts = [date(here.year + (here.month - 1 - back) // 12, (here.month - 1 - back) % 12 + 1, 1) for back in reversed(range(months))]
    counted: dict[date, Counter[str]] = {first: Counter() for first in firsts}
    since = datetime(firsts[0].year, firsts[0].month, 1, tzinfo=GENEVA)
    first = func.min(Release.release_at)
    recently = select(Edition.document_id).join(Release, Release.edition_id == Edition.id).where(Release.release_at >= since)
    released_in = session.execute(
        select(first, Translation.language)
        .select_from(Release)
        .join(Settlement, Settlement.edition_id == Release.edition_id)
        .join(Edition, Edition.id == Release.edition_id).join(Document, Document.id == Edition.document_id)
        .join(Translation, Translation.edition_id == Release.edition_id).join(Person, Person.id == Release.released_by_id)
        .where(Document.id.in_(recently), Document.kind != Kind.PAGE)
        .group_by(Document.id, Translation.language)
        .having(first >= since, func.max(case((Person.system, 1), else_=0)) == 0)
    )  # fmt: skip
    for moment, language in released_in:
        if (month := geneva(moment).replace(day=1)) in counted:
            counted[month][language] += 1
    return tuple(counted.items())


def rows(session: Session, document_ids: Sequence[int], language: str = "") -> tuple[Row, ...]:
    """The newest settled editions of these documents, in their order; `language` as for `row`."""
    found = current(session, document_ids)
    wanted = (found[key] for key in document_ids if key in found)
    return tuple(row(one, one.settlement.settled_at if one.settlement else None, language=language) for one in wanted)


def existing(session: Session, edition_ids: Iterable[int]) -> dict[int, Edition]:
    """Those of these editions that are still there and can be opened, by number: a discarded draft is not."""
    found = select(Edition).where(Edition.id.in_(list(edition_ids))).options(selectinload(Edition.translations), selectinload(Edition.document))
    return {one.id: one for one in session.scalars(found)}


def current(session: Session, document_ids: Iterable[int]) -> dict[int, Edition]:
    """The public editions of these documents, by the document's number."""
    found = select(Edition).join(Document, Document.current_edition_id == Edition.id).where(Document.id.in_(list(document_ids)))
    return {one.document_id: one for one in session.scalars(found.options(selectinload(Edition.translations)))}


def current_edition(session: Session, document_id: int) -> Edition | None:
    """A document's newest settled edition, recalled or not."""
    document = session.get(Document, document_id, populate_existing=True)
    return document.current_edition if document else None


def recalled_at(session: Session, document_id: int) -> datetime | None:
    """When a document was recalled."""
    found = session.get(Recall, document_id)
    return found.recalled_at if found else None


def history(session: Session, document: Document) -> tuple[JournalEntry, ...]:
    """The journal of a document, newest first. A discarded draft leaves its identifier to the next document (SQLite): what is older
    than the document's own first draft is another one's."""
    first = min((one.id for one in document.editions), default=0)
    entries = select(JournalEntry).where(JournalEntry.document_id == document.id, JournalEntry.id >= begun(first))
    return tuple(session.scalars(entries.order_by(JournalEntry.id.desc())))


def last_save(session: Session, edition_id: int) -> JournalEntry | None:
    """The line of whoever saved an edition last."""
    saves = select(JournalEntry).where(JournalEntry.edition_id == edition_id, JournalEntry.verb.in_(("draft", "save")))
    return session.scalar(saves.order_by(JournalEntry.id.desc()).limit(1))


def last_agreed(session: Session, edition_id: int) -> JournalEntry | None:
    """The line of whoever submitted or approved an edition last."""
    lines = select(JournalEntry).where(JournalEntry.edition_id == edition_id, JournalEntry.verb.in_(("submit", "approve")))
    return session.scalar(lines.order_by(JournalEntry.id.desc()).limit(1))


def saves_since(session: Session, edition_id: int, line: int) -> tuple[JournalEntry, ...]:
    """The lines of whoever saved an edition from this line of the journal on: what somebody was writing then goes on under the line of its beginning."""
    saves = select(JournalEntry).where(JournalEntry.edition_id == edition_id, JournalEntry.verb.in_(("draft", "save")), JournalEntry.id >= line)
    return tuple(session.scalars(saves.order_by(JournalEntry.id)))


def last_of(session: Session, edition_id: int) -> JournalEntry | None:
    """The last line of the journal about an edition, which may be gone."""
    return session.scalar(select(JournalEntry).where(JournalEntry.edition_id == edition_id).order_by(JournalEntry.id.desc()).limit(1))


def editions() -> Select[*tuple[Any, ...]]:
    """The statement for editions, with their document, release and settlement beside them."""
    return (
        select(Edition)
        .join(Document, Edition.document_id == Document.id)
        .outerjoin(Release, Release.edition_id == Edition.id)
        .outerjoin(Settlement, Settlement.edition_id == Edition.id)
    )


def _by_system() -> Any:
    return exists().where(Release.edition_id == Edition.id, Person.id == Release.released_by_id, Person.system)


def row(edition: Edition, at: datetime | None = None, remark: str = "", *, language: str) -> Row:
    """An edition as lists of the desk show it, by its title in `language` where it has one, else in the original's; `at` is the time
    beside it, else when it was last saved."""
    named = edition.translations.get(language)
    shown = named if named is not None and named.title else edition.original
    return Row(
        edition.id, edition.document_id, shown.title if shown else "", shown.language if shown else "fr",
        edition.document.kind.value, edition.standing, edition.document.reference, at or edition.saved_at, tuple(sorted(edition.translations)), remark,
    )  # fmt: skip
