"""A site of one's own for a whole file of tests, so that a server starts once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..cluster import Cluster
from ..conftest import copied


@pytest.fixture(scope="module")
def place(filled: Path, tmp_path_factory: pytest.TempPathFactory, cluster: Cluster | None) -> Iterator[Path]:
    """An instance folder with the initial content, shared by the tests of one file."""
    folder = tmp_path_factory.mktemp("place")
    name = copied(filled, folder, cluster)
    yield folder
    if cluster is not None:
        cluster.drop(name)
