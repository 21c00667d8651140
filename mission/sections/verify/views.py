"""The form, and its answer. Nothing that is given is kept; a post here reads and writes nothing."""

import hashlib

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS
from ...services import visibility
from ...services.authenticity import answering, extracting, files
from ...services.authenticity.answering import Answer, Verdict
from ...services.authenticity.files import FileRefused
from ...services.authenticity.finding import LEAST_WORDS
from ...verify.words import keys
from ...web.access import only_read, session, settings
from ...web.chrome import Link, home_link, stands_at
from ...web.language import current_language
from ...web.responses import page
from ...web.wording import ROOMS
from .answers import shown
from .forms import VerifyForm
from .surroundings import page_words

blueprint = Blueprint("verify", __name__)
_ROOM_FOR_A_FORM = 1024 * 1024


@blueprint.get("/<language:language>/verify")
def show() -> BaseResponse:
    """The empty form; with a reference in the address, its answer."""
    form = VerifyForm(MultiDict({"reference": request.args.get("reference", "")}))
    given = (form.reference.data or "").strip()
    if not given:
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    return _page(form, answering.of_reference(session(), given, settings().base_url))


@blueprint.post("/<language:language>/verify")
def answer() -> BaseResponse:
    """The answer to what was given; 422 and the same form where nothing can be made of it."""
    only_read()
    request.max_content_length = extracting.MOST_BYTES + _ROOM_FOR_A_FORM
    try:
        form = VerifyForm(request.form)
    except RequestEntityTooLarge:
        form = VerifyForm()
        form.file.errors = [_("This file is too large. Up to 10 megabytes are read.")]
        return _page(form, status=413)
    content = _file()
    if content and (known := answering.of_file(session(), hashlib.sha256(content).hexdigest())).verdict is not Verdict.UNKNOWN:
        return _page(form, known)
    text = _text_of_file(form, content) or (form.text.data or "").strip()
    reference = (form.reference.data or "").strip()
    if form.file.errors or not form.validate() or not (text or reference):
        return _page(form, status=422, empty=not form.errors and not form.file.errors)
    return _page(form, _answer(text, reference))


def _answer(text: str, reference: str) -> Answer:
    if not text:
        return answering.of_reference(session(), reference, settings().base_url)
    if "\n" not in text and len(keys(text)) < LEAST_WORDS + 6:
        # A reference, a digest or an address that was put into the box for texts.
        found = answering.of_reference(session(), text, settings().base_url)
        if found.document or found.notice:
            return found
    return answering.of_text(session(), text, lambda document_id, tag: page_words(visibility.by_id(session(), document_id), tag))


def _file() -> bytes | None:
    """The file, if one was given, as far as files are read."""
    given = request.files.get("file")
    return given.stream.read(extracting.MOST_BYTES + 1) if given is not None and given.filename else None


def _text_of_file(form: VerifyForm, content: bytes | None) -> str:
    """The words of the file, if one was given; a file that cannot be read leaves its sentence on the form."""
    if content is None:
        return ""
    try:
        text = files.text_of(content).strip()
    except FileRefused as refused:
        sentences = {
            "large": _("This file is too large. Up to 10 megabytes are read."),
            "unknown": _("No words could be read in this file. Give a PDF, a Word file, a saved page or a text, or paste the text."),
        }
        form.file.errors = [sentences[refused.reason]]
        return ""
    if not keys(text):
        form.file.errors = [_("There are no words in this file: it may be a picture of a text. Paste the text, or give its reference.")]
    return text


def _page(form: VerifyForm, answer: Answer | None = None, status: int = 200, empty: bool = False) -> BaseResponse:
    stands_at({one: addresses.room(one, "verify") for one in TAGS}, hidden=status != 200 or answer is not None)
    tag = current_language().tag
    return page(
        "verify/page.html", parts={"answer": "verify/_answer.html"}, push=False, status=status, form=form, answer=shown(answer) if answer else None,
        empty=empty, action=addresses.room(tag, "verify"), register=addresses.room(tag, "register"), key=addresses.room(tag, "key"), site=settings(),
        trail=(home_link(), Link(str(ROOMS["verify"]), "")),
    )  # fmt: skip


