"""The index alone, of more samples than a database of them would be filled with: built by one writer as a site builds it, and asked.

    python -m tests.benchmarks.index [SIZE]

A million takes some three hours of CPU on one core (what is left is printed as it goes), so that it is no part of `make bench`. Nothing here is
a test.
"""

import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import tantivy

from mission.languages import TAGS
from mission.services.search.engine import Engine
from mission.services.search.index import Opened
from mission.services.search.names import Names
from mission.services.search.queries import Narrowing
from mission.services.search.query import pieces, understand
from mission.services.search.schema import schema, state
from mission.services.search.writing import Writing
from mission.services.shown import Dated, Public, Text

from . import report, samples
from .queries import KINDS, MISSPELT, asked
from .search import COUNTED, timed
from .sites import memory, weight

SIZE = 1_000_000
_COMMIT_EVERY = 20_000
_QUERIES = 20


def public(number: int) -> Public:
    """A sample as the gate would hand it out."""
    texts = {tag: Text(tag, "original" if tag == "fr" else "courtesy", label="", change_note="", **samples.text(number, tag, long=True)) for tag in TAGS}
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Public(
        id=number, kind="communique", code=f"c{2100 + number // 900}-{number % 900 + 1:03d}", reference=None, section="communiques", path=None,
        parent_id=None, position=0, dated=Dated(date(2000, 1, 1) + timedelta(days=number % 9000), None, "day"), occasion=None,
        session=str(number % 60 + 1) if number % 3 else None, agenda_item=None, speaker=None, venue=None, starts_at=None, ends_at=None, venue_zone=None,
        sources=(), themes=(f"theme-{number % 12}",), bodies=(f"body-{number % 25}",), texts=texts, edition=1, change="first", released_at=at, settled_at=at,
    )  # fmt: skip


def build(size: int, folder: Path) -> None:
    """An index of so many samples in a folder."""
    writer, writing, begun = tantivy.Index(schema(), path=str(folder)).writer(120_000_000, 1), Writing(Names()), time.monotonic()
    for number in range(1, size + 1):
        writer.add_document(writing.document(public(number), number))
        if not number % _COMMIT_EVERY:
            writer.commit()
            left = (time.monotonic() - begun) / number * (size - number)
            print(f"\r{number:,} of {size:,}; {left / 60:,.0f} minutes left ", end="", file=sys.stderr, flush=True)
    writer.add_document(state(1, size))
    writer.commit()
    writer.wait_merging_threads()


def ask(held: Engine, kind: str) -> list[str]:
    """A row: what the engine takes for the queries of a kind, with its counts and the languages that answer."""
    spent, typing = [], kind == "prefix"
    for query in asked(kind, _QUERIES):
        def answer(query: str = query) -> None:
            question = understand(pieces(query), Names(), held.lookup, typing=typing)
            made = held.queries.question(question, Narrowing(facets={}))
            held.answering(question, held.find(made, 20, 0, "")[0])
            held.count(made, COUNTED)

        answer()
        spent.append(timed(answer))
    return [kind, f"{median(spent) * 1e3:.1f}", f"{max(spent) * 1e3:.1f}"]


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with tempfile.TemporaryDirectory(prefix="mission-bench-") as folder:
        begun, spent = time.monotonic(), time.process_time()
        build(size, Path(folder))
        took, cpu = time.monotonic() - begun, time.process_time() - spent
        held = Engine(Opened(Path(folder)))
        rows = [ask(held, kind) for kind in KINDS if kind != MISSPELT]
        own, mapped = memory()
        lines = [
            report.machine("tantivy"), "Written by `python -m tests.benchmarks.index`: no database, no page; the query understood, found, counted, and the languages.",
            report.table(["ms of CPU", "median", "slowest"], rows),
            f"- Built in {took:,.0f} s by the clock ({cpu:,.0f} s of CPU, to invent the texts included); {weight(Path(folder)) / 2**20:,.0f} MiB on disk; "
            f"{own / 2**20:,.0f} MiB of the process, {mapped / 2**20:,.0f} MiB of mapped files.",
        ]  # fmt: skip
    text = "\n\n".join(lines)
    print(f"\n{text}", flush=True)
    report.write(f"The index alone: {size:,} samples", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
