"""What a person had entered when the door closed: how it is kept, and how it is told again in the words of its own form."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from urllib.parse import quote

from flask import current_app, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ...languages import LANGUAGES, Language
from ...models import Document, Edition, Person, RoleName
from ...services import publishing, staff
from ...services.staff import Kept
from ...verify.markup import plain
from ...web.access import now, session, settings
from ...web.language import minute
from ...web.wording import KINDS

_WRITING = re.compile(r"/desk/(?:pages/)?(?:documents/new|new|editions/\d+)")
# What a browser sends of the form of a text that is no text, or is chosen anew.
_BESIDES = re.compile(r"(fr|ar|en|es)-word|word-(title|body|told)|show|then|seen")
_PAGES = ("desk.pages.autosave", "desk.pages.create", "desk.pages.save")
_DEEDS = {
    "acts.release": _l("Release"), "acts.withdraw": _l("Withdrawal"), "acts.recall": _l("Recall"), "acts.submit": _l("Submission for approval"),
    "acts.send_back": _l("A text returned to its writer"), "acts.approve": _l("Approval"), "acts.override": _l("Approval of one’s own text"),
    "acts.confirm": _l("Confirmation of an approval"), "acts.unschedule": _l("A release taken back"), "acts.discard": _l("Discarding of a draft"),
    "acts.begin": _l("A new edition"), "pages": _l("Page"), "directory": _l("Useful link"), "taxonomy": _l("Theme or organization"),
    "enquiries": _l("Answer to a message"), "people": _l("People"), "account": _l("My account"), "legacy": _l("Earlier address"),
    "demands": _l("Languages needed"), "people.invite": _l("Invite somebody"), "people.change_roles": _l("Roles"),
    "people.end_sessions": _l("End all sessions"), "people.invite_again": _l("Send the invitation again"),
    "people.withdraw_invitation": _l("Take the invitation back"), "people.reset_factors": _l("Reset the factors"),
    "people.disable": _l("Let in no more"), "people.enable": _l("Let in again"), "account.remove_factor": _l("Remove the authenticator"),
    "account.add_passkey": _l("Add a passkey"), "account.remove_passkey": _l("Remove a passkey"), "account.keep_factor": _l("Set up an authenticator"),
    "account.make_codes": _l("Make new codes"), "account.change_password": _l("Choose a new password"),
    "previewing": _l("Preview link"), "previewing.preview": _l("Preview"), "previewing.phone": _l("Preview"), "previewing.preview_paper": _l("Preview"),
    "files": _l("Files"), "journal": _l("Journal"), "overview": _l("Overview"), "finding": _l("Search"), "comparing": _l("Comparison"),
    "comparing.history": _l("History"), "acts.show": _l("Page of the document"), "writing": _l("Text"), "intake": _l("Text"),
    "enquiries.index": _l("Messages received"), "enquiries.read": _l("Message"), "directory.index": _l("Useful links"),
    "taxonomy.index": _l("Themes and organizations"), "pages.index": _l("Pages"), "legacy.index": _l("Earlier addresses"),
}  # fmt: skip


class Left(Enum):
    """Why the door kept a form of this request: the session had ended, the person's roles do not allow it any more, or they are let in no more."""

    ENDED = "ended"
    ROLES = "roles"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Said:
    """One field: its label, the language of its words (None: of the page), and what was entered, in lines."""

    label: str
    language: Language | None
    lines: tuple[str, ...]
    # Whether the language has to be named besides the label.
    named: bool


@dataclass(frozen=True)
class Told:
    """What is kept, as its person reads it. `back` leads into the form it came from; without, it can be sent on as it is, unless their roles do not
    allow it any more (`barred`)."""

    kept: Kept
    deed: str
    title: str
    spoken: Language | None
    said: tuple[Said, ...]
    back: str = ""
    overwritten: bool = False
    barred: bool = False


def is_text(path: str) -> bool:
    """Whether a form is that of a text: what was typed in another window of it is not done with."""
    return _WRITING.fullmatch(path) is not None


def posted() -> tuple[str, list[tuple[str, str]]]:
    """Where the form of this request belongs, and its fields. A text belongs to its form, whichever button or clock has sent it."""
    fields = list(request.form.items(multi=True))
    if request.endpoint in ("desk.writing.autosave", "desk.writing.create", "desk.writing.save", "desk.intake.take", "desk.intake.put", *_PAGES):
        number = str((request.view_args or {}).get("edition_id") or request.form.get("edition", ""))
        path = f"/desk/editions/{number}" if number.isascii() and number.isdecimal() and int(number) else "/desk/documents/new"
        if request.path.startswith("/desk/pages/"):
            path = path.replace("/desk/editions", "/desk/pages/editions").replace("/desk/documents/new", "/desk/pages/new")
        return path, [(name, value) for name, value in fields if not _BESIDES.fullmatch(name)]
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "part"]
    return request.path + ("?" + "&".join(f"{quote(name)}={quote(value)}" for name, value in query) if query else ""), fields


def kept_until() -> str:
    """When what is kept now is forgotten."""
    return minute(now() + timedelta(hours=settings().KEPT_HOURS))


