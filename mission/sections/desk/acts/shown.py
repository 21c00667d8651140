"""The page of a document at the desk: what it shows, and how a verb answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES, TAGS, Language, choose
from ....models import Document, Edition, Kind, Settlement, State, TranslationStatus, Withdrawal
from ....services import desk, histories, publishing, visibility, watching
from ....services.publishing import Refusal
from ....services.publishing.verbs import last_act
from ....web.access import now, session
from ....web.deeds import deed
from ....web.readings import reading
from ....web.remarks import remark as said
from ....web.responses import page, see_other
from ....web.wording import STATES, STATUSES
from ..clocks import faces, time_left
from ..needed import required
from ..refusals import sentence
from ..writing.pages import checked
from .forms import ChangeForm, RemarkForm
from .wording import AGAIN, DONE, NOT_APPROVED

CONFLICTS = (publishing.StaleEdition, publishing.WrongState, publishing.Gone, publishing.EditionUnderWay)


@dataclass(frozen=True)
class Tongue:
    """One language of an edition: how far it is (``whole``, ``begun``, ``missing``), and whether the kind requires it."""

    language: Language
    title: str
    status: str
    stage: str
    required: bool


@dataclass(frozen=True)
class Line:
    """One line of a document's history; `who` is empty where the site acted by itself."""

    act: str
    who: str
    at: datetime
    remark: str
    refused: bool
    notices: tuple[tuple[str, str], ...] = ()


def tongues(edition: Edition) -> tuple[Tongue, ...]:
    """The four languages of an edition."""
    wanted = required().get(edition.document.kind.value, ())
    found = []
    for tag in TAGS:
        text = edition.translations.get(tag)
        stage = "missing" if text is None else "whole" if text.title and text.body else "begun"
        status = str(STATUSES[text.status.value]) if text else ""
        found.append(Tongue(LANGUAGES[tag], text.title if text else "", status, stage, tag in wanted))
    return tuple(found)


def lacking(edition: Edition) -> str:
    """What keeps an edition from being submitted, as a sentence; empty where nothing does."""
    try:
        publishing.check(session(), edition, required())
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def titled(edition: Edition | None) -> tuple[str, Language]:
    """An edition's title in the person's language, or the nearest one, with its language."""
    titles = {tag: text.title for tag, text in edition.translations.items() if text.title} if edition else {}
    chosen = choose(g.language, tuple(titles))
    return (titles[chosen.tag], chosen) if chosen else ("", g.language)


def heading(edition: Edition) -> dict[str, Any]:
    """The title of an edition and its language, as its pages name it."""
    title, spoken = titled(edition)
    return {"title": title, "spoken": spoken}


def named(document: Document) -> str:
    """What is typed to recall a document: its reference, or a page's section and path."""
    if document.reference:
        return document.reference
    current = document.current_edition
    assert current is not None, "only what is public is recalled"
    return f"{current.section}/{document.path}" if document.path else current.section


def bench(edition: Edition) -> str:
    """Where an edition is written in."""
    return f"/desk/pages/editions/{edition.id}" if edition.document.kind is Kind.PAGE else f"/desk/editions/{edition.id}"


def document_page(document: Document, *, status: int = 200, trouble: str = "", remark: RemarkForm | None = None) -> BaseResponse:
    """The page of a document: editions, languages, history, and the verbs that this person may use now."""
    under_way = publishing.unsettled_edition(session(), document.id)
    current = document.current_edition
    found = visibility.by_id(session(), document.id)
    title, spoken = titled(under_way or current)
    recalled = desk.recalled_at(session(), document.id)
    goes_on = under_way and recalled is None and under_way.state not in (State.RELEASED, State.SETTLED)
    return page(
        "desk/acts/document.html", parts={"waiting": "desk/acts/_waiting.html"}, push=False,
        status=status, trouble=trouble, document=document, title=title, spoken=spoken, done=_done(under_way),
        edition=under_way, standing=_standing(under_way), current=current, shown=reading(found) if found else None,
        name=named(document) if current else "",
        recalled=recalled, notices=_notices(document),
        withdrawn=session().get(Withdrawal, current.id) if current else None,
        verbs=publishing.offered(session(), g.person, under_way) if under_way else (),
        verbs_in_public=publishing.offered_in_public(session(), g.person, document),
        bench=bench(under_way) if under_way and under_way.state in (State.DRAFT, State.SUBMITTED, State.APPROVED) else "",
        tongues=tongues(under_way) if under_way else (), lacking=lacking(under_way) if under_way and _wants(under_way) else "",
        **checked(under_way if goes_on else None),
        flagged=[one.id for one in (under_way, current) if one and publishing.is_flagged(session(), one)],
        editions=_editions(document), history=_history(document), change=ChangeForm.offered(document), remark=remark or RemarkForm(),
        **_waiting(under_way),
    )  # fmt: skip


def _wants(edition: Edition) -> bool:
    """Whether the page says what an edition lacks: a draft, and what goes no further since its text was withdrawn."""
    if desk.recalled_at(session(), edition.document_id):
        return False
    return edition.state is State.DRAFT or publishing.leads_nowhere(session(), edition)


