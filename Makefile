# Two commands: `make briefings` and `make test`. Each sets up its own .venv first, with uv where there is uv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: briefings test thorough properties soak bench lint lab api lock clean

briefings: $(READY)
	$(BIN)/xj build data/xiajiang --out reports

test: lint
	$(BIN)/pytest -n auto --dist worksteal -m "not thorough"

# What takes minutes, and the properties again with five times as many examples.
thorough: export XJ_EXAMPLES = thorough
thorough: properties
	$(BIN)/pytest -n auto --dist worksteal -m thorough
	$(BIN)/pytest -n auto --dist worksteal -m "hypothesis and not thorough" tests/store \
		tests/texts

# The properties of hedges, rounding, units, periods and metrics, with 200 examples each; the last line says how long.
properties: export XJ_EXAMPLES = thorough
properties: $(READY)
	$(BIN)/pytest -n auto --dist worksteal -m "hypothesis or properties" tests/quantity \
		tests/metrics

# Builds and intakes killed at random moments, and hundreds of damaged workbooks.
soak: $(READY)
	$(BIN)/pytest -n auto --dist worksteal tests/soak/killed_builds.py tests/soak/killed_intakes.py \
		tests/soak/mutated_workbooks.py

# What the README says of speed, measured here: ratios within one run. Takes half an hour. A part of the first alone:
# `.venv/bin/python benchmarks/build_speed.py --only cold --only idle`.
bench: $(READY)
	$(BIN)/python benchmarks/build_speed.py
	$(BIN)/python benchmarks/figure_columns.py
	$(BIN)/python benchmarks/metrics_scale.py
	$(BIN)/python benchmarks/slice_scale.py
	$(BIN)/python benchmarks/texts_speed.py
	$(BIN)/python benchmarks/ledger_read.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: $(READY)
	$(BIN)/jupyter lab notebooks/start.ipynb

# The page of the public names, from their docstrings.
api: $(READY)
	$(BIN)/python docs/generate_api.py

lock: $(READY)
	$(BIN)/python -m uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 --all-extras pyproject.toml -o requirements.lock --upgrade

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新；可用 make PYTHON=python3.12 指定。")'
	@if command -v uv >/dev/null 2>&1; then \
		set -e; \
		uv venv -q --allow-existing --python "$$(command -v $(PYTHON))" $(VENV); \
		uv pip sync -q --require-hashes --python $(BIN)/python requirements.lock; \
		uv pip install -q --no-deps --no-build-isolation --python $(BIN)/python -e .; \
	else \
		set -e; \
		$(PYTHON) -m venv $(VENV); \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock; \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

clean:
	rm -rf $(VENV) .xj dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
