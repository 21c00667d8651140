"""Themes and organizations at the desk in a real browser: axe, narrow and wide, light and dark, and without scripts."""

import pytest
from playwright.sync_api import expect

from .conftest import Visit, come_in
from .test_accessibility import complaints, look


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_at_the_desks_taxonomy(visit: Visit, language: str) -> None:
    page = come_in(visit, f"axe-{language}", language, "administrator")
    page.locator('.rail a[href="/desk/taxonomy"]').click()
    for address in ("/desk/languages", "/desk/links/0/0", "/desk/taxonomy", "/desk/taxonomy/bodies/iom", "/desk/taxonomy/bodies/new", "/desk/taxonomy/themes/new"):
        page.goto(visit.site.address + address)
        look(page, address)
    page.locator("form.bench .button").first.click()
    expect(page.locator(".trouble")).to_be_visible()
    assert complaints(page) == []


def test_a_name_goes_from_the_form_to_the_site_without_scripts(visit: Visit) -> None:
    page = come_in(visit, "plain", "fr", "administrator", scripts=False)
    page.locator('.rail a[href="/desk/taxonomy"]').click()
    page.locator("#body-unitar a").click()
    expect(page.locator("h1")).to_have_text("Institut des Nations Unies pour la formation et la recherche")
    page.locator("#fr-aliases").fill("Institut pour la formation")
    page.locator("#es-name").fill("Instituto de muestra")
    name = page.locator("#fr-name").input_value()
    page.locator("#fr-name").fill("")
    page.locator("form.bench .button").first.click()
    expect(page.locator(".trouble")).to_be_focused()
    page.locator("#fr-name").fill(name)
    page.locator("form.bench .button").first.click()
    expect(page).to_have_url(f"{visit.site.address}/desk/taxonomy#body-unitar")
    expect(page.locator("#body-unitar")).to_contain_text("Instituto de muestra")
    expect(page.locator("#body-unitar")).to_contain_text("Institut pour la formation")
