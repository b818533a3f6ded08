#!/usr/bin/env bash
# The Python environment .venv from testbench/requirements.txt, every version pinned.
#   python.sh [synth]     with `synth`, also what `make timing` needs
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# cocotb loads Python as a shared library: Debian's own has one, many hand-built ones do not.
choose_python() {
    local candidate
    for candidate in ${EXPETHER_PYTHON:-} /usr/bin/python3 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    die "no Python 3.11 or newer with venv found" \
        "install python3-venv, or name one: EXPETHER_PYTHON=/path/to/python3"
}
python=$(choose_python)
version=$("$python" -c 'import sys; print(sys.version)')

install() { # STEP REQUIREMENTS
    local stamp
    stamp=$(stamp_name "$1" "$2" "${BASH_SOURCE[0]}" -- "$version")
    [ -e "$stamp" ] && [ -x "$venv/bin/python" ] && return
    say "Python packages of ${2#"$root"/}"
    "$venv/bin/python" -m pip install --quiet --no-input --requirement "$2" </dev/null >&2 ||
        die "pip could not install ${2#"$root"/}"
    "$venv/bin/python" -m pip check --quiet >&2 || die "pip check: the pinned versions disagree"
    mark "$stamp"
}

stamp=$(stamp_name venv "${BASH_SOURCE[0]}" -- "$version")
if ! { [ -e "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null; }; then
    rm -rf "$venv" "$build"/stamps/python-*
    "$python" -m venv "$venv" || die "could not make .venv with $python"
    mark "$stamp"
fi
install python-test "$root/testbench/requirements.txt"
if [ "${1:-}" = synth ]; then
    install python-synth "$root/testbench/requirements-synth.txt"
fi
