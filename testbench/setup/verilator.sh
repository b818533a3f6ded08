#!/usr/bin/env bash
# The project's own repaired Verilator: build/verilator and build/tools/bin/verilator.
# Prints the path of the program to use. EXPETHER_VERILATOR names another one instead.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ -n "${EXPETHER_VERILATOR:-}" ]; then
    "$EXPETHER_VERILATOR" --version >/dev/null ||
        die "EXPETHER_VERILATOR=$EXPETHER_VERILATOR does not run"
    say "using EXPETHER_VERILATOR=$EXPETHER_VERILATOR, not the pinned one"
    printf '%s\n' "$EXPETHER_VERILATOR"
    exit 0
fi
stamp=$(stamp_name verilator "$setup/repair_verilator.py" "$setup/smoke_verilator.py" \
    "$root/testbench/requirements.txt" "${BASH_SOURCE[0]}")
if ! { [ -e "$stamp" ] && "$build/tools/bin/verilator" --version >/dev/null 2>&1; }; then
    say "repairing Verilator and trying it out"
    "$venv/bin/python" "$setup/repair_verilator.py" --build "$build" >/dev/null ||
        die "Verilator could not be repaired"
    "$venv/bin/python" "$setup/smoke_verilator.py" "$build/tools/bin/verilator" >&2 ||
        die "the repaired Verilator does not work" "docs/tools.md says what it needs"
    mark "$stamp"
fi
printf '%s\n' "$build/tools/bin/verilator"
