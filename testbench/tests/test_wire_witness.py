"""The generated wire module against witnesses from outside: live Scapy and cocotbext-pcie objects.

Fields are random; EXPETHER_SEED chooses them, and a failure prints the seed.
"""

from __future__ import annotations

import os
import random
import sys
import zlib
from typing import Any

import pytest
from cocotbext.pcie.core.tlp import CplStatus, MsgType, TlpAt, TlpAttr, TlpTc, TlpType
from cocotbext.pcie.core.tlp import Tlp as OutsideTlp
from cocotbext.pcie.core.utils import PcieId
from scapy.contrib.mac_control import MACControlPause
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Raw

import expether_wire as wire
from support import scapy_bridge
from support.tools import ROOT, run

SEED = int(os.environ.get("EXPETHER_SEED", "1"))
ROUNDS = 200

# Our name of a kind → its types there, with a three-word and a four-word header.
TYPES: dict[str, tuple[TlpType | None, TlpType | None]] = {
    "MRd": (TlpType.MEM_READ, TlpType.MEM_READ_64),
    "MRdLk": (TlpType.MEM_READ_LOCKED, TlpType.MEM_READ_LOCKED_64),
    "MWr": (TlpType.MEM_WRITE, TlpType.MEM_WRITE_64),
    "IORd": (TlpType.IO_READ, None),
    "IOWr": (TlpType.IO_WRITE, None),
    "CfgRd0": (TlpType.CFG_READ_0, None),
    "CfgWr0": (TlpType.CFG_WRITE_0, None),
    "CfgRd1": (TlpType.CFG_READ_1, None),
    "CfgWr1": (TlpType.CFG_WRITE_1, None),
    "Cpl": (TlpType.CPL, None),
    "CplD": (TlpType.CPL_DATA, None),
    "CplLk": (TlpType.CPL_LOCKED, None),
    "CplDLk": (TlpType.CPL_LOCKED_DATA, None),
    "FetchAdd": (TlpType.FETCH_ADD, TlpType.FETCH_ADD_64),
    "Swap": (TlpType.SWAP, TlpType.SWAP_64),
    "CAS": (TlpType.CAS, TlpType.CAS_64),
}
FORMS = [
    (name, four_dw)
    for name, types in TYPES.items()
    for four_dw, there in enumerate(types)
    if there is not None
]

NON_POSTED_WITH_DATA = ("IOWr", "CfgWr0", "CfgWr1", "FetchAdd", "Swap", "CAS")


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    print(f"EXPETHER_SEED={SEED}")
    return random.Random(f"{SEED} {request.node.name}")


def outside_tlp(rng: random.Random, name: str, four_dw: int) -> OutsideTlp:
    """A TLP of this kind with random fields, as the outside model has it."""
    tlp = OutsideTlp()
    tlp.fmt_type = TYPES[name][four_dw]
    tlp.tc = TlpTc(rng.randrange(8))
    tlp.attr = TlpAttr(rng.randrange(8))
    tlp.at = TlpAt(rng.randrange(3))
    tlp.ep, tlp.th, tlp.ln = (rng.random() < 0.5 for _ in range(3))
    tlp.requester_id = PcieId.from_int(rng.randrange(1 << 16))
    tlp.tag = rng.randrange(1 << 10)
    tlp.length = 0 if name in ("Cpl", "CplLk") else rng.choice((1, 2, 5, 128, 1024))
    if tlp.has_data():
        tlp.set_data(rng.randbytes(4 * tlp.length))
    if name.startswith("Cpl"):
        tlp.completer_id = PcieId.from_int(rng.randrange(1 << 16))
        tlp.status = rng.choice(list(CplStatus))
        tlp.bcm = rng.random() < 0.5
        tlp.byte_count = rng.randrange(1, 4097)
        tlp.lower_address = rng.randrange(128)
        return tlp
    tlp.first_be, tlp.last_be = rng.randrange(16), rng.randrange(16)
    if name.startswith("Cfg"):
        tlp.completer_id = PcieId.from_int(rng.randrange(1 << 16))
        tlp.address = rng.randrange(1 << 10) << 2
    else:
        tlp.address = rng.randrange(1 << (62 if four_dw else 30)) << 2
        tlp.ph = 0 if name.startswith("IO") else rng.randrange(4)
    return tlp


