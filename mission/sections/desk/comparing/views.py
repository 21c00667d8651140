"""Two editions of a document compared, language by language; and the document's history."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES, TAGS
from ....models import Document, Edition, RoleName
from ....services import histories, visibility
from ....services.shown import File, Public
from ....web.access import labels, session
from ....web.deeds import deed
from ....web.differences import compared
from ....web.entries import named
from ....web.language import comma, current_language, minute, printed
from ....web.remarks import remark
from ....web.responses import page
from ....web.wording import OCCASIONS, ROOMS
from ..acts.shown import heading, titled
from ..door import admits
from ..refusals import FIELDS

_COMPARED = ("section", "dated_start", "themes", "bodies", "occasion", "session", "agenda_item", "speaker", "venue", "starts_at", "ends_at")
blueprint = Blueprint("comparing", __name__)
WRITERS = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)


@blueprint.get("/documents/<number:document_id>/comparison")
@admits(*WRITERS)
def compare(document_id: int) -> BaseResponse:
    """Two editions, by `from` and `to` (their sequence numbers): by default the last two."""
    found = _editions(document_id)
    before, after = _asked("from", found, found[max(0, len(found) - 2)]), _asked("to", found, found[-1])
    old, new = visibility.preview(before), visibility.preview(after)
    texts = tuple(compared(old, new, LANGUAGES[tag]) for tag in TAGS if tag in new.texts)
    lost = tuple(LANGUAGES[tag] for tag in TAGS if tag in old.texts and tag not in new.texts)
    return page(
        "desk/comparing/comparison.html", document_id=document_id, editions=found, before=before, after=after, texts=texts, lost=lost,
        facts=(*_places(before, after), *_facts(old, new)), **heading(after),
    )  # fmt: skip


@blueprint.get("/documents/<number:document_id>/history")
@admits(*WRITERS)
def history(document_id: int) -> BaseResponse:
    """Who did what to this document, when, and with which remark."""
    found = _editions(document_id)
    sequences = {one.id: one.sequence for one in found}
    lines = tuple(
        (line, deed(line.verb, line.remark, line.at), remark(line.verb, line.remark, at=line.at), sequences.get(line.edition_id or 0))
        for line in histories.lines(session(), document_id)
    )
    pairs = tuple(zip(reversed(found), (*reversed(found[:-1]), None), strict=True))
    return page("desk/comparing/history.html", document_id=document_id, editions=found, pairs=pairs, lines=lines, **heading(found[-1]))


def _editions(document_id: int) -> tuple[Edition, ...]:
    found = histories.editions(session(), document_id)
    return found or abort(404)


def _asked(name: str, found: tuple[Edition, ...], default: Edition) -> Edition:
    value = request.args.get(name)
    if value is None:
        return default
    return next((one for one in found if str(one.sequence) == value), None) or abort(404)


def _places(before: Edition, after: Edition) -> Iterator[tuple[str, str, str]]:
    """Where a page stands, and what it is called in menus, where that differs."""
    for name in ("parent_id", "segment", "position"):
        first, second = getattr(before, name), getattr(after, name)
        if first != second:
            yield str(FIELDS[name]), _place(name, first), _place(name, second)
    for tag, language in LANGUAGES.items():
        first, second = (each.translations[tag].label if tag in each.translations else "" for each in (before, after))
        if first != second:
            yield f"{language.name} – {FIELDS['label']}", first, second


def _place(name: str, value: Any) -> str:
    if name != "parent_id":
        return str(value) if value is not None else ""
    above = session().get(Document, value) if value else None
    return titled(above.current_edition)[0] if above else ""


def _facts(old: Public, new: Public) -> Any:
    """What differs besides the words: label, before, after."""
    for label, first, second in zip(_labels(), _values(old), _values(new), strict=True):
        if first != second:
            yield label, first, second
    for tag, language in LANGUAGES.items():
        before, after = ({one for one in each.files if one.language == tag} for each in (old, new))
        if before != after:
            yield _("Files – %(language)s", language=language.name), _files(old, before - after), _files(new, after - before)


def _files(document: Public, wanted: set[File]) -> str:
    """Files by name, with what is said of them."""
    return " · ".join(" – ".join(part for part in (one.name, one.alternative, one.caption, one.credit) if part) for one in document.files if one in wanted)


def _labels() -> tuple[str, ...]:
    return tuple(str(FIELDS[name]) for name in _COMPARED)


def _values(document: Public) -> tuple[str, ...]:
    language, names = current_language(), labels()
    return (
        str(ROOMS.get(document.section, document.section)), printed(document.dated) if document.dated else "",
        comma().join(named(names.themes[key], language) for key in document.themes),
        comma().join(named(names.names[key], language) for key in document.bodies),
        str(OCCASIONS.get(document.occasion or "", "")), document.session or "", document.agenda_item or "", document.speaker or "", document.venue or "",
        minute(document.starts_at) if document.starts_at else "", minute(document.ends_at) if document.ends_at else "",
    )  # fmt: skip
