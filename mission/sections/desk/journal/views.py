"""The journal: every act and refusal, filtered, by pages, or taken along as a table."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from ....languages import Language
from ....models import RoleName
from ....services import desk, journal
from ....services.journal import Sought
from ....web.access import reading_apart, session
from ....web.deeds import deed
from ....web.pagination import page_number, paginate
from ....web.remarks import remark
from ....web.responses import page
from ....web.tables import cell
from .. import parting
from ..acts.shown import titled
from ..door import admits
from .forms import JournalForm

blueprint = Blueprint("journal", __name__)


def _form() -> JournalForm:
    given = MultiDict({name: request.args.get(name, "") for name in ("person", "verb", "reference", "first", "last")})
    return JournalForm(given).offer(journal.persons(session()), journal.verbs(session()))


@blueprint.get("/journal")
@admits(RoleName.ADMINISTRATOR)
def index() -> BaseResponse:
    """One page of the journal, the newest line first."""
    form = _form()
    if not form.validate():
        return page("desk/journal/page.html", status=422, form=form, lines=(), total=0, pages=None, export="", acts=deed, said=_said(), about={})
    number = page_number(request.args.get("page"))
    lines, total = journal.page(session(), form.sought, number)
    last = max(1, -(-total // journal.PAGE_SIZE))
    if number > last:
        abort(404)
    given: dict[str, Any] = {name: value for name, value in request.args.items() if value and name in form.data}

    def place(at: int) -> str:
        return url_for("desk.journal.index", **given, page=at if at > 1 else None)

    return page(
        "desk/journal/page.html", form=form, lines=lines, total=total, pages=paginate(number, last, place), acts=deed, said=_said(), about=_about(lines),
        export=url_for("desk.journal.export", **given),
    )  # fmt: skip


@dataclass(frozen=True)
class About:
    """The text that a line is about: its title, in which language, and where the desk shows it."""

    title: str
    language: Language
    place: str


def _about(lines: Sequence[journal.Line]) -> dict[int, About]:
    """By the number of the line, the text that it is about, where that is still there."""
    there = desk.existing(session(), {one.edition_id for one in lines if one.edition_id})
    public = desk.current(session(), {one.document_id for one in lines if one.document_id})
    found = {}
    for one in lines:
        edition = there.get(one.edition_id or 0)
        shown = edition or (public.get(one.document_id or 0) if one.edition_id is None else None)
        if shown is not None:
            title, language = titled(shown)
            found[one.id] = About(title, language, f"/desk/editions/{shown.id}" if edition else f"/desk/documents/{shown.document_id}")
    return found


def _said() -> Callable[[journal.Line], str]:
    """A remark in words: of a person by name, of a refused page by what it is."""
    names = {one.id: one.name or one.email for one in journal.persons(session())}

    def said(line: journal.Line) -> str:
        if line.verb in ("refused", "foreign", "unfit"):
            return parting.named(line.remark)
        return remark(line.verb, line.remark, lambda number: names.get(number, ""), at=line.at)

    return said


@blueprint.get("/journal.csv")
@admits(RoleName.ADMINISTRATOR)
def export() -> BaseResponse:
    """The lines that the filter leaves, as a table for a spreadsheet."""
    form = _form()
    if not form.validate():
        return page("desk/journal/page.html", status=422, form=form, lines=(), total=0, pages=None, export="", acts=deed, said=_said(), about={})
    response = Response(stream_with_context(_rows(form.sought)), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = "attachment; filename=journal.csv"
    return response


def _rows(sought: Sought) -> Iterator[str]:
    # The mark tells spreadsheets that this is UTF-8.
    yield "\ufeff" + _row((_("Time (UTC)"), _("Person"), _("Act"), _("Document"), _("Edition"), _("Reference"), _("Remark"), _("Code of the act")))
    said = _said()
    held = reading_apart()
    try:
        for one in journal.whole(held, sought):
            about = (one.document_id, one.edition_id, one.reference, said(one), one.verb)
            yield _row((one.at.isoformat(timespec="seconds"), one.person or _("The site itself"), deed(one.verb, one.remark, one.at), *about))
    finally:
        held.close()


def _row(values: tuple[object, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cell("" if one is None else str(one)) for one in values)
    return written.getvalue()
