"""What the styles of a Word file say, written onto its paragraphs and runs themselves: nobody else needs to know what a style builds on.

ECMA-376, 17.7: a paragraph or a run goes before its style, and a style before the one that it builds on. Bold and its like are turned over by each
of the two kinds of style (17.7.3), and are said apart for words written from the right (17.3.2.2, 17.3.2.30).
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from xml.etree import ElementTree

from .features import READ, W, on, said, tree
from .measures import UNSAID, faces_of, measured
from .nesting import DEEPER, deeper, nested

# What a paragraph is, in its style's place: this and the kind.
OURS = "ours-"
_KINDS = {
    "title": "title", "titre": "title", "subtitle": "subtitle", "sous-titre": "subtitle", "quote": "quote", "intense quote": "quote",
    "quotations": "quote", "block text": "quote", "citation": "quote",
}  # fmt: skip
_HEADING = re.compile(r"heading ?([1-9])$")
# Styles that say by their name what they are for, whatever they look like; and those of links, which look like links.
_NAMED = {"strong": ("b", "bCs"), "intense emphasis": ("b", "bCs"), "emphasis": ("i", "iCs")}
_LINKS = ("hyperlink", "followedhyperlink", "internet link")
_SWITCHES = ("b", "bCs", "i", "iCs", "caps", "smallCaps", "vanish", "rtl", "cs")
_LOOKS = ("u", "strike", "dstrike", "color", "highlight", "shd")
_SET = ("jc", "pBdr")
# Of a paragraph, where the looks of its letters have one of the same name.
_GROUND = "ground"
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_BODY_LEVEL = 9
_NUMBERING = "word/numbering.xml"


@dataclass
class Style:
    """What a style comes to with all that it builds on: the kind of paragraph, its list and level, what it switches on or off, looks to copy,
    and what indents, sizes and faces are usual in it."""

    kind: str | None = None
    number: str | None = None
    level: str = "0"
    # How much further down its items stand than this level: by its name.
    deeper: int = 0
    switches: dict[str, bool] = field(default_factory=dict)
    looks: dict[str, ElementTree.Element] = field(default_factory=dict)
    hides: bool | None = None
    usual: dict[str, str] = field(default_factory=dict)


def styled(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with what their styles say on each paragraph and run; of styles only the kinds of this house are left."""
    styles, made, roots = Styles(parts), dict(parts), dict[str, ElementTree.Element]()
    for name in (one for one in READ if one in parts):
        root = roots[name] = tree(parts[name])
        for paragraph, run in list(_runs(root, None)):
            _dress(run, styles.of(said(paragraph.find(f"{W}pPr"), "pStyle")) if paragraph is not None else Style(), styles)
        for paragraph in root.iter(f"{W}p"):
            _place(paragraph, styles.of(said(paragraph.find(f"{W}pPr"), "pStyle")), styles)
    if styles.numbering is not None:
        nested(list(roots.values()), styles.numbering)
        roots[_NUMBERING] = styles.numbering
    return made | {name: ElementTree.tostring(root, encoding="UTF-8") for name, root in roots.items()}


