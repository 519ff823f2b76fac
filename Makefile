# Kanon's front door: every rule is a few lines that call apt, swift or kanon.
#
#   reproduce    set up, build, run every experiment, judge it against its golden, draw it
#   paper        the same at the paper's budgets: the full curves, into records of their own; hours
#   test         set up, build, run every test
#   check        lint, build without warnings, test: before each commit
#   lint         the strict formatter on all Swift sources
#   bench        the measured figures of merit (never part of the tests)
#   fuzz         200,000 mutated manifests: no crash, no hang, no memory above 200 MB
#   stress       16 processes record 100 runs each, 5 % of them killed: no record is lost
#   accuracy     elementary functions in f64 against MPFR, a million arguments each; in f32 at every float
#   portability  one digest per kernel, one outcome per experiment: compilers, builds, instruction sets, threads, libm
#   gates        200 times kanon verify and kanon check on the recorded models: none may be red
#   notebook     the pages of the notebook, from the ledger: notebook/index.html
#   figures      the paper's figures into figures/, with a manifest of digests; refuses what is red or stale
#   install      kanon and kanon-notebook below PREFIX (/usr/local)
#   setup        install the Debian packages that are missing
#   clean        remove what was built
#   help         print this list

PACKAGES := libgit2-dev libyaml-dev libpng-dev libcmark-dev pkg-config gnuplot-nox locales
# More packages to install, such as what only some tests look at: make test EXTRA="chromium python3-nbformat"
EXTRA    ?=
SWIFT    := swift
BUILD    := $(SWIFT) build -c release --build-tests --explicit-target-dependency-import-check error
KANON    := .build/release/kanon
PREFIX   ?= /usr/local

.DEFAULT_GOAL := help
.PHONY: reproduce paper test check lint bench fuzz stress accuracy portability gates notebook figures install setup build clean help

reproduce: build
	@$(KANON) reproduce

paper: build
	@$(KANON) reproduce --budget paper

test: build
	$(SWIFT) build --product kanon
	$(SWIFT) test -c release --skip-build

check: lint test

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Examples

bench: build
	@$(KANON) bench fits
	@$(KANON) bench nist
	@$(KANON) bench kernels

fuzz: build
	@$(KANON) fuzz --cases 200000

portability: build
	@Benchmarks/portability/portability.sh
	$(SWIFT) build --product kanon
	@$(KANON) portability --other .build/debug/kanon

gates: build
	@Benchmarks/gates/gates.sh 200 $(KANON)

stress: build
	@folder=$$(mktemp -d) && trap 'rm -rf '$$folder EXIT && git -C $$folder init -q && \
	$(KANON) stress -C $$folder --writers 16 --runs 100 --kill 0.05 && git -C $$folder fsck --strict --no-dangling

accuracy: PACKAGES += libmpfr-dev
accuracy: setup
	@mkdir -p .build/accuracy
	for program in accuracy accuracy_f32; do clang -O2 -Wall -ISources/CKernels/include \
	  $(wildcard Sources/CKernels/*.c Sources/CKernels/*/*.c) Benchmarks/accuracy/$$program.c \
	  -lmpfr -lgmp -lm -lpthread -o .build/accuracy/$$program || exit 1; done
	@.build/accuracy/accuracy
	@.build/accuracy/accuracy_f32

notebook: build
	@$(KANON) notebook

figures: build
	@$(KANON) figures --all --strict

install: setup
	$(SWIFT) build -c release --product kanon
	$(SWIFT) build -c release --product kanon-notebook
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install .build/release/kanon .build/release/kanon-notebook "$(DESTDIR)$(PREFIX)/bin/"

build: setup
	$(BUILD)

setup:
	@command -v $(SWIFT) >/dev/null || { echo "kanon: no Swift toolchain on the PATH; install Swift 6.2 or newer from https://swift.org/install" >&2; exit 3; }
	@missing=$$(for p in $(PACKAGES) $(EXTRA); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || printf '%s ' $$p; done); \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo=sudo; \
	elif command -v sudo >/dev/null && [ -t 0 ]; then sudo=sudo; \
	else echo "kanon: missing packages, and no right to install them. As root: apt-get install $$missing" >&2; exit 3; fi; \
	echo "kanon: installing $$missing"; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing >/dev/null || \
	{ echo "kanon: could not install. By hand: apt-get install $$missing" >&2; exit 3; }

clean:
	rm -rf .build

help:
	@sed -n '/^#   /s/^#   /make /p' Makefile
