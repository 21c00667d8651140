"""What a lost address may have meant: a document whose code is in it, or pages whose names are like its words."""

import re
from difflib import SequenceMatcher
from urllib.parse import unquote

from sqlalchemy.orm import Session

from .. import addresses
from . import listing, visibility
from .filtering import Filter
from .search.analysis import analyse
from .shown import Public

MOST = 5
_CODE = re.compile(r"[cdvsr]\d{4}-\d{3,}", re.IGNORECASE)
_ALIKE = 0.72
_LONGEST = 200
# Words of addresses that say nothing of what was meant.
_EMPTY = {"fr", "ar", "en", "es", "html", "htm", "php", "asp", "aspx", "index", "page", "pages", "www", "http", "https", "editions", "txt", "ics"}


def suggestions(session: Session, path: str) -> tuple[Public, ...]:
    """Public documents and pages that `path` may have meant, the likeliest first; only what the gate hands out."""
    found = [visibility.by_code(session, one.lower()) for one in _CODE.findall(unquote(path)[:_LONGEST])[:2]]
    words = _words(" ".join(words_of(path)))
    if words:
        ranked = sorted(((_nearness(words, page), page) for page in visibility.pages(session)), key=lambda one: -one[0])
        found += [page for nearness, page in ranked if nearness >= _ALIKE][:MOST]
        found += listing.find(session, Filter(q=" ".join(words[-4:]))).documents[:MOST]
    unique = {one.id: one for one in found if one is not None}
    return tuple(unique.values())[:MOST]


def words_of(path: str) -> list[str]:
    """The words of an address that may say what was meant, as they are written there."""
    written = re.findall(r"[^\W_]+", _CODE.sub(" ", unquote(path)[:_LONGEST]))
    return [word for word in written if word.lower() not in _EMPTY and not word.isdecimal()]


def _nearness(words: list[str], page: Public) -> float:
    """How like the words of an address are to those of a page: its own address and its titles."""
    titles = (f"{text.title} {text.label}" for text in page.texts.values())
    names = _words(" ".join((page.section, (page.path or "").replace("/", " "), *titles)))
    likeness = sum(max((SequenceMatcher(None, word, name).ratio() for name in names), default=0.0) for word in words)
    likeness /= len(words)
    # Among pages that answer alike, the one that says least besides.
    return likeness - 0.001 * len(names)


def _words(text: str) -> list[str]:
    return [word.surface for word in analyse(text, "fr")]


def in_language(path: str) -> tuple[str, str] | None:
    """Language tag and rest of a path that begins with another spelling of one of our languages (``/FR/``, ``/en-GB/``, ``/fra/``).

    The tag is empty where the path begins with one of our rooms instead: then the language alone is missing.
    """
    first, _, rest = path.lstrip("/").partition("/")
    spelt = first.lower().replace("_", "-")
    tag = _SPELLINGS.get(spelt.partition("-")[0]) if spelt.partition("-")[0] == spelt or "-" in spelt else None
    if tag and (first != tag or rest != rest.rstrip("/")):
        return tag, rest.rstrip("/")
    if spelt.partition(".")[0] in (*addresses.UTILITY, *addresses.SECTIONS, *addresses.NOTICES):
        return "", f"{spelt}/{rest}".rstrip("/")
    return None


_SPELLINGS = {
    "fr": "fr", "fra": "fr", "fre": "fr", "french": "fr", "francais": "fr", "ar": "ar", "ara": "ar", "arabic": "ar", "en": "en",
    "eng": "en", "english": "en", "anglais": "en", "es": "es", "spa": "es", "esp": "es", "spanish": "es", "espanol": "es",
}  # fmt: skip
