"""The emitted MAC against a witness from outside: cocotbext-eth's XGMII models.

Each case of `mac_tx_cocotb` and `mac_rx_cocotb` is a test here. The benches can also break the
block in a named way (`tests/verilog/mac_*_bench.v`); every such mutant has to be caught.
"""

from __future__ import annotations

import pytest

from support.simulation import TESTS, Bench, cases_of
from support.tools import emitted

# Mutant → the case that has to notice, and what it has to say.
TX = "xgmii_mac_tx__"
TX_MUTANTS = {
    "1 wrong byte": (f"{TX}keeps_every_byte__all_lengths", "differs first at byte"),
    "2 wrong FCS": (f"{TX}keeps_every_byte__all_lengths", "FCS"),
    "3 control inside": (f"{TX}keeps_every_byte__all_lengths", "control character 0xfe"),
    "4 wrong preamble": (f"{TX}keeps_every_byte__all_lengths", "preamble"),
    "5 late": (f"{TX}first_word_leaves__within_its_latency", "latency"),
    "6 slow": (f"{TX}keeps_line_rate__minimum_and_largest_frames", "more than line rate"),
    "7 error ignored": (
        f"{TX}spoils_the_frame__when_error_is_on_its_last_beat",
        "a frame with error looks good",
    ),
    "8 no Terminate": (f"{TX}keeps_every_byte__all_lengths", "control character 0x07"),
    "9 lost frame": (f"{TX}keeps_every_byte__random_time_between_frames", "frame 3: differs"),
}
RX = "xgmii_mac_rx__"
RX_MUTANTS = {
    "1 wrong byte": (f"{RX}keeps_every_byte__all_lengths", "byte 29 is"),
    "2 lost beat": (f"{RX}keeps_every_byte__all_lengths", "52 bytes came"),
    "3 error ignored": (f"{RX}marks_the_frame__any_byte_altered", "marked good"),
    "4 always bad": (f"{RX}keeps_every_byte__all_lengths", "a good frame is marked bad"),
    "5 short last": (f"{RX}keeps_every_byte__all_lengths", "59 bytes came"),
    "6 late": (f"{RX}first_beat_leaves__within_its_latency", "latency"),
    "7 frames joined": (f"{RX}keeps_every_frame__back_to_back", "not the last"),
    "8 lost frame": (f"{RX}keeps_every_frame__back_to_back", "frame 3 of"),
    "9 keep hole": (f"{RX}keeps_every_byte__all_lengths", "not contiguous"),
}


@pytest.fixture(scope="module")
def mac_tx() -> Bench:
    return Bench("mac_tx_bench", [TESTS / "verilog/mac_tx_bench.v", *emitted("xgmii_mac_tx")])


@pytest.fixture(scope="module")
def mac_rx() -> Bench:
    return Bench("mac_rx_bench", [TESTS / "verilog/mac_rx_bench.v", *emitted("xgmii_mac_rx")])


@pytest.mark.parametrize("case", cases_of("mac_tx_cocotb"))
def test_mac_tx(case: str, mac_tx: Bench) -> None:
    outcome = mac_tx.run("mac_tx_cocotb", case)
    assert outcome.passed, outcome.message


@pytest.mark.parametrize("case", cases_of("mac_rx_cocotb"))
def test_mac_rx(case: str, mac_rx: Bench) -> None:
    outcome = mac_rx.run("mac_rx_cocotb", case)
    assert outcome.passed, outcome.message


@pytest.mark.parametrize("mutant", TX_MUTANTS)
def test_mac_tx__mutant_is_caught(mutant: str, mac_tx: Bench) -> None:
    environment = {"MUTANT": mutant.split(maxsplit=1)[0], "LENGTH_STEP": "97"}
    case, says = TX_MUTANTS[mutant]
    outcome = mac_tx.run("mac_tx_cocotb", case, environment)
    assert not outcome.passed, f"mutant {mutant} went unnoticed"
    assert says in outcome.message.splitlines()[0], outcome.message


@pytest.mark.parametrize("mutant", RX_MUTANTS)
def test_mac_rx__mutant_is_caught(mutant: str, mac_rx: Bench) -> None:
    environment = {"MUTANT": mutant.split(maxsplit=1)[0], "LENGTH_STEP": "97"}
    case, says = RX_MUTANTS[mutant]
    outcome = mac_rx.run("mac_rx_cocotb", case, environment)
    assert not outcome.passed, f"mutant {mutant} went unnoticed"
    assert says in outcome.message.splitlines()[0], outcome.message
