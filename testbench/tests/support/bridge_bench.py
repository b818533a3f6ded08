"""A bridge between models of its PCIe side, its network and its registers, and a peer that speaks
the protocol: what the cases of a whole bridge have in common.

Frames are those of `scapy_bridge`, written by hand from docs/wire-format.md, not by the project's
own code.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from typing import Any, TypeVar

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, with_timeout
from cocotb.utils import get_sim_time
from cocotbext.axi import AxiLiteBus, AxiLiteMaster
from cocotbext.eth import XgmiiFrame, XgmiiSink, XgmiiSource
from cocotbext.pcie.core.tlp import Tlp, TlpType
from cocotbext.pcie.core.utils import PcieId
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Raw

from expether_wire import PEER_REGISTERS, REGISTERS, peer_offset
from support import xgmii
from support.beat import BeatSink, BeatSource, Frame
from support.scapy_bridge import ACK, CLOSE, DATA, ETHERTYPE, KEEP_ALIVE, OPEN, Bridge
from support.scapy_bridge import area as area_of

LOCAL = "02:45:58:42:00:01"
PEER = "02:45:58:42:00:02"
BROADCAST = "ff:ff:ff:ff:ff:ff"
GROUP = 1234
PRIORITY = 5
NODE_ID = 0x0123_4567_89AB_CDEF
SEED = 0x5EED_0F0D_D1CE_0001
# The peer's first incarnation number.
PEER_NUMBER = 0xC4D5_93A6
VERSION = 3
CREDITS = 32  # non-posted TLPs that each end has room for
ENABLE, LEARN, HONOUR_PAUSE, CHECK_IDS = 1, 2, 4, 32  # bits of CONTROL
FIXED, DEFAULT, CLOSED = 1, 2, 4  # bits of PEER_CONTROL
ACK_DELAY = 64
TICKS = 1 << 20  # after so many clocks timestamps wrap
# The peer's clock is another one.
PEER_TICKS = 0xF_F000
NEVER = 0xFF_FFFF

# What a frame of each type may say besides its version, type and length; all else is zero.
NUMBERS = {"ack", "sequence", "acknowledgement"}
ANSWERS = NUMBERS | {"nak", "busy", "non_posted_limit", "sender_tag"}
MEANS: dict[int, set[str]] = {
    DATA: ANSWERS | {"echo", "receiver_tag"},
    ACK: ANSWERS | {"echo", "receiver_tag"},
    OPEN: ANSWERS,
    CLOSE: NUMBERS,
    KEEP_ALIVE: set(),
}
ALL_FIELDS = MEANS[DATA] | {"echo_timestamp"}

Forms = tuple[tuple[TlpType, tuple[int, ...]], ...]
# Kinds of TLP and lengths in words.
FORMS: Forms = (
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
DOWNSTREAM_FORMS: Forms = (
    (TlpType.CFG_READ_0, (1,)),
    (TlpType.CFG_WRITE_0, (1,)),
    (TlpType.CFG_READ_1, (1,)),
    (TlpType.CFG_WRITE_1, (1,)),
    (TlpType.MEM_READ_LOCKED, (2,)),
)
UPSTREAM_FORMS: Forms = ((TlpType.CPL_LOCKED, (0,)), (TlpType.CPL_LOCKED_DATA, (2,)))
COMPLETIONS = (TlpType.CPL, TlpType.CPL_DATA, TlpType.CPL_LOCKED, TlpType.CPL_LOCKED_DATA)
ATOMICS = (TlpType.FETCH_ADD, TlpType.SWAP_64, TlpType.CAS)
WIDE = (TlpType.MEM_WRITE_64, TlpType.MEM_READ_64, TlpType.SWAP_64)
CLASSES = ("posted", "non_posted", "completion")

Value = TypeVar("Value", bytes, int)


def tlp_class(tlp: bytes) -> str:
    """Its class, by cocotbext-pcie."""
    there = Tlp.unpack_header(tlp)
    if there.is_posted():
        return "posted"
    return "non_posted" if there.is_nonposted() else "completion"


def tlps_of(area: bytes) -> list[bytes]:
    """The TLPs of a frame, each as long as it is to cocotbext-pcie, at multiples of 8 bytes."""
    found = []
    place = 0
    while place < len(area):
        tlp = Tlp.unpack_header(area[place:])
        size = tlp.get_header_size() + 4 * tlp.length * tlp.has_data() + 4 * tlp.td
        found.append(area[place : place + size])
        place += size + -size % 8
    assert area_of(found) == area, f"not an area of {len(found)} TLPs: {area.hex()}"
    return found


def check_order(sent: list[bytes], found: list[bytes]) -> None:
    """All arrive, in the order of each class; what came behind a posted TLP does not pass it."""
    for name in CLASSES:
        there = [tlp for tlp in sent if tlp_class(tlp) == name]
        here = [tlp for tlp in found if tlp_class(tlp) == name]
        for number, (one, other) in enumerate(zip(there, here, strict=False)):
            assert one == other, f"{name} TLP {number} {one.hex()} arrives as {other.hex()}"
        assert len(here) == len(there), f"{len(here)} {name} TLPs arrive, expected {len(there)}"
    posted = [tlp for tlp in found if tlp_class(tlp) == "posted"]
    for tlp in found:
        if tlp_class(tlp) != "posted":
            before = [other for other in sent[: sent.index(tlp)] if other in posted]
            ahead = found[: found.index(tlp)]
            assert all(other in ahead for other in before), f"{tlp.hex()} passed a posted TLP"


def frame(
    header: Bridge,
    area: bytes = b"",
    *,
    destination: str = LOCAL,
    source: str = PEER,
    group: int | None = GROUP,
    ethertype: int = ETHERTYPE,
) -> bytes:
    """A frame from the peer, built by Scapy."""
    body = header / Raw(area)
    if group is None:
        return bytes(Ether(dst=destination, src=source, type=ethertype) / body)
    tag = Dot1Q(prio=PRIORITY, vlan=group, type=ethertype)
    return bytes(Ether(dst=destination, src=source) / tag / body)


@dataclass(frozen=True)
class Sent:
    """A frame that the bridge has sent, and the clock in which it began."""

    destination: str
    header: Bridge
    area: bytes
    clock: int

    @classmethod
    def checked(cls, body: bytes, clock: int) -> Sent:
        """What Scapy reads; whatever holds for every frame is checked."""
        packet = Ether(body)
        assert packet.src == LOCAL, f"source {packet.src}"
        tag = packet[Dot1Q]
        assert (tag.vlan, tag.prio, tag.dei, tag.type) == (GROUP, PRIORITY, 0, ETHERTYPE)
        header = Bridge(bytes(tag.payload))
        behind = bytes(header.payload)
        header.remove_payload()
        assert header.version == VERSION, f"version {header.version}"
        assert header.type in MEANS, f"type {header.type}"
        length = 4 * header.length_dw
        assert len(behind) >= length, f"{len(behind)} bytes are behind the header, not {length}"
        assert not any(behind[length:]), f"padding is not zero: {behind[length:].hex()}"
        assert len(behind) == length or len(body) == xgmii.MIN_FRAME, "longer than it says"
        for name in (
            ALL_FIELDS - MEANS[header.type] - ({"echo_timestamp"} if header.echo else set())
        ):
            value = header.getfieldval(name)
            assert not value, f"{name} is {value:#x} in a frame of type {header.type}"
        assert header.ack or header.type not in (DATA, ACK), "nothing is acknowledged"
        has_area = header.type in (DATA, KEEP_ALIVE) or (header.type == OPEN and header.nak)
        assert (length > 0) == has_area, f"{length} bytes of area"
        assert header.type != OPEN or not any(behind), "the area of an open frame is not zero"
        to = BROADCAST if header.type == KEEP_ALIVE else PEER
        assert packet.dst == to, f"destination {packet.dst}, expected {to}"
        return cls(packet.dst, header, behind[:length], clock)


class Bench:
    """A bridge, configured and enabled, with models on all its sides and a peer."""

    def __init__(self, dut: Any) -> None:
        self.dut = dut
        self.random = random.Random(cocotb.RANDOM_SEED)
        self.mutant = os.environ.get("MUTANT", "")
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
        self.grant({})
        self.offset: int | None = None  # of the bridge's timestamps from our clock
        # Incarnation numbers: the bridge's, by its open frames, the one that it offers, the peer's.
        self.own = self.offered = 0
        self.peer = PEER_NUMBER
        self.path_dw = 0  # words of the longest open frame of its present number
        self.limit = CREDITS  # non-posted TLPs that the peer says it takes
        self.non_posted_sent = 0  # by the PCIe side

    # Setting up.

    async def start(self, *, connect: bool = True, **settings: int) -> None:
        """Out of reset, with these registers; without timers unless they are given."""
        await ClockCycles(self.dut.clock, 8)
        self.dut.reset.value = 0
        await ClockCycles(self.dut.clock, 8)
        local, peer = (bytes.fromhex(mac.replace(":", "")) for mac in (LOCAL, PEER))
        registers = {
            "PEER_MAC_LO": int.from_bytes(peer[:4], "little"),
            "PEER_MAC_HI": int.from_bytes(peer[4:], "little"),
            # Takes the address, as CONTROL takes what is the bridge's own.
            "PEER_CONTROL": FIXED | DEFAULT,
            "GROUP": PRIORITY << 13 | GROUP,
            "LOCAL_MAC_LO": int.from_bytes(local[:4], "little"),
            "LOCAL_MAC_HI": int.from_bytes(local[4:], "little"),
            "NODE_ID_LO": NODE_ID & 0xFFFF_FFFF,
            "NODE_ID_HI": NODE_ID >> 32,
            "SEED_LO": SEED & 0xFFFF_FFFF,
            "SEED_HI": SEED >> 32,
            "ACK_DELAY": ACK_DELAY,
            "AGGREGATION": 0,
            "TIMEOUT_MIN": NEVER,
            "TIMEOUT_MAX": NEVER,
            "DEAD_TIME": NEVER,
            "KEEP_ALIVE_INTERVAL": 0,
            "KEEP_ALIVE_TIMEOUT": 0,
            # Without rate control: nothing is echoed by this peer unless a case does so.
            "CONTROL": ENABLE | HONOUR_PAUSE | CHECK_IDS,
        } | settings
        control = registers.pop("CONTROL")
        for name, value in registers.items():
            await self.write(name, value)
        await self.write("CONTROL", control)
        if connect:
            await self.connect()

    async def connect(self) -> None:
        """Opens as a peer does that has heard the bridge, and is connected with that."""
        await self.expect_open(None)
        await self.confirm()

    async def confirm(self) -> None:
        """An open frame that names the bridge's number and wants no answer: an ack frame comes."""
        self.receive(self.open(heard=self.own, nak=0))
        told = (await self.sent_frame()).header
        found = (told.type, told.acknowledgement, told.sequence)
        assert found == (ACK, 0, 0), f"type {told.type}, expected an ack frame at once"

    def mutated(self, value: Value, name: str) -> Value:
        """What a case goes by; another one if MUTANT has this name."""
        if self.mutant != name:
            return value
        if isinstance(value, bytes):
            return value[:-1] + bytes([value[-1] ^ 0x10])
        return value + 1

    @property
    def is_host(self) -> bool:
        return str(self.dut._name) == "host_bridge"

    # Registers.

    async def write(self, name: str, value: int) -> None:
        """A register of the bridge, or of its first peer."""
        write = self.master.write(self._place(name), value.to_bytes(4, "little"))
        await with_timeout(write, 5, "us")

    async def read(self, name: str) -> int:
        answer = await with_timeout(self.master.read(self._place(name), 4), 5, "us")
        return int.from_bytes(answer.data, "little")

    @staticmethod
    def _place(name: str) -> int:
        if name in REGISTERS:
            return REGISTERS[name].offset
        return peer_offset(0, PEER_REGISTERS[name])

    async def counters(self) -> dict[str, int]:
        names = [r.name for r in REGISTERS.values() if r.access == "counter"]
        return {name: await self.read(name) for name in names}

    async def moved(self, before: dict[str, int]) -> dict[str, int]:
        """The counters that are not as before, and by how much."""
        after = await self.counters()
        return {key: after[key] - before[key] for key in after if after[key] != before[key]}

    async def status(self) -> tuple[int, int, int]:
        """State, own number and peer's number of the connection, as docs/registers.md has them."""
        names = ("PEER_INCARNATION", "PEER_INCARNATION_PEER")
        own, peer = [await self.read(name) for name in names]
        return await self.read("PEER_STATUS") & 3, own, peer

    async def path_length(self) -> int:
        """Bytes of the longest area that has come through to the peer, as it says."""
        return 4 * (await self.read("PEER_STATUS") >> 16)

    # The line.

    def now(self) -> int:
        return int(get_sim_time("ps")) // xgmii.CLOCK_PS

    def header(self, kind: int, **fields: int) -> Bridge:
        """Of a frame of the peer, of the present connection."""
        stamp: dict[str, Any] = {"timestamp": (self.now() + PEER_TICKS) % TICKS}
        if kind in (DATA, ACK):
            stamp |= {"receiver_tag": self.own & 0xFFFF, "sender_tag": self.peer & 0xFFFF}
        elif kind == CLOSE:
            stamp |= {"sequence": self.peer, "ack": 1, "acknowledgement": self.own}
        values = {"version": VERSION, "type": kind} | stamp | fields
        return Bridge(**values)

    def data(self, sequence: int, tlps: list[bytes], **fields: int) -> bytes:
        """A data frame of the peer."""
        area = area_of(tlps)
        values = {"length_dw": len(area) // 4, "non_posted_limit": self.limit} | fields
        return frame(self.header(DATA, sequence=sequence, **values), area)

    def ack(self, number: int, **fields: int) -> bytes:
        """The peer expects this TLP next."""
        values = {"ack": 1, "acknowledgement": number, "non_posted_limit": self.limit} | fields
        return frame(self.header(ACK, **values))

    def open(
        self, number: int | None = None, *, heard: int | None = None, words: int = 0, **fields: int
    ) -> bytes:
        """The peer wants to connect under a number, and may have heard ours."""
        values = {"sequence": self.peer if number is None else number, "nak": 1}
        values |= {"non_posted_limit": CREDITS, "sender_tag": self.path_dw}
        if heard is not None:
            values |= {"ack": 1, "acknowledgement": heard}
        header = self.header(OPEN, length_dw=words, **(values | fields))
        return frame(header, bytes(4 * words))

    def close(self, **fields: int) -> bytes:
        """The peer ends the connection."""
        return frame(self.header(CLOSE, **fields))

    def receive(self, data: bytes) -> None:
        """The line brings a frame, padded and with its FCS."""
        self.line_source.send_nowait(XgmiiFrame.from_payload(data))

    async def sent_frame(self, clocks: int = 600) -> Sent:
        """The next frame that the bridge sends."""
        for _ in range(clocks):
            if not self.line_sink.empty():
                break
            await ClockCycles(self.dut.clock, 1)
        assert not self.line_sink.empty(), f"the bridge sent no frame within {clocks} clocks"
        found = self.line_sink.recv_nowait(compact=False)
        body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
        sent = Sent.checked(body, int(found.sim_time_start) // xgmii.CLOCK_PS)
        self._check_timestamp(sent)
        if sent.header.type in (DATA, ACK):
            tags = (sent.header.receiver_tag, sent.header.sender_tag)
            expected = (self.peer & 0xFFFF, self.own & 0xFFFF)
            assert tags == expected, f"tags {tags}, expected {expected}"
        return sent

    def _check_timestamp(self, sent: Sent) -> None:
        """Timestamps tell when the frame was sent, but for the few clocks that a MAC may wait."""
        offset = (sent.header.timestamp - sent.clock) % TICKS
        self.offset = offset if self.offset is None else self.offset
        wrong = (offset - self.offset + TICKS // 2) % TICKS - TICKS // 2
        assert abs(wrong) <= 8, f"a timestamp is {wrong} clocks off"

    async def sent_data(self, clocks: int = 600) -> Sent:
        """The next data frame; bare acknowledgements in between do not count."""
        while (sent := await self.sent_frame(clocks)).header.type == ACK:
            pass
        assert sent.header.type == DATA, f"type {sent.header.type}, expected a data frame"
        return sent

    async def expect_open(
        self,
        heard: int | None,
        *,
        nak: int = 1,
        busy: int = 0,
        room: int = CREDITS,
        clocks: int = 1_500,
    ) -> Sent:
        """An open frame, in which only this is said; the number of the bridge in it is kept."""
        sent = await self.sent_frame(clocks)
        header = sent.header
        assert header.type == OPEN, f"type {header.type}, expected an open frame"
        assert (header.nak, header.busy) == (nak, busy), f"NAK {header.nak}, BUSY {header.busy}"
        found = header.acknowledgement if header.ack else None
        assert found == heard, f"names {found}, expected {heard}"
        told = header.non_posted_limit
        expected = 0 if busy else room
        assert told == expected, f"says that there is room for {told} reads, expected {expected}"
        if busy:
            self.offered = header.sequence
            assert self.offered != self.own, "offers the number that it has"
            return sent
        if header.sequence != self.own:
            self.own, self.path_dw = header.sequence, 0
        self.path_dw = max(self.path_dw, header.length_dw)
        return sent

    async def expect_close(self, clocks: int = 600) -> int:
        """A close frame of the connection; gives the clock in which it began."""
        sent = await self.sent_frame(clocks)
        assert sent.header.type == CLOSE, f"type {sent.header.type}, expected a close frame"
        found = (sent.header.sequence, sent.header.ack, sent.header.acknowledgement)
        assert found == (self.own, 1, self.peer), f"closes {found}"
        return sent.clock

    async def silence(self, clocks: int, otherwise: str) -> None:
        """No frame comes for so long."""
        await ClockCycles(self.dut.clock, clocks)
        assert self.line_sink.empty(), otherwise

    # The PCIe side.

    def grant(self, credits: dict[str, tuple[int, int]]) -> None:
        """Header and data credits of these classes; the others have no limit."""
        infinite = 0
        for bit, name in enumerate(CLASSES):
            header, data = credits.get(name, (0, 0))
            getattr(self.dut, f"pcie_tx_credits_{name}_header").value = header % (1 << 8)
            getattr(self.dut, f"pcie_tx_credits_{name}_data").value = data % (1 << 12)
            infinite |= (name not in credits) << bit
        self.dut.pcie_tx_credits_infinite.value = infinite

    def send(self, tlp: bytes) -> None:
        """The PCIe side sends, a non-posted TLP only if the bridge lets it."""
        if tlp_class(tlp) == "non_posted":
            limit = int(self.dut.pcie_rx_non_posted_limit.value)
            assert self.non_posted_sent % 256 != limit, f"the bridge takes {limit} only, modulo 256"
            self.non_posted_sent += 1
        self.pcie_source.send(tlp)

    def check_room(self) -> None:
        """The bridge lets in as many as there is room for, all that came being gone."""
        limit = int(self.dut.pcie_rx_non_posted_limit.value)
        expected = (self.non_posted_sent + CREDITS) % 256
        assert limit == expected, f"the bridge takes {limit} non-posted TLPs, expected {expected}"

    async def delivered(self, clocks: int = 600) -> Frame:
        """The next TLP the bridge delivers."""
        for _ in range(clocks):
            if not self.pcie_sink.frames.empty():
                found = self.pcie_sink.frames.get_nowait()
                assert not found.error, "a TLP is marked bad"
                return found
            await ClockCycles(self.dut.clock, 1)
        raise AssertionError(f"the bridge delivered no TLP within {clocks} clocks")

    def all_delivered(self) -> list[bytes]:
        """What has been delivered by now."""
        found = []
        while not self.pcie_sink.frames.empty():
            found.append(self.pcie_sink.frames.get_nowait().data)
        return found

    # TLPs.

    def tlps(self, downstream: bool) -> list[bytes]:
        """One TLP of each form that travels this way, by cocotbext-pcie, some with a digest."""
        forms = FORMS + (DOWNSTREAM_FORMS if downstream else UPSTREAM_FORMS)
        plain = [self.tlp(kind, length) for kind, lengths in forms for length in lengths]
        digested = [self.tlp(kind, lengths[0], digest=True) for kind, lengths in forms]
        return plain + digested

    def mixed(self, kinds: tuple[TlpType, ...], count: int) -> list[bytes]:
        """TLPs of these kinds and of any lengths, some with a digest."""
        found = []
        for kind in self.random.choices(kinds, k=count):
            # Those of an atomic are its operands.
            lengths = (1, 2, 4, 8) if kind in ATOMICS else (1, 2, 3, 5, 16, 33, 64, 128)
            length = self.random.choice(lengths)
            found.append(self.tlp(kind, length, digest=self.random.random() < 0.3))
        return found

    def tlp(
        self,
        kind: TlpType,
        length: int,
        *,
        digest: bool = False,
        requester: int | None = None,
        completer: int | None = None,
    ) -> bytes:
        tlp = Tlp()
        tlp.fmt_type = kind
        tlp.length = length
        number = self.random.randrange(1 << 16)
        tlp.requester_id = PcieId.from_int(number if requester is None else requester)
        number = self.random.randrange(1 << 16)
        tlp.completer_id = PcieId.from_int(number if completer is None else completer)
        tlp.tag = self.random.randrange(256)
        tlp.first_be, tlp.last_be = 0xF, 0xF if length > 1 else 0
        tlp.address = self.random.randrange(1 << 18) << 12
        if kind in WIDE:
            tlp.address |= 1 << 40
        if kind in COMPLETIONS:
            tlp.byte_count, tlp.lower_address = max(4, 4 * length), 0
        if tlp.has_data():
            tlp.set_data(self.random.randbytes(4 * length))
        tlp.td = digest
        return bytes(tlp.pack()) + (self.random.randbytes(4) if digest else b"")
