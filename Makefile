# Popcorn: everything one does with this checkout. `make help` lists it.
#
# What is built lies in a cache outside the checkout, so that a fresh clone on the same machine is quick. Move it
# with POPCORN_CACHE, or only Cargo's part with CARGO_TARGET_DIR.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

export POPCORN_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/popcorn
export CARGO_TARGET_DIR ?= $(POPCORN_CACHE)/target
export CARGO_TERM_COLOR ?= auto
# What the browser journeys run, wherever it lies.
export CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser)

# One choice of packages for every native command, so that Cargo builds each crate with one set of features, once.
NATIVE := --workspace --exclude frontend
BROWSER := -p frontend -p app -p domain --lib --target wasm32-unknown-unknown
LOGS := $(POPCORN_CACHE)/logs
POPCORN := $(CARGO_TARGET_DIR)/release/popcorn
# Software that we did not write, for tests of what others check; .ci/install puts it there.
VERIFIER := $(POPCORN_CACHE)/verifier/bin/python
# The demo never goes into a database that this shell happens to name: it goes into a file of its own.
WITHOUT_DATABASE := env -u DATABASE_URL -u POPCORN_DATABASE_URL

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
# Not for all targets: tests must not see these settings.
run: export POPCORN_DATA ?= $(CURDIR)/data
run: export POPCORN_LISTEN ?= 127.0.0.1:3000
run: export POPCORN_BASE_URL ?= http://$(POPCORN_LISTEN)
run: build ## Build for release, fill ./data with the demo, serve it on http://127.0.0.1:3000
	@.ci/install fonts
	mkdir -p "$(POPCORN_DATA)"
	$(WITHOUT_DATABASE) $(POPCORN) migrate
	$(WITHOUT_DATABASE) $(POPCORN) demo
	exec $(WITHOUT_DATABASE) $(POPCORN) serve

.PHONY: build
build: bundle ## Build the one file that is deployed: the program with the site inside
	cargo build --release -p server --features embed
	@echo "built: $(POPCORN)"

.PHONY: bundle
bundle: ## Build the site's files for release (WASM, script, styles)
	@.ci/install build
	cargo run -q -p bundler

.PHONY: test
test: ## Everything that must pass: check, unit, e2e (installs what is missing)
	@.ci/install
	@$(MAKE) check
	@$(MAKE) unit
	@$(MAKE) e2e
	@.ci/total "$(LOGS)/unit.txt" "$(LOGS)/e2e.json"

.PHONY: check
check: ## Format and lints, for the server and for the browser
	@.ci/install build
	cargo fmt --all --check
	cargo clippy $(NATIVE) --all-targets -- -D warnings
	cargo clippy $(BROWSER) -- -D warnings

.PHONY: unit
unit: ## Cargo's tests, on SQLite and on a private PostgreSQL that is started for them
	@.ci/install build postgres verifier
	@mkdir -p "$(LOGS)"
	cargo build $(NATIVE) --all-targets
	@trap '.ci/postgres stop' EXIT; \
	TEST_POSTGRES_URL=$$(.ci/postgres start); \
	export TEST_POSTGRES_URL POPCORN_TEST_REQUIRE_POSTGRES=1 POPCORN_TEST_VERIFIER="$(VERIFIER)"; \
	cargo test $(NATIVE) --no-fail-fast 2>&1 | tee "$(LOGS)/unit.txt"

.PHONY: e2e
e2e: ## Journeys in a real browser, with the application and without JavaScript
	@.ci/install build browser
	@mkdir -p "$(LOGS)"
	cargo build $(NATIVE) --all-targets
	"$(CARGO_TARGET_DIR)/debug/bundler" --dev
	cd end2end && POPCORN_E2E_REPORT="$(LOGS)/e2e.json" node_modules/.bin/playwright test $(ARGS)

.PHONY: bench
bench: ## Weigh the bundle against its budget, then measure the release build
	@.ci/install build
	cargo run -q -p bundler -- --budget
	cargo run --release -p server --features embed --example bench

.PHONY: screenshot
screenshot: ## Pictures of the demo's pages, phone and laptop, light and dark
	@.ci/install build browser
	cargo build $(NATIVE) --all-targets
	"$(CARGO_TARGET_DIR)/debug/bundler" --dev
	cd end2end && POPCORN_SCREENSHOTS="$(POPCORN_CACHE)/screenshots" node_modules/.bin/playwright test --project screenshots
	@echo "pictures: $(POPCORN_CACHE)/screenshots"

.PHONY: fmt
fmt: ## Format all Rust code
	cargo fmt --all
