# Every way into feedsvc. Needs Python 3.11+ and GNU make; the rest is installed into .venv,
# pinned by hash. Stamps inside .venv make repeated runs cheap.

PORT ?= 8080
ARCHIVE ?= examples/archive

# Tests start hundreds of processes, each of which would compile all of feedsvc anew.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
NODE_TOOLS := $(patsubst %,$(VENV)/%/.installed,unfurl websub)
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock" $(LOCK_OPTIONS) pyproject.toml \
	--group build --extra postgres

# Two more at a time than there are cores: tests of servers wait for a third of their time.
WORKERS := $(BIN)/python -c 'import os; print(min(os.cpu_count() or 1, 4) + 2)'
TEST = -m pytest -q -n $$($(WORKERS)) --dist worksteal $(TESTS)

# An archive of one's own is never mixed with the example: it gets a database named after
# its folder, unless one is set.
STORE = if [ "$(ARCHIVE)" != examples/archive ]; then \
	folder=$$(cd "$(ARCHIVE)" && pwd) || exit; \
	name=$$(basename "$$folder" | tr -c 'A-Za-z0-9._\n-' -)-$$(printf %s "$$folder" | cksum | cut -d ' ' -f 1); \
	export FEEDSVC_DATABASE_URL="$${FEEDSVC_DATABASE_URL:-sqlite:///var/$$name.db}"; fi;

.PHONY: help run run-nginx test check types style coverage compare-jekyll bench fuzz-api format wheel lock clean programs
.DELETE_ON_ERROR:

help: ## list what can be asked
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s%s\n", $$1, $$2}' Makefile

run: $(RUNTIME) ## import the example archive and serve it (ARCHIVE=dir, PORT=9000)
	@$(STORE) $(BIN)/feedsvc db upgrade && \
	$(BIN)/feedsvc import "$(ARCHIVE)" && \
	exec $(BIN)/feedsvc serve --port "$(PORT)"

run-nginx: $(RUNTIME) ## the same behind nginx, with config/nginx.conf
	@PATH="$$PATH:/usr/sbin" sh tools/apt.sh nginx-light nginx
	@$(STORE) $(BIN)/feedsvc db upgrade && \
	$(BIN)/feedsvc import "$(ARCHIVE)" && \
	exec $(BIN)/python -m tools.run_nginx --port "$(PORT)"

test: programs ## run every test, on SQLite and PostgreSQL, pages in Chromium
	$(BIN)/python $(TEST)

coverage: programs ## run every test, and say which lines and branches none has run
	$(BIN)/coverage erase
	$(BIN)/coverage run $(TEST)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

# What tests need beside Python's packages.
programs: $(DEV) $(NODE_TOOLS)
	@sh tools/apt.sh chromium-headless-shell chromium-headless-shell
	@sh tools/apt.sh chromium chromium-headless-shell chromium chromium-browser google-chrome
	@PATH="$$PATH:/usr/sbin" sh tools/apt.sh nginx-light nginx
	@sh tools/apt.sh faketime faketime
	@sh tools/apt.sh jekyll jekyll

check: $(DEV) ## format, lint, types, import contracts, migrations, then the tests
	@$(MAKE) --no-print-directory --jobs 3 --output-sync types style programs
	@$(MAKE) --no-print-directory test

# Parts of `check`, run side by side.
types: $(DEV)
	$(BIN)/mypy

style: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tools.check_migrations

compare-jekyll: $(DEV) ## say what is shown otherwise than by Jekyll (DIR=site)
	@sh tools/apt.sh jekyll jekyll
	$(BIN)/python -m tools.compare_jekyll "$(DIR)"

bench: $(DEV) ## measure, beside Hugo when it is installed (BENCH_SIZE=1000000)
	$(BIN)/python -m benchmarks $(if $(BENCH_SIZE),--size "$(BENCH_SIZE)")

fuzz-api: $(DEV) ## send the API whatever its document allows and forbids (CASES=10000)
	$(BIN)/python -m tools.fuzz_api $(if $(CASES),--cases "$(CASES)")

format: $(DEV) ## rewrite the code as `make check` wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(RUNTIME) ## build the wheel that a host installs, in dist/
	@$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	@ls dist/*.whl

lock: $(DEV) ## pin dependencies by hash, keeping pins (LOCK_OPTIONS=--upgrade moves them)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove what the other targets made, but the database
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt requirements-dev.txt pyproject.toml tools/venv.sh
	@sh tools/venv.sh $(VENV)
	@echo "installing what requirements.txt pins"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): $(RUNTIME)
	@echo "installing what requirements-dev.txt pins"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Where the npm registry is out of reach, the tests that need it are the ones to say so.
$(NODE_TOOLS): $(VENV)/%/.installed: $(addprefix tests/%/,package.json package-lock.json .npmrc) $(DEV)
	@echo "installing what tests/$*/package-lock.json pins"
	-@mkdir -p $(@D) && cp $(filter tests/%,$^) $(@D) && \
	NODE_USE_SYSTEM_CA=1 $(BIN)/npm ci --prefix $(@D) && touch $@
