"""Lists one below another: how deep an item stands, and Word's styles that say it by their name alone.

“List Bullet 2” is no second level of a list to Word: it is a list of its own, of one level, that stands further in. Whoever reads the file sees an
item of the one above it.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from xml.etree import ElementTree

from .features import W, said, words

# The reader knows five levels.
_DEEPEST = 4
_STYLE = re.compile(r"list (?:bullet|number) ([2-5])$")
# On a paragraph's list, between `styled` and `nested`: how much deeper its style stands than its level.
DEEPER = "deeper"


class Depths:
    """How deep items that follow each other stand, by the levels that they are said to be of: one that is jumped over is none, and the first item of
    a list is at its top."""

    def __init__(self) -> None:
        self.levels: list[int] = []

    def of(self, level: int) -> int:
        """The depth of the next item, from 0."""
        while self.levels and self.levels[-1] > level:
            self.levels.pop()
        if not self.levels or self.levels[-1] < level:
            self.levels.append(level)
        return len(self.levels) - 1


def deeper(called: str) -> int:
    """How many levels below the first the items of a style stand, by its name as Word keeps it in each language of its own (in small letters)."""
    found = _STYLE.match(called)
    return int(found[1]) - 1 if found else 0


def nested(roots: list[ElementTree.Element], numbering: ElementTree.Element) -> None:
    """Put the items of such styles below those before them; `numbering` gets the levels that their lists do not have."""
    for item, depth in (one for root in roots for holder in root.iter() for one in _items(holder)):
        item.attrib.pop(DEEPER)
        if depth and (number := _at(numbering, said(item, "numId"), depth)):
            for name, value in (("ilvl", str(depth)), ("numId", number)):
                item.find(f"{W}{name}").set(f"{W}val", value)  # type: ignore[union-attr]


def _items(holder: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int]]:
    """The lists of the paragraphs in `holder` whose style stands deeper, each with its depth there."""
    depths = Depths()
    for one in holder:
        listed = one.find(f"{W}pPr/{W}numPr") if one.tag == f"{W}p" and not said(one, "pPr/pStyle") else None
        if listed is None:
            depths = Depths() if words(one) else depths
            continue
        level, more = said(listed, "ilvl"), int(listed.get(DEEPER, "0"))
        depth = min(depths.of((int(level) if re.fullmatch("[0-9]", level) else 0) + more), _DEEPEST)
        if more:
            yield listed, depth


def _at(numbering: ElementTree.Element, number: str, depth: int) -> str:
    """The number of a list like this one whose only level is at `depth`; empty where the list has no first level that could be there."""
    made = f"{number}-{depth}"
    if any(one.get(f"{W}numId") == made for one in numbering.findall(f"{W}num")):
        return made
    num = next((one for one in numbering.findall(f"{W}num") if one.get(f"{W}numId") == number), None)
    name = said(num, "abstractNumId")
    abstract = next((one for one in numbering.findall(f"{W}abstractNum") if one.get(f"{W}abstractNumId") == name), None)
    level = next((one for one in abstract.findall(f"{W}lvl") if one.get(f"{W}ilvl") in (None, "0")), None) if abstract is not None else None
    if num is None or level is None:
        return ""
    other, like = ElementTree.SubElement(numbering, f"{W}abstractNum", {f"{W}abstractNumId": made}), deepcopy(num)
    other.append(deepcopy(level))
    like.set(f"{W}numId", made)
    like.find(f"{W}abstractNumId").set(f"{W}val", made)  # type: ignore[union-attr]
    numbering.append(like)
    for one in (*other.iter(f"{W}lvl"), *like.iter(f"{W}lvlOverride"), *like.iter(f"{W}lvl")):
        one.set(f"{W}ilvl", str(depth))
    # It is no style's any more: its paragraphs say their list themselves.
    for one in (*other.iter(f"{W}lvl"), *like.iter(f"{W}lvl")):
        for style in one.findall(f"{W}pStyle"):
            one.remove(style)
    return made
