"""All that is public, in parts of a bounded size: for whoever takes the whole site along."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ..models import Document, Withdrawal
from .shown import Public
from .visibility import assemble, public_documents

PART_SIZE = 5000


def parts(session: Session) -> int:
    """How many parts there are."""
    standing = _standing().with_only_columns(func.count(Document.id))
    return -(-(session.scalar(standing) or 0) // PART_SIZE)


def part(session: Session, number: int) -> tuple[Public, ...]:
    """The documents of part `number`, counted from 1, in the order of their making and without bodies of text; empty beyond the last."""
    if number < 1:
        return ()
    rows = session.execute(_standing().order_by(Document.id).offset((number - 1) * PART_SIZE).limit(PART_SIZE)).all()
    return assemble(session, rows)


def _standing() -> Select[*tuple[Any, ...]]:
    """What is public and not withdrawn: a withdrawn text stays readable, but is offered to nobody."""
    withdrawn = select(Withdrawal.edition_id).where(Withdrawal.edition_id == Document.current_edition_id).exists()
    return public_documents().where(~withdrawn)
