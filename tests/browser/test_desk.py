"""Five minutes after the first start: from the printed link to a communiqué on the site, in a real browser."""

from playwright.sync_api import Page, expect

from .conftest import Visit
from .test_accessibility import complaints


def test_from_the_invitation_to_the_site(visit: Visit) -> None:
    link = visit.site.command("staff", "invite", "first@example.org", "--role", "writer", "--role", "approver")
    page = visit(link.removeprefix(visit.site.address))
    looked_at(page)
    page.locator("#name").fill("Une diplomate")
    page.locator("#language").select_option("fr")
    page.locator("#password").fill("une phrase assez longue pour entrer")
    page.locator("form .button:not([type=button])").click()
    looked_at(page)
    page.locator('a[href="/desk/"]').last.click()
    expect(page.locator("h1")).to_have_text("Vue d’ensemble")
    looked_at(page)
    page.locator("a.button").click()
    title = "Premier communiqué d’essai"
    page.locator("#dated").fill("2026-11-24")
    page.locator("#fr-title").fill(title)
    page.locator("#fr-summary").fill("En bref.")
    page.locator("#fr-body").click()
    page.keyboard.type("Un paragraphe.")
    page.keyboard.press("Enter")
    page.keyboard.type("Un autre.")
    page.locator("#ar-title").fill("أول بلاغ")
    page.locator("#ar-body").fill("فقرة.")
    page.locator("button[value=preview]").click()
    expect(page.locator(".watermark")).to_be_visible()
    expect(page.locator("h1")).to_have_text(title)
    page.locator('.watermark a[href^="/desk/editions/"]').first.click()
    page.locator("#release a.button").click()
    page.locator('#verbs a[href$="/release"]').click()
    page.locator("#when-to-release .verbs button").click()
    page.locator("#confirm .verbs button").click()
    released = page.locator('.facts a[href^="/fr/communiques/c"]')
    for _ in range(20):
        if released.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    looked_at(page)
    released.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".doc p").first).to_have_text("Un paragraphe.")
    address = page.url
    reader = visit("/fr/communiques")
    expect(reader.locator("#results")).to_contain_text(title)
    page.goto(address.replace("/fr/", "/ar/"))
    expect(page.locator("h1")).to_have_text("أول بلاغ")
    page.goto(visit.site.address + "/desk/")
    page.locator('.rail form[action="/desk/sign-out"] button').click()
    page.wait_for_url("**/desk/sign-in")
    page.go_back()
    expect(page.locator("h1")).not_to_have_text("Vue d’ensemble")
    looked_at(visit("/desk/sign-in"))


def looked_at(page: Page) -> None:
    assert complaints(page) == [], page.url
