"""What the pages cost, as ratios within one run: to a bare Flask "hello" and a bare WSGI application, at three sizes of the site.

In process, CPU through the whole WSGI stack: *front* is a page that the front keeps; *304* a reader who has it; *kept* a page drawn again while the
values and pieces of it are kept, as its first reader gets it, without the compression (0.1 to 0.6 ms once); *act* the first page of all after a public act on another
document (a row of `public_change` about the last sample); *cold* the first page of all of a process that has kept nothing. Both by the database alone: the
samples are in no search index here, which counts and looks for what is alike far faster at the larger sizes. Then the real
server (`serving`) at each size: requests per second and CPU of home, list, document and site map beside "hello" and beside their own bytes from a bare
WSGI application, on the same gunicorn; at the largest nginx before the document too, beside nginx with a file. No figure here is a test; the number of queries is one (tests/web/test_queries.py).
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select
from werkzeug.test import EnvironBuilder

from mission import create_app
from mission.extensions import engines
from mission.models import Document, Person, PublicChange
from mission.services import keeping, seeding
from tests.seeded import COMMUNIQUE

from . import report, samples, serving

DOCUMENT = f"/fr/communiques/{COMMUNIQUE}"
PAGES = {
    "home": "/fr/", "list": "/fr/communiques", "list, filtered": "/fr/communiques?theme=migration", "document": DOCUMENT,
    "page": "/fr/themes/migration/iom", "site map": "/fr/sitemap", "contact": "/fr/contact",
}  # fmt: skip
# Of which the real server is asked at every size.
ASKED = ("home", "list", "document", "site map")
# ``python -m tests.benchmarks.pages 100 10000`` measures at these alone.
SIZES = tuple(int(one) for one in sys.argv[1:] if one.isdecimal()) or (100, 10_000, 100_000)
ORIGIN = "http://localhost:8000"
Wsgi = Callable[..., Iterable[bytes]]


def cost(application: Wsgi, address: str, times: int, before: Callable[[], None] = lambda: None, **headers: str) -> float:
    """Seconds of CPU of a request, in process: what nine of ten take at least, so that a busy machine says little."""
    environ = EnvironBuilder(address, base_url=ORIGIN, headers=headers).get_environ()

    def once() -> None:
        body = application(dict(environ), lambda status, fields, failure=None: None)
        b"".join(body)
        if hasattr(body, "close"):
            body.close()

    for _ in range(2):
        before()
        once()
    spent = []
    for _ in range(times):
        before()
        begun = time.thread_time()
        once()
        spent.append(time.thread_time() - begun)
    return sorted(spent)[times // 10]


def bare() -> tuple[float, float]:
    """What a Flask application that says hello costs, and one without any framework."""

    def wsgi(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
        return [b"hello"]

    return cost(serving._hello(), "/", 2000), cost(wsgi, "/", 2000)


def settings(folder: Path) -> dict[str, str]:
    """Those of a site in this folder; a measuring asks more often than a visitor may."""
    often = {"VERIFY_PER_MINUTE": "1000000", "SEARCHES_PER_MINUTE": "1000000"}
    return {"MISSION_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'mission.sqlite'}"} | often


def site(size: int, folder: Path | None = None, **of: Any) -> Flask:
    """A site with the initial content and `size` labelled samples (`of` is for `samples.fill`), in `folder` or one of its own."""
    folder = folder or Path(tempfile.mkdtemp(dir=sys.argv[1] if len(sys.argv) > 1 and sys.argv[1].startswith("/") else None))
    app = create_app(settings(folder))
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=app.config["CLOCK"](), prefix="MPM", demonstration=True)
        person = session.scalars(select(Person.id).limit(1)).one()
    with engines.writer.begin() as connection:
        samples.fill(connection, size, person, **of)
        connection.exec_driver_sql("ANALYZE")
    return app


def in_process(app: Flask, first: dict[str, float]) -> list[list[str]]:
    """The rows of a size: what each kind of page costs, as multiples of what "hello" costs in the same seconds; `first` holds those of the first size."""
    front, rows = app.extensions["front"], []
    application: Wsgi = app.wsgi_app

    def anew() -> None:
        front.shelf.clear()

    def forgotten() -> None:
        front.shelf.clear()
        keeping.forget(engines.reader)

    def acted() -> None:
        with engines.writer.begin() as connection:
            connection.execute(insert(PublicChange).values(document_id=select(func.max(Document.id)).scalar_subquery(), changed_at=app.config["CLOCK"]()))

    for name, address in PAGES.items():
        told: dict[str, str] = {}
        environ = EnvironBuilder(address, base_url=ORIGIN, headers={"Accept-Encoding": "br"}).get_environ()
        b"".join(application(environ, lambda status, fields, failure=None, told=told: told.update(fields)))
        had = cost(application, address, 2000, **{"If-None-Match": told["ETag"], "Accept-Encoding": "br"})
        before = bare()[0]
        kept = cost(application, address, 500, anew)
        # A machine has faster and slower seconds: what they do to one they do to the other.
        hello = (before + bare()[0]) / 2
        act, cold = cost(application, address, 10, acted), cost(application, address, 5, forgotten)
        at_front = cost(application, address, 2000, **{"Accept-Encoding": "br"}) if name != "contact" else kept
        beside = kept / hello / first.setdefault(name, kept / hello)
        rows.append([
            name, f"{at_front * 1e6:.0f} µs", f"{at_front / hello:.2f}", f"{had * 1e6:.0f} µs", f"{had / hello:.2f}", f"{kept * 1e3:.2f} ms", f"{kept / hello:.1f}",
            f"{beside:.2f}", f"{act * 1e3:.1f} ms", f"{act / hello:.0f}", f"{cold * 1e3:.1f} ms", f"{cold / hello:.0f}",
        ])  # fmt: skip
    return rows


def rates(folder: Path) -> list[list[str]]:
    """The rows of the real server at a size: "hello", and each page by a bare WSGI application that says the same bytes, kept by the front, and
    drawn for each reader; requests per second and CPU, and of both how many times those of "hello" and of the same bytes."""
    with (
        serving.Served(serving.serving("site", str(folder))) as ours, serving.Served(serving.serving("site", str(folder), "PAGE_CACHE_MEBIBYTES=0")) as without,
    ):  # fmt: skip
        for name in ASKED:
            (folder / name).write_bytes(ours.get(PAGES[name])[2])
        with serving.Served(serving.serving("hello")) as hello, serving.Served(serving.serving("bytes", *[str(folder / name) for name in ASKED])) as bare:
            same = [(bare, f"/{at}", {}) for at in range(len(ASKED))]
            flask, *pages = serving.loads((hello, "/", {}), *same, *[(server, PAGES[name], {}) for server in (ours, without) for name in ASKED])
    names = [f"{name}, {how}" for how in ("its bytes by bare WSGI", "kept", "drawn") for name in ASKED]
    beside = [None, *pages[: len(ASKED)] * 3]
    return [
        [
            name, f"{one.rate:,.0f}", f"{one.rate / flask.rate:.2f}", f"{one.rate / wsgi.rate:.2f}" if wsgi else "",
            f"{one.cpu:.0f} µs", f"{one.cpu / flask.cpu:.2f}", f"{one.cpu / wsgi.cpu:.2f}" if wsgi else "",
        ]
        for name, one, wsgi in zip(["bare Flask “hello”", *names], (flask, *pages), beside, strict=True)
    ]  # fmt: skip


def under_load(folder: Path) -> list[list[str]]:
    """The rows of the real server: requests per second and CPU per request, and what of it is the bare application's."""
    rows: list[list[str]] = []

    def row(name: str, load: serving.Load, beside: serving.Load | None = None) -> serving.Load:
        ratios = [f"{load.rate / beside.rate:.0%}", f"{beside.cpu / load.cpu:.0%}"] if beside else ["", ""]
        rows.append([name, f"{load.rate:,.0f}", load.slowest, f"{load.cpu:.0f} µs", *ratios])
        return load

    with serving.Served(serving.serving("site", str(folder))) as ours:
        _, fields, page = ours.get(DOCUMENT, Host="localhost")
        (folder / "page.br").write_bytes(page)
        with (
            serving.Served(serving.serving("hello")) as hello, serving.Served(serving.serving("bytes", str(folder / "page.br"))) as same,
            serving.Served(serving.serving("site", str(folder), "PAGE_CACHE_MEBIBYTES=0")) as without,
        ):  # fmt: skip
            had = {"If-None-Match": fields["ETag"]}
            flask, bare, kept, unchanged, drawn = serving.loads(
                (hello, "/", {}), (same, "/", {}), (ours, DOCUMENT, {}), (ours, DOCUMENT, had), (without, DOCUMENT, {})
            )
        row("bare Flask “hello”", flask)
        row(f"bare WSGI application, the same {len(page):,} bytes", bare)
        row("document, kept by the front", kept, bare)
        row("304", unchanged, flask)
        row("document, drawn for each reader", drawn, kept)
        if "nginx" not in serving.tools():
            with serving.nginx(folder / "nginx", ours.port, page) as nginx:
                file, cached = serving.loads((nginx, "/static-file/page.html", {}), (nginx, DOCUMENT, {}))
            row("nginx, the same bytes as a file", file)
            row("nginx as delivered, before the site", cached, file)
    return rows


