"""How well the search finds on the initial content: a floor under what `python -m tests.benchmarks.relevance` measures, and no lower than FTS5."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from mission.extensions import engines
from mission.languages import TAGS
from tests.benchmarks import relevance
from tests.benchmarks.baselines import Sqlite
from tests.benchmarks.relevance import Labelled, Score

# Measured on 26 November 2026: 0.956 and 0.935.
LEAST = Score(ndcg=0.93, recall=0.91)
LEAST_OF_A_LANGUAGE = 0.88


@pytest.fixture
def queries(app: Flask) -> list[Labelled]:
    return relevance.labelled(relevance.documents())


@pytest.fixture
def ours(queries: list[Labelled]) -> list[Score]:
    with engines.reading() as session:
        return relevance.scores(queries, relevance.ours(session))


@pytest.fixture
def fts5(app: Flask, tmp_path: Path) -> Iterator[Sqlite]:
    filled = Sqlite(tmp_path)
    filled.add(list(relevance.documents().values()))
    filled.finish()
    yield filled
    filled.close()


def test_there_are_enough_queries_in_every_language(queries: list[Labelled]) -> None:
    assert len(queries) >= 120
    for tag in TAGS:
        assert sum(one.language == tag for one in queries) >= 30


def test_a_ranking_is_worth_what_stands_high_in_it() -> None:
    asked = Labelled("eau", "fr", "subject", {1: 3, 2: 2, 3: 1})
    assert relevance.score(asked, [1, 2, 3]) == Score(1.0, 1.0)
    assert relevance.score(asked, []) == Score(0.0, 0.0)
    assert relevance.score(asked, [9, 2, 1]).ndcg < relevance.score(asked, [9, 1, 2]).ndcg < 1
    assert relevance.score(asked, [1, 3]).recall == 0.5


def test_what_is_wanted_stands_high(queries: list[Labelled], ours: list[Score]) -> None:
    found = relevance.overall(ours)
    assert found.ndcg >= LEAST.ndcg, found
    assert found.recall >= LEAST.recall, found
    for tag in TAGS:
        alone = relevance.overall([score for one, score in zip(queries, ours, strict=True) if one.language == tag])
        assert alone.ndcg >= LEAST_OF_A_LANGUAGE, (tag, alone)


def test_it_stands_higher_than_fts5_puts_it(queries: list[Labelled], ours: list[Score], fts5: Sqlite) -> None:
    for shape in ("words", "any"):
        theirs = relevance.overall(relevance.scores(queries, relevance.others(fts5, shape)))
        assert relevance.overall(ours).ndcg > theirs.ndcg, (shape, theirs)
