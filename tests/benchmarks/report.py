"""What a measuring prints: tables on the screen, and the same ones in `docs/benchmarks.md` under a heading of their own."""

import platform
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_HEAD = "# Measured\n\nEvery section is written by the command that it names. Nothing here is a test.\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its columns under each other on a screen too."""
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    lines = [[one.ljust(width) if not at else one.rjust(width) for at, (one, width) in enumerate(zip(row, widths, strict=True))] for row in (heads, *rows)]
    rule = [("-" * width) if not at else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (lines[0], rule, *lines[1:]))


def machine() -> str:
    """What it was measured on, and when."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next(iter(re.findall(r"model name\s*:\s*(.+)", text)), platform.machine())
    cores = len(re.findall(r"^processor\s*:", text, re.MULTILINE))
    load = Path("/proc/loadavg").read_text(encoding="utf-8").split()[0]
    return (
        f"{datetime.now(UTC):%-d %B %Y}; {cores} cores of {model.strip()}, load {load} at the end; Python {platform.python_version()}, "
        f"tantivy {version('tantivy')}, SQLite {sqlite3.sqlite_version}."
    )


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
