"""The overview: what waits for this person, what waits for its minute, what is missing, what was released."""

from dataclasses import dataclass

from flask import Blueprint, abort, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import Edition, RoleName
from ....services import awaiting, desk, inbox, publishing, staff
from ....services.awaiting import Listed
from ....services.desk import Row
from ....web.access import now, session, settings
from ....web.pagination import numbered, page_number, paginate
from ....web.responses import page
from ..acts.shown import hindered
from ..acts.wording import AGAIN, DONE
from ..clocks import Face, faces, time_left
from ..door import SIGNED_IN, admits
from .chart import draw

blueprint = Blueprint("overview", __name__)
MONTHS = 12
LAST = 12
ENQUIRERS = (RoleName.PRESS_OFFICER, RoleName.ADMINISTRATOR)


@dataclass(frozen=True)
class Due:
    """A release that waits: its text, the four clocks, and how long it is until then."""

    row: Row
    clocks: tuple[Face, ...]
    left: str
    # Why it is not public though its minute has come.
    hindered: str


@blueprint.get("/")
@admits(SIGNED_IN)
def home() -> BaseResponse:
    """What the person's roles make of the desk today; whoever has none for texts sees nothing of what is under way."""
    reads, tag = g.person.may(*publishing.WRITING), g.language.tag
    listed = awaiting.lists(session(), g.person, language=tag) if reads else ()
    return page(
        "desk/overview/page.html", parts={"scheduled": "desk/overview/_scheduled.html"}, push=False,
        done=_done(), writes=reads, kept=staff.keeps_forms(session(), g.person.id, at=now(), hours=settings().KEPT_HOURS),
        waits=tuple((_titled(one), _waits()[one.name][1], one) for one in listed if one.name in _waits()),
        under_way=next((one for one in listed if one.name == "under-way"), None),
        lacking=tuple((LANGUAGES[one.language], _titled(one), one) for one in listed if one.language),
        scheduled=tuple(Due(row, faces(row.at), time_left(row.at, now()), _hindered(row)) for row in desk.scheduled(session(), language=tag)) if reads else (),
        unread=inbox.unread(session()) if g.person.may(*ENQUIRERS) else None,
        released=desk.released(session(), LAST, language=tag, recalled=reads),
        chart=draw(desk.releases_by_month(session(), now(), MONTHS), g.language),
    )  # fmt: skip


def _hindered(row: Row) -> str:
    edition = session().get(Edition, row.edition_id) if row.at <= now() else None
    return hindered(edition) if edition else ""


@blueprint.get("/lists/<slug:name>")
@admits(*publishing.WRITING)
def whole(name: str) -> BaseResponse:
    """One list of the overview, all of it, by pages."""
    number = page_number(request.args.get("page"))
    listed = awaiting.whole(session(), g.person, name, number, language=g.language.tag)
    if listed is None or (number > 1 and not listed.rows):
        abort(404)

    def place(at: int) -> str:
        return url_for("desk.overview.whole", name=name, page=at if at > 1 else None)

    pages = paginate(number, -(-listed.count // awaiting.PAGE_SIZE), place)
    return page("desk/overview/list.html", listed=listed, title=numbered(_titled(listed), number), pages=pages, writes=True)


def _waits() -> dict[str, tuple[str, str]]:
    """By name what may wait for a person: the title of the list, and the words where it is empty."""
    return {
        "to-write": (_("To write"), _("No draft of yours is open.")),
        "to-translate": (_("To translate"), _("No draft lacks a language.")),
        "to-approve": (_("To approve"), _("No text waits for your approval.")),
        "to-release": (_("To release"), _("No approved text waits to be released.")),
        "to-confirm": (_("To confirm"), _("No approval waits to be confirmed.")),
    }


def _titled(listed: Listed) -> str:
    if listed.language:
        return str(_("Missing in this language: %(language)s", language=LANGUAGES[listed.language].name))
    return str(_("Everything under way")) if listed.name == "under-way" else _waits()[listed.name][0]


def _done() -> str:
    verb = request.args.get("done", "")
    return str(AGAIN if request.args.get("again") else DONE[verb]) if verb in DONE else ""
