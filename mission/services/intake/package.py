"""A Word file as a bounded package: known for what it is by its content, measured before it is unpacked, and never trusted.

OWASP ASVS 5.0, V5.2.2 and V5.2.3: type by content, uncompressed size and number of files bounded.
"""

import io
import re
import zipfile
import zlib

# Of the file, of one part, of all parts that are read, and how many there may be.
MOST_BYTES = 10 * 1024 * 1024
MOST_OF_A_PART = 24 * 1024 * 1024
MOST_TOGETHER = 60 * 1024 * 1024
MOST_PARTS = 2000
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WANTED = re.compile(r"^(?:\[Content_Types\]\.xml|_rels/\.rels|word/(?:_rels/)?[\w.-]+\.(?:xml|rels))$")
_ACTIVE = re.compile(r"vbaProject|\.bin$|/activeX/|macrosheet", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The strict form of the format has other names for the same things.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class WordRefused(Exception):
    """A file of which nothing is read. `reason`: ``large``, ``old``, ``locked``, ``not-word``, ``macro``, ``bomb``, ``long``, ``broken`` or ``hostile``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def opened(content: bytes) -> dict[str, bytes]:
    """The XML parts of a Word file by their names, within all bounds; raises `WordRefused`."""
    if len(content) > MOST_BYTES:
        raise WordRefused("large")
    if content.startswith(_OLE):
        # Either Word 97–2003, or a file with a password: both are the same container.
        raise WordRefused("locked" if b"E\0n\0c\0r\0y\0p\0t\0" in content else "old")
    if not content.startswith(b"PK\x03\x04"):
        # Whoever puts something before the archive wants it to be two things at once.
        raise WordRefused("not-word")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive)
    except WordRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError, UnicodeError, OverflowError) as error:
        raise WordRefused("broken") from error
    _check_kind(parts)
    return parts


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS:
        raise WordRefused("bomb")
    if len({name.lower() for name in names}) != len(names) or any(_escapes(name) for name in names):
        # The same name twice: one for the check, another for the reader.
        raise WordRefused("hostile")
    if any(_ACTIVE.search(name) for name in names):
        raise WordRefused("macro")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise WordRefused("locked")
    wanted = [entry for entry in entries if _WANTED.match(entry.filename)]
    if sum(entry.file_size for entry in wanted) > MOST_TOGETHER:
        raise WordRefused("bomb")
    return {entry.filename: _part(archive, entry) for entry in wanted}


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part, read no further than its bound whatever the directory says of its size."""
    if entry.file_size > MOST_OF_A_PART:
        raise WordRefused("bomb")
    with archive.open(entry) as stream:
        content = stream.read(MOST_OF_A_PART + 1)
    if len(content) > MOST_OF_A_PART:
        raise WordRefused("bomb")
    # In another encoding a declaration could hide from the search: Word writes UTF-8.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:64] or _DECLARED.search(content):
        raise WordRefused("hostile")
    for strict, usual in _STRICT.items():
        content = content.replace(strict, usual)
    return content


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or "\0" in name


def _check_kind(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"").decode("utf-8", "replace")
    if "macroEnabled" in types or "vbaProject" in types:
        raise WordRefused("macro")
    if _MAIN not in types or "word/document.xml" not in parts:
        raise WordRefused("not-word")
    for name, content in parts.items():
        if name.endswith(".rels") and _hostile_relation(content.decode("utf-8", "replace")):
            raise WordRefused("hostile")


def _hostile_relation(relations: str) -> bool:
    """Whether the file reaches outside by itself. Links that a reader would follow, and pictures, which are not fetched, are no harm."""
    for one in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        kind = re.search(r"\bType\s*=\s*[\"'][^\"']*/(\w+)[\"']", one)
        if re.search(r"\bTargetMode\s*=\s*[\"']External[\"']", one) and (kind is None or kind[1] not in ("hyperlink", "image")):
            return True
    return False
