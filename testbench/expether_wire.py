"""Frame, TLP and register layouts.

Made from the tables of the crate expether-wire; do not edit. The format is described in
docs/wire-format.md, the registers in docs/registers.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


class WireError(ValueError):
    """Bytes are not the packet they were taken for."""


@dataclass(frozen=True)
class Field:
    """Bits of a header in network order: from bit `msb` of byte `byte` on."""

    name: str
    byte: int
    msb: int
    width: int
    fixed: int | None = None
    default: int | None = None
    reserved: bool = False

    @property
    def _span(self) -> int:
        return (7 - self.msb + self.width + 7) // 8

    @property
    def _shift(self) -> int:
        return 8 * self._span - (7 - self.msb) - self.width

    def get(self, data: bytes) -> int:
        """The value in `data`."""
        raw = data[self.byte : self.byte + self._span]
        if len(raw) < self._span:
            raise WireError(f"{self.name} needs {self.byte + self._span} bytes, found {len(data)}")
        return int.from_bytes(raw, "big") >> self._shift & ((1 << self.width) - 1)

    def set(self, data: bytearray, value: int) -> None:
        """Write `value`, leaving all other bits as they are."""
        if not 0 <= value < 1 << self.width:
            raise WireError(f"{value:#x} does not fit the {self.width} bits of {self.name}")
        mask = ((1 << self.width) - 1) << self._shift
        raw = int.from_bytes(data[self.byte : self.byte + self._span], "big")
        raw = raw & ~mask | value << self._shift
        data[self.byte : self.byte + self._span] = raw.to_bytes(self._span, "big")


@dataclass(frozen=True)
class Header:
    """Fields in order; `start` is where its first byte stands in its packet."""

    name: str
    start: int
    length: int
    meaning: str
    fields: tuple[Field, ...]

    def unpack(self, data: bytes) -> dict[str, int]:
        """The values of all fields, `data` being the packet from its first byte."""
        return {f.name: f.get(data) for f in self.fields}

    def pack_into(self, data: bytearray, values: Mapping[str, int]) -> None:
        """Write the fields that `values` has, and the fixed and default ones."""
        for f in self.fields:
            if f.fixed is not None:
                f.set(data, f.fixed)
            elif f.reserved:
                f.set(data, 0)
            else:
                f.set(data, values.get(f.name, f.default or 0))


@dataclass(frozen=True)
class Kind:
    """A kind of TLP.

    `mask` says which bits of the type field count, `max_payload_dw` how many words a bridge
    carries.
    """

    name: str
    code: int
    mask: int
    three_dw: bool
    four_dw: bool
    data: bool
    layout: str
    has_length: bool
    max_payload_dw: int


@dataclass(frozen=True)
class RegisterField:
    """Bits of a register."""

    name: str
    lsb: int
    width: int
    reset: int

    @property
    def mask(self) -> int:
        """Its bits in place."""
        return ((1 << self.width) - 1) << self.lsb

    def get(self, register: int) -> int:
        """Its value in a register's value."""
        return (register & self.mask) >> self.lsb

    def set(self, register: int, value: int) -> int:
        """A register's value with this field changed."""
        return register & ~self.mask | value << self.lsb & self.mask


@dataclass(frozen=True)
class Register:
    """A 32-bit register; `access` is `ro`, `rw`, `status` or `counter`."""

    name: str
    offset: int
    access: str
    fields: tuple[RegisterField, ...]

    @property
    def reset(self) -> int:
        """Value after reset."""
        return sum(f.reset << f.lsb for f in self.fields)

    @property
    def mask(self) -> int:
        """The bits that are in a field."""
        return sum(f.mask for f in self.fields)


WIRE_VERSION = 3
ETHERTYPE_BRIDGE = 0x88B5
# Where the bridge header and the first TLP begin in a frame.
BRIDGE_OFFSET = 18
TLP_OFFSET = 40
# Shortest frame without FCS.
MIN_FRAME = 60
# Bytes on the wire that carry no TLP.
OVERHEAD = 64
TIMESTAMP_HZ = 156250000
MAX_LENGTH_DW = 1024
# A TLP begins at a multiple of so many bytes from the start of the area.
ALIGNMENT = 8
DIGEST_LENGTH = 4

# Values of the bridge header's type; frames of any other type are dropped and counted.
FRAME_TYPE: dict[str, int] = {
    "data": 0x01,
    "ack": 0x02,
    "open": 0x03,
    "close": 0x04,
    "keep-alive": 0x05,
    "manager": 0x06,
    "port": 0x07,
}

# Roles: only nodes of different roles become peers.
ROLE: dict[str, int] = {
    "host bridge": 0x01,
    "device bridge": 0x02,
}

# Capabilities, a bit each.
CAPABILITY: dict[str, int] = {
    "aggregation": 0x01,
    "rate control": 0x02,
}

# Values of a completion's status.
COMPLETION_STATUS: dict[str, int] = {
    "SC": 0x00,
    "UR": 0x01,
    "CRS": 0x02,
    "CA": 0x04,
}

# Routing of a message: the low three bits of its type.
MESSAGE_ROUTING: dict[str, int] = {
    "to root complex": 0x00,
    "by address": 0x01,
    "by ID": 0x02,
    "broadcast": 0x03,
    "local": 0x04,
    "gathered": 0x05,
}

# Message codes.
MESSAGE_CODE: dict[str, int] = {
    "Unlock": 0x00,
    "Invalidate_Request": 0x01,
    "Invalidate_Completion": 0x02,
    "Page_Request": 0x04,
    "PRG_Response": 0x05,
    "LTR": 0x10,
    "OBFF": 0x12,
    "PM_Active_State_Nak": 0x14,
    "PM_PME": 0x18,
    "PME_Turn_Off": 0x19,
    "PME_TO_Ack": 0x1B,
    "Assert_INTA": 0x20,
    "Assert_INTB": 0x21,
    "Assert_INTC": 0x22,
    "Assert_INTD": 0x23,
    "Deassert_INTA": 0x24,
    "Deassert_INTB": 0x25,
    "Deassert_INTC": 0x26,
    "Deassert_INTD": 0x27,
    "ERR_COR": 0x30,
    "ERR_NONFATAL": 0x31,
    "ERR_FATAL": 0x33,
    "Set_Slot_Power_Limit": 0x50,
    "PTM_Request": 0x52,
    "PTM_Response": 0x53,
    "Vendor_Defined_0": 0x7E,
    "Vendor_Defined_1": 0x7F,
}

# Control characters of the XGMII: the byte in a lane whose control bit is one.
XGMII_CONTROL: dict[str, int] = {
    "lpi": 0x06,
    "idle": 0x07,
    "sequence": 0x9C,
    "start": 0xFB,
    "terminate": 0xFD,
    "error": 0xFE,
}

