"""The search of the site measured on invented samples, beside its bare engine, SQLite FTS5 and PostgreSQL in the same run.

    python -m tests.benchmarks.search [--alone] [--in FOLDER] [SIZE …]

`--alone` leaves the two others out; `--in` keeps the sites and the others in a folder and uses those that stand there: to build 100,000 takes
longer than to measure them. Figures are seconds of CPU
wherever a ratio is made of them: the machine may have other work. Nothing here is a test.
"""

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median, quantiles

import tantivy
from flask import Flask
from flask.testing import FlaskClient

from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.models import Document
from mission.sections.communiques.hits import hits
from mission.services import keeping, listing, visibility
from mission.services.filtering import FACETS, Filter
from mission.services.search import finding
from mission.services.search.index import shelf
from mission.services.search.queries import Narrowing
from mission.services.search.query import pieces, understand
from mission.services.search.schema import parts_of
from mission.web import access
from tests.cluster import Cluster, running

from . import report
from .baselines import Baseline, Postgres, Sqlite
from .queries import KINDS, MISSPELT, asked
from .sites import memory, site

SIZES = (1_000, 10_000, 100_000)
ORIGIN = "http://localhost:8000"
SHAPES = {"phrase": "phrase", "prefix": "prefix"}
COUNTED = (*FACETS, *Filter().spans)
_COUNTS = {name: {"terms": {"field": name, "size": 5000}} for name in COUNTED}
_AT_ONCE = 500
OURS, OTHERS = 20, 8


def timed(work: Callable[..., object], *given: object, clock: Callable[[], float] = time.process_time) -> float:
    """What `work` takes by a clock, given what it is given."""
    begun = clock()
    work(*given)
    return clock() - begun


def bare(query: str, *, typing: bool) -> tuple[Callable[[], object], Callable[[], object]]:
    """The engine alone: the same query object with the same counts; and its own snippets of the same twenty documents, of title, summary and text
    in the language in which each is shown. The texts are given to it: its reading of them is not counted."""
    with engines.reading() as session:
        held = finding.engine(session)
        assert held is not None
        question = understand(pieces(query), finding.names(session), held.lookup, typing=typing)
        made = held.queries.question(question, Narrowing(facets={}))
        shown = [one.text(LANGUAGES["fr"]) for one in listing.whole_by_ids(session, held.find(made, 20, 0, "")[0])]
    searcher, index = held.searcher, shelf.current()
    assert index is not None
    texts = [(text.language, parts_of(text)) for text in shown]

    def snippets() -> None:
        makers: dict[str, tantivy.SnippetGenerator] = {}
        for tag, parts in texts:
            document = tantivy.Document()
            for part, written in parts.items():
                document.add_text(f"{tag}_{part}", written)
            for field in (f"{tag}_{part}" for part in parts):
                if field not in makers:
                    makers[field] = tantivy.SnippetGenerator.create(index.index.searcher(), made, index.schema, field)
                makers[field].snippet_from_doc(document).to_html()

    return lambda: (searcher.search(made, limit=20, weight_by_field="newness"), searcher.aggregate(made, _COUNTS)), snippets


@contextmanager
def asking(app: Flask) -> Iterator[None]:
    """A request of a French reader, as far as the view."""
    with app.test_request_context("/fr/communiques", base_url=ORIGIN):
        app.preprocess_request()
        yield


def served(query: str, typing: bool) -> None:
    """The service's answer: documents through the gate, every count, every highlight; another spelling where there is nothing."""
    listed = listing.find(access.session(), Filter(q=query, begun=typing))
    hits(listed)
    if not listed.total:
        listing.meant(access.session(), Filter(q=query), "fr")


def read(client: FlaskClient, asks: Mapping[str, str]) -> None:
    """The whole page."""
    assert client.get("/fr/communiques", query_string=asks, base_url=ORIGIN).status_code == 200


