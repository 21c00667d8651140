"""A Word file as a bounded package: known for what it is by its content, measured before it is unpacked, and never trusted.

OWASP ASVS 5.0, V5.2.2 and V5.2.3: type by content, uncompressed size and number of files bounded.
"""

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree

# Of the file, of one part, of all parts that are read, and how many there may be.
MOST_BYTES = 10 * 1024 * 1024
MOST_OF_A_PART = 24 * 1024 * 1024
MOST_TOGETHER = 60 * 1024 * 1024
MOST_PARTS = 2000
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WANTED = r"^(?:\[Content_Types\]\.xml|_rels/\.rels|{folder}(?:_rels/|theme/)?[\w.-]+\.(?:xml|rels))$"
# The parts that are looked for under their usual names.
_NAMED = ("styles", "numbering", "footnotes", "endnotes", "comments")
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
    folder, usual = _usual(archive)
    wanted = {entry.filename: entry for entry in entries if re.match(_WANTED.format(folder=re.escape(folder)), entry.filename)}
    if sum(entry.file_size for entry in wanted.values()) > MOST_TOGETHER:
        raise WordRefused("bomb")
    # What only bears a usual name, while another part is meant, is not read.
    called = {name: usual.get(name) or re.sub(f"^{re.escape(folder)}", "word/", name) for name in wanted}
    return {called[name]: _part(archive, entry) for name, entry in wanted.items() if name in usual or called[name] not in usual.values()}


def _usual(archive: zipfile.ZipFile) -> tuple[str, dict[str, str]]:
    """The folder of the text, and the usual names of its parts by those that they have: what a part is, its relation says, not its name."""
    named = set(archive.namelist())

    def related(name: str) -> list[tuple[str, str]]:
        relations = relations_of(name)
        found = related_to(_part(archive, archive.getinfo(relations))).values() if relations in named else ()
        return [(kind, posixpath.join(posixpath.dirname(name), target).lstrip("/")) for kind, target in found]

    main = next((target for kind, target in related("") if kind == "officeDocument" and target in named), "word/document.xml")
    usual = {main: "word/document.xml"} | {target: f"word/{kind}.xml" for kind, target in related(main) if kind in _NAMED and target in named}
    return main.rpartition("/")[0] + "/", usual | {relations_of(name): relations_of(one) for name, one in usual.items()}


def relations_of(name: str) -> str:
    """Where the relations of a part stand; those of the package itself, for an empty name."""
    folder, _slash, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels".lstrip("/")


def related_to(relations: bytes) -> dict[str, tuple[str, str]]:
    """By identifier: the kind of each relation, and what it leads to."""
    try:
        found = ElementTree.fromstring(relations)  # noqa: S314 - no declarations: refused before
    except ElementTree.ParseError as error:
        raise WordRefused("broken") from error
    return {one.get("Id") or "": ((one.get("Type") or "").rpartition("/")[2], one.get("Target") or "") for one in found}


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
