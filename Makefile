# Nothing is needed but Python 3.11 or later, pip and make. What is done is not done again: see the stamps in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out
SOURCES := $(shell find src -type f -not -path '*/__pycache__/*')

SECONDS ?= 60
LOCKING := --universal --generate-hashes --python-version 3.11 --upgrade --quiet --custom-compile-command 'make lock'

.PHONY: brief test lint train fuzz lock audit clean

## brief: install into .venv and write the brief of the example
brief: $(OUT)/camp-david.html
	@echo "The brief lies in $(OUT)/camp-david.html (open it in a browser)."

$(OUT)/camp-david.html: $(VENV)/installed $(wildcard examples/camp-david/*)
	@mkdir -p $(OUT)
	$(BIN)/detente brief examples/camp-david -o $@ --record $(OUT)/record

## test: install what developers need, then linters, types, imports and tests
test: lint
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

## train: measure and train the event classifier, the reader and the judge anew (three or four hours on two cores), with what that needs
train: $(VENV)/developing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,train]'
	$(BIN)/python training/train.py --folds 3
	$(BIN)/python training/train.py
	$(BIN)/python training/report.py
	$(BIN)/python training/reader.py --hold 8
	$(BIN)/python training/reader.py
	$(BIN)/python training/sieve.py
	$(BIN)/python training/judge.py

## fuzz: give every parser changed inputs for SECONDS each, and keep what breaks one under tests/fuzz/found; with UNTIL=3600
## turn by turn until each had so many seconds in all
fuzz: $(VENV)/developing
	$(BIN)/python tests/fuzz/run.py --seconds $(SECONDS) $(if $(UNTIL),--until $(UNTIL) --workers 2)

## lock: choose the newest versions of all that is needed, and write them down with the hashes of their files
lock: $(VENV)/developing
	$(BIN)/uv pip compile $(LOCKING) pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile $(LOCKING) --extra dev pyproject.toml --output-file requirements-dev.lock

## audit: ask whether a vulnerability is known of anything in the lock files; fails where that cannot be asked
UNAUDITED := echo 'make audit: a vulnerability is known, or PyPI could not be asked: see above.' >&2; exit 1
audit: $(VENV)/developing
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock || { $(UNAUDITED); }
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock || { $(UNAUDITED); }

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  $(if $(wildcard $(VENV)/developing),--editable '.[dev]',.)
	@touch $@

$(VENV)/developing: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) $(OUT) build dist .detente .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
