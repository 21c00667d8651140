"""nginx as it is delivered, in front of the real server: what readers get, what they cannot say, and what is there when the application is not."""

import http.client
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from mission import create_app
from mission.doctor import examine
from mission.doctor.findings import Patient, State
from mission.doctor.front import examine_front
from mission.extensions import engines
from mission.languages import TAGS
from mission.refusing import Refusals
from mission.serve import Server
from mission.services import pacing
from mission.services.mirroring import over_http, places
from mission.web.front.questions import KNOWN
from mission.web.pages import LISTING_SECTIONS
from mission.web.probing import HEADER, read, sign
from tests.security.test_answers import ALWAYS

from .fronting import HOST, arranged, certified, fronted
from .serving import ROOT, Answer, Served, free_port, served, surroundings, until

SECURITY = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Strict-Transport-Security", "X-Frame-Options")


@dataclass
class Front:
    """nginx in front of a site, in a folder of its own."""

    folder: Path
    tls: int
    plain: int
    site: Served
    place: Path

    def settings(self, **changes: str) -> dict[str, str]:
        return {"BASE_URL": f"https://{HOST}:{self.tls}", "PROXY_HOPS": "1", "PORT": str(self.site.port)} | changes

    def ask(self, address: str, method: str = "GET", body: bytes = b"", host: str = HOST, tls: bool = True, **headers: str) -> Answer:
        """One request as a reader makes it, with the certificate checked."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        raw = socket.create_connection(("127.0.0.1", self.tls if tls else self.plain), timeout=20)
        connection = http.client.HTTPConnection(host)
        connection.sock = context.wrap_socket(raw, server_hostname=host) if tls else raw
        connection.request(method, address, body=body or None, headers={"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, answer.headers, content.decode("utf-8", "replace"))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def front(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder, tls, plain = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    port = free_port()
    with (
        served(place, "web", BASE_URL=f"https://{HOST}:{tls}", PROXY_HOPS="1", PORT=str(port), LOG_REQUESTS="true") as site,
        fronted(arranged(folder, web=port, plain=plain, tls=tls), tls),
    ):
        yield Front(folder, tls, plain, site, place)


def test_pages_come_with_every_header_once_and_hold_to_the_minute(front: Front) -> None:
    for address in ("/fr/", "/ar/communiques", "/fr/no-such-page", "/desk/sign-in"):
        answer = front.ask(address)
        for name in (*SECURITY, "X-Request-ID"):
            assert len(answer.headers.get_all(name) or []) == 1, (address, name)  # type: ignore[attr-defined]
        assert answer.headers["Server"] == "nginx"
    # Also in the second for which nginx keeps it: what it says is counted from the moment that it tells.
    # That moment may turn between the two words of one answer.
    ends, asked = time.monotonic() + 3.2, list[Answer]()
    while time.monotonic() < ends:
        asked.append(front.ask("/fr/"))
        time.sleep(0.04)
    assert len({one.headers["Date"] for one in asked if not minutely(one)}) <= 1


def minutely(answer: Answer) -> bool:
    """Whether an answer expires with the minute in which it says that it was given."""
    held, seconds = int(re.fullmatch(r"public, max-age=(\d+)", answer.headers["Cache-Control"])[1]), parsedate_to_datetime(answer.headers["Date"]).second  # type: ignore[index]
    return 0 < held <= 60 - seconds


def test_a_kept_page_is_a_second_old_at_the_most_and_never_in_another_language(front: Front) -> None:
    before = len([line for line in front.site.lines() if "sitemap" in line])
    ends = time.monotonic() + 0.8
    asked = 0
    while time.monotonic() < ends:
        assert front.ask("/es/sitemap").status == 200
        asked += 1
        time.sleep(0.02)  # nginx lets nobody ask more than some hundred times at once
    until(lambda: len([line for line in front.site.lines() if "sitemap" in line]) > before, "the line of the request")
    reached = len([line for line in front.site.lines() if "sitemap" in line]) - before
    assert asked > 3
    assert reached < asked
    for tag in ("ar", "es", "en", "fr"):
        assert front.ask("/", Accept_Language=tag).headers["Location"].endswith(f"/{tag}/")


def test_files_are_kept_for_long_in_each_coding(front: Front) -> None:
    sheet = re.search(r'href="(/static/css/site[^"]+)"', front.ask("/fr/").text)[1]  # type: ignore[index]
    plain, packed = front.ask(sheet), front.ask(sheet, Accept_Encoding="gzip, deflate, br, zstd")
    assert packed.headers["Content-Encoding"] == "br"
    assert plain.headers.get("Content-Encoding") is None
    assert plain.headers["Cache-Control"] == packed.headers["Cache-Control"]
    assert "immutable" in plain.headers["Cache-Control"]


def test_a_reader_says_nothing_about_where_they_come_from(front: Front, place: Path) -> None:
    secret = (place / "secret_key").read_text().strip()
    from datetime import UTC, datetime

    forged = {
        "X_Forwarded_For": "192.0.2.66", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example", "X_Request_ID": "chosen-by-a-reader",
        "Forwarded": "for=192.0.2.66;host=evil.example", "X_Real_IP": "192.0.2.66", HEADER.replace("-", "_"): sign(secret, datetime.now(UTC)),
    }  # fmt: skip
    seen = read(front.ask("/healthz", **forged).text.encode())
    assert seen is not None
    assert (seen["address"], seen["scheme"], seen["host"], seen["forwarded_for"]) == ("127.0.0.1", "https", HOST, "127.0.0.1")
    assert re.fullmatch("[0-9a-f]{32}", seen["request"])
    assert front.ask("/healthz", **(forged | {HEADER.replace("-", "_"): "forged"})).text == "well\n"


def test_other_hosts_get_nothing_and_the_open_door_leads_to_the_closed_one(front: Front) -> None:
    moved = front.ask("/fr/?q=eau", tls=False)
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/fr/?q=eau")
    with pytest.raises(http.client.RemoteDisconnected):
        front.ask("/fr/", host="evil.example", tls=False)
    with pytest.raises(ssl.SSLError):
        front.ask("/fr/", host="evil.example")


def test_what_is_too_large_is_refused_before_the_application_and_uploads_are_let_through(front: Front) -> None:
    for address in ("/fr/contact", "/fr/communiques.atom", "/sitemap.xml"):
        refused = front.ask(address, "POST", b"x" * 1_500_000)
        assert refused.status == 413
        whole(refused)
    # Reaches the application, which refuses it for another reason: it does not come from a page of ours.
    # It has not read it by then: nobody may take that for an end.
    assert {front.ask("/desk/documents/new", "POST", b"x" * 1_500_000).status for _ in range(8)} == {403}


# What nginx itself cannot read or will not, and with which status it says so.
REFUSED = {
    "a long address": (414, b"GET /fr/?q=" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: mission.example\r\n\r\n"),
    "a long line": (431, b"GET /fr/ HTTP/1.1\r\nHost: mission.example\r\nX-Long: " + b"a" * 40_000 + b"\r\n\r\n"),
    "many lines": (431, b"GET /fr/ HTTP/1.1\r\nHost: mission.example\r\n" + b"X-Many: qanarixyz\r\n" * 4000 + b"\r\n"),
    "no line of ours": (400, b"qanarixyz\r\n\r\n"),
    "two lengths": (400, b"POST /fr/ HTTP/1.1\r\nHost: mission.example\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"),
    "two hosts": (400, b"GET /fr/ HTTP/1.1\r\nHost: mission.example\r\nHost: mission.example\r\n\r\n"),
    "a null": (400, b"GET /fr/\x00 HTTP/1.1\r\nHost: mission.example\r\n\r\n"),
    "out of the site": (400, b"GET /../../etc/passwd HTTP/1.1\r\nHost: mission.example\r\n\r\n"),
    "a trace": (405, b"TRACE /fr/ HTTP/1.1\r\nHost: mission.example\r\nX-Mark: qanarixyz\r\n\r\n"),
    "a coding that is none": (501, b"POST /fr/contact HTTP/1.1\r\nHost: mission.example\r\nTransfer-Encoding: qanarixyz\r\n\r\n"),
    "a version to come": (505, b"GET /fr/ HTTP/9.9\r\nHost: mission.example\r\n\r\n"),
}  # fmt: skip


def spoken(front: Front, given: bytes, *, tls: bool = True, port: int = 0) -> bytes:
    """What comes back for these bytes, with the certificate checked."""
    raw = socket.create_connection(("127.0.0.1", port or (front.tls if tls else front.plain)), timeout=20)
    line = ssl.create_default_context(cafile=str(front.folder / "tls" / "fullchain.pem")).wrap_socket(raw, server_hostname=HOST) if tls else raw
    with line, suppress(ConnectionError):
        # Whoever refuses the head need not have read it to its end.
        with suppress(OSError):
            line.sendall(given)
        return b"".join(iter(lambda: line.recv(65536), b""))
    return b""


def test_what_cannot_be_read_is_refused_with_the_whole_set_and_in_four_languages(front: Front) -> None:
    for name, (status, given) in REFUSED.items():
        told(spoken(front, given), status, name)
        # In the open there is nothing but the way to TLS.
        assert spoken(front, given, tls=False) == b"", name
    asked = b"GET /fr/ HTTP/1.1\r\nHost: %s\r\n\r\n"
    told(spoken(front, asked % HOST.encode(), tls=False, port=front.tls), 400, "in the open, where TLS is spoken")
    assert spoken(front, asked % b"evil.example", tls=False, port=front.tls) == b""
    assert spoken(front, b"GET /fr/ HTTP/1.1\r\n\r\n") == b"", "who asks for nobody"


def test_a_program_whose_question_is_too_long_is_told_so_in_its_own_form(front: Front) -> None:
    refusals = Refusals(create_app(surroundings(front.place, **front.settings())))
    engines.dispose()
    for name in ("a long address", "a long line", "many lines"):
        status, given = REFUSED[name]
        for place in (b" /api/v1/search", b" https://mission.example/api/v1/search"):
            head, _, body = spoken(front, given.replace(b" /fr/", place)).partition(b"\r\n\r\n")
            fields = http.client.parse_headers(BytesIO(head.partition(b"\r\n")[2] + b"\r\n\r\n"))
            assert head.startswith(b"HTTP/1.1 %d" % status), (name, head[:60])
            assert (fields["Content-Type"], fields["Access-Control-Allow-Origin"], fields["Cache-Control"]) == ("application/problem+json", "*", "no-store"), name
            # As the application itself says it, whose host has no port where it is delivered.
            own = refusals.answer(status, b"GET /api/v1/search ").partition(b"\r\n\r\n")[2]
            assert json.loads(body) == json.loads(own.replace(b":%d/" % front.tls, b"/")), name
    assert front.ask("/too-long-for-programs").status == 404


def told(came: bytes, status: int, name: str) -> None:
    head, _, page = came.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d" % status), (name, head[:60])
    fields = http.client.parse_headers(BytesIO(head.partition(b"\r\n")[2] + b"\r\n\r\n"))
    whole(Answer(status, fields, page.decode()))  # type: ignore[arg-type]
    for one in SECURITY:
        assert len(fields.get_all(one) or []) == 1, (name, one)
    assert fields["Set-Cookie"] is None
    assert "qanarixyz" not in came.decode()
    assert "nginx" not in page.decode()


def test_pages_of_nginxs_own_are_nobodys_address(front: Front) -> None:
    for address in ("/refused", "/too-long", "/unavailable"):
        answer = front.ask(address)
        assert (answer.status, "fr/sitemap" in answer.text) == (404, True), address
        assert {len(answer.headers.get_all(name) or []) for name in SECURITY} == {1}  # type: ignore[attr-defined]


def whole(refused: Answer) -> None:
    """What nginx refuses by itself says so in four languages, with the headers of every answer, and nobody keeps it."""
    assert {name: refused.headers.get(name) for name in ALWAYS if name != "Content-Security-Policy"} == {
        name: value for name, value in ALWAYS.items() if name != "Content-Security-Policy"
    }
    assert refused.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert re.fullmatch("[0-9a-f]{32}", refused.headers["X-Request-ID"])
    assert refused.headers["Cache-Control"] == "no-store"
    assert refused.headers["Content-Type"] == "text/html; charset=utf-8"
    assert all(f'lang="{tag}"' in refused.text for tag in TAGS)


def test_connections_are_let_go_of_here_before_the_application_closes_them(front: Front) -> None:
    app = create_app(surroundings(front.place, **front.settings()))
    upstream = re.search(r"upstream mission \{(.*?)\}", (front.folder / "snippets" / "mission.conf").read_text(), re.DOTALL)[1]  # type: ignore[index]
    here, there = int(re.search(r"keepalive_timeout (\d+)s;", upstream)[1]), Server(app, app.config["SETTINGS"]).cfg.keepalive  # type: ignore[index]
    engines.dispose()
    assert here + 2 < there


def test_nothing_of_readers_is_written_down(front: Front) -> None:
    front.ask("/fr/communiques?q=motplante", User_Agent="motplante")
    for written in (front.folder / "errors", front.folder / "mission.error.log"):
        assert "motplante" not in written.read_text()
    assert "motplante" not in front.site.written.read_text()


def test_whoever_walks_through_it_page_by_page_comes_to_the_end(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is let in as fast as they can ask: a walk slows down, and goes on."""
    led_here(front, monkeypatch)
    fetch, waited = over_http(f"https://{HOST}:{front.tls}"), list[float]()
    monkeypatch.setattr(pacing, "sleep", lambda seconds: waited.append(seconds) or time.sleep(seconds))
    for number in range(5000):
        assert fetch(f"/fr/?{number % 2}").status == 200
        if waited:
            break
    assert waited, "slower than nginx allows, or nginx allows anything"


