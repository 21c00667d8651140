"""A mirror is the whole public site, says what it is, can be proved, and follows the site without touching what stayed as it was."""

import functools
import http.client
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from mission.cli import commands
from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.mirrors import mirror_regularly
from mission.models import Document, Kind, Person
from mission.services import pacing, publishing, visibility, watching
from mission.services.authenticity.keys import Seal, Signer
from mission.services.mirroring import State, places, writing
from mission.verify.__main__ import main as verify
from mission.worker import tick

from ... import building
from ...conftest import BEGINNING, Clock
from ...files import handed

CANARY, SECRET = "qanarixyz", "wazirubqa"


@pytest.fixture(scope="module")
def mirror(app: Flask, place: Path, clock: Clock) -> Path:
    """A mirror of the site as it was made, with a communiqué that has files, and one that is still under embargo."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        edition = building.draft(session, writer, clock(), translations={tag: building.text(f"Un essai {tag}", "original" if tag == "fr" else "courtesy") for tag in LANGUAGES})
        edition = building.with_files(session, writer, edition, clock())
        building.release(session, edition, writer, approver, clock())
        texts = {"fr": building.text(f"{CANARY} {SECRET}", body=f"<p>{SECRET}</p>", summary=SECRET)}
        coming = building.draft(session, writer, clock(), translations=texts)
        coming = publishing.add_files(session, writer, coming.id, "fr", [handed(f"{CANARY}.txt", SECRET.encode())], at=clock())
        building.release(session, coming, writer, approver, clock(), clock().replace(second=0) + timedelta(minutes=30))
        building.released(session, writer, approver, clock(), clock().replace(second=0) + timedelta(minutes=30), kind=Kind.STATEMENT, translations=texts, section="communiques")
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    folder = place / "mirror"
    told = app.test_cli_runner().invoke(commands, ["mirror", str(folder)])
    assert told.exit_code == 0, told.output
    return folder


@contextmanager
def plainly_served(folder: Path) -> Iterator[http.client.HTTPConnection]:
    """A server that knows nothing but files, and a connection to it."""

    class Quiet(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one piece: or the other side waits for more of each.
        wbufsize = 1 << 16

        def log_message(self, *given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    try:
        yield connection
    finally:
        connection.close()
        server.shutdown()
        server.server_close()


def test_whoever_watches_reads_its_age_where_the_mirror_tells_it(app: Flask, mirror: Path) -> None:
    said = json.loads((mirror / "mirror.json").read_text())["made"]
    settings = replace(app.config["SETTINGS"], MIRROR_FOLDER=str(mirror))
    assert watching.made(settings, BEGINNING)["mirror"] == datetime.fromisoformat(said)
    assert watching.made(replace(settings, MIRROR_FOLDER=""), BEGINNING)["mirror"] is None


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {one.relative_to(folder).as_posix(): (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.rglob("*") if one.is_file()}


def test_a_plain_server_serves_every_page_and_link_in_four_languages(mirror: Path) -> None:
    seen, waiting, pages, elsewhere = set(), ["/"], {}, set()
    with plainly_served(mirror) as connection:
        while waiting:
            address = waiting.pop()
            connection.request("GET", address)
            answer = connection.getresponse()
            content = answer.read()
            assert answer.status == 200, f"{address}: {answer.status}"
            if answer.getheader("Content-Type") != "text/html":
                continue
            page = pages[address] = html.fromstring(content.decode())
            for element in page.iter("a", "link", "img", "source"):
                target = element.get("href") or element.get("src") or (element.get("srcset") or "").split(" ")[0]
                if not target or element.get("rel") in ("canonical", "alternate"):
                    continue
                parts = urlsplit(target)
                if parts.scheme:
                    elsewhere.add(target)
                    continue
                assert not parts.query, f"{target} on {address}"
                inside = urldefrag(urljoin(address, target))[0]
                if inside not in seen:
                    seen.add(inside)
                    waiting.append(inside)
    for tag, language in LANGUAGES.items():
        own = {address: page for address, page in pages.items() if address.startswith(f"/{tag}/")}
        assert len(own) > 40
        home, about = own[f"/{tag}/"], own[f"/{tag}/about/"]
        assert {page.get("lang") for page in own.values() if page.find(".//meta[@http-equiv='refresh']") is None} == {tag}
        assert home.get("dir") == language.direction
        assert about.find(".//nav").text_content() == home.find(".//nav").text_content()
    # The menus are in the language of their page, whichever was drawn first.
    assert len({pages[f"/{tag}/"].find(".//nav").text_content() for tag in LANGUAGES}) == 4
    for address, page in pages.items():
        for tool in ("form", "script", "input", "button", "select", "textarea"):
            assert page.find(f".//{tool}") is None, f"{address}: <{tool}>"
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("data-hx")], address
    ours = {urlsplit(one).path for one in elsewhere if one.startswith("http://localhost:8000")}
    assert not [one for one in ours if not one.endswith((".zip", ".atom", ".json", ".csv")) and one not in {f"/{tag}/" for tag in LANGUAGES} and "/api/" not in one and "/alerts" not in one], ours


def test_every_page_says_of_which_moment_it_is_and_forms_lead_to_the_mission(mirror: Path) -> None:
    said = {"fr": "Copie statique du site, tel qu’il était le 24 novembre 2026", "ar": "نسخة ثابتة من الموقع", "en": "Static copy of the site, as it was on 24 November 2026", "es": "Copia estática del sitio"}
    for tag, words in said.items():
        for room in ("", "communiques/", "contact/", "alerts/", "verify/"):
            page = (mirror / tag / room / "index.html").read_text()
            assert words in page
            assert f'href="/{tag}/sitemap/"' in page
        for room in ("contact", "alerts", "verify"):
            assert "mailto:mission@example.org" in (mirror / tag / room / "index.html").read_text()


def test_what_programs_read_is_there_byte_for_byte(app: Flask, mirror: Path) -> None:
    client = app.test_client()
    for name in ("register.jsonl", "register/checkpoint", ".well-known/mission-key.json", "sitemap.xml", "sitemap/1.xml", "robots.txt", "fr/communiques.atom", "ar/communiques.json",
                 "fr/communiques/c2026-001.pdf", "ar/communiques/c2026-001.pdf.sig", "fr/communiques/c2026-001.txt", "fr/communiques/c2026-001/files/note.txt"):  # fmt: skip
        assert (mirror / name).read_bytes() == client.get(f"/{name}", base_url="http://localhost:8000").data, name
    assert (mirror / "fr/communiques/c2026-001/editions/1/files/photo.jpg.small.avif").is_file()
    assert 'url=/fr/communiques/c2026-001/un-essai-fr/"' in (mirror / "d/c2026-001/index.html").read_text()
    assert verify(["register", str(mirror / "register.jsonl"), "--head", str(mirror / "register/checkpoint"), "--keys", str(mirror / ".well-known/mission-key.json")]) == 0


def test_its_list_is_signed_and_whatever_is_touched_shows(app: Flask, mirror: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(mirror, copy)
    keys = ["--keys", str(copy / ".well-known" / "mission-key.json")]
    assert verify(["mirror", str(copy), *keys]) == 0
    assert verify(["file", str(copy / "mirror.json"), str(copy / "mirror.json.sig"), *keys]) == 0
    page = copy / "fr" / "about" / "index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"Mission", b"mission", 1))
    (copy / "fr" / "fake.html").write_text("put in")
    (copy / "register" / "checkpoint").rename(tmp_path / "away")
    capsys.readouterr()
    assert verify(["mirror", str(copy), *keys]) == 1
    said = capsys.readouterr().out
    assert "fr/about/index.html is not what was put there" in said
    assert "somebody else put it there" in said
    assert "register/checkpoint is missing" in said
    # A list made to fit is signed by nobody.
    content = (copy / "mirror.json").read_bytes()
    (copy / "mirror.json").write_bytes(content.replace(b'"fr/about/index.html"', b'"fr/about/other.html"'))
    assert verify(["mirror", str(copy), *keys]) == 1
    assert "at least one byte is different" in capsys.readouterr().out
    # The site’s own check says so too, with names as they are.
    (copy / "mirror.json").write_bytes(content.replace(b'"made": "20', b'"made": "21', 1))
    check = app.test_cli_runner().invoke(commands, ["mirror", "--check", str(copy)])
    assert check.exit_code == 1
    for said in ("at least one byte is different", "\nfr/about/index.html is not what was put there", "\nregister/checkpoint is missing"):
        assert said in check.output, check.output
    (copy / "mirror.json.sig").unlink()
    assert "is not signed" in app.test_cli_runner().invoke(commands, ["mirror", "--check", str(copy)]).output


def test_a_key_that_announces_itself_with_the_next_act_is_no_strangers(
    app: Flask, mirror: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demonstration whose database came without its key makes another, and signs its mirror by that."""
    copy, aside, held = tmp_path / "mirror", tmp_path / "aside", app.config["SEAL"]
    shutil.copytree(mirror, copy)
    aside.mkdir()
    said = writing.newest(copy)
    assert said is not None
    state = State(said["stamp"], datetime.fromisoformat(said["state"]), shown=said["papers"])

    def checked(signing: Seal, holding: Seal) -> str:
        writing._sign(copy, aside, said["files"], state, said["origin"], signing, datetime.fromisoformat(said["made"]))
        monkeypatch.setitem(app.config, "SEAL", holding)
        told = app.test_cli_runner().invoke(commands, ["mirror", "--check", str(copy)])
        assert told.exit_code == 1, told.output
        return told.output

    own, stranger = (Seal(Signer.new(), held.origin, True) for _ in range(2))
    ahead, nobodys = "its list is signed by the key of this machine, which the register does not know yet", "the signature is by no key of the Mission"
    told = checked(own, own)
    assert ahead in told
    assert nobodys not in told
    # Whoever signed with another key was here, whatever this machine holds; and what was touched is told as ever.
    for holding in (own, held, Seal(own.signer, held.origin, False)):
        told = checked(stranger, holding)
        assert nobodys in told
        assert ahead not in told
    (copy / "fr" / "about" / "index.html").write_bytes(b"touched")
    told = checked(own, own)
    assert "fr/about/index.html is not what was put there" in told
    assert ahead in told


