"""Addresses that nothing answers: led where they mean to go in one step, or met with suggestions."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from flask import current_app, g, redirect, request
from flask_babel import force_locale
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..languages import LANGUAGES, TAGS, Language
from ..services import legacy, misspelt, suggesting, visibility
from ..services.shown import Public
from .access import session, settings
from .chrome import Link
from .documents import gone
from .entries import Entry, address, entry
from .language import current_language, preferred
from .responses import moved
from .wording import ROOMS

_SHORT = re.compile(rf"/(?:(?P<language>{'|'.join(TAGS)})/|d/)?(?P<code>{misspelt.CODE.pattern})/?", re.IGNORECASE)
# The same by its reference, however it is written, below any room.
_REFERRED = re.compile(rf"/(?:(?P<language>{'|'.join(TAGS)})/)?(?:[a-z-]+/)?{misspelt.REFERENCE.pattern}/?", re.IGNORECASE)
# What other sites call the words that somebody looks for, or the name of what they link to.
_ASKED = frozenset((
    "q", "query", "s", "search", "keyword", "keywords", "word", "words", "mot", "mots", "recherche", "rechercher", "titre", "title", "titulo",
    "título", "sujet", "subject", "topic", "tema", "tag", "texte", "texto", "buscar", "busqueda", "búsqueda", "palabras", "عنوان", "بحث",
))  # fmt: skip
# What other sites call their first page, and their feeds.
_FIRST = re.compile(rf"/(?:(?P<language>{'|'.join(TAGS)})/)?(?:index|default|home|accueil|welcome)(?:\.[a-z]{{3,5}})?/?", re.IGNORECASE)
_FEED = re.compile(r".*/(?:feeds?|atom|rss|rss2|flux|syndication)(?:[/.](?:xml|rdf|atom|rss|php|json|html?))*/?", re.IGNORECASE)
# What counts visitors or names a language, and tells no pages apart.
_COUNTED = frozenset(("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid", "gclid", "lang", "language", "locale", "l"))
# What addresses that are written small alone are made of.
_SMALL = {"language", "path", "code", "slug"}
# The end of the name of a view that shows a document whole, whose address has a slug.
_WHOLE = ".document"


def found_again() -> BaseResponse | None:
    """One redirect to where an address of the earlier site, or one with another or no language, leads today; None for all others."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(("/desk", "/static/")):
        return None
    if request.path == addresses.SECURITY_EARLIER and settings().SECURITY_CONTACT:
        return moved(addresses.SECURITY)
    spelt = misspelt.respelt(request.path)
    asked = f"/{spelt[0]}/{spelt[1]}" if spelt and spelt[0] else request.path
    if (short := _SHORT.fullmatch(asked)) is not None:
        return _short(short["code"].lower(), short["language"])
    # What was asked for by its code has been looked for.
    if "code" not in (request.view_args or ()) and (referred := _REFERRED.fullmatch(asked)) is not None:
        return _short(misspelt.codes(referred[0])[0], referred["language"])
    if (earlier := _earlier(request.path)) is not None:
        return earlier
    if (first := _FIRST.fullmatch(request.path)) is not None and not _told_apart():
        return moved(addresses.home(first["language"].lower())) if first["language"] else _by_language(addresses.home(preferred().tag))
    meant = misspelt.in_language(request.path)
    if meant is None:
        return None
    tag, rest = meant
    language = LANGUAGES[tag] if tag else preferred()
    if _FIRST.fullmatch(f"/{rest}"):
        target = None if _told_apart() else addresses.home(language.tag)
    else:
        target = _target(language, rest)
    if target is None or target == request.path:
        return None
    query = request.query_string.decode("latin-1")
    target += f"?{query}" if query else ""
    return moved(target) if tag else _by_language(target)


def _told_apart() -> bool:
    """Whether what stands behind the question mark says which page was meant, as of sites that have one program for all of them."""
    return any(name not in _COUNTED for name in request.args)


def _by_language(target: str) -> BaseResponse:
    """One step to where another reader is led in another language."""
    response = redirect(target, 302)
    response.headers["Vary"] = "Accept-Language"
    return response


def _short(code: str, tag: str | None) -> BaseResponse | None:
    """A code alone, under a language or as the short form in capitals or with a slash at its end: to the document itself, in one step."""
    found = visibility.by_code(session(), code)
    if found is None:
        recalled = visibility.recalled(session(), code)
        return gone(recalled) if recalled else None
    if tag:
        return moved(address(found, LANGUAGES[tag.lower()]))
    return _by_language(address(found, preferred()))


