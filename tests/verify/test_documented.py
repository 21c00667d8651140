"""The vectors on the page that documents the formats are what the code makes and accepts."""

import base64
import importlib
import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Act, RegisterEntry
from mission.services import publishing
from mission.services.authenticity.keys import Signer
from mission.verify import __main__ as program
from mission.verify import keyring, notes, tree
from mission.verify.canon import canonical, digest
from mission.verify.keyring import Key
from mission.verify.register import Checking, check_head
from mission.verify.tree import leaf_hash
from mission.verify.trust import bare_key
from tests.building import person, released
from tests.conftest import Clock
from tests.verify.copies import SETTLE

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"


def vectors(after: str) -> list[str]:
    """The indented lines that follow these words, with the empty ones between them."""
    shown = []
    for line in PAGE.read_text().split(after)[1].split("\n\n", 1)[1].splitlines():
        if line and not line.startswith("    "):
            break
        shown.append(line.removeprefix("    "))
    return "\n".join(shown).strip("\n").split("\n")


def signer(byte: bytes) -> Signer:
    return Signer(Ed25519PrivateKey.from_private_bytes(byte * 32))


def test_the_documented_register_holds() -> None:
    lines = vectors("content is `{}`:")
    public, key_id, line, root = lines[0].removeprefix("public "), lines[1].removeprefix("key "), lines[2], lines[3].removeprefix("root ")
    assert (base64.b64encode(signer(b"\x01").public).decode(), signer(b"\x01").key_id) == (public, key_id)
    assert leaf_hash(line.encode()).hex() == root
    keys = {key_id: Key(key_id, signer(b"\x01").public, "2025-01-01T00:00:00Z")}
    checking = Checking(keys)
    assert list(checking.faults([line.encode()], [1])) == []
    note = notes.parse("\n".join(lines[4:]) + "\n")
    assert check_head(note, keys, checking.roots) == []
    assert json.loads(line)["sequence"] == 1


def test_the_documented_keys_lead_to_each_other() -> None:
    first, second = keyring.read([json.loads(line) for line in vectors("The keys: made,")]).values()
    assert (first.public, second.public) == (signer(b"\x01").public, signer(b"\x02").public)
    assert (first.until, first.revoked, second.previous, second.until) == ("2026-02-01T00:00:00Z", "2026-01-15T00:00:00Z", first.id, None)


def test_the_documented_forms_of_a_key_are_taken() -> None:
    note, hexadecimal, fingerprint, record = vectors("The first key as it may be printed")
    public = signer(b"\x01").public
    assert bare_key(note) == bare_key(hexadecimal) == public
    assert Key("", public, "").fingerprint == fingerprint
    assert record == f'{keyring.dns_name("mission.example/register")} TXT "{keyring.dns_record(public)}"'


def test_the_documented_files_are_checked_by_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = vectors("The first key as it may be printed")[1]
    (tmp_path / "file").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "file.sig").write_text("\n".join(vectors("The signature of a file")) + "\n")
    assert program.main(["file", str(tmp_path / "file"), str(tmp_path / "file.sig"), "--keys", key]) == 0
    register = vectors("content is `{}`:")
    (tmp_path / "register").write_text(register[2] + "\n")
    (tmp_path / "head").write_text("\n".join(register[4:]) + "\n")
    assert program.main(["register", str(tmp_path / "register"), "--head", str(tmp_path / "head"), "--keys", key]) == 0
    capsys.readouterr()


def test_the_documented_paths_lead_to_the_root() -> None:
    root, inclusion, consistency = vectors("A tree of the leaves")
    whole = [leaf_hash(one) for one in (b"a", b"b", b"c")]
    assert tree.root(whole).hex() == root
    paths = [[base64.b64decode(one) for one in json.loads(written)["path"]] for written in (inclusion, consistency)]
    assert tree.included(whole[1], 1, 3, paths[0], bytes.fromhex(root))
    assert tree.consistent(2, 3, paths[1], tree.root(whole[:2]), bytes.fromhex(root))


def test_every_status_of_the_program_is_documented() -> None:
    page = PAGE.read_text()
    for status in (program.HOLDS, program.WRONG, program.UNREADABLE, program.UNPROVED, program.SUPERSEDED):
        assert f"\n| {status} | " in page


