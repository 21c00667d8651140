"""What the site is made of: written down, locked, with licences that are known, and nothing else."""

import ast
import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.house.dependencies import BILL, KNOWN, READ, ROOT, TABLE, VENDORED, asked, bill, licence, locked, table

LOCKS = ("requirements.txt", "requirements-test.txt")


def test_table_and_bill_are_up_to_date() -> None:
    """`make dependencies` writes them again."""
    assert TABLE.read_text() == table()
    assert BILL.read_text() == bill()


def test_every_licence_is_known() -> None:
    said = {one.name: licence(one.name) for one in locked(ROOT / "requirements.txt")} | {name: spdx for name, _, spdx, _ in VENDORED}
    for name, spdx in said.items():
        assert spdx, f"nobody has said the licence of {name}"
        assert set(re.split(r" (?:AND|OR) ", spdx)) <= KNOWN, f"{name}: {spdx}"
    assert set(READ) <= set(said)


def test_what_lies_in_the_tree_has_its_licence_beside_it() -> None:
    for name, _, spdx, where in VENDORED:
        assert (ROOT / where).is_file(), name
        if spdx == "OFL-1.1":
            assert any("OPEN FONT LICENSE" in one.read_text().upper() for one in (ROOT / where).parent.glob("*OFL.txt")), name


def test_the_bill_is_what_scanners_read() -> None:
    whole = json.loads(BILL.read_text())
    assert (whole["bomFormat"], whole["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in whole["components"]]
    assert len(refs) == len(set(refs))
    assert set(whole["dependencies"][0]["dependsOn"]) <= set(refs)
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9.-]+@[\w.]+", one["purl"]) for one in whole["components"] if "purl" in one)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_is_what_setup_asks_for_each_file_by_its_hash(lock: str) -> None:
    found = locked(ROOT / lock)
    versions: dict[str, set[str]] = {}
    for one in found:
        versions.setdefault(one.name, set()).add(one.version)
        assert one.hashes, one.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in one.hashes), one.name
    for name, (requirement, _) in asked().items():
        assert name in versions, f"{name} is asked for and not locked: make locks"
        assert all(requirement.specifier.contains(version) for version in versions[name]), f"{name} {versions[name]} is not {requirement}"
    text = (ROOT / lock).read_text()
    assert "://" not in text, "a lock names no host"


def test_tests_run_with_what_the_site_runs_with() -> None:
    site, tests = ({(one.name, one.version, one.marker) for one in locked(ROOT / lock)} for lock in LOCKS)
    assert site <= tests
    here = {one.name: one.version for one in locked(ROOT / "requirements.txt") if not one.marker}
    assert {name: metadata.version(name) for name in here} == here


def test_pip_finds_all_of_it_in_place_and_nothing_missing() -> None:
    """Without any registry: whatever were missing or another version would have to be fetched, and could not be."""
    words = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--require-hashes", "--disable-pip-version-check", "-r", "requirements.txt"]
    tried = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "Would install" not in tried.stdout


def test_the_program_imports_nothing_that_is_not_locked() -> None:
    known = {one.name for one in locked(ROOT / "requirements.txt")}
    belongs = metadata.packages_distributions()
    for path in sorted((ROOT / "mission").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in (one.split(".")[0] for one in names):
                if name in sys.stdlib_module_names or name in ("mission", "__future__"):
                    continue
                assert known & {canonicalize_name(one) for one in belongs.get(name, [])}, f"{path.relative_to(ROOT)} imports {name}"


def test_a_lock_with_a_changed_file_is_seen(tmp_path: Path) -> None:
    """The test above can fail."""
    changed = tmp_path / "requirements.txt"
    changed.write_text("flask==0.1 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    words = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--require-hashes", "--disable-pip-version-check", "-r", str(changed)]
    assert subprocess.run(words, capture_output=True, check=False).returncode != 0
