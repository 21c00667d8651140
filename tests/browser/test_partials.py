"""The three partials in a real browser, with and without JavaScript, in French and in Arabic."""

import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Visit
from .test_accessibility import complaints


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_filtering_swaps_results_keeps_focus_address_and_back(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques")
    first = page.locator("[data-announce]").inner_text()
    box = page.locator('input[name=theme][value=migration]')
    box.check()
    page.wait_for_url("**/communiques?theme=migration*")
    assert "part=" not in page.url
    expect(page.locator(".chips")).to_contain_text("Migrations" if tag == "fr" else "الهجرة")
    expect(page.locator("#announcement")).to_have_text(page.locator("[data-announce]").inner_text())
    assert page.locator("[data-announce]").inner_text() != first
    assert page.evaluate("document.activeElement.value") == "migration"
    page.locator("#q").fill("accord" if tag == "fr" else "اتفاق")
    page.wait_for_url("**q=*")
    expect(page.locator("#results")).to_contain_text("Genève" if tag == "fr" else "بجنيف")
    assert page.evaluate("document.activeElement.id") == "q"
    page.go_back()
    page.wait_for_url("**/communiques?theme=migration")
    expect(page.locator("main h1")).to_have_count(1)
    expect(page.locator("header")).to_have_count(1)
    assert page.locator("article").count() > 3


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_filtering_works_as_a_plain_form(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques", scripts=False)
    page.locator('input[name=theme][value=migration]').check()
    page.locator("#facets button").click()
    assert "theme=migration" in page.url
    assert page.locator(".chips a").count() == 2
    page.locator(".chips a").first.click()
    assert "theme=migration" not in page.url


def test_on_a_telephone_filters_are_folded_and_open_without_a_script(visit: Visit) -> None:
    page = visit("/fr/communiques", width=360, scripts=False)
    expect(page.locator("#facets")).not_to_be_visible()
    box = page.locator("article").first.bounding_box()
    assert box is not None
    assert box["y"] < 1800
    page.locator("a.unfold").click()
    expect(page.locator("#facets")).to_be_visible()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_a_branch_opens_with_the_keyboard_all_the_way_down(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/sitemap")
    for key in ("themes", "themes-migration"):
        toggle = page.locator(f"#branch-{key}-toggle")
        toggle.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#branch-{key}-toggle")).to_have_attribute("aria-expanded", "true")
        assert page.evaluate("document.activeElement.id") == f"branch-{key}-toggle"
    expect(page.locator(f'a[href="/{tag}/themes/migration/iom"]')).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(f'a[href="/{tag}/themes/migration/iom"]')).to_have_count(0)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_branches_are_links_without_a_script(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/sitemap", scripts=False)
    page.locator("#branch-themes-toggle").click()
    page.locator("#branch-themes-migration-toggle").click()
    expect(page.locator(f'a[href="/{tag}/themes/migration/iom"]')).to_be_visible()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_the_contact_form_checks_as_one_goes_and_keeps_everything(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/contact")
    page.locator("input[name=subject][value=press]").check()
    expect(page.locator("#deadline")).to_be_visible()
    page.locator("#email").fill("pas une adresse")
    page.locator("#name").focus()
    expect(page.locator("#email-error")).to_be_visible()
    page.locator("#name").fill("Une lectrice")
    page.locator("#message").fill("Bonjour.")
    page.locator("form.form .button").click()
    expect(page.locator(".trouble")).to_be_focused()
    assert page.locator("#message").input_value() == "Bonjour."
    assert page.locator("#email").input_value() == "pas une adresse"
    page.locator("#email").fill("lectrice@example.org")
    page.wait_for_timeout(3200)
    page.locator("form.form .button").click()
    page.wait_for_url("**/received/**")
    assert page.locator("h1").count() == 1
    assert page.context.cookies() == []


@pytest.mark.parametrize("room", ["contact", "press"])
def test_a_subject_is_chosen_without_sending_the_letter_along(visit: Visit, room: str) -> None:
    page = visit(f"/ar/{room}")
    page.locator("#name").fill("Quelquun")
    page.locator("#email").fill("secret@example.org")
    page.locator("#message").fill("رسالة " * 800)
    page.wait_for_timeout(600)  # the fields that were left are checked
    asked: list[str] = []
    page.on("request", lambda one: asked.append(f"{one.url} {one.headers.get('referer', '')}"))
    page.locator("input[name=subject][value=general]").check()
    expect(page.locator("#deadline")).to_have_count(0)
    page.locator("input[name=subject][value=press]").check()
    page.locator("#deadline").fill("2026-12-24T10:00")
    page.locator("#callback").fill("0223334455")
    page.locator("#name").focus()
    page.wait_for_timeout(600)
    expect(page.locator("#deadline")).to_have_attribute("type", "datetime-local")
    page.locator("input[name=subject][value=consular]").check()
    expect(page.locator("#details .grave")).to_be_visible()
    assert any("part=details" in one for one in asked)
    for one in asked:
        assert not re.search(r"[?&](name|email|message|organisation|deadline|callback|started)=|Quelquun|secret|0223334455", one), one
    assert page.locator("#name").input_value() == "Quelquun"
    assert page.locator("#message").input_value().startswith("رسالة")


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_the_contact_form_is_a_plain_form(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/contact", scripts=False)
    page.locator("input[name=subject][value=general]").check()
    page.locator("#name").fill("Une lectrice")
    page.locator("#email").fill("faux")
    page.locator("#message").fill("Bonjour.")
    page.locator("form.form .button").click()
    expect(page.locator(".trouble")).to_be_focused()
    assert page.locator("#message").input_value() == "Bonjour."
    page.locator("#email").fill("lectrice@example.org")
    page.wait_for_timeout(3200)
    page.locator("form.form .button").click()
    assert re.search(r"/received/", page.url)


def test_navigation_on_a_telephone_is_a_disclosure_without_a_script(visit: Visit) -> None:
    page = visit("/ar/", width=360, scripts=False)
    assert not page.locator(".menu a").first.is_visible()
    page.locator(".menu > summary").click()
    page.locator('.menu a[href="/ar/communiques"]').click()
    assert page.url.endswith("/ar/communiques")


@pytest.mark.parametrize(("tag", "most"), [("fr", 90_000), ("ar", 130_000)])
def test_a_first_view_of_the_home_page_is_light(visit: Visit, tag: str, most: int) -> None:
    context = visit.browser.new_context()
    visit.contexts.append(context)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    weights: list[float] = []
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(f"{visit.site.address}/{tag}/", wait_until="networkidle")
    # The codes of an Arabic page are a file of their own; a text that other tests have put there in French alone has its own letters.
    foreign = tag == "ar" and page.locator(".foreign").count() > 0
    assert len(weights) <= (9 if tag == "ar" else 8) + foreign
    assert sum(weights) <= most + 31_000 * foreign, sum(weights)
    fonts = page.evaluate("performance.getEntriesByType('resource').map(one => one.name).filter(one => one.includes('woff2'))")
    # An Arabic page has its letters from one face, and the digits, marks and letters of codes that it lacks from another, a small one.
    names = sorted(one.rpartition("/")[2].partition(".")[0] for one in fonts)
    assert names == (["mission-figures", *["mission-serif"] * foreign, "noto-naskh-arabic"] if tag == "ar" else ["mission-serif"])


@pytest.mark.parametrize(("tag", "scripts"), [("fr", False), ("ar", True)])
def test_a_list_is_asked_for_confirmed_changed_and_ended_by_plain_buttons(visit: Visit, tag: str, scripts: bool) -> None:
    email = f"{tag}-{scripts}@example.org".lower()
    page = visit(f"/{tag}/communiques?theme=migration", scripts=scripts)
    page.locator(f'a[href="/{tag}/alerts?theme=migration"]').click()
    page.locator("#email").fill("faux")
    page.locator("form.form .button").click()
    expect(page.locator(".trouble")).to_be_visible()
    page.locator("#email").fill(email)
    page.locator("form.form .button").click()
    page.wait_for_url("**/alerts/sent")
    page.goto(letter(visit, email, "confirm"))
    page.locator("main .button").click()
    expect(page.locator("main form")).to_have_count(0)
    if scripts:
        assert complaints(page) == []
    page.goto(f"{visit.site.address}/{tag}/alerts/link")
    page.locator("#email").fill(email)
    page.locator("form.form .button").click()
    page.goto(letter(visit, email, "manage"))
    if scripts:
        assert complaints(page) == []
    page.locator("main select[name=frequency]").select_option("weekly")
    page.locator("main .button.quiet").click()
    expect(page.locator(".note")).to_be_visible()
    assert page.locator("main select[name=frequency]").input_value() == "weekly"
    page.locator(".alerts .button.grave").click()
    page.wait_for_url("**/alerts/forgotten")
    assert page.context.cookies() == []


def letter(visit: Visit, email: str, word: str) -> str:
    """The newest link of this kind in a letter to `email`, from the outbox of the running site."""
    outbox = Path(visit.site.environment["MISSION_INSTANCE"]) / "outbox"
    for _ in range(100):
        for file in sorted(outbox.glob("*.eml"), reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=default)
            found = re.search(rf"http\S*/alerts/{word}/\S+", message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
            if message["To"] == email and found:
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no letter to {email}")