@pytest.mark.parametrize(("after", "many"), [("Texts against this content", 13), ("Texts against another content", 7)])
def test_the_documented_texts_are_compared_as_it_says(after: str, many: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, *given = vectors(after)
    (tmp_path / "content").write_text(content)
    for one in map(json.loads, given):
        (tmp_path / "text").write_text(one["text"])
        status = program.main(["text", str(tmp_path / "text"), str(tmp_path / "content")])
        said = capsys.readouterr().out.splitlines()[1:]
        assert (status, said[: next(number for number, line in enumerate(said) if line.startswith("No register"))]) == (one["status"], one["says"]), one["text"]
    assert len(given) == many


def test_every_list_that_the_page_names_is_there() -> None:
    rows = [line for line in PAGE.read_text().split("## Writing it again")[1].split("\n## ")[0].splitlines() if "`verify/" in line and line.startswith("|")]
    assert len(rows) == 7
    for row in rows:
        module, *names = re.findall(r"`([^`]+)`", row.split("|")[2])
        found = vars(importlib.import_module(f"mission.{module.removesuffix('.py').replace('/', '.')}"))
        assert not {one for one in names if one not in found}, row


def test_what_was_put_aside_is_printed_and_added_words_do_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "Le texte d’essai inventé dit que cent francs furent versés à l’échantillon de Genève hier."
    content = {"name": "MPM/C/2026/001", "translations": {"fr": {"title": "Un titre d’essai", "summary": "", "body": f"<p>{words}</p>"}}}
    (tmp_path / "content.json").write_text(json.dumps(content))

    def check(text: str) -> tuple[int, str]:
        (tmp_path / "text").write_text(text)
        status = program.main(["text", str(tmp_path / "text"), str(tmp_path / "content.json")])
        return status, capsys.readouterr().out

    assert check(words)[0] == program.UNPROVED
    for added in ("L’échantillon est gravement malade, a écrit le cabinet hier soir", "À : tous, c’est la guerre.", "MPM/C/2031/001", "300. "):
        status, said = check(f"{words}\n{added}")
        assert status == program.WRONG, added
        assert added.strip(". ") in said
    status, said = check(f"De : Essai <essai@example.org>\nObjet : Un titre d’essai\n\n{words}\n\nMPM/C/2026/001")
    assert status == program.UNPROVED
    assert "not compared, and not shown to be the Mission's: De : Essai <essai@example.org>" in said
    assert "not compared, and not shown to be the Mission's: MPM/C/2026/001" in said


def test_the_documented_notices_of_a_withdrawal_have_the_digest_of_its_entry(app: Flask, clock: Clock) -> None:
    notices = {"fr": "Un essai de retrait."}
    with engines.writing() as session:
        first, second = person(session, "w@example.org", clock()), person(session, "a@example.org", clock())
        document = released(session, first, second, clock()).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    with engines.writing() as session:
        publishing.withdraw(session, person(session, "x@example.org", clock()), document, notices=notices, at=clock.forward(minutes=1), demonstration=True)
    with engines.reading() as session:
        entered = session.scalars(select(RegisterEntry.content_digest).where(RegisterEntry.act == Act.WITHDRAWAL)).one()
    assert entered == digest(canonical({"notices": notices}))
    assert '`{"notices":{…}}`' in PAGE.read_text()


def test_the_trees_of_the_reference_implementation() -> None:
    """What the page gives of RFC 6962's own vectors; `test_tree.py` holds all of them."""
    shown = vectors("the roots of the trees of the first one")
    leaves, roots = [b"" if one == '""' else bytes.fromhex(one) for one in shown[:8]], shown[8:]
    assert [tree.root([leaf_hash(one) for one in leaves[:size]]).hex() for size in range(1, 9)] == roots
    paths = [bytes.fromhex(one) for one in vectors("the path of the sixth leaf")]
    assert tree.included(leaf_hash(leaves[5]), 5, 8, paths[:3], bytes.fromhex(roots[7]))
    assert tree.consistent(6, 8, paths[3:], bytes.fromhex(roots[5]), bytes.fromhex(roots[7]))
