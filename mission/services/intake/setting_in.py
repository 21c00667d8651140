"""Paragraphs that somebody has set further in, in a piece copied from Word; what `byhand` tells of its files.

What a style says stands in the sheet that comes along, and only what a paragraph says besides stands on it. Items of lists stand further in as such."""

import re
from collections import Counter
from collections.abc import Iterator

from .byhand import SEEN
from .elements import Element

# In twentieths of a point.
_UNITS = {"pt": 20.0, "cm": 567.0, "mm": 56.7, "in": 1440.0, "px": 15.0, "pc": 240.0}
_LENGTH = re.compile(r"(-?[0-9]{0,6}(?:\.[0-9]{1,6})?)(pt|cm|mm|in|px|pc)$")
_ELSEWHERE = {"table", "ul", "ol", "dl", "blockquote"}
_KNOWN = re.compile(r"\bMso(?:Title|Subtitle|(?:Intense)?Quote|Toc\d|(?:Foot|End)noteText)", re.IGNORECASE)


def set_in(root: Element, tally: Counter[str]) -> None:
    """Count the paragraphs of `root` that are further in than their style says. Of a tab at their beginning spaces stay."""
    tally["indents"] += sum(_further_in(one.style) for one in _paragraphs(root))


def _paragraphs(element: Element) -> Iterator[Element]:
    for one in element.children:
        if not isinstance(one, Element) or one.tag in _ELSEWHERE:
            continue
        if one.tag == "p" and "mso-list:" not in one.style.replace(" ", "") and not _KNOWN.search(one.attributes.get("class", "")) and one.words().strip():
            yield one
        yield from _paragraphs(one)


def _further_in(style: str) -> bool:
    sides: dict[str, float] = {}
    for name, _colon, value in (one.partition(":") for one in style.split(";")):
        name, lengths = name.strip(), [_twips(one) for one in value.split()]
        if name == "margin" and 1 <= len(lengths) <= 4:
            sides |= {"margin-right": lengths[min(1, len(lengths) - 1)], "margin-left": lengths[{1: 0, 4: 3}.get(len(lengths), 1)]}
        elif name in ("margin-left", "margin-right", "text-indent") and lengths:
            sides[name] = lengths[0]
    return any(abs(one) >= SEEN for one in sides.values())


def _twips(length: str) -> float:
    found = _LENGTH.match(length)
    return float(found[1] or 0) * _UNITS[found[2]] if found and found[1] not in ("", "-") else 0.0
