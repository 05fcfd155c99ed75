# Everything runs from a project-local environment; nothing here needs root. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run test lint check ingest chat evaluate ranking-weights passage-weights bench bench-search bench-norsid bench-publish bench-stock bench-load bench-overload soak faults train rasa-validate rasa-train rasa-test rasa-shell setup audit sbom fuzz clean

PYTHON ?= python3
UV := .tools/uv/bin/uv
PY := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
TEST_PROCESSES ?= auto
FUZZ_EXAMPLES ?= 300
EVAL ?= $(wildcard ../shared/eval/cases.yml) tests/cases/conversations tests/cases/held_out tests/cases/hard tests/cases/long
export RASA_TELEMETRY_ENABLED = false
export UV_PROJECT_ENVIRONMENT = .venv
RASA := PYTHONPATH=. $(PY) -W ignore -m rasa

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 18

run: .venv/.ready ## set up what is missing and serve on http://HOST:PORT
	@VEILEDER_HOST='$(HOST)' VEILEDER_PORT='$(PORT)' $(PY) -W ignore -m assistant.cli serve

test: .venv/.ready ## every test and check
	@$(MAKE) --no-print-directory lint
	@$(PY) -W ignore -m assistant.cli train
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder --ignore tests/browser
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile tests/browser

lint: .venv/.ready ## style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

check: .venv/.ready ## check the scheme files
	@$(PY) -m assistant.cli check

ingest: .venv/.ready ## take in a source document (DOCUMENT=file or https address, SOURCE=slides-2025)
	@$(PY) -m assistant.cli ingest '$(DOCUMENT)' $(if $(SOURCE),--source '$(SOURCE)')

chat: .venv/.ready ## talk to the assistant in the terminal
	@$(PY) -W ignore -m assistant.cli chat

evaluate: .venv/.ready ## measure everything (EVAL=file or folder of conversations) and write docs/correctness.md
	@VEILEDER_TODAY=2026-11-21 $(PY) -W ignore -m assistant.cli evaluate $(EVAL) --measure --write docs/correctness.md

ranking-weights: .venv/.ready ## learn what each sign weighs when statements are ranked (5 minutes)
	@$(PY) -W ignore -m assistant.cli learn-ranking --write knowledge/ranking_weights.yml

passage-weights: .venv/.ready ## learn by what a passage answers a question, and measure it (2 minutes)
	@$(PY) -W ignore -m assistant.cli learn-passages tests/cases/search --write knowledge/search/passage_weights.yml

bench: .venv/.ready ## what the rules, the checklist files and the widget cost
	@$(PY) -W ignore -m assistant.evaluation.bench
	@PYTHONPATH=. $(PY) -W ignore tests/browser/bench_widget.py

bench-search: .venv/.ready ## what search costs with 200,000 passages, embedded and in PostgreSQL
	@$(PY) -W ignore -m assistant.evaluation.search_bench

bench-norsid: .venv/.ready ## intent classification on NorSID's dialects (NORSID_DIR; DIET=1 for Rasa's own beside it)
	@DIET='$(DIET)' $(PY) -W ignore -m assistant.evaluation.norsid

bench-publish: .venv/.ready ## how soon a published change answers while many ask
	@$(PY) -W ignore -m assistant.evaluation.publish_load

bench-stock: .venv/.ready ## this service and stock Rasa side by side: messages a second, times, memory (4 minutes; the first time 7)
	@$(PY) -W ignore -m assistant.evaluation.stock.bench

bench-load: .venv/.ready ## 200 conversations at once: messages a second, p50, p95, p99, errors (WORKERS=2)
	@$(PY) -W ignore -m assistant.evaluation.crowd load --workers $(or $(WORKERS),2)

soak: .venv/.ready ## a crowd for some minutes: errors, and whether memory grows (MINUTES=5, WORKERS=2)
	@$(PY) -W ignore -m assistant.evaluation.crowd soak --workers $(or $(WORKERS),2) --minutes $(or $(MINUTES),5)

faults: .venv/.ready ## the fault matrix: workers, PostgreSQL, Redis and the disk fail under load; what is lost or doubled
	@$(PY) -W ignore -m assistant.evaluation.faults

bench-overload: .venv/.ready ## what is let in and how soon it is answered at one and three times the capacity (WORKERS=1)
	@$(PY) -W ignore -m assistant.evaluation.overload --workers $(or $(WORKERS),1)

train: .venv/.ready ## train the model if its inputs have changed
	@$(PY) -W ignore -m assistant.cli train

rasa-validate: .venv/.ready ## Rasa's own check of domain, rules and examples
	@$(RASA) data validate --domain assistant/dialogue/domain --data nlu_data assistant/dialogue/rules --config config.yml

rasa-train: .venv/.ready ## train with Rasa's own command, into var/rasa
	@$(RASA) train --domain assistant/dialogue/domain --data nlu_data assistant/dialogue/rules --config config.yml --out var/rasa

rasa-test: .venv/.ready ## Rasa's own test of the intents on the training examples
	@$(RASA) test nlu --nlu nlu_data --config config.yml --model var/rasa --out var/rasa-results --no-plot

rasa-shell: .venv/.ready ## Rasa's own shell on the loopback address, with its action server (development only)
	@$(PY) -W ignore -m assistant.development

setup: .venv/.ready ## install the environment

.tools/uv/bin/uv:
	@echo "  uv: installing into .tools"
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' || \
		{ echo "Python 3.11 or 3.12 is needed; $(PYTHON) is another version. Set PYTHON=python3.11, for example." >&2; exit 1; }
	@$(PYTHON) -m venv .tools/uv 2>/dev/null || { rm -rf .tools/uv; mkdir -p .tools/uv/bin; }
	@if [ -x .tools/uv/bin/python ]; then .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8,<0.14'; \
	else $(PYTHON) -m pip install --quiet --target .tools/uv/lib 'uv>=0.8,<0.14' && ln -sf ../lib/bin/uv .tools/uv/bin/uv; fi

.venv/.ready: .tools/uv/bin/uv pyproject.toml uv.lock
	@echo "  environment: installing from the lock"
	@$(UV) sync --locked --quiet --compile-bytecode --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	@touch .venv/.ready

audit: .venv/.ready ## which packages of the lock have known vulnerabilities, against tools/audit_exceptions.toml
	@$(PY) -m tools.dependency_audit $(UV)

sbom: .venv/.ready ## every package of the lock as CycloneDX, in var/sbom.json
	@mkdir -p var
	@$(UV) export --frozen --offline --quiet --format cyclonedx1.5 --all-extras --all-groups --output-file var/sbom.json >/dev/null
	@echo var/sbom.json

fuzz: .venv/.ready ## longer runs of the tests that make up their own input, with counts (FUZZ_EXAMPLES=300)
	@VEILEDER_FUZZ_EXAMPLES='$(FUZZ_EXAMPLES)' $(PY) -m pytest -q -s -p no:randomly tests/security/test_fuzz_texts.py tests/security/test_fuzz_tokens.py tests/security/test_fuzz_files.py tests/service/test_made_requests.py

clean: ## remove everything that can be made again (keeps var/)
	rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache
