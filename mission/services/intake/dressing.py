"""What a style sheet and the blocks of a pasted piece say of its words, written onto the words: a paragraph in bold is so many words in bold."""

import re
from collections import Counter

from .elements import BLOCKS, Element
from .runs import Run, noted, stressed

_KEPT = re.compile(r"(?<![-\w])(?:font|font-weight|font-style|font-variant(?:-caps)?|text-transform|text-decoration|display|mso-hide):[^;{}]*")
_CLASS = re.compile(r"(?:^|[\s>+~])\w*\.([\w-]+)$")
# How all words of a heading, a title or a quotation look sets none of them apart; nor does the style that every paragraph has.
_HEADING = re.compile(r"h[1-6]$")
_KIND = re.compile(r"\bMso(?:Title|Subtitle|(?:Intense)?Quote)", re.IGNORECASE)
_EVERYWHERE = "msonormal"


def dressed(root: Element, given: str, tally: Counter[str]) -> None:
    """Write the emphasis that the sheet of `given` and the blocks of `root`, its tree, say onto the words; other looks are counted."""
    _sheeted(root, _sheet(given))
    _spread(root, Run(""), tally)


def _sheet(given: str) -> dict[str, str]:
    """What the style sheet that came along says of each class, of looks that matter here."""
    said: dict[str, str] = {}
    for sheet in given.split("<style")[1:]:
        for rule in sheet.partition("</style")[0].split("}"):
            selectors, _brace, declared = rule.partition("{")
            looks = ";".join(_KEPT.findall(declared.lower()))
            for name in (found[1].lower() for one in selectors[-400:].split(",") if (found := _CLASS.search(one.strip()))) if looks else ():
                said[name] = f"{said.get(name, '')}{looks};"
    said.pop(_EVERYWHERE, None)
    return said


def _sheeted(element: Element, sheet: dict[str, str]) -> None:
    for one in (child for child in element.children if isinstance(child, Element)):
        by_class = "".join(sheet.get(name, "") for name in one.attributes.get("class", "").lower().split())
        if by_class:
            one.attributes["style"] = by_class + one.attributes.get("style", "")
        _sheeted(one, sheet)


def _spread(element: Element, like: Run, tally: Counter[str]) -> None:
    """Give the words that stand in `element` the emphasis that holds around them."""
    made: list[Element | str] = []
    for one in element.children:
        if isinstance(one, str) or not (one.tag in BLOCKS or one.holds(BLOCKS)):
            made.append(_wrapped(one, like))
            continue
        if one.tag in BLOCKS and not one.holds(BLOCKS) and one.words().strip():
            noted(one, tally)
        heading, kind = _HEADING.match(one.tag), one.tag == "blockquote" or _KIND.search(one.attributes.get("class", ""))
        _spread(one, Run("") if heading else like if kind else stressed(one, like), tally)
        made.append(one)
    element.children = made


def _wrapped(one: "Element | str", like: Run) -> "Element | str":
    looks = ("font-weight:bold;" if like.strong else "") + ("font-style:italic" if like.em else "")
    return Element("span", {"style": looks}, [one]) if looks and (one if isinstance(one, str) else one.words()).strip() else one
