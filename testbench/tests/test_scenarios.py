"""The scenarios that come with the program, on the hardware, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.tools import run_expether

# Those that docs/scenarios.md says are run in lockstep: the engine and Verilator compared on every
# port in every cycle. One pair, long frames, and five bridges.
LOCKSTEP = ("one-to-one", "jumbo", "one-to-four")


def test_scenarios__all__pass_on_the_hardware() -> None:
    done = run_expether("sim", "all", "--backend", "native", "--json", seconds=900)
    reports = json.loads(done.stdout)
    assert len(reports) >= 15
    failed = {report["scenario"]: report["failures"] for report in reports if not report["passed"]}
    assert not failed
    assert done.returncode == 0


@pytest.mark.parametrize("scenario", LOCKSTEP)
def test_scenario__passes__in_lockstep(scenario: str) -> None:
    done = run_expether("sim", scenario, "--backend", "lockstep", "--json", seconds=900)
    assert done.returncode == 0, done.stdout + done.stderr


def test_performance__document__is_what_is_measured() -> None:
    done = run_expether("measure", "--check", "docs/performance.md", seconds=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [("measure", "--check"), ("bench", "--update")])
def test_performance__document_without_marks__is_refused(
    command: tuple[str, str], tmp_path: Path
) -> None:
    """Before anything is measured."""
    other = tmp_path / "performance.md"
    other.write_text("# Performance\n")
    done = run_expether(*command, other, seconds=10)
    assert done.returncode != 0
    assert "missing" in done.stderr
