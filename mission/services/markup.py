"""The canonical subset of HTML in which every text is kept: normalised once, at save; everything else derives from it."""

import re
from functools import lru_cache
from html.parser import HTMLParser
from typing import ClassVar

import nh3

from ..legible import legible
from ..verify.markup import plain

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "a", "strong", "em"}
# The compositions of a page: what a list is, so that it can be set as such. The text reads as well without them.
COMPOSITIONS = {"dl": {"figures", "chronology"}, "ul": {"directory"}}
_BLOCKS = re.compile(r"<(?:p|h2|h3|ul|ol|dl|blockquote)(?: class=\"[a-z]+\")?>", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto"}
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
_EMPTY = re.compile(r"<(p|h2|h3|li|dt|dd|strong|em|blockquote)>\s*</\1>")


def canonical(text: str) -> str:
    """`text` as clean HTML: only the tags above, only `href` on links, only safe schemes.

    A definition list may say that it is one of figures (`class="figures"`) or a chronology, an unordered list that it is a
    directory of links.

    Plain text (no block element in it) becomes paragraphs at its empty lines, so that a textarea alone is enough to write.
    """
    text = legible(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if text and not _BLOCKS.search(text):
        text = paragraphs(text)
    text = text.replace("<b>", "<strong>").replace("</b>", "</strong>").replace("<i>", "<em>").replace("</i>", "</em>")
    clean = nh3.clean(
        text,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        allowed_classes=COMPOSITIONS,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    # One spelling per character: the bytes of a text decide its digest.
    # What was written as a reference (`&#1;`) stands there as itself now.
    clean = legible(clean).replace("&nbsp;", "\u00a0")
    clean = clean.replace(' class=""', "")
    while (shorter := _EMPTY.sub("", clean)) != clean:
        clean = shorter
    return clean.strip()


def sound(text: str) -> bool:
    """Whether a text of canonical tags has each in its place: blocks and nothing else at its top, items in lists, words alone in paragraphs and
    headings."""
    reader = _Places()
    reader.feed(text)
    return reader.sound and not reader.open


class _Places(HTMLParser):
    """Which tags may stand in which; what is not named holds words, and tags within a line."""

    _LINE: ClassVar[set[str]] = {"a", "strong", "em"}
    _BLOCKS: ClassVar[set[str]] = {"p", "h2", "h3", "ul", "ol", "dl", "blockquote"}
    _HOLD: ClassVar[dict[str, set[str]]] = {
        "": _BLOCKS, "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd"}, "li": _BLOCKS | _LINE, "dd": _BLOCKS | _LINE, "blockquote": _BLOCKS | _LINE,
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        # Whether words have just stood, in what is open, beside a block that may follow them.
        self.beside = [False]
        self.sound = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sound = self.sound and tag in self._HOLD.get(self.open[-1] if self.open else "", self._LINE)
        # A list begins a line behind the words of its item; any other block would be read as one with them.
        self.sound = self.sound and not (self.beside[-1] and tag in self._BLOCKS - {"ul", "ol"})
        self.beside[-1] = tag in self._LINE
        self.open.append(tag)
        self.beside.append(False)

    def handle_endtag(self, tag: str) -> None:
        self.sound = self.sound and bool(self.open) and self.open.pop() == tag
        self.beside = self.beside[:-1] or [False]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.sound = self.sound and bool(self.open) and self.open[-1] not in ("ul", "ol", "dl")
            self.beside[-1] = True


def paragraphs(text: str) -> str:
    """A text without blocks as paragraphs, which empty lines part."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{part}</p>".replace("\n", " ") for part in parts if part)


def tidied(line: str) -> str:
    """A line of plain text with single spaces, none at its ends. Spaces that do not break stay: French stands on them."""
    return _SPACES.sub(" ", legible(line)).strip()


# The same few texts are read for a list, its feeds and the search of the desk.
@lru_cache(500)
def readable(body: str) -> tuple[str, tuple[str, ...]]:
    """A canonical text as it is read without markup: paragraphs apart, items with a dash, links numbered; and the links' addresses."""
    reader = _Reader()
    reader.feed(body)
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.text)).strip(), tuple(reader.links)


class _Reader(HTMLParser):
    _BEFORE: ClassVar[dict[str, str]] = {"li": "\n– ", "dd": "\n  ", "dt": "\n\n"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        self.text.append(self._BEFORE.get(tag, "\n\n" if tag in ("p", "h2", "h3", "ul", "ol", "dl", "blockquote") else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.text.append(f" [{len(self.links)}]")

    def handle_data(self, data: str) -> None:
        self.text.append(data.replace("\n", " ") if data.strip() or data == " " else "")


__all__ = ["canonical", "paragraphs", "plain", "readable"]
