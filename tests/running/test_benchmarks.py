"""What a measuring says of itself; measured is nothing here."""

import re
import subprocess
from importlib.metadata import version

from tests.benchmarks import report

from .fronting import program
from .serving import ROOT

# What each section measures or compares with, by the beginning of its heading.
MEASURED = {
    "Search": {"tantivy", "SQLite", "PostgreSQL"}, "Relevance": {"tantivy", "SQLite", "PostgreSQL"}, "A release with its papers": {"typst", "pyHanko", "cryptography"},
    "Checking a register": {"cryptography"}, "Where a pasted text": {"Flask", "SQLite"}, "Pages": {"Flask", "gunicorn", "nginx", "wrk", "SQLite"},
    "Codings": {"Brotli", "backports.zstd"}, "Under load": {"Flask", "gunicorn", "SQLite"}, "Killed": {"PostgreSQL"},
}  # fmt: skip


def test_a_section_names_the_versions_of_what_it_measures_and_no_others() -> None:
    told = re.search(r"[0-9.]+[0-9]", subprocess.run([program(), "-v"], capture_output=True, text=True, check=True).stderr)
    assert told
    line = report.machine("Flask", "gunicorn", "nginx", "PostgreSQL")
    assert f"Flask {version('Flask')}, gunicorn {version('gunicorn')}, nginx {told[0]}, PostgreSQL " in line
    assert re.search(r"PostgreSQL [0-9]+\.[0-9]+\.$", line)
    assert "tantivy" not in line
    assert re.fullmatch(r"[0-9.]+|\(not here\)", report.version_of("wrk"))


def test_every_written_section_names_them() -> None:
    sections = re.split(r"^## ", (ROOT / "docs" / "benchmarks.md").read_text(), flags=re.MULTILINE)[1:]
    met = set()
    for section in sections:
        for heading, names in MEASURED.items():
            if section.startswith(heading):
                met.add(heading)
                first = section.partition("\n\n")[2].partition("\n\n")[0]
                assert {name for name in names if not re.search(rf"\b{re.escape(name)} [0-9]+\.[0-9]", first)} == set(), section[:60]
    assert met == set(MEASURED)
