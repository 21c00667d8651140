"""The answer for what names a text instead of holding it: a reference, a code, an address or a digest."""

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from ... import addresses
from ...languages import TAGS
from ...models import Document, EditionFile, Paper, RegisterEntry, SettledContent, Settlement
from ...verify.words import keys
from .. import references, visibility
from ..references import Reference
from . import standing
from .answering import of_edition, of_file
from .finding import LEAST_WORDS
from .verdicts import GRAVITY, UNKNOWN, UNREADABLE, Answer, Verdict

_OF_ENTRY = re.compile(r"/register/(\d{1,9})/?$")
_PATH = re.compile(rf"^/?(?:{'|'.join(TAGS)}|d)/")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")
_LEAST_OF_DIGEST = 12


def of_reference(session: Session, given: str, origin: str) -> Answer:
    """The answer for a reference, a code, a digest, or an address as codes for print hold it; `origin` is the site's own."""
    given, host = references.plain(given), urlsplit(origin).netloc
    start, end = references.digest(given) or ("", "")
    if _DIGEST.match(start):
        return of_digest(session, start)
    alone = references.read(given)
    if alone is None and start:
        return _of_short_digest(session, start, end)
    if alone is None and (cited := references.cited(given)):
        answers = [_of_alone(session, one, host, references.read(one)) for one in cited]
        # A citation is of one text: where what it names is of several, nobody knows of which.
        return min(answers, key=lambda one: GRAVITY.index(one.verdict)) if len({one.name for one in answers}) == 1 else UNKNOWN
    return _of_alone(session, given, host, alone)


def of_notice(session: Session, text: str, origin: str) -> Answer:
    """The answer for words that tell of a recall, as the page in the place of the text does and letters do: they name the text, and hold the notice."""
    lines = text.split("\n")
    said = f" {' '.join(keys(text))} "
    for one in references.cited(" ".join(text.split())):
        found = of_reference(session, one, origin)
        for notice in found.notice.texts.values() if found.verdict is Verdict.RECALLED and found.notice else ():
            told = keys(notice)
            # A few words stand in any text.
            if f" {' '.join(told)} " in said and (len(told) >= LEAST_WORDS or any(keys(line) == told for line in lines)):
                return replace(found, what="notice")
    return UNKNOWN


def _of_alone(session: Session, given: str, host: str, reference: Reference | None) -> Answer:
    if _DIGEST.match(given.lower()):
        return of_digest(session, given.lower())
    if "://" in given or given.lower().startswith(f"{host}/") or _PATH.match(given):
        return _of_address(session, given, host)
    if reference is None:
        return UNREADABLE
    code = addresses.code(reference.letter, reference.year, reference.number)
    known = session.scalar(select(Document.reference).where(Document.code == code))
    if known is None or reference.prefix and known.split("/")[0].upper() != reference.prefix:
        return UNKNOWN
    return _of_code(session, code, reference.edition)


def of_digest(session: Session, digest: str) -> Answer:
    """The answer for the digest of an entry, a content or a file."""
    by_content = select(Settlement.document_id, Settlement.edition_id).join(SettledContent, SettledContent.edition_id == Settlement.edition_id)
    # A withdrawal or a recall is an entry too, and settles nothing: it is of the newest edition that was settled before it.
    by_entry = select(Settlement.document_id, Settlement.edition_id).join(RegisterEntry, RegisterEntry.document_id == Settlement.document_id)
    by_entry = by_entry.where(Settlement.register_sequence <= RegisterEntry.sequence)
    for what, statement in (("content", by_content.where(SettledContent.digest == digest)), ("entry", by_entry.where(RegisterEntry.digest == digest))):
        if row := session.execute(statement.order_by(Settlement.edition_id.desc())).first():
            return replace(of_edition(session, row.document_id, row.edition_id), what=what)
    found = of_file(session, digest)
    return replace(found, what="file") if found else UNKNOWN


def _of_address(session: Session, given: str, host: str) -> Answer:
    """A whole address of this site, or its path. One of another site is not ours, whatever it calls itself."""
    whole = given if "://" in given else f"//{given}" if given.lower().startswith(f"{host}/") else f"//{host}/{given.lstrip('/')}"
    try:
        there = urlsplit(whole)
    except ValueError:
        return UNREADABLE
    if there.netloc.lower() != host.lower():
        return UNKNOWN
    if entry := _OF_ENTRY.search(there.path):
        digest = session.scalar(select(RegisterEntry.digest).where(RegisterEntry.sequence == int(entry[1])))
        return of_digest(session, digest) if digest else UNKNOWN
    if inside := references.IN_ADDRESS.search(unquote(there.path).lower()):
        return _of_code(session, inside[1], int(inside[2] or 0))
    parts = unquote(there.path).strip("/").split("/")
    page = visibility.page_at(session, parts[1], "/".join(parts[2:])) if len(parts) > 1 and parts[0] in TAGS else None
    edition = session.scalar(select(Document.current_edition_id).where(Document.id == page.id)) if page else None
    return of_edition(session, page.id, edition) if page and edition else UNREADABLE


def _of_code(session: Session, code: str, number: int) -> Answer:
    of = select(Settlement.document_id, Settlement.edition_id).join(Document, Document.id == Settlement.document_id).where(Document.code == code)
    wanted = of.where(Settlement.public_number == number) if number else of.order_by(Settlement.public_number.desc()).limit(1)
    row = session.execute(wanted).first()
    if row is None:
        return UNKNOWN
    known = of_edition(session, row.document_id, row.edition_id)
    # Every edition bears the same reference: the copy that somebody holds may be older than its correction.
    return replace(known, corrected_at=standing.last_corrected(session, row.document_id)) if known.verdict is Verdict.ISSUED else known


def _of_short_digest(session: Session, start: str, end: str) -> Answer:
    if len(start + end) < _LEAST_OF_DIGEST:
        return replace(UNREADABLE, what="short")
    below = select(EditionFile.sha256).join(Settlement, Settlement.edition_id == EditionFile.edition_id)
    # What begins so lies between it and its last continuation: an index finds that.
    known = union(*(
        statement.where(digest >= start, digest < f"{start}g", digest.like(f"%{end}"))
        for digest, statement in (
            (RegisterEntry.digest, select(RegisterEntry.digest)), (SettledContent.digest, select(SettledContent.digest)),
            (Paper.sha256, select(Paper.sha256)), (EditionFile.sha256, below),
        )
    ))  # fmt: skip
    found = session.scalars(known.limit(2)).all()
    if len(found) > 1:
        return replace(UNREADABLE, what="several")
    return of_digest(session, found[0]) if found else UNKNOWN
