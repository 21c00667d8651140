"""Every public address, as a pure path: mail, feeds, codes for print and pages need no request to know where things are.

A test holds this module against the application's map of addresses.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlencode

# The rooms, in the order of the menus: the first five above the masthead, the others below it.
UTILITY = ("kingdom", "about", "sitemap", "links", "contact")
SECTIONS = ("speeches", "seminars", "candidacy", "communiques", "autonomy", "integrity", "themes")
NOTICES = ("press", "alerts", "verify", "register", "key", "api", "legal", "privacy", "accessibility")
# Rooms whose content is editions: the sections in which a document can stand.
ROOMS = ("kingdom", "about", "links", *SECTIONS)

# What a list and a document may be taken along as, by the endings of their addresses.
LISTS = ("atom", "json", "csv", "zip")
CITATIONS = ("bib", "ris", "csl.json")
API = "/api/v1"

CODE = re.compile(r"^([cdvsr])(\d{4})-(\d{3,})$")
SEGMENT = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
# What browsers ask for in each language, and where weaknesses are reported (RFC 9116), which some still look for at the root.
DESCRIPTIONS = ("opensearch.xml", "site.webmanifest")
SECURITY, SECURITY_EARLIER = "/.well-known/security.txt", "/security.txt"
# What machines ask the register for; the head stands at the first for ever.
CHECKPOINT = "/register/checkpoint"
REGISTER_FILE = "/register.jsonl"
KEYS = "/.well-known/mission-key.json"
# What is taken along to check all of it elsewhere.
PROGRAM = "/register/mission-verify.pyz"
FORMATS = "/register/verification.txt"
_SLUG_LENGTH = 80
_MOST_LETTERS = 2048


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


def cited(language: str, section: str, code: str, form: str) -> str:
    """The citation of a numbered document for a reference manager; `form` is one of `CITATIONS`."""
    return f"/{language}/{section}/{code}.{form}"


def api(*parts: str) -> str:
    """An address of the API: ``documents``, ``documents/c2026-014``, ``search``, ``themes``, ``bodies``, ``openapi.json``."""
    return "/".join((API, *parts))


def paper(language: str, section: str, code: str, number: int | None = None) -> str:
    """A numbered document as a PDF: its newest edition, or, for ever, the public edition `number`."""
    return (document(language, section, code) if number is None else edition(language, section, code, number)) + ".pdf"


def signature(language: str, section: str, code: str, number: int | None = None) -> str:
    """The detached signature beside a PDF."""
    return paper(language, section, code, number) + ".sig"


def card(language: str, section: str, code: str, number: int) -> str:
    """The picture that stands beside a shared link to an edition."""
    return edition(language, section, code, number) + "/card.png"


def file(language: str, section: str, code: str, place: str, number: int | None = None, drawn: str = "") -> str:
    """A file of a numbered document: where its newest one is found, or, for ever, that of the public edition `number`; `drawn` names a
    picture in one of its sizes (``small.avif``)."""
    below = document(language, section, code) if number is None else edition(language, section, code, number)
    return f"{below}/files/{quote(place)}" + (f"/{drawn}" if drawn else "")


def file_of_page(language: str, sequence: int, place: str, drawn: str = "") -> str:
    """A file of a page, for ever: below the entry of the register that made its edition public, since pages move."""
    return f"{register_entry(language, sequence)}/files/{quote(place)}" + (f"/{drawn}" if drawn else "")


def preview(edition_id: int, language: str, token: str = "") -> str:
    """The page of an edition before it is public: for those at the desk, or for somebody outside who has a link with this `token`."""
    return f"/desk/shown/{token}/{language}" if token else f"/desk/editions/{edition_id}/preview/{language}"


def file_at_desk(edition_id: int, language: str, place: str, drawn: str = "") -> str:
    """A file of an edition that is not public, for those at the desk."""
    return f"/desk/editions/{edition_id}/files/{language}/{quote(place)}" + (f"/{drawn}" if drawn else "")


def file_shown(token: str, language: str, place: str, drawn: str = "") -> str:
    """The same for somebody outside who has a link to a preview of that edition."""
    return f"/desk/shown/{token}/files/{language}/{quote(place)}" + (f"/{drawn}" if drawn else "")


def calendar(language: str, section: str, code: str = "") -> str:
    """An event for a reader's calendar; without a `code`, all of a section."""
    return f"/{language}/{section}/{code}.ics" if code else f"/{language}/{section}.ics"


def short(code: str) -> str:
    """The short form for print."""
    return f"/d/{code}"


