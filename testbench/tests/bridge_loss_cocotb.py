"""Cases for a whole bridge: frames that are wrong, missing, doubled or of another time.

As bridge_data_cocotb.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cocotb
from cocotb.triggers import ClockCycles
from cocotbext.eth import XgmiiFrame
from cocotbext.pcie.core.tlp import TlpType

from support.bridge_bench import (
    ACK_DELAY,
    BROADCAST,
    CREDITS,
    GROUP,
    LOCAL,
    NEVER,
    PEER,
    TICKS,
    Bench,
    frame,
)
from support.scapy_bridge import ACK, CLOSE, DATA, OPEN
from support.scapy_bridge import area as area_of

STRANGER = "02:45:58:42:00:03"
MANAGER = 6  # a frame type that bridges do not know yet


# What is wrong with a frame.


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__drops_and_counts__what_is_not_for_it(dut: Any) -> None:
    """Each wrong frame moves its one counter and does nothing else; a right one follows."""
    bench = Bench(dut)
    await bench.start()
    # Longer than a frame that may be padded, whose length is allowed to be less than it is.
    tlp = bench.tlp(TlpType.MEM_WRITE, 16)
    read = bench.tlp(TlpType.MEM_READ, 1)
    length = len(tlp) // 4
    ours, theirs = bench.own & 0xFFFF, bench.peer & 0xFFFF

    def altered(kind: int = DATA, area: bytes = tlp, **fields: int) -> Callable[[int], bytes]:
        values = {"length_dw": len(area) // 4} | fields
        return lambda number: frame(bench.header(kind, **({"sequence": number} | values)), area)

    def addressed(kind: int = DATA, **where: Any) -> Callable[[int], bytes]:
        return lambda number: frame(
            bench.header(kind, sequence=number, length_dw=length), tlp, **where
        )

    def placed(beside: int) -> Callable[[int], bytes]:
        return lambda number: bench.data((number + beside) % (1 << 32), [tlp])

    def bare(kind: int, **fields: int) -> Callable[[int], bytes]:
        return altered(kind, b"", **fields)

    wrong: list[tuple[str, Callable[[int], bytes]]] = [
        ("RX_WRONG_GROUP", addressed(group=GROUP + 1)),
        ("RX_WRONG_GROUP", addressed(group=0)),
        ("RX_WRONG_GROUP", addressed(group=None)),
        ("RX_WRONG_TYPE", addressed(ethertype=0x0800)),
        ("RX_WRONG_TYPE", altered(version=2)),
        ("RX_WRONG_TYPE", altered(version=4)),
        ("RX_WRONG_TYPE", altered(kind=0)),
        ("RX_WRONG_TYPE", altered(kind=15)),
        ("RX_WRONG_TYPE", altered(kind=MANAGER)),
        ("RX_WRONG_SOURCE", addressed(source=LOCAL)),
        ("RX_WRONG_SOURCE", addressed(source="00:00:00:00:00:00")),
        ("RX_WRONG_SOURCE", addressed(source=PEER.replace("02:", "03:", 1))),
        ("RX_WRONG_SOURCE", addressed(source=BROADCAST)),
        ("RX_WRONG_PEER", addressed(source=STRANGER)),
        ("RX_WRONG_PEER", addressed(destination=BROADCAST)),
        ("RX_WRONG_PEER", addressed(destination=PEER)),
        # Each end's tag alone, the right ones exchanged, and one bit of either.
        ("RX_WRONG_CONNECTION", altered(receiver_tag=theirs if bench.mutant != "one" else ours)),
        ("RX_WRONG_CONNECTION", altered(sender_tag=ours)),
        ("RX_WRONG_CONNECTION", altered(receiver_tag=theirs, sender_tag=ours)),
        ("RX_WRONG_CONNECTION", altered(receiver_tag=ours ^ 0x8000)),
        ("RX_WRONG_CONNECTION", altered(sender_tag=theirs ^ 1)),
        ("RX_WRONG_CONNECTION", altered(receiver_tag=0, sender_tag=0)),
        ("RX_WRONG_CONNECTION", bare(ACK, sender_tag=theirs ^ 0x100, ack=1, nak=1)),
        # Of close frames all 32 bits count.
        ("RX_WRONG_CONNECTION", bare(CLOSE, sequence=bench.peer ^ 1 << 31)),
        ("RX_WRONG_CONNECTION", bare(CLOSE, sequence=bench.peer, acknowledgement=theirs)),
        ("RX_WRONG_CONNECTION", bare(CLOSE, sequence=bench.peer, ack=0)),
        # Beyond what is in use at a time, and the same to who looks at 16 bits only.
        ("RX_WRONG_NUMBER", placed((1 << 16) * (bench.mutant != "16 bits"))),
        ("RX_WRONG_NUMBER", placed(1 << 15)),
        ("RX_WRONG_NUMBER", placed(-(1 << 15))),
        ("RX_WRONG_NUMBER", placed(1 << 31)),
        ("RX_WRONG_NUMBER", placed(-1 << 16)),
        ("RX_OVER_LIMIT", altered(area=area_of([read] * (CREDITS + 1)))),
        ("RX_MALFORMED", altered(length_dw=length - 1)),
        ("RX_MALFORMED", altered(length_dw=length + 1)),
        ("RX_MALFORMED", altered(length_dw=400)),
        ("RX_MALFORMED", altered(length_dw=0)),
        ("RX_MALFORMED", bare(DATA)),
        ("RX_MALFORMED", altered(kind=ACK)),
        ("RX_MALFORMED", altered(kind=OPEN, length_dw=length + 1)),
        ("RX_MALFORMED", altered(kind=CLOSE)),
        ("RX_MALFORMED", bare(ACK, length_dw=1)),
        ("RX_WRONG_ACK", bare(ACK, ack=1, acknowledgement=1)),
        ("RX_WRONG_ACK", bare(ACK, ack=1, acknowledgement=1 << 16)),
    ]
    for number, (name, build) in enumerate(wrong):
        before = await bench.counters()
        bench.receive(build(number))
        await ClockCycles(dut.clock, 150)
        moved = await bench.moved(before)
        assert bench.pcie_sink.frames.empty(), f"frame {number}, {name}: a TLP was delivered"
        assert bench.line_sink.empty(), f"frame {number}, {name}: the bridge answered"
        assert moved == {name: 1, "RX_FRAMES": 1}, f"frame {number}, {name}: counted {moved}"
        # The same without the fault is taken, so that the sequence goes on.
        bench.receive(bench.data(number, [tlp]))
        assert (await bench.delivered()).data == tlp
        answer = (await bench.sent_frame()).header
        assert (answer.type, answer.acknowledgement) == (ACK, number + 1)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__drops_whole_and_counts__a_frame_with_a_tlp_that_contradicts_it(dut: Any) -> None:
    """None of its TLPs is delivered or acknowledged, the good ones before the bad no more."""
    bench = Bench(dut)
    await bench.start()
    odd = bench.tlp(TlpType.MEM_WRITE, 16, requester=0xFF00)
    even = bench.tlp(TlpType.MEM_WRITE, 15)
    unknown, prefix = (bytes([first]) + odd[1:] for first in (0x5F, 0x8E))
    areas = {
        "a word less": odd[:-4],
        "four words less": odd[:-16],
        "two words only": odd[:8],
        "nothing but the filling behind": odd + bytes(4),
        "zeros behind": even + bytes(8),
        "129 words of payload": bench.tlp(TlpType.MEM_WRITE, 129),
        "an unknown type": unknown,
        "a prefix": prefix,
        "a good TLP, and half of one": area_of([even, odd[:-4]]),
        "a good TLP, and an unknown one": area_of([odd, unknown]),
        "a good TLP, and a header cut off": area_of([odd, even[:8]]),
        "a TLP at 4 bytes beside a multiple of 8": odd + odd,
        "two TLPs and the filling behind": area_of([even, odd]) + bytes(4),
    }
    if bench.mutant == "right":
        areas = {"nothing": area_of([odd, even])}
    for number, (what, area) in enumerate(areas.items()):
        before = await bench.counters()
        header = bench.header(DATA, sequence=number, length_dw=len(area) // 4)
        bench.receive(frame(header, area))
        await ClockCycles(dut.clock, 250)
        assert bench.pcie_sink.frames.empty(), f"{what}: a TLP was delivered"
        assert bench.line_sink.empty(), f"{what}: the bridge answered"
        moved = await bench.moved(before)
        assert moved == {"RX_MALFORMED": 1, "RX_FRAMES": 1}, f"{what}: counted {moved}"
        bench.receive(bench.data(number, [odd]))
        assert (await bench.delivered()).data == odd
        assert (await bench.sent_frame()).header.acknowledgement == number + 1


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__drops_and_counts__a_bad_fcs(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    before = await bench.counters()
    good = XgmiiFrame.from_payload(bench.data(0, [bench.tlp(TlpType.MEM_WRITE, 4)]))
    for place in bench.random.sample(range(8, len(good.data)), 12):
        damaged = XgmiiFrame(bytearray(good.data))
        damaged.data[place] ^= 0x00 if bench.mutant == "undamaged" else 0x04
        bench.line_source.send_nowait(damaged)
    await ClockCycles(dut.clock, 400)
    moved = await bench.moved(before)
    assert moved == {"RX_BAD_FCS": 12}, f"counted {moved}"
    assert bench.pcie_sink.frames.empty()
    assert bench.line_sink.empty()


# Going back.


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__answers_once__gap_and_duplicate(dut: Any) -> None:
    """A frame too early: one NAK that names the one missing. A frame again: acknowledged again."""
    bench = Bench(dut)
    await bench.start()
    tlps = [bench.tlp(TlpType.MEM_WRITE, length) for length in (1, 2, 3)]
    for number in (1, 2) if bench.mutant != "no gap" else (0, 1):
        bench.receive(bench.data(number, [tlps[number]]))
    answer = (await bench.sent_frame()).header
    assert (answer.type, answer.ack, answer.nak) == (ACK, 1, 1), "a gap is not answered by a NAK"
    assert (answer.acknowledgement, answer.echo) == (0, 0)
    await bench.silence(200, "a gap is answered twice")
    for number, tlp in enumerate(tlps):
        bench.receive(bench.data(number, [tlp]))
    for tlp in tlps:
        assert (await bench.delivered()).data == tlp
    answer = (await bench.sent_frame()).header
    assert (answer.nak, answer.acknowledgement, answer.echo) == (0, 3, 1)
    bench.receive(bench.data(1, [tlps[1]]))
    # At once: sooner than an acknowledgement that waits.
    answer = (await bench.sent_frame(ACK_DELAY)).header
    assert (answer.nak, answer.acknowledgement, answer.echo) == (0, 3, 0)
    counters = await bench.counters()
    found = [counters[name] for name in ("NAKS_SENT", "RX_GAP", "RX_DUPLICATE")]
    assert found == [1, 2, 1]
    assert bench.pcie_sink.frames.empty(), "a TLP was delivered twice"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__resends__until_acknowledged(dut: Any) -> None:
    """Without acknowledgement all of the window comes again after the timeout, which doubles, with
    a NAK at once; after the acknowledgement never."""
    bench = Bench(dut)
    timeout = 2_000
    await bench.start(TIMEOUT_MIN=timeout, TIMEOUT_MAX=4 * timeout)
    tlps = [bench.tlp(TlpType.MEM_WRITE, length) for length in (1, 8, 32)]

    async def expect_all(clocks: int, first: int = 0) -> int:
        begin = 0
        for number, tlp in list(enumerate(tlps))[first:]:
            sent = await bench.sent_data(clocks)
            # The last one alone is a probe.
            while number == 0 and sent.header.sequence == len(tlps) - 1:
                sent = await bench.sent_data(clocks)
            assert sent.header.sequence == number
            assert sent.area == tlp
            begin = begin or sent.clock
        return begin

    for tlp in tlps:
        bench.send(tlp)
    begin = await expect_all(600)
    for factor in (1, 2, 4, 4):
        again = await expect_all(5 * timeout)
        waited = again - begin + timeout * (bench.mutant == "timeout")
        # The timer runs from the end of the oldest frame on.
        assert 0 <= waited - factor * timeout < 200, f"resent after {waited} clocks"
        begin = again
    bench.receive(bench.ack(1, nak=1))
    await expect_all(200, first=1)
    bench.receive(bench.ack(3 if bench.mutant != "acknowledged" else 2))
    for _ in range(4):
        await ClockCycles(dut.clock, timeout)
        while not bench.line_sink.empty():
            kind = (await bench.sent_frame()).header.type
            assert kind == ACK, "resent after it was acknowledged"
    counters = await bench.counters()
    found = [counters[name] for name in ("TX_TIMEOUTS", "TX_NAKS_RECEIVED", "TX_RETRANSMITS")]
    assert found == [4, 1, 4 * 3 + 2 + counters["TX_PROBES"]]


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__tells_everything_again__after_the_longest_timeout(dut: Any) -> None:
    """A bare acknowledgement may have been lost while there is nothing else to say."""
    bench = Bench(dut)
    longest = 3_000
    await bench.start(TIMEOUT_MIN=longest, TIMEOUT_MAX=longest)
    tlps = [bench.tlp(TlpType.MEM_READ, 1), bench.tlp(TlpType.MEM_WRITE, 1)]
    bench.receive(bench.data(0, tlps))
    begin = (await bench.sent_frame()).clock
    for _ in range(3):
        sent = await bench.sent_frame(longest + 200)
        told = (sent.header.type, sent.header.acknowledgement, sent.header.non_posted_limit)
        assert told == (ACK, 2, CREDITS + 1)
        assert (sent.header.nak, sent.header.echo) == (0, 0)
        waited = sent.clock - begin + 100 * (bench.mutant == "late")
        assert abs(waited - longest) < 50, f"told again after {waited} clocks"
        begin = sent.clock


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__probes__with_the_last_frame_far_before_the_timeout(dut: Any) -> None:
    """The last frame comes again after a few round trips; each further time takes twice as long."""
    bench = Bench(dut)
    await bench.start(TIMEOUT_MIN=NEVER)
    tlps = [bench.tlp(TlpType.MEM_WRITE, length) for length in (1, 8, 32, 4)]
    # A round trip, measured as the bridge does: less what the peer has waited.
    bench.send(tlps[0])
    sent = await bench.sent_frame()
    await ClockCycles(dut.clock, 200)
    held = bench.now() - sent.clock - 100
    echo = (sent.header.timestamp + held) % TICKS
    bench.receive(bench.ack(1, echo=1, echo_timestamp=echo))
    await ClockCycles(dut.clock, 100)
    round_trip = await bench.read("PEER_RTT")
    assert 100 < round_trip < 200, f"a round trip of {round_trip} clocks"
    for tlp in tlps[1:]:
        bench.send(tlp)
    for number in (1, 2, 3):
        sent = await bench.sent_data()
        assert (sent.header.sequence, sent.area) == (number, tlps[number])
    # None was heard of; a quiet line says so. Mean and deviation are one sample's.
    expected = round_trip + 2 * round_trip + ACK_DELAY
    for factor in (1, 2, 4):
        before = sent.clock
        sent = await bench.sent_data(2_500 * factor)
        assert (sent.header.sequence, sent.area) == (3, tlps[3]), "another one than the last"
        waited = sent.clock - before - 1_000 * (bench.mutant == "late")
        assert 0 <= waited - factor * expected < 50 + 32 * factor, f"probed after {waited} clocks"
    # The peer misses those before: all come again at once.
    bench.receive(bench.ack(1, nak=1))
    for number in (1, 2, 3):
        sent = await bench.sent_data(200)
        assert (sent.header.sequence, sent.area) == (number, tlps[number])
    bench.receive(bench.ack(4))
    await bench.silence(8 * expected, "probed with nothing on its way")
    counters = await bench.counters()
    names = ("TX_PROBES", "TX_TIMEOUTS", "TX_NAKS_RECEIVED", "TX_RETRANSMITS")
    assert [counters[name] for name in names] == [3, 0, 1, 6]
