"""The words of a page that was saved."""

import re
from html.parser import HTMLParser

MOST_LINKS = 200
_OF_A_TEXT = re.compile(r"/[cdvsr]\d{4}-\d{3}")


class Page(HTMLParser):
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
        if tag == "a" and len(self.links) < MOST_LINKS and _OF_A_TEXT.search(href := (values.get("href") or "")[:500]):
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


def read(text: str) -> Page:
    """A page, read."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def page_pieces(text: str) -> list[str]:
    """What a page says around its text (``class="doc"``): its lines, and the pieces that they are made of."""
    page = _Around()
    page.feed(text)
    page.close()
    return [*"".join(page.made).split("\n"), *page.pieces]


class _Around(Page):
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
