"""A page of the site made into one of a mirror: links lead to files, what needs the application gives way to words, and no program is left."""

import html
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag

from .words import Words

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# Pieces that only serve to ask the application, by element, class or id.
_TOOLS = frozenset({"facets", "sort", "unfold", "apply", "q-hint", "announcement", "trouble"})
_LINKED = {"a": ("href",), "link": ("href",), "img": ("src", "srcset"), "source": ("src", "srcset"), "area": ("href",)}
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'"

Attributes = list[tuple[str, str | None]]


_TAG = re.compile(r"<(?:a|link|img|source|area)\s[^>]*>")
_VALUE = re.compile(r'\s(href|src|srcset)="([^"]*)"')


def links(page: str) -> Iterator[str]:
    """What a page of ours leads to: every link to an address of the site, without its fragment. Our pages are well-formed: no parser is needed."""
    for tag in _TAG.findall(page):
        for name, value in _VALUE.findall(tag):
            for one in value.split(",") if name == "srcset" else (value,):
                link = html.unescape(one).split()[0] if one.split() else ""
                if link.startswith("/") and not link.startswith("//"):
                    yield urldefrag(link)[0]


class Rewriter(HTMLParser):
    """Writes the page again. `resolve` gives for a link of the site where it leads from the mirror."""

    def __init__(self, words: Words, resolve: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self._words, self._resolve = words, resolve
        self._made: list[str] = []
        # How deep in a piece that is left out.
        self._out = 0

    def rewritten(self, page: str) -> str:
        """The page for the mirror."""
        self.feed(page)
        self.close()
        return "".join(self._made)

    def handle_decl(self, decl: str) -> None:
        self._made.append(f"<!{decl}>")

    def handle_data(self, data: str) -> None:
        self._put(data)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def _put(self, text: str) -> None:
        if not self._out:
            self._made.append(text)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._open(tag, attrs, closed=True)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._open(tag, attrs, closed=tag in _VOID)

    def _open(self, tag: str, attrs: Attributes, *, closed: bool) -> None:
        if self._out:
            self._out += not closed
            return
        if (instead := self._left_out(tag, dict(attrs))) is not None:
            self._made.append(instead)
            self._out = int(not closed)
            return
        raw = self.get_starttag_text() or ""
        if tag == "form":
            self._put('<div class="list">')
            return
        kept = self._attributes(tag, attrs)
        self._put(raw if kept == attrs else f"<{tag}{''.join(_written(name, value) for name, value in kept)}{' /' if raw.endswith('/>') else ''}>")
        if tag == "head":
            self._put(f'\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">')
        elif tag == "body":
            self._put("\n" + self._words.line)

    def _left_out(self, tag: str, attrs: dict[str, str | None]) -> str | None:
        """What stands for an element that is left out with all that is in it; None for one that stays."""
        names = {*(attrs.get("class") or "").split(), attrs.get("id") or ""}
        if tag == "form":
            if attrs.get("method") == "post":
                return self._words.form
            if names & {"search", "sought"}:
                return self._words.search
            return None
        if tag in ("script", "noscript", "input", "button", "select", "textarea", "datalist") or (tag == "div" and "search" in names) or names & _TOOLS:
            return ""
        rel = (attrs.get("rel") or "").split()
        if (tag == "meta" and attrs.get("name") == "htmx-config") or (tag == "link" and "search" in rel):
            return ""
        return None

    def _attributes(self, tag: str, attrs: Attributes) -> Attributes:
        kept = [(name, value) for name, value in attrs if not name.startswith(("data-hx-", "data-offers"))]
        if ("id", "results") in kept:
            kept = [(name, value) for name, value in kept if name != "class"]
        if tag == "a" and ("role", "button") in kept:
            # Without a program, what opened a branch in its place is a link to another page.
            kept = [(name, value) for name, value in kept if name != "role" and name != "aria-expanded"]
        return [(name, self._led(value) if name in _LINKED.get(tag, ()) and value else value) for name, value in kept]

    def _led(self, value: str) -> str:
        if "," in value and " " in value.strip():
            return ", ".join(self._led_one(one.strip()) for one in value.split(","))
        return self._led_one(value)

    def _led_one(self, value: str) -> str:
        link, space, size = value.partition(" ")
        if not link.startswith("/") or link.startswith("//"):
            return value
        bare, fragment = urldefrag(link)
        return self._resolve(bare) + (f"#{fragment}" if fragment else "") + space + size

    def handle_endtag(self, tag: str) -> None:
        if self._out:
            self._out -= 1
            return
        self._put("</div>" if tag == "form" else f"</{tag}>")


def _written(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{html.escape(value)}"'
