"""Tables that lay out a page give the text that they hold; tables of data a line for each row; and nowhere are words of two places one word."""

import re

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.services.intake import pasted, read_word

from . import files

LONG = "Le Maroc a adhéré à l’organisation en 1998 et prend part à ses travaux. " * 3
TEXT = f"<h3>Contexte</h3><p>Un.<p>Deux.<br><br>Trois.<blockquote><p>Dit.</p></blockquote><ul><li>la paix<li>la santé</ul>{LONG}"
READ = f"<h2>Contexte</h2>\n<p>Un.</p>\n<p>Deux.</p>\n<p>Trois.</p>\n<blockquote><p>Dit.</p></blockquote>\n<ul><li>la paix</li><li>la santé</li></ul>\n<p>{LONG.strip()}</p>"
MENU = "<a href='/fr/a'>Accueil</a><br><a href='/fr/b'>Plan</a>"
MENU_READ = '<p><a href="/fr/a">Accueil</a></p>\n<p><a href="/fr/b">Plan</a></p>'


@pytest.mark.parametrize(("table", "wanted", "layouts"), [
    # A title above the text; a spacer beside it, or above; a link below it; a list whose marks are cells.
    (f"<tr><td><b>Titre</b></td></tr><tr><td>{TEXT}</td></tr>", f"<p><strong>Titre</strong></p>\n{READ}", 1),
    (f"<tr><td width=10>&nbsp;</td><td>{TEXT}</td><td> </td></tr>", READ, 1),
    (f"<tr><td colspan=2>&nbsp;<tr><td>{TEXT}<tr><td><a href='/fr/a'>Haut</a>", f'{READ}\n<p><a href="/fr/a">Haut</a></p>', 1),
    ("<tr><td>•<td>un<tr><td>•<td>deux<br>trois", "<p>un</p>\n<p>deux</p>\n<p>trois</p>", 1),
    # A menu beside the text: what it leads to follows, and is not guessed away.
    (f"<tr><td>{MENU}<td>{TEXT}", f"{MENU_READ}\n{READ}", 1),
    (f"<tr><td>{MENU}<td>{LONG}", f"{MENU_READ}\n<p>{LONG.strip()}</p>", 1),
    ("<tr><td>Menu<td><p>Un.</p><p>Deux.</p>", "<p>Menu</p>\n<p>Un.</p>\n<p>Deux.</p>", 1),
    ("<tr><td>a<br>b<br>c<br>d<td>Un.", "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>\n<p>Un.</p>", 1),
    ("<tr><td>Menu<td>Un.<br>&nbsp;<br>Deux.", "<p>Menu</p>\n<p>Un.</p>\n<p>Deux.</p>", 1),
    ("<tr><td><ul><li>la paix</li><li>la santé</li></ul><td>Fin", "<ul><li>la paix</li><li>la santé</li></ul>\n<p>Fin</p>", 1),
    # One within the other, each of several cells.
    (f"<tr><td colspan=2><img src=x.gif><tr><td><table><tr><td>A<tr><td>B</table><td><table><tr><td>&nbsp;<td>{TEXT}</table>", f"<p>A</p>\n<p>B</p>\n{READ}", 3),
    # A head above one column is the title of a box.
    (f"<tr><th>Titre</th></tr><tr><td>{TEXT}</td></tr>", f"<p>Titre</p>\n{READ}", 1),
    (f"<tr><th>Titre<th>Menu<tr><td>{TEXT}{LONG * 5}<td>Lien", f"<p>Titre</p>\n<p>Menu</p>\n{READ.removesuffix('</p>')} {(LONG * 5).strip()}</p>\n<p>Lien</p>", 1),
])  # fmt: skip
def test_what_a_layout_holds_follows_in_the_order_of_reading(table: str, wanted: str, layouts: int) -> None:
    body, told = pasted(f"<table>{table}</table>")
    assert (body, told["layouts"], told.get("tables")) == (wanted, layouts, None)