class Styles:
    """The styles of a file by their identifiers."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.given: dict[str, ElementTree.Element] = {}
        self.default, self.known = "", dict[str, Style]()
        root = tree(parts["word/styles.xml"]) if "word/styles.xml" in parts else ElementTree.Element("none")
        self.faces = faces_of(parts)
        block, letters = (root.find(f"{W}docDefaults/{W}{one}PrDefault/{W}{one}Pr") for one in ("p", "r"))
        # What holds where no style says anything.
        self.usual = UNSAID | measured(block, letters, self.faces)
        for one in root.iter(f"{W}style"):
            name = one.get(f"{W}styleId") or ""
            self.given.setdefault(name, one)
            if one.get(f"{W}type") == "paragraph" and (one.get(f"{W}default") or "0") in ("1", "true", "on"):
                self.default = name
        self.numbering = tree(parts[_NUMBERING]) if _NUMBERING in parts else None
        self.lists = {one.get(f"{W}numId") or "": said(one, "abstractNumId") for one in self.numbering.findall(f"{W}num")} if self.numbering is not None else {}
        self.linked = _linked(self.numbering) if self.numbering is not None else {}

    def of(self, name: str) -> Style:
        """The style of this identifier; without one, the default of paragraphs."""
        name = name or self.default
        if name not in self.known:
            self.known[name] = self._made(name)
        return self.known[name]

    def list_of(self, number: str) -> str:
        """The list that a number is one of; the number itself where the file does not say."""
        return self.lists.get(number, number)

    def switches(self, looks: ElementTree.Element | None, block: Style, letters: Style | None) -> dict[str, bool]:
        """What is switched on or off for letters with these looks, of their own or by their styles."""
        return block.switches | (letters.switches if letters else {}) | _switches(looks)

    def _made(self, name: str) -> Style:
        made, seen = Style(kind=None if name in self.given else _kind(name)), set[str]()
        while name in self.given and name not in seen:
            seen.add(name)
            self._add(made, name)
            name = said(self.given[name], "basedOn")
        return made

    def _add(self, made: Style, name: str) -> None:
        """What this style says, where none that builds on it has said it."""
        style = self.given[name]
        called, block, letters = said(style, "name").lower(), style.find(f"{W}pPr"), style.find(f"{W}rPr")
        if made.kind is None:
            made.kind = _kind(called) or _outlined(block)
        number, level = said(block, "numPr/numId"), said(block, "numPr/ilvl")
        linked, deep = self.linked.get(name, ("", level or "0"))
        if made.number is None and (number or linked):
            made.number, made.level = number or linked, deep
            made.deeper = deeper(called) if deep == "0" else 0
        made.usual = measured(block, letters, self.faces) | made.usual
        switches = _switches(letters)
        made.hides = switches.get("vanish") if made.hides is None else made.hides
        if name == self.default:
            # What all words look like sets none of them apart; but the direction is theirs.
            made.switches = {one: value for one, value in switches.items() if one == "rtl"} | made.switches
            return
        made.switches = switches | made.switches
        made.switches = dict.fromkeys(_NAMED.get(called, ()), True) | made.switches
        if called not in _LINKS:
            grounds = zip((_GROUND,), _found(block, ("shd",)).values(), strict=False)
            made.looks = _found(letters, _LOOKS) | _found(block, _SET) | dict(grounds) | made.looks


def _kind(name: str) -> str | None:
    heading = _HEADING.match(name.lower())
    return heading[1] if heading else _KINDS.get(name.lower())


def kind_of(style: Style, looks: ElementTree.Element | None) -> str | None:
    """The kind of a paragraph: of its style, else by its own level in the outline; empty or None for any other."""
    return style.kind or _outlined(looks)


def _outlined(block: ElementTree.Element | None) -> str | None:
    """The kind by the level in the outline: a heading, or expressly none."""
    level = said(block, "outlineLvl")
    return None if not re.fullmatch("[0-9]", level) else "" if int(level) == _BODY_LEVEL else str(int(level) + 1)


def _linked(numbering: ElementTree.Element) -> dict[str, tuple[str, str]]:
    """By style: the list that names it as the style of one of its levels, and that level."""
    numbers = {said(one, "abstractNumId"): one.get(f"{W}numId") or "" for one in reversed(numbering.findall(f"{W}num"))}
    return {
        said(level, "pStyle"): (numbers.get(one.get(f"{W}abstractNumId") or "", ""), level.get(f"{W}ilvl") or "0")
        for one in numbering.findall(f"{W}abstractNum") for level in one.findall(f"{W}lvl") if said(level, "pStyle")
    }  # fmt: skip


def _runs(root: ElementTree.Element, paragraph: ElementTree.Element | None) -> Iterator[tuple[ElementTree.Element | None, ElementTree.Element]]:
    """Each run, after the paragraph that it stands in."""
    stack = [(root, paragraph)]
    while stack:
        element, paragraph = stack.pop()
        for child in element:
            if child.tag == f"{W}r":
                yield paragraph, child
            stack.append((child, child if child.tag == f"{W}p" else paragraph))


def _place(paragraph: ElementTree.Element, style: Style, styles: Styles) -> None:
    """Write the kind of a paragraph, its list and its place on the line onto itself."""
    looks = paragraph.find(f"{W}pPr")
    if looks is None:
        looks = ElementTree.Element(f"{W}pPr")
        paragraph.insert(0, looks)
    kind = kind_of(style, looks)
    number, level = said(looks, "numPr/numId") or style.number, said(looks, "numPr/ilvl") or style.level
    # A list begun anew at this paragraph is still that of its style.
    more = style.deeper if level == "0" and number and styles.list_of(number) == styles.list_of(style.number or "") else 0
    if not kind:
        looks.extend(copy(one) for name, one in style.looks.items() if name in (*_SET, _GROUND) and looks.find(one.tag) is None)
    _without(looks, ("pStyle", "numPr"))
    if kind:
        looks.append(_property("pStyle", OURS + kind))
    if number and number != "0":
        listed = ElementTree.SubElement(looks, f"{W}numPr", {DEEPER: str(more)} if more else {})
        listed.extend((_property("ilvl", level), _property("numId", number)))


def _dress(run: ElementTree.Element, block: Style, styles: Styles) -> None:
    """Write what a run looks like onto itself. How a whole title, heading or quotation looks sets none of its words apart."""
    looks = run.find(f"{W}rPr")
    if looks is None:
        looks = ElementTree.Element(f"{W}rPr")
        run.insert(0, looks)
    letters = styles.of(named) if (named := said(looks, "rStyle")) else Style()
    own, around = _switches(looks), Style(switches={"rtl": block.switches.get("rtl", False)}) if block.kind else block
    shown = {one: own.get(one, around.switches.get(one, False) ^ letters.switches.get(one, False)) for one in ("b", "bCs", "i", "iCs", "caps", "smallCaps")}
    direction = styles.switches(looks, around, letters)
    _without(looks, ("rStyle", *_SWITCHES))
    words = "".join(one.text or "" for one in run.iter(f"{W}t"))
    for plain, other in (("b", "bCs"), ("i", "iCs")):
        from_right = direction.get("rtl") or direction.get("cs")
        if shown[other] if from_right else shown[plain] or (shown[other] and _all_arabic(words)):
            looks.append(_property(plain))
    looks.extend(_property(one) for one in ("caps", "smallCaps") if shown[one])
    if own.get("vanish", bool(block.hides or letters.hides)):
        looks.append(_property("vanish"))
    looks.extend(copy(one) for name, one in (around.looks | letters.looks).items() if name in _LOOKS and looks.find(f"{W}{name}") is None)


def _all_arabic(words: str) -> bool:
    letters = [one for one in words if one.isalpha()]
    return bool(letters) and all(_ARABIC.match(one) for one in letters)


def _switches(looks: ElementTree.Element | None) -> dict[str, bool]:
    return {name: on(one) for name, one in _found(looks, _SWITCHES).items()}


def _found(looks: ElementTree.Element | None, names: tuple[str, ...]) -> dict[str, ElementTree.Element]:
    return {name: one for name in names if (one := looks.find(f"{W}{name}")) is not None} if looks is not None else {}


def _without(looks: ElementTree.Element, names: tuple[str, ...]) -> None:
    for one in _found(looks, names).values():
        looks.remove(one)


def _property(name: str, value: str = "") -> ElementTree.Element:
    return ElementTree.Element(f"{W}{name}", {f"{W}val": value} if value else {})
