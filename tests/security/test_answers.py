"""Every answer, looked at whole: its head to the letter, who may keep it, what it leads to, and that asking changed nothing.

The public addresses are walked once, by a browser that carries the desk's cookie; each test looks at what came back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from mission import create_app
from mission.extensions import engines
from mission.models import Person, RoleName
from mission.services import staff
from tests.cluster import Cluster
from tests.conftest import Clock, copied, environment

from . import observatory
from .walking import CODE, public, publish

HOME = "https://mission.example"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
          "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
# What an answer may say otherwise: stricter, or meant for programs of other sites.
OWN_WAYS = {"Cross-Origin-Resource-Policy": "cross-origin", "Referrer-Policy": "no-referrer"}
FOR_OTHER_SITES = ("/api/v1", "/register", "/.well-known/")


@pytest.fixture
def app(instance: Path, clock: Clock) -> Iterator[Flask]:
    """The site as it stands behind TLS."""
    app = create_app(environment(instance) | {"BASE_URL": HOME}, clock=clock)
    yield app
    engines.dispose()


@dataclass(frozen=True)
class Walk:
    """What came back from every public address, and what the database was asked to write meanwhile."""

    answers: dict[str, TestResponse]
    written: list[str]


@pytest.fixture(scope="module")
def walk(filled: Path, tmp_path_factory: pytest.TempPathFactory, cluster: Cluster | None) -> Iterator[Walk]:
    folder, clock = tmp_path_factory.mktemp("walked"), Clock()
    name = copied(filled, folder, cluster)
    app = create_app(environment(folder) | {"BASE_URL": HOME}, clock=clock)
    publish(clock)
    client = FlaskClient(app, TestResponse)
    sign_in(client, clock)
    answers, written = {}, []
    for _, address in public(app):
        # The papers of a text are made when the first reader asks for one: that is the site's own act, and done before the counting.
        if address.endswith((".pdf", ".pdf.sig", "card.png")):
            client.get(address, base_url=HOME)
    event.listen(engines.writer, "before_cursor_execute", lambda *given: written.append(given[2]))
    for _, address in public(app):
        answers[address] = client.get(address, base_url=HOME)
    yield Walk(answers, written)
    engines.dispose()
    if cluster is not None:
        cluster.drop(name)


def sign_in(client: FlaskClient, clock: Clock) -> None:
    """A person with every role is in."""
    with engines.writing() as session:
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
        person = session.scalars(select(Person).where(Person.email == "all@example.org")).one()
        token = staff.open_session(session, person, at=clock(), strong=True)
    client.set_cookie("__Host-desk", token, domain="mission.example", secure=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return FlaskClient(app, TestResponse)


def cache_words(answer: TestResponse) -> dict[str, str | None]:
    """The directives of `Cache-Control` as a cache reads them (RFC 9111, 5.2): names without case, values of tokens or quoted strings."""
    found: dict[str, str | None] = {}
    for match in re.finditer(r'([!#$%&\'*+.^_`|~0-9A-Za-z-]+)(?:=("(?:[^"\\]|\\.)*"|[^\s,]+))?', ", ".join(answer.headers.get_all("Cache-Control"))):
        found[match[1].lower()] = match[2]
    return found


def storable(answer: TestResponse) -> bool:
    """Whether a shared cache may keep it (RFC 9111, 3)."""
    words = cache_words(answer)
    # With a value these two are other directives: `private="x"` is about one field, and `no-store` has none.
    if any(name in words and words[name] is None for name in ("no-store", "private")):
        return False
    lives = {"max-age", "s-maxage", "public"} & set(words) or "Expires" in answer.headers
    return bool(lives) or answer.status_code in (200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501)


def stricter(policy: str) -> bool:
    """Whether a page's own policy allows nothing that the common one does not."""
    common, own = observatory.directives([POLICY]), observatory.directives([policy])
    return all(own.get(name) in ({"'none'"}, sources) for name, sources in common.items()) and set(own) <= set(common) | {"sandbox", "object-src"}


def check(answer: TestResponse, where: str) -> None:
    for name, value in ALWAYS.items():
        given = answer.headers.get_all(name)
        assert len(given) == 1, f"{where} ({answer.status_code}) has {name} {len(given)} times"
        if given[0] != value:
            as_strict = name == "Content-Security-Policy" and stricter(given[0])
            assert as_strict or given[0] == OWN_WAYS.get(name), f"{where} ({answer.status_code}) says {name}: {given[0]}"
            if given[0] == "cross-origin":
                assert where.startswith(FOR_OTHER_SITES) or ".pdf" in where or "card" in where, f"{where} is given to every site"
    for name in ("Server", "X-Powered-By", "X-AspNet-Version"):
        assert name not in answer.headers, f"{where} tells {name}"
    if answer.data:
        assert answer.headers["Content-Type"], where
        if answer.mimetype.startswith("text/") and where != "/healthz":
            assert answer.mimetype_params.get("charset", "").lower() == "utf-8", f"{where}: {answer.headers['Content-Type']}"


