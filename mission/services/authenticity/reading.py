"""The register as it is published: its lines, heads, proofs and contents. Only what is settled is in any of them."""

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true
from sqlalchemy.orm import Session

from ... import addresses, folding
from ...languages import TAGS
from ...models import Act, Document, Edition, PageAddress, Recall, RegisterEntry, RegisterHead, RegisterLine, SettledContent, Settlement, Translation
from ...verify import notes
from .. import references, visibility
from ..correcting import corrections
from ..keeping import kept
from ..shown import Public
from . import keys, tree

PER_PAGE = 50
_AT_ONCE = 500
# A page as an address writes it, whole or not.
_PAGE = re.compile(rf"(?:https?://[^/?#]+)?/(?:{'|'.join(TAGS)})/([a-z]+)(?:/([a-z0-9/-]*[a-z0-9]))?/?(?:[?#].*)?")


@dataclass(frozen=True)
class Head:
    """A signed head: over how many entries, which root, dated, and the note itself."""

    size: int
    root: bytes
    signed_at: datetime
    note: str

    @property
    def root_text(self) -> str:
        """The root as a note writes it."""
        return base64.b64encode(self.root).decode()


@dataclass(frozen=True)
class Entry:
    """An entry for a reader. `document` is the newest edition of what it is about, None where that was recalled."""

    sequence: int
    time: datetime
    act: str
    name: str
    edition: int
    content: str
    digest: str
    previous: str
    key_id: str | None
    signature: str
    document_id: int
    document: Public | None
    # Of an edition that is not the newest, its titles by language.
    titles: Mapping[str, str]
    # What readers were told of a correction, by language.
    notes: Mapping[str, str]


def head(session: Session) -> Head | None:
    """The newest head; None before anything is entered. What feeds and letters carry on, so that others keep copies."""
    return kept(session).get("register head", lambda: _head(session, select(RegisterHead).order_by(RegisterHead.size.desc()).limit(1)))


def head_at(session: Session, size: int) -> Head | None:
    """The head over the first `size` entries, where one was signed."""
    return _head(session, select(RegisterHead).where(RegisterHead.size == size))


def _head(session: Session, statement: Any) -> Head | None:
    found = session.scalar(statement)
    return Head(found.size, found.root, found.signed_at, found.note) if found else None


def extent(session: Session, size: int) -> int:
    """How many bytes the lines of the first `size` entries have."""
    return session.scalar(select(RegisterLine.ends_at).where(RegisterLine.sequence == size)) or 0


def lines(session: Session, start: int, end: int) -> Iterator[bytes]:
    """The bytes of the published file from `start` to before `end`."""
    place = start
    while place < end:
        statement = select(RegisterLine.line, RegisterLine.ends_at).where(RegisterLine.ends_at > place).order_by(RegisterLine.sequence).limit(_AT_ONCE)
        portion = session.execute(statement).all()
        if not portion:
            return
        text = b"".join(f"{row.line}\n".encode() for row in portion)
        skipped = place - (portion[0].ends_at - len(portion[0].line.encode()) - 1)
        yield text[skipped : skipped + end - place]
        place = portion[-1].ends_at


def public_keys(session: Session, origin: str, official: bool) -> dict[str, Any]:
    """The public keys with their dates, and the signed statements from which anybody works them out again."""
    statements = keys.statements(session)
    known = [
        {
            "id": key.id, "algorithm": "Ed25519", "public": json.loads(made["body"])["public"], "fingerprint": key.fingerprint, "since": key.since,
            "until": key.until, "revoked": key.revoked, "reason": key.reason, "demonstration": key.demonstration,
            "note_key": notes.verifier_key(origin, key.public),
        }
        for key in keys.known(session).values()
        for made in statements if f'"key":"{key.id}"' in made["body"] and '"public":' in made["body"]
    ]  # fmt: skip
    return {"origin": origin, "demonstration": not official, "keys": known, "statements": statements}


def inclusion(session: Session, size: int, sequence: int) -> list[str] | None:
    """The proof that entry `sequence` is under the head of `size`, in base64; None where there is no such head or entry."""
    if head_at(session, size) is None or not 1 <= sequence <= size:
        return None
    return [base64.b64encode(one).decode() for one in tree.inclusion(session, sequence - 1, size)]


def consistency(session: Session, old: int, new: int) -> list[str] | None:
    """The proof that the register of `new` entries begins with that of `old`; None where there are no such heads."""
    if old > new or head_at(session, old) is None or head_at(session, new) is None:
        return None
    return [base64.b64encode(one).decode() for one in tree.consistency(session, old, new)]


