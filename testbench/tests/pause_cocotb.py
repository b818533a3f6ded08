"""Cases for pause_receiver and pause_transmitter between the MACs: cocotbext-eth carries the
frames, Scapy builds and dissects them, tshark dissects them again. Run by test_pause_witness.py.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, RisingEdge
from cocotb.utils import get_sim_time
from cocotbext.eth import XgmiiFrame, XgmiiSink, XgmiiSource
from scapy.contrib.mac_control import (
    MACControl,
    MACControlClassBasedFlowControl,
    MACControlGate,
    MACControlPause,
)
from scapy.layers.l2 import Ether
from scapy.packet import Packet, Raw
from scapy.utils import wrpcap

from support import xgmii
from support.beat import BeatSink, BeatSource
from support.tools import run

LOCAL = "02:11:22:33:44:55"
PEER = "02:aa:bb:cc:dd:ee"
QUANTUM_CLOCKS = 8


class Bench:
    """Both directions of a station, with a neighbour made of others' models."""

    def __init__(self, dut: Any) -> None:
        self.dut = dut
        self.random = random.Random(cocotb.RANDOM_SEED)
        Clock(dut.clock, xgmii.CLOCK_PS, "ps").start()
        dut.mutant.value = int(os.environ.get("MUTANT", "0"))
        dut.local_mac.value = int.from_bytes(bytes.fromhex(LOCAL.replace(":", "")), "little")
        dut.congested.value = 0
        dut.pause_quanta.value = 0
        dut.reset.value = 1
        self.source = BeatSource(dut, "frame", dut.clock)
        self.got = BeatSink(dut, "got", dut.clock)
        self.wire_in = XgmiiSource(dut.rx_data, dut.rx_ctrl, dut.clock, dut.reset)
        self.wire_out = XgmiiSink(dut.tx_data, dut.tx_ctrl, dut.clock, dut.reset)
        for model in (self.wire_in, self.wire_out):
            model.log.setLevel("WARNING")
        self.counts = {"paused": 0, "pause_received": 0, "control_dropped": 0}
        cocotb.start_soon(self._count())

    async def _count(self) -> None:
        while True:
            await RisingEdge(self.dut.clock)
            if not int(self.dut.reset.value):
                for name in self.counts:
                    self.counts[name] += int(getattr(self.dut, name).value)

    async def start(self) -> None:
        await ClockCycles(self.dut.clock, 4)
        self.dut.reset.value = 0
        await ClockCycles(self.dut.clock, 4)

    def hear(self, packet: Packet) -> bytes:
        """Sends a frame of Scapy's to the block; it as it stands on the wire."""
        frame = xgmii.padded(bytes(packet))
        self.wire_in.send_nowait(XgmiiFrame.from_payload(frame))
        return frame

    async def sent(self, clocks: int) -> tuple[bytes, XgmiiFrame]:
        """The next frame that the block sends."""
        for _ in range(clocks):
            if not self.wire_out.empty():
                frame = self.wire_out.recv_nowait(compact=False)
                body = xgmii.checked_payload(bytes(frame.data), frame.ctrl, frame.start_lane)
                return body, frame
            await ClockCycles(self.dut.clock, 1)
        raise AssertionError(f"no frame within {clocks} clocks")


