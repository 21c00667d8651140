"""Nothing tells that something is coming: a word planted under embargo is nowhere, one second before; everywhere, after.

The walk takes its addresses from the map of addresses, so that a new route is covered without being told; a route whose
parameters it cannot fill fails the test.
"""

import io
import re
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mission.extensions import engines
from mission.models import Kind, Person, RegisterEntry
from mission.services import publishing
from mission.services.publishing import Description, Handed
from mission.services.search import indexing
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.files import handed, picture
from tests.services.alerts.conftest import letters, work
from tests.strict import StrictClient

# Written so that no folding, slug or stem makes it anything else.
CANARY = "qanarixyz"
# Stands beside it in every text and is never typed by the walk: whoever says it has read the text.
SECRET = "wazirubqa"
LANGUAGES = ("fr", "ar", "en", "es")
# A text and a picture whose names would tell already.
FILES = (handed(f"{CANARY}.txt", f"{SECRET} dans un fichier.".encode()), handed(f"{CANARY}.png", picture("PNG", (60, 40))))
QUERIES = ("", f"?q={CANARY}", "?theme=migration", "?kind=communique", "?open=communiques&open=communiques:2026&open=kingdom", "?part=results",
           f"?part=results&q={CANARY}", f"?part=typed&q={CANARY}", f"?part=offers&q={CANARY}", f"?part=names&q={CANARY}", "?part=branch&at=communiques:2026&open=communiques:2026", "?part=branch&at=kingdom&open=kingdom", "?sort=released",
           "?reference=MPM/C/2026/001", "?q=C/2026", "?act=first", "?part=answer", f"?section=speeches&q={CANARY}")  # fmt: skip


@pytest.fixture
def minute(app: Flask, clock: Clock) -> str:
    """An embargoed communiqué and an embargoed page; returns the minute at which they settle."""
    at = clock().replace(second=0) + timedelta(minutes=10)
    texts = {tag: text(f"{CANARY} {SECRET}", "original" if tag == "fr" else "courtesy", f"<p>{CANARY} {SECRET} texte.</p>", summary=f"{CANARY} {SECRET} en bref.") for tag in LANGUAGES}
    with engines.writing() as session:
        writer = person(session, "writer@example.org", clock())
        approver = person(session, "approver@example.org", clock())
        plant(session, writer, approver, clock, at, texts, Kind.COMMUNIQUE, files=FILES)
        plant(session, writer, approver, clock, at, texts, Kind.PAGE, section="kingdom", segment=CANARY, parent_id=page_above(session))
    return at.isoformat()


def page_above(session: object) -> int:
    from mission.services import visibility

    found = visibility.page_at(session, "kingdom", "")  # type: ignore[arg-type]
    assert found is not None
    return found.id


def plant(session: object, writer: Person, approver: Person, clock: Clock, at: object, texts: object, kind: Kind, files: Sequence[Handed] = (), **more: object) -> None:
    edition = draft(session, writer, clock(), kind=kind, translations=texts, **more)  # type: ignore[arg-type]
    for tag in LANGUAGES if files else ():
        edition = publishing.add_files(session, writer, edition.id, tag, files, at=clock())  # type: ignore[arg-type]
        said = {one.id: Description("", f"{SECRET} image", f"{SECRET} légende") for one in edition.files if one.language == tag}
        edition = publishing.describe_files(session, writer, edition.id, said, version=edition.version, at=clock())  # type: ignore[arg-type]
    release(session, edition, writer, approver, clock(), at)  # type: ignore[arg-type]


VALUES = {"code": ("c2026-001", "r2026-001"), "slug": (f"{CANARY}-titre", "x"), "number": ("1", "2"), "path": ("", CANARY, "migration/iom"), "token": ("none",), "form": ("atom", "json", "csv", "zip"), "citation": ("bib", "ris", "csl.json"), "name": ("legal", "privacy", "accessibility"), "sequence": ("1", "91"), "size": ("90", "91"), "old": ("90",), "new": ("90", "91"), "digest": ("0" * 64,),
          "file": (f"{CANARY}.txt", f"{CANARY}.jpg"), "drawn": ("small.webp",)}  # fmt: skip


