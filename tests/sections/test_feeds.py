"""Feeds and tables of a list, read by other people's parsers."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask import Flask
from reader import make_reader
from sqlalchemy import select

from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Change, Person
from mission.services import publishing
from mission.services.search import indexing

from .. import building
from ..conftest import Clock
from ..strict import StrictClient


def settle(clock: Clock) -> None:
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)


class Desk:
    """Two persons who release, correct, withdraw and recall one communiqué."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        with engines.writing() as session:
            self.writer = building.person(session, "writer@example.org", clock()).id
            self.approver = building.person(session, "approver@example.org", clock()).id
            edition = building.released(
                session, self.person(session, self.writer), self.person(session, self.approver), clock(),
                translations={"fr": building.text("Un communiqué suivi", body='<p>Voir <a href="/fr/contact">ici</a> &amp; là.</p>')},
            )  # fmt: skip
            self.document = edition.document_id
            session.commit()
        settle(clock)

    def person(self, session: Any, identifier: int) -> Person:
        return session.get_one(Person, identifier)

    def correct(self, title: str, note: str) -> None:
        with engines.writing() as session:
            writer, approver = self.person(session, self.writer), self.person(session, self.approver)
            edition = publishing.begin(session, writer, self.document, Change.CORRECTION, at=self.clock())
            values = building.content(translations={"fr": building.text(title, change_note=note)})
            edition = publishing.save(session, writer, edition.id, values, version=edition.version, at=self.clock())
            building.release(session, edition, writer, approver, self.clock())
        settle(self.clock)

    def take_back(self, verb: Any, notice: str) -> None:
        with engines.writing() as session:
            verb(session, self.person(session, self.approver), self.document, notices={"fr": notice}, at=self.clock.forward(minutes=1), demonstration=True)


@pytest.fixture
def desk(app: Flask, clock: Clock) -> Desk:
    return Desk(clock)


def entry(client: StrictClient, address: str = "/fr/communiques.atom") -> Any:
    """The communiqué's entry: the first in the feed, whatever has become of it."""
    found = feedparser.parse(client.get(address).get_data())
    assert not found.bozo, found.get("bozo_exception")
    return found.entries[0]


def test_an_entry_holds_the_whole_text_with_addresses_that_lead_somewhere(client: StrictClient, desk: Desk) -> None:
    found = entry(client)
    assert found.title == "Un communiqué suivi"
    assert 'href="http://localhost:8000/fr/contact"' in found.content[0].value
    assert client.get(found.link).status_code == 200
    assert found.published == found.updated


def test_one_identifier_through_correction_withdrawal_and_recall(client: StrictClient, desk: Desk) -> None:
    first = entry(client)
    desk.correct("Un communiqué corrigé", "Le chiffre était faux.")
    corrected = entry(client)
    assert (corrected.id, corrected.published) == (first.id, first.published)
    assert corrected.updated > first.updated
    assert "Le chiffre était faux." in corrected.content[0].value
    desk.take_back(publishing.withdraw, "Retiré pour révision.")
    withdrawn = entry(client)
    assert (withdrawn.id, withdrawn.published) == (first.id, first.published)
    assert withdrawn.updated > corrected.updated
    assert "Retiré pour révision." in withdrawn.content[0].value
    desk.take_back(publishing.recall, "Publié par erreur.")
    recalled = entry(client)
    assert (recalled.id, recalled.published) == (first.id, first.published)
    assert recalled.updated > withdrawn.updated
    assert "corrigé" not in str(recalled)
    assert "Publié par erreur." in recalled.content[0].value
    for tag in TAGS:
        assert entry(client, f"/{tag}/communiques.atom?q=introuvable").id == first.id


