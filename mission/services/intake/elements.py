"""Foreign HTML as a small tree: repaired and narrowed by the sanitiser first, so that only what is known comes through."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

INLINE = {
    "a", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "font", "span", "sup", "sub", "small", "code", "cite", "q", "br", "mark", "label",
    "abbr", "time", "img",
}  # fmt: skip
BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "pre", "listing", "center", "form", "fieldset", "legend",
    "details", "summary", "hgroup", "dialog", "search", "menu", "dir", "marquee", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "hr",
}  # fmt: skip
_VOID = {"br", "hr", "img"}
_LOOK = {"class", "style"}
_MORE = {
    "a": {"href", "name"}, "div": {"id", "align"}, "ol": {"start", "type"},
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "table"), {"align"}),
}  # fmt: skip
_ATTRIBUTES = {tag: _LOOK | _MORE.get(tag, set()) for tag in INLINE | BLOCKS}
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_CELLS = re.compile(r"</?(?:caption|thead|tbody|tfoot|tr|td|th)\b[^<>]*>", re.IGNORECASE)
_DEEPEST = 60
_TOO_DEEP = 400
# Tags that hold others until they are closed; paragraphs, items and cells close each other.
_NESTING = re.compile(r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|meta|link|input|col|wbr|area|base|source|o:p)\b)[a-z][a-z0-9]*", re.IGNORECASE)


@dataclass
class Element:
    """A tag with its attributes and what it holds: elements, and text as it stands."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def style(self) -> str:
        return self.attributes.get("style", "").lower()

    def holds(self, tags: Collection[str]) -> bool:
        """Whether one of these tags stands somewhere within."""
        return any(isinstance(one, Element) and (one.tag in tags or one.holds(tags)) for one in self.children)

    def words(self) -> str:
        return "".join(one if isinstance(one, str) else one.words() for one in self.children)


def parsed(html: str) -> Element:
    """The tree of `html`. Scripts, styles and the head go with what they hold; unknown tags go and leave their words."""
    clean = nh3.clean(
        _shallow(_apart(re.sub(r"</?o:p>", "", html))),
        tags=INLINE | BLOCKS,
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object", "select", "textarea", "button"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "file", "ftp", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.root


def _apart(html: str) -> str:
    """`html` with the words of cells apart that stand in no table: a parser drops their tags."""
    first = _TABLE.search(html)
    before = html[: first.start()] if first else html
    return _CELLS.sub("<hr>", before) + html[len(before) :]


def _shallow(html: str) -> str:
    """`html`, or its bare words where it nests deeper than any page does: a parser's time grows with the square of the depth."""
    depth = 0
    for found in _NESTING.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > _TOO_DEEP:
            return re.sub(r"<[^>]*>", " ", html).replace("<", "&lt;")
    return html


class _Reader(HTMLParser):
    """Reads what the sanitiser wrote, which is well-formed; what lies too deep stays flat."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.stack = [self.root]
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.stack) > _DEEPEST and tag not in _VOID:
            self._part(tag)
            self.skipped += 1
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.skipped:
            self._part(tag)
            self.skipped -= 1
        elif len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)

    def _part(self, tag: str) -> None:
        """Keep the words before and after the edge of a block apart, though the block is not made."""
        if tag in BLOCKS:
            self.stack[-1].children.append(" ")
