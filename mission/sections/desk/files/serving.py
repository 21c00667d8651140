"""A file as it is in an edition that need not be public."""

from flask import Response, abort

from ....models import Edition
from ....services import visibility
from ....services.filing import reading
from ....web.access import session
from ....web.files import as_file


def of_edition(edition: Edition, tag: str, file: str, drawn: str) -> Response:
    """The file of `edition` in the language `tag`, or a picture in one of its sizes; 404 where there is none."""
    found = reading.find(visibility.preview(edition), tag, file)
    kept = reading.content(session(), found, drawn) if found else None
    if found is None or kept is None:
        abort(404)
    response = as_file(found, kept, drawn)
    # No other site shows what is not public.
    del response.headers["Cross-Origin-Resource-Policy"]
    return response
