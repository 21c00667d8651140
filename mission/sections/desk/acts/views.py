"""The verbs, one address each. What is final is confirmed on a page of its own; every verb answers twice without harm."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import Change, Edition, State
from ....services import desk, publishing
from ....services.publishing import MAY, WRITING, Refusal
from ....web.access import now, session
from ....web.responses import page, see_other
from .. import vain
from ..carried import carried
from ..clocks import faces
from ..door import admits
from ..needed import required
from ..writing.pages import checked, doubtful
from .forms import ChangeForm, ReasonForm, ReleaseForm, RemarkForm
from .shown import answer, bench, document_of, document_page, edition_of, heading, lacking, original_first, over
from .wording import IN_DOUBT, NOT_APPROVED

blueprint = Blueprint("acts", __name__)


@blueprint.get("/documents/<number:document_id>")
@admits(*WRITING)
def show(document_id: int) -> BaseResponse:
    """A document: what stands where, who did what, and what this person may do now."""
    return document_page(document_of(document_id))


@blueprint.post("/editions/<number:edition_id>/submission")
@admits(*MAY["submit"])
def submit(edition_id: int) -> BaseResponse:
    """Hand a draft to whoever approves."""
    return _act(edition_id, "submit", lambda: publishing.submit(session(), g.person, edition_id, version=carried(), required=required(), at=now()))


@blueprint.post("/editions/<number:edition_id>/return")
@admits(*MAY["send_back"])
def send_back(edition_id: int) -> BaseResponse:
    """Return a submitted text to its writer, with a remark."""
    form = RemarkForm(request.form)
    if not form.validate():
        edition = edition_of(edition_id)
        vain.note("send_back", publishing.Incomplete("remark"), edition=edition)
        return document_page(edition.document, status=422, remark=form)
    remark = form.remark.data
    return _act(edition_id, "send_back", lambda: publishing.send_back(session(), g.person, edition_id, version=carried(), remark=remark, at=now()))


@blueprint.post("/editions/<number:edition_id>/approval")
@admits(*MAY["approve"])
def approve(edition_id: int) -> BaseResponse:
    """Approve what somebody else wrote."""
    return _act(edition_id, "approve", lambda: publishing.approve(session(), g.person, edition_id, version=carried(), at=now()))


@blueprint.get("/editions/<number:edition_id>/override")
@admits(*MAY["approve"])
def ask_override(edition_id: int) -> BaseResponse:
    """Approve one's own work all the same: what that means, and why."""
    edition = edition_of(edition_id)
    return _elsewhere(edition, "approve", State.SUBMITTED) or _override_page(edition, ReasonForm())


@blueprint.post("/editions/<number:edition_id>/override")
@admits(*MAY["approve"])
def override(edition_id: int) -> BaseResponse:
    """Approve one's own work for a reason; it is listed until somebody else confirms it."""
    form = ReasonForm(request.form)
    if not form.validate():
        edition = edition_of(edition_id)
        vain.note("approve", publishing.Incomplete("reason"), edition=edition)
        return _override_page(edition, form, status=422)
    given: dict[str, Any] = {"version": carried(), "at": now(), "override": True, "reason": form.reason.data}
    return _act(edition_id, "approve", lambda: publishing.approve(session(), g.person, edition_id, **given))


@blueprint.post("/editions/<number:edition_id>/confirmation")
@admits(*MAY["confirm"])
def confirm(edition_id: int) -> BaseResponse:
    """Confirm an approval that overrode the rule of two persons."""
    return _act(edition_id, "confirm", lambda: publishing.confirm(session(), g.person, edition_id, at=now()))


@blueprint.get("/editions/<number:edition_id>/release")
@admits(*MAY["release"])
def ask_release(edition_id: int) -> BaseResponse:
    """When to release; once that is chosen, what the four clocks show then, to be confirmed."""
    edition = edition_of(edition_id)
    if trouble := _cannot_release(edition):
        return document_page(edition.document, status=422, trouble=trouble)
    form = ReleaseForm.asked(request.args if "when" in request.args else None, now())
    if "when" not in request.args or "again" in request.args:
        return _release_page(edition, form)
    if not form.validate():
        # A question: it asks for no release yet, and leaves no trace.
        return _release_page(edition, form, status=422)
    return _release_page(edition, form, clocks=faces(form.release_at or now()))


@blueprint.post("/editions/<number:edition_id>/release")
@admits(*MAY["release"], fresh=True)
def release(edition_id: int) -> BaseResponse:
    """Release now or at a minute; alone at the desk, one's own draft too."""
    edition = edition_of(edition_id)
    form = ReleaseForm.asked(request.form, now())
    if not form.validate():
        vain.note("release", "TimeRefused", edition=edition)
        return _release_page(edition, form, status=422)
    if doubtful(edition) and request.form.get("confirmed") != "yes":
        return _release_page(edition, form, status=422, clocks=faces(form.release_at or now()), trouble=str(IN_DOUBT))
    return _act(
        edition_id, "release",
        lambda: publishing.expedite(session(), g.person, edition_id, version=carried(), at=now(), required=required(), release_at=form.release_at),
        same=lambda: _is_for(edition_id, form.release_at),
    )  # fmt: skip


