"""Keyboard alone, large and spaced text, own colours, no motion, targets that a thumb meets: nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.seeded import COMMUNIQUE, code

from .conftest import Visit

KINDS = ("/", "/communiques", f"/communiques/{COMMUNIQUE}", "/themes/migration/iom", "/sitemap", "/contact?subject=press", "/press", "/seminars", "/links", "/alerts", "/api", "/register/1")
# WCAG 2.2, 1.4.12.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }"
CLIPPED = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
  const style = getComputedStyle(one);
  if (!one.innerText || one.closest(".visually-hidden, .trap") || style.position === "absolute") return false;
  return (style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1) || (style.overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
# WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, links within a sentence excepted.
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")].filter(one => {
  if (one.closest(".visually-hidden, .trap, .doc p, .doc li, .doc dd, .note p") || one.matches(".visually-hidden")) return false;
  const target = one.matches("[type=radio], [type=checkbox]") ? one.closest("label") || one : one;
  const box = target.getBoundingClientRect();
  return box.width > 0 && (box.width < 23.5 || box.height < 23.5);
}).map(one => `${Math.round(one.getBoundingClientRect().width)}x${Math.round(one.getBoundingClientRect().height)} ${one.outerHTML.slice(0, 140)}`)"""
# What one sets by hand or presses has a bound in the reader's own colours.
BARE = """() => [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, textarea")].filter(one => {
  if (one.closest(".visually-hidden, .trap")) return false;
  const style = getComputedStyle(one);
  return one.getBoundingClientRect().width > 0 && style.borderTopWidth === "0px" && style.outlineStyle === "none" && !one.closest(".search") && !["radio", "checkbox"].includes(one.type);
}).map(one => one.outerHTML.slice(0, 120))"""
OUTSIDE = """() => [...document.querySelectorAll(".facts dd > *")].filter(one => {
  const box = one.getBoundingClientRect(), list = one.closest(".facts").getBoundingClientRect();
  return box.width > 0 && (box.left < list.left - 1 || box.right > list.right + 1);
}).map(one => one.textContent)"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => { const style = getComputedStyle(one);
  return parseFloat(style.transitionDuration) > 0.01 || parseFloat(style.animationDuration) > 0.01 }).map(one => one.outerHTML.slice(0, 80))"""
FOCUSED = """() => { const one = document.activeElement, style = getComputedStyle(one.closest(".search") && one.matches("input") ? one.closest(".search") : one);
  return {tag: one.tagName, text: (one.innerText || one.name || "").slice(0, 40), outline: parseFloat(style.outlineWidth) || 0, style: style.outlineStyle,
          shadow: style.boxShadow, top: one.getBoundingClientRect().top, bottom: one.getBoundingClientRect().bottom} }"""


def fits(page: Page, width: int, what: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{what}: wider than the window"
    assert page.evaluate(CLIPPED) == [], what


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_large_text_small_targets_own_colours_and_no_motion(visit: Visit, tag: str, kind: str) -> None:
    page, what = visit(f"/{tag}{kind}", width=640), f"{tag}{kind}"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        fits(page, width, f"{what} at 200 %")
    page.evaluate("document.documentElement.style.fontSize = ''")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SMALL) == [], what
    assert page.evaluate(OUTSIDE) == [], f"{what}: in the edge of its card"
    for width in (360, 960):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("[...document.querySelectorAll('.sideways')].every(one => one.scrollWidth <= one.clientWidth)"), f"{what}: the end of a table is out of sight"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == [], what
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.emulate_media(forced_colors="active")
    assert page.evaluate(BARE) == [], f"{what}: nothing bounds them"
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 800})
    # Letters of Arabic join: space between them is not for it.
    rule = SPACED if tag != "ar" else re.sub(r"letter-spacing:[^;]*;", "", SPACED)
    page.evaluate("rule => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule); document.adoptedStyleSheets = [sheet] }", rule)
    fits(page, 320, f"{what} spaced")
    page.context.close()


@pytest.mark.parametrize("kind", ["/", "/communiques", f"/communiques/{COMMUNIQUE}", "/contact", "/sitemap"])
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(visit: Visit, kind: str) -> None:
    page = visit(f"/fr{kind}", width=1280)
    page.keyboard.press("Tab")
    assert "contenu" in page.evaluate(FOCUSED)["text"], "the first stop leads past the menus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(page.url.partition("#")[0])
    stops = 0
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["tag"] == "BODY":
            break
        stops += 1
        assert (here["style"] != "none" and here["outline"] >= 2) or here["shadow"] != "none", f"{kind}: no sign of focus on {here}"
        assert here["bottom"] > 0, f"{kind}: {here} is out of sight"
    reachable = page.evaluate("""() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(one =>
        one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true}) && !one.closest("details:not([open]) > :not(summary)")).length""")
    groups = page.evaluate("new Set([...document.querySelectorAll('input[type=radio]')].map(one => one.name)).size")
    radios = page.evaluate("document.querySelectorAll('input[type=radio]').length")
    assert stops >= reachable - radios + groups, f"{kind}: {stops} stops for {reachable}"
    page.context.close()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_printed_pages_leave_the_menus_out_and_name_their_address(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques/{COMMUNIQUE}", width=1280)
    page.emulate_media(media="print")
    expect(page.locator("nav.sections")).not_to_be_visible()
    assert not page.locator("form.search").first.is_visible()
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(".printed")).to_be_visible()
    # An address that ends in a stroke, or goes on in the next line, keeps its order in an Arabic line.
    after = page.locator(".card a[href^=http]").first.evaluate("one => { const {direction, unicodeBidi} = getComputedStyle(one, '::after'); return [direction, unicodeBidi] }")
    assert after == ["ltr", "isolate"]
    assert len(page.pdf(format="A4")) > 10_000
    page.context.close()


