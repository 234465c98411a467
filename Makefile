# Everything from a bare checkout: `make serve` to work with it, `make test` and `make check` to change it.
# All that is installed goes into .venv and .cache; `rm -rf .venv .cache` undoes it.

PORT ?=
ARGS ?=
JOBS ?= 3
python := .venv/bin/python
deno := .venv/bin/deno
pip := $(python) -m pip -qq --disable-pip-version-check --no-input

export PIP_ROOT_USER_ACTION := ignore# the .venv is ours, whoever we are
export PYTHONUTF8 := 1
export DENO_DIR := $(CURDIR)/.cache/deno
export DENO_NO_UPDATE_CHECK := 1
export DENO_NO_PROMPT := 1

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: serve test check format bench screenshots lock chromium
.PHONY: check-format check-lint check-types check-pages check-scripts

## The program: make serve, make serve PORT=8000
serve: .venv/.runtime
	@exec $(python) -m webapp serve $(if $(PORT),--port '$(PORT)')

## All tests, or some: make test ARGS="tests/accounts -k token"
test: .venv/.develop chromium
	@$(python) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

## Format, lint and types, of the program, its pages and its tests: make -k check shows all faults
check: check-format check-lint check-types check-pages check-scripts

check-format: .venv/.develop
	@.venv/bin/ruff format --check --quiet .
	@$(deno) fmt --quiet --check static/js static/css

check-lint: .venv/.develop
	@.venv/bin/ruff check --quiet .
	@$(deno) lint --quiet static/js

check-types: .venv/.develop
	@$(python) -m mypy --no-error-summary

check-pages: .venv/.develop
	@$(python) -m djlint --quiet templates

# The scripts' types are in their JSDoc; what the browser offers comes with Deno, nothing is fetched.
check-scripts: .venv/.develop
	@$(deno) check --quiet --no-remote --no-npm static/js

format: .venv/.develop
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@$(deno) fmt --quiet static/js static/css

## One JSON line for each thing that is measured: make bench, make bench ARGS=saves
bench: .venv/.develop
	@$(python) -m bench $(ARGS)

## The pictures in docs/screenshots, from the real program
screenshots: .venv/.develop chromium
	@$(python) -m tests.journeys.screenshots

# ---------------------------------------------------------------- what these need

# The files name every package that is needed; nothing is resolved anew (see [tool.uv] in pyproject).
as_locked := --require-hashes --no-deps

# A stamp is written last, so that an interrupted installation starts again from nothing.
.venv/.runtime: requirements.txt
	@if [ ! -e $@ ]; then $(find_python); fi; \
	echo 'Installing the pinned packages into .venv, this once ...'; \
	if [ ! -e $@ ]; then "$$found" -m venv --clear .venv; fi
	@rm -f $@ .venv/.develop
	@$(pip) install $(as_locked) -r requirements.txt
	@touch $@

define find_python
found=; for each in python3 python3.14 python3.13 python3.12 python3.11; do \
    "$$each" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    && found=$$each && break; \
done; \
if [ -z "$$found" ]; then \
    echo 'make: Python 3.11 or newer with its venv module is needed' \
        '(Debian and Ubuntu: apt-get install python3-venv)' >&2; \
    exit 1; \
fi
endef

.venv/.develop: .venv/.runtime requirements-dev.txt
	@echo 'Installing what tests and checks need into .venv, this once ...'
	@$(pip) install $(as_locked) -r requirements.txt -r requirements-dev.txt
	@touch $@

chromium: .venv/.develop
	@$(python) -m tests.rig.chromium

# ---------------------------------------------------------------- pins

uv_compile = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header $(if $(UPGRADE),--upgrade)

## Pin again after a change in pyproject.toml; make lock UPGRADE=1 takes the newest versions
lock: .venv/.runtime
	@[ -x .venv/bin/uv ] || $(pip) install uv
	@$(uv_compile) pyproject.toml --output-file requirements.txt
	@$(uv_compile) --group dev --constraints requirements.txt --output-file requirements-dev.txt
