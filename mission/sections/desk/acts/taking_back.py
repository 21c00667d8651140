"""Withdrawal and recall: what each does is told before it is done, with the notice that the public will read."""

from collections.abc import Callable

from flask import abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....services import publishing
from ....services.publishing import MAY, Refusal
from ....web.access import now, session, settings
from ....web.responses import page
from .. import vain
from ..carried import carried
from ..door import admits
from ..refusals import sentence
from .forms import NoticeForm, RecallForm
from .shown import answer, document_of, document_page, heading, named, original_first, over
from .views import blueprint
from .wording import notices_in_doubt


@blueprint.get("/documents/<number:document_id>/withdrawal")
@admits(*MAY["withdraw"])
def ask_withdrawal(document_id: int) -> BaseResponse:
    """What a withdrawal does, and the notice that the public will read."""
    return _taking_back(document_id, "withdraw", NoticeForm())


@blueprint.post("/documents/<number:document_id>/withdrawal")
@admits(*MAY["withdraw"], fresh=True)
def withdraw(document_id: int) -> BaseResponse:
    """Withdraw: the text stays under a notice."""
    return _take_back(document_id, "withdraw", NoticeForm(request.form), publishing.withdraw)


@blueprint.get("/documents/<number:document_id>/recall")
@admits(*MAY["recall"])
def ask_recall(document_id: int) -> BaseResponse:
    """What a recall does, the reason for the public, and the reference to be typed."""
    return _taking_back(document_id, "recall", RecallForm())


@blueprint.post("/documents/<number:document_id>/recall")
@admits(*MAY["recall"], fresh=True)
def recall(document_id: int) -> BaseResponse:
    """Recall: published in error, gone for good."""
    return _take_back(document_id, "recall", RecallForm(request.form), publishing.recall)


def _take_back(document_id: int, name: str, form: NoticeForm, verb: Callable[..., None]) -> BaseResponse:
    document = document_of(document_id)
    edition = document.current_edition
    if edition is None:
        abort(404)
    noticed = form.ask(tuple(edition.translations))
    typed = not isinstance(form, RecallForm) or form.confirms(named(document))
    if not noticed or not typed:
        lacking = tuple(sorted(set(edition.translations) - set(form.notices)))
        vain.note(name, publishing.NoticeMissing(lacking) if lacking else publishing.Incomplete("notice" if typed else "reference"), document=document)
        return _taking_back(document_id, name, form, status=422)
    if form.doubtful and request.form.get("confirmed") != "yes":
        return _taking_back(document_id, name, form, status=422, trouble=notices_in_doubt(form.doubtful))
    try:
        verb(
            session(), g.person, document_id, notices=form.notices, at=now(), demonstration=not settings().MISSION_OFFICIAL,
            seen=carried("seen") or None,
        )  # fmt: skip
    except (publishing.PagesBelow, publishing.FirstPage) as refusal:
        return _taking_back(document_id, name, form, status=422, trouble=sentence(refusal))
    except Refusal as refusal:
        return answer(document_id, name, refusal)
    return over(document_id, name)


def _taking_back(document_id: int, name: str, form: NoticeForm, *, status: int = 200, trouble: str = "") -> BaseResponse:
    document = document_of(document_id)
    edition = document.current_edition
    if edition is None or (status == 200 and name not in publishing.offered_in_public(session(), g.person, document)):
        return document_page(document, status=409 if edition else 404)
    return page(
        f"desk/acts/{name}.html", status=status, trouble=trouble, document=document, edition=edition, form=form, name=named(document),
        tags=original_first(edition), **heading(edition),
    )  # fmt: skip
