"""Texts by mail. Reading changes nothing: mail scanners open every link; each act is a button of its own, or a mail program's one click."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import LANGUAGES, TAGS
from ...models import Alert, Frequency
from ...services import listing, throttle
from ...services.alerts import asking, managing, queries
from ...services.filtering import Filter
from ...web.access import labels, now, session, settings
from ...web.chrome import Link, home_link, stands_at
from ...web.crossing import bears_its_token
from ...web.language import current_language
from ...web.limits import spend
from ...web.responses import page, see_other
from ...web.wording import ROOMS
from .filters import exactly, left_aside, read_list
from .forms import FREQUENCIES, AlertForm, ChangeForm, LinkForm
from .shown import in_words, shown

blueprint = Blueprint("alerts", __name__)


@blueprint.before_request
def count() -> None:
    """Whoever asks for a list by words makes a search, as on the list's own page."""
    if request.args.get("q", "").strip():
        spend("search", settings().SEARCHES_PER_MINUTE, told=False)


@blueprint.get("/<language:language>/alerts")
def show() -> BaseResponse:
    """The form for the list that the address names; without one, for everything. Where it names a filter that there is not, 404 with the form for
    what is left."""
    missing = left_aside(request.args)
    return _form_page(AlertForm(language=current_language().tag), read_list(request.args), status=404 if missing else 200, missing=missing)


@blueprint.post("/<language:language>/alerts")
def ask() -> BaseResponse:
    """Send the letter that asks to confirm (303): the same answer whether the address is known or not."""
    form = AlertForm(request.form, language=current_language().tag)
    wanted, missing = read_list(request.args), left_aside(request.args)
    if not form.validate() or missing:
        return _form_page(form, wanted, status=422, missing=missing)
    if form.email_again.data:
        # A program gives up or trips again; a person whose browser filled the trap in loses nothing.
        form.email_again.data = ""
        return _form_page(form, wanted, status=422, again=True)
    try:
        asking.ask(
            session(), email=form.email.data, language=form.language.data, wanted=wanted, frequency=Frequency(form.frequency.data),
            names=labels(), origin=_origin(), at=now(), settings=settings(),
        )  # fmt: skip
    except asking.TooMany as many:
        return _form_page(form, wanted, status=429, wait=many.wait)
    return see_other(addresses.alert_asked(current_language().tag))


@blueprint.get("/<language:language>/alerts/link")
def show_link() -> BaseResponse:
    """The form for whoever follows already."""
    return _link_page(LinkForm())


@blueprint.post("/<language:language>/alerts/link")
def ask_link() -> BaseResponse:
    """Send the link to one's alerts (303): the same answer whether the address is known or not."""
    form = LinkForm(request.form)
    if not form.validate():
        return _link_page(form, status=422)
    try:
        asking.ask_link(session(), email=form.email.data, language=current_language().tag, origin=_origin(), at=now(), settings=settings())
    except asking.TooMany as many:
        return _link_page(form, status=429, wait=many.wait)
    return see_other(addresses.alert_asked(current_language().tag))


@blueprint.get("/<language:language>/alerts/sent")
def sent() -> BaseResponse:
    """Look into your letters."""
    return _private("alerts/sent.html", kept_not_sent=not settings().SMTP_URL, hours=settings().ALERT_CONFIRM_HOURS)


@blueprint.get("/<language:language>/alerts/forgotten")
def forgotten() -> BaseResponse:
    """Nothing is held any longer."""
    return _private("alerts/forgotten.html")


@blueprint.get("/<language:language>/alerts/confirm/<token>")
def show_confirmation(token: str) -> BaseResponse:
    """What is about to be confirmed, and the button; afterwards, that it is."""
    alert = managing.found(session(), "confirm", token, now(), settings())
    return _over() if alert is None else _private("alerts/confirm.html", alert=shown(alert), action=request.path)


@blueprint.post("/<language:language>/alerts/confirm/<token>")
def confirm(token: str) -> BaseResponse:
    """The alert begins."""
    alert = managing.found(session(), "confirm", token, now(), settings())
    if alert is None:
        return _over()
    managing.confirm(session(), alert, now())
    return see_other(addresses.alert_confirmation(current_language().tag, token))


@blueprint.get("/<language:language>/alerts/manage/<token>")
def manage(token: str) -> BaseResponse:
    """All that an address follows."""
    follower = managing.holder(session(), token, now(), settings())
    if follower is None:
        return _over()
    alerts = tuple(shown(one) for one in managing.alerts_of(session(), follower))
    return _private(
        "alerts/manage.html", email=follower.email, alerts=alerts, frequencies=FREQUENCIES, languages=tuple(LANGUAGES.values()),
        done=request.args.get("done", ""), **_acts(token),
    )  # fmt: skip


@blueprint.post("/<language:language>/alerts/manage/<token>/frequency")
def change(token: str) -> BaseResponse:
    """How often one of them writes, and in which language."""
    alert = _own(token)
    form = ChangeForm(request.form, language=alert.language if alert else "")
    if alert is None or not form.validate():
        return _over()
    changed = managing.change(session(), alert, Frequency(form.frequency.data), form.language.data, now())
    return see_other(addresses.alert_managing(current_language().tag, token) + ("?done=changed" if changed else "?done=twice"))