ETHERNET = Header(
    name="ethernet",
    start=0,
    length=18,
    meaning="Ethernet II header with one IEEE 802.1Q tag, as every bridge frame has.",
    fields=(
        # Destination MAC address.
        Field("destination", byte=0, msb=7, width=48),
        # Source MAC address.
        Field("source", byte=6, msb=7, width=48),
        # Tag protocol identifier.
        Field("tpid", byte=12, msb=7, width=16, fixed=0x8100),
        # Priority code point.
        Field("pcp", byte=14, msb=7, width=3),
        # Drop eligible indicator.
        Field("dei", byte=14, msb=4, width=1, reserved=True),
        # VLAN ID: the group.
        Field("vid", byte=14, msb=3, width=12),
        # What follows the tag.
        Field("ethertype", byte=16, msb=7, width=16, default=0x88B5),
    ),
)

PAUSE = Header(
    name="pause",
    start=0,
    length=18,
    meaning="PAUSE frame: an untagged MAC control frame that asks a neighbour for silence.",
    fields=(
        # The address of all that know PAUSE, or the neighbour's own.
        Field("destination", byte=0, msb=7, width=48, default=0x180C2000001),
        # MAC address of the station that asks.
        Field("source", byte=6, msb=7, width=48),
        # MAC control.
        Field("ethertype", byte=12, msb=7, width=16, fixed=0x8808),
        # PAUSE; other MAC control frames have other opcodes.
        Field("opcode", byte=14, msb=7, width=16, fixed=0x1),
        # Silence asked for, in quanta of 512 bit times; 0: none any more.
        Field("pause_time", byte=16, msb=7, width=16),
    ),
)

BRIDGE = Header(
    name="bridge",
    start=0,
    length=22,
    meaning="Bridge header, counted from the byte after the EtherType (byte 18 of the frame).",
    fields=(
        # Version of this format.
        Field("version", byte=0, msb=7, width=4, fixed=0x3),
        # Frame type.
        Field("type", byte=0, msb=3, width=4),
        # The acknowledgement is valid.
        Field("ack", byte=1, msb=7, width=1),
        # Resend everything from the acknowledgement on; only with ACK. Of an open frame: an answer
        # is wanted.
        Field("nak", byte=1, msb=6, width=1),
        # The echoed timestamp is valid.
        Field("echo", byte=1, msb=5, width=1),
        # The sender has refused frames for want of room; it sends NAK when there is room again. Of
        # an open frame: an offer, whose sender is connected to another incarnation of the receiver.
        Field("busy", byte=1, msb=4, width=1),
        # 4-byte words of the area that follows; padding is not counted.
        Field("length_dw", byte=1, msb=3, width=12),
        # Flow control: non-posted TLPs of this connection, counted from its opening modulo 256,
        # that the receiver of this frame may send.
        Field("non_posted_limit", byte=3, msb=7, width=8),
        # Data and ack: tag of the receiver, the low half of its incarnation number.
        Field("receiver_tag", byte=4, msb=7, width=16),
        # Number of the first TLP of a data frame; of an ack frame, the next new TLP's; of an open
        # or close frame, the sender's incarnation.
        Field("sequence", byte=6, msb=7, width=32),
        # Cumulative: the TLP expected next; of an open or close frame, the receiver's incarnation
        # as its sender has heard it. Valid if ACK; any value without.
        Field("acknowledgement", byte=10, msb=7, width=32),
        # Data and ack: tag of the sender. Of an open frame: length_dw of the longest open frame
        # heard from the receiver's incarnation.
        Field("sender_tag", byte=14, msb=7, width=16),
        # Reserved for the function or port of a shared device.
        Field("port", byte=16, msb=7, width=8, reserved=True),
        # When the frame was sent: ticks of 6.4 ns (156.25 MHz), wrapping.
        Field("timestamp", byte=17, msb=7, width=20),
        # Timestamp of the newest data frame accepted, plus the time since then. Valid if ECHO.
        Field("echo_timestamp", byte=19, msb=3, width=20),
    ),
)

KEEP_ALIVE = Header(
    name="keep_alive",
    start=0,
    length=16,
    meaning="Body of a keep-alive frame, from byte 40 of the frame on; counted from there.",
    fields=(
        # What the node is.
        Field("role", byte=0, msb=7, width=8),
        # What it can do: bits of the table of capabilities.
        Field("capabilities", byte=1, msb=7, width=8),
        # Reserved.
        Field("reserved", byte=2, msb=7, width=4, reserved=True),
        # Its group: the same as in the tag.
        Field("group", byte=2, msb=3, width=12),
        # Longest frame that it sends, register MTU: bytes behind the EtherType, without FCS.
        Field("mtu", byte=4, msb=7, width=16),
        # Bytes of the longest payload of a TLP that it carries.
        Field("max_payload", byte=6, msb=7, width=16),
        # Its number.
        Field("node_id", byte=8, msb=7, width=64),
    ),
)

TLP_COMMON = Header(
    name="tlp_common",
    start=0,
    length=4,
    meaning="First four bytes of every TLP.",
    fields=(
        # Format: bit 0 four-word header, bit 1 with data, bit 2 prefix.
        Field("fmt", byte=0, msb=7, width=3),
        # Type, together with the format.
        Field("type", byte=0, msb=4, width=5),
        # Bit 9 of a 10-bit tag, else reserved.
        Field("tag_9", byte=1, msb=7, width=1),
        # Traffic class.
        Field("tc", byte=1, msb=6, width=3),
        # Bit 8 of a 10-bit tag, else reserved.
        Field("tag_8", byte=1, msb=3, width=1),
        # Attribute bit 2: ID-based ordering.
        Field("ido", byte=1, msb=2, width=1),
        # Lightweight notification.
        Field("ln", byte=1, msb=1, width=1),
        # TLP processing hints present.
        Field("th", byte=1, msb=0, width=1),
        # A 4-byte digest follows the payload.
        Field("td", byte=2, msb=7, width=1),
        # The payload is poisoned.
        Field("ep", byte=2, msb=6, width=1),
        # Attribute bit 1: relaxed ordering.
        Field("ro", byte=2, msb=5, width=1),
        # Attribute bit 0: no snoop.
        Field("ns", byte=2, msb=4, width=1),
        # Address type: 0 untranslated, 1 translation request, 2 translated.
        Field("at", byte=2, msb=3, width=2),
        # Payload, or data asked for, in 4-byte words; 0 means 1,024.
        Field("length", byte=2, msb=1, width=10),
    ),
)

TLP_REQUEST = Header(
    name="tlp_request",
    start=4,
    length=4,
    meaning="Bytes 4 to 7 of memory, I/O, configuration and atomic requests.",
    fields=(
        # Requester ID: bus 8, device 5, function 3.
        Field("requester", byte=4, msb=7, width=16),
        # Tag bits 7:0.
        Field("tag", byte=6, msb=7, width=8),
        # Byte enables of the last word; 0 if there is only one.
        Field("last_be", byte=7, msb=7, width=4),
        # Byte enables of the first word.
        Field("first_be", byte=7, msb=3, width=4),
    ),
)

TLP_MEMORY32 = Header(
    name="tlp_memory32",
    start=8,
    length=4,
    meaning="Bytes 8 to 11 of a memory or atomic request with a three-word header.",
    fields=(
        # Address bits 31:2.
        Field("address", byte=8, msb=7, width=30),
        # Processing hint, if TH.
        Field("ph", byte=11, msb=1, width=2),
    ),
)

