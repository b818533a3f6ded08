"""Writes vectors.json: frames made by Scapy, TLPs made by cocotbext-pcie, and both together.

    python make_vectors.py > vectors.json

Neither knows this project's tables; the bridge header and the keep-alive body are Scapy layers
written by hand (testbench/tests/support/scapy_bridge.py). Versions and seed stand in the file. Digests are four bytes
appended here, since cocotbext-pcie has none; it packs no messages either, so the vectors of
messages are those in witness.rs.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cocotbext.pcie.core.tlp import CplStatus, Tlp, TlpAt, TlpAttr, TlpTc, TlpType
from cocotbext.pcie.core.utils import PcieId
from scapy.contrib.mac_control import (
    MACControl,
    MACControlClassBasedFlowControl,
    MACControlGate,
    MACControlPause,
    MACControlReport,
)
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Raw

sys.path.insert(0, str(Path(__file__).parents[4] / "testbench" / "tests"))
from support import scapy_bridge

SEED = 1
NAMES = {
    "MRd": (TlpType.MEM_READ, TlpType.MEM_READ_64),
    "MRdLk": (TlpType.MEM_READ_LOCKED, TlpType.MEM_READ_LOCKED_64),
    "MWr": (TlpType.MEM_WRITE, TlpType.MEM_WRITE_64),
    "IORd": (TlpType.IO_READ,),
    "IOWr": (TlpType.IO_WRITE,),
    "CfgRd0": (TlpType.CFG_READ_0,),
    "CfgWr0": (TlpType.CFG_WRITE_0,),
    "CfgRd1": (TlpType.CFG_READ_1,),
    "CfgWr1": (TlpType.CFG_WRITE_1,),
    "Cpl": (TlpType.CPL,),
    "CplD": (TlpType.CPL_DATA,),
    "CplLk": (TlpType.CPL_LOCKED,),
    "CplDLk": (TlpType.CPL_LOCKED_DATA,),
    "FetchAdd": (TlpType.FETCH_ADD, TlpType.FETCH_ADD_64),
    "Swap": (TlpType.SWAP, TlpType.SWAP_64),
    "CAS": (TlpType.CAS, TlpType.CAS_64),
}


def mac_address(rng: random.Random) -> str:
    """Any six bytes."""
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


def ethernet(rng: random.Random) -> dict[str, Any]:
    """A tagged frame, and the FCS that zlib's CRC-32 gives it."""
    values: dict[str, Any] = {
        "destination": mac_address(rng),
        "source": mac_address(rng),
        "pcp": rng.randrange(8),
        "vid": rng.randrange(4096),
        "ethertype": rng.randrange(0x600, 0x10000),
        "payload": rng.randbytes(rng.randrange(46, 80)).hex(),
    }
    tag = Dot1Q(prio=values["pcp"], vlan=values["vid"], type=values["ethertype"])
    payload = Raw(bytes.fromhex(values["payload"]))
    frame = bytes(
        Ether(dst=values["destination"], src=values["source"], type=0x8100) / tag / payload
    )
    values["bytes"] = frame.hex()
    values["fcs"] = zlib.crc32(frame).to_bytes(4, "little").hex()
    return values


def mac_control(rng: random.Random, packet: MACControl, group: bool) -> dict[str, Any]:
    """A MAC control frame to the group of all that know PAUSE, or to any address."""
    destination = MACControl.DEFAULT_DST_MAC if group else mac_address(rng)
    source = mac_address(rng)
    frame = bytes(Ether(dst=destination, src=source) / packet)
    is_pause = isinstance(packet, MACControlPause)
    return {
        "destination": destination,
        "source": source,
        "name": packet.name,
        "pause_time": packet.pause_time if is_pause else None,
        "bytes": frame.hex(),
    }


def mac_controls(rng: random.Random) -> list[dict[str, Any]]:
    """PAUSE frames of shortest, longest and random times, and MAC control frames of other kinds."""
    times = [0, 1, 2, 3, 255, 256, 0xFFFF, *(rng.randrange(1 << 16) for _ in range(9))]
    packets = [MACControlPause(pause_time=time) for time in times]
    others = [
        MACControlClassBasedFlowControl(c0_enabled=1, c0_pause_time=rng.randrange(1 << 16)),
        MACControlGate(timestamp=rng.randrange(1 << 32)),
        MACControlReport(timestamp=rng.randrange(1 << 32)),
    ]
    made = [mac_control(rng, packet, bool(i % 2)) for i, packet in enumerate(packets)]
    return made + [mac_control(rng, packet, group=True) for packet in others]


