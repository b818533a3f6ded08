"""Cases for a whole bridge: opening, keeping and ending connections, and how long a frame may be.

As bridge_data_cocotb.
"""

from __future__ import annotations

from typing import Any

import cocotb
from cocotb.triggers import ClockCycles
from cocotbext.pcie.core.tlp import TlpType

from support.bridge_bench import (
    CLOSED,
    CREDITS,
    DEFAULT,
    FIXED,
    NEVER,
    PEER_NUMBER,
    SEED,
    Bench,
    tlps_of,
)
from support.scapy_bridge import ACK, DATA

HEADER_BYTES = 22
LEAST_MTU = 576
USUAL_MTU = 1_500
MOST_OPENS = 15  # after so many, the answer that connects among them, a connection is given up
UNSEEDED, MTU_SHORT = 1 << 4, 1 << 5  # bits of STATUS
NO_PEER, OPENING, CONNECTED = 0, 1, 2  # PEER_STATUS.STATE


def longest_area(mtu: int) -> int:
    """Bytes of the area of the longest frame, in units of 8."""
    return (mtu - HEADER_BYTES) // 8 * 8


async def refuse(bench: Bench, what: str, tlp: bytes, **tags: int) -> None:
    """Data and ack frames with tags that are not the connection's have no effect."""
    before = await bench.counters()
    bench.receive(bench.data(0, [tlp], **tags))
    bench.receive(bench.ack(0, nak=1, **tags))
    await bench.silence(100, f"an answer to frames with {what}")
    moved = await bench.moved(before)
    assert moved == {"RX_WRONG_CONNECTION": 2, "RX_FRAMES": 2}, f"{what}: counted {moved}"
    assert bench.pcie_sink.frames.empty(), f"a TLP with {what} was delivered"


