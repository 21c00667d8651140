"""The schemas of the description (JSON Schema 2020-12): closed, so that a field that is not described is a fault."""

from typing import Any

from ...addresses import ROOMS
from ...languages import TAGS
from ...models import Change, Precision, TranslationStatus
from ...services.filtering import COUNTED
from ...web.filters import KINDS
from .wording import DOCUMENT, LISTED, TEXT

Schema = dict[str, Any]
_WORDS: Schema = {"type": "string"}
_KEYS: Schema = {"type": "array", "items": {"type": "string"}}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    whole = _texts("WholeText")
    return {
        "Index": _closed({"demonstration": {"type": "boolean"}, "version": {"const": "1"}, "links": _mapping(_ADDRESS)}),
        "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
        "Documents": _envelope({"type": "array", "items": _reference("Document")}, "cursor", "links"),
        "Results": _envelope({"type": "array", "items": _reference("Document")}, "total", "left_out", "begun", "counts", "cursor", "links"),
        "WholeDocument": _envelope(_document(whole)),
        "Document": _document(_texts("Text")),
        "Text": _closed(_described(_text(), TEXT)),
        "WholeText": _closed(_described(_text() | {"body_html": _WORDS, "body_text": _WORDS, "change_note": _or_null(_WORDS),
                                                    "files": {"type": "array", "items": _reference("File")}}, TEXT)),
        "File": _closed(_file()),
        "Rendition": _closed({"address": _ADDRESS, "media_type": _WORDS, "size": _COUNT, "width": _COUNT, "height": _COUNT}),
        "Dated": _closed({"start": _date(), "end": _or_null(_date()), "precision": _one_of(Precision)}),
        "Notice": _closed({"at": _MOMENT, "notices": _by_language(_WORDS)}),
        "Source": _closed({"publisher": _or_null(_WORDS), "url": _or_null(_WORDS), "symbol": _or_null(_WORDS)}),
        "Themes": _envelope({"type": "array", "items": _closed(
            {"key": _WORDS, "labels": _by_language(_WORDS), "lists": _by_language(_ADDRESS)})}, "cursor", "links"),
        "Bodies": _envelope({"type": "array", "items": _closed(
            {"key": _WORDS, "acronyms": _by_language(_WORDS), "names": _by_language(_WORDS), "lists": _by_language(_ADDRESS)})}, "cursor", "links"),
        "Problem": _closed(_problem(), optional={"errors"}),
        "Recall": _closed(_problem() | {"reference": _WORDS, "recalled": _reference("Notice"), "demonstration": {"type": "boolean"}}, optional={"errors"}),
    }  # fmt: skip


def _document(texts: Schema) -> Schema:
    fields: dict[str, Schema] = {
        "reference": _WORDS, "code": _WORDS, "kind": {"enum": list(KINDS)}, "section": {"enum": list(ROOMS)}, "retrospective": {"type": "boolean"},
        "dated": _or_null(_reference("Dated")), "released_at": _MOMENT, "changed_at": _MOMENT, "edition": {"type": "integer", "minimum": 1},
        "change": _one_of(Change), "status": {"enum": ["public", "withdrawn"]}, "withdrawal": _or_null(_reference("Notice")),
        "themes": _KEYS, "bodies": _KEYS, "starts_at": _or_null(_MOMENT), "ends_at": _or_null(_MOMENT),
        "sources": {"type": "array", "items": _reference("Source")}, "address": _ADDRESS, "api": _ADDRESS, "texts": texts,
        **{name: _or_null(_WORDS) for name in ("occasion", "session", "agenda_item", "speaker", "venue", "venue_zone")},
    }  # fmt: skip
    return _closed(_described(fields, DOCUMENT))


def _text() -> dict[str, Schema]:
    return {
        "status": _one_of(TranslationStatus), "title": _WORDS, "summary": _WORDS, "address": _ADDRESS, "plain_text": _ADDRESS,
        "citations": _closed({"bibtex": _ADDRESS, "ris": _ADDRESS, "csl": _ADDRESS}),
    }  # fmt: skip


def _file() -> dict[str, Schema]:
    return {
        "name": _WORDS, "media_type": _WORDS, "size": _COUNT, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "address": _ADDRESS,
        **{name: _or_null(_WORDS) for name in ("alternative", "caption", "credit")}, "width": _or_null(_COUNT), "height": _or_null(_COUNT),
        "renditions": {"type": "array", "items": _reference("Rendition")},
    }  # fmt: skip


def _texts(name: str) -> Schema:
    return _by_language(_reference(name)) | {"minProperties": 1}


def _envelope(data: Schema, *more: str) -> Schema:
    fields = {
        "demonstration": {"type": "boolean"}, "data": data, "total": _COUNT, "left_out": _COUNT, "begun": {"type": "boolean"},
        "counts": _closed({name: _mapping(_COUNT) for name in COUNTED}), "cursor": _or_null(_WORDS),
        "links": _closed({"self": _ADDRESS, "next": _or_null(_ADDRESS)}),
    }  # fmt: skip
    return _closed(_described({name: fields[name] for name in ("demonstration", "data", *more)}, LISTED))


def _problem() -> dict[str, Schema]:
    return {
        "type": _ADDRESS, "title": _WORDS, "status": {"type": "integer"}, "detail": _WORDS,
        "errors": {"type": "array", "items": _closed({"parameter": _WORDS, "detail": _WORDS})},
    }  # fmt: skip


def _described(fields: dict[str, Schema], words: Any) -> dict[str, Schema]:
    return {name: {**schema, "description": str(words[name])} for name, schema in fields.items()}


def _closed(fields: dict[str, Schema], optional: set[str] | None = None) -> Schema:
    required = [name for name in fields if name not in (optional or ())]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def _mapping(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _by_language(values: Schema) -> Schema:
    return {"type": "object", "properties": dict.fromkeys(TAGS, values), "additionalProperties": False}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: Any) -> Schema:
    return {"enum": [one.value for one in words]}


def _date() -> Schema:
    return {"type": "string", "format": "date"}
