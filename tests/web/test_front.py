"""The front: what it keeps is what the application would say, for as long as it would, and for everybody alike."""

import gzip
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import EnvironBuilder
from werkzeug.test import Client

from mission import create_app
from mission.extensions import engines
from mission.models import Kind
from mission.services import listing, publishing, visibility
from mission.services.keeping import StateMoved, kept, trust
from mission.services.search import indexing
from mission.web.front import codings
from mission.web.front.shelf import Answer, Shelf
from mission.web.front.ticket import Ticket
from tests.building import draft, person, release, text
from tests.conftest import Clock, environment
from tests.seeded import COMMUNIQUE
from tests.strict import StrictClient

LIST, DOCUMENT = "/fr/communiques", f"/fr/communiques/{COMMUNIQUE}"
WORD = "mirakandzi"
# What the application has never been asked is answered by it, and what it has answered by the front alone.
ORIGIN = "http://localhost:8000"
# Header fields that are of one request alone.
OWN = {"Date": "", "X-Request-ID": ""}


@pytest.fixture
def shelf(app: Flask) -> Shelf:
    return app.extensions["front"].shelf  # type: ignore[no-any-return]


@pytest.fixture
def behind(app: Flask) -> Client:
    """The application without its front."""
    return Client(app.extensions["front"]._inner, app.response_class)


@pytest.mark.parametrize(
    ("header", "coding"),
    [("", ""), ("br", "br"), ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("gzip;q=1, br;q=0.5", "gzip"), ("br;q=0, gzip;q=0", ""), ("*", "br"), ("*;q=0", ""),
     ("identity", ""), ("identity;q=1, br;q=0.2", ""), ("br;q=x, gzip", "gzip"), ("BR", "br"), ("zstd", ""), ("gzip;q=0.1, *;q=0", "gzip")],
)  # fmt: skip
def test_a_reader_gets_the_coding_that_it_takes(header: str, coding: str) -> None:
    assert codings.taken(header) == coding


def test_every_coding_is_the_same_page(client: StrictClient, behind: Client, shelf: Shelf) -> None:
    page = behind.get(LIST, base_url=ORIGIN).data
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    for _ in range(2):
        for coding, unpack in opened.items():
            answer = client.get(LIST, headers={"Accept-Encoding": coding})
            assert unpack(answer.data) == page
            assert answer.headers.get("Content-Encoding", "") == coding
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["Content-Length"] == str(len(answer.data))
            assert answer.headers["ETag"].endswith(f'-{coding}"' if coding else '"')
            head = client.head(LIST, headers={"Accept-Encoding": coding})
            assert head.data == b""
            assert {**head.headers, **OWN} == {**answer.headers, **OWN}
    assert len(shelf) == 1


def test_what_no_view_reads_makes_no_other_page(client: StrictClient, shelf: Shelf) -> None:
    first = client.get(f"{LIST}?theme=migration&q=oim&page=1")
    for query in ("q=oim&theme=migration&page=1", "utm_source=x&page=1&q=oim&theme=migration&fbclid=1", "theme=migration&q=%6Fim&page=1&x[]=2", "from=&page=1&theme=migration&q=oim"):
        again = client.get(f"{LIST}?{query}")
        assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    plain = client.get("/fr/")
    for query in ("x=1", "utm_campaign=y", "q=oim", "page=7", "%FF=%00"):
        again = client.get(f"/fr/?{query}")
        assert (again.data, again.headers["ETag"]) == (plain.data, plain.headers["ETag"])
    assert len(shelf) == 2
    part = client.get(f"{LIST}?part=results&utm_source=x&q=oim")
    assert part.headers["HX-Push-Url"] == f"{LIST}?q=oim"
    # Several values of one name keep their order, which a view may read.
    assert client.get("/fr/sitemap?open=kingdom&open=themes").status_code == 200


def test_junk_pushes_no_page_out(app: Flask, client: StrictClient, shelf: Shelf) -> None:
    client.get(LIST)
    kept = Shelf(1024 * 1024)
    for number in range(2000):
        kept.put(((1,), "day"), (LIST, f"q={number}"), Answer([("Content-Type", "text/html")], b"x" * 1000))
        assert sum(one.weighed for shelf in kept._kept for one in shelf.values()) <= 1024 * 1024
    kept.put(((1,), "day"), (LIST, ""), Answer([], b"page"))
    for number in range(2000):
        kept.put(((1,), "day"), (LIST, f"q={number}"), Answer([], b"x" * 1000))
    assert kept.get(((1,), "day"), (LIST, ""), "minute") is not None
    assert 80 < len(kept) < 100
    kept.put(((1,), "day"), ("/large", ""), Answer([], b"x" * 2 * 1024 * 1024))
    assert kept.get(((1,), "day"), ("/large", ""), "minute") is None
    # Whoever still sees the state before takes nothing out, and puts nothing in; whoever sees the next finds it empty.
    assert kept.get(((0,), "day"), (LIST, ""), "minute") is None
    kept.put(((0,), "day"), (LIST, ""), Answer([], b"old"))
    assert kept.get(((1,), "day"), (LIST, ""), "minute") is not None
    assert kept.get(((2,), "day"), (LIST, ""), "minute") is None
    assert len(kept) == 0