TLP_MEMORY64 = Header(
    name="tlp_memory64",
    start=8,
    length=8,
    meaning="Bytes 8 to 15 of a memory or atomic request with a four-word header.",
    fields=(
        # Address bits 63:2.
        Field("address", byte=8, msb=7, width=62),
        # Processing hint, if TH.
        Field("ph", byte=15, msb=1, width=2),
    ),
)

TLP_IO = Header(
    name="tlp_io",
    start=8,
    length=4,
    meaning="Bytes 8 to 11 of an I/O request.",
    fields=(
        # Address bits 31:2.
        Field("address", byte=8, msb=7, width=30),
        # Reserved.
        Field("reserved", byte=11, msb=1, width=2, reserved=True),
    ),
)

TLP_CONFIG = Header(
    name="tlp_config",
    start=8,
    length=4,
    meaning="Bytes 8 to 11 of a configuration request.",
    fields=(
        # The function asked: bus 8, device 5, function 3.
        Field("target", byte=8, msb=7, width=16),
        # Reserved.
        Field("reserved_high", byte=10, msb=7, width=4, reserved=True),
        # Byte offset bits 11:2: extended register number and register number.
        Field("register", byte=10, msb=3, width=10),
        # Reserved.
        Field("reserved_low", byte=11, msb=1, width=2, reserved=True),
    ),
)

TLP_MESSAGE = Header(
    name="tlp_message",
    start=4,
    length=12,
    meaning="Bytes 4 to 15 of a message.",
    fields=(
        # Requester ID: bus 8, device 5, function 3.
        Field("requester", byte=4, msb=7, width=16),
        # Tag bits 7:0.
        Field("tag", byte=6, msb=7, width=8),
        # Message code.
        Field("code", byte=7, msb=7, width=8),
        # What the message code says; an address or ID if routed by it.
        Field("body", byte=8, msb=7, width=64),
    ),
)

TLP_COMPLETION = Header(
    name="tlp_completion",
    start=4,
    length=8,
    meaning="Bytes 4 to 11 of a completion.",
    fields=(
        # Completer ID: bus 8, device 5, function 3.
        Field("completer", byte=4, msb=7, width=16),
        # Completion status.
        Field("status", byte=6, msb=7, width=3),
        # Byte count modified (PCI-X completers only).
        Field("bcm", byte=6, msb=4, width=1),
        # Bytes that remain of the request, this completion's included; 0 means 4,096.
        Field("byte_count", byte=6, msb=3, width=12),
        # Requester ID of the request.
        Field("requester", byte=8, msb=7, width=16),
        # Tag bits 7:0 of the request.
        Field("tag", byte=10, msb=7, width=8),
        # Reserved.
        Field("reserved", byte=11, msb=7, width=1, reserved=True),
        # Address bits 6:0 of the first byte returned.
        Field("lower_address", byte=11, msb=6, width=7),
    ),
)

KINDS: dict[str, Kind] = {
    "MRd": Kind(
        name="MRd",
        code=0x00,
        mask=0x1F,
        three_dw=True,
        four_dw=True,
        data=False,
        layout="memory",
        has_length=True,
        max_payload_dw=8,
    ),
    "MRdLk": Kind(
        name="MRdLk",
        code=0x01,
        mask=0x1F,
        three_dw=True,
        four_dw=True,
        data=False,
        layout="memory",
        has_length=True,
        max_payload_dw=8,
    ),
    "MWr": Kind(
        name="MWr",
        code=0x00,
        mask=0x1F,
        three_dw=True,
        four_dw=True,
        data=True,
        layout="memory",
        has_length=True,
        max_payload_dw=128,
    ),
    "IORd": Kind(
        name="IORd",
        code=0x02,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=False,
        layout="io",
        has_length=True,
        max_payload_dw=8,
    ),
    "IOWr": Kind(
        name="IOWr",
        code=0x02,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=True,
        layout="io",
        has_length=True,
        max_payload_dw=8,
    ),
    "CfgRd0": Kind(
        name="CfgRd0",
        code=0x04,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=False,
        layout="config",
        has_length=True,
        max_payload_dw=8,
    ),
    "CfgWr0": Kind(
        name="CfgWr0",
        code=0x04,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=True,
        layout="config",
        has_length=True,
        max_payload_dw=8,
    ),
    "CfgRd1": Kind(
        name="CfgRd1",
        code=0x05,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=False,
        layout="config",
        has_length=True,
        max_payload_dw=8,
    ),
    "CfgWr1": Kind(
        name="CfgWr1",
        code=0x05,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=True,
        layout="config",
        has_length=True,
        max_payload_dw=8,
    ),
    "Msg": Kind(
        name="Msg",
        code=0x10,
        mask=0x18,
        three_dw=False,
        four_dw=True,
        data=False,
        layout="message",
        has_length=False,
        max_payload_dw=128,
    ),
    "MsgD": Kind(
        name="MsgD",
        code=0x10,
        mask=0x18,
        three_dw=False,
        four_dw=True,
        data=True,
        layout="message",
        has_length=True,
        max_payload_dw=128,
    ),
    "Cpl": Kind(
        name="Cpl",
        code=0x0A,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=False,
        layout="completion",
        has_length=False,
        max_payload_dw=128,
    ),
    "CplD": Kind(
        name="CplD",
        code=0x0A,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=True,
        layout="completion",
        has_length=True,
        max_payload_dw=128,
    ),
    "CplLk": Kind(
        name="CplLk",
        code=0x0B,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=False,
        layout="completion",
        has_length=False,
        max_payload_dw=128,
    ),
    "CplDLk": Kind(
        name="CplDLk",
        code=0x0B,
        mask=0x1F,
        three_dw=True,
        four_dw=False,
        data=True,
        layout="completion",
        has_length=True,
        max_payload_dw=128,
    ),
    "FetchAdd": Kind(
        name="FetchAdd",
        code=0x0C,
        mask=0x1F,
        three_dw=True,
        four_dw=True,
        data=True,
        layout="memory",
        has_length=True,
        max_payload_dw=8,
    ),
    "Swap": Kind(
        name="Swap",
        code=0x0D,
        mask=0x1F,
        three_dw=True,
        four_dw=True,
        data=True,
        layout="memory",
        has_length=True,
        max_payload_dw=8,
    ),
    "CAS": Kind(
        name="CAS",
        code=0x0E,
        mask=0x1F,
        three_dw=True,
        four_dw=True,
        data=True,
        layout="memory",
        has_length=True,
        max_payload_dw=8,
    ),
}