def main() -> int:
    hello, wsgi = bare()
    told = [
        report.machine("Flask", "Werkzeug", "SQLAlchemy", "SQLite", "Brotli", "gunicorn", "nginx", "wrk"),
        f"Written by `python -m tests.benchmarks.pages`. A bare Flask application that says “hello” costs {hello * 1e6:.0f} µs of CPU in process, a bare "
        f"WSGI application {wsgi * 1e6:.0f} µs; × is a multiple of the former.\n" + (__doc__ or "").partition("\n\n")[2].partition(" No figure")[0],
    ]
    first: dict[str, float] = {}
    heads = ("", "front", "×", "304", "×", "kept", "×", "beside the first size", "act", "×", "cold", "×")
    for size in SIZES:
        app = site(size)
        told.append(f"{size:,} samples and the initial content:\n\n" + report.table(heads, in_process(app, first)))
        print(told[-1], flush=True)
        report.write("Pages", "\n\n".join(told))
        folder = app.config["SETTINGS"].instance
        engines.dispose()
        if "wrk" not in serving.tools():
            heads_of_rates = ("", "answers a second", "× hello", "× its bytes", "CPU each", "× hello", "× its bytes")
            told.append(f"The real server at {size:,} samples:\n\n" + report.table(heads_of_rates, rates(folder)))
            print(told[-1], flush=True)
            report.write("Pages", "\n\n".join(told))
    if "wrk" not in serving.tools():
        heads = ("", "answers a second", "99 %", "CPU each", "rate beside", "CPU beside")
        words = (
            f"The real server at {SIZES[-1]:,} samples: one process of gunicorn with threads, {serving.CONNECTIONS} connections from wrk on the same machine, the best of "
            f"three turns of {serving.SECONDS} s. *Beside* is for the page kept by the front the bare application with the same bytes; for 304, “hello”; for the page drawn "
            "each time, the one that is kept; for nginx, the file. A rate falls with what else the machine does, and with wrk's share of its two cores; CPU hardly does. "
            "nginx is the delivered one (`deploy/nginx`, TLS and header fields included, without its limits); the file is served by the same server."
        )
        told.append(words + "\n\n" + report.table(heads, under_load(folder)))
        print(told[-1], flush=True)
    report.write("Pages", "\n\n".join(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
