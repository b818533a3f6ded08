//! The registers that stand once for every peer: page `i` begins at `PAGES + i * PAGE`.

use super::{registers, Register};

/// Where the pages begin.
pub const PAGES: u64 = 0x1000;
/// Bytes of a page.
pub const PAGE: u64 = 0x100;
/// Most peers that a bridge can be generated with.
pub const MAXIMUM: usize = 32;

/// The offset of a register of peer `index`.
pub const fn offset(index: usize, register: &Register) -> u64 {
    PAGES + index as u64 * PAGE + register.offset
}

registers! {
    counters at 0x80;
    PEER_CONTROL @ 0x00 ReadWrite, "Who the peer is, and what goes to it. A write also takes over PEER_MAC: if that changes a fixed peer, its connection ends first." {
        PEER_CONTROL_FIXED "FIXED" [0 + 1] = 0, "The peer is the bridge of PEER_MAC; 0: the entry is free, and may be filled by a keep-alive frame.";
        PEER_CONTROL_DEFAULT "DEFAULT" [1 + 1] = 0, "TLPs that no window of any peer claims go to the first connected peer with this bit.";
        PEER_CONTROL_CLOSE "CLOSE" [2 + 1] = 0, "The connection is closed and kept closed.";
    }
    PEER_MAC_LO @ 0x04 ReadWrite, "MAC address of a fixed peer, bytes 0 to 3." {
        PEER_MAC_0_3 "BYTES_0_3" [0 + 32] = 0, "The byte sent first is bits 7:0.";
    }
    PEER_MAC_HI @ 0x08 ReadWrite, "MAC address of a fixed peer, bytes 4 and 5." {
        PEER_MAC_4_5 "BYTES_4_5" [0 + 16] = 0, "The byte sent last is bits 15:8.";
    }
    ROUTE_ID @ 0x0C ReadWrite, "IDs behind the peer: configuration requests, completions and messages to them go there." {
        ROUTE_ID_LOW "LOW" [0 + 16] = 0xFFFF, "First ID: bus 15:8, device 7:3, function 2:0.";
        ROUTE_ID_HIGH "HIGH" [16 + 16] = 0, "Last ID; below the first: none.";
    }
    ROUTE_SOURCE @ 0x10 ReadWrite, "Requests of these requesters go to the peer, whatever their address." {
        ROUTE_SOURCE_LOW "LOW" [0 + 16] = 0xFFFF, "First requester ID.";
        ROUTE_SOURCE_HIGH "HIGH" [16 + 16] = 0, "Last requester ID; below the first: none.";
    }
    ROUTE_IO @ 0x14 ReadWrite, "I/O addresses behind the peer." {
        ROUTE_IO_BASE "BASE" [0 + 16] = 0xFFFF, "Bits 27:12 of the first address; bits 31:28 are 0.";
        ROUTE_IO_LIMIT "LIMIT" [16 + 16] = 0, "Bits 27:12 of the last.";
    }
    ROUTE_MEMORY @ 0x18 ReadWrite, "Memory addresses below 4 GiB behind the peer." {
        ROUTE_MEMORY_BASE "BASE" [0 + 16] = 0xFFFF, "Bits 31:16 of the first address.";
        ROUTE_MEMORY_LIMIT "LIMIT" [16 + 16] = 0, "Bits 31:16 of the last.";
    }
    ROUTE_WIDE_BASE @ 0x1C ReadWrite, "First memory address of a second window behind the peer, of up to 64 bits." {
        ROUTE_WIDE_BASE_51_20 "BITS_51_20" [0 + 32] = 0xFFFF_FFFF, "Bits 51:20 of the first address; bits 63:52 are 0.";
    }
    ROUTE_WIDE_LIMIT @ 0x20 ReadWrite, "Last memory address of that window." {
        ROUTE_WIDE_LIMIT_51_20 "BITS_51_20" [0 + 32] = 0, "Bits 51:20 of the last address.";
    }
    PEER_STATUS @ 0x40 Status, "The state of the connection." {
        PEER_STATUS_STATE "STATE" [0 + 2] = 0, "0: no peer; 1: opening; 2: connected; 3: ending.";
        PEER_STATUS_LEARNT "LEARNT" [4 + 1] = 0, "The peer was learnt from its keep-alive frames.";
        PEER_STATUS_PATH_DW "PATH_DW" [16 + 12] = 0, "Words of the longest area that has come through to the peer, as it says: 0 until it has said so, then at least 138.";
    }
    PEER_ADDRESS_LO @ 0x44 Status, "MAC address in use, bytes 0 to 3." {
        PEER_ADDRESS_0_3 "BYTES_0_3" [0 + 32] = 0, "The byte sent first is bits 7:0.";
    }
    PEER_ADDRESS_HI @ 0x48 Status, "MAC address in use, bytes 4 and 5." {
        PEER_ADDRESS_4_5 "BYTES_4_5" [0 + 16] = 0, "The byte sent last is bits 15:8.";
    }
    PEER_RTT @ 0x4C Status, "Smoothed round trip." {
        PEER_RTT_CLOCKS "CLOCKS" [0 + 20] = 0, "Clocks of 6.4 ns.";
    }
    PEER_TIMEOUT @ 0x50 Status, "Retransmission timeout." {
        PEER_TIMEOUT_CLOCKS "CLOCKS" [0 + 24] = 0, "Clocks of 6.4 ns.";
    }
    PEER_RATE @ 0x54 Status, "Present rate." {
        PEER_RATE_VALUE "RATE" [0 + 16] = 0, "In 1/65536 of the line rate.";
    }
    PEER_INCARNATION @ 0x58 Status, "Our incarnation number: present, or of the last connection." {
        PEER_INCARNATION_OWN "OWN" [0 + 32] = 0, "Bits 15:0 are the tag in data and ack frames.";
    }
    PEER_INCARNATION_PEER @ 0x5C Status, "The peer's incarnation number." {
        PEER_INCARNATION_OF_PEER "PEER" [0 + 32] = 0, "As heard last; while connected, that of the connection.";
    }
    ; counters:
    PEER_TX_TLPS # 0, "TLPs given a sequence number for this peer.";
    PEER_RX_TLPS # 1, "TLPs accepted from it.";
    PEER_RETRANSMITS # 2, "TLPs sent to it again.";
    PEER_TIMEOUTS # 3, "Expiries of its retransmission timer.";
    PEER_CONNECTS # 4, "Connections opened.";
    PEER_DISCONNECTS # 5, "Connections ended.";
    PEER_DISCARDED # 6, "TLPs for it thrown away with a connection: those not acknowledged (some may have arrived), and those that waited.";
}
