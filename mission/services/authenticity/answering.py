"""The answer to "is this the Mission's?": a verdict, with what a reader needs to see for himself.

Nothing is ever called genuine that was not compared with what was settled; of a recalled text only the recall is told.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...models import Blob, Document, EditionFile, Form, Paper, Recall, RegisterEntry, Rendition, Settlement
from ...verify.comparison import Original, compare
from ...verify.detached import beginnings
from ...verify.words import keys
from .. import references, visibility
from ..shown import Notice, Public
from . import effort, finding, standing
from .finding import Around, Found
from .verdicts import GRAVITY, UNKNOWN, Answer, Verdict

# Papers of one text, of its editions and languages, that a PDF is held against.
_MOST_PAPERS = 8


def of_text(session: Session, text: str, around: Around) -> Answer:
    """The answer for a text that somebody received."""
    return _answered(session, finding.find(session, text, around))


def of_texts(session: Session, text: str, around: Around) -> list[Answer]:
    """The answers for what somebody received: one, or where several texts of ours follow each other in it one for each, in their order."""
    return [_answered(session, one) for one in finding.find_all(session, text, around)]


def _answered(session: Session, found: Found | None) -> Answer:
    return of_edition(session, found.document_id, found.edition_id, found) if found else UNKNOWN


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
    return max(told.values(), key=lambda one: GRAVITY.index(one.verdict), default=UNKNOWN)


def _known_file(session: Session, document_id: int, edition_id: int) -> Answer:
    """As `of_edition`; a file is superseded by any newer edition that does not list it, whatever its words."""
    known = of_edition(session, document_id, edition_id)
    if known.verdict is Verdict.ISSUED and known.edition != known.newest:
        return replace(known, verdict=Verdict.SUPERSEDED)
    return known


def of_file(session: Session, sha256: str) -> Answer | None:
    """The answer for a file that is byte for byte one that is kept; None where it is none."""
    row = session.execute(
        select(Paper.edition_id, Paper.language, Paper.form, Paper.signature, Settlement.document_id)
        .join(Settlement, Settlement.edition_id == Paper.edition_id).where(Paper.sha256 == sha256).limit(1)
    ).first()  # fmt: skip
    if row is None:
        below = _of_file_below(session, sha256)
        return None if below.verdict is Verdict.UNKNOWN else below
    known = of_edition(session, row.document_id, row.edition_id, language=row.language)
    unsigned = row.form is Form.PDF and not standing.signature_counts(session, row.signature)
    return replace(known, what=row.form.value, language=row.language if known.document else "", unsigned=unsigned)


def grown(session: Session, content: bytes) -> tuple[int, int]:
    """How many bytes of a file, from its beginning, are a PDF that was published, and how many were put to its end; nothing of either where none are."""
    lengths = {digest: length for length, digest in beginnings(content)}
    known = session.scalar(select(Paper.sha256).where(Paper.sha256.in_(list(lengths))).limit(1)) if lengths else None
    return (lengths[known], len(content) - lengths[known]) if known else (0, 0)


def improved(session: Session, found: Answer, text: str, drawn: Callable[[bytes], list[str]], links: Iterable[str]) -> Answer:
    """The answer for the words of a PDF, held against the words of the kept PDFs of the same text, all read by the same program (`drawn`): what that
    program reads badly, it reads badly in both. Where nothing is known by its words, the addresses on the sheet (`links`) say which text it is of."""
    statement = (
        select(Blob.content, Settlement.edition_id, Settlement.document_id, Settlement.public_number, Paper.language)
        .join(Paper, Paper.sha256 == Blob.sha256).join(Settlement, Settlement.edition_id == Paper.edition_id)
        .where(Paper.form == Form.PDF).order_by(Settlement.public_number.desc(), Paper.number).limit(_MOST_PAPERS)
    )  # fmt: skip
    codes = references.codes(links)
    if found.document is not None and found.comparison is not None and found.comparison.differences:
        statement = statement.where(Settlement.document_id == found.document.id, Paper.language == found.language)
    elif found.verdict is Verdict.UNKNOWN and len(codes) == 1:
        statement = statement.join(Document, Document.id == Settlement.document_id).where(Document.code.in_(codes))
    else:
        return found
    least = found.comparison.weight if found.comparison else len(keys(text))
    for row in session.execute(statement).all():
        for reading in drawn(row.content):
            effort.spend(len(reading) + len(text))
            compared = compare(Original("", "", reading), text)
            if compared.comes_from_it and compared.weight < least:
                least = compared.weight
                current = standing.unchanged(session, row.document_id, row.edition_id, row.language)
                of = Found(row.document_id, row.edition_id, row.public_number, row.language, compared, False, current)
                found = of_edition(session, row.document_id, row.edition_id, of)
        if least == 0:
            break
    return found


def of_edition(session: Session, document_id: int, edition_id: int, found: Found | None = None, language: str = "") -> Answer:
    """The answer for an edition that was settled: as it was `found`, else for all of it, or for its text in one `language`."""
    edition_id = standing.vouched(session, edition_id, found.language if found else language)
    settlement = session.get_one(Settlement, edition_id)
    entry = session.get_one(RegisterEntry, settlement.register_sequence)
    recall = session.get(Recall, document_id)
    if recall is not None:
        notice = Notice(recall.recalled_at, dict(recall.notices))
        return Answer(verdict=Verdict.RECALLED, name=entry.name, notice=notice, settled_at=settlement.settled_at, sequence=recall.register_sequence,
                      comparison=found.comparison if found else None, resembling=_resembling(session, found))  # fmt: skip
    newest = visibility.by_id(session, document_id)
    assert newest is not None, "a settled document that is not recalled passes the gate"
    number = settlement.public_number
    current = found.current if found is not None else number == newest.edition or standing.unchanged(session, document_id, edition_id, language)
    verdict = _verdict(newest, found, current=current)
    uncounted = not standing.counts(session, entry.sequence, entry.recorded_at)
    if verdict is not Verdict.ALTERED and uncounted:
        verdict = Verdict.REVOKED
    return Answer(
        verdict=verdict, name=entry.name, document=newest, edition=number, newest=newest.edition, settled_at=settlement.settled_at,
        language=found.language if found else "", notice=newest.withdrawal, comparison=found.comparison if found else None, sequence=entry.sequence,
        amended=verdict is Verdict.SUPERSEDED and not standing.corrected(session, document_id, number),
        uncounted=uncounted, uncounted_since=number != newest.edition and not standing.newest_counts(session, document_id),
    )  # fmt: skip


def _resembling(session: Session, found: Found | None) -> Public | None:
    """The text that stands and resembles one that was recalled, where there is one."""
    if found is None or found.resembling is None:
        return None
    other = of_edition(session, found.resembling.document_id, found.resembling.edition_id, found.resembling)
    return other.document if other.notice is None and not other.uncounted and not other.uncounted_since else None


def _verdict(newest: Public, found: Found | None, *, current: bool) -> Verdict:
    if found is not None and found.comparison.differences and not found.comparison.surrounded:
        return Verdict.ALTERED
    if newest.withdrawal is not None:
        return Verdict.WITHDRAWN
    if not current:
        return Verdict.SUPERSEDED
    if found is not None and found.comparison.unaccented:
        return Verdict.BARE
    if found is not None and found.comparison.parted:
        return Verdict.PARTED
    if found is not None and found.comparison.surrounded:
        return Verdict.SURROUNDED
    return Verdict.QUOTED if found is not None and found.comparison.quoted else Verdict.ISSUED