@pytest.mark.parametrize(("tag", "told", "source"), [
    ("fr", "écrit aujourd’hui, d’après des sources publiques", "Sources\u00a0:"), ("ar", "مصادر", "المصادر:"),
])  # fmt: skip
def test_a_milestone_in_a_feed_is_no_text_of_its_day_and_names_its_sources(client: StrictClient, tag: str, told: str, source: str) -> None:
    """Whoever reads it away from its page would take it for news of the day on which it was written."""
    address = f"/{tag}/candidacy"
    atom = [one.content[0].value for one in feedparser.parse(client.get(f"{address}.atom").get_data()).entries]
    for held in (atom, [one["content_html"] for one in client.get(f"{address}.json").get_json()["items"]]):
        assert all(told in one for one in held)
        elected = next(one for one in held if "163" in one)
        assert source in elected
        assert '<a href="https://press.un.org/' in elected


def test_a_feed_goes_by_the_filters_of_its_list(client: StrictClient, desk: Desk) -> None:
    assert entry(client, "/ar/communiques.atom?theme=migration&kind=communique").title == "Un communiqué suivi"
    assert not client.get("/fr/communiques.json?theme=health&kind=communique").get_json()["items"]
    assert client.get("/fr/communiques.json?kind=communique").get_json()["feed_url"].endswith("/fr/communiques.json?kind=communique")


def test_the_list_page_names_its_feeds(client: StrictClient) -> None:
    page = client.get("/es/communiques?theme=migration").get_data(as_text=True)
    assert 'type="application/atom+xml" title="Seguir esta lista" href="/es/communiques.atom?theme=migration"' in page
    assert 'href="/es/communiques.csv?theme=migration"' in page
    # Readers of feeds are given the address of the site itself.
    assert re.search(r'<link rel="alternate" type="application/atom\+xml" [^>]*href="/es/communiques\.atom">', client.get("/es/").text)


@pytest.mark.parametrize("section", ["communiques", "speeches", "seminars", "candidacy", "autonomy", "integrity"])
@pytest.mark.parametrize("tag", TAGS)
def test_every_list_is_there_in_each_form(client: StrictClient, section: str, tag: str) -> None:
    atom = feedparser.parse(client.get(f"/{tag}/{section}.atom").get_data())
    assert all(one.link.startswith(f"http://localhost:8000/{tag}/") for one in atom.entries), "who follows a feed stays in its language"
    items = client.get(f"/{tag}/{section}.json").get_json()
    table = client.get(f"/{tag}/{section}.csv").get_data().decode("utf-8-sig")
    assert not atom.bozo
    assert items["version"] == "https://jsonfeed.org/version/1.1"
    assert [one.id for one in atom.entries] == [one["id"] for one in items["items"]]
    rows = list(csv.reader(io.StringIO(table)))
    assert len({len(row) for row in rows}) == 1
    assert len(set(rows[0])) == len(rows[0]), "each column has a name of its own"
    assert len(rows) - 1 >= len(atom.entries)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_somebody_elses_reader_follows_both_forms_alike(client: StrictClient, desk: Desk, tmp_path: Path, tag: str) -> None:
    """Somebody else's reader takes both forms of every list, and sees a correction and a recall as changes of the entry that it has."""
    places = [tmp_path / f"{section}.{form}" for section in ("communiques", "speeches", "seminars", "candidacy", "autonomy", "integrity") for form in ("atom", "json")]
    with make_reader(":memory:", feed_root=str(tmp_path)) as reader:

        def follow() -> None:
            for place in places:
                place.write_bytes(client.get(f"/{tag}/{place.name}").get_data())
            for told in reader.update_feeds_iter(scheduled=False):
                assert not isinstance(told.value, Exception), told

        def held(name: str) -> list[tuple[Any, ...]]:
            # It throws <bdi> out of the one form, which it cleans, and not out of the other.
            return [
                (one.id, one.link, one.title, one.published, one.updated, one.summary, re.sub("</?bdi>", "", one.content[0].value))
                for one in reader.get_entries(feed=name)
            ]  # fmt: skip

        for place in places:
            reader.add_feed(place.name)
        follow()
        for atom, json in zip(places[::2], places[1::2], strict=True):
            assert held(atom.name) == held(json.name)
            assert held(atom.name)
            assert reader.get_feed(atom.name).title == reader.get_feed(json.name).title
        known = {one[0] for one in held("communiques.atom")}
        for act, word in (
            (lambda: desk.correct("Un communiqué corrigé", "Le lieu était faux."), "corrigé"),
            (lambda: desk.take_back(publishing.recall, "Publié par erreur."), "Publié par erreur."),
        ):
            act()
            follow()
            for form in ("atom", "json"):
                now = held(f"communiques.{form}")
                assert {one[0] for one in now} == known, "the same entries under the same ids"
                assert len([one for one in now if word in f"{one[2]} {one[6]}"]) == 1


