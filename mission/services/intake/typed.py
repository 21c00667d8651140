"""What somebody types into a plain text area: words first, and tags only where they are tags."""

import re

from .elements import BLOCKS, INLINE, Element

# Other elements of HTML: what they stand for is told of, or goes with them.
_OTHERS = {
    "html", "head", "body", "title", "meta", "link", "base", "style", "script", "noscript", "template", "img", "picture", "source", "map", "area", "svg",
    "math", "iframe", "object", "embed", "param", "video", "audio", "track", "canvas", "form", "fieldset", "legend", "input", "button", "select",
    "option", "optgroup", "textarea", "output", "progress", "meter", "details", "summary", "dialog", "nav", "aside", "hgroup", "col", "colgroup", "wbr",
    "big", "tt", "kbd", "samp", "var", "dfn", "bdi", "bdo", "ruby", "rt", "rp", "data", "acronym", "applet", "basefont", "frame", "frameset", "noframes",
    "marquee", "menu", "dir", "nobr", "search",
}  # fmt: skip
_NAMES = INLINE | BLOCKS | _OTHERS
# Attributes that stand without a value.
_BARE = {
    "nowrap", "noshade", "reversed", "compact", "checked", "disabled", "selected", "hidden", "itemscope", "async", "defer", "allowfullscreen", "controls",
    "autoplay", "loop", "muted", "readonly", "required", "multiple", "novalidate", "open", "nohref", "ismap", "download", "inert", "autofocus",
}  # fmt: skip
_VALUED = r"""[^\s"'<>/=]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)"""
_TAG = re.compile(
    rf"""<(?:!--.*?-->|!doctype[^<>]*>|(?P<office>/?[a-z][a-z0-9]*:[a-z]\w*\b[^<>]*/?>)|(?P<end>/)?(?P<name>[a-z][a-z0-9]*)
         (?P<more>(?:[\s/]+(?:{_VALUED}|[^\s"'<>/=]+))*)\s*/?>)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


def typed(given: str) -> str:
    """`given` in which every "<" that begins no tag stands for itself: <presse@example.org>, x<y and <<a quotation>> are words, and none goes."""
    made, at = [], 0
    while (begins := given.find("<", at)) >= 0:
        made.append(given[at:begins])
        found = _TAG.match(given, begins)
        at = found.end() if found and _is_tag(found) else begins + 1
        made.append(given[begins:at] if at > begins + 1 else "&lt;")
    return "".join((*made, given[at:]))


def _is_tag(found: re.Match[str]) -> bool:
    if not found["name"]:
        return True
    bare = re.sub(_VALUED, " ", found["more"]).replace("/", " ").split()
    return found["name"].lower() in _NAMES and all(one.lower() in _BARE for one in bare)


def parted(root: Element) -> Element:
    """`root` with an empty paragraph at each empty line between its blocks: it begins another one, as where nobody writes tags."""
    made: list[Element | str] = []
    for one in root.children:
        pieces = _EMPTY_LINE.split(one) if isinstance(one, str) else [one]
        for number, piece in enumerate(pieces):
            made += [Element("p"), piece] if number else [piece]
    return Element(root.tag, root.attributes, made)
