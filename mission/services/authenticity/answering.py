"""The answer to "is this the Mission's?": one of six, with what a reader needs to see for himself.

Nothing is ever called genuine that was not compared with what was settled; of a recalled text only the recall is told.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from ... import addresses
from ...languages import TAGS
from ...models import (
    Blob,
    Document,
    EditionFile,
    Form,
    Paper,
    Recall,
    RegisterEntry,
    Rendition,
    SettledContent,
    Settlement,
)  # fmt: skip
from ...verify.comparison import Comparison, Original, compare
from ...verify.words import keys
from .. import visibility
from ..shown import Notice, Public
from . import finding, standing
from .finding import Around, Found


class Verdict(StrEnum):
    """What can be said."""

    ISSUED = "issued"
    ALTERED = "altered"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    UNKNOWN = "unknown"
    # The words are those that were published, and the file that holds them is none that was.
    COPY = "copy"
    # A few words in a row that stand in a text that was published.
    QUOTED = "quoted"
    # The words are those that were published, and all their accents are missing.
    BARE = "bare"
    # It was entered by a key of which that no longer counts.
    REVOKED = "revoked"
    # It is no text, and proves one: a signature, a content, an entry, a head, a key.
    PROOF = "proof"
    # What was given is no reference, digest or address at all.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer. `document` is the newest edition of the text that was found (None where it is unknown or recalled); `edition`, `newest` and
    `settled_at` tell which edition the given text is; `comparison` is None where only a reference was given."""

    verdict: Verdict
    name: str = ""
    document: Public | None = None
    edition: int = 0
    newest: int = 0
    settled_at: datetime | None = None
    language: str = ""
    notice: Notice | None = None
    comparison: Comparison | None = None
    sequence: int = 0
    # What a digest or a file is: ``pdf`` or ``card`` (the very bytes that are kept), ``entry`` of the register, ``content`` of an edition; of a proof
    # ``signature``, ``json``, ``line``, ``register``, ``head`` or ``keys``.
    what: str = ""
    # The text was given with a reference that is ``another`` text's, or ``unknown`` here.
    disagrees: str = ""
    # It is of the words of a file that is none of ours; `unread` names what stands in that file and was not compared.
    copied: bool = False
    unread: tuple[str, ...] = ()
    # Files in an e-mail that are ours byte for byte, by name.
    attached: tuple[str, ...] = ()
    # What else was given with it is not the same: another body of an e-mail, what stands around a file in one.
    beside: str = ""
    # A newer edition exists, and has left this language as it was; or what changed it was no correction.
    amended: bool = False
    # It is of a file below the text, byte for byte, and not of the text.
    of_file: bool = False


# Papers of one text, of its editions and languages, that a PDF is held against.
_MOST_PAPERS = 8
# From the gravest on: what an answer for several texts says.
_GRAVITY = (
    Verdict.RECALLED, Verdict.REVOKED, Verdict.ALTERED, Verdict.UNKNOWN, Verdict.UNREADABLE, Verdict.WITHDRAWN, Verdict.SUPERSEDED, Verdict.BARE,
    Verdict.COPY, Verdict.QUOTED, Verdict.PROOF, Verdict.ISSUED,
)  # fmt: skip
UNKNOWN = Answer(verdict=Verdict.UNKNOWN)
UNREADABLE = Answer(verdict=Verdict.UNREADABLE)
# As people type it: any stroke or none, any case, zeros left out.
_REFERENCE = re.compile(r"^(?:([A-Z0-9]{1,8})[/-])?([CDVSR])[/-]?(\d{4})[/-](\d{1,9})$")
# With spaces for strokes, the kind's name before it, the edition after it.
_SPACED = re.compile(r"^\D*?(?:([A-Z0-9]{2,8})[\s/-]+)?([CDVSR])[\s/-]+(\d{4})[\s/-]+(\d{1,9})(?:\W+(?:ED|ÉDITION|EDITION|EDICIÓN|الطبعة)\W*(\d{1,9}))?$")
_OF_ENTRY = re.compile(r"/register/(\d{1,9})/?$")
_STROKES = re.compile("[\\\\\u2010-\u2015\u2044\u2212\u2215._-]")
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PATH = re.compile(rf"^/?(?:{'|'.join(TAGS)}|d)/")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")
_NAMED_DIGEST = re.compile(r"^sha-?256[ :]*")
_IN_PATH = re.compile(r"/([cdvsr]\d{4}-\d{3,9})(?:/editions/(\d{1,9}))?(?:[/.?#]|$)")


