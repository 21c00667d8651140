"""Files in public: below their document, through the gate alone, as what they are and nothing else."""

import base64
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..services import visibility
from ..services.filing import reading
from ..services.filing.reading import Kept
from ..services.shown import File, Public
from .access import session, settings
from .headers import policy
from .language import current_language
from .recalled import gone, missing
from .responses import moved

# A file brings nothing along, asks for nothing, and, opened by itself, runs nothing.
_POLICY = policy(
    script_src="'none'", style_src="'none'", img_src="'none'", font_src="'none'", connect_src="'none'", manifest_src="'none'", form_action="'none'",
) + "; sandbox"  # fmt: skip


def serve_files(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the files of its documents: at their stable address, and for ever at that of each edition."""
    below = f"/<language:language>/{section}/<code:code>"

    @blueprint.get(f"{below}/files/<slug:file>")
    def newest_file(code: str, file: str) -> BaseResponse:
        return show_newest(section, code, file)

    @blueprint.get(f"{below}/editions/<number:number>/files/<slug:file>", defaults={"drawn": ""})
    @blueprint.get(f"{below}/editions/<number:number>/files/<slug:file>/<slug:drawn>")
    def file(code: str, number: int, file: str, drawn: str) -> BaseResponse:
        return show_file(section, code, number, file, drawn)


def serve_files_of_pages(blueprint: Blueprint) -> None:
    """Give `blueprint` the files of pages: below the entry of the register that made their edition public."""
    below = "/<language:language>/register/<number:sequence>/files/<slug:file>"

    @blueprint.get(below, defaults={"drawn": ""})
    @blueprint.get(f"{below}/<slug:drawn>")
    def file(sequence: int, file: str, drawn: str) -> BaseResponse:
        return show_file_of_page(sequence, file, drawn)


def show_newest(section: str, code: str, place: str) -> BaseResponse:
    """The file that stands under this name in the newest edition; a name that it once had leads to where it is now, and a file that was taken
    out to the last edition that has it."""
    found = visibility.by_code(session(), code)
    if found is None:
        return missing(code)
    language, shown = current_language().tag, found.text(current_language()).language
    if found.section != section:
        return moved(addresses.file(language, found.section, code, place))
    file = reading.find(found, shown, place)
    if file is None:
        now, number = reading.earlier(session(), found, shown, place)
        if not now:
            abort(404)
        return redirect(addresses.file(shown, section, code, now, number or None), 302)
    if shown != language:
        # Not for ever: the language may still be added.
        return redirect(addresses.file(shown, section, code, place), 302)
    return _answer(found, found, file, "")


def show_file(section: str, code: str, number: int, place: str, drawn: str) -> BaseResponse:
    """A file of one edition, for ever, or a picture in one of its sizes."""
    newest, found = visibility.by_code(session(), code), visibility.public_edition(session(), code, number)
    if newest is None or found is None:
        return missing(code)
    language, shown = current_language().tag, found.text(current_language()).language
    if newest.section != section:
        return moved(addresses.file(language, newest.section, code, place, number, drawn))
    file = _file(found, shown, place, drawn)
    if shown != language:
        return redirect(addresses.file(shown, section, code, place, number, drawn), 302)
    return _answer(found, newest, file, drawn)


def show_file_of_page(sequence: int, place: str, drawn: str) -> BaseResponse:
    """A file of the edition of a page that this entry made public, or a picture in one of its sizes."""
    found = visibility.page_edition(session(), sequence)
    newest = visibility.by_id(session(), found.id) if found else None
    if found is None or newest is None:
        recalled = visibility.recalled_by_entry(session(), sequence)
        return gone(recalled) if recalled else abort(404)
    language, shown = current_language().tag, found.text(current_language()).language
    file = _file(found, shown, place, drawn)
    if shown != language:
        return redirect(addresses.file_of_page(shown, sequence, place, drawn), 302)
    return _answer(found, newest, file, drawn)


def _file(found: Public, shown: str, place: str, drawn: str) -> File:
    file = reading.find(found, shown, place)
    if file is None or (drawn and drawn not in {one.name for one in file.drawn}):
        abort(404)
    return file


def _answer(found: Public, newest: Public, file: File, drawn: str) -> BaseResponse:
    kept = reading.content(session(), file, drawn)
    if kept is None:
        abort(404)
    response = as_file(file, kept, drawn)
    superseded = found.edition != newest.edition or found.withdrawal is not None
    response.headers["Content-Language"] = file.language
    response.headers["X-Robots-Tag"] = "noindex" if superseded or not settings().MISSION_OFFICIAL else "all"
    canonical = (
        addresses.file(file.language, newest.section, newest.code, file.place) if newest.code
        else addresses.file_of_page(file.language, found.entry, file.place)
    )  # fmt: skip
    response.headers["Link"] = f'<{settings().base_url}{canonical}>; rel="canonical"'
    response.set_etag(kept.sha256)
    response.last_modified = kept.kept_at
    # RFC 9530: the digest for whoever downloads by a program.
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(kept.sha256)).decode()}:"
    return response.make_conditional(request, accept_ranges=True, complete_length=len(kept.content))


def as_file(file: File, kept: Kept, drawn: str = "") -> Response:
    """The bytes under their own name: a picture is shown, anything else is kept by the reader (ASVS 5.4.1, 5.4.2)."""
    text = kept.media_type.startswith("text/")
    response = Response(kept.content, content_type=f"{kept.media_type}; charset=utf-8" if text else kept.media_type)
    picture = kept.media_type.startswith("image/")
    stem = file.name.rpartition(".")[0]
    response.headers["Content-Disposition"] = disposition(f"{stem}-{drawn}" if drawn else file.name, inline=picture)
    response.headers["Content-Security-Policy"] = _POLICY
    if picture:
        # Programs that read feeds show it.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def disposition(name: str, *, inline: bool) -> str:
    """The head that names a file (RFC 6266): in every script, and in ASCII for programs that know nothing else."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in " ._-()") else "_" for one in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


__all__ = ["as_file", "disposition", "serve_files", "serve_files_of_pages"]
