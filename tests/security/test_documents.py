"""What the pages on security say is proved: every test that they name is there, every row names one or gives its reason, nothing of the list is left out."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

from ..conftest import ONCE

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
# OWASP ASVS 5.0.0, level 2, by chapter: section.first-last.
LEVEL_2 = {
    1: "1.1-2 2.6-9 3.3-11 4.1-3 5.2", 2: "1.2-3 2.3 3.2-4 4.1", 3: "3.2-4 4.3-6 5.4-5 7.1-2", 4: "1.2-3 2.1 3.1-2 4.2-4", 5: "1.1 2.3 4.1-3",
    6: "1.2-3 2.9-12 3.3-4 4.3-4 5.1-5 6.1-3 8.1-4", 7: "1.1-3 3.1-2 4.3-5 5.1-2 6.1-2", 8: "1.2 2.3 4.1", 9: "2.2-4", 10: "1.1-2 2.1-2 3.1-4 4.6-11 5.1-5 6.1-2 7.1-3",
    11: "1.1-2 2.1-3 3.3 4.2-4 5.1 6.1", 12: "1.2-3 3.1-4", 13: "1.1 2.1-5 3.1-2 4.2-5", 14: "1.1-2 2.2-4 3.2-3", 15: "1.2-3 2.2-3 3.2-7", 16: "1.1 2.1-5 3.1-4 4.1-3 5.1-3", 17: "1.1 2.1-4 3.1-2",
}  # fmt: skip


def spread(chapter: int, said: str) -> list[str]:
    found = []
    for stretch in said.split():
        section, _, numbers = stretch.partition(".")
        first, _, last = numbers.partition("-")
        found += [f"V{chapter}.{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


@lru_cache
def collected(file: str) -> frozenset[str]:
    """The tests that pytest finds in a file: functions of the module."""
    path = ROOT / file
    if not path.is_file() or not path.name.startswith("test_"):
        return frozenset()
    return frozenset(node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def rows(name: str) -> list[list[str]]:
    lines = [line for line in (ROOT / "docs" / name).read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if not re.fullmatch(r"[|\s-]+", line)]


@pytest.mark.parametrize("name", ["security.md", "asvs.md"])
def test_every_test_that_is_named_is_there(name: str) -> None:
    named = NAMED.findall((ROOT / "docs" / name).read_text())
    assert len(named) > 60
    missing = sorted({f"{file}::{test}" for file, test in named if test not in collected(file)})
    assert not missing, missing


@pytest.mark.parametrize("name", ["security.md", "asvs.md"])
def test_every_row_names_a_test_or_says_why_not(name: str) -> None:
    for row in rows(name):
        proof = row[-1]
        assert NAMED.search(proof) or len(proof) > 25 or row[0] in ("promise", "there", "item"), row


def test_no_item_of_level_2_is_left_out() -> None:
    wanted = [one for chapter, said in LEVEL_2.items() for one in spread(chapter, said)]
    assert len(wanted) == 183, "as the standard counts them"
    # What is to be written down is level 1 in part.
    wanted += ["V6.1.1", "V8.1.1", "V15.1.1"]
    told = [item for row in rows("asvs.md") for item in row[0].split()]
    assert not [one for one in wanted if one not in told], "left out"
    assert not [one for one in told if told.count(one) > 1 and one.startswith("V")], "told twice"


def test_what_could_differ_runs_on_both_databases() -> None:
    told = (ROOT / "Makefile").read_text()
    assert "pytest" in told
    assert "test-sqlite test-postgresql:" in told
    assert "--database $(@:test-%=%)" in told
    assert not [one for one in ONCE if not (ROOT / "tests" / one).exists()], "what runs on SQLite alone is named as it stands"
    said = told + (ROOT / "docs" / "security.md").read_text()
    assert "every test, on both" not in said
    assert "whole suite runs on both" not in said
