"""What the program writes about itself: JSON lines, each request with its identifier, and nothing of anybody's in it."""

import io
import json
import logging
import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from mission import logs
from mission.config import Settings
from tests.conftest import Clock
from tests.strict import StrictClient

from .serving import Served, free_port, served, until

# What a visitor brings along and nobody may find written down.
MAIL, WORD, PLACE, TOKEN = "plantee@example.org", "motplante", "203.0.113.77", "Jetonplante0123456789abcdefghijklmnopqrstu"


@pytest.fixture(scope="module")
def site(place: Path) -> Iterator[Served]:
    """A server behind one proxy, whose mail server is not there."""
    with served(place, PROXY_HOPS="1", LOG_REQUESTS="true", SMTP_URL=f"smtp://127.0.0.1:{free_port()}", CONTACT_LEAST_SECONDS="0") as site:
        yield site


def visit(site: Served) -> None:
    """Everything that a visitor could leave behind, in an address, a header, a form, a request that cannot be read."""
    head = {"X_Forwarded_For": PLACE, "User_Agent": f"Agent {WORD}", "Referer": f"http://localhost:{site.port}/fr/?q={WORD}"}
    for address in (f"/fr/communiques?q={WORD}", f"/fr/alerts/manage/{TOKEN}", f"/desk/invitation/{TOKEN}", f"/fr/{WORD}", f"/d/{WORD}", f"/fr/?x={MAIL}"):
        site.ask(address, **head)
    started = re.search(r'name="started" value="([^"]+)"', site.ask("/fr/contact").text)[1]  # type: ignore[index]
    form = f"name={WORD}&email={MAIL}&subject=general&message={WORD}+{WORD}+{WORD}&organisation=&email_again=&started={started}"
    sent = site.ask("/fr/contact", "POST", form, **head, Origin=f"http://localhost:{site.port}", Content_Type="application/x-www-form-urlencoded")
    assert sent.status == 303
    site.ask("/fr/alerts", "POST", f"email={MAIL}&q={WORD}", **head, Origin=f"http://localhost:{site.port}", Content_Type="application/x-www-form-urlencoded")
    with socket.create_connection(("127.0.0.1", site.port)) as raw:
        raw.sendall(f"GET /fr/?q={WORD} HTTP/1.1 {MAIL}\r\nHost: x\r\n\r\n".encode())
        raw.recv(1000)
    with socket.create_connection(("127.0.0.1", site.port)) as raw:
        raw.sendall(f"GET / HTTP/1.1\r\nHost: localhost\r\nX-{WORD} {MAIL}: {PLACE}\r\n\r\n".encode())
        raw.recv(1000)


def test_every_line_is_an_object_and_nothing_personal_is_in_any(site: Served, place: Path) -> None:
    visit(site)
    # A database that fails in the middle of everything: its errors would quote what was asked.
    with sqlite3.connect(place / "mission.sqlite") as connection:
        connection.execute("ALTER TABLE follower RENAME TO follower_gone")
    assert site.ask("/fr/alerts/link", "POST", f"email={MAIL}", Origin=f"http://localhost:{site.port}", X_Forwarded_For=PLACE,
                    Content_Type="application/x-www-form-urlencoded").status == 500  # fmt: skip
    with sqlite3.connect(place / "mission.sqlite") as connection:
        connection.execute("ALTER TABLE follower_gone RENAME TO follower")
    until(lambda: any("failed: Unreachable" in line for line in site.lines()), "the word of the letter that could not be sent")
    lines = [json.loads(line) for line in site.lines()]
    assert all({"time", "level", "logger", "message", "process"} <= set(line) for line in lines)
    written = site.written.read_text()
    for planted in (MAIL, WORD, PLACE, TOKEN, "203.0.113", "127.0.0.1", "example.org"):
        assert planted not in written, [line for line in site.lines() if planted in line]
    error = next(line for line in lines if line["message"] == "unforeseen")
    assert error["error"]["type"].startswith("sqlalchemy.exc.OperationalError")
    assert error["error"]["from"] == ["sqlite3.OperationalError (SQLITE_ERROR)"]
    assert any(frame.startswith("mission/") for frame in error["error"]["at"])
    refused = [line for line in lines if line["message"] == "a request that cannot be read was refused"]
    assert len(refused) == 2
    assert any(line["message"] == "the worker has begun" for line in lines)
    assert any(line["message"] == f"the site is served on port {site.port}" for line in lines)


def test_a_request_is_named_by_its_route_and_its_identifier(site: Served) -> None:
    given = "0123456789abcdef0123456789abcdef"
    answer = site.ask(f"/fr/alerts/manage/{TOKEN}?q={WORD}", X_Request_ID=given)
    assert answer.headers["X-Request-ID"] == given
    until(lambda: any(given in line for line in site.lines()), "the line of the request")
    line = next(json.loads(line) for line in site.lines() if given in line)
    assert (line["message"], line["method"], line["route"], line["status"]) == ("answered", "GET", "alerts.manage", answer.status)
    assert set(line) == {"time", "level", "logger", "message", "process", "request", "method", "route", "status", "ms"}


