"""A test client that looks closely at every whole page that it visits, and sends what a browser sends."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"meta", "link", "input", "img", "br", "hr", "path", "source", "wbr"}


class Reader(HTMLParser):
    """Reads a page: elements with their attributes, well-formedness, texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.stack:
            self.texts.setdefault(self.stack[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


class StrictClient(FlaskClient):
    """Every whole page is checked; unsafe requests come from our own pages unless the test says otherwise."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if kwargs.get("method", "GET") not in ("GET", "HEAD") and "headers" not in kwargs:
            kwargs["headers"] = {"Sec-Fetch-Site": "same-origin"}
        kwargs.setdefault("base_url", "http://localhost:8000")
        response = super().open(*args, **kwargs)
        check(response)
        return response


def check(response: TestResponse) -> None:
    """What holds for every answer, and for every whole page."""
    assert response.status_code != 500, "an unforeseen error"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    where = response.request.path
    if not where.startswith("/desk"):
        assert "Set-Cookie" not in response.headers, f"{where} sets a cookie"
        assert "cookie" not in response.headers.get("Vary", "").lower(), f"{where} varies by cookie"
    if response.mimetype == "text/html" and not 300 <= response.status_code < 400 and b"<!doctype html>" in response.data[:40]:
        check_page(response.get_data(as_text=True), where)


# What has been looked at once says the same again: most pages are asked for in many tests.
SEEN: set[tuple[int, str]] = set()


def check_page(html: str, where: str) -> None:
    if (hash(html), where) in SEEN:
        return
    look_at(html, where)
    SEEN.add((hash(html), where))


def look_at(html: str, where: str) -> None:
    page = read(html)
    assert not page.faults, f"{where}: {page.faults}"
    assert not page.stack, f"{where}: left open {page.stack}"
    root = page.all("html")[0]
    assert root["lang"] in ("fr", "ar", "en", "es")
    assert root["dir"] == ("rtl" if root["lang"] == "ar" else "ltr")
    headings = page.all("h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = "".join(page.texts["title"])
    heading = re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1])  # type: ignore[index]
    if not where.startswith("/desk") and "<mark" not in heading and "Error" not in title:
        plain = read(f"<p>{heading.strip()}</p>").texts.get("p", [""])[0]
        assert plain.split(":")[0].strip()[:30] in title or title.split()[0].startswith(("Erreur", "خطأ")), f"{where}: {title!r} does not begin with {plain!r}"
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids)), f"{where}: ids twice: {sorted({one for one in ids if ids.count(one) > 1})}"  # type: ignore[type-var]
    labelled = {attributes.get("for") for attributes in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for attributes in page.all(tag):
            if attributes.get("type") in ("hidden", "radio", "checkbox") or attributes.get("aria-label"):
                continue
            assert attributes.get("id") in labelled or "<label>" in html, f"{where}: no label for {attributes}"
    for attributes in page.all("form"):
        assert attributes.get("action") or attributes.get("method") == "post", f"{where}: a form without an action"
    for name, attributes in page.elements:
        assert "style" not in attributes, f"{where}: <{name}> has a style"
        assert not any(one.startswith("on") for one in attributes), f"{where}: <{name}> has a handler"
        for place in ("src", "href", "action"):
            if name in ("script", "link", "img", "form") and (attributes.get(place) or "").startswith(("http:", "//")):
                assert attributes[place].startswith("http://localhost:8000"), f"{where}: third party {attributes}"  # type: ignore[union-attr]
    # The whole of a placeholder: a reader may type two of its signs, and they come back as typed.
    assert not re.search(r"%\(\w+\)[sdf]", html), f"{where}: a placeholder is left"
