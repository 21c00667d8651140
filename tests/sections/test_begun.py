"""A last word that is only begun: one list on its page, in feeds and tables, by mail and for programs."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Alert, Body, Theme
from mission.services import listing
from mission.services.alerts.matching import among
from mission.services.filtering import FACETS, Filter
from tests import building
from tests.services.alerts.conftest import Desk, desk, session
from tests.strict import StrictClient

from .test_alerts import follow, sent
from .test_archives import opened
from .test_communiques import count

__all__ = ["desk", "session"]
CODE = re.compile(r"/([cdvsr]\d{4}-\d{3})")
# None of these words stands whole in a text, but the last, of which the address says that it is only begun.
QUERIES = ("q=mi", "q=hum&theme=human-rights", "q=conseil+mi", "q=haut-co", "q=المغر", "q=migra&begun=1", "q=migr")
BEGUN = {
    "fr": ("mi", "humanit", "haut-co", "migra"),
    "ar": ("الهجر", "مؤتم", "المغر"),
    "en": ("hum", "commiss", "vice-pr"),
    "es": ("migra", "comis", "autonom"),
}


def codes(text: str) -> set[str]:
    return set(CODE.findall(text))


def shown(client: StrictClient, tag: str, query: str) -> set[str]:
    """All that the page shows, to its last one."""
    page = client.get(f"/{tag}/communiques?{query}").text
    every = [page, *(client.get(f"/{tag}/communiques?{query}&page={number}").text for number in range(2, -(-count(page) // 20) + 1))]
    found = set[str]().union(*(codes(one.partition('id="found"')[2].partition('class="follow"')[0]) for one in every))
    assert len(found) == count(page) > 0
    return found


def walked(client: StrictClient, address: str | None, following: str) -> Iterator[Any]:
    """Each page of a list for programs that goes on by its own address."""
    while address:
        page = client.get(address.removeprefix("http://localhost:8000")).get_json()
        yield page
        address = page.get(following) or page.get("links", {}).get("next")


def table(client: StrictClient, address: str) -> set[str]:
    rows = csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True).removeprefix("\ufeff")))
    return set().union(*(codes(" ".join(row.values())) for row in rows))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_one_query_is_one_list_everywhere(client: StrictClient, tag: str, query: str) -> None:
    listed = shown(client, tag, query)
    offered = [unescape(one) for one in re.findall(rf'href="(/{tag}/communiques\.[^"]+)"', client.get(f"/{tag}/communiques?{query}").text)]
    assert {one.partition("?")[0].rpartition(".")[2] for one in offered} == {"atom", "json", "csv", "zip"}
    assert all("begun=1" in one for one in offered), "what lasts says that its word is begun"
    for own in (f"/{tag}/communiques.csv?{query}", *(one for one in offered if ".csv" in one)):
        assert table(client, own) == listed, own
    for own in (f"/{tag}/communiques.zip?{query}", *(one for one in offered if ".zip" in one)):
        assert codes("".join(f"/{name.partition('/')[2]}" for name in opened(client.get(own)) if name.startswith("texts/"))) == listed, own
    for own in (f"/{tag}/communiques.json?{query}", *(one for one in offered if ".json" in one)):
        assert {code for page in walked(client, own, "next_url") for item in page["items"] for code in codes(item["url"])} == listed, own
    atom = client.get(next(one for one in offered if ".atom" in one)).text
    assert codes(atom) <= listed
    assert len(codes(atom)) == min(30, len(listed))
    assert "…" in atom.partition("</title>")[0], "its title says so"
    answers = list(walked(client, f"/api/v1/search?{query}&limit=100", "next"))
    assert {item["code"] for page in answers for item in page["data"]} == listed
    assert all(page["begun"] for page in answers)


@pytest.mark.parametrize("q", ["migr", "migrat", "sant", "accor"])
def test_a_stem_that_no_text_writes_is_the_beginning_of_a_word(client: StrictClient, q: str) -> None:
    """What stands on the screen while somebody types stays there."""
    typed = shown(client, "fr", f"q={q}&begun=1")
    assert shown(client, "fr", f"q={q}") == table(client, f"/fr/communiques.csv?q={q}") == typed
    assert client.get(f"/api/v1/search?q={q}").get_json()["total"] == len(typed)


def test_whole_words_stay_whole_everywhere(client: StrictClient) -> None:
    whole, page = shown(client, "fr", "q=migration"), client.get("/fr/communiques?q=migration").text
    assert "begun" not in " ".join(re.findall(r'href="[^"]+communiques\.[^"]+"', page))
    assert table(client, "/fr/communiques.csv?q=migration") == whole
    assert client.get("/api/v1/search?q=migration").get_json()["begun"] is False
    assert client.get("/fr/communiques.csv?q=mar&begun=1&begun=0").get_data() == client.get("/fr/communiques.csv?q=mar").get_data()


@pytest.mark.parametrize("q", ["per", "mi", "conseil mi", "migra", "dev", "xylograph"])
def test_a_filter_leaves_a_part_of_the_list_and_is_counted_as_its_own_list(app: Flask, q: str) -> None:
    """Whether the last word is begun is said of the words alone, not of what a filter leaves of the texts."""
    with engines.reading() as reading:
        alone = listing.find(reading, Filter(q=q))
        whole = {one.id for one in listing.taken(reading, listing.as_found(reading, Filter(q=q)), 500)}
        assert len(whole) == alone.total
        for name in FACETS:
            for value in [str(one.key) for one in reading.query({"theme": Theme, "body": Body}[name])] if name in ("theme", "body") else alone.counts[name]:
                one: Filter = replace(Filter(q=q), **{name: (value,)})
                listed = listing.find(reading, one)
                assert listed.total == alone.counts[name].get(value, 0), (name, value)
                assert listed.begun == alone.begun == (listing.as_found(reading, one).begun), (name, value)
                assert {found.id for found in listing.taken(reading, listing.as_found(reading, one), 500)} <= whole
                for beside, count in listed.counts[name].items():
                    assert count == alone.counts[name].get(beside, 0), (name, value, beside)


def test_a_list_that_its_filter_leaves_empty_names_no_words_that_begin_so(client: StrictClient) -> None:
    page = client.get("/en/communiques?q=mi&from=1990&to=1990").text
    assert count(page) == 0
    assert "these hold words that begin so" in client.get("/en/communiques?q=mi").text
    assert "these hold words that begin so" not in page
    assert "begun=1" in client.get("/en/communiques?q=mi&from=1990&to=1990").text, "what follows it holds such words when they come"


@pytest.mark.parametrize(("tag", "begun"), [(tag, q) for tag, every in BEGUN.items() for q in every])
def test_a_text_belongs_to_the_letters_of_a_list_where_it_belongs_to_the_list(app: Flask, tag: str, begun: str) -> None:
    with engines.reading() as reading:
        every = [one for number in range(1, 7) for one in listing.find(reading, Filter(page=number)).documents]
        wanted = Filter(q=begun, begun=True)
        listed = {one.id for one in listing.taken(reading, wanted, 200)}
        assert len(every) > 100 > len(listed) > 0, tag
        assert among(reading, wanted, [one.id for one in every]) == listed


@pytest.mark.parametrize(
    ("tag", "said", "holds"), [("fr", "retient les mots qui commencent ainsi", "contient aujourd’hui"), ("ar", "الكلمات التي تبدأ كذلك", "تتضمن اليوم")]
)
def test_the_form_says_what_the_letters_hold(client: StrictClient, tag: str, said: str, holds: str) -> None:
    total = count(client.get(f"/{tag}/communiques?q=mi").text)
    for address in (f"/{tag}/alerts?q=mi", f"/{tag}/alerts?q=mi&begun=1"):
        page = client.get(address).text
        assert said in page
        assert f"{holds} {total}" in page.split('id="total">')[1].split("<")[0]
        assert f'action="/{tag}/alerts?begun=1&amp;q=mi"' in page, "what is sent is what is shown"
        exactly = re.search(rf'href="(/{tag}/alerts\?[^"]+)"><bdi>[“«]\s?mi\s?[”»]', page)
        assert exactly
        alone = client.get(unescape(exactly[1])).text
        assert said not in alone
        assert not re.search(r"\d", alone.split('id="total">')[1].split("<")[0]), "no text holds the word alone today"
    whole = client.get(f"/{tag}/alerts?q=migration").text
    assert said not in whole
    assert str(count(client.get(f"/{tag}/communiques?q=migration").text)) in whole.split('id="total">')[1].split("<")[0]


def test_who_follows_words_that_begin_so_gets_the_first_text_with_one(app: Flask, client: StrictClient, desk: Desk, session: Session) -> None:
    """Also where no index knows the word yet; and not a text with another word."""
    offered = unescape(re.search(r'href="/fr/alerts(\?[^"]+)"', client.get("/fr/communiques?q=hum").text)[1])  # type: ignore[index]
    # Of the last two nothing begins so yet, and nobody has said that they are begun.
    queries = (offered, "?q=xylograph&begun=1", "?q=“xylograph”", "?q=xylogra", "?q=xylogra&theme=human-rights")
    for email, query in zip("abcde", queries, strict=True):
        follow(client, query=query, email=f"{email}@example.org")
    assert [one.query.get("begun") for one in session.query(Alert).order_by(Alert.id)] == [True, True, None, None, None]
    session.rollback()
    app.config["CLOCK"].forward(seconds=2)
    before = len(sent(app))
    desk.publish(translations={"fr": building.text("Une exposition de xylographies")})
    desk.publish(translations={"fr": building.text("Les humidités")})
    letters = sent(app)[before:]
    assert sorted((one["To"], "xylographies" in str(one["Subject"])) for one in letters) == [
        ("a@example.org", False), ("b@example.org", True), ("d@example.org", True)
    ]  # fmt: skip
    assert "xylograph…" in client.get("/fr/alerts?q=xylograph&begun=1").text
