"""Page or fragment: one idiom. The partial that draws the page draws the reply; a fragment has its own address (`part=`)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from .pieces import drawn


def page(
    template: str, parts: Mapping[str, str] | None = None, status: int = 200, push: bool | Mapping[str, str] = True, **values: Any
) -> Response:  # fmt: skip
    """Render `template`, or, where the address asks for a `part`, that partial alone (unknown: 404).

    `parts` gives the partial's template by name. A fragment of a GET tells htmx the address without `part`, so that the
    browser's address is always that of a whole page (`push=False` leaves the address alone; values in it stand in the place of the asked ones,
    an empty one for none).
    """
    wanted = request.args.get("part") if request.query_string else None
    if wanted is None:
        return Response(drawn(template, values), status)
    if wanted not in (parts or {}):
        abort(404)
    response = Response(drawn((parts or {})[wanted], values), status)
    if request.method == "GET" and push is not False:
        response.headers["HX-Push-Url"] = address_without_part({} if push is True else push)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def address_without_part(instead: Mapping[str, str]) -> str:
    """This request's path and query without `part` and without empty values, `instead` in the place of what was asked."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in instead]
    kept = [(name, value) for name, value in (*asked, *instead.items()) if name != "part" and value]
    return request.path + (f"?{urlencode(kept)}" if kept else "")


def see_other(address: str) -> BaseResponse:
    """The answer to a valid post: look there now (303). `address` is a path of ours, made by `addresses`.

    A post to a fragment's address (`part=`) comes from htmx, which would follow a 303 and put the whole page into the
    fragment's place: it is told to go there itself.
    """
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        raise ValueError("not an address of ours")
    if request.args.get("part"):
        return Response("", 200, {"HX-Redirect": address, "Cache-Control": "no-store"}, content_type="text/html")
    return redirect(address, 303)


def moved(address: str) -> BaseResponse:
    """The answer for an address that has become another one (301)."""
    return redirect(address, 301)
