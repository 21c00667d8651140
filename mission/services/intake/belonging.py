"""What belongs to which in a foreign tree: the items of a list, the cells of a row, the meanings of a term, however they were nested."""

from collections.abc import Iterator

from .elements import BLOCKS, Element

_INSIDE = {"thead", "tbody", "tfoot", "tr"}


def itemed(element: Element) -> bool:
    """Whether a list, or one that stands for its items, has items that say something."""
    inside = (one for one in element.children if isinstance(one, Element))
    return any(bool(one.words().strip()) if one.tag == "li" else one.tag in ("ul", "ol") and itemed(one) for one in inside)


def items(element: Element) -> list[Element]:
    """The items of a list. A list that stands between them belongs to the one before it; before the first, its items are theirs. Other words between
    them belong to the item before, or are one of their own."""
    owned: list[Element] = []
    between: Element | None = None
    said = False
    for one in element.children:
        if isinstance(one, Element) and one.tag == "li":
            owned.append(Element("li", one.attributes, list(one.children)))
            said, between = said or bool(one.words().strip()), None
        elif isinstance(one, Element) and one.tag in ("ul", "ol"):
            if said:
                owned[-1].children.append(one)
            else:
                owned += items(one)
            said, between = said or bool(one.words().strip()), None
        elif between is not None:
            between.children.append(one)
        elif (one if isinstance(one, str) else one.words()).strip():
            said, between = True, Element("div", {}, [one])
            if owned:
                owned[-1].children.append(between)
            else:
                owned.append(Element("li", {}, [between]))
    return owned


def within(element: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    """The rows, cells or captions of a table or a row itself, in whatever they are grouped, and not those of tables in its cells."""
    for one in element.children:
        if isinstance(one, Element):
            if one.tag in tags:
                yield one
            elif one.tag in _INSIDE:
                yield from within(one, tags)


def pairs(element: Element) -> Iterator[Element]:
    """Terms and meanings, in whatever they are grouped; other words between them are a meaning of their own."""
    between: list[Element | str] = []
    for one in element.children:
        if isinstance(one, str) or not (one.tag in ("dt", "dd") or (one.tag in BLOCKS and one.holds({"dt", "dd"}))):
            between.append(one)
            continue
        yield from _meaning(between)
        between = []
        yield from [one] if one.tag in ("dt", "dd") else pairs(one)
    yield from _meaning(between)


def _meaning(between: list[Element | str]) -> list[Element]:
    found = Element("dd", {}, between)
    return [found] if found.words().strip() else []
