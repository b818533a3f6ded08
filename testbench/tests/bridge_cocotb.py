"""Cases for a whole bridge, between a PCIe side of cocotbext-pcie's TLPs, an Ethernet side of
cocotbext-eth's XGMII models and Scapy's frames, and cocotbext-axi's master on its registers.

The bridge header is packed and read here by hand, from docs/wire-format.md, not by the project's
own code. Run by test_bridge_witness.py.
"""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, with_timeout
from cocotbext.axi import AxiLiteBus, AxiLiteMaster
from cocotbext.eth import XgmiiFrame, XgmiiSink, XgmiiSource
from cocotbext.pcie.core.tlp import Tlp, TlpType
from cocotbext.pcie.core.utils import PcieId
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Raw

from expether_wire import REGISTERS
from support import xgmii
from support.beat import BeatSink, BeatSource, Frame

LOCAL = "02:45:58:42:00:01"
PEER = "02:45:58:42:00:02"
GROUP = 1234
PRIORITY = 5
EPOCH = 0x6B
ETHERTYPE = 0x88B5
VERSION = 1
DATA, ACK = 1, 2
FLAG_ACK, FLAG_NAK, FLAG_ECHO = 0x8000, 0x4000, 0x2000
HEADER = struct.Struct(">BHBHH3s3s")
RETRANSMIT_TIMEOUT = 2_000

# Kinds of TLP and lengths in words.
FORMS = (
    (TlpType.MEM_WRITE, (1, 2, 3, 32, 128)),
    (TlpType.MEM_WRITE_64, (1, 4, 31, 128)),
    (TlpType.MEM_READ, (1, 1024)),
    (TlpType.MEM_READ_64, (128,)),
    (TlpType.IO_READ, (1,)),
    (TlpType.IO_WRITE, (1,)),
    (TlpType.FETCH_ADD, (1, 2)),
    (TlpType.SWAP_64, (2,)),
    (TlpType.CAS, (2,)),
    (TlpType.CPL, (0,)),
    (TlpType.CPL_DATA, (1, 16)),
)
# Only a root complex makes these, and only it gets those.
DOWNSTREAM_FORMS = (
    (TlpType.CFG_READ_0, (1,)),
    (TlpType.CFG_WRITE_0, (1,)),
    (TlpType.CFG_READ_1, (1,)),
    (TlpType.CFG_WRITE_1, (1,)),
    (TlpType.MEM_READ_LOCKED, (2,)),
)
UPSTREAM_FORMS = ((TlpType.CPL_LOCKED, (0,)), (TlpType.CPL_LOCKED_DATA, (2,)))
COMPLETIONS = (TlpType.CPL, TlpType.CPL_DATA, TlpType.CPL_LOCKED, TlpType.CPL_LOCKED_DATA)


@dataclass(frozen=True)
class Header:
    """The 14 bytes behind the EtherType."""

    kind: int = DATA
    flags: int = 0
    length_dw: int = 0
    epoch: int = EPOCH
    sequence: int = 0
    acknowledgement: int = 0
    version: int = VERSION

    def pack(self) -> bytes:
        first = self.version << 4 | self.kind
        length = self.flags | self.length_dw
        stamps = (bytes(3), bytes(3))
        return HEADER.pack(first, length, self.epoch, self.sequence, self.acknowledgement, *stamps)

    @classmethod
    def unpack(cls, data: bytes) -> Header:
        first, length, epoch, sequence, acknowledgement, _, _ = HEADER.unpack(data[:14])
        return cls(
            kind=first & 0xF,
            flags=length & 0xF000,
            length_dw=length & 0xFFF,
            epoch=epoch,
            sequence=sequence,
            acknowledgement=acknowledgement,
            version=first >> 4,
        )


