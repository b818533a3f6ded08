"""Cases for a bridge's register file, driven by cocotbext-axi's AXI4-Lite master.

What each register has to do is taken from `expether_wire`, which is made from the same tables as
the hardware and the documentation: the bridge's own, and those of each peer in its page. How many
peers there are the bridge says itself, in SHAPE; the pages beyond must be empty. Run by
test_registers.py.
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

from expether_wire import PEER_MAXIMUM, PEER_REGISTERS, REGISTERS, ROLE, Register, peer_offset
from support.xgmii import CLOCK_PS

ALL_BITS = 0xFFFF_FFFF
IDLE_INPUTS = {
    "pcie_rx_valid": 0,
    "pcie_rx_data": 0,
    "pcie_rx_keep": 0,
    "pcie_rx_last": 0,
    "pcie_rx_error": 0,
    "pcie_tx_ready": 1,
    "pcie_tx_credits_posted_header": 0,
    "pcie_tx_credits_posted_data": 0,
    "pcie_tx_credits_non_posted_header": 0,
    "pcie_tx_credits_non_posted_data": 0,
    "pcie_tx_credits_completion_header": 0,
    "pcie_tx_credits_completion_data": 0,
    "pcie_tx_credits_infinite": 7,
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


def pages(peers: int) -> list[Register]:
    """The registers of so many peers, `NAME[i]` at its own address."""
    return [
        replace(register, name=f"{register.name}[{i}]", offset=peer_offset(i, register))
        for i in range(peers)
        for register in PEER_REGISTERS.values()
    ]


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
        assert answer.resp == AxiResp.OKAY, f"read of {offset:#06x} answered {answer.resp!r}"
        return int.from_bytes(answer.data, "little")

    async def write(self, offset: int, value: int) -> None:
        await self.write_bytes(offset, value.to_bytes(4, "little"))

    async def write_bytes(self, offset: int, data: bytes) -> None:
        answer = await with_timeout(self.master.write(offset, data), PATIENCE_NS, "ns")
        assert answer.resp == AxiResp.OKAY, f"write to {offset:#06x} answered {answer.resp!r}"

    async def described(self) -> list[Register]:
        """Every register; MUTANT=what:NAME makes one of the descriptions false."""
        shape = REGISTERS["SHAPE"]
        value = await self.read(shape.offset)
        peers, role = (field.get(value) for field in shape.fields)
        assert 1 <= peers <= PEER_MAXIMUM, f"{peers} peers"
        own = ROLE["host bridge" if "host" in self.dut._name else "device bridge"]
        assert role == own, f"role {role}, expected {own}"
        what, _, name = os.environ.get("MUTANT", "").partition(":")
        registers = [*REGISTERS.values(), *pages(peers)]
        assert not name or any(r.name == name for r in registers), f"no register {name}"
        return [wrong(r, what) if r.name == name else r for r in registers]

    async def unchanging(self) -> list[Register]:
        """Those whose value is known: not what the hardware says of the moment."""
        return [register for register in await self.described() if register.access != "status"]

    async def writable(self) -> list[Register]:
        return [register for register in await self.described() if register.access == "rw"]

    async def expect(self, register: Register, value: int, when: str) -> None:
        found = await self.read(register.offset)
        place = f"{register.name} at {register.offset:#06x}"
        assert found == value, f"{place} {when}: {found:#010x}, expected {value:#010x}"

    def pauses(self, probability: float) -> Iterator[bool]:
        while True:
            yield self.random.random() < probability


@cocotb.test(timeout_time=1, timeout_unit="ms")
async def registers__hold_their_reset_values__after_reset(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in await bench.unchanging():
        await bench.expect(register, register.reset, "after reset")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__keep_what_is_written__in_their_fields_only(dut: Any) -> None:
    """Ones, zeros and random values; bits in no field read as zero."""
    bench = Bench(dut)
    await bench.reset()
    for register in await bench.writable():
        for value in (ALL_BITS, 0, 0xA5A5_5A5A, bench.random.getrandbits(32)):
            await bench.write(register.offset, value)
            await bench.expect(register, value & register.mask, f"after {value:#010x}")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__are_apart__each_with_its_own_value(dut: Any) -> None:
    """All written before any is read: no two share an address or a bit."""
    bench = Bench(dut)
    await bench.reset()
    registers = await bench.unchanging()
    written = {r.name: bench.random.getrandbits(32) & r.mask for r in registers}
    # Nothing on the line is to count while this is judged.
    written["CONTROL"] = 0
    for register in registers:
        if register.access == "rw":
            await bench.write(register.offset, written[register.name])
    for register in registers:
        value = written[register.name] if register.access == "rw" else register.reset
        await bench.expect(register, value, "after all were written")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__ignore_writes__where_they_are_read_only(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in await bench.unchanging():
        if register.access == "rw":
            continue
        for value in (ALL_BITS, 0, 0x1234_5678):
            await bench.write(register.offset, value)
            await bench.expect(register, register.reset, f"after {value:#010x}")


@cocotb.test(timeout_time=1, timeout_unit="ms")
async def registers__read_zero_beside_their_fields__where_they_tell_a_status(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in await bench.described():
        if register.access == "status":
            await bench.write(register.offset, ALL_BITS)
            stray = await bench.read(register.offset) & ~register.mask
            assert stray == 0, f"{register.name} at {register.offset:#06x} has {stray:#010x}"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def registers__obey_byte_strobes__one_to_three_bytes(dut: Any) -> None:
    bench = Bench(dut)
    await bench.reset()
    for register in await bench.writable():
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
    """In the pages, in the one after them, and anywhere: SLVERR, and no register changes."""
    bench = Bench(dut)
    await bench.reset()
    registers = await bench.unchanging()
    known = {register.offset for register in await bench.described()}
    end = max(known) + 0x200
    offsets = [*range(0, end, 4), *bench.random.sample(range(end, 0x10000, 4), 200), 0xFFFC]
    for offset in offsets:
        if offset in known:
            continue
        write = bench.master.write(offset, b"\xff\xff\xff\xff")
        written = await with_timeout(write, PATIENCE_NS, "ns")
        answer = await with_timeout(bench.master.read(offset, 4), PATIENCE_NS, "ns")
        for resp in (written.resp, answer.resp):
            assert resp == AxiResp.SLVERR, f"{offset:#06x} answered {resp!r}"
        assert bytes(answer.data) == bytes(4), f"{offset:#06x} reads {bytes(answer.data).hex()}"
    for register in registers:
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
    chosen = [r for r in await bench.writable() if r.name != "CONTROL"]
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
    for register in await bench.writable():
        await bench.write(register.offset, ~register.reset & ALL_BITS)
    await bench.reset()
    for register in await bench.unchanging():
        await bench.expect(register, register.reset, "after a second reset")
