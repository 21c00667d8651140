"""How the gate makes its values: rows of editions, texts, themes and bodies put together into one frozen document.

Nothing here asks whether an edition may be read; that is the gate's to decide (`visibility.py`), and nobody else comes here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Row, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session

from ..models import (
    Body,
    Document,
    Edition,
    EditionBody,
    EditionTheme,
    RegisterEntry,
    Release,
    Settlement,
    Theme,
    Translation,
    Withdrawal,
)  # fmt: skip
from .correcting import corrections
from .filing.reading import files_of
from .shown import Dated, Labels, Notice, Public, Text


def read(session: Session, ids: list[int], *, whole: bool) -> dict[int, Public]:
    """By identifier the values of these settled editions, with their texts where `whole`."""
    return made(session, session.connection().execute(_EDITIONS, {"ids": ids}).all(), whole=whole)


def made(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], *, whole: bool) -> dict[int, Public]:
    """The same for the `rows` of a statement made from `EVERY_EDITION`. Two queries for any number of them, besides that for the rows: texts, and
    themes and bodies. Whole ones take one more for their files, and another where there are pictures."""
    if not rows:
        return {}
    ids = [row.edition_id for row in rows]
    connection, values = session.connection(), {"ids": ids}
    texts: dict[int, dict[str, Text]] = {one: {} for one in ids}
    for one in connection.execute(_WHOLE_TEXTS if whole else _TEXTS, values):
        texts[one.edition_id][one.language] = as_text(one, whole=whole)
    keys: dict[str, dict[int, tuple[str, ...]]] = {"theme": {}, "body": {}}
    for kind, edition_id, key, _ in connection.execute(_TAGS, values):
        keys[kind][edition_id] = (*keys[kind].get(edition_id, ()), key)
    files = files_of(session, ids) if whole else {}
    again = {row.id for row in rows if row.public_number > 1} if whole else set()
    corrected = corrections(session, again) if again else {}
    return {
        row.edition_id: as_public(
            row, row, texts=texts[row.edition_id], themes=keys["theme"].get(row.edition_id, ()), bodies=keys["body"].get(row.edition_id, ()),
            number=row.public_number, entry=row.register_sequence, digest=row.content_digest, released_at=_released(row), settled_at=row.settled_at,
            withdrawal=Notice(row.withdrawn_at, dict(row.notices)) if row.withdrawn_at else None,
            files=tuple(one for one in files.get(row.edition_id, ()) if one.language in texts[row.edition_id]),
            corrections=tuple(one for one in corrected.get(row.id, ()) if one.edition <= row.public_number),
        )
        for row in rows
    }  # fmt: skip


def _released(row: Any) -> datetime:
    """The minute of its release, where that is when it became public; the register vouches for the latter alone."""
    return row.release_at if row.settled_at - row.release_at <= timedelta(minutes=1) else row.settled_at  # type: ignore[no-any-return]


def as_text(row: Any, *, whole: bool) -> Text:
    """The value of a text: of its model, or of a row that stands for it."""
    return Text(
        row.language, row.status.value, row.title, row.label, row.summary,
        row.body if whole else "", row.change_note if whole else "",
    )  # fmt: skip


def as_public(document: Any, edition: Any, *, number: int = 0, **values: Any) -> Public:
    """The value of an edition: of its models, or of a row of `EVERY_EDITION` that stands for both."""
    return Public(
        id=document.id, kind=document.kind.value, code=document.code, reference=document.reference, path=document.path,
        **{name: getattr(edition, name) for name in _PLAIN}, dated=Dated.of(edition), sources=tuple(dict(one) for one in edition.sources),
        edition=number, change=edition.change.value, **values,
    )  # fmt: skip


def labels(session: Session) -> Labels:
    """The labels of the taxonomy, as they are now."""
    themes = session.connection().execute(_THEMES).all()
    bodies = session.connection().execute(_BODIES).all()
    return Labels(
        themes={one.key: dict(one.labels) for one in themes},
        acronyms={one.key: dict(one.acronyms) for one in bodies},
        names={one.key: dict(one.names) for one in bodies},
        aliases={"theme": {one.key: _aliases(one) for one in themes}, "body": {one.key: _aliases(one) for one in bodies}},
    )


def _aliases(one: Any) -> dict[str, tuple[str, ...]]:
    return {tag: tuple(names) for tag, names in one.aliases.items()}


# Built once: to build a statement costs more than to run it.
_PLAIN = (
    "section", "parent_id", "position", "occasion", "session", "agenda_item", "speaker", "venue", "starts_at", "ends_at", "venue_zone",
)  # fmt: skip
_THEMES = select(Theme.key, Theme.labels, Theme.aliases).order_by(Theme.position, Theme.id)
_BODIES = select(Body.key, Body.acronyms, Body.names, Body.aliases).order_by(Body.position, Body.id)
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
EVERY_EDITION = (
    select(
        Edition.id.label("edition_id"), Document.id, Document.kind, Document.code, Document.reference, Document.path,
        *(getattr(Edition, name) for name in _PLAIN), Edition.dated_start, Edition.dated_end, Edition.precision, Edition.sources,
        Edition.change, Settlement.public_number, Settlement.register_sequence, Settlement.settled_at, RegisterEntry.content_digest,
        Release.release_at, Withdrawal.withdrawn_at, Withdrawal.notices,
    )
    .select_from(Edition).join(Document, Document.id == Edition.document_id)
    .join(Settlement, Settlement.edition_id == Edition.id).join(Release, Release.edition_id == Edition.id)
    .join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
    .outerjoin(Withdrawal, Withdrawal.edition_id == Edition.id)
)  # fmt: skip
_EDITIONS = EVERY_EDITION.where(Edition.id.in_(IDS))
_OF_A_LIST = (Translation.edition_id, Translation.language, Translation.status, Translation.title, Translation.label, Translation.summary)
_TEXTS = select(*_OF_A_LIST).where(Translation.edition_id.in_(IDS))
_WHOLE_TEXTS = select(*_OF_A_LIST, Translation.body, Translation.change_note).where(Translation.edition_id.in_(IDS))
_TAGS: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(literal_column("'theme'").label("kind"), EditionTheme.edition_id, Theme.key, EditionTheme.position.label("place"))
    .join(Theme, Theme.id == EditionTheme.theme_id).where(EditionTheme.edition_id.in_(IDS)),
    select(literal_column("'body'"), EditionBody.edition_id, Body.key, EditionBody.position)
    .join(Body, Body.id == EditionBody.body_id).where(EditionBody.edition_id.in_(IDS)),
).order_by("place")  # fmt: skip
