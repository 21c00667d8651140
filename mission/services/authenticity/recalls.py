"""Texts that were recalled: what names one, what stood around it on its paper, and whether a given text is one or another that resembles it.

All of it serves to know a recalled text again; nothing of it is shown.
"""

import json
import re
from collections.abc import Iterable

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from ...models import Document, Paper, RegisterEntry, SettledContent, Settlement
from ...verify import paper
from ...verify.comparison import Comparison, Original
from ...verify.surroundings import Furniture
from ...verify.words import keys
from .. import references
from .keys import rfc3339

_WHITE = re.compile(r"\s+")


def own_names(session: Session, document_id: int) -> tuple[str, ...]:
    """What names a document and no other: its code and its reference, and every digest of its entries, contents and papers."""
    document = session.get_one(Document, document_id)
    entries = select(RegisterEntry.digest).where(RegisterEntry.document_id == document_id)
    contents = select(RegisterEntry.content_digest).where(RegisterEntry.document_id == document_id)
    papers = select(Paper.sha256).join(Settlement, Settlement.edition_id == Paper.edition_id).where(Settlement.document_id == document_id)
    return tuple(one for one in (document.code, document.reference, *session.scalars(union(entries, contents, papers))) if one)


def on_paper(session: Session, document_id: int, tag: str, site: str) -> Furniture:
    """What stood around a recalled text on its paper in a language, out of what is kept of its editions; its page is drawn for nobody any more."""
    rows = session.execute(
        select(SettledContent.content, RegisterEntry.content_digest, RegisterEntry.recorded_at, RegisterEntry.edition)
        .join(Settlement, Settlement.edition_id == SettledContent.edition_id)
        .join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence).where(Settlement.document_id == document_id)
    )  # fmt: skip
    sheet: list[str] = []
    once: list[str] = []
    for content, digest, recorded_at, edition in rows:
        on_sheets, around = paper.phrases(json.loads(content), digest, tag, [{"time": rfc3339(recorded_at), "edition": edition}], site)
        sheet += on_sheets
        once += around
    return Furniture(sheet, own=own_names(session, document_id), site=site, paper=once)


def named(names: Iterable[str], text: str) -> set[str]:
    """Which of the names of a document (`own_names`) stand in a text, as people and programs write them."""
    # A digest goes over the ends of lines.
    joined = _WHITE.sub("", text).lower()
    return {one for one in names if (joined.find(one) >= 0 if len(one) == 64 else _written(one).search(text))}


def _written(name: str) -> re.Pattern[str]:
    """A reference or a code, its strokes as they may be written."""
    return re.compile(rf"(?<![\w/.-]){references.STROKE.join(map(re.escape, re.split('[/-]', name)))}(?![\w/-])", re.IGNORECASE)


def is_recalled(gone: Comparison, stands: Comparison, original: Original, names: Iterable[str], text: str) -> bool:
    """Whether a text that resembles one that was recalled (`gone`) and another that was not (`stands`, with its `original`) is the recalled one: its
    words, or what bears its names and is not all of the other, unchanged. `names` are those of the recalled one."""
    whole = stands.part and not gone.part and not _changed(gone)
    if not stands.differences or not gone.differences:
        return whole or bool(stands.differences)
    nearer = _held(gone) - _held(stands)
    if nearer > 0 or nearer == 0 and whole:
        return True
    if stands.surrounded and (nearer < 0 or gone.part):
        return False
    # A text that stands may name one that it replaces.
    return bool(named(names, text) - named(names, "\n".join((original.whole, *original.addresses))))


def _held(compared: Comparison) -> int:
    """How many words a text has in common with an original, without those that differ in it."""
    return compared.matched - _changed(compared)


def _changed(compared: Comparison) -> int:
    """How many words differ within it. What was put before and after counts for nothing: the page of a recalled text is no longer known, and that of
    one that stands is."""
    return sum(len(keys(f"{one.deleted} {one.inserted}" if one.before and one.after else one.deleted)) for one in compared.differences)
