"""Cases for xgmii_mac_tx, judged by cocotbext-eth's XGMII sink. Run by test_mac_witness.py.

Lengths are those of the frame as it is given to the block: addresses to payload, without padding
and FCS. 1,518 is therefore the largest 802.1Q frame, 1,522 bytes on the wire.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles
from cocotb.utils import get_sim_time
from cocotbext.eth import XgmiiFrame, XgmiiSink

from support import xgmii
from support.beat import BeatSource, Frame

MAX_FRAME = 1_518
# The mutants' runs need not visit every length to be caught.
LENGTH_STEP = int(os.environ.get("LENGTH_STEP", "1"))
LATENCY = 2  # clocks: first beat taken → first word with frame bytes on XGMII


class Bench:
    """The block with a source, the sink and a record of what was sent."""

    def __init__(self, dut: Any) -> None:
        self.dut = dut
        self.random = random.Random(cocotb.RANDOM_SEED)
        Clock(dut.clock, xgmii.CLOCK_PS, "ps").start()
        dut.mutant.value = int(os.environ.get("MUTANT", "0"))
        dut.reset.value = 1
        self.source = BeatSource(dut, "frame", dut.clock)
        self.sink = XgmiiSink(dut.xgmii_data, dut.xgmii_ctrl, dut.clock, dut.reset)
        self.sink.log.setLevel("WARNING")

    async def start(self) -> None:
        await ClockCycles(self.dut.clock, 4)
        self.dut.reset.value = 0
        await ClockCycles(self.dut.clock, 4)

    def payload(self, length: int) -> bytes:
        return self.random.randbytes(length)

    async def receive(self, clocks: int) -> XgmiiFrame:
        """The next frame; it has to come within so many clocks."""
        for _ in range(clocks):
            if not self.sink.empty():
                return self.sink.recv_nowait(compact=False)
            await ClockCycles(self.dut.clock, 1)
        raise AssertionError(
            f"no frame within {clocks} clocks of {get_sim_time('ns')} ns; "
            f"frame_valid {self.dut.frame_valid.value}, frame_ready {self.dut.frame_ready.value}"
        )

    async def expect(self, sent: list[bytes]) -> list[XgmiiFrame]:
        """Every frame arrives once, in order, byte for byte; nothing comes after."""
        arrived = []
        for number, frame in enumerate(sent):
            found = await self.receive(2 * len(xgmii.padded(frame)) // 8 + 64)
            body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
            assert body == xgmii.padded(frame), (
                f"frame {number} of {len(frame)} bytes: differs {difference(body, frame)}"
            )
            arrived.append(found)
        await self.expect_nothing()
        return arrived

    async def expect_nothing(self) -> None:
        await ClockCycles(self.dut.clock, 40)
        assert self.sink.empty(), f"a frame too many: {self.sink.recv_nowait()}"


def difference(found: bytes, sent: bytes) -> str:
    expected = xgmii.padded(sent)
    if len(found) != len(expected):
        return f"in length: {len(found)}, expected {len(expected)}"
    place = next(
        i for i, pair in enumerate(zip(found, expected, strict=True)) if len(set(pair)) > 1
    )
    return f"first at byte {place}: {found[place]:#04x}, expected {expected[place]:#04x}"


def chance(bench: Bench, probability: float) -> Iterator[bool]:
    while True:
        yield bench.random.random() < probability


def is_spoilt(frame: XgmiiFrame) -> bool:
    """Whether a receiver has to throw this frame away."""
    return bool(frame.ctrl and any(frame.ctrl)) or not frame.check_fcs()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_tx__keeps_every_byte__all_lengths(dut: Any) -> None:
    """60 to 1,518 bytes, with idle time between: each frame starts in lane 0."""
    bench = Bench(dut)
    await bench.start()
    for length in range(60, MAX_FRAME + 1, LENGTH_STEP):
        frame = bench.payload(length)
        bench.source.send(frame)
        found = await bench.receive(length // 8 + 64)
        body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
        assert body == frame, f"length {length}: differs {difference(body, frame)}"
    await bench.expect_nothing()


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def xgmii_mac_tx__pads_with_zeros__below_60(dut: Any) -> None:
    """Shortest is the Ethernet header alone."""
    bench = Bench(dut)
    await bench.start()
    sent = [bench.payload(length) for length in range(14, 62)]
    for frame in sent:
        bench.source.send(frame)
    await bench.expect(sent)


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_tx__keeps_line_rate_and_deficit__back_to_back(dut: Any) -> None:
    """Frames always waiting, every length modulo 8 after every other: the average gap is 12
    characters, never more than 3 are owed, and both start lanes are used."""
    bench = Bench(dut)
    await bench.start()
    lengths = [60 + first for first in range(8)] * 4
    lengths += [60 + bench.random.randrange(120) for _ in range(400)]
    lengths += [1500 + 18 - bench.random.randrange(16) for _ in range(24)]
    sent = [bench.payload(length) for length in lengths]
    for frame in sent:
        bench.source.send(frame)
    arrived = await bench.expect(sent)
    gaps = xgmii.gaps(arrived)
    xgmii.check_deficit(gaps)
    xgmii.check_line_rate(gaps)
    assert {frame.start_lane for frame in arrived} == {0, 4}, "one start lane was never used"


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_tx__keeps_line_rate__minimum_and_largest_frames(dut: Any) -> None:
    """The two loads whose throughput the block documents: 60 and 1,514 bytes."""
    bench = Bench(dut)
    await bench.start()
    for length, count in ((60, 200), (1_514, 40)):
        sent = [bench.payload(length) for _ in range(count)]
        for frame in sent:
            bench.source.send(frame)
        gaps = xgmii.gaps(await bench.expect(sent))
        xgmii.check_deficit(gaps)
        xgmii.check_line_rate(gaps)


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_tx__keeps_every_byte__random_time_between_frames(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    sent = [bench.payload(bench.random.choice((60, 61, 64, 67, 68, 125, 256))) for _ in range(300)]
    bench.source.gap_pauses = chance(bench, 0.7)
    for frame in sent:
        bench.source.send(frame)
    received: list[XgmiiFrame] = []
    for number, frame in enumerate(sent):
        found = await bench.receive(400)
        body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
        assert body == frame, f"frame {number}: differs {difference(body, frame)}"
        received.append(found)
    xgmii.check_deficit(xgmii.gaps(received))
    await bench.expect_nothing()


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_tx__spoils_the_frame__when_the_stream_pauses_inside_it(dut: Any) -> None:
    """A transmitter that has begun cannot wait. What it could not send whole must never look
    good, and the frame after it is whole again."""
    bench = Bench(dut)
    await bench.start()
    whole = spoilt = 0
    for _ in range(150):
        frame = bench.payload(bench.random.randrange(60, 400))
        after = bench.payload(64)
        # Offered again later than the clock it was wanted, once, somewhere in the frame.
        beat_count = (len(frame) + 7) // 8
        place = bench.random.randrange(beat_count - 1)
        bench.source.send(frame, iter([*([False] * place), True, *([False] * (beat_count + 1))]))
        bench.source.send(after)
        found = await bench.receive(len(frame) // 8 + 200)
        if is_spoilt(found):
            spoilt += 1
        else:
            # A block that buffers may have covered the pause.
            body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
            assert body == frame, f"a damaged frame looks good: {difference(body, frame)}"
            whole += 1
        found = await bench.receive(200)
        body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
        assert body == after, f"the frame after: differs {difference(body, after)}"
    await bench.expect_nothing()
    dut._log.info("pauses inside a frame: %d frames whole, %d spoilt", whole, spoilt)


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def xgmii_mac_tx__spoils_the_frame__when_error_is_on_its_last_beat(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    for length in [*range(60, 80), 1_514, 1_518]:
        bench.source.send(Frame(bench.payload(length), error=True))
        after = bench.payload(length)
        bench.source.send(after)
        found = await bench.receive(length // 8 + 64)
        assert is_spoilt(found), f"length {length}: a frame with error looks good"
        found = await bench.receive(length // 8 + 64)
        body = xgmii.checked_payload(bytes(found.data), found.ctrl, found.start_lane)
        assert body == after, f"length {length}: the frame after differs {difference(body, after)}"
    await bench.expect_nothing()


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def xgmii_mac_tx__first_word_leaves__within_its_latency(dut: Any) -> None:
    """From an idle line: first beat taken to first word that carries bytes of the frame."""
    bench = Bench(dut)
    await bench.start()
    found = set()
    for wait in range(20):
        await ClockCycles(dut.clock, 20 + wait)
        bench.source.send(bench.payload(80))
        frame = await bench.receive(100)
        word = frame.sim_time_sfd - frame.sim_time_sfd % xgmii.LANE_PS
        edge = bench.source.sent[-1].first_edge if bench.source.sent else None
        assert edge is not None, "the block sent a frame that it had not wholly taken"
        found.add((int(word) - edge) // xgmii.CLOCK_PS)
    dut._log.info("latency in clocks: %s", sorted(found))
    assert max(found) <= LATENCY, f"latency {sorted(found)} clocks, at most {LATENCY} allowed"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def xgmii_mac_tx__sends_only_idle__without_frames_and_in_reset(dut: Any) -> None:
    bench = Bench(dut)
    idle = (0x07070707_07070707, 0xFF)
    # One clock of reset is enough, whatever the registers held.
    await ClockCycles(dut.clock, 3)
    for clock in range(200):
        await ClockCycles(dut.clock, 1)
        word = (int(dut.xgmii_data.value), int(dut.xgmii_ctrl.value))
        assert word == idle, f"clock {clock}: {word[0]:016x}/{word[1]:02x} is not idle"
        if clock == 100:
            dut.reset.value = 0
    assert bench.sink.empty()


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def xgmii_mac_tx__starts_afresh__after_reset_inside_a_frame(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    for clocks in range(3, 24):
        bench.source.send(bench.payload(200))
        await ClockCycles(dut.clock, clocks)
        dut.reset.value = 1
        await ClockCycles(dut.clock, 40)
        dut.reset.value = 0
        # The source still holds the rest of the broken frame: let it out.
        for _ in range(100):
            await ClockCycles(dut.clock, 1)
        bench.sink.clear()
        after = bench.payload(90)
        bench.source.send(after)
        await bench.expect([after])
