"""Telling a cache in front what an act has changed: a job in the act's own transaction, which asks for everything that names the document to
be forgotten (`PURGE`), in every language.

Everything else, and every list with a query, expires at the next whole minute as always. What is taken back, and a name of the taxonomy,
may stand anywhere: then every page is forgotten, a stretch at a time.
"""

import http.client
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.message import Message
from functools import partial
from itertools import product
from urllib.parse import quote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import addresses
from ..config import Settings
from ..languages import LANGUAGES, TAGS
from ..models import Document, Edition, Job, PageAddress, Recall, RegisterEntry, Settlement, Translation
from . import everything, visibility
from .beside import neighbours, related
from .filing.reading import files_of
from .pacing import patiently
from .publishing.verbs import PURGE
from .shown import Public
from .visibility import public_documents

# Left by `publishing.verbs.announce`, where the session says that the site has such a cache.
JOB = PURGE
_SECONDS = 5.0
# Where it lets nobody ask so fast; after the last the whole job comes again.
_PAUSES = (1, 2, 4, 8)
# So many documents in one job: a few thousand requests, some seconds.
_STRETCH = 500
_LISTS = ("speeches", "seminars", "candidacy", "communiques", "autonomy", "integrity")
_CALENDARS = ("seminars", "autonomy")


class NotPurged(Exception):
    """The cache did not take it, and is asked again later."""