def pause(time: int, destination: str = MACControl.DEFAULT_DST_MAC) -> Packet:
    return Ether(dst=destination, src=PEER) / MACControlPause(pause_time=time)


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def pause__made_by_scapy__silences_for_its_time(dut: Any) -> None:
    """Frames wait meanwhile, and go on when the time is over."""
    bench = Bench(dut)
    await bench.start()
    times = [1, 2, 3, 5, 255, 256, 300, *(bench.random.randrange(1, 100) for _ in range(10))]
    for time in times:
        before = dict(bench.counts)
        frame = bench.hear(pause(time))
        while not int(dut.paused.value):
            await RisingEdge(dut.clock)
        data = bench.random.randbytes(61)
        bench.source.send(data)
        begin = get_sim_time("ps")
        body, found = await bench.sent(QUANTUM_CLOCKS * time + 100)
        assert body == data
        waited = (found.sim_time_start - begin) / xgmii.CLOCK_PS
        silence = QUANTUM_CLOCKS * time
        assert silence <= waited < silence + 4, f"{waited} clocks of silence, not {silence}"
        assert bench.counts["paused"] - before["paused"] == silence
        assert bench.counts["pause_received"] - before["pause_received"] == 1
        got = await bench.got.frames.get()
        assert (got.data, got.error) == (frame, True), "a PAUSE frame is forwarded"
        await ClockCycles(dut.clock, 20)
    assert bench.counts["control_dropped"] == 0


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def pause__of_zero__resumes_at_once(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    bench.hear(pause(0xFFFF))
    await ClockCycles(dut.clock, 100)
    bench.source.send(bytes(60))
    await ClockCycles(dut.clock, 100)
    assert int(dut.paused.value)
    assert bench.wire_out.empty(), "a frame was sent in PAUSE"
    bench.hear(pause(0))
    await bench.sent(60)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def pause__others_made_by_scapy__are_dropped_and_not_obeyed(dut: Any) -> None:
    """Other opcodes, other destinations, a bad FCS; a data frame passes."""
    bench = Bench(dut)
    await bench.start()
    to_group = Ether(dst=MACControl.DEFAULT_DST_MAC, src=PEER)
    others = [
        to_group / MACControlClassBasedFlowControl(c0_enabled=1, c0_pause_time=500),
        to_group / MACControlGate(timestamp=0x12345678),
        pause(500, "01:80:c2:00:00:02"),
        pause(500, PEER),
        pause(500, LOCAL),
    ]
    for packet in others:
        frame = bench.hear(packet)
        got = await bench.got.frames.get()
        assert (got.data, got.error) == (frame, True), f"{packet!r} is forwarded"
    spoiled = bytearray(XgmiiFrame.from_payload(bytes(pause(500))).data)
    spoiled[-1] ^= 1
    bench.wire_in.send_nowait(XgmiiFrame(spoiled))
    assert (await bench.got.frames.get()).error
    data = bench.hear(Ether(dst=LOCAL, src=PEER, type=0x88B5) / Raw(bytes(range(60))))
    got = await bench.got.frames.get()
    assert (got.data, got.error) == (data, False)
    await ClockCycles(dut.clock, 20)
    expected = {"paused": 0, "pause_received": 0, "control_dropped": len(others)}
    assert bench.counts == expected, f"{bench.counts} was counted"


@cocotb.test(timeout_time=20, timeout_unit="ms")
async def pause__of_ours__is_pause_to_scapy_and_to_tshark(dut: Any) -> None:
    """What we send while congested, on an idle line, and when that is over."""
    bench = Bench(dut)
    await bench.start()
    frames, expected = [], []
    for time in (1, 2, 0x0102, 500, 0xFFFF):
        dut.pause_quanta.value = time
        dut.congested.value = 1
        first = None
        # The longest time would be repeated after 1.7 ms only.
        for _ in range(1 if time > 1000 else 3):
            body, found = await bench.sent(4 * time + 60)
            if first is not None and time > 5:
                spacing = round((found.sim_time_start - first) / xgmii.CLOCK_PS)
                assert spacing == 4 * time, f"repeated after {spacing} clocks"
            first = found.sim_time_start
            frames.append(body)
            expected.append(time)
        dut.congested.value = 0
        # One more may have been due before.
        for _ in range(3):
            body, _ = await bench.sent(60)
            frames.append(body)
            expected.append(0 if body[16:18] == bytes(2) else time)
            if expected[-1] == 0:
                break
        assert expected[-1] == 0, "the end of congestion is not told"
    for number, (body, time) in enumerate(zip(frames, expected, strict=True)):
        packet = Ether(body)
        assert MACControlPause in packet, f"frame {number} is no PAUSE to Scapy: {packet!r}"
        assert packet[MACControlPause].pause_time == time, f"frame {number}: {packet!r}"
        built = Ether(dst=MACControl.DEFAULT_DST_MAC, src=LOCAL) / MACControlPause(pause_time=time)
        assert body == bytes(built), f"frame {number} differs from Scapy's"
    await ClockCycles(dut.clock, 200)
    assert bench.wire_out.empty(), "a frame too many"

    capture = Path("pause.pcap").resolve()
    wrpcap(str(capture), [Ether(body) for body in frames])
    tshark = shutil.which("tshark")
    assert tshark, "tshark is not installed; run `make setup`"
    fields = ("eth.type", "macc.opcode", "macc.pause_time")
    arguments = [word for field in fields for word in ("-e", field)]
    done = run([tshark, "-r", capture, "-T", "fields", *arguments])
    assert done.returncode == 0, done.stderr
    read = [[int(cell, 0) for cell in line.split("\t")] for line in done.stdout.splitlines()]
    assert read == [[0x8808, 1, time] for time in expected], done.stdout
