"""The words out of a file that somebody received. Run as a program of its own, with little memory and time: what it reads may be hostile.

    python extracting.py < file > found       (status 0: read; 3: of no kind that is read; 4: larger inside than it may be; 5: locked)

What it finds is JSON: `kind` of the file, `texts` (more than one where it says
the same thing twice, as e-mails do, and where a PDF can be read in more than one way), `unread` (what stands in it that no words
can be taken out of, by name) `attached` (name and digest of each file in an e-mail)
and `links` (addresses that a PDF or a page leads to).
"""

import hashlib
import io
import json
import re
import resource
import sys
import zipfile
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from runpy import run_path
from typing import Any, NamedTuple
from xml.etree import ElementTree

MOST_BYTES = 10 * 1024 * 1024
_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 2000
_MOST_PAGES = 60
_MOST_TEXT = 400_000
_MOST_TEXTS = 4
_MOST_ATTACHED = 20
_MOST_LINKS = 200
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10
UNKNOWN, TOO_LARGE, LOCKED = 3, 4, 5
_ARABIC = re.compile("[\u0600-\u06ff]")
_OF_A_TEXT = re.compile(r"/[cdvsr]\d{4}-\d{3}")
_WORD_TEXT = "word/document.xml"
_WORD_NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Page(HTMLParser):
    """The words of a saved page, one line per block; scripts, styles and what is hidden from readers are left out."""

    _BLOCKS = frozenset((
        "p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr",
        "br", "blockquote", "ul", "ol", "dl", "table", "title", "form",
    ))  # fmt: skip
    _SILENT = frozenset(("script", "style", "template", "noscript", "title"))
    _VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))

    _hides = True

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self.pieces: list[str] = []
        self.unread: set[str] = set()
        self.links: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and len(self.links) < _MOST_LINKS and _OF_A_TEXT.search(href := (values.get("href") or "")[:500]):
            self.links.append(href)
        style = "".join((values.get("style") or "").lower().split())
        hidden = self._hides and ("hidden" in values or "display:none" in style or "visibility:hidden" in style)
        if tag in self._VOID:
            self._void(tag, values, hidden)
        elif tag in self._SILENT or hidden or self._silent and tag == self._silent[-1]:
            self._silent.append(tag)
        if tag in ("style", "script", "svg", "canvas", "iframe", "object", "video", "audio"):
            self.unread.add("style" if tag == "style" else "script" if tag == "script" else "pictures")
        if style or hidden:
            self.unread.add("hidden" if hidden else "style")
        if tag in self._BLOCKS:
            self.made.append("\n")

    def _void(self, tag: str, values: dict[str, str | None], hidden: bool) -> None:
        if tag in ("img", "embed"):
            self.unread.add("pictures")
        if tag == "link" and "stylesheet" in (values.get("rel") or ""):
            self.unread.add("style")
        # What a field shows is read like any other word.
        shown = values.get("value") or values.get("placeholder")
        if tag == "input" and shown and values.get("type") not in ("hidden", "checkbox", "radio") and not hidden and not self._silent:
            self.made.append(f"\n{shown}\n")
            self.pieces.append(shown)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag in ("body", "html"):
            self._silent.clear()
        if tag in self._BLOCKS:
            self.made.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.made.append(data.replace("\n", " "))
            self.pieces.append(data)


class Received(NamedTuple):
    """What was taken out of a file."""

    kind: str
    texts: list[str]
    unread: list[str] = []  # noqa: RUF012 - a default that nobody changes
    attached: list[tuple[str, str]] = []  # noqa: RUF012
    links: list[str] = []  # noqa: RUF012


def read(content: bytes) -> Received:
    """What a file of any kind that is read says: PDF, Word, saved page, e-mail, text."""
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
    if not any(one in start for one in ("<html", "<!doctype html", "<body", "<head")):
        return Received("text", [text])
    page = _of_a_page(text)
    return Received("page", ["".join(page.made)], sorted(page.unread), links=page.links)


def _of_a_page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def _pdf(content: bytes) -> Received:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    if len(reader.pages) > _MOST_PAGES:
        sys.exit(TOO_LARGE)
    readings = ["\f".join(page.extract_text() for page in reader.pages)]
    if _ARABIC.search(readings[0]):
        # What reads the others well gives Arabic back as it was drawn: from either end, points apart, letters as shapes.
        placed = [*_placed(content), *_placed(_by_letters(content))[:1]]
        readings = [*placed, *(readings if not placed or not is_arabic(readings[0]) else [])]
    links: list[str] = []
    said, unread = _on_sheets(reader, links)
    return Received("pdf", ["\n".join((one, *said)) for one in readings], sorted(unread), links=links[:_MOST_LINKS])


def is_arabic(text: str) -> bool:
    """Whether most letters of a text are Arabic."""
    arabic = len(_ARABIC.findall(text))
    return bool(arabic) and arabic * 2 >= sum(map(str.isalpha, text))


def _placed(content: bytes) -> list[str]:
    try:
        return list(run_path(str(Path(__file__).with_name("placed.py")))["texts"](content)) if content else []
    except Exception:
        return []