def _target(language: Language, rest: str) -> str | None:
    """Where the rest of an address leads in `language`, in one step; None where nothing answers it. What is not public is as unknown as ever."""
    path = f"/{language.tag}/{rest}"
    match = _routed(path)
    if match is None:
        # In capitals, of what is always written small: never a part by which something is opened.
        path = path.lower()
        match = _routed(path)
        if match is None or match[1].keys() - _SMALL:
            return None
    endpoint, values = match
    answers, found = _answered(endpoint, values)
    if found is not None and ("code" not in values or endpoint.endswith(_WHOLE)):
        return address(found, language)
    return quote(path) if answers else None


def _answered(endpoint: str, values: dict[str, Any]) -> tuple[bool, Public | None]:
    """Whether a view has an answer, the notice of a recall included, and the document that it shows, if it is one's."""
    if "code" in values:
        found = visibility.by_code(session(), values["code"])
        return found is not None or visibility.recalled(session(), values["code"]) is not None, found
    if values.get("path"):
        place = (endpoint.partition(".")[0], values["path"])
        found = visibility.page_at(session(), *place)
        return found is not None or visibility.recalled_page(session(), *place) is not None, found
    return True, None


def _earlier(path: str) -> BaseResponse | None:
    """An address of the earlier site, its language written as we do or otherwise; in the reader's own where it is none of ours."""
    query = unquote(request.query_string.decode("latin-1"))
    mapped, spelt = legacy.find(session(), path, query), None
    if mapped is None and (spelt := misspelt.respelt(path)):
        mapped = legacy.find(session(), f"/{spelt[0] or preferred().tag}/{spelt[1]}", query)
    if mapped is None:
        return None
    if mapped.document_id is not None and (recalled := visibility.recalled_by_id(session(), mapped.document_id)) is not None:
        return gone(recalled)
    target = _mapped(mapped)
    if target is None:
        return None
    return _by_language(target) if spelt and not spelt[0] else moved(target)


def _mapped(mapped: legacy.Target) -> str | None:
    if mapped.document_id is None:
        return addresses.room(mapped.language, mapped.room) if mapped.room else addresses.home(mapped.language)
    found = visibility.by_id(session(), mapped.document_id)
    # What was brought over and is not public yet is as unknown as ever.
    return address(found, LANGUAGES[mapped.language]) if found else None


def answered(path: str) -> bool:
    """Whether the site has an answer of its own at this path: no earlier address is looked for there."""
    match = _routed(path) or _routed(f"{path}/")
    return match is not None and _answered(*match)[0]


def _routed(path: str) -> tuple[str, dict[str, Any]] | None:
    try:
        endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    return endpoint, dict(values)


def nearest() -> tuple[Entry | Link, ...]:
    """What the lost address may have meant."""
    made = {one.href: one for one in (*_feeds(), *map(_led, _lost().suggestions))}
    return tuple(made.values())[: suggesting.MOST]


def places(words: str) -> tuple[Entry | Link, ...]:
    """Pages of the site whose names are like these words, which no text holds."""
    return tuple(map(_led, suggesting.places(session(), words, _labels())))


def _led(one: Public | str) -> Entry | Link:
    return Link(str(ROOMS[one]), addresses.room(current_language().tag, one)) if isinstance(one, str) else entry(one)


def _feeds() -> Iterator[Link]:
    """The feeds, where the lost address is called as one: of its room, or of everything, and the page that has them all."""
    if not _FEED.fullmatch(request.path):
        return
    tag = current_language().tag
    parts = request.path.strip("/").split("/")
    section = next((part for part in parts if part in addresses.SECTIONS and _routed(f"/{tag}/{part}.atom")), "communiques")
    for form, name in (("atom", "Atom"), ("json", "JSON Feed")):
        yield Link(f"{ROOMS[section]} – {name}", f"/{tag}/{section}.{form}")
    yield Link(str(ROOMS["press"]), addresses.room(tag, "press"))


@lru_cache(1)
def _labels() -> dict[str, tuple[str, ...]]:
    """The names of every room in all languages."""
    made: dict[str, tuple[str, ...]] = dict.fromkeys(ROOMS, ())
    for language in LANGUAGES.values():
        with force_locale(language.locale):
            for room, label in ROOMS.items():
                made[room] = (*made[room], str(label))
    return made


def keep_words(words: str) -> None:
    """Keep the words of a list of which this page does not exist, or no more."""
    g.lost_words = words


def asked() -> str:
    """The words of the lost address that some text holds, to be searched for; of a list those that were looked for in it."""
    return g.get("lost_words") or _lost().words


def _lost() -> suggesting.Lost:
    """Looked for once a request, also where it is not kept."""
    if "lost" not in g:
        # Where a view answers, it alone says what may be asked of it (`front.questions`).
        asked = () if request.url_rule else [value for name, value in request.args.items(multi=True) if name.lower() in _ASKED]
        g.lost = suggesting.lost(session(), request.path, _labels(), " ".join(asked))
    return g.lost  # type: ignore[no-any-return]
