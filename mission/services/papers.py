"""Papers that are made: read through the gate's own values, so that nothing stands here before its time or after a recall."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Blob, Form, Paper, PaperSignature, Settlement
from .shown import Public


@dataclass(frozen=True)
class Kept:
    """A paper as it is handed out; `signature` is the detached Ed25519 one over `content`, where there is one."""

    sha256: str
    media_type: str
    content: bytes
    made_at: datetime
    signature: bytes | None


def find(session: Session, document: Public, language: str, form: Form) -> Kept | None:
    """The paper of a public edition in a language. None where it is not made yet, or its bytes are lost or damaged."""
    newest = (
        select(Paper.sha256, Paper.made_at, Blob.media_type, Blob.content, PaperSignature.signature)
        .join(Settlement, Settlement.edition_id == Paper.edition_id)
        .join(Blob, Blob.sha256 == Paper.sha256)
        .outerjoin(PaperSignature, PaperSignature.paper_id == Paper.id)
        .where(Settlement.document_id == document.id, Settlement.public_number == document.edition)
        .where(Paper.language == language, Paper.form == form)
        .order_by(Paper.number.desc())
    )
    row = session.execute(newest.limit(1)).first()
    if row is None or hashlib.sha256(row.content).hexdigest() != row.sha256:
        return None
    return Kept(row.sha256, row.media_type, row.content, row.made_at, row.signature)


@dataclass(frozen=True)
class Told:
    """What a reader is told of a PDF before taking it: its bytes, and whether a signature stands beside it."""

    size: int
    signed: bool


def told(session: Session, document: Public, language: str) -> Told | None:
    """What is told of a public edition's PDF; None where it is not made yet."""
    newest = (
        select(Paper.size, PaperSignature.paper_id)
        .join(Settlement, Settlement.edition_id == Paper.edition_id)
        .outerjoin(PaperSignature, PaperSignature.paper_id == Paper.id)
        .where(Settlement.document_id == document.id, Settlement.public_number == document.edition)
        .where(Paper.language == language, Paper.form == Form.PDF)
        .order_by(Paper.number.desc())
    )
    row = session.execute(newest.limit(1)).first()
    return Told(row.size, row.paper_id is not None) if row else None


def name(document: Public, language: str) -> str:
    """The name under which a reader keeps the PDF: reference, edition, language."""
    return f"{(document.reference or '').replace('/', '-')}-ed{document.edition}-{language}.pdf"
