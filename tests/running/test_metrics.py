"""Numbers for Prometheus, asked of a real server with two processes, on a port of their own."""

import math
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mission.config import ROOT, Settings
from mission.environment import SettingError
from mission.services.safekeeping import folders

from .serving import Served, free_port, listens, served, until

TOKEN = "un jeton assez long"


@pytest.fixture(scope="module")
def watched(place: Path) -> Iterator[tuple[Served, int]]:
    port = free_port()
    with served(place, PROCESSES="2", METRICS_PORT=str(port), METRICS_TOKEN=TOKEN, MIRROR_FOLDER="/proc/mirror") as site:
        until(lambda: listens(port), "the numbers")
        yield site, port


def numbers(site: Served, port: int) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample by its name and the values of its labels, which go by their names."""
    answer = site.ask("/metrics", port=port, Authorization=f"Bearer {TOKEN}")
    assert answer.status == 200
    families = list(text_string_to_metric_families(answer.text))
    assert all(family.documentation for family in families)
    return {(one.name, tuple(value for _, value in sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def test_requests_of_all_processes_are_added_up(watched: tuple[Served, int]) -> None:
    site, port = watched
    before = numbers(site, port).get(("mission_requests_total", ("contact.show", "2xx")), 0)
    for _ in range(24):
        assert site.ask("/fr/contact").status == 200
    site.ask("/fr/no-such-page")
    stylesheet = re.search(r'href="(/static/css/site[^"]+)"', site.ask("/fr/").text)[1]  # type: ignore[index]
    site.ask(stylesheet)
    # Each is counted a moment after whoever asked has the answer.
    until(lambda: numbers(site, port)[("mission_requests_total", ("contact.show", "2xx"))] == before + 24, "the count of all processes")
    until(lambda: ("mission_requests_total", ("static", "2xx")) in numbers(site, port), "the count of the last one")
    found = numbers(site, port)
    assert found[("mission_requests_total", ("static", "2xx"))] >= 1
    assert any(name == "mission_requests_total" and labels[1] == "4xx" for name, labels in found)
    assert found[("mission_request_seconds_count", ("contact",))] == found[("mission_request_seconds_bucket", ("+Inf", "contact"))] >= 24


def test_a_disk_without_room_ends_no_process_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sparse files mapped into memory would: SIGBUS at the first page that finds no room."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    script = (
        "import os\n"
        "from mission.metrics import Requests\n"
        "def full(*given): raise OSError(28, 'full')\n"
        "given, os.posix_fallocate = os.posix_fallocate, full\n"
        "counting = Requests()\n"
        "counting.count('a.b', '200', .1)\n"
        "assert counting._not_before and not counting._counts\n"
        "assert not os.listdir(os.environ['PROMETHEUS_MULTIPROC_DIR'])\n"
        "os.posix_fallocate, counting._not_before = given, 0\n"
        "for route in range(300):\n"
        "    for status in '2345': counting.count(f'desk.something.rather_long_{route}', status + '00', .1)\n"
        "    counting.count(f'room{route % 60}.x', '200', .1)\n"
        "sizes = [os.stat(one) for one in os.scandir(os.environ['PROMETHEUS_MULTIPROC_DIR'])]\n"
        "assert len(sizes) == 2\n"
        "assert all(one.st_size == 512 * 1024 and one.st_blocks * 512 >= one.st_size for one in sizes), sizes\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_the_database_and_the_disk_say_is_there(watched: tuple[Served, int], place: Path) -> None:
    site, port = watched
    until(lambda: any(name == "mission_worker_silent_seconds" for name, _ in numbers(site, port)), "a word of the worker")
    found = {name: value for (name, _), value in numbers(site, port).items()}
    assert found["mission_database_up"] == found["mission_register_ok"] == 1
    assert found["mission_releases_late"] == found["mission_letters_waiting"] == found["mission_release_late_seconds"] == 0
    assert 0 <= found["mission_worker_silent_seconds"] < 60
    assert 0 < found["mission_disk_free_ratio"] < 1
    assert found["mission_build_info"] == 1
    assert "mission_backup_age_seconds" not in found
    assert found["mission_mirror_age_seconds"] == math.inf, "wanted, and it cannot be made"
    (place / "backups" / folders.name(datetime.now(UTC))).mkdir(parents=True)
    assert numbers(site, port)[("mission_backup_age_seconds", ())] < 60


def test_a_letter_that_is_stuck_is_counted_with_its_age(watched: tuple[Served, int], place: Path) -> None:
    site, port = watched
    if (place / "database_url").exists():
        pytest.skip("written by hand into the file")
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S.000000")
    later = (datetime.now(UTC) + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S.000000")
    with sqlite3.connect(place / "mission.sqlite", timeout=20) as connection:
        connection.execute("INSERT INTO job (name, details, created_at, due_at, attempts, last_error) VALUES ('send-letter', '{\"letter\": 0}', ?, ?, 3, 'Unreachable')",
                           (long_ago, later))  # fmt: skip
    found = {name: value for (name, _), value in numbers(site, port).items()}
    assert found["mission_letters_waiting"] == found["mission_jobs_failing"] == 1
    assert 7190 < found["mission_letter_oldest_seconds"] < 7300


def test_readers_find_no_numbers_and_watchers_find_nothing_else(watched: tuple[Served, int]) -> None:
    site, port = watched
    assert site.ask("/metrics").status == 404
    assert site.ask("/fr/", port=port).status == 404
    assert site.ask("/healthz", port=port, Host="10.0.0.7").text == "well\n"
    until(lambda: site.ask("/readyz", port=port, Host="10.0.0.7").status == 200, "a site that is ready")


def test_numbers_for_other_machines_need_a_token(watched: tuple[Served, int]) -> None:
    site, port = watched
    assert site.ask("/metrics", port=port).status == 401
    assert site.ask("/metrics", port=port, Authorization="Bearer un autre jeton").status == 401
    assert numbers(site, port)
    assert site.ask("/healthz", port=port).status == 200
    with pytest.raises(SettingError, match="METRICS_TOKEN"):
        Settings.from_environment({"METRICS_HOST": "0.0.0.0", "METRICS_PORT": "9100"})
    with pytest.raises(SettingError, match="another port"):
        Settings.from_environment({"METRICS_PORT": "8000"})
