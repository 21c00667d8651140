"""The list: filters, counts, words, pages, and nothing found."""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask

from mission.extensions import engines
from mission.models import Kind
from mission.services import publishing
from mission.services.search import indexing
from tests import building
from tests.conftest import Clock
from tests.seeded import code
from tests.strict import StrictClient, read


def count(page: str) -> int:
    return int(re.search(r"data-announce[^>]*>\s*(\d+)", page)[1])  # type: ignore[index]


def beside(page: str, facet: str, value: str) -> int:
    return int(re.search(rf'id="count-{facet}-{value}">(\d+)<', page)[1])  # type: ignore[index]


def test_the_count_beside_a_filter_is_what_the_list_then_holds(client: StrictClient) -> None:
    whole = client.get("/en/communiques").text
    for facet, value in (("theme", "migration"), ("body", "hrc"), ("text", "es")):
        promised = beside(whole, facet, value)
        assert promised == count(client.get(f"/en/communiques?{facet}={value}").text) > 0


def test_a_facet_is_counted_as_if_its_own_filter_were_off(client: StrictClient) -> None:
    whole, narrowed = client.get("/en/communiques").text, client.get("/en/communiques?theme=migration").text
    assert beside(whole, "theme", "trade") == beside(narrowed, "theme", "trade")
    assert beside(narrowed, "body", "iom") <= beside(whole, "body", "iom")
    both = count(client.get("/en/communiques?theme=migration&theme=trade").text)
    assert both == beside(whole, "theme", "migration") + beside(whole, "theme", "trade")


def test_words_are_found_without_accents_and_in_arabic_spellings(client: StrictClient) -> None:
    for address in ("/fr/communiques?q=traite+marrakech", "/fr/communiques?q=MARRAKECH+adopté", "/ar/communiques?q=الانسان", "/ar/communiques?q=مراكش", "/en/communiques?q=2005"):
        assert count(client.get(address).text) > 0, address
    assert count(client.get("/fr/communiques?q=protocole+d'entente").text) == 2


def test_an_unknown_word_finds_nothing_and_is_helped(client: StrictClient) -> None:
    page = client.get("/fr/communiques?q=inexistant&theme=migration")
    assert page.status_code == 200
    assert "Rien n’a été trouvé" in page.text
    assert "Retirez un filtre" in page.text


def test_words_that_only_a_page_answers_lead_there(client: StrictClient) -> None:
    """Who asks the search for a passport or for the press finds the page, not a word that is spelt like it."""
    cases = ("/fr/communiques?q=passeport", "links"), ("/ar/communiques?q=جواز السفر", "links"), ("/es/communiques?q=consulado", "contact"), ("/en/communiques?q=press", "press"), ("/fr/communiques?q=hymne", "kingdom")
    for address, room in cases:
        page = client.get(address).text
        places = page.partition('<section class="meant"')[2].partition("</section>")[0]
        assert f'href="/{address[1:3]}/{room}"' in places, address
    assert 'class="meant"' not in client.get("/fr/communiques?q=inexistant&theme=migration").text


def test_chips_lead_to_the_list_without_their_filter(client: StrictClient) -> None:
    page = read(client.get("/en/communiques?theme=migration&from=2005&q=iom").text)
    chips = [a["href"] for a in page.all("a") if (a.get("aria-label") or "").startswith("Remove the filter")]
    assert len(chips) == 3
    assert all(href is not None and client.get(href).status_code == 200 for href in chips)
    assert not any("theme=migration" in (href or "") and "from=2005" in (href or "") and "q=iom" in (href or "") for href in chips)


def test_years_and_orders(client: StrictClient) -> None:
    page = client.get("/en/communiques?from=2002&to=2006&sort=oldest").text
    years = [int(one[:4]) for one in re.findall(r'datetime="(\d{4})', page)]
    assert years == sorted(years)
    assert 2002 <= min(years) <= max(years) <= 2006
    turned = client.get("/en/communiques?from=2006&to=2002").text
    assert count(turned) == count(page)


