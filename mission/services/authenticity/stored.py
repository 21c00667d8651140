"""Files that the site keeps, and the papers drawn from editions: bytes, sizes, and the signature beside each PDF."""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import LargeBinary, cast, func, literal, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from ...models import Blob, Form, Paper, SettledContent, TextPrint, Translation
from ...verify import detached, notes
from ...verify.keyring import Key
from ...verify.register import Fault
from . import acts, marks
from .keys import rfc3339

_AT_ONCE = 1000
# After the last edition of all.
_NONE: tuple[int, Iterator[Any]] = (sys.maxsize, iter(()))
_MEDIA_TYPES = {Form.PDF: "application/pdf", Form.CARD: "image/png"}


def stored(session: Session, known: Mapping[str, Key]) -> Iterator[Fault]:
    """Every stored file is what its name says, and every paper the one that was signed."""
    entered = acts.by_edition(session)
    held: dict[str, tuple[int, str]] = {}
    yield from _files(session, _whose(session, entered), held)
    # Editions of one text with one title have one card; two texts, or two languages, never.
    cards: dict[str, tuple[tuple[str, str], str]] = {}
    texts = {(edition_id, language) for edition_id, language in session.execute(select(Translation.edition_id, Translation.language))}
    numbers: dict[tuple[int, str, Form], int] = {}
    for paper in session.scalars(select(Paper).order_by(Paper.edition_id, Paper.language, Paper.form, Paper.number)):
        key = paper.edition_id, paper.language, paper.form
        name, edition = entered.get(paper.edition_id, ("", 0))
        where = f"{paper.form.value} of {name or 'nothing that was entered'}, edition {edition}, {paper.language}"
        numbers[key] = numbers.get(key, 0) + 1
        if paper.number != numbers[key]:
            yield Fault(0, f"{where}: an earlier making of it is gone, or its number was changed")
        if (paper.edition_id, paper.language) not in texts:
            yield Fault(0, f"{where}: there is no such text")
        if held.get(paper.sha256) != (paper.size, _MEDIA_TYPES[paper.form]):
            yield Fault(0, f"{where}: its row does not fit the stored file {paper.sha256[:16]}…: one of them was changed")
        if paper.form is Form.CARD and paper.number == 1:
            of, first = cards.setdefault(paper.sha256, ((name, paper.language), where))
            if of != (name, paper.language):
                yield Fault(0, f"{where}: it is the same picture as the {first}")
        if paper.form is Form.PDF:
            for sentence in _signature(paper, name, edition, known):
                yield Fault(0, f"{where}: {sentence}")


def _files(session: Session, whose: Mapping[str, str], held: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    """The bytes of every file; `held` learns their size and kind."""
    # As it lies there: where a cell holds something that is no bytes, that is what is to be said, and the files behind it are read all the same.
    sqlite = session.get_bind().dialect.name == "sqlite"
    kind = func.typeof(Blob.content) if sqlite else literal("blob")
    raw = select(Blob.sha256, Blob.media_type, kind, type_coerce(cast(Blob.content, LargeBinary) if sqlite else Blob.content, NullType()))
    for sha256, media_type, held_as, content in session.execute(raw.execution_options(yield_per=20)):
        if held_as != "blob":
            yield Fault(0, f"the stored file {str(sha256)[:16]}…{whose.get(sha256, '')} is not made of bytes: it was changed")
            continue
        held[sha256] = len(content), media_type
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Fault(0, f"the stored file {str(sha256)[:16]}…{whose.get(sha256, '')} is not what it was: at least one byte is different")


def _whose(session: Session, entered: Mapping[int, tuple[str, int]]) -> dict[str, str]:
    """Of each stored file of a paper, which one it is, in words."""
    made = {}
    for sha256, edition_id, language, form in session.execute(select(Paper.sha256, Paper.edition_id, Paper.language, Paper.form)):
        name, edition = entered.get(edition_id, ("nothing that was entered", 0))
        made[sha256] = f" ({form.value} of {name}, edition {edition}, {language})"
    return made


def missing(session: Session) -> Iterator[Fault]:
    """Papers that are gone: of an edition the papers of its languages are made together, as a PDF and a card each, and the journal tells of it."""
    entered = acts.by_edition(session)
    held = {tuple(row) for row in session.execute(select(Paper.edition_id, Paper.language, Paper.form))}
    drawn = {edition_id for edition_id, _, _ in held}
    for edition_id, language in session.execute(select(Translation.edition_id, Translation.language).where(Translation.edition_id.in_(drawn))):
        name, edition = entered.get(edition_id, ("nothing that was entered", 0))
        for form in Form:
            if (edition_id, language, form) not in held:
                yield Fault(0, f"{form.value} of {name}, edition {edition}, {language}: it is gone, and others of the same edition are there")


def prints(session: Session) -> Iterator[Fault]:
    """The marks by which a text is found again, against those of the kept contents: without them what is genuine would be unknown."""
    entered = acts.by_edition(session)
    rows = select(SettledContent.edition_id, SettledContent.content).order_by(SettledContent.edition_id).execution_options(yield_per=100)
    held = select(TextPrint.edition_id, TextPrint.mark, TextPrint.language).order_by(TextPrint.edition_id).execution_options(yield_per=_AT_ONCE)
    # Both go once through their table, side by side.
    kept = groupby(session.execute(held), lambda row: row[0])
    of, here = next(kept, _NONE)
    for edition_id, content in session.execute(rows):
        while of < edition_id:
            yield Fault(0, f"there are marks of edition row {of}, of which no content is kept: `flask mission remark` takes them out")
            of, here = next(kept, _NONE)
        found: set[tuple[int, str]] = set()
        if of == edition_id:
            found = {(mark, language) for _, mark, language in here}
            of, here = next(kept, _NONE)
        try:
            wanted = {(one["mark"], one["language"]) for one in marks.rows(edition_id, json.loads(content))}
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            continue
        if found != wanted:
            name, edition = entered.get(edition_id, ("nothing that was entered", 0))
            yield Fault(0, f"the marks by which {name}, edition {edition}, is found again were changed: `flask mission remark` makes them again")
    while of < _NONE[0]:
        yield Fault(0, f"there are marks of edition row {of}, of which no content is kept: `flask mission remark` takes them out")
        of, here = next(kept, _NONE)


def _signature(paper: Paper, name: str, edition: int, known: Mapping[str, Key]) -> Iterator[str]:
    try:
        note = notes.parse(paper.signature)
        said = detached.read(note)
    except notes.Unreadable:
        yield "its signature cannot be read: it was changed"
        return
    for fault in detached.signer_faults(note, known):
        yield fault.sentence
    given = (said.name, said.edition, said.language, said.type, said.sha256, said.time)
    if given != (name, edition, paper.language, _MEDIA_TYPES[paper.form], paper.sha256, rfc3339(paper.made_at)):
        yield "it is not the one that was signed: row, file or signature was changed"
