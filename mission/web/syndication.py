"""What a feed tells, as programs read it: its entries in the reader's language, as Atom (RFC 4287) and as JSON Feed 1.1."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from flask import Response, jsonify
from flask_babel import gettext as _

from .. import addresses
from ..languages import LANGUAGES, Language, choose
from ..services.authenticity import reading as signed
from ..services.feeds import FeedEntry
from ..services.naming import venue
from ..services.shown import Public
from .access import labels, now, session, settings
from .attached import attached
from .entries import address, languages_of, named
from .language import current_language, iso, moment
from .whole import whole

_ATOM = "http://www.w3.org/2005/Atom"
_HEAD = "tag:c2sp.org,2023:tlog-checkpoint"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# What XML 1.0 cannot hold, whatever the escaping.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ElementTree.register_namespace("", _ATOM)
ElementTree.register_namespace("register", _HEAD)


def as_atom(found: Sequence[FeedEntry], title: str, identifier: str, places: Mapping[str, str], page: str) -> Response:
    """These entries as Atom (RFC 4287): `places` are the addresses of the feed by relation, `page` that of the list for people."""
    origin, language = settings().base_url, current_language()
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {f"{_XML}lang": language.tag})
    _put(feed, "id", identifier)
    _put(feed, "title", title)
    _put(feed, "updated", _stamp(max(one.updated for one in found) if found else now().replace(hour=0, minute=0, second=0, microsecond=0)))
    _put(_put(feed, "author"), "name", _("Permanent Mission of the Kingdom of Morocco in Geneva"))
    for relation, href in places.items():
        _put(feed, "link", rel=relation, type="application/atom+xml", href=href)
    _put(feed, "link", rel="alternate", type="text/html", hreflang=language.tag, href=origin + page)
    if (head := signed.head(session())) is not None:
        # Whoever keeps a copy of the feed keeps a copy of the register's signed head.
        ElementTree.SubElement(feed, f"{{{_HEAD}}}checkpoint").text = head.note
    for one in found:
        _atom_entry(feed, one)
    return Response(
        '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode"),
        content_type="application/atom+xml; charset=utf-8",
    )


def _atom_entry(feed: ElementTree.Element, one: FeedEntry) -> None:
    shown = _shown(one)
    tag = shown["language"].tag
    entry = _put(feed, "entry")
    entry.set(f"{_XML}lang", tag)
    _put(entry, "id", one.identifier)
    _put(entry, "title", shown["title"])
    _put(entry, "published", _stamp(one.published))
    _put(entry, "updated", _stamp(one.updated))
    _put(entry, "link", rel="alternate", type="text/html", hreflang=tag, href=shown["url"])
    if one.document is not None:
        for other in languages_of(one.document):
            if other.tag != tag:
                # Not "alternate": of several, readers of feeds take the last, whatever its language.
                _put(entry, "link", rel="related", type="text/html", hreflang=other.tag, href=settings().base_url + address(one.document, other))
    for label in shown["tags"]:
        _put(entry, "category", term=label)
    for file in shown.get("files", ()):
        _put(entry, "link", rel="enclosure", type=file.media_type, href=settings().base_url + file.href, length=str(file.size), title=file.name, hreflang=tag)
    _put(entry, "summary", shown["summary"])
    _put(entry, "content", shown["html"], type="html")


def _put(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", {key: _UNWRITABLE.sub("", value) for key, value in attributes.items()})
    made.text = _UNWRITABLE.sub("", text) or None
    return made


def as_json(found: Sequence[FeedEntry], title: str, places: Mapping[str, str], page: str) -> Response:
    """The same as JSON Feed 1.1."""
    origin = settings().base_url
    response = jsonify(
        version="https://jsonfeed.org/version/1.1", title=title, home_page_url=origin + page, feed_url=places["self"],
        language=current_language().tag, authors=[{"name": _("Permanent Mission of the Kingdom of Morocco in Geneva"), "url": origin}],
        _mission={"demonstration": not settings().MISSION_OFFICIAL, "register": _register()}, items=[_json_item(one) for one in found],
        **({"next_url": places["next"]} if "next" in places else {}),
    )  # fmt: skip
    response.content_type = "application/feed+json; charset=utf-8"
    return response


def _register() -> dict[str, Any] | None:
    """The register's signed head, so that others keep copies of it."""
    head = signed.head(session())
    return {"size": head.size, "root": head.root_text, "checkpoint": head.note} if head else None