@pytest.mark.parametrize(("table", "wanted"), [
    ("<tr><td>a<td>b<tr><td>c<td>&nbsp;", "<p>a – b</p>\n<p>c</p>"),
    ("<tr><th>Pays<th>Taux<tr><td>Maroc<td><ul><li>12,5</li><li>13</li></ul>", "<p>Pays – Taux</p>\n<p>Maroc – 12,5 / 13</p>"),
    ("<tr><th>Pays<th>Taux<tr><td>Maroc<td>12<br>500<tr><td>Le<br>Chili<td>3<p>A 4", "<p>Pays – Taux</p>\n<p>Maroc – 12 / 500</p>\n<p>Le Chili – 3 A 4</p>"),
    ("<caption>Taux</caption><tr><td>Maroc<td><dl><dt>Terme</dt><dd>Sens &amp; mot</dd></dl>", "<p>Taux</p>\n<p>Maroc – Terme / Sens &amp; mot</p>"),
    (f"<tr><th>Pays<th>Travaux<tr><td>Maroc<td>{LONG}<p>Fin", f"<p>Pays – Travaux</p>\n<p>Maroc – {LONG}Fin</p>"),
    # Without heads, by its shape.
    ("<tr><td>9 h<td>Ouverture<p>Genève</p><tr><td>10 h<td>Débat<tr><td>11 h<td><ul><li>Textes<li>Vote</ul>", "<p>9 h – Ouverture Genève</p>\n<p>10 h – Débat</p>\n<p>11 h – Textes / Vote</p>"),
])  # fmt: skip
def test_data_are_a_line_for_each_row_and_their_items_are_apart(table: str, wanted: str) -> None:
    body, told = pasted(f"<table>{table}</table>")
    assert (body, told["tables"], told.get("layouts")) == (wanted, 1, None)


def test_a_table_of_word_is_told_as_what_it_was() -> None:
    document = docx.Document()
    document.add_heading("Titre", 0)
    for cells in ((("Pays", "Taux"), ("Maroc", "12")), (("Royaume", "Genève\nLe 3 mars"), ("", "Un\n\nDeux"))):
        table = document.add_table(2, 2)
        for row, words in enumerate(cells):
            for column, lines in enumerate(words):
                cell = table.cell(row, column)
                for number, line in enumerate(lines.split("\n")):
                    (cell.add_paragraph() if number else cell.paragraphs[0]).text = line
    read = read_word(files.saved(document))
    assert read.body.split("\n") == ["<p>Pays – Taux</p>", "<p>Maroc – 12</p>", *(f"<p>{words}</p>" for words in ("Royaume", "Genève", "Le 3 mars", "Un", "Deux"))]
    assert read.changes == {"tables": 1, "layouts": 1}


@pytest.mark.parametrize(("piece", "wanted"), [
    # Lists that only set further in, and words between items.
    ("<ul><p>Un</p><p>Deux</p></ul>", "<p>Un</p>\n<p>Deux</p>"), ("<ul><ul>Un</ul></ul>", "<p>Un</p>"), ("<dl><dd>Un<p>Deux</dl>", "<p>Un</p>\n<p>Deux</p>"),
    ("<ul>un<li>deux</li>trois <b>et</b><p>quatre</p><li>cinq</li></ul>", "<ul><li>un</li><li><p>deux</p><p>trois <strong>et</strong></p><p>quatre</p></li><li>cinq</li></ul>"),
    ("<dl><div><dt>Terme</dt><dd>Sens</dd></div>mot<dt>Autre<dd>12<p>500</p>fin</dl>", "<dl><dt>Terme</dt><dd>Sens</dd><dd>mot</dd><dt>Autre</dt><dd>12 / 500 fin</dd></dl>"),
    # Blocks that ours have no name for; cells out of a table; what stood on two sides of a picture; a block within a line.
    ("<nav>un</nav><aside>deux</aside><fieldset><legend>trois</legend>quatre</fieldset>", "<p>un</p>\n<p>deux</p>\n<p>trois</p>\n<p>quatre</p>"),
    ("<tr><td>un</td><td>deux</td></tr><table><tr><td>trois</table>", "<p>un</p>\n<p>deux</p>\n<p>trois</p>"),
    ("<a href='/fr/a'>un</a><img src=x.gif><a href='/fr/b'>deux</a>", '<p><a href="/fr/a">un</a> <a href="/fr/b">deux</a></p>'),
    ("<b>un<img src=x.gif></b>, deux <img src=x.gif>trois<img src=x.gif>", "<p><strong>un</strong>, deux trois</p>"),
    ("<h2>un<div>deux</div>trois</h2>", "<h2>un deux trois</h2>"),
    ("<div>" * 70 + "<p>un</p><p>deux</p>", "<p>un deux</p>"),
])  # fmt: skip
def test_words_of_two_places_are_two_words_and_none_is_lost(piece: str, wanted: str) -> None:
    assert pasted(piece)[0] == wanted


