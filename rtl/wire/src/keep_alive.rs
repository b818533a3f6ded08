//! The body of a keep-alive frame: 16 bytes behind the bridge header.

use crate::format::{codes, header, Preset};

header! {
    "keep_alive", 16 bytes at 0: "Body of a keep-alive frame, counted from the byte after the bridge header (byte 32 of the frame).";
    ROLE "role": byte 0 bit 7 width 8, Preset::Any, "What the node is.";
    CAPABILITIES "capabilities": byte 1 bit 7 width 8, Preset::Any, "What it can do: bits of the table of capabilities.";
    RESERVED "reserved": byte 2 bit 7 width 4, Preset::Reserved, "Reserved.";
    GROUP "group": byte 2 bit 3 width 12, Preset::Any, "Its group: the same as in the tag.";
    MTU "mtu": byte 4 bit 7 width 16, Preset::Any, "Longest frame that it receives: bytes behind the EtherType, without FCS.";
    MAX_PAYLOAD "max_payload": byte 6 bit 7 width 16, Preset::Any, "Bytes of the longest payload of a TLP that it carries.";
    NODE_ID "node_id": byte 8 bit 7 width 64, Preset::Any, "Its number.";
}

/// Roles of nodes.
pub mod role {
    use super::codes;
    codes! {
        "role": "Roles: only nodes of different roles become peers.";
        HOST "host bridge" = 1, "Its PCIe side is a host.";
        DEVICE "device bridge" = 2, "Its PCIe side is a device.";
    }
}

/// Capabilities, a bit each.
pub mod capability {
    use super::codes;
    codes! {
        "capability": "Capabilities, a bit each.";
        AGGREGATION "aggregation" = 1, "Receives several TLPs a frame.";
        RATE_CONTROL "rate control" = 2, "Echoes timestamps.";
    }
}
