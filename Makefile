# Hearback. `make` alone lists the commands.
PYTHON ?= python3.11
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check bench chaos transcripts pictures catalogues lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: setup ## set up and serve everything on this machine: chat, console and worker
	@$(BIN)/hearback serve

test: setup-test ## set up and pass every test, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n auto --dist worksteal

check: setup-test ## lint, types, proof-reading of every dialog
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hearback check

bench: setup-test ## measure against a bare application, on this machine
	$(BIN)/python -m tests.bench

chaos: setup-test ## a rough time at length: kill everything again and again, and count what was lost
	$(BIN)/python -m tests.chaos

transcripts: setup-test ## accept what the dialogs say now as their transcripts
	$(BIN)/python -m pytest tests/test_transcripts.py --rewrite

pictures: setup-test ## take the README's pictures of the running product anew
	$(BIN)/python -m tests.pictures

catalogues: setup ## gather the sentences to translate, and bring every catalogue up to them
	$(BIN)/python locales/gather.py

lock: ## pin the dependencies again
	uv pip compile --universal --generate-hashes --python-version 3.11 -q -o requirements.lock pyproject.toml
	uv pip compile --universal --generate-hashes --python-version 3.11 -q --extra test -o requirements-test.lock pyproject.toml

clean: ## remove what was set up; the store in data/ stays
	rm -rf .venv node_modules webhooks/static/govuk build *.egg-info

setup: .venv/ready
	@$(BIN)/python -m compileall -q bot dialogs storage webhooks

setup-test: setup .venv/ready-test

.venv/ready: requirements.lock pyproject.toml package-lock.json
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	@echo "Setting up. This takes a minute the first time."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m webhooks.fetch_assets
	@touch $@

.venv/ready-test: .venv/ready requirements-test.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@
