"""The OpenAPI 3.1 description, made from what the application truly accepts and gives: a test holds every answer against it."""

from typing import Any

from flask_babel import gettext as _

from ... import addresses
from ...services.shown import Public
from ...web.access import settings
from . import representations
from .parameters import parameters
from .schemas import schemas
from .wording import PLACES

_LISTS = {"documents": "Documents", "search": "Results", "themes": "Themes", "bodies": "Bodies"}
_ASKED = {
    "documents": ("order", "limit", "cursor"), "documents/{code}": ("code",),
    "search": ("q", "begun", "theme", "body", "kind", "text", "session", "section", "occasion", "from", "to", "sort", "limit", "cursor"),
    "themes": ("limit", "cursor"), "bodies": ("limit", "cursor"),
}  # fmt: skip
_NAMES = {
    "": "describeApi", "documents": "listDocuments", "documents/{code}": "getDocument", "search": "searchDocuments", "themes": "listThemes",
    "bodies": "listBodies", "openapi.json": "getDescription",
}  # fmt: skip


def asked(place: str) -> tuple[str, ...]:
    """The names of the parameters that a place takes."""
    return _ASKED.get(place, ())


def described(example: Public | None) -> dict[str, Any]:
    """The description in the request's language; `example` is a real document, whole."""
    origin = settings().base_url
    title = _("Permanent Mission of the Kingdom of Morocco in Geneva")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title if settings().MISSION_OFFICIAL else f"{title} ({_('demonstration')})", "version": "1",
            "description": _("The Mission’s texts for programs: the same texts, languages and filters as on the site."),
        },
        "servers": [{"url": origin}],
        "externalDocs": {"url": origin + addresses.room("en", "api")},
        "paths": {f"{addresses.API}/{place}".rstrip("/"): {"get": _operation(place, example)} for place in PLACES},
        "components": {
            "schemas": schemas(), "parameters": parameters(example.code if example else None), "responses": _refusals(), "headers": _headers(),
        },
    }  # fmt: skip


def _operation(place: str, example: Public | None) -> dict[str, Any]:
    names = asked(place)
    answers: dict[str, Any] = {
        "200": _given(place, example), "304": {"description": "Not Modified", "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}},
        "400": {"$ref": "#/components/responses/Problem"},
        # What the server itself says of a request that it does not read to its end.
        "414": {"$ref": "#/components/responses/Problem"}, "431": {"$ref": "#/components/responses/Problem"},
        "429": {"$ref": "#/components/responses/Limited"}, "500": {"$ref": "#/components/responses/Problem"},
    }  # fmt: skip
    if "code" in names:
        answers |= {"404": {"$ref": "#/components/responses/Problem"}, "410": {"$ref": "#/components/responses/Recalled"}}
    if "q" in names:
        answers |= {"503": {"$ref": "#/components/responses/Preparing"}}
    return {
        "operationId": _NAMES[place], "summary": str(PLACES[place]), "responses": answers,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
    }  # fmt: skip


def _given(place: str, example: Public | None) -> dict[str, Any]:
    name = {"": "Index", "documents/{code}": "WholeDocument", "openapi.json": "Description"}.get(place) or _LISTS[place]
    kind = "application/vnd.oai.openapi+json" if place == "openapi.json" else "application/json"
    content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    if place == "documents/{code}" and example is not None:
        content["example"] = {"demonstration": not settings().MISSION_OFFICIAL, "data": representations.document(example, whole=True)}
    headers = ["ETag", "RateLimit", "RateLimit-Policy"] + (["Link"] if place in _LISTS else [])
    return {
        "description": str(PLACES[place]), "content": {kind: content},
        "headers": {one: {"$ref": f"#/components/headers/{one}"} for one in headers},
    }  # fmt: skip


def _refusals() -> dict[str, Any]:
    def refusal(description: str, schema: str, *headers: str) -> dict[str, Any]:
        return {
            "description": description, "content": {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
            "headers": {one: {"$ref": f"#/components/headers/{one}"} for one in headers},
        }  # fmt: skip

    return {
        "Problem": refusal("Problem details (RFC 9457)", "Problem"),
        "Recalled": refusal("Gone: recalled, with its notice", "Recall"),
        "Preparing": refusal("Service Unavailable: words cannot be looked for yet", "Problem", "Retry-After", "RateLimit", "RateLimit-Policy"),
        "Limited": refusal("Too Many Requests", "Problem", "Retry-After", "RateLimit", "RateLimit-Policy"),
    }


def _headers() -> dict[str, Any]:
    def header(description: str, example: str) -> dict[str, Any]:
        return {"description": description, "schema": {"type": "string"}, "example": example}

    quota = settings().API_PER_MINUTE
    return {
        "ETag": header("RFC 9110; send it back as If-None-Match", '"5d41402abc4b2a76b9719d911017c592"'),
        "Link": header('RFC 8288; rel="next"', f'<{settings().base_url}{addresses.api("documents")}?cursor=…>; rel="next"'),
        "RateLimit-Policy": header("draft-ietf-httpapi-ratelimit-headers", f'"api";q={quota};w=60'),
        "RateLimit": header("draft-ietf-httpapi-ratelimit-headers", f'"api";r={quota - 1};t=60'),
        "Retry-After": header("RFC 9110, in seconds", "12"),
    }
