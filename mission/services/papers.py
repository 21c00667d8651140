"""Papers that are made: read through the gate's own values, so that nothing stands here before its time or after a recall."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..models import Blob, Form, Paper, Settlement
from .shown import Public


@dataclass(frozen=True)
class Kept:
    """A paper as it is handed out; `signature` is the text of the signed note beside `content`, empty for a card."""

    sha256: str
    media_type: str
    content: bytes
    made_at: datetime
    signature: str


def find(session: Session, document: Public, language: str, form: Form) -> Kept | None:
    """The paper of a public edition in a language. None where it is not made yet, or its bytes are lost or damaged."""
    newest = (
        select(Paper.sha256, Paper.made_at, Blob.media_type, Blob.content, Paper.signature)
        .join(Settlement, Settlement.edition_id == Paper.edition_id)
        .join(Blob, Blob.sha256 == Paper.sha256)
        .where(Settlement.document_id == document.id, Settlement.public_number == document.edition)
        .where(Paper.language == language, Paper.form == form)
        .order_by(Paper.number.desc())
    )
    row = session.execute(newest.limit(1)).first()
    if row is None or hashlib.sha256(row.content).hexdigest() != row.sha256:
        return None
    return Kept(row.sha256, row.media_type, row.content, row.made_at, row.signature)


def size(session: Session, document: Public, language: str) -> int | None:
    """The bytes of a public edition's PDF; None where it is not made yet."""
    return session.connection().execute(_SIZE, {"document": document.id, "number": document.edition, "language": language}).scalar()


# Built once: to build it costs more than to ask.
_SIZE = (
    select(Paper.size)
    .join(Settlement, Settlement.edition_id == Paper.edition_id)
    .where(Settlement.document_id == bindparam("document"), Settlement.public_number == bindparam("number"))
    .where(Paper.language == bindparam("language"), Paper.form == Form.PDF)
    .order_by(Paper.number.desc())
    .limit(1)
)


def name(document: Public, language: str) -> str:
    """The name under which a reader keeps the PDF: reference, edition, language."""
    return f"{(document.reference or '').replace('/', '-')}-ed{document.edition}-{language}.pdf"