@blueprint.post("/<language:language>/alerts/manage/<token>/ending")
def end(token: str) -> BaseResponse:
    """One of them ends; with the last one the address is forgotten."""
    alert = _own(token)
    if alert is None:
        return _over()
    managing.end(session(), alert, now())
    left = managing.holder(session(), token, now(), settings())
    tag = current_language().tag
    return see_other(addresses.alert_managing(tag, token) + "?done=ended" if left else addresses.alert_forgotten(tag))


@blueprint.post("/<language:language>/alerts/manage/<token>/forgetting")
def forget(token: str) -> BaseResponse:
    """All of them end, and the address is forgotten."""
    follower = managing.holder(session(), token, now(), settings())
    if follower is None:
        return _over()
    managing.forget(session(), follower)
    return see_other(addresses.alert_forgotten(current_language().tag))


@blueprint.get("/<language:language>/alerts/unsubscribe/<token>")
def show_ending(token: str) -> BaseResponse:
    """The alert that a letter came from, and the button that ends it; afterwards, that it has ended."""
    alert = managing.found(session(), "end", token, now(), settings())
    if alert is None and not managing.was_ours(token, now(), settings()):
        return _over()
    return _private("alerts/unsubscribe.html", alert=shown(alert) if alert else None, action=request.path)


@blueprint.post("/<language:language>/alerts/unsubscribe/<token>")
@bears_its_token
def unsubscribe(token: str) -> BaseResponse:
    """The alert ends: by the page's button (303), or by a mail program's one click, which follows no redirect (RFC 8058, section 3.1)."""
    alert = managing.found(session(), "end", token, now(), settings())
    if alert is not None:
        managing.end(session(), alert, now())
    elif not managing.was_ours(token, now(), settings()):
        return _over()
    if request.form.get("List-Unsubscribe") == "One-Click":
        return _private("alerts/unsubscribe.html", alert=None, action=request.path)
    return see_other(addresses.alert_ending(current_language().tag, token))


def _form_page(
    form: AlertForm, wanted: Filter, *, status: int = 200, wait: timedelta | None = None, again: bool = False, missing: tuple[str, ...] = ()
) -> BaseResponse:  # fmt: skip
    listed = listing.find(session(), wanted)
    stands_at({tag: queries.asked_at(tag, wanted) for tag in TAGS}, hidden=status != 200 or wanted.narrowed or bool(wanted.section))
    tag = current_language().tag
    response = page(
        "alerts/page.html", status=status, form=form, again=again, missing=missing, wait_minutes=_minutes(wait), action=queries.asked_at(tag, wanted),
        list_name=in_words(wanted), list_address=queries.address(tag, wanted), everything=not wanted.narrowed and not wanted.section,
        total=listed.total if listed.prepared else None, exact=_exact(tag, wanted) if wanted.begun else None,
        by_month=wanted.cuts_years,
        link=addresses.alert_link(tag), days=settings().ALERT_DAYS, trail=(home_link(), Link(str(ROOMS["alerts"]), "")),
    )  # fmt: skip
    return _waiting(response, wait)


def _exact(tag: str, wanted: Filter) -> Link:
    """The same form for a word that is not only begun."""
    return Link(exactly(wanted).q, queries.asked_at(tag, exactly(wanted)))


def _link_page(form: LinkForm, *, status: int = 200, wait: timedelta | None = None) -> BaseResponse:
    stands_at({tag: addresses.alert_link(tag) for tag in TAGS}, hidden=True)
    tag = current_language().tag
    response = page(
        "alerts/link.html", status=status, form=form, wait_minutes=_minutes(wait), action=addresses.alert_link(tag),
        hours=settings().ALERT_LINK_HOURS, trail=_trail(),
    )  # fmt: skip
    return _waiting(response, wait)


def _private(template: str, status: int = 200, **values: Any) -> BaseResponse:
    """A page that is one reader's alone: kept by no cache, shown by no searcher, and without its address in a menu or on paper."""
    stands_at({}, hidden=True)
    tag = current_language().tag
    response = page(template, status=status, asking=addresses.alerts(tag), link=addresses.alert_link(tag), trail=_trail(), printed="", **values)
    response.headers["Cache-Control"] = "no-store"
    return response


def _over() -> BaseResponse:
    """One answer for every link that opens nothing: forged, over, or of what is forgotten."""
    return _private("alerts/over.html", status=404)


def _own(token: str) -> Alert | None:
    """The alert named in a form, where it is one of the link's holder."""
    follower = managing.holder(session(), token, now(), settings())
    number = request.form.get("alert", "")
    held = managing.alerts_of(session(), follower) if follower else ()
    return next((one for one in held if str(one.id) == number), None)


def _acts(token: str) -> dict[str, Any]:
    tag = current_language().tag
    return {act: addresses.alert_managing(tag, token, act) for act in ("frequency", "ending", "forgetting")}


def _trail() -> tuple[Link, ...]:
    return (home_link(), Link(str(ROOMS["alerts"]), addresses.alerts(current_language().tag)))


def _origin() -> str:
    return throttle.origin(request.remote_addr, current_app.config["SECRET_KEY"])


def _minutes(wait: timedelta | None) -> int | None:
    return -(-int(wait.total_seconds()) // 60) if wait else None


def _waiting(response: BaseResponse, wait: timedelta | None) -> BaseResponse:
    if wait:
        response.headers["Retry-After"] = str(max(1, int(wait.total_seconds())))
    return response
