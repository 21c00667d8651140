"""Files below a text: the vector of the page on verification, and what the small program says of it."""

import json
import re
from pathlib import Path

import pytest

from mission.verify.__main__ import main
from mission.verify.attachments import attached
from mission.verify.canon import canonical, digest

PAGE = (Path(__file__).parents[2] / "docs" / "verification.md").read_text()


def vector() -> tuple[str, str]:
    found = re.search(r"whose digest is `([0-9a-f]{64})`:\n\n    (\{.*\})\n", PAGE)
    assert found
    return found[1], found[2]


def test_the_vector_of_the_page_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known, content = vector()
    assert digest(content.encode()) == known
    assert canonical(json.loads(content)) == content.encode()
    (tmp_path / "content.json").write_text(content)
    (tmp_path / "note.txt").write_bytes(b"Hello")
    assert main(["attached", str(tmp_path / "note.txt"), str(tmp_path / "content.json")]) == 3, "nobody vouches for this content"
    assert "en  note.txt" in capsys.readouterr().out
    (tmp_path / "note.txt").write_bytes(b"hello")
    assert main(["attached", str(tmp_path / "note.txt"), str(tmp_path / "content.json")]) == 1


def test_a_picture_is_known_in_each_of_its_sizes() -> None:
    content = {"files": {"fr": [{"name": "photo.jpg", "sha256": "a", "renditions": {"small.avif": "b", "small.webp": "c"}}], "ar": [{"name": "x", "sha256": "b"}]}}
    assert list(attached(content, "b")) == [("fr", "photo.jpg small.avif"), ("ar", "x")]
    assert list(attached(content, "a")) == [("fr", "photo.jpg")]
    assert list(attached(content, "d")) == []
    assert list(attached({}, "a")) == []