# The sections in which the texts will stand.
HOLDING = re.compile(r"/(communiques|kingdom)\b")


def addresses(app: Flask) -> list[str]:
    """Every public address that the map knows, in every language, with parameters that would hit if the text were there."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/desk"):
            found.extend(filled(rule))
    return found


def filled(rule: Rule) -> list[str]:
    """The addresses of a rule, filled in every way and in every language; where there are many ways, each in one language in turn."""
    made = [rule.rule]
    for name in sorted(rule.arguments - {"language"}):
        assert name in VALUES, f"the walk cannot fill {name} of {rule.rule}"
        placed = re.compile(rf"<(?:[^<>]+:)?{name}>")
        made = [placed.sub(value, one) for one in made for value in VALUES[name]]
    if "<language:" not in rule.rule:
        return made
    # A section that holds neither text answers for them all alike.
    many = len(made) > len(LANGUAGES) or "<code:" in rule.rule and not HOLDING.search(rule.rule)
    return [one.replace("<language:language>", tag) for turn, one in enumerate(made) for tag in ((LANGUAGES[turn % len(LANGUAGES)],) if many else LANGUAGES)]


def everything(response: TestResponse) -> str:
    """All that an answer says; of a PDF also what it shows, which stands compressed in it, and of an archive what its files say."""
    assert response.status_code != 429, "a limit hides what would be said"
    # At what hour it was asked is no hour of a release, and the walk may be on its way at that of the embargo.
    told = str([one for one in response.headers if one[0] != "Date"])
    if response.mimetype == "application/zip":
        with ZipFile(io.BytesIO(response.get_data())) as archive:
            return "".join(f"{one} {archive.read(one).decode()}" for one in archive.namelist()) + told
    shown = paper(response.get_data()) if response.mimetype == "application/pdf" else ""
    return response.get_data().decode(errors="replace") + told + response.status + shown


@lru_cache(256)
def paper(content: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def walk(app: Flask) -> dict[str, str]:
    """What every address answers, with every query that it could read, whole. How its pages are made is for other tests to look at."""
    seen, client = {}, FlaskClient(app, app.response_class)
    # How the gate asks is one code for both databases: where the second is tried, each address is asked plainly and for the word.
    most = 2 if engines.writer.dialect.name == "postgresql" else None
    for address in addresses(app):
        for query in queries(address)[:most]:
            seen[address + query] = everything(client.get(address + query, base_url="http://localhost:8000"))
    return seen


def queries(address: str) -> tuple[str, ...]:
    """A file has no parts, words or orders to ask for; an archive takes long to make: what narrows it stands for all; a document or a page
    by its address reads none of them. Every page is asked plainly and for the word in every language, and all else in one language each."""
    if address.endswith((".pdf", ".sig", ".png")) or "/files/" in address:
        return ("",)
    if "2026-001" in address and not HOLDING.search(address):
        return ("",)
    if ".zip" in address or "2026-001" in address or CANARY in address:
        return QUERIES[:2]
    if address.split("/")[1] not in LANGUAGES:
        return QUERIES if address.count("/") < 3 else QUERIES[:2]
    turn = LANGUAGES.index(address.split("/")[1])
    return (*QUERIES[:2], *QUERIES[2 + turn :: len(LANGUAGES)])


def test_before_its_minute_an_embargoed_text_is_nowhere(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute) - timedelta(seconds=1)
    for address, answer in walk(app).items():
        assert SECRET not in answer, f"{address} tells"
        assert "09:40" not in answer, f"{address} tells the hour"
        assert "10:40" not in answer, f"{address} tells the hour"


def test_the_register_and_the_answers_do_not_know_what_is_coming(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    with engines.reading() as session:
        before = session.scalar(select(func.max(RegisterEntry.sequence)))
    clock.at = datetime.fromisoformat(minute) - timedelta(seconds=1)
    told = [client.get(place) for place in ("/register.jsonl", "/register/checkpoint", "/fr/register?q=C/2026", "/.well-known/mission-key.json")]
    assert told[0].text.count("\n") == before
    assert told[1].text.splitlines()[1] == str(before)
    assert "C/2026/001" not in "".join(one.text.replace('value="C/2026"', "") for one in told)
    for tag in LANGUAGES:
        for given in ({"text": f"{CANARY} {SECRET} {CANARY} {SECRET} en bref. {CANARY} {SECRET} texte."}, {"reference": "MPM/C/2026/001"}):
            answer = client.post(f"/{tag}/verify", data=given)
            assert 'data-verdict="unknown"' in answer.text
    clock.at = datetime.fromisoformat(minute)
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    assert "C/2026/001" in client.get("/register.jsonl").text
    assert 'data-verdict="issued"' in client.post("/fr/verify", data={"reference": "MPM/C/2026/001"}).text
    assert 'data-verdict="issued"' in client.post("/ar/verify", data={"text": f"{CANARY} {SECRET} {CANARY} {SECRET} en bref. {CANARY} {SECRET} texte."}).text


def test_an_embargoed_address_answers_like_one_that_never_was(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute) - timedelta(seconds=1)
    for hidden, absent in (
        ("/fr/communiques/c2026-001", "/fr/communiques/c2026-777"),
        (f"/ar/kingdom/{CANARY}", "/ar/kingdom/qanariyyy"),
        ("/d/c2026-001", "/d/c2026-777"),
        ("/en/communiques/c2026-001/editions/1", "/en/communiques/c2026-777/editions/1"),
        ("/fr/communiques/c2026-001.bib", "/fr/communiques/c2026-777.bib"),
        ("/api/v1/documents/c2026-001", "/api/v1/documents/c2026-777"),
        ("/fr/communiques/c2026-001.pdf", "/fr/communiques/c2026-777.pdf"),
        ("/ar/communiques/c2026-001.pdf.sig", "/ar/communiques/c2026-777.pdf.sig"),
        ("/es/communiques/c2026-001/editions/1.pdf", "/es/communiques/c2026-777/editions/1.pdf"),
        ("/fr/communiques/c2026-001/editions/1.pdf.sig", "/fr/communiques/c2026-777/editions/1.pdf.sig"),
        (f"/fr/communiques/c2026-001/files/{CANARY}.txt", f"/fr/communiques/c2026-777/files/{CANARY}.txt"),
        (f"/ar/communiques/c2026-001/editions/1/files/{CANARY}.jpg", f"/ar/communiques/c2026-777/editions/1/files/{CANARY}.jpg"),
        (f"/es/communiques/c2026-001/editions/1/files/{CANARY}.jpg/small.webp", f"/es/communiques/c2026-777/editions/1/files/{CANARY}.jpg/small.webp"),
        ("/en/communiques/c2026-001/editions/1/card.png", "/en/communiques/c2026-777/editions/1/card.png"),
    ):
        one, other = client.get(hidden), client.get(absent)
        assert one.status_code == other.status_code == 404
        assert headers(one) == headers(other)
        # The language switcher repeats the address that was asked for, and nothing else differs.
        assert re.sub("c2026-001|" + CANARY, "x", one.text) == re.sub("c2026-777|qanariyyy|" + CANARY, "x", other.text)


def headers(response: TestResponse) -> dict[str, str]:
    """All of them but what counts and names requests: the second has one less left, and a name of its own."""
    return {name: value for name, value in response.headers.items() if name not in ("RateLimit", "X-Request-ID")}


def test_at_its_minute_and_after_it_is_everywhere_it_belongs(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute)
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    for at in (clock(), clock.forward(seconds=1)):
        clock.at = at
        for tag in LANGUAGES:
            for address in (f"/{tag}/", f"/{tag}/communiques", f"/{tag}/communiques?q={CANARY}", f"/{tag}/kingdom", f"/{tag}/kingdom/{CANARY}",
                            f"/{tag}/sitemap?open=kingdom", f"/{tag}/sitemap?part=branch&at=communiques:2026&open=communiques:2026"):  # fmt: skip
                # What was asked for is marked, wherever it stands.
                assert f"{CANARY} {SECRET}" in re.sub("</?mark>", "", client.get(address).text), address
            assert f"{SECRET} texte." in everything(client.get(f"/{tag}/communiques.zip"))
            assert f"{CANARY} {SECRET}" in client.get(f"/{tag}/communiques/c2026-001.bib").text
            assert f"{SECRET} texte." in client.get(f"/{tag}/communiques/c2026-001").text
            assert f'alt="{SECRET} image"' in client.get(f"/{tag}/communiques/c2026-001").text
            for file in (f"files/{CANARY}.txt", f"editions/1/files/{CANARY}.txt"):
                assert client.get(f"/{tag}/communiques/c2026-001/{file}").text == f"{SECRET} dans un fichier."
            assert client.get(f"/{tag}/communiques/c2026-001/editions/1/files/{CANARY}.jpg/small.webp").status_code == 200
            assert f"{SECRET} image" in client.get("/api/v1/documents/c2026-001").text
            assert SECRET in everything(client.get(f"/{tag}/communiques/c2026-001.pdf"))
            assert client.get(f"/{tag}/communiques/c2026-001.pdf.sig").status_code == 200
            assert client.get(f"/{tag}/communiques/c2026-001/editions/1/card.png").status_code == 200
        # The last act comes last, on whichever page that is.
        following, changed = "/api/v1/documents?order=changed&limit=100", ""
        while following:
            answer = client.get(following.removeprefix("http://localhost:8000"))
            following, changed = answer.get_json()["links"]["next"], changed + answer.text
        assert f"{CANARY} {SECRET}" in changed
        for address in ("/api/v1/documents", f"/api/v1/search?q={CANARY}", "/api/v1/documents/c2026-001"):
            assert f"{CANARY} {SECRET}" in client.get(address).text, address


def test_letters_keep_still_until_the_minute_and_then_reach_whoever_follows(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    for tag in LANGUAGES:
        follow(client, tag, f"{tag}@example.org", f"?q={CANARY}")
    clock.at = datetime.fromisoformat(minute) - timedelta(seconds=1)
    work(app)
    for message in posted(app):
        assert SECRET not in message
        assert "09:40" not in message
        assert "10:40" not in message
    clock.at = datetime.fromisoformat(minute)
    work(app)
    told = [one for one in posted(app) if f"{CANARY} {SECRET}" in one]
    assert len(told) == len(LANGUAGES)


def follow(client: StrictClient, tag: str, email: str, query: str) -> None:
    """Somebody asks for a list by mail, and confirms it by the link in the letter."""
    client.post(f"/{tag}/alerts{query}", data={"email": email, "frequency": "immediate"})
    letter = letters(email)[-1].text
    found = re.search(r"http://localhost:8000(/\w+/alerts/confirm/\S+)", letter)
    assert found
    assert client.post(found[1]).status_code == 303


def posted(app: Flask) -> list[str]:
    """Every letter that has left, heads and all its bodies readable."""
    from email import message_from_bytes
    from email.policy import default

    read = []
    for one in sorted((app.config["SETTINGS"].instance / "outbox").glob("*.eml")):
        message = message_from_bytes(one.read_bytes(), policy=default)
        read.append(str(message.items()) + "".join(part.get_content() for part in message.walk() if part.get_content_maintype() == "text"))
    return read


def test_a_dead_worker_delays_nothing(client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute) + timedelta(seconds=3)
    assert f"{CANARY} {SECRET}" in client.get("/fr/communiques").text


def test_every_public_answer_expires_at_the_next_whole_minute(client: StrictClient, clock: Clock, minute: str) -> None:
    for address in ("/fr/", "/fr/communiques", "/fr/nothing", "/fr/communiques/c2026-001", f"/fr/kingdom/{CANARY}"):
        assert client.get(address).headers["Cache-Control"] == f"public, max-age={60 - clock().second}"
