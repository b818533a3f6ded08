# Shared by the set-up steps. Sourced, not run.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
setup=$root/testbench/setup
build=$root/build
venv=$root/.venv
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf 'setup: %s\n' "$*" >&2; }
die() {
    printf 'setup: error: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf 'setup:   %s\n' "$line" >&2; done
    exit 3
}

# A step's stamp carries the hash of everything the step was made from, so an edited list or
# script runs the step again and nothing else does.
#   stamp_name STEP FILE... [-- WORD...]
stamp_name() {
    local step=$1
    shift
    local hash files=() words=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        files+=("$1")
        shift
    done
    words=("$@")
    hash=$({ cat "${files[@]}"; printf '%s\n' "$root" "${words[@]:-}"; } | sha256sum | cut -c1-16)
    printf '%s/stamps/%s-%s' "$build" "$step" "$hash"
}

mark() {
    mkdir -p "$build/stamps"
    rm -f "$build/stamps/$(basename "${1%-*}")"-*
    : >"$1"
}