def content(session: Session, digest: str) -> tuple[str, int] | None:
    """The canonical content with this digest, and its document; None where there is none. Ask `recalled` before showing it."""
    row = session.execute(
        select(SettledContent.content, Settlement.document_id)
        .join(Settlement, Settlement.edition_id == SettledContent.edition_id).where(SettledContent.digest == digest).limit(1)
    ).first()  # fmt: skip
    return (row.content, row.document_id) if row else None


def recalled(session: Session, document_id: int) -> bool:
    """Whether nothing of this document is shown any more."""
    return session.scalar(select(Recall.document_id).where(Recall.document_id == document_id)) is not None


def entries(session: Session, words: str = "", act: str = "", page: int = 1) -> tuple[tuple[Entry, ...], int]:
    """A page of the register, newest first, and how many entries there are: those whose name or digests match `words`, or of what `words`
    are the code, the reference, an address or words of the title of; of this act, one of `Act`, or of any."""
    statement = select(RegisterEntry, RegisterLine.key_id, RegisterLine.line).join(RegisterLine, RegisterLine.sequence == RegisterEntry.sequence)
    if words:
        statement = statement.where(or_(_matching(words), RegisterEntry.document_id.in_(_meant(words))))
    if act:
        statement = statement.where(RegisterEntry.act == Act(act))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = session.execute(statement.order_by(RegisterEntry.sequence.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return _entries(session, rows), total


def _matching(words: str) -> ColumnElement[bool]:
    """Entries whose name has this, or of which it is a digest, shortened or not."""
    start, end = references.digest(references.plain(words)) or ("", "")
    of_digests = [one.like(f"{start}%{end}") for one in (RegisterEntry.digest, RegisterEntry.content_digest)] if start else []
    return or_(folding.having(RegisterEntry.name, "".join(words.split())), *of_digests)


def _meant(words: str) -> Select[int]:
    """The documents of which this is the code, the reference in any form, an address, also an earlier one, or words of the title."""
    if (found := references.read(references.plain(words))) is not None:
        named = Document.code == addresses.code(found.letter, found.year, found.number)
        return select(Document.id).where(named, Document.reference.startswith(f"{found.prefix}/") if found.prefix else true())
    if codes := references.codes([words.lower()]):
        return select(Document.id).where(Document.code.in_(codes))
    if page := _PAGE.fullmatch(words):
        return select(PageAddress.document_id).where(PageAddress.section == page[1], PageAddress.path == (page[2] or ""))
    titled = visibility.public_documents().join(Translation, Translation.edition_id == Edition.id).with_only_columns(Document.id)
    return titled.where(*(folding.having(Translation.title, one) for one in words.split()))


def entry(session: Session, sequence: int) -> Entry | None:
    """One entry."""
    statement = select(RegisterEntry, RegisterLine.key_id, RegisterLine.line).join(RegisterLine, RegisterLine.sequence == RegisterEntry.sequence)
    row = session.execute(statement.where(RegisterEntry.sequence == sequence)).first()
    return _entries(session, [row])[0] if row else None


def _entries(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Entry, ...]:
    """Entries with what they are about, through the gate: a recalled document is not among it, nor what was corrected in it."""
    shown = session.execute(visibility.public_documents().where(Document.id.in_({row[0].document_id for row in rows}))).all()
    documents = {one.id: one for one in visibility.assemble(session, shown)}
    titles = _earlier_titles(session, {(found.document_id, found.edition) for found, _, _ in rows}, documents)
    corrected = {found.document_id for found, _, _ in rows if found.act is Act.CORRECTION} & documents.keys()
    told = {(of, one.edition): one.notes for of, some in corrections(session, corrected).items() for one in some} if corrected else {}
    return tuple(
        Entry(
            found.sequence, found.recorded_at, found.act.value, found.name, found.edition, found.content_digest, found.digest, found.previous,
            key_id, str(json.loads(line).get("signature") or ""), found.document_id, documents.get(found.document_id),
            titles.get((found.document_id, found.edition), {}), told.get((found.document_id, found.edition), {}) if found.act is Act.CORRECTION else {},
        )
        for found, key_id, line in rows
    )  # fmt: skip


def _earlier_titles(session: Session, named: set[tuple[int, int]], documents: Mapping[int, Public]) -> dict[tuple[int, int], dict[str, str]]:
    """The titles of those of the `named` editions that are no longer the newest of their document."""
    wanted = {(of, number) for of, number in named if of in documents and number != documents[of].edition}
    if not wanted:
        return {}
    statement = (
        select(Settlement.document_id, Settlement.public_number, Translation.language, Translation.title)
        .join(Translation, Translation.edition_id == Settlement.edition_id).where(Settlement.document_id.in_({of for of, _ in wanted}))
    )  # fmt: skip
    found: dict[tuple[int, int], dict[str, str]] = {}
    for of, number, tag, title in session.execute(statement):
        if (of, number) in wanted:
            found.setdefault((of, number), {})[tag] = title
    return found
