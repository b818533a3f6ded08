"""Cases for a whole bridge: keep-alive frames, PAUSE, and faults of the link.

As bridge_data_cocotb.
"""

from __future__ import annotations

from typing import Any

import cocotb
from cocotb.triggers import ClockCycles
from cocotbext.eth.xgmii import XgmiiCtrl
from cocotbext.pcie.core.tlp import TlpType
from scapy.contrib.mac_control import MACControlPause
from scapy.layers.l2 import Ether

from support.bridge_bench import (
    BROADCAST,
    DEFAULT,
    ENABLE,
    GROUP,
    LEARN,
    LOCAL,
    NODE_ID,
    PEER,
    Bench,
    Sent,
    frame,
)
from support.scapy_bridge import KEEP_ALIVE, Bridge, KeepAlive

STRANGER = "02:45:58:42:00:03"
PAUSE_ADDRESS = "01:80:c2:00:00:01"
HOST, DEVICE = 1, 2
AGGREGATES, CONTROLS_RATE = 1, 2
NO_PEER, CONNECTED = 0, 2  # PEER_STATUS.STATE
IS_LEARNT = 1 << 4
LOCAL_FAULT, REMOTE_FAULT = 1, 2  # sequence ordered sets of IEEE 802.3, table 46-5


# Keep-alive frames.


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__announces_itself__by_keep_alive_frames(dut: Any) -> None:
    """Every byte of them is as docs/wire-format.md says, by Scapy."""
    bench = Bench(dut)
    interval = 2_500
    await bench.start(connect=False, PEER_CONTROL=0, MTU=9_000, KEEP_ALIVE_INTERVAL=interval)
    body = KeepAlive(
        role=HOST if bench.is_host else DEVICE,
        capabilities=AGGREGATES | CONTROLS_RATE,
        group=GROUP,
        mtu=9_000,
        max_payload=512,
        node_id=bench.mutated(NODE_ID, "node"),
    )
    begin = None
    for _ in range(4):
        sent = await bench.sent_frame(interval + 100)
        assert sent.header.type == KEEP_ALIVE
        expected = Bridge(type=KEEP_ALIVE, length_dw=4, timestamp=sent.header.timestamp)
        found = bytes(sent.header) + sent.area
        assert found == bytes(expected / body), (
            f"{found.hex()}, expected {bytes(expected / body).hex()}"
        )
        if begin is not None:
            waited = sent.clock - begin
            assert abs(waited - interval) < 20, f"announced after {waited} clocks"
        begin = sent.clock
    assert (await bench.counters())["KEEP_ALIVES_SENT"] == 4
    await bench.write("KEEP_ALIVE_INTERVAL", 0)
    await bench.silence(2 * interval, "announced with an interval of 0")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__learns_and_loses_peers__by_keep_alive_frames(dut: Any) -> None:
    bench = Bench(dut)
    timeout = 5_000
    await bench.start(
        connect=False,
        PEER_CONTROL=DEFAULT,
        CONTROL=ENABLE | LEARN,
        KEEP_ALIVE_TIMEOUT=timeout,
    )
    own, other = (HOST, DEVICE) if bench.is_host else (DEVICE, HOST)

    def announce(role: int, *, inner: int = GROUP, length: int = 4, **where: Any) -> None:
        body = KeepAlive(role=role, group=inner, mtu=1_500, max_payload=512, node_id=7)
        header = bench.header(KEEP_ALIVE, length_dw=length)
        bench.receive(frame(header, bytes(body), **({"destination": BROADCAST} | where)))

    before = await bench.counters()
    announce(own)
    announce(other, inner=GROUP + 1)
    announce(0)
    announce(0xFF)
    await bench.silence(200, "a frame for a bridge of its own or no known role, or another group")
    announce(other, destination=LOCAL)
    announce(other, group=GROUP + 1)
    announce(other, length=3)
    for source in (LOCAL, "00:00:00:00:00:00", PEER.replace("02:", "03:", 1)):
        announce(other, source=source)
    await bench.silence(200, "a frame for what is no keep-alive frame")
    moved = await bench.moved(before)
    wrong = {"RX_WRONG_PEER": 1, "RX_WRONG_GROUP": 1, "RX_MALFORMED": 1, "RX_WRONG_SOURCE": 3}
    assert moved == wrong | {"RX_FRAMES": 10}, f"counted {moved}"
    announce(other if bench.mutant != "role" else own)
    await bench.connect()
    assert await bench.read("PEER_STATUS") & 0x1F == CONNECTED | IS_LEARNT, "not learnt"
    low, high = await bench.read("PEER_ADDRESS_LO"), await bench.read("PEER_ADDRESS_HI")
    address = low.to_bytes(4, "little") + high.to_bytes(2, "little")
    assert address.hex(":") == PEER
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    bench.send(tlp)
    assert (await bench.sent_frame()).area == tlp
    bench.receive(bench.ack(1))
    # Any good frame is a sign of life.
    await bench.silence(timeout // 2, "a frame without a reason")
    announce(other)
    heard = bench.now()
    waited = await bench.expect_close(timeout + 200) - heard
    assert abs(waited - timeout) < 100, f"lost after {waited} clocks"
    await bench.silence(500, "a frame to a peer that is lost")
    assert await bench.read("PEER_STATUS") & 0x1F == NO_PEER
    moved = await bench.moved(before)
    names = ("KEEP_ALIVES_RECEIVED", "PEERS_LEARNT", "PEERS_REFUSED", "PEERS_LOST")
    assert [moved.get(name, 0) for name in names] == [2, 1, 0, 1]


# The link.


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__stands_still__while_the_neighbour_pauses_it(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    quanta = 100
    clocks = 8 * quanta

    async def pause(quanta: int) -> int:
        body = Ether(dst=PAUSE_ADDRESS, src=STRANGER) / MACControlPause(pause_time=quanta)
        bench.receive(bytes(body))
        await bench.line_source.wait()
        await ClockCycles(dut.clock, 20)
        return bench.now()

    async def sends() -> Sent:
        bench.send(bench.tlp(TlpType.MEM_WRITE, 2))
        return await bench.sent_frame(2 * clocks)

    asked = await pause(quanta if bench.mutant != "none" else 0)
    waited = (await sends()).clock - asked
    assert abs(waited - clocks) < 60, f"sent after {waited} clocks of a pause of {clocks}"
    # Taken back.
    await pause(0xFFFF)
    await ClockCycles(dut.clock, 100)
    bench.send(bench.tlp(TlpType.MEM_WRITE, 2))
    await bench.silence(clocks, "sent in spite of PAUSE")
    await pause(0)
    await bench.sent_frame(100)
    # And not to be heeded.
    await bench.write("CONTROL", ENABLE)
    asked = await pause(0xFFFF)
    assert (await sends()).clock - asked < 100, "held by PAUSE"
    assert (await bench.counters())["PAUSE_RECEIVED"] >= 3


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__tells_the_neighbour__that_it_hears_a_fault(dut: Any) -> None:
    """Local fault: remote fault instead of frames (IEEE 802.3, 46.3.4.3). Remote fault: idle."""
    bench = Bench(dut)
    await bench.start()
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)

    def line() -> tuple[int, int]:
        return int(dut.xgmii_tx_data.value), int(dut.xgmii_tx_ctrl.value)

    idle = (int(XgmiiCtrl.IDLE) * 0x0101_0101_0101_0101, 0xFF)
    half = int(XgmiiCtrl.SEQ_OS) | REMOTE_FAULT << 24
    answer = (half << 32 | half, 0x11)
    for fault, said, bit in ((LOCAL_FAULT, answer, 1), (REMOTE_FAULT, idle, 2)):
        bench.line_source.set_seq_os(fault if bench.mutant != "none" else None)
        await ClockCycles(dut.clock, 50)
        bench.send(tlp)
        for _ in range(200):
            await ClockCycles(dut.clock, 1)
            assert line() == said, f"{line()[0]:016x} under fault {fault}, expected {said[0]:016x}"
        assert await bench.read("STATUS") & 3 == bit
        bench.line_source.set_seq_os(None)
        # It ends when 128 columns have brought none.
        await ClockCycles(dut.clock, 200)
        assert await bench.read("STATUS") & 3 == 0
