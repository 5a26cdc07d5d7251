# What a newcomer does: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8661
PYTEST_ARGS ?=
export PORT

.PHONY: help run test lint format lock bench clean setup setup-test web-test

help: ## Diese Übersicht
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: setup ## Alles installieren, rechnen und die Karte zeigen (PORT=8661); Strg+C beendet Server und Datenbank
	@exec .venv/bin/mitten up --port "$$PORT"

test: setup-test ## Alles prüfen: Stil, Typen, Importregeln, Tests samt Browser
	@# Side by side: one works in Python, the other in Node, each on one processor.
	@$(MAKE) --no-print-directory -j2 -Otarget lint web-test
	@exec .venv/bin/python -m pytest $(PYTEST_ARGS)

lint: setup-test ## Nur Stil, Typen und Importregeln
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

format: setup-test ## Code in Form bringen
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

web-test: setup-test
	@scripts/web.sh lint
	@scripts/web.sh test

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

lock: setup-test ## Festgeschriebene Abhängigkeiten (Python, npm) erneuern
	scripts/lock.sh

bench: setup-test ## Die Suche auf dem Straßennetz mit anderen Programmen vergleichen (kurz: QUICK=1)
	@exec .venv/bin/python -m benchmarks $(if $(filter-out 0,$(QUICK)),--quick)

clean: ## Installiertes und Gebautes entfernen; die Datenbank bleibt
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf web/node_modules web/dist web/src/generated build dist *.egg-info
