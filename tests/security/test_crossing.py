"""Who may change something: every door that takes a post, and every word that a browser could say of where it comes from."""

from itertools import product

from flask import Flask
from sqlalchemy import event

from mission.extensions import engines
from tests.conftest import Clock
from tests.strict import StrictClient

from .walking import public

SITES = (None, "cross-site", "same-site", "none", "", "SAME-ORIGIN ", "same-origin, cross-site", "null")
ORIGINS = (None, "null", "", "https://evil.example", "http://localhost:8000.evil.example", "http://localhost:80", "https://localhost:8000", "http://localhost:8000, https://evil.example")
HX = ({}, {"HX-Request": "true", "X-Requested-With": "XMLHttpRequest"})
# What carries its proof in its address, and that mail programs post to (RFC 8058): refused by its token, not by a browser's word.
BY_TOKEN = "/alerts/unsubscribe/"


def test_nothing_is_taken_from_elsewhere(app: Flask, client: StrictClient, clock: Clock) -> None:
    """Also where a browser says one thing in one header and another in the next; and nothing is written for the asking."""
    written: list[str] = []
    doors = [address for _, address in public(app, "POST")]
    assert len(doors) >= 9
    event.listen(engines.writer, "before_cursor_execute", lambda *given: written.append(given[2]))
    combinations = [one for one in product(SITES, ORIGINS, HX)]
    for turn, (site, origin, hx) in enumerate(combinations):
        said = {name: value for name, value in (("Sec-Fetch-Site", site), ("Origin", origin)) if value is not None}
        # Each combination at each kind of door would be a thousand pages of refusal that one function writes.
        for address in doors if turn % 16 == 0 else [doors[turn % len(doors)]]:
            for method in ("POST",) if turn % 8 else ("POST", "PUT", "PATCH", "DELETE"):
                answer = client.open(address, method=method, data={"email": "a@example.org", "message": "x"}, headers=said | hx)
                expected = (404, 405) if BY_TOKEN in address else (403,)
                assert answer.status_code in (expected if method == "POST" else (*expected, 403, 405)), (address, method, said, answer.status_code)
    assert not [one for one in written if one.split()[0].upper() in ("INSERT", "UPDATE", "DELETE")], written[:3]


def test_what_is_ours_is_taken(client: StrictClient) -> None:
    """The test above would pass on a site that refuses everything."""
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost:8000"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}):
        assert client.post("/fr/contact", data={"message": ""}, headers=headers).status_code == 422, headers


def test_the_word_of_one_request_does_not_open_the_next(client: StrictClient) -> None:
    """What was found out about a request is kept for none after it (CKAN, CVE-2026-41255)."""
    for _ in range(3):
        assert client.post("/fr/contact", data={"message": ""}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 422
        assert client.get("/fr/contact").status_code == 200
        assert client.post("/fr/contact", data={"message": ""}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
