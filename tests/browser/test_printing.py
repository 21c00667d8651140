"""What lies in the tray after printing: a text and a list as PDFs of the browser, read back."""

import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.seeded import COMMUNIQUE, COMMUNIQUE_REFERENCE

from .conftest import Visit

MENUS = {"fr": ("Plan du site", "Liens utiles", "Grandes thématiques", "Mentions légales"), "ar": ("خريطة الموقع", "روابط مفيدة", "بيانات قانونية")}


def printed(page: Page, path: Path) -> str:
    """The text of the page on paper, in the order in which it is read, with plain letters and single spaces."""
    page.pdf(path=path, format="A4")
    text = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
    return _plain(text)


def _plain(text: str) -> str:
    kept = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in ("Cf", "Mn"))
    return re.sub(r"\s+", " ", kept)


def holds(paper: str, sentence: str, least: float = 0.9) -> bool:
    """Whether a stretch of the paper is made of the letters of a sentence, spaces aside: programs that read Arabic back turn its letters round,
    those of a ligature not, and part its words."""
    letters, wanted = "".join(re.findall(r"\w", paper)), Counter(re.findall(r"\w", _plain(sentence)))
    length = wanted.total()
    return any((wanted & Counter(letters[at : at + length])).total() >= least * length for at in range(len(letters) - length + 1))


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_a_printed_text_carries_its_title_reference_address_and_digest_and_no_menu(visit: Visit, tmp_path: Path, tag: str) -> None:
    page = visit(f"/{tag}/communiques/{COMMUNIQUE}")
    title = page.locator("main h1").inner_text()
    digest = page.locator("details.digest > bdi code").text_content() or ""
    paper = printed(page, tmp_path / "text.pdf")
    assert holds(paper, title), paper
    assert COMMUNIQUE_REFERENCE in paper
    together = paper.replace(" ", "")
    assert f"/d/{COMMUNIQUE}" in together
    assert len(digest) == 64
    assert digest in together
    _without_menus(paper, tag)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_a_printed_list_carries_its_texts_and_its_address_and_no_menu(visit: Visit, tmp_path: Path, tag: str) -> None:
    page = visit(f"/{tag}/communiques?theme=migration")
    titles = page.locator("article.item h2").all_inner_texts()
    paper = printed(page, tmp_path / "list.pdf")
    assert titles
    for title in titles:
        assert holds(paper, title), title
    assert COMMUNIQUE_REFERENCE in paper
    assert f"/{tag}/communiques" in paper.replace(" ", "")
    _without_menus(paper, tag)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_what_a_browser_shows_and_prints_of_a_text_is_recognised(visit: Visit, tmp_path: Path, tag: str) -> None:
    """All of the page marked and pasted, buttons that programs bring forth among it; and its print with what browsers set above and below."""
    page = visit(f"/{tag}/communiques/{COMMUNIQUE}")
    assert page.locator("button[data-copy]:visible").count()
    shown = page.evaluate("document.body.innerText")
    page.pdf(path=tmp_path / "print.pdf", format="A4", display_header_footer=True)
    # The last word of the text in the place of the one before it, and that one in its place.
    page.evaluate("text => { text.textContent = text.textContent.replace(/(\\S+) (\\S+)$/, '$2 $1') }", page.locator(".doc .body p, .doc p").last.element_handle())
    page.pdf(path=tmp_path / "forged.pdf", format="A4", display_header_footer=True)
    page = visit(f"/{tag}/verify")
    page.fill("textarea[name=text]", shown)
    page.locator("#verify button").click()
    assert page.locator("[data-verdict]").first.get_attribute("data-verdict") == "issued"
    # Letters of Arabic are printed in parts, from either end, which programs take for words.
    taken = subprocess.run(["pdftotext", tmp_path / "print.pdf", "-"], check=True, capture_output=True, text=True).stdout
    page.goto(page.url.partition("#")[0])
    page.fill("textarea[name=text]", taken)
    page.locator("#verify button").click()
    assert page.locator("[data-verdict]").first.get_attribute("data-verdict") == "issued"
    for name, verdict in (("print", "copy"), ("forged", "altered")):
        page.goto(page.url.partition("#")[0])
        page.set_input_files("input[type=file]", tmp_path / f"{name}.pdf")
        page.locator("#verify button").click()
        assert page.locator("[data-verdict]").first.get_attribute("data-verdict") == verdict, name


def _without_menus(paper: str, tag: str) -> None:
    for name in MENUS[tag]:
        assert not holds(paper, name, 1), name


@pytest.mark.parametrize("tag", ["fr", "ar"])
@pytest.mark.parametrize("place", ["integrity", "speeches"])
def test_no_row_of_a_chronology_is_torn_over_two_sheets(visit: Visit, tmp_path: Path, tag: str, place: str) -> None:
    """Date, event and whose position it is stand on one sheet, and the event is not smaller than what stands beside it."""
    page = visit(f"/{tag}/{place}")
    rows = page.locator(".chronology > div").evaluate_all("every => every.map(row => [row.children[0].textContent, [...row.children].slice(1).map(one => one.textContent).join(' ')])")
    assert len(rows) > 10
    page.emulate_media(media="print")
    sizes = page.locator(".chronology > div").first.evaluate("row => [...row.children].map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert len(sizes) == 3
    assert sizes[1] > max(sizes[0], sizes[2])
    assert page.locator(".chronology > div").evaluate_all("every => every.every(one => getComputedStyle(one).breakInside == 'avoid')")
    page.pdf(path=tmp_path / "sheets.pdf", format="A4")
    text = subprocess.run(["pdftotext", "-raw", tmp_path / "sheets.pdf", "-"], check=True, capture_output=True, text=True).stdout
    sheets = [_letters(one) for one in text.split("\f")]
    assert len(sheets) > 2
    if tag == "fr":
        # Programs that read Arabic back turn its letters round: on which sheet a row lies is read in the other language.
        assert [row for row in rows if not any(_letters(row[0]) in sheet and _letters(row[1]) in sheet for sheet in sheets)] == []


def _letters(text: str) -> str:
    return re.sub(r"\W", "", _plain(text))