def expected_fields(tlp: OutsideTlp, layout: str) -> dict[str, int]:
    """The values that our names of the header's fields have to have."""
    fields = {
        "tc": int(tlp.tc),
        "ido": int(bool(tlp.attr & TlpAttr.IDO)),
        "ro": int(bool(tlp.attr & TlpAttr.RO)),
        "ns": int(bool(tlp.attr & TlpAttr.NS)),
        "at": int(tlp.at),
        "ep": int(tlp.ep),
        "th": int(tlp.th),
        "ln": int(tlp.ln),
        "length": tlp.length % 1024,
        "requester": int(tlp.requester_id),
        "tag": tlp.tag & 0xFF,
        "tag_8": tlp.tag >> 8 & 1,
        "tag_9": tlp.tag >> 9,
    }
    if layout == "completion":
        return fields | {
            "completer": int(tlp.completer_id),
            "status": int(tlp.status),
            "bcm": int(tlp.bcm),
            "byte_count": tlp.byte_count % 4096,
            "lower_address": tlp.lower_address,
        }
    fields |= {"first_be": tlp.first_be, "last_be": tlp.last_be}
    if layout == "config":
        return fields | {"target": int(tlp.completer_id), "register": tlp.address >> 2}
    if layout == "memory":
        fields["ph"] = tlp.ph
    return fields | {"address": tlp.address >> 2}


