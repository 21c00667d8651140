"""Static files: named by their content, kept for ever, compressed beforehand; and nothing that the first paint would wait for."""

import gzip
import re

import brotli
from flask import Flask

from tests.strict import StrictClient

# What a browser is sent in its first turn (RFC 6928: ten segments).
FIRST_FLIGHT = 14_000


def test_every_file_is_kept_for_ever_and_lies_compressed(app: Flask, client: StrictClient) -> None:
    packed = 0
    for name, hashed in app.extensions["assets"].items():
        if "." not in name.rpartition("/")[2]:
            continue  # a licence, beside what it is of
        plain = client.get(f"/static/{hashed}")
        assert plain.status_code == 200, name
        assert "immutable" in plain.headers["Cache-Control"], name
        assert int(re.search(r"max-age=(\d+)", plain.headers["Cache-Control"])[1]) >= 31536000  # type: ignore[index]
        assert "Access-Control-Allow-Origin" not in plain.headers
        if name.endswith((".css", ".js", ".svg", ".speculationrules")):
            for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
                answer = client.get(f"/static/{hashed}", headers={"Accept-Encoding": coding})
                if answer.headers.get("Content-Encoding") == coding:
                    assert unpack(answer.data) == plain.data
                    assert "Accept-Encoding" in answer.headers["Vary"]
                    packed += 1
    assert packed > 20
    assert client.get("/static/css/site.000000000000.css").status_code == 404


def test_the_first_paint_waits_for_one_small_sheet_alone(app: Flask, client: StrictClient) -> None:
    sheet = client.get(f"/static/{app.extensions['assets']['css/site.css']}", headers={"Accept-Encoding": "br"})
    assert len(sheet.data) < FIRST_FLIGHT
    for tag, fonts in (("fr", ["mission-serif"]), ("ar", ["noto-naskh-arabic", "mission-figures"])):
        head = client.get(f"/{tag}/").text.partition("</head>")[0]
        assert len(re.findall(r'<link rel="stylesheet"', head)) == 1
        assert re.findall(r'<link rel="preload" href="/static/fonts/([a-z-]+)\.', head) == fonts
        assert head.index('rel="preload"') < head.index('rel="stylesheet"') < head.index("<script")
        assert all("defer" in one for one in re.findall(r"<script[^>]*>", head))


def test_likely_next_pages_are_named_on_whole_public_pages_alone(app: Flask, client: StrictClient) -> None:
    rules = client.get("/fr/").headers["Speculation-Rules"].strip('"')
    answer = client.get(rules)
    assert answer.mimetype == "application/speculationrules+json"
    (rule,) = answer.get_json(force=True)["prefetch"]
    assert rule["eagerness"] == "moderate"
    for place in ("/desk/sign-in", "/fr/communiques?part=results", "/fr/communiques.atom", "/fr/nothing", "/healthz"):
        assert "Speculation-Rules" not in client.get(place).headers, place
