"""Disks that are really full and really read-only: small ones in memory, mounted for the purpose where that is allowed."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from tests.browser.conftest import free_port
from tests.conftest import copied
from tests.soak.serving import Server

from . import breaking

READ = ("/fr/", "/ar/communiques", "/fr/contact", "/fr/themes/migration/iom", "/fr/communiques?q=eau", "/healthz")


@contextlib.contextmanager
def disk(place: Path, mebibytes: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "mission-faults", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def message(server: Server, text: str) -> int:
    fields = {"name": "Une lectrice", "email": "lectrice@example.org", "subject": "general", "message": text, "started": ""}
    page = server.get("/fr/contact")[1].decode()
    fields |= dict(breaking.HIDDEN.findall(page))
    return server.post("/fr/contact", urlencode(fields).encode())[0]


def run(filled: Path, place: Path) -> str:
    """Serve from a disk that fills up and is emptied again, then from one that turns read-only; says what was seen."""
    if os.getuid() != 0 or subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        return "not allowed to mount here: the databases' own refusals stand for them (tests/faults/test_faults.py)"
    with disk(place / "small", 160) as small:
        copied(filled, small, None)
        shutil.rmtree(small / "index", ignore_errors=True)
        shutil.copytree(filled / "index", small / "index")
        server = Server(small, METRICS_PORT=str(free_port())).start()
        try:
            assert message(server, "Une question d’essai, assez longue, avant.") == 303
            free = shutil.disk_usage(small).free
            (small / "ballast").write_bytes(b"")
            with contextlib.suppress(OSError), (small / "ballast").open("wb") as ballast:
                while free > 0:
                    ballast.write(os.urandom(65536))
                    ballast.flush()
            seen = [message(server, "Une question d’essai, assez longue. " * 100) for _ in range(40)]
            assert set(seen) <= {303, 503}, seen
            assert 503 in seen, "the disk was full"
            for address in READ:
                assert server.get(address)[0] == 200, f"{address} on a full disk"
            (small / "ballast").unlink()
            assert message(server, "Une question d’essai, assez longue, après.") == 303
        finally:
            server.kill()
        full = f"full: {seen.count(303)} kept, {seen.count(503)} told to wait, reading 200, and on again when there was room"
        # Begun on it: no disk is turned read-only under a program that has files of it open for writing.
        for _ in range(100):
            if not subprocess.run(["mount", "-o", "remount,ro", str(small)], check=False, capture_output=True).returncode:
                break
            # The children of the one that was killed are still ending.
            time.sleep(0.1)
        server = Server(small, METRICS_PORT=str(free_port()))
        server.log = place / "read-only.log"
        try:
            server.start()
            with contextlib.suppress(OSError):
                (small / "probe").write_text("x")
                return f"{full}; read-only: the disk could not be turned read-only"
            assert message(server, "Une question d’essai, assez longue, jamais.") == 503
            for address in READ:
                assert server.get(address)[0] == 200, f"{address} on a read-only disk"
        finally:
            server.kill()
            subprocess.run(["mount", "-o", "remount,rw", str(small)], check=False, capture_output=True)
    return f"{full}; read-only: told to wait, reading 200"
