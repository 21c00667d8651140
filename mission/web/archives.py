"""A list with its texts as one ZIP: each text in all its languages, a table, the citations, and a page that says what there is.

The same list gives the same bytes for as long as nothing public changes. It is written to a file that lies in memory while it is small.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wsgi import FileWrapper

from .. import addresses
from ..clocks import GENEVA
from ..services import listing, taking
from ..services.filtering import Filter
from ..services.shown import Public
from .access import session, settings
from .citations import cite, written
from .entries import languages_of
from .language import current_language, day, speaking
from .limits import spend
from .plain import written as plain
from .readings import reading
from .tables import table

# So many are made in about a second; whoever wants more narrows the list, or reads the API.
MOST_TEXTS = 250
_IN_MEMORY = 1024 * 1024
_CHUNK = 64 * 1024
_CITATIONS = {"bib": "citations.bib", "ris": "citations.ris", "csl.json": "citations.json"}


def as_archive(wanted: Filter, section: str, title: str, page: str) -> Response:
    """The list that `wanted` asks for as a ZIP; `title` is its title and `page` its own address (a path)."""
    spend("archives", settings().ARCHIVES_PER_MINUTE)
    documents = listing.taken(session(), wanted, MOST_TEXTS + 1)
    total = listing.find(session(), wanted).total if len(documents) > MOST_TEXTS else len(documents)
    documents, name = documents[:MOST_TEXTS], f"{section}-{current_language().tag}"
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with the answer
    _write(file, name, documents, _readme(documents, total, title, page))
    response = Response(FileWrapper(file, _CHUNK), content_type="application/zip", direct_passthrough=True)
    response.call_on_close(file.close)
    response.content_length = file.seek(0, 2)
    response.set_etag(_digest(file))
    response.headers["Content-Disposition"] = f"attachment; filename={name}.zip"
    response.headers["Content-Language"] = current_language().tag
    response.headers["X-Robots-Tag"] = "noindex"
    return response.make_conditional(request)  # type: ignore[return-value]


def _write(file: IO[bytes], name: str, documents: Sequence[Public], readme: str) -> None:
    newest = max((_changed(one) for one in documents), default=datetime(1980, 1, 1, tzinfo=GENEVA))
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:

        def put(path: str, text: str, at: datetime = newest) -> None:
            # Neither the moment nor the machine of the making is told.
            entry = ZipInfo(f"{name}/{path}", at.astimezone(GENEVA).timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, text)

        put("readme.txt", readme)
        put("index.csv", table(documents, lambda one: " ".join(_files(one))))
        for form, path in _CITATIONS.items():
            put(path, written((cite(one) for one in documents), form))
        for one in taking.texts(session(), documents):
            for language, path in zip(languages_of(one), _files(one), strict=True):
                with speaking(language):
                    put(path, plain(one, reading(one, once=True)), _changed(one))


def _files(document: Public) -> tuple[str, ...]:
    return tuple(f"texts/{document.code}.{language.tag}.txt" for language in languages_of(document))


def _changed(document: Public) -> datetime:
    assert document.settled_at is not None, "what the gate hands out is settled"
    return max(document.settled_at, document.withdrawal.at) if document.withdrawal else document.settled_at


def _readme(documents: Sequence[Public], total: int, title: str, page: str) -> str:
    """What the archive is and what lies in it, in the reader's language."""
    told = [title, settings().base_url + page]
    if not settings().MISSION_OFFICIAL:
        told.insert(0, _("Demonstration: this site is not the Mission’s official site."))
    told.append(ngettext("%(num)s text", "%(num)s texts", len(documents)))
    if total > len(documents):
        told.append(_cut(total))
    if documents:
        told.append(_("As it stood after the last change of one of these texts, on %(day)s.", day=day(_newest_day(documents))))
    told += [
        _("index.csv: one line for each text, with reference, dates, languages, address and files."),
        _("texts: each text in every language in which it exists, as plain text in UTF-8."),
        _("citations.bib, citations.ris, citations.json: the citations of these texts, for reference managers (BibTeX, RIS, CSL-JSON)."),
        _("A withdrawn text carries its notice; a recalled one is not there. The newest edition of a text is always at its address."),
        f"API: {settings().base_url}{addresses.room(current_language().tag, 'api')}",
    ]
    return "\n\n".join(told) + "\n"


def _cut(total: int) -> str:
    return str(_("The list holds %(total)s texts, of which these are the first %(most)s in its order. Narrow the list by its filters to take the "
                 "others along.", total=total, most=MOST_TEXTS))  # fmt: skip


def _newest_day(documents: Iterable[Public]) -> datetime:
    return max(_changed(one) for one in documents).astimezone(GENEVA)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()[:40]


__all__ = ["MOST_TEXTS", "as_archive"]
