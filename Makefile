# `make run` and `make test` are the two commands; `make` alone prints help.
# A machine needs Python ≥ 3.11 and make. Everything else, Node included, comes with `make setup`.

PYTHON ?= python3
PORT ?= 8000
TESTS ?= tests
export UV_PYTHON_DOWNLOADS = never
export UV_NO_PROGRESS = 1
export PATH := $(CURDIR)/.venv/bin:$(PATH)

BIN := .venv/bin
STAMPS := .make
NPM := npm --prefix web
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/test-results/*' -not -path '*/dist/*' -not -name '*.tsbuildinfo' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup web run ux screens dev-web test lint lint-python lint-web format browser redis openapi generate requirements bench clean

help: ## print this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  (PORT=$(PORT), CAREERDESK_DATA_DIR=$(or $(CAREERDESK_DATA_DIR),var); TESTS=\"tests/kernel -k flow\" narrows \`make test-python\`)"

# --- setting up ------------------------------------------------------------------------------------------------

setup: $(STAMPS)/python ## create .venv with the pinned, hash-checked packages and the project itself

$(STAMPS)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Careerdesk needs Python 3.11 or newer; set PYTHON=… (this one is %s)" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: $(STAMPS)/uv requirements/dev.txt pyproject.toml dev/build_dependencies.py
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/node: $(STAMPS)/python web/package-lock.json
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/idp: $(STAMPS)/python tests/idp/package-lock.json
	@npm --prefix tests/idp ci --no-audit --no-fund --loglevel=error
	@touch $@

web: $(STAMPS)/web ## build the web app into careerdesk/web (only when its sources changed)

$(STAMPS)/web: $(STAMPS)/node $(WEB_SOURCES)
	@$(NPM) run build --silent
	@touch $@

# --- running ---------------------------------------------------------------------------------------------------

run: setup web ## serve at PORT with the embedded database and, the first time, the demo season
	@$(BIN)/careerdesk serve --demo --port $(PORT)

dev-web: $(STAMPS)/node ## the web app alone with hot reload, talking to a server that `make run` started
	@$(NPM) run dev

# --- checking --------------------------------------------------------------------------------------------------

test: setup web browser redis lint test-python ## everything: build, lint, every test of both languages

.PHONY: test-python
test-python: setup $(STAMPS)/idp
	@$(BIN)/python -m pytest $(TESTS)

lint: lint-python lint-web ## ruff, mypy --strict, import contracts, web lint, types and unit tests

lint-python: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

lint-web: $(STAMPS)/node
	@$(NPM) run lint --silent
	@$(NPM) run typecheck --silent
	@$(NPM) test --silent

format: setup ## put the Python sources into shape
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

browser:
	@sh dev/browser.sh

redis:
	@sh dev/redis.sh

ux: setup web browser ## what the screens promise, measured: taps, keyboard, accessibility, layout, weight, speed, Lighthouse
	@npm --prefix dev/ux ci --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m dev.ux

screens: setup web browser ## every screen as a picture, into docs/screens
	@$(BIN)/python -m dev.ux.shots

bench: setup ## the benchmarks, each against its limit, printed as ratios
	@$(BIN)/python -m benchmarks

# --- generating ------------------------------------------------------------------------------------------------

openapi: setup ## write docs/reference/openapi.json and the web client from the routes
	@$(BIN)/python -m dev.openapi
	@if [ -d web/node_modules ]; then $(NPM) run generate --silent; fi

generate: openapi ## write every generated file: API document and client, .env.example, docs/reference
	@$(BIN)/python -m dev.settings
	@$(BIN)/python -m dev.conformance

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
requirements: setup ## pin requirements/*.in anew
	@for name in uv base dev; do $(COMPILE) --upgrade requirements/$$name.in -o requirements/$$name.txt; done

clean: ## remove what was built (keeps the data folder)
	@rm -rf .venv $(STAMPS) careerdesk/web web/node_modules tests/idp/node_modules .mypy_cache .ruff_cache .import_linter_cache
