"""Whatever is given instead of a file of the Mission's: `mission-verify` answers with one sentence and its status, never with a traceback."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from mission.services.authenticity.detached import sign_file
from mission.verify.__main__ import main
from mission.verify.spoken import say
from tests.conftest import Clock
from tests.strict import StrictClient
from tests.verify.copies import Copy, copy, settle_one


@pytest.fixture
def kept(app: Flask, client: StrictClient, tmp_path: Path, clock: Clock) -> Copy:
    settle_one(clock, "kept")
    kept = copy(client, tmp_path / "kept")
    entry = json.loads((kept.folder / "register.jsonl").read_text().splitlines()[2])
    (kept.folder / "content.json").write_bytes(client.get(f"/register/content/{entry['content']}.json").data)
    (kept.folder / "received.txt").write_text(json.loads((kept.folder / "content.json").read_text())["translations"]["fr"]["summary"])
    size = json.loads((kept.folder / "register.jsonl").read_text().splitlines()[-1])["sequence"]
    (kept.folder / "proof.json").write_bytes(client.get(f"/register/inclusion/{size}/3").data)
    (kept.folder / "grown.json").write_bytes(client.get(f"/register/consistency/{size - 1}/{size}").data)
    (kept.folder / "old").write_bytes(client.get(f"/register/checkpoint/{size - 1}").data)
    (kept.folder / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    signed = sign_file(app.config["SEAL"], b"%PDF-1.7\n", name="MPM/C/2026/001", edition=1, language="fr", media_type="application/pdf", at=clock())
    (kept.folder / "paper.sig").write_text(signed)
    return kept


DEEP = b"[" * 200_000 + b"]" * 200_000
SPOILT: dict[str, bytes] = {
    "nothing": b"",
    "no text": b"\xff\xfe\x00\x80" * 40 + b"\n",
    "deep": DEEP + b"\n",
    "deep inside": b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n",
    "a list": b"[1,2]\n",
    "a number": b"1" * 10_000 + b"\n",
    "a huge number inside": b'{"sequence":' + b"9" * 10_000 + b',"digest":"x","statements":[],"path":[],"translations":{}}\n',
    "a fraction": b'{"sequence":1e400,"digest":"x","statements":[{"body":1e400,"signatures":[]}],"path":[1.5],"translations":{"fr":1.5}}\n',
    "not a number": b'{"sequence":NaN,"digest":NaN,"statements":NaN,"path":NaN,"translations":NaN}\n',
    "half a letter": b'{"sequence":1,"digest":"\\ud800","statements":[{"body":"\\ud800","signatures":[]}],"path":["\\ud800"],"translations":{"fr":{"title":"\\ud800"}}}\n',
    "other kinds": b'{"sequence":[],"digest":{},"act":{},"key":[],"time":{},"statements":[null,[],{"body":[],"signatures":1}],"path":{"a":1},"translations":[]}\n',
    "nulls": b'{"sequence":null,"digest":null,"statements":null,"path":null,"translations":null,"name":null}\n',
    "cut off": b'{"sequence":1,"digest":"0000',
    "controls": b"\x00\x1b[2J\x1b[31mholds\n\n\xe2\x80\x94 x y\n",
    "a note of nothing": "\n\n— x AAAAAAAA\n".encode(),
    "a head of too much": ("x\n" + "9" * 9000 + "\nAAAA\n\n— x AAAAAAAAAAAA\n").encode(),
}  # fmt: skip
CALLS: dict[str, list[str]] = {
    "keys": ["keys", "mission-key.json"],
    "file": ["file", "paper.pdf", "paper.sig", "--keys", "mission-key.json"],
    "register": ["register", "register.jsonl", "--head", "checkpoint", "--keys", "mission-key.json"],
    "entry": ["entry", "register.jsonl", "3", "proof.json", "--head", "checkpoint", "--keys", "mission-key.json"],
    "grown": ["grown", "old", "checkpoint", "grown.json", "--keys", "mission-key.json"],
    "text": ["text", "received.txt", "content.json", "--register", "register.jsonl", "--head", "checkpoint", "--keys", "mission-key.json"],
}


@pytest.mark.parametrize("call", CALLS)
def test_every_file_of_every_call_can_be_anything(kept: Copy, call: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = [one for one in CALLS[call] if (kept.folder / one).is_file()]
    asked = [str(kept.folder / one) if one in files else one for one in CALLS[call]]
    assert main(asked) == 0, capsys.readouterr()
    for file in files:
        whole = (kept.folder / file).read_bytes()
        for name, content in SPOILT.items():
            (kept.folder / file).write_bytes(content)
            capsys.readouterr()
            status = main(asked)
            told = capsys.readouterr()
            assert status in (1, 2), (file, name, told)
            lines = [line for line in told.err.splitlines() if not line.startswith(("note:", "      "))]
            assert len(lines) == (1 if status == 2 else 0), (file, name, told.err)
            assert "\x1b" not in told.out + told.err
            assert not re.search(r"(?m)^holds", told.out), (file, name)
        (kept.folder / file).write_bytes(whole)


def test_lines_that_are_no_entries_are_named_and_the_others_still_checked(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    file = kept.folder / "register.jsonl"
    lines = file.read_bytes().split(b"\n")
    for name in ("no text", "deep", "deep inside", "a huge number inside", "a fraction", "half a letter", "nulls"):
        file.write_bytes(b"\n".join([*lines[:4], SPOILT[name].strip(b"\n"), *lines[5:]]))
        status, told = kept.check(capsys)
        assert status == 1, name
        assert "WRONG  entry 5: " in told
        assert "WRONG  entry 7: " not in told, "what follows is not blamed for it"
    spaced = json.dumps(json.loads(lines[4])).encode()
    file.write_bytes(b"\n".join([*lines[:4], spaced, *lines[5:]]))
    assert "entry 5: it is not written in the one form" in kept.check(capsys)[1]
    file.write_bytes(b"\n".join(lines)[:-20])
    assert main(["register", str(file), "--keys", kept.place("mission-key.json")]) == 2
    assert f"was cut off in line {len(lines) - 1}" in capsys.readouterr().err


def test_a_file_that_is_missing_or_a_folder_is_one_sentence(kept: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    for place in (kept.place("absent"), str(kept.folder), "\0"):
        assert main(["register", place, "--keys", kept.place("mission-key.json")]) == 2
        assert main(["register", kept.place("register.jsonl"), "--keys", place]) == 2
        assert "Traceback" not in capsys.readouterr().err
    for number in ("0", "x", "9" * 5000, "٣", "999999"):
        asked = [number if one == "3" else str(kept.folder / one) if (kept.folder / one).is_file() else one for one in CALLS["entry"]]
        assert main(asked) == 2
    capsys.readouterr()


def test_what_is_printed_does_not_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[2Kb\rholds\u202e\ud800 بيان")
    assert capsys.readouterr().out == "a\\u001b[2Kb\\u000dholds\\u202e\\ud800 بيان\n"


def test_the_program_speaks_on_a_terminal_of_few_letters(kept: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mission.verify", *(str(kept.folder / one) if (kept.folder / one).is_file() else one for one in CALLS["text"])],
        env={"PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, timeout=60, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "holds"), done.stderr


def test_nothing_is_said_to_hold_where_nobody_reads_on(kept: Copy) -> None:
    """As with ``| head``: no trace of the program's own, and not the status of what holds."""
    given = [sys.executable, "-m", "mission.verify", *(str(kept.folder / one) if (kept.folder / one).is_file() else one for one in CALLS["register"])]
    with subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        said = running.stderr.read()
    assert running.returncode == 2
    assert b"Traceback" not in said
    assert b"Broken" not in said