def typed() -> bool:
    """Whether the form of this request holds anything that its person has entered: a button alone is nothing to keep."""
    path, fields = posted()
    return any(_said(fields, _labels(_view(path)[0])))


def told(kept: Kept) -> Told:
    """One kept form in the words of the desk."""
    path = kept.path.removesuffix(staff.OVERWRITTEN)
    writes = g.person.may(*publishing.WRITING)
    endpoint, values = _view(path)
    barred = not _may_send(endpoint)
    edition, document = _subject(values) if writes else (None, None)
    said = tuple(_said(kept.fields, _labels(endpoint)))
    title, spoken = _title(kept.fields)
    if _WRITING.fullmatch(path):
        if not title and edition:
            title, spoken = _titled(edition)
        kind = edition.document.kind.value if edition else dict(kept.fields).get("kind", "page" if "/pages/" in path else "")
        overwritten = path != kept.path
        gone = barred or not writes or ("new" not in path and edition is None)
        back = "" if gone else path if overwritten else f"{path}?kept={kept.id}"
        return Told(kept, str(KINDS.get(kind, _("Text"))), title, spoken, said, back, overwritten or gone, barred)
    subject = edition or (document.current_edition if document else None)
    title, spoken = _titled(subject) if subject else (_person(values) or title, spoken)
    room, _dot, _view_name = endpoint.removeprefix("desk.").partition(".")
    return Told(kept, str(_DEEDS.get(endpoint.removeprefix("desk."), _DEEDS.get(room, _("What you entered")))), title, spoken, said, barred=barred)


def named(refused: str) -> str:
    """The page that somebody was refused, from its method and path: what it is, and of which text."""
    method, _space, path = refused.partition(" ")
    for one in (method, "POST"):
        endpoint, values = _view(path, one)
        room = endpoint.removeprefix("desk.")
        words = _DEEDS.get(room, _DEEDS.get(room.partition(".")[0]))
        if words:
            edition, document = _subject(values)
            subject = edition or (document.current_edition or next(reversed(document.editions), None) if document else None)
            title = _titled(subject)[0] if subject else ""
            return f"{words} – {title}" if title else str(words)
    return path or refused


def _view(path: str, method: str = "POST") -> tuple[str, dict[str, Any]]:
    try:
        endpoint, values = current_app.url_map.bind("localhost").match(path.partition("?")[0], method=method)
    except (HTTPException, RequestRedirect):
        return "", {}
    return str(endpoint), dict(values)


def _may_send(endpoint: str) -> bool:
    """Whether the view behind a form lets this person in by one of their roles, or by none."""
    roles = [one for one in getattr(current_app.view_functions.get(endpoint), "policy", ()) if isinstance(one, RoleName)]
    return not roles or g.person.may(*roles)


def _subject(values: dict[str, Any]) -> tuple[Edition | None, Document | None]:
    edition = session().get(Edition, values["edition_id"]) if values.get("edition_id") else None
    return edition, session().get(Document, values["document_id"]) if values.get("document_id") else None


def _person(values: dict[str, Any]) -> str:
    """Whom a form about a person is about, for whoever may see that."""
    found = session().get(Person, values["person_id"]) if values.get("person_id") and g.person.may(RoleName.ADMINISTRATOR) else None
    return found.name or found.email if found else ""


def _titled(edition: Edition) -> tuple[str, Language | None]:
    text = edition.translations.get(g.language.tag) or edition.original
    return (text.title, LANGUAGES[text.language]) if text else ("", None)


def _title(fields: Iterable[tuple[str, str]]) -> tuple[str, Language | None]:
    titles = {name.partition("-")[0]: value for name, value in fields if name.endswith("-title") and value.strip()}
    tag = g.language.tag if g.language.tag in titles else next(iter(titles), "")
    return (titles[tag], LANGUAGES[tag]) if tag in LANGUAGES else ("", None)


def _labels(endpoint: str) -> dict[str, tuple[str, dict[str, str]]]:
    """The fields of the form behind a view: by name the label, and the words of its choices."""
    from . import forms_of

    found: dict[str, tuple[str, dict[str, str]]] = {}
    for form in forms_of(endpoint):
        for name in dir(form):
            made: Any = getattr(form, name, None)
            if not hasattr(made, "field_class") or not made.args:
                continue
            choices = made.kwargs.get("choices") or ()
            found[name] = (str(made.args[0]), {str(one.value): str(one.label) for one in choices})
    return found


def _said(fields: Sequence[tuple[str, str]], labels: dict[str, tuple[str, dict[str, str]]]) -> Iterator[Said]:
    begun = {name.partition("-")[0] for name, value in fields if value.strip() and name.endswith(("-title", "-summary", "-body", "-name"))}
    for name, value in fields:
        tag, _dash, inner = name.partition("-")
        language = LANGUAGES.get(tag)
        known = labels.get(inner if language and inner else name)
        if not value.strip() or known is None or (language and inner == "status" and tag not in begun):
            continue
        label, choices = known
        words = choices.get(value) or (plain(value) if inner == "body" else value)
        yield Said(label, language, tuple(line for line in words.replace("\r\n", "\n").split("\n") if line.strip()), bool(inner))
