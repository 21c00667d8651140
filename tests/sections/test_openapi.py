"""The description is true: schemathesis makes requests from it, right and wrong ones, and holds every answer against it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from mission import create_app
from mission.extensions import engines
from mission.languages import TAGS

from ..conftest import Clock, copied, environment
from ..strict import StrictClient

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
    negative_data_rejection, positive_data_acceptance, unsupported_method,
]  # fmt: skip


@pytest.fixture(scope="module")
def described(filled: Path, tmp_path_factory: pytest.TempPathFactory, cluster: Any) -> Iterator[Any]:
    """The description as schemathesis reads it from the application itself."""
    folder = tmp_path_factory.mktemp("described")
    name = copied(filled, folder, cluster)
    app = create_app(environment(folder), clock=Clock())
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, base_url="http://localhost:8000")
    engines.dispose()
    if cluster is not None:
        cluster.drop(name)


@pytest.mark.parametrize("place", ["", "/documents", "/documents/{code}", "/search", "/themes", "/bodies", "/openapi.json"])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_described(described: Any, place: str, mode: GenerationMode) -> None:
    operation = described[f"/api/v1{place}"]["GET"]
    if mode is GenerationMode.NEGATIVE and not operation.query and not operation.path_parameters:
        pytest.skip("it takes nothing that could be wrong")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        # No string that only looks like a cursor is one: those that the lists give are walked in test_api.
        invented = "cursor" in (case.query or {})
        case.call_and_validate(checks=[one for one in CHECKS if not (invented and one is positive_data_acceptance)], headers={"Accept-Encoding": "identity"})

    ask()


@pytest.mark.parametrize("tag", TAGS)
def test_it_is_valid_openapi_and_speaks_the_language_that_is_asked_for(client: StrictClient, tag: str) -> None:
    answer = client.get("/api/v1/openapi.json", headers={"Accept-Language": tag})
    told = answer.get_json(force=True)
    OpenAPIV31SpecValidator(told).validate()
    assert told["openapi"].startswith("3.1")
    words = {"fr": "recherche", "ar": "كلمات", "en": "search box", "es": "buscador"}[tag]
    assert words in told["components"]["parameters"]["q"]["description"]


def test_its_example_is_a_real_answer(client: StrictClient) -> None:
    told = client.get("/api/v1/openapi.json").get_json(force=True)
    content = told["paths"]["/api/v1/documents/{code}"]["get"]["responses"]["200"]["content"]["application/json"]
    code = told["components"]["parameters"]["code"]["example"]
    assert client.get(f"/api/v1/documents/{code}").get_json() == content["example"]


def test_every_place_of_the_api_is_described(client: StrictClient) -> None:
    described = set(client.get("/api/v1/openapi.json").get_json(force=True)["paths"])
    routed = {rule.rule.replace("<code:code>", "{code}") for rule in client.application.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert described == routed
