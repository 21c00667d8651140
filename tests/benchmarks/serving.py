"""Requests per second of the real server: `flask mission serve` in a process of its own, asked over the loopback for a few seconds."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
CLIENTS, SECONDS = 4, 3.0


def measure(instance: Path, addresses: Iterable[str]) -> dict[str, float]:
    """By address, how many answers a second `CLIENTS` clients got, each asking again as soon as it was answered, over one connection kept open."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {"MISSION_INSTANCE": str(instance), "PORT": str(port), "FLASK_APP": "mission", "DATABASE_URL": f"sqlite:///{instance / 'mission.sqlite'}"}
    server = subprocess.Popen([sys.executable, "-m", "flask", "mission", "serve"], env=os.environ | settings, cwd=ROOT)
    try:
        _await(port)
        return {address: _rate(port, quote(address, safe="/?=&")) for address in addresses}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _await(port: int) -> None:
    for _ in range(300):
        try:
            if _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz", port) == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def _ask(connection: http.client.HTTPConnection, address: str, port: int) -> int:
    connection.request("GET", address, headers={"Host": f"localhost:{port}"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _rate(port: int, address: str) -> float:
    answered = [0] * CLIENTS
    ends = time.monotonic() + SECONDS

    def client(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < ends:
            assert _ask(connection, address, port) == 200, address
            answered[place] += 1
        connection.close()

    began = time.monotonic()
    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(answered) / (time.monotonic() - began)
