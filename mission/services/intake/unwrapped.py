"""What a Word file wraps its words in, made into what the reader of Word files goes into; and the letters that did not come through all the same."""

from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize
from xml.etree import ElementTree

from .features import NOTES, READ, W, tree, words
from .package import related_to, relations_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
# What the reader goes into. Whatever else holds words (w:dir, w:bdo, w:ruby, w:fldSimple, shapes, tags of others) goes, and leaves them where it stood.
_ENTERED = {W + name for name in (
    "document", "body", "footnotes", "footnote", "endnotes", "endnote", "p", "r", "t", "tbl", "tr", "tc", "customXml", "smartTag", "ins", "moveTo",
    "hyperlink", "sdt", "sdtContent", "object", "pict", "txbxContent",
)} | {_VML + name for name in ("group", "rect", "roundrect", "shape", "textbox")}  # fmt: skip
# What is no text here, or was deleted, and a gloss above its words; `features` tells of it.
_LEFT_OUT = {"del", "moveFrom", "oMath", "rt"}
# A remark in the margin; and looks by which the reader would leave out words: a cell that another covers, the sign of a box to tick.
_UNSEEN = {W + "commentReference", W + "vMerge", W + "sdtPr"}
_INSTEAD = {W + "br": "br", W + "cr": "br", W + "ptab": "tab"}


def unwrapped(parts: dict[str, bytes]) -> tuple[dict[str, bytes], int]:
    """The parts with all their words where the reader finds them; every kind of break within a paragraph is a line break. And how many links
    lead nowhere, because the file does not say where."""
    made, lost, notes = dict(parts), 0, {kind: _notes(kind, parts) for kind in NOTES}
    for name in (one for one in READ if one in parts):
        root = tree(parts[name])
        lost += _loosened(root, parts.get(relations_of(name)))
        _refill(root)
        for element in list(root.iter()):
            element[:] = [one for one in element if not _noteless(one, notes)]
        made[name] = ElementTree.tostring(root, encoding="UTF-8")
    return made, lost


def _loosened(root: ElementTree.Element, relations: bytes | None) -> int:
    """Take out what points to a relation that is not there; how many links with words that were."""
    known, lost = related_to(relations) if relations else {}, 0
    for one in root.iter():
        for name in [name for name, value in one.items() if name.startswith(_R) and value not in known]:
            del one.attrib[name]
            lost += one.tag == f"{W}hyperlink" and f"{W}anchor" not in one.attrib and _says(one)
    return lost


def _noteless(mark: ElementTree.Element, notes: dict[str, set[str | None]]) -> bool:
    """Whether this leads to a note that is not there."""
    return any(mark.tag == f"{W}{kind}Reference" and mark.get(f"{W}id") not in there for kind, there in notes.items())


def _notes(kind: str, parts: dict[str, bytes]) -> set[str | None]:
    """The identifiers of the notes of this kind; lines that set notes apart are none."""
    held = tree(parts[NOTES[kind]]).iter(W + kind) if NOTES[kind] in parts else ()
    return {one.get(f"{W}id") for one in held if one.get(f"{W}type") not in ("separator", "continuationSeparator")}


def _refill(element: ElementTree.Element) -> None:
    element[:] = [one for child in element for one in _readable(child)]
    paragraphs = element.findall(f"{W}p")
    if paragraphs and (looks := paragraphs[-1].find(f"{W}pPr/{W}rPr")) is not None:
        # A deleted end of paragraph joins it to the next: where there is none, the reader would wait for it for ever.
        for mark in looks.findall(f"{W}del"):
            looks.remove(mark)


def _readable(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """What stands for `element`: itself, what it holds, or nothing."""
    tag, name = element.tag, element.tag.rpartition("}")[2]
    if name == "AlternateContent":
        # The same thing for today's Word and for older ones: what Word shows, unless the words stand in the other alone.
        shown = next((one for one in element if _says(one)), None)
        yield from _held(shown) if shown is not None else ()
    elif (name in _LEFT_OUT and words(element)) or element.find(f"{W}trPr/{W}del") is not None:
        return
    elif tag in _UNSEEN:
        yield from _held(element) if _says(element) else ()
    elif tag in _INSTEAD:
        yield ElementTree.Element(W + _INSTEAD[tag])
        yield from _held(element)
    elif tag == f"{W}drawing" and _says(element):
        # As the text box of an older Word: its paragraphs come after the one that it hangs on.
        box = ElementTree.Element(f"{W}pict")
        box.extend(_held(element))
        yield box
    elif tag not in _ENTERED and _says(element):
        yield from _held(element)
    else:
        _refill(element)
        yield element


def _held(element: ElementTree.Element) -> list[ElementTree.Element]:
    return [one for child in element for one in _readable(child)]


def _says(element: ElementTree.Element) -> bool:
    """Whether words of the text stand in `element`; a drawing has figures in it, too."""
    return any(one.text for one in element.iter(f"{W}t"))


def missing(parts: dict[str, bytes], came: str) -> int:
    """How many letters of the parts, as `unwrapped` made them, are not among those that `came`, wherever they stand there."""
    document = tree(parts["word/document.xml"])
    read = [document]
    for kind, name in NOTES.items():
        called = {one.get(f"{W}id") for one in document.iter(f"{W}{kind}Reference")}
        read += [one for one in tree(parts[name]).iter(W + kind) if one.get(f"{W}id") in called] if name in parts else []
    given = "".join(one.text or "" for root in read for one in root.iter(f"{W}t"))
    return (_letters(given) - _letters(came)).total()


def _letters(text: str) -> Counter[str]:
    return Counter(sign for sign in normalize("NFC", text) if sign.isalpha())
