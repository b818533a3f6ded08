"""Cases for a whole bridge, between a PCIe side of cocotbext-pcie's TLPs, an Ethernet side of
cocotbext-eth's XGMII models and Scapy's frames, and cocotbext-axi's master on its registers.

What frames look like is taken from docs/wire-format.md, what has to happen from docs/protocol.md.
MUTANT names one thing that is made wrong, to see that the case notices. Run by
test_bridge_witness.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cocotb
from cocotb.triggers import ClockCycles
from cocotbext.eth import XgmiiFrame
from cocotbext.pcie.core.tlp import Tlp, TlpType
from scapy.contrib.mac_control import MACControlPause
from scapy.layers.l2 import Ether

from support.bridge_bench import (
    ACK_DELAY,
    BROADCAST,
    CLASSES,
    CLOSED,
    CREDITS,
    DEFAULT,
    DOWNSTREAM_FORMS,
    ENABLE,
    EPOCH,
    FIXED,
    FORMS,
    GROUP,
    LEARN,
    LOCAL,
    NEVER,
    NODE_ID,
    PEER,
    PEER_EPOCH,
    PEER_TICKS,
    TICKS,
    UPSTREAM_FORMS,
    Bench,
    Sent,
    check_order,
    frame,
    tlp_class,
    tlps_of,
)
from support.scapy_bridge import ACK, CLOSE, DATA, KEEP_ALIVE, OPEN, Bridge, KeepAlive
from support.scapy_bridge import area as area_of

STRANGER = "02:45:58:42:00:03"
PAUSE_ADDRESS = "01:80:c2:00:00:01"
MANAGER = 6  # a frame type that bridges do not know yet
HEADER_BYTES = 14
HOST, DEVICE = 1, 2
AGGREGATES, CONTROLS_RATE = 1, 2
NO_PEER, OPENING, CONNECTED = 0, 1, 2  # PEER_STATUS.STATE
IS_LEARNT = 1 << 4


# One TLP a frame.


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__sends_each_tlp__in_a_frame_of_its_own(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start()
    before = await bench.counters()
    # One after the other, and at last a few at once.
    tlps = bench.tlps(bench.is_host) + bench.mixed((TlpType.MEM_WRITE,), 6)
    for number, tlp in enumerate(tlps):
        if number < len(tlps) - 6:
            bench.send(tlp)
        elif number == len(tlps) - 6:
            for other in tlps[number:]:
                bench.send(other)
        sent = await bench.sent_frame()
        assert (sent.header.type, sent.header.epoch) == (DATA, bench.epoch)
        assert sent.header.sequence == number
        told = (sent.header.acknowledgement, sent.header.non_posted_limit)
        assert told == (0, CREDITS), f"the peer is told {told}"
        carried = bench.mutated(sent.area, "bit")
        assert carried == tlp, f"TLP {number} {tlp.hex()} travels as {carried.hex()}"
        if tlp_class(tlp) == "non_posted":
            bench.limit = (bench.limit + 1) % 256
        bench.receive(bench.ack(number + 1))
    bench.check_room()
    moved = await bench.moved(before)
    assert moved == {"TX_TLPS": len(tlps), "TX_FRAMES": len(tlps), "RX_FRAMES": len(tlps)}


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__delivers_each_tlp__and_acknowledges_it(dut: Any) -> None:
    """With the round trip measured as the peer does, which leaves out the bridge's delay."""
    bench = Bench(dut)
    await bench.start()
    before = await bench.counters()
    tlps = bench.tlps(not bench.is_host)
    limit = CREDITS
    for number, tlp in enumerate(tlps):
        begin = bench.now()
        bench.receive(bench.data(number, [tlp]))
        found = bench.mutated((await bench.delivered()).data, "bit")
        assert found == tlp, f"TLP {number} {tlp.hex()} is delivered as {found.hex()}"
        limit += tlp_class(tlp) == "non_posted"
        sent = await bench.sent_frame()
        answer = sent.header
        assert (answer.type, answer.epoch, answer.sequence) == (ACK, bench.epoch, 0)
        assert (answer.nak, answer.busy, answer.echo) == (0, 0, 1)
        expected = bench.mutated(number + 1, "number")
        assert answer.acknowledgement == expected, f"TLP {answer.acknowledgement} is expected next"
        assert answer.non_posted_limit == limit % 256
        round_trip = (sent.clock + PEER_TICKS - answer.echo_timestamp) % TICKS
        round_trip += ACK_DELAY * (bench.mutant == "held")
        assert 0 < round_trip < ACK_DELAY, f"an echo says {round_trip} clocks"
        assert sent.clock - begin >= ACK_DELAY, "an acknowledgement does not wait for a data frame"
    moved = await bench.moved(before)
    names = ("RX_TLPS", "RX_FRAMES", "TX_FRAMES", "TX_ACK_FRAMES")
    assert moved == dict.fromkeys(names, len(tlps)), f"counted {moved}"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__refuses__what_may_not_travel_its_way(dut: Any) -> None:
    """A device sends no configuration requests, a host no completions of locked reads."""
    bench = Bench(dut)
    await bench.start()
    before = await bench.counters()
    outward, inward = (UPSTREAM_FORMS, DOWNSTREAM_FORMS)[:: 1 if bench.is_host else -1]
    if bench.mutant == "allowed":
        outward = FORMS[:1]
    for kind, lengths in outward:
        bench.send(bench.tlp(kind, lengths[0]))
        await bench.silence(200, f"{kind.name} was sent")
    # They take no room, and no sequence number.
    bench.check_room()
    allowed = bench.tlp(TlpType.MEM_WRITE, 3)
    bench.send(allowed)
    sent = await bench.sent_frame()
    assert (sent.header.sequence, sent.area) == (0, allowed)
    # Of the peer's TLPs they take one: it would send them for ever.
    for number, (kind, lengths) in enumerate(inward):
        bench.receive(bench.data(number, [bench.tlp(kind, lengths[0])]))
        answer = (await bench.sent_frame()).header
        assert (answer.type, answer.acknowledgement) == (ACK, number + 1)
        assert bench.pcie_sink.frames.empty(), f"{kind.name} was delivered"
    bench.receive(bench.data(len(inward), [allowed]))
    assert (await bench.delivered()).data == allowed
    moved = await bench.moved(before)
    refused = {name: moved.get(name) for name in ("TX_TLP_REFUSED", "RX_TLP_REFUSED")}
    assert refused == {"TX_TLP_REFUSED": len(outward), "RX_TLP_REFUSED": len(inward)}


