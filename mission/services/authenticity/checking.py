"""Everything that the register vouches for, checked: where was it touched, and by what is it seen."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from ...models import Blob, Edition, EditionFile, RegisterEntry, RegisterHead, RegisterLine, SettledContent, Settlement, TreeHash
from ...verify import keyring, notes
from ...verify.canon import canonical, digest
from ...verify.register import Checking, Fault, check_head
from ...verify.tree import Growing, leaf_hash
from . import keys
from .contents import Content, Statement

_AT_ONCE = 1000


def faults(session: Session, statement_of: Statement, content_of: Content) -> Iterator[Fault]:
    """Whatever does not hold: keys, entries, lines, tree, heads, contents, the rows behind them, stored files."""
    try:
        known = keys.known(session)
    except keyring.Untrusted as error:
        yield Fault(0, str(error))
        known = {}
    sizes = list(session.scalars(select(RegisterHead.size).order_by(RegisterHead.size)))
    checking = Checking(known)
    yield from checking.faults(_lines(session), sizes)
    yield from _entries(session, statement_of, len(sizes) > 0)
    yield from _tree(session)
    yield from _heads(session, known, checking.roots)
    yield from _settlements(session)
    yield from _contents(session, content_of)
    yield from _files(session)


def _lines(session: Session) -> Iterator[bytes]:
    for line in session.scalars(select(RegisterLine.line).order_by(RegisterLine.sequence).execution_options(yield_per=_AT_ONCE)):
        yield line.encode()


def _entries(session: Session, statement_of: Statement, sealed: bool) -> Iterator[Fault]:
    """The rows of the register against the lines that were published of them."""
    both = (
        select(RegisterEntry, RegisterLine.line, RegisterLine.ends_at)
        .outerjoin(RegisterLine, RegisterLine.sequence == RegisterEntry.sequence).order_by(RegisterEntry.sequence)
    )  # fmt: skip
    expected, ends = 1, 0
    for entry, line, ends_at in session.execute(both.execution_options(yield_per=_AT_ONCE)):
        if entry.sequence != expected:
            yield Fault(expected, f"the rows of the register go on with {entry.sequence}: entries are missing")
        expected = entry.sequence + 1
        if line is None:
            if sealed:
                yield Fault(entry.sequence, "it has no published line: it was put in")
            continue
        said = json.loads(line) if line.startswith("{") else {}
        public = {name: value for name, value in said.items() if name not in ("key", "signature")}
        if public != dict(statement_of(entry)) | {"digest": entry.digest}:
            yield Fault(entry.sequence, "its row is not what was published: it was changed")
        ends += len(line.encode()) + 1
        if ends_at != ends:
            yield Fault(entry.sequence, "its place in the published file is not where it was")
    last = session.scalar(select(RegisterLine.sequence).order_by(RegisterLine.sequence.desc()).limit(1)) or 0
    if last >= expected:
        yield Fault(expected, f"its row is gone, and lines were published up to {last}")


def _tree(session: Session) -> Iterator[Fault]:
    stored = {(row.level, row.number): row.hash for row in session.execute(select(TreeHash.level, TreeHash.number, TreeHash.hash))}
    grown = Growing()
    for line in _lines(session):
        for level, number, here in grown.add(leaf_hash(line)):
            if stored.pop((level, number), None) != here:
                yield Fault(grown.size, f"the kept hash of subtree {level}/{number} is not that of the lines")
    for level, number in sorted(stored):
        yield Fault(0, f"the kept hash of subtree {level}/{number} belongs to no line")


def _heads(session: Session, known: Mapping[str, keyring.Key], roots: Mapping[int, bytes]) -> Iterator[Fault]:
    for head in session.scalars(select(RegisterHead).order_by(RegisterHead.size)):
        try:
            note = notes.parse(head.note)
            for fault in check_head(note, known, roots):
                yield Fault(0, f"head of {head.size}: {fault.sentence}")
            if note.lines[1:3] != [str(head.size), base64.b64encode(head.root).decode()]:
                yield Fault(0, f"head of {head.size}: its row is not what was signed")
        except notes.Unreadable as error:
            yield Fault(0, f"head of {head.size}: {error}")


def _settlements(session: Session) -> Iterator[Fault]:
    """Each act of settling has its entry, and each such entry its act."""
    rows = session.execute(
        select(Settlement.edition_id, Settlement.document_id, Settlement.public_number, RegisterEntry)
        .outerjoin(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
    ).all()  # fmt: skip
    for edition_id, document_id, number, entry in rows:
        if entry is None or (entry.document_id, entry.edition) != (document_id, number):
            yield Fault(entry.sequence if entry else 0, f"it is not the entry by which edition row {edition_id} became public")


def _contents(session: Session, content_of: Content) -> Iterator[Fault]:
    """What the site shows of each settled edition, against the content that was kept and the digest in the register."""
    editions = (
        select(Edition, RegisterEntry.sequence, RegisterEntry.name, RegisterEntry.content_digest, SettledContent)
        .join(Settlement, Settlement.edition_id == Edition.id)
        .join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
        .outerjoin(SettledContent, SettledContent.edition_id == Edition.id)
        .options(joinedload(Edition.document), selectinload(Edition.translations), selectinload(Edition.themes), selectinload(Edition.bodies),
                 selectinload(Edition.files).selectinload(EditionFile.renditions))
        .order_by(RegisterEntry.sequence)
    )  # fmt: skip
    for edition, sequence, name, known, kept in session.execute(editions.execution_options(yield_per=_AT_ONCE)):
        if kept is not None and not known == kept.digest == digest(kept.content.encode()):
            yield Fault(sequence, "the kept content is not what was entered: it was changed")
        shown = content_of(edition, name)
        if digest(canonical(dict(shown))) != known:
            yield Fault(sequence, f"what the site shows of {name} is not what was entered: {_where(shown, kept)}")
        if edition.document.reference not in (None, name):
            yield Fault(sequence, f"the document says that its reference is {edition.document.reference}, and was entered as {name}")


def _where(shown: Mapping[str, Any], kept: SettledContent | None) -> str:
    """The fields that differ, by name."""
    if kept is None:
        return "it was changed"
    before = json.loads(kept.content)
    fields = [name for name in sorted({*shown, *before} - {"translations"}) if shown.get(name) != before.get(name)]
    for tag in sorted({*shown["translations"], *before["translations"]}):
        here, there = shown["translations"].get(tag, {}), before["translations"].get(tag, {})
        fields += [f"{tag}.{name}" for name in sorted({*here, *there}) if here.get(name) != there.get(name)]
    return f"{', '.join(fields)} was changed"


def _files(session: Session) -> Iterator[Fault]:
    for sha256, content in session.execute(select(Blob.sha256, Blob.content).execution_options(yield_per=20)):
        # SQLite gives text back where somebody has put text.
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256:
            yield Fault(0, f"the stored file {sha256[:16]}… is not what it was: at least one byte is different")
