"""The real server in a process group of its own, asked by sockets that do what they should not."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.browser.conftest import free_port

ROOT = Path(__file__).parents[2]
# What a reader waits at most before the site counts as down.
PATIENCE = 20.0


class Server:
    """`flask mission serve` on an instance folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        own = folder / "database_url"
        where = {"DATABASE_URL": own.read_text()} if own.exists() else {}
        often = {"CONTACT_PER_HOUR": "1000", "CONTACT_PER_HOUR_ALL": "100000", "CONTACT_LEAST_SECONDS": "0", "API_PER_MINUTE": "1000000", "VERIFY_PER_MINUTE": "1000000", "SEARCHES_PER_MINUTE": "1000000"}
        self.environment = os.environ | {"MISSION_INSTANCE": str(folder), "PORT": str(self.port), "FLASK_APP": "mission"} | often | where | settings
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> "Server":
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "flask", "mission", "serve"]
            self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        if wait:
            self.await_health()
        return self

    def await_health(self) -> None:
        for _ in range(600):
            with contextlib.suppress(OSError):
                if self.get("/healthz", patience=2)[0] == 200:
                    return
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            time.sleep(0.05)
        raise AssertionError(f"the server did not come up: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """As a power cut would: web, worker and their parent at once."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        finally:
            self.kill()

    def children(self) -> dict[str, int]:
        """The processes of the server by what they are: the parent's children in the order of their making are web and worker."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return dict(zip(("web", "worker"), sorted(map(int, listed)), strict=False))

    def memory(self) -> int:
        """Kibibytes that all its processes hold for themselves."""
        assert self.process is not None
        total = 0
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                if os.getpgid(int(entry.name)) == self.process.pid:
                    rollup = (entry / "smaps_rollup").read_text()
                    total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))
        return total

    # Asking

    def connect(self, patience: float = PATIENCE) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=patience)

    def head(self, method: str, address: str, *more: str) -> bytes:
        return "\r\n".join((f"{method} {address} HTTP/1.1", f"Host: localhost:{self.port}", *more, "", "")).encode()

    def get(self, address: str, *more: str, patience: float = PATIENCE) -> tuple[int, bytes]:
        with self.connect(patience) as line:
            line.sendall(self.head("GET", address, "Connection: close", *more))
            return answer(line)

    def post(self, address: str, body: bytes, patience: float = PATIENCE) -> tuple[int, bytes]:
        with self.connect(patience) as line:
            said = ("Connection: close", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "Sec-Fetch-Site: same-origin")
            line.sendall(self.head("POST", address, *said) + body)
            return answer(line)

    def raw(self, given: bytes, patience: float = 3.0, *, end: bool = True) -> bytes:
        """Everything that comes back for these bytes."""
        with self.connect(patience) as line:
            # A server that has refused the head may have closed before the rest arrives.
            with contextlib.suppress(OSError):
                line.sendall(given)
                if end:
                    line.shutdown(socket.SHUT_WR)
            return drain(line)


def drain(line: socket.socket) -> bytes:
    found = b""
    with contextlib.suppress(OSError):
        while more := line.recv(65536):
            found += more
    return found


def answer(line: socket.socket) -> tuple[int, bytes]:
    """Status and the whole answer of a connection that is then closed; raises `OSError` where none came."""
    found = b""
    while more := line.recv(65536):
        found += more
    if not found.startswith(b"HTTP/1."):
        raise ConnectionError(f"no answer: {found[:80]!r}")
    return int(found.split(b" ", 2)[1]), found


@contextlib.contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    server = Server(folder, **settings)
    try:
        server.start()
        yield server
    finally:
        server.kill()
