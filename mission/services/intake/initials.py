"""The large first letter of a paragraph, which a Word file keeps in a paragraph of its own: put back before the rest of its word."""

from xml.etree import ElementTree

from .features import READ, W, tree, words

# What makes such a letter large and sets it where it stands.
_LARGE = {W + name for name in ("sz", "szCs", "position", "spacing", "w", "kern")}


def joined(parts: dict[str, bytes]) -> tuple[dict[str, bytes], int]:
    """The parts with each such letter in the paragraph that it begins, as large as the others; and how many there were."""
    made, found = dict(parts), 0
    for name in (one for one in READ if one in parts):
        root, here = tree(parts[name]), 0
        for around in list(root.iter()):
            for letter, rest in list(zip(around, list(around)[1:], strict=False)):
                if _is_initial(letter) and rest.tag == f"{W}p":
                    _join(letter, rest)
                    around.remove(letter)
                    here += 1
        if here:
            made[name] = ElementTree.tostring(root, encoding="UTF-8")
        found += here
    return made, found


def _is_initial(paragraph: ElementTree.Element) -> bool:
    looks = paragraph.find(f"{W}pPr") if paragraph.tag == f"{W}p" else None
    frame = looks.find(f"{W}framePr") if looks is not None else None
    # A paragraph that ends a section is no letter alone.
    whole = looks is not None and looks.find(f"{W}sectPr") is None
    return whole and frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin") and bool(words(paragraph))


def _join(letter: ElementTree.Element, rest: ElementTree.Element) -> None:
    for looks in letter.iter(f"{W}rPr"):
        looks[:] = [one for one in looks if one.tag not in _LARGE]
    held = [one for one in letter if one.tag != f"{W}pPr"]
    place = 1 if len(rest) and rest[0].tag == f"{W}pPr" else 0
    rest[place:place] = held
