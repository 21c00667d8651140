"""`python -m tests.browser.pictures`: the pictures of docs/desk.md, taken from a site that runs for it. The texts on them are samples."""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
from playwright.sync_api import Browser, Page, sync_playwright

from mission.services.rendering import making

from ..conftest import environment
from ..services.intake import files
from .conftest import ROOT, Site, serving

PICTURES = ROOT / "docs" / "images" / "desk"
TITLE = {"fr": "Communiqué d’essai : une réunion à Genève", "en": "Sample communiqué: a meeting in Geneva"}
BODY = {"fr": "Ceci est un texte d’essai, sans événement réel.", "en": "This is a sample text, about no real event."}
NOTICE = {"fr": "Avis d’essai : ce texte ne vaut plus.", "en": "Sample notice: this text no longer holds."}


class Camera:
    """Walks through the desk in one language and takes a picture at each station."""

    def __init__(self, site: Site, browser: Browser, language: str) -> None:
        self.site, self.browser, self.language = site, browser, language

    def person(self, name: str, *roles: str) -> Page:
        chosen = [word for role in roles for word in ("--role", role)]
        link = self.site.command("staff", "invite", f"{name}-{self.language}@example.org", *chosen)
        page = self.browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce").new_page()
        page.goto(link)
        page.locator("#name").fill(name.capitalize())
        page.locator("#language").select_option(self.language)
        page.locator("#password").fill("une phrase assez longue pour entrer")
        page.locator("form .button").click()
        return page

    def take(self, page: Page, name: str, element: str = "main") -> None:
        page.locator(element).first.screenshot(path=PICTURES / f"{name}-{self.language}.png", animations="disabled")

    def go(self, page: Page, address: str) -> None:
        page.goto(self.site.address + address if address.startswith("/") else address)

    def write(self, page: Page) -> str:
        self.go(page, "/desk/documents/new")
        page.locator("#dated").fill(f"{datetime.now(ZoneInfo('Europe/Zurich')):%Y-%m-%d}")
        for tag in ("fr", "en"):
            page.locator(f"#{tag}-title").fill(TITLE[tag])
            page.locator(f"#{tag}-body").fill(BODY[tag])
            page.locator(f"#{tag}-status").select_option("original" if tag == self.language else "courtesy")
        page.locator("form.bench .button").first.click()
        page.locator("#release a.button").click()
        return page.url

    def walk(self) -> None:
        writer, approver = self.person("amina", "writer"), self.person("youssef", "approver")
        place = self.write(writer)
        self.take(writer, "document")
        self.press(writer, "submission")
        self.go(approver, place)
        self.take(approver, "approve", "#edition")
        self.press(approver, "approval")
        approver.locator('#verbs a[href$="/release"]').click()
        self.choose(approver)
        self.go(approver, place)
        self.take(approver, "waiting", "#edition")
        self.write(writer)
        self.press(writer, "submission")
        self.go(approver, "/desk/")
        self.take(approver, "overview", "#waiting")
        self.take(approver, "scheduled", "#scheduled")
        self.go(approver, place)
        self.press(approver, "unscheduling")
        approver.locator('#verbs a[href$="/release"]').click()
        approver.locator("#when-to-release .verbs button").click()
        approver.locator("#confirm .verbs button").click()
        wait(approver, place, lambda: approver.locator("#acts").count() > 0)
        self.take(approver, "change", "#acts")
        self.go(approver, "/desk/")
        approver.locator("#chart-table summary").click()
        self.take(approver, "chart", "#chart")
        self.go(approver, place)
        for act in ("withdrawal", "recall"):
            approver.locator(f'#back a[href$="/{act}"]').click()
            for tag in ("fr", "en"):
                approver.locator(f"textarea#{tag}").fill(NOTICE[tag])
            self.take(approver, act)
            self.go(approver, place)
        self.go(approver, "/desk/pages")
        approver.evaluate("document.querySelectorAll('#pages tbody tr:nth-child(n + 9)').forEach(function (row) { row.remove(); })")
        self.take(approver, "pages")
        self.read(writer)

    def read(self, page: Page) -> None:
        """A Word file taken in, and how its page will look; last, since what is read is kept as a draft."""
        self.go(page, "/desk/documents/new")
        page.locator("#dated").fill(f"{datetime.now(ZoneInfo('Europe/Zurich')):%Y-%m-%d}")
        page.locator(f"#{self.language}-word").set_input_files({"name": "sample.docx", "mimeType": "application/octet-stream", "buffer": self.sample()})
        page.locator(f"#text-{self.language} .word button").click()
        self.take(page, "word", "#taken")
        page.locator("button[value=preview]").click()
        page.locator(".watermark").wait_for()
        page.screenshot(path=PICTURES / f"preview-{self.language}.png", animations="disabled")

    def sample(self) -> bytes:
        document = docx.Document()
        document.add_heading(TITLE[self.language], 0)
        document.add_paragraph(BODY[self.language]).add_run(" …").font.hidden = True
        document.add_heading(TITLE[self.language], 4)
        document.add_table(1, 2).cell(0, 0).text = BODY[self.language]
        return files.saved(document)

    def choose(self, page: Page) -> None:
        ahead = (datetime.now(UTC) + timedelta(days=1)).astimezone(ZoneInfo("Europe/Zurich"))
        page.locator('[name="when"][value="later"]').check()
        page.locator("#time").fill(f"{ahead:%Y-%m-%d}T14:00")
        self.take(page, "when", "#when-to-release")
        page.locator("#when-to-release .verbs button").click()
        self.take(page, "confirm", "#confirm")
        page.locator("#confirm .verbs button").click()

    def press(self, page: Page, act: str) -> None:
        page.locator(f'#verbs form[action$="/{act}"] button').click()


def wait(page: Page, place: str, come: Callable[[], bool]) -> None:
    """Look again until it has become public."""
    for _ in range(60):
        page.goto(place)
        if come():
            return
        page.wait_for_timeout(500)
    raise SystemExit("it did not become public")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "flask", "--app", "mission", "mission", "init"], env=_environment(folder), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with sqlite3.connect(folder / "mission.sqlite") as database:
            # The papers of the initial content are on none of the pictures.
            database.execute("UPDATE job SET due_at = '2036-01-01 00:00:00' WHERE name = ?", (making.JOB,))
        site = serving(folder)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
            running = next(site)
            for language in TITLE:
                Camera(running, browser, language).walk()
            browser.close()
        with suppress(StopIteration):
            next(site)


def _environment(folder: Path) -> dict[str, str]:
    import os

    return os.environ | environment(folder)


if __name__ == "__main__":
    main()