def test_nothing_that_is_coming_is_in_it_until_its_minute_and_then_everything(app: Flask, mirror: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """What stayed as it was is not touched; a recalled text is gone with its files."""
    before = files(mirror)
    for name, (_, content) in before.items():
        assert SECRET.encode() not in content, name
        assert CANARY not in name
    told = app.test_cli_runner().invoke(commands, ["mirror", str(mirror)])
    assert "0 written, 0 taken away" in told.output, told.output
    after = files(mirror)
    assert {name for name in after if after[name] != before.get(name)} <= {"mirror.json", "mirror.json.sig"}

    clock.forward(minutes=31)
    assert len(publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)) == 2
    assert app.test_cli_runner().invoke(commands, ["mirror", str(mirror)]).exit_code == 0
    there = files(mirror)
    assert SECRET.encode() in there[f"fr/communiques/c2026-002/{CANARY}-{SECRET}/index.html"][1]
    assert SECRET.encode() in there["fr/index.html"][1]
    assert there[f"fr/communiques/c2026-002/files/{CANARY}.txt"][1] == SECRET.encode()
    for name in ("fr/communiques/c2026-001.pdf", "fr/communiques/c2026-001/files/note.txt"):
        assert there[name] == before[name], "it was written again"

    with engines.writing() as session:
        someone = building.person(session, "r@example.org", clock())
        document = session.scalars(select(Document.id).where(Document.code == "c2026-002")).one()
        publishing.recall(session, someone, document, notices={"fr": "Publié par erreur."}, at=clock(), demonstration=True)
    told = app.test_cli_runner().invoke(commands, ["mirror", str(mirror)])
    assert told.exit_code == 0, told.output
    assert not (mirror / "fr" / "communiques" / "c2026-002").exists()
    assert not (mirror / "fr" / "communiques" / "c2026-002.pdf").exists()
    assert verify(["mirror", str(mirror), "--keys", str(mirror / ".well-known" / "mission-key.json")]) == 0


