"""From four Word files to a released text and its end, by two people in a real browser: with scripts, without them, and in Arabic."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.services.intake import files

from ..conftest import copied
from . import later
from .conftest import Site, Visit, come_in, serving
from .test_accessibility import complaints, look

TEXTS = {
    "fr": ("Un essai en quatre langues", "Premier paragraphe de l’essai, écrit pour les tests de la rédaction et pour eux seuls."),
    "ar": ("تجربة بأربع لغات", "فقرة أولى من نص تجريبي كُتب لاختبارات التحرير وحدها، ولا يتحدث عن أي حدث وقع في الواقع، بل يصلح للتحقق من الموقع فقط."),
    "en": ("A test in four languages", "First paragraph of a test that was written for the tests of the desk and for them only, and that is about no event at all."),
    "es": ("Una prueba en cuatro idiomas", "Primer párrafo de una prueba que fue escrita para las pruebas de la redacción y sólo para ellas, y que no trata de nada."),
}
NOTES = {"fr": "Une note d’essai.", "ar": "ملاحظة تجريبية."}
NOTICES = {"fr": "Un avis d’essai.", "ar": "إشعار تجريبي.", "en": "A test notice.", "es": "Un aviso de prueba."}


@pytest.fixture(scope="module")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, whose clock is put forward: with two approvers on it nobody releases their own text, as other tests do."""
    folder = tmp_path_factory.mktemp("journey")
    copied(filled, folder, None)
    yield from serving(folder, "tests.browser.later")


@pytest.mark.parametrize(("language", "scripts"), [("fr", True), ("fr", False), ("ar", True)])
def test_from_word_files_to_a_text_in_four_languages_at_its_minute_and_to_its_recall(visit: Visit, tmp_path: Path, language: str, scripts: bool) -> None:
    journey = Journey(visit, language, scripts)
    journey.writes(tmp_path)
    journey.looks()
    journey.submits()
    journey.comes_back()
    journey.mends()
    journey.is_taken_back()
    minute = journey.is_scheduled()
    journey.is_nowhere()
    later.put_forward(Path(visit.site.environment["MISSION_INSTANCE"]), minute)
    journey.appears(minute)
    journey.is_corrected()
    journey.is_withdrawn()
    journey.is_recalled()


