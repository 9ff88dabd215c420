# OpenHRO's commands. `make` alone lists them. Each sets up what it needs, and a second run is quick.
# Needs GNU make and Python 3.11 or later (name another with PYTHON=...); after the first set-up, no network.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
unexport PYTHONHOME PYTHONPATH
# mkdocs-material's advertisement for its successor.
export NO_MKDOCS_2_WARNING := 1

PYTHON ?=
BIN := .venv/bin
PY := PYTHONPATH=src $(BIN)/python
OPENHRO := $(PY) -m openhro.config.cli
POSTGRES := $(PY) -m openhro.config.postgres
# The locked file's hash names the stamp: another branch's requirements make it anew, a mere touch doesn't.
LOCK := requirements/dev.txt
READY := .venv/ready-$(shell cksum < $(LOCK) | cut -d' ' -f1)
# Where `make serve` listens. Loopback: put a TLS proxy before it to be seen from outside.
BIND ?= 127.0.0.1:8000
# What `make test` runs (everything, on all cores), or with what: make test T=tests/paycalc, make test T="-k payslip -x"
T = -n auto
# What `make bench` runs, for how many employees `make bench-run`, and how `make lock` locks: make bench B=pay_run, make lock U=--upgrade
B =
N = 1000000
U =

.PHONY: help setup demo serve worker migrate test check format bench bench-run docs lock start stop status clean

help: ## this list
	@echo 'OpenHRO. make <target>:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "%-12s %s\n", $$1, $$2}'

$(READY): $(LOCK)
	@PYTHON='$(PYTHON)' requirements/install $(LOCK)
	@touch $@

setup: $(READY) ## everything installed, into .venv

demo: migrate ## two clients, three countries, two months of payroll, end to end; files under out/
	@$(OPENHRO) demo

# A browser keeps spare connections open without asking anything; three seconds are for requests on their way.
serve: migrate ## web pages on http://127.0.0.1:8000 and the worker, until Ctrl-C
	@echo 'OpenHRO on http://$(BIND) (Ctrl-C ends it)'; \
	( trap 'kill $$one 2>/dev/null; wait; exit 0' INT TERM; \
	  while $(OPENHRO) worker & one=$$!; ! wait $$one; do echo 'The worker ended; it is started again.' >&2; sleep 2; done ) & worker=$$!; \
	$(PY) -m gunicorn openhro.config.wsgi:application --bind $(BIND) --workers 2 --threads 4 --timeout 120 --graceful-timeout 3 --log-level warning & web=$$!; \
	trap 'kill $$web $$worker 2>/dev/null; wait; exit 0' INT TERM; \
	wait $$web; code=$$?; kill $$worker 2>/dev/null; wait; exit $$code

worker: migrate ## the worker alone, until Ctrl-C
	@$(OPENHRO) worker

migrate: start
	@$(OPENHRO) migrate_all

test: start ## every test, or some: make test T=tests/paycalc
	@$(PY) -m pytest $(T)

# Each line goes on to the next, so that one run shows everything there is to mend.
check: $(READY) ## lint, format, types, import contracts, migrations, dependencies, docs
	@failed=; \
	run() { printf '%-24s' "$$1"; shift; if said=$$("$$@" 2>&1); then echo ok; else echo FAILED; echo "$$said"; failed=yes; fi; }; \
	export PYTHONPATH=src PATH="$(CURDIR)/$(BIN):$$PATH"; \
	run 'ruff check' ruff check .; \
	run 'ruff format' ruff format --check .; \
	run 'mypy' mypy; \
	run 'import contracts' lint-imports; \
	run 'missing migrations' python -m openhro.config.cli makemigrations --check --dry-run; \
	run 'dependencies' deptry --no-ansi src; \
	run 'law pages' python -m paycalc law --out docs/law --check; \
	run 'docs' mkdocs build --strict --quiet; \
	test -z "$$failed"

format: $(READY) ## let ruff mend and lay out the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: migrate ## measure: a million employees, the engine, documents, imports; or one: make bench B=engine
	@if [ '$(B)' ] && ! grep -qs __main__ 'bench/$(B).py'; then \
	echo "There is no benchmark '$(B)'; there are:" $$(grep -l __main__ bench/*.py | sed 's|bench/||; s|\.py||') >&2; exit 2; fi; \
	for file in $$(grep -l __main__ bench/$(if $(B),$(B),*).py); do \
	echo "== $$file"; PYTHONPATH=src:. $(BIN)/python $$file || exit 1; done

bench-run: migrate ## one stored pay run of so many employees: make bench-run N=1000000
	@$(PY) bench/pay_run.py $(N)

docs: $(READY) ## the documentation, into site/
	@$(BIN)/mkdocs build --strict --quiet && echo "site/index.html"

lock: $(READY) ## lock what pyproject.toml asks for, with hashes; make lock U=--upgrade takes newer versions
	@for target in 'platform --extra platform' 'dev --extra platform --group dev' 'ray --extra ray'; do \
	set -- $$target; name=$$1; shift; \
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $(U) --no-emit-index-url \
	--no-emit-find-links --no-header pyproject.toml "$$@" -o requirements/$$name.txt || exit 1; done

start: $(READY)
	@$(POSTGRES) start > /dev/null

status: $(READY) ## is the database running, and where are its data
	@$(POSTGRES) status || true

stop: ## end the database server
	@if [ -x $(BIN)/python ]; then $(POSTGRES) stop; fi

clean: stop ## remove what was made, but never data: .venv, caches, site/, out/ (the database stays in .openhro)
	@rm -rf .venv site out build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache src/*.egg-info
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
