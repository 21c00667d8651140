"""How far in a paragraph stands and how far apart its lines are, how large, in which face, how high and how far apart its letters are: what a
property says of it, in one spelling."""

from xml.etree import ElementTree

from .features import W, said, tree
from .package import WordRefused

# Where a file says nothing (ECMA-376, 17.3.2.38: ten points).
UNSAID = {"sz": "20", "szCs": "20", "ascii": "Times New Roman", "cs": "Times New Roman", "position": "0", "spacing": "0", "w": "100", "lines": "240 auto"}
# As the strict format calls them, and as Word does.
INDENTS = {"left": ("start", "left"), "right": ("end", "right"), "first": ("firstLine", "firstLine"), "hanging": ("hanging", "hanging")}
# How far letters stand apart, and how wide they are drawn.
APART = ("spacing", "w")
SIZES, FACES = ("sz", "szCs"), {"ascii": "asciiTheme", "cs": "cstheme"}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = "word/theme/theme1.xml"


def faces_of(parts: dict[str, bytes]) -> dict[str, str]:
    """By the name that a theme has for it (``minorHAnsi``), the face; the same one may be named either way."""
    try:
        root = tree(parts[_THEME])
    except (KeyError, WordRefused):
        # A theme is nothing that is read: without one, faces are what they are called.
        return {}
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        for place, names in (("latin", ("HAnsi", "Ascii")), ("font[@script='Arab']", ("Bidi",)), ("cs", ("Bidi",))):
            face = root.find(f".//{_A}{kind}Font/{_A}{place}")
            if face is not None and face.get("typeface"):
                found |= {kind + name: face.get("typeface", "") for name in names}
    return found


def measured(block: ElementTree.Element | None, letters: ElementTree.Element | None, faces: dict[str, str]) -> dict[str, str]:
    """What the properties of a paragraph and of letters say of indents, spacing, sizes, faces and height; what they do not name is left out."""
    found: dict[str, str] = {}
    if block is not None and (indent := block.find(f"{W}ind")) is not None:
        given = {name: indent.get(W + now) or indent.get(W + before) for name, (now, before) in INDENTS.items()}
        found = {name: value for name, value in given.items() if value}
    if block is not None and (between := block.find(f"{W}spacing")) is not None and (lines := between.get(f"{W}line")):
        found["lines"] = f"{lines} {between.get(f'{W}lineRule') or 'auto'}"
    found |= {name: value for name in (*SIZES, "position", *APART) if (value := said(letters, name))}
    if letters is not None and (fonts := letters.find(f"{W}rFonts")) is not None:
        for name, themed in FACES.items():
            # What the theme says goes first (17.3.2.26).
            if theme := fonts.get(W + themed):
                found[name] = faces.get(theme, theme)
            elif face := fonts.get(W + name):
                found[name] = face
    return found
