"""Messages received, the journal and the search of the desk, looked at in a real browser."""

import pytest
from playwright.sync_api import expect

from .conftest import Visit, come_in
from .test_accessibility import complaints, look


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("scripts", [False, True])
def test_from_the_contact_form_to_the_answer(visit: Visit, language: str, scripts: bool) -> None:
    name = f"Une lectrice d’essai {language} {scripts}"
    page = visit(f"/{language}/contact", scripts=scripts)
    page.locator("input[name=subject][value=general]").check()
    page.locator("#name").fill(name)
    page.locator("#email").fill("reader@example.org")
    page.locator("#message").fill("Un message d’essai, pour la vérification des pages.")
    page.wait_for_timeout(3500)  # nobody writes faster: the form itself asks for it
    page.locator("form.form .button").click()
    expect(page.locator("h1")).not_to_have_text("", timeout=8000)
    page.wait_for_url("**/contact/received/**")
    desk = come_in(visit, f"inbox-{language}-{scripts}", language, "administrator", scripts=scripts)
    desk.locator('.rail a[href="/desk/enquiries"]').click()
    if scripts:
        look(desk, "messages")
    desk.get_by_role("link", name=name).click()
    if scripts:
        look(desk, "a message")
    desk.locator("#answer .button").click()
    expect(desk.locator(".trouble")).to_be_visible()
    if scripts:
        assert complaints(desk) == []
    desk.locator("#text").fill("Une réponse d’essai.")
    desk.locator("#answer .button").click()
    expect(desk.locator(".said").nth(1)).to_have_text("Une réponse d’essai.")
    desk.locator("#closing .button").click()
    desk.locator(".seek input").fill("réponse")
    desk.locator(".seek button").click()
    expect(desk.locator("#enquiries")).to_contain_text(name)
    desk.locator('.rail a[href="/desk/journal"]').click()
    expect(desk.locator("#lines")).to_be_visible()
    if scripts:
        look(desk, "the journal")
        desk.goto(visit.site.address + "/desk/search?q=migration")
        look(desk, "the search of the desk")