def of_kind(app: Flask, kind: str, others: Sequence[Baseline]) -> list[str]:
    """A row: what the queries of one kind cost."""
    typing = kind == "prefix"
    queries = asked(kind, 3 * OURS)
    service, alone, marked, pages, walls = [], [], [], [], []
    client = app.test_client()
    for query in queries[2 * OURS :]:
        # Others of the kind first: what is measured is a process at work, which has met most of the words.
        read(client, {"q": query})
    with asking(app):
        for query in queries[:OURS]:
            work, snippets = bare(query, typing=typing)
            work()
            snippets()
            alone.append(timed(work))
            marked.append(timed(snippets))
            service.append(timed(served, query, typing))
    for query in queries[OURS : 2 * OURS]:
        asks = {"q": query} | ({"part": "typed"} if typing else {})
        begun = time.monotonic()
        pages.append(timed(read, client, asks))
        walls.append(time.monotonic() - begun)
    row = [kind, _ms(median(alone)), _ms(median(marked)), _ms(median(service)), _ms(_p95(service))]
    row += ["–"] * 2 if kind == MISSPELT else [f"{sum(service) / one:.1f}" for one in (sum(alone), sum(alone) + sum(marked))]
    row += [_ms(median(pages)), _ms(_p95(pages)), _ms(_p95(walls))]
    ours = median(service)
    for other in others:
        spent = [timed(other.answer, SHAPES.get(kind, "words"), query, clock=other.spent) for query in queries[:OTHERS]]
        row += [_ms(median(spent)), f"{median(spent) / ours:.1f}"]
    return row


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f}"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def fill(others: Sequence[Baseline]) -> dict[str, tuple[float, float]]:
    """Give every document of the site to the others; seconds that each took by the clock and of CPU, by name."""
    took = dict.fromkeys((one.name for one in others), (0.0, 0.0))

    def note(other: Baseline, work: Callable[..., object], *given: object) -> None:
        spent, begun = other.spent(), time.monotonic()
        work(*given)
        clock, cpu = took[other.name]
        took[other.name] = (clock + time.monotonic() - begun, cpu + other.spent() - spent)

    with engines.reading() as session:
        last = 0
        while rows := session.execute(visibility.numbered().add_columns(Document.id).where(Document.id > last).order_by(Document.id).limit(_AT_ONCE)).all():
            documents, last = visibility.unkept(session, rows), rows[-1].id
            for other in others:
                note(other, other.add, documents)
    for other in others:
        note(other, other.finish)
    return took


def plain_list(app: Flask) -> list[str]:
    """What the list without words costs: drawn again from what a process keeps, and just after a public act."""
    client, front = app.test_client(), app.extensions["front"].shelf

    def cost(before: Callable[[], None], times: int) -> float:
        spent = []
        for _ in range(times):
            before()
            front.clear()
            spent.append(timed(read, client, {}))
        return median(spent)

    cost(lambda: None, 3)
    return [_ms(cost(lambda: None, 40)), _ms(cost(lambda: keeping.forget(engines.reader), 10))]


def beside_us(folder: Path, cluster: Cluster | None) -> tuple[list[Baseline], dict[str, tuple[float, float]]]:
    """The others, filled with the documents of the site, and what that took; as they stand in the folder where they do, none where there is no
    cluster."""
    if cluster is None:
        return [], {}
    noted = folder / "others.json"
    if noted.exists():
        found = json.loads(noted.read_text())
        return [Sqlite(folder, filled=True), Postgres(cluster.url(found["database"]), filled=True)], found["took"]
    (folder / "fts5.sqlite").unlink(missing_ok=True)
    database = cluster.make()
    others: list[Baseline] = [Sqlite(folder), Postgres(cluster.url(database))]
    took = fill(others)
    noted.write_text(json.dumps({"database": database, "took": took}))
    return others, took


