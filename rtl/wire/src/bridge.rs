//! The bridge header: 22 bytes after the EtherType, so that the first TLP begins at byte
//! [`TLP_OFFSET`] of the frame, a whole number of 8-byte beats.

use crate::ethernet;
use crate::format::{codes, header, Preset};

header! {
    "bridge", 22 bytes at 0: "Bridge header, counted from the byte after the EtherType (byte 18 of the frame).";
    VERSION "version": byte 0 bit 7 width 4, Preset::Fixed(WIRE_VERSION), "Version of this format.";
    TYPE "type": byte 0 bit 3 width 4, Preset::Any, "Frame type.";
    ACK "ack": byte 1 bit 7 width 1, Preset::Any, "The acknowledgement is valid.";
    NAK "nak": byte 1 bit 6 width 1, Preset::Any, "Resend everything from the acknowledgement on; only with ACK. Of an open frame: an answer is wanted.";
    ECHO "echo": byte 1 bit 5 width 1, Preset::Any, "The echoed timestamp is valid.";
    BUSY "busy": byte 1 bit 4 width 1, Preset::Any, "The sender has refused frames for want of room; it sends NAK when there is room again. Of an open frame: an offer, whose sender is connected to another incarnation of the receiver.";
    LENGTH_DW "length_dw": byte 1 bit 3 width 12, Preset::Any, "4-byte words of the area that follows; padding is not counted.";
    NON_POSTED_LIMIT "non_posted_limit": byte 3 bit 7 width 8, Preset::Any, "Flow control: non-posted TLPs of this connection, counted from its opening modulo 256, that the receiver of this frame may send.";
    RECEIVER_TAG "receiver_tag": byte 4 bit 7 width 16, Preset::Any, "Data and ack: tag of the receiver, the low half of its incarnation number.";
    SEQUENCE "sequence": byte 6 bit 7 width 32, Preset::Any, "Number of the first TLP of a data frame; of an ack frame, the next new TLP's; of an open or close frame, the sender's incarnation.";
    ACKNOWLEDGEMENT "acknowledgement": byte 10 bit 7 width 32, Preset::Any, "Cumulative: the TLP expected next; of an open or close frame, the receiver's incarnation as its sender has heard it. Valid if ACK; any value without.";
    SENDER_TAG "sender_tag": byte 14 bit 7 width 16, Preset::Any, "Data and ack: tag of the sender. Of an open frame: length_dw of the longest open frame heard from the receiver's incarnation.";
    PORT "port": byte 16 bit 7 width 8, Preset::Reserved, "Reserved for the function or port of a shared device.";
    TIMESTAMP "timestamp": byte 17 bit 7 width 20, Preset::Any, "When the frame was sent: ticks of 6.4 ns (156.25 MHz), wrapping.";
    ECHO_TIMESTAMP "echo_timestamp": byte 19 bit 3 width 20, Preset::Any, "Timestamp of the newest data frame accepted, plus the time since then. Valid if ECHO.";
}

/// The version of the wire format that this crate describes.
pub const WIRE_VERSION: u64 = 3;
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

/// Bytes (of 0.8 ns each at 10 Gb/s) that a frame of `length` bytes without FCS takes on the wire:
/// with padding, FCS, preamble and the average inter-frame gap.
pub const fn wire_bytes(length: usize) -> usize {
    let padded = if length < ethernet::MIN_FRAME { ethernet::MIN_FRAME } else { length };
    padded + ethernet::FCS_LENGTH + crate::xgmii::PREAMBLE_LENGTH + crate::xgmii::INTERFRAME_GAP
}

/// Share of the line rate left for payload when every frame carries `tlps` TLPs, each of
/// `header` + `payload` bytes: the goodput bound.
pub fn goodput_bound(payload: usize, tlps: usize, header: usize) -> f64 {
    let frame = TLP_OFFSET + tlps * (header + payload);
    (tlps * payload) as f64 / wire_bytes(frame) as f64
}

/// Share of the goodput bound that Go-Back-N keeps with a window of `window` frames, a share
/// `loss` of which is lost.
pub fn go_back_n_efficiency(window: usize, loss: f64) -> f64 {
    (1.0 - loss) / (1.0 - loss + loss * window as f64)
}

/// Frame types.
pub mod frame_type {
    use super::codes;
    codes! {
        "frame_type": "Values of the bridge header's type; frames of any other type are dropped and counted.";
        DATA "data" = 1, "One TLP or several; each consumes a sequence number.";
        ACK "ack" = 2, "Bare acknowledgement (or NAK); carries no TLP, consumes no sequence number.";
        OPEN "open" = 3, "Opens a connection.";
        CLOSE "close" = 4, "Closes a connection.";
        KEEP_ALIVE "keep-alive" = 5, "Periodic broadcast by which peers are learnt and lost.";
        MANAGER "manager" = 6, "Manager request or response.";
        PORT "port" = 7, "Reserved: state and reset of a port.";
    }
}

/// A type of frame.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameType {
    /// One TLP or several.
    Data = frame_type::DATA as isize,
    /// Bare acknowledgement.
    Ack = frame_type::ACK as isize,
    /// Opens a connection.
    Open = frame_type::OPEN as isize,
    /// Closes a connection.
    Close = frame_type::CLOSE as isize,
    /// Periodic broadcast.
    KeepAlive = frame_type::KEEP_ALIVE as isize,
    /// Manager request or response.
    Manager = frame_type::MANAGER as isize,
    /// State and reset of a port; reserved.
    Port = frame_type::PORT as isize,
}

impl FrameType {
    /// Every frame type.
    pub const ALL: [FrameType; 7] = [
        FrameType::Data,
        FrameType::Ack,
        FrameType::Open,
        FrameType::Close,
        FrameType::KeepAlive,
        FrameType::Manager,
        FrameType::Port,
    ];

    /// The type with this code.
    pub fn from_code(code: u64) -> Option<FrameType> {
        FrameType::ALL.into_iter().find(|t| t.code() == code)
    }

    /// Its code in the header.
    pub const fn code(self) -> u64 {
        self as u64
    }

    /// Its name, as in the table of codes.
    pub fn name(self) -> &'static str {
        frame_type::CODES.by_value(self.code()).map_or("", |c| c.name)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn bridge__geometry__is_that_of_the_document() {
        assert_eq!((OFFSET, HEADER.length, TLP_OFFSET), (18, 22, 40));
        assert_eq!(OVERHEAD, 64);
        assert_eq!(frame_type::CODES.codes.len(), FrameType::ALL.len());
        assert_eq!(FrameType::KeepAlive.name(), "keep-alive");
    }

    /// The figures that the format was designed for.
    #[test]
    fn goodput_bound__is_that_of_the_frame_arithmetic() {
        for (payload, tlps, percent) in [
            (64, 1, 44.4),
            (128, 1, 61.5),
            (256, 1, 76.2),
            (512, 1, 86.5),
            (128, 10, 85.1),
            (256, 5, 89.9),
            (512, 2, 91.4),
            (128, 62, 88.3),
            (256, 33, 93.5),
            (512, 17, 96.3),
        ] {
            let bound = 100.0 * goodput_bound(payload, tlps, 16);
            assert!((bound - percent).abs() < 0.05, "{payload} x {tlps}: {bound}");
        }
        for (loss, percent) in [(1e-4, 99.7), (1e-3, 96.9), (1e-2, 75.6)] {
            let kept = 100.0 * go_back_n_efficiency(32, loss);
            assert!((kept - percent).abs() < 0.05, "{loss}: {kept}");
        }
        assert_eq!(wire_bytes(1), 84);
    }
}
