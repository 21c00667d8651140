"""The folder `mission/verify` copied to an empty place: every call works there, with `cryptography` importable and nothing else."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from mission.services.authenticity.detached import sign_file
from tests.conftest import Clock
from tests.strict import StrictClient
from tests.verify.copies import copy, settle_one

# What `cryptography` itself needs.
NEEDED = ("cryptography", "cffi", "pycparser", "_cffi_backend", "typing_extensions")
PROGRAM = "import sys; sys.path[:0] = [{here!r}, {libraries!r}]; from verify.__main__ import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def alone(app: Flask, client: StrictClient, tmp_path: Path, clock: Clock) -> Path:
    settle_one(clock, "first")
    old = client.get("/register/checkpoint").data
    settle_one(clock, "second")
    here = copy(client, tmp_path / "alone").folder
    (here / "old").write_bytes(old)
    size = int((here / "checkpoint").read_text().splitlines()[1])
    entry = json.loads((here / "register.jsonl").read_text().splitlines()[2])
    content = client.get(f"/register/content/{entry['content']}.json").data
    (here / "content.json").write_bytes(content)
    (here / "received.txt").write_text(json.loads(content)["translations"]["ar"]["summary"])
    (here / "proof.json").write_bytes(client.get(f"/register/inclusion/{size}/3").data)
    (here / "grown.json").write_bytes(client.get(f"/register/consistency/{size - 1}/{size}").data)
    (here / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    (here / "paper.pdf.sig").write_text(
        sign_file(app.config["SEAL"], b"%PDF-1.7\n", name="MPM/C/2026/001", edition=1, language="fr", media_type="application/pdf", at=clock())
    )
    shutil.copytree(Path(__file__).parents[2] / "mission" / "verify", here / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    libraries = here / "libraries"
    libraries.mkdir()
    for name in NEEDED:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin:
            origin = Path(found.origin)
            os.symlink(origin.parent if origin.name == "__init__.py" else origin, libraries / (name if origin.name == "__init__.py" else origin.name))
    return here


def run(here: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    """Without the surroundings, without site-packages: -I and -S."""
    program = PROGRAM.format(here=str(here), libraries=str(here / "libraries"))
    return subprocess.run([sys.executable, "-I", "-S", "-c", program, *asked], cwd=here, capture_output=True, text=True, timeout=60, check=False)


def test_nothing_else_can_be_imported_there(alone: Path) -> None:
    for name in ("flask", "sqlalchemy", "mission", "rfc8785", "nh3"):
        program = f"import sys; sys.path[:0] = [{str(alone)!r}, {str(alone / 'libraries')!r}]; import {name}"
        done = subprocess.run([sys.executable, "-I", "-S", "-c", program], cwd=alone, capture_output=True, text=True, timeout=60, check=False)
        assert "ModuleNotFoundError" in done.stderr, name


def test_every_call_works_there(alone: Path) -> None:
    public = json.loads((alone / "mission-key.json").read_text())["keys"][0]["public"]
    for keys in ("mission-key.json", public):
        for asked in (
            ["keys", keys],
            ["file", "paper.pdf", "paper.pdf.sig", "--keys", keys],
            ["register", "register.jsonl", "--head", "checkpoint", "--keys", keys],
            ["entry", "register.jsonl", "3", "proof.json", "--head", "checkpoint", "--keys", keys],
            ["grown", "old", "checkpoint", "grown.json", "--keys", keys],
            ["text", "received.txt", "content.json", "--register", "register.jsonl", "--head", "checkpoint", "--keys", keys],
        ):
            done = run(alone, *asked)
            assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["holds"]), (asked, done.stdout[-400:], done.stderr)
    assert run(alone, "text", "received.txt", "content.json").returncode == 3
    assert "--fingerprint" in run(alone, "register", "--help").stdout
    assert run(alone).returncode == 2


def test_the_guides_call_it_by_what_their_own_steps_have_put_there(alone: Path) -> None:
    root = Path(__file__).parents[2]
    # The requirements bring no command of this name: it is the file that the site gives, or the package beside the program.
    called = {one.name: re.findall(r"(?<![/.\w])mission-verify(?!\.pyz)\s+(?:[a-z]+|…)", one.read_text()) for one in (root / "docs").glob("*.md")}
    assert not any(called.values()), called
    done = subprocess.run([sys.executable, "-m", "mission.verify", "keys", str(alone / "mission-key.json")], cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["holds"]), done.stderr


def test_the_program_that_the_site_gives_is_the_same_and_runs_as_it_is(alone: Path, client: StrictClient) -> None:
    given = client.get("/register/mission-verify.pyz")
    assert given.headers["Content-Disposition"] == "attachment; filename=mission-verify.pyz"
    (alone / "mission-verify.pyz").write_bytes(given.data)
    shutil.rmtree(alone / "verify")
    # -E and -S as above; the libraries are put in by hand, as `pip install cryptography` would.
    asked = [sys.executable, "-I", "-S", "-c", f"import runpy, sys; sys.path[:0] = [{str(alone / 'libraries')!r}]; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"]
    asked += ["mission-verify.pyz", "register", "register.jsonl", "--head", "checkpoint", "--keys", "mission-key.json"]
    done = subprocess.run(asked, cwd=alone, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["holds"]), done.stderr
    with zipfile.ZipFile(alone / "mission-verify.pyz") as archive:
        source = Path(__file__).parents[2] / "mission" / "verify"
        assert {one.name for one in source.glob("*.py")} == {Path(name).name for name in archive.namelist() if name.startswith("verify/")}
        assert all(archive.read(f"verify/{one.name}") == one.read_bytes() for one in source.glob("*.py"))
    for tag in ("fr", "ar", "en", "es"):
        page = client.get(f"/{tag}/key").text
        assert hashlib.sha256(given.data).hexdigest() in page
        assert 'href="/register/mission-verify.pyz"' in page
        assert 'href="/register/verification.txt"' in page
    assert client.get("/register/verification.txt").text == (Path(__file__).parents[2] / "docs" / "verification.md").read_text()