# Identifies the block.
ID = Register(
    name="ID",
    offset=0x000,
    access="ro",
    fields=(
        # "EXBE".
        RegisterField("MAGIC", lsb=0, width=32, reset=0x45584245),
    ),
)
# Version of the hardware and of what it speaks.
VERSION = Register(
    name="VERSION",
    offset=0x004,
    access="ro",
    fields=(
        # Version of the wire format.
        RegisterField("WIRE", lsb=0, width=8, reset=0x3),
        # Minor version of the hardware.
        RegisterField("MINOR", lsb=16, width=8, reset=0x3),
        # Major version of the hardware.
        RegisterField("MAJOR", lsb=24, width=8, reset=0x0),
    ),
)
# Switches the bridge on. A write also takes over LOCAL_MAC, GROUP.VID, ETHERTYPE and NODE_ID, all
# at once: if that changes them, every connection ends first.
CONTROL = Register(
    name="CONTROL",
    offset=0x008,
    access="rw",
    fields=(
        # 0: no frame is sent, every frame received is dropped uncounted, every connection is
        # forgotten. Set it after all other registers.
        RegisterField("ENABLE", lsb=0, width=1, reset=0x0),
        # Bridges of the other role in the group become peers by their keep-alive frames: whoever is
        # in the group is trusted.
        RegisterField("LEARN", lsb=1, width=1, reset=0x0),
        # PAUSE frames received stop the transmitter.
        RegisterField("HONOUR_PAUSE", lsb=2, width=1, reset=0x1),
        # PAUSE frames are sent when the buffers toward the PCIe side fill.
        RegisterField("SEND_PAUSE", lsb=3, width=1, reset=0x0),
        # The rate to each peer follows the measured delay.
        RegisterField("RATE_CONTROL", lsb=4, width=1, reset=0x1),
        # TLPs of a peer pass only with a requester or completer ID that is routed to that peer.
        RegisterField("CHECK_IDS", lsb=5, width=1, reset=0x1),
    ),
)
# The group, sent as the 802.1Q tag's TCI and demanded (VID only) of every frame received.
GROUP = Register(
    name="GROUP",
    offset=0x00C,
    access="rw",
    fields=(
        # VLAN ID: the group, 1 to 4000; 4093 an unassigned device, 4094 an unassigned host.
        RegisterField("VID", lsb=0, width=12, reset=0xFFD),
        # Priority code point of frames sent.
        RegisterField("PCP", lsb=13, width=3, reset=0x0),
    ),
)
# This bridge's MAC address, bytes 0 to 3.
LOCAL_MAC_LO = Register(
    name="LOCAL_MAC_LO",
    offset=0x010,
    access="rw",
    fields=(
        # The byte sent first is bits 7:0.
        RegisterField("BYTES_0_3", lsb=0, width=32, reset=0x0),
    ),
)
# This bridge's MAC address, bytes 4 and 5.
LOCAL_MAC_HI = Register(
    name="LOCAL_MAC_HI",
    offset=0x014,
    access="rw",
    fields=(
        # The byte sent last is bits 15:8.
        RegisterField("BYTES_4_5", lsb=0, width=16, reset=0x0),
    ),
)
# This node's number, announced by keep-alive frames, low half.
NODE_ID_LO = Register(
    name="NODE_ID_LO",
    offset=0x018,
    access="rw",
    fields=(
        # Any number that is the node's alone.
        RegisterField("BITS_31_0", lsb=0, width=32, reset=0x0),
    ),
)
# This node's number, high half.
NODE_ID_HI = Register(
    name="NODE_ID_HI",
    offset=0x01C,
    access="rw",
    fields=(
        # Any number that is the node's alone.
        RegisterField("BITS_63_32", lsb=0, width=32, reset=0x0),
    ),
)
# Seed of the incarnation numbers, low half; taken when ENABLE rises.
SEED_LO = Register(
    name="SEED_LO",
    offset=0x020,
    access="rw",
    fields=(
        # Secret, random, and another after each reset. While all 64 bits are 0 no connection is
        # opened.
        RegisterField("BITS_31_0", lsb=0, width=32, reset=0x0),
    ),
)
# EtherType of bridge frames, sent and demanded.
ETHERTYPE = Register(
    name="ETHERTYPE",
    offset=0x024,
    access="rw",
    fields=(
        # IEEE 802 local experimental EtherType 1.
        RegisterField("ETHERTYPE", lsb=0, width=16, reset=0x88B5),
    ),
)
# How long an acknowledgement waits for a data frame to ride on before it is sent bare.
ACK_DELAY = Register(
    name="ACK_DELAY",
    offset=0x028,
    access="rw",
    fields=(
        # Clocks of 6.4 ns.
        RegisterField("CLOCKS", lsb=0, width=16, reset=0x40),
    ),
)
# Longest frame sent.
MTU = Register(
    name="MTU",
    offset=0x02C,
    access="rw",
    fields=(
        # Bytes behind the EtherType, without FCS: 576 to 9,000. Where a switch on the way carries
        # less, the bridge finds out and keeps to that. Frames of up to 9,000 are received in any
        # case.
        RegisterField("BYTES", lsb=0, width=14, reset=0x5DC),
    ),
)
# How much may be unacknowledged to a peer.
WINDOW = Register(
    name="WINDOW",
    offset=0x030,
    access="rw",
    fields=(
        # Data frames; 0 stops transmission.
        RegisterField("FRAMES", lsb=0, width=6, reset=0x20),
        # Replay-buffer memory in units of 1,024 bytes; more than the buffer holds counts as what it
        # holds; 0 stops transmission.
        RegisterField("KIB", lsb=16, width=8, reset=0xFF),
    ),
)
# How many TLPs share a frame.
AGGREGATION = Register(
    name="AGGREGATION",
    offset=0x034,
    access="rw",
    fields=(
        # All TLPs that wait for a peer go in one frame, up to the MTU; 0: one TLP a frame.
        RegisterField("ENABLE", lsb=0, width=1, reset=0x1),
        # At most so many TLPs a frame; 0: no limit but the MTU.
        RegisterField("LIMIT", lsb=8, width=8, reset=0x0),
    ),
)
# Shortest time without an acknowledgement after which everything is sent again.
TIMEOUT_MIN = Register(
    name="TIMEOUT_MIN",
    offset=0x038,
    access="rw",
    fields=(
        # Clocks of 6.4 ns.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x1000),
    ),
)
# Longest such time, however often it has been doubled; a sixteenth of it is the first, until a
# round trip has been measured.
TIMEOUT_MAX = Register(
    name="TIMEOUT_MAX",
    offset=0x03C,
    access="rw",
    fields=(
        # Clocks of 6.4 ns. It is also how often an idle bridge tells its peers everything again:
        # with 0 it does nothing else.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x10000),
    ),
)
# A connection is given up when the oldest frame has been unacknowledged for so long, without the
# peer being busy. Time in which PAUSE forbids to send does not count.
DEAD_TIME = Register(
    name="DEAD_TIME",
    offset=0x040,
    access="rw",
    fields=(
        # Clocks of 6.4 ns; 156,250 are 1 ms; 0: never.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x2625A),
    ),
)
# Time between two open frames to a peer that does not answer.
OPEN_INTERVAL = Register(
    name="OPEN_INTERVAL",
    offset=0x044,
    access="rw",
    fields=(
        # Clocks of 6.4 ns. A connection that is not confirmed within 15 of them ends: they must be
        # longer than the round trip. 0: open frames back to back.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x1000),
    ),
)
# Time between two keep-alive frames.
KEEP_ALIVE_INTERVAL = Register(
    name="KEEP_ALIVE_INTERVAL",
    offset=0x048,
    access="rw",
    fields=(
        # Clocks of 6.4 ns; 0: none are sent.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x2625A),
    ),
)
# A peer is lost when no good frame has come from it for so long.
KEEP_ALIVE_TIMEOUT = Register(
    name="KEEP_ALIVE_TIMEOUT",
    offset=0x04C,
    access="rw",
    fields=(
        # Clocks of 6.4 ns; 0: never.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x8583B),
    ),
)
# Round trip up to which the rate to a peer grows. It must be longer than that past empty queues:
# see rate-control.md.
DELAY_TARGET = Register(
    name="DELAY_TARGET",
    offset=0x050,
    access="rw",
    fields=(
        # Clocks of 6.4 ns.
        RegisterField("CLOCKS", lsb=0, width=20, reset=0x578),
    ),
)
# Lowest rate. No frame is held back for longer than an eighth of DEAD_TIME, whatever the rate.
RATE_MIN = Register(
    name="RATE_MIN",
    offset=0x054,
    access="rw",
    fields=(
        # In 1/65536 of the line rate.
        RegisterField("RATE", lsb=0, width=16, reset=0x200),
    ),
)
# Growth of the rate in a round trip.
RATE_STEP = Register(
    name="RATE_STEP",
    offset=0x058,
    access="rw",
    fields=(
        # In 1/65536 of the line rate.
        RegisterField("RATE", lsb=0, width=16, reset=0x200),
    ),
)
# Depth of the token bucket.
RATE_BURST = Register(
    name="RATE_BURST",
    offset=0x05C,
    access="rw",
    fields=(
        # Units of 8 bytes.
        RegisterField("BEATS", lsb=0, width=16, reset=0x100),
    ),
)
# What is asked of the link partner when buffers fill.
PAUSE_TIME = Register(
    name="PAUSE_TIME",
    offset=0x060,
    access="rw",
    fields=(
        # Pause time in units of 512 bit times; repeated while needed, ended by a pause of 0.
        RegisterField("QUANTA", lsb=0, width=16, reset=0xFFFF),
    ),
)
# Fill of the buffers toward the PCIe side at which PAUSE is sent and ended.
PAUSE_LEVELS = Register(
    name="PAUSE_LEVELS",
    offset=0x064,
    access="rw",
    fields=(
        # Beats of 8 bytes; more than so many: pause.
        RegisterField("HIGH", lsb=0, width=16, reset=0x800),
        # Beats of 8 bytes; fewer than so many: go on.
        RegisterField("LOW", lsb=16, width=16, reset=0x400),
    ),
)
# The state of the link.
STATUS = Register(
    name="STATUS",
    offset=0x068,
    access="status",
    fields=(
        # The receiver reports a local fault (IEEE 802.3, 46.3.4).
        RegisterField("LOCAL_FAULT", lsb=0, width=1, reset=0x0),
        # The link partner reports a fault.
        RegisterField("REMOTE_FAULT", lsb=1, width=1, reset=0x0),
        # The transmitter stands still: PAUSE.
        RegisterField("PAUSED", lsb=2, width=1, reset=0x0),
        # The buffers toward the PCIe side are above PAUSE_LEVELS.HIGH.
        RegisterField("CONGESTED", lsb=3, width=1, reset=0x0),
        # SEED was 0 when the bridge was enabled: it opens no connection.
        RegisterField("UNSEEDED", lsb=4, width=1, reset=0x0),
        # MTU is below 576, too short for the longest TLP: the bridge opens no connection.
        RegisterField("MTU_SHORT", lsb=5, width=1, reset=0x0),
    ),
)
# What this bridge was generated with.
SHAPE = Register(
    name="SHAPE",
    offset=0x06C,
    access="status",
    fields=(
        # Peers in the table: pages of peer registers.
        RegisterField("PEERS", lsb=0, width=8, reset=0x0),
        # Role, as in keep-alive frames.
        RegisterField("ROLE", lsb=8, width=8, reset=0x0),
    ),
)
# Likewise, but even if the peer is busy; and when the peer has let no non-posted TLP go for so long
# while one waits. It frees the PCIe side from a peer whose own takes nothing.
BUSY_TIME = Register(
    name="BUSY_TIME",
    offset=0x070,
    access="rw",
    fields=(
        # Clocks of 6.4 ns; 3,125,000 are 20 ms; 0: never.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x2FAF08),
    ),
)
# Seed of the incarnation numbers, high half.
SEED_HI = Register(
    name="SEED_HI",
    offset=0x074,
    access="rw",
    fields=(
        # See SEED_LO.
        RegisterField("BITS_63_32", lsb=0, width=32, reset=0x0),
    ),
)
# Frames sent, of any type but PAUSE, resent ones included.
TX_FRAMES = Register(
    name="TX_FRAMES",
    offset=0x100,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs taken from the PCIe side and given a sequence number.
TX_TLPS = Register(
    name="TX_TLPS",
    offset=0x104,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs resent, for a NAK or a timeout.
TX_RETRANSMITS = Register(
    name="TX_RETRANSMITS",
    offset=0x108,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Expiries of the retransmission timers.
TX_TIMEOUTS = Register(
    name="TX_TIMEOUTS",
    offset=0x10C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames received with flag NAK that started a resend.
TX_NAKS_RECEIVED = Register(
    name="TX_NAKS_RECEIVED",
    offset=0x110,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Bare ack frames sent.
TX_ACK_FRAMES = Register(
    name="TX_ACK_FRAMES",
    offset=0x114,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs from the PCIe side dropped: marked bad, with a prefix, of an unknown type, or their length is
# not what their header says.
TX_TLP_MALFORMED = Register(
    name="TX_TLP_MALFORMED",
    offset=0x118,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames received with a good FCS, before any other check.
RX_FRAMES = Register(
    name="RX_FRAMES",
    offset=0x11C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs delivered to the PCIe side.
RX_TLPS = Register(
    name="RX_TLPS",
    offset=0x120,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped by the MAC: bad FCS.
RX_BAD_FCS = Register(
    name="RX_BAD_FCS",
    offset=0x124,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: untagged, or another VLAN ID.
RX_WRONG_GROUP = Register(
    name="RX_WRONG_GROUP",
    offset=0x128,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: another EtherType, version, or an unknown type.
RX_WRONG_TYPE = Register(
    name="RX_WRONG_TYPE",
    offset=0x12C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: not from a peer's MAC address or not for this one's.
RX_WRONG_PEER = Register(
    name="RX_WRONG_PEER",
    offset=0x130,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: not of the present connection.
RX_WRONG_CONNECTION = Register(
    name="RX_WRONG_CONNECTION",
    offset=0x134,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: all of their TLPs accepted before; acknowledged again.
RX_DUPLICATE = Register(
    name="RX_DUPLICATE",
    offset=0x138,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: a TLP before theirs is missing.
RX_GAP = Register(
    name="RX_GAP",
    offset=0x13C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: a length in them contradicts another or the frame's own, or a TLP is of no known
# type.
RX_MALFORMED = Register(
    name="RX_MALFORMED",
    offset=0x140,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: no room toward the PCIe side.
RX_OVERFLOW = Register(
    name="RX_OVERFLOW",
    offset=0x144,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames sent with flag NAK, one for each gap.
NAKS_SENT = Register(
    name="NAKS_SENT",
    offset=0x148,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs from the PCIe side dropped: their kind may not travel in this direction.
TX_TLP_REFUSED = Register(
    name="TX_TLP_REFUSED",
    offset=0x14C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs from a peer dropped: likewise.
RX_TLP_REFUSED = Register(
    name="RX_TLP_REFUSED",
    offset=0x150,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Acknowledgements ignored: of a TLP that is not on its way.
RX_WRONG_ACK = Register(
    name="RX_WRONG_ACK",
    offset=0x154,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped by the MAC: ended by another control character than terminate.
RX_BAD_CODE = Register(
    name="RX_BAD_CODE",
    offset=0x158,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped by the MAC: shorter than 64 bytes.
RX_UNDERSIZE = Register(
    name="RX_UNDERSIZE",
    offset=0x15C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped by the MAC: longer than the longest.
RX_OVERSIZE = Register(
    name="RX_OVERSIZE",
    offset=0x160,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# MAC control frames dropped: no PAUSE, or not for this bridge.
RX_CONTROL = Register(
    name="RX_CONTROL",
    offset=0x164,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# PAUSE frames received.
PAUSE_RECEIVED = Register(
    name="PAUSE_RECEIVED",
    offset=0x168,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# PAUSE frames sent.
PAUSE_SENT = Register(
    name="PAUSE_SENT",
    offset=0x16C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Clocks in which PAUSE has held the transmitter.
PAUSED_CLOCKS = Register(
    name="PAUSED_CLOCKS",
    offset=0x170,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs from the PCIe side dropped: no connected peer for them.
TX_TLP_UNROUTED = Register(
    name="TX_TLP_UNROUTED",
    offset=0x174,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Keep-alive frames sent.
KEEP_ALIVES_SENT = Register(
    name="KEEP_ALIVES_SENT",
    offset=0x178,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Keep-alive frames received from bridges of the other role.
KEEP_ALIVES_RECEIVED = Register(
    name="KEEP_ALIVES_RECEIVED",
    offset=0x17C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Peers entered into the table by a keep-alive frame.
PEERS_LEARNT = Register(
    name="PEERS_LEARNT",
    offset=0x180,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Keep-alive frames of bridges for which there is no place in the table.
PEERS_REFUSED = Register(
    name="PEERS_REFUSED",
    offset=0x184,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Peers not heard of for KEEP_ALIVE_TIMEOUT.
PEERS_LOST = Register(
    name="PEERS_LOST",
    offset=0x188,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Connections opened.
CONNECTS = Register(
    name="CONNECTS",
    offset=0x18C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Connections ended, for whatever reason.
DISCONNECTS = Register(
    name="DISCONNECTS",
    offset=0x190,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames received with flag BUSY.
RX_BUSY = Register(
    name="RX_BUSY",
    offset=0x194,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: their source is no station's address (group bit set, zero), or our own: a second
# station has it.
RX_WRONG_SOURCE = Register(
    name="RX_WRONG_SOURCE",
    offset=0x198,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: their numbers are outside the window around the TLP expected.
RX_WRONG_NUMBER = Register(
    name="RX_WRONG_NUMBER",
    offset=0x19C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs from a peer dropped: their requester or completer ID is not routed to that peer.
RX_ID_REFUSED = Register(
    name="RX_ID_REFUSED",
    offset=0x1A0,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: more non-posted TLPs than the peer was allowed.
RX_OVER_LIMIT = Register(
    name="RX_OVER_LIMIT",
    offset=0x1A4,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# NAKS that came too soon after another for the same TLP.
NAKS_IGNORED = Register(
    name="NAKS_IGNORED",
    offset=0x1A8,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames sent again because nothing was heard for a few round trips.
TX_PROBES = Register(
    name="TX_PROBES",
    offset=0x1AC,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Answers to open frames held back: four at once, then one in 1,024 clocks to each peer.
OPENS_HELD = Register(
    name="OPENS_HELD",
    offset=0x1B0,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)

REGISTERS: dict[str, Register] = {
    register.name: register
    for register in (
        ID,
        VERSION,
        CONTROL,
        GROUP,
        LOCAL_MAC_LO,
        LOCAL_MAC_HI,
        NODE_ID_LO,
        NODE_ID_HI,
        SEED_LO,
        ETHERTYPE,
        ACK_DELAY,
        MTU,
        WINDOW,
        AGGREGATION,
        TIMEOUT_MIN,
        TIMEOUT_MAX,
        DEAD_TIME,
        OPEN_INTERVAL,
        KEEP_ALIVE_INTERVAL,
        KEEP_ALIVE_TIMEOUT,
        DELAY_TARGET,
        RATE_MIN,
        RATE_STEP,
        RATE_BURST,
        PAUSE_TIME,
        PAUSE_LEVELS,
        STATUS,
        SHAPE,
        BUSY_TIME,
        SEED_HI,
        TX_FRAMES,
        TX_TLPS,
        TX_RETRANSMITS,
        TX_TIMEOUTS,
        TX_NAKS_RECEIVED,
        TX_ACK_FRAMES,
        TX_TLP_MALFORMED,
        RX_FRAMES,
        RX_TLPS,
        RX_BAD_FCS,
        RX_WRONG_GROUP,
        RX_WRONG_TYPE,
        RX_WRONG_PEER,
        RX_WRONG_CONNECTION,
        RX_DUPLICATE,
        RX_GAP,
        RX_MALFORMED,
        RX_OVERFLOW,
        NAKS_SENT,
        TX_TLP_REFUSED,
        RX_TLP_REFUSED,
        RX_WRONG_ACK,
        RX_BAD_CODE,
        RX_UNDERSIZE,
        RX_OVERSIZE,
        RX_CONTROL,
        PAUSE_RECEIVED,
        PAUSE_SENT,
        PAUSED_CLOCKS,
        TX_TLP_UNROUTED,
        KEEP_ALIVES_SENT,
        KEEP_ALIVES_RECEIVED,
        PEERS_LEARNT,
        PEERS_REFUSED,
        PEERS_LOST,
        CONNECTS,
        DISCONNECTS,
        RX_BUSY,
        RX_WRONG_SOURCE,
        RX_WRONG_NUMBER,
        RX_ID_REFUSED,
        RX_OVER_LIMIT,
        NAKS_IGNORED,
        TX_PROBES,
        OPENS_HELD,
    )
}

# The registers of a peer; offsets are counted from the start of its page.
PEER_PAGES = 0x1000
PEER_PAGE = 0x100
PEER_MAXIMUM = 32

# Who the peer is, and what goes to it. A write also takes over PEER_MAC: if that changes a fixed
# peer, its connection ends first.
PEER_CONTROL = Register(
    name="PEER_CONTROL",
    offset=0x000,
    access="rw",
    fields=(
        # The peer is the bridge of PEER_MAC; 0: the entry is free, and may be filled by a
        # keep-alive frame.
        RegisterField("FIXED", lsb=0, width=1, reset=0x0),
        # TLPs that no window of any peer claims go to the first connected peer with this bit.
        RegisterField("DEFAULT", lsb=1, width=1, reset=0x0),
        # The connection is closed and kept closed.
        RegisterField("CLOSE", lsb=2, width=1, reset=0x0),
    ),
)
# MAC address of a fixed peer, bytes 0 to 3.
PEER_MAC_LO = Register(
    name="PEER_MAC_LO",
    offset=0x004,
    access="rw",
    fields=(
        # The byte sent first is bits 7:0.
        RegisterField("BYTES_0_3", lsb=0, width=32, reset=0x0),
    ),
)
# MAC address of a fixed peer, bytes 4 and 5.
PEER_MAC_HI = Register(
    name="PEER_MAC_HI",
    offset=0x008,
    access="rw",
    fields=(
        # The byte sent last is bits 15:8.
        RegisterField("BYTES_4_5", lsb=0, width=16, reset=0x0),
    ),
)
# IDs behind the peer: configuration requests, completions and messages to them go there.
ROUTE_ID = Register(
    name="ROUTE_ID",
    offset=0x00C,
    access="rw",
    fields=(
        # First ID: bus 15:8, device 7:3, function 2:0.
        RegisterField("LOW", lsb=0, width=16, reset=0xFFFF),
        # Last ID; below the first: none.
        RegisterField("HIGH", lsb=16, width=16, reset=0x0),
    ),
)
# Requests of these requesters go to the peer, whatever their address.
ROUTE_SOURCE = Register(
    name="ROUTE_SOURCE",
    offset=0x010,
    access="rw",
    fields=(
        # First requester ID.
        RegisterField("LOW", lsb=0, width=16, reset=0xFFFF),
        # Last requester ID; below the first: none.
        RegisterField("HIGH", lsb=16, width=16, reset=0x0),
    ),
)
# I/O addresses behind the peer.
ROUTE_IO = Register(
    name="ROUTE_IO",
    offset=0x014,
    access="rw",
    fields=(
        # Bits 27:12 of the first address; bits 31:28 are 0.
        RegisterField("BASE", lsb=0, width=16, reset=0xFFFF),
        # Bits 27:12 of the last.
        RegisterField("LIMIT", lsb=16, width=16, reset=0x0),
    ),
)
# Memory addresses below 4 GiB behind the peer.
ROUTE_MEMORY = Register(
    name="ROUTE_MEMORY",
    offset=0x018,
    access="rw",
    fields=(
        # Bits 31:16 of the first address.
        RegisterField("BASE", lsb=0, width=16, reset=0xFFFF),
        # Bits 31:16 of the last.
        RegisterField("LIMIT", lsb=16, width=16, reset=0x0),
    ),
)
# First memory address of a second window behind the peer, of up to 64 bits.
ROUTE_WIDE_BASE = Register(
    name="ROUTE_WIDE_BASE",
    offset=0x01C,
    access="rw",
    fields=(
        # Bits 51:20 of the first address; bits 63:52 are 0.
        RegisterField("BITS_51_20", lsb=0, width=32, reset=0xFFFFFFFF),
    ),
)
# Last memory address of that window.
ROUTE_WIDE_LIMIT = Register(
    name="ROUTE_WIDE_LIMIT",
    offset=0x020,
    access="rw",
    fields=(
        # Bits 51:20 of the last address.
        RegisterField("BITS_51_20", lsb=0, width=32, reset=0x0),
    ),
)
# The state of the connection.
PEER_STATUS = Register(
    name="PEER_STATUS",
    offset=0x040,
    access="status",
    fields=(
        # 0: no peer; 1: opening; 2: connected; 3: ending.
        RegisterField("STATE", lsb=0, width=2, reset=0x0),
        # The peer was learnt from its keep-alive frames.
        RegisterField("LEARNT", lsb=4, width=1, reset=0x0),
        # Words of the longest area that has come through to the peer, as it says: 0 until it has
        # said so, then at least 138.
        RegisterField("PATH_DW", lsb=16, width=12, reset=0x0),
    ),
)
# MAC address in use, bytes 0 to 3.
PEER_ADDRESS_LO = Register(
    name="PEER_ADDRESS_LO",
    offset=0x044,
    access="status",
    fields=(
        # The byte sent first is bits 7:0.
        RegisterField("BYTES_0_3", lsb=0, width=32, reset=0x0),
    ),
)
# MAC address in use, bytes 4 and 5.
PEER_ADDRESS_HI = Register(
    name="PEER_ADDRESS_HI",
    offset=0x048,
    access="status",
    fields=(
        # The byte sent last is bits 15:8.
        RegisterField("BYTES_4_5", lsb=0, width=16, reset=0x0),
    ),
)
# Smoothed round trip.
PEER_RTT = Register(
    name="PEER_RTT",
    offset=0x04C,
    access="status",
    fields=(
        # Clocks of 6.4 ns.
        RegisterField("CLOCKS", lsb=0, width=20, reset=0x0),
    ),
)
# Retransmission timeout.
PEER_TIMEOUT = Register(
    name="PEER_TIMEOUT",
    offset=0x050,
    access="status",
    fields=(
        # Clocks of 6.4 ns.
        RegisterField("CLOCKS", lsb=0, width=24, reset=0x0),
    ),
)
# Present rate.
PEER_RATE = Register(
    name="PEER_RATE",
    offset=0x054,
    access="status",
    fields=(
        # In 1/65536 of the line rate.
        RegisterField("RATE", lsb=0, width=16, reset=0x0),
    ),
)
# Our incarnation number: present, or of the last connection.
PEER_INCARNATION = Register(
    name="PEER_INCARNATION",
    offset=0x058,
    access="status",
    fields=(
        # Bits 15:0 are the tag in data and ack frames.
        RegisterField("OWN", lsb=0, width=32, reset=0x0),
    ),
)
# The peer's incarnation number.
PEER_INCARNATION_PEER = Register(
    name="PEER_INCARNATION_PEER",
    offset=0x05C,
    access="status",
    fields=(
        # As heard last; while connected, that of the connection.
        RegisterField("PEER", lsb=0, width=32, reset=0x0),
    ),
)
# TLPs given a sequence number for this peer.
PEER_TX_TLPS = Register(
    name="PEER_TX_TLPS",
    offset=0x080,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs accepted from it.
PEER_RX_TLPS = Register(
    name="PEER_RX_TLPS",
    offset=0x084,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs sent to it again.
PEER_RETRANSMITS = Register(
    name="PEER_RETRANSMITS",
    offset=0x088,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Expiries of its retransmission timer.
PEER_TIMEOUTS = Register(
    name="PEER_TIMEOUTS",
    offset=0x08C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Connections opened.
PEER_CONNECTS = Register(
    name="PEER_CONNECTS",
    offset=0x090,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Connections ended.
PEER_DISCONNECTS = Register(
    name="PEER_DISCONNECTS",
    offset=0x094,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# TLPs for it thrown away with a connection: those not acknowledged (some may have arrived), and
# those that waited.
PEER_DISCARDED = Register(
    name="PEER_DISCARDED",
    offset=0x098,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)

PEER_REGISTERS: dict[str, Register] = {
    register.name: register
    for register in (
        PEER_CONTROL,
        PEER_MAC_LO,
        PEER_MAC_HI,
        ROUTE_ID,
        ROUTE_SOURCE,
        ROUTE_IO,
        ROUTE_MEMORY,
        ROUTE_WIDE_BASE,
        ROUTE_WIDE_LIMIT,
        PEER_STATUS,
        PEER_ADDRESS_LO,
        PEER_ADDRESS_HI,
        PEER_RTT,
        PEER_TIMEOUT,
        PEER_RATE,
        PEER_INCARNATION,
        PEER_INCARNATION_PEER,
        PEER_TX_TLPS,
        PEER_RX_TLPS,
        PEER_RETRANSMITS,
        PEER_TIMEOUTS,
        PEER_CONNECTS,
        PEER_DISCONNECTS,
        PEER_DISCARDED,
    )
}


def peer_offset(index: int, register: Register) -> int:
    """Return the offset of a register of peer `index`."""
    return PEER_PAGES + index * PEER_PAGE + register.offset


@dataclass
class BridgeHeader:
    """The bridge header; an acknowledgement or echo that is not valid is None."""

    type: int
    length_dw: int = 0
    receiver_tag: int = 0
    sender_tag: int = 0
    sequence: int = 0
    acknowledgement: int | None = None
    nak: bool = False
    busy: bool = False
    non_posted_limit: int = 0
    timestamp: int = 0
    echo_timestamp: int | None = None

    def pack(self) -> bytes:
        """Its bytes."""
        data = bytearray(BRIDGE.length)
        values = {
            "type": self.type,
            "ack": int(self.acknowledgement is not None),
            "nak": int(self.nak),
            "busy": int(self.busy),
            "echo": int(self.echo_timestamp is not None),
            "length_dw": self.length_dw,
            "receiver_tag": self.receiver_tag,
            "sender_tag": self.sender_tag,
            "sequence": self.sequence,
            "acknowledgement": self.acknowledgement or 0,
            "non_posted_limit": self.non_posted_limit,
            "timestamp": self.timestamp,
            "echo_timestamp": self.echo_timestamp or 0,
        }
        BRIDGE.pack_into(data, values)
        return bytes(data)

    @classmethod
    def unpack(cls, data: bytes) -> BridgeHeader:
        """From the bytes after the EtherType."""
        values = BRIDGE.unpack(data)
        if values["version"] != WIRE_VERSION:
            raise WireError(f"version {values['version']}, expected {WIRE_VERSION}")
        return cls(
            type=values["type"],
            length_dw=values["length_dw"],
            receiver_tag=values["receiver_tag"],
            sender_tag=values["sender_tag"],
            sequence=values["sequence"],
            acknowledgement=values["acknowledgement"] if values["ack"] else None,
            nak=bool(values["nak"]),
            busy=bool(values["busy"]),
            non_posted_limit=values["non_posted_limit"],
            timestamp=values["timestamp"],
            echo_timestamp=values["echo_timestamp"] if values["echo"] else None,
        )


def tlp_headers(kind: Kind, four_dw: bool) -> tuple[Header, ...]:
    """Return the headers that a TLP's header consists of."""
    if kind.layout == "completion":
        return (TLP_COMMON, TLP_COMPLETION)
    if kind.layout == "message":
        return (TLP_COMMON, TLP_MESSAGE)
    if kind.layout == "config":
        return (TLP_COMMON, TLP_REQUEST, TLP_CONFIG)
    if kind.layout == "io":
        return (TLP_COMMON, TLP_REQUEST, TLP_IO)
    return (TLP_COMMON, TLP_REQUEST, TLP_MEMORY64 if four_dw else TLP_MEMORY32)


@dataclass
class Tlp:
    """A TLP: its kind, the values of its header's fields by name, payload and digest."""

    kind: Kind
    four_dw: bool = False
    fields: dict[str, int] = field(default_factory=dict)
    payload: bytes = b""
    digest: bytes | None = None

    @property
    def length(self) -> int:
        """Bytes of header, payload and digest."""
        return (16 if self.four_dw else 12) + len(self.payload) + len(self.digest or b"")

    def pack(self) -> bytes:
        """Its bytes. `fmt`, `type` (but for a message's routing), `td` and a length are derived."""
        words = len(self.payload) // 4
        if len(self.payload) % 4 or words > MAX_LENGTH_DW or bool(words) != self.kind.data:
            raise WireError(f"{self.kind.name} with a payload of {len(self.payload)} bytes")
        if self.digest is not None and len(self.digest) != DIGEST_LENGTH:
            raise WireError(f"digest of {len(self.digest)} bytes")
        if not (self.kind.four_dw if self.four_dw else self.kind.three_dw):
            raise WireError(f"{self.kind.name} has no header of this length")
        values = dict(self.fields)
        values["fmt"] = int(self.four_dw) | int(self.kind.data) << 1
        values["type"] = self.kind.code | values.get("type", 0) & ~self.kind.mask & 0x1F
        values["td"] = int(self.digest is not None)
        if self.kind.data:
            values["length"] = words % MAX_LENGTH_DW
        header = bytearray(16 if self.four_dw else 12)
        for part in tlp_headers(self.kind, self.four_dw):
            part.pack_into(header, values)
        return bytes(header) + self.payload + (self.digest or b"")

    @classmethod
    def unpack(cls, data: bytes) -> Tlp:
        """From bytes that begin with it, and may go on."""
        fields = TLP_COMMON.unpack(data)
        fmt, code = fields["fmt"], fields["type"]
        four_dw, has_data = bool(fmt & 1), bool(fmt & 2)
        for kind in KINDS.values():
            if (
                fmt < 4
                and kind.code == code & kind.mask
                and kind.data == has_data
                and (kind.four_dw if four_dw else kind.three_dw)
            ):
                break
        else:
            raise WireError(f"no TLP has format {fmt} and type {code:#04x}")
        for part in tlp_headers(kind, four_dw)[1:]:
            fields |= part.unpack(data)
        start = 16 if four_dw else 12
        end = start + (4 * (fields["length"] or MAX_LENGTH_DW) if has_data else 0)
        total = end + (DIGEST_LENGTH if fields["td"] else 0)
        if len(data) < total:
            raise WireError(f"TLP of {total} bytes in {len(data)}")
        digest = data[end:total] if fields["td"] else None
        return cls(kind, four_dw, fields, data[start:end], digest)


def pack_area(tlps: Iterable[bytes]) -> bytes:
    """Return the area of a data frame with these TLPs, each at its place."""
    area = bytearray()
    for tlp in tlps:
        area += bytes(-len(area) % ALIGNMENT) + tlp
    return bytes(area)


def unpack_area(area: bytes) -> list[Tlp]:
    """Return the TLPs of a data frame's area, which is as long as the bridge header says."""
    tlps, at = [], 0
    while True:
        tlp = Tlp.unpack(area[at:])
        if len(tlp.payload) > 4 * tlp.kind.max_payload_dw:
            raise WireError(f"TLP with {len(tlp.payload)} bytes of payload")
        tlps.append(tlp)
        end = at + tlp.length
        if end == len(area):
            return tlps
        at = end + -end % ALIGNMENT
