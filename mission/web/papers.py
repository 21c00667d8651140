"""Papers in public: the PDF of every edition and language, the signature beside it, and the card of a shared link."""

import base64
from collections.abc import Callable

from babel.units import format_unit
from flask import Blueprint, Response, current_app, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..models import Form
from ..services import papers, visibility
from ..services.keeping import Passing, passing
from ..services.papers import Kept
from ..services.shown import Public
from .access import keep, now, session, settings
from .chrome import stands_at
from .entries import address
from .headers import policy
from .language import current_language
from .ranges import in_part
from .recalled import missing
from .responses import moved

# What draws a paper that is late: the database's number of a document and its public edition. False on a machine that does not draw.
Maker = Callable[[int, int], bool]
_RETRY_SECONDS = 5
# A paper brings nothing along and asks for nothing. No `sandbox`: Chromium then shows no PDF at all.
_POLICY = policy(
    script_src="'none'", style_src="'none'", img_src="'none'", font_src="'none'", connect_src="'none'", manifest_src="'none'",
    form_action="'none'",
)  # fmt: skip
Address = Callable[[str, str, str, int | None], str]
Answer = Callable[[Public, Kept], Response]


def serve_papers(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the papers of its documents: ``.pdf`` and ``.pdf.sig`` of the newest and of every edition, and its card."""
    below = f"/<language:language>/{section}/<code:code>"

    @blueprint.get(f"{below}.pdf", defaults={"number": None})
    @blueprint.get(f"{below}/editions/<number:number>.pdf")
    def paper(code: str, number: int | None) -> BaseResponse:
        return show_paper(section, code, number, addresses.paper, as_pdf)

    @blueprint.get(f"{below}.pdf.sig", defaults={"number": None})
    @blueprint.get(f"{below}/editions/<number:number>.pdf.sig")
    def signature(code: str, number: int | None) -> BaseResponse:
        return show_paper(section, code, number, addresses.signature, as_signature)

    @blueprint.get(f"{below}/editions/<number:number>/card.png")
    def card(code: str, number: int) -> BaseResponse:
        return show_paper(section, code, number, addresses.card, as_card, Form.CARD)  # type: ignore[arg-type]


def show_paper(section: str, code: str, number: int | None, where: Address, answer: Answer, form: Form = Form.PDF) -> BaseResponse:
    """A paper of an edition in the language of the address, drawn now where it is late; a language that the text does not have leads to
    the nearest one."""
    newest = visibility.by_code(session(), code)
    found = newest if number is None else visibility.public_edition(session(), code, number)
    if found is None or newest is None:
        return missing(code)
    language, shown = current_language().tag, found.text(current_language()).language
    if newest.section != section:
        return moved(where(language, newest.section, code, number))
    if shown != language:
        # Not for ever: the language may still be added.
        return redirect(where(shown, section, code, number), 302)
    kept = papers.find(session(), found, language, form) or _made_now(found, language, form)
    if kept is None:
        return _not_yet()
    return _dressed(answer(found, kept), found, newest)


def _dressed(response: Response, found: Public, newest: Public) -> Response:
    """An answer with what every paper says to browsers and search engines; part of it, or nothing, where that was asked for."""
    superseded = found.edition != newest.edition or found.withdrawal is not None
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Robots-Tag"] = "noindex" if superseded or not settings().MISSION_OFFICIAL else "all"
    response.headers["Link"] = f'<{settings().base_url}{address(newest, current_language())}>; rel="canonical"'
    content = response.get_data()
    return in_part(response, len(content), lambda start, end: [content[start:end]])


def as_pdf(found: Public, kept: Kept) -> Response:
    """The PDF, under a name of its own."""
    tag = current_language().tag
    response = _bytes(kept.content, kept.media_type, kept)
    response.headers["Content-Disposition"] = f'inline; filename="{papers.name(found, tag)}"'
    response.headers["Content-Language"] = tag
    return response


def as_signature(found: Public, kept: Kept) -> Response:
    """The signed note beside the PDF: of which text, edition and language it is, its digest, and the Mission's signature."""
    response = _bytes(kept.signature.encode(), "text/plain; charset=utf-8", kept, "-sig")
    response.headers["Content-Disposition"] = f'attachment; filename="{papers.name(found, current_language().tag)}.sig"'
    return response


def as_card(found: Public, kept: Kept) -> Response:
    """The picture of a shared link; other sites may show it."""
    response = _bytes(kept.content, kept.media_type, kept)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _bytes(content: bytes, media_type: str, kept: Kept, mark: str = "") -> Response:
    response = Response(content, content_type=media_type)
    response.set_etag(kept.sha256 + mark)
    response.last_modified = kept.made_at
    if not mark:
        # RFC 9530: the digest for whoever downloads by a program.
        response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(kept.sha256)).decode()}:"
    return response


def _made_now(found: Public, language: str, form: Form) -> Kept | None:
    """A worker that is late or dead delays no reader where this machine can draw; seen on a new transaction."""
    maker: Maker = current_app.config["PAPERMAKER"]
    if not maker(found.id, found.edition):
        return None
    session().rollback()
    return papers.find(session(), found, language, form)


def _not_yet() -> Response:
    response = _said(503, _("This file is being prepared"), _("It is drawn once, signed and kept. Please try again in a moment."))
    response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _said(code: int, title: str, sentence: str) -> Response:
    stands_at({}, hidden=True)
    body = render_template("errors/page.html", code=code, title=title, sentence=sentence, meant=())
    return Response(body, code, content_type="text/html; charset=utf-8")


def size(found: Public) -> str:
    """The size of an edition's PDF as a reader is told before taking it; empty while it is not made. Asked until it is known, and no more
    than once a minute."""
    if not found.edition or not found.code:
        return ""
    reader, held = current_language(), keep()
    language = found.text(reader).language
    key = ("paper", found.id, found.edition, language, reader.tag)
    told: str | None = held.peek(key)
    if told is None:
        minute = now().replace(second=0, microsecond=0)
        known = held.get((*key, minute), lambda: papers.size(session(), found, language))
        if known is None:
            passing(session(), Passing.MINUTE)
            return ""
        told = format_unit(-(-known // 1000), "kilobyte", length="short", locale=reader.locale)
        held.put(key, told, of=found.id)
    return told
