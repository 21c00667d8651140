"""Files of an edition: the page, what is handed in, what is said of them, and the files themselves before they are public."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, g, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import Edition, RoleName
from ....services import publishing, visibility
from ....services.filing import examining, naming
from ....services.filing.examining import FileRefused, Limits
from ....services.publishing import Handed, Refusal
from ....services.publishing.writing import UNFROZEN
from ....web.access import now, session, settings
from ....web.attached import attached
from ....web.responses import page, see_other
from .. import vain
from ..carried import carried
from ..door import admits
from ..refusals import sentence as verb_sentence
from .forms import HandInForm, description_form, part
from .receiving import MEBIBYTE, make_room
from .refusals import sentence
from .serving import of_edition

blueprint = Blueprint("files", __name__)
blueprint.url_value_preprocessor(make_room)
WRITERS = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)
# Several at once, but not so many that nobody can wait for them.
MOST_AT_ONCE = 12


@dataclass(frozen=True)
class Refused:
    """A file that was handed in and not taken."""

    name: str
    sentence: str


@blueprint.get("/editions/<number:edition_id>/files")
@admits(*WRITERS)
def show(edition_id: int) -> BaseResponse:
    """The files of an edition, by language."""
    return _page(_edition(edition_id))


@blueprint.post("/editions/<number:edition_id>/files")
@admits(*WRITERS)
def hand_in(edition_id: int) -> BaseResponse:
    """Take what can be taken; what cannot is named, each with its sentence, and the others are kept all the same."""
    edition = _edition(edition_id)
    form = HandInForm(request.form).for_texts(edition)
    given = [one for one in request.files.getlist("files") if one.filename]
    if not form.validate() or not given:
        return _page(edition, hand_in=form, status=422, trouble="" if given else _("Choose at least one file."))
    if len(given) > MOST_AT_ONCE:
        return _page(edition, hand_in=form, status=422, trouble=_("Hand in at most %(most)s files at once.", most=MOST_AT_ONCE))
    taken, refused = _examined(given)
    if refused:
        _note("add_files", refused, edition_id)
    doubled = _doubled(_edition(edition_id), form.language.data, taken)
    try:
        publishing.add_files(session(), g.person, edition_id, form.language.data, taken, at=now())
    except Refusal as refusal:
        return _page(_edition(edition_id), hand_in=form, status=422, trouble=verb_sentence(refusal), refused=refused)
    if refused:
        return _page(_edition(edition_id), hand_in=form, status=422, refused=refused, taken=len(taken), doubled=doubled)
    told = urlencode([("double", one) for one in doubled])
    return see_other(f"/desk/editions/{edition_id}/files" + (f"?{told}" if told else ""))


def _doubled(edition: Edition, language: str, taken: list[Handed]) -> list[str]:
    """The files whose content stands in this language already, or twice among those handed in: they are kept once."""
    seen, found = {one.sha256 for one in edition.files if one.language == language}, []
    for one in taken:
        if one.file.itself.sha256 in seen:
            found.append(naming.visible(one.name))
        seen.add(one.file.itself.sha256)
    return found


@blueprint.post("/editions/<number:edition_id>/files/descriptions")
@admits(*WRITERS)
def describe(edition_id: int) -> BaseResponse:
    """Keep what is said of the files; the button that was pressed may also move one, or take it out."""
    edition = _edition(edition_id)
    form = description_form(edition, request.form)
    if not form.validate():
        return _page(edition, form=form, status=422)
    act, _mark, number = request.form.get("act", "").partition(":")
    chosen = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
    described = {one.id: form[part(one.id)].form.said() for one in edition.files if f"{part(one.id)}-name" in request.form}
    try:
        if act == "remove" and chosen is not None:
            publishing.remove_file(session(), g.person, edition_id, chosen, version=carried(), at=now())
        else:
            by = {"up": -1, "down": 1}.get(act, 0)
            publishing.describe_files(
                session(), g.person, edition_id, described, version=carried(), at=now(), moved=chosen if by else None, by=by
            )  # fmt: skip
    except publishing.StaleEdition as stale:
        return _page(_edition(edition_id), form=form, status=409, trouble=_stale(stale))
    except Refusal as refusal:
        return _page(_edition(edition_id), form=form, status=422, trouble=verb_sentence(refusal))
    return see_other(f"/desk/editions/{edition_id}/files")


@blueprint.post("/editions/<number:edition_id>/files/<number:file_id>/replacement")
@admits(*WRITERS)
def replace(edition_id: int, file_id: int) -> BaseResponse:
    """Put another file in the place of one; what is said of it stays."""
    edition = _edition(edition_id)
    given = request.files.get("files")
    if given is None or not given.filename:
        return _page(edition, status=422, trouble=_("Choose at least one file."))
    taken, refused = _examined([given])
    if refused:
        _note("replace_file", refused, edition_id)
        return _page(edition, status=422, refused=refused)
    try:
        publishing.replace_file(session(), g.person, edition_id, file_id, taken[0], version=carried(), at=now())
    except publishing.StaleEdition as stale:
        return _page(_edition(edition_id), status=409, trouble=_stale(stale))
    except Refusal as refusal:
        return _page(_edition(edition_id), status=422, trouble=verb_sentence(refusal))
    return see_other(f"/desk/editions/{edition_id}/files")


@blueprint.get("/editions/<number:edition_id>/files/<language:shown>/<slug:file>", defaults={"drawn": ""})
@blueprint.get("/editions/<number:edition_id>/files/<language:shown>/<slug:file>/<slug:drawn>")
@admits(*WRITERS)
def serve(edition_id: int, shown: Any, file: str, drawn: str) -> BaseResponse:
    """A file as it is in an edition that need not be public."""
    return of_edition(_edition(edition_id), shown.tag, file, drawn)


def _examined(given: list[FileStorage]) -> tuple[list[Handed], list[Refused]]:
    """Each file looked into by itself: one that is refused does not hold the others up."""
    limits = Limits(settings().FILE_MEBIBYTES * MEBIBYTE, settings().PICTURE_MEGAPIXELS * 1_000_000)
    # What has been read so far is over: nobody waits for the lock while files are looked into.
    session().commit()
    taken, refused = [], []
    for one in given:
        name = one.filename or ""
        try:
            taken.append(Handed(name, examining.examine(one.stream.read(limits.bytes + 1), limits, naming.visible(name))))
        except FileRefused as reason:
            refused.append(Refused(naming.visible(name), sentence(reason)))
    return taken, refused


def _note(verb: str, refused: list[Refused], edition_id: int) -> None:
    vain.note(verb, f"FileRefused: {', '.join(one.name for one in refused)}"[:1000], edition=_edition(edition_id))


def _edition(edition_id: int) -> Edition:
    found = session().get(Edition, edition_id, populate_existing=True)
    if found is None:
        abort(404)
    return found


def _stale(stale: publishing.StaleEdition) -> str:
    return str(_(
        "This edition has been changed since you opened the page, by somebody else or by you in another window. What you typed is in the form; look at it, "
        "and save again."
    ))  # fmt: skip


def _page(edition: Edition, *, status: int = 200, trouble: str = "", hand_in: HandInForm | None = None, form: Any = None,
          refused: list[Refused] | None = None, taken: int = 0, doubled: list[str] | None = None) -> BaseResponse:  # fmt: skip
    document = visibility.preview(edition)
    shown = {tag: dict(zip((one.id for one in edition.files if one.language == tag), attached(document, tag), strict=False)) for tag in LANGUAGES}
    return page(
        "desk/files/page.html", status=status, edition=edition, title=edition.original.title if edition.original else "", trouble=trouble,
        refused=refused or (), taken=taken, doubled=[one[:200] for one in (doubled or request.args.getlist("double"))][:20],
        open=edition.state in UNFROZEN, form=form or description_form(edition),
        hand_in=hand_in or HandInForm().for_texts(edition), part=part, most=settings().FILE_MEBIBYTES,
        languages=[(LANGUAGES[tag], [(one, shown[tag].get(one.id)) for one in edition.files if one.language == tag])
                   for tag in LANGUAGES if any(one.language == tag for one in edition.files)],
    )  # fmt: skip
