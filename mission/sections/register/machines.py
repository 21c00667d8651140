"""The register for programs: the file of its lines, signed heads, proofs, contents and public keys. All of it can be kept by anybody."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...services.authenticity import program, reading
from ...web.access import reading_apart, session, settings
from ...web.ranges import in_part

blueprint = Blueprint("register_machines", __name__)
# What never changes by a byte may be kept for as long as anybody likes; but a recall must reach everybody within the minute.
_TEXT = "text/plain; charset=utf-8"


def _portions(start: int, end: int) -> Iterator[bytes]:
    """The published file from `start` to before `end`, in portions, on a connection of its own that ends with it."""
    with reading_apart() as apart:
        yield from reading.lines(apart, start, end)


@blueprint.get(addresses.REGISTER_FILE)
def lines() -> BaseResponse:
    """Every entry as one line of JSON, oldest first; in parts as well (`Range`): it only ever grows at its end."""
    head = reading.head(session())
    size = reading.extent(session(), head.size) if head else 0
    response = Response(_portions(0, size), content_type="application/jsonl; charset=utf-8")
    response.content_length = size
    if head:
        response.set_etag(f"{head.size}-{head.root.hex()[:32]}")
        response.last_modified = head.signed_at
    return in_part(response, size, _portions)


@blueprint.get(addresses.CHECKPOINT)
def checkpoint() -> Response:
    """The newest signed head (C2SP checkpoint), at its fixed address."""
    head = reading.head(session())
    if head is None:
        abort(404)
    return Response(head.note, content_type=_TEXT)


@blueprint.get(f"{addresses.CHECKPOINT}/<number:size>")
def checkpoint_at(size: int) -> Response:
    """An earlier signed head."""
    head = reading.head_at(session(), size)
    if head is None:
        abort(404)
    return Response(head.note, content_type=_TEXT)


@blueprint.get("/register/inclusion/<number:size>/<number:sequence>")
def inclusion(size: int, sequence: int) -> Response:
    """The proof that an entry is under a head (RFC 6962, 2.1.1)."""
    path = reading.inclusion(session(), size, sequence)
    if path is None:
        abort(404)
    return jsonify(size=size, sequence=sequence, index=sequence - 1, path=path)


@blueprint.get("/register/consistency/<number:old>/<number:new>")
def consistency(old: int, new: int) -> Response:
    """The proof that the register only grew between two heads (RFC 6962, 2.1.2)."""
    path = reading.consistency(session(), old, new)
    if path is None:
        abort(404)
    return jsonify(old=old, new=new, path=path)


@blueprint.get("/register/content/<digest:digest>.json")
def content(digest: str) -> Response:
    """The canonical content of a settled edition, byte for byte what its entry vouches for; 410 where it was recalled."""
    found = reading.content(session(), digest)
    if found is None:
        abort(404)
    text, document_id = found
    if reading.recalled(session(), document_id):
        abort(410)
    response = Response(text.encode(), content_type="application/json; charset=utf-8")
    response.set_etag(digest)
    return response.make_conditional(request)  # type: ignore[return-value]


@blueprint.get(addresses.KEYS)
def public_keys() -> Response:
    """The public keys with their dates, and the signed statements from which anybody works them out again."""
    return jsonify(reading.public_keys(session(), settings().register_origin, settings().MISSION_OFFICIAL))


@blueprint.get(addresses.PROGRAM)
def the_program() -> Response:
    """`mission-verify` as one file that Python runs."""
    named = {"Content-Disposition": "attachment; filename=mission-verify.pyz"}
    return Response(program.packed(), content_type="application/zip", headers=named)


@blueprint.get(addresses.FORMATS)
def formats() -> Response:
    """How everything is signed and compared, with test vectors, and for what that is enough to write the program again."""
    return Response(program.documented(), content_type=_TEXT, headers={"Content-Language": "en"})
