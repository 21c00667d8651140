"""Junk at every door of the map: wrong types, repetitions, broken letters, huge names; and what a broken database tells: nothing."""

import re
import resource
from collections import Counter
from itertools import cycle

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from mission.extensions import engines
from mission.models import RoleName
from mission.sections.desk.cookies import form_token
from mission.services import staff
from tests.conftest import Clock
from tests.sections.desk.entering import stand

from .walking import public

QUERIES = (
    "q=%FF%FE%C0%80", "q=%00%01%1B[31m", "q[]=1&q[$ne]=2&q[0][x]=3", "page=1&page=-1&page=1e9&page=0x10", "page=١٢&page=²", "theme=a'%20OR%20'1'='1&body=%22;--",
    "sort=id;drop%20table&kind=__class__", "from=9999-99-99&to=-1", "part=../../etc/passwd", "part=results&part=typed", "q=%E2%80%AE%F3%A0%80%81", "cursor=AAAA&limit=-5",
    "q=" + "(" * 300 + ")" * 300, "q=" + "a*" * 400, "q=" + "%22" * 301, "q=%D8%A7" * 1, "&".join(f"x{n}={n}" for n in range(900)), "open=" + "&open=".join(f"p{n}:{n}" for n in range(200)),
    "text=%0D%0ASet-Cookie:%20a=b", "q={{7*7}}${7*7}<%25=7*7%25>#{7*7}", "_method=DELETE&method=PUT&__proto__[x]=1", "at=&open=&part=branch", "%00=%00&=&&&==", "q=" + "%F0%9F%87%B2" * 100,
)  # fmt: skip
FIELDS = ("token", "email", "message", "subject", "title", "fr-title", "state", "id", "version", "release_at", "next", "password", "code", "credential", "challenge", "name", "role", "roles", "text", "reference", "key",
          "place", "parent", "section", "segment", "dated_start", "frequency", "answer", "remark", "reason", "notice-fr", "old", "new", "person", "language")  # fmt: skip
VALUES = ("", "\x00", "-1", "9" * 40, "²", "x" * 3000, "\U0001f30d", "\u202e\r\nBcc: a@b.example", "<script>alert(1)</script>", "null", "[]", "1e309", "{{7*7}}", "../../etc/passwd", "true", "0x10", "٣")


def calm(answer: TestResponse, what: object) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, (what, answer.status_code)
    assert "Set-Cookie" not in answer.headers or answer.request.path.startswith("/desk"), what


def test_every_public_address_bears_it(app: Flask) -> None:
    client, junk, met = FlaskClient(app, TestResponse), cycle(QUERIES), Counter[str]()
    for rule, address in public(app):
        # Sixteen sections have the same dozen views: each is met in three of them.
        met[rule.endpoint.rpartition(".")[2]] += 1
        if met[rule.endpoint.rpartition(".")[2]] <= 3:
            calm(client.get(f"{address}?{next(junk)}", base_url="http://localhost:8000"), address)
    assert len(met) > 40
    for turn, query in enumerate(QUERIES):
        address = ("/fr/communiques", "/api/v1/search", "/ar/register", "/en/alerts")[turn % 4]
        calm(client.get(f"{address}?{query}", base_url="http://localhost:8000"), (address, query[:60]))


def test_every_door_of_the_desk_bears_it(app: Flask, clock: Clock) -> None:
    client = FlaskClient(app, TestResponse)
    with engines.writing() as session:
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
    fields, junk, token = cycle(VALUES), cycle(QUERIES), ""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        address = re.sub(r"<[^>]+>", "1", rule.rule.replace("<language:shown>", "fr"))
        if not f"{rule.rule}/".startswith("/desk/") or address == "/desk/sign-out":
            continue
        if not token:
            # What was posted may have ended the session; the next door is met by somebody who is in.
            seal = stand(client, clock, "all@example.org")  # type: ignore[arg-type]
            with app.test_request_context():
                token = form_token(seal)
        if "GET" in (rule.methods or ()):
            calm(client.get(f"{address}?{next(junk)}", base_url="http://localhost:8000"), address)
        if "POST" in (rule.methods or ()):
            # Each field twice, once as something else: a form is not a list, and the second is nobody's.
            data = {name: [next(fields), next(fields)] for name in FIELDS} | {"token": token}
            answer = client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000")
            calm(answer, address)
            token = "" if "Set-Cookie" in answer.headers else token


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=x" % n for n in range(200_000))), ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 5000 + b"--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n" + b"\r" * 900_000), ("multipart/form-data; boundary=" + "y" * 5000, b"--y"),
        ("multipart/form-data", b"--x--"), ("application/json", b"[" * 100_000), ("application/x-www-form-urlencoded", b"%" * 100_000), ("application/x-www-form-urlencoded; charset=utf-7", b"a=+ADw-"),
        ("text/xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'), ("application/x-www-form-urlencoded", b"message=" + b"\xff\xfe" * 1000), ("\x7f/\x01", b"\x00" * 100),
    ],
    ids=["many fields", "many parts", "carriage returns", "long boundary", "no boundary", "deep json", "percent signs", "utf-7", "entities", "broken letters", "no type"],
)  # fmt: skip
def test_a_body_of_any_kind_is_read_or_refused(app: Flask, kind: str, body: bytes) -> None:
    client = FlaskClient(app, TestResponse)
    before = resource.getrusage(resource.RUSAGE_SELF)
    for address in ("/fr/contact", "/fr/verify", "/fr/alerts", "/desk/sign-in"):
        answer = client.post(address, data=body, content_type=kind, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000")
        calm(answer, (kind, address))
        assert answer.status_code in (303, 400, 404, 413, 415, 422, 429), (address, kind, answer.status_code)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_maxrss - before.ru_maxrss < 200_000, "the memory that one visitor takes is bounded"


@pytest.fixture
def broken(app: Flask) -> Flask:
    """A database that refuses every row, and says of it all that it knows."""

    def refuse(connection: object, cursor: object, statement: str, parameters: object, *more: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise IntegrityError(statement, parameters, Exception("UNIQUE constraint failed: person.password_hash $argon2id$secret"))  # type: ignore[arg-type]

    event.listen(engines.writer, "before_cursor_execute", refuse)
    return app


def test_a_database_that_refuses_tells_nobody_why(broken: Flask) -> None:
    """No table, column, statement or hash is read by whoever caused it."""
    client = FlaskClient(broken, TestResponse)
    posts = {
        "/fr/contact": {"name": "Une lectrice", "email": "a@example.org", "subject": "general", "message": "Une question d’essai, assez longue.", "started": "x"},
        "/fr/alerts": {"email": "a@example.org", "frequency": "daily"}, "/desk/sign-in": {"email": "a@example.org", "password": "x"}, "/desk/forgotten": {"email": "a@example.org"},
    }  # fmt: skip
    seen = []
    for address, data in posts.items():
        answer = client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000")
        seen.append(answer.status_code)
        for word in ("constraint", "argon2", "INSERT", "password_hash", "Traceback", "sqlalchemy", "sqlite", "psycopg"):
            assert word not in answer.text, (address, word)
    assert {500, 503} & set(seen), "the fault was met"
