"""Likely next pages are fetched while the reader's pointer rests on their link, by browsers that know how and are not told to save data.

The rules are a static file, named by a header (`Speculation-Rules`): no script, and nothing that the Content-Security-Policy would have to allow.
They leave out the desk, every address with a query, files, and all that is one reader's own; what is fetched costs no more than what the front keeps.
"""

from flask import Flask, Response, request

NAME = "js/pages.speculationrules"


def suggest_next(app: Flask) -> None:
    """Name the rules on every whole public page."""
    header = f'"/static/{app.extensions["assets"][NAME]}"'

    @app.after_request
    def add(response: Response) -> Response:
        whole = response.status_code == 200 and response.mimetype == "text/html" and not request.path.startswith("/desk")
        if whole and not (request.query_string and "part" in request.args):
            response.headers.add("Speculation-Rules", header)
        return response
