"""`mission-verify` as one file to take along, and the page from which it could be written again."""

import hashlib
import io
import zipfile
from functools import lru_cache
from pathlib import Path

from ... import verify
from ...config import ROOT

_START = b"#!/usr/bin/env python3\n"
_MAIN = "import sys\n\nfrom verify.__main__ import main\n\nsys.exit(main())\n"
# Zip knows no earlier time: with one time for all, the same code is the same bytes on every machine, and its digest can be printed.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@lru_cache(1)
def packed() -> bytes:
    """The program: a zip that Python runs as it is (``zipapp``), nothing in it compressed or compiled, so that it can be read before it is run."""
    made = io.BytesIO(_START)
    made.seek(0, io.SEEK_END)
    folder = Path(verify.__file__).parent
    with zipfile.ZipFile(made, "a") as archive:
        _add(archive, "__main__.py", _MAIN.encode())
        for path in sorted(folder.glob("*.py")):
            _add(archive, f"verify/{path.name}", path.read_bytes())
    return made.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    archive.writestr(entry, content)


@lru_cache(1)
def digest() -> str:
    """SHA-256 of the program, in hexadecimal."""
    return hashlib.sha256(packed()).hexdigest()


@lru_cache(1)
def documented() -> str:
    """The formats, the rules and the test vectors, in English (Markdown)."""
    return (ROOT / "docs" / "verification.md").read_text()
