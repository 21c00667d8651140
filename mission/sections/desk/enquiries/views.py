"""Enquiries: what came in by the contact form is read, given to somebody, answered, closed."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import Enquiry, Person
from ....services import inbox
from ....web.access import now, session, settings, writing_apart
from ....web.chrome import Link
from ....web.pagination import page_number, paginate
from ....web.responses import page, see_other
from ....web.wording import SUBJECTS
from .. import vain
from ..carried import carried
from ..door import admits
from .forms import AnswerForm
from .letters import answer_letter

blueprint = Blueprint("enquiries", __name__)
HERE = "/desk/enquiries"
PILES = {"open": _l("To be answered"), "mine": _l("Mine"), "closed": _l("Closed")}


@blueprint.get("/enquiries")
@admits(*inbox.READERS)
def index() -> BaseResponse:
    """A pile of enquiries: what is open, what is mine, or what is closed; of one subject or of all."""
    pile, subject = request.args.get("pile", "open"), request.args.get("subject", "")
    if pile not in inbox.PILES or (subject and subject not in SUBJECTS):
        abort(404)
    number = page_number(request.args.get("page"))
    found = inbox.pile(session(), pile, g.person, subject=subject, page=number)
    last = max(1, -(-found.total // inbox.PAGE_SIZE))
    if number > last:
        abort(404)

    def place(at: int) -> str:
        return url_for("desk.enquiries.index", pile=pile, subject=subject or None, page=at if at > 1 else None)

    return page(
        "desk/enquiries/page.html", found=found, labels=SUBJECTS, pages=paginate(number, last, place), unread=inbox.unread(session()), now=now(),
        piles=[_link(str(label), pile == name, pile=name) for name, label in PILES.items()], subjects=_subjects(found, pile, subject),
    )  # fmt: skip


def _subjects(found: inbox.Pile, pile: str, chosen: str) -> list[Link]:
    every = _link(_("All subjects"), not chosen, pile=pile)
    return [every, *(_link(f"{label} ({found.by_subject.get(name, 0)})", name == chosen, pile=pile, subject=name) for name, label in SUBJECTS.items())]


def _link(label: str, current: bool, **query: Any) -> Link:
    return Link(label, url_for("desk.enquiries.index", **query), "page" if current else None)


@blueprint.get("/enquiries/<slug:reference>")
@admits(*inbox.READERS)
def read(reference: str) -> BaseResponse:
    """One enquiry, with its answers. Whoever opens it first has read it for everybody."""
    enquiry = _find(reference)
    if enquiry.read_at is None:
        with writing_apart() as apart:
            inbox.mark_read(apart, g.person, enquiry.reference, at=now())
    return _page(enquiry, AnswerForm())


@blueprint.post("/enquiries/<slug:reference>/assignment")
@admits(*inbox.READERS)
def assign(reference: str) -> BaseResponse:
    """Give it to somebody, or back to everybody."""
    to = request.form.get("to", "")
    if to and not (to.isascii() and to.isdecimal() and len(to) < 10):
        abort(400)
    return _act(reference, "assign", lambda: inbox.assign(session(), g.person, reference, int(to) if to else None, version=carried(), at=now()))


@blueprint.post("/enquiries/<slug:reference>/answers")
@admits(*inbox.READERS)
def answer(reference: str) -> BaseResponse:
    """Send an answer. What somebody else did meanwhile is shown (409), and nothing typed is lost."""
    enquiry, form = _find(reference), AnswerForm(request.form)
    if not form.validate():
        return _page(enquiry, form, status=422)
    text = form.text.data.strip()
    wording = answer_letter(enquiry, text, settings())
    return _act(
        reference, "answer",
        lambda: inbox.answer(
            session(), g.person, reference, text, wording, close=form.close.data, version=carried(), at=now(),
            reply_to=settings().MISSION_EMAIL,
        ),
        form,
    )  # fmt: skip


@blueprint.post("/enquiries/<slug:reference>/closing")
@admits(*inbox.READERS)
def close(reference: str) -> BaseResponse:
    """Put it away."""
    return _act(reference, "close", lambda: inbox.close(session(), g.person, reference, version=carried(), at=now()))


@blueprint.post("/enquiries/<slug:reference>/opening")
@admits(*inbox.READERS)
def reopen(reference: str) -> BaseResponse:
    """Take it out again."""
    return _act(reference, "reopen", lambda: inbox.reopen(session(), g.person, reference, version=carried(), at=now()))


def _act(reference: str, name: str, verb: Any, form: AnswerForm | None = None) -> BaseResponse:
    try:
        verb()
    except inbox.EnquiryGone:
        abort(404)
    except inbox.NotAReader:
        return _page(_find(reference), AnswerForm(), status=422, trouble=_("This person does not read messages. Choose somebody from the list."))
    except inbox.EnquiryMoved:
        vain.note(f"enquiry-{name}", "StaleEdition")
        trouble = _(
            "Something was done with this message since you opened it, by somebody else or by you in another window. Look at it as it is now; what you typed "
            "is still below."
        )
        return _page(_find(reference), form or AnswerForm(), status=409, trouble=trouble)
    return see_other(f"{HERE}/{reference}?done={name}")


def _done(enquiry: Enquiry, readers: Sequence[Person]) -> str:
    """What was done a moment ago, as a sentence."""
    holder = next((one.name or one.email for one in readers if one.id == enquiry.assigned_id), "")
    return {
        "assign": _("This message is now with %(name)s.", name=f"\u2068{holder}\u2069") if holder else _("This message is with nobody now."),
        "answer": _("The answer was handed to the outbox."),
        "close": _("The message was put away."),
        "reopen": _("The message is open again."),
    }.get(request.args.get("done", ""), "")


def _find(reference: str) -> Enquiry:
    try:
        return inbox.find(session(), reference.replace("\x00", ""))
    except inbox.EnquiryGone:
        abort(404)


def _page(enquiry: Enquiry, form: AnswerForm, *, status: int = 200, trouble: str = "") -> BaseResponse:
    readers = inbox.readers(session())
    return page(
        "desk/enquiries/enquiry.html", status=status, enquiry=enquiry, form=form, trouble=trouble, readers=readers,
        subject=SUBJECTS[enquiry.subject.value], spoken=LANGUAGES[enquiry.language], kept_not_sent=not settings().SMTP_URL,
        done=_done(enquiry, readers) if status == 200 else "",
    )  # fmt: skip
