"""Everything that the register vouches for, checked: where was it touched, and by what is it seen."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import select, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.types import NullType

from ...models import Edition, EditionFile, KeyStatement, RegisterEntry, RegisterHead, RegisterLine, SettledContent, Settlement, TreeHash
from ...verify import keyring, notes
from ...verify.canon import canonical, digest
from ...verify.register import Checking, Fault, check_head
from ...verify.tree import Growing, leaf_hash
from . import acts, keys
from .cells import cells
from .contents import Content, Statement, as_entered
from .places import places
from .stored import missing, prints, stored

_AT_ONCE = 1000
# What reading a row can come to where somebody put into it what does not belong there.
_SPOILT = (SQLAlchemyError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def faults(session: Session, statement_of: Statement, content_of: Content) -> Iterator[Fault]:
    """Whatever does not hold: keys, entries, lines, tree, heads, contents, the rows behind them, stored files."""
    known: dict[str, keyring.Key] = {}
    roots: dict[int, bytes] = {}
    parts: tuple[tuple[str, Callable[[], Iterator[Fault]]], ...] = (
        ("the cells of the tables", lambda: cells(session)),
        ("the statements about keys", lambda: _statements(session, known)),
        ("the published lines", lambda: _published(session, known, roots)),
        ("the rows of the register", lambda: _entries(session, statement_of)),
        ("the tree", lambda: _tree(session)),
        ("the heads", lambda: _heads(session, known, roots)),
        ("the settlements", lambda: acts.settlements(session)),
        ("withdrawals and recalls", lambda: acts.taken_back(session)),
        ("the documents", lambda: acts.documents(session)),
        ("the stamps of public acts", lambda: acts.announced(session)),
        ("the places of pages", lambda: places(session)),
        ("the contents", lambda: _contents(session, content_of, bool(roots))),
        ("files and papers", lambda: stored(session, known)),
        ("papers that are gone", lambda: missing(session)),
        ("the marks of texts", lambda: prints(session)),
    )
    for name, part in parts:
        try:
            yield from part()
        except _SPOILT as error:
            session.rollback()
            reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
            yield Fault(0, f"{name} cannot be read to their end, because of something that does not belong there: {reason}")


def _statements(session: Session, known: dict[str, keyring.Key]) -> Iterator[Fault]:
    try:
        known.update(keys.known(session))
    except keyring.Untrusted as error:
        yield Fault(0, str(error))
        return
    for number, row in enumerate(session.scalars(select(KeyStatement).order_by(KeyStatement.sequence)), 1):
        if row.sequence != number:
            yield Fault(0, f"statement {number} about keys is gone")
            return
        if json.loads(row.body)["time"] != keys.rfc3339(row.recorded_at):
            yield Fault(0, f"the time of statement {number} about keys was changed")
        for made in row.signatures:
            key, message = known.get(made["key"]), keyring.PURPOSE + row.body.encode()
            if key is None or not notes.good(key.public, base64.b64decode(made["signature"]), message):
                yield Fault(0, f"statement {number} about keys carries a signature that is not one")


def _published(session: Session, known: Mapping[str, keyring.Key], roots: dict[int, bytes]) -> Iterator[Fault]:
    checking = Checking(known)
    yield from checking.faults(_lines(session), list(session.scalars(select(RegisterHead.size))))
    roots.update(checking.roots)


def _lines(session: Session) -> Iterator[bytes]:
    raw = select(type_coerce(RegisterLine.line, NullType())).order_by(RegisterLine.sequence)
    for line in session.scalars(raw.execution_options(yield_per=_AT_ONCE)):
        yield line.encode() if isinstance(line, str) else b""


def _entries(session: Session, statement_of: Statement) -> Iterator[Fault]:
    """The rows of the register against the lines that were published of them."""
    sealed = session.scalar(select(RegisterHead.size).limit(1)) is not None
    both = (
        select(RegisterEntry, RegisterLine.line, RegisterLine.ends_at, RegisterLine.key_id)
        .outerjoin(RegisterLine, RegisterLine.sequence == RegisterEntry.sequence).order_by(RegisterEntry.sequence)
    )  # fmt: skip
    expected, ends = 1, 0
    for entry, line, ends_at, key_id in session.execute(both.execution_options(yield_per=_AT_ONCE)):
        if entry.sequence != expected:
            yield Fault(expected, f"the rows of the register go on with {entry.sequence}: entries are missing")
        expected = entry.sequence + 1
        if line is None:
            if sealed:
                yield Fault(entry.sequence, "it has no published line: it was put in")
            continue
        said = _said(line)
        public = {name: value for name, value in said.items() if name not in ("key", "signature")}
        if public != dict(statement_of(entry)) | {"digest": entry.digest} or said.get("key") != key_id:
            yield Fault(entry.sequence, "its row is not what was published: it was changed")
        ends += len(line.encode() if isinstance(line, str) else line) + 1
        if ends_at != ends:
            yield Fault(entry.sequence, "its place in the published file is not where it was")
    last = session.scalar(select(RegisterLine.sequence).order_by(RegisterLine.sequence.desc()).limit(1)) or 0
    if last >= expected:
        yield Fault(expected, f"its row is gone, and lines were published up to {last}")


def _said(line: Any) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _tree(session: Session) -> Iterator[Fault]:
    raw = select(TreeHash.level, TreeHash.number, type_coerce(TreeHash.hash, NullType()))
    kept = {(level, number): here for level, number, here in session.execute(raw)}
    grown = Growing()
    for line in _lines(session):
        for level, number, here in grown.add(leaf_hash(line)):
            found = kept.pop((level, number), None)
            if not isinstance(found, (bytes, memoryview)) or bytes(found) != here:
                yield Fault(grown.size, f"the kept hash of subtree {level}/{number} is not that of the lines")
    for level, number in sorted(kept):
        yield Fault(0, f"the kept hash of subtree {level}/{number} belongs to no line")


def _heads(session: Session, known: Mapping[str, keyring.Key], roots: Mapping[int, bytes]) -> Iterator[Fault]:
    sizes = set()
    for head in session.scalars(select(RegisterHead).order_by(RegisterHead.size)):
        sizes.add(head.size)
        try:
            note = notes.parse(head.note)
            for fault in check_head(note, known, roots):
                yield Fault(0, f"head of {head.size}: {fault.sentence}")
            public = notes.signed_by(note, [key.public for key in known.values()])
            row = [str(head.size), base64.b64encode(head.root).decode(), f"time {keys.rfc3339(head.signed_at)}"]
            if note.lines[1:4] != row or (public is not None and keyring.key_id(public) != head.key_id):
                yield Fault(0, f"head of {head.size}: its row is not what was signed")
        except notes.Unreadable as error:
            yield Fault(0, f"head of {head.size}: {error}")
    # Every entry was signed together with a head; what was there before the first key has one head over all of it.
    last = 0
    for sequence, key_id in session.execute(select(RegisterLine.sequence, RegisterLine.key_id).order_by(RegisterLine.sequence)):
        last = sequence
        if key_id is not None and sequence not in sizes:
            yield Fault(0, f"head of {sequence}: it is gone")
    if last and last not in sizes:
        yield Fault(0, f"no head covers all {last} entries")


def _contents(session: Session, content_of: Content, sealed: bool) -> Iterator[Fault]:
    """What the site shows of each settled edition, against the content that was kept and the digest in the register."""
    editions = (
        select(Edition, RegisterEntry.sequence, RegisterEntry.name, RegisterEntry.content_digest, SettledContent.digest, SettledContent.content)
        .join(Settlement, Settlement.edition_id == Edition.id)
        .join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
        .outerjoin(SettledContent, SettledContent.edition_id == Edition.id)
        .options(joinedload(Edition.document), selectinload(Edition.translations), selectinload(Edition.themes), selectinload(Edition.bodies),
                 selectinload(Edition.files).selectinload(EditionFile.renditions))
        .order_by(RegisterEntry.sequence)
    )  # fmt: skip
    for edition, sequence, name, known, kept, content in session.execute(editions.execution_options(yield_per=_AT_ONCE)):
        if content is None:
            if sealed:
                yield Fault(sequence, "the kept content is gone")
        elif not isinstance(content, str) or not known == kept == digest(content.encode()):
            yield Fault(sequence, "the kept content is not what was entered: it was changed")
        try:
            shown = dict(as_entered(content_of(edition, name), known))
            whole = digest(canonical(shown)) == known
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            yield Fault(sequence, f"what the site shows of {name} cannot be read: it was changed")
            continue
        if not whole:
            yield Fault(sequence, f"what the site shows of {name} is not what was entered: {_where(shown, _said(content))}")


def _where(shown: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """The fields that differ, by name."""
    if not isinstance(before.get("translations"), dict):
        return "it was changed"
    fields = [name for name in sorted({*shown, *before} - {"translations"}) if shown.get(name) != before.get(name)]
    for tag in sorted({*shown["translations"], *before["translations"]}):
        here, there = shown["translations"].get(tag, {}), before["translations"].get(tag, {})
        fields += [f"{tag}.{name}" for name in sorted({*here, *there}) if here.get(name) != there.get(name)]
    return f"{', '.join(fields)} was changed"
