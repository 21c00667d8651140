"""What an address says that nothing answers as it is written: the codes and references in it, its words, and the language that it means.

It is read alone: whether there is anything of that is looked up by `suggesting`.
"""

import re
from urllib.parse import unquote

from .. import addresses
from ..languages import TAGS
from .references import LETTER, STROKE
from .search.analysis.letters import fold

CODE = re.compile(r"[cdvsr]\d{4}-\d{3,}", re.IGNORECASE)
# A reference as somebody may write it into an address: MPM/R/2026/050, MPM-R-2026-50, R/2026/050.
REFERENCE = re.compile(
    rf"(?<![^\W_])(?:[A-Z][A-Z0-9]{{1,7}}{STROKE})?(?P<letter>{LETTER}){STROKE}?(?P<year>\d{{4}}){STROKE}(?P<number>\d{{1,6}})(?!\d)", re.IGNORECASE
)
YEAR = re.compile(r"(?:19|20)\d\d")
ENDING = re.compile(r"(?<=[^/])\.(?:html?|php|aspx?)$", re.IGNORECASE)
# Of what is read of an address, in letters.
LONGEST = 200
# Words of addresses that say nothing of what was meant.
EMPTY = {"fr", "ar", "en", "es", "html", "htm", "php", "asp", "aspx", "index", "page", "pages", "www", "http", "https", "editions", "files", "txt", "ics",
          "pdf", "jpg", "jpeg", "png", "gif", "webp", "svg"}  # fmt: skip
# A language of two letters, with or without a region.
_FOREIGN = re.compile(r"[a-z]{2}(?:-[a-z]{2,4})?")
_SPELLINGS = {
    "fr": "fr", "fra": "fr", "fre": "fr", "french": "fr", "francais": "fr", "ar": "ar", "ara": "ar", "arabic": "ar", "en": "en",
    "eng": "en", "english": "en", "anglais": "en", "es": "es", "spa": "es", "esp": "es", "spanish": "es", "espanol": "es",
    "arabe": "ar", "عربي": "ar", "عربية": "ar", "العربية": "ar", "frances": "fr", "فرنسي": "fr", "فرنسية": "fr", "الفرنسية": "fr",
    "ingles": "en", "انجليزي": "en", "انجليزية": "en", "الانجليزية": "en", "espagnol": "es", "اسباني": "es", "اسبانية": "es", "الاسبانية": "es",
}  # fmt: skip


def codes(path: str) -> tuple[str, ...]:
    """The codes of the documents whose code or reference stands in a path, however it is written."""
    read = (addresses.code(one["letter"], int(one["year"]), int(one["number"])) for one in REFERENCE.finditer(path))
    return tuple(dict.fromkeys(one.lower() for one in (*CODE.findall(path)[:2], *read)))[:2]


def words_of(path: str) -> list[str]:
    """The words of an address that may say what was meant, as they are written there; of numbers, years alone."""
    written = re.findall(r"[^\W_]+", REFERENCE.sub(" ", CODE.sub(" ", unquote(path)[:LONGEST])))
    return [word for word in written if word.lower() not in EMPTY and (not word.isdecimal() or YEAR.fullmatch(word))]


def in_language(path: str) -> tuple[str, str] | None:
    """Language tag and rest of a path that begins with another spelling of one of our languages (``/FR/``, ``/en-GB/``, ``/fra/``),
    or that has capitals behind it.

    The tag is empty where the path begins with one of our rooms, or with what browsers ask for, instead: then the language alone is missing;
    or with a language that is none of ours (``/de/``): then the reader's own is meant.
    """
    first, _, rest = re.sub("/+", "/", path).lstrip("/").partition("/")
    spelt = first.lower().replace("_", "-")
    again, _, behind = rest.partition("/")
    if first in TAGS and (again == first or again in TAGS and not behind.strip("/")):
        # The language twice; of two of them before something nobody knows which one was meant, and alone the last one was chosen.
        return again, _folded(behind.rstrip("/"))
    tag = _spelt(spelt)
    if tag and (first != tag or rest != rest.rstrip("/") or _folded(rest) != rest or rest.lower() != rest):
        return tag, _folded(rest.rstrip("/"))
    if spelt in addresses.DESCRIPTIONS or spelt.partition(".")[0] in (*addresses.UTILITY, *addresses.SECTIONS, *addresses.NOTICES):
        return "", _folded(f"{spelt}/{rest}".rstrip("/"))
    if tag is None and _FOREIGN.fullmatch(spelt):
        return "", _folded(rest.rstrip("/"))
    return None


def respelt(path: str) -> tuple[str, str] | None:
    """The same with the rest as it was written, of what may be an address of an earlier site; None where the language is written as ours is."""
    first, _, rest = path.lstrip("/").partition("/")
    spelt = first.lower().replace("_", "-")
    tag = _spelt(spelt) or ("" if _FOREIGN.fullmatch(spelt) else None)
    return (tag, rest) if tag is not None and tag != first and rest else None


def _spelt(language: str) -> str | None:
    """Which of our languages is meant."""
    return _SPELLINGS.get(fold(language).partition("-")[0])


def _folded(rest: str) -> str:
    """The rest of an address with its codes in lower case, as they are written in addresses, and without the ending of a file of a web page."""
    return CODE.sub(lambda found: found[0].lower(), ENDING.sub("", rest))
