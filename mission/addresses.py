"""Every public address, as a pure path: mail, feeds, codes for print and pages need no request to know where things are.

A test holds this module against the application's map of addresses.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

# The rooms, in the order of the menus: the first five above the masthead, the others below it.
UTILITY = ("kingdom", "about", "sitemap", "links", "contact")
SECTIONS = ("speeches", "seminars", "candidacy", "communiques", "autonomy", "integrity", "themes")
NOTICES = ("press", "legal", "privacy", "accessibility")
# Rooms whose content is editions: the sections in which a document can stand.
ROOMS = ("kingdom", "about", "links", *SECTIONS)

CODE = re.compile(r"^([cdvsr])(\d{4})-(\d{3,})$")
SEGMENT = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_SLUG_LENGTH = 80


def home(language: str) -> str:
    """The home page in `language` (a tag)."""
    return f"/{language}/"


def room(language: str, name: str) -> str:
    """The first page of a room: a section, ``sitemap`` or ``contact``."""
    return f"/{language}/{name}"


def page(language: str, section: str, path: str | None) -> str:
    """A page by its place in the tree; an empty `path` is the section's first page."""
    return f"/{language}/{section}/{path}" if path else room(language, section)


def document(language: str, section: str, code: str, title: str = "") -> str:
    """A numbered document: the code decides, the slug made from `title` is decoration."""
    tail = slug(title)
    return f"/{language}/{section}/{code}" + (f"/{quote(tail)}" if tail else "")


def plain(language: str, section: str, code: str) -> str:
    """A numbered document as plain text."""
    return f"/{language}/{section}/{code}.txt"


def calendar(language: str, section: str, code: str = "") -> str:
    """An event for a reader's calendar; without a `code`, all of a section."""
    return f"/{language}/{section}/{code}.ics" if code else f"/{language}/{section}.ics"


def short(code: str) -> str:
    """The short form for print."""
    return f"/d/{code}"


def edition(language: str, section: str, code: str, number: int) -> str:
    """One public edition of a numbered document, for ever."""
    return f"/{language}/{section}/{code}/editions/{number}"


def listing(language: str, section: str, query: Mapping[str, str | Iterable[str]] | None = None) -> str:
    """A list with its query, sorted so that the same list has one address; empty values are left out."""
    pairs = []
    for name in sorted(query or {}):
        values = (query or {})[name]
        for value in sorted([values] if isinstance(values, str) else values):
            if value:
                pairs.append((name, value))
    return room(language, section) + (f"?{urlencode(pairs)}" if pairs else "")


def branch(language: str, place: str) -> str:
    """The site map with one branch open; `place` is a room or a page, ``themes/migration``."""
    return f"/{language}/sitemap?open={quote(place)}"


def enquiry_received(language: str, token: str) -> str:
    """The page that confirms an enquiry, by a signed reference."""
    return f"/{language}/contact/received/{token}"


def with_part(address: str, part: str) -> str:
    """The address of a fragment of the page at `address`."""
    return address + ("&" if "?" in address else "?") + urlencode({"part": part})


@lru_cache(8192)
def slug(title: str) -> str:
    """A readable last segment from a title: Latin letters without accents, Arabic letters without vowel marks, at most 80
    characters cut at a word. It may be empty."""
    text = unicodedata.normalize("NFC", title.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    words = re.findall(r"[^\W_]+", "".join(map(_plain, text)).lower())
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > _SLUG_LENGTH:
            break
        made = f"{made}-{word}" if made else word
    return made or "".join(words)[:_SLUG_LENGTH]


@lru_cache(2048)
def _plain(letter: str) -> str:
    """A letter without accents and vowel marks; other scripts keep the parts of their letters."""
    parts = unicodedata.normalize("NFKD", letter) if ord(letter) < 0x250 else letter
    return "".join(one for one in parts if not unicodedata.combining(one) and one != "\u0640")


def code(letter: str, year: int, number: int) -> str:
    """The code of a reference in addresses: ``c2026-014``."""
    return f"{letter.lower()}{year}-{number:03d}"


def reference(prefix: str, letter: str, year: int, number: int) -> str:
    """A reference as printed: ``MPM/C/2026/014``."""
    return f"{prefix}/{letter}/{year}/{number:03d}"
