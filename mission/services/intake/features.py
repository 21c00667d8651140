"""What a Word file holds that a text of the house does not: counted in its XML before anything is converted."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from .package import WordRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The parts whose words are read.
NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
READ = ("word/document.xml", *NOTES.values())
_DEEPEST = 200
# More than any text that one would publish; the reader takes some seconds for so many.
MOST_ELEMENTS = 60_000
# The name of the finding, and the elements that it is counted by.
_COUNTED = {
    "tables": ("tbl",),
    "footnotes": ("footnoteReference", "endnoteReference"),
    "comments": ("commentReference",),
    "insertions": ("ins", "moveTo"),
    "deletions": ("del", "moveFrom"),
    "textboxes": ("txbxContent",),
    "objects": ("object",),
    "fields": ("fldSimple",),
    "glosses": ("rt",),
    "signs": ("sym",),
    "chunks": ("altChunk",),
}
_LOOKS = {"color": "colours", "highlight": "colours", "shd": "colours", "u": "underlines", "strike": "strikes", "dstrike": "strikes"}
_OFF = {"0", "false", "none", "nil", "auto"}
_ALIGNED = {"center": "centred", "right": "far-side", "end": "far-side"}
_RULE = "{urn:schemas-microsoft-com:office:office}hr"
# What is drawn, in today's Word and in older ones; pictures and text boxes are told of as such.
_SHAPES = {"wsp", "sp", "cxnSp"}
_OLD_SHAPES = {f"{{urn:schemas-microsoft-com:vml}}{one}" for one in ("line", "rect", "roundrect", "oval", "polyline", "shape", "arc", "curve")}
_OTHERWISE_TOLD = {"txbxContent", "imagedata", "blip"}
_ELSEWHERE = {"contentPart": "objects", "blip": "images", "imagedata": "images", "oMath": "formulas", "chart": "objects", "relIds": "objects"}
# Fields whose result is what they show and that lose nothing by becoming words.
_PLAIN_FIELDS = re.compile(r"\s*(HYPERLINK|TOC|PAGEREF|REF)\b")


def tree(part: bytes) -> ElementTree.Element:
    """The tree of a part; `opened` has seen to it that it declares nothing."""
    try:
        return ElementTree.fromstring(part)  # noqa: S314 - no declarations: refused before
    except ElementTree.ParseError as error:
        raise WordRefused("broken") from error


def measure(parts: dict[str, bytes]) -> None:
    """Raise `WordRefused` for parts that hold more, or more deeply, than any text does."""
    for name in (one for one in READ if one in parts):
        stack, seen = [(tree(parts[name]), 0)], 0
        while stack:
            element, depth = stack.pop()
            seen += 1
            if seen > MOST_ELEMENTS:
                raise WordRefused("long")
            if depth > _DEEPEST:
                raise WordRefused("hostile")
            stack.extend((child, depth + 1) for child in element)


def counted(parts: dict[str, bytes]) -> Counter[str]:
    """How often each thing occurs that is changed or left out, by its key; the parts are as `styled` made them."""
    found: Counter[str] = Counter()
    for name in (one for one in READ if one in parts):
        stack = [tree(parts[name])]
        while stack:
            element = stack.pop()
            found.update(_kinds(element))
            # Word writes some things twice, for itself and for older versions: there only words that are left out are told, where they stand nowhere else.
            older = [child for child in element if child.tag.endswith("}Fallback")]
            others = [child for child in element if not child.tag.endswith("}Fallback")]
            stack.extend(others)
            if older and not any(one.text for child in others for one in child.iter(f"{W}t")):
                found.update(key for child in older for one in child.iter() for key in _kinds(one) if key in ("deletions", "glosses"))
    for name, content in parts.items():
        found["headers"] += bool(re.match(r"word/(?:header|footer)\d*\.xml$", name) and words(tree(content)))
    return found


def _kinds(element: ElementTree.Element) -> Iterator[str]:
    """The keys of what `element` itself is, or says of a look."""
    name = element.tag.removeprefix(W)
    yield from (key for key, names in _COUNTED.items() if name in names)
    if kind := _ELSEWHERE.get(element.tag.rpartition("}")[2]):
        yield kind
    if _drawn(element):
        yield "shapes"
    if element.get(_RULE) or (name == "pBdr" and any(on(side) for side in element)):
        yield "rules"
    if name == "instrText" and (field := _PLAIN_FIELDS.match(element.text or "")) is None:
        yield "fields"
    elif name == "instrText" and field and field[1] == "TOC":
        yield "contents"
    elif name == "p" and words(element):
        yield from _set(element)
    elif name == "rPr":
        yield from {_LOOKS[one.tag.removeprefix(W)] for one in element if one.tag.removeprefix(W) in _LOOKS and on(one)}


def _set(paragraph: ElementTree.Element) -> Iterator[str]:
    """The keys of how a paragraph is set: its side, its ground, what stands in columns or further in by tabs."""
    aligned, ground = (paragraph.find(f"{W}pPr/{W}{name}") for name in ("jc", "shd"))
    if aligned is not None and (key := _ALIGNED.get(aligned.get(f"{W}val") or "")):
        yield key
    if ground is not None and on(ground):
        yield "colours"
    line = _line(paragraph)
    yield from ["tabs"] * sum("\t" in gap for gap in re.findall(r"[\t ]+", line.strip("\t ")))
    if line.lstrip(" ").startswith("\t"):
        yield "indents"


def _line(paragraph: ElementTree.Element) -> str:
    """The words of a paragraph with its tabs; of one in a table of contents none, since its tabs lead to the number of a page."""
    line, stack = "", [paragraph]
    while stack:
        element = stack.pop()
        name = element.tag.removeprefix(W)
        if (name == "instrText" and re.match(r"\s*(?:TOC|PAGEREF)\b", element.text or "")) or "Toc" in (element.get(f"{W}anchor") or ""):
            return ""
        line += (element.text or "") if name == "t" else "\t" if name in ("tab", "ptab") else ""
        held = () if name in ("pPr", "rPr") else element
        stack.extend(one for one in reversed(held) if one.tag != f"{W}p" and not one.tag.endswith("}Fallback"))
    return line


def _drawn(element: ElementTree.Element) -> bool:
    """Whether `element` is a line, an arrow or another shape that nothing else is told of."""
    shape = element.tag in _OLD_SHAPES or element.tag.rpartition("}")[2] in _SHAPES
    return shape and not element.get(_RULE) and not any(one.tag.rpartition("}")[2] in _OTHERWISE_TOLD for one in element.iter())


def on(element: ElementTree.Element) -> bool:
    """Whether a property holds: one may stand there to say that it does not."""
    value = element.get(f"{W}val") or "on"
    black = element.tag == f"{W}color" and value.upper() in ("000000", "0000FF", "0563C1")
    plain = element.tag == f"{W}shd" and (element.get(f"{W}fill") or "auto").upper() in ("AUTO", "FFFFFF")
    return value.lower() not in _OFF and not black and not plain


def said(element: ElementTree.Element | None, path: str) -> str:
    """The value of the property at this path below `element` (``numPr/numId``); empty where none is."""
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return (found.get(f"{W}val") or "") if found is not None else ""


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).strip()
