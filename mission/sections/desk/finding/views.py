"""One box over everything that a person may see."""

from flask import Blueprint, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....services import looking
from ....services.filtering import LONGEST
from ....web.access import session
from ....web.responses import page
from ..door import SIGNED_IN, admits

blueprint = Blueprint("finding", __name__)


@blueprint.get("/search")
@admits(SIGNED_IN)
def search() -> BaseResponse:
    """What holds the words asked for, public or not; messages and persons for those who may see them."""
    q = request.args.get("q", "")[:LONGEST]
    return page("desk/finding/page.html", q=q, seen=looking.look(session(), g.person, q), longest=LONGEST)
