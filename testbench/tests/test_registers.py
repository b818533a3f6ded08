"""The register file of both bridges against a witness from outside: cocotbext-axi's master.

Each case of `registers_cocotb` is a test here. A mutant is a false description of one register:
the case has to notice that the hardware does otherwise.
"""

from __future__ import annotations

from functools import cache

import pytest

from support.simulation import Bench, cases_of
from support.tools import emitted

TOPS = ("host_bridge", "device_bridge")
MUTANTS = {
    "reset:ETHERTYPE": "registers__hold_their_reset_values__after_reset",
    "width:WINDOW": "registers__keep_what_is_written__in_their_fields_only",
    "offset:ACK_DELAY": "registers__are_apart__each_with_its_own_value",
    "access:SEED_LO": "registers__ignore_writes__where_they_are_read_only",
    "width:GROUP": "registers__obey_byte_strobes__one_to_three_bytes",
    "reset:PEER_CONTROL[0]": "registers__hold_their_reset_values__after_reset",
    "width:ROUTE_IO[0]": "registers__keep_what_is_written__in_their_fields_only",
    "offset:ROUTE_WIDE_BASE[0]": "registers__are_apart__each_with_its_own_value",
}


@cache
def bench(top: str) -> Bench:
    return Bench(top, list(emitted(top)))


@pytest.mark.parametrize("top", TOPS)
@pytest.mark.parametrize("case", cases_of("registers_cocotb"))
def test_registers(case: str, top: str) -> None:
    outcome = bench(top).run("registers_cocotb", case)
    assert outcome.passed, outcome.message


@pytest.mark.parametrize("mutant", MUTANTS)
def test_registers__mutant_is_caught(mutant: str) -> None:
    outcome = bench(TOPS[0]).run("registers_cocotb", MUTANTS[mutant], {"MUTANT": mutant})
    assert not outcome.passed, f"mutant {mutant} went unnoticed"
    assert ", expected 0x" in outcome.message.splitlines()[0], outcome.message
