"""How well the search finds: nDCG@10 and recall@20 on labelled queries over the initial content, beside FTS5 and PostgreSQL.

    python -m tests.benchmarks.relevance

The judgements are in `tests/services/search/relevance.yaml`. The others are asked for all the words, as they are usually asked, and for any
of them, which suits them better.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from mission import create_app
from mission.extensions import engines
from mission.services import listing, seeding, visibility
from mission.services.filtering import Filter
from mission.services.search import indexing
from mission.services.shown import Public
from tests.cluster import running
from tests.seeded import MILESTONES

from . import report
from .baselines import Baseline, Postgres, Sqlite

FILE = Path(__file__).parents[1] / "services" / "search" / "relevance.yaml"
DEPTH, REACH = 10, 20
# The identifiers of the best documents for a query in a language.
Ranks = Callable[[str, str], Sequence[int]]


@dataclass(frozen=True)
class Labelled:
    """A query with the documents that answer it: 3 is what is wanted, 1 touches it."""

    query: str
    language: str
    kind: str
    relevant: Mapping[int, int]


@dataclass(frozen=True)
class Score:
    """nDCG@10 and recall@20 (of the documents judged 2 or 3) of one query."""

    ndcg: float
    recall: float


def documents() -> dict[str, Public]:
    """The numbered documents of the site, by the names of their files."""
    by_text = {}
    for path in sorted(MILESTONES.glob("*.yaml")):
        found = seeding.read(path.read_text(encoding="utf-8"))
        by_text[found["translations"]["fr"]["title"], found["dated"]["start"]] = path.stem
    with engines.reading() as session:
        public = visibility.unkept(session, session.execute(visibility.numbered()).all())
    return {by_text[one.texts["fr"].title, _begun(one)]: one for one in public if ("fr" in one.texts and one.dated)}


def _begun(found: Public) -> str:
    assert found.dated is not None
    return found.dated.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[found.dated.precision]]


def labelled(known: Mapping[str, Public]) -> list[Labelled]:
    """The labelled queries; a name that no document has raises KeyError."""
    found: list[dict[str, Any]] = seeding.read(FILE.read_text(encoding="utf-8"))
    return [
        Labelled(one["query"], one["language"], one["kind"], {known[name].id: grade for name, grade in one["relevant"].items()}) for one in found
    ]


def score(asked: Labelled, ranked: Sequence[int]) -> Score:
    """What a ranking is worth for a query."""
    gained = _discounted(asked.relevant.get(one, 0) for one in ranked[:DEPTH])
    best = _discounted(sorted(asked.relevant.values(), reverse=True)[:DEPTH])
    wanted = {one for one, grade in asked.relevant.items() if grade >= 2}
    return Score(gained / best, len(wanted & set(ranked[:REACH])) / len(wanted))


def _discounted(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def ours(session: Session) -> Ranks:
    """Our search, as its readers have it: where it finds nothing, what it offers instead is followed."""

    def ranks(query: str, language: str) -> list[int]:
        listed = listing.find(session, Filter(q=query))
        if not listed.total and (otherwise := listing.meant(session, Filter(q=query), language)):
            listed = listing.find(session, Filter(q=otherwise))
        return [one.id for one in listed.documents]

    return ranks


def others(one: Baseline, shape: str) -> Ranks:
    """A baseline, asked for all `words` or for `any`; what stands in quotation marks as a phrase."""

    def ranks(query: str, language: str) -> list[int]:
        return one.ranked("phrase" if query.startswith('"') else shape, query.replace('"', ""), REACH)

    return ranks


def scores(queries: Sequence[Labelled], ranks: Ranks) -> list[Score]:
    """The score of each query."""
    return [score(one, ranks(one.query, one.language)) for one in queries]


def overall(found: Sequence[Score]) -> Score:
    """The mean of scores."""
    return Score(mean(one.ndcg for one in found), mean(one.recall for one in found))


def tables(queries: Sequence[Labelled], by_engine: Mapping[str, Sequence[Score]]) -> str:
    """The scores of every engine, overall, by language and by kind."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(queries):
        for group in ("all", one.language, one.kind):
            groups[group].append(at)
    rows = []
    for group, places in groups.items():
        means = [overall([found[at] for at in places]) for found in by_engine.values()]
        rows.append([f"{group} ({len(places)})", *(f"{one.ndcg:.3f} / {one.recall:.2f}" for one in means)])
    return report.table(["nDCG@10 / recall@20", *by_engine], rows)


def site(folder: Path) -> Flask:
    """A site with the initial content alone, and its index."""
    app = create_app({"MISSION_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'mission.sqlite'}"})
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=app.config["CLOCK"](), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    return app


NOTE = """Written by `python -m tests.benchmarks.relevance`: {count} labelled queries (`tests/services/search/relevance.yaml`) over the {documents}
numbered documents of the initial content, in four languages. FTS5 has unicode61 and bm25 with the weights of our parts; PostgreSQL its own
configurations of the four languages and ts_rank. Each is asked for all the words and, beside it, for any of them. Recall is of the documents
judged 2 or 3. Ours follows what it offers where it finds nothing.
"""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mission-bench-") as temporary, running() as cluster:
        site(Path(temporary))
        known = documents()
        queries = labelled(known)
        beside: list[Baseline] = [Sqlite(Path(temporary)), Postgres(cluster.url(cluster.make()))]
        for one in beside:
            one.add(list(known.values()))
            one.finish()
        with engines.reading() as session:
            by_engine = {"ours": scores(queries, ours(session))}
        for one in beside:
            for shape in ("words", "any"):
                by_engine[f"{one.name}, {'all' if shape == 'words' else shape}"] = scores(queries, others(one, shape))
        engines.dispose()
        for one in beside:
            one.close()
    made = tables(queries, by_engine)
    print(made)
    report.write("Relevance", "\n\n".join([report.machine("tantivy", "SQLite", "PostgreSQL"), NOTE.format(count=len(queries), documents=len(known)), made]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