def test_whoever_serves_it_is_let_in_whatever_the_umask_of_whoever_made_it(app: Flask, mirror: Path) -> None:
    """`deploy/mission` keeps what it writes to itself, and nginx is somebody else."""
    (mirror / "fr").chmod(0o700)
    shutil.rmtree(mirror / "ar")
    before = os.umask(0o077)
    try:
        assert app.test_cli_runner().invoke(commands, ["mirror", str(mirror)]).exit_code == 0
    finally:
        os.umask(before)
    shut = [one for one in (mirror, *mirror.rglob("*")) if one.name != ".lock" and one.stat().st_mode & 0o044 != 0o044]
    shut += [one for one in mirror.rglob("*") if one.is_dir() and one.stat().st_mode & 0o011 != 0o011]
    assert shut == []


def test_it_is_compared_with_a_site_over_the_network(app: Flask, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that lets nobody ask for more than so many pages at once, and says for how long not, or does not say it; then one that is away."""
    page = mirror / "fr" / "about" / "index.html"
    before = page.read_bytes()
    left, waited = 20, list[float]()

    def rest(seconds: float) -> None:
        nonlocal left
        waited.append(seconds)
        left = 20 if len(waited) % 3 else 0

    def hasty(environ: Any, start: Any) -> Any:
        nonlocal left
        left -= 1
        if left >= 0:
            return app(environ, start)
        start("429 Too Many Requests", [("Content-Type", "text/plain"), *([("Retry-After", "7")] if len(waited) % 2 else [])])
        return [b"slowly"]

    monkeypatch.setattr(pacing, "sleep", rest)
    server = make_server("127.0.0.1", 0, hasty, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    runner, against = app.test_cli_runner(), ["mirror", "--check", str(mirror), "--against", f"http://127.0.0.1:{server.server_port}"]
    try:
        told = runner.invoke(commands, against)
        assert told.exit_code == 0, told.output
        assert "The mirror is whole, and is what the site shows." in told.output
        assert set(waited) == {1, 2, 7}
        monkeypatch.setattr(pacing, "sleep", waited.append)
        left = 20
        told = runner.invoke(commands, against)
        assert "answers 429" in told.output, "in the end it is told"
        assert sum(waited[-len(pacing.PAUSES) :]) < 150
    finally:
        server.shutdown()
        server.server_close()
    page.write_bytes(b"touched")
    told = runner.invoke(commands, against)
    page.write_bytes(before)
    assert told.exit_code == 1
    assert "does not answer" in told.output


def test_a_folder_that_holds_other_things_is_left_alone(app: Flask, mirror: Path, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("mine")
    told = app.test_cli_runner().invoke(commands, ["mirror", str(tmp_path)])
    assert told.exit_code == 1
    assert "holds files that no mirror put there" in told.output
    (tmp_path / "own.txt").unlink()
    told = app.test_cli_runner().invoke(commands, ["mirror", "--check", str(tmp_path)])
    assert "holds no mirror" in told.output
    (tmp_path / "file").write_text("")
    told = app.test_cli_runner().invoke(commands, ["mirror", str(tmp_path / "file" / "mirror")])
    assert "part of its path is not a folder" in told.output


def test_the_worker_keeps_it_in_step(app: Flask, mirror: Path, clock: Clock) -> None:
    # What was coming may be out by now; and once more for the papers that were drawn in the minute of a mirror.
    signed, told = list[bytes](), list[tuple[int, int]]()
    for _ in range(5):
        clock.forward(minutes=20)
        tick(app)
        signed.append((mirror / "mirror.json.sig").read_bytes())
        said = json.loads((mirror / "mirror.json").read_text())
        told.append((said["stamp"], said["papers"]))
    assert signed[-2] == signed[-1], f"nothing had been published: {told}"
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}3@example.org", clock()) for name in ("w", "a"))
        number = building.released(session, writer, approver, clock()).document_id
    tick(app)
    with engines.reading() as session:
        code = session.get_one(Document, number).code
    assert code
    assert (mirror / "fr" / "communiques" / code).is_dir()
    # Not again before its time.
    with engines.writing() as session:
        building.released(session, *people(session), clock.forward(minutes=1))
    tick(app)
    after = f"c2026-{int(code[-3:]) + 1:03}"
    assert not (mirror / "fr" / "communiques" / after).exists()
    told = app.test_cli_runner().invoke(commands, ["mirror", "--check", str(mirror)])
    assert told.exit_code == 1
    assert f"Not in the mirror: fr/communiques/{after}/" in told.output
    assert "Different: fr/index.html" in told.output


def test_the_worker_follows_when_papers_were_drawn_behind_it(app: Flask, mirror: Path, clock: Clock) -> None:
    clock.forward(minutes=20)
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}4@example.org", clock()) for name in ("w", "a"))
        edition = building.released(session, writer, approver, clock()).id
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    # The worker's own turn, without the jobs, which come late: the walk has them drawn, and pages look for them once a minute.
    assert mirror_regularly(app)
    with engines.reading() as session:
        found = visibility.settled(session, edition)
        assert found is not None
    clock.forward(minutes=2)
    told = app.test_cli_runner().invoke(commands, ["mirror", "--check", str(mirror)])
    assert (told.exit_code, f"Different: fr/communiques/{found.code}/" in told.output) == (1, True), told.output
    clock.forward(minutes=20)
    assert mirror_regularly(app)
    told = app.test_cli_runner().invoke(commands, ["mirror", "--check", str(mirror)])
    assert told.exit_code == 0, told.output
    signed = (mirror / "mirror.json.sig").read_bytes()
    clock.forward(minutes=20)
    assert not mirror_regularly(app)
    assert (mirror / "mirror.json.sig").read_bytes() == signed, "nothing had been drawn"


def people(session: Session) -> list[Person]:
    """Those who wrote and approved before."""
    return [session.scalars(select(Person).where(Person.email == f"{name}3@example.org")).one() for name in ("w", "a")]


@pytest.mark.parametrize(("link", "file"), [
    ("/fr/", "fr/index.html"), ("/fr/communiques", "fr/communiques/index.html"), ("/fr/communiques?page=2", "fr/communiques/_/page/2/index.html"), ("/fr/candidacy?page=2", "fr/candidacy/_/page/2/index.html"),
    ("/ar/communiques?page=2&theme=migration", "ar/communiques/_/page/2/theme/migration/index.html"), ("/fr/communiques?q=eau", "fr/communiques/index.html"),
    ("/fr/communiques?theme=a&body=b", "fr/communiques/index.html"), ("/fr/communiques?theme=../../x", "fr/communiques/index.html"),
    ("/fr/sitemap?open=themes&open=themes/migration", "fr/sitemap/_/open/themes/migration/index.html"),
    ("/fr/sitemap?open=communiques:2026&open=communiques", "fr/sitemap/_/open/communiques-2026/index.html"),
    ("/desk/", None), ("/api/v1/documents", None), ("/fr/communiques.zip", None), ("/fr/communiques.atom?theme=migration", None), ("/fr/alerts/link", None),
])  # fmt: skip
def test_which_link_means_which_file(link: str, file: str | None) -> None:
    address = places.asked(link)
    assert (places.file_of(address, page=True) if address else None) == file


def test_closing_a_branch_of_the_site_map_leads_to_the_map_without_it() -> None:
    opened = places.branches("/fr/sitemap?open=themes/migration")
    assert opened == {"themes", "themes/migration"}
    assert places.asked("/fr/sitemap?open=themes", opened) == "/fr/sitemap?open=themes"
    assert places.asked("/fr/sitemap?open=themes&open=themes/migration&open=communiques", opened) == "/fr/sitemap?open=communiques"
