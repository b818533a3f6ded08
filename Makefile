# ExpEther: everything is run from here. `make help` lists the targets.
#
# Set-up is part of every target and costs nothing the second time: each step leaves a stamp in
# build/stamps, keyed by what it was made from.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS   += --no-print-directory
.DEFAULT_GOAL := all

ROOT  := $(CURDIR)
BUILD := $(ROOT)/build
SETUP := testbench/setup
PYTHON := $(ROOT)/.venv/bin/python
RUN   := $(BUILD)/run

# The pinned tools come first; EXPETHER_VERILATOR may name another Verilator on purpose.
export PATH := $(BUILD)/tools/bin:$(ROOT)/.venv/bin:$(PATH)
export EXPETHER_VERILATOR ?= $(BUILD)/tools/bin/verilator
export PYTHONUNBUFFERED := 1
# Each Python run names its own: the tree stays clean of caches.
export PYTHONPYCACHEPREFIX := $(BUILD)/pycache

CARGO_TARGET := $(or $(CARGO_TARGET_DIR),$(ROOT)/target)
# The binary that tests and the main job use. The development profile optimizes the simulator.
export EXPETHER := $(CARGO_TARGET)/debug/expether
# Compiled models (Verilator's, the engine's) stay in the tree, so that a clean clone is clean.
export EXPETHER_CACHE ?= $(BUILD)/cache

TRACES := testbench/traces
# Ethernet frame loss, as a probability.
LOSSES ?= 0,0.1%,1%
SEED   ?= 1

.PHONY: all help setup setup-synth build run test bless performance session-loss rate-control soak bench synth timing prove model clean distclean \
        audit check-format check-rust check-python test-rust test-python python-tests

all: run ## set up, build, generate the card and carry the NVMe trace across it

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
	    sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 18
	@printf '\n  %s\n' 'LOSSES=0,1% and SEED=1..5 change the main job; EXPETHER_VERILATOR=path another Verilator.'

# ---- set-up --------------------------------------------------------------------------------

setup: ## system packages, Python environment, pinned Verilator, test runner
	@$(SETUP)/packages.sh
	@$(SETUP)/python.sh
	@EXPETHER_VERILATOR="$(if $(filter $(BUILD)/%,$(EXPETHER_VERILATOR)),,$(EXPETHER_VERILATOR))" \
	    $(SETUP)/verilator.sh > /dev/null
	@$(SETUP)/nextest.sh

setup-synth: setup
	@$(SETUP)/python.sh synth

# With all tests: of other targets Cargo would build the libraries with other features, once more.
build: setup ## the command line, target/debug/expether, and all tests
	@cargo build --locked --workspace --all-targets

# ---- the main job --------------------------------------------------------------------------

run: build ## generate both bridges, replay nvme.tlp in lockstep at each loss of LOSSES
	@mkdir -p $(RUN)
	@for top in host_bridge device_bridge; do \
	    "$(EXPETHER)" gen $$top --out $(BUILD)/verilog > $(RUN)/$$top.files || exit; \
	    echo "$$top: $$(wc -l < $(RUN)/$$top.files) files in build/verilog/"; \
	done
	@"$(EXPETHER)" replay $(TRACES)/nvme.tlp.gz --backend lockstep \
	    --loss $(LOSSES) --seed $(SEED) --out $(RUN)
	@echo "captures, plots and reports: build/run/"

# ---- tests ---------------------------------------------------------------------------------

test: setup check-format check-rust test-rust check-python python-tests ## every test and check

check-format:
	@echo "== format"
	@cargo fmt --all --check

check-rust:
	@echo "== clippy"
	@cargo clippy --locked --quiet --workspace --all-targets -- -D warnings
	@cargo clippy --locked --quiet --workspace --lib --bins -- -D warnings -D clippy::unwrap_used

test-rust: setup
	@echo "== Rust tests"
	@cargo nextest run --locked --workspace --no-fail-fast
	@cargo test --locked --quiet --doc --workspace

check-python:
	@echo "== ruff, mypy"
	@cd testbench && ruff check --quiet . && ruff format --check --quiet . && mypy --no-error-summary

test-python: build python-tests ## cocotb, lint of emitted Verilog, outside witnesses, replay

# Within `test` the programs are those that the Rust tests have just built. The tests of one file share
# what they build, so they stay together.
python-tests:
	@echo "== Verilog lint, cocotb, outside witnesses, replay"
	@cd testbench && $(PYTHON) -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

bless: build ## rewrite golden Verilog, snapshots and generated docs; review with git diff
	@EXPETHER_BLESS=1 INSTA_UPDATE=always cargo nextest run --locked --workspace --no-fail-fast || true
	@cargo fmt --all
	@git --no-pager diff --stat

# ---- long ones -----------------------------------------------------------------------------

performance: build ## all tables of docs/performance.md: goodput, latency, loss in clocks, then `bench`
	@"$(EXPETHER)" measure --update docs/performance.md
	@$(MAKE) session-loss
	@$(MAKE) bench

session-loss: build ## the NVMe session at 0, 0.1 and 1 % loss with ten seeds, into docs/performance.md; two minutes
	@"$(EXPETHER)" replay $(TRACES)/nvme.tlp.gz --loss 0,0.1%,1% --seed 1..10 --update docs/performance.md

rate-control: build ## figures and plot of docs/rate-control.md; two minutes
	@EXPETHER_BLESS=1 cargo nextest run --locked --workspace --run-ignored only -E 'test(/rate_control__figures/)'

soak: build ## ten million TLPs over a bad link, a thousand unplugged bridges: docs/soak.md; about 20 minutes
	@"$(EXPETHER)" sim testbench/soak/soak.toml --details
	@cargo nextest run --locked --workspace --run-ignored only -E 'test(/each_of_1000_cycles/)'

bench: setup ## engine against Verilator, optimized, into docs/performance.md; some minutes, nothing else running
	@cargo build --locked --release --bin expether
	@$(CARGO_TARGET)/release/expether bench --update docs/performance.md

synth: build setup-synth ## resources of every block by open synthesis, to the terminal; minutes. BLOCKS=tlp_parser for one
	@$(PYTHON) $(SETUP)/timing.py --build $(BUILD)/timing --resources $(BLOCKS)

timing: build setup-synth ## resources and clock rate of every block by open synthesis; over an hour, goes on where it was cut off
	@$(PYTHON) $(SETUP)/timing.py --build $(BUILD)/timing --out docs/timing.md

prove: build ## proofs of the emitted Verilog, and the mutants that they have to catch
	@$(PYTHON) testbench/formal/prove.py --build $(BUILD)/prove --out docs/proofs.md

model: setup ## the connection protocol explored exhaustively in small, and its mutants: docs/model.md; about 5 minutes
	@cargo run --locked --quiet --release --package expether-model -- --out docs/model.md

audit: ## licences, sources and duplicates of every crate (needs cargo-deny)
	@cargo deny --locked check licenses bans sources

# ---- tidying -------------------------------------------------------------------------------

clean: ## what was built and run; keeps the tools and the Python environment
	@cargo clean --quiet
	@rm -rf $(RUN) $(BUILD)/cache $(BUILD)/verilog $(BUILD)/cocotb $(BUILD)/timing $(BUILD)/prove $(BUILD)/pycache

distclean: clean ## also the tools and the Python environment
	@rm -rf $(BUILD) .venv
