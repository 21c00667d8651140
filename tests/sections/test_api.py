"""The API: the gate, the query, cursors, problems, manners."""

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mission.extensions import engines
from mission.models import Change, Person
from mission.sections.api import cursors
from mission.services import publishing
from tests.seeded import COMMUNIQUE

from .. import building
from ..conftest import Clock
from ..strict import StrictClient

ORIGIN = "http://localhost:8000"


def walked(client: StrictClient, address: str, name: str = "code") -> list[str]:
    """The codes (or another field) of a whole list, by its links."""
    codes: list[str] = []
    following: str | None = address
    while following:
        answer = client.get(following.removeprefix(ORIGIN))
        assert answer.status_code == 200, answer.text
        told = answer.get_json()
        codes += [one[name] for one in told["data"]]
        following = told["links"]["next"]
        assert (f'<{following}>; rel="next"' == answer.headers.get("Link")) if following else "Link" not in answer.headers
    return codes


class Desk:
    """Two persons who release, correct, withdraw and recall."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        with engines.writing() as session:
            for name in ("writer", "approver"):
                building.person(session, f"{name}@example.org", clock())

    def _people(self, session: Any) -> list[Person]:
        return [session.query(Person).filter_by(email=f"{name}@example.org").one() for name in ("writer", "approver")]

    def release(self, title: str, **more: Any) -> int:
        with engines.writing() as session:
            edition = building.released(session, *self._people(session), self.clock(), translations={"fr": building.text(title)}, **more)
            session.commit()
            identifier = edition.document_id
        self.settle()
        return identifier

    def settle(self) -> None:
        publishing.settle(engines.writing, self.clock.forward(minutes=1), prefix="MPM", demonstration=True)

    def correct(self, document: int, title: str) -> None:
        with engines.writing() as session:
            writer, approver = self._people(session)
            edition = publishing.begin(session, writer, document, Change.CORRECTION, at=self.clock())
            values = building.content(translations={"fr": building.text(title, change_note="Un chiffre.")})
            edition = publishing.save(session, writer, edition.id, values, version=edition.version, at=self.clock())
            building.release(session, edition, writer, approver, self.clock())
        self.settle()

    def take_back(self, verb: Any, document: int) -> None:
        with engines.writing() as session:
            verb(session, self._people(session)[1], document, notices={"fr": "Un avis d’essai."}, at=self.clock.forward(minutes=1), demonstration=True)


@pytest.fixture
def desk(app: Flask, clock: Clock) -> Desk:
    return Desk(clock)


def test_a_search_finds_what_the_list_finds_in_its_order(client: StrictClient) -> None:
    for asked in ("q=oim", "theme=migration&sort=oldest", "kind=milestone&text=es&from=2000&to=2010", "q=مراكش&body=wto", "sort=released",
                  "section=speeches&occasion=throne&from=2010", "section=integrity"):  # fmt: skip
        section, *rest = asked.removeprefix("section=").split("&") if asked.startswith("section=") else ("communiques", asked)
        room, query = section, "&".join(rest)
        table = client.get(f"/fr/{room}.csv?{query}").get_data().decode("utf-8-sig").splitlines()[1:]
        found = walked(client, f"/api/v1/search?{asked}&limit=7")
        assert found == [client_code(line) for line in table if line.startswith("MPM/")]
        assert client.get(f"/api/v1/search?{asked}").get_json()["total"] == len(found) > 0


def test_a_search_by_months_says_what_it_leaves_out_of_what_is_known_to_the_year_alone(client: StrictClient) -> None:
    def found(query: str) -> tuple[list[str], int, list[str]]:
        answer = client.get(f"/api/v1/search?{query}").get_json()
        return [one["code"] for one in answer["data"]], answer["left_out"], [one for one in answer["counts"].get("month", {}) if one[:4] == "1998"]

    assert found("from=1998&to=1998") == (["r2026-014"], 0, [])
    assert found("from=1998-01&to=1998-12") == (["r2026-014"], 0, [])
    for part in ("from=1998-01&to=1998-01", "from=1998-02&to=1998-12"):
        assert found(part) == ([], 1, [])
    assert client.get("/fr/communiques.csv?from=1998-01&to=1998-01").get_data().count(b"MPM/") == 0


def client_code(line: str) -> str:
    _, letter, year, number = line.partition(",")[0].split("/")
    return f"{letter.lower()}{year}-{number}"


def test_words_are_looked_for_among_the_speeches_of_an_occasion(client: StrictClient) -> None:
    found = {query: set(walked(client, f"/api/v1/search?{query}")) for query in ("q=sahara", "section=speeches&occasion=throne", "q=sahara&section=speeches&occasion=throne")}
    assert found["q=sahara&section=speeches&occasion=throne"] == found["q=sahara"] & found["section=speeches&occasion=throne"] not in (set(), found["q=sahara"])


@pytest.mark.parametrize("order", ["newest", "changed"])
def test_a_list_is_whole_whatever_the_stretch(client: StrictClient, order: str) -> None:
    every = walked(client, f"/api/v1/documents?order={order}&limit=100")
    assert len(every) == len(set(every)) > 60
    for limit in (1, 20, 33):
        assert walked(client, f"/api/v1/documents?order={order}&limit={limit}") == every


def test_the_taxonomy_is_given_in_stretches_too(client: StrictClient) -> None:
    for place in ("themes", "bodies"):
        every = walked(client, f"/api/v1/{place}?limit=100", "key")
        assert walked(client, f"/api/v1/{place}?limit=3", "key") == walked(client, f"/api/v1/{place}", "key") == every
        assert len(every) == len(set(every)) > 3
    other = client.get("/api/v1/themes?limit=3").get_json()["cursor"]
    assert client.get(f"/api/v1/bodies?cursor={other}").get_json()["errors"][0]["parameter"] == "cursor"


def test_a_document_is_given_in_all_its_languages(client: StrictClient) -> None:
    one = client.get(f"/api/v1/documents/{COMMUNIQUE}").get_json()["data"]
    for tag, text in one["texts"].items():
        page = client.get(text["address"].removeprefix(ORIGIN))
        assert page.status_code == 200
        assert f'lang="{tag}"' in page.text
        assert text["body_html"].startswith("<")
        assert "<" not in text["body_text"]
        assert client.get(text["plain_text"].removeprefix(ORIGIN)).status_code == 200
        assert all(client.get(href.removeprefix(ORIGIN)).status_code == 200 for href in text["citations"].values())
    assert client.get(one["address"].removeprefix(ORIGIN)).status_code == 302
    assert client.get(one["api"].removeprefix(ORIGIN)).get_json()["data"] == one


def test_a_cursor_holds_while_texts_come_and_go(client: StrictClient, desk: Desk) -> None:
    doomed = desk.release("Un essai condamné")
    for address in ("/api/v1/documents?limit=10", "/api/v1/search?limit=10&q="):
        before = walked(client, address)
        first = client.get(address).get_json()
        seen = [one["code"] for one in first["data"]]
        for number in range(3):
            desk.release(f"Un essai de plus {number}")
        following = walked(client, first["links"]["next"])
        assert seen + following == before
    before, first = walked(client, "/api/v1/search?limit=10"), client.get("/api/v1/search?limit=10").get_json()
    desk.take_back(publishing.recall, doomed)
    following = walked(client, first["links"]["next"])
    assert [one["code"] for one in first["data"]] + following == before


def test_whoever_keeps_a_copy_sees_corrections_and_withdrawals_by_the_last_cursor(client: StrictClient, desk: Desk) -> None:
    document = desk.release("Un essai")
    told = client.get("/api/v1/documents?order=changed&limit=100").get_json()
    while told["links"]["next"]:
        told = client.get(told["links"]["next"].removeprefix(ORIGIN)).get_json()
    cursor = told["cursor"]
    def new() -> list[dict[str, Any]]:
        return client.get(f"/api/v1/documents?order=changed&cursor={cursor}").get_json()["data"]
    assert new() == []
    desk.correct(document, "Un essai corrigé")
    (changed,) = new()
    assert (changed["change"], changed["edition"], changed["texts"]["fr"]["title"]) == ("correction", 2, "Un essai corrigé")
    desk.take_back(publishing.withdraw, document)
    (changed,) = new()
    assert (changed["status"], changed["withdrawal"]["notices"]) == ("withdrawn", {"fr": "Un avis d’essai."})


def test_a_recalled_document_is_gone_with_its_notice(client: StrictClient, desk: Desk) -> None:
    document = desk.release("Un essai condamné")
    assert client.get("/api/v1/documents/c2026-001").status_code == 200
    desk.take_back(publishing.recall, document)
    gone = client.get("/api/v1/documents/c2026-001")
    assert gone.status_code == 410
    assert gone.content_type == "application/problem+json"
    told = gone.get_json()
    assert (told["reference"], told["recalled"]["notices"]) == ("MPM/C/2026/001", {"fr": "Un avis d’essai."})
    assert "condamné" not in gone.text
    assert "c2026-001" not in walked(client, "/api/v1/documents")


@pytest.mark.parametrize(("query", "names"), [
    ("search?them=migration", ["them"]), ("search?theme=nothing", ["theme"]), ("search?limit=0", ["limit"]), ("search?limit=101", ["limit"]),
    ("search?limit=1e1", ["limit"]), ("search?from=99", ["from"]), ("search?sort=", ["sort"]), ("search?q=a&q=b", ["q"]), ("search?page=2", ["page"]),
    ("documents?order=random&limit=x", ["order", "limit"]), ("themes?q=a", ["q"]), ("search?section=kingdom&occasion=x", ["section", "occasion"]), ("search?q=" + "a" * 201, ["q"]), ("documents?limit=²", ["limit"]),
])  # fmt: skip
def test_what_is_asked_wrongly_is_named(client: StrictClient, query: str, names: list[str]) -> None:
    refused = client.get(f"/api/v1/{query}")
    assert refused.status_code == 400
    assert refused.content_type == "application/problem+json"
    told = refused.get_json()
    assert [one["parameter"] for one in told["errors"]] == names
    assert told["type"] == f"{ORIGIN}/en/api#problem-parameter"
    assert 'id="problem-parameter"' in client.get("/en/api").text


def test_a_cursor_of_another_list_or_of_nobody_is_refused(client: StrictClient) -> None:
    own = client.get("/api/v1/documents?limit=1").get_json()["cursor"]
    for query in (f"documents?order=changed&cursor={own}", f"search?cursor={own}", f"documents?cursor={own[:-2]}AA", "documents?cursor=", "documents?cursor=é",
                  "documents?cursor=" + "A" * 300, "documents?cursor=" + "A" * 301, "documents?cursor=W10", "search?cursor=%00"):  # fmt: skip
        refused = client.get(f"/api/v1/{query}")
        assert (refused.status_code, refused.content_type) == (400, "application/problem+json"), query
        assert refused.get_json()["errors"][0]["parameter"] == "cursor"
    assert "2025" not in own
    assert client.get("/api/v1/documents?limit=1").get_json()["cursor"] == own


def test_cursors_outlive_a_change_of_the_key() -> None:
    sealed = cursors.seal((1, "x"), "a list", "an earlier key")
    assert cursors.unseal(sealed, "a list", ("the key of today", "an earlier key")) == (1, "x")
    with pytest.raises(cursors.BadCursor):
        cursors.unseal(sealed, "a list", ("the key of today",))
    with pytest.raises(cursors.BadCursor):
        cursors.unseal(sealed, "another list", ("an earlier key",))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(["q", "theme", "body", "kind", "text", "section", "occasion", "from", "to", "sort", "order", "limit", "cursor", "x"]), st.text(max_size=40), max_size=4),
       place=st.sampled_from(["", "/documents", "/search", "/themes", "/bodies", "/openapi.json", "/documents/c2026-001", "/nothing"]))  # fmt: skip
def test_anything_asked_is_answered(client: StrictClient, values: dict[str, str], place: str) -> None:
    answer = client.get(f"/api/v1{place}", query_string=values)
    assert answer.status_code in (200, 400, 404)
    json.loads(answer.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_it_is_only_read(client: StrictClient, method: str) -> None:
    for address in ("/api/v1", "/api/v1/documents", "/api/v1/search"):
        refused = client.open(address, method=method, headers={"Origin": "https://elsewhere.example"})
        assert (refused.status_code, refused.content_type) == (405, "application/problem+json")
        assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_any_page_may_read_it_and_nothing_else(client: StrictClient) -> None:
    for address in ("/api/v1/themes", "/api/v1/nothing", "/api/v1/documents?limit=x"):
        assert client.get(address, headers={"Origin": "https://elsewhere.example"}).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options("/api/v1/search", headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in asked.headers
    for address in ("/fr/", "/fr/api", "/fr/communiques.json", "/fr/communiques.zip", "/apiary", "/nothing"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def test_what_has_not_changed_is_not_sent_again(client: StrictClient, clock: Clock) -> None:
    for address in ("/api/v1/documents", f"/api/v1/documents/{COMMUNIQUE}", "/api/v1/search?q=oim", "/api/v1/openapi.json"):
        first = client.get(address)
        assert first.headers["Cache-Control"] == f"public, max-age={60 - clock().second}"
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_problems_are_told_in_the_language_that_is_asked_for(client: StrictClient) -> None:
    for tag, words in (("fr", "Aucun document"), ("ar", "لا توجد وثيقة"), ("es", "No hay ningún"), ("de", "There is no document")):
        told = client.get("/api/v1/documents/c2026-999", headers={"Accept-Language": tag})
        assert words in told.get_json()["detail"]
        assert "Accept-Language" in told.headers["Vary"]


@pytest.mark.parametrize("tag", ["fr", "ar", "en", "es"])
def test_what_the_page_shows_is_true(client: StrictClient, tag: str) -> None:
    import html
    import re
    import shlex

    page = client.get(f"/{tag}/api").text
    commands = [html.unescape(one) for one in re.findall(r"<code>(curl .*?)</code>", page)]
    assert len(commands) == 5
    for command in commands:
        address = next(one for one in shlex.split(command) if one.startswith(ORIGIN))
        assert client.get(address.removeprefix(ORIGIN)).status_code == 200, address
    example = json.loads(html.unescape(re.search(r"<code>(\{.*?\})</code></pre>", page, re.DOTALL)[1]))  # type: ignore[index]
    real = client.get(f"/api/v1/documents/{example['code']}").get_json()["data"]
    assert {**example, "texts": 0} == {**real, "texts": 0}
    for name in (*real, *next(iter(real["texts"].values()))):
        assert f">{name}</code>" in page, name
    assert f'href="/{tag}/api"' in client.get(f"/{tag}/").text
    assert f'href="/{tag}/api"' in client.get(f"/{tag}/sitemap").text
