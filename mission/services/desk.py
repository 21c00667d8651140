"""What the desk looks at: what waits for whom, what waits for its minute, what is missing in which language, what was released."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session, selectinload

from ..clocks import GENEVA
from ..languages import TAGS
from ..models import Change, Document, Edition, JournalEntry, Kind, Person, Recall, Release, RoleName, Settlement, Stage, Translation, Withdrawal
from . import publishing
from .publishing.verbs import begun

MOST = 30


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


@dataclass(frozen=True)
class Waiting:
    """What waits for one person, by what it waits for; a list that the person has no part in is None."""

    to_write: tuple[Row, ...]
    to_translate: tuple[Row, ...] | None
    to_approve: tuple[Row, ...] | None
    to_confirm: tuple[Row, ...] | None
    to_release: tuple[Row, ...] | None


@dataclass(frozen=True)
class Missing:
    """A language, how many public texts lack it, and the newest of them."""

    language: str
    count: int
    newest: tuple[Row, ...]


def waiting(session: Session, person: Person, *, language: str) -> Waiting:
    """What waits for `person`, by role; each list last saved first, at most `MOST` long."""
    rows = partial(_rows, session, language=language)
    unreleased = _unreleased()
    own = exists().where(
        JournalEntry.edition_id == Edition.id, JournalEntry.person_id == person.id, JournalEntry.verb.in_(("draft", "save")),
        JournalEntry.id >= _since(),
    )  # fmt: skip
    alone = not publishing.other_approvers(session, person)
    approving = person.may(*publishing.APPROVING)
    submitted = unreleased.where(Edition.stage == Stage.SUBMITTED, ~_leads_nowhere())
    flagged = _editions().where(Edition.id.in_(publishing.flagged())).order_by(Edition.saved_at.desc(), Edition.id.desc())
    return Waiting(
        to_write=rows(unreleased.where((Edition.stage == Stage.DRAFT) | _leads_nowhere(), own)),
        to_translate=rows(unreleased.where(Edition.stage == Stage.DRAFT, ~_leads_nowhere(), _languages_of(Edition.id) < len(TAGS)))
        if person.may(RoleName.TRANSLATOR) else None,
        to_approve=rows(submitted if alone else submitted.where(~own)) if approving else None,
        # Whoever did it sees it too: it is listed until somebody else confirms it.
        to_confirm=rows(flagged) if approving else None,
        to_release=rows(unreleased.where(Edition.stage == Stage.APPROVED, ~_leads_nowhere())) if approving else None,
    )  # fmt: skip


def under_way(session: Session, *, language: str) -> tuple[Row, ...]:
    """Editions that are not released, last saved first."""
    return _rows(session, _unreleased(), language=language)


def _unreleased() -> Select[Any]:
    """What is under way; with a recalled text nothing more is done, so that a draft of it waits for nobody."""
    return _editions().where(Release.edition_id.is_(None), ~_recalled()).order_by(Edition.saved_at.desc(), Edition.id.desc())


def _recalled() -> ColumnElement[bool]:
    return select(Recall.document_id).where(Recall.document_id == Document.id).exists()


def _leads_nowhere() -> ColumnElement[bool]:
    """What is no correction of a withdrawn text can go no further: whoever wrote it makes it one, or discards it."""
    return (Edition.change != Change.CORRECTION) & exists().where(Withdrawal.edition_id == Document.current_edition_id)


def scheduled(session: Session, *, language: str) -> tuple[Row, ...]:
    """Released editions that wait for their minute, the next one first."""
    found = _editions().where(Release.edition_id.is_not(None), Settlement.edition_id.is_(None)).order_by(Release.release_at)
    return tuple(row(edition, edition.release.release_at, language=language) for edition in session.scalars(found) if edition.release)


def released(session: Session, limit: int, *, language: str, recalled: bool) -> tuple[Row, ...]:
    """What settled last, without the initial content; with what was `recalled` since, or without it."""
    found = _editions().where(Settlement.edition_id.is_not(None), ~_by_system()).order_by(Settlement.settled_at.desc(), Edition.id.desc())
    found = found if recalled else found.where(~_recalled())
    return tuple(row(edition, edition.settlement.settled_at, language=language) for edition in session.scalars(found.limit(limit)) if edition.settlement)


def missing(session: Session, newest: int, *, language: str) -> tuple[Missing, ...]:
    """For each language: how many public texts do not exist in it, and the `newest` of them."""
    withdrawn = exists().where(Withdrawal.edition_id == Edition.id)
    public = _editions().where(Document.current_edition_id == Edition.id, Settlement.edition_id.is_not(None), ~_recalled(), ~withdrawn)
    found = []
    for tag in TAGS:
        lacking = public.where(~exists().where(Translation.edition_id == Edition.id, Translation.language == tag))
        count = session.scalar(lacking.with_only_columns(func.count(Edition.id))) or 0
        newest_rows = _rows(session, lacking.order_by(Settlement.settled_at.desc(), Edition.id.desc()), newest, language=language)
        found.append(Missing(tag, count, newest_rows))
    return tuple(found)


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
        if (month := moment.astimezone(GENEVA).date().replace(day=1)) in counted:
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


def last_of(session: Session, edition_id: int) -> JournalEntry | None:
    """The last line of the journal about an edition, which may be gone."""
    return session.scalar(select(JournalEntry).where(JournalEntry.edition_id == edition_id).order_by(JournalEntry.id.desc()).limit(1))


def _editions() -> Select[*tuple[Any, ...]]:
    return (
        select(Edition)
        .join(Document, Edition.document_id == Document.id)
        .outerjoin(Release, Release.edition_id == Edition.id)
        .outerjoin(Settlement, Settlement.edition_id == Edition.id)
    )


def _since() -> Any:
    entry = JournalEntry.__table__.alias()
    return select(func.max(entry.c.id)).where(entry.c.edition_id == Edition.id, entry.c.verb == "draft").scalar_subquery()


def _languages_of(edition_id: Any) -> Any:
    return select(func.count()).select_from(Translation).where(Translation.edition_id == edition_id).scalar_subquery()


def _by_system() -> Any:
    return exists().where(Release.edition_id == Edition.id, Person.id == Release.released_by_id, Person.system)


def _rows(session: Session, found: Select[*tuple[Any, ...]], most: int = MOST, *, language: str) -> tuple[Row, ...]:
    editions = list(session.scalars(found.limit(most)))
    said = _remarks(session, [one.id for one in editions])
    return tuple(row(edition, edition.saved_at, said.get(edition.id, ""), language=language) for edition in editions)


def _remarks(session: Session, ids: list[int]) -> dict[int, str]:
    """What was said at the last act of each edition, where that was a return or an approval."""
    last = select(func.max(JournalEntry.id)).where(
        JournalEntry.edition_id.in_(ids), JournalEntry.verb.in_(("draft", "send_back", "approve", "submit"))).group_by(JournalEntry.edition_id)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.id.in_(last), JournalEntry.verb.in_(("send_back", "approve"))))
    return {one.edition_id: one.remark for one in entries if one.edition_id}


def row(edition: Edition, at: datetime | None = None, remark: str = "", *, language: str) -> Row:
    """An edition as lists of the desk show it, by its title in `language` where it has one, else in the original's; `at` is the time
    beside it, else when it was last saved."""
    named = edition.translations.get(language)
    shown = named if named is not None and named.title else edition.original
    return Row(
        edition.id, edition.document_id, shown.title if shown else "", shown.language if shown else "fr",
        edition.document.kind.value, edition.standing, edition.document.reference, at or edition.saved_at, tuple(sorted(edition.translations)), remark,
    )  # fmt: skip