def measured(size: int, folder: Path, cluster: Cluster | None) -> str:
    """Everything about one size, in words and tables; `cluster` is where the PostgreSQL beside it stands."""
    built = site(size, folder)
    before = memory()
    beside, took = beside_us(folder, cluster)
    served_alone(built.app)
    # As a server does before it serves (`mission.serve`).
    gc.collect()
    gc.freeze()
    settled = memory()
    rows = [of_kind(built.app, kind, beside) for kind in KINDS]
    after = memory()
    kept, cold = plain_list(built.app)
    heads = ["ms of CPU", "bare", "snippets", "service", "p95", "× bare", "× both", "page", "page p95", "p95 by the clock"]
    heads += [head for other in beside for head in (other.name, "× ours")]
    mebibytes = 1024 * 1024
    lines = [
        f"{built.documents:,} documents.", "", report.table(heads, rows), "",
        f"- The index was built in {built.seconds:,.0f} s by the clock ({built.cpu:,.0f} s of CPU, {built.documents / built.cpu:,.0f} documents "
        f"a second of CPU) and takes {built.size / mebibytes:,.0f} MiB on disk; texts and all, the database takes "
        f"{(folder / 'mission.sqlite').stat().st_size / mebibytes:,.0f} MiB.",
        *(f"- {one.name}: {took[one.name][0]:,.0f} s by the clock to build ({took[one.name][1]:,.0f} s of CPU), its index "
          f"{one.size() / mebibytes:,.0f} MiB." for one in beside),
        f"- Memory: {settled[0] / mebibytes:,.0f} MiB of the process before the queries, {after[0] / mebibytes:,.0f} after them "
        f"({len(KINDS) * 2 * OURS} queries kept); mapped files {before[1] / mebibytes:,.0f} → {after[1] / mebibytes:,.0f} MiB.",
        f"- The list without words: {kept} ms of CPU, {cold} ms just after a public act.",
    ]  # fmt: skip
    engines.dispose()
    for one in beside:
        one.close()
    return "\n".join(lines)


def served_alone(app: Flask) -> None:
    """One request of each kind, so that what a process makes once is made."""
    client = app.test_client()
    for address in ("/fr/communiques", "/fr/communiques?q=conseil", "/fr/communiques?q=cons&part=typed"):
        assert client.get(address, base_url=ORIGIN).status_code == 200


NOTE = """Written by `python -m tests.benchmarks.search`. Invented samples of 150 to 500 words in each of four languages, by Zipf's law over 20,000
words a language. *Bare* is tantivy with the same query object and the same counts, *snippets* its own of the same twenty documents, whose texts it is given; *service* is the site's whole answer before it is drawn:
the query understood in four languages, documents through the gate, counts beside every filter, the languages that matched, highlights, and
another spelling where nothing is found (the first time in a process that reads the index's whole vocabulary).
*Page* is the whole WSGI request in process, every query asked for the first time, after as many others of its kind. The others give the same
page, counts and highlights by SQL. Times are medians of CPU time unless they say otherwise, of {ours} queries of ours (a 95th percentile of so
few is hardly more than the slowest) and {others} of the others'; the machine was shared, so figures by the clock are noisy, and CPU takes longer
than on an idle one.
"""


def main() -> int:
    reader = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    reader.add_argument("sizes", nargs="*", type=int, default=[])
    reader.add_argument("--alone", action="store_true")
    reader.add_argument("--in", dest="place", type=Path)
    given = reader.parse_args()
    beside = nullcontext() if given.alone else running(given.place and given.place / "postgresql")
    with tempfile.TemporaryDirectory(prefix="mission-bench-") as temporary, beside as cluster:
        for size in given.sizes or SIZES:
            folder = (given.place or Path(temporary)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            section = measured(size, folder, cluster)
            print(f"\n{section}", flush=True)
            report.write(f"Search: {size:,} samples", "\n\n".join([report.machine("tantivy", "SQLAlchemy", "SQLite", *(() if given.alone else ("PostgreSQL",))), NOTE.format(ours=OURS, others=OTHERS), section]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
