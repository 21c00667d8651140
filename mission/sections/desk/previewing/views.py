"""Previews exactly as the public page will be, and the links by which somebody outside may look at one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from .... import addresses
from ....languages import LANGUAGES, choose
from ....models import Edition, Kind, PreviewLink, RoleName
from ....services import previewing, visibility
from ....services.publishing import Refusal
from ....services.rendering import pdf
from ....web.access import now, session, settings, writing_apart
from ....web.chrome import stands_at
from ....web.headers import policy
from ....web.readings import reading
from ....web.responses import page, see_other
from ..acts.shown import bench
from ..door import ANYBODY, admits
from ..files.serving import of_edition
from ..refusals import sentence
from ..writing.wording import removed_in
from .forms import LASTS, LinkForm
from .shown import as_public, surroundings

blueprint = Blueprint("previewing", __name__)
WRITERS = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)
VERSIONS = tuple(LANGUAGES.values())


@blueprint.get("/editions/<number:edition_id>/preview/<language:shown>")
@admits(*WRITERS)
def preview(edition_id: int, shown: Any) -> BaseResponse:
    """The edition exactly as its page will be, in one language (that of a text that lacks it too), with a line that says what it is."""
    edition = _edition(edition_id, shown)
    return _framed(_shown(edition, shown, "desk/previewing/preview.html"))


@blueprint.get("/editions/<number:edition_id>/preview/<language:shown>/phone")
@admits(*WRITERS)
def phone(edition_id: int, shown: Any) -> BaseResponse:
    """The same page in a frame as narrow as a telephone."""
    edition = _edition(edition_id, shown)
    answer = page("desk/previewing/phone.html", edition=edition, bench=bench(edition), shown=shown, versions=VERSIONS)
    answer.headers["Content-Security-Policy"] = policy(frame_src="'self'")
    return answer


@blueprint.get("/editions/<number:edition_id>/preview/<language:shown>.pdf")
@admits(*WRITERS)
def preview_paper(edition_id: int, shown: Any) -> BaseResponse:
    """The PDF as it will be, watermarked, without number, digest or signature; it is kept nowhere."""
    edition = _edition(edition_id, shown)
    if edition.document.kind is Kind.PAGE:
        abort(404)
    if shown.tag not in edition.translations:
        # As in public: on to the paper that there is.
        return see_other(_paper(edition, shown))
    house = pdf.House(settings().base_url, settings().MISSION_OFFICIAL)
    response = Response(pdf.preview(visibility.preview(edition), shown, house, now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="preview-{edition_id}-{shown.tag}.pdf"'
    return response


@blueprint.get("/editions/<number:edition_id>/preview-links")
@admits(*WRITERS)
def index(edition_id: int) -> BaseResponse:
    """Previews in each language, and the links that somebody outside has or had."""
    return _links_page(_edition(edition_id), LinkForm())


@blueprint.post("/editions/<number:edition_id>/preview-links")
@admits(*WRITERS)
def make(edition_id: int) -> BaseResponse:
    """Make a link to what is saved now."""
    edition, form = _edition(edition_id), LinkForm(request.form)
    if not form.validate():
        return _links_page(edition, form, status=422)
    value = request.form.get("version", "")
    version = int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0
    try:
        previewing.make(session(), g.person, edition_id, version=version, reader=form.reader.data, lasts=LASTS[form.lasts.data], at=now())
    except Refusal as refusal:
        return _links_page(_edition(edition_id), form, status=422, trouble=sentence(refusal))
    return see_other(f"/desk/editions/{edition_id}/preview-links")


@blueprint.post("/preview-links/<number:link_id>/revocation")
@admits(*WRITERS)
def revoke(link_id: int) -> BaseResponse:
    """Take a link back, at once."""
    link = previewing.revoke(session(), g.person, link_id, at=now())
    if link is None:
        abort(404)
    return see_other(f"/desk/editions/{link.edition_id}/preview-links")


@blueprint.get("/shown/<token>")
@admits(ANYBODY)
def outside_first(token: str) -> BaseResponse:
    """The link as it is handed out: on to the original language."""
    edition = _seen(token).edition
    tag = edition.original.language if edition.original else next(iter(edition.translations), "")
    return see_other(f"/desk/shown/{token}/{tag}") if tag else abort(404)


@blueprint.get("/shown/<token>/<language:shown>")
@admits(ANYBODY)
def outside(token: str, shown: Any) -> BaseResponse:
    """The page for a reader outside. A link that is unknown, over or taken back answers like an address that never was."""
    link = _seen(token)
    if not link.edition.translations:
        abort(404)
    answer = _shown(link.edition, shown, "desk/previewing/outside.html", token=token, expires=link.expires_at)
    with writing_apart() as apart:
        previewing.note_opening(apart, link.id, at=now())
    # The address is the key: no other site hears of it.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.get("/shown/<token>/files/<language:shown>/<slug:file>", defaults={"drawn": ""})
@blueprint.get("/shown/<token>/files/<language:shown>/<slug:file>/<slug:drawn>")
@admits(ANYBODY)
def outside_file(token: str, shown: Any, file: str, drawn: str) -> BaseResponse:
    """A file of that page, for as long as the link shows it."""
    return of_edition(_seen(token).edition, shown.tag, file, drawn)


@dataclass(frozen=True)
class Row:
    """A link as the list shows it."""

    link: PreviewLink
    standing: str
    words: str
    address: str
    until: datetime


def _links_page(edition: Edition, form: LinkForm, *, status: int = 200, trouble: str = "") -> BaseResponse:
    words = {
        "open": _("Open"), "revoked": _("Taken back"), "expired": _("Expired"), "changed": _("Closed: the text has changed since"),
        "public": _("Closed: the text is public"),
    }  # fmt: skip
    rows = []
    for link in previewing.links(session(), edition.id):
        standing = previewing.standing(link, now())
        address = f"{settings().base_url}/desk/shown/{previewing.token(settings(), link)}" if standing == "open" else ""
        rows.append(Row(link, standing, words[standing], address, link.expires_at))
    return page(
        "desk/previewing/links.html", status=status, edition=edition, bench=bench(edition), form=form, rows=rows, trouble=trouble,
        versions=VERSIONS,
    )  # fmt: skip


def _shown(edition: Edition, shown: Any, template: str, **more: Any) -> Response:
    g.desk_language, g.language = g.language, shown
    document = replace(as_public(edition, now()), token=more.get("token", ""))
    g.page_room = document.section
    outside = "token" in more
    paper = "" if outside else _paper(edition, shown)
    # The languages of the page's own head lead to the same text, not out of the preview; one that the text lacks to what its readers will see.
    g.page_switch = {tag: addresses.preview(edition.id, tag, document.token) for tag in LANGUAGES}
    stands_at({tag: g.page_switch[tag] for tag in LANGUAGES if tag in edition.translations}, hidden=True)
    return page(
        template, document=reading(document), edition_id=edition.id, bench=bench(edition) + _told(), shown=shown, versions=VERSIONS,
        standing=edition.standing, **surroundings(edition, document, paper), **more,
    )  # fmt: skip


def _told() -> str:
    """What saving has taken out, as the address tells it on to the form, where it is read."""
    return f"?{request.query_string.decode()}" if removed_in(request.args) else ""


def _framed(answer: Response) -> Response:
    """A page that the frame of the telephone may show: no other site may."""
    answer.headers["Content-Security-Policy"] = policy(frame_ancestors="'self'")
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _paper(edition: Edition, shown: Any) -> str:
    spoken = choose(shown, tuple(edition.translations)) or shown
    return f"{addresses.preview(edition.id, spoken.tag)}.pdf"


def _seen(token: str) -> PreviewLink:
    link = previewing.seen(session(), settings(), token, now())
    if link is None:
        abort(404)
    return link


def _edition(edition_id: int, shown: Any = None) -> Edition:
    found = session().get(Edition, edition_id, populate_existing=True)
    if found is None or not (shown is None or found.translations):
        abort(404)
    return found
