"""Recorded PCIe sessions across two bridges and a lossy Ethernet, through the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.tools import BUILD, TRACES, run_expether, run_json

NVME = TRACES / "nvme.tlp.gz"
IGB = TRACES / "igb-sriov.tlp.gz"
RUNS = BUILD / "run" / "test"
KEYS = {
    "passed",
    "tlps_sent",
    "tlps_delivered",
    "cycles",
    "retransmissions",
    "goodput_ratio",
    "latency_cycles",
    "backend",
    "seed",
}
# The engine and Verilator compared on every port in every cycle: once with the bridges as they are
# generated, the others with two peers, which run four times as fast.
MATRIX = [(NVME, 0.0, 1, 8), (NVME, 0.01, 2, 2), (IGB, 0.001, 1, 2)]


def replay(trace: Any, loss: float, seed: int, backend: str, peers: int = 2) -> dict[str, Any]:
    name = f"{trace.name.split('.')[0]}-{backend}-{loss}-{seed}-{peers}"
    return run_json(
        "replay",
        trace,
        "--backend",
        backend,
        "--loss",
        str(loss),
        "--seed",
        str(seed),
        "--peers",
        str(peers),
        "--out",
        RUNS / name,
        seconds=580,
    )


@pytest.mark.parametrize(
    ("trace", "loss", "seed", "peers"),
    MATRIX,
    ids=lambda value: value.name.split(".")[0] if hasattr(value, "name") else str(value),
)
def test_replay__passes__in_lockstep(trace: Any, loss: float, seed: int, peers: int) -> None:
    report = replay(trace, loss, seed, "lockstep", peers)
    assert report.keys() >= KEYS, f"missing: {KEYS - report.keys()}"
    assert report["passed"] is True
    assert (report["backend"], report["seed"]) == ("lockstep", seed)
    assert report["tlps_sent"] == report["tlps_delivered"] > 5_000
    latency = report["latency_cycles"]
    assert 0 < latency["p50"] <= latency["p99"] <= latency["max"] < report["cycles"]
    assert 0.0 < report["goodput_ratio"] <= 1.0
    if loss == 0.0:
        assert report["retransmissions"] == 0
    else:
        assert report["retransmissions"] > 0, "frames were lost and none was sent again"


def test_replay__comes_to_the_same__whatever_runs_it() -> None:
    found = {kind: replay(NVME, 0.01, 7, kind) for kind in ("native", "verilator")}
    for report in found.values():
        assert report["passed"] is True
    alike = ("tlps_sent", "tlps_delivered", "cycles", "retransmissions", "latency_cycles")
    for key in alike:
        values = {kind: report[key] for kind, report in found.items()}
        assert len({json.dumps(value, sort_keys=True) for value in values.values()}) == 1, values


def test_replay__seed_decides__what_is_lost() -> None:
    first, again, other = (replay(NVME, 0.01, seed, "native") for seed in (11, 11, 12))
    assert first["cycles"] == again["cycles"]
    assert first["retransmissions"] == again["retransmissions"]
    assert first["cycles"] != other["cycles"], "another seed lost the same frames"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["no-such-file.tlp"], 2),
        ([str(NVME), "--loss", "2"], 2),
        ([str(NVME), "--backend", "abacus"], 2),
        ([], 2),
    ],
)
def test_replay__says_what_is_wrong__with_bad_arguments(arguments: list[str], code: int) -> None:
    done = run_expether("replay", *arguments)
    assert done.returncode == code, done.stderr
    assert done.stderr.strip()
    assert "panicked" not in done.stderr
