# All tasks. `make` lists them.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
DIST := dist
SBOM := sbom
BIN := $(VENV)/bin
UPSTREAM_B2B ?= ../shared/upstream/stytch-b2b-openapi.yml
UPSTREAM_CONSUMER ?= ../shared/upstream/stytch-consumer-openapi.yml
GROUPS := --group dev
# Tests use the working tree, or the wheel in the folder BUILT, installed as users do.
PACKAGE := $(if $(BUILT),$(addsuffix [sandbox],$(wildcard $(BUILT)/*.whl)),--editable '.[sandbox]')
READY := $(VENV)/.ready
BENCH_READY := $(VENV)/.bench-ready
BUILDER := .cache/builder
BUILDER_READY := $(BUILDER)/.ready
TOOLS := .cache/tools
TOOLS_READY := $(TOOLS)/.ready
FRONTEND := .cache/frontend$(addprefix -,$(SDK))
FRONTEND_READY := $(FRONTEND)/.ready
LOWEST := .cache/lowest
LOWEST_READY := $(LOWEST)/.ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests and tools must not depend on settings of the machine.
export PYTHONHASHSEED := random

.DEFAULT_GOAL := help
.PHONY: help setup vendor generate check lint fix types mypy pyright docs docs-serve test test-browser test-release test-tools sbom regenerate pull-request github-release demo bench wheel clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## create .venv with the development dependencies, at the versions in constraints.txt

$(READY): pyproject.toml constraints.txt
	@echo "== setting up $(VENV) with $(PYTHON)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt $(GROUPS) $(PACKAGE)
	@touch $@

$(BUILDER_READY): pyproject.toml constraints.txt
	@echo "== setting up $(BUILDER), which builds the wheel"
	$(PYTHON) -m venv $(BUILDER)
	$(BUILDER)/bin/python -m pip install --quiet --constraint constraints.txt pip
	$(BUILDER)/bin/python -m pip install --quiet --constraint constraints.txt --group build
	@touch $@

$(BENCH_READY): $(READY)
	@echo "== adding the packages that draw the plots of benchmarks"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	@touch $@

vendor: $(READY) ## update the facts from the upstream documents (UPSTREAM_B2B, UPSTREAM_CONSUMER: paths or https URLs)
	$(BIN)/python -m generator vendor $(UPSTREAM_B2B) spec/b2b/document.yaml
	$(BIN)/python -m generator vendor $(UPSTREAM_CONSUMER) spec/consumer/document.yaml

generate: $(READY) ## write src/aiostytch/resources and src/aiostytch/models
	$(BIN)/python -m generator generate

check: $(READY) ## fail if the generated packages do not match spec/
	$(BIN)/python -m generator check

lint: $(READY) ## run ruff (rules, formatting), codespell, the check of wordings, and import-linter
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/python -m tests.prose
	$(BIN)/lint-imports --no-cache

fix: $(READY) ## apply the fixes and the formatting of ruff
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: mypy pyright ## mypy --strict and pyright strict

mypy pyright: $(READY)
	$(BIN)/$@

docs: $(READY) ## build the documentation into docs/_build; every warning is an error
	rm -rf docs/reference docs/_build
	$(BIN)/python -m generator reference docs
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --builder html docs docs/_build

docs-serve: docs ## build the documentation and serve it on http://127.0.0.1:8000
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory docs/_build 8000

test: $(READY) ## run the tests; with COVER=1 also measure branch coverage, which takes twice as long
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser and not release and not tools" $(if $(COVER),--cov --cov-report=term)

demo: $(READY) ## generate, check for drift, and run the quickstart with the sandbox
	$(BIN)/python -m generator generate
	$(BIN)/python -m generator check
	$(BIN)/python examples/demo.py

bench: $(BENCH_READY) ## run the benchmarks and render docs/benchmarks.md; for a trial run: make bench BENCH=--quick
	$(BIN)/python -m benchmarks $(BENCH)

wheel: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1577836800)
wheel: $(BUILDER_READY) ## build the sdist and the wheel into dist/, reproducibly for a commit
	rm -rf $(DIST)
	$(BUILDER)/bin/python -m build --no-isolation --outdir $(DIST)

sbom: $(READY) ## write the SBOM of the wheel and its dependencies (CycloneDX) to sbom/aiostytch.cdx.json
	rm -rf $(SBOM) && mkdir $(SBOM)
	$(BIN)/python -m venv $(SBOM)/tool
	$(SBOM)/tool/bin/python -m pip install --quiet --constraint constraints.txt pip
	$(SBOM)/tool/bin/python -m pip install --quiet --constraint constraints.txt --group sbom
	$(BIN)/python -m venv --without-pip $(SBOM)/env
	$(SBOM)/tool/bin/python -m pip --python $(SBOM)/env install --quiet $(DIST)/*.whl
	sed "s/^dynamic = .*/version = \"$$($(BIN)/python -m hatchling version)\"/" pyproject.toml > $(SBOM)/pyproject.toml
	$(SBOM)/tool/bin/cyclonedx-py environment --pyproject $(SBOM)/pyproject.toml --output-reproducible \
		-o $(SBOM)/aiostytch.cdx.json $(SBOM)/env/bin/python
	rm -rf $(SBOM)/env $(SBOM)/tool $(SBOM)/pyproject.toml

regenerate: $(READY) ## update from the upstream documents and the newest official SDK: code, version and changelog
	$(BIN)/python -m pip install --quiet --upgrade --target .cache/official stytch
	OFFICIAL=.cache/official .ci/regenerate b2b=$(UPSTREAM_B2B) consumer=$(UPSTREAM_CONSUMER)

pull-request: ## open a pull request with the result of `make regenerate`
	.ci/pull-request

github-release: ## publish the release of a tag on GitHub (TAG=v1.2.3), with the files in dist/ and sbom/
	.ci/github-release

test-release: $(READY) ## run the long tests: rehearsals, the wheel on each Python, cancellation storms, benchmarks
	$(BIN)/python -m pytest -n auto --dist worksteal -m release -o timeout=600 -o faulthandler_timeout=900

$(TOOLS_READY): pyproject.toml tests/tools/constraints.txt
	@echo "== setting up $(TOOLS) with tools that observe or replace HTTP libraries"
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --constraint tests/tools/constraints.txt pip
	$(TOOLS)/bin/python -m pip install --quiet --constraint tests/tools/constraints.txt --group tools --editable '.[aiohttp,httpx2,pyreqwest,sandbox]'
	@touch $@

$(LOWEST_READY): pyproject.toml tests/tools/lowest.txt
	@echo "== setting up $(LOWEST) with the lowest versions of the MCP SDK and FastMCP"
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --constraint tests/tools/lowest.txt pip
	$(LOWEST)/bin/python -m pip install --quiet --constraint tests/tools/lowest.txt --group lowest --editable '.[mcp]'
	@touch $@

test-tools: $(TOOLS_READY) $(LOWEST_READY) ## test the SDK under observability and mocking tools, and with the lowest MCP version
	$(TOOLS)/bin/python -m pytest -m tools tests/tools
	$(LOWEST)/bin/python -m pytest tests/integrations/mcp

$(FRONTEND_READY): tests/frontend/package.json tests/frontend/package-lock.json
	@echo "== setting up $(FRONTEND) with the vendor's frontend SDKs"
	mkdir -p $(FRONTEND) && cp $^ $(FRONTEND)
	cd $(FRONTEND) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(if $(SDK),cd $(FRONTEND) && npm install --ignore-scripts --no-audit --no-fund --loglevel=error @stytch/react@$(SDK) @stytch/vanilla-js@$(SDK))
	@touch $@

test-browser: $(READY) $(if $(shell command -v npm),$(FRONTEND_READY)) ## test the site's layout and the vendor's frontend SDKs in Chromium; the newest SDKs: make test-browser SDK=latest
	FRONTEND=$(FRONTEND) $(BIN)/python -m pytest -n auto --dist worksteal -m browser tests/frontend tests/docs

clean: ## remove all build results and caches
	rm -rf $(VENV) .cache dist docs/_build docs/reference .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