class Journey:
    """Two people and one text."""

    def __init__(self, visit: Visit, language: str, scripts: bool) -> None:
        self.visit, self.site, self.language, self.scripts = visit, visit.site.address, language, scripts
        name = f"{language}-{'with' if scripts else 'without'}"
        self.writer = come_in(visit, f"writer-{name}", language, "writer", scripts=scripts)
        self.approver = come_in(visit, f"approver-{name}", language, "approver", scripts=scripts)
        self.titles = {tag: f"{title} ({2 * len(language) + scripts}{name[0]})" for tag, (title, _) in TEXTS.items()}
        self.code = self._next_code()
        self.place = ""

    def _now(self) -> datetime:
        return later.now(Path(self.visit.site.environment["MISSION_INSTANCE"]))

    def _register(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.writer.request.get(f"{self.site}/register.jsonl").text().splitlines()]

    def _next_code(self) -> str:
        """The reference that the next communiqué will have, as an address has it."""
        year = self._now().astimezone(ZoneInfo("Europe/Zurich")).year
        numbers = [int(one["name"].rpartition("/")[2]) for one in self._register() if one["name"].startswith(f"MPM/C/{year}/")]
        return f"c{year}-{max(numbers, default=0) + 1:03d}"

    def _statuses(self) -> set[int]:
        """How the public address answers in the four languages."""
        return {self.writer.request.get(f"{self.site}/{tag}/communiques/{self.code}").status for tag in TEXTS}

    def seen(self, page: Page) -> None:
        if self.scripts:
            assert complaints(page) == [], page.url

    def saves(self) -> None:
        with self.writer.expect_navigation():
            self.writer.locator(".keeping button").first.click()
        expect(self.writer.locator(".trouble")).to_have_count(0)

    def submits(self) -> None:
        self.writer.goto(self.place)
        self.seen(self.writer)
        self.writer.locator('form[action$="/submission"] button').click()
        expect(self.writer.locator(".acted")).to_be_visible()

    def approves(self) -> None:
        self.approver.goto(self.place)
        self.approver.locator('form[action$="/approval"] button').click()
        expect(self.approver.locator(".acted")).to_be_visible()
        self.seen(self.approver)

    def writes(self, folder: Path) -> None:
        """Drop a Word file into each language, and say the rest."""
        page = self.writer
        page.goto(f"{self.site}/desk/documents/new")
        page.locator("#dated").fill(f"{self._now().astimezone(ZoneInfo('Europe/Zurich')):%Y-%m-%d}")
        page.locator("[name=themes]").first.check()
        for tag, title in self.titles.items():
            path = folder / f"{tag}.docx"
            path.write_bytes(files.communique(title, TEXTS[tag][1]))
            page.locator(f"#{tag}-word").set_input_files(path)
            page.locator(f"#text-{tag} .word button").click()
            expect(page.locator("#taken")).to_be_visible()
            expect(page.locator(f"#{tag}-title")).to_have_value(title)
            page.locator(f"#{tag}-summary").fill(TEXTS[tag][1][:60])
            page.locator(f"#{tag}-status").select_option("original" if tag == self.language else "official")
        if self.scripts:
            expect(page.locator("#fr-body h2")).to_have_text("Contexte")
            expect(page.locator("#ar-body")).to_have_attribute("dir", "rtl")
        self.saves()
        expect(page.locator("#checklist")).to_be_visible()
        expect(page.locator("#checklist .must, #checklist .wrong")).to_have_count(0)
        expect(page.locator("[name=themes]").first).to_be_checked()

    def looks(self) -> None:
        """The preview, in another language and at the width of a telephone; then on to the page of the text."""
        page = self.writer
        page.locator("button[value=preview]").click()
        expect(page.locator(".watermark")).to_be_visible()
        expect(page.locator("h1")).to_have_text(self.titles[self.language])
        expect(page.locator(".doc h2").first).to_have_text("Contexte")
        page.locator(".watermark a[lang=es]").click()
        expect(page.locator("h1")).to_have_text(self.titles["es"])
        page.locator('.watermark a[href$="/phone"]').click()
        expect(page.frame_locator("iframe.phone").locator("h1")).to_have_text(self.titles["es"])
        assert page.locator("iframe.phone").evaluate("frame => frame.clientWidth") == 360
        page.locator('main .bar a[href^="/desk/editions/"]').first.click()
        page.locator("#release a.button").click()
        page.wait_for_url(re.compile(r"/desk/documents/\d+(\?|$)"))
        self.place = page.url.partition("?")[0]

    def comes_back(self) -> None:
        """Returned by the second person, who has to say why."""
        page = self.approver
        page.goto(f"{self.site}/desk/")
        page.locator("#to-approve a").first.click()
        assert page.url == self.place
        page.locator("#return button").click()
        expect(page.locator(".trouble")).to_be_visible()
        self.seen(page)
        page.locator("#remark").fill("À préciser.")
        page.locator("#return button").click()
        expect(page.locator(".acted")).to_be_visible()

    def mends(self) -> None:
        page = self.writer
        page.goto(f"{self.site}/desk/")
        expect(page.locator("#to-write")).to_contain_text("À préciser.")
        page.locator("#to-write a").first.click()
        page.locator('#verbs a[href^="/desk/editions/"]').first.click()
        self._retitles()
        self.submits()

    def _retitles(self) -> None:
        self.titles[self.language] += "."
        self.writer.locator(f"#{self.language}-title").fill(self.titles[self.language])
        self.saves()
        expect(self.writer.locator(f"#{self.language}-title")).to_have_value(self.titles[self.language])

    def is_taken_back(self) -> None:
        """Approved, scheduled, and taken back before its minute."""
        self.approves()
        self._schedules(30)
        self.approver.locator('form[action$="/unscheduling"] button').click()
        expect(self.approver.locator('#verbs a[href$="/release"]')).to_be_visible()
        self.seen(self.approver)

    def is_scheduled(self) -> datetime:
        """One minute ahead, by the clock of New York; returns when that is."""
        return self._schedules(1)

    def _schedules(self, minutes: int) -> datetime:
        page = self.approver
        page.locator('#verbs a[href$="/release"]').click()
        # The first whole minute that is so far away.
        minute = (self._now() + timedelta(minutes=minutes, seconds=59)).replace(second=0, microsecond=0)
        page.locator('[name="when"][value="later"]').check()
        page.locator("#time").fill(f"{minute.astimezone(ZoneInfo('America/New_York')):%Y-%m-%dT%H:%M}")
        page.locator("#zone").select_option("new-york")
        page.locator("#when-to-release .verbs button").click()
        expect(page.locator(".clocks dt")).to_have_count(4)
        expect(page.locator(".clocks")).to_contain_text(f"{minute.astimezone(ZoneInfo('Europe/Zurich')):%H:%M}")
        for title in self.titles.values():
            expect(page.locator("#confirm")).to_contain_text(title)
        page.locator("#confirm .verbs button").click()
        expect(page.locator(".acted")).to_be_visible()
        expect(page.locator("#waiting .clocks dt")).to_have_count(4)
        self.seen(page)
        return minute

    def is_nowhere(self) -> None:
        """Before its minute no address knows it and no list shows it."""
        assert self._statuses() == {404}
        for tag, title in self.titles.items():
            assert title not in self.writer.request.get(f"{self.site}/{tag}/communiques").text()

    def appears(self, minute: datetime) -> None:
        """By itself, in all its languages."""
        for _ in range(60):
            if self._statuses() == {200}:
                break
            self.writer.wait_for_timeout(250)
        for tag, title in self.titles.items():
            reader = self.visit(f"/{tag}/communiques", scripts=self.scripts)
            reader.locator("#results a", has_text=title).first.click()
            expect(reader.locator("h1")).to_have_text(title)
            expect(reader.locator(".doc h2").first).to_have_text("Contexte")
            reader.context.close()
        entry = next(one for one in self._register() if one["name"] == self._reference)
        assert datetime.fromisoformat(entry["time"]) >= minute

    @property
    def _reference(self) -> str:
        year, _, number = self.code.removeprefix("c").partition("-")
        return f"MPM/C/{year}/{number}"

    def is_corrected(self) -> None:
        """A new edition with a public note, by the same two."""
        page = self.writer
        page.goto(self.place)
        self.seen(page)
        page.locator("#correct button").click()
        page.locator(f"#{self.language}-change_note").fill(NOTES[self.language])
        self._retitles()
        self.submits()
        self.approves()
        self.approver.locator('#verbs a[href$="/release"]').click()
        self.approver.locator("#when-to-release .verbs button").click()
        self.approver.locator("#confirm .verbs button").click()
        for _ in range(60):
            self.approver.goto(self.place)
            if not self.approver.locator("#edition").count():
                break
            self.approver.wait_for_timeout(250)
        expect(self.approver.locator("#editions tbody tr")).to_have_count(2)
        self._reads(NOTES[self.language])

    def _reads(self, words: str, status: int = 200) -> None:
        # A visitor who was not there before: what a browser keeps, it keeps until the next minute.
        reader = self.visit("/healthz", scripts=self.scripts)
        answer = reader.goto(f"{self.site}/{self.language}/communiques/{self.code}")
        assert answer is not None
        assert answer.status == status
        expect(reader.locator("main")).to_contain_text(words)
        self.seen(reader)
        reader.context.close()

    def is_withdrawn(self) -> None:
        page = self.approver
        page.locator('#back a[href$="/withdrawal"]').click()
        self.seen(page)
        page.locator(".verbs button").click()
        expect(page.locator(".trouble")).to_be_visible()
        self.seen(page)
        self._notices()
        page.locator(".verbs button").click()
        expect(page.locator(".acted")).to_be_visible()
        self._reads(NOTICES[self.language])

    def is_recalled(self) -> None:
        page = self.approver
        page.locator('#back a[href$="/recall"]').click()
        self._notices()
        page.locator("#typed").fill("MPM")
        page.locator(".verbs button").click()
        expect(page.locator(".trouble")).to_be_visible()
        self.seen(page)
        page.locator("#typed").fill(self._reference)
        page.locator(".verbs button").click()
        expect(page.locator(".acted")).to_be_visible()
        self.seen(page)
        self._reads(NOTICES[self.language], 410)
        assert self._statuses() == {410}

    def _notices(self) -> None:
        for tag, words in NOTICES.items():
            self.approver.locator(f"textarea#{tag}").fill(words)