def of_text(session: Session, text: str, around: Around) -> Answer:
    """The answer for a text that somebody received."""
    return _answered(session, finding.find(session, text, around))


def of_texts(session: Session, text: str, around: Around) -> list[Answer]:
    """The answers for what somebody received: one, or where several texts of ours follow each other in it one for each, in their order."""
    return [_answered(session, one) for one in finding.find_all(session, text, around)]


def _answered(session: Session, found: Found | None) -> Answer:
    return _known(session, found.document_id, found.edition_id, found) if found else UNKNOWN


def _of_file_below(session: Session, sha256: str) -> Answer:
    """The answer for a file that stands below a settled text, or a picture drawn from one, by its digest."""
    drawn = select(Rendition.picture).where(Rendition.sha256 == sha256)
    shows = or_(EditionFile.sha256 == sha256, EditionFile.sha256.in_(drawn))
    statement = (
        select(Settlement.document_id, Settlement.edition_id, EditionFile.language)
        .join(EditionFile, EditionFile.edition_id == Settlement.edition_id).where(shows).order_by(Settlement.edition_id.desc())
    )  # fmt: skip
    # The same bytes may stand below several texts: one that stands says more than one that was recalled.
    told: dict[int, Answer] = {}
    for row in session.execute(statement):
        if row.document_id not in told:
            told[row.document_id] = replace(_known_file(session, row.document_id, row.edition_id), of_file=True, language=row.language)
    return max(told.values(), key=lambda one: _GRAVITY.index(one.verdict), default=UNKNOWN)


def _known_file(session: Session, document_id: int, edition_id: int) -> Answer:
    """As `_known`; a file is superseded by any newer edition that does not list it, whatever its words."""
    known = _known(session, document_id, edition_id)
    if known.verdict is Verdict.ISSUED and known.edition != known.newest:
        return replace(known, verdict=Verdict.SUPERSEDED)
    return known


def of_reference(session: Session, given: str, origin: str) -> Answer:
    """The answer for a reference, a code, a digest, or an address as codes for print hold it; `origin` is the site's own."""
    given = _MARKS.sub("", unicodedata.normalize("NFKC", " ".join(given.split())))
    given = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in given)
    # As it stands on paper: with its name before it, in groups.
    digest = _NAMED_DIGEST.sub("", given.lower()).replace(" ", "")
    if _DIGEST.match(digest):
        return of_digest(session, digest)
    host = urlsplit(origin).netloc
    if "://" in given or given.lower().startswith(f"{host}/") or _PATH.match(given):
        return _of_address(session, given, host)
    plain = _STROKES.sub("-", given).upper()
    reference = _REFERENCE.match(plain.replace(" ", "")) or _SPACED.match(plain)
    if reference is None:
        return UNREADABLE
    code = addresses.code(reference[2], int(reference[3]), int(reference[4]))
    known = session.scalar(select(Document.reference).where(Document.code == code))
    if known is None or reference[1] and known.split("/")[0].upper() != reference[1]:
        return UNKNOWN
    return _of_code(session, code, int(reference[5] or 0) if reference.re is _SPACED else 0)


