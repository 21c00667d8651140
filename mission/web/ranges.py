"""Parts of a file (RFC 9110, 14): one range of bytes, or the whole where none is asked for in a way that is understood."""

import re
from collections.abc import Callable, Iterable

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

_RANGE = re.compile(r"(\d*)-(\d*)")


def in_part(response: Response, size: int, part: Callable[[int, int], Iterable[bytes]]) -> Response:
    """`response`, which holds the whole file of `size` bytes and its ETag; 304 where the reader has it, 206 with `part(start, end)` where a
    range is asked for. Raises `RequestedRangeNotSatisfiable` (416, with the size) where nothing of the file is in the range."""
    response.headers["Accept-Ranges"] = "bytes"
    response.make_conditional(request)
    # Only GET has ranges (14.2), and preconditions come first (13.2.2).
    if response.status_code != 200 or request.method != "GET" or not _still_the_same(response):
        return response
    found = wanted(request.headers.get("Range", ""), size)
    if found is None:
        return response
    start, end = found
    response.response = part(start, end)
    response.status_code = 206
    response.content_length = end - start
    response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """The one range that `header` asks for, as start and end; None where it is to be ignored: none, another unit, several, or not the form
    of a range at all. Raises `RequestedRangeNotSatisfiable` where it is a range and nothing of the file is in it."""
    unit, _, ranges = header.partition("=")
    given = [one.strip(" \t") for one in ranges.split(",")]
    found = _RANGE.fullmatch(given[0])
    if unit.strip(" \t").lower() != "bytes" or len(given) != 1 or not found or not given[0].isascii() or len(given[0]) > 60 or given[0] == "-":
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= end or (first and last and int(last) < int(first)):
        raise RequestedRangeNotSatisfiable(size)
    return start, end


def _still_the_same(response: Response) -> bool:
    """Whether what `If-Range` names is what there is: a strong ETag, or the date to the second (13.1.5)."""
    given = request.headers.get("If-Range", "").strip()
    if not given:
        return True
    here = response.headers.get("Last-Modified" if given[-1] != '"' else "ETag", "")
    return given == here and not here.startswith("W/")