def write(page: Page, site: Site) -> str:
    """A draft in French; returns the address of its page at the desk."""
    page.goto(site.address + "/desk/documents/new")
    page.locator("#dated").fill("2026-11-24")
    page.locator("#fr-title").fill("Un essai de publication")
    page.locator("#fr-body").fill("Un paragraphe d’essai.")
    page.locator("#fr-status").select_option("original")
    page.locator("#ar-status").select_option("courtesy")
    page.locator("form.bench .button").first.click()
    page.locator("#release a.button").click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+(\?|$)"))
    return page.url.partition("?")[0]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_on_the_pages_of_the_desk(visit: Visit, language: str) -> None:
    page = come_in(visit, f"axe-verbs-{language}", language, "writer", "translator", "administrator", "press-officer")
    place = write(page, visit.site)
    edition = str(page.locator('#verbs a[href$="/discarding"]').get_attribute("href")).removesuffix("/discarding")
    public = str(page.goto(visit.site.address + "/desk/pages") and page.locator("#pages tbody a").nth(3).get_attribute("href"))
    for address in ("/desk/", place.removeprefix(visit.site.address), f"{edition}/discarding", f"{edition}/release", f"{edition}/release?when=now",
                    f"{edition}/release?when=later&time=2027-10-31T02:30", f"{edition}/override", public, f"{public}/withdrawal", f"{public}/recall",
                    "/desk/pages", "/desk/pages/new", "/desk/links", "/desk/links/0/0", "/desk/links/new", "/desk/lists/under-way"):  # fmt: skip
        answer = page.goto(visit.site.address + address)
        assert answer is not None
        assert answer.status != 404, address
        look(page, address)


def test_a_double_click_submits_once(visit: Visit) -> None:
    page = come_in(visit, "double", "fr", "writer")
    place = write(page, visit.site)
    page.locator('form[action$="/submission"] button').dblclick()
    expect(page.locator(".acted")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto(place)
    expect(page.locator("#history td", has_text="a soumis")).to_have_count(1)
