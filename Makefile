# `make` alone lists the targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2
POSTGRES ?= 15
LOCK := requirements.lock
# The schema and its upgrades, the driver's ways, prices, search, orders in every dialect, and clients at once.
TELLING := tests/architecture/test_schema.py tests/kit/test_db.py tests/kit/test_migrate.py tests/core/pricing tests/core/search \
  tests/contract/skalia/test_orders.py tests/contract/salloq/test_at_once.py tests/contract/devskin/test_orders.py \
  tests/contract/salla/test_orders.py tests/contract/scayle_admin/test_orders.py \
  tests/contract/scayle_storefront/test_baskets.py tests/contract/test_cross_dialect.py tests/chaos/test_truth.py

.PHONY: help setup run test test-fast chaos matrix matrix-fast bench lint types fmt docs conformance lock

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: .venv/ready ## install everything into .venv; quick when nothing changed

.venv/ready: $(LOCK) pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch .venv/ready

run: setup ## database, demo stores, server on port 8000, worker
	@$(BIN)/serai up --demo

test: setup lint types ## lint, types and every test, the long experiments shortened
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-fast: setup ## the tests that need no database
	$(BIN)/python -m pytest tests/unit

chaos: setup ## the long experiments at full figures
	SERAI_CHAOS=full $(BIN)/python -m pytest -m chaos -p no:randomly

matrix: setup ## the suite on an installed PostgreSQL; POSTGRES=15 chooses
	SERAI_TEST_POSTGRES=$(POSTGRES) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

matrix-fast: setup ## what says most about an installed PostgreSQL, in a minute
	SERAI_TEST_POSTGRES=$(POSTGRES) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(TELLING)

bench: setup ## our throughput against the bare limit; WORKS="list get order" chooses, "storefront" only when named
	$(BIN)/python -m bench $(WORKS)

lint: setup ## style and import rules
	$(BIN)/ruff format --check --quiet . || ($(BIN)/ruff format --diff --quiet .; exit 1)
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-logo

types: setup ## mypy, strict
	$(BIN)/mypy

fmt: setup ## format and sort imports
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .

docs: setup ## regenerate what is generated: schema.sql, OpenAPI documents, coverage lists
	$(BIN)/python -m tests.regenerate

conformance: setup ## record what the tests prove, then regenerate
	rm -f docs/conformance.json
	SERAI_RECORD_CONFORMANCE=1 $(BIN)/python -m pytest -m proves
	$(MAKE) docs

lock: ## resolve the dependencies again
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --extra dev --extra telemetry --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o $(LOCK) pyproject.toml
