"""A cache in front is told what an act has changed: a real listener takes the requests."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.models import Job
from mission.services import jobs, publishing, purging, visibility
from mission.services.rendering import making
from mission.services.search import indexing
from tests.building import draft, person, release, text
from tests.conftest import Clock, environment
from tests.seeded import COMMUNIQUE

ORIGIN = "http://localhost:8000"


class Cache(ThreadingHTTPServer):
    """Takes PURGE and remembers it; `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.asked: list[str] = []
        self.heads: list[dict[str, str]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/cache"


class Taker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Cache

    def do_PURGE(self) -> None:  # noqa: N802
        self.server.asked.append(self.path)
        self.server.heads.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *what: object) -> None:
        pass


@pytest.fixture
def cache() -> Iterator[Cache]:
    with Cache() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def site(instance: Path, clock: Clock, cache: Cache) -> Iterator[Flask]:
    yield create_app(environment(instance) | {"PURGE_URL": cache.address, "PURGE_TOKEN": "quiet-word"}, clock=clock)
    engines.dispose()


def published(clock: Clock, title: str = "Un titre", minutes: int = 5) -> int:
    """A communiqué released for a whole minute, which comes."""
    at = clock().replace(second=0) + timedelta(minutes=minutes)
    with engines.writing() as session:
        writer, approver = person(session, f"w{minutes}@example.org", clock()), person(session, f"a{minutes}@example.org", clock())
        edition = draft(session, writer, clock(), translations={"fr": text(title), "ar": text("عنوان", "courtesy")})
        release(session, edition, writer, approver, clock(), at)
    clock.at = at
    publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    return edition.document_id


def run(app: Flask, clock: Clock) -> None:
    with engines.writing() as session:
        for job in session.scalars(select(Job).where(Job.name == making.JOB, Job.done_at.is_(None))):
            job.due_at = clock() + timedelta(days=3650)
        session.commit()
    jobs.run_due(engines.writing, clock(), app.config["SETTINGS"])


def waiting() -> list[Job]:
    with engines.reading() as session:
        return list(session.scalars(select(Job).where(Job.name == purging.JOB, Job.done_at.is_(None))))


def test_a_site_without_such_a_cache_leaves_no_job_and_promises_nothing(app: Flask, clock: Clock) -> None:
    published(clock)
    assert waiting() == []
    assert "CDN-Cache-Control" not in app.test_client().get("/fr/", base_url=ORIGIN).headers


def test_an_act_purges_its_document_and_all_that_tells_of_it(site: Flask, cache: Cache, clock: Clock) -> None:
    document = published(clock)
    assert [one.details for one in waiting()] == [{"document": document}]
    run(site, clock)
    assert waiting() == []
    asked = {one.removeprefix("/cache") for one in cache.asked}
    assert len(asked) == len(cache.asked)
    assert "/ar/communiques/c2026-001/%D8%B9%D9%86%D9%88%D8%A7%D9%86" in asked
    for tag in ("fr", "ar", "en", "es"):
        for place in ("/", "/communiques", "/communiques.atom", "/communiques.csv", "/communiques/c2026-001", "/communiques/c2026-001.pdf", "/communiques/c2026-001.txt",
                      "/communiques/c2026-001/editions/1/card.png", "/themes", "/themes/migration", "/sitemap", "/register", "/press"):  # fmt: skip
            assert f"/{tag}{place}" in asked, place
    assert {"/sitemap.xml", "/sitemap/1.xml", "/d/c2026-001", "/register.jsonl", "/register/checkpoint", "/api/v1/documents/c2026-001"} <= asked
    assert {one["host"] for one in cache.heads} == {"localhost:8000"}
    assert {one["authorization"] for one in cache.heads} == {"Bearer quiet-word"}


def test_what_changed_and_may_be_kept_by_others_was_purged(site: Flask, cache: Cache, clock: Clock) -> None:
    """Whatever such a cache may go on showing, in any room, and is another page after an act, was among what was purged."""
    client = site.test_client()
    document = published(clock, "Premier titre")
    places = [rule.rule.replace("<language:language>", tag) for rule in site.url_map.iter_rules() for tag in ("fr", "en") if rule.arguments <= {"language"} and "GET" in (rule.methods or ())]
    places += [f"/fr/communiques/c2026-001{more}" for more in ("", "/premier-titre", ".txt", ".bib", "/editions", "/editions/1", "/editions/2", "/editions/2/changes")]
    places += ["/fr/themes/migration/iom", f"/fr/communiques/{COMMUNIQUE}", "/en/sitemap", "/fr/speeches", "/sitemap/1.xml"]
    places = [one for one in dict.fromkeys(places) if not one.startswith("/desk")]
    for act in ("release", "withdraw", "recall"):
        before = {place: client.get(place, base_url=ORIGIN) for place in places}
        cache.asked.clear()
        if act == "release":
            published(clock, "Second titre", 10)
            document, again = document, "c2026-002"
            places.append(f"/fr/communiques/{again}")
        else:
            with engines.writing() as session:
                actor, notices = person(session, f"{act}@example.org", clock()), {"fr": "Pour essai.", "ar": "تجربة"}
                verb = publishing.withdraw if act == "withdraw" else publishing.recall
                verb(session, actor, document, notices=notices, at=clock.forward(seconds=20), demonstration=True)
            indexing.keep_up(engines.reading)
        run(site, clock)
        run(site, clock)
        asked = {one.removeprefix("/cache") for one in cache.asked}
        changed = 0
        for place, old in before.items():
            new = client.get(place, base_url=ORIGIN)
            if "CDN-Cache-Control" in old.headers and (new.status_code, new.data) != (old.status_code, old.data):
                assert place in asked, (act, place)
                changed += 1
        assert changed > 15, act


def test_a_cache_that_does_not_take_it_is_asked_again(site: Flask, cache: Cache, clock: Clock) -> None:
    published(clock)
    cache.status = 503
    run(site, clock)
    left = waiting()
    assert [(one.attempts, one.last_error) for one in left] == [(1, "NotPurged")]
    cache.status, first = 200, len(cache.asked)
    clock.forward(minutes=2)
    run(site, clock)
    assert waiting() == []
    assert len(cache.asked) > first + 100


def test_a_recall_goes_through_every_page(site: Flask, cache: Cache, clock: Clock) -> None:
    document = published(clock)
    run(site, clock)
    with engines.writing() as session:
        actor = person(session, "third@example.org", clock())
        publishing.recall(session, actor, document, notices={"fr": "Publié par erreur.", "ar": "نُشر خطأ"}, at=clock.forward(seconds=5), demonstration=True)
    cache.asked.clear()
    run(site, clock)
    assert "/cache/fr/communiques/c2026-001.pdf" in cache.asked
    assert [one.details for one in waiting()] == [{"document": document, "after": 0}]
    run(site, clock)
    assert waiting() == []
    with engines.reading() as session:
        assert visibility.by_id(session, document) is None
    assert f"/cache/es/communiques/{COMMUNIQUE}" in cache.asked


def test_only_what_can_be_purged_may_be_shown_while_nothing_answers(site: Flask, clock: Clock) -> None:
    client = site.test_client()
    for place in ("/fr/", "/fr/communiques", f"/fr/communiques/{COMMUNIQUE}", "/sitemap.xml"):
        for _ in range(2):
            answer = client.get(place, base_url=ORIGIN)
            assert answer.headers["CDN-Cache-Control"] == f"public, max-age={60 - clock().second}, stale-while-revalidate=60, stale-if-error=86400"
            assert "stale" not in answer.headers["Cache-Control"]
        again = client.get(place, base_url=ORIGIN, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.headers["CDN-Cache-Control"] == answer.headers["CDN-Cache-Control"]
    for place in ("/fr/communiques?theme=migration", "/fr/nothing", "/api/v1/documents", "/fr/alerts/sent", "/d/c2026-777"):
        assert "CDN-Cache-Control" not in client.get(place, base_url=ORIGIN).headers
