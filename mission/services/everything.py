"""All that is public, in parts of a bounded size: for whoever takes the whole site along."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, cast, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from ..models import Body, Document, Edition, EditionBody, EditionTheme, Kind, PublicChange, Settlement, Theme, Withdrawal
from .keeping import kept
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


def last_acts(session: Session) -> Mapping[tuple[str, str], datetime]:
    """When the last act was on the numbered documents of each section, theme and body, and on the pages below each page, as ``("section",
    "speeches")``, ``("theme", "migration")``, ``("body", "iom")`` and ``("below", "7")``. An act counts wherever any edition of its document
    stood: what it leaves changes too."""
    return kept(session).get("last acts", lambda: {(what, key): at for what, key, at in session.execute(_last_acts())})


@cache
def _last_acts() -> CompoundSelect[*tuple[Any, ...]]:
    acts = (
        select(Edition.id.label("edition_id"), Edition.section, Edition.parent_id, Document.kind, PublicChange.changed_at).select_from(PublicChange)
        .join(Document, Document.id == PublicChange.document_id).join(Settlement, Settlement.document_id == Document.id)
        .join(Edition, Edition.id == Settlement.edition_id).cte("acts")
    )  # fmt: skip
    last, listed, page = func.max(acts.c.changed_at), acts.c.kind != Kind.PAGE, acts.c.kind == Kind.PAGE
    return union_all(
        select(literal_column("'section'"), acts.c.section, last).where(listed).group_by(acts.c.section),
        select(literal_column("'theme'"), Theme.key, last).select_from(acts).join(EditionTheme, EditionTheme.edition_id == acts.c.edition_id)
        .join(Theme, Theme.id == EditionTheme.theme_id).where(listed).group_by(Theme.key),
        select(literal_column("'body'"), Body.key, last).select_from(acts).join(EditionBody, EditionBody.edition_id == acts.c.edition_id)
        .join(Body, Body.id == EditionBody.body_id).where(listed).group_by(Body.key),
        select(literal_column("'below'"), cast(acts.c.parent_id, String), last).where(page, acts.c.parent_id.is_not(None)).group_by(acts.c.parent_id),
    )  # fmt: skip


def _standing() -> Select[*tuple[Any, ...]]:
    """What is public and not withdrawn: a withdrawn text stays readable, but is offered to nobody."""
    withdrawn = select(Withdrawal.edition_id).where(Withdrawal.edition_id == Document.current_edition_id).exists()
    return public_documents().where(~withdrawn)
