"""PAUSE against witnesses from outside: cocotbext-eth's XGMII models, Scapy's MAC control frames,
tshark.

Each case of `pause_cocotb` is a test here. The bench can also break the blocks in a named way
(`tests/verilog/pause_bench.v`); every such mutant has to be caught.
"""

from __future__ import annotations

import pytest

from support.simulation import TESTS, Bench, cases_of
from support.tools import emitted

# Mutant → the case that has to notice, and what it has to say.
SILENCES = "pause__made_by_scapy__silences_for_its_time"
OTHERS = "pause__others_made_by_scapy__are_dropped_and_not_obeyed"
OURS = "pause__of_ours__is_pause_to_scapy_and_to_tshark"
MUTANTS = {
    "1 wrong opcode": (OURS, "is no PAUSE to Scapy"),
    "2 time swapped": (OURS, "pause_time"),
    "3 wrong source": (OURS, "differs from Scapy's"),
    "4 not obeyed": (SILENCES, "clocks of silence"),
    "5 cut short": (SILENCES, "clocks of silence"),
    "6 forwarded": (SILENCES, "is forwarded"),
    "7 all obeyed": (OTHERS, "was counted"),
    "8 no release": (OURS, "end of congestion"),
}


@pytest.fixture(scope="module")
def pause() -> Bench:
    blocks = ("pause_receiver", "pause_transmitter", "xgmii_mac_rx", "xgmii_mac_tx")
    # A block that several contain comes once.
    sources = {path.name: path for block in blocks for path in emitted(block)}
    return Bench("pause_bench", [TESTS / "verilog/pause_bench.v", *sources.values()])


@pytest.mark.parametrize("case", cases_of("pause_cocotb"))
def test_pause(case: str, pause: Bench) -> None:
    outcome = pause.run("pause_cocotb", case)
    assert outcome.passed, outcome.message


@pytest.mark.parametrize("mutant", MUTANTS)
def test_pause__mutant_is_caught(mutant: str, pause: Bench) -> None:
    case, says = MUTANTS[mutant]
    outcome = pause.run("pause_cocotb", case, {"MUTANT": mutant.split(maxsplit=1)[0]})
    assert not outcome.passed, f"mutant {mutant} went unnoticed"
    assert says in outcome.message.splitlines()[0], outcome.message
