"""What comes along with a text copied from Word and is no part of it: remarks in the margin, deleted and hidden words; and its notes.

Word draws on the clipboard what its file keeps apart: comments and notes stand under the text, hidden and deleted words within it.
"""

import re
from collections import Counter

from .elements import BLOCKS, Element
from .setting_in import set_in

_ELEMENT = re.compile(r"mso-element:\s*(comment|footnote|endnote)(-list)?(?![\w-])")
_NOTED = re.compile(r"mso-(?:foot|end)note-id:\s*(\w+)")
_REMARKED = re.compile(r"mso-comment-reference:\s*([^;]+)")
_HIDDEN = re.compile(r"mso-hide:\s*all|(?<![-\w])display:\s*none")
_ALIGNED = re.compile(r"(?<![-\w])text-align:\s*(\w+)")
_REMARKS = {"msocommentreference", "msocomanchor", "msocomoff", "msocomtxt"}
# Black, and what Word paints links with: nobody chose it.
_COLOURED = re.compile(
    r"(?<![-\w])(?:color|background|mso-highlight):\s*(?!black|windowtext|white|auto|inherit|initial|transparent|none|blue\b|#000000|#000\b|#fff\b|#ffffff"
    r"|#0563c1|#0000ff|#467886|#1155cc)[\w#]"
)
# A tab between words has some within so many pieces before it; one at the beginning only sets a paragraph further in.
_NEAR = 3
_LEAVES = {"p", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6"}


def put_right(root: Element, given: str, tally: Counter[str]) -> None:
    """Take out of `root`, the tree of `given`, what is not its text, and put its notes into a list at its end."""
    from_word = "schemas-microsoft-com:office" in given or "class=Mso" in given
    _Apart(tally, from_word).sort(root)
    if from_word:
        set_in(root, tally)


class _Apart:
    """One piece being sorted: its notes and remarks by their place, in the order of the text."""

    def __init__(self, tally: Counter[str], from_word: bool) -> None:
        self.tally, self.from_word = tally, from_word
        self.notes: dict[str, Element] = {}
        self.order: list[str] = []
        self.remarks: set[str] = set()
        self.written = 0

    def sort(self, root: Element) -> None:
        self._collect(root)
        root.children = self._kept(root, False)
        self.tally["comments"] += max(len(self.remarks), self.written)
        self.order += [name for name in self.notes if name not in self.order]
        if self.notes:
            self.tally["footnotes"] += len(self.notes)
            root.children.append(Element("ol", {}, [Element("li", {}, self._kept(self.notes[name], False, name)) for name in self.order]))

    def _collect(self, element: Element) -> None:
        """The notes, before the places that lead to them; they stand under the text."""
        for one in _elements(element):
            found = _ELEMENT.search(one.style)
            if found and found[1] != "comment" and not found[2] and one.attributes.get("id"):
                self.notes.setdefault(one.attributes["id"].lower(), one)
            else:
                self._collect(one)

    def _kept(self, element: Element, centred: bool, inside: str = "") -> "list[Element | str]":
        """What of `element` is text. `inside` is the note that it belongs to, where it belongs to one."""
        kept: list[Element | str] = []
        for one in element.children:
            if isinstance(one, str):
                kept.append(one)
                continue
            mark = _NOTED.search(one.style)
            if mark and mark[1] == inside:
                continue
            if mark and mark[1] in self.notes and not inside:
                if mark[1] not in self.order:
                    self.order.append(mark[1])
                kept.append(f"[{self.order.index(mark[1]) + 1}]")
            elif not self._apart(one):
                self.tally["tabs"] += "mso-tab-count" in one.style and _says(kept[-_NEAR:])
                middle = self._look(one, centred)
                one.children = self._kept(one, middle, inside)
                kept.append(one)
        return kept

    def _apart(self, one: Element) -> bool:
        """Whether an element is no part of the text; what is left out is counted."""
        names = set(one.attributes.get("class", "").lower().split())
        found = _ELEMENT.search(one.style)
        if found and (found[1] == "comment" or found[2]):
            self.written += _remarks(one) if found[1] == "comment" else 0
            return True
        if found and one.attributes.get("id", "").lower() in self.notes:
            return True
        if remark := _REMARKED.search(one.style):
            # The words that were commented on stay.
            self.remarks.add(remark[1].strip())
        if names & _REMARKS:
            if "msocomanchor" in names and one.attributes.get("href"):
                self.remarks.add(one.attributes["href"].lower().rpartition("_msocom_")[2])
            return True
        says = bool(one.words().strip())
        if one.tag == "del" or "msodel" in names:
            self.tally["deletions"] += says
            return True
        if _HIDDEN.search(one.style):
            self.tally["hidden-out"] += says
            return True
        self.tally["insertions"] += says and one.tag == "ins"
        return False

    def _look(self, one: Element, centred: bool) -> bool:
        """Whether what `one` holds stands in the middle; a table's cells do not say so of a text."""
        said = _ALIGNED.search(one.style)
        where = said[1] if said else one.attributes.get("align", "").lower()
        middle = (where == "center" if where else centred or one.tag == "center") and one.tag != "table"
        if middle and one.tag in _LEAVES and not any(inner.tag in BLOCKS for inner in _elements(one)):
            self.tally["centred"] += bool(one.words().strip())
        if self.from_word and one.tag != "a" and _COLOURED.search(one.style) and one.words().strip():
            self.tally["colours"] += 1
        return middle


def _says(kept: "list[Element | str]") -> bool:
    return any((one if isinstance(one, str) else one.words()).strip() for one in kept)


def _elements(element: Element) -> list[Element]:
    return [one for one in element.children if isinstance(one, Element)]


def _remarks(element: Element) -> int:
    """How many remarks a list of them holds; an answer to one is one."""
    found = _ELEMENT.search(element.style)
    return int(bool(found and not found[2])) + sum(_remarks(one) for one in _elements(element))
