"""Cases for a whole bridge: what it sends and delivers, acknowledges and packs, and flow control.

The bridge stands between a PCIe side of cocotbext-pcie's TLPs, an Ethernet side of cocotbext-eth's
XGMII models and Scapy's frames, and cocotbext-axi's master on its registers. What frames look like
is taken from docs/wire-format.md, what has to happen from docs/protocol.md. MUTANT names one thing
that is made wrong, to see that the case notices. Run by test_bridge_witness.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cocotb
from cocotb.triggers import ClockCycles
from cocotbext.pcie.core.tlp import Tlp, TlpType

from support.bridge_bench import (
    ACK_DELAY,
    CLASSES,
    CREDITS,
    DOWNSTREAM_FORMS,
    ENABLE,
    FIXED,
    FORMS,
    HONOUR_PAUSE,
    PEER_TICKS,
    TICKS,
    UPSTREAM_FORMS,
    Bench,
    check_order,
    tlp_class,
    tlps_of,
)
from support.scapy_bridge import ACK, DATA
from support.scapy_bridge import area as area_of

HEADER_BYTES = 22


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
        assert sent.header.type == DATA
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
        assert (answer.type, answer.sequence) == (ACK, 0)
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


@cocotb.test(timeout_time=2, timeout_unit="ms")
async def bridge__passes__only_ids_that_are_routed_to_the_peer(dut: Any) -> None:
    """A TLP of another ID is dropped and counted; the rest of its frame passes."""
    bench = Bench(dut)
    low, high = 0x2300, 0x23FF
    await bench.start(PEER_CONTROL=FIXED, ROUTE_ID=high << 16 | low)
    inside, outside = (low, low + 7, high), [low - 1, high + 1, 0, low ^ 0x8000]
    if bench.mutant == "inside":
        outside[0] = low
    number = 0
    for kind in (TlpType.MEM_WRITE, TlpType.CPL_DATA):
        good = [bench.tlp(kind, 3, requester=name, completer=name) for name in inside]
        # A completion is its completer's, a request its requester's.
        for name in outside:
            other = low if kind == TlpType.MEM_WRITE else name
            asks = name if kind == TlpType.MEM_WRITE else low
            bad = bench.tlp(kind, 3, requester=asks, completer=other)
            before = await bench.counters()
            bench.receive(bench.data(number, [good[0], bad, *good[1:]]))
            number += 1 + len(good)
            assert (await bench.sent_frame()).header.acknowledgement == number
            await ClockCycles(dut.clock, 100)
            assert bench.all_delivered() == good, f"ID {name:#06x} passes"
            moved = await bench.moved(before)
            assert moved["RX_ID_REFUSED"] == 1, f"ID {name:#06x}: counted {moved}"
    # And whoever it is, if they are not to be checked.
    await bench.write("CONTROL", ENABLE | HONOUR_PAUSE)
    bad = bench.tlp(TlpType.MEM_WRITE, 3, requester=high + 1)
    bench.receive(bench.data(number, [bad]))
    assert (await bench.delivered()).data == bad


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
    await bench.start(AGGREGATION=1, WINDOW=255 << 16 | 1, MTU=9_000)
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
    bench.receive(bench.close())
    await bench.expect_close()
    room = bench.mutated(CREDITS - left, "room")
    await bench.expect_open(None, room=room)
    few = 3
    bench.peer += 1
    bench.receive(bench.open(heard=bench.own, nak=0, non_posted_limit=few))
    assert (await bench.sent_frame()).header.non_posted_limit == room
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
