"""Style sheets and templates keep to the house's manners."""

import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PHYSICAL = re.compile(r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|^\s*(?:left|right|top|bottom)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)", re.M)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_know_no_left_or_right_and_stand_in_a_layer(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert not PHYSICAL.search(text), PHYSICAL.search(text)
    assert text.strip().startswith("@layer")
    assert text.count("\n") <= 150
    for modern in ("light-dark(", "width >=", "width <=", "&:", "& "):
        assert modern not in text, modern


QUERY = re.compile(r"@(?:media|container)([^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
COLOUR = re.compile(r"(?<![\w-])(color|background(?:-color)?|opacity|fill|filter|(?:text-|box-)?shadow)\s*:\s*([^;}]+)")


def test_a_width_changes_no_colour_and_a_scheme_nothing_else() -> None:
    """What is read at each width in one scheme and in each scheme at one width is read in every scheme at every width (`tests/browser`)."""
    queries = [found for sheet in SHEETS for found in QUERY.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL))]
    widths, schemes = [one for one in queries if "width" in one[0]], [one for one in queries if "color-scheme" in one[0]]
    # The ground of the page itself may be drawn again.
    told = [(width.strip(), *found) for width, body in widths for found in COLOUR.findall(body) if found[1].strip() != "var(--paper)"]
    assert (len(widths) > 10, told) == (True, [])
    set_there = [found for _, body in schemes for found in re.findall(r"([\w-]+)\s*:\s*([^;{}]+);", body)]
    assert len(set_there) > 10
    assert [one for one in set_there if not re.fullmatch(r"--[\w-]+", one[0]) or not re.fullmatch(r"#[0-9a-f]{3,8}", one[1])] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_style_script_or_handler_and_stay_small(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|hx-on|js:|\|\s*safe\b|urlize|xmlattr", text)
    partial = template.name.startswith("_")
    assert text.count("\n") <= (40 if partial else 100)
    if partial:
        assert "{% extends" not in text
    Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True).parse(text)


def test_one_macro_says_what_is_wrong_and_takes_the_focus() -> None:
    assert [path.name for path in TEMPLATES if 'class="trouble"' in path.read_text()] == ["trouble.html"]
    assert "autofocus" in (ROOT / "templates" / "components" / "trouble.html").read_text()


def test_macros_are_declared_in_components_alone() -> None:
    for template in TEMPLATES:
        if "components" not in template.parts:
            assert "{% macro" not in template.read_text(), template


@pytest.mark.parametrize("name", ["htmx-4.0.1.min.js", "prosemirror-1.42.9.min.js"])
def test_what_is_vendored_is_the_file_that_was_looked_at(name: str) -> None:
    file = ROOT / "static" / "vendor" / name
    assert hashlib.sha256(file.read_bytes()).hexdigest() == (ROOT / "static" / "vendor" / f"{name}.sha256").read_text().split()[0]
