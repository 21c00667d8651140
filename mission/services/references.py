"""References as people type, copy and tell them: alone, among the words of a citation, in a query or in an address."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# The letters of the kinds.
LETTER = "[cdvsrCDVSR]"
# What stands for a stroke between the parts: a Word file and a PDF have hyphens of their own.
_SIGNS = "\\\\\u2010-\u2015\u2044\u2212\u2215._-"
STROKE = rf"(?:\s*[/{_SIGNS}]\s*|\s+)"
# As people type it: any stroke or none, any case, zeros left out.
_REFERENCE = re.compile(rf"^(?:([A-Z0-9]{{1,8}})[/-])?({LETTER})[/-]?(\d{{4}})[/-](\d{{1,9}})$")
# With spaces for strokes, the kind's name before it, the edition after it.
_SPACED = re.compile(
    rf"^\D*?(?:([A-Z0-9]{{2,8}})[\s/-]+)?({LETTER})[\s/-]+(\d{{4}})[\s/-]+(\d{{1,9}})"
    r"(?:\W+(?:ED|ÉDITION|EDITION|EDICIÓN|الطبعة)\W*(\d{1,9}))?$"
)
# In the words of a citation: the whole of it, which goes on on neither side.
_CITED = re.compile(rf"(?<![\w/?#&=-])[A-Za-z0-9]{{1,8}}/{LETTER}/\d{{4}}/\d{{1,9}}(?![\w/]|[.-]\w)|\bhttps?://\S+|\b[0-9a-fA-F]{{64}}\b", re.IGNORECASE)
_MOST_CITED = 8
# The code of a document, and the number of an edition of it, in one of our addresses.
IN_ADDRESS = re.compile(r"/([cdvsr]\d{4}-\d{3,9})(?:/editions/(\d{1,9}))?(?:[/.?#]|$)")
# A digest with its name before it or not, in groups or not; where there is little room its beginning, three points and its end, or its beginning alone.
_DIGEST = re.compile(r"^(?:sha-?256:?)?([0-9a-f]{6,64})(?:\.{2,3}([0-9a-f]{1,57}))?$")
_STROKES = re.compile(f"[{_SIGNS}]")
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AROUND = ".,;:!()[]<>{}\"'«»“”‘’،؛ "


@dataclass(frozen=True)
class Reference:
    """`prefix` is the house's letters, empty where none were given; `edition` is 0 where none was."""

    prefix: str
    letter: str
    year: int
    number: int
    edition: int


def plain(given: str) -> str:
    """What was typed, with ASCII digits and without marks of direction and what stands around it."""
    given = _MARKS.sub("", unicodedata.normalize("NFKC", " ".join(given.split())))
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in given).strip(_AROUND)


def read(given: str) -> Reference | None:
    """What was typed, if it is a reference and nothing else."""
    strokes = _STROKES.sub("-", given).upper()
    found = _REFERENCE.match(strokes.replace(" ", "")) or _SPACED.match(strokes)
    if found is None:
        return None
    return Reference(found[1] or "", found[2], int(found[3]), int(found[4]), int(found[5] or 0) if found.re is _SPACED else 0)


def digest(given: str) -> tuple[str, str] | None:
    """The beginning and the end of a digest, as it stands on paper and pages; all of it, or its beginning alone, has no end."""
    found = _DIGEST.match(given.lower().replace(" ", ""))
    return (found[1], found[2] or "") if found else None


def cited(given: str) -> list[str]:
    """The references, addresses and digests among other words, each once; none where there are more than a citation has."""
    found = dict.fromkeys(one[0].strip(_AROUND) for one in _CITED.finditer(given)) if " " in given else {}
    return list(found) if len(found) <= _MOST_CITED else []


def codes(links: Iterable[str]) -> set[str]:
    """The codes of documents in addresses."""
    return {inside[1] for one in links if (inside := IN_ADDRESS.search(one))}