def _is_for(edition_id: int, wanted: datetime | None) -> bool:
    """Whether an edition is released for the minute that is `wanted`, or has been, where that is now (None)."""
    release = edition_of(edition_id).release
    return release is not None and (release.release_at <= now() if wanted is None else release.release_at == wanted)


def _cannot_release(edition: Edition) -> str:
    """Why this person cannot release an edition that is not released yet, as a sentence; empty where they can."""
    if edition.state in (State.RELEASED, State.SETTLED):
        return ""
    if "release" not in publishing.offered(session(), g.person, edition):
        return str(NOT_APPROVED)
    return lacking(edition)


@blueprint.post("/editions/<number:edition_id>/unscheduling")
@admits(*MAY["unschedule"])
def unschedule(edition_id: int) -> BaseResponse:
    """Take a release back before its minute."""
    return _act(edition_id, "unschedule", lambda: publishing.unschedule(session(), g.person, edition_id, version=carried(), at=now()))


@blueprint.get("/editions/<number:edition_id>/discarding")
@admits(*WRITING)
def ask_discard(edition_id: int) -> BaseResponse:
    """What is lost with a draft, to be confirmed."""
    edition = _own(edition_of(edition_id))
    if "discard" not in publishing.offered(session(), g.person, edition):
        return answer(edition.document_id, "discard", publishing.WrongState("discard", edition.state.value))
    return page("desk/acts/discard.html", edition=edition, document=edition.document, **heading(edition))


@blueprint.post("/editions/<number:edition_id>/discarding")
@admits(*WRITING)
def discard(edition_id: int) -> BaseResponse:
    """Drop a draft."""
    edition = session().get(Edition, edition_id, populate_existing=True)
    if edition is None:
        return _discarded_before(edition_id)
    _own(edition)
    document_id, was_public = edition.document_id, edition.document.current_edition_id is not None
    try:
        publishing.discard(session(), g.person, edition_id, version=carried(), at=now())
    except Refusal as refusal:
        return answer(document_id, "discard", refusal)
    return over(document_id, "discard") if was_public else see_other("/desk/?done=discard")


def _own(edition: Edition) -> Edition:
    """The edition, where this person may discard it; else 403, noted like any refusal."""
    if not publishing.may_discard(session(), g.person, edition):
        if request.method == "POST":
            vain.note("discard", "OthersWork", edition=edition)
        abort(403)
    return edition


def _discarded_before(edition_id: int) -> BaseResponse:
    last = desk.last_of(session(), edition_id)
    if last is None or (last.verb, last.person_id) != ("discard", g.person.id):
        abort(404)
    return see_other("/desk/?done=discard&again=1")


@blueprint.post("/documents/<number:document_id>/editions")
@admits(*MAY["begin"])
def begin(document_id: int) -> BaseResponse:
    """Begin the next edition of what is public: a correction, an amendment, or a language added."""
    form = ChangeForm(request.form)
    if not form.validate():
        abort(400)
    document_of(document_id)
    try:
        edition = publishing.begin(session(), g.person, document_id, Change(form.change.data), at=now(), seen=carried("seen") or None)
    except publishing.EditionUnderWay as under_way:
        edition = edition_of(under_way.edition_id)
        return see_other(bench(edition)) if edition.change.value == form.change.data else over(document_id, "under-way")
    except Refusal as refusal:
        return answer(document_id, "draft", refusal)
    return see_other(bench(edition))


def _act(edition_id: int, name: str, verb: Callable[[], Edition], same: Callable[[], bool] = lambda: True) -> BaseResponse:
    document_id = edition_of(edition_id).document_id
    try:
        verb()
    except Refusal as refusal:
        return answer(document_id, name, refusal, same=same())
    return over(document_id, name)


def _elsewhere(edition: Edition, verb: str, wanted: State) -> BaseResponse | None:
    """What is told instead of asking, where the edition is in no state for it any more."""
    if edition.state is wanted:
        return None
    return answer(edition.document_id, verb, publishing.WrongState(verb, edition.state.value))


def _release_page(edition: Edition, form: ReleaseForm, *, status: int = 200, clocks: Any = (), trouble: str = "") -> BaseResponse:
    # What waits or is public already has nothing to choose.
    if edition.state in (State.RELEASED, State.SETTLED):
        return over(edition.document_id, "release", again=True) if edition.state is State.RELEASED else see_other(f"/desk/documents/{edition.document_id}")
    return page(
        "desk/acts/release.html", status=status, edition=edition, document=edition.document, form=form, clocks=clocks,
        tags=original_first(edition), here=faces(now()), languages=LANGUAGES, trouble=trouble,
        doubtful=doubtful(edition), **checked(edition), **heading(edition),
    )  # fmt: skip


def _override_page(edition: Edition, form: ReasonForm, *, status: int = 200) -> BaseResponse:
    return page("desk/acts/override.html", status=status, edition=edition, document=edition.document, form=form, **heading(edition))