def test_who_has_the_page_is_told_so(client: StrictClient) -> None:
    for address in (LIST, DOCUMENT, "/fr/", "/ar/themes", "/fr/contact", "/sitemap.xml", "/fr/communiques.atom", "/fr/register", "/favicon.ico"):
        first = client.get(address, headers={"Accept-Encoding": "br"})
        tag = first.headers["ETag"]
        assert tag.startswith('W/"'), address
        for had in (tag, tag.removeprefix("W/"), f'"x", {tag} , W/"y"', "*"):
            for method in ("get", "head"):
                again = getattr(client, method)(address, headers={"If-None-Match": had, "Accept-Encoding": "br"})
                assert again.status_code == 304, (address, had)
                assert again.data == b""
                assert again.headers["ETag"] == tag
                for name in ("Cache-Control", "Vary", "Content-Security-Policy", "Strict-Transport-Security"):
                    assert again.headers.get(name) == first.headers.get(name), (address, name)
                assert "Content-Type" not in again.headers
        for had in ('"x"', 'W/"x"', "x", "", '"' + tag + '"', tag.replace("-br", "-gzip")):
            if had != tag:
                assert client.get(address, headers={"If-None-Match": had, "Accept-Encoding": "br"}).status_code == 200, (address, had)


def test_what_is_not_there_is_never_had_already(client: StrictClient) -> None:
    for address in ("/fr/communiques/c2026-777", "/fr/nothing", "/fr/themes/nothing", "/d/c2026-777", "/fr/communiques?page=999"):
        for had in ("*", '"x"'):
            answer = client.get(address, headers={"If-None-Match": had})
            assert answer.status_code == 404
            assert "ETag" not in answer.headers
            assert answer.headers["Cache-Control"].startswith("public, max-age=")


