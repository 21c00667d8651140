"""Words with their emphasis and links, taken out of whatever nesting they came in."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from unicodedata import category

from .elements import BLOCKS, Element

_SPACES = re.compile("[^\\S\u00a0\u202f]+")
_WEIGHT = re.compile(r"(?<![-\w])font-weight:\s*(?:(bold|[6-9]00)|normal|lighter|[1-5]00)|(?<![-\w])font:[^;]*?(?<![-\w])(bold)")
_SLANT = re.compile(r"(?<![-\w])font-style:\s*(?:(italic|oblique)|normal)|(?<![-\w])font:[^;]*?(?<![-\w])(italic|oblique)")
_CAPITALS = re.compile(r"(?<![-\w])(?:font-variant(?:-caps)?:\s*small-caps|text-transform:\s*uppercase)")
_LINE = re.compile(r"(?<![-\w])text-decoration(?:-line)?:[^;]*(underline|line-through)")
_LINK = re.compile(r"(?:https?://|mailto:|/(?!/))", re.IGNORECASE)
# Word's own marks in a text lead to its contents, notes and remarks, which are told of by themselves.
_OWN_MARK = re.compile(r"#(?:_(?:Toc|ftn|edn|mso|com_)|footnote|endnote)", re.IGNORECASE)
_NOTE = re.compile(r"\[\d+\]")
_ADDED = {"u": "underlines", "s": "strikes", "strike": "strikes", "del": "strikes", "sup": "raised", "sub": "raised"}


@dataclass(frozen=True)
class Run:
    """Words that look alike. A line break is a run whose words are a line feed; a `gap` is a blank that parts words and nothing else."""

    words: str
    strong: bool = False
    em: bool = False
    href: str = ""
    gap: bool = False


def runs(children: list[Element | str], tally: Counter[str], like: Run = Run("")) -> Iterator[Run]:
    """The words of `children`; what cannot be said in the house's subset is counted in `tally`."""
    for one in children:
        if isinstance(one, str):
            # Letters of a symbol font may be written as such: outside it they are nothing.
            tally["signs"] += sum(category(sign) == "Co" for sign in one)
            yield replace(like, words=_SPACES.sub(" ", one))
        elif one.tag == "br":
            yield replace(like, words="\n")
        elif one.tag == "img":
            # Left out: the words that it stood between were two.
            yield replace(like, words=" ", href="", gap=True)
        elif "mso-list:ignore" not in one.style.replace(" ", ""):
            apart = one.tag in BLOCKS
            if apart:
                yield Run(" ")
            yield from runs(one.children, tally, _looked(one, tally, like))
            if apart:
                yield Run(" ")


def _looked(element: Element, tally: Counter[str], like: Run) -> Run:
    style, tag = element.style, element.tag
    if element.words().strip() and not _NOTE.fullmatch(element.words()):
        noted(element, tally, linked=tag == "a" or bool(like.href))
    like = stressed(element, like)
    if tag == "a" and element.attributes.get("href"):
        href = element.attributes["href"].strip()
        if _LINK.match(href):
            return replace(like, href=href)
        tally["anchors" if href.startswith("#") else "links"] += not _OWN_MARK.match(href)
    elif tag == "a" and element.words().strip() and not element.attributes.get("name") and "mso-comment" not in style:
        # Its address was of a kind that never comes in (a program, for example); a bookmark has none.
        tally["links"] += 1
    return like


def noted(element: Element, tally: Counter[str], *, linked: bool = False) -> None:
    """Count the looks of `element` that do not stay; a line under a link is nobody's choice."""
    line = _LINE.search(element.style)
    added = _ADDED.get(element.tag) or ({"underline": "underlines", "line-through": "strikes"}[line[1]] if line else "")
    if added and not (linked and line and added == "underlines"):
        tally[added] += 1
    tally["capitals"] += bool(_CAPITALS.search(element.style)) or element.attributes.get("class") == "capitals"


def stressed(element: Element, like: Run) -> Run:
    """`like` with the emphasis of `element`: what its style says last, else what its tag says."""
    weights, slants = list(_WEIGHT.finditer(element.style)), list(_SLANT.finditer(element.style))
    strong = any(weights[-1].groups()) if weights else like.strong or element.tag in ("b", "strong")
    em = any(slants[-1].groups()) if slants else like.em or element.tag in ("i", "em", "cite")
    return replace(like, strong=strong, em=em)


def lines(found: list[Run]) -> list[list[Run]]:
    """The runs between line breaks; lines without words are left out."""
    made: list[list[Run]] = [[]]
    for run in found:
        if run.words == "\n":
            made.append([])
        elif run.words:
            made[-1].append(run)
    return [line for line in made if "".join(run.words for run in line).strip("\u00a0\u202f ")]


def written(line: list[Run]) -> str:
    """A line as HTML: links around, then strong, then em, each as long as it goes; single spaces, none at the ends."""
    line = _trimmed(line)
    made = []
    for href, linked in groupby(line, key=lambda run: run.href):
        inner = "".join(
            f"<strong>{_slanted(list(group))}</strong>" if strong else _slanted(list(group))
            for strong, group in groupby(linked, key=lambda run: run.strong)
        )
        made.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(made)


def _slanted(line: list[Run]) -> str:
    return "".join(
        f"<em>{''.join(escape(run.words, quote=False) for run in group)}</em>" if em else "".join(escape(run.words, quote=False) for run in group)
        for em, group in groupby(line, key=lambda run: run.em)
    )


def _trimmed(line: list[Run]) -> list[Run]:
    """One space at most between words, though they come from several runs; emphasis of nothing is none."""
    made: list[Run] = []
    spaced = True
    for run, after in zip(line, [*line[1:], Run("")], strict=True):
        words = run.words.lstrip(" ") if spaced else run.words
        if not words or (run.gap and not after.words[:1].isalnum()):
            continue
        spaced = words.endswith(" ")
        made.append(replace(run, words=words) if words.strip() else Run(words, href=run.href))
    while made and not (last := made[-1].words.rstrip(" ")):
        made.pop()
    if made:
        made[-1] = replace(made[-1], words=last)
    return made
