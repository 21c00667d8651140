"""Word, Excel and OpenDocument texts: ZIP archives of XML, without macros, programs, other files or links that load something."""

import io
import re
import zipfile

from . import remarks
from .refused import Refused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"

_MOST_PARTS = 3_000
_MOST_UNPACKED = 200 * 1024 * 1024
# XML packs well, but not this well.
_MOST_RATIO = 200
_RATIO_FROM = 10 * 1024 * 1024
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets|activex|\.bin$|^basic/|^scripts/|\.(?:exe|dll|js|vbs|ps1|bat|cmd|jar|hta|lnk|scr)$", re.I)
_CARRIED = re.compile(r"(?:^|/)embeddings/|oleobject|externallinks/|^object ?\d|\.(?:zip|docx?|docm|xlsx?|xlsm|pptx?|pdf|rar|7z|iso)$", re.I)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_EXTERNAL = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
_FIELDS = re.compile(rb"\bDDE(?:AUTO)?\b[ \"]|\bINCLUDE(?:TEXT|PICTURE)\b[ \"]")
_OPEN_ACTS = re.compile(
    rb"<(?:script:event-listener|script:module|presentation:event-listener|dde:|office:dde-source|draw:applet|draw:plugin|draw:object\b|"
    rb"draw:object-ole|form:connection-resource)",
    re.I,
)
_WORDS = re.compile(rb"<[^>]*>")


def look(content: bytes) -> str:
    """The media type of an office document that can be handed on; raises `Refused`."""
    if content[-22:-18] != b"PK\x05\x06":
        # Bytes after the end, or a comment that could be something else.
        raise Refused("mixed")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpacked(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError, IndexError):
        raise Refused("damaged") from None
    except Exception as error:
        # zlib and its kind have exceptions of their own.
        if isinstance(error, Refused):
            raise
        raise Refused("damaged") from None
    kind = _kind(parts)
    for name, part in parts.items():
        _look_at(name, part)
    remarks.refuse(parts)
    return kind


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Every part, counted while it is unpacked: what an archive says of its sizes is not believed."""
    entries = archive.infolist()
    if len(entries) > _MOST_PARTS:
        raise Refused("bomb")
    if len({one.filename.lower() for one in entries}) != len(entries):
        raise Refused("damaged")
    if min((one.header_offset for one in entries), default=1) != 0:
        raise Refused("mixed")
    parts, total = {}, 0
    for one in entries:
        if one.flag_bits & 1:
            raise Refused("locked")
        if one.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", one.filename) or "\x00" in one.orig_filename or ":" in one.filename:
            raise Refused("damaged")
        if _MACROS.search(one.filename):
            raise Refused("macros")
        if _CARRIED.search(one.filename):
            raise Refused("carries")
        part = _read(archive, one, _MOST_UNPACKED - total)
        total += len(part)
        if total > _RATIO_FROM and len(part) > _MOST_RATIO * max(1, one.compress_size):
            raise Refused("bomb")
        parts[one.filename] = part
    return parts


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(one) as part:
        read = part.read(most + 1)
    if len(read) > most:
        raise Refused("bomb")
    return read


def _kind(parts: dict[str, bytes]) -> str:
    kind = parts.get("mimetype", b"")
    if kind and next(iter(parts)) == "mimetype" and "content.xml" in parts and kind.decode("ascii", "replace") == OPEN_TEXT:
        return OPEN_TEXT
    types = parts.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in types or b"vba" in types:
        raise Refused("macros")
    if b"wordprocessingml.document.main+xml" in types and "word/document.xml" in parts:
        return WORD
    if b"spreadsheetml.sheet.main+xml" in types and "xl/workbook.xml" in parts:
        return SHEET
    raise Refused("unknown")


def _look_at(name: str, part: bytes) -> None:
    lower = name.lower()
    if not lower.endswith((".xml", ".rels", ".rdf")):
        return
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        # In another encoding nothing would be seen; no office program writes that.
        part = part.decode("utf-16", "replace").encode()
    if _ENTITIES.search(part):
        raise Refused("acts")
    if lower.endswith(".rels"):
        for found in _EXTERNAL.findall(part):
            said = found.lower().replace(b"'", b'"')
            if b'targetmode="external"' in said and b"/hyperlink\"" not in said:
                raise Refused("loads")
    elif lower.startswith("word/") and _FIELDS.search(_WORDS.sub(b"", part) if len(part) < 20_000_000 else part) or _OPEN_ACTS.search(part):
        raise Refused("acts")
