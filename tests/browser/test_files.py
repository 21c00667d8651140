"""Files in a real browser: handed in at the desk with and without scripts, and seen below the text in two languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.files import paper, picture

from .conftest import Site, Visit, serving_a_copy
from .test_accessibility import look


@pytest.fixture(scope="module")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Where nobody else could approve, whatever other tests have brought."""
    yield from serving_a_copy(filled, tmp_path_factory.mktemp("served"))


@pytest.mark.parametrize(("scripts", "tag"), [(False, "fr"), (True, "ar")])
def test_files_from_the_desk_to_the_page(visit: Visit, scripts: bool, tag: str) -> None:
    link = visit.site.command("staff", "invite", f"files-{tag}-{scripts}@example.org", "--role", "administrator")
    page = visit(link.removeprefix(visit.site.address), scripts=scripts)
    page.set_default_timeout(20000)
    page.locator("#name").fill("Une diplomate")
    page.locator("#language").select_option(tag)
    page.locator("#password").fill("une phrase assez longue pour entrer")
    page.locator("form .button").click()
    page.goto(visit.site.address + "/desk/documents/new")
    page.locator("#dated").fill("2026-11-24")
    page.locator("#fr-title").fill(f"Un communiqué avec fichiers {tag}")
    page.locator("#fr-body").fill("Un paragraphe.")
    page.locator("#ar-title").fill("بلاغ بملفات")
    page.locator("#ar-body").fill("فقرة.")
    page.locator("#fr-status").select_option("original")
    page.locator("#ar-status").select_option("courtesy")
    page.locator("form.bench .button").first.click()
    page.locator("#summary a.button").click()
    page.locator("select[name=language]").select_option(tag)
    page.locator("#files").set_input_files([
        {"name": "صورة الوفد.png", "mimeType": "image/png", "buffer": picture("PNG", (1300, 700))},
        {"name": "rapport.pdf", "mimeType": "application/pdf", "buffer": paper()},
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload='alert(1)'>"},
    ])  # fmt: skip
    page.locator("#hand_in .button").click()
    expect(page.locator("#refused li")).to_have_count(1)
    expect(page.locator(".file")).to_have_count(2)
    page.locator(".file img").scroll_into_view_if_needed()
    for _ in range(40):
        if page.locator(".file img").evaluate("image => image.naturalWidth"):
            break
        page.wait_for_timeout(250)
    assert page.locator(".file img").evaluate("image => image.naturalWidth") > 0
    if scripts:
        look(page, f"the files of the desk in {tag}")
    page.locator("textarea[name$=alternative]").fill("Une délégation d’essai.")
    page.locator(".bench .bench > .bar .button").click()
    expect(page.locator("#refused")).to_have_count(0)
    expect(page.locator("textarea[name$=alternative]")).to_have_value("Une délégation d’essai.")
    page.locator(".file >> nth=1 >> button[value^=up]").click()
    expect(page.locator(".file a").first).to_have_text("rapport.pdf")
    page.locator('a[href^="/desk/editions/"]').first.click()
    page.locator("#release a.button").click()
    page.locator('#verbs a[href$="/release"]').click()
    page.locator("#when-to-release .verbs button").click()
    page.locator("#confirm .verbs button").click()
    shown = page.locator(f'.facts a[href^="/{tag}/communiques/c"]')
    for _ in range(40):
        if shown.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    shown.first.click()
    image = page.locator("#files img")
    expect(image).to_have_attribute("alt", "Une délégation d’essai.")
    image.scroll_into_view_if_needed()
    if scripts:
        page.wait_for_function("document.querySelector('#files img').complete && document.querySelector('#files img').naturalWidth > 0")
        assert image.evaluate("image => image.currentSrc").endswith(".avif")
        look(page, f"a text with files in {tag}")
    with page.expect_download() as taken:
        page.locator("#files .attachments a").click()
    assert taken.value.suggested_filename == "rapport.pdf"