def of_file(session: Session, sha256: str) -> Answer | None:
    """The answer for a file that is byte for byte one that is kept; None where it is none."""
    row = session.execute(
        select(Paper.edition_id, Paper.language, Paper.form, Settlement.document_id)
        .join(Settlement, Settlement.edition_id == Paper.edition_id).where(Paper.sha256 == sha256).limit(1)
    ).first()  # fmt: skip
    if row is None:
        below = _of_file_below(session, sha256)
        return None if below.verdict is Verdict.UNKNOWN else below
    known = _known(session, row.document_id, row.edition_id, language=row.language)
    return replace(known, what=row.form.value, language=row.language if known.document else "")


def agreeing(given: Answer, referred: Answer) -> Answer:
    """The answer for a text that came with a reference: where the reference is known and another text's, it says so."""
    if not given.name or given.name == referred.name:
        return given
    return replace(given, disagrees="another" if referred.name else "unknown")


def copied(found: Answer, unread: tuple[str, ...]) -> Answer:
    """The answer for the words of a file that is byte for byte none of ours: never the same as for one that is."""
    return replace(found, verdict=Verdict.COPY if found.verdict in (Verdict.ISSUED, Verdict.QUOTED) else found.verdict, copied=True, unread=unread)


def digests(session: Session, document_id: int) -> tuple[str, ...]:
    """Every digest by which a document is known: of its entries, contents and papers."""
    entries = select(RegisterEntry.digest).where(RegisterEntry.document_id == document_id)
    contents = select(RegisterEntry.content_digest).where(RegisterEntry.document_id == document_id)
    papers = select(Paper.sha256).join(Settlement, Settlement.edition_id == Paper.edition_id).where(Settlement.document_id == document_id)
    return tuple(session.scalars(union(entries, contents, papers)))


def gravest(found: Sequence[Answer]) -> Answer:
    """Of the answers for several texts in one file the one that says least good of it."""
    worst = gravest_of(found)
    return worst if len({(one.verdict, one.name) for one in found}) == 1 else replace(worst, beside="bodies")


def gravest_of(found: Sequence[Answer]) -> Answer:
    """The one that says least good."""
    return min(found, key=lambda one: _GRAVITY.index(one.verdict))


def doubt(found: Answer) -> tuple[int, int]:
    """How far from well an answer is: the less, the better a text was read."""
    rank = len(_GRAVITY) - 1 - _GRAVITY.index(Verdict.RECALLED if found.verdict is Verdict.UNKNOWN else found.verdict)
    return rank, finding.weight(found.comparison) if found.comparison else 0


def improved(session: Session, found: Answer, text: str, drawn: Callable[[bytes], list[str]], links: Iterable[str]) -> Answer:
    """The answer for the words of a PDF, held against the words of the kept PDFs of the same text, all read by the same program (`drawn`): what that
    program reads badly, it reads badly in both. Where nothing is known by its words, the addresses on the sheet (`links`) say which text it is of."""
    statement = (
        select(Blob.content, Settlement.edition_id, Settlement.document_id, Settlement.public_number, Paper.language)
        .join(Paper, Paper.sha256 == Blob.sha256).join(Settlement, Settlement.edition_id == Paper.edition_id)
        .where(Paper.form == Form.PDF).order_by(Settlement.public_number.desc(), Paper.number).limit(_MOST_PAPERS)
    )  # fmt: skip
    codes = codes_in(links)
    if found.document is not None and found.verdict is Verdict.ALTERED:
        statement = statement.where(Settlement.document_id == found.document.id, Paper.language == found.language)
    elif found.verdict is Verdict.UNKNOWN and len(codes) == 1:
        statement = statement.join(Document, Document.id == Settlement.document_id).where(Document.code.in_(codes))
    else:
        return found
    least = finding.weight(found.comparison) if found.comparison else len(keys(text))
    for row in session.execute(statement).all():
        for reading in drawn(row.content):
            compared = compare(Original("", "", reading), text)
            if compared.comes_from_it and finding.weight(compared) < least:
                least = finding.weight(compared)
                current = standing.unchanged(session, row.document_id, row.edition_id, row.language)
                of = Found(row.document_id, row.edition_id, row.public_number, row.language, compared, False, current)
                found = _known(session, row.document_id, row.edition_id, of)
        if least == 0:
            break
    return found


