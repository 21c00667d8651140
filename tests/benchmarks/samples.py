"""Invented documents for measuring, labelled as such in every language. They never come near the initial content."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from mission.models import (
    Act,
    Change,
    Document,
    Edition,
    EditionBody,
    EditionTheme,
    Kind,
    Precision,
    PublicChange,
    RegisterEntry,
    Release,
    Settlement,
    Stage,
    Theme,
    Translation,
    TranslationStatus,
)  # fmt: skip
from mission.models import Body as BodyModel

from .vocabulary import Writer

_AT_ONCE = 2000
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_TITLES = {"fr": "ÉCHANTILLON inventé {0}", "ar": "عينة مختلقة {0}", "en": "Invented SAMPLE {0}", "es": "MUESTRA inventada {0}"}
_TEXT = {
    "fr": "Texte inventé pour mesurer, sans aucune valeur.", "ar": "نص مختلق للقياس، لا قيمة له.",
    "en": "Text invented for measuring, of no value.", "es": "Texto inventado para medir, sin valor alguno.",
}  # fmt: skip


def fill(connection: Connection, count: int, person: int, *, long: bool = False, tags: Iterable[str] = _TITLES) -> None:
    """Add `count` settled communiqués in these languages, in the name of the person with this identifier. `long` ones have words to search
    for, 150 to 500 in each language (`vocabulary`)."""
    themes = list(connection.scalars(select(Theme.id).order_by(Theme.id)))
    bodies = list(connection.scalars(select(BodyModel.id).order_by(BodyModel.id)))
    last = {
        model: connection.scalar(select(column).order_by(column.desc()).limit(1)) or 0
        for model, column in ((Document, Document.id), (Edition, Edition.id), (RegisterEntry, RegisterEntry.sequence))
    }
    for begun in range(0, count, _AT_ONCE):
        rows = [_rows(number, last, themes, bodies, person, long, tags) for number in range(begun + 1, min(begun + _AT_ONCE, count) + 1)]
        for model in (Document, Edition, Translation, EditionTheme, EditionBody, Release, RegisterEntry, Settlement, PublicChange):
            connection.execute(insert(model), [row for one in rows for row in one[model]])
        newest = [(one[Edition][0]["id"], one[Document][0]["id"]) for one in rows]
        connection.exec_driver_sql("UPDATE document SET current_edition_id = ? WHERE id = ?", newest)


def _rows(
    number: int, last: dict[Any, int], themes: list[int], bodies: list[int], person: int, long: bool, tags: Iterable[str]
) -> dict[Any, list[dict[str, Any]]]:  # fmt: skip
    document, edition, sequence = (last[model] + number for model in (Document, Edition, RegisterEntry))
    at = _BEGINNING + timedelta(minutes=number)
    day = date(2000, 1, 1) + timedelta(days=number % 9000)
    code = f"c{2100 + number // 900}-{number % 900 + 1:03d}"
    reference = f"MPM/C/{2100 + number // 900}/{number % 900 + 1:03d}"
    return {
        Document: [{"id": document, "kind": Kind.COMMUNIQUE, "created_at": at, "letter": "C", "year": 2100 + number // 900,
                    "number": number % 900 + 1, "reference": reference, "code": code}],
        Edition: [{"id": edition, "document_id": document, "sequence": 1, "version": 1, "stage": Stage.APPROVED, "change": Change.FIRST,
                   "section": "communiques", "position": 0, "dated_start": day, "precision": Precision.DAY, "sources": [], "created_at": at,
                   "saved_at": at, "approval_overrides": False, "session": f"{number % 60 + 1}" if long and number % 3 else None}],
        Translation: [{"edition_id": edition, "language": tag, "status": TranslationStatus.ORIGINAL if tag == "fr" else TranslationStatus.COURTESY,
                       "label": "", "change_note": "", **text(number, tag, long=long)} for tag in tags],
        EditionTheme: [{"edition_id": edition, "theme_id": themes[number % len(themes)], "position": 0}],
        EditionBody: [{"edition_id": edition, "body_id": bodies[number % len(bodies)], "position": 0}],
        Release: [{"edition_id": edition, "release_at": at, "released_at": at, "released_by_id": person}],
        RegisterEntry: [{"sequence": sequence, "recorded_at": at, "act": Act.FIRST, "document_id": document, "name": reference, "edition": 1,
                         "content_digest": "0" * 64, "demonstration": True, "previous": "0" * 64, "digest": f"sample {sequence}"}],
        Settlement: [{"edition_id": edition, "document_id": document, "public_number": 1, "settled_at": at, "register_sequence": sequence}],
        PublicChange: [{"document_id": document, "changed_at": at}],
    }  # fmt: skip


def text(number: int, tag: str, *, long: bool) -> dict[str, str]:
    """Title, summary and body of a sample in a language."""
    title, summary, body = _TITLES[tag].format(number), _TEXT[tag], f"<p>{_TEXT[tag]}</p>"
    if not long:
        return {"title": title, "summary": summary, "body": body * 5}
    writer = Writer(number, tag)
    return {"title": f"{title} {writer.title()}", "summary": f"{summary} {writer.summary()}", "body": body + writer.body()}
