# orgplanner: `make run` starts the dashboard, `make test` proves it, `make help` lists the rest.
# PYTHON names the interpreter that makes the environment: make run PYTHON=python3.12

PYTHON  ?= python3
WORKERS ?= 2
VENV    := .venv
PY      := $(VENV)/bin/python
BENCHES  = $(wildcard benchmarks/bench_*.py)

# What pip has installed, by the date of the list it was installed from.
RUNTIME := $(VENV)/.runtime-installed
TESTING := $(VENV)/.testing-installed

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test check format bench validation wheel clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUNTIME) ## start the dashboard on http://127.0.0.1:8501
	$(PY) -m orgplanner serve

test: $(TESTING) ## run every test, with branch coverage
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term

check: $(TESTING) ## format, lint, types, import floors, data, examples in docstrings
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m orgplanner check phases/
	$(PY) -m pytest --doctest-modules --ignore=orgplanner/ui/pages orgplanner

format: $(TESTING) ## rewrite the code in the house format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(TESTING) ## measure speed
	@set -e; for bench in $(BENCHES); do echo "== $$bench"; PYTHONPATH=. $(PY) $$bench; done

validation: $(TESTING) ## simulate the queues anew: docs/validation.md
	$(PY) -m tests.validation

wheel: $(TESTING) ## build the wheel into dist/
	$(PY) -m build --wheel --no-isolation

clean: ## remove the environment, caches and build products
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache
	rm -rf .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'orgplanner needs Python 3.11 or later: make run PYTHON=python3.11' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo 'no environment could be made; on Debian: apt-get install python3-venv' >&2; exit 1; }

$(RUNTIME): requirements.txt | $(PY)
	@echo 'Installing what orgplanner needs into $(VENV) ...'
	@$(PY) -m pip install --quiet -r requirements.txt
	@touch $@

$(TESTING): requirements.txt tests/requirements.txt | $(PY)
	@echo 'Installing what the tests need into $(VENV) ...'
	@$(PY) -m pip install --quiet -r tests/requirements.txt
	@touch $(RUNTIME) $@
