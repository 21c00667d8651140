"""The real server, spoken to by hand: where a request ends, what it lists, logs and tells of itself, and who may keep it waiting."""

import json
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from gunicorn.config import Config
from gunicorn.http import get_parser
from gunicorn.http.errors import InvalidResponseHeader
from werkzeug.test import TestResponse

from mission import create_app
from mission.config import Settings
from mission.environment import SettingError
from mission.examining import Answer
from mission.extensions import engines
from mission.languages import TAGS
from mission.models import RoleName
from mission.refusing import Refusals
from mission.services import staff
from tests.conftest import Clock, copied, environment
from tests.sections.desk.entering import stand
from tests.soak.serving import Server, answer, drain, serving

from .test_answers import ALWAYS

SECOND = b"GET /fr/contrebande HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("spoken")
    copied(filled, folder, None)
    with serving(folder) as server:
        yield server


def test_fields_that_were_examined_once_are_sent_as_they_are_and_no_other_passes_for_one() -> None:
    config = Config()
    request = next(get_parser(config, iter([b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"]), ("127.0.0.1", 1)))
    fields = [("X-Frame-Options", "DENY"), ("Content-Length", "3"), ("Vary", "Accept-Encoding"), ("ETag", '"a"')]
    for _ in range(2):
        sent = Answer(request, None, config)
        sent.start_response("200 OK", fields)
        assert sorted(sent.headers) == sorted(fields)
        assert sent.response_length == 3
    with pytest.raises(InvalidResponseHeader):
        Answer(request, None, config).start_response("200 OK", [("X-Frame-Options", "DENY\r\nSet-Cookie: a=b")])


def test_an_answer_that_is_whole_goes_in_one_piece_and_every_other_as_its_head_says() -> None:
    config = Config()
    told = {"GET": [(b"abc",), (b"ab", b"c"), (b"abcd",)], "HEAD": [(b"abc",)]}
    for method, bodies in told.items():
        for body in bodies:
            ours, theirs = socket.socketpair()
            request = next(get_parser(config, iter([method.encode() + b" / HTTP/1.1\r\nHost: localhost\r\n\r\n"]), ("127.0.0.1", 1)))
            sent = Answer(request, ours, config)
            sent.start_response("200 OK", [("X-Frame-Options", "DENY"), ("Content-Length", "3")])
            for part in body:
                sent.write(part)
            ours.close()
            with theirs, theirs.makefile("rb") as stream:
                head, _, rest = stream.read().partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: ")
            assert head.endswith(b"X-Frame-Options: DENY\r\nContent-Length: 3")
            assert rest == (b"" if method == "HEAD" else b"abc")


# Each says in two ways where its body ends, or says it as no client does; behind it waits a second request that must not be taken for one.
AMBIGUOUS = {
    "length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
    "lengths in a list": b"Content-Length: 0, 5\r\n\r\n",
    "a length with a sign": b"Content-Length: +0\r\n\r\n",
    "a negative length": b"Content-Length: -1\r\n\r\n",
    "a length in letters": b"Content-Length: 0x0\r\n\r\n",
    "a length with a gap": b"Content-Length: 0 0\r\n\r\n",
    "a length with underscores": b"Content-Length: 0_0\r\n\r\n",
    "chunks that are not": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "chunks before something": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "chunks behind a tab": b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    "a gap before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded line": b"X-Folded: one\r\n two\r\nContent-Length: 0\r\n\r\n",
    "a folded length": b"Content-Length:\r\n 0\r\n\r\n",
    "a line without a colon": b"Nonsense\r\nContent-Length: 0\r\n\r\n",
    "a nameless line": b": x\r\nContent-Length: 0\r\n\r\n",
    "a null": b"X-Null: a\x00b\r\nContent-Length: 0\r\n\r\n",
    "a bare return": b"X-Bare: a\rContent-Length: 5\r\nContent-Length: 0\r\n\r\n",
    "an underscore": b"Content_Length: 5\r\nContent-Length: 0x\r\n\r\n",
    "a chunk of letters": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n0\r\n\r\n",
    "a negative chunk": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n",
    "a huge chunk": b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
    "a chunk without its end": b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
    "two hosts": b"Host: evil.example\r\nContent-Length: 0\r\n\r\n",
}  # fmt: skip


def test_a_request_ends_where_both_sides_say_or_is_refused(server: Server) -> None:
    second = SECOND % server.port
    plain = server.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % server.port + second)
    assert plain.count(b"HTTP/1.1 ") == 2, "two requests that are two are answered"
    assert b"contrebande" in plain
    for name, rest in AMBIGUOUS.items():
        came = server.raw(b"POST /fr/nothing HTTP/1.1\r\nHost: localhost:%d\r\n" % server.port + rest + second)
        assert b"contrebande" not in came, name
        assert not came or came.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 501", b"HTTP/1.1 431", b"HTTP/1.1 408")), (name, came[:60])
    assert server.get("/healthz")[0] == 200


def test_who_is_asked_is_said_or_nothing_is_answered(server: Server) -> None:
    for address in (b"/fr/", b"/healthz", b"/desk/sign-in", b"/static/nothing.css", b"/api/v1/documents", b"/fr/?q=eau"):
        for host in (b"", b"Host:\r\n", b"Host: evil.example\r\n"):
            assert server.raw(b"GET " + address + b" HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 400"), (address, host)
    # Before 1.1 nobody had to: the checks of some load balancers are so old.
    assert server.raw(b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 200")


def test_a_first_line_is_one_of_ours_or_is_refused(server: Server) -> None:
    for line in (b"GET /fr/", b"GET /fr/ HTTP/0.9", b"GET /fr/ HTTP/3.0", b"GET  /fr/  HTTP/1.1", b"get /fr/ HTTP/1.1", b"GET\t/fr/\tHTTP/1.1", b"\x16\x03\x01\x02\x00", b"PRI * HTTP/2.0", b"GET /\xff\xfe HTTP/1.1",
                 b"GET http://evil.example/ HTTP/1.1", b"CONNECT evil.example:443 HTTP/1.1", b"* * *", b"GET /fr/\x00 HTTP/1.1", b"GET /" + b"a" * 9000 + b" HTTP/1.1", b"O" * 70_000):  # fmt: skip
        came = server.raw(line + b"\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n" % server.port)
        status = int(came.split(b" ", 2)[1]) if came.startswith(b"HTTP/1.") else 400
        assert status < 500 or status in (501, 505), (line[:60], came[:80])
        assert b"evil" not in came.split(b"\r\n\r\n")[0], line
        assert b"gunicorn" not in came.split(b"\r\n\r\n")[0].lower().replace(b"server: gunicorn", b"")
    assert server.get("/fr/", "X: " + "y" * 7000)[0] == 200
    assert server.get("/fr/", *[f"X-{n}: {'y' * 100}" for n in range(150)])[0] in (400, 431)
    assert server.raw(b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"y" * 200_000)[:12] in (b"HTTP/1.1 431", b"HTTP/1.1 400", b"")
    assert server.get("/healthz")[0] == 200


# What the server refuses before any page could, by the status with which it does.
REFUSED = {
    "a line without a colon": (400, b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\nqanarixyz\r\n\r\n"),
    "two lengths": (400, b"POST /fr/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"),
    "a folded line": (400, b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n qanarixyz\r\n\r\n"),
    "a method that is none": (400, b"qanarixyz /fr/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "a version to come": (400, b"GET /fr/ HTTP/9.9\r\nHost: localhost\r\n\r\n"),
    "a coding that is none": (501, b"POST /fr/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: qanarixyz\r\n\r\n"),
    "an expectation": (417, b"POST /fr/contact HTTP/1.1\r\nHost: localhost\r\nExpect: qanarixyz\r\nContent-Length: 1\r\n\r\nx"),
    "a long address": (414, b"GET /fr/?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "a long line": (431, b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 9000 + b"\r\n\r\n"),
    "many lines": (431, b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\n" + b"X-Many: a\r\n" * 150 + b"\r\n"),
    "a head without end": (431, b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 100_000),
}  # fmt: skip


def test_what_the_server_refuses_by_itself_has_the_whole_set_and_four_languages(server: Server) -> None:
    slow = server.connect()
    slow.sendall(b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: qanarixyz")
    for name, (status, given) in REFUSED.items():
        request = refused(server.raw(given, end=False), status, name)
        said = [line for line in server.log.read_text().splitlines() if request in line]
        # What was given up while it was still coming is not written down.
        assert len(said) == (name != "a head without end"), (name, said)
        assert "qanarixyz" not in "".join(said)
    refused(drain(slow), 408, "a head that comes too slowly")


# The same asked of the API, in the forms that an address may have.
ASKED_OF_API = [
    *(re.sub(rb" /fr/\w*", b" /api/v1/search", given) for _, given in REFUSED.values() if b" /fr/" in given),
    b"GET http://localhost/api/v1?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
]  # fmt: skip


def test_a_program_that_asks_the_api_is_refused_in_its_own_form_and_any_page_may_read_it(server: Server) -> None:
    slow = server.connect()
    slow.sendall(b"GET /api/v1/search HTTP/1.1\r\nHost: localhost\r\nX-Slow: a")
    described = server.get("/api/v1/openapi.json")[1].partition(b"\r\n\r\n")[2]
    statuses = set()
    for came in (*(server.raw(given, end=False) for given in ASKED_OF_API), drain(slow)):
        head, _, body = came.partition(b"\r\n\r\n")
        status, told = int(head.split()[1]), json.loads(body)
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        assert (fields["Content-Type"], fields["Access-Control-Allow-Origin"], fields["Content-Language"]) == ("application/problem+json", "*", "en"), came[:60]
        assert (fields["Cross-Origin-Resource-Policy"], fields["Cache-Control"], int(fields["Content-Length"])) == ("cross-origin", "no-store", len(body))
        assert told["status"] == status
        assert f'id="{told["type"].partition("#")[2]}"' in server.get("/en/api")[1].decode()
        assert set(told) == {"type", "title", "status", "detail"}
        statuses.add(status)
    assert statuses == {400, 408, 414, 417, 431, 501}
    for operation in (one["get"] for one in json.loads(described)["paths"].values()):
        assert {"400", "414", "431"} <= set(operation["responses"])
    # An address beside it that begins alike is none of the API's.
    beside = server.raw(b"GET /api/v10?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", end=False)
    refused(beside, 414, "beside the API")


def refused(came: bytes, status: int, name: str) -> str:
    """That this is such an answer, and the identifier that it gives the request."""
    assert came.startswith(b"HTTP/1.1 %d " % status), (name, came[:80])
    head, _, page = came.partition(b"\r\n\r\n")
    fields = [(one.lower(), value) for one, _, value in (line.partition(": ") for line in head.decode().split("\r\n")[1:])]
    told = dict(fields)
    assert len(told) == len(fields), name
    # The instance of these tests is no https://.
    for one, value in ALWAYS.items():
        assert told.get(one.lower()) == (None if one == "Strict-Transport-Security" else value), (name, one)
    assert (told["cache-control"], told["content-type"], int(told["content-length"])) == ("no-store", "text/html; charset=utf-8", len(page)), name
    assert (told["connection"], "set-cookie" in told, told.get("retry-after")) == ("close", False, "1" if status == 408 else None), name
    assert re.findall(r'<p lang="(..)"', page.decode()) == list(TAGS)
    assert not re.search(rb"qanarixyz|gunicorn|limit|header|invalid|parse|transfer", page, re.IGNORECASE), name
    return told["x-request-id"]


def test_behind_tls_a_refusal_has_the_set_too(instance: Path, clock: Clock) -> None:
    refusals = Refusals(create_app(environment(instance) | {"BASE_URL": "https://mission.example"}, clock=clock))
    engines.dispose()
    pages = set()
    for status in (400, 403, 408, 414, 417, 431, 500, 501, 503):
        head, _, page = refusals.answer(status).partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert lines[0].startswith(f"HTTP/1.1 {status} ")
        assert {f"{name}: {value}" for name, value in ALWAYS.items()} < set(lines)
        pages.add(page)
    assert len(pages) == 5


def test_no_folder_is_listed_and_no_trace_is_answered(server: Server) -> None:
    for address in ("/static/", "/static/css/", "/static/css", "/instance/", "/.git/config", "/.git/", "/setup.cfg", "/.env", "/server.log", "/static/..%2f..%2fsecret_key", "/static/%2e%2e/secret_key", "/mission/"):
        status, came = server.get(address)
        assert status in (301, 302, 308, 404), address
        assert b"Index of" not in came
        assert b"secret" not in came.split(b"\r\n\r\n", 1)[1][:200], address
    for method in ("TRACE", "TRACK", "DEBUG", "CONNECT"):
        came = server.raw(server.head(method, "/fr/", "X-Mark: qanarixyz", "Connection: close"))
        assert not came.startswith(b"HTTP/1.1 200"), method
        assert b"qanarixyz" not in came


def test_a_query_of_any_length_is_short_work(server: Server) -> None:
    assert server.get("/fr/communiques?q=" + "a" * 100_000)[0] in (400, 414, 431)
    for junk in ("(" * 3900, "a%20" * 1900, "%22" * 1300, "*" * 3900, "-" * 3900, "%D9%8E" * 600, "a*b?" * 900, "x:y%20" * 600):
        assert server.get("/fr/communiques?q=" + junk, patience=10)[0] in (200, 400, 414), junk[:9]
        assert server.get("/api/v1/search?q=" + junk, patience=10)[0] in (200, 400, 414, 422), junk[:9]


def test_whoever_is_slow_keeps_nobody_waiting(server: Server) -> None:
    """Sixty heads that never end, twenty bodies that never come, sixty that say nothing and ten that do not read: a page is a page."""
    lines = []
    try:
        for _ in range(60):
            line = server.connect()
            line.sendall(b"GET /fr/ HTTP/1.1\r\nHost: localhost:%d\r\nX-Slow: " % server.port)
            lines.append(line)
        for _ in range(20):
            line = server.connect()
            line.sendall(server.head("POST", "/fr/contact", "Content-Length: 5000", "Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin") + b"message=")
            lines.append(line)
        lines += [server.connect() for _ in range(60)]
        for _ in range(4):
            line = server.connect()
            line.sendall(server.head("POST", "/fr/verify", "Content-Length: 9000000", "Content-Type: multipart/form-data; boundary=x", "Sec-Fetch-Site: same-origin") + b"--x")
            lines.append(line)
        for turn in range(10):
            assert server.get("/fr/communiques", patience=8)[0] == 200
            for line in lines[:60:7]:
                line.sendall(b"%d" % turn)
        half = server.connect()
        half.sendall(server.head("GET", "/fr/", "Connection: close"))
        half.shutdown(1)
        assert answer(half)[0] == 200, "who has said everything may close the half that speaks"
    finally:
        for line in lines:
            line.close()
    assert server.get("/healthz", patience=8)[0] == 200


def test_what_is_logged_is_one_line_and_moves_no_cursor(server: Server) -> None:
    for forged in ("/fr/%0d%0aERROR%20forged", "/fr/\x1b[2Jforged", "/fr/%1b[31mforged", "/fr/?q=%0aforged%20line"):
        server.raw(b"GET " + forged.encode() + b" HTTP/1.1\r\nHost: localhost:%d\r\nUser-Agent: \x1b[2J\x07\r\nConnection: close\r\n\r\n" % server.port)
    server.raw(b"GET /\r\nforged: \x1b[2J\r\n\x07\r\n\r\n")
    said = server.log.read_bytes()
    assert b"\x1b" not in said
    assert b"\x07" not in said
    assert not re.search(rb"(?m)^(ERROR )?forged", said), said[-2000:]
    assert b"Traceback" not in said, said[-3000:]


def test_a_stop_is_a_stop_at_any_moment_of_the_start(filled: Path, tmp_path: Path) -> None:
    copied(filled, tmp_path, None)
    for moment in (0.05, 0.9):
        server = Server(tmp_path).start(wait=False)
        time.sleep(moment)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        try:
            assert server.process.wait(30) in (0, -signal.SIGTERM), moment
        finally:
            server.kill()


def test_debugging_opens_nothing(instance: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingError, match="FLASK_DEBUG"):
        Settings.from_environment({"MISSION_OFFICIAL": "true", "BASE_URL": "https://mission.example", "FLASK_DEBUG": "1"})
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = create_app(environment(instance), clock=clock)

    @app.get("/fr/broken")
    def broken() -> str:
        raise RuntimeError("secret detail")

    client = FlaskClient(app, TestResponse)
    for address in ("/console", "/fr/?__debugger__=yes&cmd=resource&f=debugger.js", "/fr/nothing?__debugger__=yes"):
        answered = client.get(address, base_url="http://localhost:8000")
        assert "Werkzeug" not in answered.text
        assert "console" not in answered.headers.get("Content-Type", "")
    answered = client.get("/fr/broken", base_url="http://localhost:8000")
    assert (answered.status_code, "secret detail" in answered.text, "Traceback" in answered.text) == (500, False, False)
    engines.dispose()


def test_a_cookie_without_a_name_is_nobodys(app: Flask, clock: Clock) -> None:
    """Browsers once sent `=name=value` for a cookie without a name, and servers read the name (CVE-2023-23934)."""
    client = FlaskClient(app, TestResponse)
    with engines.writing() as session:
        staff.invite(session, "first@example.org", (RoleName.WRITER,), at=clock())
    stand(client, clock)  # type: ignore[arg-type]
    token = client.get_cookie("desk", path="/desk").value  # type: ignore[union-attr]
    plain = FlaskClient(app, TestResponse, use_cookies=False)
    for given, status in ((f"desk={token}", 200), (f"=desk={token}", 303), (f"==desk={token}", 303), (f"; =desk={token}", 303), (f"desk=x; =desk={token}", 303)):
        assert plain.get("/desk/", headers={"Cookie": given}, base_url="http://localhost:8000").status_code == status, given[:12]
