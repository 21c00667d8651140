"""A foreign tree as the blocks of a text of ours: paragraphs, headings, lists, quotations."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .belonging import itemed, items, pairs, within
from .elements import BLOCKS, Element
from .laying import in_one_line, is_layout, saying, worded
from .nesting import Depths
from .runs import lines, runs, written

_HEADING = re.compile(r"h[1-6]$")
_LISTED = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_DEEPER = re.compile(r"\bMsoList(?:Bullet|Number)([2-5])")
_NUMBERED = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-zA-Z]{1,4})[.)\]]")
_SUBTITLE = re.compile(r"^subtitle$|\bMsoSubtitle")
_FIGURE = re.compile(r"\s*[\[(]?(\d{1,3})[.)\]]?\s*$")
_LETTERS = re.compile(r"list-style(?:-type)?:[^;]*(?:alpha|latin|roman|greek)")
_STRESS = re.compile(r"</?(?:strong|em)>")


@dataclass(frozen=True)
class Block:
    """`kind` is ``p``, ``h1`` to ``h6``, ``list``, ``quote`` or ``dl``; `html` is what it holds, a list's with its own tag."""

    kind: str
    html: str
    words: str
    bold: bool = False


def blocks(children: list[Element | str], tally: Counter[str]) -> Iterator[Block]:
    """The blocks of `children`; words that stand between blocks become paragraphs."""
    loose: list[Element | str] = []
    listed: list[Element] = []
    for one in children:
        if isinstance(one, Element) and one.tag == "p" and _LISTED.search(one.style):
            yield from _paragraphs(loose, tally)
            loose = []
            listed.append(one)
            continue
        if listed and isinstance(one, str) and not one.strip():
            continue
        yield from _word_list(listed, tally)
        listed = []
        if isinstance(one, str) or (one.tag not in BLOCKS and not one.holds(BLOCKS)):
            loose.append(one)
            continue
        yield from _paragraphs(loose, tally)
        loose = []
        yield from _block(one, tally)
    yield from _word_list(listed, tally)
    yield from _paragraphs(loose, tally)


def _block(element: Element, tally: Counter[str]) -> Iterator[Block]:
    tag = element.tag
    if _HEADING.match(tag):
        yield from _heading(element, tally)
    elif tag in ("ul", "ol"):
        yield from _list(element, tally)
    elif tag == "blockquote" or (tag == "p" and re.search(r"\bMso(?:Intense)?Quote", element.attributes.get("class", ""))):
        inner = "\n".join(html(one) for one in (blocks(element.children, tally) if tag == "blockquote" else _paragraphs(element.children, tally)))
        if inner:
            yield Block("quote", inner, worded(in_one_line([inner])))
    elif tag == "table":
        yield from _table(element, tally)
    elif tag == "dl":
        yield from _definitions(element, tally)
    elif element.holds(BLOCKS):
        yield from blocks(element.children, tally)
    else:
        tally["subtitles"] += bool(_SUBTITLE.search(element.attributes.get("class", ""))) and bool(element.words().strip())
        yield from _paragraphs(element.children, tally)


def _paragraphs(children: list[Element | str], tally: Counter[str]) -> Iterator[Block]:
    found = lines(list(runs(children, tally)))
    tally["breaks"] += max(len(found) - 1, 0)
    for line in found:
        words = "".join(run.words for run in line).strip()
        yield Block("p", written(line), words, bold=all(run.strong for run in line if run.words.strip()))


def _heading(element: Element, tally: Counter[str]) -> Iterator[Block]:
    apart = lines(list(runs(element.children, tally)))
    tally["breaks"] += max(len(apart) - 1, 0)
    found = [run for line in apart for run in (*line, type(line[0])(" "))]
    # A heading is emphasis enough.
    plain = [type(run)(run.words, em=run.em, href=run.href) for run in found]
    if words := "".join(run.words for run in plain).strip():
        yield Block(element.tag, written(plain), words)


def _list(element: Element, tally: Counter[str]) -> Iterator[Block]:
    owned = items(element)
    if owned and not itemed(element):
        # A list without items only sets further in what it holds.
        yield from blocks(element.children, tally)
        return
    inner = "".join(f"<li>{item}</li>" for item in (_item(one, tally) for one in owned) if item)
    kind = ' class="directory"' if element.tag == "ul" and element.attributes.get("class") == "directory" else ""
    if inner:
        if element.tag == "ol":
            tally["renumbered"] += element.attributes.get("start", "").strip() not in ("", "1")
            tally["lettered"] += element.attributes.get("type", "1") != "1" or bool(_LETTERS.search(element.style))
        yield Block("list", f"<{element.tag}{kind}>{inner}</{element.tag}>", worded(in_one_line([f"<ul>{inner}</ul>"])))


