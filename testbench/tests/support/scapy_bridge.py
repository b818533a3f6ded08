"""Bridge frames as Scapy layers, written by hand from docs/wire-format.md.

A second description of the format, by another package's rules: the tests compare it with what is
made from the tables. Nothing here is generated.
"""

from __future__ import annotations

from typing import Any, ClassVar

from scapy.fields import BitField, ByteField, IntField, LongField, ShortField
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Packet, Raw

ETHERTYPE = 0x88B5
DATA, ACK, OPEN, CLOSE, KEEP_ALIVE = 1, 2, 3, 4, 5


class Bridge(Packet):
    """The bridge header."""

    name = "bridge"
    fields_desc: ClassVar[list[Any]] = [
        BitField("version", 3, 4),
        BitField("type", 0, 4),
        BitField("ack", 0, 1),
        BitField("nak", 0, 1),
        BitField("echo", 0, 1),
        BitField("busy", 0, 1),
        BitField("length_dw", 0, 12),
        ByteField("non_posted_limit", 0),
        ShortField("receiver_tag", 0),
        IntField("sequence", 0),
        IntField("acknowledgement", 0),
        ShortField("sender_tag", 0),
        ByteField("port", 0),
        BitField("timestamp", 0, 20),
        BitField("echo_timestamp", 0, 20),
    ]


class KeepAlive(Packet):
    """The body of a keep-alive frame."""

    name = "keep_alive"
    fields_desc: ClassVar[list[Any]] = [
        ByteField("role", 0),
        ByteField("capabilities", 0),
        BitField("reserved", 0, 4),
        BitField("group", 0, 12),
        ShortField("mtu", 0),
        ShortField("max_payload", 0),
        LongField("node_id", 0),
    ]


def area(tlps: list[bytes]) -> bytes:
    """TLPs one after another, each but the last filled up to a multiple of 8 bytes."""
    filled = [tlp + bytes((8 - len(tlp) % 8) % 8) for tlp in tlps[:-1]]
    return b"".join([*filled, *tlps[-1:]])


def frame(vid: int, header: dict[str, Any], body: bytes) -> bytes:
    """A whole frame without FCS and padding."""
    layers: Any = Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01", type=0x8100)
    layers /= Dot1Q(prio=5, vlan=vid, type=ETHERTYPE)
    return bytes(layers / Bridge(length_dw=len(body) // 4, **header) / Raw(body))
