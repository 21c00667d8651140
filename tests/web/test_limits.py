"""Limits for what costs more than a page: told in every answer, by origin, in memory and in a real Redis."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient

from mission import create_app
from mission.config import Settings
from mission.environment import SettingError
from mission.extensions import engines
from mission.services.origins import origin

from ..conftest import Clock, environment


def site(instance: Path, clock: Clock, **settings: str) -> Flask:
    return create_app(environment(instance) | {"API_PER_MINUTE": "3", "ARCHIVES_PER_MINUTE": "1"} | settings, clock=clock)


def get(client: FlaskClient, address: str, where: str = "192.0.2.1", **headers: str) -> tuple[int, dict[str, str]]:
    answer = client.get(address, base_url="http://localhost:8000", environ_base={"REMOTE_ADDR": where}, headers=headers)
    return answer.status_code, dict(answer.headers) | {"type": answer.content_type, "text": answer.get_data().decode(errors="replace")}


@pytest.fixture
def client(instance: Path, clock: Clock) -> Iterator[FlaskClient]:
    yield site(instance, clock).test_client()
    engines.dispose()


def test_what_is_left_is_told_until_nothing_is(client: FlaskClient) -> None:
    left = []
    for _ in range(3):
        status, told = get(client, "/api/v1/themes")
        assert status == 200
        assert told["RateLimit-Policy"] == '"api";q=3;w=60'
        left.append(int(re.fullmatch(r'"api";r=(\d+);t=\d+', told["RateLimit"])[1]))  # type: ignore[index]
    assert left == [2, 1, 0]
    status, told = get(client, "/api/v1/documents")
    assert (status, told["type"], told["Cache-Control"]) == (429, "application/problem+json", "no-store")
    assert 1 <= int(told["Retry-After"]) <= 60
    assert told["RateLimit"].startswith('"api";r=0;t=')
    assert told["Access-Control-Allow-Origin"] == "*"
    assert "#problem-limit" in told["text"]


def test_others_are_not_held_back_and_pages_are_not_counted(client: FlaskClient) -> None:
    for _ in range(4):
        get(client, "/api/v1/themes")
    assert get(client, "/api/v1/themes")[0] == 429
    assert get(client, "/api/v1/themes", "192.0.2.2")[0] == 200
    assert get(client, "/fr/communiques")[0] == 200
    asked = client.options("/api/v1/themes", base_url="http://localhost:8000", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert asked.status_code == 200


def test_words_are_counted_where_nothing_is_kept_and_lists_are_not(instance: Path, clock: Clock) -> None:
    client = site(instance, clock, SEARCHES_PER_MINUTE="3").test_client()
    for address in ("/fr/communiques?q=oim", "/fr/communiques.json?q=oim", "/fr/communiques?q=oim&part=offers"):
        status, told = get(client, address)
        assert status == 200
        assert "RateLimit" not in told, "others may be given the same answer"
    for address, said in (("/fr/communiques?q=sahara", "Trop de demandes"), ("/ar/communiques?q=sahara&part=typed", "طلبات")):
        status, told = get(client, address)
        assert (status, told["Cache-Control"]) == (429, "no-store")
        assert 1 <= int(told["Retry-After"]) <= 60
        assert said in told["text"]
    assert get(client, "/fr/communiques?q=oim")[0] == get(client, "/fr/communiques?theme=migration")[0] == 200
    assert get(client, "/fr/communiques?q=sahara", "192.0.2.2")[0] == 200
    engines.dispose()


def test_one_connection_has_one_allowance_however_many_addresses_it_has(client: FlaskClient) -> None:
    for number in range(3):
        assert get(client, "/api/v1/themes", f"2001:db8:0:1::{number}")[0] == 200
    assert get(client, "/api/v1/themes", "2001:db8:0:1:ffff::1")[0] == 429
    assert get(client, "/api/v1/themes", "2001:db8:0:2::1")[0] == 200
    assert origin("::ffff:192.0.2.1", "key") == origin("192.0.2.1", "key") != origin("::ffff:192.0.2.2", "key")


def test_nobody_chooses_an_origin_by_a_header(client: FlaskClient, instance: Path, clock: Clock) -> None:
    for number in range(3):
        get(client, "/api/v1/themes", **{"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": "for=198.51.100.9"})
    assert get(client, "/api/v1/themes", **{"X-Forwarded-For": "198.51.100.9"})[0] == 429
    behind = site(instance, clock, PROXY_HOPS="1").test_client()
    for number in range(4):
        # The last hop is our proxy's word; what stands before it the client has written.
        status, _ = get(behind, "/api/v1/themes", **{"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"})
    assert status == 429
    assert get(behind, "/api/v1/themes", **{"X-Forwarded-For": "198.51.100.2"})[0] == 200


def test_an_archive_has_an_allowance_of_its_own(client: FlaskClient) -> None:
    status, told = get(client, "/fr/seminars.zip")
    assert (status, told["RateLimit-Policy"]) == (200, '"archives";q=1;w=60')
    status, told = get(client, "/ar/speeches.zip")
    assert (status, told["type"], told["Cache-Control"]) == (429, "text/html; charset=utf-8", "no-store")
    assert 1 <= int(told["Retry-After"]) <= 60
    assert get(client, "/fr/seminars.csv")[0] == get(client, "/api/v1/themes")[0] == 200


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real Redis at a socket of its own, which keeps nothing."""
    program = shutil.which("redis-server")
    assert program, "The tests need Redis; please install the package redis-server."
    path = tmp_path / "redis.sock"
    process = subprocess.Popen([program, "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL)
    client = redis.Redis(unix_socket_path=str(path))
    for _ in range(200):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            process.poll()
            import time

            time.sleep(0.05)
    yield f"redis+unix://{path}", process
    client.close()
    process.terminate()
    process.wait(10)


def test_several_processes_count_together_in_redis_and_go_on_alone_without_it(
    instance: Path, clock: Clock, server: tuple[str, subprocess.Popen[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    url, process = server
    one, other = (site(instance, clock, REDIS_URL=url).test_client() for _ in range(2))
    assert [get(client, "/api/v1/themes")[0] for client in (one, other, one, other)] == [200, 200, 200, 429]
    held = redis.Redis(unix_socket_path=url.removeprefix("redis+unix://"))
    assert all(b"192.0.2.1" not in key for key in held.scan_iter())
    held.close()
    process.terminate()
    process.wait(10)
    assert [get(one, "/api/v1/themes")[0] for _ in range(4)] == [200, 200, 200, 429]
    assert "Redis does not answer" in caplog.text
    engines.dispose()


def test_a_wrong_address_of_redis_stops_the_start() -> None:
    with pytest.raises(SettingError, match="redis://"):
        Settings.from_environment({"REDIS_URL": "localhost:6379"})


def test_an_address_that_the_api_does_not_know_says_what_is_left_too(client: FlaskClient) -> None:
    for left, address in ((2, "/api/v1/documents/nope"), (1, "/api/v1/nowhere")):
        status, told = get(client, address)
        assert (status, told["type"]) == (404, "application/problem+json")
        assert told["RateLimit-Policy"] == '"api";q=3;w=60'
        assert told["RateLimit"].startswith(f'"api";r={left};t=')
    assert get(client, "/api/v1/themes")[0] == 200
    status, told = get(client, "/api/v1/nowhere")
    assert status == 429
    assert told["RateLimit"].startswith('"api";r=0;t=')
