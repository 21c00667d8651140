"""The parameters of the description: what `asking` accepts, no more and no less."""

from typing import Any

from ...services.filtering import FACETS, LONGEST, SORTS
from ...services.paging import ORDERS
from ...web.filters import choices
from ...web.pages import LISTING_SECTIONS
from ...web.wording import OCCASIONS
from . import asking, cursors
from .wording import PARAMETERS


def parameters(code: str | None) -> dict[str, Any]:
    """Every parameter by its name; `code` is that of a document that there is."""
    least, most = asking.LIMITS
    schemas: dict[str, dict[str, Any]] = {
        "q": {"type": "string", "maxLength": LONGEST},
        "begun": {"type": "string", "enum": list(asking.BEGUN)},
        **{name: {"type": "array", "items": {"type": "string", "enum": list(values)}, "maxItems": asking.MOST_VALUES} for name, values in choices().items()},
        "session": {
            "type": "array", "items": {"type": "string", "maxLength": asking.LONGEST_SESSION, "pattern": r"\S"}, "maxItems": asking.MOST_VALUES,
        },
        "section": {"type": "string", "enum": list(LISTING_SECTIONS)}, "occasion": {"type": "string", "enum": list(OCCASIONS)},
        "from": {"type": "string", "pattern": asking.DATE}, "to": {"type": "string", "pattern": asking.DATE},
        "sort": {"type": "string", "enum": list(SORTS)},
        "order": {"type": "string", "enum": list(ORDERS), "default": ORDERS[0]},
        "limit": {"type": "integer", "minimum": least, "maximum": most, "default": asking.USUAL},
        "cursor": {"type": "string", "minLength": 1, "maxLength": cursors.LONGEST},
    }  # fmt: skip
    made = {name: _in_query(name, schema) for name, schema in schemas.items()}
    made["code"] = {
        "name": "code", "in": "path", "required": True, "description": str(PARAMETERS["code"]),
        "schema": {"type": "string", "pattern": "^[cdvsr][0-9]{4}-[0-9]{3,9}$"}, **({"example": code} if code else {}),
    }  # fmt: skip
    return made


def _in_query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    described = {"name": name, "in": "query", "required": False, "description": str(PARAMETERS[name]), "schema": schema}
    return described | ({"style": "form", "explode": True} if name in FACETS else {})
