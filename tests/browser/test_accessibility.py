"""axe finds nothing on each kind of page (WCAG 2.2 AA), narrow and wide, light and dark."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.seeded import COMMUNIQUE

from .conftest import Visit
from .staging import PLACES

AXE = next(Path(__file__).parent.glob("axe-*.min.js")).read_text()
RULES: dict[str, object] = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
KINDS = ("/", "/communiques", "/communiques?q=passeport", "/communiques?q=migration&theme=migration&from=2004&to=2018", f"/communiques/{COMMUNIQUE}", "/themes", "/themes/migration", "/themes/migration/iom", "/kingdom", "/links", "/speeches",
         "/seminars", "/integrity", "/sitemap?open=themes&open=themes/migration", "/contact?subject=press", "/contact?subject=consular", "/press", "/alerts?theme=migration", "/alerts/link", "/alerts/sent", "/alerts/confirm/none",
         "/api", "/legal", "/privacy", "/accessibility", "/theme/migrations", "/about", "/about/representatives", "/about/accreditation", "/candidacy", "/autonomy", f"/communiques/{COMMUNIQUE}/editions",
         "/communiques?theme=bogus", "/verify", "/verify?reference=MPM/R/2026/001", "/verify?reference=MPM/C/2031/999", "/register", "/register/1", "/key", *(f"staged:{place}" for place in PLACES))  # fmt: skip
# What a width or a scheme can change; all else is the same page, looked at once.
SEEN: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]}}
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")


def complaints(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds, as rule and place; run in the page through the debugger, which the page's policy does not bind."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    # What is well it does not have to describe: that is three quarters of its time.
    found = page.evaluate(f"axe.run(document, {json.dumps(rules | {'resultTypes': ['violations']})})")
    return [f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}" for one in found["violations"] for node in one["nodes"]]


def look(page: Page, what: str) -> None:
    """Nothing to complain of, and no page wider than its window.

    All rules at the narrowest, and at the other widths what a width or a scheme can change. The scheme changes with the width: the languages that
    run from left to right begin light and Arabic begins dark, so that both see each kind of page at each width. No width changes a colour and no
    scheme anything else (`house/test_looks.py`): so each language is read in both schemes at every width.
    """
    first, second = SCHEMES if page.locator("html").get_attribute("dir") == "ltr" else reversed(SCHEMES)
    for width, scheme, rules in zip(WIDTHS, (first, second, first), (RULES, SEEN, SEEN), strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{what} is wider than {width}"
        # Colours that fade over would be measured half way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert complaints(page, rules) == [], f"{what} at {width} in {scheme}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_axe_finds_nothing(visit: Visit, staged: dict[str, str], tag: str, kind: str) -> None:
    kind = staged.get(kind.removeprefix("staged:"), kind)
    page = visit(f"/{tag}{kind}", width=WIDTHS[0])
    look(page, f"{tag}{kind}")
    page.context.close()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_axe_finds_nothing_on_an_answer_and_a_phone_shows_it_whole(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques/{COMMUNIQUE}", width=WIDTHS[0])
    written = page.locator(".doc").first.inner_text()
    words = written.split()
    # Pasted and sent by keyboard: as it is and, after it, with words that were put in and others in their place.
    for given in (written, " ".join(word if place % 7 else "échantillon" for place, word in enumerate(words))):
        page.goto(page.url.split(f"/{tag}/")[0] + f"/{tag}/verify")
        page.fill("#text", given)
        page.locator("#verify button").press("Enter")
        answer = page.locator("#answer.answer")
        answer.wait_for()
        assert page.evaluate("document.activeElement.id") == "answer"
        assert page.evaluate("document.getElementById('answer').getBoundingClientRect().top") < 400, "it is on the screen"
        look(page, f"an answer in {tag}")
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        assert min(answer.locator(".facts dd").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")) > 90
        page.set_viewport_size({"width": 360, "height": 800})
        assert answer.locator(".facts dd > bdi").first.evaluate("one => one.getClientRects().length") == 1, "a reference is read in one piece"
    page.context.close()
