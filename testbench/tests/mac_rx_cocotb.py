"""Cases for xgmii_mac_rx, driven by cocotbext-eth's XGMII source. Run by test_mac_witness.py.

Lengths are those of the frame as the block gives it out: addresses to payload with padding,
without FCS. 1,518 is therefore the largest 802.1Q frame, 1,522 bytes on the wire.
"""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Sequence
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, RisingEdge
from cocotbext.eth import XgmiiFrame, XgmiiSource
from cocotbext.eth.constants import XgmiiCtrl

from support import xgmii
from support.beat import BeatSink, Frame

MAX_FRAME = 1_518
# The mutants' runs need not visit every length to be caught.
LENGTH_STEP = int(os.environ.get("LENGTH_STEP", "1"))
LATENCY = 3  # clocks: first word with frame bytes on XGMII → first beat
START_LANES = (0, 4)

Character = tuple[int, int]  # (byte, is control)
IDLE: Character = (XgmiiCtrl.IDLE, 1)
START: Character = (XgmiiCtrl.START, 1)
TERMINATE: Character = (XgmiiCtrl.TERM, 1)
ERROR: Character = (XgmiiCtrl.ERROR, 1)


class Bench:
    """The block with the source on its line and a sink on its stream."""

    def __init__(self, dut: Any) -> None:
        self.dut = dut
        self.random = random.Random(cocotb.RANDOM_SEED)
        Clock(dut.clock, xgmii.CLOCK_PS, "ps").start()
        dut.mutant.value = int(os.environ.get("MUTANT", "0"))
        dut.maximum_length.value = MAX_FRAME + 4
        dut.reset.value = 1
        self.source = XgmiiSource(dut.xgmii_data, dut.xgmii_ctrl, dut.clock, dut.reset)
        self.source.log.setLevel("WARNING")
        self.sink = BeatSink(dut, "frame", dut.clock)
        self.lanes: set[int] = set()
        self.transmitted: list[XgmiiFrame] = []

    async def start(self) -> None:
        await ClockCycles(self.dut.clock, 4)
        self.dut.reset.value = 0
        await ClockCycles(self.dut.clock, 4)

    def payload(self, length: int) -> bytes:
        return self.random.randbytes(length)

    def send(self, frame: XgmiiFrame | bytes) -> None:
        if not isinstance(frame, XgmiiFrame):
            frame = XgmiiFrame.from_payload(frame)
        frame.tx_complete = self._sent
        self.source.send_nowait(frame)

    def _sent(self, frame: XgmiiFrame) -> None:
        self.lanes.add(frame.start_lane)
        self.transmitted.append(frame)

    def start_lane(self, lane: int) -> None:
        """Where single frames begin from now on."""
        self.source.force_offset_start = lane == 4
        self.source.enable_dic = False

    async def receive(self, clocks: int) -> Frame:
        """The next frame; it has to come within so many clocks."""
        for _ in range(clocks):
            if not self.sink.frames.empty():
                return self.sink.frames.get_nowait()
            await ClockCycles(self.dut.clock, 1)
        raise AssertionError(f"no frame within {clocks} clocks")

    async def expect(self, sent: bytes, what: str = "frame") -> Frame:
        """The next frame is this one, whole and marked good."""
        found = await self.receive(len(sent) // 8 + 64)
        assert found.data == sent, f"{what} of {len(sent)} bytes: {difference(found.data, sent)}"
        assert not found.error, f"{what} of {len(sent)} bytes: a good frame is marked bad"
        return found

    async def expect_nothing(self) -> None:
        await ClockCycles(self.dut.clock, 40)
        assert self.sink.frames.empty(), f"a frame too many: {self.sink.frames.get_nowait()}"

    async def expect_only_bad_until(
        self, good: bytes, what: str, also_good: Sequence[bytes] = ()
    ) -> int:
        """Frames marked bad may come, then this good one. Returns how many bad ones came."""
        bad = 0
        while True:
            found = await self.receive(2_600)
            if not found.error and found.data == good:
                return bad
            if found.error or found.data in also_good:
                bad += found.error
                continue
            raise AssertionError(f"{what}: {len(found.data)} damaged bytes are marked good")


def difference(found: bytes, sent: bytes) -> str:
    if len(found) != len(sent):
        return f"{len(found)} bytes came"
    place = next(i for i, byte in enumerate(sent) if found[i] != byte)
    return f"byte {place} is {found[place]:#04x}, expected {sent[place]:#04x}"


def with_fcs(data: bytes) -> bytes:
    return data + zlib.crc32(data).to_bytes(4, "little")


def raw(data: bytes) -> XgmiiFrame:
    """A frame with preamble and exactly these bytes behind it, FCS or not."""
    return XgmiiFrame.from_raw_payload(data)


def with_control(frame: XgmiiFrame, place: int, character: Character) -> XgmiiFrame:
    """The frame with one character of its bytes replaced by a control character."""
    frame.normalize()
    frame.data[place], frame.ctrl[place] = character
    return frame


@cocotb.test(timeout_time=40, timeout_unit="ms")
async def xgmii_mac_rx__keeps_every_byte__all_lengths(dut: Any) -> None:
    """60 to 1,518 bytes, each from both start lanes."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for length in range(60, MAX_FRAME + 1, LENGTH_STEP):
            frame = bench.payload(length)
            bench.send(frame)
            await bench.expect(frame)
            assert bench.transmitted[-1].start_lane == lane
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__keeps_every_frame__back_to_back(dut: Any) -> None:
    """The average gap of 12 with deficit idle count, all lengths modulo 8, both lanes."""
    bench = Bench(dut)
    await bench.start()
    lengths = [60 + first for first in range(8)] * 4
    lengths += [60 + bench.random.randrange(120) for _ in range(400)]
    lengths += [60] * 100 + [1_514] * 10 + [1_518] * 10
    sent = [bench.payload(length) for length in lengths]
    for frame in sent:
        bench.send(frame)
    for number, frame in enumerate(sent):
        await bench.expect(frame, f"frame {number}")
    await bench.expect_nothing()
    assert bench.lanes == set(START_LANES), "one start lane was never used"


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__keeps_every_frame__gaps_of_5_to_8(dut: Any) -> None:
    """A receiver has to bear gaps that the way has shrunk to 5 characters."""
    bench = Bench(dut)
    await bench.start()
    bench.source.enable_dic = False
    bench.source.ifg = 5
    sent = [bench.payload(60 + bench.random.randrange(40)) for _ in range(300)]
    for frame in sent:
        bench.send(frame)
    for number, frame in enumerate(sent):
        await bench.expect(frame, f"frame {number}")
    await bench.expect_nothing()
    gaps = set(xgmii.gaps(bench.transmitted))
    assert gaps == {5, 6, 7, 8}, f"the source made gaps of {sorted(gaps)}"
    assert bench.lanes == set(START_LANES), "one start lane was never used"


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__marks_the_frame__any_byte_altered(dut: Any) -> None:
    """Each byte of frames of each length modulo 8, addresses to FCS, from both lanes."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for length in range(60, 68):
            # All places of one length, some of the others.
            step = 1 if length == 61 else 7
            for place in range(0, length + 4, step):
                good = bench.payload(length)
                damaged = bytearray(with_fcs(good))
                damaged[place] ^= 1 << bench.random.randrange(8)
                bench.send(raw(bytes(damaged)))
                found = await bench.receive(80)
                assert found.error, f"byte {place} of {length} altered: marked good"
                bench.send(good)
                await bench.expect(good, "the frame after")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__marks_the_frame__control_character_inside(dut: Any) -> None:
    """An error, idle or reserved character at each place of a frame whose bytes are else right."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for character in (ERROR, IDLE, (0x1C, 1), (0x00, 1)):
            for place in range(8, 8 + 64, 1 if character == ERROR else 5):
                good = bench.payload(60)
                what = f"control {character[0]:#04x} at byte {place - 8}"
                bench.send(with_control(raw(with_fcs(bench.payload(60))), place, character))
                bench.send(good)
                await bench.expect_only_bad_until(good, what)
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__marks_the_frame__error_character_hides_the_right_byte(dut: Any) -> None:
    """The byte under an error character is what the FCS wants: only the coding is wrong."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for place in range(64):
            data = bytearray(bench.payload(60))
            if place < 60:
                data[place] = XgmiiCtrl.ERROR
                frame = bytearray(with_fcs(bytes(data)))
            else:
                # A frame whose FCS happens to hold the error character's code here.
                while True:
                    frame = bytearray(with_fcs(bench.payload(60)))
                    if frame[place] == XgmiiCtrl.ERROR:
                        break
            good = bench.payload(60)
            bench.send(with_control(raw(bytes(frame)), 8 + place, ERROR))
            bench.send(good)
            await bench.expect_only_bad_until(good, f"error character over byte {place}")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__marks_the_frame__terminate_missing_before_next_start(dut: Any) -> None:
    """A frame that breaks off where the next one starts; that next one may be lost with it."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for length in range(64, 160, 4):
            second, good = bench.payload(60), bench.payload(60)
            frame = raw(with_fcs(bench.payload(length - 4)))
            frame.normalize()
            follower = raw(with_fcs(second))
            follower.normalize()
            follower.data[0], follower.ctrl[0] = START
            frame.data += follower.data
            frame.ctrl += follower.ctrl
            bench.send(frame)
            bench.send(good)
            await bench.expect_only_bad_until(
                good, f"no Terminate after {length} bytes", also_good=[second]
            )
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__marks_the_frame__undersize(dut: Any) -> None:
    """Runts of 1 to 63 bytes on the wire; with 5 and more their FCS is right."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for length in range(1, 64):
            good = bench.payload(60)
            runt = with_fcs(bench.payload(length - 4)) if length > 4 else bench.payload(length)
            bench.send(raw(runt))
            bench.send(good)
            await bench.expect_only_bad_until(good, f"runt of {length} bytes")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__marks_the_frame__oversize(dut: Any) -> None:
    """One byte more than the limit is too long, whatever the limit and the lane."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for limit in (*range(64, 81), MAX_FRAME + 4, 9_022):
            dut.maximum_length.value = limit
            await ClockCycles(dut.clock, 4)
            allowed = bench.payload(limit - 4)
            bench.send(allowed)
            await bench.expect(allowed, f"limit {limit}: frame")
            for surplus in (1, 2, 7, 8, 9, 64):
                good = bench.payload(60)
                bench.send(bench.payload(limit - 4 + surplus))
                bench.send(good)
                await bench.expect_only_bad_until(good, f"{surplus} bytes over {limit}")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__passes_no_frame__preamble_cut_short(dut: Any) -> None:
    """Terminate after 1 to 7 characters of preamble, and right behind the start delimiter."""
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for length in range(1, 9):
            good = bench.payload(60)
            bench.send(XgmiiFrame(bytearray(xgmii.PREAMBLE[:length])))
            bench.send(good)
            await bench.expect_only_bad_until(good, f"preamble of {length} characters")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__passes_no_frame__start_delimiter_wrong(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    for lane in START_LANES:
        bench.start_lane(lane)
        for bit in range(8):
            good = bench.payload(60)
            frame = raw(with_fcs(bench.payload(60)))
            frame.data[7] ^= 1 << bit
            bench.send(frame)
            bench.send(good)
            await bench.expect_only_bad_until(good, f"start delimiter {frame.data[7]:#04x}")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__passes_no_frame__start_in_another_lane(dut: Any) -> None:
    """Start belongs in lane 0 or 4; what begins elsewhere is no frame."""
    bench = Bench(dut)
    await bench.start()
    await bench.source.wait()
    for lane in (1, 2, 3, 5, 6, 7):
        frame = xgmii.PREAMBLE[1:] + with_fcs(bench.payload(60))
        line = [IDLE] * lane + [START] + [(byte, 0) for byte in frame] + [TERMINATE]
        line += [IDLE] * (16 - len(line) % 8)
        for at in range(0, len(line), 8):
            word = line[at : at + 8]
            dut.xgmii_data.value = sum(byte << 8 * i for i, (byte, _) in enumerate(word))
            dut.xgmii_ctrl.value = sum(is_ctrl << i for i, (_, is_ctrl) in enumerate(word))
            await RisingEdge(dut.clock)
        good = bench.payload(60)
        bench.send(good)
        await bench.expect_only_bad_until(good, f"start in lane {lane}")
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_rx__passes_no_frame__ordered_sets_between_frames(dut: Any) -> None:
    """Local and remote fault are not frames and leave the next frame alone."""
    bench = Bench(dut)
    await bench.start()
    for fault in (0x000001, 0x000002, 0x000003):
        bench.source.set_seq_os(fault)
        await ClockCycles(dut.clock, 50)
        bench.source.set_seq_os(None)
        good = bench.payload(72)
        bench.send(good)
        await bench.expect(good)
    await bench.expect_nothing()


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def xgmii_mac_rx__first_beat_leaves__within_its_latency(dut: Any) -> None:
    """First word with frame bytes on the line to first beat, start in lane 0."""
    bench = Bench(dut)
    await bench.start()
    bench.start_lane(0)
    found = set()
    for wait in range(20):
        await ClockCycles(dut.clock, 20 + wait)
        frame = bench.payload(80)
        bench.send(frame)
        arrived = await bench.expect(frame)
        # The source drives a word after an edge; the block samples it at the next one.
        sampled = bench.transmitted[-1].sim_time_sfd + xgmii.CLOCK_PS
        found.add((arrived.first_edge - int(sampled)) // xgmii.CLOCK_PS)
    dut._log.info("latency in clocks: %s", sorted(found))
    assert max(found) <= LATENCY, f"latency {sorted(found)} clocks, at most {LATENCY} allowed"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def xgmii_mac_rx__starts_afresh__after_reset_inside_a_frame(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    for clocks in range(3, 24):
        bench.send(bench.payload(300))
        await ClockCycles(dut.clock, clocks)
        dut.reset.value = 1
        await ClockCycles(dut.clock, 3)
        dut.reset.value = 0
        await ClockCycles(dut.clock, 60)
        good = bench.payload(90)
        bench.send(good)
        await bench.expect(good, f"after reset in clock {clocks}")
    await bench.expect_nothing()
