"""What somebody has set by hand in a Word file: indents, spacing of lines, and sizes, faces, height and spacing of letters, that are others than the
style of their paragraph says.

What a style says is how a kind of text looks in the house that the file comes from; here it looks as such texts look here.
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from .features import READ, W, said, tree, words
from .measures import APART, INDENTS, SIZES, measured
from .styling import Styles, kind_of

# Less than this (in twentieths of a point: two and a half millimetres) nobody sees, and Word leaves it behind by itself.
SEEN = 140
_OUT = {f"{W}del", f"{W}moveFrom"}


def set_by_hand(parts: dict[str, bytes]) -> Counter[str]:
    """How many paragraphs stand further in or have their lines elsewhere, and how many runs are in another size or face, higher, lower or further
    apart, than their style says. The parts are as they came."""
    styles, found = Styles(parts), Counter[str]()
    for name in (one for one in READ if one in parts):
        for paragraph, tabled in _paragraphs(tree(parts[name])):
            looks = paragraph.find(f"{W}pPr")
            style = styles.of(said(looks, "pStyle"))
            if kind_of(style, looks) or not words(paragraph):
                # A title, a heading or a quotation is known as such.
                continue
            listed = (said(looks, "numPr/numId") or style.number or "0") != "0"
            own, usual = measured(looks, None, styles.faces), styles.usual | style.usual
            found["indents"] += not tabled and not listed and _further_in(own, usual)
            found["spacings"] += _differs(own, usual, "lines")
            for run in _runs(paragraph):
                found.update(_otherwise(run, said(looks, "pStyle"), styles))
    return found


def _paragraphs(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, bool]]:
    """Each paragraph, and whether it stands in a table."""
    stack = [(root, False)]
    while stack:
        element, tabled = stack.pop()
        if element.tag == f"{W}p":
            yield element, tabled
        stack.extend((one, tabled or one.tag == f"{W}tbl") for one in element if one.tag not in _OUT and not one.tag.endswith("}Fallback"))


def _runs(paragraph: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The runs of a paragraph itself, without those of paragraphs in its text boxes."""
    stack = list(paragraph)
    while stack:
        element = stack.pop()
        if element.tag == f"{W}r":
            yield element
        stack.extend(one for one in element if one.tag not in _OUT and one.tag != f"{W}p" and not one.tag.endswith("}Fallback"))


def _further_in(own: dict[str, str], usual: dict[str, str]) -> bool:
    return any(name in own and own[name] != usual.get(name) and _twips(own[name]) >= SEEN for name in INDENTS)


def _twips(value: str) -> int:
    digits = value.lstrip("-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0


def _differs(own: dict[str, str], usual: dict[str, str], *names: str) -> bool:
    return any(name in own and own[name] != usual.get(name) for name in names)


def _otherwise(run: ElementTree.Element, named: str, styles: Styles) -> Iterator[str]:
    """The keys of what the letters of a run are set in otherwise than their styles say; signs alone take size and face from wherever they are."""
    looks, written = run.find(f"{W}rPr"), "".join(one.text or "" for one in run.findall(f"{W}t"))
    if looks is None or not written.strip():
        return
    block, letters = styles.of(named), styles.of(dressed) if (dressed := said(looks, "rStyle")) else None
    switches = styles.switches(looks, block, letters)
    if switches.get("vanish"):
        return
    usual = styles.usual | block.usual | (letters.usual if letters else {})
    own = measured(None, looks, styles.faces)
    # Letters from the right have a size and a face of their own.
    names = (SIZES[1], "cs") if switches.get("rtl") or switches.get("cs") else (SIZES[0], "ascii")
    if any(sign.isalpha() for sign in written) and _differs(own, usual, *names):
        yield "faces"
    if _differs(own, usual, "position"):
        yield "raised"
    if _differs(own, usual, *APART):
        yield "spacings"