def _standing(edition: Edition | None) -> str:
    """Where the edition under way stands, in words; one whose minute has come waits no longer."""
    if edition is None:
        return ""
    if hindered(edition):
        return _("Late")
    if edition.release is not None and edition.state is State.RELEASED and edition.release.release_at <= now():
        return _("Becoming public")
    return str(STATES[edition.state.value])


def _waiting(edition: Edition | None) -> dict[str, Any]:
    """The four clocks of an edition that waits for its minute."""
    if edition is None or edition.release is None:
        return {"clocks": (), "left": "", "hindered": ""}
    return {
        "clocks": faces(edition.release.release_at), "left": time_left(edition.release.release_at, now()), "hindered": hindered(edition),
    }  # fmt: skip


def hindered(edition: Edition) -> str:
    """Why what was released is not public though its minute has come, as a sentence; empty while nothing is wrong."""
    at = edition.release.release_at if edition.release is not None and edition.state is State.RELEASED else None
    if at is None or at > now():
        return ""
    if refusal := publishing.hindrance(session(), edition):
        return _("It cannot become public: %(reason)s Take the release back, change it, and release it again.", reason=sentence(refusal))
    if at > now() - watching.LATE:
        return ""
    return _("It is late. Whoever runs the site is told by an alarm; nothing of it is lost, and it becomes public as soon as it can.")


def _done(edition: Edition | None) -> str:
    verb = request.args.get("done", "")
    if verb not in DONE:
        return ""
    if verb == "release" and edition is not None and edition.release is not None and edition.release.release_at > now():
        verb = "schedule"
    return str(AGAIN) if request.args.get("again") else str(DONE[verb])


def _editions(document: Document) -> tuple[tuple[Edition, Settlement], ...]:
    settled = [(one, one.settlement) for one in document.editions if one.settlement is not None]
    return tuple(reversed([(edition, settlement) for edition, settlement in settled if settlement]))


def _notices(document: Document) -> tuple[tuple[str, str], ...]:
    """What the public is told of a document that is withdrawn or recalled, by language tag."""
    withdrawal = document.current_edition.withdrawal if document.current_edition else None
    return histories.in_order(document.recall.notices if document.recall else withdrawal.notices if withdrawal else {})


def _history(document: Document) -> tuple[Line, ...]:
    told = histories.notices(session(), document.id)
    return tuple(
        Line(
            deed(one.verb, one.remark, one.recorded_at), one.who, one.recorded_at,
            said(one.verb, one.remark, at=one.recorded_at), one.verb.endswith("-refused"), told.get((one.verb, one.recorded_at), ()),
        )
        for one in desk.history(session(), document)
    )  # fmt: skip


def document_of(document_id: int) -> Document:
    """The document, or 404."""
    found = session().get(Document, document_id, populate_existing=True)
    if found is None:
        abort(404)
    return found


def edition_of(edition_id: int) -> Edition:
    """The edition, or 404."""
    found = session().get(Edition, edition_id, populate_existing=True)
    if found is None:
        abort(404)
    return found


def over(document_id: int, verb: str, *, again: bool = False) -> BaseResponse:
    """On to the page of the document, which says what was done."""
    return see_other(f"/desk/documents/{document_id}?" + urlencode({"done": verb} | ({"again": "1"} if again else {})))


def _typed() -> tuple[tuple[str, str], ...]:
    """What the person wrote into a form that came too late, by language where it has one: a remark, a reason, notices."""
    given = ((name if name in TAGS else "", request.form.get(name, "").strip()) for name in ("remark", "reason", *TAGS))
    return tuple((tag, words) for tag, words in given if words)


def answer(document_id: int, verb: str, refusal: Refusal, *, same: bool = True) -> BaseResponse:
    """The answer to a refusal: what this very person has done already is over, if it was the `same`; what has moved on meanwhile is 409 with a plain
    page, on which stands what was typed; all else is the document's page with the reason (422)."""
    document = document_of(document_id)
    if not isinstance(refusal, CONFLICTS):
        return document_page(document, status=422, trouble=sentence(refusal))
    last = last_act(session(), document_id)
    if same and last is not None and last.verb == verb and last.person_id == g.person.id:
        return over(document_id, verb, again=True)
    edition = publishing.unsettled_edition(session(), document_id) or document.current_edition
    title, spoken = titled(edition)
    who = last.who if last else ""
    trouble = sentence(refusal) if isinstance(refusal, publishing.Gone) else ""
    if isinstance(refusal, publishing.WrongState) and verb == "release" and refusal.state in ("draft", "submitted"):
        trouble = NOT_APPROVED
    return page(
        "desk/acts/moved_on.html", status=409, document=document, edition=edition, title=title, spoken=spoken, trouble=trouble,
        last=deed(last.verb, last.remark, last.recorded_at) if last else "", who=who, at=last.recorded_at if last else None,
        typed=_typed(),
    )  # fmt: skip


def original_first(edition: Edition) -> tuple[str, ...]:
    """The languages of an edition, the original before the others."""
    return tuple(sorted(edition.translations, key=lambda tag: (edition.translations[tag].status is not TranslationStatus.ORIGINAL, TAGS.index(tag))))
