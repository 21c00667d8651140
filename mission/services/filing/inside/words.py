"""Plain text and tables of values: Unicode, without control characters, and nothing in them that a browser or a spreadsheet would run."""

import csv
import re

from .refused import Refused

PLAIN, TABLE = "text/plain", "text/csv"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_PAGE = re.compile(
    r"<\s*(?:!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|meta|link|style|img|math|form|base|frameset|applet|template)\b|"
    r"<\s*[!?]\s*(?:doctype|xml)|javascript\s*:",
    re.I,
)
# A cell that a spreadsheet computes (OWASP, CSV injection); a signed number is none.
_FORMULA = re.compile(r"^\s*(?:[=@]|[+\-](?!\s*[\d.,\u0660-\u0669\u06f0-\u06f9]+\s*%?\s*$)(?=.*[(!|=\w]))")
_NOT_WESTERN = re.compile("[^\x00-\x7fàâäæçéèêëîïôöœùûüÿñáíóúãõÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸÑÁÍÓÚÃÕß¡¿«»‘’“”–—…€£°§ªº·\u00a0]")
_ROWS_LOOKED_AT = 200
_LONGEST_CELL = 1_000_000
_MARKS = (";", "\t", ",", "|")
# A dash, a telephone number and a name in a network begin like one, and compute nothing.
_HARMLESS = re.compile(r"\s*(?:[-+\u2013\u2014]+|\+[\d\s().\-/]+|@[^\W\d_]{3,}[\w.]*)\s*")


def look(content: bytes, as_table: bool = False) -> tuple[str, bytes]:
    """The media type, and the bytes in UTF-8; raises `Refused`. `as_table`: its name says that it is one, and programs open it as one."""
    text = _decoded(content)
    if _CONTROLS.search(text):
        raise Refused("unknown")
    if _PAGE.search(text):
        raise Refused("page")
    if not text.strip():
        raise Refused("empty")
    rows = _table(text)
    if rows is None and not as_table:
        return PLAIN, text.encode()
    if any(_FORMULA.match(cell) and not _HARMLESS.fullmatch(cell) for row in rows or _cells(text) for cell in row):
        raise Refused("formulas")
    return TABLE, text.encode()


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\x00" in content:
        raise Refused("unknown")
    try:
        # What older programs of Windows write; bytes that are something else, Arabic of another code page too, would come out wrong.
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise Refused("unknown") from None
    if _NOT_WESTERN.search(text):
        raise Refused("unknown")
    return text


def _cells(text: str) -> list[list[str]]:
    """The cells of one column, or of rows that are not equally long: by the sign that comes most often."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(text.splitlines(), delimiter=max(_MARKS, key=text.count)))
    except csv.Error:
        raise Refused("damaged") from None


def _table(text: str) -> list[list[str]] | None:
    """The rows where every one has the same number of cells, more than one; else None."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    csv.field_size_limit(_LONGEST_CELL)
    for mark in _MARKS:
        try:
            head = list(csv.reader(lines[:_ROWS_LOOKED_AT], delimiter=mark, strict=True))
            if len(head[0]) < 2 or any(len(row) != len(head[0]) for row in head):
                continue
            return list(csv.reader(text.splitlines(), delimiter=mark))
        except csv.Error:
            continue
    return None
