"""Rows changed by hand, past the guards: `flask mission verify` says of each where it was touched."""

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from pypdf import PdfWriter
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mission import create_app
from mission.cli import commands
from mission.extensions import engines
from mission.models import Change, Form, Paper, Person, guards
from mission.services import publishing, seeding
from mission.services.authenticity import keys
from mission.services.authenticity.keys import Signer
from mission.services.rendering import making
from mission.verify.__main__ import main
from tests.building import person, release, released
from tests.building import text as words
from tests.conftest import Clock, environment
from tests.small import few
from tests.strict import StrictClient
from tests.verify.copies import SETTLE

PAPERS, WITHDRAWN, RECALLED = "MPM/C/2026/001", "MPM/C/2026/002", "MPM/C/2026/003"
OF = "(SELECT id FROM document WHERE reference = '{}')"
EDITION = "(SELECT edition_id FROM settlement WHERE document_id = (SELECT id FROM document WHERE reference = '{}'))"
ENTRY = "(SELECT register_sequence FROM settlement WHERE document_id = (SELECT id FROM document WHERE reference = '{}'))"
THE_PAPERS, THE_WITHDRAWN, THE_RECALLED = (OF.format(one) for one in (PAPERS, WITHDRAWN, RECALLED))
DRAWN = EDITION.format(PAPERS)