@pytest.mark.parametrize("given", ["short", "x" * 65, "with a blank 0123", f"{MAIL}-0123456789", "é0123456789"])
def test_an_identifier_that_is_none_is_replaced(site: Served, given: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", site.ask("/healthz", X_Request_ID=given.encode().decode("latin-1")).headers["X-Request-ID"])


def test_without_a_proxy_nobody_outside_names_a_request(client: StrictClient) -> None:
    given = "0123456789abcdef0123456789abcdef"
    first, second = (client.get("/fr/", headers={"X-Request-ID": given}).headers["X-Request-ID"] for _ in range(2))
    assert given not in (first, second)
    assert first != second


def test_an_error_says_what_and_where_and_never_what_was_typed() -> None:
    try:
        try:
            raise sqlite3.IntegrityError(f"UNIQUE constraint failed: {MAIL}")
        except sqlite3.IntegrityError as inner:
            raise IntegrityError(f"INSERT {WORD}", {"email": MAIL}, inner) from inner
    except IntegrityError as error:
        told = logs.told(error)
    assert told["type"] == "sqlalchemy.exc.IntegrityError"
    assert told["from"] == ["sqlite3.IntegrityError"]
    assert told["at"][0].startswith("tests/running/test_logs.py:")
    assert MAIL not in str(told)
    with pytest.raises(OSError, match=WORD) as missing:
        (Path("/nonexistent") / WORD).read_text()
    assert logs.told(missing.value)["type"] == "FileNotFoundError (ENOENT)"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"to {MAIL} now", "to <address> now"), (f"from {PLACE}, twice", "from <ip>, twice"), ("from 2001:db8::17 and ::1", "from <ip> and <ip>"),
        (f"GET /fr/x?q={WORD} went", "GET <query> went"), (f"smtp://user:{WORD}@mail.example", "<url>"), (f"/desk/invitation/{TOKEN}", "/desk/invitation/<token>"),
        ("two\r\nlines\x1b[31m\u2028", "two  lines [31m "), ("at 12:30:45 edition 7 (send-letter)", "at 12:30:45 edition 7 (send-letter)"),
        ("/b/mission-20261126T030000Z made", "/b/mission-20261126T030000Z made"), ("mission-20261126T030000Zx1", "<token>"),
    ],
)  # fmt: skip
def test_what_is_left_is_looked_through_once_more(said: str, written: str) -> None:
    assert logs.hidden(said) == written


def test_another_library_gives_its_pattern_and_not_what_was_put_into_it() -> None:
    def record(name: str, pattern: str, *arguments: object) -> str:
        return logs.message(logging.LogRecord(name, logging.WARNING, "", 0, pattern, arguments, None))

    assert record("gunicorn.error", "Error handling request %s %s", "GET", f"/fr/{WORD}") == "Error handling request %s %s"
    assert record("mission", "Exception on %s [%s]", f"/fr/{WORD}", "GET") == "Exception on %s [%s]"
    assert record("gunicorn.error", "WORKER TIMEOUT (pid:%s)", 17) == "WORKER TIMEOUT (pid:17)"
    assert record("gunicorn.error", "Worker (pid:%s) was sent %s! Perhaps out of memory?", 17, "SIGKILL") == "Worker (pid:17) was sent SIGKILL! Perhaps out of memory?"
    assert record("gunicorn.error", "Worker (pid:%s) was sent %s!", 17, WORD) == "Worker (pid:%s) was sent %s!"
    assert record("gunicorn.error", "Can't connect to %s", "('127.0.0.1', 8000)") == "the web server cannot listen on its port"
    assert record("gunicorn.error", f"Invalid request from ip={PLACE}: {WORD}") == "a request that cannot be read was refused"
    assert record("mission.services.jobs", "job %s (%s) failed: %s", 3, "send-letter", "Unreachable") == "job 3 (send-letter) failed: Unreachable"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("form", "stream", "people"), [("", Terminal(), True), ("", io.StringIO(), False), ("text", io.StringIO(), True), ("json", Terminal(), False)])
def test_people_on_a_terminal_get_lines_and_everything_else_objects(form: str, stream: io.StringIO, people: bool, clock: Clock) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        logs.write(Settings(LOG_FORMAT=form), stream)
        logging.getLogger("mission.worker").info("the worker has begun")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        import sys
        import threading

        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        logging.captureWarnings(False)
    line = stream.getvalue()
    if people:
        assert re.fullmatch(r"\d\d:\d\d:\d\d info +the worker has begun\n", line)
    else:
        assert json.loads(line)["message"] == "the worker has begun"