def test_what_is_one_readers_own_is_nobody_elses(client: StrictClient, shelf: Shelf) -> None:
    for address in ("/fr/alerts/sent", "/fr/alerts/confirm/none", "/healthz", "/desk/sign-in"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
    assert not client.get("/api/v1/documents").headers["ETag"].startswith("W/")
    first, second = client.get("/api/v1/documents"), client.get("/api/v1/documents")
    assert first.headers["RateLimit"] != second.headers["RateLimit"]
    client.get(LIST, headers={"Authorization": "Basic eA=="})
    client.get(LIST, headers={"Range": "bytes=0-9"})
    client.post("/fr/verify", data={"text": "x"})
    assert len(shelf) == 0
    client.get(LIST)
    assert len(shelf) == 1
    assert "ETag" not in client.get(LIST, headers={"Range": "bytes=0-9"}).headers
    assert client.get(LIST, base_url="http://evil.example").status_code == 400
    received = client.post("/fr/contact", data={"subject": "other", "name": "A", "email": "a@example.org", "message": "x", "started": ""})
    assert received.headers["Cache-Control"] == "no-store"


def test_a_form_that_tells_when_it_was_drawn_is_drawn_for_each(client: StrictClient, clock: Clock) -> None:
    first = client.get("/fr/contact").data
    clock.forward(seconds=1)
    assert client.get("/fr/contact").data != first


def test_the_front_says_what_the_application_says(app: Flask, client: StrictClient, behind: Client, clock: Clock) -> None:
    """Every room, asked twice by the front and once behind it, hours apart on the same day: one answer."""
    queries = ("", "?q=oim", "?q=اتفاق", "?q=%D8%A7%D8%AA%D9%81%D8%A7%D9%82", "?q=%FF&x=1", "?page=2", "?part=results", "?part=none", "?theme=migration&theme=none", "?occasion=throne", "?open=kingdom", "?act=first", "?reference=x",
               "?section=speeches", "?from=2001&to=2002", "?sort=oldest", "?kind=milestone", "?subject=press", "?done=ended", "?body=iom&text=ar&session=")  # fmt: skip
    places = {rule.rule.replace("<language:language>", "ar") for rule in app.url_map.iter_rules() if rule.arguments <= {"language"} and "GET" in (rule.methods or ())}
    places |= {DOCUMENT, f"{DOCUMENT}/editions/1", f"{DOCUMENT}/editions", f"{DOCUMENT}.txt", "/fr/themes/migration/iom", "/fr/speeches.json", "/es/communiques.atom", "/en/register/3"}
    compared = 0
    for place in sorted(one for one in places if not one.startswith(("/desk", "/api/", "/healthz"))):
        for query in queries:
            seen = [client.get(place + query), client.get(place + query), behind.get(place + query, base_url=ORIGIN)]
            assert len({(one.status_code, one.data) for one in seen}) == 1, place + query
            named = [{name: value for name, value in one.headers.items() if name not in ("ETag", "Content-Length", *OWN)} for one in seen]
            assert named[0] == named[1] == named[2], place + query
            compared += seen[0].status_code == 200
    assert compared > 300
    clock.forward(hours=9)
    for place in ("/ar/", "/ar/seminars", DOCUMENT, "/fr/speeches.json"):
        before = client.get(place)
        assert before.data == behind.get(place, base_url=ORIGIN).data


def test_a_new_day_is_another_page(client: StrictClient, clock: Clock) -> None:
    first = client.get("/fr/").headers["ETag"]
    clock.forward(days=1)
    assert client.get("/fr/", headers={"If-None-Match": first}).status_code == 200


@pytest.fixture
def embargoed(app: Flask, clock: Clock) -> tuple[int, datetime]:
    """A communiqué that waits for its minute."""
    at = clock().replace(second=0) + timedelta(minutes=10)
    with engines.writing() as session:
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        edition = draft(session, writer, clock(), kind=Kind.COMMUNIQUE, translations={"fr": text(f"{WORD} titre")})
        release(session, edition, writer, approver, clock(), at)
    return edition.document_id, at


SETTLE = """
import json, sys
from datetime import datetime
from mission.extensions import engines
from mission import create_app
from mission.services import publishing
at = datetime.fromisoformat(sys.argv[2])
app = create_app(json.loads(sys.argv[1]), clock=lambda: at)
print(len(publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)))
"""


def elsewhere(instance: Path, at: datetime) -> None:
    """Another process settles what is due."""
    done = subprocess.run([sys.executable, "-c", SETTLE, json.dumps(environment(instance)), at.isoformat()], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_a_text_is_absent_before_its_minute_and_there_at_it(instance: Path, client: StrictClient, clock: Clock, embargoed: tuple[int, datetime]) -> None:
    document, at = embargoed
    places = (LIST, "/fr/", "/fr/communiques/c2026-001", "/fr/communiques.atom", "/sitemap/1.xml")
    before = {place: client.get(place) for place in places}
    clock.at = at - timedelta(milliseconds=1)
    for place in places:
        assert WORD not in client.get(place).text
        assert client.get(place).headers.get("ETag") == before[place].headers.get("ETag"), "a tag tells that something is coming"
        assert client.get(place).headers["Cache-Control"] == "public, max-age=1"
    clock.at = at
    elsewhere(instance, at)
    for place in places:
        had = before[place].headers.get("ETag", "")
        answer = client.get(place, headers={"If-None-Match": had})
        assert answer.status_code == 200
        assert WORD in answer.text or place.endswith(".xml")
        assert "c2026-001" in answer.text or place == "/fr/communiques/c2026-001"


def test_a_withdrawal_and_a_recall_are_seen_at_once(app: Flask, client: StrictClient, clock: Clock, embargoed: tuple[int, datetime]) -> None:
    document, clock.at = embargoed
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    with engines.reading() as session:
        found = visibility.by_id(session, document)
    assert found is not None
    place = f"/fr/communiques/{found.code}"
    first = client.get(place)
    with engines.writing() as session:
        actor = person(session, "third@example.org", clock())
        publishing.withdraw(session, actor, document, notices={"fr": "Retiré pour essai."}, at=clock.forward(seconds=5), demonstration=True)
    second = client.get(place, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "Retiré pour essai." in second.text
    assert client.get(place, headers={"If-None-Match": second.headers["ETag"]}).status_code == 304
    with engines.writing() as session:
        publishing.recall(session, session.merge(actor), document, notices={"fr": "Publié par erreur."}, at=clock.forward(seconds=5), demonstration=True)
    for had in (first.headers["ETag"], second.headers["ETag"], "*"):
        gone = client.get(place, headers={"If-None-Match": had})
        assert gone.status_code == 410
        assert "ETag" not in gone.headers


def test_a_dead_worker_delays_no_kept_page(client: StrictClient, clock: Clock, embargoed: tuple[int, datetime]) -> None:
    clock.at = embargoed[1] + timedelta(seconds=1)
    assert WORD not in client.get(LIST).text
    assert client.get(LIST).headers["Cache-Control"] == "public, max-age=2", "kept by others for as long as it may be settling"
    clock.forward(seconds=2)
    assert WORD in client.get(LIST).text


def test_results_of_an_index_that_is_behind_are_kept_by_nobody(client: StrictClient, clock: Clock, embargoed: tuple[int, datetime], shelf: Shelf) -> None:
    clock.at = embargoed[1]
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    late = client.get(f"{LIST}?q={WORD}")
    assert "ETag" not in late.headers
    assert f"{WORD} titre" not in late.text.replace("<mark>", "").replace("</mark>", "")
    indexing.keep_up(engines.reading)
    assert f"{WORD} titre" in client.get(f"{LIST}?q={WORD}").text.replace("<mark>", "").replace("</mark>", "")


def test_the_front_can_be_told_to_keep_nothing(instance: Path, clock: Clock) -> None:
    app = create_app(environment(instance) | {"PAGE_CACHE_MEBIBYTES": "0"}, clock=clock)
    client = app.test_client()
    first = client.get(LIST, base_url=ORIGIN)
    assert len(app.extensions["front"].shelf) == 0
    assert client.get(LIST, base_url=ORIGIN, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "CDN-Cache-Control" not in first.headers


def test_an_act_between_two_looks_makes_the_page_again(app: Flask, client: StrictClient, clock: Clock, embargoed: tuple[int, datetime]) -> None:
    """The front has met the request in one state, and the page's own transaction finds another: what is answered is all of one state."""
    with engines.reading() as session:
        before = visibility.stamp(session), kept(session).mark
    clock.at = embargoed[1]
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    with engines.reading() as session:
        trust(session, before[1])
        assert visibility.stamp(session) == before[0], "nothing was asked yet"
        with pytest.raises(StateMoved):
            listing.newest(session, 3)
    told: list[object] = []
    front = app.extensions["front"]
    environ = client_environ(client, LIST)
    body = b"".join(front._asked(environ, lambda *given: told.extend(given), (LIST, ""), Ticket(before[1], "tag", False)))
    assert told[0] == "200 OK"
    assert WORD in body.decode()
    assert WORD in client.get(LIST).text


def client_environ(client: StrictClient, path: str) -> dict[str, object]:
    return EnvironBuilder(client.application, path, base_url=ORIGIN).get_environ()


def test_many_readers_at_once_see_each_act_as_soon_as_it_is_done(app: Flask, clock: Clock) -> None:
    """Whoever asks after an act has been committed is answered from after it, and nobody before, however many ask meanwhile."""
    minutes = [clock().replace(second=0) + timedelta(minutes=10 * number) for number in range(1, 4)]
    with engines.writing() as session:
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        for number, at in enumerate(minutes):
            release(session, draft(session, writer, clock(), translations={"fr": text(f"{WORD} {'abc'[number]} titre")}), writer, approver, clock(), at)
    seen: list[tuple[float, float, tuple[bool, ...], str | None]] = []
    over = threading.Event()

    def read() -> None:
        client = app.test_client()
        while not over.is_set():
            began = time.monotonic()
            answer = client.get(LIST, base_url=ORIGIN, headers={"Accept-Encoding": "identity"})
            assert answer.status_code == 200
            seen.append((began, time.monotonic(), tuple(f"{WORD} {letter} titre" in answer.text for letter in "abc"), answer.headers.get("ETag")))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for one in readers:
        one.start()
    acts = []

    for at in minutes:
        somebody_asks(seen)
        begun, clock.at = time.monotonic(), at
        publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)
        acts.append((begun, time.monotonic()))
    somebody_asks(seen)
    over.set()
    for one in readers:
        one.join()
    for number, (begun, done) in enumerate(acts):
        assert all(shown[number] for began, _, shown, _ in seen if began > done)
        assert not any(shown[number] for _, ended, shown, _ in seen if ended < begun)
    assert {shown for _, _, shown, _ in seen} == {(False,) * 3, (True, False, False), (True, True, False), (True,) * 3}
    tags: dict[str | None, set[tuple[bool, ...]]] = {}
    for _, _, shown, tag in seen:
        tags.setdefault(tag, set()).add(shown)
    assert all(len(shown) == 1 for tag, shown in tags.items() if tag), "one tag, two pages"


def somebody_asks(seen: Sequence[tuple[float, ...]]) -> None:
    """Wait until a reader who has asked after this moment is answered."""
    now = time.monotonic()
    while time.monotonic() < now + 30 and not any(one[0] > now for one in seen):
        time.sleep(0.02)


def test_a_connection_that_was_lost_is_opened_again(client: StrictClient) -> None:
    first = client.get(LIST)
    for held in list(engines._standing):
        if held.connection is not None:
            held.connection.close()
    assert client.get(LIST).data == first.data
    engines.dispose()
    assert client.get(LIST).headers["ETag"] == first.headers["ETag"]
