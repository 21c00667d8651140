"""Documents, themes and bodies as the API gives them: every field always there, null where nothing is known, no language preferred."""

from datetime import UTC, datetime
from typing import Any

from ... import addresses
from ...languages import LANGUAGES, TAGS
from ...services.markup import readable
from ...services.shown import Dated, File, Labels, Notice, Public, Text
from ...web.access import settings
from ...web.entries import address, languages_of
from ...web.markup import safe_body


def document(one: Public, *, whole: bool) -> dict[str, Any]:
    """A numbered document in all its languages; with bodies of text where it is `whole`."""
    withdrawal = one.withdrawal
    changed = max(one.settled_at, withdrawal.at) if one.settled_at and withdrawal else one.settled_at
    return {
        "reference": one.reference, "code": one.code, "kind": one.kind, "section": one.section, "retrospective": one.kind == "milestone",
        "dated": dated(one.dated), "released_at": moment(one.released_at), "changed_at": moment(changed), "edition": one.edition,
        "change": one.change, "status": "withdrawn" if withdrawal else "public", "withdrawal": notice(withdrawal),
        "themes": list(one.themes), "bodies": list(one.bodies), "occasion": one.occasion or None, "session": one.session or None,
        "agenda_item": one.agenda_item or None, "speaker": one.speaker or None, "venue": one.venue or None,
        "starts_at": moment(one.starts_at), "ends_at": moment(one.ends_at), "venue_zone": one.venue_zone or None,
        "sources": [{name: source.get(name) or None for name in ("publisher", "url", "symbol")} for source in one.sources],
        "address": settings().base_url + addresses.short(one.code or ""), "api": settings().base_url + addresses.api("documents", one.code or ""),
        "texts": {language.tag: _text(one, one.texts[language.tag], whole=whole) for language in languages_of(one)},
    }  # fmt: skip


def _text(one: Public, text: Text, *, whole: bool) -> dict[str, Any]:
    origin, tag, code = settings().base_url, text.language, one.code or ""
    made: dict[str, Any] = {
        "status": text.status, "title": text.title, "summary": text.summary, "address": origin + address(one, LANGUAGES[tag]),
        "plain_text": origin + addresses.plain(tag, one.section, code),
        "citations": {name: origin + addresses.cited(tag, one.section, code, form)
                      for name, form in zip(("bibtex", "ris", "csl"), addresses.CITATIONS, strict=True)},
    }  # fmt: skip
    if whole:
        made["body_html"] = str(safe_body(text.body)).replace('href="/', f'href="{origin}/')
        made["body_text"] = readable(text.body)[0]
        made["change_note"] = text.change_note or None
        made["files"] = [_file(one, file) for file in one.files if file.language == tag]
    return made


def _file(one: Public, file: File) -> dict[str, Any]:
    place = (file.language, one.section, one.code or "", file.place, one.edition)
    return {
        "name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256,
        "address": settings().base_url + addresses.file(*place), "alternative": file.alternative or None, "caption": file.caption or None,
        "credit": file.credit or None, "width": file.width or None, "height": file.height or None,
        "renditions": [
            {"address": settings().base_url + addresses.file(*place, drawn.name), "media_type": drawn.media_type, "size": drawn.size,
             "width": drawn.width, "height": drawn.height}
            for drawn in file.drawn
        ],
    }  # fmt: skip


def dated(one: Dated | None) -> dict[str, Any] | None:
    """A civil date, as exactly as it is known."""
    if one is None:
        return None
    return {"start": one.start.isoformat(), "end": one.end.isoformat() if one.end else None, "precision": one.precision}


def notice(one: Notice | None) -> dict[str, Any] | None:
    """What the public is told of a withdrawal or a recall."""
    return None if one is None else {"at": moment(one.at), "notices": dict(one.texts)}


def moment(at: datetime | None) -> str | None:
    """A moment in UTC (RFC 3339)."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def theme(key: str, names: Labels) -> dict[str, Any]:
    """A theme with its names."""
    return {"key": key, "labels": dict(names.themes[key]), "lists": _lists("theme", key)}


def body(key: str, names: Labels) -> dict[str, Any]:
    """A body with its acronyms and names."""
    return {"key": key, "acronyms": dict(names.acronyms[key]), "names": dict(names.names[key]), "lists": _lists("body", key)}


def _lists(facet: str, key: str) -> dict[str, str]:
    return {tag: settings().base_url + addresses.listing(tag, "communiques", {facet: key}) for tag in TAGS}
