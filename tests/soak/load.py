"""Many readers at once, some of whom write, some of whom mean harm; and what the server was like meanwhile."""

import asyncio
import contextlib
import random
import re
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.models import Person
from mission.services import publishing
from tests import building
from tests.conftest import environment

from .serving import Server

# How often each of them is answered: enough for every kind of request to occur.
AT_LEAST = 4
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
PAGES = ("/fr/", "/ar/", "/en/communiques", "/es/themes", "/fr/themes/migration/iom", "/ar/sitemap", "/fr/speeches", "/fr/communiques.atom", "/sitemap.xml", "/fr/contact", "/fr/register", "/api/v1/documents", "/fr/nothing")
WORDS = ("eau", "migration", "droits de l’homme", "سلام", "حقوق الإنسان", "health", "désert", "\"conseil des\"", "oim", "xyzzy", "acuerdo", "c2026-001")


@dataclass
class Seen:
    """What the readers met."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    kept: int = 0
    released: int = 0
    memory: list[int] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Within how many milliseconds this share of the answers came."""
        return 1000 * (statistics.quantiles(self.seconds, n=1000)[int(share * 1000) - 1] if len(self.seconds) > 1 else 0)

    def __str__(self) -> str:
        told = ", ".join(f"{status}: {many}" for status, many in sorted(self.statuses.items()))
        return (f"{len(self.seconds)} answers ({told}), p50 {self.at(0.5):.0f} ms, p99 {self.at(0.99):.0f} ms, {self.kept} messages kept, {self.released} texts released, "
                f"memory {' → '.join(f'{one // 1024} MiB' for one in self.memory)}, broken off: {len(self.broken)}")  # fmt: skip


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    body = b""
    if (length := re.search(rb"content-length: (\d+)", head)) is not None:
        body = await reader.readexactly(int(length[1])) if status not in (204, 304) else b""
    elif b"transfer-encoding: chunked" in head:
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size + 2)
        await reader.readline()
    else:
        body = await reader.read()
    return status, body, b"connection: close" in head


async def visitor(server: Server, until: float, seen: Seen, chance: random.Random, hidden: dict[str, str]) -> None:
    """Asks again as soon as it was answered, over one connection as long as it is kept; some times in any case, however slow the machine."""
    answered = 0
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.monotonic() < until or answered < AT_LEAST:
        began = time.monotonic()
        try:
            line = line or await asyncio.open_connection("127.0.0.1", server.port)
            asked, posts = request(server, chance, hidden)
            line[1].write(asked)
            await line[1].drain()
            status, _, closes = await asyncio.wait_for(answer(line[0]), 60)
        except (OSError, asyncio.IncompleteReadError) as error:
            # A kept connection may be closed in the instant of asking: that one is asked again, a new one is a fault.
            if line is None:
                seen.broken.append(repr(error))
                if time.monotonic() >= until:
                    return
            line = None
            continue
        answered += 1
        seen.statuses[status] += 1
        seen.seconds.append(time.monotonic() - began)
        seen.kept += posts and status == 303
        if closes:
            line[1].close()
            line = None
    if line is not None:
        line[1].close()


def request(server: Server, chance: random.Random, hidden: dict[str, str]) -> tuple[bytes, bool]:
    drawn = chance.random()
    if drawn < 0.04:
        fields = hidden | {"name": "Une lectrice", "email": "lectrice@example.org", "subject": "general", "message": f"Une question d’essai, assez longue : {chance.random()}"}
        body = urlencode(fields).encode()
        return server.head("POST", "/fr/contact", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "Sec-Fetch-Site: same-origin") + body, True
    if drawn < 0.24:
        address = f"/{chance.choice(('fr', 'ar', 'en', 'es'))}/communiques?q={quote(chance.choice(WORDS))}"
    elif drawn < 0.34:
        # Nobody's parameter: one page all the same.
        address = f"{chance.choice(PAGES)}?utm_source={chance.random()}&x={chance.getrandbits(64)}"
    elif drawn < 0.36:
        address = "/fr/communiques?" + "&".join(f"p{n}={n}" for n in range(300))
    else:
        address = chance.choice(PAGES)
    more = [f"X-Much: {'y' * 6000}"] if drawn > 0.98 else []
    return server.head("GET", address, "Accept-Encoding: br, gzip", *more), False


async def harm(server: Server, until: float, many: int) -> None:
    """Heads that go on letter by letter, bodies that never come, connections that say nothing or only half of a goodbye."""
    lines: list[tuple[int, asyncio.StreamWriter]] = []
    turn = 0
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            while len(lines) < many:
                _, writer = await asyncio.open_connection("127.0.0.1", server.port)
                kind, turn = turn % 4, turn + 1
                if kind == 0:
                    writer.write(b"GET /fr/ HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                elif kind == 1:
                    writer.write(server.head("POST", "/fr/contact", "Content-Length: 900000", "Sec-Fetch-Site: same-origin"))
                elif kind == 2:
                    writer.write_eof()
                lines.append((kind, writer))
        lines = [one for one in lines if not one[1].is_closing()]
        for kind, writer in lines:
            if kind < 2:
                writer.write(b"y")
        await asyncio.sleep(0.5)
    for _, writer in lines:
        writer.close()


def release(server: Server, stop: threading.Event, seen: Seen) -> None:
    """Somebody at the desk, who releases a text every second."""
    create_app(environment(server.folder))
    with engines.writing() as session:
        for name in ("writer", "approver"):
            if session.scalar(select(Person).where(Person.email == f"{name}@example.org")) is None:
                building.person(session, f"{name}@example.org", datetime.now(UTC))
    while not stop.wait(1.0):
        with engines.writing() as session:
            writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
            building.released(session, writer, approver, datetime.now(UTC))
            seen.released += 1
    with engines.reading() as session:
        assert list(publishing.faults(session)) == []
    engines.dispose()


def soak(server: Server, connections: int, seconds: float, *, seed: int = 1) -> Seen:
    """Load a running server for so long; raises `AssertionError` where it answered with a fault, broke off, or does not come back."""
    seen, stop = Seen(), threading.Event()
    hidden = dict(HIDDEN.findall(server.get("/fr/contact")[1].decode()))
    desk = threading.Thread(target=release, args=(server, stop, seen))
    desk.start()

    async def everybody() -> None:
        until = time.monotonic() + seconds
        clients = [visitor(server, until, seen, random.Random(seed * 1000 + number), hidden) for number in range(connections)]
        await asyncio.gather(*clients, harm(server, until, 24), watch(until))

    async def watch(until: float) -> None:
        # The first third fills what a process keeps; from there on it should not grow.
        for share in (2 / 3, 1 / 3, 0.0):
            await asyncio.sleep(max(0.0, until - share * seconds - time.monotonic()))
            seen.memory.append(server.memory())

    try:
        asyncio.run(everybody())
    finally:
        stop.set()
        desk.join(60)
    faults = {status: many for status, many in seen.statuses.items() if status >= 500}
    assert not faults, f"{faults}: {seen}\n{server.log.read_text()[-3000:]}"
    assert not seen.broken, f"{seen.broken[:5]}: {seen}"
    assert seen.statuses[200] > connections, f"a page for everybody: {seen}"
    assert seen.kept, "somebody's message was kept"
    assert server.get("/healthz")[0] == 200, "and on it goes"
    return seen
