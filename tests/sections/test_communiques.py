"""The list: filters, counts, words, pages, and nothing found."""

import re
from urllib.parse import unquote

from flask import Flask

from tests.strict import StrictClient, read


def count(page: str) -> int:
    return int(re.search(r"data-announce[^>]*>\s*(\d+)", page)[1])  # type: ignore[index]


def beside(page: str, facet: str, value: str) -> int:
    return int(re.search(rf'id="count-{facet}-{value}">(\d+)<', page)[1])  # type: ignore[index]


def test_the_count_beside_a_filter_is_what_the_list_then_holds(client: StrictClient) -> None:
    whole = client.get("/en/communiques").text
    for facet, value in (("theme", "migration"), ("body", "hrc"), ("kind", "milestone"), ("text", "es")):
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
    assert count(client.get("/fr/communiques?q=protocole+d'entente").text) == 1


def test_an_unknown_word_finds_nothing_and_is_helped(client: StrictClient) -> None:
    page = client.get("/fr/communiques?q=inexistant&theme=migration")
    assert page.status_code == 200
    assert "Rien n’a été trouvé" in page.text
    assert "Retirez un filtre" in page.text


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
    listed = client.get("/es/communiques?q=africaine+retour+addis").text
    address = unquote(re.search(r'<h2><a href="([^"]+)"', listed)[1])  # type: ignore[index]
    page = client.get(address).text
    assert '<h1 lang="fr" dir="ltr">' in page
    assert "Este texto no existe en el idioma de esta página." in page
    assert 'rel="alternate" hreflang="es"' not in page
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
