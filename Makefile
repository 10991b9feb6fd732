# Every target makes what it needs by itself: packaging/preparer does nothing when all is there.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench singe docs lock captures deb essai-paquet clean

PY := .venv/bin/python
# The unit tests never open a window; the end-to-end tests give themselves a private X display.
PYTEST_ARGS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## try the terminal: its window on this screen, or a visit played on a private one (demo/)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		packaging/preparer && exec .venv/bin/caf-kiosk demo --date 2022-11-15; \
	else \
		packaging/preparer --tests && exec $(PY) -m tests.end2end.visite_demo demo; \
	fi

test: ## every test: units, then the real terminal on a private X display
	@packaging/preparer --tests
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(PYTEST_ARGS)

check: ## style, types, architecture, dependencies, spelling
	@packaging/preparer
	@packaging/verifier

singe: ## a monkey of 200,000 touches and keys at the terminal (SINGE_EVENEMENTS, SINGE_GRAINE)
	@packaging/preparer --tests
	@SINGE_EVENEMENTS=$${SINGE_EVENEMENTS:-200000} $(PY) -m pytest -q -s tests/end2end/test_singe.py

bench: ## the budgets, side by side with Chromium and bare Qt; writes bench.json
	@packaging/preparer --tests --banc
	@$(PY) -m tests.bench

captures: ## the pictures of the documentation again: every screen and state, in docs/captures/
	@packaging/preparer --tests
	@CAPTURES=docs/captures CAPTURES_ECHELLE=0.42 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q tests/ui/test_captures.py

docs: ## docs/{api,reglages,diagnostic}.md again, from the declarations in the code
	@packaging/preparer
	@.venv/bin/caf-kiosk api > docs/api.md
	@.venv/bin/caf-kiosk reglages > docs/reglages.md
	@.venv/bin/caf-kiosk doctor --codes > docs/diagnostic.md

lock: ## packaging/locks/ again from pyproject.toml (LOCK_ARGS=--upgrade for newer versions)
	@packaging/preparer --tests
	@packaging/verrouiller $(LOCK_ARGS)

deb: ## build/caf-kiosk_<version>_<arch>.deb, for the Debian release of this machine
	@packaging/preparer
	@packaging/construire-deb

essai-paquet: ## the package on a machine of its own, as root: installed, visited, broken, updated, purged
	@packaging/preparer --tests
	@ESSAI_CONTENEUR=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/packaging $(PYTEST_ARGS)

clean: ## what the other targets wrote, except .venv and var/
	@rm -rf demo build dist bench.json .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	@find kiosk ui resources tests -name __pycache__ -prune -exec rm -rf {} +
