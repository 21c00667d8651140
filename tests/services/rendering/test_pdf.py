"""What stands on paper: the whole text and nothing else, tagged, the same each time, and marked for what it is."""

import itertools
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat
from pypdf import PdfReader
from sqlalchemy.orm import Session

from mission.languages import LANGUAGES
from mission.models import Kind, Person
from mission.services.markup import plain
from mission.services.rendering import cards, pdf
from mission.services.rendering.wording import wording
from tests.conftest import Clock

from .conftest import BODIES, TITLES, run, seen, settled, words

HOUSE = pdf.House("https://mission.example", official=False)
# Keeps two letters from joining.
ZWNJ = "\u200c"
DEMONSTRATION = {"fr": "Démonstration", "ar": "عرض توضيحي", "en": "Demonstration", "es": "Demostración"}


@pytest.fixture
def edition(session: Session, people: tuple[Person, Person], clock: Clock) -> int:
    return settled(session, people, clock())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_text_read_back_from_the_paper_is_the_text(edition: int, tmp_path: Path, tag: str) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(seen(edition), LANGUAGES[tag], HOUSE))
    found = words(run("pdftotext", "-enc", "UTF-8", file, "-"))
    # What the page adds: the marks of lists, and header and foot between two pages.
    wanted = words(f"{TITLES[tag]}\n{plain(BODIES[tag])}")
    at = 0
    for word in wanted:
        assert word in found[at:], f"{word} is not where it should be, after {' '.join(found[at - 5 : at])}"
        at = found.index(word, at) + 1
    between = [one for one in found if one not in wanted and one not in ("–", "1.", "2.")]
    assert len(found) - len(wanted) < 200, between


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_says_what_it_is_and_where_to_ask(edition: int, tmp_path: Path, tag: str) -> None:
    found = seen(edition)
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(found, LANGUAGES[tag], HOUSE))
    pages = len(PdfReader(file).pages)
    assert pages > (1 if tag in ("fr", "ar") else 0)
    for number in range(1, pages + 1):
        page = " ".join(words(run("pdftotext", "-enc", "UTF-8", "-f", str(number), "-l", str(number), file, "-")))
        assert " ".join(words(DEMONSTRATION[tag])) in page
        assert f"https://mission.example/d/{found.code}" in page
        assert found.digest in page.replace(" ", "")
        assert found.reference in page  # type: ignore[operator]


def _elements(held: Any) -> Iterator[Any]:
    """Every element of a tree of structure."""
    held = held.get_object() if hasattr(held, "get_object") else held
    if isinstance(held, dict):
        yield held
        yield from _elements(held.get("/K", []))
    elif isinstance(held, list):
        for one in held:
            yield from _elements(one)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_paper_is_tagged_archivable_and_clean(edition: int, tmp_path: Path, tag: str) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(seen(edition), LANGUAGES[tag], HOUSE))
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    reader = PdfReader(file)
    assert reader.pdf_header == "%PDF-1.7"
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == tag
    said = root["/Metadata"].get_object().get_data().decode()
    for claim in ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"):
        assert claim in said
    assert reader.metadata.title == TITLES[tag]  # type: ignore[union-attr]
    # What a program can see of PDF/UA-1 (ISO 14289-1, clause 7) and PDF/A-2a (ISO 19005-2), without a validator of either at hand.
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert not root["/MarkInfo"]["/Suspects"].value
    assert root["/ViewerPreferences"]["/Direction"] == ("/R2L" if tag == "ar" else "/L2R")
    assert [(one["/S"], "/DestOutputProfile" in one) for one in root["/OutputIntents"]] == [("/GTS_PDFA1", True)]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Encrypt"} & {*root, *reader.trailer}
    # Heads and feet are read to nobody: what the paper is has to stand in what is read, and first.
    spoken = subprocess.run(["pdfinfo", "-struct-text", file], check=True, capture_output=True).stdout.decode(errors="replace")
    first = spoken[: spoken.index("Div")]
    assert "P (block)" in first
    assert any(one in first or one[::-1] in first for one in words(re.sub(r"\W", " ", wording(tag).demonstration)))
    elements = list(_elements(root["/StructTreeRoot"]))
    kinds = [one["/S"] for one in elements if "/S" in one]
    assert [one for one in kinds if one.startswith("/H")][0] == "/H1"
    assert {"/Document", "/P", "/L", "/LI", "/LBody", "/Link"} <= set(kinds)
    assert all(one.get("/Alt") for one in elements if one.get("/S") == "/Figure")
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page
        for font in page["/Resources"]["/Font"].get_object().values():
            assert "/ToUnicode" in font.get_object()
        for note in (one.get_object() for one in page.get("/Annots", ())):
            assert note["/Contents"]
            assert "/StructParent" in note
    assert all("no" not in line.split()[-5:-4] for line in run("pdffonts", file).splitlines()[2:]), "a font is not embedded"


def test_the_same_edition_gives_the_same_bytes(edition: int) -> None:
    found = seen(edition)
    for tag in LANGUAGES:
        assert pdf.document(found, LANGUAGES[tag], HOUSE) == pdf.document(found, LANGUAGES[tag], HOUSE)
        assert cards.card(found, LANGUAGES[tag], HOUSE) == cards.card(found, LANGUAGES[tag], HOUSE)


def test_an_official_paper_does_not_call_itself_a_demonstration(edition: int, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(seen(edition), LANGUAGES["fr"], pdf.House("https://mission.example", official=True)))
    assert "Démonstration" not in run("pdftotext", file, "-")


def test_a_milestone_says_that_it_comes_from_public_sources(session: Session, people: tuple[Person, Person], clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(seen(settled(session, people, clock(), Kind.MILESTONE)), LANGUAGES["en"], HOUSE))
    assert "from public sources" in run("pdftotext", file, "-")


@pytest.mark.parametrize(("tag", "told"), [
    ("fr", "Conseil des droits de l’homme, communiqué de presse sur Zawya (APO)"), ("es", "Consejo de Derechos Humanos, comunicado de prensa en Zawya (APO)"),
    ("ar", "مجلس حقوق الإنسان، بلاغ صحفي على موقع زاوية (APO)"),
])  # fmt: skip
def test_a_paper_names_its_sources_and_its_place_in_its_own_language(edition: int, tmp_path: Path, tag: str, told: str) -> None:
    name = "Human Rights Council press release, on Zawya (APO)"
    found = replace(seen(edition), sources=({"publisher": name, "url": "https://example.org/"},), venue="Marrakech")
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(found, LANGUAGES[tag], HOUSE))
    said = words(run("pdftotext", "-enc", "UTF-8", file, "-"))
    assert set(words(told)) <= set(said)
    assert "press release" not in " ".join(said)
    assert ("مراكش" if tag == "ar" else "Marrakech") in said
    assert name in pdf.furniture(found, LANGUAGES[tag], HOUSE)[1], "a paper made before is still known"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_source_without_a_publisher_begins_with_its_symbol(edition: int, tmp_path: Path, tag: str) -> None:
    sources = {"publisher": "", "symbol": "S/RES/690 (1991)"}, {"publisher": "", "url": "https://example.org/alone"}
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(replace(seen(edition), sources=sources), LANGUAGES[tag], HOUSE))
    said = re.sub("[\u202a-\u202e]", "", run("pdftotext", "-raw", "-enc", "UTF-8", file, "-"))
    assert "690" in said
    assert not re.search(r"[,\u060c]\s*S/RES/690", said)
    # Its mark and the address are in one line.
    assert re.search(r"[–•] ?https://example.org/alone|https://example.org/alone ?[–•]", said) or tag == "ar"


def test_a_preview_is_watermarked_and_has_nothing_that_could_pass_for_genuine(edition: int, clock: Clock, tmp_path: Path) -> None:
    found, file = seen(edition), tmp_path / "paper.pdf"
    file.write_bytes(pdf.preview(found, LANGUAGES["fr"], HOUSE, clock()))
    said = run("pdftotext", file, "-")
    assert "Aperçu" in said
    assert "Rien ne se fait sans confiance." in said
    for absent in (found.reference, found.code, found.digest, found.digest[:32], "/d/"):
        assert absent not in said  # type: ignore[operator]
        assert absent not in str(PdfReader(file).metadata)  # type: ignore[operator]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_card_has_the_size_that_others_expect(edition: int, tag: str) -> None:
    made = cards.card(seen(edition), LANGUAGES[tag], HOUSE)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(made[16:20]), int.from_bytes(made[20:24])) == (1200, 630)
    assert len(made) < 300_000


