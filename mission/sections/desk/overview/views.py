"""The overview: what waits for this person, what waits for its minute, what is missing, what was released."""

from dataclasses import dataclass

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES, Language
from ....models import RoleName
from ....services import desk, inbox, publishing, staff
from ....services.desk import Row
from ....web.access import now, session, settings
from ....web.responses import page
from ..acts.wording import AGAIN, DONE
from ..clocks import Face, faces, time_left
from ..door import SIGNED_IN, admits
from .chart import draw

blueprint = Blueprint("overview", __name__)
MONTHS = 12
NEWEST = 5
LAST = 12
ENQUIRERS = (RoleName.PRESS_OFFICER, RoleName.ADMINISTRATOR)


@dataclass(frozen=True)
class Due:
    """A release that waits: its text, the four clocks, and how long it is until then."""

    row: Row
    clocks: tuple[Face, ...]
    left: str


@dataclass(frozen=True)
class Lacking:
    """A language, and the public texts that do not exist in it."""

    language: Language
    count: int
    newest: tuple[Row, ...]


@blueprint.get("/")
@admits(SIGNED_IN)
def home() -> BaseResponse:
    """What the person's roles make of the desk today; whoever has none for texts sees nothing of what is under way."""
    reads, tag = g.person.may(*publishing.WRITING), g.language.tag
    waiting = desk.waiting(session(), g.person, language=tag) if reads else None
    return page(
        "desk/overview/page.html", parts={"scheduled": "desk/overview/_scheduled.html"}, push=False,
        done=_done(), writes=reads, kept=staff.keeps_forms(session(), g.person.id, at=now(), hours=settings().KEPT_HOURS),
        lists=_lists(waiting) if waiting else (),
        under_way=desk.under_way(session(), language=tag) if reads else (),
        scheduled=tuple(Due(row, faces(row.at), time_left(row.at, now())) for row in desk.scheduled(session(), language=tag)) if reads else (),
        lacking=tuple(Lacking(LANGUAGES[one.language], one.count, one.newest) for one in desk.missing(session(), NEWEST, language=tag)) if reads else (),
        unread=inbox.unread(session()) if g.person.may(*ENQUIRERS) else None,
        released=desk.released(session(), LAST, language=tag, recalled=reads),
        chart=draw(desk.releases_by_month(session(), now(), MONTHS), g.language),
    )  # fmt: skip


def _lists(waiting: desk.Waiting) -> tuple[tuple[str, str, str, tuple[Row, ...]], ...]:
    """What waits for the person: identifier, title, the words where it is empty, rows; nothing of what is not their part."""
    lists = (
        ("to-write", _("To write"), _("No draft of yours is open."), waiting.to_write),
        ("to-translate", _("To translate"), _("No draft lacks a language."), waiting.to_translate),
        ("to-approve", _("To approve"), _("No text waits for your approval."), waiting.to_approve),
        ("to-release", _("To release"), _("No approved text waits to be released."), waiting.to_release),
        ("to-confirm", _("To confirm"), _("No approval waits to be confirmed."), waiting.to_confirm),
    )
    return tuple((name, title, empty, rows) for name, title, empty, rows in lists if rows is not None)


def _done() -> str:
    verb = request.args.get("done", "")
    return str(AGAIN if request.args.get("again") else DONE[verb]) if verb in DONE else ""