def _json_item(one: FeedEntry) -> dict[str, Any]:
    shown = _shown(one)
    item = {
        "id": one.identifier, "url": shown["url"], "title": shown["title"], "summary": shown["summary"], "content_html": shown["html"],
        "date_published": _stamp(one.published), "date_modified": _stamp(one.updated), "language": shown["language"].tag, "tags": shown["tags"],
        "_mission": {"reference": one.reference, "status": shown["status"]},
    }  # fmt: skip
    if one.document is not None:
        document = one.document
        if shown["files"]:
            item["attachments"] = [
                {"url": settings().base_url + file.href, "mime_type": file.media_type, "title": file.name, "size_in_bytes": file.size}
                for file in shown["files"]
            ]
        item["_mission"] |= {
            "kind": document.kind, "text_status": shown["text_status"], "edition": document.edition,
            "dated": iso(document.dated) if document.dated else None, **_known(document),
            "languages": {other.tag: settings().base_url + address(document, other) for other in languages_of(document)},
        }  # fmt: skip
    return item


def _known(document: Public) -> dict[str, str]:
    """When and where it was, and who spoke at which session, as far as that is known."""
    zone = document.venue_zone
    told = {name: getattr(document, name) for name in ("session", "agenda_item", "speaker")} | {
        "starts_at": moment(document.starts_at, zone), "ends_at": moment(document.ends_at, zone), "venue": venue(document.venue or "", _),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _shown(entry: FeedEntry) -> dict[str, Any]:
    """What both kinds of feed say of an entry, in the request's language or the nearest one."""
    language = current_language()
    short = settings().base_url + addresses.short(_code(entry))
    if entry.document is None:
        assert entry.notice is not None
        notice, spoken = _notice(entry, language)
        return {
            "title": _("%(reference)s: recalled", reference=entry.reference), "summary": notice, "html": f"<p>{_text(notice)}</p>",
            "url": short, "language": spoken, "tags": [], "status": "recalled",
        }  # fmt: skip
    document = entry.document
    text = document.text(language)
    html = whole(document, text)
    status, prefix = "public", ""
    if entry.notice is not None:
        notice, spoken = _notice(entry, language)
        status, prefix = "withdrawn", _("Withdrawn") + " – "
        html = f'<p lang="{spoken.tag}" dir="{spoken.direction}"><strong>{_text(notice)}</strong></p>' + html
    elif notes := document.corrected(text.language):
        status = "corrected"
        html = "".join(f"<p><em>{_text(note)}</em></p>" for _, note in notes) + html
    return {
        "title": prefix + text.title, "summary": text.summary, "html": html, "files": attached(document, text.language),
        "url": settings().base_url + address(document, language),
        "language": LANGUAGES[text.language], "tags": _tags(document, language), "status": status, "text_status": text.status,
    }  # fmt: skip


def _code(entry: FeedEntry) -> str:
    letter, year, number = entry.reference.split("/")[-3:]
    return addresses.code(letter, int(year), int(number))


def _notice(entry: FeedEntry, language: Language) -> tuple[str, Language]:
    assert entry.notice is not None
    chosen = choose(language, tuple(entry.notice.texts))
    return (entry.notice.texts[chosen.tag], chosen) if chosen else ("", language)


def _tags(document: Public, language: Language) -> list[str]:
    names = labels()
    return [named(names.themes[key], language) for key in document.themes] + [named(names.acronyms[key], language) for key in document.bodies]


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
