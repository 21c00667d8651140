"""One box over everything that a person may see."""

from flask import Blueprint, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....services import looking, visibility
from ....services.desk import Row
from ....services.filtering import LONGEST
from ....services.publishing import WRITING
from ....web.access import session
from ....web.readings import reading
from ....web.responses import page
from ..door import SIGNED_IN, admits

blueprint = Blueprint("finding", __name__)


@blueprint.get("/search")
@admits(SIGNED_IN)
def search() -> BaseResponse:
    """What holds the words asked for, public or not; messages and persons for those who may see them."""
    q = request.args.get("q", "")[:LONGEST]
    writes = g.person.may(*WRITING)
    return page(
        "desk/finding/page.html", q=q, seen=looking.look(session(), g.person, q, g.language.tag), longest=LONGEST, writes=writes,
        place_of=_at_desk if writes else _on_site,
    )  # fmt: skip


def _at_desk(row: Row) -> str:
    return f"/desk/documents/{row.document_id}"


def _on_site(row: Row) -> str:
    """The public page; of what was taken from the site in this very moment, none."""
    found = visibility.by_id(session(), row.document_id)
    return reading(found).href if found else ""
