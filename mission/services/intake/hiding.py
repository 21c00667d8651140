"""Hidden text of a Word file: nobody who reads the file sees it, and nobody shall read it here."""

from collections.abc import Iterator
from xml.etree import ElementTree

from .features import READ, W, on, tree, words


def unhidden(parts: dict[str, bytes]) -> tuple[dict[str, bytes], int]:
    """The parts, as `styled` made them, without the runs that are hidden; and how many of those had words."""
    taken, kept = 0, dict(parts)
    for name in (one for one in READ if one in parts):
        root = tree(parts[name])
        found = list(_hidden(root))
        for parent, run in found:
            parent.remove(run)
            taken += bool(words(run))
        if found:
            kept[name] = ElementTree.tostring(root, encoding="UTF-8")
    return kept, taken


def _hidden(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    """Each hidden run, after what it stands in."""
    stack = [root]
    while stack:
        element = stack.pop()
        for child in element:
            mark = child.find(f"{W}rPr/{W}vanish") if child.tag == f"{W}r" else None
            if mark is not None and on(mark):
                yield element, child
            else:
                stack.append(child)
