"""Invented documents for measuring, labelled as such in every language. They never come near the initial content."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

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

# By language, a text's title, summary and body.
Texts = Mapping[str, dict[str, str]]
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
    put(connection, ({tag: text(number, tag, long=long) for tag in tags} for number in range(1, count + 1)), person, sessions=long)


def put(connection: Connection, texts: Iterable[Texts], person: int, *, about: bool = True, sessions: bool = False) -> list[int]:
    """Add a settled communiqué for each of `texts`, past verbs and keys, `about` themes and bodies by turns; returns their identifiers."""
    themes = list(connection.scalars(select(Theme.id).order_by(Theme.id))) if about else []
    bodies = list(connection.scalars(select(BodyModel.id).order_by(BodyModel.id))) if about else []
    last = {
        model: connection.scalar(select(column).order_by(column.desc()).limit(1)) or 0
        for model, column in ((Document, Document.id), (Edition, Edition.id), (RegisterEntry, RegisterEntry.sequence))
    }
    added: list[int] = []
    numbered = enumerate(texts, 1)
    while some := tuple(islice(numbered, _AT_ONCE)):
        rows = [_rows(number, told, last, themes, bodies, person, sessions) for number, told in some]
        for model in (Document, Edition, Translation, EditionTheme, EditionBody, Release, RegisterEntry, Settlement, PublicChange):
            if made := [row for one in rows for row in one[model]]:
                connection.execute(insert(model), made)
        newest = [{"newest": one[Edition][0]["id"], "one": one[Document][0]["id"]} for one in rows]
        connection.execute(update(Document.__table__).where(Document.id == bindparam("one")).values(current_edition_id=bindparam("newest")), newest)  # type: ignore[arg-type]
        added += [one["one"] for one in newest]
    return added


def _rows(
    number: int, texts: Texts, last: dict[Any, int], themes: list[int], bodies: list[int], person: int, sessions: bool
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
                   "saved_at": at, "approval_overrides": False, "session": f"{number % 60 + 1}" if sessions and number % 3 else None}],
        Translation: [{"edition_id": edition, "language": tag, "status": TranslationStatus.COURTESY if place else TranslationStatus.ORIGINAL,
                       "label": "", "change_note": "", **told} for place, (tag, told) in enumerate(texts.items())],
        EditionTheme: [{"edition_id": edition, "theme_id": themes[number % len(themes)], "position": 0}] if themes else [],
        EditionBody: [{"edition_id": edition, "body_id": bodies[number % len(bodies)], "position": 0}] if bodies else [],
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
