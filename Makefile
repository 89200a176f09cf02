# Two commands: `make try` shows the bot at work, `make test` checks it. Everything else serves them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8123

.PHONY: help try test check audit simulate bench setup browser pins clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

try: setup  ## open the bot in a small Slack on this machine
	@$(BIN)/python -m sandbox --port $(PORT)

test: .venv/tests browser  ## run every test
	@$(BIN)/python -m pytest

check: .venv/tests  ## lint, types and import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

simulate: .venv/tests  ## try random worlds on virtual time (SEED=n replays one, MINUTES=m)
	@$(BIN)/python -m tests.simulation $(if $(SEED),--seed $(SEED)) --minutes $(or $(MINUTES),10)

bench: .venv/tests  ## measure how fast it is, against the goals (some minutes, on a calm machine)
	@for what in presses outbox tick; do $(BIN)/python -m benchmarks.$$what 2>/dev/null || exit 1; echo; done

setup: .venv/ready  ## set up all that running needs; leaves .venv/bin/common-view

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed. Install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "1 of 3  A place for Python packages (.venv)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python has no venv module (on Debian: apt install python3-venv)."; exit 1; }

.venv/ready: requirements/run.txt requirements/page.txt pyproject.toml | .venv/bin/python
	@echo "2 of 3  Packages, each checked against its hash (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --require-hashes --no-deps -r requirements/page.txt
	@echo "3 of 3  The command common-view"
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

.venv/tests: .venv/ready requirements/test.txt
	@echo "        Packages for the tests"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

browser:  # Debian's Chromium for the tests of the page; without it they are skipped and say so
	@if [ ! -x /usr/bin/chromium ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "        A browser for the tests of the page"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium fonts-noto-color-emoji; } \
	    >/dev/null 2>&1 || echo "        No browser could be installed; the tests of the page will be skipped."; \
	fi

pins: .venv/tests  ## pin every package again, at its newest version
	@$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements/run.txt --custom-compile-command "make pins"
	@$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt --custom-compile-command "make pins"
	@$(BIN)/uv pip compile -q -U --python-version 3.11 --generate-hashes --no-deps requirements/page.in -o requirements/page.txt --custom-compile-command "make pins"

audit: .venv/tests  ## look for known weaknesses in the pinned packages (asks the package index's advisories)
	@$(BIN)/uv tool run pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt

clean:  ## remove what setting up and trying left behind
	@rm -rf .venv .sandbox .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis screenshots tests/contract/node_modules
