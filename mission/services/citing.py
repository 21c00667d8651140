"""Citations for reference managers: BibTeX, RIS and CSL-JSON from one frozen value. Nothing here knows of languages or requests."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# Year, month, day: as many of them as are known.
DateParts = tuple[int, ...]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The names by which babel and polyglossia, and with them biblatex, know the four languages.
_LATEX_LANGUAGES = {"fr": "french", "ar": "arabic", "en": "british", "es": "spanish"}
# Braces become commands with balanced ones: BibTeX counts braces whether a backslash stands before them or not.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "\u00a0": "~", "\u202f": r"\,",
    }
)  # fmt: skip
_SPEECHES = ("statement", "speech")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True, kw_only=True)
class Citation:
    """What a citation says of one language of a document; words are already in the reader's language.

    `issued` is the date of the text; `event` that of an earlier event which it tells of. `url` is ASCII and stands for good; `digest`
    is that of the edition's canonical content.
    """

    key: str
    reference: str
    kind: str
    genre: str
    title: str
    summary: str
    author: str
    place: str
    language: str
    issued: DateParts
    event: tuple[DateParts, ...]
    url: str
    keywords: tuple[str, ...]
    edition: int
    # Where it was said: the session, and the item of its agenda.
    meeting: str
    note: str
    digest: str


def bibtex(citations: Iterable[Citation]) -> str:
    """Entries for BibTeX and biblatex, in UTF-8. Titles keep their capitals, and the author is not taken for a person's name."""
    return "\n".join(_bibtex(one) for one in citations)


def _bibtex(one: Citation) -> str:
    year, *rest = one.issued
    values = {
        "author": f"{{{_latex(one.author)}}}",
        "title": f"{{{_latex(one.title)}}}",
        "year": str(year),
        "date": "-".join(f"{part:02d}" for part in one.issued),
        "eventtitle": _latex(one.meeting),
        "eventdate": "/".join("-".join(f"{part:02d}" for part in parts) for parts in one.event),
        "type": _latex(one.genre),
        "number": _latex(one.reference),
        "howpublished": _latex(f"{one.genre} {one.reference}"),
        "edition": str(one.edition) if one.edition > 1 else "",
        "publisher": _latex(one.author),
        "address": _latex(one.place),
        "language": _LATEX_LANGUAGES[one.language],
        "langid": _LATEX_LANGUAGES[one.language],
        "keywords": _latex(", ".join(one.keywords)),
        "note": _latex(_noted(one)),
        "url": one.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    if rest:
        # A macro without braces: each style prints it in its own language.
        lines.insert(3, f"  month = {_MONTHS[rest[0] - 1]},")
    return "\n".join((f"@misc{{{one.key},", *lines, "}", ""))


def _noted(one: Citation) -> str:
    """The note, and by which digest the text is known again: no format has a field for it."""
    return " ".join(part for part in (one.note, f"SHA-256: {one.digest}" if one.digest else "") if part)


def _latex(text: str) -> str:
    return flat(text).translate(_LATEX)


def ris(citations: Iterable[Citation]) -> str:
    """Records in the RIS format (Research Information Systems, 2011), with its line ends."""
    return "".join(f"{tag}  - {flat(value)}\r\n" for one in citations for tag, value in _ris(one))


def _ris(one: Citation) -> list[tuple[str, str]]:
    whole = [*(f"{part:02d}" for part in one.issued), "", ""][:3]
    values = [
        ("TY", "GOVDOC"), ("ID", one.key), ("AU", one.author), ("TI", one.title), ("PY", str(one.issued[0])), ("DA", f"{'/'.join(whole)}/"),
        ("M3", one.genre), ("AN", one.reference), ("ET", str(one.edition) if one.edition > 1 else ""), ("PB", one.author), ("CY", one.place),
        ("LA", one.language), ("AB", one.summary), *(("KW", word) for word in one.keywords), ("N1", one.meeting), ("N1", _noted(one)), ("UR", one.url),
    ]  # fmt: skip
    return [(tag, value) for tag, value in values if value] + [("ER", "")]


def csl(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Items of CSL-JSON (Citation Style Language 1.0.2)."""
    return [_csl(one) for one in citations]


def _csl(one: Citation) -> dict[str, Any]:
    item = {
        "id": one.key, "type": "speech" if one.kind in _SPEECHES else "report", "title": one.title, "author": [{"literal": one.author}],
        "issued": _date((one.issued,)), "event-date": _date(one.event), "event-title": one.meeting, "genre": one.genre, "number": one.reference,
        "edition": str(one.edition) if one.edition > 1 else "", "publisher": one.author, "publisher-place": one.place,
        "language": one.language, "abstract": one.summary, "keyword": ", ".join(one.keywords), "note": _noted(one), "URL": one.url,
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _date(parts: Sequence[DateParts]) -> dict[str, Any]:
    return {"date-parts": [list(one) for one in parts]} if parts else {}


def flat(text: str) -> str:
    """`text` on one line: none of these formats has a line break inside a value."""
    return re.sub(" +", " ", _CONTROL.sub(" ", text)).strip()


__all__ = ["Citation", "bibtex", "csl", "flat", "ris"]
