"""Pieces of a page as it was written, found by simple selectors, in any state of repair: ``td.content``, ``#text h1``, ``table table font``."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_STEP = re.compile(r"^([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)$", re.IGNORECASE)
_DEEPEST = 200
# Every tag but those that stand within a line.
_WITHIN = "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|font|i|ins|label|mark|nobr|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr"
_ROWS = re.compile(r"<(?:table|thead|tbody|tfoot|tr)\b", re.IGNORECASE)
_APART = re.compile(rf"<(?!/?(?:{_WITHIN})\b)[^>]*>", re.IGNORECASE)


class SelectorError(ValueError):
    """A selector that this module does not read."""


@dataclass(frozen=True)
class _Step:
    tag: str
    classes: frozenset[str]
    id: str


@dataclass(frozen=True)
class _Open:
    tag: str
    classes: frozenset[str]
    id: str

    def meets(self, step: _Step) -> bool:
        return (not step.tag or step.tag == self.tag) and step.classes <= self.classes and (not step.id or step.id == self.id)


def steps(selector: str) -> tuple[_Step, ...]:
    """A selector as its steps; raises `SelectorError`."""
    made = []
    for one in selector.split():
        found = _STEP.match(one)
        if found is None:
            raise SelectorError(selector)
        marks = re.findall(r"([.#])([\w-]+)", found[2])
        classes, named = frozenset(name for mark, name in marks if mark == "."), next((name for mark, name in marks if mark == "#"), "")
        made.append(_Step((found[1] or "").lower(), classes, named))
    if not made:
        raise SelectorError(selector)
    return tuple(made)


class _Finder(HTMLParser):
    def __init__(self, page: str, wanted: tuple[_Step, ...]) -> None:
        super().__init__(convert_charrefs=False)
        self._wanted = wanted
        self._lines = [0, *(found.end() for found in re.finditer("\n", page))]
        self._open: list[_Open] = []
        # Start of what was found, its tag, and how many of that tag are open in it.
        self._inside: tuple[int, str] | None = None
        self._depth = 0
        self.spans: list[tuple[int, int, int, int]] = []
        self._content = 0
        self.feed(page)
        if self._inside is not None:
            self.spans.append((self._inside[0], self._content, len(page), len(page)))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if self._inside is not None:
            self._depth += tag == self._inside[1]
            return
        told = dict(attrs)
        here = _Open(tag, frozenset((told.get("class") or "").split()), told.get("id") or "")
        if here.meets(self._wanted[-1]) and self._above():
            self._inside, self._depth = (self._place(), tag), 1
            self._content = self._place() + len(self.get_starttag_text() or "")
            return
        self._open = [*self._open[-_DEEPEST:], here]

    def _above(self) -> bool:
        left = list(self._wanted[:-1])
        for one in reversed(self._open):
            if left and one.meets(left[-1]):
                left.pop()
        return not left

    def handle_endtag(self, tag: str) -> None:
        if self._inside is not None:
            self._depth -= tag == self._inside[1]
            if self._depth == 0:
                end = self._place()
                self.spans.append((self._inside[0], self._content, end, end + len(tag) + 3))
                self._inside = None
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return


def inside(page: str, selector: str) -> str | None:
    """What stands in the first element that `selector` finds; None where it finds none. Rows and cells stay those of a table."""
    spans = _Finder(page, steps(selector)).spans
    if not spans:
        return None
    piece = page[spans[0][1] : spans[0][2]]
    return f"<table>{piece}</table>" if _ROWS.match(page, spans[0][0]) else piece


def without(page: str, selectors: tuple[str, ...]) -> str:
    """`page` without everything that one of `selectors` finds."""
    for selector in selectors:
        for start, _, _, end in reversed(_Finder(page, steps(selector)).spans):
            page = page[:start] + page[end:]
    return page


def words(piece: str) -> str:
    """A piece as one line of plain text."""
    return _plain(_bare(piece))


def lines(piece: str) -> list[str]:
    """A piece as plain text, a line for each cell, paragraph or line of it: what stands in two of them is not one phrase."""
    return [line for part in _APART.split(_bare(piece)) if (line := _plain(part))]


def _bare(piece: str) -> str:
    return re.sub(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->", " ", piece, flags=re.DOTALL | re.IGNORECASE)


def _plain(bare: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", bare)).split())
