"""The short form of `make soak`: some seconds of many connections at once, with slow and hostile ones among them. Nothing is timed here."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mission.extensions import engines
from tests.cluster import Cluster
from tests.conftest import copied

from .load import soak
from .serving import Server, serving


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory, cluster: Cluster | None) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("soaked")
    name = copied(filled, folder, cluster)
    with serving(folder) as server:
        yield server
    engines.dispose()
    if cluster is not None:
        cluster.drop(name)


def test_many_at_once_get_no_fault_and_the_server_goes_on(server: Server) -> None:
    # In a thread of its own: where a browser was driven before, this one has a loop of events already.
    with ThreadPoolExecutor(1) as apart:
        seen = apart.submit(soak, server, 64, 3.0).result()
    assert seen.statuses[404], "also where there is nothing"
    assert seen.released, "while somebody released"
