"""What the site itself gives out beside its texts, when somebody hands it back: signatures, contents, lines of the register, heads, keys."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Form, Paper, RegisterHead, RegisterLine
from ...verify import detached, keyring, notes
from ...verify.canon import canonical, digest
from ...verify.register import read_head
from . import answering, keys, reading, referring
from .verdicts import Answer, Verdict

_AT_ONCE = 1000
_DEEP = (ValueError, RecursionError)


def of_proof(session: Session, given: bytes, origin: str, *, official: bool) -> Answer | None:
    """The answer for bytes that are one of these, as it was given out; None where they are none. It proves a text and is none itself.
    `origin` is the register's; whose site this is stands in the file of keys."""
    try:
        text = given.decode("utf-8-sig").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        return None
    if text.startswith("{"):
        return _of_lines(session, text.split("\n")) or _of_json(session, text, lambda: reading.public_keys(session, origin, official))
    return _of_note(session, f"{text}\n") if "\n\n\u2014 " in text else None


def _proof(found: Answer, what: str) -> Answer:
    """An answer about the text that something proves: what has become of that is said as of the text."""
    return replace(found, verdict=Verdict.PROOF if found.verdict is Verdict.ISSUED else found.verdict, what=what)


def _of_lines(session: Session, lines: list[str]) -> Answer | None:
    """Lines of the register that follow each other as they were published."""
    first = _parsed(lines[0])
    sequence = first.get("sequence")
    if type(sequence) is not int or not 0 < sequence < 2**31:
        return None
    published = select(RegisterLine.line).where(RegisterLine.sequence >= sequence).order_by(RegisterLine.sequence).limit(len(lines))
    for place, line in enumerate(session.scalars(published.execution_options(yield_per=_AT_ONCE))):
        if line != lines[place]:
            return None
    if session.get(RegisterLine, sequence + len(lines) - 1) is None:
        return None
    if len(lines) > 1:
        return Answer(verdict=Verdict.PROOF, what="register")
    return _proof(referring.of_digest(session, str(first["digest"])), "line")


def _of_json(session: Session, text: str, public_keys: Callable[[], dict[str, Any]]) -> Answer | None:
    """The content of an edition, or the file of keys as it is now, however the white space was changed."""
    said = _parsed(text)
    if "statements" in said:
        return Answer(verdict=Verdict.PROOF, what="keys") if said == public_keys() else None
    try:
        known = referring.of_digest(session, digest(canonical(said)))
    except _DEEP:
        return None
    return None if known.verdict is Verdict.UNKNOWN else _proof(known, "json")


def _of_note(session: Session, text: str) -> Answer | None:
    """The signature beside a PDF, or a head of the register."""
    try:
        note = notes.parse(text)
        if note.lines[:1] == [detached.FORM]:
            return _of_signature(session, note)
        size = read_head(note).size
    except (notes.Unreadable, *_DEEP):
        return None
    head = session.get(RegisterHead, size) if size < 2**31 else None
    return Answer(verdict=Verdict.PROOF, what="head") if head and head.note == text else None


def _of_signature(session: Session, note: notes.Note) -> Answer | None:
    said = detached.read(note)
    paper = session.scalars(select(Paper).where(Paper.sha256 == said.sha256, Paper.form == Form.PDF, Paper.language == said.language).limit(1)).first()
    try:
        known = keys.known(session)
    except keyring.Untrusted:
        return None
    ours = notes.signed_by(note, [key.public for key in known.values()]) is not None
    found = answering.of_file(session, said.sha256) if paper is not None and ours else None
    if not found or (found.name, found.edition or said.edition) != (said.name, said.edition):
        return None
    if detached.signer_faults(note, known):
        return found if found.verdict is Verdict.RECALLED else replace(found, verdict=Verdict.REVOKED, what="spent", unsigned=False)
    return _proof(found, "signature")


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except _DEEP:
        return {}
    return found if isinstance(found, dict) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that names nothing twice: of two, a reader would see the other one."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made
