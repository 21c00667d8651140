"""Messages received, the journal and the search of the desk, looked at in a real browser."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from .conftest import Visit, come_in
from .test_accessibility import complaints, look


def leaving(page: Page, place: str) -> list[str]:
    """Press what leads away, and stay where the browser asks; what it asked."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(place).click()
    page.wait_for_timeout(300)
    page.remove_listener("dialog", stay)
    return asked


@pytest.mark.parametrize(("language", "scripts"), [("fr", False), ("ar", True)])
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
    if scripts:
        asked = leaving(desk, '.bench a[href="/desk/enquiries"]')
        assert asked == ["beforeunload"]
        expect(desk.locator("#text")).to_have_value("Une réponse d’essai.")
        # Another form of the page sends nothing of this one.
        assert leaving(desk, "#closing .button") == ["beforeunload"]
        # What came back with an error stands in no other place than this page.
        desk.locator("#text").evaluate("field => field.removeAttribute('maxlength')")
        desk.locator("#text").fill("Trop long. " * 1_000)
        assert leaving(desk, "#answer .button") == []
        expect(desk.locator(".trouble")).to_be_visible()
        assert leaving(desk, '.bench a[href="/desk/enquiries"]') == ["beforeunload"]
        desk.locator("#text").fill("Une réponse d’essai.")
        assert leaving(desk, "#answer .button") == []
    else:
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