def test_a_sign_that_no_face_has_costs_no_text_its_paper(edition: int, tmp_path: Path) -> None:
    found = seen(edition)
    texts = dict(found.texts) | {"fr": replace(found.texts["fr"], title="Le CO₂ de 日本 et l’e\u0301te\u0301\ufeff ≥ №")}
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf.document(replace(found, texts=texts), LANGUAGES["fr"], HOUSE))
    assert "Le CO₂ de __ et l’été ≥ №" in unicodedata.normalize("NFC", run("pdftotext", "-enc", "UTF-8", file, "-"))


def drawn(file: Path, resolution: int = 108) -> tuple[Image.Image, list[tuple[str, tuple[int, int, int, int]]]]:
    """The first page as poppler draws it, ink white on black; and its words with the boxes in which they stand, in pixels."""
    run("pdftoppm", "-r", str(resolution), "-gray", "-f", "1", "-l", "1", "-singlefile", "-png", file, file.with_suffix(""))
    told = run("pdftotext", "-enc", "UTF-8", "-bbox", "-f", "1", "-l", "1", file, "-")
    boxes = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', told)
    with Image.open(file.with_suffix(".png")) as page:
        ink = page.convert("L").point(lambda shade: 255 if shade < 150 else 0)
    scale = resolution / 72
    return ink, [(word, tuple(round(float(one) * scale) for one in box)) for *box, word in boxes]  # type: ignore[misc]


def pieces(ink: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Into how many pieces the ink of a box falls from left to right."""
    columns = ink.crop(box).resize((box[2] - box[0], 1), Image.Resampling.BOX).tobytes()
    return sum(1 for before, here in itertools.pairwise((0, *columns)) if here and not before)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_the_ink_stands_where_the_text_is_and_arabic_is_joined(edition: int, tmp_path: Path, tag: str) -> None:
    file = tmp_path / "paper.pdf"
    found = seen(edition)
    file.write_bytes(pdf.document(found, LANGUAGES[tag], HOUSE))
    ink, words_there = drawn(file)
    assert len(words_there) > 100
    for word, box in words_there:
        if re.search(r"\w", word):
            assert ImageStat.Stat(ink.crop(box)).mean[0] > 255 * 0.03, f"nothing is drawn of {word}"
    # Outside of the margins, a centimetre wide at the least, nothing is.
    edge = round(108 / 2.54)
    left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert (left >= edge, top >= edge, ink.width - right >= edge, ink.height - bottom >= edge) == (True,) * 4, (ink.size, ink.getbbox())
    # Nor between the words, but for lines, signs of lists and marks of the house: what is drawn is what is read.
    for _, box in words_there:
        ink.paste(0, (box[0] - 3, box[1] - 6, box[2] + 3, box[3] + 6))
    assert ImageStat.Stat(ink).mean[0] < 255 * 0.02
    if tag == "ar":
        joined = in_pieces(file)
        apart = {one: replace(text, title=ZWNJ.join(text.title), body=re.sub(r"(?<=[ء-ي])(?=[ء-ي])", ZWNJ, text.body)) for one, text in found.texts.items()}
        file.write_bytes(pdf.document(replace(found, texts=apart), LANGUAGES[tag], HOUSE))
        # Nearly half of the letters do not join the next one; between some that are apart there is no gap to be seen from above.
        assert joined < 0.55
        assert in_pieces(file) > joined + 0.2, "written apart it would be seen"


def in_pieces(file: Path) -> float:
    """The pieces of ink in the longer Arabic words of a paper, by letter."""
    ink, words_there = drawn(file)
    arabic = [(letters, box) for word, box in words_there if len(letters := re.sub(f"[{ZWNJ}ً-ْ]", "", word)) > 3 and re.fullmatch("[ء-ي]+", letters)]
    assert len(arabic) > 30
    return sum(pieces(ink, box) for _, box in arabic) / sum(len(letters) for letters, _ in arabic)
