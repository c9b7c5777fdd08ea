# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Both create the environment in .venv first, pinned by constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
# Exported so that byte-compiling and hashing are the same on every machine.
export PYTHONHASHSEED := 0

.PHONY: demo test check format clean

demo: $(INSTALLED) ## crawl a replica portal on loopback into a dataset and look at it
	$(BIN)/newscrawler demo

test: $(INSTALLED) ## the tests, without benchmarks
	$(BIN)/python -m pytest

check: $(INSTALLED) ## everything CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	touch $(INSTALLED)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
