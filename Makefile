# Every command does all of its set-up; `make` alone lists them.
SWIFT ?= swift
DEV_DIR ?= .dev

.DEFAULT_GOAL := help
.PHONY: help setup demo dev test lint format bench build release clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install what is missing (libcurl and OpenSSL development files)
	@./scripts/setup

demo: setup ## Show a LaravelApp going to Ready on the embedded cluster
	$(SWIFT) build --product laravel-dev
	@"$$($(SWIFT) build --show-bin-path)/laravel-dev" demo

dev: setup ## Run the embedded cluster with the operator; prints the kubeconfig for kubectl
	$(SWIFT) build --product laravel-dev
	@"$$($(SWIFT) build --show-bin-path)/laravel-dev" up --kubeconfig $(DEV_DIR)/kubeconfig

test: setup ## Run every test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint: setup ## Check the layout of the code
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
	@bash -n scripts/setup .ci/run

format: ## Lay the code out
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

bench: setup ## Measure the operator (nothing is measured yet)
	@echo "bench: nothing to measure yet"

build: setup ## Build everything for development
	$(SWIFT) build

release: setup ## Build the operator as the image contains it
	$(SWIFT) build --configuration release --product laravel-operator --static-swift-stdlib

clean: ## Remove what was built
	rm -rf .build $(DEV_DIR)
