"""Searching in a real browser: as one types, by keyboard alone, and as a plain form."""

import re
import time
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .conftest import Visit
from .test_accessibility import look

WORD = {"fr": "migration", "ar": "الهجرة"}


def masthead(page: Page) -> Locator:
    return page.locator("header form.search input")


def offered(page: Page, box: Locator, words: str) -> Locator:
    """Type in a box and wait for what it offers."""
    box.click()
    box.press_sequentially(words, delay=20)
    expect(box).to_have_attribute("aria-expanded", "true")
    return page.locator(f"#{box.get_attribute('aria-controls')} [role=option]")


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_results_come_as_one_types_and_the_address_follows(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques")
    page.locator("#q").press_sequentially(WORD[tag], delay=30)
    page.wait_for_url(lambda url: unquote(url).removesuffix("&begun=1").endswith(f"/{tag}/communiques?q={WORD[tag]}"))
    expect(page.locator("#results mark").first).to_be_visible()
    expect(page.locator("#announcement")).to_have_text(page.locator("[data-announce]").inner_text())
    assert WORD[tag] in page.title()
    assert page.evaluate("document.activeElement.id") == "q"
    count = page.locator("[data-announce]").inner_text()
    page.reload()
    assert page.locator("header").count() == page.locator("main h1").count() == 1
    assert page.locator("#q").input_value() == WORD[tag]
    assert page.locator("[data-announce]").inner_text() == count
    page.go_back()
    page.wait_for_url(f"**/{tag}/communiques")
    expect(page.locator("#q")).to_have_value("")
    assert page.locator("header").count() == 1


def test_the_address_of_what_was_typed_shows_the_same_again_until_the_words_are_sent(visit: Visit) -> None:
    page = visit("/fr/communiques")
    page.locator("#q").press_sequentially("mar", delay=20)
    page.wait_for_url("**/fr/communiques?q=mar&begun=1")
    typed = page.locator("[data-announce]").inner_text()
    page.reload()
    assert page.locator("[data-announce]").inner_text() == typed
    page.locator(".pages a[rel=next]").click()
    page.wait_for_url("**page=2*")
    assert page.locator("[data-announce]").inner_text() == typed
    page.go_back()
    page.wait_for_url("**/fr/communiques?q=mar&begun=1")
    assert page.locator("[data-announce]").inner_text() == typed
    page.locator("main .search button").click()
    page.wait_for_url("**/fr/communiques?q=mar")
    expect(page.locator("[data-announce]")).not_to_have_text(typed)
    whole = page.locator("[data-announce]").inner_text()
    page.reload()
    assert page.locator("[data-announce]").inner_text() == whole


def test_one_step_back_is_the_list_before_the_typing(visit: Visit) -> None:
    page = visit("/fr/communiques?theme=migration")
    page.locator("#q").press_sequentially("acc", delay=20)
    page.wait_for_url("**q=acc*")
    page.locator("#q").press_sequentially("ord", delay=20)
    page.wait_for_url("**q=accord*")
    page.locator("#q").press("Enter")
    page.wait_for_load_state("networkidle")
    page.go_back()
    page.wait_for_url("**/fr/communiques?theme=migration")


AROUND = """() => [document.title, document.querySelector("p.printed").textContent, Array.from(document.querySelectorAll(".languages a"), one => one.href),
    Array.from(document.head.querySelectorAll("link[rel=canonical], link[rel=alternate]"), one => [one.rel, one.hreflang, one.type, one.title, one.href]).sort()]"""


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_what_stands_around_a_list_that_has_changed_is_that_of_the_same_list_opened(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques")
    page.locator("input[name=theme][value=migration]").check()
    page.wait_for_url("**theme=migration*")
    assert page.locator(".languages a[hreflang=en]").get_attribute("href") == "/en/communiques?theme=migration"
    page.locator("#q").fill("accord")
    page.wait_for_url("**q=accord*")
    expect(page.locator(".chips")).to_contain_text("accord")
    changed = page.evaluate(AROUND)
    page.reload()
    assert page.evaluate(AROUND) == changed
    page.locator(".languages a[hreflang=es]").click()
    page.wait_for_url("**/es/communiques?**")
    assert page.locator("#q").input_value() == "accord"
    assert page.locator("input[name=theme][value=migration]").is_checked()


def test_a_slow_earlier_answer_does_not_overwrite_a_later_one(visit: Visit) -> None:
    page = visit("/fr/communiques")

    def late(route: Route) -> None:
        if "q=mi&" in route.request.url or route.request.url.endswith("q=mi"):
            time.sleep(1.5)
        route.continue_()

    page.route("**/communiques?*part=typed*", late)
    page.locator("#q").fill("mi")
    page.wait_for_timeout(350)
    page.locator("#q").fill("marrakech")
    page.wait_for_url("**q=marrakech*")
    page.wait_for_timeout(2000)
    assert "q=marrakech" in page.url
    expect(page.locator(".chips")).to_contain_text("marrakech")
    assert "marrakech" in page.title()
    page.locator("#q").select_text()
    page.keyboard.type("migr")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/communiques?q=migr*")
    page.wait_for_timeout(700)
    assert "begun" not in page.url, "what was sent is not overtaken by what was typed just before"


def test_an_answer_of_the_front_that_holds_back_haste_leaves_the_list_where_it_is(visit: Visit) -> None:
    page = visit("/fr/communiques?q=migration")
    page.route("**/communiques?*part=*", lambda route: route.fulfill(status=429, content_type="text/html", body="<html><body><h1>429</h1></body></html>"))
    count = page.locator("[data-announce]").inner_text()
    page.locator("#q").press_sequentially("s")
    expect(page.locator("#trouble")).to_be_visible()
    assert page.locator("[data-announce]").inner_text() == count
    assert page.locator("h1").all_inner_texts() != ["429"]


def test_the_masthead_offers_by_keyboard_as_a_combobox(visit: Visit) -> None:
    page = visit("/fr/")
    box = masthead(page)
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "false")
    assert page.locator(f"#{box.get_attribute('aria-controls')}").count() == 1
    options = offered(page, box, "migr")
    assert options.count() > 3
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    first = options.first
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox", "the focus stays in the box"
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "migr", "the first Escape closes and takes nothing away"
    box.press("ArrowDown")
    assert box.get_attribute("aria-expanded") == "true"
    target = page.locator("[role=option][aria-selected=true]").get_attribute("href")
    box.press("Enter")
    page.wait_for_url(f"**{target}")


def test_enter_without_a_choice_searches_the_words(visit: Visit) -> None:
    page = visit("/ar/")
    offered(page, masthead(page), "هجر")
    masthead(page).press("Enter")
    page.wait_for_url("**/ar/communiques?q=*")


def test_beside_live_results_bodies_and_themes_become_filters(visit: Visit) -> None:
    page = visit("/fr/communiques?kind=milestone")
    options = offered(page, page.locator("#q"), "oim")
    assert options.first.locator("small").inner_text() in ("Organisation", "Thème")
    expect(page.locator("#results mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/communiques?body=iom&kind=milestone")


@pytest.mark.parametrize(("tag", "words"), [("en", "observatory"), ("ar", "المرصد")])
def test_beside_live_results_a_title_leads_to_its_text(visit: Visit, tag: str, words: str) -> None:
    page = visit(f"/{tag}/communiques")
    options = offered(page, page.locator("#q"), words)
    title = options.locator("span").first.inner_text()
    expect(page.locator("#results h3 a, #results h2 a").first).to_have_text(title)
    look(page, "titles offered over the results")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{tag}/communiques/r\d"))
    expect(page.locator("h1")).to_have_text(title)


def test_offers_close_when_the_reader_goes_on(visit: Visit) -> None:
    page = visit("/fr/")
    offered(page, masthead(page), "migr")
    page.keyboard.press("Tab")
    expect(masthead(page)).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_a_slash_puts_the_cursor_in_the_box_but_not_while_one_writes(visit: Visit) -> None:
    page = visit("/fr/communiques")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("/")
    assert page.locator("#q").input_value() == "/"
    page.locator("#results input[type=checkbox]").first.focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q", "in a box to be ticked nobody writes"
    other = visit("/ar/kingdom")
    other.keyboard.press("/")
    assert other.evaluate("document.activeElement.name") == "q"


def test_the_slash_can_be_switched_off_for_this_browser(visit: Visit) -> None:
    page = visit("/ar/accessibility")
    switch = page.locator("button[data-slash]")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    look(page, "the switch of the key")
    page.goto(visit.site.address + "/fr/communiques")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.goto(visit.site.address + "/fr/accessibility")
    page.locator("button[data-slash]").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    assert visit("/fr/accessibility", scripts=False).locator("button[data-slash]").is_hidden()


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_dates_are_chosen_by_keyboard_from_many_years_to_one_month(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques")
    bars = page.locator(".histogram svg a")
    places = [box["x"] for box in (bars.nth(n).bounding_box() for n in range(bars.count())) if box]
    assert places == sorted(places, reverse=tag == "ar"), "time goes the way of reading"
    for step in ("years", "year", "month"):
        bar = page.locator(".histogram svg a").last
        room = bar.locator(".room").bounding_box()
        assert room is not None
        assert room["height"] > 48, "the room of a bar is as high as the drawing"
        said = bar.get_attribute("aria-label") or ""
        bar.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        count = page.locator("[data-announce]").inner_text()
        assert said.endswith(count), f"{step}: {said!r} promised, {count!r} shown"
        assert page.locator(".histogram [aria-current=true]").count() > 0
    assert re.search(r"from=\d{4}-\d{2}&to=\d{4}-\d{2}$", page.url)
    with page.expect_navigation():
        page.locator(".histogram .wider a").first.click()
    assert page.url.endswith(f"/{tag}/communiques")


def test_the_dates_are_a_table_too(visit: Visit) -> None:
    page = visit("/fr/communiques", scripts=False)
    page.locator("#dates-table summary").click()
    table = page.locator("#dates-table table")
    assert table.locator("tbody tr").count() == page.locator(".histogram svg a").count()
    table.locator("a").first.click()
    assert "from=" in page.url


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_a_plain_form_does_it_all(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/", scripts=False)
    masthead(page).fill(WORD[tag])
    masthead(page).press("Enter")
    assert page.locator("#results mark").count() > 0
    page.locator("select[name=sort]").select_option("oldest")
    page.locator(".sort button").click()
    assert "sort=oldest" in page.url
    page.locator("input[name=text][value=es]").check()
    page.locator("#facets .apply button").click()
    assert page.locator(".chips li").count() == 3
    years = [one.get_attribute("datetime") or "" for one in page.locator("article time").all()]
    assert years == sorted(years)


def test_on_a_telephone_filters_stay_open_while_they_are_set_and_lead_to_the_texts(visit: Visit) -> None:
    page = visit("/fr/communiques", width=360)
    page.locator("a.unfold").click()
    page.locator("input[name=theme][value=migration]").check()
    page.wait_for_url("**theme=migration*")
    expect(page.locator("a.unfold")).to_contain_text("(1)")
    expect(page.locator("#facets")).to_be_visible()
    page.locator("a.fold").click()
    expect(page.locator("#facets")).not_to_be_visible()
    box = page.locator(".chips").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 700


def test_what_is_folded_open_stays_open_while_results_change(visit: Visit) -> None:
    page = visit("/fr/communiques")
    page.locator("#dates-table summary").click()
    page.locator("#q").fill("maroc")
    page.wait_for_url("**q=maroc*")
    expect(page.locator("#results mark").first).to_be_visible()
    expect(page.locator("#dates-table table")).to_be_visible()


def test_a_lost_address_is_searched(visit: Visit) -> None:
    page = visit("/fr/migration-et-traite.html")
    box = page.locator("main form.search input")
    assert box.input_value() == "migration et traite"
    box.press("Enter")
    page.wait_for_url("**/fr/communiques?q=migration+et+traite")


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_axe_finds_nothing_in_any_state_of_searching(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/")
    offered(page, masthead(page), WORD[tag][:4])
    masthead(page).press("ArrowDown")
    looked_at(page, f"{tag}: offers of the masthead")
    page = visit(f"/{tag}/communiques")
    offered(page, page.locator("#q"), WORD[tag][:4])
    looked_at(page, f"{tag}: offers beside live results")
    for query in (f"q={WORD[tag]}", "theme=migration&from=2004&to=2004", "q=migratoin&kind=seminar"):
        page = visit(f"/{tag}/communiques?{query}#facets")
        if page.locator("#dates-table").count():
            page.locator("#dates-table").evaluate("one => { one.open = true }")
        looked_at(page, f"{tag}: {query}")


def looked_at(page: Page, what: str) -> None:
    look(page, what)
    page.context.close()


# What somebody pastes: a digest, an address, figures, and a word without end.
ENDLESS = ("c0ffee42" * 8, "https://www.ohchr.org/en/hr-bodies/hrc/regular-sessions/session-fifty-eight/documents", "1234567890" * 4, "m" * 200, "هجرة" * 50)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_a_word_without_end_is_broken_and_makes_no_page_wider_than_a_phone(visit: Visit, tag: str) -> None:
    page = visit(f"/{tag}/communiques", width=320)
    for at, word in enumerate(ENDLESS):
        for address in ("/communiques?q={}", "/communiques?q={}&theme=migration", "/communiques?q=-{}", "/communiques?q={}&begun=1", "/alerts?q={}", "/{}"):
            page.emulate_media(color_scheme=("light", "dark")[at % 2])  # type: ignore[arg-type]
            page.goto(f"{page.url.split(f'/{tag}/')[0]}/{tag}{address.format(quote(word, safe=''))}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, (address, word)
    page.goto(f"{page.url.split(f'/{tag}/')[0]}/{tag}/communiques?q={ENDLESS[0]}")
    look(page, f"{tag} {ENDLESS[0]}")
