#!/usr/bin/env bash
# cargo-nextest, the test runner: the one that is there, else the pinned one into build/tools.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

version=0.9.143
command -v cargo >/dev/null || die "no Rust toolchain found (cargo)" \
    "install one with rustup, version $(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml") or newer"
cargo nextest --version >/dev/null 2>&1 && exit 0
[ -x "$build/tools/bin/cargo-nextest" ] && exit 0
say "building cargo-nextest $version (a few minutes, once)"
# Unoptimized: it only starts processes, and is ready in a third of the time.
cargo install --quiet --locked --debug --root "$build/tools" --version "$version" cargo-nextest >&2 ||
    die "cargo-nextest could not be built"
