# PUSKESOS Siaga. Python 3.11 and make are enough to run it; what testing needs is installed by `make test`.
PY    ?= python3
VENV  ?= .venv
BIN    = $(VENV)/bin
TOOLS  = tests/tools/node_modules
SUDO   = $(if $(filter 0,$(shell id -u)),,sudo)
UV     = $(or $(shell command -v uv),$(wildcard $(BIN)/uv))
APT    = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
DEMO  ?= 1
PORT  ?= 5000
export DEMO PORT
unexport PYTHONDONTWRITEBYTECODE # a run of the tests is some fifty processes: each would compile everything anew

.DEFAULT_GOAL = run
.PHONY: run setup setup-dev browser node check test bench oracle pictures soak locks clean

run: setup             ## the server with the demo desa on 127.0.0.1:$(PORT); DEMO=0: an empty one
	@$(BIN)/python -m server

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

$(VENV)/.run: requirements.lock
	@$(call install,requirements.lock)
	@touch $@
$(VENV)/.dev: requirements-dev.lock
	@$(call install,requirements-dev.lock)
	@touch $(VENV)/.run $@

# $(1): a lock file; every package is checked against its hash
define install
$(PY) -c 'import sys; sys.exit("Perlu Python 3.11 atau lebih baru (PY=python3.11 make …)" if sys.version_info < (3, 11) else 0)' && \
echo "Memasang $(1) ke $(VENV) …" && \
if [ -n "$(UV)" ]; then \
  { [ -x $(BIN)/python ] || "$(UV)" venv -q --python $(PY) $(VENV); } && \
  "$(UV)" pip install -q --python $(BIN)/python --require-hashes -r $(1); \
else \
  { [ -x $(BIN)/python ] || $(PY) -m venv $(VENV); } && \
  { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip -q; } && \
  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1); \
fi
endef

browser:               ## a Chromium to test with: CHROME_PATH, an installed one, else Debian's
	@[ -x "$$CHROME_PATH" ] || command -v chromium >/dev/null || \
	 { echo "Memasang Chromium …"; $(SUDO) apt-get update -qq && $(APT) chromium >/dev/null; }

node: $(TOOLS)/.done   ## node and what JavaScript is checked with; the server and the application need none
$(TOOLS)/.done: tests/tools/package-lock.json
	@{ command -v node && command -v npm; } >/dev/null || \
	 { echo "Memasang node …"; $(SUDO) apt-get update -qq && $(APT) nodejs npm >/dev/null; }
	@cd tests/tools && npm ci --silent --no-audit --no-fund
	@touch $@

check: setup-dev node  ## types, lint, quick tests: under a minute
	@$(BIN)/python tests/check.py

test: setup-dev node browser  ## everything, on SQLite and on PostgreSQL
	@$(BIN)/python tests/run.py

bench: setup-dev browser      ## what the house must reach, measured (docs/targets.md); BENCH_JSON=file, ROWS=words
	@$(BIN)/python -m tests.bench

oracle: setup-dev            ## our forms beside the engine of ODK Web Forms: docs/oracle.md; FORMS=a.xlsx:b.xlsx adds some
	@cd tests/oracle && npm ci --silent --no-audit --no-fund
	@$(BIN)/python -m tests.oracle

pictures: setup-dev browser   ## the pictures of the README, from the running product
	@$(BIN)/python -m tests.tools.pictures

soak: setup-dev node browser  ## the tests with chance in them, long: SOAK=examples; and the longest walks
	@SOAK=$${SOAK:-2000} $(BIN)/python tests/run.py -m "chance or long"
	@for kind in sqlite postgresql; do \
	  $(BIN)/python -m tests.model.soak --database $$kind --steps $${MODEL_STEPS:-100000} || exit 1; done
	@$(BIN)/python -m tests.model.soak --plants --steps 5000 --seed 1

locks:                 ## write the lock files anew from pyproject.toml (needs uv)
	@for dev in "" dev; do \
	  "$(UV)" pip compile -q pyproject.toml $${dev:+--group dev} --universal --python-version 3.11 --upgrade --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url -o requirements$${dev:+-dev}.lock; done

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
