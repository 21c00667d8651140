"""The contact form: shown, checked as each field is left, received, confirmed."""

import secrets
from datetime import timedelta

from flask import Blueprint, abort, current_app, make_response, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS
from ...models import EnquirySubject
from ...services import enquiries, throttle
from ...services.enquiries import EnquiryContent
from ...web.access import keep, now, session, settings
from ...web.chrome import Link, home_link, stands_at
from ...web.fields import choices
from ...web.front import drawn_anew
from ...web.language import current_language
from ...web.responses import page, see_other
from ...web.wording import ROOMS
from .forms import CHECKED, SUBJECTS, ContactForm
from .letters import acknowledgement, announcement
from .press import lists

blueprint = Blueprint("contact", __name__)
# Stands in a kept page where the moment of its showing goes.
_HOLE = secrets.token_hex(16)
_PAGES = {"contact": "contact/page.html", "press": "contact/press.html"}


@blueprint.get("/<language:language>/contact")
def show() -> BaseResponse:
    """The empty form; a subject given in the address is chosen already, and then shows what belongs to it."""
    return _form_page(ContactForm(_chosen()), "contact") if request.args else _empty_page("contact", MultiDict())


@blueprint.get("/<language:language>/press")
def press() -> BaseResponse:
    """The page for the press, with the form opened for it."""
    values = _chosen() or MultiDict({"subject": "press"})
    return _form_page(ContactForm(values), "press") if request.args else _empty_page("press", values)


@blueprint.post("/<language:language>/<any(contact,press):room>")
def send(room: str) -> BaseResponse:
    """Check the form, or one field of it (``part=field``); keep the enquiry; go to its confirmation (303). What has to be corrected comes back
    on the page from which it was sent."""
    form = ContactForm(request.form)
    form.now = now()
    if request.args.get("part") == "field":
        return _check_field(form)
    if not form.validate():
        return _form_page(form, room, status=422)
    if form.email_again.data or _too_fast():
        # A program gives up or trips again; a person whose browser filled the trap in, or who was very quick, loses nothing.
        form.email_again.data = ""
        return _form_page(form, room, status=422, again=True)
    try:
        kept = _receive(form)
    except enquiries.TooMany as many:
        return _form_page(form, room, status=429, wait=many.wait)
    return see_other(addresses.enquiry_received(current_language().tag, _token(kept, form.subject.data)))


@blueprint.get("/<language:language>/contact/received/<token>")
def received(token: str) -> BaseResponse:
    """The confirmation, by a signed reference: it needs no cookie, and nobody else's can be guessed."""
    try:
        reference, subject = _serializer().loads(token)
    except BadData:
        abort(404)
    stands_at({}, hidden=True)
    trail = (home_link(), Link(str(ROOMS["contact"]), addresses.room(current_language().tag, "contact")))
    response = page(
        "contact/received.html", reference=reference, subject=subject, trail=trail, days=settings().ENQUIRY_DAYS,
        kept_not_sent=not settings().SMTP_URL, consular_url=settings().CONSULAR_URL,
    )  # fmt: skip
    # One reader's own, as its address is.
    response.headers["Cache-Control"] = "no-store"
    return response


def _chosen() -> MultiDict[str, str]:
    """The subject that an address names, and nothing else of a form: addresses are noted and kept in many places, and what somebody types is not to
    stand in one."""
    return MultiDict((one, request.args[one]) for one in ("subject",) if one in request.args)


def _empty_page(room: str, values: MultiDict[str, str]) -> BaseResponse:
    """The page with nothing filled in: drawn once for a state of the site, and told anew to each reader when it was shown."""
    key = ("empty form", current_language().tag, room)
    drawn = keep().get(key, lambda: _form_page(ContactForm(values), room, started=_HOLE).get_data(as_text=True), of=0)
    return make_response(drawn.replace(_HOLE, _stamped()))


def _form_page(
    form: ContactForm, room: str, status: int = 200, wait: timedelta | None = None, again: bool = False, started: str = ""
) -> BaseResponse:
    stands_at({one: addresses.room(one, room) for one in TAGS}, hidden=status != 200)
    if room == "press":
        form.subject.choices = choices(sorted(SUBJECTS, key=lambda one: one[0] != "press"))
    response = page(
        _PAGES[room],
        parts={"details": "contact/_details.html", "form": "contact/_form.html"},
        status=status,
        push=False,
        form=form,
        started=started or _stamped(),
        again=again,
        subject=form.subject.data or "",
        consular_url=settings().CONSULAR_URL,
        wait_minutes=-(-int(wait.total_seconds()) // 60) if wait else None,
        action=addresses.room(current_language().tag, room),
        days=settings().ENQUIRY_DAYS,
        trail=(home_link(), Link(str(ROOMS[room]), "")),
        site=settings(),
        lists=lists,
    )
    if wait:
        response.headers["Retry-After"] = str(max(1, int(wait.total_seconds())))
    return response


def _check_field(form: ContactForm) -> BaseResponse:
    """One field as it is left: drawn again with its error, or without."""
    name = request.args.get("field", "")
    if name not in CHECKED:
        abort(404)
    field = form[name]
    field.validate(form)
    return page("contact/page.html", parts={"field": "contact/_field.html"}, push=False, form=form, field=field, checked=True)


def _receive(form: ContactForm) -> str:
    language = current_language().tag
    content = EnquiryContent(
        subject=EnquirySubject(form.subject.data), name=form.name.data.strip(), email=form.email.data,
        organisation=(form.organisation.data or "").strip(), message=form.message.data.strip(), language=language,
        deadline=form.deadline_at, callback=(form.callback.data or "").strip(),
    )  # fmt: skip
    kept = enquiries.receive(
        session(), content, acknowledgement=acknowledgement(content, settings()), announcement=announcement(content, settings()),
        origin=throttle.origin(request.remote_addr, current_app.config["SECRET_KEY"]), at=now(), settings=settings(),
    )  # fmt: skip
    return kept.reference


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="enquiry")


def _token(reference: str, subject: str) -> str:
    return _serializer().dumps([reference, subject])


def _stamped() -> str:
    """When the form was shown, signed: nobody fills it in within seconds."""
    drawn_anew()
    given = request.form.get("started", "")
    return given if _began(given) else URLSafeSerializer(current_app.config["SECRET_KEY"], salt="started").dumps(int(now().timestamp()))


def _began(stamped: str) -> int | None:
    try:
        return int(URLSafeSerializer(current_app.config["SECRET_KEY"], salt="started").loads(stamped))
    except (BadData, ValueError, TypeError):
        return None


def _too_fast() -> bool:
    began = _began(request.form.get("started", ""))
    return began is None or now().timestamp() - began < settings().CONTACT_LEAST_SECONDS
