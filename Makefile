# The developers' front door. `make check` is what CI runs.

VENV ?= .venv
PYTHON ?= python3
JOBS ?= 2
BIN = $(VENV)/bin

.PHONY: check lint types floors test rewrite format bench clean

check: lint types floors test  ## everything below but the benchmarks

$(VENV)/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -e '.[check]'
	touch $@

lint: $(VENV)/installed  ## style, and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy

floors: $(VENV)/installed  ## imports go down only
	$(BIN)/lint-imports

test: $(VENV)/installed
	$(BIN)/python -m pytest -q -n $(JOBS)

rewrite: $(VENV)/installed  ## transcripts, generated pages and schemas as they are now; read the diff
	ARLEDGER_REWRITE=1 $(BIN)/python -m pytest -q tests/test_transcripts.py tests/test_docs.py \
		tests/test_contract.py tests/policy/test_page.py

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed  ## beside hledger and ledger, which must be installed
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