def codes_in(links: Iterable[str]) -> set[str]:
    """The codes of documents in addresses."""
    return {inside[1] for one in links if (inside := _IN_PATH.search(one))}


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
    if inside := _IN_PATH.search(unquote(there.path)):
        return _of_code(session, inside[1], int(inside[2] or 0))
    parts = unquote(there.path).strip("/").split("/")
    page = visibility.page_at(session, parts[1], "/".join(parts[2:])) if len(parts) > 1 and parts[0] in TAGS else None
    edition = session.scalar(select(Document.current_edition_id).where(Document.id == page.id)) if page else None
    return _known(session, page.id, edition) if page and edition else UNREADABLE


def _of_code(session: Session, code: str, number: int) -> Answer:
    of = select(Settlement.document_id, Settlement.edition_id).join(Document, Document.id == Settlement.document_id).where(Document.code == code)
    wanted = of.where(Settlement.public_number == number) if number else of.order_by(Settlement.public_number.desc()).limit(1)
    row = session.execute(wanted).first()
    return _known(session, row.document_id, row.edition_id) if row else UNKNOWN


def of_digest(session: Session, digest: str) -> Answer:
    """The answer for the digest of an entry, a content or a file."""
    by_content = select(Settlement.document_id, Settlement.edition_id).join(SettledContent, SettledContent.edition_id == Settlement.edition_id)
    # A withdrawal or a recall is an entry too, and settles nothing: it is of the newest edition that was settled before it.
    by_entry = select(Settlement.document_id, Settlement.edition_id).join(RegisterEntry, RegisterEntry.document_id == Settlement.document_id)
    by_entry = by_entry.where(Settlement.register_sequence <= RegisterEntry.sequence)
    for what, statement in (("content", by_content.where(SettledContent.digest == digest)), ("entry", by_entry.where(RegisterEntry.digest == digest))):
        if row := session.execute(statement.order_by(Settlement.edition_id.desc())).first():
            return replace(_known(session, row.document_id, row.edition_id), what=what)
    return of_file(session, digest) or UNKNOWN


def _known(session: Session, document_id: int, edition_id: int, found: Found | None = None, language: str = "") -> Answer:
    settlement = session.get_one(Settlement, edition_id)
    entry = session.get_one(RegisterEntry, settlement.register_sequence)
    recall = session.get(Recall, document_id)
    if recall is not None:
        notice = Notice(recall.recalled_at, dict(recall.notices))
        return Answer(verdict=Verdict.RECALLED, name=entry.name, notice=notice, settled_at=settlement.settled_at, sequence=recall.register_sequence,
                      comparison=found.comparison if found else None)  # fmt: skip
    newest = visibility.by_id(session, document_id)
    assert newest is not None, "a settled document that is not recalled passes the gate"
    number = settlement.public_number
    current = found.current if found is not None else number == newest.edition or standing.unchanged(session, document_id, edition_id, language)
    verdict = _verdict(newest, found, current=current)
    if verdict is not Verdict.ALTERED and not standing.counts(session, entry):
        verdict = Verdict.REVOKED
    return Answer(
        verdict=verdict, name=entry.name, document=newest, edition=number, newest=newest.edition, settled_at=settlement.settled_at,
        language=found.language if found else "", notice=newest.withdrawal, comparison=found.comparison if found else None, sequence=entry.sequence,
        amended=verdict is Verdict.SUPERSEDED and not standing.corrected(session, document_id, number),
    )  # fmt: skip


def _verdict(newest: Public, found: Found | None, *, current: bool) -> Verdict:
    if found is not None and found.comparison.differences:
        return Verdict.ALTERED
    if newest.withdrawal is not None:
        return Verdict.WITHDRAWN
    if not current:
        return Verdict.SUPERSEDED
    if found is not None and found.comparison.unaccented:
        return Verdict.BARE
    return Verdict.QUOTED if found is not None and found.comparison.quoted else Verdict.ISSUED
