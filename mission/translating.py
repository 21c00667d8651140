"""Compiled catalogues: made from the .po files where they are missing or older."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .config import ROOT
from .languages import TAGS

FOLDER = ROOT / "translations"


def compile_missing(folder: Path = FOLDER) -> None:
    """Compile each language's catalogue where its .mo is missing or older than its .po."""
    for tag in TAGS:
        source = folder / tag / "LC_MESSAGES" / "messages.po"
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            _compile(source, target, tag)


def _compile(source: Path, target: Path, tag: str) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=tag)
    handle, path = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue)
    # A temporary file is its maker's alone; whoever installs the site is not who runs it.
    os.chmod(path, 0o644)
    os.replace(path, target)