@pytest.fixture(scope="module")
def few_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of few texts, since each hand has all of it read again. All that can be done was done there: texts, papers, a withdrawal,
    a recall, two keys, a page below a page."""
    folder, clock = tmp_path_factory.mktemp("few"), Clock()
    app = create_app(environment(folder), clock=clock)
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=clock(), prefix="MPM", demonstration=True, folder=few(folder / "content", 30))
    with engines.writing() as session:
        writer, approver = person(session, "w@example.org", clock()), person(session, "a@example.org", clock())
        texts = {"fr": words(), "ar": words("عنوان للتجربة", "official", summary="ملخص.")}
        editions = [released(session, writer, approver, clock(), translations=texts) for _ in range(3)]
        first, second, third = ((one.id, one.document_id) for one in editions)
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    with engines.writing() as session:
        making.make(session, first[0], clock(), app.config["SETTINGS"])
        actor, notices = person(session, "x@example.org", clock()), {"fr": "Un essai de retrait.", "ar": "تجربة سحب."}
        publishing.withdraw(session, actor, second[1], notices=notices, at=clock.forward(minutes=1), demonstration=True)
        publishing.recall(session, actor, third[1], notices=notices, at=clock.forward(minutes=1), demonstration=True)
    with engines.writing() as session:
        old = session.info["seal"].signer
        keys.rotate(session, old, fresh := Signer.new(), clock.forward(minutes=1), demonstration=True)
        keys.revoke(session, old.key_id, fresh, clock.forward(minutes=1), since=clock() + timedelta(days=1), reason="Un essai.")
        session.commit()
    engines.dispose()
    return folder


@pytest.fixture
def worked(few_texts: Path, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    place = shutil.copytree(few_texts, tmp_path / "instance")
    app = create_app(environment(place), clock=clock)
    app.testing = False
    clock.forward(minutes=10)
    yield app
    engines.dispose()


# What is done, by name, and the words by which it is told where.
HANDS: dict[str, tuple[str, str]] = {
    "a recall's notice": ("UPDATE recall SET notices = '{\"fr\": \"Autre.\", \"ar\": \"x\"}'", "the notice of the recall was changed"),
    "a recall's time": ("UPDATE recall SET recalled_at = '2026-11-24 08:00:00'", "the time of the recall was changed"),
    "a recall of another document": (f"UPDATE recall SET document_id = {THE_PAPERS}", "the row of the recall is of another document"),
    "a recall that is gone": ("DELETE FROM recall", "the row of its recall is gone"),
    "a recall that was put in": (
        f"INSERT INTO recall (document_id, recalled_at, recalled_by_id, notices, register_sequence) SELECT {THE_PAPERS}, recalled_at, recalled_by_id, notices, 9999 FROM recall",
        "names entry 9999, and there is no such entry",
    ),
    "a withdrawal's notice": ("UPDATE withdrawal SET notices = '{\"fr\": \"Autre.\", \"ar\": \"x\"}'", "the notice of the withdrawal was changed"),
    "a withdrawal's time": ("UPDATE withdrawal SET withdrawn_at = '2026-11-24 08:00:00'", "the time of the withdrawal was changed"),
    "a withdrawal of another edition": (f"UPDATE withdrawal SET edition_id = {DRAWN}, document_id = {THE_PAPERS}", "the row of the withdrawal is of another document"),
    "a withdrawal that names another text's edition": (f"UPDATE withdrawal SET edition_id = {DRAWN}", "the row of the withdrawal"),
    "a withdrawal that is gone": ("DELETE FROM withdrawal", "the row of its withdrawal is gone"),
    "another current edition": (f"UPDATE document SET current_edition_id = 3 WHERE reference = '{PAPERS}'", "shows edition row 3, and the newest that settled is"),
    "no current edition": (f"UPDATE document SET current_edition_id = NULL WHERE reference = '{PAPERS}'", "shows edition row None"),
    "a settlement's number": (f"UPDATE settlement SET public_number = 7 WHERE edition_id = {DRAWN}", "it is not the entry by which edition row"),
    "a settlement's time": (f"UPDATE settlement SET settled_at = '2026-11-24 08:00:00' WHERE edition_id = {DRAWN}", "became public was changed"),
    "a settlement that is gone": (f"DELETE FROM settlement WHERE edition_id = {DRAWN}", "the row of its settlement is gone"),
    "a settlement without an entry": (
        "INSERT INTO settlement (edition_id, document_id, public_number, settled_at, register_sequence) "
        f"SELECT 99999, document_id, 2, settled_at, 9999 FROM settlement WHERE edition_id = {DRAWN}",
        "edition row 99999 is public by a settlement that names entry 9999, and there is no such entry",
    ),
    "a release that is gone": (f"DELETE FROM release WHERE edition_id = {DRAWN}", "the release of edition row"),
    "a release for later": (f"UPDATE release SET release_at = '2031-01-01 00:00:00' WHERE edition_id = {DRAWN}", "or is for a later time"),
    "an edition that is gone": (f"DELETE FROM edition WHERE id = {DRAWN}", "which it made public, is gone"),
    "an edition of another document": (f"UPDATE edition SET document_id = {THE_WITHDRAWN}, sequence = 9 WHERE id = {DRAWN}", "belongs to another document now"),
    "a document that is gone": (f"DELETE FROM document WHERE reference = '{WITHDRAWN}'", f"the document {WITHDRAWN} is gone"),
    "a document without its reference": (f"UPDATE document SET reference = NULL, number = NULL WHERE reference = '{PAPERS}'", f"its reference is None, and was entered as {PAPERS}"),
    "a document's number": (f"UPDATE document SET number = 77 WHERE reference = '{PAPERS}'", "the parts of the reference of document"),
    "a document's code": (f"UPDATE document SET code = 'c2026-077' WHERE reference = '{PAPERS}'", "it says c2026-077"),
    "a document's kind": (f"UPDATE document SET kind = 'statement' WHERE reference = '{PAPERS}'", "kind was changed"),
    "an edition's section": (f"UPDATE edition SET section = 'speeches' WHERE id = {DRAWN}", "section was changed"),
    "a body's key": ("UPDATE body SET key = 'oim' WHERE key = 'iom'", "bodies was changed"),
    "the stamp of an act": (f"DELETE FROM public_change WHERE document_id = {THE_PAPERS}", f"the stamp of an act of {PAPERS} is gone"),
    "a theme's key": ("UPDATE theme SET key = 'migrations' WHERE key = 'migration'", "themes was changed"),
    "a theme put to an edition": (f"INSERT INTO edition_theme (edition_id, theme_id, position) SELECT {DRAWN}, id, 9 FROM theme WHERE key <> 'migration' AND id = (SELECT max(id) FROM theme)", "themes was changed"),
    "a status of a translation": (f"UPDATE translation SET status = 'courtesy' WHERE edition_id = {DRAWN} AND language = 'ar'", "ar.status was changed"),
    "a note of change": (f"UPDATE translation SET change_note = 'x' WHERE edition_id = {DRAWN} AND language = 'ar'", "ar.change_note was changed"),
    "a language that was swapped": (f"UPDATE translation SET title = (SELECT other.title FROM translation other WHERE other.edition_id = translation.edition_id AND other.language = 'ar') WHERE edition_id = {DRAWN} AND language = 'fr'", "fr.title"),
    "a language put in": (f"INSERT INTO translation (edition_id, language, status, title, label, summary, body, change_note) SELECT edition_id, 'es', 'courtesy', 'x', '', '', '', '' FROM translation WHERE edition_id = {DRAWN} AND language = 'ar'", "es."),
    "a content that is gone": (f"DELETE FROM settled_content WHERE edition_id = {DRAWN}", "the kept content is gone"),
    "a row of the register that is gone": ("DELETE FROM register_entry WHERE sequence = 40", "the rows of the register go on with 41"),
    "the last row of the register": ("DELETE FROM register_entry WHERE sequence = (SELECT max(sequence) FROM register_entry)", "its row is gone, and lines were published up to"),
    "a row put into the register": (
        "INSERT INTO register_entry (sequence, recorded_at, act, document_id, name, edition, content_digest, demonstration, previous, digest) "
        "SELECT 9999, recorded_at, act, document_id, name, 9, content_digest, demonstration, previous, 'x' FROM register_entry WHERE sequence = 40",
        "entry 9999: it has no published line: it was put in",
    ),
    "an entry's document": ("UPDATE register_entry SET document_id = 1 WHERE sequence = 40", "entry 40: it is not the entry by which"),
    "an entry's time": ("UPDATE register_entry SET recorded_at = '2026-11-24 08:00:00' WHERE sequence = 40", "entry 40: its row is not what was published"),
    "a line's key": ("UPDATE register_line SET key_id = 'x' WHERE sequence = 40", "entry 40: its row is not what was published"),
    "a line's place": ("UPDATE register_line SET ends_at = 5 WHERE sequence = 40", "entry 40: its place in the published file"),
    "the last lines": ("DELETE FROM register_line WHERE sequence > 40", "entry 41: it has no published line"),
    "a head that is gone": ("DELETE FROM register_head WHERE size = 40", "head of 40: it is gone"),
    "the newest head": ("DELETE FROM register_head WHERE size = (SELECT max(size) FROM register_head)", "no head covers all"),
    "a head's time": ("UPDATE register_head SET signed_at = '2026-11-24 08:00:00' WHERE size = 40", "head of 40: its row is not what was signed"),
    "a head's key": ("UPDATE register_head SET key_id = 'x' WHERE size = 40", "head of 40: its row is not what was signed"),
    "a hash put into the tree": ("INSERT INTO tree_hash (level, number, hash) SELECT 30, 0, hash FROM tree_hash WHERE level = 0 AND number = 0", "subtree 30/0 belongs to no line"),
    "a hash that is gone": ("DELETE FROM tree_hash WHERE level = 0 AND number = 39", "entry 40: the kept hash of subtree 0/39"),
    "the first key": ("DELETE FROM key_statement WHERE sequence = 1", "statement 1 about keys"),
    "the rotation of the key": ("DELETE FROM key_statement WHERE sequence = 2", "statement 2 about keys"),
    "a statement's time": ("UPDATE key_statement SET recorded_at = '2026-11-24 08:00:00' WHERE sequence = 2", "the time of statement 2 about keys was changed"),
    "a revocation's reason": ("UPDATE key_statement SET body = replace(body, 'Un essai', 'Autre') WHERE sequence = 3", "statement 3 about keys"),
    "a signature put to a statement": ("UPDATE key_statement SET signatures = '[{\"key\": \"x\", \"signature\": \"AAAA\"}]' WHERE sequence = 3", "statement 3 about keys"),
    "a paper's file": ("UPDATE paper SET sha256 = (SELECT sha256 FROM paper WHERE form = 'pdf' AND language = 'ar'), size = (SELECT size FROM paper WHERE form = 'pdf' AND language = 'ar') WHERE form = 'pdf' AND language = 'fr'", f"pdf of {PAPERS}, edition 1, fr: it is not the one that was signed"),
    "a paper's size": ("UPDATE paper SET size = 5 WHERE form = 'card' AND language = 'ar'", f"card of {PAPERS}, edition 1, ar: its row does not fit the stored file"),
    "a paper's signature": ("UPDATE paper SET signature = replace(signature, 'edition 1', 'edition 2') WHERE form = 'pdf' AND language = 'ar'", f"pdf of {PAPERS}, edition 1, ar: the signature is by no key"),
    "a paper without its signature": ("UPDATE paper SET signature = '' WHERE form = 'pdf' AND language = 'ar'", f"pdf of {PAPERS}, edition 1, ar: its signature cannot be read"),
    "a paper's time": ("UPDATE paper SET made_at = '2026-11-24 08:00:00' WHERE form = 'pdf' AND language = 'ar'", f"pdf of {PAPERS}, edition 1, ar: it is not the one that was signed"),
    "a paper's language": ("UPDATE paper SET language = 'es' WHERE form = 'pdf' AND language = 'ar'", f"pdf of {PAPERS}, edition 1, es: there is no such text"),
    "a paper's edition": ("UPDATE paper SET edition_id = 3 WHERE form = 'pdf' AND language = 'ar'", "ar: it is not the one that was signed"),
    "a paper's number": ("UPDATE paper SET number = 2 WHERE form = 'pdf' AND language = 'ar'", f"pdf of {PAPERS}, edition 1, ar: an earlier making of it is gone"),
    "one byte of a file": ("{byte}", f"(pdf of {PAPERS}, edition 1, fr) is not what it was: at least one byte is different"),
    "a revision put to a file": ("{revision}", "is not what it was: at least one byte is different"),
    "the marks of a text": (f"DELETE FROM text_print WHERE edition_id = {DRAWN}", f"the marks by which {PAPERS}, edition 1, is found again were changed"),
    "the marks of every text": ("DELETE FROM text_print", f"the marks by which {PAPERS}, edition 1, is found again were changed"),
    "marks put in for no text": ("INSERT INTO text_print (mark, edition_id, language) SELECT 7, 99999, 'fr' FROM text_print LIMIT 1", "there are marks of edition row 99999, of which no content is kept"),
    "one mark put in": (f"INSERT INTO text_print (mark, edition_id, language) SELECT 7, {DRAWN}, 'fr' FROM text_print LIMIT 1", f"the marks by which {PAPERS}, edition 1, is found again were changed"),
    "the papers of a language": ("DELETE FROM paper WHERE language = 'ar'", f"pdf of {PAPERS}, edition 1, ar: it is gone"),
    "a card shown for another": ("UPDATE paper SET sha256 = (SELECT sha256 FROM paper WHERE form = 'card' AND language = 'ar') WHERE form = 'card' AND language = 'fr'", "it is the same picture as the card of"),
    "a file's kind": ("UPDATE blob SET media_type = 'text/html' WHERE media_type = 'application/pdf'", "its row does not fit the stored file"),
    "a page's parent": ("UPDATE edition SET parent_id = NULL WHERE id = (SELECT max(e.id) FROM edition e WHERE e.parent_id IS NOT NULL)", "its place was changed"),
    "a page's path": ("UPDATE document SET path = 'ailleurs' WHERE id = (SELECT max(d.id) FROM document d WHERE d.kind = 'page')", "says that it stands at “ailleurs”"),
    "an address of a page": ("UPDATE page_address SET document_id = (SELECT min(d.id) FROM document d WHERE d.kind <> 'page') WHERE path <> ''", "is not the page’s that had it"),
    "an address that was put in": ("INSERT INTO page_address (section, path, document_id, since) SELECT 'kingdom', 'ailleurs', min(id), '2026-11-24 08:00:00' FROM document", "the address kingdom/ailleurs is not the page’s"),
}  # fmt: skip
BYTES = {
    "{byte}": {
        "sqlite": "UPDATE blob SET content = CAST(substr(content, 1, 99) || x'00' || substr(content, 101) AS BLOB) WHERE media_type = 'application/pdf'",
        "postgresql": "UPDATE blob SET content = set_byte(content, 99, 255 - get_byte(content, 99)) WHERE media_type = 'application/pdf'",
    },
    "{revision}": {
        "sqlite": "UPDATE blob SET content = CAST(content || x'0a312030206f626a0a3c3c3e3e0a' AS BLOB) WHERE media_type = 'application/pdf'",
        "postgresql": "UPDATE blob SET content = content || '\\x0a312030206f626a0a3c3c3e3e0a'::bytea WHERE media_type = 'application/pdf'",
    },
}


@dataclass(frozen=True)
class Told:
    """What the check says after a hand was in the database."""

    sentences: list[str]

    def __contains__(self, words: str) -> bool:
        return any(words in one for one in self.sentences)


def touched(session: Session, statement: str) -> Told:
    """Do it past guards and foreign keys, look, and put everything back."""
    connection = session.connection()
    guards.uninstall(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    done = connection.execute(text(BYTES.get(statement, {}).get(connection.dialect.name, statement).replace(":", "\\:")))
    assert done.rowcount, statement
    told = Told([str(one) for one in publishing.faults(session)])
    session.rollback()
    return told


def test_every_row_that_was_touched_is_named(worked: Flask) -> None:
    whole = worked.test_cli_runner().invoke(commands, ["verify"])
    assert whole.exit_code == 0, whole.output
    missed = {}
    with engines.writing() as session:
        for name, (statement, said) in HANDS.items():
            if said not in (told := touched(session, statement)):
                missed[name] = told.sentences[:5]
    assert missed == {}
    assert worked.test_cli_runner().invoke(commands, ["verify"]).exit_code == 0


def test_an_edition_under_the_same_title_has_the_same_card_and_is_no_fault(app: Flask, clock: Clock) -> None:
    with engines.writing() as session:
        one, other = person(session, "w@example.org", clock()), person(session, "a@example.org", clock())
        first = released(session, one, other, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    with engines.writing() as session:
        one, other = session.get_one(Person, one.id), session.get_one(Person, other.id)
        second = publishing.begin(session, one, first.document_id, Change.AMENDMENT, at=clock())
        release(session, second, one, other, clock())
        numbers = [first.id, second.id]
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    with engines.writing() as session:
        assert [making.make(session, number, clock(), app.config["SETTINGS"]) for number in numbers] == [2, 2]
        assert len(set(session.scalars(select(Paper.sha256).where(Paper.form == Form.CARD)))) == 1
    told = app.test_cli_runner().invoke(commands, ["verify"])
    assert told.exit_code == 0, told.output


# SQLite keeps whatever it is given.
CELLS: dict[str, tuple[str, str]] = {
    "a line of bytes": ("UPDATE register_line SET line = x'ff00' WHERE sequence = 40", "row 40 of register_line holds something that is no line"),
    "a line that is no text": ("UPDATE register_line SET line = CAST(x'ff00fe' AS TEXT) WHERE sequence = 40", "row 40 of register_line holds something that is no line"),
    "a line too deep": ("UPDATE register_line SET line = replace(hex(zeroblob(100000)), '00', '[') WHERE sequence = 40", "entry 40: this is not an entry"),
    "a line with a huge number": ("UPDATE register_line SET line = '{\"sequence\"\\:' || replace(hex(zeroblob(9000)), '00', '9') || '}' WHERE sequence = 40", "entry 40: this is not an entry"),
    "a line that was cut off": ("UPDATE register_line SET line = substr(line, 1, 90) WHERE sequence = 40", "entry 40: this is not an entry"),
    "a time": ("UPDATE register_entry SET recorded_at = 'gestern' WHERE sequence = 40", "row 40 of register_entry holds something that is no recorded_at"),
    "an act": ("PRAGMA ignore_check_constraints=ON; UPDATE register_entry SET act = 'praise' WHERE sequence = 40", "row 40 of register_entry holds something that is no act"),
    "a hash": ("UPDATE tree_hash SET hash = 'text' WHERE level = 0 AND number = 39", "row 0, 39 of tree_hash holds something that is no hash"),
    "a root": ("UPDATE register_head SET root = 7 WHERE size = 40", "row 40 of register_head holds something that is no root"),
    "a note": ("UPDATE register_head SET note = x'00' WHERE size = 40", "row 40 of register_head holds something that is no note"),
    "a file": ("UPDATE blob SET content = 'text' WHERE media_type = 'application/pdf'", "is not made of bytes"),
    "a file of broken text": ("UPDATE blob SET content = CAST(x'ff00' AS TEXT) WHERE media_type = 'application/pdf'", "is not made of bytes"),
    "a file that is a number": ("UPDATE blob SET content = 5 WHERE media_type = 'application/pdf'", "is not made of bytes"),
    "a notice": ("UPDATE withdrawal SET notices = '{'", "of withdrawal holds something that is no notices"),
    "a notice too deep": ("UPDATE withdrawal SET notices = replace(hex(zeroblob(100000)), '00', '[')", "of withdrawal holds something that is no notices"),
    "a notice of another kind": ("UPDATE withdrawal SET notices = '[1e400]'", "the notice of the withdrawal was changed"),
    "sources": (f"UPDATE edition SET sources = '{{' WHERE id = {DRAWN}", "of edition holds something that is no sources"),
    "sources of another kind": (f"UPDATE edition SET sources = '[7]' WHERE id = {DRAWN}", "cannot be read: it was changed"),
    "a title": (f"UPDATE translation SET title = x'ff' WHERE edition_id = {DRAWN} AND language = 'fr'", "of translation holds something that is no title"),
    "a title that is no text": (f"UPDATE translation SET title = CAST(x'ff' AS TEXT) WHERE edition_id = {DRAWN} AND language = 'fr'", "of translation holds something that is no title"),
    "a statement about a key": ("UPDATE key_statement SET signatures = '7' WHERE sequence = 2", "of key_statement holds something that is no signatures"),
    "a content": (f"UPDATE settled_content SET content = x'ff' WHERE edition_id = {DRAWN}", "of settled_content holds something that is no content"),
    "a signature": ("UPDATE paper SET signature = x'ff'", "of paper holds something that is no signature"),
    "a day": (f"UPDATE edition SET dated_start = 'gestern' WHERE id = {DRAWN}", "of edition holds something that is no dated_start"),
}  # fmt: skip


def test_a_cell_of_any_kind_is_one_sentence(worked: Flask) -> None:
    if engines.writer.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps columns to their types")
    missed = {}
    for name, (statement, said) in CELLS.items():
        with engines.writing() as session:
            *before, last = statement.split("; ")
            for one in before:
                session.connection().exec_driver_sql(one)
            if said not in (told := touched(session, last)):
                missed[name] = told.sentences[:6]
            session.connection().exec_driver_sql("PRAGMA ignore_check_constraints=OFF")
    assert missed == {}


def test_what_the_command_prints_of_it_has_a_status_and_moves_nothing(worked: Flask) -> None:
    with engines.writing() as session:
        guards.uninstall(session.connection())
        session.execute(text("UPDATE document SET code = '\x1b[2Jc' WHERE reference = :one"), {"one": PAPERS})
        session.commit()
    told = worked.test_cli_runner().invoke(commands, ["verify"])
    assert told.exit_code == 1
    assert "\x1b" not in told.output
    assert "it says \\u001b[2Jc" in told.output


def test_a_paper_from_the_site_is_checked_by_the_other_program(worked: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One byte, a revision put to its end, another language: both programs see them (see HANDS for the other one)."""
    worked.test_client_class = StrictClient
    client = worked.test_client()
    for tag in ("fr", "ar"):
        (tmp_path / f"{tag}.pdf").write_bytes(client.get(f"/{tag}/communiques/c2026-001.pdf").data)
        (tmp_path / f"{tag}.sig").write_bytes(client.get(f"/{tag}/communiques/c2026-001.pdf.sig").data)
    (tmp_path / "keys").write_bytes(client.get("/.well-known/mission-key.json").data)

    def check(file: str, *signatures: str) -> int:
        return main(["file", str(tmp_path / file), *(str(tmp_path / one) for one in signatures), "--keys", str(tmp_path / "keys")])

    assert check("fr.pdf", "fr.sig") == 0
    assert check("ar.pdf", "ar.sig") == 0
    capsys.readouterr()
    assert check("ar.pdf", "fr.sig", "ar.sig") == 1
    told = capsys.readouterr().out
    assert f"it calls itself {PAPERS}, ar, and the signature is of {PAPERS}, fr" in told
    assert re.search(rf"it is the file of \S+ar\.sig: {PAPERS}  edition 1  ar  ", told)
    whole = (tmp_path / "fr.pdf").read_bytes()
    writer, revised = PdfWriter(io.BytesIO(whole), incremental=True), io.BytesIO()
    writer.add_metadata({"/Subject": "x"})
    writer.write(revised)
    appended = revised.getvalue().removeprefix(whole)
    for changed, said in (
        (whole[:99] + bytes([whole[99] ^ 1]) + whole[100:], "at least one byte is different"),
        (whole + appended, f"the first {len(whole)} bytes are the file that was signed, and {len(appended)} bytes were put to its end"),
    ):  # fmt: skip
        (tmp_path / "changed.pdf").write_bytes(changed)
        assert check("changed.pdf", "fr.sig") == 1
        assert said in capsys.readouterr().out
    sent = {"file": (io.BytesIO(whole + appended), "x.pdf")}
    answer = client.post("/en/verify", data=sent, content_type="multipart/form-data").text
    assert f"Its first {len(whole):,} bytes are the file that was published" in answer


def test_a_release_that_was_dated_back_is_shown_as_it_became_public(worked: Flask) -> None:
    """No entry holds the time for which something was released: what readers see is the one that an entry holds."""
    from mission.services import visibility

    with engines.writing() as session:
        connection = session.connection()
        guards.uninstall(connection)
        done = connection.execute(text(f"UPDATE release SET release_at = '2019-01-01 08:00:00+00:00' WHERE edition_id = {DRAWN}"))
        assert done.rowcount == 1
        session.commit()
    with engines.reading() as session:
        shown = visibility.public_edition(session, "c2026-001", 1)
        assert shown is not None
        assert shown.released_at == shown.settled_at
        assert shown.settled_at is not None
        assert shown.settled_at.year == 2026