async def exchange(bench: Bench, number: int) -> None:
    """A TLP each way, both the `number`-th."""
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    bench.receive(bench.data(number, [tlp]))
    assert (await bench.delivered()).data == tlp
    answer = (await bench.sent_frame()).header
    assert (answer.type, answer.acknowledgement) == (ACK, number + 1)
    bench.send(tlp)
    sent = await bench.sent_frame()
    assert (sent.header.type, sent.header.sequence, sent.area) == (DATA, number, tlp)
    bench.receive(bench.ack(number + 1))


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__opens_a_connection__when_the_peer_names_its_number(dut: Any) -> None:
    bench = Bench(dut)
    interval = 1_500
    await bench.start(connect=False, OPEN_INTERVAL=interval)
    begin = (await bench.expect_open(None)).clock
    ours = bench.own
    assert 0 < ours < 1 << 32
    for _ in range(2):
        again = (await bench.expect_open(None, clocks=interval + 200)).clock
        assert bench.own == ours, "another number while it opens"
        assert abs(again - begin - interval) < 20, f"asked again after {again - begin} clocks"
        begin = again
    # From here on only what is an answer.
    await bench.write("OPEN_INTERVAL", NEVER)
    # Without a connection no TLP goes, and none is taken.
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    await refuse(bench, "the tags of no connection", tlp)
    before = await bench.counters()
    bench.send(tlp)
    await bench.silence(100, "a TLP was sent without a connection")
    assert await bench.moved(before) == {"TX_TLP_UNROUTED": 1}
    assert await bench.status() == (OPENING, ours, 0)
    # Each that asks gets an answer; what names no number, or another one, does not connect.
    bench.receive(bench.open())
    await bench.expect_open(PEER_NUMBER)
    others = [ours + 1, ours ^ 1 << 16, ours ^ 1 << 31, PEER_NUMBER, ours & 0xFFFF]
    if bench.mutant == "not compared":
        others = [ours]
    for wrong in others:
        bench.receive(bench.open(heard=wrong))
        await bench.expect_open(PEER_NUMBER)
        assert (await bench.status())[0] == OPENING, f"connected by {wrong:#x}"
        bench.receive(bench.open(heard=wrong, nak=0))
        await bench.silence(100, "an answer that nobody wants")
    # One that wants an answer connects, but does not say that the peer is connected, too.
    bench.receive(bench.open(heard=ours))
    await bench.expect_open(PEER_NUMBER, nak=0)
    status = await bench.status()
    assert status == (CONNECTED, ours, PEER_NUMBER), f"status {status}"
    bench.send(tlp)
    if bench.mutant == "early":
        bench.receive(bench.open(heard=ours, nak=0))
    await bench.silence(1_000, "a frame before it is confirmed")
    # What waits goes at once, and says what an ack frame would.
    bench.receive(bench.open(heard=ours, nak=0))
    sent = await bench.sent_frame(100)
    assert (sent.header.type, sent.header.sequence, sent.area) == (DATA, 0, tlp)
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (1, 0)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__is_confirmed__by_a_data_frame_or_given_up(dut: Any) -> None:
    """Who sends one is connected. Until then it asks, so many times."""
    bench = Bench(dut)
    interval = 1_200
    await bench.start(connect=False, OPEN_INTERVAL=interval)
    await bench.expect_open(None)
    ours = bench.own
    bench.receive(bench.open(heard=ours))
    await bench.expect_open(PEER_NUMBER, nak=0)
    begin = None
    for _ in range(MOST_OPENS - 1 - (bench.mutant == "more")):
        sent = await bench.expect_open(PEER_NUMBER, clocks=2 * interval)
        assert bench.own == ours
        waited = interval if begin is None else sent.clock - begin
        assert abs(waited - interval) < 200, f"asked again after {waited} clocks"
        begin = sent.clock
    await bench.expect_close(2 * interval)
    await bench.expect_open(None)
    assert bench.own != ours, "a number is used again"
    # Anew, and this time the peer sends a TLP.
    bench.peer += 1
    bench.receive(bench.open(heard=bench.own))
    await bench.expect_open(bench.peer, nak=0)
    await bench.write("OPEN_INTERVAL", NEVER)
    first, second = [bench.tlp(TlpType.MEM_WRITE, 2) for _ in range(2)]
    bench.send(first)
    await bench.silence(500, "a frame before it is confirmed")
    bench.receive(bench.data(0, [second]))
    assert (await bench.delivered()).data == second
    sent = await bench.sent_data()
    assert (sent.header.sequence, sent.area) == (0, first)
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (2, 1)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__opens_nothing__without_seed_or_with_too_short_frames(dut: Any) -> None:
    """And says why. The numbers are those of the seed."""
    bench = Bench(dut)
    seeded = bench.mutant == "seeded"
    await bench.start(connect=False, SEED_LO=int(seeded), SEED_HI=0, OPEN_INTERVAL=1_000)
    await bench.silence(2_500, "an open frame without a seed")
    assert await bench.read("STATUS") == UNSEEDED
    control = await bench.read("CONTROL")
    await bench.write("CONTROL", control & ~1)
    await bench.write("SEED_HI", SEED >> 32)
    await bench.write("MTU", LEAST_MTU - 1)
    await bench.write("CONTROL", control)
    await bench.silence(2_500, "an open frame with an MTU that is too short")
    assert await bench.read("STATUS") == MTU_SHORT
    await bench.write("MTU", LEAST_MTU)
    sent = await bench.expect_open(None)
    assert len(sent.area) == longest_area(LEAST_MTU)
    assert await bench.read("STATUS") == 0
    await bench.confirm()
    await exchange(bench, 0)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__stays_connected__whatever_may_be_of_before(dut: Any) -> None:
    """Frames of other incarnations, and open frames that only lost their answer or are old."""
    bench = Bench(dut)
    interval = 1_000
    await bench.start(OPEN_INTERVAL=interval)
    await bench.silence(2 * interval, "an open frame while connected")
    ours, theirs = bench.own & 0xFFFF, bench.peer & 0xFFFF
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    before = theirs - 1 if bench.mutant != "one tag" else theirs
    await refuse(bench, "the peer's last tag", tlp, sender_tag=before)
    await refuse(bench, "our last tag", tlp, receiver_tag=ours ^ 0x20)
    # The same open frame again: the peer has missed the answer, or asks for a longer path.
    for heard in (bench.own, bench.own, None):
        bench.receive(bench.open(heard=heard))
        await bench.expect_open(bench.peer, nak=0)
    bench.receive(bench.open(heard=bench.own, nak=0))
    await bench.silence(200, "an answer that was not asked for")
    await exchange(bench, 0)
    # One of another incarnation is offered our next number, the same each time; it proves nothing
    # that it names the present one, or one of before, or half of what was offered.
    other = PEER_NUMBER - 7
    bench.receive(bench.open(other))
    sent = await bench.expect_open(other, busy=1)
    assert len(sent.area) == longest_area(LEAST_MTU), "an offer is not of the least length"
    assert sent.header.sender_tag == 0, "an offer tells a length"
    offered = bench.offered
    late = offered ^ 1 << 31 if bench.mutant != "late" else offered
    for heard in (bench.own, bench.own - 1, late):
        bench.receive(bench.open(other, heard=heard))
        await bench.expect_open(other, busy=1)
        assert bench.offered == offered, "another number is offered"
    # An offer to an incarnation that is gone is not answered; one to ours is, by an offer.
    bench.receive(bench.open(other, heard=bench.own ^ 1, busy=1))
    await bench.silence(1_200, "an answer to an offer of before")
    bench.receive(bench.open(other, heard=bench.own, busy=1))
    await bench.expect_open(other, busy=1)
    await exchange(bench, 1)
    assert await bench.status() == (CONNECTED, bench.own, PEER_NUMBER)
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (1, 0)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__answers_few__open_frames_at_once(dut: Any) -> None:
    """Four, then one in 1,024 clocks; what is due meanwhile is one."""
    bench = Bench(dut)
    await bench.start()
    await ClockCycles(dut.clock, 4_200)
    for _ in range(12):
        bench.receive(bench.open(heard=bench.own))
        await ClockCycles(dut.clock, 60)
    begins = []
    await ClockCycles(dut.clock, 3_000)
    while not bench.line_sink.empty():
        begins.append((await bench.expect_open(bench.peer, nak=0)).clock)
    most = 6 if bench.mutant != "fewer" else 4
    assert 5 <= len(begins) <= most, f"{len(begins)} answers to 12 open frames"
    assert begins[3] - begins[0] < 400, "the first four wait"
    assert begins[4] - begins[0] > 900, "the fifth does not wait"
    assert (await bench.counters())["OPENS_HELD"] >= 7


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__opens_anew__when_the_peer_has_started_over(dut: Any) -> None:
    """By an offer: everything begins from zero, and nothing of before is sent or taken."""
    bench = Bench(dut)
    await bench.start()
    tlps = [bench.tlp(TlpType.MEM_WRITE, length) for length in (2, 3, 4, 5)]
    bench.receive(bench.data(0, tlps[:1]))
    assert (await bench.delivered()).data == tlps[0]
    assert (await bench.sent_frame()).header.acknowledgement == 1
    bench.send(tlps[1])
    assert (await bench.sent_frame()).header.sequence == 0
    late = bench.data(1, tlps[2:3])
    # The peer has a new number, and names the one that it is offered.
    news = PEER_NUMBER + 0x1_0005
    bench.receive(bench.open(news))
    await bench.expect_open(news, busy=1)
    offered, before = bench.offered, bench.own
    bench.receive(bench.open(news, heard=offered if bench.mutant != "heard" else before))
    await bench.expect_close()
    # It has heard the new number already: no round trip is lost.
    sent = await bench.expect_open(news)
    assert (bench.own, sent.header.nak) == (offered, 1), "another number than it has offered"
    # A frame from the first connection's end, late.
    bench.receive(late)
    bench.peer = news
    await bench.confirm()
    bench.receive(late)
    await bench.silence(200, "a frame of before is answered, or sent again")
    bench.receive(bench.data(bench.mutated(0, "number"), tlps[3:]))
    assert (await bench.delivered()).data == tlps[3], "a TLP of before is delivered"
    answer = (await bench.sent_frame()).header
    assert (answer.type, answer.acknowledgement) == (ACK, 1)
    assert answer.non_posted_limit == CREDITS
    bench.send(tlps[3])
    sent = await bench.sent_frame()
    assert sent.header.sequence == 0
    assert sent.area == tlps[3], "a TLP of before is sent"
    counters = await bench.counters()
    found = [counters[name] for name in ("CONNECTS", "DISCONNECTS", "RX_WRONG_CONNECTION")]
    assert found == [2, 1, 2]


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__closes_a_connection__for_peer_software_and_silence(dut: Any) -> None:
    """One close frame with both numbers, then another number."""
    bench = Bench(dut)
    dead = 3_000
    await bench.start(DEAD_TIME=dead)
    numbers = [bench.own]

    async def reopen() -> None:
        await bench.expect_open(None)
        assert bench.own not in numbers, "a number is used again"
        numbers.append(bench.own)
        bench.peer += 1
        await bench.confirm()

    # The peer's, but only if it is of the connection.
    for wrong in (
        {"sequence": bench.peer ^ 1 << 16},
        {"acknowledgement": bench.own ^ 1 << 16},
        {"acknowledgement": bench.own + 1},
        {"ack": 0},
    ):
        bench.receive(bench.close(**(wrong if bench.mutant != "any" else {})))
        await bench.silence(200, "closed by a frame of another incarnation")
    bench.receive(bench.close())
    await bench.expect_close()
    await reopen()
    # Software's: no frame more as long as it wants.
    await bench.write("PEER_CONTROL", FIXED | DEFAULT | CLOSED)
    await bench.expect_close()
    await bench.silence(6_000, "a frame to a peer that is kept closed")
    assert (await bench.status())[0] == NO_PEER
    bench.receive(bench.open())
    await bench.silence(200, "an answer to a peer that is kept closed")
    await bench.write("PEER_CONTROL", FIXED | DEFAULT)
    await reopen()
    # The peer acknowledges nothing for too long; while it is busy, that does not count.
    bench.send(bench.tlp(TlpType.MEM_WRITE, 2))
    await bench.sent_data()
    await bench.silence(dead - 500, "closed too early")
    bench.receive(bench.ack(0, busy=int(bench.mutant != "idle")))
    busy = bench.now()
    await bench.silence(dead - 500, "closed although the peer is busy")
    waited = await bench.expect_close(dead) - busy
    assert abs(waited - dead) < 100, f"closed after {waited} clocks"
    await reopen()
    counters = await bench.counters()
    found = [counters[name] for name in ("CONNECTS", "DISCONNECTS", "RX_BUSY")]
    assert found == [4, 3, 1]


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__ends_its_connection__when_what_it_means_is_changed(dut: Any) -> None:
    """With a close frame under the old values; what is only written is not taken yet."""
    bench = Bench(dut)
    await bench.start()
    before = await bench.read("PEER_MAC_HI")
    await bench.write("ETHERTYPE", 0x88B6)
    await bench.write("PEER_MAC_HI", before ^ 0x100)
    await exchange(bench, 0)
    # The values of before once more: nothing has changed.
    await bench.write("ETHERTYPE", 0x88B5 if bench.mutant != "other" else 0x88B6)
    await bench.write("PEER_MAC_HI", before)
    await bench.write("PEER_CONTROL", FIXED | DEFAULT)
    await bench.write("CONTROL", await bench.read("CONTROL"))
    await exchange(bench, 1)
    await bench.write("NODE_ID_LO", 7)
    await bench.write("CONTROL", await bench.read("CONTROL"))
    await bench.expect_close()
    await bench.expect_open(None)
    await bench.confirm()
    await exchange(bench, 0)
    # Another address: the frames behind the close frame go there.
    await bench.write("PEER_MAC_HI", before ^ 0x100)
    await bench.write("PEER_CONTROL", FIXED | DEFAULT)
    await bench.expect_close()
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (2, 2)


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__finds_the_path__and_sends_no_longer_frame(dut: Any) -> None:
    """A switch on the way carries 1,500 bytes; the bridge may send 9,000."""
    bench = Bench(dut)
    interval = 2_000
    await bench.start(
        connect=False, MTU=9_000, OPEN_INTERVAL=interval, AGGREGATION=1, WINDOW=255 << 16 | 1
    )
    lengths = [longest_area(mtu) for mtu in (9_000, USUAL_MTU, LEAST_MTU)]
    for length in (*lengths, *lengths[:2]):
        sent = await bench.expect_open(None, clocks=2 * interval)
        found = len(sent.area)
        assert found == length, f"an open frame has {found} bytes of area, expected {length}"
    # The second length came through; the answer says so.
    bench.path_dw = lengths[0 if bench.mutant == "long" else 1] // 4
    own = bench.own
    path = bench.path_dw
    await bench.confirm()
    # It tries the full length three times more, in vain.
    for _ in range(3):
        sent = await bench.expect_open(PEER_NUMBER, clocks=2 * interval)
        assert (bench.own, len(sent.area)) == (own, lengths[0])
    bench.path_dw = path
    await bench.silence(3 * interval, "an open frame more")
    assert await bench.path_length() == lengths[1]
    tlps = [bench.tlp(TlpType.MEM_WRITE, 16) for _ in range(60)]
    for tlp in tlps:
        bench.send(tlp)
    number = 0
    while number < len(tlps):
        sent = await bench.sent_data(2_000)
        assert len(sent.area) <= lengths[1], f"a frame with {len(sent.area)} bytes of area"
        together = tlps_of(sent.area)
        assert together == tlps[number : number + len(together)]
        assert number == 0 or len(together) == min(18, len(tlps) - number), f"{len(together)} TLPs"
        number += len(together)
        await ClockCycles(dut.clock, 500)
        bench.receive(bench.ack(number))
    # What it has heard of the peer's it tells the peer.
    for words in (200, 100):
        bench.receive(bench.open(heard=own, words=words))
        told = (await bench.expect_open(PEER_NUMBER, nak=0)).header.sender_tag
        assert told == 200, f"tells a path of {told} words"