BLOCKS = ("p", "div", "center", "blockquote", "pre", "nav", "section", "address", "fieldset", "figure")
INLINE = ("b", "i", "font", "span", "a href='/x'")


# What may stand beside a word without a blank: a browser begins a line there.
EDGE = re.compile(rf"</?(?:{'|'.join(BLOCKS)}|h2|h4|ul|ol|menu|dl|table)>")


def _beside(some: list[str]) -> str:
    made = some[0]
    for one in some[1:]:
        made += one if EDGE.match(one) or EDGE.match(made, made.rfind("<")) and made.endswith(">") else f" {one}"
    return made


def _around(tags: tuple[str, ...], inner: "st.SearchStrategy[str]") -> "st.SearchStrategy[str]":
    return st.builds(lambda tag, held: f"<{tag}>{held}</{tag.split()[0]}>", st.sampled_from(tags), inner)


def _grouped(opening: str, items: "st.SearchStrategy[str]", closing: str) -> "st.SearchStrategy[str]":
    return st.lists(items, min_size=1, max_size=3).map(lambda held: opening + "".join(held) + closing)


def _nested(inner: "st.SearchStrategy[str]") -> "st.SearchStrategy[str]":
    held = st.lists(inner, min_size=1, max_size=3).map(_beside)
    row = _grouped("<tr>", st.one_of(_around(("td", "td", "th"), held), st.just("<td>&nbsp;</td>")), "</tr>")
    item = st.one_of(_around(("li", "li", "p"), held), st.just("<li></li>"))
    return st.one_of(
        _around(BLOCKS, held), _around(INLINE, inner), _around(("h2", "h4"), st.just("#")), st.just("#<br>#"),
        *(_grouped(f"<{tag}>", item, f"</{tag}>") for tag in ("ul", "ol", "menu")), _grouped("<dl>", _around(("dt", "dd", "p"), held), "</dl>"),
        _grouped("<table>", row, "</table>"), _grouped("<table><caption>#</caption>", row, "</table>"),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.recursive(st.just("#"), _nested, max_leaves=25))
def test_however_blocks_nest_each_word_comes_out_once_in_its_order_and_apart(piece: str) -> None:
    number = iter(range(piece.count("#")))
    given_html = re.sub("#", lambda _found: f"mot{next(number)}x", piece)
    lines = re.sub(r"</?(?:a|strong|em)\b[^>]*>", "", pasted(given_html)[0])
    assert re.sub(r"<[^>]*>|[–/]", " ", lines).split() == re.findall(r"mot\d+x", given_html)


def test_a_list_of_news_in_a_table_of_data_keeps_its_links() -> None:
    rows = "".join(f"<tr><td>{day}.3.2006</td><td><b>Genève</b></td><td><a href='https://example.org/{day}'>Communiqué {day}</a></td></tr>" for day in (1, 2, 3))
    assert pasted(f"<table>{rows}</table>")[0].splitlines() == [
        f'<p>{day}.3.2006 – Genève – <a href="https://example.org/{day}">Communiqué {day}</a></p>' for day in (1, 2, 3)
    ]