def test_every_public_address_has_the_whole_set(walk: Walk) -> None:
    for address, answer in walk.answers.items():
        check(answer, address)
        assert answer.status_code != 500, address
    assert {200, 302, 404} <= {one.status_code for one in walk.answers.values()}


def test_what_others_may_keep_is_nobodys_own_and_not_for_long(walk: Walk) -> None:
    """RFC 9111, read by words and not by pieces of them: a shared cache meets these answers with a member of staff's cookie on the request."""
    kept = 0
    for address, answer in walk.answers.items():
        words = cache_words(answer)
        assert "Set-Cookie" not in answer.headers, address
        assert not {"cookie", "*"} & {one.strip().lower() for one in answer.headers.get("Vary", "").split(",")}, address
        if storable(answer):
            kept += 1
            life = "0" if "no-cache" in words else words.get("s-maxage") or words.get("max-age")
            assert (life or "").isdecimal(), f"{address}: a cache would have to guess"
            assert int(life or 0) <= 60 or ("immutable" in words and address.startswith("/static/")), (address, words)
            assert not {"stale-while-revalidate", "stale-if-error"} & set(words), address
    assert kept > 100


def test_what_the_desk_answers_is_stored_by_nobody(app: Flask, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, clock)
    seen = 0
    for rule in app.url_map.iter_rules():
        if f"{rule.rule}/".startswith("/desk/") and "GET" in (rule.methods or ()) and not rule.arguments:
            answer = client.get(rule.rule, base_url=HOME)
            check(answer, rule.rule)
            assert not storable(answer), (rule.rule, answer.headers["Cache-Control"])
            assert "no-store" in cache_words(answer), rule.rule
            seen += answer.status_code == 200
    assert seen > 10, "the person is in"


@pytest.mark.parametrize(
    ("words", "kept"),
    [("public, max-age=5", True), ("no-store", False), ("no-store=True", True), ("private", False), ('private="x", max-age=3', True), ("max-age=0, NO-STORE", False), ("", True)],
)
def test_the_simulated_cache_reads_as_caches_do(words: str, kept: bool) -> None:
    """`no-store=True` is a word that no cache knows: what looks for it by pieces would call it safe."""
    answer = TestResponse((), "200 OK", Headers({"Cache-Control": words}), request=Request({"REQUEST_METHOD": "GET"}))
    assert storable(answer) is kept


def test_asking_writes_nothing(walk: Walk) -> None:
    """A GET has a connection that cannot write; and the other one is not even asked."""
    assert walk.written == []


def test_every_status_has_the_whole_set(app: Flask, client: FlaskClient, clock: Clock) -> None:
    publish(clock)

    @app.get("/fr/broken")
    def broken() -> str:
        raise RuntimeError

    feed = client.get("/fr/communiques.atom", base_url=HOME)
    ours = {"Sec-Fetch-Site": "same-origin"}
    sheet = f"/static/{app.extensions['assets']['css/site.css']}"
    answers = {
        200: client.get("/fr/", base_url=HOME),
        301: client.get("/fr/themes/migration/iom/", base_url=HOME),
        302: client.get("/", base_url=HOME),
        304: client.get("/fr/communiques.atom", base_url=HOME, headers={"If-None-Match": feed.headers["ETag"]}),
        400: client.get("/fr/", base_url="https://evil.example"),
        403: client.post("/fr/contact", base_url=HOME, headers={"Sec-Fetch-Site": "cross-site"}),
        404: client.get("/fr/nothing", base_url=HOME),
        405: client.post("/fr/kingdom", base_url=HOME, headers=ours),
        413: client.post("/fr/contact", base_url=HOME, headers=ours, data={"message": "x" * 3_000_000}),
        416: client.get(f"/fr/communiques/{CODE}/files/note.txt", base_url=HOME, headers={"Range": "bytes=900-"}),
        422: client.post("/fr/contact", base_url=HOME, headers=ours, data={"message": ""}),
        500: client.get("/fr/broken", base_url=HOME),
    }
    answers[308] = answers.pop(301) if answers[301].status_code == 308 else answers[301]
    for status, answer in answers.items():
        assert answer.status_code == status or status in (301, 308), (status, answer.status_code)
        check(answer, f"{answer.request.path}")
    for static in (sheet, sheet + "?v=2", "/static/none.css", "/favicon.ico"):
        check(client.get(static, base_url=HOME), static)
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        answer = client.open("/fr/communiques", method=method, base_url=HOME, headers=ours)
        check(answer, f"{method} /fr/communiques")
        assert answer.status_code in (200, 405), (method, answer.status_code)