@pytest.mark.parametrize(("name", "four_dw"), FORMS)
def test_tlp__agrees_with_cocotbext_pcie__random_fields(
    name: str, four_dw: int, rng: random.Random
) -> None:
    for _ in range(ROUNDS // 10):
        there = outside_tlp(rng, name, four_dw)
        raw = bytes(there.pack())
        here = wire.Tlp.unpack(raw)
        expected = expected_fields(there, here.kind.layout)
        assert here.kind.name == name
        assert here.four_dw == bool(four_dw)
        assert {key: here.fields[key] for key in expected} == expected
        assert here.payload == bytes(there.data)
        assert here.pack() == raw
        # And the other way: what we build from the values, the other side reads as its own.
        built = wire.Tlp(wire.KINDS[name], bool(four_dw), expected, bytes(there.data)).pack()
        assert OutsideTlp.unpack(built) == there


@pytest.mark.parametrize("flip", range(0, 12 * 8, 5))
def test_tlp__comparison_notices__a_flipped_header_bit(flip: int, rng: random.Random) -> None:
    """The checker's own mutant: no bit of a header may change unnoticed."""
    there = outside_tlp(rng, "MWr", 0)
    there.length, there.data = 1, bytearray(4)
    raw = bytearray(there.pack())
    raw[flip // 8] ^= 1 << flip % 8
    try:
        here = wire.Tlp.unpack(bytes(raw))
    except wire.WireError:
        return
    expected = expected_fields(there, "memory")
    same = here.kind.name == "MWr" and not here.four_dw and here.digest is None
    assert not (same and {key: here.fields.get(key) for key in expected} == expected)


def test_tlp__is_refused__cut_off_or_unknown(rng: random.Random) -> None:
    raw = bytes(outside_tlp(rng, "MWr", 1).pack())
    for length in range(min(len(raw), 40)):
        with pytest.raises(wire.WireError):
            wire.Tlp.unpack(raw[:length])
    with pytest.raises(wire.WireError, match="no TLP has format"):
        wire.Tlp.unpack(b"\x1f" + raw[1:])


def test_ethernet__agrees_with_scapy__random_fields(rng: random.Random) -> None:
    def mac(value: int) -> str:
        return value.to_bytes(6, "big").hex(":")

    for _ in range(ROUNDS):
        values = {
            "destination": rng.randrange(1 << 48),
            "source": rng.randrange(1 << 48),
            "pcp": rng.randrange(8),
            "vid": rng.randrange(4096),
            "ethertype": rng.randrange(0x600, 1 << 16),
        }
        there = Ether(dst=mac(values["destination"]), src=mac(values["source"]), type=0x8100)
        there /= Dot1Q(prio=values["pcp"], vlan=values["vid"], type=values["ethertype"])
        raw = bytes(there)
        unpacked = wire.ETHERNET.unpack(raw)
        assert {key: unpacked[key] for key in values} == values
        built = bytearray(wire.ETHERNET.length)
        wire.ETHERNET.pack_into(built, values)
        assert bytes(built) == raw


def test_pause__agrees_with_scapy__random_fields(rng: random.Random) -> None:
    for _ in range(ROUNDS):
        values = {
            "destination": rng.randrange(1 << 48),
            "source": rng.randrange(1 << 48),
            "pause_time": rng.randrange(1 << 16),
        }
        destination, source = (
            values[name].to_bytes(6, "big").hex(":") for name in ("destination", "source")
        )
        there = Ether(dst=destination, src=source)
        there /= MACControlPause(pause_time=values["pause_time"])
        raw = bytes(there)
        unpacked = wire.PAUSE.unpack(raw)
        assert unpacked == values | {"ethertype": 0x8808, "opcode": 1}
        built = bytearray(wire.MIN_FRAME)
        wire.PAUSE.pack_into(built, values)
        assert bytes(built) == raw


def random_header(rng: random.Random) -> wire.BridgeHeader:
    return wire.BridgeHeader(
        type=rng.choice(list(wire.FRAME_TYPE.values())),
        length_dw=rng.randrange(1 << 12),
        receiver_tag=rng.randrange(1 << 16),
        sender_tag=rng.randrange(1 << 16),
        sequence=rng.randrange(1 << 32),
        acknowledgement=rng.choice((None, rng.randrange(1 << 32))),
        nak=rng.random() < 0.5,
        busy=rng.random() < 0.5,
        non_posted_limit=rng.randrange(1 << 8),
        timestamp=rng.randrange(1 << 20),
        echo_timestamp=rng.choice((None, rng.randrange(1 << 20))),
    )


def test_bridge_header__agrees_with_scapy__random_fields(rng: random.Random) -> None:
    for _ in range(ROUNDS):
        header = random_header(rng)
        values: dict[str, Any] = wire.BRIDGE.unpack(header.pack())
        tag = Dot1Q(vlan=rng.randrange(4096), type=wire.ETHERTYPE_BRIDGE)
        frame: Any = Ether(type=0x8100) / tag / scapy_bridge.Bridge(**values) / Raw(bytes(28))
        raw = bytes(frame)
        assert wire.BridgeHeader.unpack(raw[wire.BRIDGE_OFFSET :]) == header
        assert raw[wire.BRIDGE_OFFSET : wire.TLP_OFFSET] == header.pack()
        there = scapy_bridge.Bridge(header.pack())
        assert {name: there.getfieldval(name) for name in values} == values
        assert len(raw) >= wire.MIN_FRAME


def test_bridge_header__comparison_notices__any_flipped_bit(rng: random.Random) -> None:
    """The checker's own mutant: every bit of the header is in some field of both."""
    raw = bytearray(random_header(rng).pack())
    before = scapy_bridge.Bridge(bytes(raw))
    for flip in range(8 * len(raw)):
        changed = bytearray(raw)
        changed[flip // 8] ^= 1 << flip % 8
        values = wire.BRIDGE.unpack(bytes(changed))
        assert {name: before.getfieldval(name) for name in values} != values


def test_keep_alive__agrees_with_scapy__random_fields(rng: random.Random) -> None:
    for _ in range(ROUNDS):
        values: dict[str, Any] = {
            field.name: 0 if field.reserved else rng.randrange(1 << field.width)
            for field in wire.KEEP_ALIVE.fields
        }
        there = bytes(scapy_bridge.KeepAlive(**values))
        assert wire.KEEP_ALIVE.unpack(there) == values
        built = bytearray(wire.KEEP_ALIVE.length)
        wire.KEEP_ALIVE.pack_into(built, values)
        assert bytes(built) == there


def test_area__of_cocotbext_pcies_tlps__comes_back(rng: random.Random) -> None:
    odd = 0
    for _ in range(ROUNDS):
        tlps = []
        for _ in range(rng.randrange(1, 8)):
            name, four_dw = rng.choice(FORMS)
            there = outside_tlp(rng, name, four_dw)
            raw = bytes(there.pack())
            # PCI Express Base Specification, 6.15: the longest non-posted TLP is compare-and-swap.
            most = 4 * (8 if name in NON_POSTED_WITH_DATA else 128)
            if len(there.data) <= most:
                tlps.append(raw)
        if not tlps:
            continue
        area = wire.pack_area(tlps)
        odd += any(len(tlp) % 8 for tlp in tlps[:-1])
        assert area == scapy_bridge.area(tlps)
        assert [tlp.pack() for tlp in wire.unpack_area(area)] == tlps
        for wrong in (area + bytes(4), area[:-4]):
            try:
                found = [tlp.pack() for tlp in wire.unpack_area(wrong)]
            except wire.WireError:
                continue
            assert found != tlps
    assert odd > ROUNDS // 4


def test_area__is_refused__empty_or_with_too_much_payload(rng: random.Random) -> None:
    with pytest.raises(wire.WireError):
        wire.unpack_area(b"")
    there = outside_tlp(rng, "MWr", 0)
    there.length, there.data = 129, bytearray(4 * 129)
    with pytest.raises(wire.WireError, match="516 bytes of payload"):
        wire.unpack_area(bytes(there.pack()))
    there = outside_tlp(rng, "FetchAdd", 0)
    there.length, there.data = 9, bytearray(4 * 9)
    with pytest.raises(wire.WireError, match="36 bytes of payload"):
        wire.unpack_area(bytes(there.pack()))
    there.length, there.data = 8, bytearray(4 * 8)
    assert wire.unpack_area(bytes(there.pack()))[0].pack() == bytes(there.pack())


def test_bridge_header__bytes__are_those_of_the_document() -> None:
    """Written out by hand from docs/wire-format.md."""
    header = wire.BridgeHeader(
        type=wire.FRAME_TYPE["data"],
        length_dw=0xABC,
        receiver_tag=0x5AA5,
        sender_tag=0x3CC3,
        sequence=0x1234_5678,
        acknowledgement=0xDEAD_BEEF,
        nak=True,
        busy=True,
        non_posted_limit=0x77,
        timestamp=0x12345,
        echo_timestamp=0x6789A,
    )
    assert header.pack().hex(" ") == (
        "31 fa bc 77 5a a5 12 34 56 78 de ad be ef 3c c3 00 12 34 56 78 9a"
    )


def test_message_codes__agree_with_cocotbext_pcie() -> None:
    """All but one: PME_TO_Ack is 0x1B in the PCI Express Base Specification, 2.2.8.2."""
    here = {
        "INVALIDATE_REQ": "Invalidate_Request",
        "INVALIDATE_CPL": "Invalidate_Completion",
        "PAGE_REQ": "Page_Request",
        "PRG_RESP": "PRG_Response",
        "PM_AS_NAK": "PM_Active_State_Nak",
        "PME_TO": "PME_Turn_Off",
        "SET_SPL": "Set_Slot_Power_Limit",
        "PTM_REQ": "PTM_Request",
        "PTM_RESP": "PTM_Response",
        "VENDOR_0": "Vendor_Defined_0",
        "VENDOR_1": "Vendor_Defined_1",
    }
    same_letters = {name.upper(): name for name in wire.MESSAGE_CODE}
    codes = {
        there.name: wire.MESSAGE_CODE[here.get(there.name) or same_letters[there.name]]
        for there in MsgType
    }
    assert codes == {there.name: there.value for there in MsgType} | {"PME_TO_ACK": 0x1B}


def test_statuses__agree_with_cocotbext_pcie() -> None:
    assert {s.name: s.value for s in CplStatus} == wire.COMPLETION_STATUS


def test_vectors__committed__are_what_their_script_writes() -> None:
    """The vectors of the Rust tests come from the same outside packages, at the same versions."""
    folder = ROOT / "rtl" / "wire" / "tests" / "vectors"
    done = run([sys.executable, folder / "make_vectors.py"])
    assert done.returncode == 0, done.stderr
    assert done.stdout == (folder / "vectors.json").read_text()


def test_registers__map__is_that_of_the_document() -> None:
    text = (ROOT / "docs" / "registers.md").read_text()
    for register in wire.REGISTERS.values():
        assert register.offset % 4 == 0
        assert f"{register.offset:#05x}" in text
        assert f"`{register.name}`" in text
    assert wire.ID.reset.to_bytes(4, "big") == b"EXBE"
    assert wire.GROUP.fields[0].set(0, 100) == 100
    offsets = [r.offset for r in wire.REGISTERS.values() if r.access == "counter"]
    assert offsets == list(range(0x100, 0x100 + 4 * len(offsets), 4))
    for register in wire.PEER_REGISTERS.values():
        assert f"| {register.offset:#04x} " in text
        assert f"`{register.name}`" in text
    assert wire.peer_offset(2, wire.PEER_STATUS) == 0x1240
    last = wire.peer_offset(wire.PEER_MAXIMUM - 1, wire.PEER_DISCONNECTS)
    assert last < 1 << 16
    assert wire.PEER_STATUS.access == "status"


def test_fcs__of_a_known_frame__is_known() -> None:
    """The check value of CRC-32: the FCS is zlib's CRC, its bytes from the low one up."""
    assert zlib.crc32(b"123456789") == 0xCBF43926
