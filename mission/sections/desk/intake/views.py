"""A Word file is read and shown before anything is written over; nothing here is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, g, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from ....models import Edition
from ....services import drafting
from ....services.intake import MOST_BYTES, WordRefused, cleaned, lost, pasted, read_word
from ....services.markup import tidied
from ....web.access import session
from ....web.errors import error_page
from ....web.markup import safe_body
from .. import vain
from ..carried import carried
from ..door import admits
from ..files import receiving
from ..pages import shown as pages
from ..writing import pages as texts
from ..writing.pages import key
from ..writing.views import WRITERS
from ..writing.views import make_room as texts_make_room
from ..writing.wording import changed, refused, told, told_in

blueprint = Blueprint("intake", __name__)
# In characters; the editor gives up a little earlier and takes the plain words.
MOST_PASTED = 1_000_000


@dataclass(frozen=True)
class Bench:
    """Where a file is taken in: the form of a text, or that of a page."""

    found: Callable[[int], Edition | None]
    sent: Callable[[Edition | None], Any]
    show: Callable[..., BaseResponse]


BENCHES = {"text": Bench(texts.found, texts.sent, partial(texts.form_page, fresh=False)), "page": Bench(pages.found, pages.sent, pages.form_page)}


@dataclass(frozen=True)
class Taken:
    """What a file gave for one language: put into the form (`put`), or offered beside what stands there; or why it was refused."""

    tag: str
    title: str = ""
    body: str = ""
    changes: Mapping[str, int] = field(default_factory=dict)
    put: bool = False
    trouble: str = ""

    @property
    def sentences(self) -> list[str]:
        return changed(dict(self.changes))

    @property
    def told(self) -> str:
        return told(self.changes)

    @property
    def shown(self) -> Any:
        return safe_body(self.body)


@blueprint.url_value_preprocessor
def make_room(endpoint: str | None, values: dict[str, object] | None) -> None:
    """The form, and the file besides, as files are received: one that is much too large still gets its sentence, and the form comes back."""
    texts_make_room(endpoint, values)
    receiving.make_room(endpoint, values)


@blueprint.errorhandler(RequestEntityTooLarge)
def unread(error: RequestEntityTooLarge) -> Response:
    """Of what is larger than all files together nothing was read, and no form can be given back: the browser has it."""
    return error_page(413, error, refused(WordRefused("large")) if request.endpoint == "desk.intake.take" else "")


@blueprint.post("/documents/new/word/<language:shown>", defaults={"edition_id": 0, "bench": "text"})
@blueprint.post("/editions/<number:edition_id>/word/<language:shown>", defaults={"bench": "text"})
@blueprint.post("/pages/new/word/<language:shown>", defaults={"edition_id": 0, "bench": "page"})
@blueprint.post("/pages/editions/<number:edition_id>/word/<language:shown>", defaults={"bench": "page"})
@admits(*WRITERS)
def take(edition_id: int, shown: Any, bench: str) -> BaseResponse:
    """Read the file: an empty language is filled, another one is left alone until the person says so."""
    edition = _edition(edition_id, bench)
    form = BENCHES[bench].sent(edition)
    given = request.files.get(f"{shown.tag}-word")
    try:
        if given is None or not given.filename:
            raise WordRefused("missing")
        read = read_word(given.stream.read(MOST_BYTES + 1))
    except WordRefused as refusal:
        if refusal.reason != "missing":
            vain.note("read_word", f"WordRefused: {refusal.reason}", edition=edition)
        return _page(bench, form, edition, Taken(shown.tag, trouble=refused(refusal)), status=422)
    if not form[shown.tag].form.begun:
        _put(form, shown.tag, read.title, read.body)
        return _page(bench, form, edition, Taken(shown.tag, read.title, read.body, read.changes, put=True))
    return _page(bench, form, edition, Taken(shown.tag, read.title, read.body, read.changes))


@blueprint.post("/documents/new/word/<language:shown>/put", defaults={"edition_id": 0, "bench": "text"})
@blueprint.post("/editions/<number:edition_id>/word/<language:shown>/put", defaults={"bench": "text"})
@blueprint.post("/pages/new/word/<language:shown>/put", defaults={"edition_id": 0, "bench": "page"})
@blueprint.post("/pages/editions/<number:edition_id>/word/<language:shown>/put", defaults={"bench": "page"})
@admits(*WRITERS)
def put(edition_id: int, shown: Any, bench: str) -> BaseResponse:
    """Put what was offered in the place of what stands in the form."""
    edition = _edition(edition_id, bench)
    form = BENCHES[bench].sent(edition)
    title, body = tidied(request.form.get("word-title", ""))[:200], cleaned(request.form.get("word-body", ""))
    _put(form, shown.tag, title, body)
    changes = told_in({f"{shown.tag}-told": request.form.get("word-told", "")}).get(shown.tag, {})
    return _page(bench, form, edition, Taken(shown.tag, title, body, changes, put=True))


@blueprint.post("/cleaning")
@admits(*WRITERS)
def clean() -> BaseResponse:
    """A pasted piece as it would be kept: HTML for the editor, which posts it before it shows it."""
    html = request.form.get("html", "")
    if len(html) > MOST_PASTED:
        abort(413)
    clean, _changes = pasted(html)
    response = Response(clean, content_type="text/html; charset=utf-8")
    # A header holds no letters but Latin ones.
    response.headers["X-Changed"] = quote(" ".join(changed(lost(html))))
    response.headers["Content-Disposition"] = "attachment"
    return response


def _put(form: Any, tag: str, title: str, body: str) -> None:
    part = form[tag].form
    part.title.data = title or part.title.data
    part.body.data = body


def _edition(edition_id: int, bench: str) -> Edition | None:
    """The edition of the address; of a new form, the one that it has begun by saving itself."""
    if not edition_id:
        return drafting.begun(session(), g.person, key())
    edition = BENCHES[bench].found(edition_id)
    if edition is None:
        abort(404)
    return edition


def _page(bench: str, form: Any, edition: Edition | None, taken: Taken, *, status: int = 200) -> BaseResponse:
    trouble = _("The Word file was not read: %(reason)s", reason=taken.trouble) if taken.trouble else ""
    version = carried() if edition else 0
    return BENCHES[bench].show(form, edition, status=status, taken=taken, trouble=trouble, version=version)
