# Every command sets up what it needs; `make` alone prints this list.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT
export FLASK_APP := mission
# Whatever the environment says: some hundred processes of the tests start on code that is compiled once.
export PYTHONDONTWRITEBYTECODE :=

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run.stamp ## set up and serve the site with its content at http://localhost:8000 (PORT changes it)
	@$(BIN)/flask mission init && exec $(BIN)/flask mission serve

test: $(VENV)/test.stamp system ## set up and run every test on SQLite, a real browser included, and on PostgreSQL all that could differ there
	@$(MAKE) --no-print-directory --jobs=2 test-sqlite test-postgresql

# Beside each other: while one waits for a browser or fills its first site, the other has the machine.
test-sqlite test-postgresql:
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --database $(@:test-%=%)

lint: $(VENV)/test.stamp ## style, types, templates
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet templates

bench: $(VENV)/test.stamp ## ratios of speed and relevance, measured in one run (docs/benchmarks.md)
	@tests/install.sh wrk
	@$(BIN)/python -m tests.benchmarks.pages
	@$(BIN)/python -m tests.benchmarks.codings
	@$(BIN)/python -m tests.benchmarks.papers
	@$(BIN)/python -m tests.benchmarks.verifying
	@$(BIN)/python -m tests.benchmarks.relevance
	@$(BIN)/python -m tests.benchmarks.search

dependencies: $(VENV)/test.stamp ## write down what the site is made of, with licences (docs/dependencies.md)
	@$(BIN)/python -m tests.house.dependencies

soak: $(VENV)/test.stamp ## a minute each of 16 and 256 connections, slow and hostile ones among them
	@$(BIN)/python -m tests.soak

faults: $(VENV)/test.stamp system ## fifty kills each of server, worker, database, migration and backup; full and read-only disks
	@$(BIN)/python -m tests.faults

translations: $(VENV)/test.stamp ## collect the strings of the code into the four catalogues
	@$(BIN)/python -m tests.house.catalogues

locks: ## make the locked requirements again
	@$(PYTHON) -m uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 --extra postgresql --extra redis setup.cfg -o requirements.txt
	@$(PYTHON) -m uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 --extra postgresql --extra redis --extra test --extra lint setup.cfg -o requirements-test.txt

system:
	@tests/install.sh

$(VENV)/run.stamp: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-test.txt requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@ $(VENV)/run.stamp

.PHONY: help run test test-sqlite test-postgresql lint bench soak faults dependencies translations locks system
