"""Coming in, in a real browser: with a passkey of Chromium's own virtual device, with an authenticator, with a recovery code, without scripts."""

import re
import time

import pyotp
import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .test_accessibility import complaints, look

PASSWORD = "une phrase assez longue pour entrer"


def invitation(visit: Visit, email: str) -> str:
    link = visit.site.command("staff", "invite", email, "--role", "administrator", "--role", "writer")
    return link.removeprefix(visit.site.address)


def device(page: Page) -> None:
    """A device with a fingerprint reader, and a finger on it."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_with_a_passkey_alone(visit: Visit, tag: str) -> None:
    page = visit(invitation(visit, f"key-{tag}@example.org"))
    device(page)
    page.locator("#name").fill("Une diplomate")
    page.locator("#language").select_option(tag)
    page.locator("[data-passkey] button").click()
    page.wait_for_url("**/desk/account/codes")
    assert page.locator("html").get_attribute("lang") == tag
    look(page, f"recovery codes, {tag}")
    page.locator("form .button").click()
    expect(page.locator(".codes li")).to_have_count(8)
    look(page, f"shown codes, {tag}")
    for address in ("/desk/account", "/desk/account/factor", "/desk/account/passkeys", "/desk/account/password", "/desk/account/confirm", "/desk/kept", "/desk/people", "/desk/people/new"):
        page.goto(visit.site.address + address)
        look(page, f"{address}, {tag}")
    page.goto(visit.site.address + "/desk/addresses")
    page.locator("#path").fill(f"/{tag}/pages/une-adresse-assez-longue-du-site-d-avant/{tag}-270.html")
    page.locator("#target").fill(f"/{tag}/themes")
    page.locator("main form .button").first.click()
    expect(page.locator("tbody form")).not_to_have_count(0)
    look(page, f"earlier addresses, {tag}")
    page.goto(visit.site.address + "/desk/people")
    page.locator("tbody a").first.click()
    look(page, f"a person, {tag}")
    # Another person's: nobody closes their own account.
    invitation(visit, f"other-{tag}@example.org")
    page.goto(visit.site.address + "/desk/people")
    page.goto(f"{visit.site.address}{page.locator('tbody a', has_text=f'other-{tag}').get_attribute('href')}/disabling")
    expect(page.locator('form[action$="/disabling"]')).to_be_visible()
    look(page, f"letting somebody in no more, {tag}")
    page.locator('.rail form[action="/desk/sign-out"] button').click()
    page.wait_for_url("**/desk/sign-in")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.goto(visit.site.address + "/desk/forgotten")
    look(page, f"a forgotten password, {tag}")
    page.locator("main .button").click()
    expect(page.locator(".trouble")).to_be_visible()
    look(page, f"a forgotten password without an address, {tag}")
    page.goto(visit.site.address + "/desk/sign-in")
    page.locator("[data-passkey] button").click()
    page.wait_for_url("**/desk/")
    # The proof, once more, by the same finger.
    page.goto(visit.site.address + "/desk/account/confirm?next=/desk/account/password")
    page.locator("[data-passkey] button").click()
    page.wait_for_url(re.compile(r"\d/desk/account/password$"), wait_until="load")
    expect(page.locator("#password")).to_be_visible()
    expect(page.locator("#code")).to_have_count(0)
    # A second passkey on the same device is refused by the device itself, in words.
    page.goto(visit.site.address + "/desk/account/passkeys")
    page.locator("[data-passkey] button").click()
    expect(page.locator("[data-said]")).not_to_be_empty()


@pytest.mark.parametrize("scripts", [False, True])
def test_with_a_password_and_an_authenticator_and_a_recovery_code(visit: Visit, scripts: bool) -> None:
    email = f"totp-{scripts}@example.org"
    page = visit(invitation(visit, email), scripts=scripts)
    if not scripts:
        expect(page.locator("[data-passkey]")).to_be_hidden()
    page.locator("#name").fill("Une diplomate")
    page.locator("#password").fill(PASSWORD)
    page.locator("form .button").click()
    page.wait_for_url("**/desk/account/factor")
    secret = page.locator("code").inner_text()
    assert page.locator(".entrance img").evaluate("image => image.naturalWidth") > 0 if scripts else True
    page.locator("#code").fill("000000")
    page.locator("form .button").click()
    expect(page.locator(".trouble")).to_be_visible()
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    used = int(time.time() // 30)
    page.locator("form .button").click()
    page.wait_for_url("**/desk/account/codes")
    page.locator("form .button").click()
    code = page.locator(".codes code").first.inner_text()
    page.goto(visit.site.address + "/desk/")
    page.locator('.rail form[action="/desk/sign-out"] button').click()
    page.wait_for_url("**/desk/sign-in")
    sign_in(page, email, "")
    expect(page.locator(".trouble")).to_be_visible()
    sign_in(page, email, code)
    page.wait_for_url("**/desk/")
    page.locator('.rail form[action="/desk/sign-out"] button').click()
    page.wait_for_url("**/desk/sign-in")
    # A code counts once; that of the next half minute is taken already, as clocks differ.
    sign_in(page, email, pyotp.TOTP(secret).at((used + 1) * 30))
    page.wait_for_url("**/desk/")
    if scripts:
        assert complaints(page) == []


def sign_in(page: Page, email: str, code: str) -> None:
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#code").fill(code)
    page.locator('form[action="/desk/sign-in"] .button').click()


@pytest.mark.parametrize("scripts", [False, True])
def test_a_text_survives_the_end_of_its_session(visit: Visit, scripts: bool) -> None:
    email = f"kept-{scripts}@example.org"
    page = visit(invitation(visit, email), scripts=scripts)
    page.locator("#name").fill("Une diplomate")
    page.locator("#password").fill(PASSWORD)
    page.locator("form .button").click()
    page.wait_for_url("**/desk/account/factor")
    page.goto(visit.site.address + "/desk/addresses")
    path = f"/fr/pages/{270 if scripts else 271}.html"
    page.locator("#path").fill(path)
    page.locator("#target").fill("/fr/themes")
    # Meanwhile the person signs out in another tab of the same browser, which takes the cookie along.
    other = page.context.new_page()
    other.goto(visit.site.address + "/desk/account")
    other.locator("form[action='/desk/sign-out'] button").first.click()
    other.wait_for_url("**/desk/sign-in")
    assert page.context.cookies() == []
    page.locator("main form .button").first.click()
    page.wait_for_url(re.compile(r"/desk/sign-in\?kept=1$"))
    expect(page.locator(".acted")).to_have_count(1)
    sign_in(page, email, "")
    page.wait_for_url("**/desk/kept")
    expect(page.locator("dd").first).to_have_text(path)
    if scripts:
        look(page, "what was kept")
    page.locator('form[action="/desk/addresses"] .button').click()
    expect(page.locator("main")).to_contain_text(path)
    assert re.search(r"/desk/addresses$", page.url)