def _by_letters(content: bytes) -> bytes:
    """A PDF without what it says itself of letters that are drawn in parts: programs that write it again leave that out. Empty where it says nothing."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer, made = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    drawn = [contents.get_data() for page in writer.pages if (contents := page.get_contents()) is not None]
    if not any(b"/ActualText" in one for one in drawn):
        return b""
    for page in writer.pages:
        if (contents := page.get_contents()) is not None:
            stream = StreamObject()
            stream.set_data(contents.get_data().replace(b"/ActualText", b"/Said"))
            page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(made)
    return made.getvalue()


def _on_sheets(reader: Any, links: list[str]) -> tuple[list[str], set[str]]:
    """What notes and fields on the sheets say, and what is on them that are no words."""
    said: list[str] = []
    unread: set[str] = set()
    for page in reader.pages:
        resources: Any = page.get("/Resources")
        objects = resources.get_object().get("/XObject") if resources else None
        drawn = [one.get_object() for one in objects.get_object().values()] if objects else []
        if any(one.get("/Subtype") == "/Image" for one in drawn):
            unread.add("pictures")
        if any(one.get("/Subtype") == "/Form" for one in drawn):
            unread.add("drawn")
        for one in page.get("/Annots") or []:
            note = one.get_object()
            if note.get("/Subtype") == "/Link":
                links.append(str((note.get("/A") or {}).get("/URI", ""))[:500])
                continue
            unread.add("notes")
            said += [str(note[name]) for name in ("/Contents", "/V") if isinstance(note.get(name), str)]
    return said, unread


def _word(content: bytes) -> Received:
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


def page_pieces(text: str) -> list[str]:
    """What a page says around its text (``class="doc"``): its lines, and the pieces that they are made of."""
    page = _Around()
    page.feed(text)
    page.close()
    return [*"".join(page.made).split("\n"), *page.pieces]


class _Around(_Page):
    """A page of ours without the text itself, and with what its programs show later: buttons, and what they say once pressed."""

    _depth = 0
    _hides = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces += [value for name, value in attrs if name == "data-done" and value]
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


def _letter(content: bytes) -> Received:
    """An e-mail that was saved as a file: what its page says, what its plain text says where that is something else, and its files."""
    letter = message_from_bytes(content, policy=policy.default)
    # Of the e-mail and of each that is attached to it whole, by form.
    said: list[dict[str, list[str]]] = [{}]
    unread: set[str] = set()
    attached: list[tuple[str, str]] = []
    for part in letter.walk():
        if part.get_content_type() == "message/rfc822":
            said.append({})
        if part.is_multipart():
            continue
        if part.get_content_type() in ("text/plain", "text/html") and not part.is_attachment():
            text = _of_part(part, unread)
            if text.strip():
                said[-1].setdefault(part.get_content_subtype(), []).append(text)
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and len(attached) < _MOST_ATTACHED:
            attached.append(((part.get_filename() or part.get_content_type())[:200], hashlib.sha256(data).hexdigest()))
            unread.add("attached")
    texts = _told(said)
    if not texts and not attached:
        sys.exit(UNKNOWN)
    if len(texts) > _MOST_TEXTS:
        sys.exit(TOO_LARGE)
    return Received("letter", texts, sorted(unread), attached)


def _of_part(part: Any, unread: set[str]) -> str:
    """What one form of an e-mail says; what of it cannot be read is added to `unread`."""
    # A page that a browser saved as one file does not say how its letters are written.
    text = str(part.get_content()) if part.get_param("charset") else _decoded(part.get_payload(decode=True) or b"").replace("\r\n", "\n")
    if part.get_param("format", "") == "flowed":
        return _flowing(text, delete=str(part.get_param("delsp", "")).lower() == "yes")
    if part.get_content_subtype() != "html":
        return text
    page = _of_a_page(text)
    unread |= page.unread
    return "".join(page.made)


def _told(said: list[dict[str, list[str]]]) -> list[str]:
    """What e-mails one in the other say, from the first on: in each of its forms, where that is something else. One alone may say several things."""
    forms = dict.fromkeys(form for one in said for form in one)
    if len(said) == 1:
        told = [text for form in forms for text in said[0][form]]
    else:
        told = ["\n".join(text for one in said for text in one.get(form) or next(iter(one.values()), [])) for form in forms]
    found: dict[str, str] = {}
    for text in told:
        found.setdefault("".join(text.split()), text)
    return list(found.values())


def _flowing(text: str, *, delete: bool) -> str:
    """The lines of a text as they were written, which the program that sent it has folded (RFC 3676): a line that ends in a space goes on."""
    made: list[str] = []
    goes_on = ""
    for line in text.splitlines():
        quoted = line[: len(line) - len(line.lstrip(">"))]
        said = line[len(quoted) :].removeprefix(" ")
        if made and goes_on == f"{quoted} ":
            made[-1] += said
        else:
            made.append(f"{quoted} {said}" if quoted else said)
        goes_on = f"{quoted} " if said.endswith(" ") and said != "-- " else ""
        if goes_on and delete:
            made[-1] = made[-1][:-1]
    return "\n".join(made)


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
        found = read(content)
    except (Exception, MemoryError, RecursionError):
        return UNKNOWN
    if sum(map(len, found.texts)) > _MOST_TEXT:
        # Never cut: what is not compared could say anything.
        return TOO_LARGE
    sys.stdout.buffer.write(json.dumps(found._asdict()).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
