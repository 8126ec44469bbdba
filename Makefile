# Everything a newcomer or a maintainer types. `make help` lists it.

SHELL := /bin/sh
BIN := .venv/bin
# The packages bring Node along; it goes before one that may be installed.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# The oldest Python that we support goes first: it is the one most is tested on.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)

ASSETS := build.mjs package.json $(shell find static/css static/js -type f)
CATALOGUE := rok_events/translations/nl/LC_MESSAGES/messages.po
PYTHON_FILES := rok_events tests migrations benchmarks config.py serve.py wsgi.py worker.py
EXTRACT := pybabel -q extract -F babel.cfg -k N_ -k lazy_gettext -k "ngettext:1,2" \
	--no-location --sort-output --no-wrap --omit-header
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

.PHONY: help setup run test check bench lock migration translations clean \
	format format-check lint types contracts templates journeys chromium coverage

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(BIN)/.installed static/dist/manifest.json $(CATALOGUE:.po=.mo) ## install everything this needs into this folder

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer, with venv and ensurepip." >&2; exit 1; }
	@echo "Making a virtual environment with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv

$(BIN)/.installed: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps \
		-r requirements.txt -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc $(BIN)/.installed
	@echo "Installing the design system"
	@npm ci --loglevel=error >/dev/null
	@touch $@

static/dist/manifest.json: $(ASSETS) node_modules/.installed
	@echo "Building stylesheets and scripts"
	@node build.mjs

%.mo: %.po $(BIN)/.installed
	@pybabel -q compile -i $< -o $@

run: setup ## serve it on http://127.0.0.1:5000 (PORT=5001 make run for another), with the demo in an empty database
	@exec python serve.py --demo

test: setup ## run all tests that need no system package (OPTIONS="-k agenda" for some)
	@pytest -n auto --maxprocesses 4 -m "not browser" $(OPTIONS)

check: ## test, and check everything else that CI checks
	@./.ci/run

format: setup ## format the code
	@ruff check --quiet --fix-only $(PYTHON_FILES)
	@ruff format $(PYTHON_FILES)

format-check: setup
	@ruff format --check --diff $(PYTHON_FILES)

lint: setup
	@ruff check $(PYTHON_FILES)

types: setup
	@mypy

contracts: setup
	@lint-imports

templates: setup
	@djlint --check --lint --quiet templates

journeys: setup chromium ## play the journeys in a real browser (SCREENSHOTS=1 keeps pictures for the README)
	@pytest -p no:randomly -m browser tests/journeys $(OPTIONS)

chromium:
	@.ci/chromium

coverage: setup
	@coverage report --skip-covered --fail-under 95
	@coverage report --include '*/rules.py,rok_events/core/*,rok_events/network/*' --fail-under 100

bench: setup ## measure speed, each figure as a ratio within one run
	@status=0; for program in benchmarks/[a-z]*.py; do python $$program || status=1; done; exit $$status

lock: setup ## renew the locked versions of all packages
	@$(LOCK) --upgrade requirements.in -o requirements.txt
	@$(LOCK) --upgrade requirements-dev.in -o requirements-dev.txt
	@npm update --package-lock-only --silent

migration: setup ## write a migration for what changed in the models: make migration m="registration consent"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="registration consent"' >&2; exit 2; }
	@mkdir -p var && rm -f var/migration.db*
	@export DATABASE_URL=sqlite:///var/migration.db && flask db upgrade && flask db migrate -m "$(m)" \
		--rev-id "$$(printf '%04d' $$(($$(ls migrations/versions/*.py 2>/dev/null | wc -l) + 1)))"
	@sed -i.old '/# ### /d' migrations/versions/*.py && rm -f migrations/versions/*.old
	@ruff check --quiet --fix-only migrations && ruff format --quiet migrations

translations: setup ## collect new messages for translation, and compile what is translated
	@mkdir -p var
	@$(EXTRACT) -o var/messages.pot .
	@pybabel -q update -l nl -d rok_events/translations -i var/messages.pot --no-fuzzy-matching \
		--ignore-obsolete --no-wrap
	@# Dates and names in the header would change with every run.
	@grep -Ev '^"(POT-Creation|PO-Revision|Last-Translator|Language-Team|Report-Msgid|Generated-By)' \
		$(CATALOGUE) > var/messages.po && mv var/messages.po $(CATALOGUE)
	@pybabel -q compile -d rok_events/translations --statistics

clean: ## remove what was installed and built; var/ with the data stays
	rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* \
		.import_linter_cache $(CATALOGUE:.po=.mo)
