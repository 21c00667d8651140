"""``/api/v1``: read only. The same gate, the same query and the same limits of caching as the pages."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...services import listing, paging, visibility
from ...services.paging import Displaced, Stretch
from ...services.shown import Labels
from ...web.access import labels, session, settings
from ...web.filters import read_filter
from ...web.limits import spend
from ...web.problems import SHARED, Problem, asked_of_api, speak_to_machines
from . import asking, representations
from .description import asked, described

Made = TypeVar("Made")
blueprint = Blueprint("api", __name__, url_prefix=addresses.API)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@blueprint.before_request
def begin() -> None:
    """English unless another language is asked for; counted, except for what a browser asks beforehand."""
    speak_to_machines()
    if request.method != "OPTIONS":
        spend("api", settings().API_PER_MINUTE)


@blueprint.after_app_request
def share(response: Response) -> Response:
    """Tell browsers who may read the API."""
    if asked_of_api():
        response.headers.update(SHARED)
        if request.method == "OPTIONS":
            response.headers.update(_PREFLIGHT)
    return response


@blueprint.get("")
def index() -> BaseResponse:
    """Where everything is."""
    asking.check()
    origin = settings().base_url
    links = {name: origin + addresses.api(name) for name in ("documents", "search", "themes", "bodies")}
    links |= {"openapi": origin + addresses.api("openapi.json"), "documentation": origin + addresses.room("en", "api")}
    return _answer({"version": "1", "links": links})


@blueprint.get("/documents")
def documents() -> BaseResponse:
    """Every numbered document, a stretch at a time."""
    asking.check(*asked("documents"))
    order = request.args.get("order", paging.ORDERS[0])
    query = f"documents {order}"
    found = _placed(lambda: paging.stretch(session(), order, asking.limit(), asking.place(query)))
    return _documents(found, query)


@blueprint.get("/documents/<code:code>")
def document(code: str) -> BaseResponse:
    """One document, whole. Recalled: 410 with its notice; under embargo: as one that never was."""
    asking.check()
    found = visibility.by_code(session(), code)
    if found is None:
        raise _missing(code)
    return _answer({"data": representations.document(found, whole=True)})


@blueprint.get("/search")
def search() -> BaseResponse:
    """What the list of the site finds for the same query."""
    asking.check(*asked("search"))
    wanted = replace(read_filter(request.args), section=request.args.get("section", ""), occasion=request.args.get("occasion", ""))
    query = f"search {wanted.section} {urlencode(sorted(wanted.query.items()), doseq=True)}"
    found = _placed(lambda: paging.found(session(), wanted, asking.limit(), asking.place(query)))
    counts = {name: dict(counts) for name, counts in found.counts.items()}
    return _documents(found, query, total=found.total, left_out=listing.left_out(session(), wanted), begun=found.begun, counts=counts)


@blueprint.get("/themes")
def themes() -> BaseResponse:
    """Every theme, a stretch at a time."""
    return _names("themes", labels().themes, representations.theme)


@blueprint.get("/bodies")
def bodies() -> BaseResponse:
    """Every body, a stretch at a time."""
    return _names("bodies", labels().names, representations.body)


@blueprint.get("/openapi.json")
def openapi() -> BaseResponse:
    """The description of all this, as it is at this moment: with the themes and bodies that there are, and a document as example."""
    asking.check()
    example = paging.stretch(session(), paging.ORDERS[0], 1, None).documents
    whole = visibility.by_code(session(), example[0].code or "") if example else None
    response = _sent(described(whole), "application/vnd.oai.openapi+json;version=3.1")
    response.vary.add("Accept-Language")
    return response


def _missing(code: str) -> Problem:
    recalled = visibility.recalled(session(), code)
    if recalled is None:
        return Problem(404, _("There is no document of this code."))
    return Problem(
        410, _("It was published in error."), reference=recalled.reference, recalled=representations.notice(recalled.notice),
        demonstration=not settings().MISSION_OFFICIAL,
    )  # fmt: skip


def _placed(ask: Callable[[], Made]) -> Made:
    try:
        return ask()
    except Displaced:
        raise asking.misplaced() from None


def _names(place: str, named: Iterable[str], represent: Callable[[str, Labels], dict[str, Any]]) -> BaseResponse:
    """A list of the taxonomy."""
    asking.check(*asked(place))
    shown, end, more = _placed(lambda: paging.keyed(tuple(named), asking.limit(), asking.place(place)))
    return _listed([represent(key, labels()) for key in shown], end, more, place)


def _documents(found: Stretch, query: str, **more: Any) -> BaseResponse:
    return _listed([representations.document(one, whole=False) for one in found.documents], found.end, found.more, query, **more)


def _listed(data: list[dict[str, Any]], end: tuple[Any, ...] | None, follows: bool, query: str, **more: Any) -> BaseResponse:
    cursor = asking.cursor_for(end, query)
    links = {"self": _here(request.args.get("cursor")), "next": _here(cursor) if follows else None}
    response = _answer({"data": data, **more, "cursor": cursor, "links": links})
    if links["next"]:
        response.headers["Link"] = f'<{links["next"]}>; rel="next"'
    return response


def _here(cursor: str | None) -> str:
    """This list from the place that `cursor` stands for."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    pairs = [*kept, *([("cursor", cursor)] if cursor else [])]
    return settings().base_url + request.path + (f"?{urlencode(pairs)}" if pairs else "")


def _answer(told: dict[str, Any]) -> Response:
    return _sent({"demonstration": not settings().MISSION_OFFICIAL, **told}, "application/json")


def _sent(told: Any, content_type: str) -> Response:
    response = Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", content_type=content_type)
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
