"""The page of the form, however one comes to it: new, opened, refused, overtaken, or with a Word file taken in."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES, TAGS, Language
from ....models import Change, Edition, EditionFile, Kind, State
from ....services import checking, publishing
from ....web.access import labels, now, session, settings
from ....web.responses import page
from .. import needed
from ..refusals import sentence
from . import links, wording
from .fixed import facts, fixed
from .forms import DocumentForm, form_values
from .knowing import opened_with
from .telling import lists

PARTS = {"checklist": "desk/writing/_checklist.html"}
SHOWN = ("all", *TAGS)


def blank() -> DocumentForm:
    """The form of a new text; the first language is that of the person."""
    initial: dict[str, Any] = {tag: {"status": "original" if tag == g.language.tag else "courtesy"} for tag in LANGUAGES}
    return DocumentForm(data=initial | {"precision": "day", "venue_zone": "Europe/Zurich"}, labels=labels())


def opened(edition: Edition) -> DocumentForm:
    """The form with what an edition says."""
    return DocumentForm(data=form_values(edition), labels=labels(), zone=edition.venue_zone)


def sent(edition: Edition | None = None) -> DocumentForm:
    """The form as it was sent."""
    return DocumentForm(request.form, labels=labels(), zone=edition.venue_zone if edition else None)


def found(edition_id: int) -> Edition | None:
    """An edition that this room writes."""
    edition = session().get(Edition, edition_id, populate_existing=True)
    return edition if edition is not None and edition.document.kind is not Kind.PAGE else None


def key() -> str:
    """The name of the window that a form was sent from; a new one where it has none."""
    value = request.form.get("key", "")
    return value if re.fullmatch(r"[0-9a-f]{32}", value) else secrets.token_hex(16)


def show() -> str:
    """Which language is looked at, or all."""
    value = request.values.get("show", "")
    return value if value in SHOWN else "all"


def correctable(edition: Edition | None) -> bool:
    """Whether a draft may be made a correction as it is saved: it was to add a language, or what was withdrawn can only return as one."""
    return edition is not None and (edition.change is Change.TRANSLATION or publishing.leads_nowhere(session(), edition))


def change_of(edition: Edition) -> Change | None:
    """A correction, where the button says that a draft becomes one."""
    return Change.CORRECTION if request.form.get("then") == "correction" and correctable(edition) else None


def checked(edition: Edition | None) -> dict[str, Any]:
    """What templates show of the check of an edition: what was found, and what is left to a person."""
    return {"findings": checklist(edition), "outside": outside(edition)} if edition else {"findings": (), "outside": ()}


def checklist(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The findings for an edition as it is kept: weight and sentence; with what else would keep it from being submitted."""
    found = tuple((one.weight, wording.found(one)) for one in _findings(edition))
    if any(weight == "must" for weight, _sentence in found):
        return found
    try:
        publishing.check(session(), edition, needed.required())
    except publishing.Refusal as refusal:
        return (("must", sentence(refusal)), *found)
    return found


def outside(edition: Edition) -> tuple[tuple[Language, tuple[tuple[str, str], ...]], ...]:
    """By language the links of an edition that lead to other sites: address and words."""
    found = ((one, checking.outside(edition.translations[tag].body, settings().base_url)) for tag, one in LANGUAGES.items() if tag in edition.translations)
    return tuple((language, links) for language, links in found if links)


def doubtful(edition: Edition) -> bool:
    """Whether words of an edition that is not released yet seem to be in another language than that of their field."""
    return edition.state not in (State.RELEASED, State.SETTLED) and any(one.kind == "paragraph" or one.kind.endswith("language") for one in _findings(edition))


def _findings(edition: Edition) -> tuple[checking.Finding, ...]:
    wanted, kind = needed.needed(), edition.document.kind.value
    return checking.check(
        publishing.read(edition), kind=kind, change=edition.change.value,
        required=wanted.required.get(kind, ()), expected=wanted.expected.get(kind, ()), base_url=settings().base_url, opens=links.opens,
        further=[finding for one in edition.files for finding in _of_file(one)],
        noted=publishing.noted(edition) if edition.change is Change.CORRECTION else (),
    )  # fmt: skip


def _of_file(file: EditionFile) -> Iterator[checking.Finding]:
    if file.is_picture and not file.alternative:
        yield checking.Finding("must", "alternative", file.language, file.name)
    if file.author:
        yield checking.Finding("wrong", "author", file.language, f"{file.name} – {file.author}")
    if file.telling:
        yield checking.Finding("wrong", "telling", file.language, file.name)


def writable(edition: Edition | None) -> bool:
    """Whether a text can be saved still: one that waits for its release, or is public, cannot."""
    return edition is None or edition.state not in (State.RELEASED, State.SETTLED)


def form_page(form: DocumentForm, edition: Edition | None = None, *, status: int = 200, fresh: bool = True, **more: Any) -> BaseResponse:
    """The page. `fresh`: the window gets a new name; else it keeps the one that its form was sent with."""
    values: dict[str, Any] = {
        "trouble": "", "stale": (), "taken": None, "kept": None, "removed": wording.removed_in(request.args), "over": "",
        "told": lists(edition, request.form),
        # A form that comes back as it was sent knows no more than it did.
        "known": (request.form.get("was", "") if status != 409 and request.method == "POST" else "") or opened_with(edition),
        "correctable": correctable(edition), "fixed": fixed(form, edition), "facts": facts(form, edition),
        "version": edition.version if edition else 0, "key": secrets.token_hex(16) if fresh else key(),
    }  # fmt: skip
    return page(
        "desk/writing/edit.html", parts=PARTS, status=status, push=False, form=form, edition=edition, show=show(),
        by_itself=edition is None or edition.state is State.DRAFT, writable=writable(edition), at=now(), **(checked(edition) | values | more),
    )  # fmt: skip