def test_an_unchanged_feed_is_not_sent_again(client: StrictClient) -> None:
    first = client.get("/fr/communiques.atom")
    again = client.get("/fr/communiques.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_no_cell_of_a_table_is_a_formula(client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        approver = building.person(session, "approver@example.org", clock())
        building.released(session, writer, approver, clock(), translations={"fr": building.text("=HYPERLINK(1)", summary="@SUM(1)")})
    settle(clock)
    rows = list(csv.reader(io.StringIO(client.get("/fr/communiques.csv").get_data().decode("utf-8-sig"))))
    assert rows[1][3:5] == ["'=HYPERLINK(1)", "'@SUM(1)"]


def settled(clock: Clock, number: int) -> list[int]:
    """So many communiqués, one a minute; their documents in the order of their settling."""
    made = []
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        approver = building.person(session, "approver@example.org", clock())
        for count in range(number):
            made.append(building.released(session, writer, approver, clock(), translations={"fr": building.text(f"Essai numéro {count}")}).document_id)
            settle(clock)
    return made


def act(clock: Clock, verb: Any, document: int) -> None:
    with engines.writing() as session:
        actor = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        verb(session, actor, document, notices={"fr": "Une erreur."}, at=clock.forward(minutes=1), demonstration=True)
    indexing.keep_up(engines.reading)


QUERIES = ("?kind=communique", "?kind=communique&q=essai")


def test_what_is_taken_back_stands_first_however_many_texts_came_after_it(app: Flask, client: StrictClient, clock: Clock) -> None:
    first, second, *_ = settled(clock, 34)
    indexing.keep_up(engines.reading)
    for query in QUERIES:
        assert "numéro 33" in entry(client, f"/fr/communiques.atom{query}").title
    for verb, document, says in ((publishing.withdraw, first, "Retiré"), (publishing.recall, second, "rappelé")):
        act(clock, verb, document)
        for query in QUERIES:
            found = entry(client, f"/fr/communiques.atom{query}")
            assert says in found.title
            assert "Une erreur." in found.content[0].value


def test_the_whole_history_is_walked_by_the_pages_of_a_feed(app: Flask, client: StrictClient, clock: Clock) -> None:
    documents = settled(clock, 65)
    act(clock, publishing.withdraw, documents[2])
    act(clock, publishing.recall, documents[40])
    for query in QUERIES:
        walk(client, query)


def walk(client: StrictClient, query: str) -> None:
    address: str | None = f"/fr/communiques.atom{query}"
    walked: list[str] = []
    walked_from, pages = f"http://localhost:8000{address}", 0
    while address:
        found = feedparser.parse(client.get(address).get_data())
        links = {one.rel: one.href for one in found.feed.links}
        assert links["self"].endswith(address)
        assert links["first"] == walked_from
        walked += [one.id for one in found.entries]
        address = links.get("next", "").removeprefix("http://localhost:8000") or None
        pages += 1
    assert (pages, len(walked), len(set(walked))) == (3, 65, 65)
    ids: list[str] = []
    address = f"/fr/communiques.json{query}"
    while address:
        items = client.get(address).get_json()
        ids += [one["id"] for one in items["items"]]
        address = items.get("next_url", "").removeprefix("http://localhost:8000") or None
    assert ids == walked
    assert client.get(f"/fr/communiques.atom{query}&page=4").status_code == 404
    assert client.get(f"/fr/communiques.csv{query}&page=2").status_code == 404


@pytest.mark.parametrize("asked", ["?theme=bogus", "?body=bogus&theme=migration", "?kind=bogus", "?text=de", "?from=soon", "?q=("])
def test_a_filter_that_there_is_not_is_never_taken_for_everything(client: StrictClient, asked: str) -> None:
    said = "(\N{NO-BREAK SPACE}» ne contient ni mot ni nombre" if "q=" in asked else "Aucune liste n’a ce filtre"
    for form in ("atom", "json", "csv"):
        answer = client.get(f"/fr/communiques.{form}{asked}")
        assert (answer.status_code, answer.content_type) == (404, "text/plain; charset=utf-8")
        assert said in answer.text
    page = client.get(f"/fr/communiques{asked}")
    assert page.status_code == 200
    assert said in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "Aucune liste n’a ce filtre" not in client.get("/fr/communiques?theme=migration&utm_source=x&from=2005-02").text


def test_speeches_are_followed_by_occasion(client: StrictClient) -> None:
    every, some = (len(client.get(f"/fr/speeches.json{query}").get_json()["items"]) for query in ("", "?occasion=throne"))
    assert 0 < some < every
    assert client.get("/fr/speeches.atom?occasion=bogus").status_code == 404


@pytest.mark.parametrize(("address", "title"), [
    ("/fr/communiques.atom?theme=migration&body=iom", "Communiqués · Migrations · OIM – Mission permanente du Royaume du Maroc à Genève"),
    ("/es/communiques.json?theme=migration&kind=milestone&from=2005", "Comunicados · Migraciones · Hito · Desde 2005"),
    ("/ar/communiques.atom?body=iom&text=ar", "العربية"), ("/en/speeches.json?occasion=throne", "Royal speeches · Throne Day"),
    ("/fr/communiques.json", "Communiqués – Mission permanente"), ("/fr/speeches.json?from=2022&to=2022", "Discours royaux · 2022 – "),
    ("/es/communiques.atom?from=2004-03&to=2006", "Comunicados · marzo de 2004 a 2006 – "),
])  # fmt: skip
def test_a_narrowed_feed_says_to_what_in_its_title(client: StrictClient, address: str, title: str) -> None:
    answer = client.get(address)
    told = answer.get_json()["title"] if ".json" in address else re.search(r"<title>([^<]*)</title>", answer.text)[1]  # type: ignore[index]
    assert title in told.replace("\u00a0", " ")


def test_a_recall_is_told_to_whoever_follows_any_words_and_the_page_about_feeds_says_so(client: StrictClient, desk: Desk) -> None:
    indexing.keep_up(engines.reading)
    reference = client.get("/api/v1/search?q=suivi").get_json()["data"][0]["reference"]
    others = "/fr/communiques.atom?q=migration"
    assert reference not in client.get(others).text
    desk.take_back(publishing.recall, "Publié par erreur.")
    indexing.keep_up(engines.reading)
    assert reference in entry(client, others).title
    assert reference not in client.get("/fr/communiques.csv?q=migration").text
    for tag, word in {"fr": "rappel", "ar": "الإلغاء", "es": "anulación", "en": "recall"}.items():
        assert re.search(rf"<li>[^<]*Atom[^<]*JSON Feed[^<]*{word}", client.get(f"/{tag}/api").text), tag


@pytest.mark.parametrize("q", ["*", "-", "🇲🇦", '""'])
@pytest.mark.parametrize("part", ["", "typed"])
def test_where_no_word_is_asked_for_what_is_offered_is_that_of_the_list_that_is_shown(client: StrictClient, q: str, part: str) -> None:
    page = client.get("/fr/communiques", query_string={"q": q, "theme": "migration"} | ({"part": part} if part else {})).text
    offered = re.findall(r'<(?:a|link)[^>]* href="(/fr/(?:communiques\.\w+|alerts)(?:\?[^"]*)?)"', page)
    assert {address.partition("?")[0] for address in offered} == {f"/fr/{one}" for one in ("communiques.atom", "communiques.json", "communiques.csv", "communiques.zip", "alerts")}
    for address in offered:
        assert "q=" not in address
        assert client.get(unescape(address)).status_code == 200, address
    assert client.get("/fr/communiques.atom", query_string={"q": q}).status_code == 404