# What is wrong with a frame.


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__drops_and_counts__what_is_not_for_it(dut: Any) -> None:
    """Each wrong frame moves its one counter and does nothing else; a right one follows."""
    bench = Bench(dut)
    await bench.start()
    # Longer than a frame that may be padded, whose length is allowed to be less than it is.
    tlp = bench.tlp(TlpType.MEM_WRITE, 16)
    length = len(tlp) // 4

    def altered(kind: int = DATA, area: bytes = tlp, **fields: int) -> Callable[[int], bytes]:
        values = {"length_dw": len(area) // 4} | fields
        return lambda number: frame(bench.header(kind, **({"sequence": number} | values)), area)

    def addressed(kind: int = DATA, **where: Any) -> Callable[[int], bytes]:
        return lambda number: frame(
            bench.header(kind, sequence=number, length_dw=length), tlp, **where
        )

    def bare(kind: int, **fields: int) -> Callable[[int], bytes]:
        return altered(kind, b"", **fields)

    wrong: list[tuple[str, Callable[[int], bytes]]] = [
        ("RX_WRONG_GROUP", addressed(group=GROUP + 1)),
        ("RX_WRONG_GROUP", addressed(group=0)),
        ("RX_WRONG_GROUP", addressed(group=None)),
        ("RX_WRONG_TYPE", addressed(ethertype=0x0800)),
        ("RX_WRONG_TYPE", altered(version=1)),
        ("RX_WRONG_TYPE", altered(version=3)),
        ("RX_WRONG_TYPE", altered(kind=0)),
        ("RX_WRONG_TYPE", altered(kind=15)),
        ("RX_WRONG_TYPE", altered(kind=MANAGER)),
        ("RX_WRONG_PEER", addressed(source=STRANGER)),
        ("RX_WRONG_PEER", addressed(destination=BROADCAST)),
        ("RX_WRONG_PEER", addressed(destination=PEER)),
        # That of each end alone, and those beside the sum of both.
        ("RX_WRONG_EPOCH", altered(epoch=EPOCH + 1)),
        ("RX_WRONG_EPOCH", altered(epoch=PEER_EPOCH)),
        ("RX_WRONG_EPOCH", altered(epoch=(bench.epoch + 1) % 256)),
        ("RX_WRONG_EPOCH", altered(epoch=bench.epoch ^ 0x80)),
        ("RX_WRONG_EPOCH", bare(ACK, epoch=EPOCH + 1, ack=1, nak=1)),
        ("RX_WRONG_EPOCH", bare(CLOSE, epoch=EPOCH + 1)),
        ("RX_MALFORMED", altered(length_dw=length - 1)),
        ("RX_MALFORMED", altered(length_dw=length + 1)),
        ("RX_MALFORMED", altered(length_dw=400)),
        ("RX_MALFORMED", altered(length_dw=0)),
        ("RX_MALFORMED", bare(DATA)),
        ("RX_MALFORMED", altered(kind=ACK)),
        ("RX_MALFORMED", altered(kind=OPEN)),
        ("RX_MALFORMED", altered(kind=CLOSE)),
        ("RX_MALFORMED", bare(ACK, length_dw=1)),
        ("RX_WRONG_ACK", bare(ACK, ack=1, acknowledgement=1)),
    ]
    if bench.mutant == "right":
        wrong.insert(0, ("RX_WRONG_EPOCH", altered()))
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


# What is acknowledged, and how much may not be.


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__acknowledges__with_data_and_after_eight_frames(dut: Any) -> None:
    bench = Bench(dut)
    await bench.start(ACK_DELAY=2_000)
    tlp = bench.tlp(TlpType.MEM_WRITE, 1)
    bench.receive(bench.data(0, [tlp]))
    assert (await bench.delivered()).data == tlp
    if bench.mutant != "data":
        bench.send(tlp)
    await ClockCycles(dut.clock, 100)
    assert not bench.line_sink.empty(), "nothing rides on a data frame"
    sent = await bench.sent_frame()
    assert (sent.header.type, sent.area) == (DATA, tlp)
    assert (sent.header.acknowledgement, sent.header.echo) == (1, 1)
    bench.receive(bench.ack(1))
    await bench.silence(2_500, "acknowledged a second time")
    for number in range(1, 8):
        bench.receive(bench.data(number, [tlp]))
    await bench.line_source.wait()
    await bench.silence(100, "an acknowledgement of fewer than eight frames does not wait")
    if bench.mutant != "seven":
        bench.receive(bench.data(8, [tlp]))
    header = (await bench.sent_frame(50)).header
    assert (header.type, header.acknowledgement) == (ACK, 9)
    await bench.silence(2_500, "acknowledged a second time")


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__keeps_to_its_window__in_frames_and_in_bytes(dut: Any) -> None:
    """A kibibyte is one of areas, each TLP begun on a multiple of 8 bytes."""
    bench = Bench(dut)
    await bench.start()
    # Of 80 bytes each: 25 fit in two kibibytes.
    tlps = [bench.tlp(TlpType.MEM_WRITE, 16) for _ in range(120)]
    for tlp in tlps:
        assert len(tlp) + -len(tlp) % 8 == 80
    number = 0
    for frames, kib, expected in ((0, 255, 0), (5, 255, 5), (32, 2, 25), (32, 255, 32)):
        await bench.write("WINDOW", kib << 16 | (frames + (bench.mutant == "frames")))
        for tlp in tlps[number : number + expected + 3]:
            bench.send(tlp)
        for tlp in tlps[number : number + expected]:
            sent = await bench.sent_frame()
            assert (sent.header.sequence, sent.area) == (number, tlp)
            number += 1
        await bench.silence(600, "a frame beyond the window")
        # The others of this round go before the next, and are acknowledged with it.
        await bench.write("WINDOW", 255 << 16 | 32)
        bench.receive(bench.ack(number))
        for tlp in tlps[number : number + 3]:
            assert (await bench.sent_frame()).area == tlp
            number += 1
        await bench.write("WINDOW", 0)
        bench.receive(bench.ack(number))
        await ClockCycles(dut.clock, 50)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__says_that_it_is_busy__until_there_is_room(dut: Any) -> None:
    """The PCIe side takes nothing: a frame for which there is no room is dropped whole."""
    bench = Bench(dut)
    bench.grant({"posted": (0, 0)})
    await bench.start()
    tlps = [bench.tlp(TlpType.MEM_WRITE, 128) for _ in range(100)]
    taken = 0
    while taken < len(tlps):
        bench.receive(bench.data(taken, tlps[taken : taken + 10]))
        answer = (await bench.sent_frame(1_500)).header
        assert (answer.type, answer.nak) == (ACK, 0)
        if answer.busy:
            break
        taken += 10
        assert answer.acknowledgement == taken
    # Room for the longest frame was promised; each TLP takes 66 words of 8 bytes.
    assert answer.busy, "there is always room"
    assert answer.acknowledgement == taken
    assert 8 * 66 * taken >= 2 * 9_000, f"there is room for {taken} TLPs only"
    before = await bench.counters()
    assert before["RX_OVERFLOW"] == 1
    bench.receive(bench.data(taken, tlps[taken : taken + 10]))
    answer = (await bench.sent_frame(1_500)).header
    assert (answer.busy, answer.nak, answer.acknowledgement) == (1, 0, taken)
    # What it sends meanwhile says so too.
    bench.send(tlps[0])
    assert (await bench.sent_data()).header.busy
    bench.receive(bench.ack(1))
    await bench.silence(500, "a frame before there is room")
    if bench.mutant != "room":
        bench.grant({})
    answer = (await bench.sent_frame(8_000)).header
    assert (answer.type, answer.nak, answer.busy) == (ACK, 1, 0), "no NAK when there is room"
    assert answer.acknowledgement == taken
    await ClockCycles(dut.clock, 70 * taken)
    assert bench.all_delivered() == tlps[:taken], "a TLP of a frame without room was delivered"
    bench.receive(bench.data(taken, tlps[taken : taken + 10]))
    assert (await bench.sent_frame(1_500)).header.acknowledgement == taken + 10
    await ClockCycles(dut.clock, 1_000)
    assert bench.all_delivered() == tlps[taken : taken + 10]


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
    assert found == [4, 1, 4 * 3 + 2]


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


# Several TLPs a frame.


def packed(tlps: list[bytes], mtu: int, most: int) -> Iterator[list[bytes]]:
    """The frames in which TLPs go that all wait: as many as fit."""
    group: list[bytes] = []
    for tlp in tlps:
        area = len(area_of([*group, tlp]))
        # Counted in units of 8 bytes: the last four of the MTU may stay free.
        is_full = HEADER_BYTES + area + -area % 8 > mtu
        if group and (is_full or len(group) == most):
            yield group
            group = []
        group.append(tlp)
    yield group


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__sends_what_waits__in_one_frame_up_to_the_mtu(dut: Any) -> None:
    """While the window is closed TLPs wait; each acknowledgement lets one frame go."""
    bench = Bench(dut)
    await bench.start(AGGREGATION=1, WINDOW=255 << 16 | 1)
    number = 0
    kinds = (TlpType.MEM_WRITE, TlpType.MEM_WRITE_64, TlpType.CPL_DATA)
    for mtu, most in ((1_500, 0), (600, 0), (9_000, 0), (1_496, 0), (1_500, 3), (9_000, 1)):
        await bench.write("MTU", mtu)
        await bench.write("AGGREGATION", most << 8 | 1)
        first, *waiting = bench.mixed(kinds, 40)
        bench.send(first)
        sent = await bench.sent_frame()
        assert (sent.header.sequence, sent.area) == (number, first)
        number += 1
        for tlp in waiting:
            bench.send(tlp)
        await bench.silence(3_000, "a frame beyond the window")
        for expected in packed(waiting, mtu - 100 * (bench.mutant == "mtu"), most):
            bench.receive(bench.ack(number))
            sent = await bench.sent_frame(2_000)
            length = HEADER_BYTES + len(sent.area)
            assert length <= mtu, f"{length} bytes, {mtu} allowed"
            assert sent.header.sequence == number, f"sequence {sent.header.sequence}, not {number}"
            found = tlps_of(sent.area)
            what = f"MTU {mtu}, limit {most}: {len(found)} TLPs in {length} bytes, expected"
            assert len(found) == len(expected), f"{what} {len(expected)}"
            assert bench.mutated(sent.area, "bit") == area_of(expected), "the area is another"
            number += len(expected)
        bench.receive(bench.ack(number))
    counters = await bench.counters()
    assert (counters["TX_TLPS"], counters["TX_RETRANSMITS"]) == (number, 0)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__packs_anew__what_it_sends_again(dut: Any) -> None:
    """First in frames of their own, then together, by their numbers."""
    bench = Bench(dut)
    await bench.start()
    tlps = bench.mixed((TlpType.MEM_WRITE,), 12)
    for tlp in tlps:
        bench.send(tlp)
    for number, tlp in enumerate(tlps):
        sent = await bench.sent_frame()
        assert (sent.header.sequence, sent.area) == (number, tlp)
    await bench.write("MTU", 9_000)
    await bench.write("AGGREGATION", bench.mutant != "apart")

    async def expect(first: int, frames: int) -> None:
        bench.receive(bench.ack(first, nak=1))
        count = 0
        while first < len(tlps):
            sent = await bench.sent_frame()
            found = tlps_of(sent.area)
            assert sent.header.sequence == first
            assert found == tlps[first : first + len(found)], f"others come behind TLP {first}"
            first += len(found)
            count += 1
        # The first one may begin before all that comes again has been looked up.
        assert count <= frames, f"sent again in {count} frames"

    await expect(2, 2)
    # Begins within one of those frames.
    await expect(7, 2)
    bench.receive(bench.ack(12))
    await bench.silence(400, "sent a third time")
    assert (await bench.counters())["TX_RETRANSMITS"] == 10 + 5


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__delivers_every_tlp_of_a_frame__and_acknowledges_by_number(dut: Any) -> None:
    """In frames of all lengths; those of which a part came before bring the rest."""
    bench = Bench(dut)
    await bench.start()
    kinds = (TlpType.MEM_WRITE, TlpType.MEM_WRITE_64, TlpType.CPL_DATA, TlpType.FETCH_ADD)
    tlps = bench.tlps(not bench.is_host)
    tlps += [tlp for tlp in bench.mixed(kinds, 60) if tlp not in tlps]
    known = non_posted = 0
    # Where each frame begins before the first new TLP, and how many new ones it has.
    for again, new in ((0, 2), (1, 1), (0, 7), (2, 3), (5, 8), (0, 1), (0, 20), (9, 5)):
        part = tlps[known - again : known + new]
        mutant = bench.mutant == "again" and again
        data = bench.data(known - again if not mutant else known, part)
        assert len(data) <= 9_018
        bench.receive(data)
        known += new
        non_posted += sum(tlp_class(tlp) == "non_posted" for tlp in part[again:])
        answer = (await bench.sent_frame(2_000)).header
        assert (answer.type, answer.nak, answer.echo) == (ACK, 0, 1)
        told = answer.acknowledgement
        assert told == known, f"TLP {told} is expected next, not {known}"
        await ClockCycles(dut.clock, 1_500)
        found = bench.all_delivered()
        found[-1] = bench.mutated(found[-1], "bit")
        check_order(part[again:], found)
        # The limit may not have been ready for the acknowledgement.
        while not bench.line_sink.empty():
            answer = (await bench.sent_frame()).header
        assert answer.non_posted_limit == (CREDITS + non_posted) % 256
    # All of it once more: nothing new.
    before = await bench.counters()
    bench.receive(bench.data(known - 5, tlps[known - 5 : known]))
    assert (await bench.sent_frame()).header.acknowledgement == known
    assert "RX_DUPLICATE" in await bench.moved(before)
    assert bench.pcie_sink.frames.empty(), "a TLP was delivered twice"


# Flow control.


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__sends_no_more_reads__than_the_peer_has_room_for(dut: Any) -> None:
    """Writes pass those that wait; the numbers wrap."""
    bench = Bench(dut)
    await bench.start()
    reads = [bench.tlp(TlpType.MEM_READ, 1) for _ in range(320)]
    writes = [bench.tlp(TlpType.MEM_WRITE, 2) for _ in range(3)]
    number = 0

    async def expect(tlps: list[bytes]) -> None:
        nonlocal number
        for tlp in tlps:
            sent = await bench.sent_frame()
            assert (sent.header.sequence, sent.area) == (number, tlp), f"TLP {number} is another"
            number += 1
        bench.receive(bench.ack(number))
        await bench.silence(400, "a read beyond the limit")

    for tlp in reads[:CREDITS]:
        bench.send(tlp)
    await expect(reads[:CREDITS])
    bench.limit = bench.mutated(bench.limit, "limit")
    for tlp in reads[CREDITS : 2 * CREDITS]:
        bench.send(tlp)
    for tlp in writes:
        bench.send(tlp)
    await expect(writes)
    # The PCIe side has been told that the others found room in the bridge, and that no more do.
    assert int(dut.pcie_rx_non_posted_limit.value) == 2 * CREDITS == bench.non_posted_sent
    bench.limit += 3
    bench.receive(bench.ack(number))
    await expect(reads[CREDITS : CREDITS + 3])
    # An older one comes late.
    bench.receive(bench.ack(number, non_posted_limit=bench.limit - 2))
    await bench.silence(400, "a read beyond the limit")
    bench.limit = 2 * CREDITS
    bench.receive(bench.ack(number))
    await expect(reads[CREDITS + 3 : 2 * CREDITS])
    bench.check_room()
    for first in range(2 * CREDITS, len(reads), CREDITS):
        part = reads[first : first + CREDITS]
        for tlp in part:
            bench.send(tlp)
        await bench.silence(100, "a read beyond the limit")
        bench.limit = (first + CREDITS) % 256
        bench.receive(bench.ack(number))
        await expect(part)
    bench.check_room()


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__tells_room_for_reads__as_they_are_handed_over(dut: Any) -> None:
    """Reads wait for the PCIe side's credits, writes pass them."""
    bench = Bench(dut)
    bench.grant({"non_posted": (0, 0)})
    await bench.start()
    reads = [bench.tlp(TlpType.MEM_READ, 1) for _ in range(CREDITS)]
    write = bench.tlp(TlpType.MEM_WRITE, 3)
    bench.receive(bench.data(0, reads))
    bench.receive(bench.data(CREDITS, [write]))
    assert (await bench.delivered()).data == write, "reads hold up a write"
    answer = (await bench.sent_frame()).header
    told = (answer.acknowledgement, answer.non_posted_limit)
    assert told == (CREDITS + 1, CREDITS), f"the peer is told {told}"
    handed = 0
    for granted in (1, 6, 7, CREDITS):
        bench.grant({"non_posted": (granted, 0)})
        while handed < granted:
            assert (await bench.delivered()).data == reads[handed]
            handed += 1
        await ClockCycles(dut.clock, 100)
        assert bench.pcie_sink.frames.empty(), "a read without credits"
        answer = (await bench.sent_frame()).header
        while not bench.line_sink.empty():
            answer = (await bench.sent_frame()).header
        expected = bench.mutated(CREDITS + handed, "told")
        told = answer.non_posted_limit
        assert told == expected, f"the peer may send {told} reads, not {expected}"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__a_new_connection__begins_with_the_room_that_is_left(dut: Any) -> None:
    """At both ends: reads that wait for the PCIe side use room, whoever has sent them."""
    bench = Bench(dut)
    bench.grant({"non_posted": (0, 0)})
    await bench.start()
    left = 5
    bench.receive(bench.data(0, [bench.tlp(TlpType.MEM_READ, 1) for _ in range(left)]))
    assert (await bench.sent_frame()).header.acknowledgement == left
    bench.receive(frame(bench.header(CLOSE)))
    await bench.expect_close()
    ours = EPOCH + 2
    room = bench.mutated(CREDITS - left, "room")
    await bench.expect_open(ours, nak=1, room=room)
    few = 3
    bench.receive(bench.open(PEER_EPOCH, heard=ours, non_posted_limit=few))
    await bench.expect_open(ours, heard=PEER_EPOCH, room=room)
    bench.epoch = (ours + PEER_EPOCH) % 256
    reads = [bench.tlp(TlpType.MEM_READ, 1) for _ in range(few + 2)]
    for tlp in reads:
        bench.send(tlp)
    for number in range(few):
        assert (await bench.sent_frame()).area == reads[number]
    bench.receive(bench.ack(few, non_posted_limit=few))
    await bench.silence(400, "a read for which the peer has no room")
    bench.grant({})
    for _ in range(left):
        await bench.delivered()
    assert (await bench.sent_frame()).header.non_posted_limit == CREDITS


@cocotb.test(timeout_time=4, timeout_unit="ms")
async def bridge__delivers_no_more__than_the_links_credits_allow(dut: Any) -> None:
    """Of each class, by headers and by data, as cocotbext-pcie counts them."""
    bench = Bench(dut)
    kinds = {
        "posted": (TlpType.MEM_WRITE, (1, 4, 5, 128, 16, 33)),
        "non_posted": (TlpType.FETCH_ADD, (1, 2, 1, 1, 2, 1)),
        "completion": (TlpType.CPL_DATA, (1, 4, 5, 128, 16, 33)),
    }
    bench.grant(dict.fromkeys(CLASSES, (0, 0)))
    await bench.start()
    limits: dict[str, tuple[int, int]] = dict.fromkeys(CLASSES, (0, 0))
    number = 0

    async def allow(name: str, header: int, data: int) -> list[bytes]:
        limits[name] = (header, data)
        bench.grant(limits)
        await ClockCycles(dut.clock, 400)
        return bench.all_delivered()

    for name, (kind, lengths) in kinds.items():
        tlps = [bench.tlp(kind, length) for length in lengths]
        need = [Tlp.unpack(tlp).get_data_credits() for tlp in tlps]
        bench.receive(bench.data(number, tlps))
        number += len(tlps)
        assert await allow(name, 0, 100) == [], f"{name}: a TLP without a header credit"
        assert await allow(name, 2, 100) == tlps[:2], f"{name}: two headers"
        short = sum(need[:4]) - 1 + (bench.mutant == "data")
        assert await allow(name, 6, short) == tlps[2:3], f"{name}: data for a TLP less one"
        assert await allow(name, 6, sum(need)) == tlps[3:], f"{name}: all"
    assert (await bench.counters())["RX_TLPS"] == number


# Connections.


async def refuse(bench: Bench, epoch: int, tlp: bytes) -> None:
    """Frames of an epoch that is not the connection's have no effect."""
    before = await bench.counters()
    bench.receive(bench.data(0, [tlp], epoch=epoch))
    bench.receive(bench.ack(0, nak=1, epoch=epoch))
    bench.receive(frame(bench.header(CLOSE, epoch=epoch)))
    await bench.silence(100, f"an answer to frames of epoch {epoch:#x}")
    moved = await bench.moved(before)
    assert moved == {"RX_WRONG_EPOCH": 3, "RX_FRAMES": 3}, f"epoch {epoch:#x}: counted {moved}"
    assert bench.pcie_sink.frames.empty(), f"a TLP of epoch {epoch:#x} was delivered"


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__opens_a_connection__when_the_peer_acknowledges_its_epoch(dut: Any) -> None:
    bench = Bench(dut)
    interval = 1_000
    ours = EPOCH + 1
    await bench.start(connect=False, OPEN_INTERVAL=interval)
    begin = await bench.expect_open(ours, nak=1)
    for _ in range(2):
        again = await bench.expect_open(ours, nak=1)
        assert abs(again - begin - interval) < 20, f"asked again after {again - begin} clocks"
        begin = again
    # From here on only what is an answer.
    await bench.write("OPEN_INTERVAL", NEVER)
    # Without a connection no TLP goes, and none is taken.
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    await refuse(bench, ours, tlp)
    before = await bench.counters()
    bench.send(tlp)
    await bench.silence(100, "a TLP was sent without a connection")
    assert await bench.moved(before) == {"TX_TLP_UNROUTED": 1}
    assert await bench.status() == (OPENING, ours, 0)
    # Each asks for an answer; what acknowledges nothing, or another epoch, does not connect.
    bench.receive(bench.open(PEER_EPOCH))
    await bench.expect_open(ours, heard=PEER_EPOCH, nak=1)
    for wrong in (EPOCH, EPOCH + 2, PEER_EPOCH):
        bench.receive(bench.open(PEER_EPOCH, heard=bench.mutated(wrong, "epoch")))
        await bench.expect_open(ours, heard=PEER_EPOCH, nak=1)
        assert (await bench.status())[0] == OPENING, f"connected by {wrong:#x}"
    # Nor does a challenge: it comes from a connection of before.
    number = bench.mutated(0x93, "challenge")
    bench.receive(bench.open(PEER_EPOCH, heard=ours, busy=1, sequence=0x93))
    await bench.expect_open(ours, heard=PEER_EPOCH, nak=1, answers=number)
    assert (await bench.status())[0] == OPENING, "connected by a challenge"
    await bench.open_with(ours, answers=number)
    status = await bench.status()
    assert status == (CONNECTED, ours, PEER_EPOCH), f"status {status}"
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (1, 0)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__stays_connected__whatever_may_be_of_before(dut: Any) -> None:
    """Frames of other epochs, and open frames that only lost their answer or are old."""
    bench = Bench(dut)
    interval = 1_000
    ours = EPOCH + 1
    await bench.start(OPEN_INTERVAL=interval)
    await bench.silence(2 * interval, "an open frame while connected")
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    for epoch in (ours, PEER_EPOCH, (bench.epoch - 1) % 256):
        await refuse(bench, bench.mutated(epoch, "epoch"), tlp)
    # The same open frame again: the peer has missed the answer.
    bench.receive(bench.open(PEER_EPOCH, heard=ours))
    await bench.expect_open(ours, heard=PEER_EPOCH)
    bench.receive(bench.data(0, [tlp]))
    assert (await bench.delivered()).data == tlp
    answer = (await bench.sent_frame()).header
    assert (answer.epoch, answer.acknowledgement) == (bench.epoch, 1)
    # And once more, when the peer is connected: either it is late, or the peer has started over. It
    # answers the challenge as one who is connected does, each time.
    for _ in range(2):
        bench.receive(bench.open(PEER_EPOCH, heard=ours))
        await bench.expect_open(ours, heard=PEER_EPOCH, nak=1, busy=1)
        before = bench.challenge
        bench.receive(bench.open(PEER_EPOCH, heard=ours, nak=0, sequence=before))
        await bench.silence(200, "an answer that was not asked for")
    # One of another epoch is challenged; it proves nothing that it knows ours, or what answered an
    # earlier challenge.
    numbers = (0, before, before + (bench.mutant == "late"))
    for heard, number in zip((None, ours - 1, ours), numbers, strict=True):
        bench.receive(bench.open(PEER_EPOCH - 7, heard=heard, sequence=number))
        await bench.expect_open(ours, heard=PEER_EPOCH - 7, nak=1, busy=1)
    bench.receive(bench.data(1, [tlp]))
    assert (await bench.delivered()).data == tlp
    answer = (await bench.sent_frame()).header
    assert (answer.epoch, answer.acknowledgement) == (bench.epoch, 2)
    assert await bench.status() == (CONNECTED, ours, PEER_EPOCH)
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (1, 0)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__opens_anew__when_the_peer_has_started_over(dut: Any) -> None:
    """Everything begins from zero, and nothing of before is sent or taken."""
    bench = Bench(dut)
    await bench.start()
    ours = EPOCH + 1
    tlps = bench.mixed((TlpType.MEM_WRITE,), 4)
    bench.receive(bench.data(0, tlps[:1]))
    assert (await bench.delivered()).data == tlps[0]
    assert (await bench.sent_frame()).header.acknowledgement == 1
    bench.send(tlps[1])
    assert (await bench.sent_frame()).header.sequence == 0
    # The peer has a new epoch, and answers the challenge as one who is not connected.
    news = PEER_EPOCH + 5
    bench.receive(bench.open(news, heard=ours))
    await bench.expect_open(ours, heard=news, nak=1, busy=1)
    bench.receive(bench.open(news, heard=ours, sequence=bench.challenge))
    await bench.expect_close()
    await bench.expect_open(ours + 1, heard=news, nak=1)
    # A frame from the first connection's end, late.
    bench.receive(bench.data(1, tlps[2:3]))
    bench.receive(bench.open(news, heard=ours + 1))
    await bench.expect_open(ours + 1, heard=news)
    bench.receive(bench.data(1, tlps[2:3]))
    await bench.silence(200, "a frame of before is answered, or sent again")
    bench.epoch = (ours + 1 + news) % 256
    bench.receive(bench.data(bench.mutated(0, "number"), tlps[3:]))
    assert (await bench.delivered()).data == tlps[3], "a TLP of before is delivered"
    answer = (await bench.sent_frame()).header
    assert (answer.epoch, answer.acknowledgement) == (bench.epoch, 1)
    assert answer.non_posted_limit == CREDITS
    bench.send(tlps[3])
    sent = await bench.sent_frame()
    assert (sent.header.epoch, sent.header.sequence) == (bench.epoch, 0)
    assert sent.area == tlps[3], "a TLP of before is sent"
    counters = await bench.counters()
    found = [counters[name] for name in ("CONNECTS", "DISCONNECTS", "RX_WRONG_EPOCH")]
    assert found == [2, 1, 2]


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__opens_anew__when_the_peer_has_started_over_under_its_old_epoch(dut: Any) -> None:
    """It wants an answer as one who is not connected does, and again when it is challenged."""
    bench = Bench(dut)
    await bench.start()
    ours = EPOCH + 1
    tlp = bench.tlp(TlpType.MEM_WRITE, 2)
    bench.receive(bench.data(0, [tlp]))
    assert (await bench.delivered()).data == tlp
    assert (await bench.sent_frame()).header.acknowledgement == 1
    bench.receive(bench.open(PEER_EPOCH))
    await bench.expect_open(ours, heard=PEER_EPOCH, nak=1, busy=1)
    heard = bench.mutated(ours, "heard")
    bench.receive(bench.open(PEER_EPOCH, heard=heard, sequence=bench.challenge))
    await bench.expect_close()
    await bench.expect_open(ours + 1, heard=PEER_EPOCH, nak=1)
    bench.receive(bench.open(PEER_EPOCH, heard=ours + 1))
    await bench.expect_open(ours + 1, heard=PEER_EPOCH)
    bench.epoch = (ours + 1 + PEER_EPOCH) % 256
    bench.receive(bench.data(0, [tlp]))
    assert (await bench.delivered()).data == tlp
    assert (await bench.sent_frame()).header.acknowledgement == 1
    counters = await bench.counters()
    assert (counters["CONNECTS"], counters["DISCONNECTS"]) == (2, 1)


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__closes_a_connection__for_peer_software_and_silence(dut: Any) -> None:
    """One close frame of the connection's epoch, then the next epoch."""
    bench = Bench(dut)
    dead = 3_000
    await bench.start(DEAD_TIME=dead)
    epochs = iter(range(EPOCH + 2, 256))

    async def reopen() -> None:
        ours = next(epochs)
        await bench.expect_open(ours, nak=1)
        await bench.open_with(ours)

    # The peer's, but only if it is of the connection.
    for wrong in (EPOCH + 1, PEER_EPOCH, (bench.epoch + 1) % 256):
        bench.receive(frame(bench.header(CLOSE, epoch=wrong)))
        await bench.silence(200, "closed by a frame of another epoch")
    bench.receive(frame(bench.header(CLOSE)))
    await bench.expect_close()
    await reopen()
    # Software's: no frame more as long as it wants.
    await bench.write("PEER_CONTROL", FIXED | DEFAULT | CLOSED)
    await bench.expect_close()
    await bench.silence(6_000, "a frame to a peer that is kept closed")
    assert (await bench.status())[0] == NO_PEER
    bench.receive(bench.open(PEER_EPOCH))
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
        expected = Bridge(
            type=KEEP_ALIVE, length_dw=4, epoch=EPOCH, timestamp=sent.header.timestamp
        )
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
        header = bench.header(KEEP_ALIVE, epoch=PEER_EPOCH, length_dw=length)
        bench.receive(frame(header, bytes(body), **({"destination": BROADCAST} | where)))

    before = await bench.counters()
    announce(own)
    announce(other, inner=GROUP + 1)
    await bench.silence(200, "a frame for a bridge of the same role, or of another group")
    announce(other, destination=LOCAL)
    announce(other, group=GROUP + 1)
    announce(other, length=3)
    await bench.silence(200, "a frame for what is no keep-alive frame")
    moved = await bench.moved(before)
    wrong = {"RX_WRONG_PEER": 1, "RX_WRONG_GROUP": 1, "RX_MALFORMED": 1}
    assert moved == wrong | {"RX_FRAMES": 5}, f"counted {moved}"
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
    closed = await bench.sent_frame(timeout + 200)
    assert (closed.header.type, closed.header.epoch) == (CLOSE, bench.epoch)
    waited = closed.clock - heard
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
