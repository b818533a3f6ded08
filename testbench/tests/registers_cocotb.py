"""Cases for a bridge's register file, driven by cocotbext-axi's AXI4-Lite master.

What each register has to do is taken from `expether_wire`, which is made from the same tables as
the hardware and the documentation. Run by test_registers.py.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, Combine, with_timeout
from cocotbext.axi import AxiLiteBus, AxiLiteMaster, AxiResp

from expether_wire import REGISTERS, Register
from support.xgmii import CLOCK_PS

ALL_BITS = 0xFFFF_FFFF
IDLE_INPUTS = {
    "pcie_rx_valid": 0,
    "pcie_rx_data": 0,
    "pcie_rx_keep": 0,
    "pcie_rx_last": 0,
    "pcie_rx_error": 0,
    "pcie_tx_ready": 1,
    "xgmii_rx_data": 0x0707_0707_0707_0707,
    "xgmii_rx_ctrl": 0xFF,
}
# No transfer takes longer, whatever the pauses.
PATIENCE_NS = 5_000


def wrong(register: Register, what: str) -> Register:
    """A register described falsely, to see that the case notices."""
    field = register.fields[0]
    if what == "reset":
        return replace(register, fields=(replace(field, reset=field.reset ^ 1),))
    if what == "width":
        return replace(register, fields=(replace(field, width=field.width - 1),))
    if what == "access":
        return replace(register, access="ro")
    if what == "offset":
        return replace(register, offset=register.offset + 4)
    raise ValueError(what)


def described() -> list[Register]:
    """Every register; MUTANT=what:NAME makes one of the descriptions false."""
    what, _, name = os.environ.get("MUTANT", "").partition(":")
    return [wrong(r, what) if r.name == name else r for r in REGISTERS.values()]


class Bench:
    """A bridge with nothing on its streams and a master on its registers."""

    def __init__(self, dut: Any) -> None:
        self.dut = dut
        self.random = random.Random(cocotb.RANDOM_SEED)
        Clock(dut.clock, CLOCK_PS, "ps").start()
        for name, value in IDLE_INPUTS.items():
            getattr(dut, name).value = value
        dut.reset.value = 1
        self.bus = AxiLiteBus.from_prefix(dut, "axil")
        self.master = AxiLiteMaster(self.bus, dut.clock, dut.reset)
        for half in (self.master.write_if, self.master.read_if):
            half.log.setLevel("WARNING")

    async def reset(self) -> None:
        self.dut.reset.value = 1
        await ClockCycles(self.dut.clock, 4)
        self.dut.reset.value = 0
        await ClockCycles(self.dut.clock, 4)

    async def read(self, offset: int) -> int:
        answer = await with_timeout(self.master.read(offset, 4), PATIENCE_NS, "ns")
        assert answer.resp == AxiResp.OKAY, f"read of {offset:#05x} answered {answer.resp!r}"
        return int.from_bytes(answer.data, "little")

    async def write(self, offset: int, value: int) -> None:
        await self.write_bytes(offset, value.to_bytes(4, "little"))

    async def write_bytes(self, offset: int, data: bytes) -> None:
        answer = await with_timeout(self.master.write(offset, data), PATIENCE_NS, "ns")
        assert answer.resp == AxiResp.OKAY, f"write to {offset:#05x} answered {answer.resp!r}"

    async def expect(self, register: Register, value: int, when: str) -> None:
        found = await self.read(register.offset)
        place = f"{register.name} at {register.offset:#05x}"
        assert found == value, f"{place} {when}: {found:#010x}, expected {value:#010x}"

    def pauses(self, probability: float) -> Iterator[bool]:
        while True:
            yield self.random.random() < probability


@cocotb.test(timeout_time=1, timeout_unit="ms")
async def registers__hold_their_reset_values__after_reset(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in described():
        await bench.expect(register, register.reset, "after reset")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__keep_what_is_written__in_their_fields_only(dut: Any) -> None:
    """Ones, zeros and random values; bits in no field read as zero."""
    bench = Bench(dut)
    await bench.reset()
    for register in described():
        if register.access != "rw":
            continue
        for value in (ALL_BITS, 0, 0xA5A5_5A5A, bench.random.getrandbits(32)):
            await bench.write(register.offset, value)
            await bench.expect(register, value & register.mask, f"after {value:#010x}")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__are_apart__each_with_its_own_value(dut: Any) -> None:
    """All written before any is read: no two share an address or a bit."""
    bench = Bench(dut)
    await bench.reset()
    written = {r.name: bench.random.getrandbits(32) & r.mask for r in described()}
    # Nothing on the line is to count while this is judged.
    written["CONTROL"] = 0
    for register in described():
        if register.access == "rw":
            await bench.write(register.offset, written[register.name])
    for register in described():
        value = written[register.name] if register.access == "rw" else register.reset
        await bench.expect(register, value, "after all were written")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__ignore_writes__where_they_are_read_only(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in described():
        if register.access == "rw":
            continue
        for value in (ALL_BITS, 0, 0x1234_5678):
            await bench.write(register.offset, value)
            await bench.expect(register, register.reset, f"after {value:#010x}")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__obey_byte_strobes__one_to_three_bytes(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in described():
        if register.access != "rw":
            continue
        for first in range(4):
            for count in range(1, 5 - first):
                before, fresh = bench.random.getrandbits(32), bench.random.randbytes(count)
                await bench.write(register.offset, before)
                await bench.write_bytes(register.offset + first, fresh)
                value = bytearray(before.to_bytes(4, "little"))
                value[first : first + count] = fresh
                expected = int.from_bytes(value, "little") & register.mask
                await bench.expect(
                    register, expected, f"after bytes {first} to {first + count - 1}"
                )


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__answer_every_access__where_there_is_none(dut: Any) -> None:
    """Any of the 1,024 words: an answer comes, and no register changes."""
    bench = Bench(dut)
    await bench.reset()
    known = {register.offset for register in REGISTERS.values()}
    for offset in range(0, 0x1000, 4):
        if offset in known:
            continue
        write = bench.master.write(offset, b"\xff\xff\xff\xff")
        await with_timeout(write, PATIENCE_NS, "ns")
        answer = await with_timeout(bench.master.read(offset, 4), PATIENCE_NS, "ns")
        assert bytes(answer.data) == bytes(4), f"{offset:#05x} reads {bytes(answer.data).hex()}"
    for register in described():
        await bench.expect(register, register.reset, "after writes beside it")


@cocotb.test(timeout_time=5, timeout_unit="ms")
async def registers__keep_the_order__with_pauses_on_every_channel(dut: Any) -> None:
    """Address and data in either order, answers held back, reads and writes at once."""
    bench = Bench(dut)
    await bench.reset()
    write, read = bench.master.write_if, bench.master.read_if
    channels = (write.aw_channel, write.w_channel, write.b_channel, read.ar_channel, read.r_channel)
    for channel in channels:
        channel.set_pause_generator(bench.pauses(0.6))
    chosen = [r for r in described() if r.access == "rw" and r.name != "CONTROL"]
    values = {r.name: r.reset for r in chosen}

    async def write_all() -> None:
        for _ in range(100):
            register = bench.random.choice(chosen)
            value = bench.random.getrandbits(32)
            await bench.write(register.offset, value)
            values[register.name] = value & register.mask

    async def read_all() -> None:
        for _ in range(100):
            await bench.expect(REGISTERS["ID"], REGISTERS["ID"].reset, "while others are written")

    await Combine(cocotb.start_soon(write_all()), cocotb.start_soon(read_all()))
    for register in chosen:
        await bench.expect(register, values[register.name], "after all writes")


@cocotb.test(timeout_time=1, timeout_unit="ms")
async def registers__fall_back__at_reset(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in described():
        if register.access == "rw":
            await bench.write(register.offset, ~register.reset & ALL_BITS)
    await bench.reset()
    for register in described():
        await bench.expect(register, register.reset, "after a second reset")
