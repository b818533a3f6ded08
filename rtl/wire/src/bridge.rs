//! The bridge header: 14 bytes after the EtherType, so that the first TLP begins at byte
//! [`TLP_OFFSET`] of the frame, a whole number of 8-byte beats.

use crate::ethernet;
use crate::format::{codes, header, Preset};

header! {
    "bridge", 14 bytes at 0: "Bridge header, counted from the byte after the EtherType (byte 18 of the frame).";
    VERSION "version": byte 0 bit 7 width 4, Preset::Fixed(WIRE_VERSION), "Version of this format.";
    TYPE "type": byte 0 bit 3 width 4, Preset::Any, "Frame type.";
    ACK "ack": byte 1 bit 7 width 1, Preset::Any, "The acknowledgement is valid.";
    NAK "nak": byte 1 bit 6 width 1, Preset::Any, "Resend everything from the acknowledgement on; only with ACK.";
    ECHO "echo": byte 1 bit 5 width 1, Preset::Any, "The echoed timestamp is valid.";
    RESERVED "reserved": byte 1 bit 4 width 1, Preset::Reserved, "Reserved.";
    LENGTH_DW "length_dw": byte 1 bit 3 width 12, Preset::Any, "4-byte words of the TLP area that follows; padding is not counted.";
    EPOCH "epoch": byte 3 bit 7 width 8, Preset::Any, "The sender's epoch.";
    SEQUENCE "sequence": byte 4 bit 7 width 16, Preset::Any, "Sequence number of a data frame; of other frames, the next data frame's.";
    ACKNOWLEDGEMENT "acknowledgement": byte 6 bit 7 width 16, Preset::Any, "Cumulative: the sequence number expected next. Valid if ACK.";
    TIMESTAMP "timestamp": byte 8 bit 7 width 24, Preset::Any, "When the frame was sent: ticks of 6.4 ns (156.25 MHz), wrapping.";
    ECHO_TIMESTAMP "echo_timestamp": byte 11 bit 7 width 24, Preset::Any, "Timestamp of the newest data frame accepted. Valid if ECHO.";
}

/// The version of the wire format that this crate describes.
pub const WIRE_VERSION: u64 = 1;
/// Where the bridge header begins in the frame.
pub const OFFSET: usize = ethernet::HEADER.length;
/// Where the first TLP begins in the frame.
pub const TLP_OFFSET: usize = OFFSET + HEADER.length;
/// Ticks of the timestamps in a second.
pub const TIMESTAMP_HZ: u64 = 156_250_000;
/// Bytes on the wire that carry no TLP: preamble, inter-frame gap, headers and FCS.
pub const OVERHEAD: usize = crate::xgmii::PREAMBLE_LENGTH
    + crate::xgmii::INTERFRAME_GAP
    + TLP_OFFSET
    + ethernet::FCS_LENGTH;

const _: () = assert!(TLP_OFFSET % 8 == 0);

/// Frame types.
pub mod frame_type {
    use super::codes;
    codes! {
        "frame_type": "Values of the bridge header's type; frames of any other type are dropped and counted.";
        DATA "data" = 1, "One TLP; consumes a sequence number.";
        ACK "ack" = 2, "Bare acknowledgement (or NAK); carries no TLP, consumes no sequence number.";
        OPEN "open" = 3, "Opens a connection.";
        CLOSE "close" = 4, "Closes a connection.";
        KEEP_ALIVE "keep-alive" = 5, "Periodic broadcast by which peers are learnt and lost.";
        MANAGER "manager" = 6, "Manager request or response.";
    }
}
