"""Frame, TLP and register layouts.

Made from the tables of the crate expether-wire; do not edit. The format is described in
docs/wire-format.md, the registers in docs/registers.md.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """A kind of TLP; `mask` says which bits of the type field count."""

    name: str
    code: int
    mask: int
    three_dw: bool
    four_dw: bool
    data: bool
    layout: str
    has_length: bool


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
    """A 32-bit register; `access` is `ro`, `rw` or `counter`."""

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


WIRE_VERSION = 1
ETHERTYPE_BRIDGE = 0x88B5
# Where the bridge header and the first TLP begin in a frame.
BRIDGE_OFFSET = 18
TLP_OFFSET = 32
# Shortest frame without FCS.
MIN_FRAME = 60
# Bytes on the wire that carry no TLP.
OVERHEAD = 56
TIMESTAMP_HZ = 156250000
MAX_LENGTH_DW = 1024
DIGEST_LENGTH = 4

# Values of the bridge header's type; frames of any other type are dropped and counted.
FRAME_TYPE: dict[str, int] = {
    "data": 0x01,
    "ack": 0x02,
    "open": 0x03,
    "close": 0x04,
    "keep-alive": 0x05,
    "manager": 0x06,
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
    length=14,
    meaning="Bridge header, counted from the byte after the EtherType (byte 18 of the frame).",
    fields=(
        # Version of this format.
        Field("version", byte=0, msb=7, width=4, fixed=0x1),
        # Frame type.
        Field("type", byte=0, msb=3, width=4),
        # The acknowledgement is valid.
        Field("ack", byte=1, msb=7, width=1),
        # Resend everything from the acknowledgement on; only with ACK.
        Field("nak", byte=1, msb=6, width=1),
        # The echoed timestamp is valid.
        Field("echo", byte=1, msb=5, width=1),
        # Reserved.
        Field("reserved", byte=1, msb=4, width=1, reserved=True),
        # 4-byte words of the TLP area that follows; padding is not counted.
        Field("length_dw", byte=1, msb=3, width=12),
        # The sender's epoch.
        Field("epoch", byte=3, msb=7, width=8),
        # Sequence number of a data frame; of other frames, the next data frame's.
        Field("sequence", byte=4, msb=7, width=16),
        # Cumulative: the sequence number expected next. Valid if ACK.
        Field("acknowledgement", byte=6, msb=7, width=16),
        # When the frame was sent: ticks of 6.4 ns (156.25 MHz), wrapping.
        Field("timestamp", byte=8, msb=7, width=24),
        # Timestamp of the newest data frame accepted. Valid if ECHO.
        Field("echo_timestamp", byte=11, msb=7, width=24),
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
        RegisterField("WIRE", lsb=0, width=8, reset=0x1),
        # Minor version of the hardware.
        RegisterField("MINOR", lsb=16, width=8, reset=0x1),
        # Major version of the hardware.
        RegisterField("MAJOR", lsb=24, width=8, reset=0x0),
    ),
)
# Switches the bridge on.
CONTROL = Register(
    name="CONTROL",
    offset=0x008,
    access="rw",
    fields=(
        # 0: no frame is sent, every frame received is dropped uncounted. Set it after all other
        # registers.
        RegisterField("ENABLE", lsb=0, width=1, reset=0x0),
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
# The peer's MAC address, bytes 0 to 3.
PEER_MAC_LO = Register(
    name="PEER_MAC_LO",
    offset=0x018,
    access="rw",
    fields=(
        # The byte sent first is bits 7:0.
        RegisterField("BYTES_0_3", lsb=0, width=32, reset=0x0),
    ),
)
# The peer's MAC address, bytes 4 and 5.
PEER_MAC_HI = Register(
    name="PEER_MAC_HI",
    offset=0x01C,
    access="rw",
    fields=(
        # The byte sent last is bits 15:8.
        RegisterField("BYTES_4_5", lsb=0, width=16, reset=0x0),
    ),
)
# The epoch of the assignment, sent in every bridge header and demanded of every frame received.
EPOCH = Register(
    name="EPOCH",
    offset=0x020,
    access="rw",
    fields=(
        # Changed with every reassignment, so that no TLP of the old one is delivered.
        RegisterField("EPOCH", lsb=0, width=8, reset=0x0),
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
# How long the oldest unacknowledged frame waits before everything is resent.
RETRANSMIT_TIMEOUT = Register(
    name="RETRANSMIT_TIMEOUT",
    offset=0x028,
    access="rw",
    fields=(
        # Clock cycles of 6.4 ns.
        RegisterField("CYCLES", lsb=0, width=24, reset=0x1000),
    ),
)
# How long an acknowledgement waits for a data frame to ride on before it is sent bare.
ACK_DELAY = Register(
    name="ACK_DELAY",
    offset=0x02C,
    access="rw",
    fields=(
        # Clock cycles of 6.4 ns.
        RegisterField("CYCLES", lsb=0, width=16, reset=0x40),
    ),
)
# How many data frames may be unacknowledged.
WINDOW = Register(
    name="WINDOW",
    offset=0x030,
    access="rw",
    fields=(
        # Frames; 0 stops transmission; more than the replay buffer holds counts as what it holds.
        RegisterField("FRAMES", lsb=0, width=8, reset=0x20),
    ),
)
# Frames sent, of any type, resent ones included.
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
# Data frames resent, for a NAK or a timeout.
TX_RETRANSMITS = Register(
    name="TX_RETRANSMITS",
    offset=0x108,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Expiries of the retransmission timer.
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
# TLPs from the PCIe side dropped: marked bad, or their length is not what their header says.
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
# Frames dropped by the MAC: bad FCS, coding error, undersize or oversize.
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
# Frames dropped: not from the peer's MAC address or not for this one's.
RX_WRONG_PEER = Register(
    name="RX_WRONG_PEER",
    offset=0x130,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: another epoch.
RX_WRONG_EPOCH = Register(
    name="RX_WRONG_EPOCH",
    offset=0x134,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: accepted before; acknowledged again.
RX_DUPLICATE = Register(
    name="RX_DUPLICATE",
    offset=0x138,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Data frames dropped: a frame before them is missing.
RX_GAP = Register(
    name="RX_GAP",
    offset=0x13C,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: a length in them contradicts another, or the frame's own.
RX_MALFORMED = Register(
    name="RX_MALFORMED",
    offset=0x140,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Frames dropped: no room toward the PCIe side.
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
# TLPs from the peer dropped: likewise.
RX_TLP_REFUSED = Register(
    name="RX_TLP_REFUSED",
    offset=0x150,
    access="counter",
    fields=(RegisterField("COUNT", lsb=0, width=32, reset=0x0),),
)
# Acknowledgements ignored: of a frame that is not on its way.
RX_WRONG_ACK = Register(
    name="RX_WRONG_ACK",
    offset=0x154,
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
        PEER_MAC_LO,
        PEER_MAC_HI,
        EPOCH,
        ETHERTYPE,
        RETRANSMIT_TIMEOUT,
        ACK_DELAY,
        WINDOW,
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
        RX_WRONG_EPOCH,
        RX_DUPLICATE,
        RX_GAP,
        RX_MALFORMED,
        RX_OVERFLOW,
        NAKS_SENT,
        TX_TLP_REFUSED,
        RX_TLP_REFUSED,
        RX_WRONG_ACK,
    )
}


@dataclass
class BridgeHeader:
    """The bridge header; an acknowledgement or echo that is not valid is None."""

    type: int
    length_dw: int = 0
    epoch: int = 0
    sequence: int = 0
    acknowledgement: int | None = None
    nak: bool = False
    timestamp: int = 0
    echo_timestamp: int | None = None

    def pack(self) -> bytes:
        """Its bytes."""
        data = bytearray(BRIDGE.length)
        values = {
            "type": self.type,
            "ack": int(self.acknowledgement is not None),
            "nak": int(self.nak),
            "echo": int(self.echo_timestamp is not None),
            "length_dw": self.length_dw,
            "epoch": self.epoch,
            "sequence": self.sequence,
            "acknowledgement": self.acknowledgement or 0,
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
            epoch=values["epoch"],
            sequence=values["sequence"],
            acknowledgement=values["acknowledgement"] if values["ack"] else None,
            nak=bool(values["nak"]),
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
