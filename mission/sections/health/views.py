"""Whether the site is alive, and whether it is ready: for whoever watches it, not for readers."""

from flask import Blueprint, Response, current_app

from ...extensions import engines
from ...services import watching
from ...web.access import now, settings
from ...web.probing import probed

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def health() -> Response:
    """200 while this process answers, whatever else is broken: what a load balancer asks."""
    return _said(probed(now()) or "well", 200)


@blueprint.get("/readyz")
def ready() -> Response:
    """200 where database (which is to take what is written), tables, key and worker are as they should be; else 503 and a sentence for each that is not."""
    with engines.reading_own() as session:
        found = watching.unready(session, engines.writer, current_app.config["SEAL"], settings().SIGNS, now())
    return _said("\n".join(found), 503) if found else _said("ready", 200)


def _said(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
