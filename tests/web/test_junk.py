"""Junk never makes a 500, and every error is a page in the visitor's language."""

from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strict import StrictClient

PAGES = ("/fr/", "/fr/alerts", "/fr/communiques", "/ar/sitemap", "/en/contact", "/es/themes", "/fr/speeches", "/d/c2026-001", "/healthz")


@pytest.mark.parametrize(
    "address",
    [
        "/fr/communiques?page=-1", "/fr/communiques?page=1000000000", "/fr/communiques?page=%00", "/fr/communiques?page=1&page=x", "/fr/communiques?page=²",
        "/fr/communiques?from=abc&to=99999", "/fr/communiques?from=0000", "/fr/communiques?sort=drop+table", "/fr/communiques?theme=x&theme=migration",
        "/fr/communiques?q=%FF%FE", "/fr/communiques?q=%00", "/fr/communiques?q=" + "a" * 7000, "/fr/communiques?q=%25_%5C", "/fr/communiques?q='%22--",
        "/fr/communiques?" + "theme=a&" * 700, "/xx/communiques", "/fr/%FF", "/FR/", "/fr/communiques/c2026-99999999999999999999", "/fr/communiques/c2026-001/%FF",
        "/fr/communiques/c2026-001/editions/99999999999999999999", "/fr/speeches?page=99", "/fr/sitemap?" + "open=themes&" * 500, "/fr/contact?subject=" + "x" * 999,
        "/fr/../etc/passwd", "/static/../../setup.cfg", "/static/none.css", "//evil.example/", "/\\evil.example", "/fr/kingdom/CON", "/console", "/fr//communiques",
    ],
)  # fmt: skip
def test_strange_addresses_are_answered_calmly(client: StrictClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (200, 301, 302, 308, 400, 404, 414), response.status_code
    assert "evil" not in response.headers.get("Location", "").split("/")[0]


@pytest.mark.parametrize("tag", ["fr", "ar", "en", "es"])
def test_errors_speak_the_visitors_language(client: StrictClient, tag: str) -> None:
    assert f'<html lang="{tag}"' in client.get(f"/{tag}/nothing").text
    assert f'<html lang="{tag}"' in client.get("/nothing", headers={"Accept-Language": tag}).text
    assert client.post(f"/{tag}/kingdom").status_code == 405


def test_a_foreign_host_is_refused_by_every_door(client: StrictClient) -> None:
    for address in (*PAGES, "/desk/sign-in"):
        assert client.get(address, base_url="http://evil.example").status_code == 400, address


def test_what_a_visitor_sends_of_proxies_changes_nothing(client: StrictClient) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Original-URL": "/desk/", "X-HTTP-Method-Override": "DELETE"}
    assert client.get("/fr/", headers=headers).data == client.get("/fr/").data


def test_three_megabytes_are_too_much(client: StrictClient) -> None:
    response = client.post("/fr/contact", data={"message": "x" * 3_000_000})
    assert response.status_code == 413
    assert "trop" in response.text
    assert client.post("/fr/contact", data={f"f{n}": "x" for n in range(5000)}, content_type="multipart/form-data").status_code == 413


def test_a_failure_says_nothing_of_itself(app: Flask) -> None:
    @app.get("/fr/broken")
    def broken() -> str:
        raise RuntimeError("secret detail")

    response = app.test_client().get("/fr/broken", base_url="http://localhost:8000")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=80), page=st.text(max_size=6), theme=st.lists(st.text(max_size=12), max_size=3), extra=st.text(max_size=10), which=st.sampled_from(PAGES))
def test_anything_typed_is_answered(client: StrictClient, q: str, page: str, theme: list[str], extra: str, which: str) -> None:
    values = {"q": q, "page": page, "theme": theme, "open": theme, "at": q, "part": extra, "subject": q}
    assert client.get(which, query_string=values).status_code in (200, 301, 302, 303, 404)
    posted = {"name": q, "email": q, "message": extra, "subject": page, "started": q}
    assert client.post("/fr/contact", data=posted).status_code in (200, 303, 413, 422, 429)
    assert client.post("/fr/alerts", query_string=values, data=posted | {"frequency": page}).status_code in (303, 404, 413, 422, 429)
    assert client.post("/fr/alerts/unsubscribe/" + (quote(extra, safe="") or "x"), data=posted).status_code in (200, 303, 308, 404, 405, 413)


def test_reading_cannot_write(app: Flask) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    from mission.extensions import engines

    with engines.reading() as session, pytest.raises(DatabaseError):
        session.execute(text("UPDATE translation SET title = 'defaced'"))
    with app.test_request_context("/fr/"), pytest.raises(DatabaseError):
        from mission.extensions import db

        db.session().execute(text("DELETE FROM translation"))
