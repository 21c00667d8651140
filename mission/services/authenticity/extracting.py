"""The words out of a file that somebody received. Run as a program of its own, with little memory and time: what it reads may be hostile.

    python extracting.py < file > text        (status 0: read; 3: of no kind that is read; 4: larger inside than it may be; 5: locked)
"""

import io
import re
import resource
import sys
import zipfile
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

MOST_BYTES = 10 * 1024 * 1024
_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 2000
_MOST_PAGES = 60
_MOST_TEXT = 400_000
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10
UNKNOWN, TOO_LARGE, LOCKED = 3, 4, 5
_ARABIC = re.compile("[\u0600-\u06ff]")
# The article opens a word that is written in its order, and closes one that is not.
_FORWARD, _BACKWARD = re.compile(r"\b\u0627\u0644\w"), re.compile(r"\w\u0644\u0627\b")
_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z\u00c0-\u024f](?:[0-9A-Za-z\u00c0-\u024f.,:/@_-]*[0-9A-Za-z\u00c0-\u024f])?")
_WORD_TEXT = "word/document.xml"
_WORD_NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Page(HTMLParser):
    """The words of a saved page, one line per block; scripts, styles and what is hidden from readers are left out."""

    _BLOCKS = frozenset((
        "p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr",
        "br", "blockquote", "ul", "ol", "dl", "table", "title", "form",
    ))  # fmt: skip
    _SILENT = frozenset(("script", "style", "template", "noscript", "head"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        if tag in self._BLOCKS:
            self.made.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT and self._silent:
            self._silent -= 1
        if tag in self._BLOCKS:
            self.made.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.made.append(data.replace("\n", " "))
            self.pieces.append(data)


def text_of(content: bytes) -> str:
    """The words of a file of any kind that is read: PDF, Word, saved page, text."""
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _word(content)
    if content.startswith(b"{\\rtf"):
        sys.exit(UNKNOWN)
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")) and not _wide(content):
        sys.exit(UNKNOWN)
    if _LETTER.match(content):
        return _letter(content)
    text = _decoded(content)
    start = text[:2000].lower()
    return page_text(text) if "<html" in start or "<!doctype html" in start or "<body" in start else text


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    if len(reader.pages) > _MOST_PAGES:
        sys.exit(TOO_LARGE)
    text = "\f".join(page.extract_text() for page in reader.pages)
    arabic = len(_ARABIC.findall(text))
    if arabic * 2 < len(text.replace(" ", "")) or arabic == 0:
        return text
    # Its own order for Arabic loses spaces: taken as it stands on the sheet, and read from the right.
    return "\f".join("\n".join(_from_the_right(line) for line in _sheet(page).split("\n")) for page in reader.pages)


def _sheet(page: Any) -> str:
    return str(page.extract_text(extraction_mode="layout"))


def _from_the_right(line: str) -> str:
    """A line as its letters stand on the sheet, in the order in which it is read; numbers and Latin words keep theirs."""
    if not _ARABIC.search(line) or len(_FORWARD.findall(line)) > len(_BACKWARD.findall(line)):
        return line
    return _LEFT_TO_RIGHT.sub(lambda found: found[0][::-1], line[::-1])


def _word(content: bytes) -> str:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        sys.exit(UNKNOWN)
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _MOST_UNPACKED:
        sys.exit(TOO_LARGE)
    if not any(one.filename == _WORD_TEXT for one in parts):
        sys.exit(UNKNOWN)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        written = archive.read(_WORD_TEXT)
    if b"<!DOCTYPE" in written or b"<!ENTITY" in written:
        # No Word file has them; they are how a small file grows without end.
        sys.exit(UNKNOWN)
    return _paragraphs(ElementTree.fromstring(written))  # noqa: S314 - no document type, in a process of its own


def _paragraphs(root: ElementTree.Element) -> str:
    """The words as they are shown: what was deleted under tracked changes is in elements of another name."""
    made = []
    for element in root.iter():
        name = element.tag.removeprefix(_WORD_NAMES)
        if name == "p":
            made.append("\n")
        elif name == "t":
            made.append(element.text or "")
        elif name in ("tab", "br", "cr"):
            made.append("\t" if name == "tab" else "\n")
        elif name == "noBreakHyphen":
            made.append("-")
    return "".join(made)


def page_text(text: str) -> str:
    """The words of a page of HTML, one line per block."""
    page = _Page()
    page.feed(text)
    page.close()
    return "".join(page.made)


def page_pieces(text: str) -> list[str]:
    """What a page says around its text (``class="doc"``): its lines, and the pieces that they are made of."""
    page = _Around()
    page.feed(text)
    page.close()
    return [*"".join(page.made).split("\n"), *page.pieces]


class _Around(_Page):
    """A page without the text itself."""

    _depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and (self._depth or "doc" in (dict(attrs).get("class") or "").split()):
            self._depth += 1
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._depth:
            self._depth -= 1
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self._depth:
            super().handle_data(data)


# A letter as a file begins with fields of its head, one of which tells how it is made.
_LETTER = re.compile(rb"(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,80}?(?:MIME-Version|Message-ID|Content-Type):", re.IGNORECASE)


def _letter(content: bytes) -> str:
    """The words of an e-mail that was saved as a file: its plain part, or else its page."""
    letter = message_from_bytes(content, policy=policy.default)
    body = letter.get_body(("plain", "html"))
    if body is None:
        sys.exit(UNKNOWN)
    text = str(body.get_content())
    return page_text(text) if body.get_content_subtype() == "html" else text


def _wide(content: bytes) -> str:
    """UTF-16 without a mark at its beginning, by which of its bytes are zero; empty where it is none."""
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > 20 * min(even, odd) and max(even, odd) * 10 > len(content[:4096]):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _decoded(content: bytes) -> str:
    if wide := _wide(content):
        return content.decode(wide, "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Both read any bytes: in Arabic, letters beyond ASCII follow each other; in the others they stand alone.
    arabic = content.decode("cp1256", "replace")
    beyond, in_words = sum(not one.isascii() for one in arabic), sum(len(one) for one in re.findall("[\u0621-\u064a]{3,}", arabic))
    return arabic if in_words * 2 > beyond else content.decode("cp1252", "replace")


def main() -> int:
    """Read a file from the standard input, write its words to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return TOO_LARGE
    try:
        text = text_of(content)
    except (Exception, MemoryError, RecursionError):
        return UNKNOWN
    sys.stdout.buffer.write(text[:_MOST_TEXT].encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
