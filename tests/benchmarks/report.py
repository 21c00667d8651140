"""What a measuring prints: tables on the screen, and the same ones in `docs/benchmarks.md` under a heading of their own."""

import platform
import re
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.cluster import programs

FILE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_HEAD = "# Measured\n\nEvery section is written by the command that it names. Nothing here is a test.\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its columns under each other on a screen too."""
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    lines = [[one.ljust(width) if not at else one.rjust(width) for at, (one, width) in enumerate(zip(row, widths, strict=True))] for row in (heads, *rows)]
    rule = [("-" * width) if not at else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (lines[0], rule, *lines[1:]))


def machine(*measured: str) -> str:
    """What it was measured on, and when, with the versions of what is `measured`: packages by their
    names, and SQLite, zlib, PostgreSQL, nginx and wrk."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next(iter(re.findall(r"model name\s*:\s*(.+)", text)), platform.machine())
    cores = len(re.findall(r"^processor\s*:", text, re.MULTILINE))
    load = Path("/proc/loadavg").read_text(encoding="utf-8").split()[0]
    versions = ", ".join(f"{name} {version_of(name)}" for name in ("Python", *measured))
    return f"{datetime.now(UTC):%-d %B %Y}; {cores} cores of {model.strip()}, load {load} at the end; {versions}."


def version_of(name: str) -> str:
    """The version of a package or program that is here; a program that is not here was not measured."""
    if name == "Python":
        return platform.python_version()
    if name == "SQLite":
        return sqlite3.sqlite_version
    if name == "zlib":
        return zlib.ZLIB_RUNTIME_VERSION
    if name == "PostgreSQL":
        return _said(programs() / "postgres", "--version")
    if name in ("nginx", "wrk"):
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
        return _said(Path(found), "-v") if found else "(not here)"
    return version(name)


def _said(program: Path, asked: str) -> str:
    # wrk says its version, and then that this was no way to use it.
    said = subprocess.run([program, asked], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(?:\.\d+)+", said.stdout + said.stderr)
    return found[0] if found else "(says none)"


def write(heading: str, text: str) -> None:
    """Put `text` under `## heading` in the file, in the place of what stood there; other sections stay."""
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else _HEAD
    section = f"## {heading}\n\n{text.strip()}\n"
    found = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if found.search(before):
        after = found.sub(lambda _: f"{section}\n", before)
    else:
        after = f"{before.rstrip()}\n\n{section}"
    FILE.write_text(f"{after.rstrip()}\n", encoding="utf-8")