def led_here(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the name is not in any DNS, and the certificate is its own authority."""
    genuine = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **named: genuine("127.0.0.1" if host == HOST else host, *more, **named))
    monkeypatch.setenv("SSL_CERT_FILE", str(front.folder / "tls" / "fullchain.pem"))


def looked(front: Front, monkeypatch: pytest.MonkeyPatch, **settings: str) -> dict[State, str]:
    """What the doctor finds of a front."""
    led_here(front, monkeypatch)
    environment = {name: value for name, value in surroundings(front.place, **front.settings(**settings)).items() if name.isupper()}
    app = create_app(environment)
    try:
        found = examine(Patient(app, app.config["SETTINGS"], app.config["CLOCK"]()), (examine_front,))
    finally:
        engines.dispose()
    return {state: " | ".join(one.sentence for one in found if one.state is state) for state in State}


def test_the_doctor_finds_nothing_wrong_with_what_is_delivered(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(front, monkeypatch)
    assert (found[State.FAULT], found[State.WARNING]) == ("", "")
    for said in ("in 89 days", "Every header of a page, a list, a feed, a table, a part of a page and the API reaches the reader, once", "as the proxy saw them"):
        assert said in found[State.WELL]
    # Nothing is claimed of what was not compared: here no web server is asked past the front.
    alone = looked(front, monkeypatch, PORT=str(free_port()))
    assert (alone[State.FAULT], "Every header" in alone[State.WELL], "(the others were not compared at all addresses)" in alone[State.WELL]) == ("", False, True)


@pytest.mark.parametrize(
    ("old", "new", "state", "said"),
    [
        ("X-Forwarded-Proto $scheme", "X-Forwarded-Proto $http_x_forwarded_proto", State.FAULT, "does not learn that readers come by TLS"),
        ("X-Forwarded-For $remote_addr", "X-Forwarded-For $http_x_forwarded_for", State.FAULT, "what a reader writes into X-Forwarded-For"),
        ("X-Forwarded-For $remote_addr", 'X-Forwarded-For ""', State.FAULT, "PROXY_HOPS is 1, and 0 proxies say"),
        ("X-Request-ID $request_id;\nproxy", "X-Request-ID $http_x_request_id;\nproxy", State.WARNING, "X-Request-ID that a reader has chosen"),
        ("proxy_hide_header X-Request-ID;", "proxy_hide_header Content-Security-Policy;", State.FAULT, "Content-Security-Policy is missing"),
        ("proxy_hide_header X-Request-ID;", "add_header X-Frame-Options DENY;", State.FAULT, "X-Frame-Options comes twice"),
        ("proxy_hide_header X-Request-ID;", "proxy_hide_header Cache-Control;", State.FAULT, "changes Cache-Control at /fr/, /fr/communiques, /fr/communiques.atom"),
        ("proxy_hide_header X-Request-ID;", 'proxy_hide_header Cache-Control; add_header Cache-Control "public, max-age=86400" always;', State.FAULT, "changes Cache-Control at /desk/sign-in"),
        ("proxy_hide_header X-Request-ID;", 'proxy_hide_header Cache-Control; add_header Cache-Control "public, max-age=86400" always;', State.FAULT, "changes Cache-Control at /fr/,"),
        ("proxy_hide_header X-Request-ID;", 'add_header Cache-Control "public, max-age=60" always;', State.FAULT, "changes Cache-Control at /fr/,"),
        ("proxy_hide_header X-Request-ID;", "proxy_hide_header ETag;", State.FAULT, "changes ETag at /fr/, /fr/communiques, /fr/communiques.atom"),
        ("proxy_hide_header X-Request-ID;", "proxy_hide_header Vary;", State.FAULT, "changes Vary at /fr/, /fr/communiques, /fr/communiques.atom"),
        *(("proxy_hide_header X-Request-ID;", f"proxy_hide_header {name};", State.FAULT, f"changes {name} at {where}.") for name, where in {
            "Access-Control-Allow-Origin": "/api/v1/documents", "Link": "/api/v1/documents", "Content-Disposition": "/fr/communiques.csv",
            "Content-Language": "/fr/communiques.atom, /fr/communiques.csv", "Speculation-Rules": "/fr/, /fr/communiques", "X-Robots-Tag": "/fr/communiques?part=results",
        }.items()),
        ("proxy_hide_header X-Request-ID;", "add_header Vary Cookie;", State.FAULT, "changes Vary at /fr/,"),
        ("proxy_hide_header X-Request-ID;", "add_header Content-Language fr;", State.FAULT, "changes Content-Language at /fr/communiques.atom"),
        ("location / {\n        # Whoever", 'location ~ atom$ { proxy_pass http://mission; proxy_hide_header ETag; }\n    location / {\n        # Whoever', State.FAULT, "changes ETag at /fr/communiques.atom:"),
        ("Cookie $mission_cookie;", 'Cookie "";', State.FAULT, "The cookie of the desk does not come back"),
        ("proxy_hide_header X-Request-ID;", "proxy_hide_header Set-Cookie;", State.FAULT, "takes away or changes the cookie that the desk gives"),
        ("proxy_hide_header X-Request-ID;", "proxy_cookie_flags ~ nosecure;", State.FAULT, "takes away or changes the cookie that the desk gives"),
        ("location /desk {", "location /desk {\n        deny all;", State.WARNING, "the way to the desk was not looked at"),
        ("server_tokens off;", "server_tokens on;", State.WARNING, "tells its version (nginx/"),
        ("proxy_set_header Accept-Encoding $mission_coding;", 'proxy_set_header Accept-Encoding "";', State.WARNING, "uncompressed"),
    ],
)  # fmt: skip
def test_a_front_that_is_set_wrong_is_found(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, state: State, said: str) -> None:
    tls = free_port()
    broken = Front(tmp_path, tls, free_port(), front.site, front.place)
    main = arranged(tmp_path, web=front.site.port, plain=broken.plain, tls=tls, changes={old: new})
    with fronted(main, tls):
        assert said in looked(broken, monkeypatch)[state]


def test_a_network_that_tells_how_long_it_has_kept_a_page_is_let_do_so(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = free_port()
    network = Front(tmp_path, tls, free_port(), front.site, front.place)
    changes = {"proxy_hide_header X-Request-ID;": 'proxy_hide_header Cache-Control; add_header Cache-Control "public, max-age=60"; add_header Age $age;',
               "upstream mission {": 'map $uri $age { default 0; "~^/fr" 20; }\nupstream mission {'}  # fmt: skip
    with fronted(arranged(tmp_path, web=front.site.port, plain=network.plain, tls=tls, changes=changes), tls):
        found = looked(network, monkeypatch)[State.FAULT]
    assert "changes Cache-Control at /desk/sign-in" in found
    assert "at /fr/" not in found


def test_a_certificate_that_ends_or_does_not_hold_a_front_that_is_away_and_another_secret(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = free_port()
    other = Front(tmp_path, tls, free_port(), front.site, front.place)
    assert "cannot be reached from here: ConnectionRefusedError" in looked(other, monkeypatch)[State.FAULT]
    certified(tmp_path / "tls", days=3)
    with fronted(arranged(tmp_path, web=front.site.port, plain=other.plain, tls=tls), tls):
        assert "in 2 days" in looked(other, monkeypatch)[State.FAULT]
        assert "none is believed" in looked(other, monkeypatch, PROXY_HOPS="0")[State.FAULT]
        assert "does not know our secret key" in looked(other, monkeypatch, SECRET_KEY="another one, which the instance that answers has not")[State.FAULT]
        certified(tmp_path / "tls", days=3)
        assert "certificate" in looked(other, monkeypatch)[State.FAULT]
        assert "does not hold" in looked(other, monkeypatch)[State.FAULT]
    # Nobody behind it: one fault, which says so, and nothing of keys and headers.
    certified(tmp_path / "tls", days=90)
    with fronted(arranged(tmp_path, web=free_port(), plain=other.plain, tls=tls), tls):
        found = looked(other, monkeypatch)[State.FAULT]
        assert "reaches no web server behind it" in found
        assert found.count(" | ") == 0


def test_the_mirror_is_there_when_the_application_is_not(place: Path, tmp_path: Path) -> None:
    """The mirror of this test is a few files: what nginx makes of them is looked at, not how a mirror is made."""
    mirror = few_files(tmp_path / "mirror")
    tls = free_port()
    front = Front(tmp_path, tls, free_port(), Served(free_port(), tmp_path / "none", None), place)  # type: ignore[arg-type]
    with fronted(arranged(tmp_path, web=front.site.port, plain=front.plain, tls=tls), tls):
        for address, text, form in (("/", "langues", "text/html; charset=utf-8"), ("/fr/communiques", "liste", "text/html; charset=utf-8"),
                                    ("/fr/communiques?utm_source=eau&page=", "liste", "text/html; charset=utf-8"), ("/static/site.css", "p {}", "text/css; charset=utf-8"),
                                    ("/register.jsonl", "{}", "application/jsonl"), ("/register/checkpoint", "tête", "text/plain; charset=utf-8"),
                                    ("/fr/communiques.atom", "<feed/>", "application/atom+xml; charset=utf-8")):  # fmt: skip
            answer = front.ask(address)
            assert (answer.status, answer.headers["Content-Type"]) == (200, form), address
            assert text in answer.text
            assert minutely(answer)
            for name in SECURITY:
                assert len(answer.headers.get_all(name) or []) == 1, name  # type: ignore[attr-defined]
        for method, address in (("GET", "/desk/"), ("POST", "/fr/contact"), ("GET", "/fr/nothing"), ("GET", "/fr/communiques.atom?q=eau"), ("GET", "/fr/../etc/passwd"), ("GET", "/readyz")):
            answer = front.ask(address, method)
            assert answer.status in (503, 404), address
            assert answer.status == 404 or "momentanément" in answer.text and answer.headers["Retry-After"] == "120"
        # What goes wrong on the disk is not told with the name of whoever found it.
        (mirror / "fr" / "round").symlink_to("round")
        assert front.ask("/fr/round?q=motplante").status == 503
        for written in (tmp_path / "errors", tmp_path / "mission.error.log"):
            assert "motplante" not in written.read_text(), written
        # A large file is not called too large because nobody is there to take it.
        assert [front.ask(address, "POST", b"x" * 1_500_000).status for address in ("/desk/documents/new", "/fr/verify", "/fr/contact")] == [503, 503, 413]


# What is not a page, with an ending of which nginx's own list knows nothing or something else.
ENDINGS = ("/register/mission-verify.pyz", "/fr/communiques.csv", "/fr/site.webmanifest", "/fr/seminars.ics", "/register.jsonl", "/register/checkpoint", "/fr/communiques.atom", "/favicon.ico")


def kinds(front: Front, *, tls: bool = True) -> dict[str, tuple[str, str]]:
    """For each of these its media type, and whether a browser shows it or keeps it."""
    answers = {address: front.ask(address, tls=tls) for address in ENDINGS}
    assert {one.status for one in answers.values()} == {200}
    return {address: tuple(one.headers.get(name, "").partition(";")[0] for name in ("Content-Type", "Content-Disposition")) for address, one in answers.items()}  # type: ignore[misc]


def test_the_mirror_gives_a_file_out_as_what_the_site_itself_calls_it(front: Front, tmp_path: Path) -> None:
    for address in ENDINGS:
        (tmp_path / "mirror" / address[1:]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mirror" / address[1:]).write_text("bytes")
    tls = free_port()
    gone = Front(tmp_path, tls, free_port(), Served(free_port(), tmp_path / "none", None), front.place)  # type: ignore[arg-type]
    with fronted(arranged(tmp_path, web=gone.site.port, plain=gone.plain, tls=tls), tls):
        assert kinds(gone) == kinds(front)
        # Whoever is told that there is none reads that, and does not keep it under that name.
        assert gone.ask("/fr/speeches.csv").headers.get("Content-Disposition") is None
        for name in ("/fr/communiques/c2026-001/files/note.pdf", "/fr/communiques/c2026-001/files/photo.jpg.small.avif"):
            (tmp_path / "mirror" / name[1:]).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "mirror" / name[1:]).write_text("bytes")
            assert gone.ask(name).headers.get("Content-Disposition") == ("attachment" if name.endswith("pdf") else None)


def few_files(mirror: Path) -> Path:
    for name, text in {"index.html": "<!doctype html>langues", "fr/communiques/index.html": "<!doctype html>liste", "static/site.css": "p {}", "register.jsonl": "{}",
                       "register/checkpoint": "tête", "fr/communiques.atom": "<feed/>"}.items():
        (mirror / name).parent.mkdir(parents=True, exist_ok=True)
        (mirror / name).write_text(text)
    return mirror


# Pages of lists as the site itself is asked for them, and under which of them the mirror keeps what it answers.
HELD = {
    "/fr/communiques?page=2": "", "/fr/communiques?page=02&utm_source=letter": "/fr/communiques?page=2", "/ar/register?page=3": "", "/fr/communiques?theme=migration": "",
    "/fr/communiques?theme=human-rights&page=2": "", "/fr/communiques?page=2&body=hrc": "", "/es/speeches?occasion=green-march&page=1": "/es/speeches?occasion=green-march",
    "/en/candidacy?page=2": "", "/fr/communiques?page=1": "/fr/communiques", "/fr/communiques?year=2009&fbclid=a%20b": "/fr/communiques", "/fr/communiques?theme=": "/fr/communiques",
    "/fr/sitemap?open=themes": "", "/fr/sitemap?open=speeches%3A2025": "/fr/sitemap?open=speeches:2025", "/fr/sitemap?open=themes%2Fmigration": "/fr/sitemap?open=themes/migration",
    "/fr/sitemap?open=themes&open=speeches": "/fr/sitemap", "/fr/contact?subject=press": "/fr/contact", "/fr/communiques/c2026-001/titre?page=2": "/fr/communiques/c2026-001/titre",
}  # fmt: skip
# What only the site can answer: none of these is the list without it.
NOT_HELD = (
    *(f"/fr/{view.removesuffix('.index').removesuffix('.show')}?{name}=zz" for view, names in KNOWN.items() for name in sorted(names | {"part"})
      if view in ("communiques.index", "register.show", *(f"{section}.show" for section in LISTING_SECTIONS))),
    "/fr/communiques?page=9", "/fr/communiques?page=2&page=3", "/fr/communiques?page=2&q=eau", "/fr/communiques?q=eau&page=2", "/fr/communiques?theme=migration&theme=trade",
    "/fr/communiques?theme=migration&body=hrc", "/fr/communiques?%70age=2", "/fr/communiques?them%65=migration", "/fr/communiques?theme=../../register", "/fr/communiques/?page=9",
    "/fr/communiques?page=-1", "/fr/communiques?page=2/../3", "/fr/communiques.atom?page=2", "/fr/communiques.csv?theme=migration", "/fr/sitemap?part=branch&at=themes",
)  # fmt: skip


def of_lists(mirror: Path) -> None:
    """Each page under the name that a mirror gives it, saying of which address it is."""
    for address, other in HELD.items():
        file = mirror / places.file_of(other or address, page=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"page of {other or address}")
    for section in ("register", *LISTING_SECTIONS):
        file = mirror / "fr" / section / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("the whole list")
    (mirror / "fr" / "communiques.csv").write_text("the whole table")


def test_a_page_of_a_list_is_the_mirrors_own_or_none_and_never_the_whole_list(place: Path, tmp_path: Path) -> None:
    of_lists(few_files(tmp_path / "mirror"))
    tls = free_port()
    gone = Front(tmp_path, tls, free_port(), Served(free_port(), tmp_path / "none", None), place)  # type: ignore[arg-type]
    with fronted(arranged(tmp_path, web=gone.site.port, plain=gone.plain, tls=tls), tls):
        answered = {address: gone.ask(address) for address in (*HELD, *NOT_HELD)}
    assert {address: (answered[address].status, answered[address].text) for address in HELD} == {
        address: (200, f"page of {other or address}") for address, other in HELD.items()
    }
    for address in NOT_HELD:
        assert (answered[address].status, answered[address].headers.get("Retry-After")) == (503, "120"), (address, answered[address].text[:60])
        whole(answered[address])


def test_the_mirror_alone_is_served_as_its_guide_says(place: Path, tmp_path: Path) -> None:
    of_lists(few_files(tmp_path / "mirror"))
    tls, plain = free_port(), free_port()
    main = arranged(tmp_path, web=free_port(), plain=plain, tls=tls)
    guide = re.search(r"^    location / \{\n.*?^    \}\n", (ROOT / "docs" / "mirror.md").read_text(), re.DOTALL | re.MULTILINE)[0]  # type: ignore[index]
    served = f"server {{\n    listen 127.0.0.1:{tls};\n{guide.replace('/srv/mirror', str(tmp_path / 'mirror'))}}}\n"
    (tmp_path / "snippets" / "mission.conf").write_text(f"include {tmp_path}/snippets/mission-lists.conf;\n{served}")
    alone = Front(tmp_path, tls, tls, Served(tls, tmp_path / "none", None), place)  # type: ignore[arg-type]
    with fronted(main, tls):
        for address, other in HELD.items():
            assert alone.ask(address, tls=False).text == f"page of {other or address}"
        assert {alone.ask(address, tls=False).status for address in NOT_HELD} == {503}
        assert alone.ask("/register/checkpoint", tls=False).text == "tête"


class Away(BaseHTTPRequestHandler):
    """An application whose database is away, which can say so."""

    def answer(self) -> None:
        text = f"{self.command} {self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()} not kept"
        self.send_response(503)
        for name, value in (("Content-Length", str(len(text))), ("Cache-Control", "no-store"), ("Retry-After", "60")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *said: object) -> None:
        pass


def test_the_mirror_is_read_while_the_database_is_away_and_nothing_typed_is_lost(place: Path, tmp_path: Path) -> None:
    of_lists(few_files(tmp_path / "mirror"))
    tls = free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), Away) as away:
        threading.Thread(target=away.serve_forever, daemon=True).start()
        front = Front(tmp_path, tls, free_port(), Served(away.server_address[1], tmp_path / "none", None), place)  # type: ignore[arg-type]
        with fronted(arranged(tmp_path, web=front.site.port, plain=front.plain, tls=tls), tls):
            for address in ("/", "/fr/communiques", "/register.jsonl", "/fr/communiques.atom", *HELD):
                answer = front.ask(address)
                assert (answer.status, minutely(answer)) == (200, True), address
                assert answer.text == f"page of {HELD[address] or address}" if address in HELD else "not kept" not in answer.text
            # What the mirror does not hold, and what is the desk's: in the words of the application.
            for method, address in (("GET", "/fr/nothing"), ("GET", "/fr/communiques.atom?q=eau"), ("POST", "/fr/contact"), ("POST", "/fr/communiques"), ("POST", "/fr/verify"), ("GET", "/desk/"),
                                    *(("GET", one) for one in NOT_HELD)):
                answer = front.ask(address, method, b"typed" if method == "POST" else b"")
                assert (answer.status, answer.text, answer.headers["Retry-After"]) == (503, f"{method} {'typed' if method == 'POST' else ''} not kept", "60"), address
        away.shutdown()


def test_whoever_is_too_hasty_is_told_so_and_when_to_come_back(front: Front) -> None:
    # Last of all: who is too hasty waits for a while.
    for address in ("/desk/sign-in", "/fr/communiques.atom", "/sitemap.xml", "/mirror.json"):
        hasty = next(one for one in (front.ask(address) for _ in range(2000)) if one.status == 429)
        whole(hasty)
        assert hasty.headers["Retry-After"] == "1"
