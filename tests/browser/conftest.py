"""A real server (web and worker, by the one command) and a real browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mission import create_app
from mission.cli import commands
from mission.extensions import engines

from ..conftest import copied

ROOT = Path(__file__).parents[2]
# What is waited for, on a machine that has other work: in ms.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
# Where the Mission is reached is seen on every page.
REACHED = {"MISSION_ADDRESS": "1, rue de l’Essai\n1211 Genève", "MISSION_TELEPHONE": "+41 22 000 00 00", "MISSION_EMAIL": "essai@example.org"}
# Debian's Chromium, the one without windows where it is there: the same pages in two thirds of the time.
CHROMIUM = next(path for path in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(path).exists() or path.endswith("chromium"))

# One process and one thread draw all pages, which takes less of the machine.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--renderer-process-limit=1", "--num-raster-threads=1")


@dataclass(frozen=True)
class Site:
    """A running site: where it is, and the environment in which its commands run."""

    address: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """What a command of the site prints; in this process, since starting another takes longer than most commands."""
        try:
            done = create_app(self.environment).test_cli_runner().invoke(commands, words)
        finally:
            engines.dispose()
        assert done.exit_code == 0, done.output
        return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serving_a_copy(filled, tmp_path_factory.mktemp("served"))


def serving_a_copy(filled: Path, folder: Path) -> Iterator[Site]:
    """A site of its own in `folder`, served until the caller goes on."""
    copied(filled, folder, None)
    yield from serving(folder)


def serving(folder: Path, *by: str) -> Iterator[Site]:
    """The site in this folder, served until the caller goes on; `by` another program than the site's own."""
    port = free_port()
    environment = os.environ | {"MISSION_INSTANCE": str(folder), "PORT": str(port), "FLASK_APP": "mission", "CONTACT_PER_HOUR": "100", "ALERT_PER_HOUR": "100"} | REACHED
    server = subprocess.Popen([sys.executable, "-m", *(by or ("flask", "mission", "serve"))], env=environment, cwd=ROOT)
    address = f"http://localhost:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    else:
        server.kill()
        pytest.fail("the site does not start")
    yield Site(address, environment)
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0, "SIGTERM is a clean stop"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def staged(site: Site) -> dict[str, str]:
    """The samples that the initial content has none of; returns the address of each place below its language."""
    from .staging import stage

    return stage(site.environment)


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator["Visit"]:
    made = Visit(site, browser)
    yield made
    made.leave()


class Visit:
    """Opens pages and keeps an eye on the console and on where requests go."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.contexts: list[object] = []
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.requests: list[str] = []

    def __call__(self, path: str, *, width: int = 1280, scripts: bool = True, scheme: str = "light") -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, color_scheme=scheme)  # type: ignore[arg-type]
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(self.site.address + path, wait_until="load")
        return page

    def _note(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith((self.site.address, "data:")):
            self.elsewhere.append(url)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()  # type: ignore[attr-defined]
        assert not self.elsewhere, self.elsewhere
        known = ("422", "404", "409", "410", "429")
        assert not [one for one in self.complaints if not any(f"status of {code}" in one for code in known)], self.complaints


def come_in(visit: Visit, name: str, language: str, *roles: str, scripts: bool = True) -> Page:
    """Somebody invited with these roles, who has chosen a password and stands on the desk's first page.

    Who shares a site with other tests is no approver: a second one would keep the others from releasing what they wrote.
    """
    chosen = [word for role in roles for word in ("--role", role)]
    link = visit.site.command("staff", "invite", f"{name}@example.org", *chosen)
    page = visit(link.removeprefix(visit.site.address), scripts=scripts)
    page.locator("#name").fill(f"Une diplomate {name}")
    page.locator("#language").select_option(language)
    page.locator("#password").fill("une phrase assez longue pour entrer")
    page.locator("form .button:not([type=button])").click()
    page.locator('a[href="/desk/"]').last.click()
    return page
