"""CPU per request of the pages, as ratios to a bare Flask "hello" and a bare WSGI application in the same run; and requests per second of the
real server.

Nothing of a page is kept as a whole. *Kept*: values and pieces made for earlier requests in the same public state are used. *Cold*: the
process has just seen a public act and keeps nothing. CPU is measured in process through the whole WSGI stack; requests per second by clients
on this machine, which take their share of it, at `flask mission serve` (see `serving`). No figure here is a test; the number of queries is one
(tests/web/test_queries.py).
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from werkzeug.test import Client

from mission import create_app
from mission.extensions import engines
from mission.models import Person
from mission.services import keeping, seeding
from tests.seeded import COMMUNIQUE

from . import samples, serving

PAGES = {
    "home": "/fr/", "list": "/fr/communiques", "list, filtered": "/fr/communiques?theme=migration", "list, words": "/ar/communiques?q=اتفاق",
    "document": f"/fr/communiques/{COMMUNIQUE}", "page": "/fr/themes/migration/iom", "site map": "/fr/sitemap",
}  # fmt: skip
SIZES = (100, 10_000, 100_000)
ORIGIN = "http://localhost:8000"


def cost(client: Client, address: str, times: int, before: Callable[[], None] = lambda: None) -> float:
    """Seconds of CPU per request, in process, through the whole WSGI stack: the best of three runs."""
    for _ in range(3):
        before()
        assert client.get(address, base_url=ORIGIN).status_code == 200
    best = float("inf")
    for _ in range(3):
        spent = 0.0
        for _ in range(times):
            before()
            begun = time.process_time()
            client.get(address, base_url=ORIGIN)
            spent += time.process_time() - begun
        best = min(best, spent / times)
    return best


def bare() -> tuple[float, float]:
    """What a Flask application that says hello costs, and one without any framework."""
    hello = Flask("hello")
    hello.add_url_rule("/", view_func=lambda: "hello")

    def wsgi(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
        return [b"hello"]

    return cost(hello.test_client(), "/", 1000), cost(Client(wsgi), "/", 1000)


def site(size: int) -> Flask:
    """A site with the initial content and `size` labelled samples."""
    folder = Path(tempfile.mkdtemp())
    app = create_app({"MISSION_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'mission.sqlite'}"})
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=app.config["CLOCK"](), prefix="MPM", demonstration=True)
        person = session.scalars(select(Person.id).limit(1)).one()
    with engines.writer.begin() as connection:
        samples.fill(connection, size, person)
        connection.exec_driver_sql("ANALYZE")
    return app


def main() -> int:
    hello, wsgi = bare()
    print(f"bare Flask hello: {hello * 1e6:.0f} µs of CPU; bare WSGI application: {wsgi * 1e6:.0f} µs")
    print("kept: what earlier requests made in the same public state is used; cold: the process has just seen a public act and keeps nothing")
    print(f"req/s: of `flask mission serve`, with {serving.CLIENTS} clients on this machine for {serving.SECONDS} s a page")
    first: dict[str, float] = {}
    for size in [int(one) for one in sys.argv[1:]] or SIZES:
        app = site(size)
        client = app.test_client()
        print(f"\n{size} samples\n{'':16}{'kept':>9}{'× hello':>9}{'× WSGI':>9}{'req/s':>9}{'× first':>9}{'cold':>11}{'× hello':>9}")
        measured = serving.measure(app.config["SETTINGS"].instance, PAGES.values())
        for name, address in PAGES.items():
            spent = cost(client, address, 200)
            cold = cost(client, address, 5, lambda: keeping.forget(engines.reader))
            print(
                f"{name:16}{spent * 1e3:6.2f} ms{spent / hello:9.1f}{spent / wsgi:9.1f}{measured[address]:9.0f}{spent / first.setdefault(name, spent):9.2f}"
                f"{cold * 1e3:8.1f} ms{cold / hello:9.0f}"
            )
        engines.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