def frame(
    header: Header,
    tlps: bytes = b"",
    *,
    destination: str = LOCAL,
    source: str = PEER,
    group: int | None = GROUP,
    ethertype: int = ETHERTYPE,
) -> bytes:
    """A frame from the peer, built by Scapy."""
    body = Raw(header.pack() + tlps)
    if group is None:
        return bytes(Ether(dst=destination, src=source, type=ethertype) / body)
    tag = Dot1Q(prio=PRIORITY, vlan=group, type=ethertype)
    return bytes(Ether(dst=destination, src=source) / tag / body)


class Bench:
    """A bridge, configured and enabled, with models on all its sides."""

    def __init__(self, dut: Any) -> None:
        self.dut = dut
        self.random = random.Random(cocotb.RANDOM_SEED)
        Clock(dut.clock, xgmii.CLOCK_PS, "ps").start()
        dut.reset.value = 1
        self.pcie_source = BeatSource(dut, "pcie_rx", dut.clock)
        self.pcie_sink = BeatSink(dut, "pcie_tx", dut.clock)
        self.line_source = XgmiiSource(dut.xgmii_rx_data, dut.xgmii_rx_ctrl, dut.clock, dut.reset)
        self.line_sink = XgmiiSink(dut.xgmii_tx_data, dut.xgmii_tx_ctrl, dut.clock, dut.reset)
        self.master = AxiLiteMaster(AxiLiteBus.from_prefix(dut, "axil"), dut.clock, dut.reset)
        quiet = (self.line_source, self.line_sink, self.master.write_if, self.master.read_if)
        for model in quiet:
            model.log.setLevel("WARNING")
        self.sequence = 0  # of the next data frame from the peer

    async def start(self) -> None:
        await ClockCycles(self.dut.clock, 8)
        self.dut.reset.value = 0
        await ClockCycles(self.dut.clock, 8)
        local, peer = (bytes.fromhex(mac.replace(":", "")) for mac in (LOCAL, PEER))
        settings = {
            "GROUP": PRIORITY << 13 | GROUP,
            "LOCAL_MAC_LO": int.from_bytes(local[:4], "little"),
            "LOCAL_MAC_HI": int.from_bytes(local[4:], "little"),
            "PEER_MAC_LO": int.from_bytes(peer[:4], "little"),
            "PEER_MAC_HI": int.from_bytes(peer[4:], "little"),
            "EPOCH": EPOCH,
            "RETRANSMIT_TIMEOUT": RETRANSMIT_TIMEOUT,
            "CONTROL": 1,
        }
        for name, value in settings.items():
            await with_timeout(self.write(name, value), 5, "us")
        await ClockCycles(self.dut.clock, 8)

    async def write(self, name: str, value: int) -> None:
        await self.master.write(REGISTERS[name].offset, value.to_bytes(4, "little"))

    async def read(self, name: str) -> int:
        answer = await with_timeout(self.master.read(REGISTERS[name].offset, 4), 5, "us")
        return int.from_bytes(answer.data, "little")

    async def counters(self) -> dict[str, int]:
        names = [r.name for r in REGISTERS.values() if r.access == "counter"]
        return {name: await self.read(name) for name in names}

    def receive_frame(self, data: bytes) -> None:
        """The line brings a frame, padded and with its FCS."""
        self.line_source.send_nowait(XgmiiFrame.from_payload(data))

    async def sent_frame(self, clocks: int = 600) -> tuple[Ether, Header, bytes]:
        """The next frame the bridge sends, through Scapy; its TLP area without padding."""
        for _ in range(clocks):
            if not self.line_sink.empty():
                break
            await ClockCycles(self.dut.clock, 1)
        assert not self.line_sink.empty(), f"the bridge sent no frame within {clocks} clocks"
        found = self.line_sink.recv_nowait(compact=False)
        body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
        packet = Ether(body)
        payload = bytes(packet[Dot1Q].payload)
        header = Header.unpack(payload)
        return packet, header, payload[14 : 14 + 4 * header.length_dw]

    async def delivered(self, clocks: int = 600) -> Frame:
        """The next TLP the bridge delivers."""
        for _ in range(clocks):
            if not self.pcie_sink.frames.empty():
                return self.pcie_sink.frames.get_nowait()
            await ClockCycles(self.dut.clock, 1)
        raise AssertionError(f"the bridge delivered no TLP within {clocks} clocks")

    def mutated(self, data: bytes) -> bytes:
        """What the case compares with; MUTANT=1 flips a bit of it, to see that the case notices."""
        if os.environ.get("MUTANT") != "1":
            return data
        return data[:-1] + bytes([data[-1] ^ 0x10])

    def tlps(self, downstream: bool) -> list[bytes]:
        """One TLP of each form that travels this way, by cocotbext-pcie, some with a digest."""
        forms = FORMS + (DOWNSTREAM_FORMS if downstream else UPSTREAM_FORMS)
        plain = [self.tlp(kind, length) for kind, lengths in forms for length in lengths]
        digested = [self.tlp(kind, lengths[0], digest=True) for kind, lengths in forms]
        return plain + digested

    @property
    def sends_downstream(self) -> bool:
        """Whether TLPs from the PCIe side travel toward the device."""
        return str(self.dut._name) == "host_bridge"

    def tlp(self, kind: TlpType, length: int, *, digest: bool = False) -> bytes:
        tlp = Tlp()
        tlp.fmt_type = kind
        tlp.length = length
        tlp.requester_id = PcieId.from_int(self.random.randrange(1 << 16))
        tlp.completer_id = PcieId.from_int(self.random.randrange(1 << 16))
        tlp.tag = self.random.randrange(256)
        tlp.first_be, tlp.last_be = 0xF, 0xF if length > 1 else 0
        tlp.address = self.random.randrange(1 << 18) << 12
        if kind in (TlpType.MEM_WRITE_64, TlpType.MEM_READ_64, TlpType.SWAP_64):
            tlp.address |= 1 << 40
        if kind in COMPLETIONS:
            tlp.byte_count, tlp.lower_address = max(4, 4 * length), 0
        if tlp.has_data():
            tlp.set_data(self.random.randbytes(4 * length))
        tlp.td = digest
        return bytes(tlp.pack()) + (self.random.randbytes(4) if digest else b"")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__sends_each_tlp__in_a_frame_of_its_own(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    for number, tlp in enumerate(bench.tlps(bench.sends_downstream)):
        bench.pcie_source.send(tlp)
        packet, header, carried = await bench.sent_frame()
        assert (packet.dst, packet.src) == (PEER, LOCAL)
        tag = packet[Dot1Q]
        assert (tag.vlan, tag.prio, tag.id, tag.type) == (GROUP, PRIORITY, 0, ETHERTYPE)
        assert (header.version, header.kind, header.epoch) == (VERSION, DATA, EPOCH)
        assert header.sequence == number
        assert not header.flags & 0x1000, "a reserved bit is set"
        assert carried == bench.mutated(tlp), f"TLP {number} {tlp.hex()} travels as {carried.hex()}"
        bench.receive_frame(frame(Header(kind=ACK, flags=FLAG_ACK, acknowledgement=number + 1)))
    counters = await bench.counters()
    assert counters["TX_TLPS"] == counters["TX_FRAMES"] == len(bench.pcie_source.sent)
    assert counters["TX_RETRANSMITS"] == 0


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__delivers_each_tlp__and_acknowledges_it(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    tlps = bench.tlps(not bench.sends_downstream)
    for number, tlp in enumerate(tlps):
        bench.receive_frame(frame(Header(sequence=number, length_dw=len(tlp) // 4), tlp))
        found = await bench.delivered()
        assert not found.error, f"TLP {number} is marked bad"
        assert found.data == bench.mutated(tlp), f"TLP {number} {tlp.hex()}: {found.data.hex()}"
        _, header, carried = await bench.sent_frame()
        assert (header.kind, carried) == (ACK, b"")
        assert header.flags & FLAG_ACK
        assert header.acknowledgement == number + 1
    counters = await bench.counters()
    assert counters["RX_TLPS"] == counters["RX_FRAMES"] == counters["TX_ACK_FRAMES"] == len(tlps)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__refuses__what_may_not_travel_its_way(dut: Any) -> None:
    """A device sends no configuration requests, a host no completions of locked reads."""
    bench = Bench(dut)
    await bench.start()
    forms = UPSTREAM_FORMS if bench.sends_downstream else DOWNSTREAM_FORMS
    for kind, (length,) in forms:
        bench.pcie_source.send(bench.tlp(kind, length))
        await ClockCycles(dut.clock, 200)
        assert bench.line_sink.empty(), f"{kind.name} was sent"
    allowed = bench.tlp(TlpType.MEM_WRITE, 3)
    bench.pcie_source.send(allowed)
    _, header, carried = await bench.sent_frame()
    assert (header.sequence, carried) == (0, allowed)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__drops_and_counts__what_is_not_for_it(dut: Any) -> None:
    """Each wrong frame moves its one counter and does nothing else; a right one follows."""
    bench = Bench(dut)
    await bench.start()
    # Longer than a frame that may be padded, whose length is allowed to be less than it is.
    tlp = bench.tlp(TlpType.MEM_WRITE, 16)
    right = Header(length_dw=len(tlp) // 4)

    def altered(**fields: Any) -> Callable[[int], bytes]:
        return lambda sequence: frame(
            Header(**{"length_dw": right.length_dw, "sequence": sequence, **fields}), tlp
        )

    def addressed(**fields: Any) -> Callable[[int], bytes]:
        return lambda sequence: frame(
            Header(sequence=sequence, length_dw=right.length_dw), tlp, **fields
        )

    wrong: list[tuple[str, Callable[[int], bytes]]] = [
        ("RX_WRONG_GROUP", addressed(group=GROUP + 1)),
        ("RX_WRONG_GROUP", addressed(group=0)),
        ("RX_WRONG_GROUP", addressed(group=None)),
        ("RX_WRONG_TYPE", addressed(ethertype=0x0800)),
        ("RX_WRONG_TYPE", altered(version=2)),
        ("RX_WRONG_TYPE", altered(kind=15)),
        ("RX_WRONG_PEER", addressed(source="02:45:58:42:00:03")),
        ("RX_WRONG_PEER", addressed(destination="ff:ff:ff:ff:ff:ff")),
        ("RX_WRONG_EPOCH", altered(epoch=EPOCH ^ 1)),
        ("RX_MALFORMED", altered(length_dw=right.length_dw - 1)),
        ("RX_MALFORMED", altered(length_dw=400)),
        ("RX_MALFORMED", altered(length_dw=0)),
    ]
    for sequence, (name, build) in enumerate(wrong):
        before = await bench.counters()
        bench.receive_frame(build(sequence))
        await ClockCycles(dut.clock, 150)
        after = await bench.counters()
        assert bench.pcie_sink.frames.empty(), f"{name}: a TLP was delivered"
        assert bench.line_sink.empty(), f"{name}: the bridge answered"
        moved = {key: after[key] - before[key] for key in after if after[key] != before[key]}
        assert moved == {name: 1, "RX_FRAMES": 1}, f"frame {sequence}, {name}: counted {moved}"
        # The same without the fault is taken, so that the sequence goes on.
        bench.receive_frame(frame(Header(sequence=sequence, length_dw=right.length_dw), tlp))
        assert (await bench.delivered()).data == tlp
        _, header, _ = await bench.sent_frame()
        assert header.acknowledgement == sequence + 1


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__drops_and_counts__a_tlp_that_contradicts_its_header(dut: Any) -> None:
    """The frame is right, the TLP in it is not: acknowledged, since sending it again cannot mend
    it, but never delivered."""
    bench = Bench(dut)
    await bench.start()
    for sequence, (length, shorter) in enumerate(((4, 1), (4, 4), (32, 1), (32, 20))):
        tlp = bench.tlp(TlpType.MEM_WRITE, length)[: -4 * shorter]
        bench.receive_frame(frame(Header(sequence=sequence, length_dw=len(tlp) // 4), tlp))
        _, header, _ = await bench.sent_frame()
        assert (header.kind, header.acknowledgement) == (ACK, sequence + 1)
        await ClockCycles(dut.clock, 100)
        assert bench.pcie_sink.frames.empty(), "a TLP shorter than its header says was delivered"
        counters = await bench.counters()
        assert counters["RX_MALFORMED"] == sequence + 1
        assert counters["RX_TLPS"] == 0


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__drops_and_counts__a_bad_fcs(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    tlp = bench.tlp(TlpType.MEM_WRITE, 4)
    good = XgmiiFrame.from_payload(frame(Header(length_dw=len(tlp) // 4), tlp))
    for place in bench.random.sample(range(8, len(good.data)), 12):
        damaged = XgmiiFrame(bytearray(good.data))
        damaged.data[place] ^= 0x04
        bench.line_source.send_nowait(damaged)
    await ClockCycles(dut.clock, 400)
    counters = await bench.counters()
    moved = {name: count for name, count in counters.items() if count}
    assert moved == {"RX_BAD_FCS": 12}, f"counted {moved}"
    assert bench.pcie_sink.frames.empty()
    assert bench.line_sink.empty()


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__answers_once__gap_and_duplicate(dut: Any) -> None:
    """A frame too early: one NAK that names the one missing. A frame again: acknowledged again."""
    bench = Bench(dut)
    await bench.start()
    tlps = [bench.tlp(TlpType.MEM_WRITE, length) for length in (1, 2, 3)]
    frames = [
        frame(Header(sequence=number, length_dw=len(tlp) // 4), tlp)
        for number, tlp in enumerate(tlps)
    ]
    bench.receive_frame(frames[1])
    bench.receive_frame(frames[2])
    _, header, _ = await bench.sent_frame()
    assert header.flags & FLAG_NAK
    assert header.acknowledgement == 0
    for data in frames:
        bench.receive_frame(data)
    for tlp in tlps:
        assert (await bench.delivered()).data == tlp
    _, header, _ = await bench.sent_frame()
    assert (header.flags & FLAG_NAK, header.acknowledgement) == (0, 3)
    bench.receive_frame(frames[1])
    _, header, _ = await bench.sent_frame()
    assert (header.flags & FLAG_NAK, header.acknowledgement) == (0, 3)
    counters = await bench.counters()
    assert counters["NAKS_SENT"] == 1
    assert counters["RX_GAP"] == 2
    assert counters["RX_DUPLICATE"] == 1
    assert bench.pcie_sink.frames.empty(), "a TLP was delivered twice"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__resends__until_acknowledged(dut: Any) -> None:
    """Without acknowledgement all of the window comes again after the timeout, with a NAK at once;
    after the acknowledgement never."""
    bench = Bench(dut)
    await bench.start()
    tlps = [bench.tlp(TlpType.MEM_WRITE, length) for length in (1, 8, 32)]

    async def expect_all(clocks: int, first: int = 0) -> None:
        for number, tlp in list(enumerate(tlps))[first:]:
            _, header, carried = await bench.sent_frame(clocks)
            assert (header.kind, header.sequence) == (DATA, number)
            assert carried == tlp

    for tlp in tlps:
        bench.pcie_source.send(tlp)
    await expect_all(600)
    await ClockCycles(dut.clock, RETRANSMIT_TIMEOUT - 400)
    assert bench.line_sink.empty(), "resent before the timeout"
    await expect_all(1_000)
    nak = Header(kind=ACK, flags=FLAG_ACK | FLAG_NAK, acknowledgement=1)
    bench.receive_frame(frame(nak))
    await expect_all(200, first=1)
    bench.receive_frame(frame(Header(kind=ACK, flags=FLAG_ACK, acknowledgement=3)))
    await ClockCycles(dut.clock, 3 * RETRANSMIT_TIMEOUT)
    assert bench.line_sink.empty(), "resent after it was acknowledged"
    counters = await bench.counters()
    assert counters["TX_TIMEOUTS"] == 1
    assert counters["TX_NAKS_RECEIVED"] == 1
    assert counters["TX_RETRANSMITS"] == 5
