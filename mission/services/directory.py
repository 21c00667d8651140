"""The useful links as a directory: groups of links with one address and a name per language. They are kept in the text of their page, so
that they freeze, are compared and are signed with it; here they are read out of it and written back."""

import html
import re
from dataclasses import dataclass, replace

from .publishing import EditionContent

# One group in canonical HTML: its heading and its list.
_GROUP = re.compile(r'<h2>((?:(?!</h2>).)*)</h2>\s*<ul class="directory">(.*?)</ul>', re.DOTALL)
_LINK = re.compile(r'<li>\s*<a href="([^"]*)">([^<]*)</a>\s*</li>')
Names = dict[str, str]


class WrittenOtherwise(ValueError):
    """The page's lists are not the same in every language, or hold more than links: they are edited as text."""


@dataclass(frozen=True)
class Link:
    """An address, and its name by language tag."""

    href: str
    names: Names


@dataclass(frozen=True)
class Group:
    """A heading by language tag, and the links below it."""

    names: Names
    links: tuple[Link, ...]


def read(content: EditionContent) -> tuple[Group, ...]:
    """The groups of a page, in their order. Raises `WrittenOtherwise`."""
    found = {tag: [(_words(name), _links(items)) for name, items in _GROUP.findall(text.body)] for tag, text in content.translations.items()}
    counts = {len(groups) for groups in found.values()}
    if len(counts) > 1:
        raise WrittenOtherwise
    made = []
    for n in range(counts.pop() if counts else 0):
        names = {tag: groups[n][0] for tag, groups in found.items()}
        lists = {tag: groups[n][1] for tag, groups in found.items()}
        if len({tuple(href for href, _ in links) for links in lists.values()}) > 1:
            raise WrittenOtherwise
        hrefs = [href for href, _ in next(iter(lists.values()))]
        links = tuple(Link(href, {tag: lists[tag][place][1] for tag in lists}) for place, href in enumerate(hrefs))
        made.append(Group(names, links))
    return tuple(made)


def _links(items: str) -> list[tuple[str, str]]:
    if _LINK.sub("", items).strip():
        raise WrittenOtherwise
    return [(html.unescape(href), _words(name)) for href, name in _LINK.findall(items)]


def _words(text: str) -> str:
    if "<" in text:
        raise WrittenOtherwise
    return html.unescape(text)


def write(content: EditionContent, groups: tuple[Group, ...]) -> EditionContent:
    """`content` with these groups in the place of its own; what stands before, between and after them stays. A group without links goes."""
    groups = tuple(one for one in groups if one.links)
    return replace(content, translations={tag: replace(text, body=_body(text.body, groups, tag)) for tag, text in content.translations.items()})


def _body(body: str, groups: tuple[Group, ...], tag: str) -> str:
    drawn = [_drawn(one, tag) for one in groups]
    places = list(_GROUP.finditer(body))
    if not places:
        return "\n".join([body.strip(), *drawn]).strip()
    pieces, at = [], 0
    for n, place in enumerate(places):
        last = n == len(places) - 1
        pieces += [body[at : place.start()], "\n".join(drawn[n:] if last else drawn[n : n + 1])]
        at = place.end()
    return "".join([*pieces, body[at:]])


def _drawn(group: Group, tag: str) -> str:
    items = "\n".join(f'<li><a href="{html.escape(one.href)}">{html.escape(one.names.get(tag, ""), quote=False)}</a></li>' for one in group.links)
    return f'<h2>{html.escape(group.names.get(tag, ""), quote=False)}</h2>\n<ul class="directory">\n{items}\n</ul>'


def put(groups: tuple[Group, ...], link: Link, group: int, place: int, before: tuple[int, int] | None = None) -> tuple[Group, ...]:
    """The groups with `link` at `place` (from 0) of `group`, and no longer where it was `before` (group, place)."""
    lists = [list(one.links) for one in groups]
    if before is not None:
        del lists[before[0]][before[1]]
    lists[group].insert(place, link)
    return tuple(replace(one, links=tuple(links)) for one, links in zip(groups, lists, strict=True))


def drop(groups: tuple[Group, ...], group: int, place: int) -> tuple[Group, ...]:
    """The groups without one link."""
    links = tuple(one for n, one in enumerate(groups[group].links) if n != place)
    return tuple(replace(one, links=links) if n == group else one for n, one in enumerate(groups))