def tlp(rng: random.Random, name: str, which: TlpType) -> dict[str, Any]:
    """A TLP with random fields."""
    packet = Tlp()
    packet.fmt_type = which
    packet.tc = TlpTc(rng.randrange(8))
    packet.attr = TlpAttr(rng.randrange(8))
    packet.at = TlpAt(rng.randrange(3))
    packet.ep, packet.th, packet.ln, packet.td = (rng.random() < 0.3 for _ in range(4))
    packet.requester_id = PcieId.from_int(rng.randrange(1 << 16))
    packet.tag = rng.randrange(1 << 10)
    values: dict[str, Any] = {"kind": name, "four_dw": packet.get_header_size() == 16}
    is_completion = name.startswith("Cpl")
    length = 0 if name in ("Cpl", "CplLk") else rng.choice((1, 2, 3, 17, 1024))
    packet.length = length
    if packet.has_data():
        packet.set_data(rng.randbytes(4 * length))
    if is_completion:
        packet.completer_id = PcieId.from_int(rng.randrange(1 << 16))
        packet.status = rng.choice(list(CplStatus))
        packet.bcm = rng.random() < 0.3
        packet.byte_count = rng.choice((1, 64, 4095, 4096))
        packet.lower_address = rng.randrange(128)
        values |= {
            "completer": int(packet.completer_id),
            "status": int(packet.status),
            "bcm": packet.bcm,
            "byte_count": packet.byte_count,
            "lower_address": packet.lower_address,
        }
    else:
        packet.first_be, packet.last_be = rng.randrange(16), rng.randrange(16)
        values |= {"first_be": packet.first_be, "last_be": packet.last_be}
        if name.startswith("Cfg"):
            packet.completer_id = PcieId.from_int(rng.randrange(1 << 16))
            packet.address = rng.randrange(1 << 10) << 2
            values |= {"target": int(packet.completer_id), "register": packet.address}
        else:
            bits = 62 if values["four_dw"] else 30
            packet.address = rng.randrange(1 << bits) << 2
            values["address"] = packet.address
            if not name.startswith("IO"):
                packet.ph = rng.randrange(4)
                values["hint"] = packet.ph
    digest = rng.randbytes(4) if packet.td else b""
    values |= {
        "tc": int(packet.tc),
        "ido": bool(packet.attr & TlpAttr.IDO),
        "ro": bool(packet.attr & TlpAttr.RO),
        "ns": bool(packet.attr & TlpAttr.NS),
        "at": int(packet.at),
        "ep": packet.ep,
        "th": packet.th,
        "ln": packet.ln,
        "length_dw": length,
        "requester": int(packet.requester_id),
        "tag": packet.tag,
        "payload": bytes(packet.data).hex(),
        "digest": digest.hex() if packet.td else None,
        "posted": packet.is_posted(),
        "bytes": (bytes(packet.pack()) + digest).hex(),
    }
    return values


def bridge_frame(rng: random.Random, frame_type: int, tlps: list[str]) -> dict[str, Any]:
    """A frame of this type with random fields, and what is in it."""
    header = {
        "type": frame_type,
        "ack": rng.randrange(2),
        "nak": rng.randrange(2),
        "echo": rng.randrange(2),
        "busy": rng.randrange(2),
        "receiver_tag": rng.randrange(1 << 16),
        "sender_tag": rng.randrange(1 << 16),
        "sequence": rng.randrange(1 << 32),
        "non_posted_limit": rng.randrange(1 << 8),
        "timestamp": rng.randrange(1 << 20),
    }
    header["acknowledgement"] = rng.randrange(1 << 32) if header["ack"] else 0
    header["echo_timestamp"] = rng.randrange(1 << 20) if header["echo"] else 0
    values: dict[str, Any] = {"vid": rng.randrange(4096), "header": header}
    body = b""
    if frame_type == scapy_bridge.DATA:
        values["tlps"] = tlps
        body = scapy_bridge.area([bytes.fromhex(tlp) for tlp in tlps])
    elif frame_type == scapy_bridge.KEEP_ALIVE:
        values["keep_alive"] = {
            "role": rng.choice((1, 2)),
            "capabilities": rng.randrange(4),
            "group": rng.randrange(1 << 12),
            "mtu": rng.choice((1500, 9000)),
            "max_payload": rng.choice((128, 256, 512)),
            "node_id": rng.randrange(1 << 64),
        }
        body = bytes(scapy_bridge.KeepAlive(**values["keep_alive"]))
    values["bytes"] = scapy_bridge.frame(values["vid"], header, body).hex()
    return values


def main() -> None:
    """Writes the file."""
    rng = random.Random(SEED)
    frames = [ethernet(rng) for _ in range(16)]
    tlps = []
    for name, types in NAMES.items():
        for which in types:
            tlps += [tlp(rng, name, which) for _ in range(4)]
    # After the others, whose random numbers stay as they were.
    controls = mac_controls(rng)
    # Long payloads are all alike: one a kind is enough.
    seen = set()
    few = []
    for entry in tlps:
        if len(entry["payload"]) > 1000:
            if entry["kind"] in seen:
                continue
            seen.add(entry["kind"])
        few.append(entry)
    # A bridge carries no longer payload than 512 bytes, 32 of a non-posted TLP.
    with_data = ("IOWr", "CfgWr0", "CfgWr1", "FetchAdd", "Swap", "CAS")
    longest = {name: 32 if name in with_data else 512 for name in NAMES}
    carried = [e["bytes"] for e in few if len(e["payload"]) <= 2 * longest[e["kind"]]]
    whole = [
        bridge_frame(rng, scapy_bridge.DATA, rng.sample(carried, count))
        for count in (1, 1, 2, 2, 3, 5, 8, 20)
    ]
    others = (scapy_bridge.ACK, scapy_bridge.OPEN, scapy_bridge.CLOSE, scapy_bridge.KEEP_ALIVE)
    whole += [bridge_frame(rng, frame_type, []) for frame_type in others for _ in range(3)]
    packages = ("scapy", "cocotbext-pcie")
    head = {"made_with": {name: version(name) for name in packages}, "seed": SEED}
    lines = [f'"{key}": {json.dumps(value)}' for key, value in head.items()]
    parts = (("ethernet", frames), ("mac_control", controls), ("tlps", few), ("frames", whole))
    for key, entries in parts:
        body = ",\n".join(json.dumps(entry) for entry in entries)
        lines.append(f'"{key}": [\n{body}\n]')
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
