"""Whatever is done to the register, to a row behind it, or to a signed file, somebody says where: `mission-verify` and `flask mission verify`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from mission import create_app
from mission.cli import commands
from mission.extensions import engines
from mission.models import guards
from mission.services.authenticity import keys
from mission.services.authenticity.detached import sign_file
from mission.services.authenticity.keys import Signer
from mission.verify.__main__ import main
from tests.building import person, released
from tests.conftest import Clock, environment
from tests.strict import StrictClient
from tests.verify.copies import SETTLE, Copy, copy, settle_one

from mission.services import publishing  # isort: skip


@pytest.fixture
def kept(client: StrictClient, tmp_path: Path, clock: Clock) -> Copy:
    settle_one(clock, "kept")
    return copy(client, tmp_path / "kept")


TOUCHES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "changed": (lambda lines: [*lines[:6], lines[6].replace('"act":"first"', '"act":"amendment"'), *lines[7:]], "entry 7: it is not what its digest says"),
    "another name": (lambda lines: [*lines[:6], lines[6].replace('"name":"', '"name":"x'), *lines[7:]], "entry 7"),
    "removed": (lambda lines: [*lines[:6], *lines[7:]], "entry 7: it says that it is entry 8"),
    "put in": (lambda lines: [*lines[:6], lines[5], *lines[6:]], "entry 7: it says that it is entry 6"),
    "out of order": (lambda lines: [*lines[:6], lines[7], lines[6], *lines[8:]], "entry 7: it says that it is entry 8"),
    "shortened": (lambda lines: lines[:-1], "the register has fewer"),
    "another signature": (lambda lines: [*lines[:6], json.dumps(json.loads(lines[6]) | {"signature": json.loads(lines[5])["signature"]}, sort_keys=True, separators=(",", ":")), *lines[7:]], "entry 7: its signature is wrong"),
    "unsigned": (lambda lines: [*lines[:6], json.dumps({name: value for name, value in json.loads(lines[6]).items() if name not in ("key", "signature")}, sort_keys=True, separators=(",", ":")), *lines[7:]], "entry 7: it is not signed"),
    "no entry": (lambda lines: [*lines[:6], "{}", *lines[7:]], "entry 7: this is not an entry"),
}  # fmt: skip


def test_a_whole_copy_holds(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = kept.check(capsys)
    assert (status, told.splitlines()[-1]) == (0, "holds")
    assert "DEMONSTRATION" in told


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_copy_that_was_touched_is_seen_and_the_place_named(kept: Copy, capsys: pytest.CaptureFixture[str], touch: str) -> None:
    file = kept.folder / "register.jsonl"
    change, said = TOUCHES[touch]
    file.write_text("".join(f"{line}\n" for line in change(file.read_text().splitlines())))
    status, told = kept.check(capsys)
    assert status == 1
    assert said in told


def test_a_register_written_anew_with_another_key_does_not_hold_against_the_fingerprint(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert kept.check(capsys, "--fingerprint", "0" * 64)[0] == 2
    known = json.loads((kept.folder / "mission-key.json").read_text())["keys"][0]
    assert kept.check(capsys, "--fingerprint", known["fingerprint"])[0] == 0


def test_proofs_lead_from_an_entry_to_the_head_and_from_head_to_head(client: StrictClient, kept: Copy, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    size = int((kept.folder / "checkpoint").read_text().splitlines()[1])
    trusted = ("--keys", kept.place("mission-key.json"))
    for sequence in (1, 50, size):
        (tmp_path / "proof").write_bytes(client.get(f"/register/inclusion/{size}/{sequence}").data)
        asked = ["entry", kept.place("register.jsonl"), str(sequence), str(tmp_path / "proof"), "--head", kept.place("checkpoint"), *trusted]
        assert main(asked) == 0
        asked[2] = str(sequence % size + 1)
        assert main(asked) == 1
    settle_one(clock, "later")
    later = copy(client, tmp_path / "later")
    (tmp_path / "proof").write_bytes(client.get(f"/register/consistency/{size}/{size + 1}").data)
    assert main(["grown", kept.place("checkpoint"), later.place("checkpoint"), str(tmp_path / "proof"), *trusted]) == 0
    assert main(["grown", later.place("checkpoint"), kept.place("checkpoint"), str(tmp_path / "proof"), *trusted]) == 1
    assert client.get(f"/register/checkpoint/{size}").text == (kept.folder / "checkpoint").read_text(), "a head never changes"
    assert later.folder.joinpath("register.jsonl").read_bytes().startswith(kept.folder.joinpath("register.jsonl").read_bytes())
    for absent in (f"/register/inclusion/{size}/{size + 1}", "/register/inclusion/999/1", f"/register/consistency/{size + 1}/{size}", "/register/checkpoint/999"):
        assert client.get(absent).status_code == 404
    capsys.readouterr()


def test_the_file_is_given_in_parts(client: StrictClient, kept: Copy) -> None:
    whole = kept.folder.joinpath("register.jsonl").read_bytes()
    for start, end in ((0, 0), (10, 4000), (len(whole) - 5, len(whole) - 1)):
        part = client.get("/register.jsonl", headers={"Range": f"bytes={start}-{end}"})
        assert part.status_code == 206
        assert part.data == whole[start : end + 1]
        assert part.headers["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"
    assert client.get("/register.jsonl", headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    first = client.get("/register.jsonl")
    assert client.get("/register.jsonl", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_key_that_changes_in_the_middle_leaves_everything_provable(app: Flask, instance: Path, client: StrictClient, kept: Copy, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fingerprint = json.loads((kept.folder / "mission-key.json").read_text())["keys"][0]["fingerprint"]
    clock.forward(minutes=1)
    assert app.test_cli_runner().invoke(commands, ["key", "rotate"]).exit_code == 0
    clock.forward(minutes=1)
    # The machine that still holds the old key cannot settle: late rather than wrong.
    with engines.writing() as session:
        document = released(session, person(session, "a@example.org", clock()), person(session, "b@example.org", clock()), clock()).document_id
    engines.dispose()
    again = create_app(environment(instance), clock=clock)
    again.test_client_class = StrictClient
    assert publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE) == [document]
    later = copy(again.test_client(), tmp_path / "later")  # type: ignore[arg-type]
    assert later.check(capsys, "--fingerprint", fingerprint)[0] == 0, "the printed key vouches for the one that followed"
    used = {json.loads(line)["key"] for line in (later.folder / "register.jsonl").read_text().splitlines()}
    assert len(used) == 2
    assert again.test_cli_runner().invoke(commands, ["verify"]).exit_code == 0


def test_what_a_revoked_key_signed_afterwards_does_not_count(app: Flask, client: StrictClient, kept: Copy, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with engines.writing() as session:
        old, fresh = session.info["seal"].signer, Signer.new()
        begun = clock()
        keys.rotate(session, old, fresh, clock.forward(minutes=1), demonstration=True)
        keys.revoke(session, old.key_id, fresh, clock.forward(minutes=1), since=begun, reason="Un essai.")
        session.commit()
    status, told = copy(client, tmp_path / "later").check(capsys)
    assert status == 1
    assert "at a time for which that key does not stand" in told
    assert "WRONG  entry 1:" not in told
    by_the_site = app.test_cli_runner().invoke(commands, ["verify"])
    assert by_the_site.exit_code == 1
    assert "at a time for which that key does not stand" in by_the_site.output
    assert "Entry 1:" not in by_the_site.output


HAND: dict[str, tuple[str, str]] = {
    "a title": ("UPDATE translation SET title = title || '!' WHERE edition_id = 3 AND language = 'ar'", "ar.title was changed"),
    "a body": ("UPDATE translation SET body = body || '<p>x</p>' WHERE edition_id = 3 AND language = 'fr'", "fr.body was changed"),
    "a language": ("DELETE FROM translation WHERE edition_id = 3 AND language = 'es'", "es."),
    "a date": ("UPDATE edition SET dated_start = '1999-01-01' WHERE id = (SELECT current_edition_id FROM document WHERE code = 'r2026-010')", "dated was changed"),
    "a theme": ("DELETE FROM edition_theme WHERE edition_id = (SELECT current_edition_id FROM document WHERE code = 'r2026-010')", "themes was changed"),
    "a kept content": ("UPDATE settled_content SET content = replace(content, 'a', 'b') WHERE edition_id = 3", "the kept content is not what was entered"),
    "an entry": ("UPDATE register_entry SET name = 'other' WHERE sequence = 3", "Entry 3: its row is not what was published"),
    "a line": ("UPDATE register_line SET line = replace(line, 'first', 'recall') WHERE sequence = 3", "Entry 3: it is not what its digest says"),
    "a line that is gone": ("DELETE FROM register_line WHERE sequence = 3", "Entry 3: it says that it is entry 4"),
    "lines that changed places": ("UPDATE register_line SET line = (SELECT o.line FROM register_line o WHERE o.sequence = 9 - register_line.sequence) WHERE sequence IN (4, 5)", "Entry 4: it says that it is entry 5"),
    "a hash of the tree": ("UPDATE tree_hash SET hash = (SELECT o.hash FROM tree_hash o WHERE o.level = 0 AND o.number = 0) WHERE level = 0 AND number = 1", "subtree 0/1"),
    "a head": ("UPDATE register_head SET note = replace(note, '20', '21') WHERE size = 20", "Head of 20"),
    "a statement about a key": ("UPDATE key_statement SET body = replace(body, '2026', '2020')", "statement 1 about keys"),
    "a reference": ("UPDATE document SET reference = 'MPM/R/2026/999' WHERE code = 'r2026-010'", "its reference is MPM/R/2026/999"),
    "a settlement": ("UPDATE settlement SET public_number = 7 WHERE edition_id = 3", "it is not the entry by which edition row 3 became public"),
    "a stored file": ("INSERT INTO blob (sha256, media_type, content, created_at) VALUES ('00ff', 'application/pdf', '{bytes}', '2026-11-24 10:00:00')", "the stored file 00ff"),
}  # fmt: skip


@pytest.mark.parametrize("hand", HAND)
def test_a_row_that_was_changed_by_hand_is_named(app: Flask, hand: str) -> None:
    statement, said = HAND[hand]
    assert app.test_cli_runner().invoke(commands, ["verify"]).exit_code == 0
    with engines.writer.connect() as connection:
        guards.uninstall(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(text(statement.replace("'{bytes}'", "x'00'" if connection.dialect.name == "sqlite" else "'\\x00'::bytea")))
        connection.commit()
        connection.invalidate()
    told = app.test_cli_runner().invoke(commands, ["verify"])
    assert told.exit_code == 1
    assert said.lower() in told.output.lower()


def test_guards_refuse_by_every_ordinary_way(app: Flask) -> None:
    from sqlalchemy.exc import DBAPIError

    for table in ("register_entry", "register_line", "register_head", "tree_hash", "key_statement", "settled_content"):
        with engines.writer.connect() as connection, pytest.raises(DBAPIError, match="only grows"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


@pytest.fixture
def signed(app: Flask, clock: Clock, tmp_path: Path, client: StrictClient) -> Path:
    """Two files with their signatures, and the keys."""
    seal = app.config["SEAL"]
    for language in ("fr", "ar"):
        content = f"%PDF-1.7\nÉchantillon {language}\n%%EOF\n".encode()
        (tmp_path / f"{language}.pdf").write_bytes(content)
        note = sign_file(seal, content, name="MPM/C/2026/001", edition=1, language=language, media_type="application/pdf", at=clock())
        (tmp_path / f"{language}.pdf.sig").write_text(note)
    (tmp_path / "mission-key.json").write_bytes(client.get("/.well-known/mission-key.json").data)
    return tmp_path


def test_a_signed_file_holds_and_one_byte_a_revision_or_another_language_does_not(signed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def check(file: str, signature: str) -> int:
        return main(["file", str(signed / file), str(signed / signature), "--keys", str(signed / "mission-key.json")])

    assert check("fr.pdf", "fr.pdf.sig") == 0
    assert "MPM/C/2026/001  edition 1  fr" in capsys.readouterr().out
    assert check("ar.pdf", "fr.pdf.sig") == 1
    whole = (signed / "fr.pdf").read_bytes()
    for touched in (whole.replace(b"1.7", b"1.6"), whole + b"1 0 obj\n<<>>\nendobj\n%%EOF\n", whole[:-1]):
        (signed / "touched.pdf").write_bytes(touched)
        assert check("touched.pdf", "fr.pdf.sig") == 1
        said = "bytes were put to its end" if touched.startswith(whole) else "at least one byte is different"
        assert said in capsys.readouterr().out
    note = (signed / "fr.pdf.sig").read_text()
    for change in (("language fr", "language ar"), ("edition 1", "edition 2"), ("demonstration\n", "")):
        (signed / "touched.sig").write_text(note.replace(*change))
        assert check("fr.pdf", "touched.sig") in (1, 2)
