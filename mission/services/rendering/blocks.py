"""A canonical text as plain data that a typesetting template can walk: blocks, and runs of words in them."""

from html.parser import HTMLParser
from typing import Any

Run = dict[str, Any]
Block = dict[str, Any]
_LISTS = ("ul", "ol")
_LINES = ("p", "h2", "h3", "dt", "dd")


def blocks(body: str, origin: str) -> list[Block]:
    """The blocks of canonical HTML in their order. `origin` stands before addresses of our own.

    A line (``p h2 h3``) has `runs`; ``ul`` and ``ol`` have `items`, each a list of blocks; ``blockquote`` has `blocks`; ``dl`` has
    `groups` of `terms` and `details`. A run is `text` with `strong`, `em` and `href`.
    """
    reader = _Reader(origin)
    reader.feed(body)
    reader.close()
    return reader.made


class _Reader(HTMLParser):
    def __init__(self, origin: str) -> None:
        super().__init__(convert_charrefs=True)
        self.origin = origin
        self.made: list[Block] = []
        # Where the next block goes: the text itself, an item of a list, a quotation.
        self._places: list[list[Block]] = [self.made]
        self._line: Block | None = None
        self._style: dict[str, Any] = {"strong": False, "em": False, "href": ""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("strong", "em"):
            self._style[tag] = True
        elif tag == "a":
            href = given.get("href") or ""
            self._style["href"] = self.origin + href if href.startswith("/") else href
        else:
            self._line = None
            self._open(tag, given.get("class") or "")

    def _open(self, tag: str, composition: str) -> None:
        here = self._places[-1]
        if tag in _LISTS:
            here.append({"type": tag, "class": composition, "items": []})
        elif tag == "li":
            # Items without a list around them do not occur in canonical text.
            here[-1]["items"].append([])
            self._places.append(here[-1]["items"][-1])
        elif tag == "dl":
            here.append({"type": tag, "class": composition, "groups": []})
        elif tag == "blockquote":
            here.append({"type": tag, "blocks": []})
            self._places.append(here[-1]["blocks"])
        elif tag in _LINES:
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        self._line = {"type": tag, "runs": []}
        here = self._places[-1]
        if tag not in ("dt", "dd"):
            here.append(self._line)
            return
        groups = here[-1]["groups"]
        if not groups or (tag == "dt" and groups[-1]["details"]):
            groups.append({"terms": [], "details": []})
        groups[-1]["terms" if tag == "dt" else "details"].append(self._line["runs"])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("strong", "em"):
            self._style[tag] = False
        elif tag == "a":
            self._style["href"] = ""
        else:
            self._line = None
            if tag in ("li", "blockquote"):
                self._places.pop()

    def handle_data(self, data: str) -> None:
        words = data.replace("\n", " ")
        if self._line is None:
            if not words.strip():
                return
            # Words that stand in an item or a quotation without a paragraph of their own.
            self._begin("p")
        assert self._line is not None
        self._line["runs"].append({"text": words, **self._style})
