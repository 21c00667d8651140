"""The card “Cite and share”, with and without scripts; and the API as another site's page reads it."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.seeded import COMMUNIQUE, COMMUNIQUE_REFERENCE

from .conftest import Site, Visit


def test_without_scripts_everything_can_be_marked_and_no_button_promises_more(visit: Visit) -> None:
    page = visit(f"/fr/communiques/{COMMUNIQUE}", scripts=False)
    card = page.locator("#share")
    assert COMMUNIQUE_REFERENCE in card.inner_text()
    assert card.locator("button").count() == 3
    assert card.locator("button:visible").count() == 0
    assert card.get_by_role("link", name="BibTeX").is_visible()


def test_what_is_copied_is_what_is_shown_and_it_is_said(visit: Visit) -> None:
    page = visit(f"/ar/communiques/{COMMUNIQUE}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for name, source in (("نسخ الاستشهاد", "share-sentence"), ("نسخ العنوان الدائم", "share-permanent"), ("نسخ العنوان المختصر", "share-short")):
        button = page.get_by_role("button", name=name, exact=True)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#announcement")).to_have_text("تم النسخ")
        shown = " ".join(page.locator(f"#{source}").inner_text().split())
        assert " ".join(page.evaluate("navigator.clipboard.readText()").split()) == shown
        expect(page.locator("#announcement")).to_have_text("")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.site.address}/d/{COMMUNIQUE}"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Another site, with one empty page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Elsewhere</title>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_site_reads_the_api_with_its_headers_and_nothing_else(site: Site, browser: Browser, elsewhere: str) -> None:
    page = browser.new_page()
    page.goto(elsewhere)
    told = page.evaluate(
        """async address => {
          const first = await fetch(`${address}/api/v1/documents?limit=1`);
          const again = await fetch(`${address}/api/v1/themes`, {headers: {"If-None-Match": first.headers.get("ETag")}});
          const page = await fetch(`${address}/fr/communiques.json`).then(() => "read", () => "refused");
          return {link: first.headers.get("Link"), left: first.headers.get("RateLimit"), count: (await first.json()).data.length, again: again.status, page};
        }""",
        site.address,
    )
    page.close()
    assert told["count"] == 1
    assert 'rel="next"' in told["link"]
    assert told["left"].startswith('"api";r=')
    assert (told["again"], told["page"]) == (200, "refused")
