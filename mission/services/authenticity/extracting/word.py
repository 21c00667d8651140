"""The words of a Word file."""

import io
import re
import sys
import zipfile
from xml.etree import ElementTree

from .received import TOO_LARGE, UNKNOWN, Received

_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 2000
_WORD_TEXT = "word/document.xml"
_WORD_NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(content: bytes) -> Received:
    """What a Word file says."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        sys.exit(UNKNOWN)
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _MOST_UNPACKED:
        sys.exit(TOO_LARGE)
    names = [one.filename for one in parts]
    if _WORD_TEXT not in names:
        sys.exit(UNKNOWN)
    # As they are read on paper: heads above the text, notes and feet below it.
    kinds = ("header", "footnotes", "endnotes", "comments", "footer")
    around = {one: sorted(name for name in names if re.fullmatch(rf"word/{one}\d*\.xml", name)) for one in kinds}
    unread = {"pictures" for one in names if one.startswith(("word/media/", "word/embeddings/", "word/charts/", "word/diagrams/"))}
    said: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("word/styles.xml") if "word/styles.xml" in names else b""
        if b"<w:vanish" in styles:
            unread.add("hidden")
        for name in (*around["header"], _WORD_TEXT, *around["footnotes"], *around["endnotes"], *around["comments"], *around["footer"]):
            written = archive.read(name)
            if b"<!DOCTYPE" in written or b"<!ENTITY" in written:
                # No Word file has them; they are how a small file grows without end.
                sys.exit(UNKNOWN)
            said.append(_paragraphs(ElementTree.fromstring(written), unread))  # noqa: S314 - no document type, in a process of its own
    return Received("word", ["\n".join(said)], sorted(unread))


def _paragraphs(root: ElementTree.Element, unread: set[str]) -> str:
    """The words as they are shown: what was deleted under tracked changes is in elements of another name, what is hidden is left out."""
    made: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = element.tag.removeprefix(_WORD_NAMES) if isinstance(element.tag, str) else ""
        hidden = element.find(f"{_WORD_NAMES}rPr/{_WORD_NAMES}vanish") if name == "r" else None
        if hidden is not None and hidden.get(f"{_WORD_NAMES}val") not in ("0", "false", "off") or name.endswith("}Fallback"):
            unread |= {"hidden"} if name == "r" else set()
            continue
        if name == "p":
            made.append("\n")
        elif name == "t":
            made.append(element.text or "")
        elif name == "sym":
            # A letter of a font of signs; where it is a plain one it is read as that.
            number = int(element.get(f"{_WORD_NAMES}char") or "0", 16)
            made.append(chr(number - 0xF000 if 0xF000 <= number <= 0xF0FF else number or 0x20))
            unread.add("signs")
        elif name in ("drawing", "pict", "object"):
            unread.add("pictures")
        elif name in ("tab", "br", "cr"):
            made.append("\t" if name == "tab" else "\n")
        elif name == "noBreakHyphen":
            made.append("-")
        waiting.extend(reversed(element))
    return "".join(made)
