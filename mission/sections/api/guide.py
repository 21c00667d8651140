"""The page that explains the API, and how to take texts along without it. What it shows is real: asked of the site itself."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS
from ...models import Change, TranslationStatus
from ...services import paging, visibility
from ...services.filtering import SORTS
from ...web.access import keep, session, settings
from ...web.archives import MOST_TEXTS
from ...web.chrome import Link, home_link, stands_at
from ...web.filters import KINDS
from ...web.language import current_language
from ...web.limits import WINDOW
from ...web.pages import LISTING_SECTIONS
from ...web.problems import PROBLEMS
from ...web.responses import page
from ...web.tables import MOST_ROWS
from ...web.wording import OCCASIONS, ROOMS
from . import representations
from .description import asked
from .wording import DOCUMENT, LISTED, PARAMETERS, PLACES, TEXT

blueprint = Blueprint("guide", __name__)


@dataclass(frozen=True)
class Place:
    """An address of the API: its path, what it gives, and the names of its parameters."""

    path: str
    meaning: str
    asked: tuple[str, ...]


@blueprint.get("/<language:language>/api")
def show() -> BaseResponse:
    """The page."""
    stands_at({tag: addresses.room(tag, "api") for tag in TAGS})
    base = settings().base_url + addresses.API
    example = _example()
    return page(
        "api/page.html",
        base=base,
        places=tuple(Place(f"{addresses.API}/{path}".rstrip("/"), str(said), asked(path)) for path, said in PLACES.items()),
        document=DOCUMENT, text=TEXT, listed=LISTED, parameters=PARAMETERS, problems=PROBLEMS, values=_values(),
        commands=_commands(base, example["code"] if example else None),
        example=_shortened(example) if example else "",
        limit=settings().API_PER_MINUTE, window=WINDOW, archives=settings().ARCHIVES_PER_MINUTE, most_texts=MOST_TEXTS, most_rows=MOST_ROWS,
        trail=(home_link(), Link(str(ROOMS["api"]), "")),
    )  # fmt: skip


def _values() -> dict[str, dict[str, tuple[str, ...]]]:
    """The words that some fields and parameters are made of."""
    return {
        "document": {
            "kind": KINDS, "section": addresses.ROOMS, "change": tuple(one.value for one in Change), "status": ("public", "withdrawn"),
        },
        "text": {"status": tuple(one.value for one in TranslationStatus)},
        "answer": {},
        "parameter": {"kind": KINDS, "text": TAGS, "section": LISTING_SECTIONS, "occasion": tuple(OCCASIONS), "sort": SORTS, "order": paging.ORDERS},
    }  # fmt: skip


def _example() -> dict[str, Any] | None:
    """The newest document as the API gives it."""

    def make() -> dict[str, Any] | None:
        newest = paging.stretch(session(), paging.ORDERS[0], 1, None).documents
        found = visibility.by_code(session(), newest[0].code or "") if newest else None
        return representations.document(found, whole=True) if found else None

    return keep().get(("api example",), make)


def _shortened(example: dict[str, Any]) -> str:
    """The example for the page: one language, and the first words of its text."""
    tag = current_language().tag if current_language().tag in example["texts"] else next(iter(example["texts"]))
    text = {name: f"{value[:90]}…" if name.startswith("body") and len(value) > 90 else value for name, value in example["texts"][tag].items()}
    return json.dumps({**example, "texts": {tag: text}}, ensure_ascii=False, indent=2)


def _commands(base: str, code: str | None) -> dict[str, str]:
    """What to type, by what it is for."""
    made = {
        "search": f'curl "{base}/search?theme=migration&from=2005&limit=5"',
        "documents": f'curl "{base}/documents?order=changed&limit=100"',
        "unchanged": f'curl --include --header \'If-None-Match: "…"\' "{base}/themes"',
        "zip": f'curl --output communiques.zip "{settings().base_url}{addresses.room(current_language().tag, "communiques")}.zip?theme=migration"',
    }
    if code:
        made["document"] = f'curl "{base}/documents/{code}"'
    return made
