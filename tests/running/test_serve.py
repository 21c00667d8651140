"""One command that runs everything: what dies beside the web server is started again while readers read on, and nothing outlives the command."""

import json
import os
import re
import signal
import socket
import time
from pathlib import Path

import pytest

from .serving import Served, free_port, listens, served, told, until


def family(pid: int) -> set[int]:
    """The processes below this one, however deep."""
    try:
        listed = {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return listed.union(*map(family, listed))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def said(site: Served, words: str) -> list[dict[str, str]]:
    """The lines of the log in which these words stand."""
    return [json.loads(line) for line in site.lines() if words in line]


def worker_of(site: Served, turn: int) -> int:
    """The worker that began as the so-maniest."""
    until(lambda: len(said(site, "the worker has begun")) >= turn, f"worker {turn}")
    return int(said(site, "the worker has begun")[turn - 1]["process"])


def test_a_worker_that_dies_is_started_again_and_readers_do_not_notice(place: Path) -> None:
    with served(place) as site:
        for turn in (1, 2):
            os.kill(worker_of(site, turn), signal.SIGKILL)
            killed = time.monotonic()
            while len(said(site, "the worker has begun")) == turn:
                assert site.ask("/fr/").status == 200
                assert time.monotonic() < killed + 20, "no worker began again"
                time.sleep(0.05)
        # No busy loop: it waits, and longer for the second.
        deaths = said(site, "the worker has died")
        assert [(one["level"], one["message"]) for one in deaths] == [
            ("warning", f"the worker has died (status -9); it is started again in {pause} s") for pause in (1, 2)
        ]
        assert site.ask("/fr/").status == 200
        below = family(site.process.pid)
        assert worker_of(site, 3) in below
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(30) == 0
        assert not [pid for pid in below if alive(pid)]
        assert said(site, "the worker has ended")


def test_numbers_are_told_again_after_whoever_tells_them_has_died(place: Path) -> None:
    port = free_port()
    with served(place, METRICS_PORT=str(port)) as site:
        until(lambda: listens(port), "the numbers")
        (teller,) = (pid for pid in family(site.process.pid) if listens_on(pid, port))
        os.kill(teller, signal.SIGKILL)
        until(lambda: not listens(port), "its end")
        assert site.ask("/fr/").status == 200
        until(lambda: listens(port), "the numbers again")
        assert site.ask("/healthz", port=port).status == 200
        assert len(said(site, "the teller of numbers has died")) == 1


def listens_on(pid: int, port: int) -> bool:
    """Whether this process holds a socket that listens there."""
    sockets = {os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink()}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port and f"socket:[{row[9]}]" in sockets for row in rows)


def test_nothing_outlives_the_command_where_it_is_killed(place: Path) -> None:
    with served(place, PROCESSES="2", METRICS_PORT=str(free_port())) as site:
        worker_of(site, 1)
        until(lambda: len(family(site.process.pid)) >= 5, "web with two processes, worker and numbers")
        below = family(site.process.pid)
        os.kill(site.process.pid, signal.SIGKILL)
        site.process.wait(10)
        until(lambda: not [pid for pid in below if alive(pid)], "the end of all", 30)
        assert said(site, "the worker has ended"), "it was told, and finished what it was doing"


def test_where_the_web_server_dies_everything_stops_and_says_why(place: Path) -> None:
    with served(place) as site:
        worker = worker_of(site, 1)
        until(lambda: len(family(site.process.pid)) >= 3, "web with its process, and worker")
        below = family(site.process.pid)
        web = next(pid for pid in below if pid != worker and family(pid))
        os.kill(web, signal.SIGKILL)
        assert site.process.wait(30) == 1
        until(lambda: not [pid for pid in below if alive(pid)], "the end of all")
        assert [one["message"] for one in said(site, "web server has died")] == ["the web server has died (status -9): everything stops"]


@pytest.mark.parametrize("name", ["PORT", "METRICS_PORT"])
@pytest.mark.parametrize("command", ["web", "serve"])
def test_a_port_that_somebody_else_has_stops_the_start_with_one_sentence(place: Path, name: str, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        stopped = told(place, command, **({"PORT": str(free_port())} | {name: str(taken)}))
    said = f"The site does not start: {name} is {taken}, and something else listens there already (ss -ltnp says what).\n"
    assert (stopped.returncode, stopped.stderr, stopped.stdout) == (1, said, "")


def test_an_interface_that_is_not_there_stops_the_start_with_one_sentence(place: Path) -> None:
    stopped = told(place, "web", HOST="192.0.2.1", PORT=str(free_port()))
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert re.fullmatch(r"The site does not start: PORT is \d+, and nothing can listen there on '192\.0\.2\.1': [^\n]+\.\n", stopped.stderr)


def test_numbers_whose_port_is_taken_later_are_tried_again(place: Path) -> None:
    port = free_port()
    with served(place, METRICS_PORT=str(port)) as site:
        until(lambda: listens(port), "the numbers")
        (teller,) = (pid for pid in family(site.process.pid) if listens_on(pid, port))
        os.kill(teller, signal.SIGKILL)
        until(lambda: not listens(port), "its end")
        with socket.create_server(("127.0.0.1", port)):
            until(lambda: bool(said(site, "no numbers are told on port")), "the word of it")
        until(lambda: bool(site.lines()) and listens(port), "the numbers again")
        assert all(json.loads(line) for line in site.lines())
