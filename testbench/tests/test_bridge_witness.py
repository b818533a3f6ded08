"""Both bridges against witnesses from outside: Scapy, cocotbext-pcie, -eth and -axi.

Each case of `bridge_cocotb` is a test here; a mutant of what a case compares has to be caught.
"""

from __future__ import annotations

from functools import cache

import pytest

from support.simulation import Bench, cases_of
from support.tools import emitted

TOPS = ("host_bridge", "device_bridge")


@cache
def bench(top: str) -> Bench:
    return Bench(top, list(emitted(top)))


@pytest.mark.parametrize("top", TOPS)
@pytest.mark.parametrize("case", cases_of("bridge_cocotb"))
def test_bridge(case: str, top: str) -> None:
    outcome = bench(top).run("bridge_cocotb", case)
    assert outcome.passed, outcome.message


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("bridge__sends_each_tlp__in_a_frame_of_its_own", "travels as"),
        ("bridge__delivers_each_tlp__and_acknowledges_it", "TLP 0"),
    ],
)
def test_bridge__mutant_is_caught(case: str, says: str) -> None:
    outcome = bench(TOPS[0]).run("bridge_cocotb", case, {"MUTANT": "1"})
    assert not outcome.passed, "a flipped bit went unnoticed"
    assert says in outcome.message.splitlines()[0], outcome.message
