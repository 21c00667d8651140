"""Hidden text of a Word file: nobody who reads the file sees it, and nobody shall read it here."""

from collections.abc import Iterator
from xml.etree import ElementTree

from .features import READ, W, on, tree, words


def unhidden(parts: dict[str, bytes]) -> tuple[dict[str, bytes], int]:
    """The parts without the runs that are hidden, by themselves or by their style; and how many had words."""
    styles, taken, kept = _hidden_styles(parts), 0, dict(parts)
    for name in (one for one in READ if one in parts):
        root = tree(parts[name])
        found = list(_hidden(root, styles))
        for parent, run in found:
            parent.remove(run)
            taken += bool(words(run))
        if found:
            kept[name] = ElementTree.tostring(root, encoding="UTF-8")
    return kept, taken


def _hidden_styles(parts: dict[str, bytes]) -> frozenset[str]:
    """The identifiers of the styles whose words are hidden, those that build on one of them included."""
    found: dict[str, bool] = {}
    above: dict[str, str] = {}
    for style in tree(parts["word/styles.xml"]).iter(f"{W}style") if "word/styles.xml" in parts else ():
        name = style.get(f"{W}styleId") or ""
        said = _said(style.find(f"{W}rPr"))
        if said is not None:
            found[name] = said
        if (base := style.find(f"{W}basedOn")) is not None:
            above[name] = base.get(f"{W}val") or ""
    return frozenset(name for name in {*found, *above} if _inherited(name, found, above))


def _inherited(name: str, found: dict[str, bool], above: dict[str, str]) -> bool:
    seen = set()
    while name not in found and name in above and name not in seen:
        seen.add(name)
        name = above[name]
    return found.get(name, False)


def _hidden(root: ElementTree.Element, styles: frozenset[str]) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    """Each hidden run, after what it stands in."""
    stack = [(root, False)]
    while stack:
        element, by_style = stack.pop()
        for child in element:
            if child.tag == f"{W}r" and _is_hidden(child, styles, by_style):
                yield element, child
            else:
                stack.append((child, _style(child.find(f"{W}pPr"), "pStyle") in styles if child.tag == f"{W}p" else by_style))


def _is_hidden(run: ElementTree.Element, styles: frozenset[str], by_style: bool) -> bool:
    looks = run.find(f"{W}rPr")
    said = _said(looks)
    return (by_style or _style(looks, "rStyle") in styles) if said is None else said


def _said(looks: ElementTree.Element | None) -> bool | None:
    """What properties say of being hidden themselves."""
    mark = looks.find(f"{W}vanish") if looks is not None else None
    return None if mark is None else on(mark)


def _style(looks: ElementTree.Element | None, kind: str) -> str:
    named = looks.find(f"{W}{kind}") if looks is not None else None
    return (named.get(f"{W}val") or "") if named is not None else ""