def test_a_printed_list_holds_its_texts(visit: Visit) -> None:
    page = visit("/fr/communiques?theme=migration", width=1280)
    page.emulate_media(media="print")
    assert page.locator("article.item").first.is_visible()
    expect(page.locator("#facets")).not_to_be_visible()
    page.goto(page.url.partition("/fr/")[0] + "/fr/speeches")
    choosing = page.locator("p.tally, #found, nav.chips")
    assert choosing.count() == 4
    assert not [one for one in choosing.all() if one.is_visible()], "what is chosen by a click, and what its dates lead to, is nothing on paper"
    page.emulate_media(media="screen", forced_colors="active")
    bounds = page.locator(".sections .wide a").evaluate_all("all => all.map(one => getComputedStyle(one).borderBlockEndColor)")
    assert len(set(bounds)) == 2, "the line of the section that one is in is seen there alone"
    page.context.close()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_on_paper_no_heading_stands_over_a_form_and_no_note_above_a_name(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/press", width=1280)
    for medium, seen in (("screen", True), ("print", False)):
        page.emulate_media(media=medium)
        expect(page.locator("#ask")).to_be_visible(visible=seen)
        expect(page.locator("#follow")).to_be_visible()
    page.goto(page.url.replace("/press", "/links"))
    for medium, seen in (("print", False), ("screen", True)):
        page.emulate_media(media=medium)
        expect(page.locator(".directory .told").first).to_be_visible(visible=seen)
        expect(page.locator(".directory a").first).to_be_visible()
    page.goto(page.url.replace("/links", "/contact"))
    page.emulate_media(media="print")
    expect(page.locator(".aside .card").first).to_be_visible()
    page.context.close()


def test_arabic_texts_have_their_digits_and_marks_from_a_bundled_face(visit: Visit, staged: dict[str, str]) -> None:
    # What is staged exists in French alone: what the page says of it is Arabic all the same.
    page = visit("/ar/communiques", width=1280)
    assert page.locator(".item.foreign time").count()
    _drawn_in_bundled_faces(page, "main time", ".item.foreign time", ".tally .count")


def test_a_text_of_another_language_has_the_letters_of_its_own(visit: Visit) -> None:
    """A French text on an Arabic page is set as on a French one, and a code has letters and figures of one face."""
    page = visit(f"/ar/seminars/{code('2024-biological-weapons-workshop')}", width=1280)
    assert page.locator("main h1").get_attribute("lang") == "fr"
    for selector in ("main h1", ".doc.foreign p"):
        assert page.locator(selector).first.evaluate("one => getComputedStyle(one).fontFamily").startswith('"Mission Serif"')
    _drawn_in_bundled_faces(page, "main h1", ".doc.foreign p", ".doc-head .kicker bdi", ".facts .reference")


def _drawn_in_bundled_faces(page: Page, *selectors: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    for selector in selectors:
        faces: list[dict[str, object]] = []
        # A face arrives a little after the text that asks for it: what is drawn meanwhile is not what stays.
        for _ in range(40):
            page.evaluate("document.fonts.ready.then(() => true)")
            root = session.send("DOM.getDocument")["root"]["nodeId"]
            node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
            faces = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            if faces and all(face["isCustomFont"] for face in faces):
                break
            page.wait_for_timeout(500)
        assert faces
        assert all(face["isCustomFont"] for face in faces), faces


def test_paper_shows_the_short_address_and_no_other_texts(visit: Visit) -> None:
    page = visit(f"/ar/communiques/{COMMUNIQUE}", width=1280)
    page.emulate_media(media="print")
    printed = page.locator(".printed").inner_text()
    assert f"{visit.site.address}/d/{COMMUNIQUE}" in printed
    assert "%D" not in printed, "an address with Arabic in it fills a page"
    expect(page.locator(".card.related")).not_to_be_visible()
    expect(page.locator("#facts")).to_be_visible()
    # Reference, address and the whole digest, once; and no button.
    page.locator("details.digest").evaluate("one => one.open = true")
    digest = page.locator(".printed .digest").inner_text().split()[-1]
    assert len(digest) == 64
    assert page.locator("body").inner_text().count(digest) == 1
    assert "MPM/R/2026/" in printed
    for button in page.locator("button").all():
        assert not button.is_visible(), button.inner_text()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_what_happened_is_never_the_narrowest_column_of_a_chronology(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/integrity")
    for width in (320, 768, 960, 1024, 1100, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        dated, said, whose = (page.locator(f".chronology {one}").first.bounding_box() for one in ("dt", "dd", "dd + dd"))
        assert dated is not None
        assert said is not None
        assert whose is not None
        assert said["width"] >= max(dated["width"], whose["width"]) - 1, width
