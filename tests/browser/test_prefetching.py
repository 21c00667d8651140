"""The pointer rests on a link, and its page is fetched; nothing else is."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import Browser

from mission import create_app
from mission.extensions import engines

from ..conftest import copied


class Quiet(WSGIRequestHandler):
    def log_message(self, *what: object) -> None:
        pass


@pytest.fixture
def asked(filled: Path, tmp_path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A site that notes what is asked of it, and with which purpose."""
    copied(filled, tmp_path, None)
    noted: list[tuple[str, str]] = []
    app = create_app({"MISSION_INSTANCE": str(tmp_path)})
    inner = app.wsgi_app

    def note(environ: dict[str, str], start: object) -> object:
        noted.append((environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""), environ.get("HTTP_SEC_PURPOSE", "")))
        return inner(environ, start)  # type: ignore[arg-type]

    with make_server("127.0.0.1", 0, note, handler_class=Quiet) as server:  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}", noted
        server.shutdown()
    engines.dispose()


def test_a_page_is_fetched_while_the_pointer_rests_on_its_link(browser: Browser, asked: tuple[str, list[tuple[str, str]]]) -> None:
    address, noted = asked
    # The whole Chromium: the one without windows fetches nothing ahead.
    whole = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
    page = whole.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/fr/communiques")
    for target, fetched in (("/fr/kingdom", True), ("/desk", False), ("/fr/communiques.atom", False), ("/fr/communiques?theme=migration", False), ("/fr/verify", False)):
        link = page.locator(f'a[href="{target}"]:visible').first
        if not link.count():
            continue
        link.hover()
        page.wait_for_timeout(700)
        assert ((target, "prefetch") in [(one, purpose.partition(";")[0]) for one, purpose in noted]) is fetched, (target, noted)
    whole.close()
    assert not [one for one in complaints if "Content Security" in one or "peculation" in one], complaints
    rules = json.loads(Path("static/js/pages.speculationrules").read_text())
    assert rules["prefetch"][0]["eagerness"] == "moderate"
