"""Files that the site keeps, and the papers drawn from editions: bytes, sizes, and the signature beside each PDF."""

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from ...models import Blob, Form, Paper, Translation
from ...verify import detached, notes
from ...verify.keyring import Key
from ...verify.register import Fault
from . import acts
from .keys import rfc3339

_MEDIA_TYPES = {Form.PDF: "application/pdf", Form.CARD: "image/png"}


def stored(session: Session, known: Mapping[str, Key]) -> Iterator[Fault]:
    """Every stored file is what its name says, and every paper the one that was signed."""
    held: dict[str, tuple[int, str]] = {}
    # As it lies there: where a cell holds something that is no bytes, that is what is to be said.
    raw = select(Blob.sha256, Blob.media_type, type_coerce(Blob.content, NullType()))
    for sha256, media_type, content in session.execute(raw.execution_options(yield_per=20)):
        if not isinstance(content, (bytes, memoryview)):
            yield Fault(0, f"the stored file {str(sha256)[:16]}… is not made of bytes: it was changed")
            continue
        held[sha256] = len(content), media_type
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Fault(0, f"the stored file {str(sha256)[:16]}… is not what it was: at least one byte is different")
    entered = acts.by_edition(session)
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
        if paper.form is Form.PDF:
            for sentence in _signature(paper, name, edition, known):
                yield Fault(0, f"{where}: {sentence}")


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