def purge_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Ask for what the act of this job has changed to be forgotten; raises `NotPurged` where that was not taken."""
    if not settings.PURGE_URL:
        return
    document_id, after = job.details["document"], job.details.get("after")
    if after is None:
        places = dict.fromkeys((*_of(session, document_id), *_everywhere(session)))
        further = 0 if document_id is None or session.get(Recall, document_id) is not None else None
    else:
        places, further = _stretch(session, after)
    # No lock is held while a cache thinks.
    session.rollback()
    _send(settings, places)
    if further is not None:
        session.add(Job(name=JOB, details={"document": document_id, "after": further}, created_at=at, due_at=at))


def _stretch(session: Session, after: int) -> tuple[dict[str, None], int | None]:
    """Where the next documents are read, and from which on it goes further."""
    every = public_documents().with_only_columns(Document.id, Edition.id.label("edition_id")).where(Document.id > after).order_by(Document.id).limit(_STRETCH)
    rows = session.execute(every).all()
    places = dict.fromkeys(place for one in visibility.unkept(session, rows) for place in _shown(one))
    return places, rows[-1].id if len(rows) == _STRETCH else None


def _of(session: Session, document_id: int | None) -> Iterator[str]:
    """Every address of a document: of all that it was in public, so that a withdrawn or recalled one goes as well."""
    if document_id is None:
        return
    document = session.get_one(Document, document_id)
    for section, path in session.execute(select(PageAddress.section, PageAddress.path).where(PageAddress.document_id == document_id)):
        yield from (addresses.page(tag, section, path) for tag in TAGS)
        # A page is listed by those above it.
        for above in range(len(path.split("/"))):
            yield from (addresses.page(tag, section, "/".join(path.split("/")[:above])) for tag in TAGS)
    if document.code is None:
        yield from _files_of_page(session, document_id)
        return
    yield from _numbered(session, document_id, document.code)
    yield addresses.short(document.code)
    yield addresses.api("documents", document.code)
    found = visibility.by_id(session, document_id)
    for beside in (*neighbours(session, found), *related(session, found)) if found else ():
        yield from _shown(beside) if beside else ()


def _numbered(session: Session, document_id: int, code: str) -> Iterator[str]:
    """What lies below a numbered document, in each section in which it stood, and under each title that it had."""
    rows = select(Edition.id, Edition.section, Settlement.public_number).join(Settlement, Settlement.edition_id == Edition.id)
    editions = session.execute(rows.where(Edition.document_id == document_id)).all()
    ids = [row.id for row in editions]
    files = files_of(session, ids)
    titles = set(session.scalars(select(Translation.title).where(Translation.edition_id.in_(ids))))
    for section, tag in product(sorted({row.section for row in editions}), TAGS):
        yield from _document(tag, section, code)
        yield from (addresses.document(tag, section, code, title) for title in titles)
        for row in editions:
            yield from _edition(tag, section, code, row.public_number)
            for file, number in product(files.get(row.id, ()), (None, row.public_number)):
                yield from (addresses.file(tag, section, code, file.place, number, drawn) for drawn in ("", *(one.name for one in file.drawn)))


def _files_of_page(session: Session, document_id: int) -> Iterator[str]:
    settled = session.execute(select(Settlement.edition_id, Settlement.register_sequence).where(Settlement.document_id == document_id))
    entries = {row.edition_id: row.register_sequence for row in settled}
    for (edition_id, files), tag in product(files_of(session, list(entries)).items(), TAGS):
        for file in files:
            yield from (addresses.file_of_page(tag, entries[edition_id], file.place, drawn) for drawn in ("", *(one.name for one in file.drawn)))


def _document(tag: str, section: str, code: str) -> Iterator[str]:
    yield addresses.document(tag, section, code)
    yield addresses.plain(tag, section, code)
    yield from (addresses.cited(tag, section, code, form) for form in addresses.CITATIONS)
    yield addresses.paper(tag, section, code)
    yield addresses.signature(tag, section, code)
    yield addresses.editions(tag, section, code)
    yield addresses.calendar(tag, section, code)


def _edition(tag: str, section: str, code: str, number: int) -> Iterator[str]:
    yield addresses.edition(tag, section, code, number)
    yield addresses.changes(tag, section, code, number)
    yield addresses.paper(tag, section, code, number)
    yield addresses.signature(tag, section, code, number)
    yield addresses.card(tag, section, code, number)


def _shown(found: Public) -> Iterator[str]:
    """Where a public document is read, in every language."""
    for tag in TAGS:
        if found.code is None:
            yield addresses.page(tag, found.section, found.path)
        else:
            yield addresses.document(tag, found.section, found.code)
            yield addresses.document(tag, found.section, found.code, found.text(LANGUAGES[tag]).title)


def _everywhere(session: Session) -> Iterator[str]:
    """What tells of every act: home, rooms, lists and their feeds, themes, site maps, register, API."""
    themes = [one.path for one in visibility.pages(session, "themes")]
    newest = session.scalar(select(RegisterEntry.sequence).order_by(RegisterEntry.sequence.desc()).limit(1)) or 0
    for tag in TAGS:
        yield addresses.home(tag)
        yield from (addresses.room(tag, name) for name in dict.fromkeys((*addresses.UTILITY, *addresses.SECTIONS, *addresses.NOTICES)))
        yield from (f"{addresses.room(tag, name)}.{form}" for name in _LISTS for form in addresses.LISTS)
        yield from (addresses.calendar(tag, name) for name in _CALENDARS)
        yield from (addresses.page(tag, "themes", path) for path in themes)
        yield addresses.register_entry(tag, newest)
    yield "/sitemap.xml"
    yield from (f"/sitemap/{number}.xml" for number in range(1, everything.parts(session) + 1))
    yield from (addresses.REGISTER_FILE, addresses.CHECKPOINT, addresses.KEYS)
    yield from (addresses.api(name) for name in ("documents", "themes", "bodies"))


def _send(settings: Settings, places: Iterable[str]) -> None:
    """Ask for each address to be forgotten, on one connection."""
    parts = urlsplit(settings.PURGE_URL)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    headers = {"Host": urlsplit(settings.base_url).netloc} | ({"Authorization": f"Bearer {settings.PURGE_TOKEN}"} if settings.PURGE_TOKEN else {})
    connection = connect(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        for place in places:
            status, _ = patiently(partial(_ask, connection, parts.path + quote(place, safe="/%:@!$&'()*+,;=~"), headers), _PAUSES)
            # 404: it does not hold it.
            if not (200 <= status < 300 or status == 404):
                raise NotPurged(f"{status} for {place}")
    except (OSError, http.client.HTTPException) as error:
        raise NotPurged(type(error).__name__) from error
    finally:
        connection.close()


def _ask(connection: http.client.HTTPConnection, address: str, headers: dict[str, str]) -> tuple[int, Message, None]:
    connection.request("PURGE", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers, None


__all__ = ["JOB", "NotPurged", "purge_job"]
