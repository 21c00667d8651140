"""Addresses that nothing answers: the earlier site's, those with another or no language, those that are nearly right."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import JournalEntry, Person
from mission.services import legacy, publishing, seeding, visibility
from tests.seeded import COMMUNIQUE, COMMUNIQUE_REFERENCE

from .. import building
from ..conftest import Clock
from ..strict import StrictClient
from .desk.test_door import come_in, form_token

SPELT = {
    "/FR/communiques": "/fr/communiques",
    "/en-GB/themes/migration": "/en/themes/migration",
    "/fra/seminars": "/fr/seminars",
    "/ara/kingdom/": "/ar/kingdom",
    "/es/links/": "/es/links",
    "/fr/fr/kingdom": "/fr/kingdom",
    "/fr/kingdom.html": "/fr/kingdom",
    "/ar/themes/migration.htm": "/ar/themes/migration",
    "/fr/communiques/?theme=health": "/fr/communiques?theme=health",
    "/EN/Links": "/en/links",
    "/fr/Kingdom": "/fr/kingdom",
    "/fr/Themes/Migration/IOM/": "/fr/themes/migration/iom",
    "/es/THEMES/MIGRATION.HTML": "/es/themes/migration",
    "/fr/Communiques?theme=health": "/fr/communiques?theme=health",
    "/fr/pages/270.html/": "/fr/themes/migration/iom",
    "/fr-CH//kingdom": "/fr/kingdom",
    "/english/index.html": "/en/",
    "/arabe/kingdom": "/ar/kingdom",
    "/Arabe/pages/270.html": "/ar/themes/migration/iom",
    "/français/links": "/fr/links",
    "/español/kingdom": "/es/kingdom",
    "/ingles/kingdom": "/en/kingdom",
    "/العربية/kingdom": "/ar/kingdom",
    "/الإنجليزية/kingdom": "/en/kingdom",
}


def test_another_spelling_of_the_language_is_one_step_away(client: StrictClient) -> None:
    for asked, found in SPELT.items():
        answer = client.get(asked)
        assert (answer.status_code, answer.headers.get("Location")) == (301, found), asked
        assert client.get(found).status_code == 200


@pytest.mark.parametrize("rest", ["seminars/CODE", "REFERENCE", "d/CODE", "CODE", "REFERENCE.html"])
@pytest.mark.parametrize(("spelt", "tag"), [("english", "en"), ("en-GB", "en"), ("arabic", "ar"), ("ara", "ar"), ("español", "es")])
def test_a_code_or_a_reference_behind_another_spelling_is_shown_in_that_language(client: StrictClient, spelt: str, tag: str, rest: str) -> None:
    rest = rest.replace("CODE", COMMUNIQUE).replace("REFERENCE", COMMUNIQUE_REFERENCE)
    answer, ours = (client.get(f"/{prefix}/{rest}", headers={"Accept-Language": "fr"}) for prefix in (spelt, tag))
    assert (answer.status_code, answer.headers.get("Location")) == (ours.status_code, ours.headers.get("Location"))
    assert ours.status_code == 404 or ours.headers["Location"].startswith(f"/{tag}/")


@pytest.mark.parametrize(("language", "found"), [("ar", "/ar/themes/migration"), ("de", "/fr/themes/migration")])
def test_a_missing_language_is_the_readers_own(client: StrictClient, language: str, found: str) -> None:
    answer = client.get("/themes/migration", headers={"Accept-Language": language})
    assert (answer.status_code, answer.headers["Location"]) == (302, found)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(("asked", "found"), [
    ("/de/seminars", "/es/seminars"), ("/pt-BR/themes/migration/iom", "/es/themes/migration/iom"), ("/it/contact?subject=press", "/es/contact?subject=press"),
    (f"/it/communiques/{COMMUNIQUE}", f"/es/communiques/{COMMUNIQUE}/"), (f"/nl/speeches/{COMMUNIQUE.upper()}", f"/es/communiques/{COMMUNIQUE}/"),
    (f"/d/{COMMUNIQUE.upper()}", f"/es/communiques/{COMMUNIQUE}/"), (f"/d/{COMMUNIQUE}/", f"/es/communiques/{COMMUNIQUE}/"),
    (f"/{COMMUNIQUE}", f"/es/communiques/{COMMUNIQUE}/"), ("/kingdom.html", "/es/kingdom"), ("/opensearch.xml", "/es/opensearch.xml"), ("/site.webmanifest", "/es/site.webmanifest"),
])  # fmt: skip
def test_a_language_that_is_none_of_ours_and_a_code_in_capitals_lead_there_in_one_step(client: StrictClient, asked: str, found: str) -> None:
    answer = client.get(asked, headers={"Accept-Language": "es"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(found)
    assert "Accept-Language" in answer.headers["Vary"]
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("asked", ["/de/nothing", "/xx/communiques/r2099-001", "/d/R2099-001", "/r2099-001", "/fr/r2099-001", "/fr/ar/kingdom", "/fr/nothing.html", "/fr/fr/nothing", "/fr/.html", "/fr/Nothing", "/fr/Alerts/Confirm/TOKEN", "/fr/Kingdom/Nothing"])
def test_what_is_nowhere_is_not_led_anywhere(client: StrictClient, asked: str) -> None:
    assert client.get(asked).status_code == 404


def offered(page: str) -> list[str]:
    """Where the suggestions of a page lead."""
    return re.findall(r'<li><a href="([^"]+)"', page.partition('class="meant"')[2].partition("</section>")[0])


@pytest.mark.parametrize(("asked", "meant"), [
    ("/fr/communique", "/fr/communiques"), ("/fr/comuniques", "/fr/communiques"), ("/fr/communiqués", "/fr/communiques"), ("/en/communique", "/en/communiques"),
    ("/fr/presse", "/fr/press"), ("/fr/contacts", "/fr/contact"), ("/fr/contactez-nous", "/fr/contact"), ("/fr/mentions-legales", "/fr/legal"),
    ("/fr/accessibilite", "/fr/accessibility"), ("/fr/plan-du-site", "/fr/sitemap"), ("/fr/consulat", "/fr/contact"), ("/fr/consulat", "/fr/links"),
    ("/ar/البلاغات", "/ar/communiques"), ("/es/comunicados", "/es/communiques"), ("/en/kingdom/morocco", "/en/kingdom"),
])  # fmt: skip
def test_rooms_and_notices_are_offered_by_their_names_in_every_language(client: StrictClient, asked: str, meant: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert meant in offered(answer.text)
    # Texts that merely hold the words stand aside where a room was meant.
    assert not [one for one in offered(answer.text) if re.search(r"/[cdvsr]\d{4}-", one)]


@pytest.mark.parametrize(("asked", "meant"), [
    ("/en/humanrights", "/en/themes/human-rights"), ("/en/globalcompact", "/en/themes/global-compact"), ("/en/usefullinks", "/en/links"), ("/en/autonomyseminars", "/en/autonomy"),
    ("/fr/droitsdelhomme", "/fr/themes/human-rights"), ("/fr/discoursroyaux", "/fr/speeches"), ("/es/derechoshumanos", "/es/themes/human-rights"),
])  # fmt: skip
def test_words_that_are_written_as_one_are_read_apart(client: StrictClient, asked: str, meant: str) -> None:
    assert offered(client.get(asked).text)[0] == meant


@pytest.mark.parametrize("asked", ["//elsewhere.example/fr", "/fr//elsewhere.example", "/en-GB//elsewhere.example/x", "/EN/\\elsewhere.example"])
def test_no_address_leads_to_another_site(client: StrictClient, asked: str) -> None:
    answer = client.get("http://localhost:8000" + asked)
    assert "elsewhere" not in answer.headers.get("Location", "").split("/")[:3]


@pytest.mark.parametrize(("asked", "meant"), [
    ("/fr/themes/migrations", "/fr/themes/migration"), (f"/fr/c/{COMMUNIQUE}.html", f"/fr/communiques/{COMMUNIQUE}"), ("/ar/theme/migrasion/iom", "/ar/themes/migration/iom"),
])  # fmt: skip
def test_a_lost_address_is_met_with_what_it_may_have_meant(client: StrictClient, asked: str, meant: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert f'<li><a href="{meant}' in answer.text


def test_two_languages_before_a_room_are_met_with_that_room_and_alone_with_the_last(client: StrictClient) -> None:
    assert client.get("/fr/ar/").headers["Location"] == "/ar/"
    assert client.get("/en/es").headers["Location"] == "/es/"
    offered = re.findall(r'href="([^"]+)"', client.get("/en/fr/themes").text.partition('id="meant"')[2])
    assert offered[0] == "/en/themes"


@pytest.mark.parametrize(("asked", "meant"), [
    ("/spip/fr/contact", "/fr/contact"), ("/old/fr/about", "/fr/about"), ("/mission/kingdom", "/fr/kingdom"), ("/fr/old/kingdom", "/fr/kingdom"),
    ("/site/fr/themes/migration.html", "/fr/themes/migration"),
])  # fmt: skip
def test_behind_something_that_is_nowhere_the_page_that_is_named_comes_first(client: StrictClient, asked: str, meant: str) -> None:
    answer = client.get(asked, headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert re.findall(r'href="([^"]+)"', answer.text.partition('id="meant"')[2])[0] == meant


@pytest.mark.parametrize(("asked", "words"), [
    ("/fr/traite-des-personnes.html", "traite des personnes"), ("/ar/الهجرة/index.php", "الهجرة"), ("/en/%22%3E%3Cscript%3E", ""), ("/fr/12/34", ""),
    ("/fr/communiques/accord-de-siege-oim", "accord de siege oim"), ("/fr/communiqes/12/accord-de-siege-oim.html", "accord de siege oim"),
    ("/fr/communiquez/oim", "oim"), ("/fr/speeches/2025", "2025"), ("/fr/speeches/xqzwv", ""),
    ("/fr/droits-de-l-homme/conseil", "droits de l homme conseil"), ("/fr/spip.php?titre=sahara&id=12", "sahara"), ("/fr/torture/xqzwv", "torture"), ("/fr/xqzwv?utm_source=torture", ""),
    ("/en/spip.php?search=migration%20rabat", "migration rabat"), ("/fr/xqzwv?q=%22%3E%3Cscript%3E", ""),
])  # fmt: skip
def test_the_words_of_a_lost_address_stand_in_a_box_to_search_them(client: StrictClient, asked: str, words: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert f'name="q" value="{words}"' in answer.text
    results = client.get(f"/{asked[1:3]}/communiques", query_string={"q": words})
    assert results.status_code == 200
    if "conseil" in asked:
        assert [one for one in offered(answer.text) if re.search(r"/[cdvsr]\d{4}-", one)], "texts beside the page that is as like"
    if words:
        # Only words that find something are proposed, and the first of it stands there already.
        assert "Rien n’a été trouvé" not in results.text
        assert offered(answer.text)


@pytest.mark.parametrize("asked", [
    "/MPM/{letter}/{year}/{number}", "/fr/MPM-{letter}-{year}-{number}", "/fr/communiques/MPM/{letter}/{year}/{number}", "/fr/{letter}/{year}/{number}",
    "/fr/communiques/mpm_{letter}_{year}_{number}", "/{letter}-{year}-{number}/", "/FR/communiques/MPM/{letter}/{year}/{number}", "/fr/MPM.{letter}.{year}.{number}", "/fr/MPM–{letter}–{year}–{number}", "/fr/{letter}{year}/{number}",
])  # fmt: skip
def test_a_reference_leads_to_its_text_however_it_is_written(client: StrictClient, asked: str) -> None:
    _, letter, year, number = COMMUNIQUE_REFERENCE.split("/")
    answer = client.get(asked.format(letter=letter, year=year, number=number), headers={"Accept-Language": "fr"})
    assert answer.status_code in (301, 302)
    assert client.get(answer.headers["Location"]).status_code == 200
    assert answer.headers["Location"].startswith(f"/fr/communiques/{COMMUNIQUE}/")
    assert client.get(asked.format(letter=letter, year="2099", number=number)).status_code == 404


@pytest.mark.parametrize(("asked", "found", "status"), [
    ("/index.html", "/fr/", 302), ("/fr/index.html", "/fr/", 301), ("/ar/index.php", "/ar/", 301), ("/Default.aspx", "/fr/", 302), ("/en/home", "/en/", 301),
])  # fmt: skip
def test_the_names_that_other_sites_give_their_first_page_lead_to_ours(client: StrictClient, asked: str, found: str, status: int) -> None:
    answer = client.get(asked, headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.headers["Location"]) == (status, found)


@pytest.mark.parametrize(("asked", "meant"), [
    ("/feed", "/fr/communiques.atom"), ("/atom.xml", "/fr/communiques.atom"), ("/fr/rss.xml", "/fr/communiques.json"), ("/fr/speeches/feed/", "/fr/speeches.atom"),
    ("/rss", "/fr/press"),
])  # fmt: skip
def test_what_is_called_as_a_feed_is_met_with_the_feeds(client: StrictClient, asked: str, meant: str) -> None:
    answer = client.get(asked, headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert meant in offered(answer.text)
    assert client.get(meant).status_code == 200


@pytest.mark.parametrize("other", ["السمور", "سمور"])
@pytest.mark.parametrize("joined", ["و", "ف"])
def test_what_is_joined_to_a_word_takes_no_text_away(client: StrictClient, other: str, joined: str) -> None:
    """No text holds the other word; by its conjunction it would be the longest."""
    for word in ("المغرب", "الهجرة"):
        bare, behind = (
            re.findall(r'href="(/ar/\w+/[a-z]\d{4}-\d+/[^"]+)"', client.get(f"/ar/{one}").text.partition("<main")[2])
            for one in (f"{word}-{other}", f"{word}-{joined}{other}")
        )
        assert bare, word
        assert behind == bare, (word, other)


def test_a_lost_address_is_met_with_the_texts_that_hold_its_words(client: StrictClient) -> None:
    for asked in ("/fr/communiques/accord-de-siege-oim", "/fr/communiquez/oim", "/fr/speeches/2025"):
        page = client.get(asked).text
        assert [one for one in offered(page) if re.search(r"/[cdvsr]\d{4}-", one)], asked
    page = client.get("/fr/communiquez/oim").text
    assert "/fr/communiques" in offered(page)
    assert page.partition("<main")[2].partition("</main>")[0].count('href="/fr/communiques"') == 1


@pytest.mark.parametrize("tag", ["fr", "ar", "en", "es"])
def test_a_code_alone_leads_to_its_text_in_that_language(client: StrictClient, tag: str) -> None:
    answer = client.get(f"/{tag}/{COMMUNIQUE}")
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith(f"/{tag}/communiques/{COMMUNIQUE}/")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_page_that_the_content_began_with_is_found_under_its_earlier_address(app: Flask, client: StrictClient, clock: Clock) -> None:
    for tag in ("fr", "ar", "en", "es"):
        answer = client.get(f"/{tag}/pages/270.html")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/{tag}/themes/migration/iom")
    assert client.get("/pages/270.html").headers["Location"] == "/fr/themes/migration/iom"
    for asked, tag in (("/eng/pages/270.html", "en"), ("/Fr/pages/270.html", "fr"), ("/AR/PAGES/270.HTML", "ar"), ("/es-ES/pages/270.html", "es")):
        answer = client.get(asked)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/{tag}/themes/migration/iom"), asked
    foreign = client.get("/de/pages/270.html", headers={"Accept-Language": "es"})
    assert (foreign.status_code, foreign.headers["Location"]) == (302, "/es/themes/migration/iom")
    assert "Accept-Language" in foreign.headers["Vary"]
    assert client.get("/de/pages/271.html").status_code == 404
    come_in(client, clock)
    assert client.post("/desk/addresses/remove", data={"path": "/pages/270.html", "token": form_token(client)}).status_code == 303
    with engines.writing() as session:
        seeding.seed(session, at=clock(), prefix="MPM", demonstration=True)
    assert client.get("/fr/pages/270.html").status_code == 404, "what the desk took out stays out"


def test_an_earlier_address_leads_to_where_its_text_stands(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    short = {f"/es/{number}.htm": target for number, target in enumerate((f"/d/{COMMUNIQUE}", f"http://localhost:8000/d/{COMMUNIQUE}", COMMUNIQUE, COMMUNIQUE.upper()))}
    for path, target in (
        ("/fr/pages/270.html", "/fr/themes/migration/iom"), ("http://old.example/ar/pages/9.html?x=1", COMMUNIQUE_REFERENCE), ("/alt", "/es/contact"), *short.items(),
    ):  # fmt: skip
        assert client.post("/desk/addresses", data={"path": path, "target": target, "token": form_token(client)}).status_code == 303
    assert client.get("/fr/pages/270.html").headers["Location"] == "/fr/themes/migration/iom"
    assert client.get("/ar/pages/9.html").status_code == 404, "the query is a part of it"
    assert client.get("/ar/pages/9.html?x=1").headers["Location"].startswith(f"/ar/communiques/{COMMUNIQUE}/"), "a reference names no language, the address does"
    for path in short:
        assert client.get(path).headers["Location"].startswith(f"/es/communiques/{COMMUNIQUE}/")
    assert client.get("/alt").headers["Location"] == client.get("/alt?utm_source=essai").headers["Location"] == "/es/contact"
    # Of a site whose pages are told apart by their query alone.
    for number, target in (("7", "/fr/themes"), ("8&lang=fr", "/fr/links")):
        assert client.post("/desk/addresses", data={"path": f"/index.php?id={number}", "target": target, "token": form_token(client)}).status_code == 303
        assert client.get(f"/fr/index.php?id={number}").headers["Location"] == target
    assert client.get("/Es/index.php?id=7").headers["Location"] == "/es/themes"
    # One that is not in the table is a page that is lost, and not the first one; what only counts visitors tells none apart.
    assert client.get("/fr/index.php?id=9").status_code == 404
    assert client.get("/fr/index.php?utm_source=mail").headers["Location"].startswith("/fr/")
    assert "/fr/pages/270.html" in client.get("/desk/addresses").text
    assert client.post("/desk/addresses/remove", data={"path": "/alt", "token": form_token(client)}).status_code == 303
    assert client.get("/alt").status_code == 404
    with engines.reading() as session:
        verbs = list(session.scalars(select(JournalEntry.verb).where(JournalEntry.verb.contains("address")).order_by(JournalEntry.id)))
    assert verbs == ["map address"] * 9 + ["unmap address"]


def test_what_the_table_does_not_take_comes_back_as_it_was_typed(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    own = ("/desk/x", "/", "/fr", "/fr/kingdom?x=1", "/api/v1/zz", "/fr/themes/migration/iom", f"/fr/communiques/{COMMUNIQUE}/x", "/healthz")
    for path, target, says in (
        ("pages/270.html", "/fr/themes", "commence par une barre oblique"), *((one, "/fr/themes", "appartient au site") for one in own),
        ("/fr/../x", "/fr/themes", "entre ses barres obliques"), ("/fr/%2e%2E/x", "/fr/themes", "entre ses barres obliques"), ("/x", "/fr/nowhere", "Rien de public"), ("/x", "/d/r2099-001", "Rien de public"),
        ("/x", "https://elsewhere.example/", "Rien de public"), ("/x", "", "Saisissez une adresse"), ("/x", "/fr/communiques?theme=migration", "point d’interrogation"), ("", "/fr/themes", "ancienne adresse"),
    ):  # fmt: skip
        answer = client.post("/desk/addresses", data={"path": path, "target": target, "token": form_token(client)})
        assert (answer.status_code, says in answer.text) == (422, True), path
        for typed in (path, target):
            assert f'value="{typed}"' in answer.text


def test_an_earlier_address_of_a_recalled_text_tells_of_the_recall(app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        actor = building.person(session, "approver@example.org", clock())
        legacy.add(session, actor, "/old", COMMUNIQUE_REFERENCE, at=clock())
        document = visibility.by_code(session, COMMUNIQUE)
        assert document is not None
        session.commit()
        notices = dict.fromkeys(document.texts, "Publié par erreur.")
        publishing.recall(session, session.get_one(Person, actor.id), document.id, notices=notices, at=clock.forward(minutes=1), demonstration=True)
    for asked in ("/old", "/fr/old", "/de/old"):
        answer = client.get(asked)
        assert (answer.status_code, "Publié par erreur." in answer.text) == (410, True), asked
