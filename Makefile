# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Both create the environment in .venv first, pinned by constraints.txt; the demo needs less of it than the tests.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development

unexport PYTHONDONTWRITEBYTECODE # every process of the tests would compile everything again

.PHONY: demo test test-slow test-browser test-spark check format clean

demo: $(RUNTIME) ## crawl a replica portal on loopback into a dataset and look at it
	$(BIN)/newscrawler demo

test: $(DEVELOPMENT) ## the tests, without benchmarks
	$(BIN)/python -m pytest

test-slow: $(DEVELOPMENT) ## the tests that take long: every kind of portal, long killings, Scrapyd, many examples
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -m "slow or not slow" --timeout 1200

test-browser: $(DEVELOPMENT) ## the web page in headless Chromium (Debian's chromium), its API fuzzed, exports read by others
	$(PIP) --group browser
	$(BIN)/python -m pytest tests/corpus

test-spark: $(DEVELOPMENT) ## Delta Lake and Iceberg exports read by Spark (Debian's default-jre-headless, libxerial-sqlite-jdbc-java)
	$(PIP) --group spark
	$(BIN)/python -m pytest -n 0 tests/corpus/test_spark.py

check: $(DEVELOPMENT) ## everything CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: $(DEVELOPMENT) ## mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(RUNTIME): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

$(DEVELOPMENT): $(RUNTIME)
	$(PIP) "pip>=25.1" # knows dependency groups
	$(PIP) --editable ".[all]" --group dev
	touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
