"""How a Word file numbers its lists, where a text of the house numbers them otherwise: from 1, in figures, each level for itself."""

from collections import Counter
from dataclasses import dataclass, field
from xml.etree import ElementTree

from .features import W, said, tree, words
from .styling import OURS

_NO_NUMBER = ("bullet", "none")
_FIGURES = ("decimal", "decimalZero")
_HEADINGS = ("title", *"123456789")


@dataclass
class _Level:
    """A level of a list: how its numbers are written, and the first of them."""

    form: str = "decimal"
    first: int = 1
    joined: bool = False


@dataclass
class _Count:
    """What Word has counted so far by list and level; and by level what the list here has: of which list, with numbers or not, how many items. It
    ends with the first paragraph that is no item; two lists that follow each other are one."""

    word: dict[str, dict[int, int]] = field(default_factory=dict)
    here: dict[int, tuple[str, bool, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


def numbered(parts: dict[str, bytes]) -> Counter[str]:
    """By the parts as `styled` made them: how many lists begin at another number than 1 (``renumbered``), are numbered otherwise than in simple
    figures (``lettered``), and how many headings have a number (``heading-numbers``)."""
    found: Counter[str] = Counter()
    if "word/numbering.xml" not in parts:
        return found
    lists, restarts = _lists(tree(parts["word/numbering.xml"]))
    count = _Count()
    for paragraph in tree(parts["word/document.xml"]).iter(f"{W}p"):
        looks = paragraph.find(f"{W}pPr")
        number, depth = said(looks, "numPr/numId"), _number(said(looks, "numPr/ilvl"), 0)
        name, levels = lists.get(number, ("", {}))
        level = levels.get(depth, _Level("none"))
        if said(looks, "pStyle").removeprefix(OURS) in _HEADINGS:
            found["heading-numbers"] += level.form not in _NO_NUMBER and bool(words(paragraph))
            count.here = {}
        elif not levels:
            count.here = count.here if not words(paragraph) else {}
        else:
            _item(found, count, (name, number), depth, levels, restarts)
    return found


def _item(found: Counter[str], count: _Count, which: tuple[str, str], depth: int, levels: dict[int, _Level], restarts: dict[str, dict[int, int]]) -> None:
    name, number = which
    level, counts = levels.get(depth, _Level()), count.word.setdefault(name, {})
    if number not in count.begun:
        count.begun.add(number)
        counts |= {one: first - 1 for one, first in restarts.get(number, {}).items()}
    counts[depth] = counts.get(depth, level.first - 1) + 1
    with_number = level.form not in _NO_NUMBER
    before, same, place = count.here.get(depth, ("", with_number, 0))
    place = place + 1 if same == with_number else 1
    count.here = {one: kept for one, kept in count.here.items() if one < depth} | {depth: (name, with_number, place)}
    count.word[name] = {one: kept for one, kept in counts.items() if one <= depth}
    if with_number and (place == 1 or before != name):
        found["renumbered"] += counts[depth] != place
        found["lettered"] += level.form not in _FIGURES or level.joined


def _lists(numbering: ElementTree.Element) -> tuple[dict[str, tuple[str, dict[int, _Level]]], dict[str, dict[int, int]]]:
    """By number: the list that it is one with, and its levels; and at which number it begins anew."""
    abstract = {
        one.get(f"{W}abstractNumId") or "": {_depth(level): _level(level) for level in one.findall(f"{W}lvl")}
        for one in numbering.findall(f"{W}abstractNum")
    }
    lists, restarts = {}, {}
    for one in numbering.findall(f"{W}num"):
        number, name = one.get(f"{W}numId") or "", said(one, "abstractNumId")
        changes = one.findall(f"{W}lvlOverride")
        own = {_depth(change): _level(level) for change in changes if (level := change.find(f"{W}lvl")) is not None}
        lists[number] = (name, abstract.get(name, {}) | own)
        restarts[number] = {_depth(change): _number(said(change, "startOverride"), 1) for change in changes if said(change, "startOverride")}
    return lists, restarts


def _level(level: ElementTree.Element) -> _Level:
    return _Level(said(level, "numFmt") or "decimal", _number(said(level, "start"), 1), said(level, "lvlText").count("%") > 1)


def _depth(element: ElementTree.Element) -> int:
    return _number(element.get(f"{W}ilvl") or "", 0)


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else otherwise
