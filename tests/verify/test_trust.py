"""Which keys are believed: those of a file, a key off a letterhead in any of its forms, and what a text needs besides matching."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from mission.cli import commands
from mission.extensions import engines
from mission.models import Document
from mission.services import publishing
from mission.services.authenticity import keys as signing
from mission.services.authenticity.keys import Signer
from mission.verify import notes
from mission.verify.__main__ import main
from mission.verify.canon import canonical, digest
from tests.building import person
from tests.conftest import Clock
from tests.strict import StrictClient
from tests.verify.copies import SETTLE, Copy, copy, settle_one

FORGED = {"title": "Un communiqué que personne n’a publié", "summary": "La Mission n’a jamais dit ce que ce texte lui fait dire ici.", "body": "<p>Rien.</p>"}


@pytest.fixture
def kept(client: StrictClient, tmp_path: Path, clock: Clock) -> Copy:
    settle_one(clock, "kept")
    return copy(client, tmp_path / "kept")


def public(kept: Copy, at: int = 0) -> bytes:
    return base64.b64decode(json.loads((kept.folder / "mission-key.json").read_text())["keys"][at]["public"])


def forms(key: bytes) -> dict[str, str]:
    written = key.hex()
    pem = Ed25519PublicKey.from_public_bytes(key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return {
        "base64": base64.b64encode(key).decode(), "base64 for addresses": base64.urlsafe_b64encode(key).decode(), "hexadecimal": written.upper(),
        "in groups": " ".join(written[at : at + 4] for at in range(0, 64, 4)), "note": notes.verifier_key("localhost/register", key), "pem": pem,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["base64", "base64 for addresses", "hexadecimal", "in groups", "note", "pem"])
def test_a_key_off_paper_is_enough(kept: Copy, capsys: pytest.CaptureFixture[str], form: str) -> None:
    given = forms(public(kept))[form]
    (kept.folder / "key").write_text(given + "\n")
    for keys in (given, kept.place("key")):
        asked = ["register", kept.place("register.jsonl"), "--head", kept.place("checkpoint"), "--keys", keys]
        assert main(asked) == 0
        assert "given alone" in capsys.readouterr().err
        assert main(["keys", keys]) == 0
        assert json.loads((kept.folder / "mission-key.json").read_text())["keys"][0]["fingerprint"] in capsys.readouterr().out
    other = forms(Signer.new().public)[form]
    assert main(["register", kept.place("register.jsonl"), "--head", kept.place("checkpoint"), "--keys", other]) == 1
    assert "signed by a key that is not known" in capsys.readouterr().out


def test_a_key_that_begins_like_an_option_is_a_key(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    given = base64.urlsafe_b64encode(b"\xf8" + bytes(31)).decode()
    assert given.startswith("-")
    assert main(["keys", given]) == 0
    assert main(["register", kept.place("register.jsonl"), "--head", kept.place("checkpoint"), "--keys", given]) == 1
    assert "signed by a key that is not known" in capsys.readouterr().out


def test_a_key_of_paper_decides_which_keys_of_a_file_are_believed(app: Flask, client: StrictClient, kept: Copy, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = public(kept)
    with engines.writing() as session:
        fresh = Signer.new()
        signing.rotate(session, session.info["seal"].signer, fresh, clock.forward(minutes=1), demonstration=True)
        session.commit()
    later = copy(client, tmp_path / "later")
    for anchor in (first, fresh.public):
        assert later.check(capsys, "--keys", forms(anchor)["base64"])[0] == 0
    assert later.check(capsys, "--keys", forms(Signer.new().public)["base64"])[0] == 2
    # The newer key alone does not know of the older one: entries by it are not believed.
    assert main(["register", later.place("register.jsonl"), "--keys", forms(fresh.public)["base64"]]) == 1


@pytest.mark.parametrize("given", ["", "abc", "0" * 63, "A" * 43, "localhost/register+00000000+AVl4l1OAjh+/LtKWM+YkKbpjp9nxXQHGNUmGsNAYH3Al", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_what_is_no_key_is_one_sentence(kept: Copy, capsys: pytest.CaptureFixture[str], given: str) -> None:
    (kept.folder / "key").write_text(given)
    for keys in (given, kept.place("key")):
        assert main(["register", kept.place("register.jsonl"), "--keys", keys]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_key_of_another_kind_is_refused(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    other = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert main(["keys", other]) == 2
    assert "not Ed25519" in capsys.readouterr().err
    assert main(["keys", kept.place("mission-key.json"), "--fingerprint", "12ab"]) == 2
    assert "64 hexadecimal digits" in capsys.readouterr().err


def written(kept: Copy, content: bytes, received: str) -> list[str]:
    (kept.folder / "content.json").write_bytes(content)
    (kept.folder / "received.txt").write_text(received)
    return ["text", kept.place("received.txt"), kept.place("content.json")]


def proofs(kept: Copy) -> list[str]:
    return ["--register", kept.place("register.jsonl"), "--head", kept.place("checkpoint"), "--keys", kept.place("mission-key.json")]


def test_a_forged_pair_of_text_and_content_proves_nothing(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    content = canonical({"name": "MPM/C/2026/001", "translations": {"fr": FORGED}})
    asked = written(kept, content, f"{FORGED['title']}\n{FORGED['summary']}")
    for given in ([], proofs(kept)[:2], proofs(kept)[4:]):
        assert main([*asked, *given]) == 3
        told = capsys.readouterr().out
        assert told.splitlines()[-1] == "not proved: the text matches this content, but nothing shows that the content is the Mission's"
        assert "holds" not in told
    assert main([*asked, *proofs(kept)]) == 1
    assert "WRONG  no entry of this register holds the digest of this content" in capsys.readouterr().out
    # A register of one's own does not help against a key of paper.
    entry = json.loads((kept.folder / "register.jsonl").read_text().splitlines()[-1]) | {"content": digest(content)}
    (kept.folder / "register.jsonl").write_bytes(b"\n".join([*(kept.folder / "register.jsonl").read_bytes().splitlines()[:-1], canonical(entry), b""]))
    assert main([*asked, *proofs(kept), "--keys", forms(public(kept))["hexadecimal"]]) == 1
    assert "it is not what its digest says" in capsys.readouterr().out


def test_a_text_is_the_missions_by_its_entry_and_later_entries_are_told(client: StrictClient, kept: Copy, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = json.loads((kept.folder / "register.jsonl").read_text().splitlines()[-1])
    content = client.get(f"/register/content/{entry['content']}.json").data
    french = json.loads(content)["translations"]["fr"]
    asked = written(kept, content, f"{french['title']}\n{french['summary']}\n{french['body'].replace('<p>', '').replace('</p>', '')}")
    assert main([*asked, *proofs(kept)]) == 0
    told = capsys.readouterr().out
    assert f"entered: entry {entry['sequence']}, {entry['time']}, first of {entry['name']}, edition 1  DEMONSTRATION" in told
    assert told.splitlines()[-1] == "holds"
    (kept.folder / "received.txt").write_text((kept.folder / "received.txt").read_text().replace(french["title"].split()[1], "Jamais", 1))
    assert main([*asked, *proofs(kept)]) == 1
    assert "WRONG  " in capsys.readouterr().out
    with engines.writing() as session:
        document = session.query(Document).filter_by(reference=entry["name"]).one()
        notice = dict.fromkeys(document.current_edition.translations, "Un échantillon.")  # type: ignore[union-attr]
        publishing.withdraw(session, person(session, "w@example.org", clock()), document.id, notices=notice, at=clock.forward(minutes=1), demonstration=SETTLE["demonstration"] is True)
    later = copy(client, tmp_path / "later")
    asked = written(later, content, f"{french['title']}\n{french['summary']}\n{french['body'].replace('<p>', '').replace('</p>', '')}")
    assert main([*asked, *proofs(later)]) == 4
    told = capsys.readouterr().out
    assert f"since then: entry {entry['sequence'] + 1}" in told
    assert f"withdrawal of {entry['name']}" in told
    assert told.splitlines()[-1].startswith("holds, and no longer stands")


def test_the_command_prints_the_key_in_the_form_for_paper(app: Flask, kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    listed = app.test_cli_runner().invoke(commands, ["key", "list"]).output
    assert base64.b64encode(public(kept)).decode() in listed


def test_a_changed_word_is_shown(client: StrictClient, kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    entry = json.loads((kept.folder / "register.jsonl").read_text().splitlines()[2])
    content = client.get(f"/register/content/{entry['content']}.json").data
    french = json.loads(content)["translations"]["fr"]
    words = french["summary"].split()
    assert main([*written(kept, content, french["summary"]), *proofs(kept)]) == 0
    assert main([*written(kept, content, " ".join([*words[:4], "jamais", *words[4:]])), *proofs(kept)]) == 1
    assert "{+jamais+}" in capsys.readouterr().out
