"""The form, and its answer. Nothing that is given is kept; a post here reads and writes nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS
from ...services.authenticity import answering, effort, extracting, files, proofs, referring, verdicts
from ...services.authenticity.extracting import Received
from ...services.authenticity.files import FileRefused
from ...services.authenticity.finding import LEAST_WORDS, MOST_WORDS, Around
from ...services.authenticity.verdicts import Answer, Verdict
from ...verify.sheets import readings
from ...verify.words import keys
from ...web import uploads
from ...web.access import only_read, session, settings
from ...web.chrome import Link, home_link, stands_at
from ...web.language import current_language
from ...web.limits import spend
from ...web.responses import page
from ...web.wording import ROOMS
from .answers import shown
from .forms import MOST_LETTERS, VerifyForm
from .surroundings import cites, furniture, headed_otherwise, named_in

blueprint = Blueprint("verify", __name__)
_TOO_LARGE = lazy_gettext("This file is too large, or holds more words than any text of ours. Up to 10 megabytes are read. Paste the text alone.")
# Many times the longest text: whoever pastes too much gets it back.
_ROOM_FOR_A_FORM = 8 * 1024 * 1024
# Seconds until another text is worth a try.
_A_MOMENT = 5


@blueprint.get("/<language:language>/verify")
def show() -> BaseResponse:
    """The empty form; with a reference in the address, its answer."""
    form = VerifyForm(MultiDict({"reference": request.args.get("reference", "")}))
    given = (form.reference.data or "").strip()
    if not given:
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    return _page(form, [referring.of_reference(session(), given, settings().base_url)])


@blueprint.post("/<language:language>/verify")
def answer() -> BaseResponse:
    """The answer to what was given; 422 and the same form where nothing can be made of it."""
    only_read()
    try:
        fields, handed = uploads.sent(extracting.MOST_BYTES + 1, _ROOM_FOR_A_FORM)
    except RequestEntityTooLarge:
        form = VerifyForm()
        form.file.errors = [_("What you gave is too large. Of a file up to 10 megabytes are read; of a text, paste the text alone.")]
        return _page(form, status=413)
    form, given = VerifyForm(fields), handed.get("file")
    reference = (form.reference.data or "").strip()
    try:
        spend("verify", settings().VERIFY_PER_MINUTE)
    except TooManyRequests as refused:
        form.text.errors = [_("Too many texts were given from your address in the last minute. Please wait a little: what you wrote is kept below.")]
        return _later(form, refused.retry_after)
    content = given.stream.read(extracting.MOST_BYTES + 1) if given is not None and given.filename else None
    text = (form.text.data or "").strip()
    if wrong := _wrong(content, text):
        form.file.errors = [wrong]
        return _page(form, status=422)
    if content and (exact := answering.of_file(session(), hashlib.sha256(content).hexdigest())):
        return _page(form, _with_reference([exact], reference))
    given_back = content if content is not None else (form.text.data or "").encode()
    if proof := proofs.of_proof(session(), given_back, settings().register_origin, official=settings().MISSION_OFFICIAL):
        return _page(form, _with_reference([proof], reference))
    received = _received(form, content)
    if not form.file.errors and not received and (len(text) > MOST_LETTERS or len(keys(text)) > MOST_WORDS):
        form.text.errors = [_("This is longer than any text of ours. Paste the text alone.")]
        return _page(form, status=422)
    if form.file.errors or not form.validate() or not (received or text or reference):
        return _page(form, status=422, empty=not form.errors and not form.file.errors)
    return _in_turn(form, content, received, text, reference)


def _in_turn(form: VerifyForm, content: bytes | None, received: Received | None, text: str, reference: str) -> BaseResponse:
    """The answer once nobody else is having a text compared; 429 or 422, with what was written, where too many wait or too much would be compared."""
    try:
        with effort.bounded(sum(map(len, received.texts)) if received else len(text)):
            return _compared(form, content, received, text, reference)
    except effort.Busy:
        form.text.errors = [_("Others are having texts compared at this moment. Please try again in a few seconds: what you wrote is kept below.")]
        return _later(form, _A_MOMENT)
    except effort.TooMuch:
        amiss = form.file if received else form.text
        amiss.errors = [_("This resembles so many of our texts that it cannot be compared all at once. Give one text at a time.")]
        return _page(form, status=422)


def _compared(form: VerifyForm, content: bytes | None, received: Received | None, text: str, reference: str) -> BaseResponse:
    # What stands around a document is drawn once for all that it is compared with.
    around = cache(furniture)
    found = _of_file(received, reference, around) if received else _answer(text, reference, around)
    if found is None:
        form.text.errors = [_("This is too short to be compared: give six words or more, or the reference.")]
        return _page(form, status=422)
    if content and received and received.kind == "pdf":
        found = [replace(one, grown=answering.grown(session(), content)) for one in found]
    return _page(form, found)


def _later(form: VerifyForm, seconds: object) -> BaseResponse:
    response = _page(form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _wrong(content: bytes | None, text: str) -> str:
    """What is wrong with giving this file, or nothing. Beside a text it is not taken: the answer for one would be taken for that of both."""
    if content == b"":
        return _("This file is empty.")
    if content and text:
        return _("You gave a text and a file: one of them is answered at a time. Empty the box for the text, or give it alone, and then the file.")
    return ""


def _with_reference(found: list[Answer], reference: str) -> list[Answer]:
    """The answers, held against the reference that was given with them: it has to be that of one."""
    referred = referring.of_reference(session(), reference, settings().base_url) if reference else None
    if referred is None or referred.name and any(one.name == referred.name for one in found):
        return found
    return [verdicts.agreeing(one, referred) for one in found]


def _answer(text: str, reference: str, around: Around) -> list[Answer] | None:
    """The answers; None for words too few to be compared."""
    if not text:
        return [referring.of_reference(session(), reference, settings().base_url)]
    if "\n" not in text and len(keys(text)) < LEAST_WORDS + 6:
        # A reference, a digest or an address that was put into the box for texts.
        found = referring.of_reference(session(), text, settings().base_url)
        if found.document or found.notice or found.what:
            return _with_reference([found], reference)
    if len(keys(text)) < LEAST_WORDS:
        return None
    answers = _texts(text, around)
    if _unknown(answers) and "\n" not in text:
        referred = referring.of_reference(session(), text, settings().base_url)
        answers = [referred] if cites(referred, text, around) else answers
    if _unknown(answers):
        answers = [referring.of_notice(session(), text, settings().base_url)]
    return _with_reference(answers, reference)


def _unknown(answers: Sequence[Answer]) -> bool:
    """Whether the one answer is that nothing is known."""
    return [one.verdict for one in answers] == [Verdict.UNKNOWN]


def _texts(text: str, around: Around, links: Sequence[str] = ()) -> list[Answer]:
    """The answers for a text, read in the way in which it is ours most nearly."""
    read: list[list[Answer]] = []
    for one in readings(text):
        read.append(_as_read(one, around, links))
        if all(found.comparison is not None and found.comparison.same for found in read[-1]):
            break
    return min(read, key=lambda found: max(verdicts.doubt(one) for one in found))


def _as_read(text: str, around: Around, links: Sequence[str]) -> list[Answer]:
    """Where a text holds more than one of ours, what our pages say of other texts may stand beside it."""
    found = answering.of_texts(session(), text, around)
    if (len(found) > 1 or _added(found)) and (beside := named_in(text, links)):
        again = answering.of_texts(session(), text, cache(partial(furniture, beside=beside)))
        found = min(found, again, key=lambda one: (sum(verdicts.doubt(each)[1] for each in one), len(one)))
    if len(found) == 1 and headed_otherwise(found[0], text):
        return answering.of_texts(session(), text, cache(partial(furniture, page=False)))
    return found


def _added(found: Sequence[Answer]) -> bool:
    return any(one.comparison is not None and one.comparison.apart and one.comparison.differences for one in found)


def _of_file(received: Received, reference: str, around: Around) -> list[Answer] | None:
    """The answers for what a file says, which is byte for byte none of ours."""
    texts = [one for one in received.texts if len(keys(one)) >= LEAST_WORDS]
    if received.kind == "pdf" and texts:
        found, texts = _of_sheets(texts, received.links, around)
    else:
        found = [_nearest(one, around) for one in texts]
    whole = [verdicts.gravest(found)] if found else []
    otherwise = len(found) == 1 and headed_otherwise(found[0], texts[0])
    if len(found) == 1 and (otherwise or _added(found)):
        several = _texts(texts[0], around, received.links)
        # The sheets of a PDF were read better with ours beside them, but for what no sheet of one text holds.
        whole = several if received.kind != "pdf" or otherwise or len(several) > 1 else whole
    if _unknown(whole):
        told = (referring.of_notice(session(), one, settings().base_url) for one in texts)
        whole = [next((one for one in told if one.notice), whole[0])]
    ours = [(name, known) for name, digest in received.attached if (known := answering.of_file(session(), digest))]
    if ours and (not whole or whole[0].verdict is Verdict.UNKNOWN):
        # What the letter says itself is not ours; what it carries is.
        whole = [replace(ours[0][1], beside="letter" if whole else "")]
    elif received.kind != "text":
        poorly = received.kind == "pdf" and extracting.is_arabic(received.texts[0])
        whole = [replace(verdicts.copied(one, tuple(received.unread), received.kind), poorly=poorly) for one in whole]
    if not whole:
        return None
    return _with_reference([replace(one, attached=tuple(name for name, _ in ours)) for one in whole], reference)


def _nearest(text: str, around: Around) -> Answer:
    return min((answering.of_text(session(), read, around) for read in readings(text)), key=verdicts.doubt)


def _of_sheets(texts: Sequence[str], links: Sequence[str], around: Around) -> tuple[list[Answer], list[str]]:
    """Of several readings of the same sheets, the first that is ours without a difference, or the one that differs least; its answer and its words."""
    held: list[tuple[Answer, str]] = []
    for text in texts:
        held.append((answering.improved(session(), _nearest(text, around), text, _drawn, links), text))
        if (read := held[-1][0].comparison) is not None and not read.differences:
            break
    answer, words = min(held, key=lambda one: verdicts.doubt(one[0]))
    return [answer], [words]


def _drawn(content: bytes) -> list[str]:
    """The words of a PDF of ours, as the program reads them that reads what is given."""
    return files.read(content).texts


def _received(form: VerifyForm, content: bytes | None) -> Received | None:
    """What the file says, if one was given; a file that cannot be read leaves its sentence on the form."""
    if content is None:
        return None
    try:
        received = files.read(content)
    except FileRefused as refused:
        sentences = {
            "large": _TOO_LARGE,
            "locked": _("This PDF is locked with a password. Give it without one, or paste the text."),
            "unknown": _(
                "This file cannot be read. Give a PDF, a Word file (.docx), a saved page, an e-mail (.eml) or a text, paste the text, or give the "
                "reference that stands on it."
            ),
        }
        form.file.errors = [str(sentences[refused.reason])]
        return None
    if not received.attached and not any(keys(one) for one in received.texts):
        form.file.errors = [_("There are no words in this file: it may be a picture of a text. Paste the text, or give its reference.")]
    if any(len(keys(one)) > MOST_WORDS for one in received.texts):
        form.file.errors = [str(_TOO_LARGE)]
    return received


def _page(form: VerifyForm, answers: list[Answer] | None = None, status: int = 200, empty: bool = False) -> BaseResponse:
    stands_at({one: addresses.room(one, "verify") for one in TAGS}, hidden=status != 200 or answers is not None)
    tag = current_language().tag
    return page(
        "verify/page.html", parts={"answer": "verify/_answer.html"}, push=False, status=status, form=form, answer=shown(answers) if answers else None,
        empty=empty, action=f"{addresses.room(tag, 'verify')}#answer",
        register=addresses.room(tag, "register"), key=addresses.room(tag, "key"), site=settings(),
        trail=(home_link(), Link(str(ROOMS["verify"]), "")),
    )  # fmt: skip