def test_pages_of_twenty_with_stable_links(client: StrictClient) -> None:
    first = client.get("/fr/communiques").text
    last = -(-count(first) // 20)
    assert last > 2
    shown = [client.get(f"/fr/communiques?page={number}").text.count("<article") for number in range(1, last + 1)]
    assert shown[:-1] == [20] * (last - 1)
    assert sum(shown) == count(first)
    assert client.get(f"/fr/communiques?page={last + 1}").status_code == 404


def test_a_fragment_has_its_own_address_and_names_the_pages(client: StrictClient) -> None:
    part = client.get("/fr/communiques?q=accord&part=results")
    assert part.text.lstrip().startswith('<div id="results"')
    assert part.headers["HX-Push-Url"] == "/fr/communiques?q=accord"
    assert client.get("/fr/communiques?q=accord").text.count('id="results"') == 1
    assert client.get("/fr/communiques?part=nothing").status_code == 404
    plain = client.get("/fr/communiques?q=accord", headers={"HX-Request": "true"})
    assert plain.data == client.get("/fr/communiques?q=accord").data


def test_a_document_page_shows_what_belongs_to_it(client: StrictClient) -> None:
    listed = client.get("/ar/communiques?q=ماكينلي").text
    address = unquote(re.search(r'<h2><a href="([^"]+)"', listed)[1])  # type: ignore[index]
    page = client.get(address).text
    for wanted in ("22 فبراير 2005", "MPM/R/2026/", "محطة", "الهجرة", "المنظمة الدولية للهجرة", 'rel="prev"', 'rel="next"', "في الموضوع نفسه"):
        assert wanted in page, wanted
    assert 'hreflang="fr"' in page
    assert page.count('rel="alternate"') == 5


def test_a_text_in_two_languages_is_never_passed_off_as_a_third(client: StrictClient) -> None:
    listed = client.get("/es/communiques?q=vingt+ans+marrakech").text
    address = unquote(re.search(r'<h2><a href="([^"]+)"', listed)[1])  # type: ignore[index]
    page = client.get(address).text
    assert '<h1 lang="fr" dir="ltr">' in page
    assert "Este texto no existe en el idioma de esta página." in page
    assert 'rel="alternate" hreflang=' not in page, "the languages that it has would not name this page back"
    assert re.search(r'rel="canonical" href="http://localhost:8000/fr/', page)


def test_milestones_are_never_shown_as_communiques_of_their_day(client: StrictClient) -> None:
    for tag, words in (("fr", "D’après des sources publiques"), ("ar", "من مصادر عمومية"), ("en", "From public sources"), ("es", "A partir de fuentes públicas")):
        page = client.get(f"/{tag}/communiques").text
        assert page.count(words) == page.count("<article")


def test_the_number_of_queries_does_not_grow_with_the_list(app: Flask, client: StrictClient) -> None:
    from sqlalchemy import event

    from mission.extensions import engines

    seen: list[str] = []
    event.listen(engines.reader, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for address, most in (("/fr/", 20), ("/fr/communiques", 20), ("/fr/themes", 16), ("/fr/sitemap", 12), ("/fr/contact", 3)):
        client.get(address)
        seen.clear()
        client.get(address)
        assert len(seen) <= most, f"{address}: {len(seen)}"


def sampled(clock: Clock) -> None:
    """Samples with sessions, in two languages, one whose title is markup."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        for held, day, title in (
            ("HRC57", date(2024, 9, 12), "Échantillon : <script>alert(1)</script> & la zibeline"),
            ("HRC58", date(2025, 3, 4), "Échantillon : l’autre zibeline"),
            ("HRC58", date(2025, 3, 9), "Échantillon : encore une zibeline"),
        ):
            content = building.content(session=held, dated_start=day, bodies=("hrc",), translations={"fr": building.text(title)})
            edition = publishing.draft(session, writer, Kind.STATEMENT, content, at=clock())
            building.release(session, edition, writer, approver, clock())
        building.released(session, writer, approver, clock(), translations={"ar": building.text("عينة: السمور")}, dated_start=date(2025, 7, 1))
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)


def test_sessions_and_months_are_counted_as_if_their_own_filter_were_off(app: Flask, client: StrictClient, clock: Clock) -> None:
    sampled(clock)
    page = client.get("/fr/communiques?q=zibeline&session=HRC58").text
    assert count(page) == 2
    assert re.findall(r'name="session" value="([^"]+)"( checked)?', page) == [("HRC58", " checked"), ("HRC57", "")]
    assert "Session\xa0: HRC58" in page
    year = client.get("/fr/communiques?q=zibeline&from=2025&to=2025").text
    assert count(year) == 2
    assert 'aria-label="mars 2025 : 2 textes"' in unescape(year).replace("\xa0", " ")
    month = client.get("/fr/communiques?q=zibeline&from=2025-03&to=2025-03").text
    assert count(month) == 2
    assert ">mars 2025<" in month, "one chip for the month"
    assert 'value="2025-03" selected' in month
    assert count(client.get("/fr/communiques?q=zibeline&from=2025-04&to=2025-12").text) == 0


def test_markup_in_words_and_titles_is_text_and_what_answers_is_marked(app: Flask, client: StrictClient, clock: Clock) -> None:
    sampled(clock)
    page = client.get("/fr/communiques?q=zibeline").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; la <mark>zibeline</mark>" in page
    assert "l’autre <mark>zibeline</mark>" in page
    for typed in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"):
        for part in ("", "results", "typed", "offers"):
            answer = client.get("/fr/communiques", query_string={"q": typed, **({"part": part} if part else {})})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text


def test_many_years_are_shown_together_then_each_then_its_months(client: StrictClient) -> None:
    page = client.get("/en/communiques").text
    spans = re.findall(r'<th scope="row"><a href="([^"]+)">(\d{4}) to (\d{4})</a></th><td>(\d+)</td>', page)
    assert 2 <= len(spans) <= 16
    for href, first, last, promised in spans[-2:]:
        assert f"from={first}" in href
        assert f"to={last}" in href
        inside = client.get(unescape(href)).text
        assert count(inside) == int(promised)
        assert f"{first} to {last}" in inside, "one chip for the span"
        years = re.findall(r'<th scope="row"><a href="([^"]+)" aria-current="true">(\d{4})</a></th><td>(\d+)</td>', inside)
        assert years
        assert all(first <= year <= last for _, year, _ in years)
        assert "All the years" in inside
        months = client.get(unescape(years[0][0])).text
        assert "Months" in months
        assert max(float(width) for width in re.findall(r'class="bar"[^>]* width="([\d.]+)"', inside + months)) <= 24, "few bars stay bars"
        assert f"{first} to {last}" in months, "the way back to the span"


def test_what_lies_in_one_year_is_shown_by_its_months(app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        for month, held in ((1, "HRC58"), (2, "HRC58"), (2, "HRC58"), (3, "HRC59"), (3, "HRC59")):
            content = building.content(session=held, dated_start=date(2025, month, 4), bodies=("hrc",), translations={"fr": building.text("Une zibeline")})
            building.release(session, publishing.draft(session, writer, Kind.STATEMENT, content, at=clock()), writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    # By the database alone, and by the index.
    for follow in (False, True):
        assert not follow or indexing.keep_up(engines.reading)
        for query, told in (
            ("session=HRC58", {"2025-01": 1, "2025-02": 2}), ("session=HRC58&from=2025", {"2025-01": 1, "2025-02": 2}), ("session=HRC59", {}),
            ("session=HRC58&session=HRC59&from=2025-01&to=2026-02", {"2025-01": 1, "2025-02": 2, "2025-03": 2}),
            *((("q=zibeline", {"2025-01": 1, "2025-02": 2, "2025-03": 2}),) if follow else ()),
        ):  # fmt: skip
            page = client.get(f"/fr/communiques?{query}").text
            bars = re.findall(r'<th scope="row"><a href="([^"]+)"[^>]*>[^<]+</a></th><td>(\d+)</td>', page)
            assert {re.search(r"from=([\d-]+)", href)[1]: int(number) for href, number in bars} == told, (query, follow)  # type: ignore[index]
            assert ("Toutes les années" in page) == ("from=" in query), query
            for href, number in bars:
                assert count(client.get(unescape(href)).text) == int(number)


def test_a_text_of_a_year_is_under_no_month_and_is_not_lost_in_silence(client: StrictClient) -> None:
    for year, alone in ((2006, 1), (2018, 1), (1998, 1)):
        page = unescape(client.get(f"/fr/communiques?from={year}&to={year}").text).replace("\xa0", " ")
        assert f"Seule l’année est connue : {alone} texte" in page
        bars = re.findall(r'<th scope="row"><a href="([^"]+)"[^>]*>([^<]+)</a></th><td>(\d+)</td>', page)
        assert f"janvier {year}" not in {label for _, label, _ in bars}
        assert [count(client.get(href).text) for href, _, _ in bars] == [int(number) for _, _, number in bars]
    assert "<svg viewBox=\"0 -2" not in page, "no bar is drawn where no month is known"
    for tag, query, said, whole in (
        ("fr", "from=2006-02&to=2006-12", "Hors de cette liste, car seule l’année est connue : 1 texte.", "Par années entières : 2006"),
        ("es", "from=1998-01&to=1998-01", "Fuera de esta lista, porque solo se conoce el año: 1 texto.", "Por años completos: 1998"),
        ("en", "from=2001-03&to=2006-06&theme=migration", "Left out, since the year alone is known: 1 text.", "By whole years: 2001 to 2006"),
        ("ar", "from=2006-02&to=2006-12", "خارج هذه القائمة، إذ لا يُعرف من التاريخ إلا السنة: نص واحد.", "بالسنوات الكاملة: 2006"),
    ):
        page = unescape(client.get(f"/{tag}/communiques?{query}").text).replace("\xa0", " ")
        told = re.search(rf'{re.escape(said)} <a href="([^"]+)">{whole}</a>', page)
        assert told, (tag, query)
        assert "precision" not in told[1]
        assert count(client.get(told[1]).text) > count(page)
        form = client.get(re.search(r'href="(/[a-z]{2}/alerts\?[^"]+)"', page)[1]).text  # type: ignore[index]
        assert "2006" in form or "1998" in form
    for query in ("from=2006&to=2006", "from=2006-01&to=2006-12", "from=2013-02", "theme=migration"):
        assert "Left out" not in client.get(f"/en/communiques?{query}").text, query
    assert "It goes by months" in client.get("/en/alerts?from=2006-02").text
    assert "It goes by months" not in client.get("/en/alerts?from=2006-01&to=2007-12").text


def test_the_title_and_the_orders_say_what_is_shown(client: StrictClient) -> None:
    page = client.get("/es/communiques?q=migración").text
    assert "<title>Comunicados: migración – " in page
    assert client.get("/es/communiques?q=migración&part=results").text.count('data-title="Comunicados: migración – ') == 1
    orders = re.search(r'<select name="sort">(.*?)</select>', page)
    assert orders is not None
    assert re.findall(r'value="([^"]*)"', orders[1]) == ["", "newest", "oldest", "released"]
    plain = re.search(r'<select name="sort">(.*?)</select>', client.get("/es/communiques").text)
    assert plain is not None
    assert re.findall(r'value="([^"]*)"', plain[1]) == ["", "oldest", "released"]


@pytest.mark.parametrize("sorts", [("oldest", ""), ("", "oldest")])
def test_the_dates_of_a_list_lead_on_in_its_own_order_whoever_saw_them_first(client: StrictClient, sorts: tuple[str, str]) -> None:
    for sort in sorts:
        page = read(client.get(f"/es/communiques?theme=health&body=who{f'&sort={sort}' if sort else ''}").text)
        drawn = {a["href"] or "" for a in page.all("a") if re.search(r"[?&]from=\d", a.get("href") or "")}
        assert drawn
        assert {f"sort={sort}" in one if sort else "sort=" not in one for one in drawn} == {True}


def test_offers_are_options_that_lead_somewhere(client: StrictClient) -> None:
    whole = client.get("/fr/communiques?q=migr&part=offers").text
    assert whole.startswith('<ul id="offers" role="listbox"')
    hrefs = [unescape(href) for href in re.findall(r'role="option"[^>]* href="([^"]+)"', whole)]
    assert len(hrefs) == whole.count('role="none"') > 3
    assert all(client.get(href).status_code == 200 for href in hrefs)
    names = client.get("/fr/communiques?q=oim&kind=milestone&part=offers").text
    assert re.findall(r'href="([^"]+)"', names)[0] == "/fr/communiques?body=iom&amp;kind=milestone"
    for empty in ("", "a", "xqzw"):
        assert "option" not in client.get("/fr/communiques", query_string={"q": empty, "part": "offers"}).text


def test_titles_are_offered_of_the_texts_that_the_filters_leave(client: StrictClient) -> None:
    """What stands below the box is never contradicted by what is offered over it."""
    box = re.search(r'<input type="search" id="q"[^>]*>', client.get("/en/communiques").text)
    assert box
    assert 'data-offers="offers"' in box[0]
    every = set()
    for narrowed in ("", "&theme=health", "&theme=migration", "&kind=statement"):
        titles = set(re.findall(r'href="/en/[a-z]+/([cdvsr]\d{4}-\d{3})/', client.get(f"/en/communiques?q=mor{narrowed}&part=offers").text))
        assert bool(titles) == (narrowed != "&kind=statement"), narrowed
        assert titles <= set(re.findall(r"/([cdvsr]\d{4}-\d{3})", client.get(f"/en/communiques.csv?q=mor&begun=1{narrowed}").text)), narrowed
        every |= titles
    assert len(every) > 5, "others are offered where filters are set"


def test_a_browsers_own_box_gets_suggestions(client: StrictClient) -> None:
    answer = client.get("/ar/communiques/suggestions.json", query_string={"q": "هجر"})
    assert answer.content_type == "application/x-suggestions+json; charset=utf-8"
    words, labels, kinds, addresses = json.loads(answer.get_data())
    assert words == "هجر"
    assert len(labels) == len(kinds) == len(addresses) > 0
    assert all(client.get(one.removeprefix("http://localhost:8000")).status_code == 200 for one in addresses)
    assert json.loads(client.get("/fr/communiques/suggestions.json").get_data()) == ["", [], [], []]


def test_nothing_found_leads_on_only_where_something_is(client: StrictClient) -> None:
    page = client.get("/en/communiques?q=migratoin").text
    assert re.search(r'Did you mean:.*?<a href="/en/communiques\?q=migration"', page)
    filtered = client.get("/en/communiques?q=migratoin&kind=seminar").text
    assert re.search(r'Did you mean:.*?<a href="/en/communiques\?q=migration"', filtered)
    freed = client.get("/en/communiques?q=marrakech&from=1960&to=1960").text
    assert re.search(r'<a href="/en/communiques\?q=marrakech">“marrakech” without the filters: \d+ texts', freed)
    # Whoever follows another spelling is told beforehand where the filters are left behind, and where they are not.
    for filters in ("theme=disarmament", "from=1950&to=1960", "kind=seminar"):
        told = re.search(r'href="(/en/communiques\?q=migration)"><bdi>migration</bdi> \(without the filters: (\d+) texts\)</a>', client.get(f"/en/communiques?q=migratoin&{filters}").text)
        assert told, filters
        assert count(client.get(told[1]).text) == int(told[2])
    kept = unescape(client.get("/en/communiques?q=migratoin&theme=human-rights").text)
    assert 'href="/en/communiques?q=migration&theme=human-rights"><bdi>migration</bdi></a>' in kept
    lost = client.get("/en/communiques?q=xqzwvk").text
    assert "Did you mean" not in lost
    assert "without the filters" not in lost


def test_where_no_text_holds_every_word_those_with_most_of_them_are_shown(client: StrictClient) -> None:
    """But what is asked for as it stands, a number or what is quoted, is there or it is not."""
    for tag, q, first in (
        ("fr", "élection OMS conseil executif", "r2026-076"), ("ar", "تشغيل الأطفال", "r2026-104"), ("en", "what says resolution 2797", "r2026-102"),
    ):  # fmt: skip
        nothing, _, near = client.get(f"/{tag}/communiques", query_string={"q": q}).text.partition('<section class="near"')
        assert 'id="nothing"' in nothing, q
        assert f"/{first}/" in near.partition("</article>")[0], q
    for q in ("résolution 2798", "“droit de l’homme” conseil", "MPM/C/2026/999 Maroc", "xqzwvk xqzwvq", "conseile de securitte", "inexistant"):
        assert 'class="near"' not in client.get("/fr/communiques", query_string={"q": q}).text, q


def test_a_text_found_in_another_language_says_where_and_leads_there(client: StrictClient) -> None:
    page = client.get("/fr/communiques?q=الهجرة").text
    found = re.findall(r'Trouvé dans.*?<a href="([^"]+)" hreflang="ar" lang="ar" dir="rtl">العربية</a>', page)
    assert found
    assert "الهجرة" in client.get(found[0], follow_redirects=True).text


def test_languages_are_named_in_their_own_direction(client: StrictClient) -> None:
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in client.get("/fr/communiques").text
    assert '<bdi lang="fr" dir="ltr">Français</bdi>' in client.get("/ar/communiques").text


def test_a_facet_that_narrows_nothing_is_hidden_and_a_list_of_milestones_says_so(client: StrictClient) -> None:
    every = client.get("/fr/communiques").text
    assert 'name="kind"' not in every
    assert 'name="theme"' in every
    assert "Tous ces textes sont des repères" in every
    assert 'name="kind" value="milestone" checked' in client.get("/fr/communiques?kind=milestone").text, "what is chosen can be taken away"


def results(client: StrictClient, address: str) -> tuple[int, list[str]]:
    page = client.get(address)
    assert page.status_code == 200, address
    return count(page.text), [a["href"] or "" for a in read(page.text).all("a") if re.search(r"/[cdvsr]\d{4}-\d{3}", a.get("href") or "")]


def test_what_was_found_while_typing_is_found_again_by_its_address(client: StrictClient) -> None:
    """A reader reloads, shares, or goes on to the second page: it is the list that was on the screen."""
    typed = client.get("/fr/communiques?q=mar&part=typed")
    pushed = typed.headers["HX-Push-Url"]
    assert pushed == "/fr/communiques?q=mar&begun=1"
    assert count(typed.text) > count(client.get("/fr/communiques?q=mar").text)
    assert results(client, pushed) == results(client, "/fr/communiques?q=mar&part=typed")
    following = [unescape(href) for href in re.findall(r'href="([^"]*page=2[^"]*)"', typed.text)]
    assert following
    assert {count(client.get(one).text) for one in following} == {count(typed.text)}
    # A filter that is set goes on with it, the button of the box asks for the word itself.
    narrowed = client.get("/fr/communiques?q=mar&begun=1&kind=milestone&part=results")
    assert "begun=1" in narrowed.headers["HX-Push-Url"]
    assert count(narrowed.text) > count(client.get("/fr/communiques?q=mar&kind=milestone").text)
    whole = client.get("/fr/communiques?q=mar&begun=1&begun=0&part=results")
    assert whole.headers["HX-Push-Url"] == "/fr/communiques?q=mar"
    assert count(whole.text) == count(client.get("/fr/communiques?q=mar").text)


def test_feeds_and_letters_of_a_begun_word_say_so_and_the_whole_word_is_offered_beside_them(client: StrictClient) -> None:
    typed = client.get("/fr/communiques?q=mar&begun=1").text
    assert "/fr/communiques.atom?begun=1&amp;q=mar" in typed
    assert "/fr/alerts?begun=1&amp;q=mar" in typed
    assert re.search(r'class="follow"><span>Cette liste, ses fils.*?href="/fr/communiques\?q=mar"', typed)
    whole = client.get("/fr/communiques?q=mar").text
    assert "/fr/communiques.atom?q=mar" in whole
    assert "Cette liste, ses fils" not in whole


def test_a_whole_word_has_the_same_address_typed_and_sent(client: StrictClient) -> None:
    typed = client.get("/fr/communiques?q=chypre&part=typed")
    assert typed.headers["HX-Push-Url"] in ("/fr/communiques?q=chypre", "/fr/communiques?q=chypre&begun=1")
    nothing = client.get("/fr/communiques?q=xqzwv&part=typed")
    assert nothing.headers["HX-Push-Url"] == "/fr/communiques?q=xqzwv"


def test_the_second_page_says_so_in_its_title(client: StrictClient) -> None:
    for address in ("/fr/communiques", "/fr/register"):
        titles = [re.search(r"<title>(.*?)</title>", client.get(f"{address}{tail}").text)[1] for tail in ("", "?page=2")]  # type: ignore[index]
        assert "page" not in titles[0]
        assert "page\u00a02" in titles[1]


def test_no_mark_stands_alone_between_links(client: StrictClient) -> None:
    for address in ("/fr/communiques", "/fr/themes/territorial", "/fr/communiques?q=migration"):
        page = client.get(address).text
        row = re.search(r'<p class="follow">.*?</p>', page)
        assert "·" not in (row[0] if row else "")
        assert "·" not in "".join(re.findall(r'<dl class="facts">.*?</dl>', page, re.S))


def test_every_box_follows_the_direction_of_what_is_written(client: StrictClient) -> None:
    for address in ("/ar/", "/ar/communiques", "/ar/communiques/nowhere"):
        boxes = re.findall(r'<input type="search"[^>]*>', client.get(address).text)
        assert boxes
        assert all('dir="auto"' in one for one in boxes), address


def test_every_language_that_answers_is_told_and_only_those(client: StrictClient) -> None:
    html = client.get("/fr/communiques?q=marrakech+migration").text
    lines = re.findall(r'<p class="elsewhere">(.*?)</p>', html)
    assert lines
    assert any('<span lang="fr" dir="ltr">Français</span>' in one and 'hreflang="en"' in one for one in lines)
    arabic = re.findall(r'<p class="elsewhere">(.*?)</p>', client.get("/fr/communiques?q=الهجرة").text)
    assert arabic
    assert any('hreflang="ar"' in one and "<span" not in one for one in arabic)


def offered(client: StrictClient, q: str) -> list[str]:
    page = client.get("/fr/communiques", query_string={"q": q, "part": "offers"}).text
    return re.findall(r'role="option" [^>]*href="([^"]+)"', page)


def test_what_is_excluded_is_not_offered(client: StrictClient) -> None:
    titles = [one for one in offered(client, "accord -oim") if re.search(r"/[cdvsr]\d{4}-", one)]
    assert titles
    without = client.get("/fr/communiques?q=accord+-oim").text + client.get("/fr/communiques?q=accord+-oim&page=2").text
    assert all(one.split("/")[3] in without for one in titles)
    assert not [one for one in offered(client, "accord -oim") if "body=iom" in one]


@pytest.mark.parametrize(
    ("q", "filters"),
    [
        ("المنظ", "body=iom"), ("هجر", "theme=migration"), ("وبالهجر", "theme=migration"), ("حقوق ال", "theme=human-rights"), ("للاجئ", "body=unhcr"),
        ("حقوق الإن", "body=ohchr"),
    ],
)  # fmt: skip
def test_a_begun_arabic_word_offers_bodies_and_themes(client: StrictClient, q: str, filters: str) -> None:
    for tag in ("ar", "fr"):
        page = client.get(f"/{tag}/communiques", query_string={"q": q, "part": "offers"}).text
        assert f'href="/{tag}/communiques?{filters}"' in page


def test_a_reference_offers_its_text(client: StrictClient) -> None:
    reference = re.search(r"MPM/R/\d{4}/\d{3}", client.get("/fr/communiques").text)[0]  # type: ignore[index]
    code = reference.removeprefix("MPM/R/").replace("/", "-")
    assert f"/r{code}/" in offered(client, reference)[0]


def test_nothing_found_leaves_no_empty_column(client: StrictClient) -> None:
    page = client.get("/fr/communiques?q=xqzwv").text
    assert "filters-first" not in page
    assert 'id="facets"' not in page
    narrowed = client.get("/fr/communiques?q=xqzwv&theme=health").text
    assert 'id="facets"' in narrowed


def test_what_stands_under_the_same_subject_is_of_that_subject(client: StrictClient) -> None:
    """A world conference on roads shares words with the Global Compact, and nothing else."""
    page = client.get(f"/fr/communiques/{code('2018-global-compact')}", follow_redirects=True).text
    card = re.search(r'<section class="card related">(.*?)</section>', page, re.DOTALL)
    assert card is not None
    assert card[1].count("<li>") >= 3
    assert "sécurité routière" not in card[1]
    assert code("2018-migration-message") in card[1]


@pytest.mark.parametrize("value", ["0001", "0001-01", "0001-01-01", "1000-01", "9999", "9999-12", "9999-12-31"])
def test_dates_at_the_ends_of_the_calendar_are_no_trouble_anywhere(client: StrictClient, value: str) -> None:
    for path in ("/fr/communiques", "/fr/communiques.atom", "/fr/communiques.csv", "/fr/communiques.json", "/fr/speeches", "/fr/alerts", "/api/v1/documents"):
        for query in (f"from={value}", f"to={value}", f"from={value}&to={value}&sort=oldest", f"q={value}", f"q=eau&from={value}"):
            assert client.get(f"{path}?{query}").status_code < 500, (path, query)


def test_a_page_that_a_list_has_no_more_keeps_its_words(client: StrictClient) -> None:
    for q, words in (("mi", "mi"), ("xqzwv", "xqzwv"), ("migration “Rabat”", "migration “Rabat”")):
        answer = client.get("/en/communiques", query_string={"q": q, "page": 99})
        assert answer.status_code == 404
        assert f'name="q" value="{words}"' in answer.text


def test_the_title_names_the_words_and_the_filters(client: StrictClient) -> None:
    titles = [re.search(r"<title>(.*?) – ", client.get(f"/fr/communiques{tail}").text)[1] for tail in ("", "?theme=migration", "?q=accord&theme=migration", "?body=iom&from=2015&to=2015")]  # type: ignore[index]
    assert titles == ["Communiqués", "Communiqués · Migrations", "Communiqués\u00a0: accord · Migrations", "Communiqués · OIM · 2015"]


@pytest.mark.parametrize("word", ["pêche", "peche", "pesca"])
def test_a_word_that_is_merely_like_a_rooms_name_is_not_met_with_that_room(client: StrictClient, word: str) -> None:
    page = client.get("/fr/communiques", query_string={"q": word}).text.partition("<main")[2].partition("</main>")[0]
    assert "/fr/speeches" not in page
    assert '"/fr/press"' not in page


@pytest.mark.parametrize("word", ["الوكالة", "وكالة", "الوالي", "والد", "بالون"])
def test_a_word_of_arabic_that_no_text_has_is_not_looked_for_by_its_last_letter(client: StrictClient, word: str) -> None:
    page = client.get("/ar/communiques", query_string={"q": word}).text.partition("<main")[2]
    assert "<mark>" not in page
