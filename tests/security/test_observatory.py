"""What Mozilla's Observatory would say: the best mark, for whatever it asks for; and the same rules say worse where something is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mission import create_app
from mission.extensions import engines
from mission.models import RoleName
from mission.services import staff
from tests.conftest import Clock, environment

from . import observatory
from .test_answers import ALWAYS, HOME, POLICY
from .walking import CODE, publish


@pytest.fixture
def app(instance: Path, clock: Clock) -> Iterator[Flask]:
    """The site as it stands behind TLS."""
    app = create_app(environment(instance) | {"BASE_URL": HOME}, clock=clock)
    yield app
    engines.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return FlaskClient(app, TestResponse)


def test_the_best_mark(app: Flask, client: FlaskClient, clock: Clock) -> None:
    publish(clock)
    sheet = f"/static/{app.extensions['assets']['css/site.css']}"
    for address in ("/fr/", "/desk/sign-in", sheet, "/fr/nothing", "/fr/communiques.atom", f"/fr/communiques/{CODE}.pdf", f"/fr/communiques/{CODE}/files/note.txt"):
        answer = client.get(address, base_url=HOME)
        points = observatory.score(list(answer.headers), answer.text if answer.mimetype == "text/html" else "")
        assert observatory.grade(points) == "A+", (address, points, list(answer.headers))


def test_the_cookie_of_the_desk_gives_the_best_mark_too(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "first@example.org", (RoleName.WRITER,), at=clock())
    answer = client.post(f"/desk/invitation/{token}", base_url=HOME, headers={"Sec-Fetch-Site": "same-origin"},
                         data={"name": "Une personne", "language": "fr", "password": "une phrase assez longue pour entrer"})  # fmt: skip
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {one.strip() for one in cookie.split(";")}
    assert "domain" not in cookie.lower()
    assert observatory.cookie_score(list(answer.headers)) == 5
    assert observatory.grade(observatory.score(list(answer.headers))) == "A+"


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"Content-Security-Policy": ""}, "B"), ({"Content-Security-Policy": POLICY.replace("script-src 'self'", "script-src 'unsafe-inline'")}, "B+"),
        ({"Strict-Transport-Security": ""}, "B+"), ({"X-Content-Type-Options": ""}, "A+"), ({"Content-Security-Policy": "default-src https:", "X-Frame-Options": ""}, "C+"),
        ({"Set-Cookie": "a=b"}, "C+"), ({"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true"}, "C"),
    ],
)  # fmt: skip
def test_the_mark_falls_with_what_is_missing(change: dict[str, str], mark: str) -> None:
    """Without these the test above could not fail."""
    head = [(name, value) for name, value in (ALWAYS | change).items() if value]
    assert observatory.grade(observatory.score(head)) == mark
