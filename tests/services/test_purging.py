"""A cache in front is told what an act has changed: a real listener takes the requests."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Change, Job, Kind, Person
from mission.services import jobs, pacing, publishing, purging, visibility
from mission.services.publishing import EditionContent
from mission.services.rendering import making
from mission.services.search import indexing
from tests.building import draft, person, release, released, text, with_files
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
        # So many are taken before one is told to come later.
        self.at_once = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/cache"


class Taker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Cache

    def do_PURGE(self) -> None:  # noqa: N802
        self.server.asked.append(self.path)
        self.server.heads.append({name.lower(): value for name, value in self.headers.items()})
        hasty = self.server.at_once and len(self.server.asked) % self.server.at_once == 0
        self.send_response(429 if hasty else self.server.status)
        if hasty:
            self.send_header("Retry-After", "3")
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
    places = [rule.rule.replace("<language:language>", "fr") for rule in site.url_map.iter_rules() if rule.arguments <= {"language"} and "GET" in (rule.methods or ())]
    places += [f"/fr/communiques/c2026-001{more}" for more in ("", "/premier-titre", ".txt", ".bib", "/editions", "/editions/1", "/editions/2", "/editions/2/changes")]
    places += ["/fr/themes/migration/iom", f"/fr/communiques/{COMMUNIQUE}", "/en/sitemap", "/en/", "/en/register", "/fr/speeches", "/sitemap/1.xml"]
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
        assert changed > 8, act


def turned(clock: Clock, document: int, changed: Callable[[EditionContent], EditionContent], change: Change = Change.CORRECTION) -> None:
    """The next edition of a document, which is public at once."""
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{name}@example.org")).one() for name in ("w5", "a5"))
        edition = publishing.begin(session, writer, document, change, at=clock())
        edition = publishing.save(session, writer, edition.id, changed(publishing.read(edition)), version=edition.version, at=clock())
        if edition.document.kind is Kind.PAGE and not edition.files:
            edition = with_files(session, writer, edition, clock())
        release(session, edition, writer, approver, clock())
    settled(clock)


def settled(clock: Clock) -> None:
    publishing.settle(engines.writing, clock.forward(seconds=61), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)


def reworded(content: EditionContent) -> EditionContent:
    texts = {tag: replace(one, title=f"{one.title} {len(one.title)}", change_note="Essai.") for tag, one in content.translations.items()}
    return replace(content, translations=texts)


def test_every_act_on_every_kind_of_document_purges_where_it_is_read(site: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind through its life, a page of the initial content among them: no job is left, and what names the document was asked for.
    How it is asked for is shown above."""
    client = site.test_client()
    asked: set[str] = set()
    monkeypatch.setattr(purging, "_send", lambda _, places: asked.update(map(quote, places)))
    published(clock)
    run(site, clock)
    with engines.reading() as session:
        page, themes = (visibility.page_at(session, "themes", path) for path in ("migration/iom", ""))
        milestone = visibility.by_code(session, COMMUNIQUE)
    assert page is not None
    assert themes is not None
    assert milestone is not None
    lives = {page.id: ("themes", "migration/iom"), milestone.id: ("communiques", COMMUNIQUE)}
    fresh = {Kind.PAGE: "themes", Kind.STATEMENT: "speeches", Kind.SPEECH: "speeches", Kind.SEMINAR: "seminars", Kind.COMMUNIQUE: "autonomy"}

    def purged(document: int, act: str) -> None:
        asked.clear()
        run(site, clock)
        # Of what is taken back every page goes, in a job of its own.
        assert [one.details for one in waiting()] == ([{"document": document, "after": 0}] if act == "recall" else []), (act, document)
        run(site, clock)
        section, place = lives[document]
        assert {f"/{tag}/{section}/{place}" for tag in TAGS} | {"/fr/", f"/ar/{section}", "/sitemap.xml", "/en/register"} <= asked, (act, lives[document])

    for number, (kind, section) in enumerate(fresh.items()):
        own = {"segment": "fresh", "parent_id": themes.id, "dated_start": None, "precision": None, "themes": ()} if kind is Kind.PAGE else {}
        own |= {"speaker": "Un orateur"} if kind in (Kind.STATEMENT, Kind.SPEECH) else {}
        own |= {"translations": {tag: text(f"Neuf {number}", "original" if tag == "fr" else "courtesy") for tag in TAGS}}
        with engines.writing() as session:
            writer, approver = (session.scalars(select(Person).where(Person.email == f"{name}@example.org")).one() for name in ("w5", "a5"))
            document = released(session, writer, approver, clock(), kind=kind, section=section, **own).document_id
        settled(clock)
        with engines.reading() as session:
            found = visibility.by_id(session, document)
        assert found
        lives[document] = section, found.code or "fresh"
        purged(document, "release")
    for document, (section, _) in list(lives.items()):
        turned(clock, document, reworded)
        purged(document, "correction")
        if document == page.id:
            names = set(re.findall(r"/fr/register/\d+/files/[^\"?# ]+", client.get("/fr/themes/migration/iom", base_url=ORIGIN).text))
            assert names
            assert names | {"/fr/themes/migration", "/es/themes"} <= asked
            # From below one page to below another: both, and those above them.
            turned(clock, document, lambda content: replace(reworded(content), parent_id=themes.id))
            lives[document] = "themes", "iom"
            purged(document, "move")
            assert {"/fr/themes/migration/iom", "/ar/themes/migration"} <= asked
            turned(clock, document, lambda content: replace(content, translations=content.translations | {"en": replace(content.translations["en"], summary="More.")}), Change.AMENDMENT)
            purged(document, "amendment")
        for act in ("withdraw", "return", "recall") if section in ("themes", "seminars") else ():
            if act == "return":
                turned(clock, document, reworded)
            else:
                with engines.writing() as session:
                    actor = session.scalars(select(Person).where(Person.email == "a5@example.org")).one()
                    verb = publishing.withdraw if act == "withdraw" else publishing.recall
                    verb(session, actor, document, notices={tag: "Pour essai." for tag in TAGS}, at=clock.forward(seconds=20), demonstration=True)
            purged(document, act)


def test_a_cache_that_does_not_take_it_is_asked_again(site: Flask, cache: Cache, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    published(clock)
    waited: list[float] = []
    monkeypatch.setattr(pacing, "sleep", waited.append)
    cache.status = 503
    run(site, clock)
    left = waiting()
    assert [(one.attempts, one.last_error) for one in left] == [(1, "NotPurged")]
    assert waited == []
    # One that lets nobody ask so fast is asked more slowly, and to the end.
    cache.status, cache.at_once, first = 200, 20, len(cache.asked)
    clock.forward(minutes=2)
    run(site, clock)
    assert waiting() == []
    assert len(set(cache.asked[first:])) > 100
    assert set(waited) == {3}


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