def edition(language: str, section: str, code: str, number: int) -> str:
    """One public edition of a numbered document, for ever."""
    return f"/{language}/{section}/{code}/editions/{number}"


def editions(language: str, section: str, code: str) -> str:
    """All public editions of a numbered document, with their dates and notes."""
    return f"/{language}/{section}/{code}/editions"


def changes(language: str, section: str, code: str, number: int) -> str:
    """What edition `number` changed in the one before it."""
    return f"{edition(language, section, code, number)}/changes"


def register_entry(language: str, sequence: int) -> str:
    """One entry of the register, for ever; for a page, the edition that it made public."""
    return f"/{language}/register/{sequence}"


def settled_content(digest: str) -> str:
    """The canonical content of a settled edition, byte for byte, for ever."""
    return f"/register/content/{digest}.json"


def inclusion(size: int, sequence: int) -> str:
    """The proof that an entry is under the head of `size`."""
    return f"/register/inclusion/{size}/{sequence}"


def listing(language: str, section: str, query: Mapping[str, str | Iterable[str]] | None = None) -> str:
    """A list with its query, sorted so that the same list has one address; empty values are left out."""
    pairs = []
    for name in sorted(query or {}):
        values = (query or {})[name]
        for value in sorted([values] if isinstance(values, str) else values):
            if value:
                pairs.append(f"{name}={_quoted(value)}")
    return room(language, section) + (f"?{'&'.join(pairs)}" if pairs else "")


@lru_cache(4096)
def _quoted(value: str) -> str:
    """A value as a query has it; a page of results writes the same few some dozens of times."""
    return quote_plus(value)


def suggestions(language: str) -> str:
    """What a browser's own search box asks while somebody types; takes ``q``."""
    return f"{room(language, 'communiques')}/suggestions.json"


def enquiry_received(language: str, token: str) -> str:
    """The page that confirms an enquiry, by a signed reference."""
    return f"/{language}/contact/received/{token}"


def alerts(language: str, section: str = "", query: Mapping[str, str | Iterable[str]] | None = None) -> str:
    """Where one asks for a list by mail: that of a section with its query; without either, everything numbered."""
    return listing(language, "alerts", {**(query or {}), "section": section if section != "communiques" else ""})


def alert_asked(language: str) -> str:
    """The page that says to look into one's letters, whoever asked."""
    return f"/{language}/alerts/sent"


def alert_link(language: str) -> str:
    """Where one asks for the link to one's alerts."""
    return f"/{language}/alerts/link"


def alert_confirmation(language: str, token: str) -> str:
    """Where an alert is confirmed, by a signed link."""
    return f"/{language}/alerts/confirm/{token}"


def alert_managing(language: str, token: str, act: str = "") -> str:
    """Where one sees one's alerts, by a signed link; `act` is what is posted there: ``frequency``, ``ending`` or ``forgetting``."""
    return f"/{language}/alerts/manage/{token}" + (f"/{act}" if act else "")


def alert_ending(language: str, token: str) -> str:
    """Where an alert ends, by the signed link in each of its letters."""
    return f"/{language}/alerts/unsubscribe/{token}"


def alert_forgotten(language: str) -> str:
    """The page that says that an address is held no longer."""
    return f"/{language}/alerts/forgotten"


def with_part(address: str, part: str) -> str:
    """The address of a fragment of the page at `address`."""
    return address + ("&" if "?" in address else "?") + urlencode({"part": part})


@lru_cache(8192)
def slug(title: str) -> str:
    """A readable last segment from a title: Latin letters without accents, Arabic letters without vowel marks, at most 80
    characters cut at a word. It may be empty."""
    text = unicodedata.normalize("NFC", title.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    words = re.findall(r"[^\W_]+", text.translate(_PLAIN).lower())
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > _SLUG_LENGTH:
            break
        made = f"{made}-{word}" if made else word
    return made or "".join(words)[:_SLUG_LENGTH]


class _Plain(dict[int, str]):
    """By its number a letter without accents and vowel marks; other scripts keep the parts of their letters."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        parts = unicodedata.normalize("NFKD", letter) if number < 0x250 else letter
        made = "".join(one for one in parts if not unicodedata.combining(one) and one != "\u0640")
        return self.setdefault(number, made) if len(self) < _MOST_LETTERS else made


_PLAIN = _Plain()


def code(letter: str, year: int, number: int) -> str:
    """The code of a reference in addresses: ``c2026-014``."""
    return f"{letter.lower()}{year}-{number:03d}"


def reference(prefix: str, letter: str, year: int, number: int) -> str:
    """A reference as printed: ``MPM/C/2026/014``."""
    return f"{prefix}/{letter}/{year}/{number:03d}"
