"""Whether the site is alive: for whoever watches it, not for readers."""

from flask import Blueprint, Response

from ...services import visibility
from ...web.access import session

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def health() -> Response:
    """200 where the database answers, else 503; nothing else is told."""
    try:
        visibility.stamp(session())
    except Exception:  # noqa: BLE001 - whatever it is, the answer is that it is not well
        return Response("unwell\n", 503, content_type="text/plain", headers={"Cache-Control": "no-store"})
    return Response("well\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