def _item(element: Element, tally: Counter[str]) -> str:
    found = list(blocks(element.children, tally))
    paragraphs = [one for one in found if one.kind != "list"]
    if len(paragraphs) <= 1:
        return "".join(one.html for one in found)
    return "".join(html(one) if one.kind in ("p", "list", "quote") else f"<p>{one.html}</p>" for one in found)


def _word_list(listed: list[Element], tally: Counter[str]) -> Iterator[Block]:
    """Word's paragraphs that only look like a list, as one."""
    root, depths = Element("ul"), Depths()
    for paragraph in listed:
        found, style = _LISTED.search(paragraph.style), _DEEPER.search(paragraph.attributes.get("class", ""))
        level = int(found[1]) if found else 1
        # Styles that stand further in are lists of one level, each of its own.
        depth = depths.of(int(style[1]) if style and level == 1 else level)
        mark = next((one.words() for one in _elements(paragraph) if "mso-list:ignore" in one.style.replace(" ", "")), "")
        tag, at = "ol" if _NUMBERED.match(mark) else "ul", root
        for _ in range(depth):
            item = at.children[-1]
            assert isinstance(item, Element)
            if not isinstance(item.children[-1], Element) or item.children[-1].tag not in ("ul", "ol"):
                item.children.append(Element(tag, _marked(mark)))
            deeper = item.children[-1]
            assert isinstance(deeper, Element)
            at = deeper
        if at is root and not root.children:
            root.tag, root.attributes = tag, _marked(mark)
        at.children.append(Element("li", {}, list(paragraph.children) or [""]))
    if root.children:
        yield from _list(root, tally)


def _marked(mark: str) -> dict[str, str]:
    """What the first mark of a list says of its numbers, as HTML says it."""
    figure = _FIGURE.match(mark)
    return {"start": str(int(figure[1]))} if figure else {"type": "a"}


def _elements(element: Element) -> Iterator[Element]:
    for one in element.children:
        if isinstance(one, Element):
            yield one
            yield from _elements(one)


def _table(element: Element, tally: Counter[str]) -> Iterator[Block]:
    """A table of one cell is a frame, and what it holds stands for itself. So does, cell after cell, what a layout holds; data come row by row."""
    rows = [[cell for cell in within(row, ("td", "th"))] for row in within(element, ("tr",))]
    captions = [one for one in within(element, ("caption",)) if one.words().strip()]
    for one in captions:
        yield from blocks(one.children, tally)
    if sum(len(row) for row in rows) <= 1:
        for row in rows:
            yield from blocks(row[0].children, tally) if row else ()
        return
    if is_layout(rows, captioned=bool(captions)):
        tally["layouts"] += 1
        for cell in (cell for row in rows for cell in saying(row)):
            yield from blocks(cell.children, tally)
        return
    tally["tables"] += 1
    for row in rows:
        cells = [_STRESS.sub("", in_one_line([html(one) for one in blocks(cell.children, tally)])).strip() for cell in row]
        # The head of a table is bold by its place alone; a link leads somewhere.
        if line := " – ".join(cell for cell in cells if cell):
            yield Block("p", line, worded(line))


def _definitions(element: Element, tally: Counter[str]) -> Iterator[Block]:
    kind = element.attributes.get("class", "")
    opening = f'<dl class="{kind}">' if kind in ("figures", "chronology") else "<dl>"
    found = list(pairs(element))
    if not any(one.tag == "dt" and one.words().strip() for one in found):
        # Meanings of nothing were a way of setting further in what they hold.
        yield from blocks(element.children, tally)
        return
    told = []
    for one in found:
        breaks = tally["breaks"]
        inner = in_one_line([html(block) for block in blocks(one.children, tally)])
        # Its lines are one, and none a paragraph.
        tally["breaks"] = breaks
        told.append(f"<{one.tag}>{inner}</{one.tag}>" if inner else "")
    if any(told):
        made = f"{opening}{''.join(told)}</dl>"
        yield Block("dl", made, worded(in_one_line([made])))


def html(block: Block) -> str:
    """A block as HTML."""
    if block.kind in ("list", "dl"):
        return block.html
    tag = "blockquote" if block.kind == "quote" else block.kind
    return f"<{tag}>{block.html}</{tag}>"


def levelled(found: list[Block], tally: Counter[str]) -> list[Block]:
    """Headings on the two levels of a text: the highest that occurs is the first; deeper ones join the second. Whichever moves is counted."""
    levels = sorted({int(one.kind[1]) for one in found if _HEADING.match(one.kind)})
    to = {level: min(place, 1) + 2 for place, level in enumerate(levels)}
    for level in (int(one.kind[1]) for one in found if _HEADING.match(one.kind)):
        tally["headings"] += to[level] == 3 and (level > 3 or levels.index(level) > 1)
        tally["levels"] += to[level] == 2 and level > 2
    return [Block(f"h{to[int(one.kind[1])]}", one.html, one.words) if _HEADING.match(one.kind) else one for one in found]
