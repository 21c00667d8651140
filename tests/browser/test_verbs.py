"""The verbs in a real browser: two people, a release one minute ahead that appears by itself, correction, withdrawal, recall."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import copied
from .conftest import Site, Visit, come_in, serving
from .test_accessibility import complaints, look

TITLES = {"fr": "Un essai de publication", "ar": "تجربة نشر"}
NOTICES = {"fr": "Un avis d’essai.", "ar": "إشعار تجريبي."}


@pytest.fixture(scope="module")
def site(filled, tmp_path_factory) -> Iterator[Site]:  # type: ignore[no-untyped-def]
    """A site of its own: with two approvers on it nobody releases their own text, as other tests do."""
    folder = tmp_path_factory.mktemp("verbs")
    copied(filled, folder, None)
    yield from serving(folder)


def seen(page: Page, scripts: bool = True) -> None:
    if scripts:
        assert complaints(page) == [], page.url


def write(page: Page, site: Site, first: str) -> str:
    """Write a text in French and Arabic, the original in `first`; returns the address of its page at the desk."""
    page.goto(site.address + "/desk/documents/new")
    page.locator("#dated").fill(f"{datetime.now(ZoneInfo('Europe/Zurich')):%Y-%m-%d}")
    for tag, title in TITLES.items():
        page.locator(f"#{tag}-title").fill(title)
        page.locator(f"#{tag}-body").fill("Un paragraphe d’essai." if tag == "fr" else "فقرة تجريبية.")
        page.locator(f"#{tag}-status").select_option("original" if tag == first else "courtesy")
    page.locator("form.bench .button").first.click()
    page.locator("#release a.button").click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+(\?|$)"))
    return page.url.partition("?")[0]


@pytest.fixture(scope="module")
def ahead(site: Site, browser: Browser) -> tuple[str, datetime]:
    """A text scheduled for the next minute: its page at the desk, and its minute, which passes while the other tests run."""
    visit = Visit(site, browser)
    writer, approver = come_in(visit, "writer-ahead", "fr", "writer"), come_in(visit, "approver-ahead", "fr", "approver")
    place = write(writer, site, "fr")
    writer.locator('form[action$="/submission"] button').click()
    expect(writer.locator(".acted")).to_be_visible()
    approver.goto(place)
    approver.locator('form[action$="/approval"] button').click()
    minute = schedule(approver, True, 1)
    reader = visit("/fr/communiques")
    if datetime.now(UTC) < minute:
        expect(reader.locator("#results")).not_to_contain_text(TITLES["fr"])
    visit.leave()
    return place, minute


def test_a_release_ahead_shows_nothing_and_waits_with_four_clocks(ahead: tuple[str, datetime]) -> None:
    assert ahead[1].second == 0


@pytest.mark.parametrize(("language", "scripts"), [("fr", True), ("fr", False), ("ar", True)])
def test_from_draft_to_recall_by_two_people(visit: Visit, language: str, scripts: bool) -> None:
    name = f"{language}-{'with' if scripts else 'without'}"
    writer = come_in(visit, f"writer-{name}", language, "writer", scripts=scripts)
    approver = come_in(visit, f"approver-{name}", language, "approver", scripts=scripts)
    place = write(writer, visit.site, language)
    seen(writer, scripts)
    writer.locator('form[action$="/submission"] button').click()
    expect(writer.locator(".acted")).to_be_visible()
    approver.goto(visit.site.address + "/desk/")
    approver.locator("#to-approve a").first.click()
    assert approver.url == place
    approver.locator("#return button").click()
    expect(approver.locator(".trouble")).to_be_visible()
    seen(approver, scripts)
    approver.locator("#remark").fill("À préciser.")
    approver.locator("#return button").click()
    writer.goto(visit.site.address + "/desk/")
    expect(writer.locator("#to-write")).to_contain_text("À préciser.")
    seen(writer, scripts)
    writer.locator("#to-write a").first.click()
    writer.locator('form[action$="/submission"] button').click()
    approver.goto(place)
    approver.locator('form[action$="/approval"] button').click()
    seen(approver, scripts)
    # One real minute is enough for all (below): here the release is taken back, and made at once.
    schedule(approver, scripts, 30)
    approver.locator('form[action$="/unscheduling"] button').click()
    seen(approver, scripts)
    release_now(approver, place)
    correct(writer, approver, place, scripts)
    withdraw_and_recall(visit, approver, place, language, scripts)


def schedule(approver: Page, scripts: bool, minutes: int) -> datetime:
    """Some minutes ahead, by the clock of New York; returns when that is."""
    approver.locator('#verbs a[href$="/release"]').click()
    seen(approver, scripts)
    ahead = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes + (datetime.now(UTC).second >= 40))
    approver.locator('[name="when"][value="later"]').check()
    approver.locator("#time").fill(f"{ahead.astimezone(ZoneInfo('America/New_York')):%Y-%m-%dT%H:%M}")
    approver.locator("#zone").select_option("new-york")
    approver.locator("#when-to-release .verbs button").click()
    expect(approver.locator(".clocks dt")).to_have_count(4)
    expect(approver.locator(".clocks")).to_contain_text(f"{ahead.astimezone(ZoneInfo('Europe/Zurich')):%H:%M}")
    seen(approver, scripts)
    approver.locator("#confirm .verbs button").click()
    expect(approver.locator(".acted")).to_be_visible()
    expect(approver.locator("#waiting .clocks dt")).to_have_count(4)
    seen(approver, scripts)
    return ahead


def through(writer: Page, approver: Page, place: str) -> None:
    """Submitted by one, approved and released by the other; public within seconds."""
    writer.goto(place)
    writer.locator('form[action$="/submission"] button').click()
    approver.goto(place)
    approver.locator('form[action$="/approval"] button').click()
    release_now(approver, place)


def release_now(approver: Page, place: str) -> None:
    approver.locator('#verbs a[href$="/release"]').click()
    approver.locator("#when-to-release .verbs button").click()
    approver.locator("#confirm .verbs button").click()
    for _ in range(30):
        if not approver.locator("#edition").count():
            return
        approver.wait_for_timeout(500)
        approver.goto(place)
    raise AssertionError("it did not become public")


def correct(writer: Page, approver: Page, place: str, scripts: bool) -> None:
    writer.goto(place)
    seen(writer, scripts)
    writer.locator("#correct button").click()
    for tag in TITLES:
        writer.locator(f"#{tag}-change_note").fill("Une note d’essai." if tag == "fr" else "ملاحظة تجريبية.")
    writer.locator("form.bench .button").first.click()
    through(writer, approver, place)
    expect(approver.locator("#editions tbody tr")).to_have_count(2)
    expect(approver.locator("#editions")).to_contain_text("Une note d’essai.")


def withdraw_and_recall(visit: Visit, approver: Page, place: str, language: str, scripts: bool) -> None:
    public = visit.site.address + str(approver.locator(f'.facts a[href^="/{language}/communiques/c"]').first.get_attribute("href"))
    approver.locator('#back a[href$="/withdrawal"]').click()
    seen(approver, scripts)
    approver.locator(".verbs button").click()
    expect(approver.locator(".trouble")).to_be_visible()
    seen(approver, scripts)
    for tag, words in NOTICES.items():
        approver.locator(f"textarea#{tag}").fill(words)
    approver.locator(".verbs button").click()
    reader = visit(public.removeprefix(visit.site.address), scripts=scripts)
    expect(reader.locator("main")).to_contain_text(NOTICES[language])
    approver.goto(place)
    reference = str(approver.locator(".facts bdi").first.text_content())
    assert re.fullmatch(r"MPM/C/\d{4}/\d{3}", reference)
    approver.locator('#back a[href$="/recall"]').click()
    for tag, words in NOTICES.items():
        approver.locator(f"textarea#{tag}").fill(words)
    approver.locator("#typed").fill("MPM")
    approver.locator(".verbs button").click()
    expect(approver.locator(".trouble")).to_be_visible()
    seen(approver, scripts)
    approver.locator("#typed").fill(reference)
    approver.locator(".verbs button").click()
    expect(approver.locator(".acted")).to_be_visible()
    seen(approver, scripts)
    # A visitor who was not there before: what a browser keeps, it keeps until the next minute.
    reader = visit(f"/{language}/", scripts=scripts)
    gone = reader.goto(public)
    assert gone is not None
    assert gone.status == 410
    expect(reader.locator("main")).to_contain_text(NOTICES[language])


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_on_the_pages_of_the_desk(visit: Visit, language: str) -> None:
    page = come_in(visit, f"axe-verbs-{language}", language, "writer", "translator", "administrator", "press-officer")
    place = write(page, visit.site, language)
    edition = str(page.locator('#verbs a[href$="/discarding"]').get_attribute("href")).removesuffix("/discarding")
    public = str(page.goto(visit.site.address + "/desk/pages") and page.locator("#pages tbody a").nth(3).get_attribute("href"))
    for address in ("/desk/", place.removeprefix(visit.site.address), f"{edition}/discarding", f"{edition}/release", f"{edition}/release?when=now",
                    f"{edition}/release?when=later&time=2027-10-31T02:30", f"{edition}/override", public, f"{public}/withdrawal", f"{public}/recall",
                    "/desk/pages", "/desk/pages/new", "/desk/links", "/desk/links/0/0"):  # fmt: skip
        page.goto(visit.site.address + address)
        look(page, address)


def test_a_double_click_submits_once(visit: Visit) -> None:
    page = come_in(visit, "double", "fr", "writer")
    place = write(page, visit.site, "fr")
    page.locator('form[action$="/submission"] button').dblclick()
    expect(page.locator(".acted")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto(place)
    expect(page.locator("#history td", has_text="a soumis")).to_have_count(1)


def test_a_release_ahead_becomes_public_by_itself_within_seconds_of_its_minute(visit: Visit, ahead: tuple[str, datetime]) -> None:
    place, minute = ahead
    page = come_in(visit, "late", "fr", "writer")
    published = page.locator('.facts a[href^="/fr/communiques/c"]')
    for _ in range(60):
        page.goto(place)
        if published.count():
            break
        page.wait_for_timeout(2000)
    reference = page.locator(".facts bdi").first.inner_text()
    page.goto(visit.site.address + str(published.first.get_attribute("href")))
    expect(page.locator("h1")).to_have_text(TITLES["fr"])
    lines = page.request.get(visit.site.address + "/register.jsonl").text().splitlines()
    entry = next(one for one in map(json.loads, lines) if one["name"] == reference)
    assert timedelta(0) <= datetime.fromisoformat(entry["time"]) - minute < timedelta(seconds=40)
